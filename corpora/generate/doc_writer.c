/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/doc_writer.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "generate/must.h"
#include "generate/put.h"

#include <string.h>

enum {
    MAX = 1 << 26,
    PAGE = 512,
    NEW_TEXT = 0x400,
    OLD_TEXT = 0x300,
    LISTS = 93,
    RUNS_MAX = 64,
    STYLES = 16, /* of which the last one hides */
};

/* Bytes of a run in WordDocument, and its characters. */
struct spot {
    uint32_t fc, fc_end, cp, cp_end;
};

struct writer {
    const struct ls_doc_spec *spec;
    struct ls_buf *main, *table, *data;
    size_t fib; /* where it begins */
    struct spot spots[RUNS_MAX];
    uint32_t ccp[LS_DOC_STORIES_N];
    uint32_t form_at, picture_at;
};

static void put(struct ls_buf *buf, const void *bytes, size_t len)
{
    must(ls_buf_add(buf, bytes, len));
}

static void put16(struct ls_buf *buf, unsigned v)
{
    uint8_t bytes[2] = {(uint8_t)v, (uint8_t)(v >> 8)};
    put(buf, bytes, 2);
}

static void put32(struct ls_buf *buf, uint32_t v)
{
    put16(buf, v & 0xFFFF);
    put16(buf, v >> 16);
}

static void set16(struct ls_buf *buf, size_t off, unsigned v)
{
    MUST(off + 2 <= buf->n);
    buf->at[off] = (char)v;
    buf->at[off + 1] = (char)(v >> 8);
}

static void set32(struct ls_buf *buf, size_t off, uint32_t v)
{
    set16(buf, off, v & 0xFFFF);
    set16(buf, off + 2, v >> 16);
}

static void zeros(struct ls_buf *buf, size_t n)
{
    while (n--)
        must(ls_buf_char(buf, '\0'));
}

static void align(struct ls_buf *buf, size_t to)
{
    while (buf->n % to)
        must(ls_buf_char(buf, '\0'));
}

/* UTF-16; returns how many units. */
static uint32_t put_wide(struct ls_buf *buf, const char *utf8)
{
    size_t begin = buf->n;
    put_utf16(buf, utf8);
    return (uint32_t)(buf->n - begin) / 2;
}

/* A list of the FIB: what stands at the end of the table from `begin` on. */
static void set_list(struct writer *w, unsigned which, size_t begin)
{
    struct ls_buf *in = w->spec->old ? w->main : w->table;
    size_t at = w->fib + (w->spec->old ? 0x58 : 0x9A) + 8 * (size_t)which;
    set32(w->main, at, (uint32_t)begin);
    set32(w->main, at + 4, (uint32_t)(in->n - begin));
}

static void begin_fib(struct writer *w)
{
    const struct ls_doc_spec *spec = w->spec;
    struct ls_buf *main = w->main;
    w->fib = main->n;
    zeros(main, spec->old ? OLD_TEXT : NEW_TEXT);
    set16(main, w->fib, spec->old ? 0xA5DC : 0xA5EC);
    set16(main, w->fib + 2, spec->old ? 0x65 : 0xC1);
    set16(main, w->fib + 6, spec->lid ? spec->lid : 0x0804);
    set16(main, w->fib + 10, spec->flags | (spec->old ? 0 : 0x1200));
    set32(main, w->fib + 0x18, (uint32_t)main->n);
    if (spec->old)
        return;
    set16(main, w->fib + 0x20, 14);
    set16(main, w->fib + 0x3C, spec->lid ? spec->lid : 0x0804);
    set16(main, w->fib + 0x3E, 22);
    set16(main, w->fib + 0x98, LISTS);
}

static void write_text(struct writer *w)
{
    uint32_t cp = 0;
    MUST(w->spec->runs_n <= RUNS_MAX);
    for (size_t i = 0; i < w->spec->runs_n; i++) {
        const struct ls_doc_run *run = &w->spec->runs[i];
        struct spot *spot = &w->spots[i];
        bool narrow = w->spec->old || run->look & LS_DOC_NARROW;
        uint32_t n = (uint32_t)strlen(run->text);
        align(w->main, 2);
        spot->fc = (uint32_t)w->main->n;
        if (narrow)
            put(w->main, run->text, n);
        else
            n = put_wide(w->main, run->text);
        spot->fc_end = (uint32_t)w->main->n;
        spot->cp = cp;
        cp += run->look & LS_DOC_GONE ? 0 : n;
        spot->cp_end = cp;
        w->ccp[run->story] += spot->cp_end - spot->cp;
    }
    set32(w->main, w->fib + 0x1C, (uint32_t)w->main->n);
    const uint32_t ccp[] = {w->ccp[LS_DOC_BODY],
                            w->ccp[LS_DOC_FOOTNOTE],
                            w->ccp[LS_DOC_HEADER] + w->ccp[LS_DOC_FOOTER],
                            0,
                            w->ccp[LS_DOC_COMMENT],
                            w->ccp[LS_DOC_ENDNOTE],
                            w->ccp[LS_DOC_BOX]};
    for (size_t i = 0; i < sizeof ccp / sizeof *ccp; i++)
        set32(w->main, w->fib + (w->spec->old ? 0x34 : 0x4C) + 4 * i, ccp[i]);
}

/* Clx: no lists of sprms, then the pieces. */
static void write_pieces(struct writer *w)
{
    size_t begin = w->table->n, n = 0;
    for (size_t i = 0; i < w->spec->runs_n; i++)
        n += w->spots[i].cp_end > w->spots[i].cp;
    n += w->spec->backwards + w->spec->again;
    must(ls_buf_char(w->table, 2));
    put32(w->table, (uint32_t)(4 + n * 12));
    put32(w->table, 0);
    for (size_t i = 0; i < w->spec->runs_n; i++)
        if (w->spots[i].cp_end > w->spots[i].cp)
            put32(w->table, w->spots[i].cp_end);
    for (uint32_t i = 0; i < w->spec->again; i++)
        put32(w->table, w->spots[w->spec->runs_n - 1].cp_end + i + 1);
    if (w->spec->backwards)
        put32(w->table, 0);
    for (size_t i = 0; i < w->spec->runs_n; i++) {
        const struct ls_doc_run *run = &w->spec->runs[i];
        if (w->spots[i].cp_end == w->spots[i].cp)
            continue;
        put16(w->table, 0);
        put32(w->table,
              run->look & LS_DOC_NARROW ? w->spots[i].fc * 2 | 0x40000000 : w->spots[i].fc);
        put16(w->table, run->look & LS_DOC_HIDDEN_PIECE ? 0x5C << 1 | 1 << 8 : 0);
    }
    for (uint32_t i = 0; i < w->spec->again; i++) {
        put16(w->table, 0);
        put32(w->table, w->spots[0].fc);
        put16(w->table, 0);
    }
    if (w->spec->backwards)
        zeros(w->table, 8);
    set_list(w, 33, begin);
}

/* The sprms of a run. */
static void put_looks(const struct writer *w, unsigned look, struct ls_buf *out)
{
    static const struct {
        unsigned look;
        unsigned sprm, value, size;
    } sprms[] = {
        {LS_DOC_DELETED, 0x0800, 1, 1}, {LS_DOC_HIDDEN, 0x083C, 1, 1},
        {LS_DOC_SHOWN, 0x083C, 0, 1},   {LS_DOC_STAR, 0x6A09, 0xF0AB0001, 4},
        {LS_DOC_FORM, 0x6A03, 0, 4},    {LS_DOC_PICTURE, 0x6A03, 0, 4},
    };
    for (size_t i = 0; i < sizeof sprms / sizeof *sprms; i++) {
        uint32_t value = sprms[i].look == LS_DOC_FORM      ? w->form_at
                         : sprms[i].look == LS_DOC_PICTURE ? w->picture_at
                                                           : sprms[i].value;
        if (!(look & sprms[i].look))
            continue;
        put16(out, sprms[i].sprm);
        if (sprms[i].size == 1)
            must(ls_buf_char(out, (char)value));
        else
            put32(out, value);
    }
}

/* The looks of paragraphs: style, end of a row. */
static void put_paragraph(unsigned look, struct ls_buf *out)
{
    put16(out, look & LS_DOC_HIDDEN_STYLE ? STYLES - 1 : 0);
    if (look & LS_DOC_ROW_END) {
        put16(out, 0x2417);
        must(ls_buf_char(out, 1));
    }
    if (out->n % 2 == 0) /* with the byte of its length, an even number */
        must(ls_buf_char(out, 0));
}

/* A page of looks, and the list that leads to it. */
static void write_looks(struct writer *w, bool paragraphs)
{
    size_t begin = w->table->n, n = w->spec->runs_n, width = paragraphs ? 13 : 1, at = PAGE - 2;
    char page[PAGE] = {0};
    align(w->main, PAGE);
    MUST(n && 4 * (n + 1) + width * n < PAGE / 2);
    for (size_t i = 0; i < n; i++) {
        struct ls_buf looks = {.limit = 64};
        memcpy(page + 4 * i, &w->spots[i].fc, 4);
        memcpy(page + 4 * i + 4, &w->spots[i].fc_end, 4);
        if (paragraphs)
            put_paragraph(w->spec->runs[i].look, &looks);
        else
            put_looks(w, w->spec->runs[i].look, &looks);
        if (looks.n) {
            at -= (looks.n + 2) / 2 * 2;
            page[4 * (n + 1) + width * i] = (char)(at / 2);
            page[at] = (char)(paragraphs ? (looks.n + 1) / 2 : looks.n);
            memcpy(page + at + 1, looks.at, looks.n);
        }
        LS_VEC_FINI(&looks);
    }
    page[PAGE - 1] = (char)n;
    put32(w->table, w->spots[0].fc);
    put32(w->table, w->spots[n - 1].fc_end);
    put32(w->table, (uint32_t)(w->main->n / PAGE));
    put(w->main, page, PAGE);
    set_list(w, paragraphs ? 13 : 12, begin);
}

/* Styles: all empty but the last, a paragraph style that hides. */
static void write_styles(struct writer *w)
{
    static const uint8_t std[] = {
        0x30, 0,    0x01,       0xF0 | 0x0F, 0x02, 0,
        0,    0,    0,          0,                    /* kind 1, no base, two lists of sprms */
        1,    0,    'h',        0,           0,    0, /* name */
        2,    0,    STYLES - 1, 0,           3,    0,
        0x3C, 0x08, 1,          0, /* vanish */
    };
    size_t begin = w->table->n;
    put16(w->table, 18);
    put16(w->table, STYLES);
    put16(w->table, 10);
    zeros(w->table, 14);
    zeros(w->table, (STYLES - 1) * (size_t)2);
    put16(w->table, sizeof std);
    put(w->table, std, sizeof std);
    set_list(w, 1, begin);
}

static void write_headers(struct writer *w)
{
    size_t begin = w->table->n;
    uint32_t header = w->ccp[LS_DOC_HEADER], all = header + w->ccp[LS_DOC_FOOTER];
    const uint32_t cps[] = {0, 0, 0, 0, 0, 0, 0, 0, header, header, all, all, all, all};
    for (size_t i = 0; i < sizeof cps / sizeof *cps; i++)
        put32(w->table, cps[i]);
    set_list(w, 11, begin);
}

/* A table of strings: `n` of them, all empty but number `i`. */
static void write_strings(struct writer *w, unsigned which, const char *text, unsigned i,
                          unsigned n)
{
    size_t begin = w->table->n;
    if (!text)
        return;
    put16(w->table, 0xFFFF);
    put16(w->table, n);
    put16(w->table, 0);
    for (unsigned k = 0; k < n; k++) {
        size_t at = w->table->n;
        put16(w->table, 0);
        if (k == i)
            set16(w->table, at, put_wide(w->table, text));
    }
    set_list(w, which, begin);
}

static void write_variable(struct writer *w)
{
    size_t begin = w->table->n;
    if (!w->spec->variable)
        return;
    put16(w->table, 0xFFFF);
    put16(w->table, 1);
    put16(w->table, 4);
    put16(w->table, 1);
    put16(w->table, 'v');
    put32(w->table, 0);
    size_t at = w->table->n;
    put16(w->table, 0);
    set16(w->table, at, put_wide(w->table, w->spec->variable));
    set_list(w, 60, begin);
}

/* One font, of symbols; the other one before it is of no name. */
static void write_fonts(struct writer *w)
{
    size_t begin = w->table->n;
    put16(w->table, 2);
    put16(w->table, 0);
    for (int i = 0; i < 2; i++) {
        size_t at = w->table->n;
        zeros(w->table, 40);
        put_wide(w->table, i ? "Wingdings" : "x");
        put16(w->table, 0);
        w->table->at[at] = (char)(w->table->n - at - 1);
    }
    set_list(w, 15, begin);
}

/* A shape whose only property is a string ([MS-ODRAW] 2.2.14, 2.2.9). */
static void put_shape(struct ls_buf *out, unsigned property, const char *text)
{
    size_t begin = out->n;
    put16(out, 0x000F);
    put16(out, 0xF004);
    put32(out, 0);
    size_t options = out->n;
    put16(out, 1 << 4 | 3);
    put16(out, 0xF00B);
    put32(out, 0);
    put16(out, 0xC000 | property);
    size_t size = out->n;
    put32(out, 0);
    put_wide(out, text);
    put16(out, 0);
    set32(out, size, (uint32_t)(out->n - size - 4));
    set32(out, options + 4, (uint32_t)(out->n - options - 8));
    set32(out, begin + 4, (uint32_t)(out->n - begin - 8));
}

/* What all drawings share: nothing; then the drawing of the headers. */
static void write_drawing(struct writer *w)
{
    size_t begin = w->table->n;
    if (!w->spec->word_art && !w->spec->shape_name)
        return;
    put16(w->table, 0x000F);
    put16(w->table, 0xF000);
    put32(w->table, 0);
    must(ls_buf_char(w->table, 1));
    size_t drawing = w->table->n;
    put16(w->table, 0x000F);
    put16(w->table, 0xF002);
    put32(w->table, 0);
    if (w->spec->word_art)
        put_shape(w->table, 0x00C0, w->spec->word_art);
    if (w->spec->shape_name)
        put_shape(w->table, 0x0380, w->spec->shape_name);
    set32(w->table, drawing + 4, (uint32_t)(w->table->n - drawing - 8));
    set_list(w, 50, begin);
}

/* A form field and a picture in Data, each behind a header of 68 bytes. */
static void write_data(struct writer *w)
{
    struct ls_buf *data = w->data;
    w->form_at = (uint32_t)data->n;
    zeros(data, 68);
    set16(data, w->form_at + 4, 68);
    put32(data, 0xFFFFFFFF);
    put16(data, 0);
    put32(data, 0);
    for (int i = 0; i < 7; i++) { /* name, text, format, help, status, two macros */
        size_t at = data->n;
        put16(data, 0);
        if (i == 3 && w->spec->form_help)
            set16(data, at, put_wide(data, w->spec->form_help));
        put16(data, 0);
    }
    set32(data, w->form_at, (uint32_t)data->n - w->form_at);
    w->picture_at = (uint32_t)data->n;
    zeros(data, 68);
    set16(data, w->picture_at + 4, 68);
    set16(data, w->picture_at + 6, 0x64);
    put_shape(data, 0x0381, w->spec->picture_text ? w->spec->picture_text : "x");
    set32(data, w->picture_at, (uint32_t)data->n - w->picture_at);
}

/* A level ([MS-DOC] 2.9.150): formats of three and two bytes, text, its number, text again. */
static void put_level(struct ls_buf *out, const char *text)
{
    static const uint8_t head[28] = {[24] = 2, [25] = 3};
    put(out, head, sizeof head);
    zeros(out, 5);
    size_t at = out->n;
    put16(out, 0);
    uint32_t n = text ? put_wide(out, text) : 0;
    put16(out, 0);
    set16(out, at, n + 1 + (text ? put_wide(out, text) : 0));
}

/* Lists of one and of nine levels; the second one has the text. Then what paragraphs say instead.
 */
static void write_lists(struct writer *w)
{
    struct ls_buf *table = w->table;
    size_t begin = table->n;
    if (w->spec->list) {
        put16(table, 2);
        zeros(table, 26);
        put16(table, 1);
        zeros(table, 28);
        set_list(w, 73, begin);
        for (int i = 0; i < 10; i++)
            put_level(table, i == 1 ? w->spec->list : NULL);
    }
    begin = table->n;
    if (w->spec->list_override) {
        put32(table, 1);
        zeros(table, 12);
        put32(table, 2);
        set_list(w, 74, begin);
        put32(table, 0xFFFFFFFF);
        put32(table, 1);
        put32(table, 0x10);
        put32(table, 1);
        put32(table, 0x20);
        put_level(table, w->spec->list_override);
    }
}

static void write_document(struct writer *w)
{
    begin_fib(w);
    write_text(w);
    if (w->spec->old)
        return;
    if (w->spec->form_help || w->spec->picture_text)
        write_data(w);
    write_styles(w);
    write_headers(w);
    write_looks(w, false);
    write_looks(w, true);
    write_pieces(w);
    write_fonts(w);
    write_strings(w, 21, w->spec->bookmark, 0, 1);
    write_strings(w, 32, w->spec->title, 2, 18);
    write_strings(w, 51, w->spec->author, 1, 2);
    write_variable(w);
    write_drawing(w);
    write_lists(w);
}

void ls_doc_streams(const struct ls_doc_spec *spec, struct ls_cfb_writer *file, uint32_t storage)
{
    struct ls_buf main = {.limit = MAX}, table = {.limit = MAX}, data = {.limit = MAX};
    struct writer w = {.spec = spec, .main = &main, .table = &table, .data = &data};
    write_document(&w);
    if (spec->glossary) {
        struct writer second = w;
        second.spec = spec->glossary;
        memset(second.ccp, 0, sizeof second.ccp);
        align(&main, PAGE);
        set16(&main, w.fib + 8, (unsigned)(main.n / PAGE));
        write_document(&second);
    }
    ls_cfb_stream(file, storage, "WordDocument", main.at, main.n);
    if (!spec->old && !spec->no_table)
        ls_cfb_stream(file, storage, spec->other_table ? "0Table" : "1Table", table.at, table.n);
    if (data.n)
        ls_cfb_stream(file, storage, "Data", data.at, data.n);
    LS_VEC_FINI(&main);
    LS_VEC_FINI(&table);
    LS_VEC_FINI(&data);
}

void ls_doc_write(const struct ls_doc_spec *spec, struct ls_buf *out)
{
    struct ls_cfb_writer file;
    ls_cfb_begin(&file);
    ls_doc_streams(spec, &file, 0);
    ls_cfb_end(&file, out);
}
