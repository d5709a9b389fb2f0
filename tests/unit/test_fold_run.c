/* SPDX-License-Identifier: Apache-2.0 */
/* base/fold_run.h: all ways give what decoding and folding one by one gives. */
#include "base/fold_run.h"

#include "base/encoding.h"
#include "base/fold.h"
#include "base/rng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include <cmocka.h>

enum { TEXT = 600, BASE = 4000000000 };

static uint8_t text[TEXT];

/* What is asked for, by the public functions for one character. */
static size_t one_by_one(size_t from, size_t len, uint32_t *cps, uint32_t *off, uint32_t *end,
                         size_t max, bool blanks)
{
    size_t n = 0;
    for (size_t at = 0; at < len && n < max; n++) {
        uint32_t raw, folded[LS_FOLD_MAX];
        size_t taken = ls_decode_char(LS_ENC_UTF8, text + from + at, len - at, &raw);
        if (ls_fold_char(raw, folded) != 1 || raw > 0xFFFF || folded[0] > 0xFFFF)
            break;
        if (folded[0] <= ' ' && !(blanks && (folded[0] == ' ' || folded[0] == '\n')))
            break;
        cps[n] = folded[0];
        off[n] = BASE + (uint32_t)at;
        at += taken;
        end[n] = BASE + (uint32_t)at;
    }
    return n;
}

/* Asks all ways about bytes [from, from + len), and whether they write beyond what they give. */
static size_t ask_for(size_t from, size_t len, size_t max, bool blanks)
{
    static uint32_t want[3][TEXT + 1], got[3][TEXT + 1];
    ls_fold_run_fn *ways[LS_FOLD_RUN_WAYS_MAX + 1];
    size_t ways_n = ls_fold_run_ways(ways);
    ways[ways_n++] = ls_fold_run_utf8;
    memset(want, 0xAA, sizeof want);
    size_t n = one_by_one(from, len, want[0], want[1], want[2], max, blanks);
    for (size_t w = 0; w < ways_n; w++) {
        memset(got, 0xAA, sizeof got);
        const struct ls_folded to = {got[0], got[1], got[2], max, blanks};
        assert_int_equal(ways[w](text + from, len, BASE, &to), n);
        assert_memory_equal(got, want, sizeof got);
    }
    return n;
}

static size_t ask(size_t from, size_t len, size_t max)
{
    ask_for(from, len, max, false);
    return ask_for(from, len, max, true);
}

/* Each character of the BMP at each place among sixteen, in a row of plain ones. */
static void every_character(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 0x10000; cp++) {
        size_t n = 0, place = cp % 17;
        for (size_t i = 0; i < 20; i++)
            n += ls_encode_char(LS_ENC_UTF8, i == place ? cp : 0x4E00, text + n);
        ask(0, n, TEXT);
    }
}

static void any_text_anywhere(void **state)
{
    static const uint32_t from[] = {0x20, 0x4E00, 0x4E00, 0x4E00, 0xFF01, 0x3000, 0xD700, 0x10000};
    static const uint32_t n_of[] = {0x60, 0x5200, 0x5200, 0x5200, 0x60, 0x20, 0x100, 0x100};
    uint64_t rng = 7;
    size_t told = 0;
    (void)state;
    for (int round = 0; round < 3000; round++) {
        size_t n = 0;
        while (n + LS_CHAR_BYTES_MAX <= TEXT) {
            uint32_t kind = ls_rng_below(&rng, round % 3 ? 4 : 8);
            kind = kind == 0 && ls_rng_below(&rng, 8) ? 1 : kind;
            n += ls_encode_char(LS_ENC_UTF8, from[kind] + ls_rng_below(&rng, n_of[kind]), text + n);
        }
        if (round % 5 == 0) /* and what is no text */
            text[ls_rng_below(&rng, TEXT)] = (uint8_t)ls_rng_next(&rng);
        size_t start = ls_rng_below(&rng, 64);
        told += ask(start, ls_rng_below(&rng, (uint32_t)(n - start)), TEXT);
        told += ask(start, n - start, ls_rng_below(&rng, 80));
    }
    assert_true(told > 50000);
}

static void random_bytes(void **state)
{
    uint64_t rng = 8;
    (void)state;
    for (int round = 0; round < 2000; round++) {
        for (size_t i = 0; i < TEXT; i++) {
            static const uint8_t common[] = {0xE0, 0xE4, 0xED, 0xEF, 0x80, 0xBF, 0xA0, 0x9F};
            text[i] = ls_rng_below(&rng, 8)
                          ? common[i % 3 ? 4 + ls_rng_below(&rng, 4) : ls_rng_below(&rng, 4)]
                          : (uint8_t)ls_rng_next(&rng);
        }
        for (size_t start = 0; start < 60; start++)
            ask(start, TEXT - start, TEXT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character),
        cmocka_unit_test(any_text_anywhere),
        cmocka_unit_test(random_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
