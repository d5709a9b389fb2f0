/* SPDX-License-Identifier: Apache-2.0 */
#include "match/pairs.h"

#include "base/alloc.h"
#include "match/sample.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHAR_BYTES = 3,
    PAIR_BYTES = 2 * CHAR_BYTES,
    LOOK_BYTES = 8,   /* read at once */
    FILTER_BITS = 12, /* words of the filter: 32 KiB, which stay in the first cache */
    SLOT_BITS = 12,
    COUNT_BITS = 16,
};

/* A string and the pair that it lends. */
struct entry {
    uint64_t pair;
    uint32_t string;
    uint16_t before; /* bytes of the string before the pair */
    uint16_t len;    /* of the string */
};

struct ls_pairs {
    const struct ls_lower *lower;
    struct entry *at; /* by slot, then pair */
    size_t n;
    uint64_t filter[1 << FILTER_BITS];
    uint32_t slots[(1 << SLOT_BITS) + 1]; /* where the entries of a slot begin */
};

/* Eight bytes, the first one lowest, whatever the machine. */
static inline uint64_t look(const uint8_t *bytes)
{
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* Do two characters of three bytes begin there? Their lead bytes are 0xE0 to 0xEF. */
static inline bool is_pair(uint64_t x)
{
    return (x & 0xF00000F0u) == 0xE00000E0u;
}

/* Its six bytes and nothing else. */
static inline uint64_t pair_of(uint64_t x)
{
    return x << 16;
}

static inline uint64_t mix(uint64_t pair)
{
    return pair * 0x9E3779B97F4A7C15u;
}

static inline size_t slot_of(uint64_t pair)
{
    return (size_t)(mix(pair) >> (64 - SLOT_BITS));
}

/* One bit of the filter stands for a pair. */
static inline bool in_filter(const uint64_t *filter, uint64_t mixed)
{
    return filter[mixed >> (64 - FILTER_BITS)] >> (mixed >> (58 - FILTER_BITS) & 63) & 1;
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
    return pair_of(look(eight));
}

bool ls_pairs_hold(const uint8_t *bytes, size_t len)
{
    for (size_t at = 0; at < len; at++)
        if (read_pair(bytes, at, len))
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

static struct entry choose(const struct ls_lower *lower, const struct counts *counts,
                           uint32_t string)
{
    const uint8_t *bytes = (const uint8_t *)lower->bytes.at + lower->offsets.at[string];
    size_t len = lower->strings.at[string].len;
    struct entry best = {.string = string, .len = (uint16_t)len};
    for (size_t at = 0; at < len; at++) {
        uint64_t pair = read_pair(bytes, at, len);
        if (pair && (!best.pair || is_rarer(counts, pair, at, best.pair, best.before)))
            best = (struct entry){pair, string, (uint16_t)at, (uint16_t)len};
    }
    return best;
}

static int by_slot(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    uint64_t mx = mix(x->pair), my = mix(y->pair);
    if (mx != my)
        return mx < my ? -1 : 1;
    return x->string < y->string ? -1 : x->string > y->string;
}

static void index_entries(struct ls_pairs *pairs)
{
    if (pairs->n)
        qsort(pairs->at, pairs->n, sizeof *pairs->at, by_slot);
    for (size_t i = 0, slot = 0; slot <= 1 << SLOT_BITS; slot++) {
        while (i < pairs->n && slot_of(pairs->at[i].pair) < slot)
            i++;
        pairs->slots[slot] = (uint32_t)i;
    }
    for (size_t i = 0; i < pairs->n; i++) {
        uint64_t mixed = mix(pairs->at[i].pair);
        pairs->filter[mixed >> (64 - FILTER_BITS)] |= UINT64_C(1)
                                                      << (mixed >> (58 - FILTER_BITS) & 63);
    }
}

static struct ls_result build(struct ls_pairs *pairs, struct counts *counts)
{
    const struct ls_lower *lower = pairs->lower;
    LS_TRY(ls_sample_lines(count_line, counts));
    for (size_t s = 0; s < lower->strings.n; s++)
        if (lower->strings.at[s].paired)
            count((const uint8_t *)lower->bytes.at + lower->offsets.at[s], lower->strings.at[s].len,
                  counts->strings);
    pairs->at = ls_calloc(lower->strings.n + 1, sizeof *pairs->at);
    if (!pairs->at)
        return ls_stop(LS_E_MEMORY);
    for (size_t s = 0; s < lower->strings.n; s++)
        if (lower->strings.at[s].paired)
            pairs->at[pairs->n++] = choose(lower, counts, (uint32_t)s);
    index_entries(pairs);
    return ls_ok();
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
    ls_free(pairs->at);
    ls_free(pairs);
}

/* ---- scanning ---- */

/* Compares the strings that lend the pair at bytes[at]. False when the listener has enough. */
static bool compare(const struct ls_pairs *pairs, uint64_t pair, const uint8_t *bytes, size_t at,
                    size_t len, struct ls_database_listener *listener)
{
    size_t slot = slot_of(pair);
    for (size_t i = pairs->slots[slot]; i < pairs->slots[slot + 1]; i++) {
        const struct entry *e = &pairs->at[i];
        if (e->pair != pair || at < e->before || e->len > len - (at - e->before))
            continue;
        const char *string = pairs->lower->bytes.at + pairs->lower->offsets.at[e->string];
        size_t from = at - e->before;
        if (memcmp(bytes + from, string, e->len) == 0 &&
            listener->seen(e->string, from, from + e->len, 0, listener->user) != 0)
            return false;
    }
    return true;
}

/* Eight bytes of ASCII. */
static inline bool is_ascii(uint64_t x)
{
    return (x & 0x8080808080808080u) == 0;
}

/* Over ASCII, as far as it goes. */
static size_t skip_ascii(const uint8_t *bytes, size_t at, size_t len)
{
    enum { STRIDE = 64 };
    if (at > len)
        return len;
    for (; len - at >= STRIDE; at += STRIDE) {
        uint8_t any = 0;
        for (size_t i = 0; i < STRIDE; i++)
            any |= bytes[at + i];
        if (any & 0x80)
            break;
    }
    while (len - at >= LOOK_BYTES && is_ascii(look(bytes + at)))
        at += LOOK_BYTES;
    return at;
}

/* How far it is to the next character, by the upper half of a byte. */
static const uint8_t char_bytes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};

/*
 * The hot loop: from pair to pair, until one is in the filter, ASCII begins or the text ends. Reads
 * a little further than `last`.
 */
__attribute__((noinline)) static size_t run_of_pairs(const uint64_t *filter, const uint8_t *bytes,
                                                     size_t at, size_t last)
{
    while (at <= last) {
        uint64_t x = look(bytes + at);
        if (is_pair(x)) {
            if (in_filter(filter, mix(pair_of(x))))
                break;
            at += CHAR_BYTES;
        } else if (is_ascii(x)) {
            break;
        } else {
            at += char_bytes[x >> 4 & 15];
        }
    }
    return at;
}

void ls_pairs_scan(const struct ls_pairs *pairs, const uint8_t *bytes, size_t len,
                   struct ls_database_listener *listener)
{
    if (pairs->n == 0 || len < PAIR_BYTES)
        return;
    size_t last = len - PAIR_BYTES;
    for (size_t at = 0; at <= last;) {
        at = run_of_pairs(pairs->filter, bytes, at, last);
        if (at > last)
            return;
        uint64_t x = look(bytes + at);
        if (!is_pair(x)) {
            at = skip_ascii(bytes, at + LOOK_BYTES, len);
        } else if (compare(pairs, pair_of(x), bytes, at, len, listener)) {
            at += CHAR_BYTES;
        } else {
            listener->stopped = true;
            return;
        }
    }
}
