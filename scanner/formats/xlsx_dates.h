/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates in sheets: a number whose style says so (ECMA-376 Part 1, 18.8.30 and 18.17.4.1). A column
 * of births is dates to its readers and to the rules, whatever the file holds.
 *
 *   <numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>   a format of dates
 *   <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/></cellXfs>                 style 1 has it
 *   <c s="1"><v>27453</v></c>                                                 1975-02-28
 */
#ifndef LS_FORMATS_XLSX_DATES_H
#define LS_FORMATS_XLSX_DATES_H

#include "formats/xml.h"

enum {
    LS_XLSX_STYLES_MAX = 64 << 10, /* Excel has as many */
    LS_XLSX_FORMATS_MAX =
        4096,                /* numbers of formats that are looked at; further ones are no dates */
    LS_XLSX_DATE_CHARS = 24, /* "9999-12-31 23:59:59", with NUL */
};

struct ls_xlsx_dates {
    uint8_t
        formats[LS_XLSX_FORMATS_MAX / 8]; /* a set of format numbers: custom ones that are dates */
    uint8_t styles[LS_XLSX_STYLES_MAX / 8]; /* a set of cell styles */
    uint32_t styles_n;
    bool in_cells; /* within cellXfs */
    bool from_1904;
};

/* A tag of xl/styles.xml begins or ends. */
void ls_xlsx_dates_start(struct ls_xlsx_dates *dates, const struct ls_xml_tag *tag);
void ls_xlsx_dates_end(struct ls_xlsx_dates *dates, const struct ls_xml_tag *tag);

/* The same for workbooks that are not XML: a format of this number, the next cell style. */
void ls_xlsx_dates_format(struct ls_xlsx_dates *dates, uint32_t format, struct ls_str code);
void ls_xlsx_dates_style(struct ls_xlsx_dates *dates, uint32_t format);

bool ls_xlsx_is_date(const struct ls_xlsx_dates *dates, uint32_t style);

/* The day, and the time where it has one, of a cell's number; 0 when it is none. */
size_t ls_xlsx_date(const struct ls_xlsx_dates *dates, struct ls_str number,
                    char out[LS_XLSX_DATE_CHARS]);

#endif
