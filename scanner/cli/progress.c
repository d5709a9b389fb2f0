/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/progress.h"

#include "base/alloc.h"
#include "cli/cli.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 1000, EVERY_MS = 250, LINE_BYTES_MAX = 1024 };

#define SEPARATOR " \302\267 "

struct ls_progress {
    const struct ls_job *job;
    struct timespec start;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stop;  /* under lock */
    bool shown; /* the thread's own until it is joined */
};

static struct timespec later(struct timespec from, long ms)
{
    from.tv_nsec += ms % 1000 * 1000000;
    from.tv_sec += ms / 1000 + from.tv_nsec / 1000000000;
    from.tv_nsec %= 1000000000;
    return from;
}

static double seconds_between(struct timespec a, struct timespec b)
{
    return (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) * 1e-9;
}

/* "45 % · " and, at the far end, " · 12 s left" are only known when the walk is over. */
static struct ls_result add_totals(struct ls_buf *out, const struct ls_job_progress *at)
{
    if (!at->walk_done || at->bytes_seen == 0)
        return ls_ok();
    double done = (double)at->bytes_done / (double)at->bytes_seen;
    return ls_buf_printf(out, "%d %%" SEPARATOR, (int)(100 * (done < 1 ? done : 1)));
}

static struct ls_result add_time_left(struct ls_buf *out, const struct ls_job_progress *at,
                                      double seconds)
{
    if (!at->walk_done || at->bytes_done == 0 || at->bytes_done > at->bytes_seen)
        return ls_ok();
    double left = seconds * (double)(at->bytes_seen - at->bytes_done) / (double)at->bytes_done;
    if (left >= 5400)
        return ls_buf_printf(out, SEPARATOR "%.1f h left", left / 3600);
    if (left >= 90)
        return ls_buf_printf(out, SEPARATOR "%.0f min left", left / 60);
    return ls_buf_printf(out, SEPARATOR "%.0f s left", left);
}

/* Cuts the line behind the given number of characters (all of them one column wide). */
static void cut(struct ls_buf *out, size_t columns)
{
    size_t seen = 0;
    for (size_t i = 0; i < out->n; i++)
        if (((unsigned char)out->at[i] & 0xc0) != 0x80 && ++seen > columns) {
            out->n = i;
            return;
        }
}

struct ls_result ls_progress_line(struct ls_buf *out, const struct ls_job_progress *at,
                                  double seconds, size_t columns)
{
    double rate = seconds > 0 ? (double)at->bytes_done / seconds : 0;
    LS_TRY(add_totals(out, at));
    LS_TRY(ls_cli_add_bytes(out, at->bytes_done));
    LS_TRY(ls_buf_str(out, SEPARATOR));
    LS_TRY(ls_cli_add_bytes(out, (uint64_t)rate));
    LS_TRY(ls_buf_str(out, "/s" SEPARATOR));
    LS_TRY(ls_cli_add_number(out, at->objects_done));
    LS_TRY(ls_buf_str(out, " of "));
    LS_TRY(ls_cli_add_number(out, at->objects_seen));
    LS_TRY(ls_buf_str(out, at->walk_done ? " files" SEPARATOR : "+ files" SEPARATOR));
    LS_TRY(ls_cli_add_noun(out, at->hits, "hit"));
    LS_TRY(ls_buf_str(out, SEPARATOR));
    LS_TRY(ls_cli_add_noun(out, at->gaps, "gap"));
    LS_TRY(add_time_left(out, at, seconds));
    cut(out, columns);
    return ls_ok();
}

static void show(struct ls_progress *progress)
{
    struct ls_buf line = {.limit = LINE_BYTES_MAX};
    struct ls_job_progress at;
    struct timespec now;
    struct winsize size = {0};
    ls_job_get_progress(progress->job, &at);
    clock_gettime(CLOCK_MONOTONIC, &now);
    size_t columns =
        ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 79;
    struct ls_result r =
        ls_progress_line(&line, &at, seconds_between(progress->start, now), columns);
    if (!ls_failed(r)) {
        fprintf(stderr, "\r%.*s\033[K\r", (int)line.n, line.at);
        progress->shown = true;
    }
    LS_VEC_FINI(&line);
}

static void *watch(void *arg)
{
    struct ls_progress *progress = arg;
    struct timespec next = later(progress->start, FIRST_MS);
    pthread_mutex_lock(&progress->lock);
    while (!progress->stop) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        if (seconds_between(now, next) > 0) {
            pthread_cond_timedwait(&progress->wake, &progress->lock, &next);
            continue;
        }
        pthread_mutex_unlock(&progress->lock);
        show(progress);
        pthread_mutex_lock(&progress->lock);
        next = later(now, EVERY_MS);
    }
    pthread_mutex_unlock(&progress->lock);
    return NULL;
}

struct ls_result ls_progress_start(const struct ls_job *job, struct ls_progress **out)
{
    pthread_condattr_t monotonic;
    struct ls_progress *progress = ls_calloc(1, sizeof *progress);
    *out = NULL;
    if (!progress)
        return ls_stop(LS_E_MEMORY);
    progress->job = job;
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
    pthread_mutex_init(&progress->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&progress->wake, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&progress->thread, NULL, watch, progress) != 0) {
        pthread_cond_destroy(&progress->wake);
        pthread_mutex_destroy(&progress->lock);
        ls_free(progress);
        return ls_stop(LS_E_MEMORY);
    }
    *out = progress;
    return ls_ok();
}

void ls_progress_stop(struct ls_progress *progress)
{
    if (!progress)
        return;
    pthread_mutex_lock(&progress->lock);
    progress->stop = true;
    pthread_cond_signal(&progress->wake);
    pthread_mutex_unlock(&progress->lock);
    pthread_join(progress->thread, NULL);
    if (progress->shown)
        fputs("\r\033[K", stderr);
    pthread_cond_destroy(&progress->wake);
    pthread_mutex_destroy(&progress->lock);
    ls_free(progress);
}
