/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: runs a job into memory.
 */
#ifndef LS_TESTS_RUN_JOB_H
#define LS_TESTS_RUN_JOB_H

#include "tree.h"

#include "engine/job.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

/* Of all jobs of the program, until it is changed. */
static enum ls_sandbox run_sandbox;

/* How a job ended, and what it wrote, NUL-terminated. */
struct job_run {
    struct ls_result result;
    struct ls_summary summary;
    struct ls_diag diag;
    char *out;
    size_t out_len;
};

/* What another thread does while a job runs. */
struct beside {
    void (*act)(struct beside *self);
    struct ls_job *job;
    atomic_bool over; /* the job has ended */
};

static inline void *run_beside(void *beside)
{
    ((struct beside *)beside)->act(beside);
    return NULL;
}

/* A job that writes to options.out_fd: nothing is read back. `beside` may be NULL. */
static inline struct job_run run_job_into(const struct ls_engine *engine,
                                          struct ls_job_options options, struct beside *beside)
{
    struct job_run run = {.diag = {.text = ""}};
    struct ls_job *job;
    pthread_t thread;
    options.sandbox = run_sandbox;
    if (!options.format)
        options.format = ls_sink_find("jsonl");
    run.result = ls_job_new(engine, &options, &job, &run.diag);
    if (ls_failed(run.result)) {
        ls_job_free(job);
        return run;
    }
    if (beside) {
        beside->job = job;
        atomic_store(&beside->over, false);
        if (pthread_create(&thread, NULL, run_beside, beside) != 0)
            abort();
    }
    run.result = ls_job_run(job, &run.summary, &run.diag);
    if (beside) {
        atomic_store(&beside->over, true);
        pthread_join(thread, NULL);
    }
    ls_job_free(job);
    return run;
}

static inline struct job_run run_job_beside(const struct ls_engine *engine,
                                            struct ls_job_options options, struct beside *beside)
{
    options.out_fd = memfd_create("records", MFD_CLOEXEC);
    if (options.out_fd < 0)
        abort();
    struct job_run run = run_job_into(engine, options, beside);
    run.out_len = (size_t)lseek(options.out_fd, 0, SEEK_END);
    run.out = calloc(1, run.out_len + 1);
    if (!run.out || pread(options.out_fd, run.out, run.out_len, 0) != (ssize_t)run.out_len)
        abort();
    close(options.out_fd);
    return run;
}

static inline struct job_run run_job(const struct ls_engine *engine, struct ls_job_options options)
{
    return run_job_beside(engine, options, NULL);
}

static inline void nap(unsigned ms)
{
    nanosleep(&(struct timespec){.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000},
              NULL);
}

struct canceller {
    struct beside beside;
    unsigned after_ms;
    int signal;
};

static inline void cancel_later(struct beside *beside)
{
    const struct canceller *self = (const struct canceller *)beside;
    nap(self->after_ms);
    ls_job_cancel(beside->job, self->signal);
}

/* A job that is cancelled after so long, if it is not over by then. */
static inline struct job_run run_cancelled(const struct ls_engine *engine,
                                           struct ls_job_options options, unsigned after_ms,
                                           int signal)
{
    struct canceller canceller = {{.act = cancel_later}, after_ms, signal};
    return run_job_beside(engine, options, &canceller.beside);
}

/* Cuts off the last record, which tells the time. */
static inline void cut_summary(struct job_run *run)
{
    char *last = strstr(run->out, "{\"type\":\"summary\"");
    if (last)
        *last = '\0';
}

/* Whether all that was written is whole records, one a line. */
static inline bool is_whole(const struct job_run *run)
{
    static const char start[] = "{\"type\":";
    size_t records = 0, lines = 0;
    for (const char *p = run->out; (p = strstr(p, start)); p++)
        records++;
    for (const char *p = run->out; *p; p = strchr(p, '\n') + 1, lines++)
        if (strncmp(p, start, sizeof start - 1) != 0 || !strchr(p, '\n'))
            return false;
    return records == lines;
}

static inline bool balances(const struct ls_summary *sum)
{
    uint64_t all = 0;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        all += sum->objects[i];
    return all == sum->objects_seen;
}

#endif
