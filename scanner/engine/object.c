/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/object.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/inside.h"
#include "engine/mask.h"
#include "engine/pending.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum {
    MASKED_BYTES_MAX = 1 << 20,
    PIPE_BYTES = 1 << 20, /* what anybody may ask for, pipe(7) */
};

struct ls_object_scanner {
    struct ls_object_options options;
    struct ls_lane lane;
    struct ls_inside inside;
    struct ls_pending pending;
    struct ls_reducer *reducer;
    struct ls_found found;
    struct ls_lines lines;
    struct ls_buf masked;
    struct ls_sha256 *hash;

    /* the object at hand */
    const struct ls_input *input;
    const struct ls_report *report;
    struct ls_outcome *outcome;
    struct ls_loss loss;
    bool crowded, refused, cancelled;
    uint64_t limits_hit;
};

struct ls_result ls_object_scanner_new(const struct ls_engine *engine,
                                       const struct ls_object_options *options,
                                       struct ls_object_scanner **scanner)
{
    *scanner = NULL;
    struct ls_object_scanner *s = ls_calloc(1, sizeof *s);
    if (!s)
        return ls_stop(LS_E_MEMORY);
    s->options = *options;
    if (s->options.limits.memory == 0)
        s->options.limits = ls_limits_default;
    ls_pending_init(&s->pending);
    ls_inside_init(&s->inside, engine, &s->options, &s->pending);
    s->masked.limit = MASKED_BYTES_MAX;
    ls_found_init(&s->found);
    s->hash = options->sha256 ? ls_sha256_new() : NULL;
    struct ls_result r = ls_lane_init(&s->lane, engine, options->block_bytes);
    if (!ls_failed(r))
        r = ls_lines_init(&s->lines);
    if (!ls_failed(r))
        r = ls_reducer_new(ls_engine_rules(engine), &s->reducer);
    if (!ls_failed(r) && options->sha256 && !s->hash)
        r = ls_stop(LS_E_MEMORY);
    if (ls_failed(r))
        ls_object_scanner_free(s);
    else
        *scanner = s;
    return r;
}

void ls_object_scanner_free(struct ls_object_scanner *s)
{
    if (!s)
        return;
    ls_lane_fini(&s->lane);
    ls_inside_fini(&s->inside);
    ls_pending_fini(&s->pending);
    ls_reducer_free(s->reducer);
    ls_found_fini(&s->found);
    ls_lines_fini(&s->lines);
    LS_VEC_FINI(&s->masked);
    ls_sha256_free(s->hash);
    ls_free(s);
}

struct ls_lane *ls_object_scanner_lane(struct ls_object_scanner *s)
{
    return &s->lane;
}

/* The info of a hit is the first member of its rule. */
static const struct ls_rule *rule_of(const struct ls_hit *hit)
{
    _Static_assert(offsetof(struct ls_rule, info) == 0, "a rule starts with its info");
    return (const struct ls_rule *)hit->rule;
}

static bool is_wanted(const struct ls_object_options *options, const struct ls_hit *hit)
{
    return hit->severity >= options->min_severity &&
           (options->categories == 0 || (options->categories >> hit->rule->category & 1));
}

static struct ls_result mask(struct ls_object_scanner *s, struct ls_hit *hit)
{
    const char *pattern = rule_of(hit)->mask;
    if (s->options.reveal || (!s->options.redact && !pattern))
        return ls_ok();
    LS_VEC_CLEAR(&s->masked);
    LS_TRY(ls_mask_text(hit->text, s->options.redact ? NULL : pattern, &s->masked));
    hit->text = (struct ls_str){s->masked.at, s->masked.n};
    hit->masked = true;
    return ls_ok();
}

/* A hit with its place: masked, counted, told. */
static struct ls_result tell_hit(void *user, const struct ls_hit *found)
{
    struct ls_object_scanner *s = user;
    struct ls_hit hit = *found;
    if (!is_wanted(&s->options, &hit))
        return ls_ok();
    LS_TRY(mask(s, &hit));
    s->outcome->hits[hit.severity]++;
    return s->report->hit(s->report->user, &hit);
}

/* From the reducer of the raw pass. */
static struct ls_result on_hit(void *user, const struct ls_hit *found)
{
    struct ls_object_scanner *s = user;
    struct ls_hit hit = *found;
    bool waits = false;
    if (ls_inside_knows(&s->inside, found))
        return ls_ok();
    hit.encoding = ls_encoding_name(hit.enc);
    if (is_wanted(&s->options, &hit))
        hit.place.line = ls_lines_of(&s->lines, s->input, hit.off, hit.enc);
    if (!s->options.undecided)
        LS_TRY(ls_pending_take(&s->pending, &hit, NULL, true, &waits));
    return waits ? ls_ok() : tell_hit(s, &hit);
}

/* A hit whose object is over, and holds what its rule asks for. */
static struct ls_result on_due_hit(void *user, const struct ls_hit *found,
                                   const struct ls_link *link)
{
    struct ls_hit hit = *found;
    if (link->name.len)
        hit.chain = (struct ls_chain){link, 1};
    return tell_hit(user, &hit);
}

static struct ls_result tell_gap(void *user, const struct ls_gap *gap)
{
    struct ls_object_scanner *s = user;
    if (s->outcome->state < gap->state)
        s->outcome->state = gap->state;
    s->outcome->gaps++;
    return s->report->gap(s->report->user, gap);
}

static struct ls_result add_gap(struct ls_object_scanner *s, enum ls_state state,
                                const char *reason, const char *detail)
{
    struct ls_gap gap = {.state = state, .reason = reason, .detail = detail};
    return tell_gap(s, &gap);
}

static void note_piece(struct ls_object_scanner *s, const struct ls_piece *piece,
                       const struct ls_found *found)
{
    if (piece->loss.error && s->loss.bytes == 0)
        s->loss.first = piece->loss.first;
    if (piece->loss.error)
        s->loss.error = piece->loss.error;
    s->loss.bytes += piece->loss.bytes;
    s->crowded |= piece->crowded;
    s->refused |= piece->refused;
    s->limits_hit += found->limits_hit;
}

/* The block's own bytes of a view, for the hash. */
static void hash_piece(struct ls_object_scanner *s, const struct ls_piece *piece, uint64_t start)
{
    if (s->hash && piece->end > start)
        ls_sha256_update(s->hash, piece->view.bytes + (start - piece->view.off),
                         (size_t)(piece->end - start));
}

static void raise_by(_Atomic uint64_t *counter, uint64_t by)
{
    if (counter)
        atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + by,
                              memory_order_relaxed);
}

static bool is_cancelled(const struct ls_input *input)
{
    return input->cancel && atomic_load_explicit(input->cancel, memory_order_relaxed);
}

static struct ls_result scan_block(struct ls_object_scanner *s, struct ls_split *split, uint64_t k,
                                   uint64_t split_blocks, struct ls_piece *piece)
{
    struct ls_found *found = &s->found;
    uint64_t start = k * s->lane.block;
    if (k < split_blocks)
        LS_TRY(ls_split_take(split, &s->lane, k, &found, piece));
    else
        LS_TRY(ls_lane_scan(&s->lane, s->input, k, found, piece));
    note_piece(s, piece, found);
    hash_piece(s, piece, start);
    if (s->input->kind == LS_INPUT_STREAM || s->input->kind == LS_INPUT_BLOB)
        ls_lines_note(&s->lines, &piece->view, found, piece->end);
    else if (s->input->kind == LS_INPUT_FILE) /* zeros for what is unreadable have no lines */
        ls_lines_show(&s->lines, s->loss.error ? &(struct ls_view){.len = 0} : &piece->view);
    s->outcome->bytes_read = piece->end;
    raise_by(s->report->bytes_done, piece->end - start);
    return ls_reducer_feed(s->reducer, found, on_hit, s);
}

static struct ls_result scan_blocks(struct ls_object_scanner *s, struct ls_split *split,
                                    uint64_t split_blocks)
{
    struct ls_piece piece = {.last = false};
    for (uint64_t k = 0; !piece.last; k++) {
        s->cancelled = is_cancelled(s->input);
        if (s->cancelled)
            return ls_ok();
        struct ls_result r = scan_block(s, split, k, split_blocks, &piece);
        if (r.code == LS_E_CANCELLED && is_cancelled(s->input)) {
            s->cancelled = true;
            return ls_ok();
        }
        LS_TRY(r);
    }
    return ls_ok();
}

/* A hash needs the bytes in order, so it keeps a file to one thread. */
static bool is_worth_sharing(const struct ls_object_scanner *s, const struct ls_crew *crew)
{
    return crew && crew->lanes > 0 && !s->hash &&
           s->input->size / LS_SPLIT_BLOCKS > s->lane.block &&
           (s->input->kind == LS_INPUT_FILE || s->input->kind == LS_INPUT_DEVICE);
}

static struct ls_result scan_shared(struct ls_object_scanner *s, const struct ls_crew *crew)
{
    struct ls_split *split;
    uint64_t blocks = (s->input->size - 1) / s->lane.block + 1;
    LS_TRY(ls_split_new(s->input, blocks, 2 * LS_SPLIT_RUN * (crew->lanes + 1), &split));
    crew->call(crew->user, ls_split_call(split));
    struct ls_result r = scan_blocks(s, split, blocks);
    crew->dismiss(crew->user, ls_split_call(split));
    ls_split_free(split);
    return r;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* `before` is NULL for a file of one block: nothing but its size can give it away. */
static bool is_changed(const struct ls_input *input, const struct stat *before, uint64_t end)
{
    struct stat now;
    if (input->kind != LS_INPUT_FILE || (!before && end == input->size))
        return false;
    if (fstat(input->fd, &now) != 0)
        return true;
    if ((uint64_t)now.st_size != (before ? (uint64_t)before->st_size : input->size))
        return true;
    return before && (!same_time(&now.st_mtim, &before->st_mtim) ||
                      !same_time(&now.st_ctim, &before->st_ctim));
}

static struct ls_result report_loss(struct ls_object_scanner *s)
{
    char detail[160];
    const struct ls_loss *loss = &s->loss;
    bool nothing = s->outcome->bytes_read == 0 || loss->bytes >= s->outcome->bytes_read;
    if (loss->error == ESPIPE || loss->error == EISDIR)
        return add_gap(s, LS_STATE_NOT_SCANNED, LS_REASON_SPECIAL_FILE, NULL);
    const char *words = strerrordesc_np(loss->error);
    if (loss->bytes)
        snprintf(detail, sizeof detail, "%llu bytes from offset %llu on: %s",
                 (unsigned long long)loss->bytes, (unsigned long long)loss->first,
                 words ? words : "unknown error");
    else
        snprintf(detail, sizeof detail, "from offset %llu on: %s",
                 (unsigned long long)s->outcome->bytes_read, words ? words : "unknown error");
    return add_gap(s, nothing ? LS_STATE_NOT_SCANNED : LS_STATE_DEGRADED, LS_REASON_IO_ERROR,
                   detail);
}

static struct ls_result report_gaps(struct ls_object_scanner *s, const struct stat *before)
{
    if (s->loss.error)
        LS_TRY(report_loss(s));
    if (s->crowded)
        LS_TRY(add_gap(s, LS_STATE_DEGRADED, LS_REASON_HIT_LIMIT, NULL));
    if (s->refused)
        LS_TRY(add_gap(s, LS_STATE_DEGRADED, LS_REASON_SCAN_ERROR, NULL));
    if (s->limits_hit)
        LS_TRY(add_gap(s, LS_STATE_DEGRADED, LS_REASON_MATCH_LIMIT, NULL));
    if (s->cancelled)
        return add_gap(s, s->outcome->bytes_read ? LS_STATE_DEGRADED : LS_STATE_NOT_SCANNED,
                       LS_REASON_INTERRUPTED, NULL);
    if (is_changed(s->input, before, s->outcome->bytes_read))
        LS_TRY(add_gap(s, LS_STATE_DEGRADED, LS_REASON_CHANGED, NULL));
    return ls_ok();
}

static void start_object(struct ls_object_scanner *s, const struct ls_input *input,
                         const struct ls_report *report, struct ls_outcome *outcome)
{
    uint8_t forgotten[LS_SHA256_BYTES];
    *outcome = (struct ls_outcome){.state = LS_STATE_SCANNED, .size = input->size};
    s->input = input;
    s->report = report;
    s->outcome = outcome;
    s->loss = (struct ls_loss){.error = 0};
    s->crowded = s->refused = s->cancelled = false;
    s->limits_hit = 0;
    ls_pending_clear(&s->pending);
    ls_window_reset(&s->lane.window);
    ls_lines_reset(&s->lines);
    if (s->hash)
        ls_sha256_final(s->hash, forgotten);
}

static bool is_large_file(const struct ls_object_scanner *s)
{
    return s->input->kind == LS_INPUT_FILE && s->input->size > s->lane.block;
}

/* Tells the system how we read; it may well refuse. */
static void advise(const struct ls_object_scanner *s)
{
    if (is_large_file(s))
        (void)posix_fadvise(s->input->fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    else if (s->input->kind == LS_INPUT_STREAM)
        (void)fcntl(s->input->fd, F_SETPIPE_SZ, PIPE_BYTES);
}

/* What is inside, if a format knows it. May turn a stream into memory. */
static struct ls_result look_inside(struct ls_object_scanner *s, const struct ls_crew *crew,
                                    struct ls_input *input)
{
    struct ls_report report = {.hit = tell_hit, .gap = tell_gap, .user = s};
    struct ls_nest_sum sum;
    if (input->raw_only)
        return ls_ok();
    struct ls_result r = ls_inside_look(&s->inside, &s->lane, crew, input, &report, &s->loss, &sum);
    s->outcome->bytes_decoded = sum.decoded;
    memcpy(s->outcome->members, sum.members, sizeof sum.members);
    if (r.code != LS_E_CANCELLED || !is_cancelled(input))
        return r;
    s->cancelled = true;
    return ls_ok();
}

struct ls_result ls_object_scan(struct ls_object_scanner *s, const struct ls_input *given,
                                const struct ls_crew *crew, const struct ls_report *report,
                                struct ls_outcome *outcome)
{
    struct stat before;
    struct ls_input input = *given;
    start_object(s, &input, report, outcome);
    bool watched = is_large_file(s) && fstat(input.fd, &before) == 0;
    input.sparse = watched && !s->hash && (uint64_t)before.st_blocks * 512 < input.size;
    advise(s);
    struct ls_result r = look_inside(s, crew, &input);
    if (!ls_failed(r))
        r = is_worth_sharing(s, crew) ? scan_shared(s, crew) : scan_blocks(s, NULL, 0);
    struct ls_result end = ls_reducer_end(s->reducer, on_hit, s);
    if (!ls_failed(r))
        r = end;
    if (!ls_failed(r) && !s->cancelled)
        r = ls_pending_end(&s->pending, outcome->bytes_read, on_due_hit, s);
    if (given->kind == LS_INPUT_STREAM || outcome->bytes_read > outcome->size)
        outcome->size = outcome->bytes_read;
    if (s->hash && !s->cancelled && !ls_failed(r) && !s->loss.error)
        ls_sha256_final_hex(s->hash, outcome->sha256);
    ls_inside_end(&s->inside);
    s->cancelled |= ls_failed(r);
    struct ls_result gaps = report_gaps(s, watched ? &before : NULL);
    return ls_failed(r) ? r : gaps;
}
