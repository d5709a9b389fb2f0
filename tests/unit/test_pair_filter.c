/* SPDX-License-Identifier: Apache-2.0 */
/* Each way through the filter names all places that it was given pairs of, and few others. */
#include "match/pair_filter.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "match/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

enum {
    TEXT = 9000,
    FIRST = 0x4E00, /* characters of the text */
    KINDS = 700,
    PAIRS = 2500,
    ENDINGS = 40,
};

static uint8_t text[TEXT + LS_MATCH_PAD];
static bool wanted[TEXT], named[TEXT];
static uint64_t pairs[PAIRS], endings[ENDINGS];
static struct ls_pair_filter *filter;

static void put_char(uint8_t *to, unsigned cp)
{
    to[0] = (uint8_t)(0xE0 | cp >> 12);
    to[1] = (uint8_t)(0x80 | (cp >> 6 & 63));
    to[2] = (uint8_t)(0x80 | (cp & 63));
}

static uint64_t make_pair(uint64_t *rng)
{
    uint8_t eight[8] = {0};
    put_char(eight, FIRST + ls_rng_below(rng, KINDS));
    put_char(eight + LS_PAIR_CHAR, FIRST + ls_rng_below(rng, KINDS));
    return ls_pair_look(eight);
}

static int make_filter(void **state)
{
    uint64_t rng = 7;
    (void)state;
    filter = ls_pair_filter_new();
    if (!filter)
        return -1;
    for (size_t i = 0; i < PAIRS; i++)
        ls_pair_filter_add(filter, pairs[i] = make_pair(&rng));
    for (size_t i = 0; i < ENDINGS; i++)
        ls_pair_filter_add_ending(filter, endings[i] = make_pair(&rng) & 0xFFFFFF);
    return 0;
}

static int free_filter(void **state)
{
    (void)state;
    ls_pair_filter_free(filter);
    return 0;
}

static bool is_one_of(const uint64_t *list, size_t n, uint64_t x)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == x)
            return true;
    return false;
}

/* Characters of three bytes in rows of any length, with breaks, letters and others between them. */
static size_t write_text(uint64_t *rng, size_t len)
{
    static const char *const others[] = {"\n", " ",  "\r\n", "\t",
                                         "a",  "x9", "é",    "\xF0\x9F\x98\x80"};
    size_t at = ls_rng_below(rng, 3); /* the rest of a character */
    memset(text, 0x80, at);
    while (at + 8 < len) {
        size_t row = ls_rng_below(rng, 60);
        for (; row > 0 && at + 8 < len; row--, at += LS_PAIR_CHAR)
            memcpy(text + at, &pairs[ls_rng_below(rng, PAIRS)], LS_PAIR_CHAR);
        const char *other = others[ls_rng_below(rng, 8)];
        for (size_t n = ls_rng_below(rng, 50) ? 1 : 150; n > 0 && at + 8 < len; n--) {
            memcpy(text + at, other, strlen(other));
            at += strlen(other);
        }
    }
    memset(text + at, 'z', TEXT + LS_MATCH_PAD - at);
    return at;
}

static void search_plainly(size_t len)
{
    memset(wanted, 0, sizeof wanted);
    for (size_t at = 0; at + LS_PAIR_BYTES <= len; at++) {
        uint64_t x = ls_pair_look(text + at);
        if (ls_pair_begins(x))
            wanted[at] = is_one_of(pairs, PAIRS, x & 0xFFFFFFFFFFFF);
        else if ((x & 0xF0) == 0xE0 && ls_pair_begins_break(text[at + LS_PAIR_CHAR]))
            wanted[at] = is_one_of(endings, ENDINGS, x & 0xFFFFFF);
    }
}

/* Returns how many were named that were not wanted. */
static size_t check(ls_pair_find_fn *find, size_t len)
{
    uint32_t places[LS_PAIR_PLACES];
    size_t last = 0, wrong = 0;
    memset(named, 0, sizeof named);
    for (size_t at = 0, before = SIZE_MAX; at < len;) {
        assert_true(at != before); /* it gets on */
        before = at;
        size_t n = find(filter, text, &at, len, places);
        assert_in_range(n, 0, LS_PAIR_PLACES);
        for (size_t i = 0; i < n; i++) {
            assert_true(places[i] + LS_PAIR_BYTES <= len && places[i] < at);
            assert_true(places[i] > last || (places[i] == 0 && !named[0]));
            last = places[i];
            named[last] = true;
            wrong += !wanted[last];
        }
    }
    for (size_t at = 0; at < len; at++)
        if (wanted[at] && !named[at])
            fail_msg("place %zu of %zu is not named", at, len);
    return wrong;
}

static void test_all_are_named_and_few_others(void **state)
{
    ls_pair_find_fn *ways[LS_PAIR_WAYS_MAX];
    size_t ways_n = ls_pair_filter_ways(ways), wrong[LS_PAIR_WAYS_MAX] = {0}, bytes = 0;
    uint64_t rng = 11;
    (void)state;
    assert_in_range(ways_n, 1, LS_PAIR_WAYS_MAX);
    for (size_t round = 0; round < 200; round++) {
        size_t len =
            write_text(&rng, round < 60 ? 8 + round * 4 : ls_rng_below(&rng, TEXT - 8) + 8);
        search_plainly(len);
        for (size_t i = 0; i < ways_n; i++)
            wrong[i] += check(ways[i], len);
        bytes += len;
    }
    for (size_t i = 0; i < ways_n; i++)
        assert_in_range(wrong[i], 0, bytes / LS_PAIR_CHAR / 50); /* two of a hundred characters */
}

/* At each length there is a last pair, and nothing behind it counts. */
static void test_the_end(void **state)
{
    ls_pair_find_fn *ways[LS_PAIR_WAYS_MAX];
    size_t ways_n = ls_pair_filter_ways(ways);
    (void)state;
    for (size_t n = 0; n < 2000; n++)
        memcpy(text + n * LS_PAIR_CHAR, &pairs[n % PAIRS], LS_PAIR_CHAR);
    for (size_t len = 0; len < 4000; len += len < 200 ? 1 : 7) {
        search_plainly(len);
        for (size_t i = 0; i < ways_n; i++)
            check(ways[i], len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_named_and_few_others),
        cmocka_unit_test(test_the_end),
    };
    return cmocka_run_group_tests(tests, make_filter, free_filter);
}
