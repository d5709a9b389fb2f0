/* SPDX-License-Identifier: Apache-2.0 */
/* Excel workbooks up to 2003 ([MS-XLS]). */
#include "generate/cells.h"

#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "generate/xls_writer.h"

#include "base/alloc.h"

#define M LS_CELL_MARK

enum option {
    SHARED,
    RICH,
    CUT,
    FORMULA,
    CODE_PAGE,
    HIDDEN_ROW,
    HIDDEN_SHEET,
    UNLISTED_SHEET,
    UNUSED,
    COMMENT,
    HEADER,
    TEXT_BOX,
    WORD_ART,
    VALIDATION,
    NAME,
    PIVOT,
    LOG,
    PIECES,
    BOTH,
};

enum { GLOBALS = 5, SHEET = 0x10, LABEL = 0x204 };

static void begin_cell(struct ls_xls_writer *w, unsigned type)
{
    ls_xls_record(w, type);
    ls_xls_put(w, "222", 1, 1, 0);
}

static void put_label(struct ls_xls_writer *w, const char *text)
{
    begin_cell(w, LABEL);
    ls_xls_text(w, 2, text);
}

/* The mark, cut by a CONTINUE where `cut`: its last three characters begin anew as single bytes. */
static void put_strings(struct ls_xls_writer *w, bool cut)
{
    ls_xls_record(w, 0x0FC);
    ls_xls_put(w, "44", 1, 2);
    ls_xls_text(w, 2, "x");
    if (!cut) {
        ls_xls_text(w, 2, M);
        return;
    }
    ls_xls_put(w, "21", 6, 1);
    ls_xls_units_put(w, "\xe6\x9c\xba\xe5\xaf\x86\xe2\x98\x85");
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "1", 0);
    ls_xls_bytes_put(w, "10", 2);
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "1", 1);
    ls_xls_units_put(w, "\xe5\xb9\xb4");
}

static void put_object(struct ls_xls_writer *w, unsigned kind)
{
    ls_xls_record(w, 0x05D);
    ls_xls_put(w, "2222", 0x15, 0x12, kind, 1);
    ls_xls_put(w, "884", UINT64_C(0), UINT64_C(0), 0);
    ls_xls_record(w, 0x1B6);
    ls_xls_put(w, "282222", 0x212, UINT64_C(0), 6, 16, 0, 0);
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "1", 1);
    ls_xls_units_put(w, M);
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "88", UINT64_C(0), UINT64_C(0));
}

static void put_in_globals(struct ls_xls_writer *w, enum option option)
{
    if (option == NAME) {
        ls_xls_record(w, 0x018);
        ls_xls_put(w, "211222411", 0, 0, 1, 15, 0, 0, 0, 0, 'n');
        ls_xls_put(w, "111", 0x17, 6, 1);
        ls_xls_units_put(w, M);
    } else if (option == SHARED || option == CUT || option == UNUSED) {
        put_strings(w, option == CUT);
    }
}

static void put_validation(struct ls_xls_writer *w)
{
    ls_xls_record(w, 0x1BE);
    ls_xls_put(w, "4", 0);
    for (int i = 0; i < 4; i++)
        ls_xls_text(w, 2, i == 2 ? M : "x");
    ls_xls_put(w, "88", UINT64_C(0), UINT64_C(0));
}

static void put_word_art(struct ls_xls_writer *w)
{
    ls_xls_record(w, 0x0EC);
    ls_xls_put(w, "224", 0x13, 0xF00B, 6 + 14);
    ls_xls_put(w, "24", 0x80C0, 14);
    ls_xls_units_put(w, M);
    ls_xls_put(w, "2", 0);
}

/* On a sheet, as far as it goes there. */
static void put_on_sheet(struct ls_xls_writer *w, enum option option)
{
    switch (option) {
    case SHARED:
    case CUT:
        begin_cell(w, 0x0FD);
        ls_xls_put(w, "4", 1);
        break;
    case RICH:
        begin_cell(w, 0x0D6);
        ls_xls_text(w, 2, M);
        ls_xls_put(w, "222", 1, 1, 5);
        break;
    case FORMULA:
        begin_cell(w, 0x006);
        ls_xls_put(w, "44242", 0, 0xFFFF0000u, 0, 0, 0);
        ls_xls_record(w, 0x207);
        ls_xls_text(w, 2, M);
        break;
    case CODE_PAGE:
        put_label(w, "\xbb\xfa\xc3\xdc\xa1\xef\x31\x30\xc4\xea"); /* the mark in GBK */
        break;
    case HIDDEN_ROW:
        ls_xls_record(w, 0x208);
        ls_xls_put(w, "2222224", 1, 0, 3, 255, 0, 0, 0x20);
        put_label(w, M);
        break;
    case COMMENT:
    case TEXT_BOX:
        put_object(w, option == COMMENT ? 0x19 : 6);
        if (option == TEXT_BOX)
            break;
        ls_xls_record(w, 0x01C);
        ls_xls_put(w, "2222", 1, 1, 0, 1);
        ls_xls_text(w, 2, "x");
        break;
    case WORD_ART:
        put_word_art(w);
        break;
    case HEADER:
        ls_xls_record(w, 0x014);
        ls_xls_text(w, 2, "&C" M);
        break;
    case VALIDATION:
        put_validation(w);
        break;
    case HIDDEN_SHEET:
    case UNLISTED_SHEET:
    case PIECES:
    case BOTH:
        put_label(w, M);
        break;
    case UNUSED:
    case NAME:
    case PIVOT:
    case LOG:
        break;
    }
}

static void put_book(struct ls_xls_writer *w, enum option option)
{
    unsigned version = option == CODE_PAGE ? 5 : 8;
    size_t patch[2];
    ls_xls_bof(w, version, GLOBALS);
    ls_xls_record(w, 0x042);
    ls_xls_put(w, "2", version == 5 ? 936 : 1200);
    ls_xls_sheet(w, "Plan", 0, &patch[0]);
    ls_xls_sheet(w, "Back", 1, &patch[1]);
    put_in_globals(w, option);
    ls_xls_eof(w);
    for (int i = 0; i < 3; i++) {
        bool here = i == (option == HIDDEN_SHEET ? 1 : option == UNLISTED_SHEET ? 2 : 0);
        if (i == 2 && !here)
            break;
        if (i < 2)
            ls_xls_sheet_here(w, patch[i]);
        ls_xls_bof(w, version, SHEET);
        ls_xls_record(w, LABEL);
        ls_xls_put(w, "222", 0, 0, 0);
        ls_xls_text(w, 2, "x");
        if (here)
            put_on_sheet(w, option);
        ls_xls_eof(w);
    }
}

static void put_stream(struct ls_cfb_writer *file, uint32_t storage, const char *name,
                       struct ls_xls_writer *w)
{
    ls_cfb_stream(file, storage, name, w->out.at, w->out.n);
    LS_VEC_FINI(&w->out);
}

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    struct ls_cfb_writer file;
    struct ls_xls_writer w;
    enum option option = (enum option)cell->option;
    ls_cfb_begin(&file);
    file.scattered = option == PIECES;
    ls_xls_writer_init(&w);
    put_book(&w, option);
    if (option == PIECES) { /* so long that it has sectors of its own */
        for (int i = 0; i < 500; i++)
            ls_xls_put(&w, "8", UINT64_C(0));
    }
    put_stream(&file, 0, option == CODE_PAGE ? "Book" : "Workbook", &w);
    if (option == BOTH) { /* for Excel 95 as well */
        ls_xls_writer_init(&w);
        put_book(&w, CODE_PAGE);
        put_stream(&file, 0, "Book", &w);
    } else if (option == PIVOT) {
        ls_xls_writer_init(&w);
        ls_xls_record(&w, 0x0CD);
        ls_xls_text(&w, 2, M);
        ls_xls_eof(&w);
        put_stream(&file, ls_cfb_storage(&file, 0, "_SX_DB_CUR"), "0001", &w);
    } else if (option == LOG) {
        ls_xls_writer_init(&w);
        ls_xls_record(&w, 0x13B);
        ls_xls_put(&w, "8", UINT64_C(0));
        ls_xls_text(&w, 2, M);
        ls_xls_eof(&w);
        put_stream(&file, 0, "Revision Log", &w);
    }
    ls_cfb_end(&file, out);
}

#define CELL(where_, part_, name_, sheet_, row_, column_, option_)                                 \
    {                                                                                              \
        .format = "xls", .where = where_, .kind = name_ ? "xls" : NULL, .name = name_,             \
        .part = part_, .sheet = sheet_, .row = row_, .column = column_, .make = make,              \
        .option = option_                                                                          \
    }

const struct ls_cell ls_cells_xls[] = {
    CELL("cell", LS_PART_BODY, "Workbook", "Plan", 2, 2, SHARED),
    CELL("cell, rich text", LS_PART_BODY, "Workbook", "Plan", 2, 2, RICH),
    CELL("cell, string cut in records", LS_PART_BODY, "Workbook", "Plan", 2, 2, CUT),
    CELL("cell, of a formula", LS_PART_BODY, "Workbook", "Plan", 2, 2, FORMULA),
    CELL("cell, Excel 95 in GBK", LS_PART_BODY, "Book", "Plan", 2, 2, CODE_PAGE),
    CELL("cell, in two versions", LS_PART_BODY, "Workbook", "Plan", 2, 2, BOTH),
    CELL("cell, stream in pieces", LS_PART_BODY, NULL, "Plan", 2, 2, PIECES),
    CELL("hidden row", LS_PART_HIDDEN, "Workbook", "Plan", 2, 2, HIDDEN_ROW),
    CELL("hidden sheet", LS_PART_HIDDEN, "Workbook", "Back", 2, 2, HIDDEN_SHEET),
    CELL("sheet that is not listed", LS_PART_HIDDEN, "Workbook", NULL, 2, 2, UNLISTED_SHEET),
    CELL("string that no cell has", LS_PART_HIDDEN, "Workbook", NULL, 0, 0, UNUSED),
    CELL("comment", LS_PART_COMMENT, "Workbook", "Plan", 2, 2, COMMENT),
    CELL("header", LS_PART_HEADER, "Workbook", "Plan", 0, 0, HEADER),
    CELL("text box", LS_PART_TEXT_BOX, "Workbook", "Plan", 0, 0, TEXT_BOX),
    CELL("WordArt", LS_PART_TEXT_BOX, "Workbook", "Plan", 0, 0, WORD_ART),
    CELL("validation", LS_PART_FIELD, "Workbook", "Plan", 0, 0, VALIDATION),
    CELL("name", LS_PART_FORMULA, "Workbook", NULL, 0, 0, NAME),
    CELL("pivot table's source", LS_PART_HIDDEN, "_SX_DB_CUR/0001", NULL, 0, 0, PIVOT),
    CELL("log of changes", LS_PART_DELETION, "Revision Log", NULL, 0, 0, LOG),
};
const size_t ls_cells_xls_n = sizeof ls_cells_xls / sizeof *ls_cells_xls;
