/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starts scanning processes, one at a time, as often as one is needed.
 *
 *   supervisor (many threads) --fork, before it has any--> starter --fork--> scanning process
 *                                                                 --fork--> the next one …
 *
 * A process with threads cannot safely be forked to run more than execve(2), and there is no
 * program to run: the rules are in memory. So the starter is forked early and stays as it was:
 * one thread, no descriptors but its end of a socket, nothing to read but what the supervisor asks.
 * Whichever of the three dies takes those below it along.
 *
 * All functions but ls_starter_new(): one thread at a time.
 */
#ifndef LS_ENGINE_STARTER_H
#define LS_ENGINE_STARTER_H

#include "base/result.h"

/*
 * Is the scanning process, from its first to its last breath; it ends with status 0 when this
 * returns. `parcels` and `records` are its ends of two sockets.
 */
typedef void (*ls_starter_run)(void *user, int parcels, int records);

/* How a process ended. */
struct ls_starter_end {
    bool started; /* false: there was none */
    int signal;   /* that ended it, or 0 */
    int status;   /* with which it ended by itself */
};

struct ls_starter;

/*
 * Forks the starter. The calling process must have one thread only, and this thread must live as
 * long as the starter; `user` is read in the copies. STOP/LS_E_MEMORY when the system has no
 * process or socket to give.
 */
struct ls_result ls_starter_new(ls_starter_run run, void *user,
                                struct ls_starter **starter) LS_MUST_USE;

/* Ends all that was started, without mercy, and waits until it is gone. NULL is fine. */
void ls_starter_free(struct ls_starter *starter);

/*
 * Starts a process: *parcels is our end of a SOCK_SEQPACKET socket that it reads from, *records of
 * a stream that it writes to; the caller closes them. No other one may be there.
 */
struct ls_result ls_starter_spawn(struct ls_starter *starter, int *parcels,
                                  int *records) LS_MUST_USE;

/* Ends the process, if it has not ended yet, and says how it did. */
struct ls_result ls_starter_reap(struct ls_starter *starter,
                                 struct ls_starter_end *end) LS_MUST_USE;

#endif
