/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gzip (RFC 1952): members that follow each other are one file, zeros behind the last one are
 * padding of tapes, anything else is a tail that is told of.
 *
 *   1F 8B 08 flags mtime(4) xfl os [extra] [name NUL] [comment NUL] [crc 2]  deflated  crc size
 */
#include "base/alloc.h"
#include "base/reason.h"
#include "decode/inflate.h"
#include "formats/format.h"
#include "formats/member_name.h"
#include "formats/packed.h"

#include <string.h>

enum {
    HEADER = 10,
    FLAGS = 3,
    EXTRA_FLAGS = 8,
    SYSTEM = 9,
    FLAG_EXTRA = 4,
    FLAG_NAME = 8,
    FLAG_RESERVED = 0xE0,
};

static const uint8_t magic[] = {0x1F, 0x8B, 0x08};

struct gzip {
    struct ls_blob blob;
    struct ls_inflate *inflate;
    struct ls_blob *member; /* at hand, or NULL */
    uint64_t member_off;    /* of its next byte */
    uint64_t at;            /* of the next byte of the file */
    bool ended, tail;
    struct ls_gap why;
};

static unsigned bid(const struct ls_probe *probe)
{
    const uint8_t *h = probe->head;
    if (!ls_probe_is(probe, 0, magic, sizeof magic) || probe->head_len < HEADER ||
        (h[FLAGS] & FLAG_RESERVED))
        return 0;
    bool usual = (h[SYSTEM] <= 13 || h[SYSTEM] == 255) && h[EXTRA_FLAGS] <= 4;
    return usual ? 40 : 28;
}

/* The name in the header of the first member; empty when there is none. */
static struct ls_str name_in(const uint8_t *header, size_t len)
{
    size_t at = HEADER;
    if (len < HEADER || !(header[FLAGS] & FLAG_NAME))
        return (struct ls_str){NULL, 0};
    if (header[FLAGS] & FLAG_EXTRA)
        at += len >= HEADER + 2 ? 2u + header[HEADER] + 256u * header[HEADER + 1] : len;
    const uint8_t *end = at < len ? memchr(header + at, '\0', len - at) : NULL;
    if (!end)
        return (struct ls_str){NULL, 0};
    return (struct ls_str){(const char *)header + at, (size_t)(end - (header + at))};
}

/* What follows a member that is whole: another one, padding, the end, or something else. */
static struct ls_result next_member(struct gzip *g)
{
    for (;;) {
        const uint8_t *at;
        size_t len, zeros = 0;
        LS_TRY(ls_inflate_peek(g->inflate, LS_INFLATE_PEEK_MAX, &at, &len));
        while (zeros < len && at[zeros] == 0)
            zeros++;
        ls_inflate_skip(g->inflate, zeros);
        if (len > 0 && zeros > 0)
            continue;
        if (len >= sizeof magic && memcmp(at, magic, sizeof magic) == 0) {
            g->member_off = 0;
            return ls_inflate_begin(g->inflate, LS_INFLATE_GZIP, &g->member);
        }
        g->ended = true;
        g->tail = len > 0;
        return ls_ok();
    }
}

static struct ls_result read_gzip(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct gzip *g = LS_CONTAINER(blob, struct gzip, blob);
    *got = 0;
    if (off != g->at)
        return ls_stop(LS_E_INTERNAL);
    while (*got == 0 && len > 0 && !g->ended) {
        struct ls_result r = g->member->read(g->member, g->member_off, out, len, got);
        g->member_off += *got;
        g->at += *got;
        if (ls_failed(r)) {
            bool cut = ls_inflate_state(g->inflate) == LS_INFLATE_TRUNCATED;
            g->why.reason = cut ? LS_REASON_TRUNCATED : LS_REASON_MALFORMED;
            g->why.detail = cut ? ls_packed_cut : ls_packed_damaged;
            return r;
        }
        if (*got == 0)
            LS_TRY(next_member(g));
    }
    return ls_ok();
}

static struct ls_result emit(struct ls_format_job *job, struct gzip *g, struct ls_buf *room)
{
    const uint8_t *header;
    size_t len;
    uint64_t size = job->blob->size;
    struct ls_child child = {
        .blob = &g->blob,
        .raw_hi = size == LS_SIZE_UNKNOWN ? 0 : size,
        .why = &g->why,
    };
    ls_inflate_open(g->inflate, job->blob, 0, UINT64_MAX);
    LS_TRY(ls_inflate_peek(g->inflate, LS_INFLATE_PEEK_MAX, &header, &len));
    LS_TRY(ls_member_name(name_in(header, len), room, &child.name));
    LS_TRY(ls_inflate_begin(g->inflate, LS_INFLATE_GZIP, &g->member));
    LS_TRY(ls_emit_child(job, &child));
    if (!g->tail)
        return ls_ok();
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED, ls_packed_tail);
}

static struct ls_result run(struct ls_format_job *job)
{
    struct gzip g = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_gzip}};
    struct ls_buf room = {.limit = LS_MEMBER_NAME_ROOM};
    LS_TRY(ls_inflate_new(&g.inflate));
    struct ls_result r = emit(job, &g, &room);
    ls_inflate_free(g.inflate);
    LS_VEC_FINI(&room);
    return r;
}

const struct ls_format ls_format_gzip = {
    .name = "gzip",
    .what = "gzip file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
