/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both families are a chain of headers with data behind some of them:
 *
 *   RAR 4   crc 2, type 1, flags 2, length 2, [length of data 4], …
 *   RAR 5   crc 4, length (vint), type (vint), flags (vint), [length of extra area (vint)],
 *           [length of data (vint)], …, extra area
 *
 * (RARLAB, "technote.txt" of RAR 4 and "RAR 5.0 archive format".) A header is kept until it is
 * whole, or HEADER_MAX bytes of it are there; data is passed over.
 */
#include "formats/rar_watch.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"

#include <string.h>

enum {
    HEADER_MAX = 64 << 10, /* bytes of a header that are looked at; names are at most 2 KiB */
    SIGNATURE4 = 7,
    SIGNATURE5 = 8,
    AHEAD_MAX = 8192, /* members that are remembered: more than 64 KiB hold */
};

enum place { HEADER, BEHIND_END, LOST };

struct watch {
    bool five;
    enum place place;
    uint64_t pass;      /* bytes to pass over before the next header */
    bool any_encrypted; /* of all members */
    bool told;          /* that one of them is encrypted */
    bool new_version;   /* RAR 4: a member that RAR 3 or later wrote, which writes end marks */
    bool more_volumes;
    bool from_before;          /* a member began in another volume */
    bool tail;                 /* bytes behind the end mark that are not zero */
    uint64_t members;          /* headers of members so far */
    bool encrypted[AHEAD_MAX]; /* by the number of the member, modulo */
    size_t n, want;            /* bytes of the header at hand; how many make it whole */
    uint8_t header[HEADER_MAX];
};

static struct ls_result init(void **state, bool five)
{
    struct watch *w = ls_calloc(1, sizeof *w);
    *state = w;
    if (!w)
        return ls_stop(LS_E_MEMORY);
    w->five = five;
    w->pass = five ? SIGNATURE5 : SIGNATURE4;
    w->want = SIGNATURE4; /* of a RAR 4 header the fixed part; of RAR 5 checksum and length */
    return ls_ok();
}

static struct ls_result init4(void **state)
{
    return init(state, false);
}

static struct ls_result init5(void **state)
{
    return init(state, true);
}

static void fini(void *state)
{
    ls_free(state);
}

static void note_member(struct watch *w, bool encrypted)
{
    w->encrypted[w->members++ % AHEAD_MAX] = encrypted;
    w->any_encrypted |= encrypted;
}

/* ---- RAR 4 --------------------------------------------------------------------------------- */

static void look_at_header4(struct watch *w)
{
    enum {
        MEMBER = 0x74,
        SERVICE = 0x7A,
        END = 0x7B,
        FROM_BEFORE = 0x01,
        ENCRYPTED = 0x04,
        LARGE = 0x100,
        HAS_DATA = 0x8000,
        MORE_VOLUMES = 1,
        END_MARK_VERSION = 29,
    };
    struct ls_cursor c;
    ls_cursor_init(&c, w->header, w->n);
    ls_cursor_bytes(&c, 2);
    uint8_t type = ls_cursor_u8(&c);
    uint16_t flags = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 2);
    bool member = type == MEMBER || type == SERVICE;
    if (member || (flags & HAS_DATA))
        w->pass = ls_cursor_u32le(&c);
    if (member) {
        ls_cursor_bytes(&c, 13); /* size, system, checksum, time */
        w->new_version |= ls_cursor_u8(&c) >= END_MARK_VERSION;
        ls_cursor_bytes(&c, 7); /* method, length of name, attributes */
        if (flags & LARGE)
            w->pass |= (uint64_t)ls_cursor_u32le(&c) << 32;
    }
    if (type == MEMBER)
        note_member(w, flags & ENCRYPTED);
    w->from_before |= type == MEMBER && (flags & FROM_BEFORE);
    if (type == END) {
        w->place = BEHIND_END;
        w->more_volumes = flags & MORE_VOLUMES;
    }
    if (c.failed)
        w->place = LOST;
}

/* ---- RAR 5 --------------------------------------------------------------------------------- */

static uint64_t take_vint(struct ls_cursor *c)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte = ls_cursor_u8(c);
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80))
            return number;
    }
    c->failed = true;
    return 0;
}

/* Whether there is an encryption record in the extra area of a member. */
static bool is_encrypted5(const uint8_t *extra, size_t len)
{
    enum { ENCRYPTION = 1 };
    struct ls_cursor c;
    ls_cursor_init(&c, extra, len);
    while (c.left > 0 && !c.failed) {
        uint64_t size = take_vint(&c);
        const uint8_t *record = size <= c.left ? ls_cursor_bytes(&c, (size_t)size) : NULL;
        struct ls_cursor r;
        ls_cursor_init(&r, record, record ? (size_t)size : 0);
        if (take_vint(&r) == ENCRYPTION && !r.failed)
            return true;
        c.failed |= !record;
    }
    return false;
}

static void look_at_header5(struct watch *w)
{
    enum {
        MEMBER = 2,
        SEALED = 4,
        END = 5,
        HAS_EXTRA = 1,
        HAS_DATA = 2,
        FROM_BEFORE = 8,
        MORE_VOLUMES = 1
    };
    struct ls_cursor c;
    ls_cursor_init(&c, w->header, w->n);
    ls_cursor_bytes(&c, 4);
    take_vint(&c);
    uint64_t type = take_vint(&c), flags = take_vint(&c);
    uint64_t extra = flags & HAS_EXTRA ? take_vint(&c) : 0;
    w->pass = flags & HAS_DATA ? take_vint(&c) : 0;
    if (type == MEMBER) {
        bool whole = extra <= c.left;
        w->from_before |= flags & FROM_BEFORE;
        note_member(w, whole && is_encrypted5(w->header + w->n - extra, (size_t)extra));
    }
    if (type == END) {
        w->place = BEHIND_END;
        w->more_volumes = take_vint(&c) & MORE_VOLUMES;
    }
    if (c.failed || type == SEALED)
        w->place = LOST;
}

/* ---- both ---------------------------------------------------------------------------------- */

/* Bytes of the header at hand, as far as the first `n` tell; 0: it makes no sense. */
static uint64_t length_of(const struct watch *w)
{
    struct ls_cursor c;
    ls_cursor_init(&c, w->header, w->n);
    if (!w->five) {
        ls_cursor_bytes(&c, 5);
        uint16_t size = ls_cursor_u16le(&c);
        return size >= SIGNATURE4 ? size : 0;
    }
    ls_cursor_bytes(&c, 4);
    uint64_t size = take_vint(&c);
    return c.failed || size == 0 || size > UINT32_MAX ? 0 : size + (w->n - c.left);
}

/* The fixed part is there, or the whole. */
static void look(struct watch *w)
{
    uint64_t length = length_of(w);
    if (length < w->n) {
        /* RAR 5: so short that bytes of what follows are here already. There is no such header. */
        w->place = LOST;
        return;
    }
    w->want = length < HEADER_MAX ? (size_t)length : HEADER_MAX;
    if (w->n < w->want)
        return;
    if (w->five)
        look_at_header5(w);
    else
        look_at_header4(w);
    if (__builtin_add_overflow(w->pass, length - w->n, &w->pass))
        w->place = LOST;
    w->n = 0;
    w->want = SIGNATURE4;
}

static void feed(void *state, const uint8_t *bytes, size_t len)
{
    struct watch *w = state;
    for (size_t at = 0; at < len && w->place == HEADER;) {
        size_t left = len - at, step = w->want - w->n;
        if (w->pass > 0) {
            step = w->pass < left ? (size_t)w->pass : left;
            w->pass -= step;
        } else {
            step = step < left ? step : left;
            memcpy(w->header + w->n, bytes + at, step);
            w->n += step;
            if (w->n == w->want)
                look(w);
        }
        at += step;
        if (w->place == BEHIND_END) {
            bytes += at;
            len -= at;
            at = 0;
        }
    }
    for (size_t i = 0; i < len && w->place == BEHIND_END && !w->tail; i++)
        w->tail = bytes[i] != 0;
}

static bool is_encrypted(void *state, uint64_t member)
{
    struct watch *w = state;
    bool encrypted =
        member < w->members && w->members - member <= AHEAD_MAX && w->encrypted[member % AHEAD_MAX];
    w->told |= encrypted;
    return encrypted;
}

static struct ls_result end(void *state, struct ls_format_job *job, bool whole)
{
    const struct watch *w = state;
    struct ls_str archive = {NULL, 0};
    if (w->any_encrypted && !w->told)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_ENCRYPTED, "some members need a password"));
    if (whole && w->place == BEHIND_END && w->tail)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_MALFORMED,
                           "more bytes behind the end of the archive"));
    if (w->from_before)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "begins in another volume"));
    if (w->more_volumes)
        return ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "goes on in another volume");
    if (whole && w->place == HEADER && (w->five || w->new_version))
        return ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "no end mark");
    return ls_ok();
}

const struct ls_archive_watch ls_rar4_watch = {
    .init = init4, .feed = feed, .is_encrypted = is_encrypted, .end = end, .fini = fini};
const struct ls_archive_watch ls_rar5_watch = {
    .init = init5, .feed = feed, .is_encrypted = is_encrypted, .end = end, .fini = fini};
