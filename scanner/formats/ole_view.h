/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stream of a compound file for a reader of its records: small runs of bytes anywhere in it, and
 * text with the way back to the bytes of the file, however the stream is scattered.
 *
 * One thread at a time.
 */
#ifndef LS_FORMATS_OLE_VIEW_H
#define LS_FORMATS_OLE_VIEW_H

#include "base/buf.h"
#include "decode/charset.h"
#include "formats/cfb.h"

enum {
    LS_OLE_VIEW_WINDOW = 64 << 10,
    LS_OLE_TEXT_PIECE = 512 << 10, /* bytes of text that are decoded at once */
};

struct ls_ole_view {
    struct ls_blob *blob;               /* with random access */
    const struct ls_cfb_stream *stream; /* that it is; NULL: it was decoded, no way leads back */
    uint8_t *window;                    /* bytes [at, at + n) of the blob */
    uint64_t at;
    size_t n;
};

/* Decoded text; valid until the next one. */
struct ls_ole_text {
    struct ls_buf utf8;
    struct ls_map map; /* to the bytes of the file */
    bool mapped;
};

/* The blob, or the stream, outlives the view. */
struct ls_result ls_ole_view_init(struct ls_ole_view *view, struct ls_blob *blob) LS_MUST_USE;
struct ls_result ls_ole_view_stream(struct ls_ole_view *view,
                                    const struct ls_cfb_stream *stream) LS_MUST_USE;
void ls_ole_view_fini(struct ls_ole_view *view);

/* *bytes: len <= LS_OLE_VIEW_WINDOW of them, until the next call; NULL: the stream ends before. */
struct ls_result ls_ole_view_at(struct ls_ole_view *view, uint64_t off, size_t len,
                                const uint8_t **bytes) LS_MUST_USE;

void ls_ole_text_init(struct ls_ole_text *text);
void ls_ole_text_fini(struct ls_ole_text *text);

/*
 * What the `len` <= LS_OLE_TEXT_PIECE bytes at `off` say, as far as the stream goes. Ends of lines
 * (CR, VT, FF) become LF; other control characters are as they are.
 */
struct ls_result ls_ole_view_text(struct ls_ole_view *view, uint64_t off, size_t len,
                                  const struct ls_charset *charset,
                                  struct ls_ole_text *text) LS_MUST_USE;

/* Bytes [off, end) of the view, end <= its blob's size, become the blob of `child`, and its offsets
 * where they stand in the file. The range lives as long as the child. */
void ls_ole_view_child(const struct ls_ole_view *view, uint64_t off, uint64_t end,
                       struct ls_blob_range *range, struct ls_child *child);

/* A code page of Windows or of the Macintosh; NULL: none that is known. */
const struct ls_charset *ls_ole_code_page(uint32_t number);

#endif
