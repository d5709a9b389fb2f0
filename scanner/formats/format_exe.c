/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Self-extracting archives: a Windows program (Microsoft, "PE Format") with a RAR, 7z or cabinet
 * file behind its last section, or with a cabinet among its resources. (With a ZIP archive in it,
 * format_zip.c knows better.) Programs without one are nothing to take apart.
 *
 *   MZ … PE [headers] [sections … .rsrc …] | ;!@Install@!UTF-8! …  7z … | signature
 *
 * Read forward, so that it works on members of any size: the bytes that were looked at are kept in
 * a window, and what is found in it is read from there on.
 */
#include "base/alloc.h"
#include "base/cursor.h"
#include "decode/inflate.h"
#include "formats/format.h"

#include <string.h>

enum {
    WINDOW = 64 << 10,
    MAGIC_MAX = 40,       /* bytes that tell an archive */
    FOUND_MAX = 64,       /* archives in one program */
    SECTIONS_MAX = 96,    /* as the loader has it */
    BEHIND_MAX = 1 << 20, /* bytes behind the sections that an archive may begin in */
};

/* Bytes of the program in which an archive may begin. */
struct range {
    uint64_t lo, hi;
};

struct layout {
    struct range resources; /* of the section .rsrc; empty when there is none */
    uint64_t end;           /* of the last section */
};

/* ---- the program --------------------------------------------------------------------------- */

static bool read_layout(const struct ls_probe *probe, struct layout *layout)
{
    enum { LFANEW = 0x3C, SECTION = 40 };
    struct ls_cursor c;
    *layout = (struct layout){.end = 0};
    if (!ls_probe_is(probe, 0, "MZ", 2))
        return false;
    ls_cursor_init(&c, probe->head, probe->head_len);
    ls_cursor_bytes(&c, LFANEW);
    uint32_t pe = ls_cursor_u32le(&c);
    if (c.failed || !ls_probe_is(probe, pe, "PE\0\0", 4))
        return false;
    ls_cursor_init(&c, probe->head + pe + 4, probe->head_len - pe - 4);
    ls_cursor_bytes(&c, 2);
    unsigned sections = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 12);
    size_t optional = ls_cursor_u16le(&c);
    ls_cursor_bytes(&c, 2 + optional);
    for (unsigned i = 0; i < sections && i < SECTIONS_MAX && !c.failed; i++) {
        const uint8_t *section = ls_cursor_bytes(&c, 16);
        uint64_t size = ls_cursor_u32le(&c), off = ls_cursor_u32le(&c);
        ls_cursor_bytes(&c, SECTION - 24);
        if (c.failed || size == 0)
            continue;
        if (off + size > layout->end)
            layout->end = off + size;
        if (memcmp(section, ".rsrc\0\0", 8) == 0)
            layout->resources = (struct range){off, off + size};
    }
    return !c.failed && layout->end > 0;
}

static unsigned bid(const struct ls_probe *probe)
{
    enum { MZ_AND_PE = 16, RESOURCES_MIN = 4096 };
    struct layout layout;
    if (!read_layout(probe, &layout))
        return 0;
    bool resources = layout.resources.hi - layout.resources.lo > RESOURCES_MIN;
    return resources || probe->size > layout.end ? MZ_AND_PE : 0;
}

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

static bool is_archive(const uint8_t *at, size_t len, uint64_t *size)
{
    switch (*at) {
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

struct walk {
    struct ls_format_job *job;
    uint64_t off; /* of window[0] */
    size_t at, n; /* window[at..n) is read and not taken */
    bool ended;
    struct ls_blob member; /* of the archive at hand */
    uint64_t from, to;     /* its extent in the program */
    uint8_t window[WINDOW];
};

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

/* Archives that begin in this range. */
static struct ls_result search(struct walk *w, struct range range, unsigned *found)
{
    LS_TRY(pass(w, range.lo));
    while (w->off + w->at < range.hi && *found < FOUND_MAX) {
        uint64_t size;
        LS_TRY(fill(w, MAGIC_MAX));
        if (w->at == w->n)
            return ls_ok();
        if (is_archive(w->window + w->at, w->n - w->at, &size)) {
            ++*found;
            LS_TRY(emit_archive(w, size));
        } else {
            w->at++;
        }
    }
    return ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    struct layout layout;
    unsigned found = 0;
    if (!read_layout(job->probe, &layout))
        return ls_bad(LS_E_MALFORMED);
    struct walk *w = ls_calloc(1, sizeof *w);
    if (!w)
        return ls_stop(LS_E_MEMORY);
    w->job = job;
    struct ls_result r = search(w, layout.resources, &found);
    if (!ls_failed(r))
        r = search(w, (struct range){layout.end, layout.end + BEHIND_MAX}, &found);
    ls_free(w);
    return r;
}

const struct ls_format ls_format_exe = {
    .name = "exe",
    .what = "self-extracting archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
