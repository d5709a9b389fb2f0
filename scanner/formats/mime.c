/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure of a message. No recursion: open multiparts stand on a stack with a limit, messages
 * in messages are children, and parts that can be read in several ways wait in a list.
 */
#include "formats/mime_priv.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

struct ls_result ls_mime_note(struct ls_mime *m, enum ls_mime_note note)
{
    static const char *const words[LS_MIME_NOTE_COUNT] = {
        [LS_MIME_TWO_TYPES] = "more than one content type or charset is said",
        [LS_MIME_TWO_TRANSFERS] = "more than one transfer encoding is said",
        [LS_MIME_TWO_BOUNDS] = "a multipart has more than one boundary",
        [LS_MIME_NO_BOUND] = "a multipart says no boundary",
        [LS_MIME_NO_END] = "a multipart does not end",
        [LS_MIME_NO_PARTS] = "a multipart has no parts",
        [LS_MIME_ODD_DELIM] = "something stands behind a boundary",
        [LS_MIME_BOUND_AGAIN] = "a multipart goes on behind its end",
        [LS_MIME_NO_FIELD] = "a line in a header is no field",
        [LS_MIME_BARE_CR] = "a line in a header ends in CR alone",
        [LS_MIME_BASE64_GOES_ON] = "base64 goes on behind its end",
        [LS_MIME_BASE64_JUNK] = "foreign bytes in base64",
        [LS_MIME_NOT_BASE64] = "what is said to be base64 is not",
        [LS_MIME_UNSAID_BASE64] = "base64 that is not said to be",
        [LS_MIME_WRONG_CHARSET] = "a text is not in the charset that is said",
        [LS_MIME_PACKED_MULTIPART] = "a multipart is said to be encoded",
        [LS_MIME_PARTS_IN_TEXT] = "parts stand in a text",
        [LS_MIME_TWO_NAMES] = "an attachment has names of different kinds",
    };
    uint64_t bit = UINT64_C(1) << note;
    if (m->shared->noted & bit)
        return ls_ok();
    m->shared->noted |= bit;
    return ls_emit_ambiguous(m->job, words[note]);
}

struct ls_result ls_mime_number(const struct ls_mime *m, struct ls_buf *out)
{
    for (size_t i = 0; i < m->levels.n; i++) {
        if (i)
            LS_TRY(ls_buf_char(out, '.'));
        LS_TRY(ls_buf_u64(out, m->levels.at[i].parts));
    }
    return m->levels.n ? ls_ok() : ls_buf_char(out, '1');
}

struct ls_result ls_mime_name(struct ls_mime *m)
{
    struct ls_mime_entity *e = &m->entity;
    if (e->name.n == 0)
        LS_TRY(e->location.n ? ls_buf_add(&e->name, e->location.at, e->location.n)
                             : ls_mime_number(m, &e->name));
    return ls_ok();
}

/* ---- readings once more ---------------------------------------------------------------------- */

struct ls_result ls_mime_read_again(struct ls_mime *m, uint64_t lo, uint64_t hi,
                                    const struct ls_mime_reading *reading,
                                    const struct ls_mime_reading *before)
{
    struct ls_mime_shared *shared = m->shared;
    if (m->depth == LS_MIME_AGAIN_DEPTH || shared->again.n == shared->again.limit) {
        bool told = shared->crowded;
        shared->crowded = true;
        return told ? ls_ok()
                    : ls_emit_gap(m->job, (struct ls_str){NULL, 0}, LS_REASON_ENTRY_LIMIT,
                                  "more parts that can be read in several ways than are tried");
    }
    LS_TRY(LS_VEC_RESERVE(&shared->again, 1));
    struct ls_mime_again *again = &shared->again.at[shared->again.n++];
    *again = (struct ls_mime_again){
        .lo = lo, .hi = hi, .depth = m->depth + 1, .reading = *reading, .before = *before};
    LS_TRY(ls_mime_name(m));
    again->name_n = m->entity.name.n < sizeof again->name ? m->entity.name.n : sizeof again->name;
    memcpy(again->name, m->entity.name.at, again->name_n);
    return ls_ok();
}

/* ---- multiparts ------------------------------------------------------------------------------ */

/* The other readings of what is read first; where a multipart ends is not yet known. */
static struct ls_result note_others(struct ls_mime *m, uint64_t lo, uint64_t hi)
{
    for (size_t i = 1; i < m->readings_n; i++)
        LS_TRY(ls_mime_read_again(m, lo, hi, &m->readings[i], &m->readings[0]));
    return ls_ok();
}

static struct ls_result open_level(struct ls_mime *m, const struct ls_mime_reading *reading)
{
    struct ls_mime_level level = {.bounds_n = reading->bounds_n,
                                  .digest = reading->digest,
                                  .alternative = reading->alternative,
                                  .body_off = ls_mime_body_off(m)};
    if (m->levels.n == m->levels.limit) {
        LS_TRY(ls_emit_gap(m->job, (struct ls_str){NULL, 0}, LS_REASON_DEPTH_LIMIT,
                           "multiparts in multiparts"));
        return ls_mime_drain(m);
    }
    memcpy(level.bounds, reading->bounds, sizeof level.bounds);
    level.again_lo = m->shared->again.n;
    LS_TRY(note_others(m, ls_mime_body_off(m), LS_OFF_UNKNOWN));
    level.again_hi = m->shared->again.n;
    LS_VEC_PUSH(&m->levels, level);
    return ls_ok();
}

static struct ls_result close_level(struct ls_mime *m)
{
    struct ls_mime_level *level = &m->levels.at[m->levels.n - 1];
    for (size_t i = level->again_lo; i < level->again_hi; i++)
        m->shared->again.at[i].hi = m->body_end;
    if (level->used & (level->used - 1))
        LS_TRY(ls_mime_note(m, LS_MIME_TWO_BOUNDS));
    if (level->parts && !level->closed)
        LS_TRY(ls_mime_note(m, LS_MIME_NO_END));
    m->levels.n--;
    if (level->parts || m->depth)
        return ls_ok();
    /* Readers show such a thing as it stands. */
    struct ls_mime_reading text = {.kind = LS_MIME_TEXT}, none = {.kind = LS_MIME_CHILD};
    LS_TRY(ls_mime_note(m, LS_MIME_NO_PARTS));
    return ls_mime_read_again(m, level->body_off, m->body_end, &text, &none);
}

static struct ls_result read_body(struct ls_mime *m, const struct ls_mime_reading *reading,
                                  const struct ls_mime_again *again)
{
    if (reading->kind == LS_MIME_TEXT)
        LS_TRY(ls_mime_read_text(m, reading, again));
    else
        LS_TRY(ls_mime_read_leaf(m, reading));
    return ls_mime_drain(m);
}

/* The body of the part whose header has just been read. */
static struct ls_result read_part(struct ls_mime *m, bool digest)
{
    struct ls_mime_entity *e = &m->entity;
    LS_TRY(ls_charge(m->job, 1, 0));
    if (e->strange_transfer && e->transfers_n == 0) {
        LS_TRY(ls_mime_name(m));
        LS_TRY(ls_emit_gap(m->job, (struct ls_str){e->name.at, e->name.n}, LS_REASON_UNSUPPORTED,
                           "an unknown transfer encoding"));
    }
    LS_TRY(ls_mime_find_readings(m, digest));
    const struct ls_mime_reading *reading = &m->readings[0];
    if (reading->sealed)
        LS_TRY(ls_emit_gap(m->job, (struct ls_str){NULL, 0}, LS_REASON_ENCRYPTED,
                           "multipart/encrypted"));
    if (reading->kind == LS_MIME_MULTIPART && !reading->packed)
        return open_level(m, reading);
    uint64_t lo = ls_mime_body_off(m);
    LS_TRY(read_body(m, reading, NULL));
    return note_others(m, lo, m->body_end);
}

/* Acts on the delimiter that ended the last part; *part when another one begins behind it. */
static struct ls_result cross_delim(struct ls_mime *m, bool *part)
{
    *part = false;
    while (m->levels.n && m->levels.n - 1 != m->delim.level) /* SIZE_MAX: all of them */
        LS_TRY(close_level(m));
    m->at_delim = false;
    if (m->levels.n == 0)
        return ls_ok();
    struct ls_mime_level *level = &m->levels.at[m->levels.n - 1];
    level->used |= 1u << m->delim.bound;
    if (m->delim.odd)
        LS_TRY(ls_mime_note(m, LS_MIME_ODD_DELIM));
    *part = !m->delim.close;
    if (*part && level->closed)
        LS_TRY(ls_mime_note(m, LS_MIME_BOUND_AGAIN));
    level->closed = m->delim.close;
    if (*part)
        level->parts++;
    return ls_ok();
}

/* Reads parts as long as a multipart is open. */
static struct ls_result read_parts(struct ls_mime *m)
{
    while (m->levels.n) {
        bool part;
        LS_TRY(ls_mime_drain(m)); /* what stands before, between and behind them */
        LS_TRY(cross_delim(m, &part));
        if (!part)
            continue;
        if (++m->shared->parts > LS_MIME_PARTS_MAX)
            return ls_emit_gap(m->job, (struct ls_str){NULL, 0}, LS_REASON_ENTRY_LIMIT,
                               "more than 10000 parts");
        bool digest = m->levels.at[m->levels.n - 1].digest;
        LS_TRY(ls_mime_read_header(m, false));
        LS_TRY(read_part(m, digest));
    }
    return ls_ok();
}

/* ---- messages -------------------------------------------------------------------------------- */

static void mime_free(struct ls_mime *m)
{
    if (!m)
        return;
    ls_mime_reader_fini(&m->reader);
    LS_VEC_FINI(&m->levels);
    LS_VEC_FINI(&m->entity.name);
    LS_VEC_FINI(&m->entity.location);
    LS_VEC_FINI(&m->field);
    LS_VEC_FINI(&m->raw);
    LS_VEC_FINI(&m->utf8);
    ls_map_fini(&m->raw_map);
    ls_map_fini(&m->utf8_map);
    ls_mime_out_fini(&m->out);
    ls_mime_text_free(m->text);
    ls_free(m);
}

static struct ls_result mime_new(struct ls_format_job *job, struct ls_mime_shared *shared,
                                 uint64_t off, uint64_t end, struct ls_mime **mime)
{
    struct ls_mime *m = ls_calloc(1, sizeof *m);
    *mime = m;
    if (!m)
        return ls_stop(LS_E_MEMORY);
    m->job = job;
    m->shared = shared;
    m->levels.limit = LS_MIME_DEPTH_MAX;
    m->field.limit = LS_MIME_FIELD_MAX;
    m->entity.name.limit = m->entity.location.limit = LS_MIME_NAME_MAX;
    m->raw.limit = m->utf8.limit = 8 * LS_MIME_FIELD_MAX;
    ls_map_init(&m->raw_map, LS_MIME_SEGS_MAX);
    ls_map_init(&m->utf8_map, LS_MIME_SEGS_MAX);
    ls_mime_out_init(&m->out);
    return ls_mime_reader_init(&m->reader, job->blob, off, end);
}

static struct ls_result read_message(struct ls_mime *m)
{
    LS_TRY(ls_mime_read_header(m, true));
    LS_TRY(read_part(m, false));
    return read_parts(m);
}

static struct ls_result read_once_more(struct ls_mime *m, const struct ls_mime_again *again)
{
    m->depth = again->depth;
    LS_TRY(ls_buf_add(&m->entity.name, again->name, again->name_n));
    m->readings[0] = again->reading;
    m->readings_n = 1;
    if (again->reading.kind != LS_MIME_MULTIPART || again->reading.packed)
        return read_body(m, &again->reading, again);
    LS_TRY(open_level(m, &again->reading));
    return read_parts(m);
}

/* The list may grow while it is worked off. */
static struct ls_result read_all_again(struct ls_format_job *job, struct ls_mime_shared *shared)
{
    if (shared->again.n && !job->blob->random)
        return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MEMORY_LIMIT,
                           "parts that can be read in several ways were read in one");
    for (size_t i = 0; i < shared->again.n; i++) {
        struct ls_mime *m;
        struct ls_mime_again again = shared->again.at[i];
        struct ls_result r = mime_new(job, shared, again.lo, again.hi, &m);
        if (!ls_failed(r))
            r = read_once_more(m, &again);
        mime_free(m);
        LS_TRY(r);
    }
    return ls_ok();
}

struct ls_result ls_mime_run(struct ls_format_job *job, uint64_t off, uint64_t end)
{
    struct ls_mime_shared shared = {.again = {.limit = LS_MIME_AGAIN_MAX}};
    struct ls_mime *m;
    bool broken = false;
    struct ls_result r = mime_new(job, &shared, off, end, &m);
    if (!ls_failed(r)) {
        r = read_message(m);
        broken = m->reader.broken;
    }
    mime_free(m);
    if (!ls_failed(r))
        r = read_all_again(job, &shared);
    LS_VEC_FINI(&shared.again);
    return ls_failed(r) || !broken ? r : ls_bad(LS_E_MALFORMED);
}
