/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions on folded text: what they see, which groups they tell, and where they stop.
 */
#include "confirm/pattern.h"
#include "confirm/pattern_set.h"

#include "base/alloc.h"
#include "base/encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { TEXT_MAX = 200000, PATTERN_MAX = 16 * 1024 };

/* One search in UTF-8 text; `from` and `to` count characters. */
struct search {
    const char *pattern, *text;
    size_t from, to; /* to 0: the whole text */
    size_t start;    /* counted from the beginning of the text */
    bool inside;     /* no line begins or ends at the subject's ends */
};

static struct ls_spans spans;
static bool limited;

static size_t decode(const char *utf8, uint32_t *out)
{
    size_t n = 0, len = strlen(utf8);
    for (size_t at = 0; at < len; n++)
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &out[n]);
    return n;
}

static struct ls_pattern *compile(const char *text)
{
    struct ls_pattern *pattern;
    struct ls_diag diag = {.text = ""};
    if (ls_failed(ls_pattern_new(text, LS_PATTERN_LINES, &pattern, &diag)))
        fail_msg("%s", diag.text);
    return pattern;
}

static bool search(struct search s)
{
    static uint32_t text[TEXT_MAX];
    struct ls_pattern_match *match;
    size_t n = decode(s.text, text);
    struct ls_pattern *pattern = compile(s.pattern);
    struct ls_subject subject = {.text = text,
                                 .from = s.from,
                                 .to = s.to ? s.to : n,
                                 .line_begins = !s.inside,
                                 .line_ends = !s.inside,
                                 .last = SIZE_MAX};
    assert_false(ls_failed(ls_pattern_match_new(&match)));
    memset(&spans, 0xAA, sizeof spans);
    limited = false;
    bool found =
        ls_pattern_search(pattern, match, &subject, s.start ? s.start : s.from, &spans, &limited);
    ls_pattern_match_free(match);
    ls_pattern_free(pattern);
    return found;
}

static bool group_is(enum ls_pattern_group group, size_t from, size_t to)
{
    return spans.from[group] == from && spans.to[group] == to;
}

static void groups(void **state)
{
    (void)state;
    assert_true(search((struct search){.pattern = "x(?<hit>(?<grade>甲|乙)-(?<term>\\d年)?)",
                                       .text = "__x乙-3年x甲-"}));
    assert_true(group_is(LS_GROUP_WHOLE, 2, 7));
    assert_true(group_is(LS_GROUP_HIT, 3, 7));
    assert_true(group_is(LS_GROUP_GRADE, 3, 4));
    assert_true(group_is(LS_GROUP_TERM, 5, 7));
    assert_true(search((struct search){.pattern = "x(?<hit>(?<grade>甲|乙)-(?<term>\\d年)?)",
                                       .text = "__x乙-3年x甲-",
                                       .start = 3}));
    assert_true(group_is(LS_GROUP_WHOLE, 7, 10));
    assert_true(group_is(LS_GROUP_TERM, 0, 0)); /* took no part */
    assert_true(search((struct search){.pattern = "乙", .text = "甲乙"}));
    assert_true(group_is(LS_GROUP_WHOLE, 1, 2));
    assert_true(group_is(LS_GROUP_HIT, 0, 0));
    assert_true(group_is(LS_GROUP_GRADE, 0, 0));
    assert_false(limited);
}

/* `$` at the end of any line, or only where the subject ends. */
static void ends_of_lines(void **state)
{
    (void)state;
    static const uint32_t text[] = {'a', ':', '\n', 'b', '\n'};
    struct ls_pattern_match *m;
    assert_false(ls_failed(ls_pattern_match_new(&m)));
    for (int lines = LS_PATTERN_LINES; lines <= LS_PATTERN_SUBJECT; lines++) {
        struct ls_pattern *colon, *b;
        struct ls_spans at;
        bool gave_up = false;
        struct ls_subject subject = {text, 0, 5, true, true, SIZE_MAX};
        assert_false(ls_failed(ls_pattern_new(":$", (enum ls_pattern_lines)lines, &colon, NULL)));
        assert_false(ls_failed(ls_pattern_new("b$", (enum ls_pattern_lines)lines, &b, NULL)));
        bool any = lines == LS_PATTERN_LINES;
        assert_int_equal(ls_pattern_search(colon, m, &subject, 0, &at, &gave_up), any);
        assert_int_equal(ls_pattern_search(b, m, &subject, 0, &at, &gave_up), any);
        subject.to = 4;
        assert_true(ls_pattern_search(b, m, &subject, 0, &at, &gave_up));
        ls_pattern_free(colon);
        ls_pattern_free(b);
    }
    ls_pattern_match_free(m);
}

/* No match that begins later than it may, however it is asked for. */
static void matches_begin_in_time(void **state)
{
    (void)state;
    static const uint32_t text[] = {'x', 'a', 'b', 'a', 'b'};
    struct ls_pattern_match *m;
    struct ls_pattern *ab;
    bool gave_up = false;
    assert_false(ls_failed(ls_pattern_match_new(&m)));
    assert_false(ls_failed(ls_pattern_new("ab", LS_PATTERN_LINES, &ab, NULL)));
    for (size_t from = 0; from < 2; from++)
        for (size_t last = from; last <= 6; last++)
            for (size_t start = from; start <= 5; start++) {
                struct ls_subject subject = {text, from, 5, true, true, last};
                struct ls_spans at;
                size_t first = start <= 1 ? 1 : 3;
                bool expected = start <= 3 && first <= last;
                assert_int_equal(ls_pattern_search(ab, m, &subject, start, &at, &gave_up),
                                 expected);
                assert_true(!expected || at.from[LS_GROUP_WHOLE] == first);
            }
    assert_false(gave_up);
    ls_pattern_free(ab);
    ls_pattern_match_free(m);
}

static const struct ls_pattern *ask(struct ls_pattern_set *set, const char *text,
                                    enum ls_pattern_lines lines, const char *key)
{
    const struct ls_pattern *pattern;
    assert_false(ls_failed(
        ls_pattern_set_get(set, text, lines, (struct ls_pattern_asker){.key = key}, &pattern)));
    return pattern;
}

static void *compile_all(void *set)
{
    ls_pattern_set_compile(set);
    return NULL;
}

static void compile_by_two(struct ls_pattern_set *set)
{
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, compile_all, set), 0);
    ls_pattern_set_compile(set);
    pthread_join(other, NULL);
}

static bool is_in_it(const struct ls_pattern *pattern, struct ls_pattern_match *m, uint32_t last)
{
    const uint32_t text[] = {U'甲', last};
    const struct ls_subject subject = {text, 0, 2, true, true, SIZE_MAX};
    struct ls_spans where;
    bool gave_up = false;
    return ls_pattern_search(pattern, m, &subject, 0, &where, &gave_up);
}

/* The same text gives the same pattern, unless ^ and $ mean something else in it. */
static void sets(void **state)
{
    (void)state;
    enum { MANY = 3000 }; /* more than there are buckets */
    struct ls_pattern_set *set = ls_pattern_set_new();
    struct ls_pattern_match *m;
    const struct ls_pattern_asker me = {.key = "k"};
    assert_non_null(set);
    assert_false(ls_failed(ls_pattern_match_new(&m)));
    const struct ls_pattern *first[MANY];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            char text[32];
            snprintf(text, sizeof text, "甲[%d]", i % 10);
            snprintf(text + strlen(text), 16, "|%d", i);
            const struct ls_pattern *got = ask(set, text, LS_PATTERN_LINES, "k");
            assert_true(!round || got == first[i]);
            first[i] = got;
            assert_true(i == 0 || first[i] != first[i - 1]);
        }
    assert_ptr_not_equal(ask(set, "甲[1]|1", LS_PATTERN_SUBJECT, "k"), first[1]);
    const char *const parts[] = {"甲", "乙"};
    const struct ls_pattern *one, *none;
    assert_false(ls_failed(
        ls_pattern_set_join(set, &(struct ls_strings){parts, 2}, LS_PATTERN_LINES, me, &one)));
    assert_ptr_equal(one, ask(set, "(?:甲)|(?:乙)", LS_PATTERN_LINES, "k"));
    assert_false(ls_failed(
        ls_pattern_set_join(set, &(struct ls_strings){NULL, 0}, LS_PATTERN_LINES, me, &none)));
    assert_null(none);
    compile_by_two(set);
    struct ls_pattern_asker asker;
    assert_false(ls_failed(ls_pattern_set_check(set, &asker, NULL)));
    for (int i = 10; i < MANY; i++)
        assert_true(is_in_it(first[i], m, U'0' + (uint32_t)i % 10) &&
                    !is_in_it(first[i], m, U'0' + (uint32_t)(i + 1) % 10));
    ls_pattern_match_free(m);
    ls_pattern_set_free(set);
}

/* Whichever thread comes upon it, what is told is the first that is wrong, and who asked first. */
static void sets_with_wrong_ones(void **state)
{
    (void)state;
    for (int round = 0; round < 50; round++) {
        struct ls_pattern_set *set = ls_pattern_set_new();
        struct ls_pattern_asker asker = {.key = NULL};
        struct ls_diag diag = {.text = ""};
        ask(set, "甲", LS_PATTERN_LINES, "good");
        ask(set, "甲{2,1}", LS_PATTERN_LINES, "first");
        ask(set, "乙", LS_PATTERN_LINES, "good");
        ask(set, "甲(", LS_PATTERN_LINES, "second");
        ask(set, "甲{2,1}", LS_PATTERN_LINES, "third");
        compile_by_two(set);
        assert_int_equal(ls_pattern_set_check(set, &asker, &diag).code, LS_E_RULES);
        assert_string_equal(asker.key, "first");
        assert_non_null(strstr(diag.text, "out of order"));
        ls_pattern_set_free(set);
    }
}

/* A name stands for its group however many come before it; too many groups are refused. */
static void many_groups(void **state)
{
    (void)state;
    for (int before = 0; before < 80; before++) {
        char pattern[1024] = "";
        for (int i = 0; i < before; i++)
            strcat(pattern, "(甲)?");
        strcat(pattern, "(?<hit>乙)");
        struct ls_pattern *compiled;
        struct ls_diag diag = {.text = ""};
        bool refused = ls_failed(ls_pattern_new(pattern, LS_PATTERN_LINES, &compiled, &diag));
        assert_int_equal(refused, before + 1 > 63);
        ls_pattern_free(compiled);
        if (refused)
            continue;
        assert_true(search((struct search){.pattern = pattern, .text = "甲乙"}));
        assert_int_equal(spans.to[LS_GROUP_HIT] - spans.from[LS_GROUP_HIT], 1);
    }
}

/* The last group of a pattern may take no part, and groups may stand in alternatives. */
static void groups_in_alternatives(void **state)
{
    (void)state;
    static const char pattern[] = "(?<grade>甲)|乙(?<term>丙)?|(?<hit>丁)";
    assert_true(search((struct search){.pattern = pattern, .text = "乙"}));
    assert_true(group_is(LS_GROUP_GRADE, 0, 0) && group_is(LS_GROUP_TERM, 0, 0) &&
                group_is(LS_GROUP_HIT, 0, 0));
    assert_true(search((struct search){.pattern = pattern, .text = "_丁"}));
    assert_true(group_is(LS_GROUP_HIT, 1, 2));
    assert_true(group_is(LS_GROUP_GRADE, 0, 0) && group_is(LS_GROUP_TERM, 0, 0));
    assert_true(search((struct search){.pattern = pattern, .text = "乙丙"}));
    assert_true(group_is(LS_GROUP_TERM, 1, 2));
}

/* An index is a character, whatever it takes in bytes. */
static void indices_are_characters(void **state)
{
    (void)state;
    assert_true(search((struct search){.pattern = "密.b", .text = "a\U00020087密★b"}));
    assert_true(group_is(LS_GROUP_WHOLE, 2, 5));
    assert_true(search((struct search){.pattern = "[一-龥]{2}$", .text = "a甲乙"}));
    assert_true(search((struct search){.pattern = "\\x{20087}", .text = "a\U00020087"}));
}

static void subject_is_all_there_is(void **state)
{
    (void)state;
    assert_true(search((struct search){.pattern = "乙", .text = "甲乙丙丁", .from = 1, .to = 3}));
    assert_true(group_is(LS_GROUP_WHOLE, 1, 2));
    assert_false(search((struct search){.pattern = "丁", .text = "甲乙丙丁", .from = 1, .to = 3}));
    assert_false(search((struct search){.pattern = "甲", .text = "甲乙丙丁", .from = 1, .to = 3}));
    assert_false(
        search((struct search){.pattern = "(?<=甲)乙", .text = "甲乙丙丁", .from = 1, .to = 3}));
    assert_false(
        search((struct search){.pattern = "丙(?=丁)", .text = "甲乙丙丁", .from = 1, .to = 3}));
    /* but what stands before `start` is seen */
    assert_true(search((struct search){
        .pattern = "(?<=乙)丙", .text = "甲乙丙丁", .from = 1, .to = 3, .start = 2}));
    assert_false(search(
        (struct search){.pattern = "乙", .text = "甲乙丙丁", .from = 1, .to = 3, .start = 2}));
}

static void start_at_and_behind_the_end(void **state)
{
    (void)state;
    assert_true(search((struct search){.pattern = "$", .text = "甲乙", .start = 2}));
    assert_true(group_is(LS_GROUP_WHOLE, 2, 2));
    assert_false(search((struct search){.pattern = "$", .text = "甲乙", .start = 3}));
    assert_false(limited);
    assert_true(search((struct search){.pattern = "^$", .text = ""}));
    assert_true(group_is(LS_GROUP_WHOLE, 0, 0));
}

static void lines(void **state)
{
    (void)state;
    static const char text[] = "甲\n乙\r丙";
    assert_true(search((struct search){.pattern = "^乙", .text = text}));
    assert_true(search((struct search){.pattern = "甲$", .text = text}));
    assert_false(search((struct search){.pattern = "^丙", .text = text})); /* LF alone ends one */
    assert_true(search((struct search){.pattern = "^甲", .text = text}));
    assert_true(search((struct search){.pattern = "丙$", .text = text}));
    assert_false(search((struct search){.pattern = "^甲", .text = text, .inside = true}));
    assert_false(search((struct search){.pattern = "丙$", .text = text, .inside = true}));
    assert_true(search((struct search){.pattern = "^乙", .text = text, .inside = true}));
    assert_false(search((struct search){.pattern = "甲.乙", .text = text}));
    assert_true(search((struct search){.pattern = "甲\\n乙", .text = text}));
    assert_true(search((struct search){.pattern = "乙.丙", .text = text}));
}

/* Work that does not end is given up, said to be, and forgotten at the next search. */
static void limits(void **state)
{
    (void)state;
    static char text[4001];
    memset(text, 'a', sizeof text - 1);
    assert_false(search((struct search){.pattern = "^(?:a|a|aa)*[cd]", .text = text}));
    assert_true(limited);
    assert_false(search((struct search){.pattern = "(?:(?:a+)+)+\\d", .text = text}));
    assert_true(limited);
    assert_true(search((struct search){.pattern = "a{4000}", .text = text}));
    assert_false(limited);
}

static void limit_is_set_and_never_cleared(void **state)
{
    (void)state;
    static const uint32_t text[] = {'a'};
    struct ls_subject subject = {.text = text, .to = 1, .last = SIZE_MAX};
    struct ls_pattern_match *match;
    struct ls_pattern *pattern = compile("a");
    assert_false(ls_failed(ls_pattern_match_new(&match)));
    limited = true;
    assert_true(ls_pattern_search(pattern, match, &subject, 0, &spans, &limited));
    assert_true(limited);
    ls_pattern_match_free(match);
    ls_pattern_free(pattern);
}

/* The pattern cannot raise the limits from inside. */
static void limits_hold_against_the_pattern(void **state)
{
    (void)state;
    static char text[4001];
    memset(text, 'a', sizeof text - 1);
    assert_false(search(
        (struct search){.pattern = "(*LIMIT_MATCH=4000000000)(*LIMIT_HEAP=4000000)^(?:a|a|aa)*[cd]",
                        .text = text}));
    assert_true(limited);
}

static void wrong_patterns(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "(",
        "a)",
        "[",
        "a**",
        "(?<hit",
        "(?<hit>a)(?<hit>b)",
        "\\C",
        "a{2,1}",
        "(?<=a*)b",
        "\\x{110000000}",
        "(?1)",
        "\\",
        "(*NO_SUCH_VERB)a",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ls_pattern *pattern;
        struct ls_diag diag = {.text = ""};
        struct ls_result r = ls_pattern_new(wrong[i], LS_PATTERN_LINES, &pattern, &diag);
        if (r.code != LS_E_RULES || r.reach != LS_STOP)
            fail_msg("\"%s\" is taken", wrong[i]);
        assert_null(pattern);
        assert_true(strlen(diag.text) > 5);
        assert_false(ls_failed(ls_pattern_new("a", LS_PATTERN_LINES, &pattern, NULL)));
        ls_pattern_free(pattern);
        assert_int_equal(ls_pattern_new(wrong[i], LS_PATTERN_LINES, &pattern, NULL).code,
                         LS_E_RULES);
    }
}

static void long_patterns(void **state)
{
    (void)state;
    static char text[PATTERN_MAX + 2];
    struct ls_pattern *pattern;
    struct ls_diag diag = {.text = ""};
    memset(text, 'a', PATTERN_MAX + 1);
    assert_int_equal(ls_pattern_new(text, LS_PATTERN_LINES, &pattern, &diag).code, LS_E_RULES);
    assert_null(pattern);
    assert_non_null(strstr(diag.text, "16384"));
    text[PATTERN_MAX] = '\0';
    ls_pattern_free(compile(text));
}

static void out_of_memory(void **state)
{
    (void)state;
    struct ls_pattern *pattern = NULL;
    struct ls_pattern_match *match = NULL;
    for (uint64_t nth = 1; !pattern; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_pattern_new("(?<hit>a)", LS_PATTERN_LINES, &pattern, NULL);
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, pattern ? LS_E_NONE : LS_E_MEMORY);
        assert_true(nth < 10);
    }
    ls_pattern_free(pattern);
    ls_alloc_fail_nth(1);
    assert_int_equal(ls_pattern_match_new(&match).code, LS_E_MEMORY);
    ls_alloc_fail_nth(0);
    assert_null(match);
    ls_pattern_free(NULL);
    ls_pattern_match_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups),
        cmocka_unit_test(matches_begin_in_time),
        cmocka_unit_test(sets),
        cmocka_unit_test(sets_with_wrong_ones),
        cmocka_unit_test(many_groups),
        cmocka_unit_test(ends_of_lines),
        cmocka_unit_test(groups_in_alternatives),
        cmocka_unit_test(indices_are_characters),
        cmocka_unit_test(subject_is_all_there_is),
        cmocka_unit_test(start_at_and_behind_the_end),
        cmocka_unit_test(lines),
        cmocka_unit_test(limits),
        cmocka_unit_test(limit_is_set_and_never_cleared),
        cmocka_unit_test(limits_hold_against_the_pattern),
        cmocka_unit_test(wrong_patterns),
        cmocka_unit_test(long_patterns),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
