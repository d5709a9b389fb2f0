/* SPDX-License-Identifier: Apache-2.0 */
/* PowerPoint presentations of 97 to 2003 ([MS-PPT]), and macros and objects in them. */
#include "generate/cells.h"

#include "base/alloc.h"
#include "generate/ppt_writer.h"
#include "generate/vba_writer.h"

#include <stddef.h>

#define M LS_CELL_MARK

enum { ROOM = 1 << 20 };

/* `option` is the place of the text in struct ls_ppt_texts. */
static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_ppt_texts texts = {.text = NULL};
    *(const char **)(void *)((char *)&texts + cell->option) = cell->text;
    ls_ppt_make(&texts, out);
}

static void make_object(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_buf inner = {.limit = ROOM};
    ls_ppt_make(&(struct ls_ppt_texts){.text = cell->text}, &inner);
    ls_ppt_make(&(struct ls_ppt_texts){.object = inner.at, .object_len = inner.n}, out);
    LS_VEC_FINI(&inner);
}

/* The mark stands in a comment of a macro, in its code page. */
static void make_macro(const struct ls_cell *cell, struct ls_buf *out)
{
    static const char text[] = "Attribute VB_Name = \"M\"\r\n\xbb\xfa\xc3\xdc\xa1\xef"
                               "10\xc4\xea\r\n";
    const struct ls_vba_module module = {
        .code_page = 936, .name = "M", .text = text, .len = sizeof text - 1};
    struct ls_buf project = {.limit = ROOM};
    struct ls_cfb_writer w;
    (void)cell;
    ls_cfb_begin(&w);
    ls_vba_write(&w, 0, &module);
    ls_cfb_end(&w, &project);
    ls_ppt_make(&(struct ls_ppt_texts){.object = project.at, .object_len = project.n}, out);
    LS_VEC_FINI(&project);
}

#define CELL(where_, part_, slide_, member)                                                        \
    {                                                                                              \
        .format = "ppt", .where = where_, .part = part_, .slide = slide_, .make = make, .text = M, \
        .option = offsetof(struct ls_ppt_texts, member)                                            \
    }

const struct ls_cell ls_cells_ppt[] = {
    CELL("slide", LS_PART_BODY, 2, text),
    CELL("slide, outline", LS_PART_BODY, 2, outline),
    CELL("slide, table", LS_PART_BODY, 2, cell),
    CELL("slide, WordArt", LS_PART_BODY, 2, art),
    CELL("hidden slide", LS_PART_HIDDEN, 3, hidden),
    CELL("hidden shape", LS_PART_HIDDEN, 2, shape),
    CELL("slide that no list names", LS_PART_HIDDEN, 0, unlisted),
    CELL("slide before the last edit", LS_PART_DELETION, 0, before),
    CELL("notes", LS_PART_NOTES, 2, notes),
    CELL("master", LS_PART_MASTER, 0, master),
    CELL("comment", LS_PART_COMMENT, 2, comment),
    CELL("header", LS_PART_HEADER, 0, header),
    CELL("footer", LS_PART_FOOTER, 0, footer),
    CELL("description of a shape", LS_PART_ALT_TEXT, 2, alt),
    CELL("link", LS_PART_FIELD, 0, link),
    {.format = "ppt",
     .where = "embedded presentation",
     .kind = "ppt",
     .name = "object 7",
     .part = LS_PART_BODY,
     .slide = 2,
     .make = make_object,
     .text = M},
    {.format = "ppt",
     .where = "macro",
     .kind = "ppt",
     .name = "object 7",
     .part = LS_PART_SCRIPT,
     .make = make_macro},
};
const size_t ls_cells_ppt_n = sizeof ls_cells_ppt / sizeof *ls_cells_ppt;
