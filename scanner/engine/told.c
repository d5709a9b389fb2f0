/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/told.h"

#include "base/alloc.h"
#include "base/bisect.h"
#include "base/fnv.h"

#include <stdlib.h>

enum {
    SEEN_MAX = 1 << 18,
    NEAR = 4,         /* bytes between two ranges that are no more than the length of a string */
    SAID_MAX = 4096,  /* beyond, a hit may be told once for each form of a text */
    STEPS_MAX = 4096, /* ranges looked at for one hit; beyond, it may be told twice */
};

void ls_told_init(struct ls_told *told)
{
    LS_VEC_INIT(&told->seen, SEEN_MAX);
    LS_VEC_INIT(&told->hits, LS_TOLD_HITS_MAX);
    LS_VEC_INIT(&told->said, SAID_MAX);
    told->sorted = told->full = false;
    told->longest = 0;
}

void ls_told_fini(struct ls_told *told)
{
    LS_VEC_FINI(&told->seen);
    LS_VEC_FINI(&told->hits);
    LS_VEC_FINI(&told->said);
}

void ls_told_clear(struct ls_told *told)
{
    LS_VEC_CLEAR(&told->seen);
    LS_VEC_CLEAR(&told->hits);
    LS_VEC_CLEAR(&told->said);
    told->sorted = told->full = false;
    told->longest = 0;
}

static int by_encoding(const void *a, const void *b)
{
    const struct ls_told_range *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static void note_longest(struct ls_told *told, struct ls_told_range range)
{
    if (range.hi - range.lo > told->longest)
        told->longest = range.hi - range.lo;
}

/* The same range again, or one that goes on where the last one ended, give or take a few bytes. */
static bool goes_on(const struct ls_told_range *last, uint64_t lo, uint64_t enc)
{
    return last->key == enc && last->lo <= lo && lo <= last->hi + NEAR;
}

/* There is no room: ranges in any order become as few as they can be. Once is enough. */
static void compact(struct ls_told *told)
{
    struct ls_told_range *at = told->seen.at;
    size_t n = 0;
    qsort(at, told->seen.n, sizeof *at, by_encoding);
    for (size_t i = 0; i < told->seen.n; i++) {
        if (n && goes_on(&at[n - 1], at[i].lo, at[i].key))
            at[n - 1].hi = at[i].hi > at[n - 1].hi ? at[i].hi : at[n - 1].hi;
        else
            at[n++] = at[i];
        note_longest(told, at[n - 1]);
    }
    told->seen.n = n;
    told->full = n > told->seen.limit / 4 * 3;
}

struct ls_result ls_told_add_seen(struct ls_told *told, uint64_t lo, uint64_t hi, unsigned enc)
{
    if (lo >= hi)
        return ls_ok();
    struct ls_told_range range = {lo, hi, enc};
    size_t n = told->seen.n;
    if (n > 0 && goes_on(&told->seen.at[n - 1], lo, enc)) {
        struct ls_told_range *last = &told->seen.at[n - 1];
        last->hi = hi > last->hi ? hi : last->hi;
        note_longest(told, *last);
        return ls_ok();
    }
    if (n > 0 && n == told->seen.limit && !told->full)
        compact(told);
    if (told->seen.n == told->seen.limit)
        return ls_ok();
    LS_VEC_PUSH(&told->seen, range);
    note_longest(told, range);
    return ls_ok();
}

/* Of the folded match and the rule. */
uint64_t ls_told_key(const struct ls_hit *hit)
{
    return ls_fnv(LS_FNV_START ^ (uint64_t)(uintptr_t)hit->rule, hit->folded.at, hit->folded.len);
}

struct ls_result ls_told_add_key(struct ls_told *told, uint64_t key, uint64_t lo, uint64_t hi)
{
    if (told->hits.n == told->hits.limit)
        return ls_ok();
    LS_VEC_PUSH(&told->hits, ((struct ls_told_range){lo, hi, key}));
    return ls_ok();
}

struct ls_result ls_told_add_hit(struct ls_told *told, const struct ls_hit *hit, uint64_t lo,
                                 uint64_t hi)
{
    return ls_told_add_key(told, ls_told_key(hit), lo, hi);
}

static uint64_t saying(const struct ls_hit *hit, const struct ls_link *part)
{
    uint64_t h = ls_fnv_add(ls_told_key(hit), hit->place.part);
    if (part->name.len)
        h = ls_fnv_add(h, part->off);
    return ls_fnv(h, part->name.at, part->name.len);
}

struct ls_result ls_told_add_said(struct ls_told *told, const struct ls_hit *hit,
                                  const struct ls_link *part)
{
    if (told->said.n == told->said.limit)
        return ls_ok();
    LS_VEC_PUSH(&told->said, saying(hit, part));
    return ls_ok();
}

bool ls_told_said(const struct ls_told *told, const struct ls_hit *hit, const struct ls_link *part)
{
    uint64_t what = saying(hit, part);
    for (size_t i = 0; i < told->said.n; i++)
        if (told->said.at[i] == what)
            return true;
    return false;
}

static int compare(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int by_place(const void *a, const void *b)
{
    const struct ls_told_range *x = a, *y = b;
    return compare(x->lo, y->lo);
}

static int by_key(const void *a, const void *b)
{
    const struct ls_told_range *x = a, *y = b;
    return x->key != y->key ? compare(x->key, y->key) : compare(x->lo, y->lo);
}

static void sort(struct ls_told *told)
{
    if (told->sorted)
        return;
    if (told->seen.n > 1)
        qsort(told->seen.at, told->seen.n, sizeof *told->seen.at, by_place);
    if (told->hits.n > 1)
        qsort(told->hits.at, told->hits.n, sizeof *told->hits.at, by_key);
    told->sorted = true;
}

/* Digits and Latin letters are the same bytes in every 8-bit encoding. */
static bool is_ascii(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((uint8_t)text.at[i] > 0x7F)
            return false;
    return true;
}

static bool same_encoding(uint64_t seen, const struct ls_hit *hit)
{
    if (seen == LS_TOLD_ANY || seen == (uint64_t)hit->enc)
        return true;
    bool wide = seen == LS_ENC_UTF16LE || seen == LS_ENC_UTF16BE;
    return !wide && !ls_encoding_is_wide(hit->enc) && is_ascii(hit->text);
}

static bool was_seen(const struct ls_told *told, const struct ls_hit *hit)
{
    /* The first range that begins behind the hit's first byte. */
    LS_BISECT(lo, told->seen.n, i, told->seen.at[i].lo <= hit->off);
    /* A match may begin just before the text that a format read (blanks, a quote). */
    for (size_t i = lo; i < told->seen.n && told->seen.at[i].lo < hit->off + hit->len; i++)
        if (same_encoding(told->seen.at[i].key, hit))
            return true;
    size_t end = lo > STEPS_MAX ? lo - STEPS_MAX : 0;
    for (size_t i = lo; i-- > end && hit->off - told->seen.at[i].lo <= told->longest;)
        if (hit->off < told->seen.at[i].hi && same_encoding(told->seen.at[i].key, hit))
            return true;
    return false;
}

static bool was_hit(const struct ls_told *told, const struct ls_hit *hit)
{
    uint64_t key = ls_told_key(hit);
    LS_BISECT(lo, told->hits.n, i, told->hits.at[i].key < key);
    size_t end = told->hits.n - lo > STEPS_MAX ? lo + STEPS_MAX : told->hits.n;
    for (; lo < end && told->hits.at[lo].key == key; lo++)
        if (told->hits.at[lo].lo < hit->off + hit->len && hit->off < told->hits.at[lo].hi)
            return true;
    return false;
}

bool ls_told_knows(struct ls_told *told, const struct ls_hit *hit)
{
    if (told->seen.n == 0 && told->hits.n == 0)
        return false;
    sort(told);
    return was_seen(told, hit) || was_hit(told, hit);
}
