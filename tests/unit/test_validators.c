/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Validators: numbers made here by the formula of the standard pass, and stop passing when any one
 * character changes; cells pass as people write them.
 */
#include "base/encoding.h"
#include "base/fold.h"
#include "base/rng.h"
#include "confirm/validator.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

enum { ROUNDS = 2000 };

static bool number(const char *name, const char *text)
{
    const struct ls_validator *v = ls_validator_find(name);
    assert_non_null(v);
    return v->number(text, strlen(text));
}

/* Folds the text as confirm/ does, without trimming. */
static bool cell(const char *name, const char *text)
{
    uint32_t folded[256];
    size_t n = 0, len = strlen(text);
    const struct ls_validator *v = ls_validator_find(name);
    assert_non_null(v);
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cp);
        n += ls_fold_char(cp, folded + n);
    }
    return v->cell(folded, n);
}

static void registry(void **state)
{
    (void)state;
    size_t n;
    const struct ls_validator *const *all = ls_validators(&n);
    assert_true(n >= 11);
    for (size_t i = 0; i < n; i++) {
        bool text = all[i]->alphabet == LS_ALPHA_TEXT;
        assert_ptr_equal(ls_validator_find(all[i]->name), all[i]);
        assert_true(text == (all[i]->cell != NULL) && text == (all[i]->number == NULL));
        assert_true(text == (all[i]->run == 0));
        assert_true(strlen(all[i]->what) > 10);
        if (i > 0)
            assert_true(strcmp(all[i - 1]->name, all[i]->name) < 0);
    }
    assert_null(ls_validator_find("no-such-check"));
}

/* Appends the check character of GB 11643 to 17 digits. */
static void finish_resident(char text[19])
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (text[i] - '0') * weights[i];
    text[17] = "10X98765432"[sum % 11];
    text[18] = '\0';
}

/* What stays right by the rules when one digit changes still has a wrong check character. */
static void resident_id(void **state)
{
    (void)state;
    uint64_t rng = 7;
    assert_true(number("cn-resident-id", "11010519491231002X"));
    assert_true(number("cn-resident-id", "11010519491231002x"));
    assert_true(number("cn-resident-id", "110105194912310") == false);
    assert_false(number("cn-resident-id", "440524188001010014")); /* born in 1880 */
    for (int i = 0; i < ROUNDS; i++) {
        static const int provinces[] = {11, 15, 23, 37, 46, 54, 65, 71, 81, 82, 83, 91};
        char text[64];
        snprintf(text, sizeof text, "%d%04u%04u%02u%02u%03u", provinces[ls_rng_below(&rng, 12)],
                 ls_rng_below(&rng, 10000), 1900 + ls_rng_below(&rng, 126),
                 1 + ls_rng_below(&rng, 12), 1 + ls_rng_below(&rng, 28), ls_rng_below(&rng, 1000));
        finish_resident(text);
        assert_true(number("cn-resident-id", text));
        for (int k = 0; k < 18; k++) {
            char kept = text[k];
            text[k] = (char)('0' + (kept == 'X' ? 5 : (kept - '0' + 1) % 10));
            assert_false(number("cn-resident-id", text));
            text[k] = kept;
        }
    }
}

static void resident_id_fields(void **state)
{
    (void)state;
    static const struct {
        const char *text; /* 17 digits; the check character is made */
        bool ok;
    } cases[] = {
        {"11010520000229001", true},  {"11010519000229001", false}, {"11010520010229001", false},
        {"11010519990431001", false}, {"11010519991301001", false}, {"11010519990001001", false},
        {"11010519990100001", false}, {"11010518991231001", false}, {"11010519000101001", true},
        {"16010519990101001", false}, {"24010519990101001", false}, {"38010519990101001", false},
        {"47010519990101001", false}, {"55010519990101001", false}, {"66010519990101001", false},
        {"01010519990101001", false}, {"70010519990101001", false}, {"83000019990101001", true},
        {"84000019990101001", false}, {"90010519990101001", false}, {"10010519990101001", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[19];
        snprintf(text, sizeof text, "%s0", cases[i].text);
        finish_resident(text);
        if (number("cn-resident-id", text) != cases[i].ok)
            fail_msg("%s", text);
    }
    char future[64];
    snprintf(future, sizeof future, "110105%04d0101001", (int)(1970 + time(NULL) / 31556952) + 1);
    finish_resident(future);
    assert_false(number("cn-resident-id", future));
}

static void resident_id_15(void **state)
{
    (void)state;
    assert_true(number("cn-resident-id-15", "110105491231002"));
    assert_false(number("cn-resident-id-15", "110105491331002"));
    assert_false(number("cn-resident-id-15", "110105490229002")); /* 1949 had no such day */
    assert_true(number("cn-resident-id-15", "110105480229002"));
    assert_false(number("cn-resident-id-15", "100105480228002"));
    assert_false(number("cn-resident-id-15", "11010549123100"));
    assert_false(number("cn-resident-id-15", "1101054912310021"));
}

/* Appends the Luhn digit. */
static void finish_luhn(char *text)
{
    size_t n = strlen(text);
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int digit = text[n - 1 - i] - '0';
        if (i % 2 == 0 && (digit *= 2) > 9)
            digit -= 9;
        sum += digit;
    }
    text[n] = (char)('0' + (10 - sum % 10) % 10);
    text[n + 1] = '\0';
}

static void bank_card(void **state)
{
    (void)state;
    static const struct {
        const char *prefix;
        size_t length;
        bool ok;
    } cases[] = {
        {"62", 16, true},    {"62", 19, true},    {"62", 15, false},   {"4", 16, true},
        {"4", 13, true},     {"4", 14, false},    {"4", 15, false},    {"51", 16, true},
        {"55", 16, true},    {"56", 16, false},   {"51", 19, false},   {"2221", 16, true},
        {"2220", 16, false}, {"2720", 16, true},  {"2721", 16, false}, {"34", 15, true},
        {"37", 15, true},    {"37", 16, false},   {"3528", 16, true},  {"3527", 16, false},
        {"9558", 19, true},  {"9559", 19, false}, {"60", 19, true},    {"36", 14, true},
        {"99", 16, false},   {"0", 16, false},    {"1", 13, false},
    };
    uint64_t rng = 3;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int round = 0; round < 50; round++) {
            char text[32];
            size_t n = (size_t)snprintf(text, sizeof text, "%s", cases[i].prefix);
            while (n < cases[i].length - 1)
                text[n++] = (char)('0' + ls_rng_below(&rng, 10));
            text[n] = '\0';
            finish_luhn(text);
            if (number("bank-card", text) != cases[i].ok)
                fail_msg("%s", text);
            text[n] = (char)('0' + (text[n] - '0' + 1) % 10);
            assert_false(number("bank-card", text));
        }
    assert_true(number("bank-card", "4111111111111111"));
}

static void mobile(void **state)
{
    (void)state;
    static const char *const good[] = {"13800138000", "14500138000",  "15900138000",
                                       "16600138000", "17000138000",  "18900138000",
                                       "19900138000", "8613800138000"};
    static const char *const bad[] = {"12800138000",   "14200138000",  "15400138000",
                                      "16000138000",   "17900138000",  "19400138000",
                                      "1380013800",    "138001380000", "23800138000",
                                      "8712345678901", "1690000000000"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(number("cn-mobile", good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(number("cn-mobile", bad[i]));
}

/* GB 32100-2015, annex: weights are powers of 3 modulo 31. */
static void social_credit_code(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    uint64_t rng = 11;
    assert_true(number("cn-uscc", "91110000600037341L"));
    assert_true(number("cn-uscc", "91350100M000100Y43"));
    for (int round = 0; round < ROUNDS; round++) {
        char text[19] = "91310000";
        int sum = 0, weight = 1;
        text[0] = "159ANY"[ls_rng_below(&rng, 6)];
        for (int i = 8; i < 17; i++)
            text[i] = alphabet[ls_rng_below(&rng, 31)];
        for (int i = 0; i < 17; i++, weight = weight * 3 % 31)
            sum += (int)(strchr(alphabet, text[i]) - alphabet) * weight;
        text[17] = alphabet[(31 - sum % 31) % 31];
        assert_true(number("cn-uscc", text));
        int at = 8 + (int)ls_rng_below(&rng, 10);
        text[at] = alphabet[(strchr(alphabet, text[at]) - alphabet + 1) % 31];
        assert_false(number("cn-uscc", text));
        text[at] = 'I'; /* not in the alphabet */
        assert_false(number("cn-uscc", text));
    }
    assert_false(number("cn-uscc", "91110000600037341"));
    assert_false(number("cn-uscc", "01110000600037341L"));
    assert_false(number("cn-uscc", "9199000060003734XL"));
}

static const struct {
    const char *check;
    const char *text;
    bool ok;
} cell_cases[] = {
    {"cn-person-name", "张三", true},
    {"cn-person-name", "張　三", true},
    {"cn-person-name", "歐陽春華", true},
    {"cn-person-name", "上官云", true},
    {"cn-person-name", "王小五", true},
    {"cn-person-name", "阿依古丽·买买提", true},
    {"cn-person-name", "阿依古丽•买买提", true},
    {"cn-person-name", "姓名", false},
    {"cn-person-name", "张", false},
    {"cn-person-name", "张三李四王", false},
    {"cn-person-name", "填写说明", false},
    {"cn-person-name", "合计", false},
    {"cn-person-name", "备注", false},
    {"cn-person-name", "张3", false},
    {"cn-person-name", "·张三", false},
    {"cn-person-name", "张三·", false},
    {"cn-sex", "男", true},
    {"cn-sex", " 女", true},
    {"cn-sex", "男女", false},
    {"cn-grade", "机密", true},
    {"cn-grade", "絕 密 級", true},
    {"cn-grade", "秘密*10年", true},
    {"cn-grade", "机密长期", true},
    {"cn-grade", "机密文件", false},
    {"cn-grade", "内部", false},
    {"cn-grade", "密", false},
    {"cn-grade", "極機密", true},
    {"cn-grade", "絕對機密", true},
    {"cn-grade", "極秘密", false},
    {"cn-grade", "極機", false},
    {"cn-secrecy-post", "核心", true},
    {"cn-secrecy-post", "一般涉密人员", true},
    {"cn-secrecy-post", "一般人员", false},
    {"password-cell", "ab@123", true},
    {"password-cell", "abcdefgh", false},
    {"password-cell", "a1***", false},
    {"password-cell", "a1******", false},
    {"password-cell", "见手册123", false},
    {"cn-ethnicity", "汉", true},
    {"cn-ethnicity", "漢族", true},
    {"cn-ethnicity", "维吾尔族", true},
    {"cn-ethnicity", "水", true},
    {"cn-ethnicity", "族", false},
    {"cn-ethnicity", "贵族", false},
    {"cn-politics", "中共党员", true},
    {"cn-politics", "中共 党员", true},
    {"cn-politics", "九三學社", true},
    {"cn-politics", "党员干部", false},
    {"cn-education", "大学本科", true},
    {"cn-education", "省委党校研究生", true},
    {"cn-education", "碩士", true},
    {"cn-education", "本人在中国很多大学里讲过许多不同的课程", false},
    {"cn-education", "局长", false},
    {"year-month", "1975.03", true},
    {"year-month", "１９７５．０３", true},
    {"year-month", "197503", true},
    {"year-month", "19750321", true},
    {"year-month", "1975-03", true},
    {"year-month", "1975/3", true},
    {"year-month", "1975年3月", true},
    {"year-month", "1975 年 3 月 21 日", true},
    {"year-month", "1975-03-21", true},
    {"year-month", "75.3", true},
    {"year-month", "1975.03(49岁)", true},
    {"year-month", "1975.13", false},
    {"year-month", "197513", false},
    {"year-month", "1975.00", false},
    {"year-month", "1975-02-30", false},
    {"year-month", "1775.03", false},
    {"year-month", "1975", false},
    {"year-month", "1975年", false},
    {"year-month", "1975年3", false},
    {"year-month", "1975.03.", false},
    {"year-month", "1975.03-21", false},
    {"year-month", "1975031", false},
    {"year-month", "197503211", false},
    {"year-month", "1975.03(49", false},
    {"year-month", "局长", false},
};

static void cells(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cell_cases / sizeof *cell_cases; i++)
        if (cell(cell_cases[i].check, cell_cases[i].text) != cell_cases[i].ok)
            fail_msg("%s: %s", cell_cases[i].check, cell_cases[i].text);
}

/* The list of family names is folded and sorted: every name in it is found, no variant is. */
static void family_names(void **state)
{
    (void)state;
    const struct ls_validator *v = ls_validator_find("cn-person-name");
    size_t found = 0;
    for (uint32_t cp = 0x4E00; cp <= 0x9FFF; cp++) {
        uint32_t folded[LS_FOLD_MAX];
        bool canonical = ls_fold_char(cp, folded) == 1 && folded[0] == cp;
        bool accepted = v->cell((const uint32_t[]){cp, 0x4E00}, 2);
        assert_true(canonical || !accepted);
        found += accepted;
    }
    assert_in_range(found, 550, 650);
    assert_true(cell("cn-person-name", "丁一") && cell("cn-person-name", "龔一"));
}

/* Whatever stands in a cell: no control character or impossible one is ever part of a value. */
static void any_cell(void **state)
{
    (void)state;
    static const uint32_t chars[] = {'1',    '9',  '.', ' ', '\n',   0x5E74,   0x6708,
                                     0x5F20, 0xB7, '(', 0,   0xFFFD, 0x10FFFF, 0x65CF};
    size_t n;
    uint64_t rng = 5;
    const struct ls_validator *const *all = ls_validators(&n);
    for (int round = 0; round < 20000; round++) {
        uint32_t text[40];
        size_t len = 1 + ls_rng_below(&rng, 40);
        for (size_t i = 0; i < len; i++)
            text[i] = chars[ls_rng_below(&rng, sizeof chars / sizeof *chars)];
        bool odd = false;
        for (size_t i = 0; i < len; i++)
            odd = odd || text[i] == 0 || text[i] == 0xFFFD || text[i] == 0x10FFFF;
        for (size_t i = 0; i < n; i++)
            if (all[i]->cell && all[i]->cell(text, len))
                assert_false(odd);
    }
}

/* What a validator says of the first two digits never turns a valid number away. */
static void leads(void **state)
{
    (void)state;
    size_t n;
    uint64_t rng = 6;
    const struct ls_validator *const *all = ls_validators(&n);
    for (size_t i = 0; i < n; i++) {
        for (size_t len = 0; all[i]->leads && len <= 40; len++) {
            unsigned some = 0;
            for (unsigned two = 0; two < 100; two++)
                some += all[i]->leads(two, len);
            assert_true(some < 100);
        }
        for (int round = 0; all[i]->leads && round < 200000; round++) {
            char text[24];
            size_t len = 10 + ls_rng_below(&rng, 10);
            for (size_t k = 0; k < len; k++)
                text[k] = (char)('0' + ls_rng_below(&rng, 10));
            if (all[i]->number(text, len))
                assert_true(all[i]->leads((unsigned)((text[0] - '0') * 10 + (text[1] - '0')), len));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registry),
        cmocka_unit_test(resident_id),
        cmocka_unit_test(resident_id_fields),
        cmocka_unit_test(resident_id_15),
        cmocka_unit_test(bank_card),
        cmocka_unit_test(mobile),
        cmocka_unit_test(social_credit_code),
        cmocka_unit_test(cells),
        cmocka_unit_test(family_names),
        cmocka_unit_test(any_cell),
        cmocka_unit_test(leads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
