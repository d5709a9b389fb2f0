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
    WINDOW = 64 << 10,    /* bytes of one that are looked at: a form field has fewer */
    HEADER = 68,          /* 2.9.190 PICF, 2.9.158 NilPICFAndBinData */
    MM_SHAPE_FILE = 0x66, /* a name stands before the shape */
    FORM = 0xFFFFFFFF,    /* version of FFData */
    TEXT_FIELD = 0,       /* kinds of fields */
    LIST_FIELD = 2,
    EXTENDED = 0xFFFF,
};

static struct ls_result say(struct doc *doc, const uint8_t *at, size_t len)
{
    uint64_t off = doc->data.base + (uint64_t)((const char *)at - doc->data.bytes.at);
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

/* The bytes of Data from `off` on, as many as what comes before a picture takes. */
static struct ls_result load(struct doc *doc, uint32_t off)
{
    struct doc_stream *data = &doc->data;
    uint64_t size = data->place.blob.size;
    size_t want = off < size && size - off < WINDOW ? (size_t)(size - off) : WINDOW, got = 0;
    LS_VEC_CLEAR(&data->bytes);
    data->base = off;
    if (!data->open || off >= size)
        return ls_ok();
    LS_TRY(LS_VEC_RESERVE(&data->bytes, want));
    struct ls_result r = ls_blob_read(&data->place.blob, off, data->bytes.at, want, &got);
    data->bytes.n = got;
    if (doc->unlocked)
        doc_decrypt(doc, data);
    if (r.reach == LS_BAD && r.code == LS_E_MALFORMED) /* the file ends in it */
        r = ls_ok();
    return ls_failed(r) ? r : ls_charge(doc->job, 0, got);
}

static struct ls_result tell_one(struct doc *doc, uint32_t off)
{
    const struct ls_buf *data = &doc->data.bytes;
    struct ls_cursor c;
    LS_TRY(load(doc, off));
    if (data->n < HEADER)
        return ls_ok();
    const uint8_t *bytes = (const uint8_t *)data->at;
    uint32_t len = doc_u32(bytes);
    size_t left = len < data->n ? len : data->n, header = doc_u16(bytes + 4);
    unsigned kind = doc_u16(bytes + 6);
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
