/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `digits` rules on runs of digits made by hand: what is a number, what only looks like one, and
 * which label stands close enough. The numbers are invented.
 */
#include "confirm_block.h"

#define MOBILE "    digits: 11-13\n    check: cn-mobile\n"
#define CARD "    digits: 13-19\n    check: bank-card\n"
#define RESIDENT "    digits: 18\n    check: cn-resident-id\n"
#define USCC "    digits: 18\n    check: cn-uscc\n"

/* Valid ones, written apart. */
#define MOBILE_1                                                                                   \
    "1334"                                                                                         \
    "7712782"
#define MOBILE_2                                                                                   \
    "1316"                                                                                         \
    "1973069"
#define CARD_1                                                                                     \
    "6222"                                                                                         \
    "020200"                                                                                       \
    "112233453"
#define RESIDENT_1                                                                                 \
    "3701"                                                                                         \
    "0219790307"                                                                                   \
    "4515"
#define RESIDENT_X                                                                                 \
    "1101"                                                                                         \
    "0519491231"                                                                                   \
    "002"

static struct stage2 s;

static void object(const char *text)
{
    stage2_bytes(&s, text, strlen(text));
}

/* Candidates in 8-bit text where `digits` were seen. */
static size_t in(const char *text, const char *digits, bool solid)
{
    object(text);
    stage2_see_run(&s, LS_ENC_UTF8, digits, strlen(digits), solid);
    return stage2_run(&s);
}

static void valid_numbers(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE);
    for (int solid = 0; solid < 2; solid++) {
        assert_int_equal(in("tel " MOBILE_1 ".", MOBILE_1, solid), 1);
        assert_true(stage2_is(&s, 0, 4, 11, MOBILE_1));
        const struct ls_candidate *c = &s.found.candidates.at[0];
        assert_true(stage2_span_is(&s, c->folded, MOBILE_1));
        assert_true(stage2_span_is(&s, c->grade, ""));
        assert_true(c->labelled); /* no label is asked for */
        assert_int_equal(in(MOBILE_1, MOBILE_1, solid), 1);
        assert_int_equal(in("1034"
                            "7712782",
                            "1034"
                            "7712782",
                            solid),
                         0);
        assert_int_equal(in("86" MOBILE_1, "86" MOBILE_1, solid), 1);
        assert_int_equal(in("85" MOBILE_1, "85" MOBILE_1, solid), 0);
    }
    stage2_close(&s);
}

/* What stands beside it can make it a part of something else. */
static void neighbours(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
        size_t n;
    } cases[] = {
        {"", "", 1},        {"(", ")", 1},   {"x", "", 0},    {"_", "", 0},  {"", "x", 0},
        {"", "Z", 0},       {"", "_", 0},    {"3.", "", 0},   {"x.", "", 1}, {"", ".5", 0},
        {"", ".", 1},       {"", ".x", 1},   {"号", "号", 1}, {"-", "-", 1}, {"\xB0", "", 1},
        {"\xB0z", "\n", 1}, {" z", "\n", 0}, /* z may be the second half of a character */
    };
    char text[64];
    stage2_open(&s, PACK RULE("a") MOBILE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int solid = 0; solid < 2; solid++) {
            strcpy(text, cases[i].before);
            strcat(strcat(text, MOBILE_1), cases[i].after);
            if (in(text, MOBILE_1, solid) != cases[i].n)
                fail_msg("case %zu: %s", i, text);
        }
    stage2_close(&s);
}

/* The last byte of a character of GB18030 that looks like a digit, and a blank: none of the number.
 */
static void behind_four_bytes(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE);
    assert_in_range(in("\x83\x36\x9A\x33 " MOBILE_1, "3 " MOBILE_1, false), 1, 2);
    for (size_t i = 0; i < s.found.candidates.n; i++)
        assert_true(stage2_is(&s, i, 5, 11, MOBILE_1));
    stage2_close(&s);
}

/* One number with and without its country code is one number. */
static void country_code(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE);
    static const char text[] = "+86 " MOBILE_1;
    object(text);
    stage2_see_run(&s, LS_ENC_UTF8, "86 " MOBILE_1, strlen("86 " MOBILE_1), false);
    size_t n = stage2_run(&s);
    assert_int_equal(n, 2);
    assert_int_equal(s.found.candidates.at[0].value, s.found.candidates.at[1].value);
    stage2_close(&s);
}

static void the_last_may_be_x(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") RESIDENT);
    assert_int_equal(in(RESIDENT_1, RESIDENT_1, true), 1);
    assert_int_equal(in(RESIDENT_X "X", RESIDENT_X, true), 1);
    assert_true(stage2_is(&s, 0, 0, 18, RESIDENT_X "X"));
    uint64_t value = s.found.candidates.at[0].value;
    assert_int_equal(in("(" RESIDENT_X "x)", RESIDENT_X, true), 1);
    assert_int_equal(s.found.candidates.at[0].value, value); /* the same number */
    assert_int_equal(in(RESIDENT_X "Xy", RESIDENT_X, true), 0);
    assert_int_equal(in(RESIDENT_X "Y", RESIDENT_X, true), 0);
    assert_int_equal(in(RESIDENT_X, RESIDENT_X, true), 0);
    assert_int_equal(in(RESIDENT_1 "X", RESIDENT_1, true), 0);
    stage2_close(&s);
}

/* A number in groups is one; several numbers beside each other are several. */
static void groups_and_lists(void **state)
{
    (void)state;
    static const char grouped[] = "6222 0202 0011 2233 453";
    stage2_open(&s, PACK RULE("a") CARD RULE("b") MOBILE);
    assert_int_equal(in(grouped, grouped, false), 1);
    assert_true(stage2_is(&s, 0, 0, sizeof grouped - 1, grouped));
    assert_true(stage2_span_is(&s, s.found.candidates.at[0].folded, CARD_1));
    uint64_t value = s.found.candidates.at[0].value;
    assert_int_equal(in(CARD_1, CARD_1, true), 1);
    assert_int_equal(s.found.candidates.at[0].value, value);
    assert_int_equal(in(MOBILE_1 " " MOBILE_2, MOBILE_1 " " MOBILE_2, false), 2);
    assert_true(stage2_is(&s, 0, 0, 11, MOBILE_1));
    assert_true(stage2_is(&s, 1, 12, 11, MOBILE_2));
    assert_true(s.found.candidates.at[0].value != s.found.candidates.at[1].value);
    assert_int_equal(s.found.candidates.at[0].rule, 1);
    assert_int_equal(in(CARD_1 "-" MOBILE_1, CARD_1 "-" MOBILE_1, false), 2);
    assert_int_equal(in("1-2-3-4-5-6-7-8", "1-2-3-4-5-6-7-8", false), 0);
    stage2_close(&s);
}

static void wide_digits(void **state)
{
    (void)state;
    char bytes[2 * 13 + 2];
    stage2_open(&s, PACK RULE("a") MOBILE);
    for (size_t big = 0; big < 2; big++)
        for (size_t odd = 0; odd < 2; odd++) {
            memset(bytes, 0, sizeof bytes);
            for (size_t i = 0; i < 11; i++)
                bytes[odd + 2 + 2 * i + big] = MOBILE_1[i];
            stage2_bytes(&s, bytes, sizeof bytes);
            s.runs[s.runs_n++] = (struct ls_digit_run){
                .off = (uint32_t)odd + 2, .len = 22, .enc = big ? LS_ENC_UTF16BE : LS_ENC_UTF16LE};
            assert_int_equal(stage2_run(&s), 1);
            assert_true(stage2_is(&s, 0, 2 + odd, 22, MOBILE_1));
            assert_int_equal(s.found.candidates.at[0].enc, big ? LS_ENC_UTF16BE : LS_ENC_UTF16LE);
            bytes[odd + big] = 'x'; /* a letter before it */
            ls_found_clear(&s.found);
            assert_int_equal(stage2_run(&s), 0);
        }
    stage2_close(&s);
}

static void mixed_with_letters(void **state)
{
    (void)state;
    static const char code[] = "91350100M000100Y43"; /* the example of GB 32100-2015 */
    stage2_open(&s, PACK RULE("a") USCC);
    assert_int_equal(in(code, "91350100", true), 1);
    assert_true(stage2_is(&s, 0, 0, 18, code));
    assert_int_equal(in("码 91350100M000100Y43。", "91350100", true), 1);
    assert_int_equal(in("91350100M000100Y44", "91350100", true), 0);
    assert_int_equal(in("X91350100M000100Y43", "91350100", true), 0);
    assert_int_equal(in("91350100M000100Y43x", "91350100", true), 0);
    /* a character whose second byte is a letter stands before it */
    assert_int_equal(in("\xB0\x4A"
                        "91350100M000100Y43",
                        "91350100", true),
                     1);
    assert_true(stage2_is(&s, 0, 2, 18, code));
    stage2_close(&s);
}

static void label(enum ls_encoding enc, const char *word)
{
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_LABEL, .enc = (uint8_t)enc}, word,
               strlen(word));
}

/* Candidates with a label, in text where 甲乙 and MOBILE_1 stand. */
static size_t labelled_in(const char *text)
{
    object(text);
    label(LS_ENC_UTF8, "甲乙");
    stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
    return stage2_run(&s);
}

static void labels_close_by(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE "    near: {any: [甲乙], within: 5}\n");
    assert_int_equal(in(MOBILE_1, MOBILE_1, true), 0);
    assert_int_equal(labelled_in("甲乙：" MOBILE_1), 1);
    assert_int_equal(labelled_in("甲乙：一二三四" MOBILE_1), 1);
    assert_int_equal(labelled_in("甲乙：一二三四五" MOBILE_1), 0);
    assert_int_equal(labelled_in(MOBILE_1 "一二三四五甲乙"), 1);
    assert_int_equal(labelled_in(MOBILE_1 "一二三四五六甲乙"), 0);
    assert_true(labelled_in("甲乙一二三四五六" MOBILE_1 "甲乙") == 1); /* the second one */
    stage2_close(&s);
}

/* A label says which charset the digits stand in; it counts only where it can be that of both. */
static void labels_and_encodings(void **state)
{
    (void)state;
    static const char gb[] = "\xBC\xD7\xD2\xD2 " MOBILE_1;
    static const char wide[] = "\x32\x75\x59\x4E \0" MOBILE_1;
    stage2_open(&s, PACK RULE("a") MOBILE "    near: {any: [甲乙], within: 5}\n");
    stage2_bytes(&s, gb, sizeof gb - 1);
    label(LS_ENC_GB18030, "\xBC\xD7\xD2\xD2");
    stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
    assert_int_equal(stage2_run(&s), 1);
    assert_int_equal(s.found.candidates.at[0].enc, LS_ENC_GB18030);
    stage2_bytes(&s, wide, sizeof wide - 1);
    label(LS_ENC_UTF16LE, "\x32\x75\x59\x4E");
    stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
    assert_int_equal(stage2_run(&s), 0);
    stage2_close(&s);
}

/* Labels are told apart by rule; anchors and terms are none. */
static void labels_of_others(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE "    near: {any: [甲乙], within: 5}\n" RULE("b") MOBILE
                "    near: {any: [丙丁], within: 5, or_count: 3}\n");
    object("甲乙" MOBILE_1);
    label(LS_ENC_UTF8, "甲乙");
    stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
    assert_int_equal(stage2_run(&s), 2); /* the second one may have company */
    assert_true(s.found.candidates.at[0].labelled);
    assert_int_equal(s.found.candidates.at[0].rule, 0);
    assert_false(s.found.candidates.at[1].labelled);
    stage2_close(&s);
}

static void several_rules(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE RULE("b") CARD RULE("c") RESIDENT RULE("d") MOBILE);
    assert_int_equal(in(MOBILE_1, MOBILE_1, true), 2);
    assert_int_equal(s.found.candidates.at[0].rule, 0);
    assert_int_equal(s.found.candidates.at[1].rule, 3);
    assert_int_equal(in(CARD_1, CARD_1, true), 1);
    assert_int_equal(in(RESIDENT_1, RESIDENT_1, true), 1);
    assert_int_equal(s.found.candidates.at[0].rule, 2);
    stage2_close(&s);
}

/* Whoever owns the end of a run decides about it. */
static void ownership(void **state)
{
    (void)state;
    static const char text[] = MOBILE_1 " " MOBILE_2;
    stage2_open(&s, PACK RULE("a") MOBILE);
    for (size_t lo = 0; lo < sizeof text - 1; lo++) {
        size_t base = stage2_inside(&s, text, sizeof text - 1, 1 << 20);
        s.block.own_lo = base + lo;
        stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
        stage2_see_run(&s, LS_ENC_UTF8, MOBILE_2, 11, true);
        assert_int_equal(stage2_run(&s), lo < 11 ? 2 : 1);
        assert_int_equal(s.found.candidates.at[lo < 11].off, (1 << 20) + 12);
    }
    stage2_close(&s);
}

/* Numbers of a length are counted whether they are good or not: bulk rules ask for the share. */
static void counts_by_length(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") MOBILE);
    object("1034"
           "7712782 " MOBILE_1 " 1034"
           "7712783");
    stage2_see_run(&s, LS_ENC_UTF8,
                   "1034"
                   "7712782",
                   11, true);
    stage2_see_run(&s, LS_ENC_UTF8, MOBILE_1, 11, true);
    stage2_see_run(&s, LS_ENC_UTF8,
                   "1034"
                   "7712783",
                   11, true);
    assert_int_equal(stage2_run(&s), 1);
    assert_int_equal(s.found.numbers[11], 3);
    assert_int_equal(s.found.candidates.at[0].numbers, 2);
    stage2_close(&s);
}

/* Runs of the greatest lengths: taken or left, never written past a buffer. */
static void long_runs(void **state)
{
    (void)state;
    char text[3 * LS_DIGITS_JOINED_MAX];
    stage2_open(&s, PACK RULE("a") "    digits: 1-32\n    check: cn-mobile\n" RULE("b")
                        USCC RULE("c") "    digits: 18-32\n    check: cn-resident-id\n");
    for (size_t len = 1; len < sizeof text - 2; len++)
        for (int kind = 0; kind < 3; kind++) { /* solid, not known to be, in pairs */
            memset(text, '1', sizeof text);
            for (size_t i = 2; kind == 2 && i < len; i += 3)
                text[i] = ' ';
            text[len] = kind == 1 ? 'X' : ' ';
            stage2_bytes(&s, text, len + 1);
            s.runs[s.runs_n++] =
                (struct ls_digit_run){.len = (uint32_t)len, .enc = LS_ENC_UTF8, .solid = kind == 0};
            assert_false(ls_failed(stage2_try(&s)));
            memset(text, 'A', sizeof text); /* and among letters */
            memset(text + 40, '1', 8);
            stage2_bytes(&s, text, len > 48 ? len : 48);
            s.runs[s.runs_n++] =
                (struct ls_digit_run){.off = 40, .len = 8, .enc = LS_ENC_UTF8, .solid = kind == 0};
            assert_false(ls_failed(stage2_try(&s)));
        }
    stage2_close(&s);
}

/* The shortest runs that stage 1 has to report follow from the validators. */
static void shortest_runs(void **state)
{
    (void)state;
    struct ls_digit_limits limits;
    stage2_open(&s, PACK RULE("a") CARD RULE("b") MOBILE);
    limits = ls_confirm_digits(s.confirm);
    assert_int_equal(limits.alone, 11);
    stage2_close(&s);
    stage2_open(&s, PACK RULE("a") "    anchors: [甲乙]\n    match: x\n");
    limits = ls_confirm_digits(s.confirm);
    assert_int_equal(limits.alone, 0);
    assert_int_equal(limits.lettered, 0);
    stage2_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_numbers),     cmocka_unit_test(neighbours),
        cmocka_unit_test(behind_four_bytes), cmocka_unit_test(the_last_may_be_x),
        cmocka_unit_test(country_code),      cmocka_unit_test(groups_and_lists),
        cmocka_unit_test(wide_digits),       cmocka_unit_test(mixed_with_letters),
        cmocka_unit_test(labels_close_by),   cmocka_unit_test(labels_and_encodings),
        cmocka_unit_test(labels_of_others),  cmocka_unit_test(several_rules),
        cmocka_unit_test(ownership),         cmocka_unit_test(counts_by_length),
        cmocka_unit_test(long_runs),         cmocka_unit_test(shortest_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
