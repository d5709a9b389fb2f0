/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which places of a text two neighbouring characters are worth a closer look at: a filter of hashed
 * pairs that says yes to all that it was given, and to few others.
 *
 * Built once, then immutable and shared.
 */
#ifndef LS_MATCH_PAIR_FILTER_H
#define LS_MATCH_PAIR_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    LS_PAIR_CHAR = 3,                /* bytes of a character, */
    LS_PAIR_BYTES = 2 * LS_PAIR_CHAR /* and of a pair */
};

/* Eight bytes, the first one lowest, whatever the machine. */
static inline uint64_t ls_pair_look(const uint8_t *bytes)
{
    uint64_t x;
    memcpy(&x, bytes, sizeof x);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

/* Do two characters of three bytes begin there? Their lead bytes are 0xE0 to 0xEF. */
static inline bool ls_pair_begins(uint64_t x)
{
    return (x & 0xF00000F0u) == 0xE00000E0u;
}

static inline bool ls_pair_begins_break(uint8_t byte)
{
    return byte == '\n' || byte == '\r' || byte == '\t' || byte == ' ';
}

struct ls_pair_filter;

/* NULL when there is no memory. */
struct ls_pair_filter *ls_pair_filter_new(void);
void ls_pair_filter_free(struct ls_pair_filter *filter);

/* The pair that x begins with. */
void ls_pair_filter_add(struct ls_pair_filter *filter, uint64_t x);

/* The character that x begins with, where a blank, a tab or the end of a line is behind it. */
void ls_pair_filter_add_ending(struct ls_pair_filter *filter, uint64_t x);

enum { LS_PAIR_PLACES = 512 + 16 };

/*
 * Places of bytes[*at..len) in order, each at most len - LS_PAIR_BYTES; returns how many. *at moves
 * to where to go on: behind the text when there are no more. The bytes have the shape of UTF-8,
 * begin with a character or the rest of one, and are readable 64 bytes further.
 */
size_t ls_pair_filter_find(const struct ls_pair_filter *filter, const uint8_t *bytes, size_t *at,
                           size_t len, uint32_t places[LS_PAIR_PLACES]);

/* The ways to do it that run on this processor, the fastest first; for tests. */
typedef size_t ls_pair_find_fn(const struct ls_pair_filter *filter, const uint8_t *bytes,
                               size_t *at, size_t len, uint32_t places[LS_PAIR_PLACES]);
enum { LS_PAIR_WAYS_MAX = 2 };
size_t ls_pair_filter_ways(ls_pair_find_fn *ways[LS_PAIR_WAYS_MAX]);

#endif
