/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column 密码 that holds a password and not a word about one: 6 to 24 ASCII
 * characters without blanks, of two kinds at least (letters, digits, others), not masked by stars.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

static bool cell(const uint32_t *text, size_t n)
{
    bool letter = false, digit = false, other = false;
    size_t stars = 0;
    if (n < 6 || n > 24)
        return false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] <= ' ' || text[i] > '~')
            return false;
        bool is_digit = text[i] >= '0' && text[i] <= '9';
        bool is_letter = text[i] >= 'a' && text[i] <= 'z'; /* folded */
        digit = digit || is_digit;
        letter = letter || is_letter;
        other = other || (!is_digit && !is_letter);
        stars += text[i] == '*';
    }
    return stars * 2 < n && letter + digit + other >= 2;
}

const struct ls_validator ls_validator_password_cell = {
    .name = "password-cell",
    .what = "a password: 6 to 24 ASCII characters of two kinds at least",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
