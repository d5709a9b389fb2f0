/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a match of a pattern may begin: by which two characters.
 *
 *   (?:严禁|不得)[^\n]{0,8}外传|密件     严禁  不得  密件
 *   \d{4}年|第.章                        0? 1? … 9?  第?          ?: any
 *
 * Most of a text begins no match, and two looks at bits tell so of each character, where the
 * library tries every alternative. Made from the text of the pattern by a reader of the plain part
 * of its syntax; what it does not know, or what may begin with too much, has no such filter.
 * Immutable; any thread.
 */
#ifndef LS_CONFIRM_FIRST_CHARS_H
#define LS_CONFIRM_FIRST_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_FIRST_BITS = 1024, LS_SECOND_BITS = 2048 };

/* Sets of bits by hashes: a character or pair that is not in there begins no match. */
struct ls_first_chars {
    uint64_t first[LS_FIRST_BITS / 64]; /* some match may begin with it */
    uint64_t alone[LS_FIRST_BITS / 64]; /* whatever follows */
    uint64_t pairs[LS_SECOND_BITS / 64];
};

/* What reading takes, for one thread and any number of patterns; NULL when there is no memory. */
struct ls_first_reader;
struct ls_first_reader *ls_first_reader_new(void);
void ls_first_reader_free(struct ls_first_reader *reader);

/* False when nothing is known of the pattern. ^ and $ may mean what they want. */
bool ls_first_chars_find(struct ls_first_reader *reader, const uint32_t *pattern, size_t n,
                         struct ls_first_chars *first);

/* The number of a character's bit, and that of two characters. */
static inline uint32_t ls_first_chars_hash(uint32_t c)
{
    return (c ^ c >> 10) % LS_FIRST_BITS;
}

static inline uint32_t ls_first_chars_hash_pair(uint32_t a, uint32_t b)
{
    return (a * 31 ^ b ^ b >> 11) % LS_SECOND_BITS;
}

/* The first place in text[at..end) where a match within text[..to) may begin; `end`: nowhere. */
typedef size_t ls_first_chars_fn(const struct ls_first_chars *first, const uint32_t *text,
                                 size_t at, size_t end, size_t to);

ls_first_chars_fn ls_first_chars_next;

/* The ways to do it that this processor has, the fastest first: for tests. Returns their number. */
enum { LS_FIRST_CHARS_WAYS_MAX = 2 };
size_t ls_first_chars_ways(ls_first_chars_fn *ways[LS_FIRST_CHARS_WAYS_MAX]);

#endif
