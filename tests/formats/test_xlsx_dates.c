/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of a sheet that are dates to its readers. */
#include "formats/xlsx_dates.h"

#include "formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static struct ls_xlsx_dates dates;

static void tag(const char *name, const char *format, const char *code)
{
    struct ls_xml_attr attrs[2];
    struct ls_xml_tag t = {.name = ls_str_of(name), .local = ls_str_of(name), .attrs = attrs};
    if (format)
        attrs[t.attrs_n++] =
            (struct ls_xml_attr){.local = ls_str_of("numFmtId"), .value = ls_str_of(format)};
    if (code)
        attrs[t.attrs_n++] =
            (struct ls_xml_attr){.local = ls_str_of("formatCode"), .value = ls_str_of(code)};
    ls_xlsx_dates_start(&dates, &t);
}

static const char *shown(const char *number)
{
    static char out[LS_XLSX_DATE_CHARS];
    return ls_xlsx_date(&dates, ls_str_of(number), out) ? out : "";
}

static void numbers_become_days(void **state)
{
    (void)state;
    dates = (struct ls_xlsx_dates){.in_cells = false};
    assert_string_equal(shown("27453"), "1975-02-28");
    assert_string_equal(shown("1"), "1900-01-01");
    assert_string_equal(shown("59"), "1900-02-28");
    assert_string_equal(shown("61"), "1900-03-01");
    assert_string_equal(shown("36585"), "2000-02-29");
    assert_string_equal(shown("46328.5"), "2026-11-02 12:00:00");
    assert_string_equal(shown("46327.999999999"), "2026-11-02");
    assert_string_equal(shown("2958465"), "9999-12-31");
    assert_string_equal(shown("2958466"), "");
    assert_string_equal(shown("0.5"), "");
    assert_string_equal(shown("-3"), "");
    assert_string_equal(shown("1e9"), "");
    assert_string_equal(shown("nan"), "");
    assert_string_equal(shown("12x"), "");
    assert_string_equal(shown(""), "");
    dates.from_1904 = true;
    assert_string_equal(shown("25991"), "1975-02-28");
}

static void styles_say_what_is_one(void **state)
{
    (void)state;
    dates = (struct ls_xlsx_dates){.in_cells = false};
    tag("numFmt", "176", "yyyy\"年\"m\"月\";@");
    tag("numFmt", "177", "[$-409]d\\-mmm;@");
    tag("numFmt", "178", "0.00\"day\"");
    tag("numFmt", "179", "\"h\"#,##0");
    tag("numFmt", "180", "General\" d\"");
    tag("numFmt", "4096", "yyyy");
    tag("xf", "176", NULL); /* not of cells */
    tag("cellXfs", NULL, NULL);
    static const char *const formats[] = {"0",   "14",  "176", "177",  "178",
                                          "179", "180", "57",  "4096", "4294967295"};
    static const bool are[] = {false, true, true, true, false, false, false, true, false, false};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        tag("xf", formats[i], NULL);
    for (uint32_t i = 0; i < sizeof are / sizeof *are; i++)
        assert_int_equal(ls_xlsx_is_date(&dates, i), are[i]);
    assert_false(ls_xlsx_is_date(&dates, 10));
    assert_false(ls_xlsx_is_date(&dates, UINT32_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_become_days),
        cmocka_unit_test(styles_say_what_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
