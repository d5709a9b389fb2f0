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
    BROKEN_BITS = 10, /* the same for broken pairs, which few places ask for */
    ENDING_BITS = 6,  /* and for their first characters: most lines end with none of these */
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
    uint64_t back;   /* bytes before the pair that are among the eight */
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
    uint64_t filter[1 << FILTER_BITS], broken_filter[1 << BROKEN_BITS];
    uint64_t endings[1 << ENDING_BITS];
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

/* Do three such characters? */
static inline bool is_triple(uint64_t x)
{
    return (x & 0x00F00000F00000F0u) == 0x00E00000E00000E0u;
}

/* Its six bytes and nothing else. */
static inline uint64_t pair_of(uint64_t x)
{
    return x << 16;
}

static inline uint64_t mix(uint64_t pair)
{
    return pair * mixer;
}

/* mix(pair_of(x)) */
static inline uint64_t mix_pair_of(uint64_t x)
{
    return x * (mixer << 16);
}

/* Of the character of three bytes that x begins with. */
static inline uint64_t mix_char_of(uint64_t x)
{
    return x * (mixer << 40);
}

static inline size_t slot_of(uint64_t pair)
{
    return (size_t)(mix(pair) >> (64 - SLOT_BITS));
}

/* One bit of the filter stands for a pair. */
static inline bool in_filter(const uint64_t *filter, unsigned bits, uint64_t mixed)
{
    return filter[mixed >> (64 - bits)] >> (mixed >> (58 - bits) & 63) & 1;
}

static void add_to_filter(uint64_t *filter, unsigned bits, uint64_t mixed)
{
    filter[mixed >> (64 - bits)] |= UINT64_C(1) << (mixed >> (58 - bits) & 63);
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

static bool begins_break(uint8_t byte)
{
    return byte == '\n' || byte == '\r' || byte == '\t' || byte == ' ';
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
    if (len - at <= PAIR_BYTES || !begins_break(bytes[at + CHAR_BYTES]) || !is_wordy(bytes + at))
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
    return pair_of(look(eight));
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
    e->eight = look(bytes);
    e->mask = look(mask);
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
    if (broken.pair) {
        pairs->broken.at[pairs->broken.n++] = broken;
        add_to_filter(pairs->broken_filter, BROKEN_BITS, mix(broken.pair));
        add_to_filter(pairs->endings, ENDING_BITS, mix_char_of(broken.pair >> 16));
        return;
    }
    pairs->whole.at[pairs->whole.n++] = whole;
    add_to_filter(pairs->filter, FILTER_BITS, mix(whole.pair));
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
    LS_TRY(save_index(&pairs->broken, out));
    LS_TRY(ls_section_put(out, pairs->filter, 1, sizeof pairs->filter));
    LS_TRY(ls_section_put(out, pairs->broken_filter, 1, sizeof pairs->broken_filter));
    return ls_section_put(out, pairs->endings, 1, sizeof pairs->endings);
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
    if (take_index(lower, in, &p->whole) && take_index(lower, in, &p->broken) &&
        ls_section_copy(in, sizeof p->filter, p->filter, 1) &&
        ls_section_copy(in, sizeof p->broken_filter, p->broken_filter, 1) &&
        ls_section_copy(in, sizeof p->endings, p->endings, 1))
        return ls_ok();
    ls_pairs_free(p);
    *pairs = NULL;
    return ls_bad(LS_E_MALFORMED);
}

/* ---- scanning ---- */

/* Compares the strings that lend the pair at bytes[at]. False when the listener has enough. */
static bool compare(const struct ls_pairs *pairs, const struct index *index, uint64_t pair,
                    const uint8_t *bytes, size_t at, size_t len,
                    struct ls_database_listener *listener)
{
    size_t slot = slot_of(pair);
    uint64_t here = look(bytes + at), back = at < BACK_BYTES ? 0 : look(bytes + at - BACK_BYTES);
    for (size_t i = index->slots[slot]; i < index->slots[slot + 1]; i++) {
        const struct entry *e = &index->at[i];
        uint64_t eight = e->back ? back : here;
        if (e->pair != pair || ((eight ^ e->eight) & e->mask) || at < e->before ||
            e->len > len - (at - e->before))
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

/* Does a character of three bytes begin there, with a break behind it? */
static inline bool may_be_broken(uint64_t x)
{
    return (x & 0xF0u) == 0xE0u && begins_break((uint8_t)(x >> 24));
}

/* How far it is to the next character, by the upper half of a byte. */
static const uint8_t char_bytes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};

/*
 * The hot loop: from pair to pair, until one is in the filter or may be broken, ASCII begins or the
 * text ends. Reads a little further than `last`.
 */
__attribute__((noinline)) static size_t run_of_pairs(const struct ls_pairs *pairs,
                                                     const uint8_t *bytes, size_t at, size_t last)
{
    const uint64_t *filter = pairs->filter;
    while (at <= last) {
        uint64_t x = look(bytes + at);
        if (is_triple(x)) {
            if (in_filter(filter, FILTER_BITS, mix_pair_of(x)))
                break;
            at += CHAR_BYTES;
            if (in_filter(filter, FILTER_BITS, mix_pair_of(look(bytes + at))))
                break;
            at += CHAR_BYTES;
        } else if (is_pair(x)) {
            if (in_filter(filter, FILTER_BITS, mix_pair_of(x)))
                break;
            at += CHAR_BYTES;
        } else if (is_ascii(x)) {
            break;
        } else if (may_be_broken(x)) {
            if (in_filter(pairs->endings, ENDING_BITS, mix_char_of(x)))
                break;
            at += CHAR_BYTES;
        } else {
            at += char_bytes[x >> 4 & 15];
        }
    }
    return at;
}

/* What is at a place where the hot loop stopped; *at moves on. False as of compare(). */
static bool look_closer(const struct ls_pairs *pairs, const uint8_t *bytes, size_t *at, size_t len,
                        struct ls_database_listener *listener)
{
    uint64_t x = look(bytes + *at);
    size_t here = *at;
    if (is_pair(x)) {
        *at += CHAR_BYTES;
        return compare(pairs, &pairs->whole, pair_of(x), bytes, here, len, listener);
    }
    if (!may_be_broken(x)) {
        *at = skip_ascii(bytes, here + LOOK_BYTES, len);
        return true;
    }
    *at += CHAR_BYTES + 1;
    uint64_t pair = read_broken(bytes, here, len);
    return !pair || !in_filter(pairs->broken_filter, BROKEN_BITS, mix(pair)) ||
           compare(pairs, &pairs->broken, pair, bytes, here, len, listener);
}

void ls_pairs_scan(const struct ls_pairs *pairs, const uint8_t *bytes, size_t len,
                   struct ls_database_listener *listener)
{
    if (pairs->whole.n + pairs->broken.n == 0 || len < PAIR_BYTES)
        return;
    size_t last = len - PAIR_BYTES;
    for (size_t at = 0; at <= last && !listener->stopped;) {
        at = run_of_pairs(pairs, bytes, at, last);
        if (at <= last && !look_closer(pairs, bytes, &at, len, listener))
            listener->stopped = true;
    }
}
