/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes that were looked at are kept in a window, and what is found in it is read from there
 * on, so this works on members of any size. A magic number alone is not believed: what follows it
 * has to make sense.
 */
#include "formats/carve.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "decode/inflate.h"

#include <string.h>

enum {
    WINDOW = 64 << 10,
    MAGIC_MAX = 40, /* bytes that tell an archive */
};

struct walk {
    struct ls_format_job *job;
    unsigned flags;
    uint64_t off; /* of window[0] */
    size_t at, n; /* window[at..n) is read and not taken */
    bool ended;
    struct ls_blob member; /* of the archive at hand */
    uint64_t from, to;     /* its extent in the program */
    uint8_t window[WINDOW];
};

/* ---- archives ------------------------------------------------------------------------------ */

/* Whether an archive begins here, and its length, or UINT64_MAX up to the end. */
static bool is_7z(const uint8_t *at, size_t len, uint64_t *size)
{
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    ls_cursor_bytes(&c, 8);
    uint32_t crc = ls_cursor_u32le(&c);
    uint64_t off = ls_cursor_u64le(&c), list = ls_cursor_u64le(&c);
    ls_cursor_u32le(&c);
    return !c.failed && memcmp(at, "7z\xBC\xAF\x27\x1C", 6) == 0 &&
           ls_inflate_crc(0, at + 12, 20) == crc && !__builtin_add_overflow(off, list, size) &&
           !__builtin_add_overflow(*size, 32, size);
}

static bool is_rar(const uint8_t *at, size_t len, uint64_t *size)
{
    *size = UINT64_MAX;
    if (len < 16 || memcmp(at, "Rar!\x1A\x07", 6) != 0)
        return false;
    /* The header of the archive comes next: of RAR 5, or the encryption header in its place. */
    return at[6] == 0 ? at[9] == 0x73 : at[6] == 1 && at[7] == 0 && (at[13] == 1 || at[13] == 4);
}

static bool is_cab(const uint8_t *at, size_t len, uint64_t *size)
{
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    ls_cursor_bytes(&c, 8);
    *size = ls_cursor_u32le(&c);
    ls_cursor_bytes(&c, 4);
    uint32_t files = ls_cursor_u32le(&c);
    ls_cursor_bytes(&c, 4);
    return ls_cursor_u16le(&c) == 0x0103 && !c.failed && memcmp(at, "MSCF\0\0\0\0", 8) == 0 &&
           files >= 36 && files < *size;
}

/* A local header (PKWARE APPNOTE 4.3.7): version, flags, method, and a name. */
static bool is_zip(const uint8_t *at, size_t len, uint64_t *size)
{
    enum { VERSION_MAX = 63, METHOD_MAX = 99, NAME_MAX_LEN = 4096 };
    struct ls_cursor c;
    *size = UINT64_MAX;
    ls_cursor_init(&c, at, len);
    ls_cursor_bytes(&c, 4);
    unsigned version = ls_cursor_u16le(&c) & 0xFF;
    ls_cursor_bytes(&c, 2);
    unsigned method = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 16);
    unsigned name = ls_cursor_u16le(&c);
    return !c.failed && memcmp(at, "PK\3\4", 4) == 0 && version <= VERSION_MAX &&
           method <= METHOD_MAX && name > 0 && name <= NAME_MAX_LEN;
}

static bool is_archive(const struct walk *w, uint64_t *size)
{
    const uint8_t *at = w->window + w->at;
    size_t len = w->n - w->at;
    switch (*at) {
    case 'P':
        return (w->flags & LS_CARVE_ZIP) && is_zip(at, len, size);
    case '7':
        return is_7z(at, len, size);
    case 'R':
        return is_rar(at, len, size);
    case 'M':
        return is_cab(at, len, size);
    default:
        return false;
    }
}

/* ---- the walk ------------------------------------------------------------------------------ */

/* Makes the window hold `want` bytes, unless the program ends before. */
static struct ls_result fill(struct walk *w, size_t want)
{
    if (w->n - w->at >= want || w->ended)
        return ls_ok();
    memmove(w->window, w->window + w->at, w->n - w->at);
    w->off += w->at;
    w->n -= w->at;
    w->at = 0;
    size_t got;
    struct ls_result r =
        ls_blob_read(w->job->blob, w->off + w->n, w->window + w->n, WINDOW - w->n, &got);
    w->n += got;
    w->ended = ls_failed(r) || w->n < WINDOW;
    LS_TRY(r.code == LS_E_MALFORMED ? ls_ok() : r);
    return ls_charge(w->job, 0, 0);
}

/* Takes bytes up to this place; with random access without reading them. */
static struct ls_result pass(struct walk *w, uint64_t to)
{
    while (w->off + w->at < to && !(w->ended && w->at == w->n)) {
        uint64_t left = to - (w->off + w->at);
        if (left < w->n - w->at) {
            w->at += (size_t)left;
        } else if (w->job->blob->random) {
            w->off = to;
            w->at = w->n = 0;
            w->ended = false;
        } else {
            w->at = w->n;
            LS_TRY(fill(w, 1));
        }
    }
    return ls_ok();
}

static struct ls_result read_member(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct walk *w = LS_CONTAINER(blob, struct walk, member);
    *got = 0;
    if (w->from + off != w->off + w->at)
        return ls_stop(LS_E_INTERNAL);
    LS_TRY(fill(w, 1));
    uint64_t left = w->to - (w->from + off);
    *got = w->n - w->at < len ? w->n - w->at : len;
    if (*got > left)
        *got = (size_t)left;
    memcpy(out, w->window + w->at, *got);
    w->at += *got;
    return ls_ok();
}

static struct ls_result emit_archive(struct walk *w, uint64_t size)
{
    w->from = w->off + w->at;
    if (__builtin_add_overflow(w->from, size, &w->to))
        w->to = UINT64_MAX;
    if (w->job->blob->size != LS_SIZE_UNKNOWN && w->to > w->job->blob->size)
        w->to = w->job->blob->size;
    w->member = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_member};
    struct ls_child child = {
        .blob = &w->member, .off = w->from, .raw_lo = w->from, .raw_hi = w->to, .verbatim = true};
    uint64_t to = w->to;
    LS_TRY(ls_emit_child(w->job, &child));
    return pass(w, to);
}

/* Takes bytes that begin nothing, as long as there are enough behind them to tell. */
static void skip_others(struct walk *w, uint64_t hi)
{
    size_t stop = w->n - MAGIC_MAX;
    if (hi - w->off < stop)
        stop = (size_t)(hi - w->off);
    while (w->at < stop) {
        uint8_t byte = w->window[w->at];
        if (byte == '7' || byte == 'R' || byte == 'M' || byte == 'P')
            return;
        w->at++;
    }
}

/* Archives that begin in this range. */
static struct ls_result search(struct walk *w, struct ls_carve_range range, unsigned *found)
{
    LS_TRY(pass(w, range.lo));
    while (w->off + w->at < range.hi && *found <= LS_CARVE_FOUND_MAX) {
        uint64_t size = 0;
        LS_TRY(fill(w, MAGIC_MAX));
        if (w->at == w->n)
            return ls_ok();
        if (is_archive(w, &size)) {
            if (++*found > LS_CARVE_FOUND_MAX)
                return ls_emit_gap(w->job, (struct ls_str){NULL, 0}, LS_REASON_ENTRY_LIMIT,
                                   "more archives than are looked for");
            LS_TRY(emit_archive(w, size));
            continue;
        }
        w->at++;
        if (w->n - w->at > MAGIC_MAX)
            skip_others(w, range.hi);
    }
    return ls_ok();
}

struct ls_result ls_carve(struct ls_format_job *job, const struct ls_carve_range *ranges, size_t n,
                          unsigned flags, unsigned *found)
{
    struct walk *w = ls_calloc(1, sizeof *w);
    struct ls_result r = ls_ok();
    *found = 0;
    if (!w)
        return ls_stop(LS_E_MEMORY);
    w->job = job;
    w->flags = flags;
    for (size_t i = 0; i < n && !ls_failed(r); i++)
        r = search(w, ranges[i], found);
    ls_free(w);
    return r;
}

bool ls_carve_ends_as_archive(const struct ls_probe *probe)
{
    static const uint8_t rar4[] = {0xC4, 0x3D, 0x7B, 0x00, 0x40, 0x07, 0x00};
    static const uint8_t rar5[] = {0x1D, 0x77, 0x56, 0x51, 0x03, 0x05, 0x04, 0x00};
    enum { ZIP_END = 22 }; /* bytes of the end record, the length of the comment its last two */
    const uint8_t *end = probe->tail + probe->tail_len;
    if (probe->tail_len >= sizeof rar5 && (memcmp(end - sizeof rar4, rar4, sizeof rar4) == 0 ||
                                           memcmp(end - sizeof rar5, rar5, sizeof rar5) == 0))
        return true;
    for (size_t len = ZIP_END; len <= probe->tail_len; len++) {
        const uint8_t *at = end - len;
        if (at[0] == 'P' && memcmp(at, "PK\5\6", 4) == 0 &&
            (at[20] | (size_t)at[21] << 8) == len - ZIP_END)
            return true;
    }
    return false;
}
