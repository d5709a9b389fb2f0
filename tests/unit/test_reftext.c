/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference text is the ruler for speed and the ground for the oracle: it must be the same
 * everywhere, valid, free of marks, and hold as many mentions as asked for.
 */
#include "base/encoding.h"
#include "rules/reftext.h"

#include "match/sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MEGABYTE = 1000000 };

static char *make(uint64_t seed, uint32_t mentions, size_t len)
{
    struct ls_reftext *text;
    assert_false(ls_failed(ls_reftext_new(seed, mentions, &text)));
    char *bytes = malloc(len + 1);
    assert_non_null(bytes);
    ls_reftext_fill(text, bytes, len);
    bytes[len] = '\0';
    ls_reftext_free(text);
    return bytes;
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        n++;
    return n;
}

static size_t count_grades(const char *text)
{
    return count(text, "绝密") + count(text, "机密") + count(text, "秘密");
}

/* FNV-1a, so that a change of the text is seen. */
static uint64_t hash(const char *bytes, size_t len)
{
    uint64_t h = 0xCBF29CE484222325U;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (uint8_t)bytes[i]) * 0x100000001B3U;
    return h;
}

static void same_text_from_the_same_seed(void **state)
{
    (void)state;
    char *a = make(1, LS_REFTEXT_MENTIONS, MEGABYTE);
    char *b = make(1, LS_REFTEXT_MENTIONS, MEGABYTE);
    char *c = make(2, LS_REFTEXT_MENTIONS, MEGABYTE);
    assert_memory_equal(a, b, MEGABYTE);
    assert_true(memcmp(a, c, MEGABYTE) != 0);
    /* Measured figures are comparable only while this stays; change it knowingly. */
    assert_int_equal(hash(a, MEGABYTE), 0xE642AEBD381D982F);
    free(a);
    free(b);
    free(c);
}

static void any_length_is_whole_characters(void **state)
{
    (void)state;
    for (size_t len = 0; len < 2000; len += 7) {
        char *text = make(len, LS_REFTEXT_MENTIONS, len);
        assert_int_equal(strlen(text), len);
        for (size_t at = 0; at < len;) {
            uint32_t cp;
            at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cp);
            assert_int_not_equal(cp, LS_CHAR_BAD);
        }
        free(text);
    }
}

static void lines_and_fill_are_one_text(void **state)
{
    (void)state;
    struct ls_reftext *text;
    assert_false(ls_failed(ls_reftext_new(7, 0, &text)));
    char *whole = make(7, 0, MEGABYTE);
    size_t at = 0;
    for (;;) {
        const char *line;
        size_t n = ls_reftext_line(text, &line);
        assert_true(n > 0 && line[n - 1] == '\n');
        if (n > MEGABYTE - at)
            break;
        assert_memory_equal(whole + at, line, n);
        at += n;
    }
    assert_true(at > MEGABYTE / 2);
    ls_reftext_free(text);
    free(whole);
}

static void mentions_as_many_as_asked_for(void **state)
{
    (void)state;
    char *none = make(3, 0, 4 * MEGABYTE);
    char *some = make(3, LS_REFTEXT_MENTIONS, 4 * MEGABYTE);
    char *many = make(3, 1000, 4 * MEGABYTE);
    assert_int_equal(count_grades(none), 0);
    assert_in_range(count_grades(some), 4 * LS_REFTEXT_MENTIONS * 9 / 10,
                    4 * LS_REFTEXT_MENTIONS * 11 / 10);
    assert_in_range(count_grades(many), 3600, 4400);
    free(none);
    free(some);
    free(many);
}

static void no_mention_begins_a_line_and_nothing_is_a_mark(void **state)
{
    (void)state;
    char *text = make(4, 1000, 4 * MEGABYTE);
    assert_int_equal(count(text, "★"), 0);
    char *save;
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        assert_true(strncmp(line, "绝密", 6) != 0);
        assert_true(strncmp(line, "机密", 6) != 0);
        assert_true(strncmp(line, "秘密", 6) != 0);
    }
    free(text);
}

/* The sample that was written when the program was built is what the generator says now. */
struct reading {
    struct ls_reftext *text;
    size_t lines;
};

static void take_line(void *user, const uint8_t *line, size_t len)
{
    struct reading *reading = user;
    const char *now;
    assert_int_equal(ls_reftext_line(reading->text, &now), len);
    assert_memory_equal(now, line, len);
    reading->lines++;
}

static void sample_is_the_text(void **state)
{
    (void)state;
    struct reading reading = {.lines = 0};
    assert_false(ls_failed(ls_reftext_new(LS_SAMPLE_SEED, LS_REFTEXT_MENTIONS, &reading.text)));
    assert_false(ls_failed(ls_sample_lines(take_line, &reading)));
    assert_int_equal(reading.lines, LS_SAMPLE_LINES);
    ls_reftext_free(reading.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sample_is_the_text),
        cmocka_unit_test(same_text_from_the_same_seed),
        cmocka_unit_test(any_length_is_whole_characters),
        cmocka_unit_test(lines_and_fill_are_one_text),
        cmocka_unit_test(mentions_as_many_as_asked_for),
        cmocka_unit_test(no_mention_begins_a_line_and_nothing_is_a_mark),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
