/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trusted side of a job whose content is read by a process of its own.
 *
 *   walkers --> dispatch --parcels--> scanning process --records--> intake --> output, ledger
 *                  ^                        |                         |
 *                  |                      slots                       |
 *                  +------- blame <---------+------ it has died <-----+
 *
 * Nothing in here reads content. When the process dies, what it has told stays told, and another
 * one goes on; whichever object did it is not given to a format again.
 */
#ifndef LS_ENGINE_SUPERVISOR_H
#define LS_ENGINE_SUPERVISOR_H

#include "engine/job.h"
#include "engine/ledger.h"

struct ls_batch;
struct ls_supervisor;

/* Forks the starter: the program must have one thread only. */
struct ls_result ls_supervisor_new(struct ls_job *job,
                                   struct ls_supervisor **supervisor) LS_MUST_USE;

/* Ends the processes. NULL is fine. */
void ls_supervisor_free(struct ls_supervisor *supervisor);

/* Starts the scanning process and the thread that reads its records; false: there is none. */
bool ls_supervisor_start(struct ls_supervisor *supervisor);

/* A walker's: takes a batch. */
void ls_supervisor_put(struct ls_supervisor *supervisor, struct ls_batch *batch);

/* Nothing more is put: waits until all is accounted for, and adds it to the ledger. */
void ls_supervisor_finish(struct ls_supervisor *supervisor, struct ls_ledger *sum);

/* The process is to stop soon; it has some seconds to do so. Async-signal-safe. */
void ls_supervisor_stop(struct ls_supervisor *supervisor);

void ls_supervisor_add_progress(const struct ls_supervisor *supervisor,
                                struct ls_job_progress *progress);

#endif
