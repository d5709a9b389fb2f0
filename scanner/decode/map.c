/* SPDX-License-Identifier: Apache-2.0 */
#include "decode/map.h"

#include "base/alloc.h"
#include "base/bisect.h"

#include <string.h>

void ls_map_init(struct ls_map *map, size_t limit)
{
    LS_VEC_INIT(&map->segs, limit);
    map->out_end = map->out_from = 0;
}

void ls_map_fini(struct ls_map *map)
{
    LS_VEC_FINI(&map->segs);
}

void ls_map_clear(struct ls_map *map)
{
    LS_VEC_CLEAR(&map->segs);
    map->out_end = map->out_from = 0;
}

/* Where the input behind a segment goes on at output offset `out`. */
static uint64_t in_at(const struct ls_map_seg *seg, uint64_t out)
{
    uint64_t n = out - seg->out;
    return seg->in + (seg->out_step == 1 ? n : n / seg->out_step) * seg->in_step;
}

static void forget_half(struct ls_map *map)
{
    size_t gone = map->segs.n / 2;
    if (gone == 0)
        return;
    memmove(map->segs.at, map->segs.at + gone, (map->segs.n - gone) * sizeof *map->segs.at);
    map->segs.n -= gone;
    map->out_from = map->segs.at[0].out;
}

void ls_map_forget(struct ls_map *map, uint64_t out)
{
    size_t gone = 0;
    while (gone + 1 < map->segs.n && map->segs.at[gone + 1].out <= out)
        gone++;
    if (gone == 0)
        return;
    memmove(map->segs.at, map->segs.at + gone, (map->segs.n - gone) * sizeof *map->segs.at);
    map->segs.n -= gone;
    map->out_from = map->segs.at[0].out;
}

struct ls_result ls_map_add(struct ls_map *map, uint64_t out_len, uint64_t in, uint16_t out_step,
                            uint16_t in_step)
{
    const struct ls_map_seg *last = map->segs.n ? &map->segs.at[map->segs.n - 1] : NULL;
    bool goes_on = map->segs.n && last->out_step == out_step && last->in_step == in_step &&
                   (out_step == 1 || (map->out_end - last->out) % out_step == 0) &&
                   in_at(last, map->out_end) == in;
    if (out_len == 0)
        return ls_ok();
    if (!goes_on) {
        if (map->segs.n == map->segs.limit && map->segs.n > 1)
            forget_half(map);
        LS_VEC_PUSH(&map->segs, ((struct ls_map_seg){map->out_end, in, out_step, in_step}));
    }
    map->out_end += out_len;
    return ls_ok();
}

/* The segment that holds output byte `out`. */
static const struct ls_map_seg *seg_of(const struct ls_map *map, uint64_t out)
{
    LS_BISECT_LAST(lo, map->segs.n, i, map->segs.at[i].out <= out);
    return &map->segs.at[lo];
}

/* Bytes from nowhere stand where those before them end. */
static struct ls_result add_nothing(struct ls_map *map, uint64_t n)
{
    const struct ls_map_seg *last = map->segs.n ? &map->segs.at[map->segs.n - 1] : NULL;
    return ls_map_add(map, n, last ? in_at(last, map->out_end) : 0, 1, 0);
}

/* A map that is asked for one place behind the other. */
struct walk {
    const struct ls_map *map;
    const struct ls_map_seg *seg; /* of the last answer, or NULL */
};

/* The segment that holds output byte `out`, and where it ends; NULL where nothing is known. */
static const struct ls_map_seg *walk_to(struct walk *walk, uint64_t out, uint64_t *end)
{
    enum { STEPS = 4 };
    const struct ls_map *map = walk->map;
    if (map->segs.n == 0 || out < map->out_from || out >= map->out_end)
        return NULL;
    const struct ls_map_seg *behind = map->segs.at + map->segs.n;
    const struct ls_map_seg *seg = walk->seg && walk->seg->out <= out ? walk->seg : NULL;
    for (int i = 0; seg && i < STEPS && seg + 1 < behind && seg[1].out <= out; i++)
        seg++;
    if (!seg || (seg + 1 < behind && seg[1].out <= out))
        seg = seg_of(map, out);
    walk->seg = seg;
    *end = seg + 1 < behind ? seg[1].out : map->out_end;
    return seg;
}

/* Appends what `from` knows of its output bytes [lo, hi), which stay as they are. */
static struct ls_result add_same(struct ls_map *map, struct walk *from, uint64_t lo, uint64_t hi)
{
    while (lo < hi) {
        uint64_t to;
        const struct ls_map_seg *seg = walk_to(from, lo, &to);
        if (!seg)
            return add_nothing(map, hi - lo);
        uint64_t phase = (lo - seg->out) % seg->out_step;
        uint16_t out_step = seg->out_step;
        to = to < hi ? to : hi;
        if (phase && to - lo > out_step - phase)
            to = lo + out_step - phase; /* the rest of a group is a group of its own */
        if (phase)
            out_step = (uint16_t)(to - lo);
        LS_TRY(ls_map_add(map, to - lo, in_at(seg, lo), out_step, seg->in_step));
        lo = to;
    }
    return ls_ok();
}

/* The same for one group of `n` bytes that was made of in[lo, hi). */
static struct ls_result add_group(struct ls_map *map, uint64_t n, struct walk *inner, uint64_t lo,
                                  uint64_t hi)
{
    uint64_t end;
    const struct ls_map_seg *seg = lo < hi ? walk_to(inner, lo, &end) : NULL;
    uint64_t from = seg ? in_at(seg, lo) : 0;
    seg = seg ? walk_to(inner, hi - 1, &end) : NULL;
    uint64_t to = seg ? in_at(seg, hi - 1) + seg->in_step : 0;
    if (!seg || to < from)
        return add_nothing(map, n);
    uint64_t step = to - from < UINT16_MAX ? to - from : UINT16_MAX;
    return ls_map_add(map, n, from, (uint16_t)n, (uint16_t)step);
}

/* By a step of a map: mostly that of base64, which is a multiplication to the compiler. */
static uint32_t divide(uint32_t a, uint16_t step)
{
    return step == 3 ? a / 3 : a / step;
}

/*
 * Whole groups of `n` bytes, `left` bytes in all, each made of `step` bytes from `in` on, as long
 * as these lie in one segment of `inner`. *added: the bytes of those that were added.
 */
static struct ls_result add_groups(struct ls_map *map, uint64_t left, uint16_t n, uint16_t step,
                                   struct walk *inner, uint64_t in, uint64_t *added)
{
    uint64_t stop;
    const struct ls_map_seg *seg = step ? walk_to(inner, in, &stop) : NULL;
    *added = 0;
    if (!seg || stop - seg->out >= UINT32_MAX / 2)
        return ls_ok();
    uint16_t out_step = seg->out_step;
    for (uint32_t at = (uint32_t)(in - seg->out), end = (uint32_t)(stop - seg->out);
         end - at >= step && left - *added >= n; at += step, *added += n) {
        uint32_t first = divide(at, out_step), behind = divide(at + step - 1u, out_step) + 1;
        uint64_t bytes = (uint64_t)(behind - first) * seg->in_step;
        if (bytes > UINT16_MAX)
            break;
        LS_TRY(ls_map_add(map, n, seg->in + (uint64_t)first * seg->in_step, n, (uint16_t)bytes));
    }
    return ls_ok();
}

struct ls_result ls_map_through(struct ls_map *map, const struct ls_map *outer, uint64_t lo,
                                uint64_t hi, const struct ls_map *inner)
{
    struct walk text = {outer, NULL}, bytes = {inner, NULL};
    while (lo < hi) {
        uint64_t to;
        const struct ls_map_seg *seg = walk_to(&text, lo, &to);
        if (!seg)
            return add_nothing(map, hi - lo);
        uint64_t in = in_at(seg, lo);
        to = to < hi ? to : hi;
        if (seg->out_step == 1 && seg->in_step == 1) {
            LS_TRY(add_same(map, &bytes, in, in + (to - lo)));
            lo = to;
        }
        while (lo < to) {
            uint64_t phase = (lo - seg->out) % seg->out_step, added = 0;
            if (phase == 0)
                LS_TRY(add_groups(map, to - lo, seg->out_step, seg->in_step, &bytes, in, &added));
            in += added / seg->out_step * seg->in_step;
            lo += added;
            if (added)
                continue;
            uint64_t n = seg->out_step - phase;
            n = n < to - lo ? n : to - lo;
            LS_TRY(add_group(map, n, &bytes, in, in + seg->in_step));
            in += seg->in_step;
            lo += n;
        }
    }
    return ls_ok();
}

bool ls_map_find(const struct ls_map *map, uint64_t from, uint64_t to, uint64_t *lo, uint64_t *hi,
                 bool *verbatim)
{
    if (map->segs.n == 0 || from < map->out_from || to > map->out_end || from >= to)
        return false;
    const struct ls_map_seg *first = seg_of(map, from), *last = seg_of(map, to - 1);
    *lo = in_at(first, from);
    *hi = in_at(last, to - 1) + last->in_step;
    *verbatim = first == last && first->out_step == 1 && first->in_step == 1;
    /* Made-up bytes at an end stand where the next real ones do; parts out of order have no span.
     */
    return *hi >= *lo;
}

struct ls_result ls_map_append(struct ls_map *map, const struct ls_map *from, uint64_t lo,
                               uint64_t hi)
{
    if (from->segs.n == 0 || hi <= from->out_from || lo >= from->out_end)
        return ls_map_add(map, hi - lo, 0, 1, 0);
    if (lo < from->out_from) {
        LS_TRY(ls_map_add(map, from->out_from - lo, 0, 1, 0));
        lo = from->out_from;
    }
    const struct ls_map_seg *end = from->segs.at + from->segs.n;
    for (const struct ls_map_seg *seg = seg_of(from, lo); seg < end && lo < hi; seg++) {
        uint64_t to = seg + 1 < end ? seg[1].out : from->out_end;
        to = to < hi ? to : hi;
        LS_TRY(ls_map_add(map, to - lo, in_at(seg, lo), seg->out_step, seg->in_step));
        lo = to;
    }
    return ls_map_add(map, hi - lo, 0, 1, 0);
}
