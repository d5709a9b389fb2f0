/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cell of a column of dates as forms of personnel write them: 1975.03, 197503, 1975-03-21,
 * 1975年3月, 1975/3, 75.3, and the age behind it as in 1975.03 (49岁).
 */
#include "confirm/check_priv.h"
#include "confirm/validator.h"

struct reader {
    const uint32_t *text;
    size_t n;
    size_t at;
};

/* Up to `max` digits; returns how many. */
static size_t digits(struct reader *r, size_t max, unsigned *value)
{
    size_t n = 0;
    *value = 0;
    while (n < max && r->at < r->n && r->text[r->at] >= '0' && r->text[r->at] <= '9') {
        *value = *value * 10 + (unsigned)(r->text[r->at++] - '0');
        n++;
    }
    return n;
}

static uint32_t take(struct reader *r)
{
    return r->at < r->n ? r->text[r->at++] : 0;
}

/* "(49岁)" or nothing, then the end. */
static bool ends(struct reader *r)
{
    unsigned age;
    if (r->at < r->n && r->text[r->at] == '(') {
        r->at++;
        if (digits(r, 3, &age) == 0 || take(r) != U'岁' || take(r) != ')')
            return false;
    }
    return r->at == r->n;
}

static bool year_ok(size_t digits_n, unsigned year)
{
    return (digits_n == 4 && year >= 1900 && year <= 2099) || digits_n == 2;
}

/* Behind the year: a separator, the month, perhaps the same separator and the day. */
static bool separated(struct reader *r, unsigned year)
{
    unsigned month, day = 1;
    uint32_t separator = take(r);
    bool han = separator == U'年';
    if (!han && separator != '.' && separator != '-' && separator != '/')
        return false;
    if (digits(r, 2, &month) == 0 || (han && take(r) != U'月'))
        return false;
    bool more = r->at < r->n && r->text[r->at] != '(';
    if (more && !han && take(r) != separator)
        return false;
    if (more && (digits(r, 2, &day) == 0 || (han && take(r) != U'日')))
        return false;
    return ls_check_date(year < 100 ? 1900 + year : year, month, day) && ends(r);
}

static bool cell(const uint32_t *text, size_t n)
{
    uint32_t squeezed[LS_CELL_CHARS_MAX];
    struct reader r = {.text = squeezed, .n = ls_check_squeeze(text, n, squeezed)};
    unsigned year, month, day = 1;
    size_t year_n = digits(&r, 4, &year);
    if (!year_ok(year_n, year))
        return false;
    if (year_n == 2 || digits(&r, 2, &month) == 0)
        return separated(&r, year);
    return digits(&r, 2, &day) != 1 && ls_check_date(year, month, day ? day : 1) && ends(&r);
}

const struct ls_validator ls_validator_year_month = {
    .name = "year-month",
    .what = "year and month, perhaps the day: 1975.03, 197503, 1975-03-21 and the like",
    .alphabet = LS_ALPHA_TEXT,
    .cell = cell,
};
