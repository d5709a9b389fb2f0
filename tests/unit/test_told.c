/* SPDX-License-Identifier: Apache-2.0 */
/* What a format has looked at is no news to the raw pass; everything else is. */
#include "engine/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static const struct ls_rule_info rule = {.id = "a"}, other = {.id = "b"};

static struct ls_hit a_hit(uint64_t off, uint64_t len, enum ls_encoding enc, const char *text)
{
    struct ls_str s = {text, strlen(text)};
    return (struct ls_hit){
        .rule = &rule, .off = off, .len = len, .enc = enc, .text = s, .folded = s};
}

static bool knows(struct ls_told *told, struct ls_hit hit)
{
    return ls_told_knows(told, &hit);
}

static void seen(struct ls_told *told, uint64_t lo, uint64_t hi, unsigned enc)
{
    assert_false(ls_failed(ls_told_add_seen(told, lo, hi, enc)));
}

static void seen_in_its_encoding(void **state)
{
    struct ls_told told;
    (void)state;
    ls_told_init(&told);
    assert_false(knows(&told, a_hit(0, 4, LS_ENC_UTF8, "密")));
    seen(&told, 500, 600, LS_ENC_GB18030);
    seen(&told, 100, 200, LS_ENC_UTF8);
    seen(&told, 200, 210, LS_ENC_UTF8);
    assert_int_equal(told.seen.n, 2); /* neighbours are one */
    assert_true(knows(&told, a_hit(150, 6, LS_ENC_UTF8, "密")));
    assert_true(knows(&told, a_hit(98, 6, LS_ENC_UTF8, "密"))); /* begins before */
    assert_true(knows(&told, a_hit(209, 6, LS_ENC_UTF8, "密")));
    assert_false(knows(&told, a_hit(210, 6, LS_ENC_UTF8, "密")));
    assert_false(knows(&told, a_hit(94, 6, LS_ENC_UTF8, "密")));
    assert_false(knows(&told, a_hit(150, 6, LS_ENC_GB18030, "密"))); /* another reading: news */
    assert_true(knows(&told, a_hit(550, 6, LS_ENC_GB18030, "密")));
    assert_true(knows(&told, a_hit(550, 6, LS_ENC_UTF8, "110"))); /* digits are the same there */
    assert_false(knows(&told, a_hit(550, 6, LS_ENC_UTF16LE, "110")));
    ls_told_fini(&told);
}

static void same_match_out_of_the_same_bytes(void **state)
{
    struct ls_told told;
    struct ls_hit hit = a_hit(3, 4, LS_ENC_UTF8, "密");
    (void)state;
    ls_told_init(&told);
    assert_false(ls_failed(ls_told_add_hit(&told, &hit, 1000, 2000)));
    assert_true(knows(&told, a_hit(1500, 4, LS_ENC_BIG5, "密")));
    assert_false(knows(&told, a_hit(2000, 4, LS_ENC_BIG5, "密")));
    assert_false(knows(&told, a_hit(1500, 4, LS_ENC_BIG5, "机")));
    hit = a_hit(1500, 4, LS_ENC_BIG5, "密");
    hit.rule = &other;
    assert_false(knows(&told, hit));
    ls_told_clear(&told);
    assert_false(knows(&told, a_hit(1500, 4, LS_ENC_BIG5, "密")));
    ls_told_fini(&told);
}

static void overlapping_ranges(void **state)
{
    struct ls_told told;
    (void)state;
    ls_told_init(&told);
    seen(&told, 0, 10000, LS_ENC_UTF8);
    for (uint64_t i = 0; i < 50; i++)
        seen(&told, i * 100, i * 100 + 10, LS_ENC_UTF16LE);
    assert_true(knows(&told, a_hit(4950, 4, LS_ENC_UTF8, "密")));
    assert_true(knows(&told, a_hit(9999, 4, LS_ENC_UTF8, "密")));
    seen(&told, 20000, 20100, LS_TOLD_ANY);
    ls_told_fini(&told);
}

/* Another form of a text: the same match in the same part, in the same place for people. */
static void said_in_another_form(void **state)
{
    struct ls_told told;
    struct ls_hit hit = a_hit(3, 4, LS_ENC_UTF8, "密");
    struct ls_link whole = {.off = LS_OFF_UNKNOWN};
    struct ls_link part = {.name = {"Inbox/one", 9}, .off = 512}, same_name = part;
    (void)state;
    same_name.off = 1024;
    ls_told_init(&told);
    hit.place.part = LS_PART_BODY;
    assert_false(ls_failed(ls_told_add_said(&told, &hit, &part)));
    assert_true(ls_told_said(&told, &hit, &part));
    assert_false(ls_told_said(&told, &hit, &same_name));
    assert_false(ls_told_said(&told, &hit, &whole));
    assert_false(ls_failed(ls_told_add_said(&told, &hit, &whole)));
    assert_true(ls_told_said(&told, &hit, &whole));
    hit.place.part = LS_PART_HIDDEN;
    assert_false(ls_told_said(&told, &hit, &whole));
    hit = a_hit(3, 4, LS_ENC_UTF8, "机");
    hit.place.part = LS_PART_BODY;
    assert_false(ls_told_said(&told, &hit, &whole));
    ls_told_clear(&told);
    assert_false(ls_told_said(&told, &hit, &part));
    ls_told_fini(&told);
}

/* The same few strings of a large table again and again: what comes after them is known, too. */
static void the_same_again(void **state)
{
    struct ls_told told;
    (void)state;
    ls_told_init(&told);
    for (uint64_t i = 0; i < 3 * told.seen.limit; i++)
        seen(&told, i % 1000 * 100, i % 1000 * 100 + 10, LS_ENC_UTF16LE);
    seen(&told, 500000, 500010, LS_ENC_UTF16LE);
    assert_true(knows(&told, a_hit(500002, 4, LS_ENC_UTF16LE, "密")));
    assert_true(knows(&told, a_hit(99902, 4, LS_ENC_UTF16LE, "密")));
    assert_false(knows(&told, a_hit(99920, 4, LS_ENC_UTF16LE, "密")));
    assert_true(told.seen.n < told.seen.limit);
    ls_told_fini(&told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seen_in_its_encoding), cmocka_unit_test(same_match_out_of_the_same_bytes),
        cmocka_unit_test(overlapping_ranges),   cmocka_unit_test(said_in_another_form),
        cmocka_unit_test(the_same_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
