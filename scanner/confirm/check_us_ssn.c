/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Social security number of the United States: three digits of the area, two of the group, four of
 * the series. There is no check digit; no part is all zeros, and areas 666 and from 900 up are not
 * given out (Social Security Administration, RM 10201.035). One digit nine times is a placeholder,
 * and so is 123-45-6789.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

#include <string.h>

static bool number(const char *s, size_t n)
{
    if (n != 9)
        return false;
    bool same = true;
    for (size_t i = 0; i < 9; i++) {
        if (!ls_check_digit(s[i]))
            return false;
        same = same && s[i] == s[0];
    }
    if (same || memcmp(s, "123456789", 9) == 0)
        return false;
    return s[0] != '9' && memcmp(s, "000", 3) != 0 && memcmp(s, "666", 3) != 0 &&
           memcmp(s + 3, "00", 2) != 0 && memcmp(s + 5, "0000", 4) != 0;
}

const struct ls_validator ls_validator_us_ssn = {
    .name = "us-ssn",
    .what = "social security number of the United States: parts that are given out",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 9,
    .number = number,
};
