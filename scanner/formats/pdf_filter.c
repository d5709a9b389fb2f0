/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pdf_filter.h"

#include "base/alloc.h"
#include "base/fnv.h"

#include <string.h>

enum { LINE_MAX_BYTES = 256 << 10 }; /* a longer line is compared in pieces */

struct ls_result ls_pdf_filter_end_line(struct ls_pdf_filter *f)
{
    bool news = false;
    if (f->has_text)
        LS_TRY(ls_known_add(&f->known, f->hash, &news));
    if (news && f->only_news) {
        if (!f->in_part)
            LS_TRY(ls_emit_part(f->outer, &f->info));
        f->in_part = true;
        for (size_t at = 0, end; at < f->line.n; at = end + 1) {
            const char *cell = memchr(f->line.at + at, '\x1F', f->line.n - at);
            end = cell ? (size_t)(cell - f->line.at) : f->line.n;
            if (end > at)
                LS_TRY(ls_emit_text(f->outer, (struct ls_str){f->line.at + at, end - at}, NULL, 0));
            LS_TRY(ls_emit_break(f->outer, cell ? LS_BREAK_CELL : LS_BREAK_LINE));
        }
    }
    LS_VEC_CLEAR(&f->line);
    f->hash = LS_FNV_START;
    f->has_text = false;
    return ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct ls_pdf_filter *f = user;
    LS_TRY(ls_pdf_filter_end_line(f));
    if (!f->only_news)
        return ls_emit_part(f->outer, info);
    f->in_part = f->in_part && f->info.page == info->page && f->as != LS_PART_NONE;
    f->info = *info;
    if (f->as != LS_PART_NONE)
        f->info.part = f->as;
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_pdf_filter *f = user;
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.at[i] <= ' ')
            continue;
        f->hash = ls_fnv_add(f->hash, (uint8_t)text.at[i]);
        f->has_text = true;
    }
    if (!f->only_news)
        return ls_emit_text(f->outer, text, map, base);
    LS_TRY(ls_charge(f->outer, 0, 0));
    for (size_t at = 0, n; at < text.len; at += n) {
        size_t room = LINE_MAX_BYTES - f->line.n;
        n = text.len - at < room ? text.len - at : room;
        LS_TRY(ls_buf_add(&f->line, text.at + at, n));
        if (f->line.n == LINE_MAX_BYTES)
            LS_TRY(ls_pdf_filter_end_line(f));
    }
    return ls_ok();
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    struct ls_pdf_filter *f = user;
    if (what != LS_BREAK_CELL || f->line.n == LINE_MAX_BYTES)
        LS_TRY(ls_pdf_filter_end_line(f));
    else if (f->only_news)
        LS_TRY(ls_buf_char(&f->line, '\x1F'));
    return f->only_news ? ls_ok() : ls_emit_break(f->outer, what);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    struct ls_pdf_filter *f = user;
    return ls_emit_cell(f->outer, row, column);
}

/* An attachment is the same when it has the same name and stands in the same place; without a
 * place, as a form in XML, its length decides. */
static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct ls_pdf_filter *f = user;
    struct ls_child told = *child;
    uint64_t hash = ls_fnv_word(LS_FNV_START, child->off);
    bool news;
    hash = ls_fnv(hash, child->name.at, child->name.len);
    hash = ls_fnv_word(hash, child->blob->size);
    if (child->blob->memory)
        hash = ls_fnv(hash, child->blob->memory, (size_t)child->blob->size);
    LS_TRY(ls_known_add(&f->known, hash, &news));
    if (f->only_news)
        told.part = f->as;
    return news || !f->only_news ? ls_emit_child(f->outer, &told) : ls_ok();
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct ls_pdf_filter *f = user;
    f->gaps += f->only_news;
    return f->only_news ? ls_ok() : f->outer->emit->gap(f->outer->user, member, gap);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    struct ls_pdf_filter *f = user;
    return ls_charge(f->outer, entries, bytes);
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
};

void ls_pdf_filter_init(struct ls_pdf_filter *filter, struct ls_format_job *outer)
{
    *filter = (struct ls_pdf_filter){
        .job = *outer,
        .outer = outer,
        .line = {.limit = LINE_MAX_BYTES + 1},
        .hash = LS_FNV_START,
    };
    filter->job.emit = &emit;
    filter->job.user = filter;
}

void ls_pdf_filter_begin(struct ls_pdf_filter *filter, enum ls_part as)
{
    LS_VEC_CLEAR(&filter->line);
    filter->hash = LS_FNV_START;
    filter->has_text = false;
    filter->only_news = true;
    filter->as = as;
    filter->in_part = as == LS_PART_NONE;
    filter->info =
        (struct ls_part_info){.part = as, .link_off = LS_OFF_UNKNOWN, .raw_off = LS_OFF_UNKNOWN};
}

void ls_pdf_filter_fini(struct ls_pdf_filter *filter)
{
    LS_VEC_FINI(&filter->line);
    ls_known_fini(&filter->known);
}
