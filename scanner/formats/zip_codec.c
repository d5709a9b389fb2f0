/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A filter of libarchive between the packed bytes and the reader. LZMA data gets the header of the
 * .lzma format in place of its own (APPNOTE 5.8.8).
 *
 *   ZIP    [version 2][length of properties 2][properties 5][stream]
 *   .lzma  [properties 5][size 8, all ones where an end mark closes the stream][stream]
 */
#include "formats/zip_codec.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

enum {
    CHUNK = 32 << 10,
    LZMA_PROPERTIES = 5,
    LZMA_ALONE_HEADER = 13,
    LZMA_DICTIONARY_MAX = 64 << 20,
    FLAG_END_MARK = 1 << 1,
};

struct zip_codec {
    struct ls_blob out;
    uint64_t out_off;
    bool ended;
    struct ls_result failure; /* of the output */
    struct archive *archive;
    struct ls_zip *zip;
    uint64_t at, lo, hi; /* packed bytes: next, first, end */
    struct ls_result in_failure;
    size_t header_n;
    uint8_t header[LZMA_ALONE_HEADER];
    uint8_t chunk[CHUNK];
};

static int filter_of(uint16_t method)
{
    switch (method) {
    case ZIP_BZIP2:
        return ARCHIVE_FILTER_BZIP2;
    case ZIP_LZMA:
        return ARCHIVE_FILTER_LZMA;
    case ZIP_ZSTD:
        return ARCHIVE_FILTER_ZSTD;
    case ZIP_XZ:
        return ARCHIVE_FILTER_XZ;
    default:
        return -1;
    }
}

bool zip_codec_has(uint16_t method)
{
    return filter_of(method) >= 0;
}

static la_ssize_t feed(struct archive *archive, void *user, const void **bytes)
{
    struct zip_codec *c = user;
    size_t got;
    (void)archive;
    if (c->header_n > 0) {
        la_ssize_t n = (la_ssize_t)c->header_n;
        *bytes = c->header;
        c->header_n = 0;
        return n;
    }
    uint64_t left = c->at < c->hi ? c->hi - c->at : 0;
    c->in_failure = ls_blob_read(c->zip->blob, c->at, c->chunk,
                                 left < sizeof c->chunk ? (size_t)left : sizeof c->chunk, &got);
    c->at += got;
    *bytes = c->chunk;
    return ls_failed(c->in_failure) ? ARCHIVE_FATAL : (la_ssize_t)got;
}

static struct ls_result read_out(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                 size_t *got)
{
    struct zip_codec *c = LS_CONTAINER(blob, struct zip_codec, out);
    *got = 0;
    if (off != c->out_off)
        return ls_stop(LS_E_INTERNAL);
    if (c->ended || len == 0)
        return c->failure;
    la_ssize_t n = archive_read_data(c->archive, out, len);
    if (n < 0)
        c->failure = ls_failed(c->in_failure) ? c->in_failure : ls_bad(LS_E_MALFORMED);
    c->ended = n <= 0;
    *got = n > 0 ? (size_t)n : 0;
    c->out_off += *got;
    return c->failure;
}

/* Puts the header of the .lzma format in front; false when the member's own is not there. */
static struct ls_result put_lzma_header(struct zip_codec *c, const struct zip_item *item,
                                        bool *there)
{
    uint8_t own[4 + LZMA_PROPERTIES];
    size_t got;
    struct ls_cursor cursor;
    uint64_t size = item->flags & FLAG_END_MARK ? UINT64_MAX : item->pub.size;
    LS_TRY(ls_blob_read(c->zip->blob, c->at, own, sizeof own, &got));
    ls_cursor_init(&cursor, own, got);
    (void)ls_cursor_u16le(&cursor);
    *there = ls_cursor_u16le(&cursor) == LZMA_PROPERTIES;
    uint8_t packed_bits = ls_cursor_u8(&cursor);
    uint32_t dictionary = ls_cursor_u32le(&cursor);
    *there = *there && !cursor.failed;
    /* More is not given, whatever it asks for; data that goes further back then breaks there. */
    if (dictionary > LZMA_DICTIONARY_MAX)
        dictionary = LZMA_DICTIONARY_MAX;
    c->header[0] = packed_bits;
    for (size_t i = 0; i < 4; i++)
        c->header[1 + i] = (uint8_t)(dictionary >> (8 * i));
    for (size_t i = 0; i < 8; i++)
        c->header[5 + i] = (uint8_t)(size >> (8 * i));
    c->header_n = sizeof c->header;
    c->at += sizeof own;
    return ls_ok();
}

/* False when libarchive does not take it. */
static bool open_archive(struct zip_codec *c, uint16_t method)
{
    struct archive_entry *entry;
    c->archive = archive_read_new();
    return c->archive && archive_read_support_format_raw(c->archive) == ARCHIVE_OK &&
           archive_read_append_filter(c->archive, filter_of(method)) == ARCHIVE_OK &&
           archive_read_open2(c->archive, c, NULL, feed, NULL, NULL) == ARCHIVE_OK &&
           archive_read_next_header(c->archive, &entry) == ARCHIVE_OK;
}

struct ls_result zip_codec_open(struct zip_codec **codec, struct ls_zip *zip,
                                const struct zip_item *item, struct ls_blob **blob,
                                const char **why)
{
    if (!*codec && !(*codec = ls_calloc(1, sizeof **codec)))
        return ls_stop(LS_E_MEMORY);
    struct zip_codec *c = *codec;
    bool there = true;
    if (c->archive)
        archive_read_free(c->archive);
    c->archive = NULL;
    c->zip = zip;
    c->at = c->lo = item->pub.data_off;
    if (__builtin_add_overflow(c->lo, item->reach, &c->hi) || c->hi > zip->size)
        c->hi = zip->size;
    c->header_n = 0;
    c->out = (struct ls_blob){.size = LS_SIZE_UNKNOWN, .read = read_out};
    c->out_off = 0;
    c->ended = false;
    c->failure = c->in_failure = ls_ok();
    if (item->pub.method == ZIP_LZMA)
        LS_TRY(put_lzma_header(c, item, &there));
    there = there && open_archive(c, item->pub.method);
    LS_TRY(c->in_failure);
    *blob = there ? &c->out : NULL;
    *why = there ? NULL : LS_REASON_MALFORMED;
    return ls_ok();
}

uint64_t zip_codec_taken(const struct zip_codec *codec)
{
    return codec->at - codec->lo;
}

void zip_codec_free(struct zip_codec *codec)
{
    if (!codec)
        return;
    if (codec->archive)
        archive_read_free(codec->archive);
    ls_free(codec);
}
