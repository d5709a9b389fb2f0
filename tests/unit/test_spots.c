/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the engine has to look in text of the shape of UTF-8: every string of the built-in rules
 * that can stand there is found, wherever it stands.
 */
#include "match/spots.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "match/match.h"
#include "match/utf8_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { TEXT = 1500 };

static struct ls_rules *rules;
static struct ls_lower lower;
static struct ls_spots spots;
static struct ls_spots_copy copy;
static uint8_t text[TEXT + LS_MATCH_PAD];
static uint8_t filler[3]; /* a Chinese character that is no spot */

static void fill(size_t at)
{
    for (; at + 3 <= TEXT; at += 3)
        memcpy(text + at, filler, 3);
    memset(text + at, ' ', TEXT - at);
}

/* Which it is depends on the rules; most are none. */
static void find_filler(void)
{
    for (uint32_t cp = 0x4E00; cp < 0x9FA0; cp += 97) {
        const uint8_t bytes[] = {(uint8_t)(0xE0 | cp >> 12), (uint8_t)(0x80 | (cp >> 6 & 0x3F)),
                                 (uint8_t)(0x80 | (cp & 0x3F))};
        memcpy(filler, bytes, sizeof filler);
        fill(0);
        if (ls_spots_gather(&spots, text, TEXT, &copy) && copy.bytes.n == 0)
            return;
    }
    fail_msg("every character is a spot");
}

static int open_all(void **state)
{
    struct ls_diag diag = {.text = ""};
    (void)state;
    ls_lower_init(&lower);
    if (ls_failed(ls_rules_load_paths(true, NULL, 0, &rules, &diag)) ||
        ls_failed(ls_lower_rules(rules, &lower, &diag)) ||
        ls_failed(ls_spots_find(&lower, &spots)) || ls_failed(ls_spots_copy_init(&copy)))
        fail_msg("%s", diag.text);
    find_filler();
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    ls_spots_copy_fini(&copy);
    ls_lower_fini(&lower);
    ls_rules_free(rules);
    return 0;
}

/* Chinese characters before and behind, and the string where it keeps the shape. */
static size_t put_string(const uint8_t *string, size_t len, size_t at)
{
    static const char *const heads[] = {"",     "\xC3",     "\xE5",        "\xE5\x8F",
                                        "\xF0", "\xF0\xA0", "\xF0\xA0\x80"};
    static const char *const tails[] = {"", "\x80", "\x80\x80", "\x80\x80\x80"};
    fill(0);
    for (size_t h = 0; h < sizeof heads / sizeof *heads; h++)
        for (size_t t = 0; t < sizeof tails / sizeof *tails; t++) {
            size_t head = strlen(heads[h]), tail = strlen(tails[t]), n = at;
            memcpy(text + n, heads[h], head);
            memcpy(text + n + head, string, len);
            memcpy(text + n + head + len, tails[t], tail);
            n += head + len + tail;
            if (!ls_utf8_shaped(text, n))
                continue;
            fill(n);
            return at + head;
        }
    fail_msg("no text holds it");
    return 0;
}

static bool is_in_copy(const uint8_t *string, size_t len, size_t at)
{
    for (size_t i = 0; i + len <= copy.bytes.n; i++)
        if (memcmp(copy.bytes.at + i, string, len) == 0 && ls_spots_end(&copy, i + len) == at + len)
            return true;
    return false;
}

static void every_string_is_at_a_spot(void **state)
{
    size_t n = 0;
    (void)state;
    for (size_t s = 0; s < lower.strings.n; s++) {
        const uint8_t *string = (const uint8_t *)lower.bytes.at + lower.offsets.at[s];
        size_t len = lower.strings.at[s].len;
        if (!lower.strings.at[s].in_utf8 || lower.strings.at[s].paired)
            continue;
        size_t at = put_string(string, len, 600 + s % 64 * 3);
        assert_true(ls_spots_gather(&spots, text, TEXT, &copy));
        assert_true(is_in_copy(string, len, at));
        n++;
    }
    assert_true(n > 1000);
}

static void all_ways_agree(void **state)
{
    ls_spots_fn *ways[LS_SPOTS_WAYS_MAX];
    size_t ways_n = ls_spots_ways(ways);
    uint64_t rng = 5;
    (void)state;
    for (int round = 0; round < 300; round++) {
        struct ls_spots_copy other;
        size_t len = ls_rng_below(&rng, TEXT + 1);
        for (size_t i = 0; i < TEXT; i++)
            text[i] = ls_rng_below(&rng, 60) ? 0xA4 : (uint8_t)ls_rng_below(&rng, 256);
        bool there = ls_spots_gather(&spots, text, len, &copy);
        assert_false(ls_failed(ls_spots_copy_init(&other)));
        for (size_t w = 0; w < ways_n; w++) {
            LS_VEC_CLEAR(&other.bytes);
            LS_VEC_CLEAR(&other.pieces);
            assert_int_equal(ways[w](&spots, text, len, &other), there);
            assert_int_equal(other.bytes.n, copy.bytes.n);
            assert_memory_equal(other.bytes.at, copy.bytes.at, copy.bytes.n);
        }
        ls_spots_copy_fini(&other);
    }
}

/* A byte that stands in words and is no spot beside itself: which one depends on the words. */
static uint8_t quiet_byte(void)
{
    for (unsigned byte = 0x80; byte < 0x100; byte++) {
        memset(text, (int)byte, TEXT);
        if (ls_spots_gather(&spots, text, TEXT, &copy) && copy.bytes.n == 0)
            return (uint8_t)byte;
    }
    fail_msg("every byte is a spot beside itself");
    return 0;
}

static void what_is_full_of_spots_is_no_copy(void **state)
{
    (void)state;
    memset(text, 'a', TEXT);
    assert_false(ls_spots_gather(&spots, text, TEXT, &copy));
    memset(text, quiet_byte(), TEXT);
    assert_true(ls_spots_gather(&spots, text, TEXT, &copy));
    assert_int_equal(copy.bytes.n, 0);
    assert_true(ls_spots_gather(&spots, text, 0, &copy));
}

static void ends_are_those_of_the_text(void **state)
{
    (void)state;
    memset(text, quiet_byte(), TEXT);
    text[0] = text[700] = text[TEXT - 1] = 'Z';
    memcpy(text + 350, "\n12, 34", 7); /* no word is made of these alone */
    assert_true(ls_spots_gather(&spots, text, TEXT, &copy));
    assert_int_equal(copy.pieces.n, 3);
    for (size_t p = 0; p < 3; p++)
        assert_int_equal(ls_spots_end(&copy, copy.pieces.at[p].copy + 1), copy.pieces.at[p].at + 1);
    assert_int_equal(copy.pieces.at[0].at, 0);
    assert_int_equal(copy.pieces.at[1].at, 700 - spots.reach);
    assert_int_equal(ls_spots_end(&copy, copy.bytes.n - 2), TEXT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_string_is_at_a_spot),
        cmocka_unit_test(all_ways_agree),
        cmocka_unit_test(what_is_full_of_spots_is_no_copy),
        cmocka_unit_test(ends_are_those_of_the_text),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
