/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scanning process: the board and the workers of a job, with parcels in place of the walk and
 * the wire in place of the output.
 *
 *   parcels --feed--> board --> workers --output, in turn or with the floor--> records
 *
 * It believes the supervisor and is not believed by it. Whatever it cannot go on with ends it: the
 * supervisor sees to the rest.
 */
#ifndef LS_ENGINE_SCANNING_H
#define LS_ENGINE_SCANNING_H

#include "base/result.h"

#include <stdnoreturn.h>

struct ls_job;
struct ls_slots;

/* What the scanning process is made of; the supervisor's, read in the copy. */
struct ls_scanning {
    const struct ls_job *job;
    struct ls_slots *slots;
};

/* A ls_starter_run; `user` is a struct ls_scanning. */
void ls_scanning_run(void *user, int parcels, int records);

/* Ends the scanning process because of a failure, which is noted for the object at hand. */
noreturn void ls_scanning_fail(struct ls_result why);

/* The failure behind the status with which a scanning process ended; LS_E_NONE: some other one. */
enum ls_code ls_scanning_code(int status);

#endif
