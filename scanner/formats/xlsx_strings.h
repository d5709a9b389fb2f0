/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shared strings of a workbook (ECMA-376 Part 1, 18.4): cells name them by number.
 *
 * Strings are kept up to a limit. Those beyond it are told as text of their own part, without the
 * cells they stand in, and a gap says so. Phonetic guides (rPh) are told there as well, in lines of
 * their own; and at the end the strings that no cell has named, as hidden.
 */
#ifndef LS_FORMATS_XLSX_STRINGS_H
#define LS_FORMATS_XLSX_STRINGS_H

#include "formats/ooxml.h"

enum {
    LS_XLSX_STRINGS_BYTES = 64 << 20,
    LS_XLSX_STRINGS_MAX = 8 << 20,
    LS_XLSX_STRING_MAX = 1 << 20, /* bytes of one; Excel has 32,767 characters */
};

struct ls_xlsx_strings {
    struct ls_buf text;
    LS_VEC(uint32_t) ends; /* of each string in `text` */
    LS_VEC(uint8_t) used;  /* a bit for each: a cell has named it */
    bool begun;            /* a table has been read */
    bool full;
    struct ls_part_info info; /* of the table */
};

void ls_xlsx_strings_init(struct ls_xlsx_strings *strings);
void ls_xlsx_strings_fini(struct ls_xlsx_strings *strings);

/* Reads the table; of a second one all strings are told as text. */
struct ls_result ls_xlsx_strings_read(struct ls_xlsx_strings *strings, struct ls_ooxml *package,
                                      const struct ls_ooxml_part *part) LS_MUST_USE;

/* One more string, in a table of any form. Text that does not fit is told in the story at hand. */
struct ls_result ls_xlsx_strings_add(struct ls_xlsx_strings *strings, struct ls_story *story,
                                     struct ls_str text) LS_MUST_USE;

/* The string with this number, which a cell has named; empty when there is none. */
struct ls_str ls_xlsx_strings_get(struct ls_xlsx_strings *strings, size_t i);

/* The same without naming it; and has a cell named it? */
struct ls_str ls_xlsx_strings_peek(const struct ls_xlsx_strings *strings, size_t i);
bool ls_xlsx_strings_used(const struct ls_xlsx_strings *strings, size_t i);

/* The gap of a table that was full. */
struct ls_result ls_xlsx_strings_gap(const struct ls_xlsx_strings *strings,
                                     struct ls_format_job *job) LS_MUST_USE;

/* Tells the strings that no cell has named, and that there were too many. */
struct ls_result ls_xlsx_strings_end(struct ls_xlsx_strings *strings,
                                     struct ls_ooxml *package) LS_MUST_USE;

#endif
