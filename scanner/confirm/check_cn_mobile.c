/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mobile number of the Chinese numbering plan (MIIT): eleven digits from the ranges given out, with
 * or without the country code 86. It has no check digit, so rules use it in bulk only.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

/* third[second digit]: set of third digits in use. */
static const uint16_t third[10] = {
    [3] = 0x3FF, [4] = 0x3F3, [5] = 0x3EF, [6] = 0x0E4, [7] = 0x1FF, [8] = 0x3FF, [9] = 0x3EF,
};

static bool leads(unsigned two, size_t n)
{
    return n == 11 ? two / 10 == 1 && third[two % 10] : two == 86;
}

static bool number(const char *s, size_t n)
{
    if (n == 13 && s[0] == '8' && s[1] == '6') {
        s += 2;
        n -= 2;
    }
    if (n != 11 || s[0] != '1')
        return false;
    for (size_t i = 1; i < n; i++)
        if (!ls_check_digit(s[i]))
            return false;
    return third[s[1] - '0'] >> (s[2] - '0') & 1;
}

const struct ls_validator ls_validator_cn_mobile = {
    .name = "cn-mobile",
    .what = "Chinese mobile number in a range that is given out, with or without 86",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 11,
    .core = 11,
    .leads = leads,
    .number = number,
};
