/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts in the properties of drawings ([MS-ODRAW]): words of WordArt, which is what watermarks are
 * made of, and the descriptions of pictures. Records are in records, each with its type and length;
 * what is inside one that holds others follows it, so they are read in one row.
 */
#include "formats/doc_priv.h"

#include "base/cursor.h"
#include "formats/office_art.h"

enum {
    RECORD = LS_OFFICE_ART_HEADER,
    IN_HEADERS = 1,   /* a drawing that stands there; else in the body */
    PICTURE = 0xF007, /* 2.2.32 OfficeArtFBSE: one that stands elsewhere */
    PICTURE_SIZE = 20,
    PICTURE_OFF = 28,
    PICTURE_END = 36,
};

static struct ls_result say(struct doc *doc, const struct doc_stream *stream, const uint8_t *at,
                            size_t len, enum ls_part part)
{
    uint64_t off = stream->base + (uint64_t)((const char *)at - stream->bytes.at);
    LS_TRY(doc_say(doc, stream, off, len, doc->wide, part));
    return ls_story_text(doc->story, part, ls_str_of("\n"), NULL, 0);
}

/* The texts in the properties of a shape; words of WordArt belong to `art`. */
static struct ls_result read_options(struct doc *doc, const struct doc_stream *stream,
                                     const uint8_t *at, size_t len, unsigned instance,
                                     enum ls_part art)
{
    struct ls_office_art_texts texts;
    struct ls_office_art_text text;
    ls_office_art_texts_init(&texts, at, len, instance);
    while (ls_office_art_next_text(&texts, &text)) {
        enum ls_part part = text.part == LS_PART_TEXT_BOX ? art : text.part;
        LS_TRY(say(doc, stream, text.units, text.len, part));
    }
    return ls_ok();
}

struct ls_result doc_shape_tell(struct doc *doc, const struct doc_stream *stream, size_t off,
                                size_t end, enum ls_part art)
{
    const uint8_t *bytes = (const uint8_t *)stream->bytes.at;
    while (off <= end && end - off >= RECORD) {
        struct ls_office_art_record record = ls_office_art_record(bytes + off);
        size_t left = end - off - RECORD, inside = record.len < left ? record.len : left;
        LS_TRY(ls_charge(doc->job, 0, RECORD));
        if (ls_office_art_is_options(record.type))
            LS_TRY(read_options(doc, stream, bytes + off + RECORD, inside, record.instance, art));
        off += record.version == LS_OFFICE_ART_CONTAINER ? RECORD : RECORD + inside;
    }
    return ls_ok();
}

/* Pictures that stand between the texts in WordDocument. */
static struct ls_result know_pictures(struct doc *doc, const uint8_t *at, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    while (c.left >= RECORD) {
        struct ls_office_art_record record = ls_office_art_record(ls_cursor_bytes(&c, RECORD));
        size_t inside = record.len < c.left ? record.len : c.left;
        if (record.type == PICTURE && inside >= PICTURE_END) {
            uint64_t off = doc_u32(c.at + PICTURE_OFF);
            LS_TRY(doc_know(doc, off, off + doc_u32(c.at + PICTURE_SIZE)));
        }
        (void)ls_cursor_bytes(&c, record.version == LS_OFFICE_ART_CONTAINER ? 0 : inside);
        LS_TRY(ls_charge(doc->job, 0, RECORD));
    }
    return ls_ok();
}

/* 2.9.172 OfficeArtContent: what all drawings share, then each with a byte that says whose it is.
 */
struct ls_result doc_drawings_tell(struct doc *doc)
{
    struct ls_str list = doc_list(doc, DOC_DRAWINGS);
    const struct doc_stream *stream = doc_lists_stream(doc);
    struct ls_cursor c;
    if (doc->fib.old || list.len < RECORD)
        return ls_ok();
    ls_cursor_init(&c, list.at, list.len);
    (void)ls_cursor_u32le(&c);
    size_t shared_len = ls_cursor_u32le(&c);
    const uint8_t *shared = ls_cursor_bytes(&c, shared_len);
    if (shared)
        LS_TRY(know_pictures(doc, shared, shared_len));
    doc_begin(doc, LS_PART_ALT_TEXT, ls_charset_name(doc->wide));
    while (c.left > RECORD) {
        bool headers = ls_cursor_u8(&c) == IN_HEADERS;
        uint32_t len = doc_u32(c.at + 4);
        size_t off = (size_t)((const char *)c.at - stream->bytes.at);
        size_t n = len < c.left - RECORD ? len + RECORD : c.left;
        LS_TRY(doc_shape_tell(doc, stream, off, off + n,
                              headers ? LS_PART_WATERMARK : LS_PART_TEXT_BOX));
        (void)ls_cursor_bytes(&c, n);
    }
    return doc_end(doc);
}
