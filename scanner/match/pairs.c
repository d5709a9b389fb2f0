/* SPDX-License-Identifier: Apache-2.0 */
#include "match/pairs.h"

#include "base/alloc.h"
#include "match/pair_filter.h"
#include "match/sample.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHAR_BYTES = LS_PAIR_CHAR,
    PAIR_BYTES = LS_PAIR_BYTES,
    LOOK_BYTES = 8,   /* read at once */
    BROKEN_BITS = 10, /* words of the filter of broken pairs, which few places ask for */
    SLOT_BITS = 12,
    COUNT_BITS = 16,
    BACK_BYTES = LOOK_BYTES - PAIR_BYTES,
    BREAK_CHARS = 3, /* between the characters of a broken pair */
};

static const uint64_t mixer = 0x9E3779B97F4A7C15u;

/* A string and the pair that it lends. */
struct entry {
    uint64_t pair;
    /* Eight of its bytes, the pair among them where it is whole; mask: those that it has. */
    uint64_t eight, mask;
    uint32_t string;
    uint16_t before; /* bytes of the string before the pair */
    uint16_t len;    /* of the string */
    uint32_t back;   /* bytes before the pair that are among the eight */
    uint32_t all;    /* 1: the eight hold the string */
};

_Static_assert(sizeof(struct entry) == 40, "nothing but members");

/* Entries by their pairs. */
struct index {
    struct entry *at; /* by slot, then pair */
    size_t n;
    uint32_t slots[(1 << SLOT_BITS) + 1]; /* where the entries of a slot begin */
};

struct ls_pairs {
    const struct ls_lower *lower;
    struct index whole, broken;
    bool kept; /* the entries lie in memory that is not ours */
    struct ls_pair_filter *filter;
    uint64_t broken_filter[1 << BROKEN_BITS];
};

/* Its six bytes and nothing else. */
static inline uint64_t pair_of(uint64_t x)
{
    return x << 16;
}

static inline uint64_t mix(uint64_t pair)
{
    return pair * mixer;
}

static inline size_t slot_of(uint64_t pair)
{
    return (size_t)(mix(pair) >> (64 - SLOT_BITS));
}

/* One bit stands for a pair. */
static bool in_broken(const struct ls_pairs *pairs, uint64_t pair)
{
    uint64_t mixed = mix(pair);
    return pairs->broken_filter[mixed >> (64 - BROKEN_BITS)] >> (mixed >> (58 - BROKEN_BITS) & 63) &
           1;
}

static void add_to_broken(struct ls_pairs *pairs, uint64_t pair)
{
    uint64_t mixed = mix(pair);
    pairs->broken_filter[mixed >> (64 - BROKEN_BITS)] |= UINT64_C(1)
                                                         << (mixed >> (58 - BROKEN_BITS) & 63);
}

/* ---- building ---- */

/*
 * A character of a word: none of the blanks and marks of U+2000 to U+206F, U+3000 to U+303F and
 * U+FE00 to U+FEFF. A long row of blanks would have to be compared with every string that has some.
 */
static bool is_wordy(const uint8_t *bytes)
{
    if ((bytes[0] & 0xF0) != 0xE0)
        return false;
    return !(bytes[0] == 0xE2 && bytes[1] <= 0x81) && !(bytes[0] == 0xE3 && bytes[1] == 0x80) &&
           !(bytes[0] == 0xEF && bytes[1] >= 0xB8 && bytes[1] <= 0xBB);
}

/* The pair that begins at bytes[at], or 0. */
static uint64_t read_pair(const uint8_t *bytes, size_t at, size_t len)
{
    uint8_t eight[LOOK_BYTES] = {0};
    if (len - at < PAIR_BYTES || !is_wordy(bytes + at) || !is_wordy(bytes + at + CHAR_BYTES))
        return 0;
    memcpy(eight, bytes + at, PAIR_BYTES);
    return pair_of(ls_pair_look(eight));
}

/* Length of a blank or another character that is not of words; 0: it is of one, or beyond the end.
 */
static size_t blank_bytes(const uint8_t *bytes, size_t len)
{
    if (len >= 1 && bytes[0] <= ' ')
        return 1;
    if (len >= 2 && bytes[0] == 0xC2 && (bytes[1] & 0xC0) == 0x80)
        return 2;
    return len >= CHAR_BYTES && (bytes[0] & 0xF0) == 0xE0 && !is_wordy(bytes) ? CHAR_BYTES : 0;
}

/*
 * The pair of characters that begins at bytes[at], with a blank, a tab or the end of a line behind
 * the first of them and BREAK_CHARS blanks in all at most; or 0. Most lines have one, so the engine
 * need not look at each.
 */
static uint64_t read_broken(const uint8_t *bytes, size_t at, size_t len)
{
    uint8_t eight[LOOK_BYTES] = {0};
    if (len - at <= PAIR_BYTES || !ls_pair_begins_break(bytes[at + CHAR_BYTES]) ||
        !is_wordy(bytes + at))
        return 0;
    size_t second = at + CHAR_BYTES;
    for (size_t n = 0, blank = 1; n < BREAK_CHARS && blank; n++) {
        blank = blank_bytes(bytes + second, len - second);
        second += blank;
    }
    if (len - second < CHAR_BYTES || !is_wordy(bytes + second))
        return 0;
    memcpy(eight, bytes + at, CHAR_BYTES);
    memcpy(eight + CHAR_BYTES, bytes + second, CHAR_BYTES);
    return pair_of(ls_pair_look(eight));
}

bool ls_pairs_hold(const uint8_t *bytes, size_t len)
{
    for (size_t at = 0; at < len; at++)
        if (read_pair(bytes, at, len) || read_broken(bytes, at, len))
            return true;
    return false;
}

/* How often pairs stand in running text and in the strings, each by a part of its mixed bits. */
struct counts {
    uint32_t text[1 << COUNT_BITS], strings[1 << COUNT_BITS];
};

static size_t count_of(uint64_t pair)
{
    return (size_t)(mix(pair) >> (64 - COUNT_BITS));
}

static void count(const uint8_t *bytes, size_t len, uint32_t *counts)
{
    for (size_t at = 0; at < len; at++) {
        uint64_t pair = read_pair(bytes, at, len);
        if (pair)
            counts[count_of(pair)]++;
    }
}

static void count_line(void *user, const uint8_t *line, size_t len)
{
    struct counts *counts = user;
    count(line, len, counts->text);
}

/* Is pair a, at `i` bytes in its string, rarer than pair b, at `k`? */
static bool is_rarer(const struct counts *counts, uint64_t a, size_t i, uint64_t b, size_t k)
{
    uint32_t text_a = counts->text[count_of(a)], text_b = counts->text[count_of(b)];
    if (text_a != text_b)
        return text_a < text_b;
    /* Compounds are made of words of two characters: what reaches over their border is rare. */
    bool over_a = i / CHAR_BYTES & 1, over_b = k / CHAR_BYTES & 1;
    if (over_a != over_b)
        return over_a;
    return counts->strings[count_of(a)] < counts->strings[count_of(b)];
}

typedef uint64_t read_fn(const uint8_t *bytes, size_t at, size_t len);

/* The rarest one that the string has; without one its pair is 0. */
static struct entry choose(const struct ls_lower *lower, const struct counts *counts,
                           uint32_t string, read_fn *read)
{
    const uint8_t *bytes = (const uint8_t *)lower->bytes.at + lower->offsets.at[string];
    size_t len = lower->strings.at[string].len;
    struct entry best = {.string = string, .len = (uint16_t)len};
    for (size_t at = 0; at < len; at++) {
        uint64_t pair = read(bytes, at, len);
        if (pair && (!best.pair || is_rarer(counts, pair, at, best.pair, best.before)))
            best = (struct entry){
                .pair = pair, .string = string, .before = (uint16_t)at, .len = (uint16_t)len};
    }
    return best;
}

/*
 * Many strings may have one pair. What stands before it tells them apart, else what stands behind
 * it: two bytes turn most of them away without a look at the string.
 */
static void add_eight(const struct ls_lower *lower, struct entry *e)
{
    uint8_t bytes[LOOK_BYTES] = {0}, mask[LOOK_BYTES] = {0};
    e->back = e->before < BACK_BYTES ? 0 : BACK_BYTES;
    size_t first = (size_t)(e->before - e->back), n = e->len - first;
    n = n < LOOK_BYTES ? n : LOOK_BYTES;
    memcpy(bytes, lower->bytes.at + lower->offsets.at[e->string] + first, n);
    memset(mask, 0xFF, n);
    e->eight = ls_pair_look(bytes);
    e->mask = ls_pair_look(mask);
    e->all = n == e->len;
}

static int by_slot(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    uint64_t mx = mix(x->pair), my = mix(y->pair);
    if (mx != my)
        return mx < my ? -1 : 1;
    return x->string < y->string ? -1 : x->string > y->string;
}

static void sort_entries(struct index *index)
{
    if (index->n)
        qsort(index->at, index->n, sizeof *index->at, by_slot);
    for (size_t i = 0, slot = 0; slot <= 1 << SLOT_BITS; slot++) {
        while (i < index->n && slot_of(index->at[i].pair) < slot)
            i++;
        index->slots[slot] = (uint32_t)i;
    }
}

/*
 * A string is found by its broken pair, if it has one: few places ask for it, while the halves of a
 * word that is cut may be words of every text.
 */
static void add_entry(struct ls_pairs *pairs, const struct counts *counts, uint32_t string)
{
    struct entry broken = choose(pairs->lower, counts, string, read_broken);
    struct entry whole = choose(pairs->lower, counts, string, read_pair);
    add_eight(pairs->lower, &broken);
    add_eight(pairs->lower, &whole);
    if (broken.pair)
        pairs->broken.at[pairs->broken.n++] = broken;
    else
        pairs->whole.at[pairs->whole.n++] = whole;
}

/* Of all entries. */
static struct ls_result make_filters(struct ls_pairs *pairs)
{
    pairs->filter = ls_pair_filter_new();
    if (!pairs->filter)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < pairs->whole.n; i++)
        ls_pair_filter_add(pairs->filter, pairs->whole.at[i].pair >> 16);
    for (size_t i = 0; i < pairs->broken.n; i++) {
        add_to_broken(pairs, pairs->broken.at[i].pair);
        ls_pair_filter_add_ending(pairs->filter, pairs->broken.at[i].pair >> 16);
    }
    return ls_ok();
}

static struct ls_result build(struct ls_pairs *pairs, struct counts *counts)
{
    const struct ls_lower *lower = pairs->lower;
    LS_TRY(ls_sample_lines(count_line, counts));
    for (size_t s = 0; s < lower->strings.n; s++)
        if (lower->strings.at[s].paired)
            count((const uint8_t *)lower->bytes.at + lower->offsets.at[s], lower->strings.at[s].len,
                  counts->strings);
    pairs->whole.at = ls_calloc(lower->strings.n + 1, sizeof *pairs->whole.at);
    pairs->broken.at = ls_calloc(lower->strings.n + 1, sizeof *pairs->broken.at);
    if (!pairs->whole.at || !pairs->broken.at)
        return ls_stop(LS_E_MEMORY);
    for (size_t s = 0; s < lower->strings.n; s++)
        if (lower->strings.at[s].paired)
            add_entry(pairs, counts, (uint32_t)s);
    sort_entries(&pairs->whole);
    sort_entries(&pairs->broken);
    return make_filters(pairs);
}

struct ls_result ls_pairs_new(const struct ls_lower *lower, struct ls_pairs **pairs)
{
    struct counts *counts = ls_calloc(1, sizeof *counts);
    *pairs = ls_calloc(1, sizeof **pairs);
    struct ls_result r = *pairs && counts ? ls_ok() : ls_stop(LS_E_MEMORY);
    if (!ls_failed(r)) {
        (*pairs)->lower = lower;
        r = build(*pairs, counts);
    }
    ls_free(counts);
    if (ls_failed(r)) {
        ls_pairs_free(*pairs);
        *pairs = NULL;
    }
    return r;
}

void ls_pairs_free(struct ls_pairs *pairs)
{
    if (!pairs)
        return;
    ls_pair_filter_free(pairs->filter);
    if (!pairs->kept) {
        ls_free(pairs->whole.at);
        ls_free(pairs->broken.at);
    }
    ls_free(pairs);
}

/* ---- keeping ---- */

static struct ls_result save_index(const struct index *index, struct ls_buf *out)
{
    LS_TRY(ls_section_put(out, index->at, index->n, sizeof *index->at));
    return ls_section_put(out, index->slots, 1, sizeof index->slots);
}

struct ls_result ls_pairs_save(const struct ls_pairs *pairs, struct ls_buf *out)
{
    LS_TRY(save_index(&pairs->whole, out));
    return save_index(&pairs->broken, out);
}

static bool is_entry(const struct ls_lower *lower, const struct entry *e)
{
    return e->string < lower->strings.n && e->len == lower->strings.at[e->string].len &&
           e->before <= e->len && e->back <= BACK_BYTES;
}

static bool take_index(const struct ls_lower *lower, struct ls_sections *in, struct index *index)
{
    if (!ls_section_take(in, sizeof *index->at, (void **)&index->at, &index->n) ||
        !ls_section_copy(in, sizeof index->slots, index->slots, 1))
        return false;
    for (size_t i = 0; i < index->n; i++)
        if (!is_entry(lower, &index->at[i]))
            return false;
    for (size_t slot = 0; slot < 1 << SLOT_BITS; slot++)
        if (index->slots[slot] > index->slots[slot + 1])
            return false;
    return index->slots[1 << SLOT_BITS] == index->n;
}

struct ls_result ls_pairs_take(const struct ls_lower *lower, struct ls_sections *in,
                               struct ls_pairs **pairs)
{
    struct ls_pairs *p = ls_calloc(1, sizeof *p);
    *pairs = p;
    if (!p)
        return ls_stop(LS_E_MEMORY);
    p->lower = lower;
    p->kept = true;
    bool whole = take_index(lower, in, &p->whole) && take_index(lower, in, &p->broken);
    struct ls_result r = whole ? make_filters(p) : ls_bad(LS_E_MALFORMED);
    if (ls_failed(r)) {
        ls_pairs_free(p);
        *pairs = NULL;
    }
    return r;
}

/* ---- scanning ---- */

/* Compares the strings that lend the pair at bytes[at]. False when the listener has enough. */
static bool compare(const struct ls_pairs *pairs, const struct index *index, uint64_t pair,
                    const uint8_t *bytes, size_t at, size_t len,
                    struct ls_database_listener *listener)
{
    size_t slot = slot_of(pair);
    uint64_t here = ls_pair_look(bytes + at),
             back = at < BACK_BYTES ? 0 : ls_pair_look(bytes + at - BACK_BYTES);
    for (size_t i = index->slots[slot]; i < index->slots[slot + 1]; i++) {
        const struct entry *e = &index->at[i];
        uint64_t eight = e->back ? back : here;
        if (((eight ^ e->eight) & e->mask) || e->pair != pair || at < e->before ||
            e->len > len - (at - e->before))
            continue;
        const char *string = pairs->lower->bytes.at + pairs->lower->offsets.at[e->string];
        size_t from = at - e->before;
        if ((e->all || memcmp(bytes + from, string, e->len) == 0) &&
            listener->seen(e->string, from, from + e->len, 0, listener->user) != 0)
            return false;
    }
    return true;
}

/* What is at a place that passed the filter. False as of compare(). */
static bool look_closer(const struct ls_pairs *pairs, const uint8_t *bytes, size_t at, size_t len,
                        struct ls_database_listener *listener)
{
    uint64_t x = ls_pair_look(bytes + at);
    if (ls_pair_begins(x))
        return compare(pairs, &pairs->whole, pair_of(x), bytes, at, len, listener);
    uint64_t pair = read_broken(bytes, at, len);
    return !pair || !in_broken(pairs, pair) ||
           compare(pairs, &pairs->broken, pair, bytes, at, len, listener);
}

void ls_pairs_scan(const struct ls_pairs *pairs, const uint8_t *bytes, size_t len,
                   struct ls_database_listener *listener)
{
    uint32_t places[LS_PAIR_PLACES];
    for (size_t at = 0; at < len && !listener->stopped && pairs->whole.n + pairs->broken.n;) {
        size_t n = ls_pair_filter_find(pairs->filter, bytes, &at, len, places);
        for (size_t i = 0; i < n && !listener->stopped; i++)
            listener->stopped = !look_closer(pairs, bytes, places[i], len, listener);
    }
}
