/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Citizen identification number, GB 11643-1999: six digits of the division of first registration,
 * date of birth, three of sequence, check character by ISO 7064 MOD 11-2.
 *
 * A birth in the future is refused by year alone, from the clock of the system, and only for the
 * few numbers that pass everything else.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

#include <time.h>

static unsigned this_year(void)
{
    enum { SECONDS_OF_A_YEAR = 31556952 }; /* mean Gregorian */
    return 1970 + (unsigned)(time(NULL) / SECONDS_OF_A_YEAR);
}

static bool leads(unsigned two, size_t n)
{
    const char digits[] = {(char)('0' + two / 10), (char)('0' + two % 10)};
    return n == 18 && ls_check_province(digits);
}

static bool number(const char *s, size_t n)
{
    if (n != 18)
        return false;
    unsigned century = ls_check_two(s + 6);
    if (century != 19 && century != 20)
        return false;
    unsigned year = century * 100 + ls_check_two(s + 8);
    if (!ls_check_date(year, ls_check_two(s + 10), ls_check_two(s + 12)) || !ls_check_province(s))
        return false;
    for (size_t i = 0; i < 17; i++)
        if (!ls_check_digit(s[i]))
            return false;
    char last = s[17] == 'x' ? 'X' : s[17];
    return last == ls_check_resident_last(s) && year <= this_year();
}

const struct ls_validator ls_validator_cn_resident_id = {
    .name = "cn-resident-id",
    .what = "Chinese resident number: province, date of birth, check character (GB 11643-1999)",
    .alphabet = LS_ALPHA_LAST_X,
    .run = 17,
    .leads = leads,
    .number = number,
};
