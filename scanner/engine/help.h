/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Help for a format (formats/help.h): pieces go out one by one, in order, to whoever has joined, as
 * long as there is room for what comes of them. The owner takes the results; while one that it
 * waits for is in other hands, it reads pieces ahead itself.
 *
 * Who is told to leave does so when he asks next: when the owner fails or is done, when the budget
 * is used up or the job is over, which the owner sees while it waits.
 */
#ifndef LS_ENGINE_HELP_H
#define LS_ENGINE_HELP_H

#include "engine/call.h"
#include "formats/help.h"

enum { LS_HELP_AHEAD = 8 }; /* pieces for each thread that may be done and not yet taken */

/* Pieces of work whose number is not known yet: they are offered as they come, ls_help_offer(). */
#define LS_HELP_OPEN UINT64_MAX

/* Asked by the owner's thread every few milliseconds; a failure ends the waiting. */
struct ls_patience {
    struct ls_result (*ask)(void *user);
    void *user;
};

/*
 * Calls the crew; `id` and `phase` are as in struct ls_call. *help is NULL when nobody can help or
 * it does not pay. The work must live until ls_help_dismiss(). STOP/LS_E_MEMORY.
 */
struct ls_result ls_help_new(const struct ls_crew *crew, uint64_t id,
                             const struct ls_patience *patience, const struct ls_work *work,
                             struct ls_help **help) LS_MUST_USE;

/* Pieces [0, n) are there from now on; for work with LS_HELP_OPEN pieces, where `n` only grows. The
 * crew is called with the first. */
void ls_help_offer(struct ls_help *help, uint64_t n);

/* As formats/help.h says; the owner's. */
struct ls_result ls_help_receive(struct ls_help *help, uint64_t k, void **result) LS_MUST_USE;
void ls_help_free(struct ls_help *help);

#endif
