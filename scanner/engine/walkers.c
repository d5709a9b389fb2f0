/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the walk to batches. A batch goes when it is full, when its files are enough work for one
 * worker, or when its first file has waited long enough.
 */
#include "engine/job_priv.h"

#include "engine/supervisor.h"

#include <time.h>
#include <unistd.h>

enum {
    BATCH_BYTES = 4 << 20,  /* of content; more would leave the other workers without */
    BATCH_WAIT_NS = 5000000 /* a slow walk must not hold files back */
};

struct walker {
    struct ls_job *job;
    struct ls_batch *batch; /* being filled, or NULL */
};

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Something is to go wrong at one of the objects; `before` it so many were found. */
static void inject(const struct ls_job_options *options, uint64_t before, struct ls_batch *batch)
{
    uint64_t at = options->inject_at;
    for (size_t i = 0; options->inject && i < batch->n; i++)
        if (at == 0 || at == before + i + 1)
            batch->items[i].inject = (uint8_t)options->inject;
}

static void put(struct walker *walker)
{
    struct ls_job *job = walker->job;
    struct ls_batch *batch = walker->batch;
    walker->batch = NULL;
    if (!batch)
        return;
    uint64_t before = atomic_fetch_add_explicit(&job->objects_seen, batch->n, memory_order_relaxed);
    atomic_fetch_add_explicit(&job->bytes_seen, batch->bytes, memory_order_relaxed);
    inject(job->options, before, batch);
    if (job->supervisor)
        ls_supervisor_put(job->supervisor, batch);
    else if (ls_board_put(&job->board, batch))
        (void)ls_job_start_worker(job); /* without it, it only takes longer */
}

static struct ls_result add(struct ls_batch *batch, const struct ls_walk_entry *entry)
{
    struct ls_batch_item item = {
        .kind = entry->kind,
        .state = entry->state,
        .fd = entry->fd,
        .error = entry->error,
        .path = batch->paths.n,
        .path_len = entry->path.len,
        .size = entry->size,
        .size_known = entry->size_known,
        .reason = entry->reason,
    };
    LS_TRY(ls_buf_add(&batch->paths, entry->path.at, entry->path.len));
    batch->items[batch->n++] = item;
    batch->bytes += entry->size;
    return ls_ok();
}

static bool is_full(const struct walker *walker)
{
    const struct ls_batch *batch = walker->batch;
    return batch->n == walker->job->batch_items || batch->bytes >= BATCH_BYTES ||
           batch->paths.n >= LS_BATCH_PATH_BYTES || now_ns() - batch->started_ns > BATCH_WAIT_NS;
}

static struct ls_result on_entry(void *user, const struct ls_walk_entry *entry)
{
    struct walker *walker = user;
    if (!walker->batch) {
        walker->batch = ls_board_blank(&walker->job->board);
        walker->batch->started_ns = now_ns();
    }
    struct ls_result r = add(walker->batch, entry);
    if (ls_failed(r)) {
        if (entry->fd > STDERR_FILENO)
            close(entry->fd);
        return r;
    }
    if (is_full(walker))
        put(walker);
    return ls_ok();
}

static void *walk(void *user)
{
    struct walker walker = {.job = user};
    struct ls_result r = ls_walk_run(walker.job->walk, on_entry, &walker);
    if (walker.batch && walker.batch->n == 0) {
        ls_board_recycle(&walker.job->board, walker.batch);
        walker.batch = NULL;
    }
    put(&walker);
    if (ls_failed(r))
        ls_job_fail(walker.job, r, NULL);
    return NULL;
}

void ls_job_walk(struct ls_job *job)
{
    pthread_t helpers[LS_JOB_WALKERS_MAX];
    size_t n = 0;
    size_t want = job->workers_max < LS_JOB_WALKERS_MAX ? job->workers_max : LS_JOB_WALKERS_MAX;
    while (!job->options->sort && n + 1 < want && ls_job_start_thread(&helpers[n], walk, job))
        n++;
    walk(job);
    while (n > 0)
        pthread_join(helpers[--n], NULL);
    atomic_store(&job->walk_done, true);
}
