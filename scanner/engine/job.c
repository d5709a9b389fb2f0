/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/job_priv.h"

#include "base/alloc.h"
#include "engine/scanning.h"
#include "engine/supervisor.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>

enum {
    BATCHES_A_WORKER = 2,        /* one at hand, one waiting */
    BATCHES_A_WORKER_SORTED = 8, /* and those that wait for their turn */
    BATCHES_MORE = 4,
    DESCRIPTORS_RESERVED = 2 * LS_WALK_DESCRIPTORS,
    EDGE_BYTES_MAX = 1 << 20, /* the first and the last record */
};

static unsigned cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    return (unsigned)CPU_COUNT(&set);
}

static unsigned count_workers(const struct ls_job_options *options)
{
    unsigned n = options->threads ? options->threads : cores();
    return n < LS_JOB_THREADS_MAX ? n : LS_JOB_THREADS_MAX;
}

/* How many files a batch may hold so that all batches together stay below the system's limit. */
static size_t count_items(size_t batches)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return LS_BATCH_ITEMS;
    size_t room =
        limit.rlim_cur > DESCRIPTORS_RESERVED ? (size_t)limit.rlim_cur - DESCRIPTORS_RESERVED : 0;
    size_t items = room / batches;
    return items < 1 ? 1 : items > LS_BATCH_ITEMS ? LS_BATCH_ITEMS : items;
}

static void call_crew(void *user, struct ls_call *call)
{
    struct ls_job *job = user;
    for (unsigned more = ls_board_call(&job->board, call); more > 0; more--)
        if (atomic_load(&job->workers_n) >= job->workers_max || !ls_job_start_worker(job))
            break;
}

static void dismiss_crew(void *user, struct ls_call *call)
{
    struct ls_job *job = user;
    ls_board_dismiss(&job->board, call);
}

static void remind_crew(void *user)
{
    struct ls_job *job = user;
    ls_board_remind(&job->board);
}

static void copy_options(struct ls_job *job)
{
    const struct ls_job_options *o = job->options;
    job->walk_options = (struct ls_walk_options){
        .paths = o->paths,
        .paths_n = o->paths_n,
        .files_from0 = o->files_from0,
        .excludes = o->excludes,
        .excludes_n = o->excludes_n,
        .sort = o->sort,
        .one_file_system = o->one_file_system,
    };
    struct stat out;
    if (fstat(o->out_fd, &out) == 0 && S_ISREG(out.st_mode)) {
        job->walk_options.out_dev = out.st_dev;
        job->walk_options.out_ino = out.st_ino;
    }
    job->object_options = (struct ls_object_options){
        .block_bytes = o->block_bytes,
        .min_severity = o->min_severity,
        .categories = o->categories,
        .reveal = o->reveal,
        .redact = o->redact,
        .sha256 = o->sha256,
        .limits = o->limits,
    };
    job->crew = (struct ls_crew){
        .user = job,
        .lanes = job->workers_max - 1,
        .call = call_crew,
        .dismiss = dismiss_crew,
        .remind = remind_crew,
    };
}

struct ls_result ls_job_make(const struct ls_engine *engine, const struct ls_job_options *options,
                             struct ls_job **job)
{
    *job = NULL;
    struct ls_job *j = ls_calloc(1, sizeof *j);
    if (!j)
        return ls_stop(LS_E_MEMORY);
    j->engine = engine;
    j->options = options;
    j->workers_max = count_workers(options);
    j->stop = &j->own_stop;
    copy_options(j);
    pthread_mutex_init(&j->lock, NULL);
    ls_output_init(&j->output, options->out_fd, options->sort, &j->board);
    size_t per_worker = options->sort ? BATCHES_A_WORKER_SORTED : BATCHES_A_WORKER;
    size_t batches = per_worker * j->workers_max + LS_JOB_WALKERS_MAX + BATCHES_MORE;
    j->batch_items = count_items(batches);
    struct ls_result r = ls_board_init(&j->board, batches);
    if (!ls_failed(r)) {
        size_t bytes = j->workers_max * sizeof *j->workers;
        j->workers = ls_alloc_aligned(LS_CACHE_LINE, bytes);
        if (j->workers)
            memset(j->workers, 0, bytes);
        else
            r = ls_stop(LS_E_MEMORY);
    }
    if (ls_failed(r))
        ls_job_free(j);
    else
        *job = j;
    return r;
}

struct ls_result ls_job_new(const struct ls_engine *engine, const struct ls_job_options *options,
                            struct ls_job **job, struct ls_diag *diag)
{
    *job = NULL;
    struct ls_job *j;
    struct ls_result r = ls_job_make(engine, options, &j);
    if (ls_failed(r)) {
        ls_diag_set(diag, "out of memory");
        return r;
    }
    r = ls_walk_new(&j->walk_options, &j->walk, diag);
    if (!ls_failed(r) && options->sandbox != LS_SANDBOX_OFF) {
        r = ls_supervisor_new(j, &j->supervisor);
        if (ls_failed(r))
            ls_diag_set(diag, "no process to be had that could scan: memory or processes are "
                              "short; --sandbox off does without");
    }
    if (ls_failed(r))
        ls_job_free(j);
    else
        *job = j;
    return r;
}

void ls_job_free(struct ls_job *job)
{
    if (!job)
        return;
    ls_supervisor_free(job->supervisor);
    ls_walk_free(job->walk);
    ls_board_fini(&job->board);
    ls_output_fini(&job->output);
    ls_free(job->workers);
    pthread_mutex_destroy(&job->lock);
    ls_free(job);
}

/* Async-signal-safe. */
static void stop(struct ls_job *job)
{
    atomic_store(job->stop, 1);
    if (job->supervisor)
        ls_supervisor_stop(job->supervisor);
    ls_walk_stop(job->walk);
}

void ls_job_fail(struct ls_job *job, struct ls_result r, const char *why)
{
    if (job->slots)
        ls_scanning_fail(r);
    pthread_mutex_lock(&job->lock);
    if (!ls_failed(job->failed)) {
        job->failed = r;
        job->why = why;
    }
    pthread_mutex_unlock(&job->lock);
    stop(job);
}

void ls_job_cancel(struct ls_job *job, int signal)
{
    int nobody = 0;
    atomic_compare_exchange_strong(&job->signal, &nobody, signal);
    stop(job);
}

void ls_job_get_progress(const struct ls_job *job, struct ls_job_progress *progress)
{
    *progress = (struct ls_job_progress){
        .walk_done = atomic_load(&job->walk_done),
        .objects_seen = atomic_load_explicit(&job->objects_seen, memory_order_relaxed),
        .bytes_seen = atomic_load_explicit(&job->bytes_seen, memory_order_relaxed),
    };
    if (job->supervisor)
        ls_supervisor_add_progress(job->supervisor, progress);
    unsigned n = atomic_load(&job->workers_n);
    for (unsigned i = 0; i < n; i++) {
        const struct ls_worker *w = &job->workers[i];
        progress->objects_done += atomic_load_explicit(&w->objects_done, memory_order_relaxed);
        progress->bytes_done += atomic_load_explicit(&w->bytes_done, memory_order_relaxed);
        progress->hits += atomic_load_explicit(&w->hits, memory_order_relaxed);
        progress->gaps += atomic_load_explicit(&w->gaps, memory_order_relaxed);
    }
}

/* What the user is told about a job that failed. */
static void explain(const struct ls_job *job, struct ls_result r, struct ls_diag *diag)
{
    if (job->why && r.code == job->failed.code) {
        ls_diag_set(diag, "%s", job->why);
        return;
    }
    switch (r.code) {
    case LS_E_OUTPUT:
        ls_diag_set(diag, "output: %s; what was written so far is whole",
                    strerrordesc_np(job->output.error));
        break;
    case LS_E_MEMORY:
        ls_diag_set(diag, "out of memory");
        break;
    case LS_E_CANCELLED:
        ls_diag_set(diag, "interrupted");
        break;
    case LS_E_IO:
        ls_diag_set(diag, "the list of files cannot be read any further");
        break;
    case LS_E_LIMIT:
        ls_diag_set(diag, "a limit of leakscan itself was reached");
        break;
    case LS_E_NONE:
    case LS_E_MALFORMED:
    case LS_E_USAGE:
    case LS_E_RULES:
    case LS_E_INTERNAL:
        ls_diag_set(diag,
                    "internal error: the sums of the ledger do not agree, or scanning failed");
        break;
    }
}

static bool is_broken(enum ls_code code)
{
    return code == LS_E_INTERNAL || code == LS_E_RULES || code == LS_E_USAGE ||
           code == LS_E_MALFORMED;
}

static struct ls_result write_edge(struct ls_job *job, const struct ls_summary *summary)
{
    const struct ls_job_options *o = job->options;
    struct ls_buf edge = {.limit = EDGE_BYTES_MAX};
    struct ls_result r = ls_ok();
    if (summary && o->format->end)
        r = o->format->end(&edge, &o->style, summary);
    else if (!summary && o->format->begin)
        r = o->format->begin(&edge, &o->style);
    if (!ls_failed(r))
        r = ls_output_write(&job->output, &edge);
    LS_VEC_FINI(&edge);
    return r;
}

static void run_threads(struct ls_job *job, struct ls_ledger *sum)
{
    struct ls_result r = write_edge(job, NULL);
    if (ls_failed(r))
        ls_job_fail(job, r, NULL);
    bool started =
        job->supervisor ? ls_supervisor_start(job->supervisor) : ls_job_start_worker(job);
    if (started)
        ls_job_walk(job);
    else
        ls_job_fail(job, ls_stop(LS_E_MEMORY), NULL);
    ls_board_close(&job->board);
    ls_job_join_workers(job, sum);
    if (job->supervisor && started)
        ls_supervisor_finish(job->supervisor, sum);
}

/* Sums up, writes the last record, and sums up again should that fail. */
static struct ls_result conclude(struct ls_job *job, const struct ls_ledger *sum,
                                 struct ls_summary *summary)
{
    uint64_t seen = atomic_load(&job->objects_seen);
    int signal = atomic_load(&job->signal);
    struct ls_result r = job->failed;
    if (signal && (r.code == LS_E_NONE || r.code == LS_E_CANCELLED))
        r = ls_stop(LS_E_CANCELLED);
    if (!ls_ledger_balances(sum, seen))
        r = ls_stop(LS_E_INTERNAL);
    for (int round = 0; round < 2; round++) {
        struct ls_ending ending = {
            .broken = is_broken(r.code),
            .signal = signal,
            .output_closed = job->output.error == EPIPE,
            .unfinished = ls_failed(r),
        };
        ls_ledger_sum(sum, seen, &ending, summary);
        struct ls_result end =
            round == 0 && job->output.error == 0 ? write_edge(job, summary) : ls_ok();
        if (!ls_failed(end))
            break;
        r = ls_failed(r) ? r : end;
    }
    return r;
}

/* A broken pipe is an error of write(2), not a signal, whatever the program has chosen. */
static void hold_sigpipe(sigset_t *old)
{
    sigset_t pipe_only;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_only, old);
}

static void release_sigpipe(const sigset_t *old)
{
    const struct timespec now = {0};
    sigset_t pipe_only;
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    if (!sigismember(old, SIGPIPE))
        (void)sigtimedwait(&pipe_only, NULL, &now);
    pthread_sigmask(SIG_SETMASK, old, NULL);
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

struct ls_result ls_job_run(struct ls_job *job, struct ls_summary *summary, struct ls_diag *diag)
{
    sigset_t signals;
    struct timespec start;
    struct ls_ledger sum = {.gaps = 0};
    clock_gettime(CLOCK_MONOTONIC, &start);
    hold_sigpipe(&signals);
    run_threads(job, &sum);
    *summary = (struct ls_summary){
        .seconds = seconds_since(&start),
        .rules_digest = ls_engine_rules(job->engine)->digest,
    };
    struct ls_result r = conclude(job, &sum, summary);
    release_sigpipe(&signals);
    if (ls_failed(r))
        explain(job, r, diag);
    return r;
}
