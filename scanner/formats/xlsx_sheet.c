/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet goes by once; what is held is the cell at hand.
 *
 *   <row r="7"><c r="B7" t="s"><f>…</f><v>12</v></c>     string 12 in cell B7
 *
 * Cells of hidden rows and columns are told aside, with their place, so that the rows around them
 * stay whole.
 */
#include "formats/xlsx.h"

#include "base/alloc.h"
#include "formats/ooxml_table.h"
#include "formats/xlsx_text.h"

enum elem {
    E_OTHER,
    E_CELL,
    E_COLUMN,
    E_FOOTER,
    E_FORMULA, /* of a cell, or of a rule */
    E_HEADER,
    E_INLINE,
    E_NOTE,
    E_PHONETIC,
    E_ROW,
    E_TEXT,
    E_VALUE,
};

struct word {
    const char *name;
    enum elem elem;
    enum ls_part part; /* of its attributes */
    const char *attrs[4];
};

/* Ascending by strcmp(). */
static const struct word words[] = {
    {"c", E_CELL, 0, {0}},
    {"cfRule", E_NOTE, LS_PART_FIELD, {"text"}},
    {"col", E_COLUMN, 0, {0}},
    {"customFilter", E_NOTE, LS_PART_FIELD, {"val"}},
    {"dataValidation", E_NOTE, LS_PART_FIELD, {"promptTitle", "prompt", "errorTitle", "error"}},
    {"evenFooter", E_FOOTER, 0, {0}},
    {"evenHeader", E_HEADER, 0, {0}},
    {"f", E_FORMULA, 0, {0}},
    {"filter", E_NOTE, LS_PART_FIELD, {"val"}},
    {"firstFooter", E_FOOTER, 0, {0}},
    {"firstHeader", E_HEADER, 0, {0}},
    {"formula", E_FORMULA, 0, {0}},
    {"formula1", E_FORMULA, 0, {0}},
    {"formula2", E_FORMULA, 0, {0}},
    {"hyperlink", E_NOTE, LS_PART_FIELD, {"location", "tooltip", "display"}},
    {"inputCells", E_NOTE, LS_PART_FIELD, {"val"}},
    {"is", E_INLINE, 0, {0}},
    {"oddFooter", E_FOOTER, 0, {0}},
    {"oddHeader", E_HEADER, 0, {0}},
    {"rPh", E_PHONETIC, 0, {0}},
    {"row", E_ROW, 0, {0}},
    {"scenario", E_NOTE, LS_PART_FIELD, {"name", "comment"}},
    {"t", E_TEXT, 0, {0}},
    {"v", E_VALUE, 0, {0}},
};

enum capture { C_NONE, C_VALUE, C_FORMULA, C_MARGIN };

struct reader {
    struct ls_ooxml_table words;
    struct ls_story *story;
    struct ls_xlsx *xlsx;
    enum ls_part main;
    uint8_t hidden_columns[LS_XLSX_COLUMNS_MAX / 8 + 1];
    uint32_t row, column;
    bool row_hidden, in_cell, in_inline, in_phonetic;
    uint32_t style;
    char type;   /* of the cell: its first character is enough, … */
    bool shared; /* … but for numbers of strings, "s" */
    enum capture capture;
    struct ls_buf value;
    struct ls_map map; /* of the value */
    bool spilled;      /* the value was too long, its beginning has been told */
    struct ls_xlsx_literals literals;
};

static bool column_hidden(const struct reader *r, uint32_t column)
{
    return column <= LS_XLSX_COLUMNS_MAX && r->hidden_columns[column / 8] >> column % 8 & 1;
}

static bool says_yes(const struct ls_xml_tag *tag, const char *attr)
{
    struct ls_str value = ls_xml_attr(tag, attr);
    return value.at && ls_ooxml_yes(value);
}

static void begin_column(struct reader *r, const struct ls_xml_tag *tag)
{
    uint32_t from = ls_xml_number(ls_xml_attr(tag, "min"), 0);
    uint32_t to = ls_xml_number(ls_xml_attr(tag, "max"), 0);
    if (!says_yes(tag, "hidden") || from == 0)
        return;
    for (uint32_t c = from; c <= to && c <= LS_XLSX_COLUMNS_MAX; c++)
        r->hidden_columns[c / 8] |= (uint8_t)(1u << c % 8);
}

static void begin_row(struct reader *r, const struct ls_xml_tag *tag)
{
    uint32_t row = ls_xml_number(ls_xml_attr(tag, "r"), 0);
    r->row = row ? row : r->row + (r->row < UINT32_MAX);
    r->column = 0;
    r->in_cell = false;
    r->row_hidden = says_yes(tag, "hidden");
}

static void begin_cell(struct reader *r, const struct ls_xml_tag *tag)
{
    struct ls_str name = {NULL, 0}, type = {NULL, 0}, style = {NULL, 0};
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        if (attr->local.len == 1 && attr->local.at[0] == 'r')
            name = attr->value;
        else if (attr->local.len == 1 && attr->local.at[0] == 't')
            type = attr->value;
        else if (attr->local.len == 1 && attr->local.at[0] == 's')
            style = attr->value;
    }
    if (!ls_xlsx_cell(name, &r->row, &r->column))
        r->column += r->column < UINT32_MAX;
    r->row += r->row == 0;
    r->type = type.len ? type.at[0] : 'n';
    r->style = ls_xml_number(style, 0);
    r->shared = type.len == 1 && type.at[0] == 's';
    r->in_cell = true;
    r->in_inline = r->in_phonetic = r->spilled = false;
    LS_VEC_CLEAR(&r->value);
    ls_map_clear(&r->map);
}

static enum ls_part aside_of(const struct reader *r)
{
    bool hidden = r->row_hidden || column_hidden(r, r->column);
    return hidden && r->main != LS_PART_HIDDEN ? LS_PART_HIDDEN : LS_PART_NONE;
}

static struct ls_result tell_cell(struct reader *r, struct ls_str text, const struct ls_map *map)
{
    enum ls_part aside = aside_of(r);
    if (text.len == 0)
        return ls_ok();
    if (!r->spilled)
        LS_TRY(ls_story_cell(r->story, aside, r->row, r->column));
    return ls_story_text(r->story, aside, text, map, 0);
}

/* Adds to the value; one that is too long goes out in pieces, as it is written. */
static struct ls_result add_value(struct reader *r, struct ls_str text, const struct ls_map *map,
                                  uint64_t base)
{
    if (r->value.limit - r->value.n < text.len) {
        LS_TRY(tell_cell(r, (struct ls_str){r->value.at, r->value.n}, &r->map));
        r->spilled = true;
        LS_VEC_CLEAR(&r->value);
        ls_map_clear(&r->map);
    }
    LS_TRY(ls_buf_add(&r->value, text.at, text.len));
    return r->shared ? ls_ok() : ls_map_append(&r->map, map, base, base + text.len);
}

static struct ls_result end_cell(struct reader *r)
{
    char digits[LS_XLSX_DIGITS_MAX + 1];
    char date[LS_XLSX_DATE_CHARS];
    struct ls_str value = {r->value.at, r->value.n};
    const struct ls_map *map = &r->map;
    r->in_cell = false;
    r->capture = C_NONE;
    if (value.len == 0)
        return ls_ok();
    if (r->shared) {
        size_t i = ls_xml_number(value, 0);
        bool named = i > 0 || ls_str_is(value, "0");
        value = named ? ls_xlsx_strings_get(&r->xlsx->strings, i) : value;
        map = named ? NULL : map;
    } else if (r->type == 's' || r->type == 'i') { /* str, inlineStr */
        value.len = ls_xlsx_unescape(r->value.at, r->value.n);
        map = value.len == r->value.n ? map : NULL;
    } else if (r->type == 'b' || r->type == 'e') {
        return r->spilled ? tell_cell(r, value, map) : ls_ok();
    } else {
        const struct ls_xlsx_dates *dates = &r->xlsx->dates;
        size_t date_n = ls_xlsx_is_date(dates, r->style) ? ls_xlsx_date(dates, value, date) : 0;
        size_t n = date_n ? date_n : ls_xlsx_whole(value, digits);
        value = n ? (struct ls_str){date_n ? date : digits, n} : value;
        map = n ? NULL : map;
    }
    return tell_cell(r, value, map);
}

static void begin_formula(struct reader *r)
{
    r->capture = C_FORMULA;
    r->literals = (struct ls_xlsx_literals){
        .aside = r->in_cell ? LS_PART_FORMULA : LS_PART_FIELD,
        .row = r->in_cell ? r->row : 0,
        .column = r->in_cell ? r->column : 0,
    };
}

static struct ls_result end_margin(struct reader *r, enum ls_part part)
{
    struct ls_str text = {r->value.at, r->value.n};
    r->capture = C_NONE;
    LS_TRY(ls_xlsx_header(r->story, part, text, NULL));
    LS_VEC_CLEAR(&r->value);
    return ls_ok();
}

static struct ls_result note_attrs(struct reader *r, const struct word *word,
                                   const struct ls_xml_tag *tag)
{
    for (size_t k = 0; k < 4 && word->attrs[k]; k++)
        for (size_t i = 0; i < tag->attrs_n; i++) {
            const struct ls_xml_attr *attr = &tag->attrs[i];
            if (ls_str_is(attr->local, word->attrs[k]))
                LS_TRY(ls_story_note(r->story, word->part, attr->value,
                                     attr->plain ? attr->off : LS_OFF_UNKNOWN));
        }
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    const struct word *word = ls_ooxml_table_find(&r->words, tag->local);
    switch ((int)(word ? word->elem : E_OTHER)) {
    case E_COLUMN:
        begin_column(r, tag);
        break;
    case E_ROW:
        begin_row(r, tag);
        break;
    case E_CELL:
        begin_cell(r, tag);
        break;
    case E_INLINE:
        r->in_inline = r->in_cell;
        break;
    case E_PHONETIC:
        r->in_phonetic = true;
        break;
    case E_VALUE:
        r->capture = r->in_cell ? C_VALUE : C_NONE;
        break;
    case E_TEXT:
        r->capture = r->in_inline ? C_VALUE : C_NONE;
        break;
    case E_FORMULA:
        begin_formula(r);
        break;
    case E_HEADER:
    case E_FOOTER:
        r->capture = C_MARGIN;
        r->in_cell = false;
        LS_VEC_CLEAR(&r->value);
        break;
    case E_NOTE:
        return note_attrs(r, word, tag);
    default:
        break;
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    const struct word *word = ls_ooxml_table_find(&r->words, tag->local);
    switch ((int)(word ? word->elem : E_OTHER)) {
    case E_CELL:
        return r->in_cell ? end_cell(r) : ls_ok();
    case E_PHONETIC:
        r->in_phonetic = false;
        break;
    case E_FORMULA:
        r->capture = C_NONE;
        if (r->literals.any && r->literals.row == 0)
            return ls_story_text(r->story, LS_PART_FIELD, (struct ls_str){"\n", 1}, NULL, 0);
        break;
    case E_VALUE:
    case E_TEXT:
        r->capture = C_NONE;
        break;
    case E_HEADER:
        return end_margin(r, LS_PART_HEADER);
    case E_FOOTER:
        return end_margin(r, LS_PART_FOOTER);
    default:
        break;
    }
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    switch (r->capture) {
    case C_NONE:
        return ls_ok();
    case C_VALUE:
        if (r->in_phonetic) /* a guide to a string that stands in the cell itself */
            return ls_story_text(r->story, r->main, text, map, base);
        return add_value(r, text, map, base);
    case C_FORMULA:
        return ls_xlsx_literals_feed(&r->literals, r->story, text, map, base);
    case C_MARGIN:
        if (r->value.limit - r->value.n < text.len) {
            LS_TRY(end_margin(r, LS_PART_HEADER));
            r->capture = C_MARGIN;
        }
        return ls_buf_add(&r->value, text.at, text.len);
    }
    return ls_ok();
}

static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct reader *r = user;
    return ls_story_text(r->story, LS_PART_FIELD, text, map, base);
}

struct ls_result ls_xlsx_read_sheet(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    LS_TRY(ls_xlsx_need_strings(package));
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    struct ls_part_info info = part->info;
    if (part->place.hidden)
        info.part = LS_PART_HIDDEN;
    ls_ooxml_table_init(&r->words, words, sizeof words / sizeof *words, sizeof *words);
    r->story = package->story;
    r->xlsx = package->own;
    r->main = info.part;
    r->value.limit = LS_XLSX_VALUE_MAX;
    ls_map_init(&r->map, LS_XLSX_VALUE_MAX);
    struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .comment = on_comment, .user = r};
    ls_story_begin(package->story, &info);
    struct ls_result result = ls_ooxml_read(package, part, &handler);
    LS_VEC_FINI(&r->value);
    ls_map_fini(&r->map);
    ls_free(r);
    LS_TRY(result);
    return ls_story_end(package->story);
}
