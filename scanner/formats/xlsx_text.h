/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How SpreadsheetML writes text (ECMA-376 Part 1, 18). Pure but for the story they write to.
 */
#ifndef LS_FORMATS_XLSX_TEXT_H
#define LS_FORMATS_XLSX_TEXT_H

#include "base/place.h"
#include "base/result.h"
#include "formats/story.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_XLSX_COLUMNS_MAX = 16384, /* a workbook has no more (18.3.1.13) */
    LS_XLSX_DIGITS_MAX = 18,
};

/* "B7"; false when it is none. Both are 1-based. */
bool ls_xlsx_cell(struct ls_str name, uint32_t *row, uint32_t *column);

/*
 * Undoes _xHHHH_ (22.9.2.19) in place, which makes it shorter; control characters other than tab
 * and line feed are dropped. Returns the length.
 */
size_t ls_xlsx_unescape(char *text, size_t len);

/*
 * A number that is written with an exponent, when it is a whole one of up to LS_XLSX_DIGITS_MAX
 * digits: its digits. Returns their number; 0: leave it as it is written.
 */
size_t ls_xlsx_whole(struct ls_str number, char out[LS_XLSX_DIGITS_MAX + 1]);

/* A number of a binary workbook: a whole one in digits, as far as it is exact. Returns the length.
 */
enum { LS_XLSX_NUMBER_CHARS = 32 };
double ls_xlsx_rk(uint32_t rk); /* RkNumber ([MS-XLS] 2.5.217): a number in 30 bits */
size_t ls_xlsx_number(double number, char out[LS_XLSX_NUMBER_CHARS]);

/* The text of a header or footer (18.3.1.46): its sections in lines, without the codes. `map` may
 * be NULL. */
struct ls_result ls_xlsx_header(struct ls_story *story, enum ls_part aside, struct ls_str text,
                                const struct ls_map *map) LS_MUST_USE;

/*
 * The strings in a formula or in the format of a number. What & joins is joined, others stand in
 * lines of their own. The formula comes in pieces of any size.
 */
struct ls_xlsx_literals {
    enum ls_part aside;
    uint32_t row, column; /* of the cell; both 0: none */
    char quote;           /* inside "…" or '…'; else 0 */
    bool ended;           /* the last character was a quote that may have ended it */
    bool apart;           /* what stands between is more than & */
    bool any;             /* one has been told */
};

struct ls_result ls_xlsx_literals_feed(struct ls_xlsx_literals *literals, struct ls_story *story,
                                       struct ls_str text, const struct ls_map *map,
                                       uint64_t base) LS_MUST_USE;

#endif
