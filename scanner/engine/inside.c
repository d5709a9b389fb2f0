/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/inside.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/bids.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void ls_inside_init(struct ls_inside *inside, const struct ls_engine *engine,
                    const struct ls_object_options *options, struct ls_pending *pending)
{
    *inside = (struct ls_inside){.engine = engine, .options = *options, .pending = pending};
}

void ls_inside_fini(struct ls_inside *inside)
{
    ls_nest_free(inside->nest);
    inside->nest = NULL;
    ls_free(inside->ends);
    inside->ends = NULL;
}

/* A file or device that is not wholly in memory. */
struct file_blob {
    struct ls_blob blob;
    int fd;
};

static struct ls_result read_file(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    const struct file_blob *file = LS_CONTAINER(blob, struct file_blob, blob);
    ssize_t n;
    do
        n = pread(file->fd, out, len, (off_t)off);
    while (n < 0 && errno == EINTR);
    *got = n > 0 ? (size_t)n : 0;
    return n < 0 ? ls_bad(LS_E_IO) : ls_ok();
}

/* A stream from its first byte, of which the window holds some. */
struct stream_blob {
    struct ls_blob blob;
    const struct ls_input *input;
    const struct ls_view *begun;
};

static struct ls_result read_stream(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    const struct stream_blob *stream = LS_CONTAINER(blob, struct stream_blob, blob);
    const struct ls_view *begun = stream->begun;
    if (off >= begun->len)
        return ls_input_read_stream(stream->input, out, len, got);
    *got = begun->len - (size_t)off < len ? begun->len - (size_t)off : len;
    memcpy(out, begun->bytes + off, *got);
    return ls_ok();
}

/* The last bytes of what is longer than the window, and the first ones where that is small. */
static struct ls_result read_ends(struct ls_inside *inside, struct ls_blob *blob,
                                  struct ls_probe *probe)
{
    if (!inside->ends)
        inside->ends = ls_alloc_aligned(64, LS_PROBE_HEAD + LS_PROBE_TAIL);
    if (!inside->ends)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = ls_ok();
    size_t tail = blob->size < LS_PROBE_TAIL ? (size_t)blob->size : LS_PROBE_TAIL;
    if (probe->head_len < LS_PROBE_HEAD) {
        r = ls_blob_read(blob, 0, inside->ends, LS_PROBE_HEAD, &probe->head_len);
        probe->head = inside->ends;
    }
    probe->tail = inside->ends + LS_PROBE_HEAD;
    if (!ls_failed(r))
        r = ls_blob_read(blob, blob->size - tail, inside->ends + LS_PROBE_HEAD, tail,
                         &probe->tail_len);
    return r.reach == LS_BAD ? ls_ok() : r; /* the raw pass will say what is the matter */
}

static void note_phase(const struct ls_input *input, enum ls_phase phase)
{
    if (input->phase)
        atomic_store_explicit(input->phase, phase, memory_order_relaxed);
}

static struct ls_result take_apart(struct ls_inside *inside, const struct ls_nest_object *object,
                                   const struct ls_input *input, struct ls_nest_sum *sum)
{
    if (!inside->nest)
        LS_TRY(ls_nest_new(inside->engine, &inside->options, &inside->nest));
    inside->used = true;
    note_phase(input, LS_PHASE_FORMAT);
    struct ls_result r = ls_nest_run(inside->nest, object, sum);
    note_phase(input, LS_PHASE_RAW);
    return r;
}

/*
 * Reads a stream into memory, all of it if there is room. From now on the input begins with what is
 * there, so the window may forget what it has. An error is met again by the raw pass, which tells.
 */
static struct ls_result spool(struct ls_inside *inside, struct ls_lane *lane,
                              struct ls_input *input, const struct ls_view *begun)
{
    struct ls_held *held = &inside->spool;
    struct stream_blob stream = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_stream},
        .input = input,
        .begun = begun,
    };
    *held = (struct ls_held){.used = &inside->spool_used, .limit = inside->options.limits.memory};
    struct ls_result r = ls_held_read(held, &stream.blob);
    input->read_before = held->bytes;
    input->read_before_len = held->n;
    if (held->whole && !ls_failed(held->broken)) {
        input->kind = LS_INPUT_MEMORY;
        input->memory = held->bytes;
        input->size = held->n;
    }
    ls_window_reset(&lane->window);
    return r;
}

static struct ls_result tell_too_large(const struct ls_held *held, const struct ls_format *format,
                                       const struct ls_report *report)
{
    char detail[96];
    snprintf(detail, sizeof detail, "%s of more than %zu bytes out of a pipe; give it as a file",
             format->name, held->n);
    struct ls_gap gap = {
        .state = LS_STATE_DEGRADED, .reason = LS_REASON_MEMORY_LIMIT, .detail = detail};
    return report->gap(report->user, &gap);
}

static struct ls_result bid_and_take_apart(struct ls_inside *inside, struct ls_blob *blob,
                                           struct ls_probe *probe, const struct ls_input *input,
                                           const struct ls_report *report, struct ls_nest_sum *sum)
{
    probe->blob = blob;
    struct ls_nest_object object = {
        .format = ls_bids_best(probe),
        .probe = probe,
        .blob = blob,
        .cancel = input->cancel,
        .crew = inside->crew,
        .id = input->id,
        .inject = input->inject,
        .report = report,
        .pending = inside->pending,
    };
    return object.format ? take_apart(inside, &object, input, sum) : ls_ok();
}

static struct ls_result look_at_memory(struct ls_inside *inside, const uint8_t *bytes, size_t len,
                                       const struct ls_input *input, const struct ls_report *report,
                                       struct ls_nest_sum *sum)
{
    struct ls_probe probe;
    struct ls_blob blob;
    ls_probe_memory(&probe, bytes, len);
    ls_blob_memory(&blob, bytes, len);
    return bid_and_take_apart(inside, &blob, &probe, input, report, sum);
}

static struct ls_result look_at_file(struct ls_inside *inside, const struct ls_view *begun,
                                     const struct ls_input *input, const struct ls_report *report,
                                     struct ls_nest_sum *sum)
{
    struct file_blob file = {
        .blob = {.size = input->size, .random = true, .shared = true, .read = read_file},
        .fd = input->fd};
    struct ls_probe probe = {
        .head = begun->bytes,
        .head_len = begun->len < LS_PROBE_HEAD ? begun->len : LS_PROBE_HEAD,
        .size = input->size,
    };
    LS_TRY(read_ends(inside, &file.blob, &probe));
    return bid_and_take_apart(inside, &file.blob, &probe, input, report, sum);
}

/* A stream that a format knows must be in memory, since formats and raw pass both read it. */
static struct ls_result look_at_stream(struct ls_inside *inside, struct ls_lane *lane,
                                       const struct ls_view *begun, struct ls_input *input,
                                       const struct ls_report *report, struct ls_nest_sum *sum)
{
    struct ls_probe probe;
    ls_probe_memory(&probe, begun->bytes, begun->len);
    probe.size = LS_SIZE_UNKNOWN;
    probe.tail_len = 0;
    const struct ls_format *format = ls_bids_best(&probe);
    if (!format && begun->len >= LS_PROBE_HEAD)
        return ls_ok();
    LS_TRY(spool(inside, lane, input, begun));
    if (input->kind == LS_INPUT_MEMORY)
        return look_at_memory(inside, input->memory, (size_t)input->size, input, report, sum);
    return format ? tell_too_large(&inside->spool, format, report) : ls_ok();
}

struct ls_result ls_inside_look(struct ls_inside *inside, struct ls_lane *lane,
                                const struct ls_crew *crew, struct ls_input *input,
                                const struct ls_report *report, struct ls_loss *loss,
                                struct ls_nest_sum *sum)
{
    struct ls_view begun;
    inside->crew = crew;
    *sum = (struct ls_nest_sum){.decoded = 0};
    if (input->kind == LS_INPUT_MEMORY)
        return look_at_memory(inside, input->memory, (size_t)input->size, input, report, sum);
    /* Just what the raw pass will ask for first; see ls_lane_scan(). */
    LS_TRY(ls_window_show(&lane->window, input, 0, lane->block + lane->after, &begun, loss));
    if (begun.last)
        return look_at_memory(inside, begun.bytes, begun.len, input, report, sum);
    if (input->kind == LS_INPUT_STREAM) {
        begun.len = lane->window.n; /* it may have looked further than it shows */
        return look_at_stream(inside, lane, &begun, input, report, sum);
    }
    return look_at_file(inside, &begun, input, report, sum);
}

bool ls_inside_knows(struct ls_inside *inside, const struct ls_hit *hit)
{
    return inside->used && ls_nest_knows(inside->nest, hit);
}

void ls_inside_end(struct ls_inside *inside)
{
    if (inside->used)
        ls_nest_forget(inside->nest);
    inside->used = false;
    if (inside->spool.bytes)
        ls_held_free(&inside->spool);
}
