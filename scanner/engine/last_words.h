/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A thread that dies of a signal says which object it was working on: a handler notes the signal in
 * the thread's slot, on a stack of its own, and lets the signal do its work.
 */
#ifndef LS_ENGINE_LAST_WORDS_H
#define LS_ENGINE_LAST_WORDS_H

#include "engine/shared_slots.h"

#include <signal.h>
#include <stdbool.h>

/* For the whole process. Once; the handlers can be neither replaced nor taken away afterwards. */
bool ls_last_words_prepare(void);

/*
 * For the calling thread, until it ends; `stack` is kept by the caller and has
 * LS_LAST_WORDS_STACK bytes. From now on this thread's signals are noted in `slot`.
 */
enum { LS_LAST_WORDS_STACK = 64 << 10 };
bool ls_last_words_listen(struct ls_slot *slot, void *stack);

/* Notes that the calling thread ends the process because of a failure. Without a slot, nothing. */
void ls_last_words_fail(struct ls_result why);

/* Takes the signals that a program dies of out of a set. */
void ls_last_words_spare(sigset_t *set);

#endif
