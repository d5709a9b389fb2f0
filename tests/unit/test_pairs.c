/* SPDX-License-Identifier: Apache-2.0 */
/* Words of characters of three bytes: the pairs find what a plain search finds, and nothing else.
 */
#include "match/pairs.h"

#include "base/rng.h"
#include "match/match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { TEXT = 4000, SEEN_MAX = 20000 };

static const char pack_text[] =
    "pack: t\ntitle: t\nrules:\n"
    "  - id: t.r\n"
    "    title: r\n"
    "    category: dictionary\n"
    "    severity: high\n"
    "    anchors: [甲乙, 乙甲, 甲乙丙, 丙丁甲乙, 乙乙, a甲乙, 丁 甲乙, secret]\n"
    "    gap: any\n"
    "    match: .\n"
    "    examples: {hit: [x]}\n";

struct seen {
    uint32_t string;
    size_t from, end;
};

struct list {
    struct seen at[SEEN_MAX];
    size_t n, stop_at;
};

static struct ls_rules *rules;
static struct ls_lower lower;
static struct ls_pairs *pairs;
static uint8_t text[TEXT + LS_MATCH_PAD];
static struct list found, wanted;

static int note(unsigned string, unsigned long long from, unsigned long long end, unsigned flags,
                void *user)
{
    struct list *list = user;
    (void)flags;
    assert_true(list->n < SEEN_MAX);
    list->at[list->n++] = (struct seen){string, (size_t)from, (size_t)end};
    return list->stop_at && list->n == list->stop_at;
}

static int open_pairs(void **state)
{
    struct ls_pack_text pack = {"t.yaml", pack_text, sizeof pack_text - 1};
    struct ls_diag diag = {.text = ""};
    (void)state;
    ls_lower_init(&lower);
    if (ls_failed(ls_rules_load(&pack, 1, &rules, &diag)) ||
        ls_failed(ls_lower_rules(rules, &lower, &diag)) || ls_failed(ls_pairs_new(&lower, &pairs)))
        fail_msg("%s", diag.text);
    return 0;
}

static int close_pairs(void **state)
{
    (void)state;
    ls_pairs_free(pairs);
    ls_lower_fini(&lower);
    ls_rules_free(rules);
    return 0;
}

static size_t of_string(const struct list *list, size_t string)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->at[i].string == string;
    return n;
}

/* Each paired string at each place. */
static void search_plainly(size_t len)
{
    wanted.n = 0;
    for (size_t s = 0; s < lower.strings.n; s++) {
        size_t n = lower.strings.at[s].len;
        for (size_t at = 0; lower.strings.at[s].paired && at + n <= len; at++)
            if (memcmp(text + at, lower.bytes.at + lower.offsets.at[s], n) == 0)
                note((unsigned)s, at, at + n, 0, &wanted);
    }
}

static void compare(size_t len)
{
    struct ls_database_listener listener = {.seen = note, .user = &found};
    found.n = found.stop_at = 0;
    search_plainly(len);
    ls_pairs_scan(pairs, text, len, &listener);
    assert_false(listener.stopped);
    assert_int_equal(found.n, wanted.n);
    for (size_t i = 0; i < found.n; i++) {
        size_t n = lower.strings.at[found.at[i].string].len;
        assert_int_equal(found.at[i].end - found.at[i].from, n);
        assert_memory_equal(text + found.at[i].from,
                            lower.bytes.at + lower.offsets.at[found.at[i].string], n);
    }
    for (size_t s = 0; s < lower.strings.n; s++)
        assert_int_equal(of_string(&found, s), of_string(&wanted, s));
}

static size_t write_text(uint64_t *rng)
{
    static const char *const pieces[] = {
        "甲",
        "乙",
        "丙",
        "丁",
        "甲乙",
        " ",
        "a",
        "\n",
        "\r\n",
        "\t",
        "\u3000",
        "é",
        "\xF0\xA0\x80\x80",
        "a long piece of ASCII, longer than 64 bytes, so that it is passed over"};
    size_t n = 0;
    for (;;) {
        uint32_t most = ls_rng_below(rng, 40) ? 12 : 14;
        const char *piece = pieces[ls_rng_below(rng, most)];
        if (n + strlen(piece) > TEXT)
            break;
        memcpy(text + n, piece, strlen(piece));
        n += strlen(piece);
    }
    memcpy(text + n, "甲乙甲乙", 12); /* behind the end: nobody asked for it */
    return n;
}

static void they_find_what_is_there(void **state)
{
    uint64_t rng = 7;
    (void)state;
    for (int round = 0; round < 30; round++) {
        size_t n = write_text(&rng);
        compare(n);
        for (size_t len = 0; len < 40; len++)
            compare(len);
        assert_true(wanted.n < SEEN_MAX);
    }
    compare(write_text(&rng));
    assert_true(wanted.n > 100);
}

static void which_strings_are_theirs(void **state)
{
    size_t paired = 0;
    (void)state;
    assert_true(ls_pairs_hold((const uint8_t *)"甲乙", 6));
    assert_true(ls_pairs_hold((const uint8_t *)"a甲乙", 7));
    assert_true(ls_pairs_hold((const uint8_t *)"甲 乙", 7));
    assert_true(ls_pairs_hold((const uint8_t *)"甲\n乙", 7));
    assert_true(ls_pairs_hold((const uint8_t *)"甲\r\n乙", 8));
    assert_true(ls_pairs_hold((const uint8_t *)"甲\n\u3000\u3000乙", 13));
    assert_false(ls_pairs_hold((const uint8_t *)"甲\n\u3000\u3000\u3000乙", 16)); /* too far */
    assert_false(ls_pairs_hold((const uint8_t *)"甲\n", 4));
    assert_false(ls_pairs_hold((const uint8_t *)"甲\na乙", 8));
    assert_false(ls_pairs_hold((const uint8_t *)"\n乙", 4));
    assert_false(ls_pairs_hold((const uint8_t *)"甲\u3000乙", 9)); /* blanks are in every text */
    assert_false(ls_pairs_hold((const uint8_t *)"甲\u200b\u3000乙", 12));
    assert_true(ls_pairs_hold((const uint8_t *)"甲\u3000乙丙", 12));
    assert_false(ls_pairs_hold((const uint8_t *)"甲", 3));
    assert_false(ls_pairs_hold((const uint8_t *)"secret", 6));
    for (size_t s = 0; s < lower.strings.n; s++) {
        assert_true(!lower.strings.at[s].paired || lower.strings.at[s].enc == LS_ENC_UTF8);
        paired += lower.strings.at[s].paired;
    }
    assert_true(paired >= 7 && paired < lower.strings.n);
}

static void the_listener_may_have_enough(void **state)
{
    struct ls_database_listener listener = {.seen = note, .user = &found};
    (void)state;
    memcpy(text, "甲乙甲乙甲乙", 18);
    found.n = 0;
    found.stop_at = 2;
    ls_pairs_scan(pairs, text, 18, &listener);
    assert_true(listener.stopped);
    assert_int_equal(found.n, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(they_find_what_is_there),
        cmocka_unit_test(which_strings_are_theirs),
        cmocka_unit_test(the_listener_may_have_enough),
    };
    return cmocka_run_group_tests(tests, open_pairs, close_pairs);
}
