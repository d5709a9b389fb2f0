/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several validators share. Numbers are looked at up to twenty million times a second on a
 * table of random digits, so each validator rejects by the cheapest test first, and these are
 * inline.
 */
#ifndef LS_CONFIRM_CHECK_PRIV_H
#define LS_CONFIRM_CHECK_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

enum {
    LS_CELL_CHARS_MAX = 32,      /* longer cells are no names, dates or words of a list */
    LS_RESIDENT_YEAR_MIN = 1900, /* nobody born earlier is alive */
};

static inline bool ls_check_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline unsigned ls_check_two(const char *s)
{
    return (unsigned)((s[0] - '0') * 10 + (s[1] - '0'));
}

/*
 * The first two digits of a code of an administrative division (GB/T 2260), with Hong Kong, Macau
 * and Taiwan, 83 (residence permit of Taiwan residents) and 91 (permanent residence of foreigners).
 */
static inline bool ls_check_province(const char *s)
{
    static const uint16_t second[10] = {
        [1] = 0x003E, [2] = 0x000E, [3] = 0x00FE, [4] = 0x007E, [5] = 0x001F,
        [6] = 0x003E, [7] = 0x0002, [8] = 0x000E, [9] = 0x0002,
    };
    return ls_check_digit(s[0]) && ls_check_digit(s[1]) && (second[s[0] - '0'] >> (s[1] - '0') & 1);
}

/* Whether month and day, as numbers, are in the calendar of that year. */
static inline bool ls_check_date(unsigned year, unsigned month, unsigned day)
{
    static const uint8_t days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month - 1 > 11 || day - 1 >= days[month - 1])
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month != 2 || day < 29 || leap;
}

/* ISO 7064 MOD 11-2 over the first 17 digits of a resident number: the 18th character. */
static inline char ls_check_resident_last(const char *digits)
{
    static const uint8_t weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    unsigned sum = 0;
    for (size_t i = 0; i < 17; i++)
        sum += (unsigned)(digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11];
}

/*
 * The cell without the blanks inside it (names of two characters are set with one in between).
 * Returns the length, 0 when more than LS_CELL_CHARS_MAX characters are left.
 */
size_t ls_check_squeeze(const uint32_t *cell, size_t n, uint32_t out[LS_CELL_CHARS_MAX]);

/*
 * Whether the cell, blanks aside, is one of the words, which stand one behind the other in `list`,
 * each ended by '|'.
 */
bool ls_check_listed(const char32_t *list, const uint32_t *cell, size_t n);

#endif
