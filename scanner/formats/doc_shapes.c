/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts in the properties of drawings ([MS-ODRAW]): words of WordArt, which is what watermarks are
 * made of, and the descriptions of pictures. Records are in records, each with its type and length;
 * what is inside one that holds others follows it, so they are read in one row.
 */
#include "formats/doc_priv.h"

#include "base/cursor.h"

enum {
    RECORD = 8,         /* 2.2.1 OfficeArtRecordHeader */
    DRAWING = 0xF002,   /* of the body, or of the headers */
    OPTIONS = 0xF00B,   /* properties of a shape … */
    OPTIONS_2 = 0xF121, /* … and more of them */
    OPTIONS_3 = 0xF122,
    HOLDS_OTHERS = 0xF,
    OPTION = 6,
    COMPLEX = 0x8000,    /* its value stands behind all options */
    P_WORD_ART = 0x00C0, /* 2.3.22.1 gtextUNICODE */
    P_NAME = 0x0380,     /* 2.3.2.1 wzName */
    P_DESCRIPTION = 0x0381,
    P_TOOLTIP = 0x038D,
    IN_HEADERS = 1,
    PICTURE = 0xF007, /* 2.2.32 OfficeArtFBSE: one that stands elsewhere */
    PICTURE_SIZE = 20,
    PICTURE_OFF = 28,
    PICTURE_END = 36,
};

static struct ls_result say(struct doc *doc, const struct doc_stream *stream, const uint8_t *at,
                            size_t len, enum ls_part part)
{
    uint64_t off = stream->base + (uint64_t)((const char *)at - stream->bytes.at);
    while (len >= 2 && doc_u16(at + len - 2) == 0)
        len -= 2;
    if (len < 2)
        return ls_ok();
    LS_TRY(doc_say(doc, stream, off, len, doc->wide, part));
    return ls_story_text(doc->story, part, ls_str_of("\n"), NULL, 0);
}

static enum ls_part part_of(unsigned id, enum ls_part art)
{
    switch (id & 0x3FFF) {
    case P_WORD_ART:
        return art;
    case P_DESCRIPTION:
    case P_TOOLTIP:
        return LS_PART_ALT_TEXT;
    default:
        return LS_PART_NONE;
    }
}

/* 2.3.1 OfficeArtRGFOPTE: numbers, behind them the strings in the same order. */
static struct ls_result read_options(struct doc *doc, const struct doc_stream *stream,
                                     const uint8_t *at, size_t len, enum ls_part art)
{
    struct ls_cursor c, strings;
    unsigned n = doc_u16(at) >> 4;
    ls_cursor_init(&c, at + RECORD, len);
    ls_cursor_init(&strings, at + RECORD, len);
    (void)ls_cursor_bytes(&strings, n * (size_t)OPTION);
    for (unsigned i = 0; i < n && c.left >= OPTION; i++) {
        unsigned id = ls_cursor_u16le(&c);
        uint32_t value = ls_cursor_u32le(&c);
        if (!(id & COMPLEX))
            continue;
        const uint8_t *string = ls_cursor_bytes(&strings, value);
        if (!string)
            return ls_ok();
        enum ls_part part = part_of(id, art);
        if (part != LS_PART_NONE)
            LS_TRY(say(doc, stream, string, value, part));
    }
    return ls_ok();
}

struct ls_result doc_shape_tell(struct doc *doc, const struct doc_stream *stream, size_t off,
                                size_t end, enum ls_part art)
{
    const uint8_t *bytes = (const uint8_t *)stream->bytes.at;
    while (off <= end && end - off >= RECORD) {
        unsigned head = doc_u16(bytes + off), type = doc_u16(bytes + off + 2);
        uint32_t len = doc_u32(bytes + off + 4);
        size_t left = end - off - RECORD, inside = len < left ? len : left;
        LS_TRY(ls_charge(doc->job, 0, RECORD));
        if (type == OPTIONS || type == OPTIONS_2 || type == OPTIONS_3)
            LS_TRY(read_options(doc, stream, bytes + off, inside, art));
        off += (head & 0xF) == HOLDS_OTHERS ? RECORD : RECORD + inside;
    }
    return ls_ok();
}

/* Pictures that stand between the texts in WordDocument. */
static struct ls_result know_pictures(struct doc *doc, const uint8_t *at, size_t len)
{
    struct ls_cursor c;
    ls_cursor_init(&c, at, len);
    while (c.left >= RECORD) {
        unsigned head = ls_cursor_u16le(&c), type = ls_cursor_u16le(&c);
        size_t inside = ls_cursor_u32le(&c);
        inside = inside < c.left ? inside : c.left;
        if (type == PICTURE && inside >= PICTURE_END) {
            uint64_t off = doc_u32(c.at + PICTURE_OFF);
            LS_TRY(doc_know(doc, off, off + doc_u32(c.at + PICTURE_SIZE)));
        }
        (void)ls_cursor_bytes(&c, (head & 0xF) == HOLDS_OTHERS ? 0 : inside);
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
