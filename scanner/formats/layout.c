/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each piece gets two numbers: how far along its direction of writing it stands, and how far across
 * it. Sorted by direction, then across, pieces on a baseline are neighbours; each such row is
 * sorted along, and cut into runs; the runs are sorted by drawing order.
 */
#include "formats/layout.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/fnv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double join_gap = 1.0;    /* sizes between pieces of one run, at most */
static const double tab_gap = 4.0;     /* … between runs that a tab parts */
static const double same_row = 0.4;    /* sizes across on one baseline */
static const double cell_gap = 1.5;    /* … or, where words stand apart, cells */
static const double rule_gap = 0.25;   /* … or less, with a line in between */
static const double blank_gap = 0.15;  /* between words */
static const double overlap = 0.6;     /* sizes that a piece may begin before the last one's end */
static const double same_place = 0.25; /* drawn again to look bold */

enum { DIRECTIONS = 64 };

struct placed {
    float along, across, length, size;
    int16_t dx, dy; /* direction in units of 1/DIRECTIONS */
    uint32_t text, len;
    uint32_t order; /* of drawing */
};

/* Pieces [from, to) of the sorted ones. */
struct run {
    uint32_t from, to;
    uint32_t order, row;
    uint64_t hash; /* of what it says, where that matters */
    bool again;    /* it has been said before */
};

/* A vertical line on the page. */
struct rule {
    float x, y0, y1;
};

struct ls_layout {
    struct ls_format_job *job;
    LS_VEC(struct rule) rules;
    LS_VEC(struct placed) pieces;
    LS_VEC(struct run) runs;
    struct ls_buf text;
    struct ls_map map;
    uint32_t begun; /* text offset of the piece that is coming */
    bool words;     /* they stand apart */
    bool stacked;   /* the last runs stood below each other */
};

struct ls_result ls_layout_new(struct ls_format_job *job, struct ls_layout **layout)
{
    struct ls_layout *l = *layout = ls_calloc(1, sizeof *l);
    if (!l)
        return ls_stop(LS_E_MEMORY);
    l->job = job;
    LS_VEC_INIT(&l->pieces, LS_LAYOUT_PIECES_MAX);
    LS_VEC_INIT(&l->runs, LS_LAYOUT_PIECES_MAX);
    l->text.limit = 2 * LS_LAYOUT_TEXT_MAX;
    LS_VEC_INIT(&l->rules, LS_LAYOUT_RULES_MAX);
    ls_map_init(&l->map, 4 * LS_LAYOUT_PIECES_MAX);
    return ls_ok();
}

void ls_layout_words(struct ls_layout *layout)
{
    layout->words = true;
}

void ls_layout_free(struct ls_layout *layout)
{
    if (!layout)
        return;
    LS_VEC_FINI(&layout->pieces);
    LS_VEC_FINI(&layout->runs);
    LS_VEC_FINI(&layout->text);
    LS_VEC_FINI(&layout->rules);
    ls_map_fini(&layout->map);
    ls_free(layout);
}

void ls_layout_clear(struct ls_layout *l)
{
    LS_VEC_CLEAR(&l->pieces);
    LS_VEC_CLEAR(&l->runs);
    LS_VEC_CLEAR(&l->text);
    LS_VEC_CLEAR(&l->rules);
    ls_map_clear(&l->map);
    l->begun = 0;
}

static int by_row(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->dx != y->dx)
        return x->dx < y->dx ? -1 : 1;
    if (x->dy != y->dy)
        return x->dy < y->dy ? -1 : 1;
    if (x->across < y->across || x->across > y->across)
        return x->across < y->across ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static int by_along(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->along < y->along || x->along > y->along)
        return x->along < y->along ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static int by_order(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int by_hash(const void *a, const void *b)
{
    const struct run *x = a, *y = b;
    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return by_order(a, b);
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

static bool is_same_text(const struct ls_layout *l, const struct placed *a, const struct placed *b)
{
    return a->len == b->len && memcmp(l->text.at + a->text, l->text.at + b->text, a->len) == 0;
}

static int by_x(const void *a, const void *b)
{
    const struct rule *x = a, *y = b;
    return x->x < y->x ? -1 : x->x > y->x;
}

/* Whether a line is drawn between two pieces in a row, the rules being sorted. */
static bool is_ruled(const struct ls_layout *l, const struct placed *a, const struct placed *b)
{
    float from = a->along + a->length, to = b->along;
    if (l->rules.n == 0 || a->dy != 0 || a->dx <= 0 ||
        to - from < rule_gap * larger(a->size, b->size))
        return false;
    LS_BISECT(lo, l->rules.n, i, l->rules.at[i].x < from);
    for (; lo < l->rules.n && l->rules.at[lo].x <= to; lo++)
        if (l->rules.at[lo].y0 <= a->across && l->rules.at[lo].y1 >= a->across - 0.5F * a->size)
            return true;
    return false;
}

/* Cuts a row of pieces [from, to), sorted along, into runs. A piece drawn twice is left out. */
static struct ls_result cut_row(struct ls_layout *l, size_t from, size_t to, uint32_t row)
{
    struct placed *p = l->pieces.at;
    struct run run = {(uint32_t)from, (uint32_t)from + 1, p[from].order, row, 0, false};
    for (size_t i = from + 1; i < to; i++) {
        struct placed *last = &p[run.to - 1];
        float size = larger(last->size, p[i].size);
        float gap = p[i].along - (last->along + last->length);
        bool again = p[i].along - last->along < same_place * size && is_same_text(l, last, &p[i]);
        if (again)
            continue;
        if (gap <= join_gap * size && gap >= -overlap * size && !is_ruled(l, last, &p[i])) {
            p[run.to++] = p[i];
            run.order = p[i].order < run.order ? p[i].order : run.order;
            continue;
        }
        LS_VEC_PUSH(&l->runs, run);
        p[run.to] = p[i];
        run = (struct run){run.to, run.to + 1, p[i].order, row, 0, false};
    }
    LS_VEC_PUSH(&l->runs, run);
    return ls_ok();
}

static struct ls_result find_runs(struct ls_layout *l)
{
    struct placed *p = l->pieces.at;
    size_t n = l->pieces.n;
    uint32_t row = 0;
    if (l->rules.n)
        qsort(l->rules.at, l->rules.n, sizeof *l->rules.at, by_x);
    qsort(p, n, sizeof *p, by_row);
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n; to++)
            if (p[to].dx != p[from].dx || p[to].dy != p[from].dy ||
                p[to].across - p[from].across > same_row * larger(p[from].size, p[to].size))
                break;
        qsort(p + from, to - from, sizeof *p, by_along);
        LS_TRY(cut_row(l, from, to, row++));
    }
    qsort(l->runs.at, l->runs.n, sizeof *l->runs.at, by_order);
    return ls_ok();
}

/* The only character of a run, as a piece; NULL: there are more, or it is in ASCII. */
static const struct placed *single(const struct ls_layout *l, const struct run *run, bool *ascii)
{
    const struct placed *piece = &l->pieces.at[run->from];
    unsigned char c = (unsigned char)l->text.at[piece->text];
    size_t want = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    *ascii = c < 0x80;
    return run->to - run->from == 1 && piece->len == want ? piece : NULL;
}

/* Single characters below each other. */
static bool is_below(const struct ls_layout *l, const struct run *above, const struct run *run)
{
    bool a_ascii, b_ascii;
    const struct placed *a = single(l, above, &a_ascii), *b = single(l, run, &b_ascii);
    if (!a || !b || (a_ascii && b_ascii && !l->stacked) || a->dx != b->dx || a->dy != b->dy)
        return false;
    float size = larger(a->size, b->size), down = b->across - a->across;
    return fabsf(a->along - b->along) < 0.5F * size && down > 0.5F * size && down < 2 * size;
}

/* A character of a script that sets no blanks begins here: from U+2E80 on. */
static bool is_wide(const char *at)
{
    unsigned char c = (unsigned char)at[0];
    return c > 0xE2 || (c == 0xE2 && (unsigned char)at[1] >= 0xBA);
}

static bool ends_wide(const struct ls_layout *l, const struct placed *piece)
{
    size_t at = piece->text + piece->len - 1;
    while (at > piece->text && ((unsigned char)l->text.at[at] & 0xC0) == 0x80)
        at--;
    return is_wide(l->text.at + at);
}

/* A gap within a run that stands for a blank. */
static bool is_blank_gap(const struct ls_layout *l, const struct placed *a, const struct placed *b)
{
    float gap = b->along - (a->along + a->length);
    return l->words && gap > blank_gap * larger(a->size, b->size) &&
           l->text.at[a->text + a->len - 1] != ' ' && l->text.at[b->text] != ' ' &&
           !(ends_wide(l, a) && is_wide(l->text.at + b->text));
}

/* Whether runs in a row are cells, and not words set apart. */
static bool is_cell_gap(const struct ls_layout *l, const struct run *last, const struct run *run,
                        float gap, float size)
{
    bool a_ascii, b_ascii;
    if (!l->words)
        return gap > tab_gap * size;
    bool letters = single(l, last, &a_ascii) && single(l, run, &b_ascii) && !a_ascii && !b_ascii;
    return gap > cell_gap * size && !letters;
}

static struct ls_result part_runs(struct ls_layout *l, const struct run *last,
                                  const struct run *run)
{
    const struct placed *a = &l->pieces.at[last->to - 1], *b = &l->pieces.at[run->from];
    float gap = b->along - (a->along + a->length);
    l->stacked = is_below(l, last, run);
    if (l->stacked)
        return ls_ok();
    if (last->row != run->row || (gap < 0 && !is_ruled(l, a, b)))
        return ls_emit_break(l->job, LS_BREAK_LINE);
    if (is_ruled(l, a, b) || is_cell_gap(l, last, run, gap, larger(a->size, b->size)))
        return ls_emit_break(l->job, LS_BREAK_CELL);
    return ls_emit_text(l->job, (struct ls_str){"\t", 1}, NULL, 0);
}

/* Marks the runs that say what an earlier one says. */
static void mark_repeats(struct ls_layout *l)
{
    for (size_t i = 0; i < l->runs.n; i++) {
        struct run *run = &l->runs.at[i];
        run->hash = LS_FNV_START;
        for (size_t k = run->from; k < run->to; k++)
            run->hash = ls_fnv(run->hash, l->text.at + l->pieces.at[k].text, l->pieces.at[k].len);
    }
    if (l->runs.n)
        qsort(l->runs.at, l->runs.n, sizeof *l->runs.at, by_hash);
    for (size_t i = 1; i < l->runs.n; i++)
        l->runs.at[i].again = l->runs.at[i].hash == l->runs.at[i - 1].hash;
    if (l->runs.n)
        qsort(l->runs.at, l->runs.n, sizeof *l->runs.at, by_order);
}

static struct ls_result put_out(struct ls_layout *l, bool once)
{
    const struct run *last = NULL;
    if (l->pieces.n)
        LS_TRY(find_runs(l));
    l->stacked = false;
    if (once)
        mark_repeats(l);
    for (size_t i = 0; i < l->runs.n; i++) {
        const struct run *run = &l->runs.at[i];
        if (run->again)
            continue;
        if (last)
            LS_TRY(part_runs(l, last, run));
        last = run;
        for (size_t k = run->from; k < run->to; k++) {
            const struct placed *piece = &l->pieces.at[k];
            struct ls_str text = {l->text.at + piece->text, piece->len};
            if (k > run->from && is_blank_gap(l, piece - 1, piece))
                LS_TRY(ls_emit_text(l->job, (struct ls_str){" ", 1}, NULL, 0));
            LS_TRY(ls_emit_text(l->job, text, &l->map, piece->text));
        }
    }
    return l->runs.n ? ls_emit_break(l->job, LS_BREAK_LINE) : ls_ok();
}

struct ls_result ls_layout_emit(struct ls_layout *l, bool once)
{
    struct ls_result r = put_out(l, once);
    ls_layout_clear(l);
    return r;
}

bool ls_layout_is_full(const struct ls_layout *l)
{
    return l->pieces.n == LS_LAYOUT_PIECES_MAX || l->text.n >= LS_LAYOUT_TEXT_MAX;
}

struct ls_result ls_layout_begin(struct ls_layout *l)
{
    if (ls_layout_is_full(l))
        LS_TRY(ls_layout_emit(l, false));
    l->begun = (uint32_t)l->text.n;
    return ls_ok();
}

/* A piece without end is put out as it stands, and goes on. */
static struct ls_result make_room(struct ls_layout *l, size_t len)
{
    size_t had = l->text.n - l->begun;
    if (had + len <= LS_LAYOUT_TEXT_MAX)
        return ls_ok();
    struct ls_str text = {l->text.at + l->begun, had};
    LS_TRY(put_out(l, false));
    LS_TRY(ls_emit_text(l->job, text, &l->map, l->begun));
    ls_layout_clear(l);
    return ls_ok();
}

struct ls_result ls_layout_text(struct ls_layout *l, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    if (text.len > LS_LAYOUT_TEXT_MAX)
        return ls_stop(LS_E_INTERNAL);
    LS_TRY(make_room(l, text.len));
    LS_TRY(ls_buf_add(&l->text, text.at, text.len));
    return map ? ls_map_append(&l->map, map, base, base + text.len)
               : ls_map_add(&l->map, text.len, 0, 1, 0);
}

static bool is_blank(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] != ' ' && s[i] != '\n' && s[i] != '\t')
            return false;
    return true;
}

double ls_layout_width(const struct ls_layout *l, double size)
{
    double halves = 0;
    for (size_t i = l->begun; i < l->text.n; i++) {
        unsigned char c = (unsigned char)l->text.at[i];
        halves += c < 0x80 ? 1 : c >= 0xE0 ? 2 : c >= 0xC0 ? 1 : 0;
    }
    return halves * size / 2;
}

static float bounded(double number)
{
    return number > -1e9 && number < 1e9 ? (float)number : 0;
}

struct ls_result ls_layout_end(struct ls_layout *l, const struct ls_layout_piece *piece)
{
    double dx = bounded(piece->dx), dy = bounded(piece->dy), x = bounded(piece->x);
    double y = bounded(piece->y), norm = hypot(dx, dy);
    uint32_t len = (uint32_t)(l->text.n - l->begun);
    if (len == 0 || is_blank(l->text.at + l->begun, len))
        return ls_ok();
    if (norm < 1e-6) {
        dx = norm = 1;
        dy = 0;
    }
    dx /= norm;
    dy /= norm;
    struct placed placed = {
        .along = (float)(x * dx + y * dy),
        .across = (float)(y * dx - x * dy),
        .length = bounded(fabs(piece->length)),
        .size = piece->size > 1e-6 && piece->size < 1e6 ? (float)piece->size : 1,
        .dx = (int16_t)lrint(dx * DIRECTIONS),
        .dy = (int16_t)lrint(dy * DIRECTIONS),
        .text = l->begun,
        .len = len,
        .order = (uint32_t)l->pieces.n,
    };
    LS_VEC_PUSH(&l->pieces, placed);
    return ls_ok();
}

struct ls_result ls_layout_rule(struct ls_layout *l, double x, double y0, double y1)
{
    struct rule rule = {bounded(x), bounded(y0 < y1 ? y0 : y1), bounded(y0 < y1 ? y1 : y0)};
    if (l->rules.n < LS_LAYOUT_RULES_MAX)
        LS_VEC_PUSH(&l->rules, rule);
    return ls_ok();
}

void ls_layout_drop(struct ls_layout *l)
{
    l->begun = (uint32_t)l->text.n; /* its bytes stay, and belong to nobody */
}

bool ls_layout_is_empty(const struct ls_layout *l)
{
    return l->pieces.n == 0;
}
