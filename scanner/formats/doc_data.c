/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What characters in the text lead to in the stream Data: pictures with the properties of their
 * shapes ([MS-DOC] 2.9.192 PICFAndOfficeArtData) and form fields (2.9.78 FFData). Each begins with
 * its length.
 */
#include "formats/doc_priv.h"

#include "base/alloc.h"
#include "base/cursor.h"

#include <stdlib.h>

enum {
    HEADER = 68,          /* 2.9.190 PICF, 2.9.158 NilPICFAndBinData */
    MM_SHAPE_FILE = 0x66, /* a name stands before the shape */
    FORM = 0xFFFFFFFF,    /* version of FFData */
    TEXT_FIELD = 0,       /* kinds of fields */
    LIST_FIELD = 2,
    EXTENDED = 0xFFFF,
};

static struct ls_result say(struct doc *doc, const uint8_t *at, size_t len)
{
    uint64_t off = (uint64_t)((const char *)at - doc->data.bytes.at);
    if (len < 2)
        return ls_ok();
    LS_TRY(doc_say(doc, &doc->data, off, len, doc->wide, LS_PART_FIELD));
    return ls_story_text(doc->story, LS_PART_FIELD, ls_str_of("\n"), NULL, 0);
}

/* Xstz (2.9.355): length, characters, a zero; Xst: without it. */
static struct ls_result say_string(struct doc *doc, struct ls_cursor *c, bool aloud, bool zero)
{
    size_t n = ls_cursor_u16le(c) * (size_t)2;
    const uint8_t *at = ls_cursor_bytes(c, n);
    if (zero)
        (void)ls_cursor_u16le(c);
    return at && aloud ? say(doc, at, n) : ls_ok();
}

/* Name, default text, format, help, text of the status line, two macros, entries of a list. */
static struct ls_result tell_form(struct doc *doc, struct ls_cursor *c)
{
    (void)ls_cursor_u32le(c);
    unsigned kind = ls_cursor_u16le(c) & 3;
    (void)ls_cursor_u32le(c);
    LS_TRY(say_string(doc, c, true, true));
    if (kind == TEXT_FIELD)
        LS_TRY(say_string(doc, c, true, true));
    else
        (void)ls_cursor_u16le(c);
    for (int i = 0; i < 5; i++)
        LS_TRY(say_string(doc, c, i == 1 || i == 2, true));
    if (kind != LIST_FIELD || ls_cursor_u16le(c) != EXTENDED)
        return ls_ok();
    unsigned n = ls_cursor_u16le(c);
    (void)ls_cursor_u16le(c);
    for (unsigned i = 0; i < n && c->left; i++)
        LS_TRY(say_string(doc, c, true, false));
    return ls_ok();
}

static struct ls_result tell_one(struct doc *doc, uint32_t off)
{
    const struct ls_buf *data = &doc->data.bytes;
    struct ls_cursor c;
    if (off >= data->n || data->n - off < HEADER)
        return ls_ok();
    const uint8_t *bytes = (const uint8_t *)data->at + off;
    uint32_t len = doc_u32(bytes);
    size_t left = data->n - off, header = doc_u16(bytes + 4);
    unsigned kind = doc_u16(bytes + 6);
    left = len < left ? len : left;
    LS_TRY(ls_charge(doc->job, 0, HEADER));
    if (header < HEADER || header >= left)
        return ls_ok();
    ls_cursor_init(&c, bytes + header, left - header);
    if (c.left >= 4 && doc_u32(c.at) == FORM)
        return tell_form(doc, &c);
    if (kind == MM_SHAPE_FILE)
        (void)ls_cursor_bytes(&c, ls_cursor_u8(&c));
    size_t at = (size_t)((const char *)c.at - data->at);
    return doc_shape_tell(doc, &doc->data, at, at + c.left, LS_PART_TEXT_BOX);
}

static int ascending(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return *x != *y ? (*x < *y ? -1 : 1) : 0;
}

struct ls_result doc_data_tell(struct doc *doc)
{
    if (doc->pictures.n > 1)
        qsort(doc->pictures.at, doc->pictures.n, sizeof *doc->pictures.at, ascending);
    doc_begin(doc, LS_PART_FIELD, ls_charset_name(doc->wide));
    for (size_t i = 0; i < doc->pictures.n; i++)
        if (i == 0 || doc->pictures.at[i] != doc->pictures.at[i - 1])
            LS_TRY(tell_one(doc, doc->pictures.at[i]));
    return doc_end(doc);
}
