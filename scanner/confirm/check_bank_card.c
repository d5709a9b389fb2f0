/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payment card number, ISO/IEC 7812-1: issuer range, length of that range, check digit by the
 * Luhn formula. One number in ten passes Luhn by chance, so the ranges do most of the work.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

/* First four digits `from` to `to`; a set of lengths, 1 << n. */
struct range {
    uint16_t from, to;
    uint32_t lengths;
};

enum {
    L13 = 1 << 13,
    L14 = 1 << 14,
    L15 = 1 << 15,
    L16 = 1 << 16,
    L16_19 = 1 << 16 | 1 << 17 | 1 << 18 | 1 << 19,
};

static const struct range ranges[] = {
    {2221, 2720, L16},                 /* Mastercard */
    {3400, 3499, L15},                 /* American Express */
    {3528, 3589, L16_19},              /* JCB */
    {3600, 3699, L14},                 /* Diners Club */
    {3700, 3799, L15},                 /* American Express */
    {4000, 4999, L13 | L16 | 1 << 19}, /* Visa */
    {5100, 5599, L16},                 /* Mastercard */
    {6000, 6099, L16_19},              /* old Chinese debit cards, Discover 6011 */
    {6200, 6299, L16_19},              /* UnionPay */
    {6440, 6599, L16_19},              /* Discover */
    {8100, 8171, L16_19},              /* UnionPay */
    {9558, 9558, L16_19},              /* old Chinese debit cards */
};

static bool in_range(unsigned prefix, size_t n)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && prefix >= ranges[i].from; i++)
        if (prefix <= ranges[i].to)
            return ranges[i].lengths >> n & 1;
    return false;
}

/* The same by the first two digits alone. */
static bool leads(unsigned two, size_t n)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (two >= ranges[i].from / 100u && two <= ranges[i].to / 100u && n <= 19 &&
            (ranges[i].lengths >> n & 1))
            return true;
    return false;
}

static bool number(const char *s, size_t n)
{
    static const uint8_t doubled[10] = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    if (n < 13 || n > 19)
        return false;
    for (size_t i = 0; i < 4; i++)
        if (!ls_check_digit(s[i]))
            return false;
    if (!in_range(ls_check_two(s) * 100 + ls_check_two(s + 2), n))
        return false;
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (!ls_check_digit(s[n - 1 - i]))
            return false;
        unsigned digit = (unsigned)(s[n - 1 - i] - '0');
        sum += i & 1 ? doubled[digit] : digit;
    }
    return sum % 10 == 0;
}

const struct ls_validator ls_validator_bank_card = {
    .name = "bank-card",
    .what = "payment card number: issuer range, length, Luhn check digit (ISO/IEC 7812-1)",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 13,
    .leads = leads,
    .number = number,
};
