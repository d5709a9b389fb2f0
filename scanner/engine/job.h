/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole run: paths in, records out, every object accounted for.
 *
 *   walker threads --batches of opened objects--> worker threads --formatted records--> output
 *
 * The workers are threads of this process, or of a confined one (engine/supervisor.h); what is
 * written is the same.
 *
 * A file above the split size is shared among the workers in segments; its candidates pass through
 * one reducer in order, so the answer does not depend on the number of threads.
 */
#ifndef LS_ENGINE_JOB_H
#define LS_ENGINE_JOB_H

#include "base/diag.h"
#include "base/object.h"
#include "base/result.h"
#include "engine/budget.h"
#include "engine/confine.h"
#include "engine/inject.h"
#include "engine/scanner.h"
#include "sink/sink.h"

struct ls_job_options {
    const char *const *paths; /* files, folders, devices; "-" is standard input */
    size_t paths_n;
    const char *files_from0;     /* file with NUL-separated paths ("-": standard input), or NULL */
    const char *const *excludes; /* glob patterns; matching paths end as `excluded` */
    size_t excludes_n;
    unsigned threads;              /* workers; 0: one for each core that may be used */
    bool sort;                     /* one order of objects whatever the workers */
    bool sha256;                   /* hash every object */
    bool reveal;                   /* do not mask identifiers */
    bool redact;                   /* mask every match */
    bool one_file_system;          /* do not cross mount points below a given path */
    enum ls_severity min_severity; /* hits below are not reported and not counted */
    uint32_t categories;           /* set of 1 << enum ls_category; 0: all */
    struct ls_limits limits;       /* of what is inside an object; all zero: the defaults */
    size_t block_bytes; /* bytes owned by a block; 0: the default (tests make it small) */
    enum ls_sandbox sandbox;
    /* For tests. */
    unsigned hang_ms; /* formats that take longer than this for an object hang, and a process that
                         takes longer to stop; 0: twice what the limits allow, and some seconds */
    enum ls_injection inject; /* what goes wrong, … */
    uint64_t inject_at; /* … at the object of this number, 1-based, in the order found; 0: at all */
    const struct ls_sink_format *format;
    struct ls_sink_style style;
    int out_fd; /* where records go; the caller keeps it. A regular file is never scanned itself:
                   the walk passes over its device and inode */
};

/* Figures of a running job, for a progress line. Any thread may ask, at any time. */
struct ls_job_progress {
    uint64_t objects_seen; /* found by the walk so far */
    uint64_t objects_done;
    uint64_t bytes_seen; /* sum of the sizes of the objects seen */
    uint64_t bytes_done;
    uint64_t hits;
    uint64_t gaps;
    bool walk_done; /* the totals are final */
};

struct ls_job;

/*
 * The engine, the options and what these point to must live as long as the job. With a sandbox, the
 * program must have one thread only, which lives as long as the job.
 */
struct ls_result ls_job_new(const struct ls_engine *engine, const struct ls_job_options *options,
                            struct ls_job **job, struct ls_diag *diag) LS_MUST_USE;
void ls_job_free(struct ls_job *job);

/*
 * Runs to the end and fills the summary (exit_status by the table in docs/output.md, also when the
 * run was cut short). Fails with STOP/LS_E_OUTPUT when the output took no more, with
 * STOP/LS_E_CANCELLED after ls_job_cancel(); what was found before has been written as far as
 * the output took it, and the summary still accounts for every object that was seen.
 */
struct ls_result ls_job_run(struct ls_job *job, struct ls_summary *summary,
                            struct ls_diag *diag) LS_MUST_USE;

/*
 * Asks a running job to stop soon. `signal` is what the exit status tells (128 + signal). Workers
 * stop at the next block; objects seen but not read end as `not_scanned`, reason `interrupted`.
 * Async-signal-safe, any thread, any number of times (the first signal counts).
 */
void ls_job_cancel(struct ls_job *job, int signal);

void ls_job_get_progress(const struct ls_job *job, struct ls_job_progress *progress);

#endif
