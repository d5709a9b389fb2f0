/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: runs a job into memory.
 */
#ifndef LS_TESTS_RUN_JOB_H
#define LS_TESTS_RUN_JOB_H

#include "tree.h"

#include "engine/job.h"

#include <sys/mman.h>

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

static inline struct job_run run_job(const struct ls_engine *engine, struct ls_job_options options)
{
    struct job_run run = {.diag = {.text = ""}};
    struct ls_job *job;
    int fd = memfd_create("records", MFD_CLOEXEC);
    if (fd < 0)
        abort();
    options.out_fd = fd;
    options.sandbox = run_sandbox;
    if (!options.format)
        options.format = ls_sink_find("jsonl");
    run.result = ls_job_new(engine, &options, &job, &run.diag);
    if (!ls_failed(run.result))
        run.result = ls_job_run(job, &run.summary, &run.diag);
    ls_job_free(job);
    run.out_len = (size_t)lseek(fd, 0, SEEK_END);
    run.out = calloc(1, run.out_len + 1);
    if (!run.out || pread(fd, run.out, run.out_len, 0) != (ssize_t)run.out_len)
        abort();
    close(fd);
    return run;
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
