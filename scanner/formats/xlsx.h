/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of a workbook share (ECMA-376 Part 1, 18): format_xlsx.c, xlsx_sheet.c,
 * xlsx_comments.c.
 */
#ifndef LS_FORMATS_XLSX_H
#define LS_FORMATS_XLSX_H

#include "formats/ooxml.h"
#include "formats/xlsx_dates.h"
#include "formats/xlsx_strings.h"

enum {
    LS_XLSX_VALUE_MAX = 64 << 10, /* bytes of a cell or comment that are held together */
    LS_XLSX_THREADS_MAX = 64 << 10,
    LS_XLSX_THREADS_BYTES = 1 << 20,
};

/* A threaded comment, which an ordinary one repeats for older programs. */
struct ls_xlsx_thread {
    uint32_t sheet, row, column;
    uint32_t end; /* in `threads_text` */
};

struct ls_xlsx {
    struct ls_xlsx_strings strings;
    struct ls_xlsx_dates dates;
    LS_VEC(struct ls_xlsx_thread) threads;
    struct ls_buf threads_text;
};

/* A sheet of any kind: cells, formulas, headers, prompts, links. */
struct ls_result ls_xlsx_read_sheet(struct ls_ooxml *package,
                                    const struct ls_ooxml_part *part) LS_MUST_USE;

/* xl/comments1.xml (18.7) and xl/threadedComments/threadedComment1.xml ([MS-XLSX] 2.1.28). */
struct ls_result ls_xlsx_read_comments(struct ls_ooxml *package,
                                       const struct ls_ooxml_part *part) LS_MUST_USE;
struct ls_result ls_xlsx_read_threads(struct ls_ooxml *package,
                                      const struct ls_ooxml_part *part) LS_MUST_USE;

/* Reads the shared strings, if they have not been. */
struct ls_result ls_xlsx_need_strings(struct ls_ooxml *package) LS_MUST_USE;

#endif
