/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unified social credit code, GB 32100-2015: registering authority, kind of body, six digits of the
 * division, nine characters of the body, check character modulo 31. The alphabet leaves out I, O,
 * S, V and Z. 10 stands for the whole country among the divisions.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

#include <string.h>

/* Value of a character in the alphabet of 31, or -1. */
static int value(char c)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRTUWXY";
    if (ls_check_digit(c))
        return c - '0';
    const char *at = c ? strchr(letters, c) : NULL;
    return at ? (int)(at - letters) + 10 : -1;
}

static bool number(const char *s, size_t n)
{
    static const uint8_t weights[17] = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                        29, 25, 13, 8,  24, 10, 30, 28};
    if (n != 18 || !strchr("123456789ANY", s[0]))
        return false;
    for (size_t i = 2; i < 8; i++)
        if (!ls_check_digit(s[i]))
            return false;
    bool whole_country = s[2] == '1' && s[3] == '0';
    if (!whole_country && !ls_check_province(s + 2))
        return false;
    int sum = 0;
    for (size_t i = 0; i < 17; i++) {
        int v = value(s[i]);
        if (v < 0)
            return false;
        sum += v * weights[i];
    }
    return value(s[17]) == (31 - sum % 31) % 31;
}

const struct ls_validator ls_validator_cn_uscc = {
    .name = "cn-uscc",
    .what = "Chinese unified social credit code with its check character (GB 32100-2015)",
    .alphabet = LS_ALPHA_UPPER,
    .run = 6,
    .number = number,
};
