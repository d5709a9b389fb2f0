/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cells, and the rows and columns that hide them. A formula comes with its last value; where that
 * is a string, it is in a record of its own behind it.
 */
#include "formats/xls_priv.h"
#include "formats/xlsx_text.h"

#include <string.h>

/* Types of records (2.3.1); before BIFF5 many have another high byte, for their version. */
enum {
    FORMULA = 0x006,
    FORMULA_3 = 0x206,
    FORMULA_4 = 0x406,
    ARRAY = 0x221,
    ARRAY_2 = 0x021,
    SHARED_FORMULA = 0x4BC,
    STRING = 0x207,
    STRING_2 = 0x007,
    LABEL = 0x204,
    LABEL_2 = 0x004,
    RICH_LABEL = 0x0D6,
    SHARED_LABEL = 0x0FD,
    NUMBER = 0x203,
    NUMBER_2 = 0x003,
    INTEGER_2 = 0x002,
    RK = 0x27E,
    RKS = 0x0BD,
    ROW = 0x208,
    ROW_2 = 0x008,
    COLUMNS = 0x07D,
};

struct cell {
    uint32_t row, column; /* 1-based */
    uint16_t style;
};

static struct cell read_head(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    struct cell cell = {.row = ls_xls_u16(r) + 1u, .column = ls_xls_u16(r) + 1u};
    if (x->version == 2) {
        cell.style = ls_xls_u8(r) & 0x3F;
        ls_xls_skip(r, 2);
    } else {
        cell.style = ls_xls_u16(r);
    }
    return cell;
}

static enum ls_part aside_of(const struct ls_xls *x, uint32_t row, uint32_t column)
{
    bool hidden = x->hidden_rows[(row - 1) / 8 % sizeof x->hidden_rows] >> (row - 1) % 8 & 1;
    if (column <= LS_XLS_COLUMNS_MAX)
        hidden |= x->hidden_columns[(column - 1) / 8] >> (column - 1) % 8 & 1;
    return hidden && ls_story_part(x->story) != LS_PART_HIDDEN ? LS_PART_HIDDEN : LS_PART_NONE;
}

/* What a chart remembers of the cells it shows is told as lines. */
static bool in_chart(const struct ls_xls *x)
{
    return x->inner > 0 || x->kind == LS_XLS_CHART;
}

static struct ls_result tell_text(struct ls_xls *x, struct cell cell)
{
    if (in_chart(x))
        return ls_xls_tell_line(x, LS_PART_CHART, &x->text);
    return ls_xls_tell_cell(x, aside_of(x, cell.row, cell.column), cell.row, cell.column, &x->text);
}

static struct ls_result tell_number(struct ls_xls *x, struct cell cell, double number)
{
    char digits[LS_XLSX_NUMBER_CHARS], date[LS_XLSX_DATE_CHARS];
    struct ls_str text = {digits, ls_xlsx_number(number, digits)};
    if (x->records.failed || text.len == 0)
        return ls_ok();
    if (in_chart(x))
        return ls_xls_tell_made(x, LS_PART_CHART, text.at, text.len);
    if (ls_xlsx_is_date(&x->dates, cell.style)) {
        size_t n = ls_xlsx_date(&x->dates, text, date);
        text = n ? (struct ls_str){date, n} : text;
    }
    enum ls_part aside = aside_of(x, cell.row, cell.column);
    LS_TRY(ls_story_cell(x->story, aside, cell.row, cell.column));
    return ls_story_text(x->story, aside, text, NULL, 0);
}

static struct ls_result read_label(struct ls_xls *x, size_t size)
{
    struct cell cell = read_head(x);
    LS_TRY(ls_xls_string(&x->records, size, &x->text));
    return tell_text(x, cell);
}

static struct ls_result read_shared_label(struct ls_xls *x)
{
    struct cell cell = read_head(x);
    uint32_t string = ls_xls_u32(&x->records);
    if (x->records.failed)
        return ls_ok();
    return ls_xls_tell_shared(x, aside_of(x, cell.row, cell.column), cell.row, cell.column, string);
}

/* MULRK (2.4.175): style and number of each cell in a row, then the last column. */
static struct ls_result read_rks(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    struct cell cell = {.row = ls_xls_u16(r) + 1u, .column = ls_xls_u16(r) + 1u};
    while (r->left >= 8) {
        cell.style = ls_xls_u16(r);
        LS_TRY(tell_number(x, cell, ls_xlsx_rk(ls_xls_u32(r))));
        cell.column++;
    }
    return ls_ok();
}

/* FormulaValue (2.5.133): a number, unless its last two bytes say otherwise. */
static struct ls_result read_formula(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    struct cell cell = read_head(x);
    double number = ls_xls_double(r);
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    x->row = cell.row;
    x->column = cell.column;
    if (bits >> 48 != 0xFFFF)
        LS_TRY(tell_number(x, cell, number));
    ls_xls_skip(r, x->version == 2 ? 1 : x->version < 5 ? 2 : 6);
    size_t len = x->version == 2 ? ls_xls_u8(r) : ls_xls_u16(r);
    if (r->failed)
        return ls_ok();
    return ls_xls_formula(x, len, LS_PART_FORMULA, cell.row, cell.column);
}

/* Formulas of several cells: the area, then as for one. */
static struct ls_result read_area_formula(struct ls_xls *x, bool shared)
{
    struct ls_xls_records *r = &x->records;
    uint32_t row = ls_xls_u16(r) + 1u;
    ls_xls_skip(r, 2);
    uint32_t column = ls_xls_u8(r) + 1u;
    ls_xls_skip(r, 1);
    ls_xls_skip(r, shared || x->version > 2 ? 2 : 1);
    if (!shared && x->version >= 5)
        ls_xls_skip(r, 4);
    size_t len = x->version == 2 ? ls_xls_u8(r) : ls_xls_u16(r);
    return r->failed ? ls_ok() : ls_xls_formula(x, len, LS_PART_FORMULA, row, column);
}

static struct ls_result read_result(struct ls_xls *x)
{
    struct cell cell = {.row = x->row, .column = x->column};
    LS_TRY(ls_xls_string(&x->records, x->version == 2 ? 1 : 2, &x->text));
    if (cell.row == 0) /* of no formula */
        return ls_xls_tell_line(x, LS_PART_HIDDEN, &x->text);
    return tell_text(x, cell);
}

static void read_row(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    enum { ZERO_HEIGHT = 0x20 };
    uint32_t row = ls_xls_u16(r);
    ls_xls_skip(r, 10);
    bool hidden = ls_xls_u8(r) & ZERO_HEIGHT;
    if (hidden && !r->failed)
        x->hidden_rows[row / 8] |= (uint8_t)(1u << row % 8);
}

/* COLINFO (2.4.53). */
static void read_columns(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint32_t from = ls_xls_u16(r), to = ls_xls_u16(r);
    bool hidden = ls_xls_u16(r) == 0; /* the width */
    ls_xls_skip(r, 2);
    hidden |= ls_xls_u16(r) & 1;
    for (uint32_t i = from; hidden && !r->failed && i <= to && i < LS_XLS_COLUMNS_MAX; i++)
        x->hidden_columns[i / 8] |= (uint8_t)(1u << i % 8);
}

/* Records that only the oldest version has, under numbers that mean other things later. */
static struct ls_result read_old_cell(struct ls_xls *x, bool *taken)
{
    struct cell cell;
    *taken = true;
    switch (x->records.type) {
    case INTEGER_2:
        cell = read_head(x);
        return tell_number(x, cell, ls_xls_u16(&x->records));
    case NUMBER_2:
        cell = read_head(x);
        return tell_number(x, cell, ls_xls_double(&x->records));
    case LABEL_2:
        return read_label(x, 1);
    case STRING_2:
        return read_result(x);
    case ARRAY_2:
        return read_area_formula(x, false);
    default:
        *taken = false;
        return ls_ok();
    }
}

struct ls_result ls_xls_read_cell(struct ls_xls *x, bool *taken)
{
    struct cell cell;
    if (x->version == 2) {
        LS_TRY(read_old_cell(x, taken));
        if (*taken)
            return ls_ok();
    }
    *taken = true;
    switch (x->records.type) {
    case SHARED_LABEL:
        return read_shared_label(x);
    case LABEL:
    case RICH_LABEL:
        return read_label(x, 2);
    case RK:
        cell = read_head(x);
        return tell_number(x, cell, ls_xlsx_rk(ls_xls_u32(&x->records)));
    case RKS:
        return read_rks(x);
    case NUMBER:
        cell = read_head(x);
        return tell_number(x, cell, ls_xls_double(&x->records));
    case FORMULA:
    case FORMULA_3:
    case FORMULA_4:
        return read_formula(x);
    case STRING:
        return read_result(x);
    case ARRAY:
        return read_area_formula(x, false);
    case SHARED_FORMULA:
        return read_area_formula(x, true);
    case ROW:
        read_row(x);
        return ls_ok();
    case COLUMNS:
        read_columns(x);
        return ls_ok();
    default:
        *taken = false;
        return ls_ok();
    }
}
