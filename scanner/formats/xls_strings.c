/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of shared strings (SST, 2.4.265). Of each string it is kept where it stands, so that
 * the map of a cell's text can be made again from the text: each character of it came from as many
 * bytes as its width says. A string that a CONTINUE cuts has its map kept.
 */
#include "formats/xls_priv.h"

#include "base/bisect.h"

/* What stands beside the characters: pronunciation (ExtRst, 2.5.86). */
static struct ls_result read_phonetic(struct ls_xls *x, uint32_t len)
{
    struct ls_xls_records *r = &x->records;
    enum { HEAD = 14 }; /* with the length of the text in its last two bytes */
    if (len < HEAD) {
        ls_xls_skip(r, len);
        return ls_ok();
    }
    ls_xls_skip(r, HEAD - 2);
    size_t n = ls_xls_u16(r), fits = (len - HEAD) / 2;
    n = n <= fits ? n : 0;
    LS_TRY(ls_xls_units(r, n, &x->phonetic));
    LS_TRY(ls_xls_tell_line(x, LS_PART_BODY, &x->phonetic));
    ls_xls_skip(r, len - HEAD - 2 * n);
    return ls_ok();
}

static struct ls_result keep_place(struct ls_xls *x)
{
    const struct ls_xls_text *text = &x->text;
    uint32_t at = text->off <= LS_XLS_AT_MAX ? (uint32_t)text->off : 0;
    uint32_t string = (uint32_t)x->strings_at.n;
    at |= text->wide && at ? LS_XLS_AT_WIDE : 0;
    if (text->cut) {
        bool room = x->cuts.limit - x->cuts.n >= text->map.segs.n;
        at = room ? LS_XLS_AT_CUT | 1 : 0;
        for (size_t i = 0; room && i < text->map.segs.n; i++)
            LS_VEC_PUSH(&x->cuts, ((struct ls_xls_cut){string, text->map.segs.at[i]}));
    }
    LS_VEC_PUSH(&x->strings_at, at);
    return ls_ok();
}

static struct ls_result read_strings(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 8); /* how often cells name them; how many there are, which may be wrong */
    x->strings.begun = true;
    x->strings.info = x->info;
    for (uint32_t i = 0; !r->failed && ls_xls_more(r); i++) {
        LS_TRY(ls_xls_string(r, 2, &x->text));
        uint16_t runs = x->text.runs;
        uint32_t extension = x->text.extension;
        if (x->strings.full || x->strings_at.n == x->strings_at.limit) {
            x->strings.full = true;
            LS_TRY(ls_xls_tell_line(x, LS_PART_BODY, &x->text));
        } else {
            size_t before = x->strings.ends.n;
            LS_TRY(ls_xlsx_strings_add(&x->strings, x->story, ls_xls_str(&x->text)));
            if (x->strings.ends.n > before)
                LS_TRY(keep_place(x));
        }
        ls_xls_skip(r, 4 * (uint64_t)runs);
        if (extension)
            LS_TRY(read_phonetic(x, extension));
        if (i % 1024 == 0)
            LS_TRY(ls_charge(x->job, 0, 0));
    }
    return ls_ok();
}

/* Only Excel 97 and later have the table: whatever version a workbook says it is, its strings are
 * not of bytes in a code page, of which a map could not be made again. */
struct ls_result ls_xls_read_strings(struct ls_xls *x)
{
    const struct ls_charset *charset = x->text.charset;
    x->text.charset = NULL;
    struct ls_result r = read_strings(x);
    x->text.charset = charset;
    return r;
}

static size_t char_len(char lead)
{
    unsigned char c = (unsigned char)lead;
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Makes the map of a string that stands at `off` in one piece. */
static struct ls_result make_map(struct ls_map *map, struct ls_str text, uint64_t off, bool wide)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at, len = char_len(text.at[at]);
        uint16_t in_step = !wide ? 1 : len == 4 ? 4 : 2;
        while (at < text.len && char_len(text.at[at]) == len)
            at += len;
        at = at < text.len ? at : text.len;
        LS_TRY(ls_map_add(map, at - from, off, (uint16_t)len, in_step));
        off += (at - from) / len * in_step;
    }
    return ls_ok();
}

/* The first piece of a string's kept map. */
static size_t find_cut(const struct ls_xls *x, uint32_t string)
{
    LS_BISECT(lo, x->cuts.n, i, x->cuts.at[i].string < string);
    return lo;
}

static struct ls_result map_string(struct ls_xls *x, uint32_t string, struct ls_str text,
                                   const struct ls_map **way)
{
    uint32_t at = x->strings_at.at[string];
    struct ls_map *map = &x->text.map;
    *way = NULL;
    if (at == 0 || !x->mapped)
        return ls_ok();
    ls_map_clear(map);
    if (!(at & LS_XLS_AT_CUT)) {
        LS_TRY(make_map(map, text, at & LS_XLS_AT_MAX, at & LS_XLS_AT_WIDE));
        return ls_xls_way(x, map, text.len, way);
    }
    for (size_t i = find_cut(x, string); i < x->cuts.n && x->cuts.at[i].string == string; i++) {
        const struct ls_map_seg *seg = &x->cuts.at[i].seg;
        bool last = i + 1 == x->cuts.n || x->cuts.at[i + 1].string != string;
        uint64_t end = last ? text.len : x->cuts.at[i + 1].seg.out;
        if (end > seg->out)
            LS_TRY(ls_map_add(map, end - seg->out, seg->in, seg->out_step, seg->in_step));
    }
    return ls_xls_way(x, map, text.len, way);
}

struct ls_result ls_xls_tell_shared(struct ls_xls *x, enum ls_part aside, uint32_t row,
                                    uint32_t column, uint32_t string)
{
    const struct ls_map *way;
    struct ls_str text = ls_xlsx_strings_get(&x->strings, string);
    if (text.len == 0)
        return ls_ok();
    LS_TRY(map_string(x, string, text, &way));
    LS_TRY(ls_story_cell(x->story, aside, row, column));
    return ls_story_text(x->story, aside, text, way, 0);
}

struct ls_result ls_xls_end_strings(struct ls_xls *x)
{
    struct ls_part_info info = x->info;
    info.part = LS_PART_HIDDEN;
    ls_story_begin(x->story, &info);
    for (size_t i = 0; i < x->strings.ends.n; i++) {
        const struct ls_map *way;
        struct ls_str text = ls_xlsx_strings_peek(&x->strings, i);
        if (ls_xlsx_strings_used(&x->strings, i) || text.len == 0)
            continue;
        LS_TRY(map_string(x, (uint32_t)i, text, &way));
        LS_TRY(ls_story_text(x->story, LS_PART_NONE, text, way, 0));
        LS_TRY(ls_story_break(x->story, LS_BREAK_LINE));
    }
    LS_TRY(ls_story_end(x->story));
    return ls_xlsx_strings_gap(&x->strings, x->job);
}
