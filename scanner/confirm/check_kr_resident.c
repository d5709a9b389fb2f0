/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resident registration number of Korea, and the registration number of foreigners: date of birth,
 * a digit for sex and century (1, 2: 1900; 3, 4: 2000; 5 to 8 the same for foreigners; 9, 0: 1800),
 * five digits, a check digit. The first twelve weighed by 2 to 9 and 2 to 5 give the last: (11 -
 * sum mod 11) mod 10 for residents, two more for foreigners. Numbers given out since October 2020
 * end in six random digits (Enforcement Rules of the Resident Registration Act, art. 2), so whoever
 * was born since then is taken by the date alone.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

enum { RANDOM_SINCE = 202010 /* year and month */ };

static bool number(const char *s, size_t n)
{
    static const unsigned centuries[10] = {1800, 1900, 1900, 2000, 2000,
                                           1900, 1900, 2000, 2000, 1800};
    if (n != 13)
        return false;
    unsigned sum = 0;
    for (size_t i = 0; i < 13; i++)
        if (!ls_check_digit(s[i]))
            return false;
    unsigned kind = (unsigned)(s[6] - '0');
    unsigned year = centuries[kind] + ls_check_two(s), month = ls_check_two(s + 2);
    if (!ls_check_date(year, month, ls_check_two(s + 4)))
        return false;
    if (year * 100 + month >= RANDOM_SINCE)
        return true;
    for (size_t i = 0; i < 12; i++)
        sum += (unsigned)(s[i] - '0') * (unsigned)(i < 8 ? i + 2 : i - 6);
    unsigned foreign = kind >= 5 && kind <= 8 ? 2 : 0;
    return (unsigned)(s[12] - '0') == (11 - sum % 11 + foreign) % 10;
}

const struct ls_validator ls_validator_kr_resident = {
    .name = "kr-resident",
    .what = "Korean resident registration number: date of birth, check digit",
    .alphabet = LS_ALPHA_DIGITS,
    .run = 13,
    .number = number,
};
