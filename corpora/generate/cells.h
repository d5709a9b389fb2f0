/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The marked paragraph in every place of every format that is read: one small document for each,
 * built in memory.
 *
 *   xlsx, hidden sheet  ->  a workbook whose hidden sheet holds the mark in B2, and nothing else
 *
 * Tests scan each, plain and wrapped, and expect one hit, with the place that is told here.
 */
#ifndef LS_GENERATE_CELLS_H
#define LS_GENERATE_CELLS_H

#include "base/buf.h"
#include "base/place.h"

/* What every cell holds, once. */
#define LS_CELL_MARK "\xe6\x9c\xba\xe5\xaf\x86\xe2\x98\x85\x31\x30\xe5\xb9\xb4"

struct ls_cell {
    const char *format; /* "docx"; also the ending of its file name */
    const char *where;  /* for people: "header" */
    const char *kind;   /* of the last link of the chain that leads to the hit; NULL: no link */
    const char *name;   /* of that link */
    enum ls_part part;
    const char *sheet; /* or NULL */
    uint32_t row, column, slide, page;
    void (*make)(const struct ls_cell *cell, struct ls_buf *out);
    const char *text; /* for `make`: what goes where */
    int option;       /* for `make`: which part of the document */
};

/* All of them, one format after the other. */
const struct ls_cell *const *ls_cells(size_t *n);

extern const struct ls_cell ls_cells_pdf[];
extern const size_t ls_cells_pdf_n;

/* One table for each family; ls_cells() puts them together. */
extern const struct ls_cell ls_cells_word[], ls_cells_excel[], ls_cells_powerpoint[],
    ls_cells_opendocument[], ls_cells_other[], ls_cells_mail[], ls_cells_rtf[], ls_cells_ppt[],
    ls_cells_hwp[], ls_cells_outlook[], ls_cells_doc[];
extern const size_t ls_cells_word_n, ls_cells_excel_n, ls_cells_powerpoint_n,
    ls_cells_opendocument_n, ls_cells_other_n, ls_cells_mail_n, ls_cells_rtf_n, ls_cells_ppt_n,
    ls_cells_hwp_n, ls_cells_outlook_n, ls_cells_doc_n;
extern const struct ls_cell ls_cells_pst[];
extern const size_t ls_cells_pst_n;
extern const struct ls_cell ls_cells_xls[];
extern const size_t ls_cells_xls_n;

#endif
