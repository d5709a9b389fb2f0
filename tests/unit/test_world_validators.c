/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Validators of identifiers outside the mainland: values made here by the formula pass, with
 * another check character they do not; and a `match` rule reports only what its validator passes.
 */
#include "confirm_block.h"

#include "base/rng.h"
#include "confirm/validator.h"

#include <stdio.h>

enum { ROUNDS = 1000 };

static uint64_t rng = 11;

static bool number(const char *name, const char *text)
{
    const struct ls_validator *v = ls_validator_find(name);
    assert_non_null(v);
    return v->number(text, strlen(text));
}

static bool mrz(const char *text)
{
    uint32_t cell[128];
    size_t n = strlen(text);
    for (size_t i = 0; i < n; i++)
        cell[i] =
            text[i] >= 'A' && text[i] <= 'Z' ? (uint32_t)(text[i] - 'A' + 'a') : (uint32_t)text[i];
    return ls_validator_find("mrz")->cell(cell, n);
}

static unsigned digit(void)
{
    return ls_rng_below(&rng, 10);
}

/* The value passes, and with no other last character. */
static void check_last(const char *name, char *text)
{
    size_t last = strlen(text) - 1;
    char kept = text[last];
    if (!number(name, text))
        fail_msg("%s: %s", name, text);
    for (const char *c = "0123456789AX"; *c; c++) {
        text[last] = *c;
        assert_true(number(name, text) == (*c == kept));
    }
    text[last] = kept;
}

static void tw_national_id(void **state)
{
    (void)state;
    static const char order[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO"; /* 10 to 35 */
    assert_true(number("tw-national-id", "A123456789"));
    assert_false(number("tw-national-id", "A323456789") || number("tw-national-id", "1123456789"));
    assert_false(number("tw-national-id", "a123456789") || number("tw-national-id", "A12345678"));
    for (int i = 0; i < ROUNDS; i++) {
        unsigned place = 10 + ls_rng_below(&rng, 26), kinds[] = {1, 2, 8, 9};
        unsigned d[9] = {kinds[ls_rng_below(&rng, 4)]}, sum = place / 10 + place % 10 * 9;
        char text[16];
        for (size_t k = 1; k < 8; k++)
            d[k] = digit();
        for (size_t k = 0; k < 8; k++)
            sum += d[k] * (unsigned)(8 - k);
        snprintf(text, sizeof text, "%c%u%u%u%u%u%u%u%u%u", order[place - 10], d[0], d[1], d[2],
                 d[3], d[4], d[5], d[6], d[7], (10 - sum % 10) % 10);
        check_last("tw-national-id", text);
    }
}

static void hk_id(void **state)
{
    (void)state;
    assert_true(number("hk-id", "A1234563") && number("hk-id", "AB9876543"));
    assert_false(number("hk-id", "11234563") || number("hk-id", "A123456") ||
                 number("hk-id", "ABC987654") || number("hk-id", "A12345B3"));
    for (int i = 0; i < ROUNDS; i++) {
        char text[16], letters[3] = {(char)('A' + ls_rng_below(&rng, 26)),
                                     (char)('A' + ls_rng_below(&rng, 26)), '\0'};
        bool two = i % 2;
        unsigned value = ls_rng_below(&rng, 1000000), rest = value;
        unsigned sum = two ? (unsigned)(letters[0] - 'A' + 10) * 9 : 36 * 9;
        sum += (unsigned)(letters[1] - 'A' + 10) * 8;
        for (unsigned weight = 2; weight <= 7; weight++, rest /= 10)
            sum += rest % 10 * weight;
        unsigned last = (11 - sum % 11) % 11;
        snprintf(text, sizeof text, "%s%06u%c", letters + (two ? 0 : 1), value,
                 last == 10 ? 'A' : (char)('0' + last));
        check_last("hk-id", text);
    }
}

static void kr_resident(void **state)
{
    (void)state;
    assert_true(number("kr-resident", "9710139019902"));
    assert_true(number("kr-resident", "2101013000000")); /* born after the digits became random */
    assert_false(number("kr-resident", "2013013000000") || number("kr-resident", "9702291000000"));
    assert_false(number("kr-resident", "971013901990") || number("kr-resident", "97101390199020"));
    for (int i = 0; i < ROUNDS; i++) {
        char text[32];
        unsigned kind = 1 + ls_rng_below(&rng, 8), sum = 0;
        snprintf(text, sizeof text, "%02u%02u%02u%u%05u0", ls_rng_below(&rng, 20),
                 1 + ls_rng_below(&rng, 12), 1 + ls_rng_below(&rng, 28), kind,
                 ls_rng_below(&rng, 100000));
        for (size_t k = 0; k < 12; k++)
            sum += (unsigned)(text[k] - '0') * (unsigned)(2 + k % 8);
        unsigned last = (11 - sum % 11) % 10;
        text[12] = (char)('0' + (kind > 4 ? (last + 2) % 10 : last));
        check_last("kr-resident", text);
    }
}

static void jp_my_number(void **state)
{
    (void)state;
    assert_true(number("jp-my-number", "123456789018"));
    assert_false(number("jp-my-number", "12345678901"));
    static const unsigned weights[] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    for (int i = 0; i < ROUNDS; i++) {
        char text[16] = "";
        unsigned sum = 0;
        for (size_t k = 0; k < 11; k++) {
            text[k] = (char)('0' + digit());
            sum += (unsigned)(text[k] - '0') * weights[k];
        }
        text[11] = (char)('0' + (sum % 11 <= 1 ? 0 : 11 - sum % 11));
        check_last("jp-my-number", text);
    }
}

static void us_ssn(void **state)
{
    (void)state;
    static const char *const bad[] = {"000123456",  "666123456", "900123456", "123003456",
                                      "123450000",  "111111111", "123456789", "12345678",
                                      "1234567890", "12345678A"};
    assert_true(number("us-ssn", "219123456") && number("us-ssn", "899999998"));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(number("us-ssn", bad[i]));
}

static unsigned modulo_97(const char *text)
{
    unsigned rest = 0;
    for (; *text; text++)
        rest = *text > '9' ? (rest * 100 + (unsigned)(*text - 'A' + 10)) % 97
                           : (rest * 10 + (unsigned)(*text - '0')) % 97;
    return rest;
}

static void iban(void **state)
{
    (void)state;
    assert_true(number("iban", "GB82WEST12345698765432") &&
                number("iban", "DE89370400440532013000"));
    assert_false(number("iban", "GB82WEST1234569876543") ||
                 number("iban", "ZZ82WEST12345698765432"));
    assert_false(number("iban", "GB") || number("iban", "GB82west12345698765432"));
    static const struct {
        const char *country;
        size_t account;
    } countries[] = {{"DE", 18}, {"NO", 11}, {"MT", 27}, {"LC", 28}, {"FR", 23}, {"RU", 29}};
    static const char all[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int i = 0; i < ROUNDS; i++) {
        size_t c = (size_t)i % 6, n = countries[c].account;
        char account[40] = "", moved[64], text[64];
        for (size_t k = 0; k < n; k++)
            account[k] = all[ls_rng_below(&rng, 36)];
        snprintf(moved, sizeof moved, "%s%s00", account, countries[c].country);
        snprintf(text, sizeof text, "%s%02u%s", countries[c].country, 98 - modulo_97(moved),
                 account);
        if (!number("iban", text))
            fail_msg("%s", text);
        text[3] = (char)('0' + (text[3] - '0' + 1) % 10);
        assert_false(number("iban", text));
    }
}

/* The specimen of Doc 9303, and what becomes of it when any one character changes. */
static void passport(void **state)
{
    (void)state;
    char line[] = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
    assert_true(mrz(line));
    assert_true(mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
                    "L898902C36UTO7408122F1204159ZE184226B<<<<<10"));
    assert_true(mrz("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8"));
    assert_true(mrz("L898902C36UTO7408122F1204159<<<<<<<<<<<<<<08"));
    assert_false(mrz("L898902C36UTO7408122F1204159ZE184226B<<<<<1"));
    assert_false(mrz(""));
    for (size_t k = 0; k < sizeof line - 1; k++) {
        char kept = line[k];
        bool counts = (k < 10 || k > 12) && k != 20; /* nationality and sex have no check */
        line[k] = strchr("1BL", kept) ? '2' : '1';   /* B and L count 11 and 21 */
        assert_true(mrz(line) == !counts);
        line[k] = '*';
        assert_false(mrz(line));
        line[k] = kept;
    }
}

/* What a rule reports goes through its validator, grouped or not, in any case. */
static void match_with_a_validator(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t hits;
    } cases[] = {
        {"card A123456(3).", 1}, {"card a 123456 (3).", 1},      {"card A123456(4).", 0},
        {"card AB987654(3)", 1}, {"card A\xC3\x84 87654(3)", 0}, {"card ", 0},
    };
    static struct stage2 s;
    stage2_open(&s, PACK RULE("a") "    anchors: [card]\n    match: 'card (?<hit>[^.\\n]+)'\n"
                                   "    check: hk-id\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stage2_bytes(&s, cases[i].text, strlen(cases[i].text));
        stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR}, "card", 4);
        if (stage2_run(&s) != cases[i].hits)
            fail_msg("%s", cases[i].text);
    }
    stage2_close(&s);
}

static void no_such_validator(void **state)
{
    (void)state;
    static const char text[] =
        PACK RULE("a") "    anchors: [card]\n    match: card\n    check: no-such\n";
    const struct ls_pack_text pack = {"p.yaml", text, sizeof text - 1};
    struct ls_rules *rules;
    struct ls_confirm *confirm;
    struct ls_diag diag = {.text = ""};
    assert_false(ls_failed(ls_rules_load(&pack, 1, &rules, &diag)));
    assert_int_equal(ls_confirm_new(rules, &confirm, &diag).code, LS_E_RULES);
    assert_string_equal(diag.text, "p.yaml:4: check: there is no validator \"no-such\"");
    ls_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tw_national_id),
        cmocka_unit_test(hk_id),
        cmocka_unit_test(kr_resident),
        cmocka_unit_test(jp_my_number),
        cmocka_unit_test(us_ssn),
        cmocka_unit_test(iban),
        cmocka_unit_test(passport),
        cmocka_unit_test(match_with_a_validator),
        cmocka_unit_test(no_such_validator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
