/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loop of a worker: a batch after the other, each object to its end state, records to the
 * batch's buffer. When the job has to stop, the loop goes on, but objects are only accounted for.
 *
 * In the scanning process the records are those of the wire, and a slot says what is being done;
 * objects without anything to read are left to the supervisor.
 */
#include "engine/job_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/last_words.h"
#include "engine/wire.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static void raise_by(_Atomic uint64_t *counter, uint64_t by)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + by,
                          memory_order_relaxed);
}

/* Writes what there is; that may take as long as somebody else has the floor. */
static struct ls_result write_part(struct ls_worker *w, bool keep)
{
    uint32_t phase = LS_PHASE_RAW;
    if (w->slot)
        phase = atomic_exchange(&w->slot->phase, LS_PHASE_WAIT);
    struct ls_result r = ls_output_part(&w->job->output, w->batch, keep);
    if (w->slot)
        atomic_store(&w->slot->phase, phase);
    return r;
}

/* Others may have written: on the wire, what follows belongs to our batch again. */
static struct ls_result open_part(struct ls_worker *w)
{
    return w->slot ? ls_wire_batch(&w->batch->out, w->batch->ticket) : ls_ok();
}

/* A record that did not fit is taken back whole; an object with many goes out in parts. */
static struct ls_result end_record(struct ls_worker *w, size_t mark, struct ls_result r)
{
    struct ls_buf *out = &w->batch->out;
    if (ls_failed(r)) {
        out->n = mark;
        return r;
    }
    if (out->n < LS_OUTPUT_PART)
        return ls_ok();
    w->keeps_floor = true;
    return write_part(w, true);
}

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct ls_worker *w = user;
    const struct ls_job_options *o = w->job->options;
    struct ls_buf *out = &w->batch->out;
    raise_by(&w->hits, 1);
    size_t mark = out->n;
    return end_record(w, mark, o->format->hit(out, &o->style, w->object, hit));
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct ls_worker *w = user;
    const struct ls_job_options *o = w->job->options;
    struct ls_buf *out = &w->batch->out;
    raise_by(&w->gaps, 1);
    size_t mark = out->n;
    return end_record(w, mark, o->format->gap(out, &o->style, w->object, gap));
}

static const struct ls_gap interrupted = {
    .state = LS_STATE_NOT_SCANNED,
    .reason = LS_REASON_INTERRUPTED,
};

/* Nothing of it is read: the walk, or the end of the job, says why. */
static struct ls_result pass_over(struct ls_worker *w, struct ls_gap gap,
                                  struct ls_outcome *outcome)
{
    outcome->state = gap.state;
    outcome->gaps = 1;
    return on_gap(w, &gap);
}

static struct ls_result inject(struct ls_worker *w, const struct ls_batch_item *item, bool late)
{
    return ls_inject((enum ls_injection)item->inject, late, item->raw_only,
                     w->slot ? &w->slot->phase : NULL, w->job->output.fd);
}

/* ---- those who help with the object at hand ---- */

static void call_crew(void *user, struct ls_call *call)
{
    struct ls_worker *w = user;
    if (w->slot && call->phase == LS_PHASE_FORMAT)
        atomic_store(&w->slot->helped, 1);
    w->job->crew.call(w->job, call);
}

static void call_deadly(void *user, struct ls_call *call)
{
    call->deadly = true;
    call_crew(user, call);
    ls_inject_hang();
}

static void dismiss_crew(void *user, struct ls_call *call)
{
    struct ls_worker *w = user;
    w->job->crew.dismiss(w->job, call);
}

static void remind_crew(void *user)
{
    struct ls_worker *w = user;
    w->job->crew.remind(w->job);
}

static struct ls_result scan(struct ls_worker *w, const struct ls_batch_item *item,
                             struct ls_outcome *outcome)
{
    static const enum ls_input_kind kinds[] = {
        [LS_WALK_FILE] = LS_INPUT_FILE,
        [LS_WALK_DEVICE] = LS_INPUT_DEVICE,
        [LS_WALK_STREAM] = LS_INPUT_STREAM,
    };
    struct ls_input input = {
        .kind = kinds[item->kind],
        .fd = item->fd,
        .size = item->size,
        .raw_only = item->raw_only,
        .id = w->slot ? atomic_load(&w->slot->object) : 0,
        .inject = item->inject,
        .cancel = w->job->stop,
        .phase = w->slot ? &w->slot->phase : NULL,
    };
    struct ls_report report = {on_hit, on_gap, w, w->slot ? &w->slot->bytes : &w->bytes_done};
    bool deadly = item->inject == LS_INJECT_CRASH_HELP && !item->raw_only;
    struct ls_crew crew = {
        .user = w,
        .lanes = item->unhelped ? 0 : w->job->crew.lanes,
        .call = deadly ? call_deadly : call_crew,
        .dismiss = dismiss_crew,
        .remind = remind_crew,
    };
    struct ls_result r = item->inject ? inject(w, item, false) : ls_ok();
    if (ls_failed(r)) {
        (void)pass_over(w, interrupted, outcome);
        return r;
    }
    LS_TRY(ls_object_scan(w->scanner, &input, &crew, &report, outcome));
    return item->inject ? inject(w, item, true) : ls_ok();
}

static struct ls_result look_at(struct ls_worker *w, const struct ls_batch_item *item,
                                struct ls_outcome *outcome)
{
    bool stopped = atomic_load_explicit(w->job->stop, memory_order_relaxed);
    *outcome = (struct ls_outcome){.size = item->size};
    if (item->kind == LS_WALK_NONE)
        return pass_over(w,
                         (struct ls_gap){
                             .state = item->state,
                             .reason = item->reason,
                             .detail = item->error ? strerrordesc_np(item->error) : NULL,
                         },
                         outcome);
    if (stopped || !w->scanner)
        return pass_over(w, interrupted, outcome);
    return scan(w, item, outcome);
}

/* The record that closes the object; then nobody has to wait for us any more. */
static struct ls_result close_object(struct ls_worker *w, const struct ls_object *object)
{
    const struct ls_job_options *o = w->job->options;
    struct ls_buf *out = &w->batch->out;
    size_t mark = out->n;
    struct ls_result r = o->format->object ? o->format->object(out, &o->style, object) : ls_ok();
    if (ls_failed(r))
        out->n = mark;
    if (!w->keeps_floor && out->n < LS_OUTPUT_PART)
        return r;
    w->keeps_floor = false;
    struct ls_result written = write_part(w, false);
    if (!ls_failed(written))
        written = open_part(w);
    return ls_failed(r) ? r : written;
}

static void finish_item(struct ls_worker *w, const struct ls_batch_item *item)
{
    if (w->slot && item->kind == LS_WALK_NONE)
        return;
    struct ls_outcome outcome;
    struct ls_object object = {
        .path = {w->batch->paths.at + item->path, item->path_len},
        .size = item->size,
        .size_known = item->size_known,
    };
    w->object = &object;
    struct ls_result r = look_at(w, item, &outcome);
    if (item->fd > STDERR_FILENO)
        close(item->fd);
    object.size = outcome.size;
    object.size_known |= item->kind == LS_WALK_STREAM && outcome.state != LS_STATE_NOT_SCANNED;
    object.bytes_read = outcome.bytes_read;
    object.bytes_decoded = outcome.bytes_decoded;
    memcpy(object.members, outcome.members, sizeof object.members);
    object.state = outcome.state;
    object.gaps = outcome.gaps;
    for (int i = 0; i < LS_SEV_COUNT; i++)
        object.hits += outcome.hits[i];
    object.sha256 = outcome.sha256[0] ? outcome.sha256 : NULL;
    ls_ledger_close_object(&w->ledger, &outcome);
    raise_by(&w->objects_done, 1);
    struct ls_result closed = close_object(w, &object);
    if (ls_failed(r) || ls_failed(closed))
        ls_job_fail(w->job, ls_failed(r) ? r : closed, NULL);
}

/* Says in the slot what is going on. */
static void note(struct ls_slot *slot, uint64_t object, enum ls_phase phase)
{
    if (!slot)
        return;
    atomic_store_explicit(&slot->object, 0, memory_order_relaxed); /* no mixture of two */
    atomic_store_explicit(&slot->bytes, 0, memory_order_relaxed);
    atomic_store_explicit(&slot->helped, 0, memory_order_relaxed);
    atomic_store_explicit(&slot->phase, phase, memory_order_relaxed);
    atomic_store_explicit(&slot->object, object, memory_order_release);
}

static void finish_batch(struct ls_worker *w, struct ls_batch *batch)
{
    w->batch = batch;
    struct ls_result r = open_part(w);
    for (size_t i = 0; i < batch->n && !ls_failed(r); i++) {
        note(w->slot, ls_object_id(batch->ticket, batch->from + i), LS_PHASE_RAW);
        finish_item(w, &batch->items[i]);
    }
    note(w->slot, 0, LS_PHASE_RAW);
    if (w->slot && !ls_failed(r))
        r = ls_wire_end(&batch->out);
    struct ls_result written = ls_output_finish(&w->job->output, batch);
    if (ls_failed(r) || ls_failed(written))
        ls_job_fail(w->job, ls_failed(r) ? r : written, NULL);
}

/* With an object of another worker: if it is the end of us, it was of that object. */
static void help(struct ls_worker *w, struct ls_call *call)
{
    note(w->slot, call->id, call->phase);
    if (call->deadly)
        ls_inject_crash();
    call->help(call, w->scanner ? ls_object_scanner_lane(w->scanner) : NULL);
    note(w->slot, 0, LS_PHASE_RAW);
}

/* The slot is ours, and so are the signals that this thread may die of, till the process ends. */
static struct ls_result say_where(struct ls_worker *w)
{
    void *stack = ls_alloc_aligned(LS_CACHE_LINE, LS_LAST_WORDS_STACK);
    w->slot = &w->job->slots->at[w - w->job->workers];
    if (!stack)
        return ls_stop(LS_E_MEMORY);
    return ls_last_words_listen(w->slot, stack) ? ls_ok() : ls_stop(LS_E_INTERNAL);
}

static void *work(void *user)
{
    struct ls_worker *w = user;
    struct ls_job *job = w->job;
    struct ls_result r = ls_object_scanner_new(job->engine, &job->object_options, &w->scanner);
    if (!ls_failed(r) && job->slots)
        r = say_where(w);
    if (ls_failed(r))
        ls_job_fail(job, r, NULL);
    ls_board_come(&job->board);
    for (;;) {
        struct ls_board_task task = ls_board_take(&job->board);
        if (task.call)
            help(w, task.call);
        else if (task.batch)
            finish_batch(w, task.batch);
        else
            break;
        ls_board_done(&job->board);
    }
    ls_object_scanner_free(w->scanner);
    return NULL;
}

bool ls_job_start_thread(pthread_t *thread, void *(*run)(void *), void *user)
{
    sigset_t all, old;
    sigfillset(&all);
    ls_last_words_spare(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    bool started = pthread_create(thread, NULL, run, user) == 0;
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return started;
}

bool ls_job_start_worker(struct ls_job *job)
{
    bool started = true;
    pthread_mutex_lock(&job->lock);
    unsigned n = atomic_load(&job->workers_n);
    if (n < job->workers_max) {
        struct ls_worker *w = &job->workers[n];
        w->job = job;
        ls_board_expect(&job->board);
        started = ls_job_start_thread(&w->thread, work, w);
        if (started)
            atomic_store(&job->workers_n, n + 1);
        else
            ls_board_come(&job->board);
    }
    pthread_mutex_unlock(&job->lock);
    return started;
}

void ls_job_join_workers(struct ls_job *job, struct ls_ledger *sum)
{
    /* A worker may start others until it goes home. */
    for (unsigned i = 0; i < atomic_load(&job->workers_n); i++) {
        pthread_join(job->workers[i].thread, NULL);
        ls_ledger_merge(sum, &job->workers[i].ledger);
    }
}
