/* SPDX-License-Identifier: Apache-2.0 */
/* Hangul documents, version 5. */
#include "generate/cells.h"

#include "generate/hwp_writer.h"

#include <stddef.h>

/* `option` is the place of the text in struct ls_hwp_texts. */
static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_hwp_texts texts = {.text = NULL};
    *(const char **)(void *)((char *)&texts + cell->option) = cell->text;
    ls_hwp_make(&texts, out);
}

#define CELL(where_, part_, member)                                                                \
    {                                                                                              \
        .format = "hwp", .where = where_, .part = part_, .make = make, .text = LS_CELL_MARK,       \
        .option = offsetof(struct ls_hwp_texts, member)                                            \
    }

const struct ls_cell ls_cells_hwp[] = {
    CELL("body", LS_PART_BODY, text),          CELL("table", LS_PART_BODY, cell),
    CELL("header", LS_PART_HEADER, header),    CELL("footnote", LS_PART_FOOTNOTE, footnote),
    CELL("comment", LS_PART_COMMENT, comment), CELL("text box", LS_PART_TEXT_BOX, box),
    CELL("ruby", LS_PART_BODY, ruby),          CELL("overlapping letters", LS_PART_BODY, overlap),
    CELL("field", LS_PART_FIELD, field),       CELL("formula", LS_PART_FORMULA, formula),
};
const size_t ls_cells_hwp_n = sizeof ls_cells_hwp / sizeof *ls_cells_hwp;
