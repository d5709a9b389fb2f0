/* SPDX-License-Identifier: Apache-2.0 */
/* Streams: chains of sectors, kept as the extents of the file that they cover. */
#include "formats/cfb_priv.h"

#include "base/alloc.h"

#include <string.h>

enum { CHARGE_EACH = 1 << 16 /* sectors of a chain between two looks at the budget */ };

/* Where byte `off` of the stream stands: the extent it is in, which must exist. */
static const struct ls_cfb_extent *find_extent(const struct ls_cfb_stream *stream, uint64_t off,
                                               uint64_t *begin)
{
    const struct ls_cfb_extent *at = stream->extents.at;
    size_t n = stream->extents.n, i = ls_blob_piece(&at->end, sizeof *at, n, off);
    i = i < n ? i : n - 1;
    *begin = i ? at[i - 1].end : 0;
    return &at[i];
}

static struct ls_result read_stream(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    struct ls_cfb_stream *stream = LS_CONTAINER(blob, struct ls_cfb_stream, blob);
    uint64_t begin;
    *got = 0;
    if (off >= blob->size || len == 0)
        return ls_ok();
    const struct ls_cfb_extent *extent = find_extent(stream, off, &begin);
    uint64_t left = extent->end - off;
    size_t want = left < len ? (size_t)left : len;
    LS_TRY(ls_blob_read(stream->cfb->job->blob, extent->off + (off - begin), out, want, got));
    return *got == want ? ls_ok() : ls_bad(LS_E_MALFORMED);
}

/* Appends bytes of the file, joined to the extent before them when they follow it. */
static struct ls_result add_extent(struct ls_cfb_stream *stream, uint64_t off, uint64_t len)
{
    uint64_t begin = stream->blob.size;
    struct ls_cfb_extent *last =
        stream->extents.n ? &stream->extents.at[stream->extents.n - 1] : NULL;
    uint64_t last_begin = stream->extents.n > 1 ? stream->extents.at[stream->extents.n - 2].end : 0;
    if (last && last->off + (last->end - last_begin) == off)
        last->end += len;
    else
        LS_VEC_PUSH(&stream->extents, ((struct ls_cfb_extent){.off = off, .end = begin + len}));
    stream->blob.size += len;
    return ls_ok();
}

static void init_stream(struct ls_cfb *cfb, struct ls_cfb_stream *stream)
{
    *stream = (struct ls_cfb_stream){.blob = {.random = true, .read = read_stream}, .cfb = cfb};
    LS_VEC_INIT(&stream->extents, LS_CFB_SECTORS_MAX);
}

struct ls_result ls_cfb_chain(struct ls_cfb *cfb, uint32_t start, uint64_t size,
                              struct ls_cfb_stream *stream)
{
    uint64_t sector = UINT64_C(1) << cfb->header.sector_log;
    init_stream(cfb, stream);
    uint32_t at = start;
    for (uint64_t n = 0; stream->blob.size < size && at < cfb->sectors; n++) {
        uint64_t off = cfb_sector_off(&cfb->header, at), left = size - stream->blob.size;
        uint64_t there = cfb->job->blob->size - off; /* the last sector may be cut */
        uint64_t len = there < sector ? there : sector;
        if (n >= cfb->sectors) { /* it bites its tail */
            ls_cfb_note(cfb, "a chain of sectors leads back into itself");
            break;
        }
        LS_TRY(add_extent(stream, off, left < len ? left : len));
        if (len < sector)
            break;
        at = at < cfb->fat.n ? cfb->fat.at[at] : CFB_END_OF_CHAIN;
        if (n % CHARGE_EACH == CHARGE_EACH - 1)
            LS_TRY(ls_charge(cfb->job, 0, 0));
    }
    stream->cut = size != UINT64_MAX && stream->blob.size < size;
    return ls_ok();
}

/* The same in the mini stream: each mini sector is somewhere in the file ([MS-CFB] 2.4). */
static struct ls_result mini_chain(struct ls_cfb *cfb, uint32_t start, uint64_t size,
                                   struct ls_cfb_stream *stream)
{
    enum { MINI = 1 << CFB_MINI_LOG };
    init_stream(cfb, stream);
    uint32_t at = start;
    for (uint64_t n = 0; stream->blob.size < size && at < cfb->minifat.n; n++) {
        uint64_t off = (uint64_t)at << CFB_MINI_LOG, begin, left = size - stream->blob.size;
        if (n >= cfb->minifat.n)
            ls_cfb_note(cfb, "a chain of sectors leads back into itself");
        if (n >= cfb->minifat.n || off >= cfb->mini.blob.size)
            break;
        const struct ls_cfb_extent *extent = find_extent(&cfb->mini, off, &begin);
        uint64_t len = left < MINI ? left : MINI;
        if (len > extent->end - off)
            len = extent->end - off;
        LS_TRY(add_extent(stream, extent->off + (off - begin), len));
        at = cfb->minifat.at[at];
        if (n % CHARGE_EACH == CHARGE_EACH - 1)
            LS_TRY(ls_charge(cfb->job, 0, 0));
    }
    stream->cut = stream->blob.size < size;
    return ls_ok();
}

struct ls_result ls_cfb_stream_open(struct ls_cfb *cfb, uint32_t i, struct ls_cfb_stream *stream)
{
    struct ls_cfb_entry *entry = &cfb->entries.at[i];
    bool mini = entry->size < cfb->header.cutoff;
    struct ls_result r = mini ? mini_chain(cfb, entry->start, entry->size, stream)
                              : ls_cfb_chain(cfb, entry->start, entry->size, stream);
    if (ls_failed(r))
        return r;
    if (stream->cut)
        ls_cfb_note(cfb, "a stream is shorter than the directory says");
    if (!mini && !entry->opened)
        ls_cfb_mark_used(cfb, stream, true);
    entry->opened = true;
    return ls_ok();
}

void ls_cfb_stream_close(struct ls_cfb_stream *stream)
{
    LS_VEC_FINI(&stream->extents);
}

uint64_t ls_cfb_stream_at(const struct ls_cfb_stream *stream)
{
    return stream->extents.n == 1 ? stream->extents.at[0].off : LS_OFF_UNKNOWN;
}

uint64_t ls_cfb_stream_off(const struct ls_cfb_stream *stream, uint64_t off, uint64_t *run)
{
    uint64_t begin;
    const struct ls_cfb_extent *extent = find_extent(stream, off, &begin);
    *run = extent->end - off;
    return extent->off + (off - begin);
}

struct ls_result ls_cfb_load(struct ls_cfb *cfb, uint32_t i, struct ls_buf *out, bool *whole)
{
    struct ls_cfb_stream stream;
    struct ls_result r = ls_cfb_stream_open(cfb, i, &stream);
    size_t room = out->limit - out->n, got = 0;
    size_t want = stream.blob.size < room ? (size_t)stream.blob.size : room;
    if (!ls_failed(r))
        r = LS_VEC_RESERVE(out, want);
    if (!ls_failed(r) && want)
        r = ls_blob_read(&stream.blob, 0, out->at + out->n, want, &got);
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED)
        r = ls_ok(); /* the file ends in it */
    if (!ls_failed(r))
        out->n += got;
    if (whole)
        *whole = got == cfb->entries.at[i].size;
    ls_cfb_stream_close(&stream);
    return ls_failed(r) ? r : ls_charge(cfb->job, 0, got);
}
