/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xlsx_dates.h"

#include "formats/ooxml.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    NUMBER_CHARS_MAX = 40,
    DAYS_MAX = 2958465, /* 9999-12-31 */
    DAY_SECONDS = 86400,
    DAYS_TO_1904 = 1462,
    /* Day 60 is a 29 February 1900 that never was: before it, days count from one day later. */
    LEAP_DAY = 60,
    DAYS_TO_1970 = 25569,
};

/* Formats that need no code: dates and times, in East Asian versions some more (18.8.30). */
static bool is_built_in(uint32_t format)
{
    return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) ||
           (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

/* Does a code speak of years, days or hours, outside of quotes, brackets and escapes? */
static bool is_date_code(struct ls_str code)
{
    for (size_t i = 0; i < code.len && code.at[i] != ';'; i++) {
        switch (code.at[i]) {
        case '"':
            do
                i++;
            while (i < code.len && code.at[i] != '"');
            break;
        case '[': /* a colour, a condition, a locale; [h] is a span of time, and no date */
            while (i < code.len && code.at[i] != ']')
                i++;
            break;
        case '\\':
        case '_':
        case '*':
            i++;
            break;
        case 'y':
        case 'Y':
        case 'd':
        case 'D':
        case 'h':
        case 'H':
            return true;
        case 'G': /* General */
        case 'g':
        case '0':
        case '#':
            return false;
        default:
            break;
        }
    }
    return false;
}

static void add(uint8_t *set, uint32_t i)
{
    set[i / 8] |= (uint8_t)(1u << i % 8);
}

static bool has(const uint8_t *set, uint32_t i)
{
    return set[i / 8] >> i % 8 & 1;
}

void ls_xlsx_dates_format(struct ls_xlsx_dates *dates, uint32_t format, struct ls_str code)
{
    if (format < LS_XLSX_FORMATS_MAX && is_date_code(code))
        add(dates->formats, format);
}

void ls_xlsx_dates_style(struct ls_xlsx_dates *dates, uint32_t format)
{
    bool custom = format < LS_XLSX_FORMATS_MAX;
    if (dates->styles_n == LS_XLSX_STYLES_MAX)
        return;
    if (is_built_in(format) || (custom && has(dates->formats, format)))
        add(dates->styles, dates->styles_n);
    dates->styles_n++;
}

void ls_xlsx_dates_start(struct ls_xlsx_dates *dates, const struct ls_xml_tag *tag)
{
    uint32_t format = ls_xml_number(ls_xml_attr(tag, "numFmtId"), 0);
    if (ls_str_is(tag->local, "cellXfs"))
        dates->in_cells = true;
    else if (ls_str_is(tag->local, "numFmt"))
        ls_xlsx_dates_format(dates, format, ls_xml_attr(tag, "formatCode"));
    else if (ls_str_is(tag->local, "xf") && dates->in_cells)
        ls_xlsx_dates_style(dates, format);
}

void ls_xlsx_dates_end(struct ls_xlsx_dates *dates, const struct ls_xml_tag *tag)
{
    if (ls_str_is(tag->local, "cellXfs"))
        dates->in_cells = false;
}

bool ls_xlsx_is_date(const struct ls_xlsx_dates *dates, uint32_t style)
{
    return style < dates->styles_n && has(dates->styles, style);
}

/*
 * Year, month and day of a day since 1970-01-01 in the Gregorian calendar: March begins the year,
 * so that the leap day is its last one; 400 years have 146097 days.
 */
static void split_days(long days, long *year, long *month, long *day)
{
    long z = days + 719468;
    long era = (z >= 0 ? z : z - 146096) / 146097;
    long of_era = z - era * 146097;
    long y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    long of_year = of_era - (365 * y + y / 4 - y / 100);
    long m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = y + era * 400 + (*month <= 2);
}

size_t ls_xlsx_date(const struct ls_xlsx_dates *dates, struct ls_str number,
                    char out[LS_XLSX_DATE_CHARS])
{
    char digits[NUMBER_CHARS_MAX];
    char *end;
    long year, month, day;
    if (number.len == 0 || number.len >= sizeof digits)
        return 0;
    snprintf(digits, sizeof digits, "%.*s", (int)number.len, number.at);
    double value = strtod(digits, &end) + (dates->from_1904 ? DAYS_TO_1904 : 0);
    if (*end || !(value >= 1) || value > DAYS_MAX)
        return 0;
    long days = (long)value;
    long seconds = (long)((value - (double)days) * DAY_SECONDS + 0.5);
    days += seconds == DAY_SECONDS;
    seconds %= DAY_SECONDS;
    split_days(days - DAYS_TO_1970 + (days < LEAP_DAY), &year, &month, &day);
    int n = snprintf(out, LS_XLSX_DATE_CHARS, "%04ld-%02ld-%02ld", year, month, day);
    if (seconds)
        n = snprintf(out, LS_XLSX_DATE_CHARS, "%04ld-%02ld-%02ld %02ld:%02ld:%02ld", year, month,
                     day, seconds / 3600, seconds / 60 % 60, seconds % 60);
    return n > 0 && n < LS_XLSX_DATE_CHARS ? (size_t)n : 0;
}
