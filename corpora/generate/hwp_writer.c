/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/hwp_writer.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>
#include <zlib.h>

enum {
    ROOM = 1 << 22,
    HEAD = 66,
    TEXT = 67,
    CONTROL = 71,
    LIST = 72,
    FORMULA = 88,
    FILE_HEADER = 256
};

static void put_record(struct ls_buf *out, unsigned type, unsigned level,
                       const struct ls_buf *content)
{
    size_t len = content ? content->n : 0;
    put_number(out, type | level << 10 | (uint32_t)(len < 0xFFF ? len : 0xFFF) << 20, 4);
    if (len >= 0xFFF)
        put_number(out, len, 4);
    if (len)
        must(ls_buf_add(out, content->at, len));
}

/* Behind its length. */
static void put_string(struct ls_buf *out, const char *text)
{
    struct ls_buf units = {.limit = ROOM};
    put_utf16(&units, text);
    put_number(out, units.n / 2, 2);
    must(ls_buf_add(out, units.at, units.n));
    LS_VEC_FINI(&units);
}

/* A paragraph; `controls`: so many characters in it stand for something. */
static void put_paragraph(struct ls_buf *out, unsigned level, const char *text, int controls)
{
    struct ls_buf units = {.limit = ROOM};
    put_record(out, HEAD, level, NULL);
    for (int i = 0; i < controls; i++) {
        put_number(&units, 11, 2);
        put_number(&units, 0x4141, 12); /* nobody's text */
        put_number(&units, 11, 2);
    }
    put_utf16(&units, text);
    put_number(&units, 13, 2);
    put_record(out, TEXT, level + 1, &units);
    LS_VEC_FINI(&units);
}

static void put_id(struct ls_buf *out, const char *id)
{
    for (int i = 3; i >= 0; i--)
        put_number(out, (uint8_t)id[i], 1);
}

static void put_control(struct ls_buf *out, const char *id)
{
    struct ls_buf content = {.limit = ROOM};
    put_id(&content, id);
    put_number(&content, 0, 8);
    put_record(out, CONTROL, 1, &content);
    LS_VEC_FINI(&content);
}

/* A control with strings of its own: `skip` bytes, then one or two. */
static void put_words(struct ls_buf *out, const char *id, size_t skip, const char *first,
                      const char *second)
{
    struct ls_buf content = {.limit = ROOM};
    if (second) {
        put_id(&content, id);
        put_number(&content, 0, skip);
        if (first)
            put_string(&content, first);
        put_string(&content, second);
        put_number(&content, 0, 20);
        put_record(out, CONTROL, 1, &content);
    }
    LS_VEC_FINI(&content);
}

static void put_formula(struct ls_buf *out, const char *script)
{
    struct ls_buf content = {.limit = ROOM};
    if (script) {
        put_control(out, "eqed");
        put_number(&content, 0, 4);
        put_string(&content, script);
        put_number(&content, 0, 12);
        put_record(out, FORMULA, 2, &content);
    }
    LS_VEC_FINI(&content);
}

static void put_list(struct ls_buf *out, unsigned column, unsigned row)
{
    struct ls_buf content = {.limit = ROOM};
    put_number(&content, 1, 8);
    put_number(&content, column, 2);
    put_number(&content, row, 2);
    put_number(&content, 0, 30);
    put_record(out, LIST, 2, &content);
    LS_VEC_FINI(&content);
}

static void put_aside(struct ls_buf *out, const char *id, const char *text)
{
    if (!text)
        return;
    put_control(out, id);
    put_list(out, 0, 0);
    put_paragraph(out, 2, text, 0);
}

static void put_table(struct ls_buf *out, const char *cell)
{
    put_control(out, "tbl ");
    for (unsigned i = 0; i < 4; i++) {
        put_list(out, i % 2, i / 2);
        put_paragraph(out, 2, i == 3 ? cell : i == 0 ? "a" : i == 1 ? "b" : "c", 0);
    }
}

static void pack(const struct ls_buf *bytes, bool plain, struct ls_buf *out)
{
    uint8_t chunk[1 << 16];
    z_stream z = {.next_in = (const Bytef *)bytes->at, .avail_in = (uInt)bytes->n};
    if (plain) {
        must(ls_buf_add(out, bytes->at, bytes->n));
        return;
    }
    MUST(deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    int r = Z_OK;
    while (r == Z_OK) {
        z.next_out = chunk;
        z.avail_out = sizeof chunk;
        r = deflate(&z, Z_FINISH);
        must(ls_buf_add(out, chunk, sizeof chunk - z.avail_out));
    }
    MUST(r == Z_STREAM_END && deflateEnd(&z) == Z_OK);
}

static void put_stream(struct ls_cfb_writer *w, uint32_t storage, const char *name,
                       const struct ls_buf *bytes, bool plain)
{
    struct ls_buf packed = {.limit = ROOM};
    pack(bytes, plain, &packed);
    ls_cfb_stream(w, storage, name, packed.at, packed.n);
    LS_VEC_FINI(&packed);
}

void ls_hwp_make(const struct ls_hwp_texts *t, struct ls_buf *out)
{
    struct ls_buf section = {.limit = ROOM}, header = {.limit = ROOM}, object = {.limit = ROOM};
    struct ls_cfb_writer w;
    put_paragraph(&section, 0, t->text ? t->text : "one", 5);
    put_aside(&section, "head", t->header);
    put_aside(&section, "fn  ", t->footnote);
    put_aside(&section, "tcmt", t->comment);
    put_aside(&section, "gso ", t->box);
    put_words(&section, "tdut", 0, "r", t->ruby);
    put_words(&section, "tcps", 0, NULL, t->overlap);
    put_words(&section, "%clk", 5, NULL, t->field);
    put_formula(&section, t->formula);
    if (t->cell)
        put_table(&section, t->cell);
    put_paragraph(&section, 0, "end", 0);
    must(ls_buf_str(&header, "HWP Document File"));
    put_number(&header, 0, 32 - header.n);
    put_number(&header, 0x05000300, 4);
    put_number(&header, (t->plain ? 0u : 1u) | t->flags, 4);
    put_number(&header, 0, FILE_HEADER - header.n);
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "FileHeader", header.at, header.n);
    uint32_t body = ls_cfb_storage(&w, 0, "BodyText");
    if (t->cut)
        put_stream(&w, body, "Section0", &(struct ls_buf){.at = (char[]){67, 4, 0}, .n = 3},
                   t->plain);
    put_stream(&w, body,
               t->cut    ? "Section1"
               : t->late ? "Section2"
                         : "Section0",
               &section, t->plain);
    if (t->object) {
        put_number(&object, t->object_len, 4);
        must(ls_buf_add(&object, t->object, t->object_len));
        put_stream(&w, ls_cfb_storage(&w, 0, "BinData"), "BIN0001.OLE", &object, false);
    }
    if (t->before) {
        struct ls_buf before = {.limit = ROOM};
        must(ls_buf_str(&before, t->before));
        put_stream(&w, ls_cfb_storage(&w, 0, "DocHistory"), "VersionLog0", &before, t->plain);
        LS_VEC_FINI(&before);
    }
    ls_cfb_end(&w, out);
    LS_VEC_FINI(&section);
    LS_VEC_FINI(&header);
    LS_VEC_FINI(&object);
}
