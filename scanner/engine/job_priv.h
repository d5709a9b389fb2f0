/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a job, shared by its threads.
 *
 *   walkers.c     paths -> open files -> batches
 *   worker.c      the loop of a worker; what it calls in object.c is all that ever reads content
 *   output.c      records -> file
 *   ledger.c      sums and exit status
 *
 * With a sandbox two processes share these roles. Each has a job of its own:
 *
 *   supervisor.c  walkers, ledger, output; workers_n stays 0
 *   scanning.c    workers; `slots` is set
 *
 * Private to engine/.
 */
#ifndef LS_ENGINE_JOB_PRIV_H
#define LS_ENGINE_JOB_PRIV_H

#include "engine/board.h"
#include "engine/job.h"
#include "engine/ledger.h"
#include "engine/object.h"
#include "engine/output.h"
#include "engine/shared_slots.h"

#include <stdalign.h>

enum {
    LS_JOB_THREADS_MAX = 1024,
    LS_JOB_WALKERS_MAX = 4, /* more of them only wait for the same disk */
    LS_CACHE_LINE = 64,
};

struct ls_worker {
    alignas(LS_CACHE_LINE) struct ls_job *job;
    pthread_t thread;
    struct ls_object_scanner *scanner; /* NULL: no memory; objects are only accounted for */
    struct ls_ledger ledger;
    struct ls_batch *batch;         /* at hand */
    const struct ls_object *object; /* at hand */
    bool keeps_floor;               /* part of the object's records are written */
    struct ls_slot *slot;           /* where the supervisor sees us; NULL: there is none */
    _Atomic uint64_t objects_done, bytes_done, hits, gaps;
};

struct ls_job {
    const struct ls_engine *engine;
    const struct ls_job_options *options;
    struct ls_walk_options walk_options;
    struct ls_object_options object_options;
    struct ls_walk *walk;
    struct ls_board board;
    struct ls_output output;
    struct ls_crew crew;
    size_t batch_items; /* so many files are open in a batch at most */

    struct ls_slots *slots;           /* in the scanning process, else NULL */
    struct ls_supervisor *supervisor; /* NULL: the workers are here */

    atomic_int *stop; /* not 0: whatever is not yet scanned is only accounted for */
    atomic_int own_stop;
    atomic_int signal; /* who asked for it; 0: nobody */

    pthread_mutex_t lock; /* guards `failed`, `why` and the start of workers */
    struct ls_result failed;
    const char *why; /* words on `failed`, or NULL: what its code says */
    struct ls_worker *workers;
    unsigned workers_max;
    atomic_uint workers_n; /* started */

    _Atomic uint64_t objects_seen, bytes_seen;
    atomic_bool walk_done;
};

/* Everything but the walk and the supervisor. */
struct ls_result ls_job_make(const struct ls_engine *engine, const struct ls_job_options *options,
                             struct ls_job **job) LS_MUST_USE;

/* Notes the first failure and stops the job; in the scanning process it does not come back. `why`
 * may be NULL. Any thread. */
void ls_job_fail(struct ls_job *job, struct ls_result r, const char *why);

/* A thread that takes no signals. */
bool ls_job_start_thread(pthread_t *thread, void *(*run)(void *), void *user);

/* One more worker, unless there are enough; false when the system has none to give. */
bool ls_job_start_worker(struct ls_job *job);

/* Waits until all workers have gone home, and adds up their ledgers. */
void ls_job_join_workers(struct ls_job *job, struct ls_ledger *sum);

/* Walks to the end, with more threads if that helps. */
void ls_job_walk(struct ls_job *job);

#endif
