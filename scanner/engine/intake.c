/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/intake.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/cause.h"

#include <string.h>
#include <unistd.h>

enum {
    IN_BYTES = 256 << 10, /* to be read at once */
    IN_BYTES_MAX = LS_WIRE_HEAD + LS_WIRE_RECORD_MAX + IN_BYTES,
    OUT_BYTES_MAX = 256 << 20,
};

struct ls_result ls_intake_init(struct ls_intake *in, struct ls_job *job,
                                struct ls_dispatch *dispatch)
{
    *in = (struct ls_intake){.job = job, .dispatch = dispatch};
    in->in.limit = IN_BYTES_MAX;
    in->out.limit = OUT_BYTES_MAX;
    ls_retold_init(&in->retold);
    return LS_VEC_RESERVE(&in->in, IN_BYTES);
}

void ls_intake_fini(struct ls_intake *in)
{
    LS_VEC_FINI(&in->in);
    LS_VEC_FINI(&in->out);
    ls_retold_fini(&in->retold);
}

static void raise_by(_Atomic uint64_t *counter, uint64_t by)
{
    atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + by,
                          memory_order_relaxed);
}

/* ---- one item ---- */

static struct ls_batch_item *next_item(const struct ls_intake *in)
{
    return &in->batch->items[in->batch->done];
}

static struct ls_object object_of(const struct ls_intake *in, const struct ls_batch_item *item)
{
    return (struct ls_object){
        .path = {in->batch->paths.at + item->path, item->path_len},
        .size = item->size,
        .size_known = item->size_known,
    };
}

/* A record that did not fit is taken back whole; what has been told fits into the next write. */
static struct ls_result end_record(struct ls_intake *in, size_t mark, struct ls_result r)
{
    if (ls_failed(r))
        in->out.n = mark;
    return r;
}

static struct ls_result tell_hit(struct ls_intake *in, const struct ls_hit *hit)
{
    const struct ls_job_options *o = in->job->options;
    struct ls_object object = object_of(in, next_item(in));
    size_t mark = in->out.n;
    in->outcome.hits[hit->severity]++;
    raise_by(&in->hits, 1);
    return end_record(in, mark, o->format->hit(&in->out, &o->style, &object, hit));
}

static struct ls_result tell_gap(struct ls_intake *in, const struct ls_gap *gap)
{
    const struct ls_job_options *o = in->job->options;
    struct ls_object object = object_of(in, next_item(in));
    size_t mark = in->out.n;
    if (in->outcome.state < gap->state)
        in->outcome.state = gap->state;
    in->outcome.gaps++;
    raise_by(&in->gaps, 1);
    return end_record(in, mark, o->format->gap(&in->out, &o->style, &object, gap));
}

/* The record that closes the next item; `object` has no hits and gaps, the outcome knows them. */
static struct ls_result close_item(struct ls_intake *in, struct ls_object *object)
{
    const struct ls_job_options *o = in->job->options;
    struct ls_batch_item *item = next_item(in);
    struct ls_outcome *outcome = &in->outcome;
    size_t mark = in->out.n;
    outcome->bytes_read = object->bytes_read;
    outcome->bytes_decoded = object->bytes_decoded;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        outcome->members[i] = object->members[i];
    object->state = outcome->state;
    object->gaps = outcome->gaps;
    for (int i = 0; i < LS_SEV_COUNT; i++)
        object->hits += outcome->hits[i];
    ls_ledger_close_object(&in->ledger, outcome);
    raise_by(&in->objects_done, 1);
    raise_by(&in->bytes_done, object->bytes_read);
    struct ls_result r =
        o->format->object ? o->format->object(&in->out, &o->style, object) : ls_ok();
    if (item->fd > STDERR_FILENO)
        close(item->fd);
    item->fd = -1;
    in->batch->done++;
    in->outcome = (struct ls_outcome){.state = LS_STATE_SCANNED};
    ls_retold_clear(&in->retold);
    return end_record(in, mark, r);
}

static uint64_t told_hits(const struct ls_outcome *outcome)
{
    uint64_t n = 0;
    for (int i = 0; i < LS_SEV_COUNT; i++)
        n += outcome->hits[i];
    return n;
}

/* Nothing of it is read, or nothing more. */
static struct ls_result pass_over(struct ls_intake *in)
{
    struct ls_batch_item *item = next_item(in);
    struct ls_object object = object_of(in, item);
    char words[LS_CAUSE_WORDS];
    struct ls_gap gap = {.state = item->state, .reason = item->reason};
    if (item->cause)
        gap.detail = ls_cause_words(item->cause, words);
    else if (item->error)
        gap.detail = strerrordesc_np(item->error);
    if (gap.state == LS_STATE_NOT_SCANNED && told_hits(&in->outcome) > 0)
        gap.state = LS_STATE_DEGRADED; /* something of it was read, after all */
    struct ls_result r = tell_gap(in, &gap);
    struct ls_result closed = close_item(in, &object);
    return ls_failed(r) ? r : closed;
}

/* Items up to the next one that the process has to say something about, or to the parcel's end. */
static struct ls_result pass_over_empty(struct ls_intake *in)
{
    while (in->batch->done < in->batch->sent && next_item(in)->kind == LS_WALK_NONE)
        LS_TRY(pass_over(in));
    return ls_ok();
}

void ls_intake_discard(struct ls_batch_item *item, enum ls_state state, const char *reason)
{
    if (item->fd > STDERR_FILENO)
        close(item->fd);
    item->fd = -1;
    item->kind = LS_WALK_NONE;
    item->state = state;
    item->reason = reason;
    item->error = 0;
}

/* ---- records ---- */

static bool is_told_in_part(const struct ls_intake *in)
{
    return in->outcome.gaps > 0 || told_hits(&in->outcome) > 0;
}

static struct ls_result on_batch(struct ls_intake *in, uint32_t ticket)
{
    struct ls_batch *batch = ls_dispatch_find(in->dispatch, ticket);
    if (!batch || (in->batch && batch != in->batch && is_told_in_part(in)))
        return ls_bad(LS_E_MALFORMED);
    in->batch = batch;
    return ls_ok();
}

static struct ls_result on_object(struct ls_intake *in, const struct ls_object *told)
{
    const struct ls_batch_item *item = next_item(in);
    struct ls_object object = *told;
    object.path = object_of(in, item).path;
    if (in->outcome.state < told->state)
        in->outcome.state = told->state;
    if (item->cause) { /* it did not survive being read in full */
        char words[LS_CAUSE_WORDS];
        struct ls_gap gap = {.state = LS_STATE_DEGRADED,
                             .reason = ls_cause_reason(item->cause),
                             .detail = ls_cause_words(item->cause, words)};
        LS_TRY(tell_gap(in, &gap));
    }
    return close_item(in, &object);
}

static struct ls_result on_end(struct ls_intake *in)
{
    struct ls_batch *batch = in->batch;
    if (batch->done != batch->sent)
        return ls_bad(LS_E_MALFORMED);
    in->batch = NULL;
    ls_dispatch_return(in->dispatch, batch);
    return ls_ok();
}

/* Whether a hit stands in the object's own bytes, where the raw pass finds it as well. */
static bool is_raw(const struct ls_hit *hit)
{
    for (size_t i = 0; i < hit->chain.n; i++)
        if (!hit->chain.at[i].part)
            return false;
    return hit->exact == LS_EXACT_EXACT;
}

/*
 * A hit or a gap that was told before the object had to be scanned again is not told twice. A
 * format may have told it, with a place, and now it is the raw pass, which knows none: bytes of the
 * object are the same in both.
 */
static struct ls_result on_finding(struct ls_intake *in, const void *bytes, size_t len)
{
    const struct ls_hit *hit = &in->record.hit;
    bool is_new;
    if (in->record.type == LS_WIRE_HIT && is_raw(hit)) {
        const uint64_t which[] = {(uint64_t)(uintptr_t)hit->rule, hit->off, hit->len};
        LS_TRY(ls_retold_is_new(&in->retold, which, sizeof which, &is_new));
    } else {
        LS_TRY(ls_retold_is_new(&in->retold, bytes, len, &is_new));
    }
    if (!is_new)
        return ls_ok();
    return in->record.type == LS_WIRE_HIT ? tell_hit(in, &in->record.hit)
                                          : tell_gap(in, &in->record.gap);
}

static struct ls_result on_record(struct ls_intake *in, const void *bytes, size_t len)
{
    const struct ls_wire_record *record = &in->record;
    LS_TRY(ls_wire_read(ls_engine_rules(in->job->engine), bytes, len, &in->record));
    if (in->hello == (record->type == LS_WIRE_HELLO))
        return ls_bad(LS_E_MALFORMED);
    if (record->type == LS_WIRE_HELLO) {
        in->hello = true;
        in->layers = record->layers;
        return ls_ok();
    }
    in->records++;
    if (record->type == LS_WIRE_BATCH)
        return on_batch(in, record->ticket);
    if (!in->batch)
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(pass_over_empty(in));
    if (record->type == LS_WIRE_END)
        return on_end(in);
    if (in->batch->done == in->batch->sent)
        return ls_bad(LS_E_MALFORMED);
    return record->type == LS_WIRE_OBJECT ? on_object(in, &record->object)
                                          : on_finding(in, bytes, len);
}

/* ---- bytes ---- */

char *ls_intake_room(struct ls_intake *in, size_t *room)
{
    size_t left = in->in.n - in->taken, wanted = IN_BYTES / 2, size;
    if (in->taken)
        memmove(in->in.at, in->in.at + in->taken, left);
    in->in.n = left;
    in->taken = 0;
    if (!ls_failed(ls_wire_size(in->in.at, left, &size)) && size > left + wanted)
        wanted = size - left;
    if (ls_failed(LS_VEC_RESERVE(&in->in, wanted)))
        return NULL;
    *room = in->in.cap - left;
    return in->in.at + left;
}

/* The job may have no output any more; then records are counted and dropped. */
static struct ls_result write_out(struct ls_intake *in)
{
    if (in->out.n == 0)
        return ls_ok();
    struct ls_result r = ls_output_write(&in->job->output, &in->out);
    if (ls_failed(r))
        ls_job_fail(in->job, r, NULL);
    return ls_ok();
}

struct ls_result ls_intake_take(struct ls_intake *in, size_t n)
{
    struct ls_result r = ls_ok();
    in->in.n += n;
    while (!ls_failed(r)) {
        const char *at = in->in.at + in->taken;
        size_t left = in->in.n - in->taken, size;
        r = ls_wire_size(at, left, &size);
        if (ls_failed(r) || size > left)
            break;
        r = on_record(in, at, size);
        in->taken += size;
        if (in->out.n >= LS_OUTPUT_PART)
            (void)write_out(in);
    }
    (void)write_out(in);
    return r;
}

struct ls_batch *ls_intake_restart(struct ls_intake *in)
{
    struct ls_batch *told = in->batch && is_told_in_part(in) ? in->batch : NULL;
    in->in.n = in->taken = 0;
    in->hello = false;
    in->records = 0;
    in->batch = told;
    ls_retold_again(&in->retold);
    return told;
}

struct ls_result ls_intake_give_up(struct ls_intake *in, struct ls_batch *batch)
{
    struct ls_result r = ls_ok();
    in->batch = batch;
    batch->sent = batch->n;
    while (batch->done < batch->n) {
        struct ls_batch_item *item = next_item(in);
        if (item->kind != LS_WALK_NONE)
            ls_intake_discard(item, LS_STATE_NOT_SCANNED, LS_REASON_INTERRUPTED);
        struct ls_result passed = pass_over(in);
        if (ls_failed(passed) && !ls_failed(r))
            r = passed;
    }
    in->batch = NULL;
    ls_dispatch_drop(in->dispatch, batch);
    (void)write_out(in);
    return r;
}
