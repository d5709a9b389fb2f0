/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Individual number of Japan (My Number): eleven digits and a check digit. Counted from the right,
 * the eleven are weighed by 2 to 7 and 2 to 6; the check is 11 less the sum modulo 11, or 0 where
 * that remainder is 0 or 1 (Ordinance 85 of the Ministry of Internal Affairs, 2014, art. 5).
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool number(const char *s, size_t n)
{
    if (n != 12)
        return false;
    unsigned sum = 0;
    for (size_t i = 0; i < 12; i++)
        if (!ls_check_digit(s[i]))
            return false;
    for (size_t i = 1; i <= 11; i++)
        sum += (unsigned)(s[11 - i] - '0') * (unsigned)(i <= 6 ? i + 1 : i - 5);
    unsigned rest = sum % 11;
    return (unsigned)(s[11] - '0') == (rest <= 1 ? 0 : 11 - rest);
}

const struct ls_validator ls_validator_jp_my_number = {
    .name = "jp-my-number",
    .what = "Japanese individual number with its check digit (Ordinance 85 of 2014)",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 12,
    .number = number,
};
