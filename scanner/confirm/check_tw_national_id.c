/* SPDX-License-Identifier: Apache-2.0 */
/*
 * National identification number of Taiwan, and the uniform number of foreign residents that has
 * had the same form since 2021: a letter for the place of registration, a digit for sex and kind
 * (1, 2; 8, 9 for foreigners), seven digits, a check digit. The letter stands for two digits, 10 to
 * 35; the eleven digits weighed by 1 9 8 7 6 5 4 3 2 1 1 make a multiple of ten (Department of
 * Household Registration, Ministry of the Interior).
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool number(const char *s, size_t n)
{
    static const uint8_t places[26] = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                       22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
    if (n != 10 || s[0] < 'A' || s[0] > 'Z')
        return false;
    if (s[1] != '1' && s[1] != '2' && s[1] != '8' && s[1] != '9')
        return false;
    unsigned place = places[s[0] - 'A'];
    unsigned sum = place / 10 + place % 10 * 9;
    for (size_t i = 1; i < 10; i++) {
        if (!ls_check_digit(s[i]))
            return false;
        sum += (unsigned)(s[i] - '0') * (unsigned)(i < 9 ? 9 - i : 1);
    }
    return sum % 10 == 0;
}

const struct ls_validator ls_validator_tw_national_id = {
    .name = "tw-national-id",
    .what = "identification number of Taiwan with its check digit (Ministry of the Interior)",
    .alphabet = LS_ALPHA_UPPER,
    .lettered = true,
    .run = 9,
    .number = number,
};
