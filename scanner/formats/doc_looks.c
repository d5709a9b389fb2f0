/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The looks of runs: pages of 512 bytes in WordDocument ([MS-DOC] 2.9.33 ChpxFkp, 2.9.179 PapxFkp),
 * which a list leads to. Only runs are kept of which there is something to say: hidden, deleted,
 * ends of rows, symbols.
 *
 *   page   fc 0 … fc n | places of n looks | …  looks, anywhere …  | n
 */
#include "formats/doc_priv.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <stdlib.h>

enum {
    COUNT_AT = DOC_PAGE - 1,
    BX = 13, /* of a paragraph: place and height */
    BX_OLD = 7,
    NUMBER = 0x3FFFFF, /* of a page: 22 bits (2.9.206) */
    COUNT_MAX = 126,
};

typedef struct ls_result (*page_fn)(struct doc *doc, const uint8_t *page);

static struct ls_result keep(struct doc_runs *runs, struct doc_run run)
{
    if (run.flags == 0 || run.lo >= run.hi || runs->list.n == runs->list.limit)
        return ls_ok();
    if (runs->list.n && runs->list.at[runs->list.n - 1].lo > run.lo)
        runs->unsorted = true;
    LS_VEC_PUSH(&runs->list, run);
    return ls_ok();
}

static bool is_hidden_style(const struct doc *doc, unsigned style)
{
    return style < DOC_STYLES_MAX && doc->styles[style];
}

/* The flags of a run of characters. */
static uint16_t flags_of(const struct doc *doc, const struct doc_props *props)
{
    unsigned flags = 0;
    if (props->deleted == 1)
        flags |= DOC_RUN_DELETED;
    if (props->vanish == 1)
        flags |= DOC_RUN_HIDDEN;
    else if (props->vanish == 0 && doc->styles_hide)
        flags |= DOC_RUN_SHOWN;
    else if (props->vanish == 0x81)
        flags |= DOC_RUN_CONTRARY;
    if (props->has_style && is_hidden_style(doc, props->style))
        flags |= DOC_RUN_STYLE_HIDDEN;
    if (props->has_symbol)
        flags |= DOC_RUN_SYMBOL;
    return (uint16_t)flags;
}

static struct ls_result read_characters(struct doc *doc, const uint8_t *page)
{
    unsigned n = page[COUNT_AT];
    for (unsigned i = 0; i < n && 5 * n + 4 < DOC_PAGE; i++) {
        unsigned at = page[4 * (n + 1) + i] * 2u;
        struct doc_props props;
        if (at == 0)
            continue;
        unsigned len = page[at];
        if (len > COUNT_AT - at - 1)
            len = COUNT_AT - at - 1;
        doc_props_init(&props);
        doc_props_apply(&props, page + at + 1, len, doc->fib.old);
        struct doc_run run = {
            .lo = doc_u32(page + (size_t)4 * i),
            .hi = doc_u32(page + (size_t)4 * i + 4),
            .flags = flags_of(doc, &props),
            .symbol_font = props.symbol_font,
            .symbol = props.symbol,
        };
        LS_TRY(keep(&doc->characters, run));
        doc->full |= props.has_picture && doc->pictures.n == doc->pictures.limit;
        if (props.has_picture && doc->pictures.n < doc->pictures.limit)
            LS_VEC_PUSH(&doc->pictures, props.picture);
    }
    return ls_ok();
}

static uint16_t paragraph_flags(const struct doc *doc, const uint8_t *papx, unsigned len)
{
    struct doc_props props;
    unsigned flags = 0;
    if (len < 2)
        return 0;
    doc_props_init(&props);
    doc_props_apply(&props, papx + 2, len - 2, false);
    if (is_hidden_style(doc, doc_u16(papx)))
        flags |= DOC_RUN_STYLE_HIDDEN;
    if (props.row_end)
        flags |= DOC_RUN_ROW_END;
    if (props.inner_cell)
        flags |= DOC_RUN_INNER_CELL;
    if (props.inner_row)
        flags |= DOC_RUN_INNER_ROW;
    return (uint16_t)flags;
}

static struct ls_result read_paragraphs(struct doc *doc, const uint8_t *page)
{
    unsigned n = page[COUNT_AT];
    for (unsigned i = 0; i < n && (4 + BX) * n + 4 < DOC_PAGE; i++) {
        unsigned at = page[4 * (n + 1) + BX * i] * 2u, len;
        if (at == 0)
            continue;
        /* Its length is a number of words, less one byte; after a zero in the next byte. */
        bool longer = page[at] == 0 && at + 1 < COUNT_AT;
        len = longer ? page[at + 1] * 2u : page[at] * 2u - (page[at] > 0);
        at += longer ? 2 : 1;
        if (at >= COUNT_AT)
            continue;
        len = len < COUNT_AT - at ? len : COUNT_AT - at;
        struct doc_run run = {
            .lo = doc_u32(page + (size_t)4 * i),
            .hi = doc_u32(page + (size_t)4 * i + 4),
            .flags = paragraph_flags(doc, page + at, len),
        };
        LS_TRY(keep(&doc->paragraphs, run));
    }
    return ls_ok();
}

/* All pages that a list (2.8.5 PlcBteChpx) leads to. `read`: NULL: only that they are pages. */
static struct ls_result read_pages(struct doc *doc, enum doc_list which, page_fn read)
{
    struct ls_str plc = doc_list(doc, which);
    const struct ls_buf *main = &doc->main.bytes;
    size_t width = doc->fib.old ? 2 : 4, n = plc.len < 4 ? 0 : (plc.len - 4) / (4 + width);
    for (size_t i = 0; i < n; i++) {
        const char *entry = plc.at + 4 * (n + 1) + i * width;
        uint64_t number = doc->fib.old ? doc_u16(entry) : doc_u32(entry) & NUMBER;
        uint64_t off = number * DOC_PAGE;
        LS_TRY(ls_charge(doc->job, 0, DOC_PAGE));
        if (off + DOC_PAGE > main->n)
            continue;
        LS_TRY(doc_know(doc, off, off + DOC_PAGE));
        if (read)
            LS_TRY(read(doc, (const uint8_t *)main->at + off));
    }
    return ls_ok();
}

static int by_place(const void *a, const void *b)
{
    const struct doc_run *x = a, *y = b;
    return x->lo != y->lo ? (x->lo < y->lo ? -1 : 1) : 0;
}

static void sort(struct doc_runs *runs)
{
    if (runs->unsorted)
        qsort(runs->list.at, runs->list.n, sizeof *runs->list.at, by_place);
    runs->unsorted = false;
}

struct ls_result doc_looks_read(struct doc *doc)
{
    LS_VEC_CLEAR(&doc->characters.list);
    LS_VEC_CLEAR(&doc->paragraphs.list);
    LS_TRY(read_pages(doc, DOC_PLC_CHARACTERS, read_characters));
    LS_TRY(read_pages(doc, DOC_PLC_PARAGRAPHS, doc->fib.old ? NULL : read_paragraphs));
    sort(&doc->characters);
    sort(&doc->paragraphs);
    return ls_ok();
}

const struct doc_run *doc_run_at(const struct doc_runs *runs, uint32_t off, uint32_t *until)
{
    /* The first run that begins behind `off`. */
    LS_BISECT(lo, runs->list.n, i, runs->list.at[i].lo <= off);
    if (lo < runs->list.n && runs->list.at[lo].lo < *until)
        *until = runs->list.at[lo].lo;
    if (lo == 0 || runs->list.at[lo - 1].hi <= off)
        return NULL;
    if (runs->list.at[lo - 1].hi < *until)
        *until = runs->list.at[lo - 1].hi;
    return &runs->list.at[lo - 1];
}
