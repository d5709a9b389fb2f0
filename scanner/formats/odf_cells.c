/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sheets and their cells. A repeated row or cell is told once, where it stands first.
 */
#include "formats/odf_text_priv.h"

#include <string.h>

static uint32_t add_sat(uint32_t a, uint32_t b)
{
    return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

struct ls_result odf_begin_sheet(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    struct ls_part_info info = t->info;
    const struct ls_xml_attr *name = ls_xml_find_attr(tag, "name");
    struct ls_str known = name ? name->value : (struct ls_str){"", 0};
    size_t len = known.len < SHEET_NAME_MAX ? known.len : 0;
    LS_TRY(odf_note(t, LS_PART_NAME, name));
    LS_TRY(ls_story_end(t->story)); /* and with it what points to the last name */
    LS_VEC_CLEAR(&t->sheet_name);
    LS_TRY(ls_buf_add(&t->sheet_name, known.at, len));
    if (ls_odf_styles_hide(&t->styles, "table", ls_xml_attr(tag, "style-name")))
        info.part = LS_PART_HIDDEN;
    info.sheet = (struct ls_str){t->sheet_name.at, t->sheet_name.n};
    t->sheet.open = true;
    t->sheet.row = t->sheet.column = t->sheet.columns_n = 0;
    t->sheet.row_hidden = false;
    LS_VEC_CLEAR(&t->sheet.hidden);
    ls_story_begin(t->story, &info);
    return ls_ok();
}

static bool is_visible(const struct ls_xml_tag *tag)
{
    struct ls_str visibility = ls_xml_attr(tag, "visibility");
    return visibility.len == 0 || ls_str_is(visibility, "visible");
}

struct ls_result odf_add_columns(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    struct sheet *sheet = &t->sheet;
    uint32_t n = ls_xml_number(ls_xml_attr(tag, "number-columns-repeated"), 1);
    struct columns columns = {sheet->columns_n, add_sat(sheet->columns_n, n)};
    sheet->columns_n = columns.to;
    if (!sheet->open || is_visible(tag) || sheet->hidden.n == HIDDEN_COLUMNS_MAX)
        return ls_ok();
    LS_VEC_PUSH(&sheet->hidden, columns);
    return ls_ok();
}

static bool is_hidden_cell(const struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->hidden.n; i++)
        if (sheet->column >= sheet->hidden.at[i].from && sheet->column < sheet->hidden.at[i].to)
            return true;
    return sheet->row_hidden;
}

bool odf_in_sheet(const struct ls_odf_text *t)
{
    return t->sheet.open && t->tables == 1;
}

void odf_begin_row(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    if (!odf_in_sheet(t))
        return;
    t->sheet.column = 0;
    t->sheet.rows_n = ls_xml_number(ls_xml_attr(tag, "number-rows-repeated"), 1);
    t->sheet.row_hidden = !is_visible(tag);
}

/* A formula with words in it; values that differ from what is shown are told at the cell's end. */
struct ls_result odf_begin_cell(struct ls_odf_text *t, const struct ls_xml_tag *tag)
{
    const struct ls_xml_attr *formula = ls_xml_find_attr(tag, "formula");
    struct ls_str value = ls_xml_attr(tag, "string-value");
    t->value_is_text = value.len > 0;
    if (!t->value_is_text)
        value = ls_xml_attr(tag, "value");
    LS_VEC_CLEAR(&t->value);
    LS_TRY(ls_buf_add(&t->value, value.at, value.len));
    t->shown_n = 0;
    t->differs = t->now.apart = false;
    if (odf_in_sheet(t)) {
        uint32_t row = add_sat(t->sheet.row, 1), column = add_sat(t->sheet.column, 1);
        t->sheet.cells_n = ls_xml_number(ls_xml_attr(tag, "number-columns-repeated"), 1);
        if (is_hidden_cell(&t->sheet) && t->info.part != LS_PART_HIDDEN)
            t->now.aside = LS_PART_HIDDEN;
        LS_TRY(ls_story_cell(t->story, t->now.aside, row, column));
        if (formula)
            LS_TRY(ls_story_cell(t->story, LS_PART_FORMULA, row, column));
    }
    if (!formula || !memchr(formula->value.at, '"', formula->value.len))
        return ls_ok();
    return odf_note(t, LS_PART_FORMULA, formula);
}

/* A whole number long enough to be somebody's. */
static bool is_number(const char *s, size_t len)
{
    size_t digits = 0;
    while (digits < len && s[digits] >= '0' && s[digits] <= '9')
        digits++;
    return digits == len && digits >= VALUE_DIGITS;
}

/* Where the next byte of a value is that is no blank, or its end. */
static size_t skip_blanks(const struct ls_buf *value, size_t at)
{
    while (at < value->n && ls_xml_is_blank(value->at[at]))
        at++;
    return at;
}

/* Programs show a value that is a text, whatever the paragraphs beside it say. */
struct ls_result odf_end_cell(struct ls_odf_text *t)
{
    struct sheet *sheet = &t->sheet;
    struct ls_str value = {t->value.at, t->value.n};
    bool shown = !t->differs && skip_blanks(&t->value, t->shown_n) == t->value.n;
    bool nothing = !t->differs && t->shown_n == 0;
    bool matters = value.len && (nothing || t->value_is_text || is_number(value.at, value.len));
    LS_VEC_CLEAR(&t->value);
    if (!odf_in_sheet(t)) {
        LS_TRY(ls_story_break(t->story, LS_BREAK_CELL));
    } else if (!shown && matters) {
        LS_TRY(ls_story_cell(t->story, LS_PART_HIDDEN, add_sat(sheet->row, 1),
                             add_sat(sheet->column, 1)));
        LS_TRY(ls_story_text(t->story, LS_PART_HIDDEN, value, NULL, 0));
    }
    if (odf_in_sheet(t))
        sheet->column = add_sat(sheet->column, sheet->cells_n);
    return ls_ok();
}

/* Blanks do not count: a paragraph's end is one in the value. */
void odf_compare_value(struct ls_odf_text *t, struct ls_str text)
{
    for (size_t i = 0; i < text.len && !t->differs; i++) {
        if (ls_xml_is_blank(text.at[i]))
            continue;
        t->shown_n = skip_blanks(&t->value, t->shown_n);
        t->differs = t->shown_n == t->value.n || t->value.at[t->shown_n] != text.at[i];
        t->shown_n += !t->differs;
    }
}

struct ls_result odf_end_row(struct ls_odf_text *t)
{
    if (!odf_in_sheet(t))
        return ls_story_break(t->story, LS_BREAK_ROW);
    t->sheet.row = add_sat(t->sheet.row, t->sheet.rows_n);
    return ls_ok();
}

struct ls_result odf_place_comment(struct ls_odf_text *t)
{
    if (!odf_in_sheet(t))
        return ls_ok();
    return ls_story_cell(t->story, LS_PART_NONE, add_sat(t->sheet.row, 1),
                         add_sat(t->sheet.column, 1));
}
