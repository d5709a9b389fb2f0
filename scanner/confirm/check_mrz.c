/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second line of the machine-readable zone of a passport, ICAO Doc 9303 part 4: the last 44
 * characters of the text.
 *
 *   0         9 10  13     19 20 21     27 28             42 43
 *   L898902C3 6 UTO 740812 2  F  120415 9  ZE184226B<<<<< 1  0
 *   document  c     birth  c     expiry c  personal       c  all
 *
 * Each check digit c is the sum of the characters before it weighed by 7 3 1 7 3 1 ..., modulo 10;
 * letters count 10 to 35, a filler 0 (part 3, 4.9). An empty personal number may have a filler in
 * place of its digit.
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

enum { LINE = 44 };

/* A character that counts, 0 to 35; anything else spoils the line. */
static int value(uint32_t c)
{
    if (c >= '0' && c <= '9')
        return (int)(c - '0');
    if (c >= 'a' && c <= 'z')
        return (int)(c - 'a' + 10);
    return c == '<' ? 0 : -1;
}

/* The weighed sum goes on over several fields: `place` counts their characters. */
static unsigned add(const uint32_t *field, size_t n, size_t *place, unsigned sum)
{
    static const unsigned weights[] = {7, 3, 1};
    for (size_t i = 0; i < n; i++)
        sum += (unsigned)value(field[i]) * weights[(*place)++ % 3];
    return sum;
}

/* Is the character behind a field its check digit? */
static bool is_checked(const uint32_t *line, size_t from, size_t n)
{
    size_t place = 0;
    return line[from + n] == '0' + add(line + from, n, &place, 0) % 10;
}

static bool is_date(const uint32_t *at)
{
    unsigned month = (at[2] - '0') * 10 + (at[3] - '0'), day = (at[4] - '0') * 10 + (at[5] - '0');
    return month <= 12 && day <= 31;
}

static bool cell(const uint32_t *cell, size_t n)
{
    if (n < LINE)
        return false;
    const uint32_t *line = cell + n - LINE;
    for (size_t i = 0; i < LINE; i++)
        if (value(line[i]) < 0)
            return false;
    bool personal = is_checked(line, 28, 14) || (line[42] == '<' && line[28] == '<');
    if (!is_checked(line, 0, 9) || !is_checked(line, 13, 6) || !is_checked(line, 21, 6) ||
        !personal)
        return false;
    size_t place = 0;
    unsigned all = add(line, 10, &place, 0);
    all = add(line + 13, 7, &place, all);
    all = add(line + 21, 22, &place, all);
    return line[43] == '0' + all % 10 && is_date(line + 21);
}

const struct ls_validator ls_validator_mrz = {
    .name = "mrz",
    .what = "machine-readable zone of a passport with its five check digits (ICAO Doc 9303)",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
