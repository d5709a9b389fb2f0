/* SPDX-License-Identifier: Apache-2.0 */
/* How a match may begin: never less than what can, and no match is lost that way. */
#include "confirm/first_chars.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/rng.h"
#include "confirm/pattern.h"
#include "rules/evidence.h"

#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { PATTERN_MAX = 8192, TEXT_CHARS = 600, TEXTS = 40, CHANGES = 6 };

static size_t decode(const char *utf8, uint32_t *out)
{
    size_t n = 0, len = strlen(utf8);
    for (size_t at = 0; at < len; n++)
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &out[n]);
    return n;
}

/* Patterns, texts that begin a match, and texts that do not, apart by blanks; NULL: not known. */
static const struct {
    const char *pattern, *some, *none;
} cases[] = {
    {"密件", "密件 密件甲", "密 件密 密甲 甲密"},
    {"密件|转知", "密件 转知", "密知 转件 转"},
    {"严禁|不得|勿", "严禁 不得 勿 勿甲", "严得 不禁 禁"},
    {"(?:严禁|不得)[^\\n，]{0,8}外传", "严禁 不得", "外传 不 得"},
    {"(?:暂|先)(?:不|未)", "暂不 先未", "暂先 不未 暂"},
    {"第?[一二]条", "第一 第二 一条 二条", "第条 条一 三条 第三 第 一"},
    {"\\d{4}年", "19 01 9", "年 年1 a1"},
    {"\\d年|[a-c]x", "1年 cx", "11 dx xc a"},
    {"[^a]b", NULL, NULL},
    {"a[^b]", "ac aa", "ba"},
    {"a.", "ab", "ba"},
    {".a", NULL, NULL},
    {"a*b", "ab b bc aa", "c cb"},
    {"a+b", "ab aa", "b ba"},
    {"(?:ab)*c", "ab c cd", "ac a ba"},
    {"(?:ab)?", NULL, NULL},
    {"a{0}b", "b bb", "ab a"},
    {"a{0,2}b", "ab b aa", "c"},
    {"a{2,}b", "aa", "b"},
    {"a{x", "a{", "ax aa"},
    {"^[ ]*甲乙", "甲乙", "乙甲 甲甲 甲"},
    {"(?<!白)海棠", "海棠", "白海 海白"},
    {"(?=甲)[甲乙]丙", "甲丙 乙丙", "丙甲"},
    {"(?<hit>甲|乙)(?P<grade>丙)", "甲丙 乙丙", "甲乙"},
    {"(?>甲|乙)丙", "甲丙", "甲乙"},
    {"甲$|\\b乙丙", "甲 甲甲 乙丙", "乙乙"},
    {"[]a]b", "]b ab", "bb ]a"},
    {"[a\\-z]b|[-c]d|[e-]f", "ab -b zb -d cd ef -f", "bb mb df"},
    {"\\x41\\x{42}", "AB", "BA A"},
    {"\\.\\*", ".*", "*. a*"},
    {"[\\d.]+x", "1x .1", "x"},
    {"\\n甲", "\n甲", "甲"},
    {"(?x) 甲 乙 # not this 丙\n | 丁 [ ]? 戊", "甲乙 丁戊", "乙甲 丙 甲 丁"},
    {"(?:甲乙丙丁|戊[己庚]辛?壬)癸|子丑寅*卯", "甲乙 戊己 戊庚 子丑", "甲丙 戊辛 乙丙 寅卯 子寅"},
    {"甲||乙", NULL, NULL},
    {"甲|()", NULL, NULL},
    {"[一-龥]{2,4}甲", NULL, NULL},
    {"(甲)\\1", "甲", NULL},
    {"\\p{Han}", NULL, NULL},
    {"(?i)ab", NULL, NULL},
    {"(*COMMIT)ab", NULL, NULL},
    {"[[:alpha:]]b", NULL, NULL},
    {"\\Qa|b\\E", NULL, NULL},
    {"(?|a|b)", NULL, NULL},
    {"(?:(?x) a b)c", NULL, NULL},
    {"ab(?R)?", "ab", NULL},
    {"(?:(?:(?:(?:(?:(?:(?:(?:(?:(?:(?:(?:(?:ab)))))))))))))", NULL, NULL},
};

static struct ls_first_reader *reader;

static bool begins(const struct ls_first_chars *first, const char *word, size_t len)
{
    char copy[64];
    uint32_t text[64];
    memcpy(copy, word, len);
    copy[len] = '\0';
    size_t n = decode(copy, text);
    return ls_first_chars_next(first, text, 0, 1, n) == 0;
}

static void check_words(const struct ls_first_chars *first, size_t i, const char *words, bool some)
{
    for (const char *p = words; p && *p;) {
        size_t len = strcspn(p, " ");
        if (len && begins(first, p, len) != some)
            fail_msg("%s: \"%.*s\"", cases[i].pattern, (int)len, p);
        p += len + (p[len] == ' ');
    }
}

static void beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t wide[256];
        struct ls_first_chars first;
        bool known = ls_first_chars_find(reader, wide, decode(cases[i].pattern, wide), &first);
        if (!cases[i].none) { /* what is not understood is not guessed at */
            if (known)
                fail_msg("%s is known", cases[i].pattern);
            continue;
        }
        if (!known)
            fail_msg("%s is not known", cases[i].pattern);
        check_words(&first, i, cases[i].some, true);
        check_words(&first, i, cases[i].none, false);
    }
}

/* It is asked before anybody knows whether the pattern is right. */
static void cut_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t wide[256];
        size_t n = decode(cases[i].pattern, wide);
        for (size_t cut = 0; cut < n; cut++) {
            struct ls_first_chars first;
            uint32_t *part = malloc((cut + 1) * sizeof *part);
            assert_non_null(part);
            part[cut] = '?'; /* is not of it */
            memcpy(part, wide, cut * sizeof *part);
            bool known = ls_first_chars_find(reader, part, cut, &first);
            part[cut] = '*';
            struct ls_first_chars again;
            assert_int_equal(ls_first_chars_find(reader, part, cut, &again), known);
            assert_memory_equal(&first, &again, sizeof first);
            free(part);
        }
    }
}

/* ---- the same matches as without it ---- */

static struct ls_pattern_match *match;
static const char *tried;
static uint32_t text[TEXT_CHARS];
static size_t known_n, compared_n, found_n, changed_n;

static void compare(const struct ls_pattern *with, const struct ls_pattern *without,
                    const struct ls_subject *subject)
{
    struct ls_spans a, b;
    for (size_t start = subject->from; start <= subject->to;) {
        bool limited = false;
        bool found = ls_pattern_search(without, match, subject, start, &b, &limited);
        if (limited) /* the limit is one of a search, which there are more of with it */
            return;
        if (ls_pattern_search(with, match, subject, start, &a, &limited) != found)
            fail_msg("%s: %d is not what it finds", tried, found);
        compared_n++;
        if (!found)
            return;
        assert_memory_equal(&a, &b, sizeof a);
        found_n++;
        start = a.to[0] > a.from[0] ? a.to[0] : a.from[0] + 1;
    }
}

/* Texts of the characters that the pattern is written with, as it has them and in any order. */
static void try_pattern(const char *utf8, enum ls_pattern_lines lines)
{
    static uint32_t wide[PATTERN_MAX];
    struct ls_pattern *with, *without;
    uint64_t rng = 7;
    size_t n = decode(utf8, wide);
    struct ls_diag diag = {.text = ""};
    struct ls_first_chars first;
    if (ls_failed(ls_pattern_new(utf8, lines, &with, &diag)) ||
        ls_failed(ls_pattern_new(utf8, lines, &without, &diag)))
        fail_msg("%s: %s", utf8, diag.text);
    ls_pattern_forget_first(without);
    tried = utf8;
    known_n += ls_first_chars_find(reader, wide, n, &first);
    for (int i = 0; i < TEXTS && n; i++) {
        size_t at = 0;
        while (at < TEXT_CHARS) {
            size_t from = ls_rng_below(&rng, (uint32_t)n), run = 1 + ls_rng_below(&rng, 6);
            for (size_t k = 0; k < run && at < TEXT_CHARS; k++) {
                uint32_t c = wide[(from + k) % n];
                bool sign = c < 128 && strchr("()[]{}|?*+^$\\", (int)c) && ls_rng_below(&rng, 8);
                if (!sign)
                    text[at++] = ls_rng_below(&rng, 40) ? c : '\n';
            }
        }
        size_t from = ls_rng_below(&rng, 40);
        struct ls_subject subject = {
            text,  from,  TEXT_CHARS - ls_rng_below(&rng, 40),
            i & 1, i & 2, i & 4 ? from + ls_rng_below(&rng, 600) : SIZE_MAX};
        compare(with, without, &subject);
    }
    ls_pattern_free(with);
    ls_pattern_free(without);
}

/* Patterns that are nearly like it, as far as the library takes them. */
static void try_changed(const char *utf8, enum ls_pattern_lines lines)
{
    static const char signs[] = "()[]{}|?*+^$.-\\:<!=xdsb,01\n #";
    static uint64_t rng = 11;
    char changed[PATTERN_MAX];
    size_t len = strlen(utf8);
    for (int i = 0; i < CHANGES && len; i++) {
        memcpy(changed, utf8, len + 1);
        for (int k = 0; k < 3; k++) {
            size_t at = ls_rng_below(&rng, (uint32_t)len);
            if (changed[at] & 0x80 || ls_rng_below(&rng, 3) == 0)
                at = strcspn(changed, signs + ls_rng_below(&rng, sizeof signs - 1));
            if (changed[at] > 0)
                changed[at] = signs[ls_rng_below(&rng, sizeof signs - 1)];
        }
        struct ls_pattern *pattern;
        struct ls_diag diag = {.text = ""};
        if (!ls_failed(ls_pattern_new(changed, lines, &pattern, &diag))) {
            ls_pattern_free(pattern);
            try_pattern(changed, lines);
            changed_n++;
        }
    }
}

static void try_one(const char *utf8, enum ls_pattern_lines lines)
{
    try_pattern(utf8, lines);
    try_changed(utf8, lines);
}

static void try_all(const struct ls_strings *patterns, enum ls_pattern_lines lines)
{
    for (size_t i = 0; i < patterns->n; i++)
        try_one(patterns->at[i], lines);
}

static void no_match_is_lost(void **state)
{
    (void)state;
    struct ls_rules *rules;
    struct ls_diag diag;
    assert_false(ls_failed(ls_rules_load_paths(true, NULL, 0, &rules, &diag)));
    assert_false(ls_failed(ls_pattern_match_new(&match)));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        try_one(cases[i].pattern, LS_PATTERN_LINES);
    for (size_t i = 0; i < rules->cues_n; i++)
        if (rules->cues[i].match)
            try_one(rules->cues[i].match, LS_PATTERN_LINES);
    for (size_t i = 0; i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        if (rule->match)
            try_one(rule->match, LS_PATTERN_LINES);
        try_all(&rule->unless, LS_PATTERN_SUBJECT);
        try_all(&rule->near.any, LS_PATTERN_LINES);
        for (size_t k = 0; rule->evidence && k < rule->evidence->cues_n; k++)
            if (rule->evidence->cues[k].match)
                try_one(rule->evidence->cues[k].match, LS_PATTERN_LINES);
        for (size_t k = 0; rule->evidence && k < rule->evidence->lower_n; k++)
            try_all(&rule->evidence->lower[k].any, LS_PATTERN_LINES);
    }
    assert_in_range(known_n, 300, SIZE_MAX);
    assert_in_range(changed_n, 300, SIZE_MAX);
    assert_in_range(compared_n, 500000, SIZE_MAX);
    assert_in_range(found_n, 500000, SIZE_MAX);
    ls_pattern_match_free(match);
    ls_rules_free(rules);
}

/* Sets with few bits and with many, texts of few characters and of any. */
static void all_ways_agree(void **state)
{
    ls_first_chars_fn *ways[LS_FIRST_CHARS_WAYS_MAX];
    size_t ways_n = ls_first_chars_ways(ways), found = 0;
    uint64_t rng = 11;
    (void)state;
    for (int round = 0; round < 4000; round++) {
        struct ls_first_chars first = {{0}, {0}, {0}};
        uint32_t look[100], chars = round % 2 ? 40 : 0x5200;
        for (size_t i = 0; i < 100; i++)
            look[i] = 0x4E00 + ls_rng_below(&rng, chars);
        for (uint32_t k = ls_rng_below(&rng, 6); k > 0; k--) {
            size_t i = ls_rng_below(&rng, 99);
            uint32_t hash = ls_first_chars_hash(look[i]);
            uint32_t pair = ls_first_chars_hash_pair(look[i], look[i + ls_rng_below(&rng, 2)]);
            first.first[hash / 64] |= UINT64_C(1) << (hash % 64);
            first.alone[hash / 64] |= (uint64_t)(ls_rng_below(&rng, 4) == 0) << (hash % 64);
            first.pairs[pair / 64] |= UINT64_C(1) << (pair % 64);
        }
        size_t to = 1 + ls_rng_below(&rng, 100), end = ls_rng_below(&rng, (uint32_t)to + 1);
        for (size_t at = 0; at <= end; at++) {
            size_t next = ls_first_chars_next(&first, look, at, end, to);
            found += next < end;
            for (size_t w = 0; w < ways_n; w++)
                assert_int_equal(ways[w](&first, look, at, end, to), next);
        }
    }
    assert_true(found > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beginnings),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(no_match_is_lost),
        cmocka_unit_test(all_ways_agree),
    };
    reader = ls_first_reader_new();
    if (!reader)
        return 1;
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    ls_first_reader_free(reader);
    return failures;
}
