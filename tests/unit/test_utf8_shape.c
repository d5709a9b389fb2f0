/* SPDX-License-Identifier: Apache-2.0 */
/* The shape of UTF-8: what has it, and that all ways to look at it agree. */
#include "match/utf8_shape.h"

#include "base/encoding.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "match/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { TEXT = 3000 };

static uint8_t text[TEXT + LS_MATCH_PAD];

static bool shaped(size_t from, size_t len)
{
    ls_utf8_shape_fn *ways[LS_UTF8_SHAPE_WAYS_MAX];
    size_t n = ls_utf8_shape_ways(ways);
    bool answer = ways[0](text + from, len);
    for (size_t i = 1; i < n; i++)
        assert_int_equal(ways[i](text + from, len), answer);
    assert_int_equal(ls_utf8_shaped(text + from, len), answer);
    assert_int_equal(ls_utf8_shape_holds(text + from, len), answer);
    return answer;
}

/* Characters of one to four bytes; returns the length, TEXT - 3 at least. */
static size_t write_text(uint64_t *rng)
{
    size_t n = 0;
    while (n + 4 <= TEXT) {
        static const uint32_t span[] = {0x80, 0x800, 0xD800, 0x110000};
        uint32_t cp = (uint32_t)ls_rng_below(rng, span[ls_rng_below(rng, 4)]);
        n += ls_encode_char(LS_ENC_UTF8, cp, text + n);
    }
    memset(text + n, 0xFF, sizeof text - n);
    return n;
}

static void every_piece_of_text_has_it(void **state)
{
    uint64_t rng = 42;
    (void)state;
    size_t n = write_text(&rng);
    assert_true(ls_utf8_valid(text, n));
    for (size_t from = 0; from < 200; from++)
        for (size_t len = 0; len < 300; len += 7)
            assert_true(shaped(from, len));
    assert_true(shaped(0, n));
    assert_true(shaped(1, n - 1));
}

static void one_wrong_byte_is_seen(void **state)
{
    uint64_t rng = 43;
    size_t told = 0;
    (void)state;
    size_t n = write_text(&rng);
    for (size_t i = 0; i < n; i++) {
        uint8_t kept = text[i];
        text[i] ^= 0x80;
        bool there = shaped(0, n);
        told += !there;
        /* Only at the ends may such a text be part of a longer one. */
        if (i >= 4 && i + 4 < n)
            assert_false(there);
        text[i] = kept;
    }
    assert_true(told > n - 10);
}

static void random_bytes_agree(void **state)
{
    uint64_t rng = 44;
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t len = ls_rng_below(&rng, 9);
        for (size_t i = 0; i < len; i++)
            text[i] = (uint8_t)ls_rng_below(&rng, 256);
        shaped(0, len);
    }
}

static void words_of_other_encodings(void **state)
{
    (void)state;
    assert_false(ls_utf8_shape_holds((const uint8_t *)"\xBE\xF8\xC3\xDC", 4)); /* GB18030 */
    assert_false(ls_utf8_shape_holds((const uint8_t *)"\xC3\xDC\xBC\xB6", 4));
    assert_true(ls_utf8_shape_holds((const uint8_t *)"\x67\x3A\x5B\xC6", 4)); /* UTF-16BE */
    assert_true(ls_utf8_shape_holds((const uint8_t *)"s\0e\0c\0", 6));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piece_of_text_has_it),
        cmocka_unit_test(one_wrong_byte_is_seen),
        cmocka_unit_test(random_bytes_agree),
        cmocka_unit_test(words_of_other_encodings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
