/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/supervisor.h"

#include "base/alloc.h"
#include "engine/blame.h"
#include "engine/intake.h"
#include "engine/scanning.h"
#include "engine/watchdog.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    TICK_MS = 100,     /* how often the slots are looked at */
    GRACE_MS = 10000,  /* for a process that was asked to stop */
    HANG_SECONDS = 10, /* more than twice what an object may take: it hangs */
};

struct ls_supervisor {
    struct ls_job *job;
    struct ls_slots *slots;
    struct ls_scanning scanning; /* for the starter */
    struct ls_starter *starter;
    struct ls_dispatch dispatch;
    struct ls_intake intake;
    struct ls_watchdog watchdog;
    struct ls_blame blame;
    pthread_t reader;
    uint64_t looked_ms;  /* when the slots were looked at last */
    uint64_t stopped_ms; /* when somebody was first seen to have asked for a stop; 0: nobody */
    int parcels;         /* to the process; -1: there is none */

    pthread_mutex_t lock; /* guards: */
    int records;          /* from the process; -1: there is none */
};

/* How reading from a process came to its end. */
enum outcome {
    ALL_DONE,
    DIED,   /* or said something that it must not say */
    HANGS,  /* a format, or all of it after a stop */
    FAILED, /* we did */
};

static uint64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* ---- processes ---- */

static void set_records(struct ls_supervisor *s, int fd)
{
    pthread_mutex_lock(&s->lock);
    if (s->records >= 0)
        close(s->records);
    s->records = fd;
    pthread_mutex_unlock(&s->lock);
}

static struct ls_result start_process(struct ls_supervisor *s)
{
    int records;
    const struct timeval tick = {.tv_usec = TICK_MS * 1000};
    ls_slots_clear(s->slots);
    ls_watchdog_reset(&s->watchdog);
    LS_TRY(ls_starter_spawn(s->starter, &s->parcels, &records));
    set_records(s, records);
    if (setsockopt(records, SOL_SOCKET, SO_RCVTIMEO, &tick, sizeof tick) != 0)
        return ls_stop(LS_E_INTERNAL);
    return ls_ok();
}

static struct ls_result end_process(struct ls_supervisor *s, struct ls_starter_end *end)
{
    ls_dispatch_detach(&s->dispatch);
    set_records(s, -1);
    if (s->parcels >= 0)
        close(s->parcels);
    s->parcels = -1;
    return ls_starter_reap(s->starter, end);
}

/* Nobody scans any more: what is left and what will come is accounted for. */
static void account_for_rest(struct ls_supervisor *s)
{
    struct ls_batch *batch;
    ls_dispatch_reset(&s->dispatch, -1, ls_intake_restart(&s->intake));
    while ((batch = ls_dispatch_wait(&s->dispatch)) != NULL) {
        struct ls_result r = ls_intake_give_up(&s->intake, batch);
        if (ls_failed(r))
            ls_job_fail(s->job, r, NULL);
    }
}

/* ---- reading from a process ---- */

/*
 * The time after which a format does not obey its own limit any more. It is asked for once an
 * object, while the object is away: items do not change then.
 */
static uint64_t time_for(void *user, uint64_t object)
{
    struct ls_supervisor *s = user;
    const struct ls_job_options *o = s->job->options;
    const struct ls_batch_item *item = ls_dispatch_item(&s->dispatch, object);
    if (o->hang_ms || !item)
        return o->hang_ms;
    const struct ls_limits *limits = o->limits.memory ? &o->limits : &ls_limits_default;
    uint64_t seconds = ls_limits_seconds(limits, item->size);
    return seconds ? (2 * seconds + HANG_SECONDS) * 1000 : 0;
}

/* Whether somebody asked for a stop, and the process has had all the time it gets. */
static bool is_grace_over(struct ls_supervisor *s, uint64_t now)
{
    if (!atomic_load_explicit(s->job->stop, memory_order_relaxed))
        return false;
    if (s->stopped_ms == 0)
        s->stopped_ms = now;
    unsigned grace = s->job->options->hang_ms;
    return now - s->stopped_ms > (grace ? grace : GRACE_MS);
}

static enum outcome look(struct ls_supervisor *s, struct ls_death *death)
{
    uint64_t now = now_ms();
    if (now - s->looked_ms < TICK_MS)
        return ALL_DONE;
    s->looked_ms = now;
    ls_dispatch_push(&s->dispatch); /* sending may have failed for want of room */
    death->object = ls_watchdog_look(&s->watchdog, s->slots, now);
    if (death->object)
        death->cause = LS_CAUSE_HANG;
    return death->object || is_grace_over(s, now) ? HANGS : ALL_DONE;
}

/* The level of confinement that was demanded is there, as far as the process has spoken. */
static bool is_confined_enough(const struct ls_supervisor *s)
{
    return !s->intake.hello || s->job->options->sandbox != LS_SANDBOX_REQUIRE ||
           s->intake.layers == LS_LAYERS_ALL;
}

static enum outcome take(struct ls_supervisor *s, size_t n, struct ls_death *death)
{
    struct ls_result r = ls_intake_take(&s->intake, n);
    if (r.reach == LS_BAD) {
        death->cause = LS_CAUSE_LIES;
        return DIED;
    }
    if (!ls_failed(r) && !is_confined_enough(s)) {
        ls_job_fail(s->job, ls_stop(LS_E_USAGE),
                    "the scanning process cannot be confined as --sandbox=require demands; see "
                    "leakscan version");
        return FAILED;
    }
    if (ls_failed(r))
        ls_job_fail(s->job, r, NULL);
    return ls_failed(r) ? FAILED : ALL_DONE;
}

/* Until all is done, or nothing more can be had from this process. */
static enum outcome read_records(struct ls_supervisor *s, struct ls_death *death)
{
    enum outcome outcome = ALL_DONE;
    while (!ls_dispatch_is_done(&s->dispatch)) {
        size_t room;
        char *to = ls_intake_room(&s->intake, &room);
        if (!to) {
            ls_job_fail(s->job, ls_stop(LS_E_MEMORY), NULL);
            return FAILED;
        }
        ssize_t n = recv(s->records, to, room, 0);
        if (n > 0)
            outcome = take(s, (size_t)n, death);
        else if (n == 0)
            return ls_dispatch_is_done(&s->dispatch) ? ALL_DONE : DIED;
        else if (errno != EAGAIN && errno != EINTR)
            return DIED;
        if (outcome == ALL_DONE)
            outcome = look(s, death);
        if (outcome != ALL_DONE)
            return outcome;
    }
    return ALL_DONE;
}

/* ---- after a death ---- */

static void give_up(struct ls_supervisor *s, enum ls_sentence sentence,
                    const struct ls_death *death)
{
    enum ls_code code = ls_scanning_code(death->end.status);
    if (sentence == LS_STOP_CRASHES)
        ls_job_fail(s->job, ls_stop(LS_E_INTERNAL),
                    "too many objects crash the scanning process; the report says which, the rest "
                    "was not scanned");
    else if (sentence == LS_STOP_KILLS)
        ls_job_fail(s->job, ls_stop(LS_E_MEMORY),
                    "the scanning process is killed again and again (is memory short?)");
    else if (code == LS_E_MEMORY || !death->end.started)
        ls_job_fail(s->job, ls_stop(LS_E_MEMORY), "no memory or no process to be had for scanning");
    else
        ls_job_fail(s->job, ls_stop(LS_E_INTERNAL),
                    "the scanning process dies before it begins; --sandbox=off scans without one");
}

/* Whether another process goes on. */
static bool go_on(struct ls_supervisor *s, struct ls_death *death)
{
    enum ls_sentence sentence =
        ls_blame_death(&s->blame, &s->dispatch, s->slots, death,
                       atomic_load_explicit(&s->intake.objects_done, memory_order_relaxed));
    if (sentence != LS_GO_ON) {
        give_up(s, sentence, death);
        return false;
    }
    struct ls_batch *first = ls_intake_restart(&s->intake);
    struct ls_result r = start_process(s);
    if (ls_failed(r)) {
        ls_job_fail(s->job, r, "no further scanning process can be started");
        return false;
    }
    ls_dispatch_reset(&s->dispatch, s->parcels, first);
    return true;
}

static void *read_all(void *user)
{
    struct ls_supervisor *s = user;
    for (;;) {
        struct ls_death death = {.cause = 0};
        enum outcome outcome = read_records(s, &death);
        if (outcome == ALL_DONE)
            return NULL;
        struct ls_result r = end_process(s, &death.end);
        if (ls_failed(r))
            ls_job_fail(s->job, r, "the process that starts the scanning process is gone");
        death.records = s->intake.records;
        bool stopped = atomic_load(s->job->stop);
        if (ls_failed(r) || stopped || outcome == FAILED || !go_on(s, &death))
            break;
    }
    account_for_rest(s);
    return NULL;
}

/* ---- for the job ---- */

struct ls_result ls_supervisor_new(struct ls_job *job, struct ls_supervisor **supervisor)
{
    *supervisor = NULL;
    struct ls_supervisor *s = ls_calloc(1, sizeof *s);
    if (!s)
        return ls_stop(LS_E_MEMORY);
    s->job = job;
    s->parcels = s->records = -1;
    pthread_mutex_init(&s->lock, NULL);
    ls_dispatch_init(&s->dispatch, &job->board);
    s->slots = ls_slots_new(job->workers_max);
    s->scanning = (struct ls_scanning){.job = job, .slots = s->slots};
    struct ls_result r = s->slots ? ls_ok() : ls_stop(LS_E_MEMORY);
    if (!ls_failed(r))
        r = ls_intake_init(&s->intake, job, &s->dispatch);
    if (!ls_failed(r))
        r = ls_watchdog_init(&s->watchdog, job->workers_max, time_for, s);
    if (!ls_failed(r))
        r = ls_starter_new(ls_scanning_run, &s->scanning, &s->starter);
    if (ls_failed(r))
        ls_supervisor_free(s);
    else
        *supervisor = s;
    return r;
}

void ls_supervisor_free(struct ls_supervisor *s)
{
    if (!s)
        return;
    ls_starter_free(s->starter);
    if (s->parcels >= 0)
        close(s->parcels);
    if (s->records >= 0)
        close(s->records);
    ls_watchdog_fini(&s->watchdog);
    ls_intake_fini(&s->intake);
    ls_dispatch_fini(&s->dispatch);
    ls_slots_free(s->slots);
    pthread_mutex_destroy(&s->lock);
    ls_free(s);
}

bool ls_supervisor_start(struct ls_supervisor *s)
{
    if (ls_failed(start_process(s)))
        return false;
    ls_dispatch_reset(&s->dispatch, s->parcels, NULL);
    return ls_job_start_thread(&s->reader, read_all, s);
}

void ls_supervisor_put(struct ls_supervisor *s, struct ls_batch *batch)
{
    ls_dispatch_put(&s->dispatch, batch);
}

void ls_supervisor_finish(struct ls_supervisor *s, struct ls_ledger *sum)
{
    ls_dispatch_close(&s->dispatch);
    pthread_mutex_lock(&s->lock);
    if (s->records >= 0 && ls_dispatch_is_done(&s->dispatch))
        shutdown(s->records, SHUT_RD); /* the reader may wait for what will not come */
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->reader, NULL);
    ls_ledger_merge(sum, &s->intake.ledger);
}

void ls_supervisor_stop(struct ls_supervisor *s)
{
    atomic_store(&s->slots->stop, 1);
}

void ls_supervisor_add_progress(const struct ls_supervisor *s, struct ls_job_progress *progress)
{
    const struct ls_intake *in = &s->intake;
    progress->objects_done += atomic_load_explicit(&in->objects_done, memory_order_relaxed);
    progress->bytes_done += atomic_load_explicit(&in->bytes_done, memory_order_relaxed);
    progress->hits += atomic_load_explicit(&in->hits, memory_order_relaxed);
    progress->gaps += atomic_load_explicit(&in->gaps, memory_order_relaxed);
    for (unsigned i = 0; i < s->slots->n; i++)
        progress->bytes_done += atomic_load_explicit(&s->slots->at[i].bytes, memory_order_relaxed);
}
