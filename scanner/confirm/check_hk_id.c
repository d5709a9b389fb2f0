/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hong Kong identity card number: one letter or two, six digits, a check character that is printed
 * in brackets. Letters count 10 to 35, a blank for the missing first letter 36; the eight
 * characters are weighed by 9 to 2, and the check makes the sum a multiple of eleven, 10 written as
 * A (Registration of Persons Regulations, cap. 177A).
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

enum { BLANK = 36 };

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool number(const char *s, size_t n)
{
    if ((n != 8 && n != 9) || !is_letter(s[0]) || (n == 9 && !is_letter(s[1])))
        return false;
    unsigned sum = n == 9 ? (unsigned)(s[0] - 'A' + 10) * 9 : BLANK * 9;
    sum += (unsigned)(s[n - 8] - 'A' + 10) * 8;
    for (size_t i = 0; i < 6; i++) {
        char c = s[n - 7 + i];
        if (!ls_check_digit(c))
            return false;
        sum += (unsigned)(c - '0') * (unsigned)(7 - i);
    }
    char last = s[n - 1];
    if (last != 'A' && !ls_check_digit(last))
        return false;
    sum += last == 'A' ? 10 : (unsigned)(last - '0');
    return sum % 11 == 0;
}

const struct ls_validator ls_validator_hk_id = {
    .name = "hk-id",
    .what = "Hong Kong identity card number with its check character (cap. 177A)",
    .alphabet = LS_ALPHA_UPPER,
    .lettered = true,
    .run = 6,
    .number = number,
};
