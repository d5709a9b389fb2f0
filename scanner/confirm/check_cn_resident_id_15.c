/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Citizen identification number of fifteen digits, GB 11643-1989, given out until 1999: division,
 * date of birth without the century (always the twentieth), sequence. It has no check character.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool leads(unsigned two, size_t n)
{
    const char digits[] = {(char)('0' + two / 10), (char)('0' + two % 10)};
    return n == 15 && ls_check_province(digits);
}

static bool number(const char *s, size_t n)
{
    if (n != 15 || !ls_check_province(s))
        return false;
    for (size_t i = 2; i < 15; i++)
        if (!ls_check_digit(s[i]))
            return false;
    return ls_check_date(1900 + ls_check_two(s + 6), ls_check_two(s + 8), ls_check_two(s + 10));
}

const struct ls_validator ls_validator_cn_resident_id_15 = {
    .name = "cn-resident-id-15",
    .what = "old Chinese resident number of 15 digits: province and date of birth (GB 11643-1989)",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 15,
    .leads = leads,
    .number = number,
};
