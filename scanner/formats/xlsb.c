/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A part is a run of records: type (1 or 2 bytes), size (1 to 4 bytes, 7 bits in each), content.
 * The first one says what the part is. What is not listed here is passed over.
 */
#include "formats/xlsb.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/ooxml_rels.h"
#include "formats/xlsb_records.h"
#include "formats/xlsx_text.h"

#include <string.h>

/* Types of records: [MS-XLSB] 2.3.2. */
enum {
    ROW = 0,
    CELL_RK = 2,
    CELL_REAL = 5,
    CELL_STRING = 6,
    CELL_SHARED = 7,
    FORMULA_STRING = 8,
    FORMULA_REAL = 9,
    FORMULA_BOOL = 10,
    FORMULA_ERROR = 11,
    SHORT_RK = 13,
    SHORT_REAL = 16,
    SHORT_STRING = 17,
    SHORT_SHARED = 18,
    SHARED_STRING = 19,
    NAME = 39,
    COLUMNS = 60,
    CELL_RICH = 62,
    BEGIN_SHEET = 129,
    BEGIN_BOOK = 131,
    SHEET = 156,
    BEGIN_STRINGS = 159,
    BEGIN_STYLES = 278,
    HEADERS = 479,
    LINK = 494,
    BEGIN_COMMENTS = 628,
    COMMENT_AUTHOR = 632,
    BEGIN_COMMENT = 635,
    COMMENT_TEXT = 637,
};

struct reader {
    struct ls_ooxml *package;
    const struct ls_ooxml_part *part;
    struct ls_story *story;
    struct ls_xlsx *xlsx;
    struct ls_xlsb_records records;
    struct ls_xlsb_text text;
    struct ls_ooxml_rels rels; /* of the workbook */
    enum ls_part main;
    uint8_t hidden_columns[LS_XLSX_COLUMNS_MAX / 8 + 1];
    uint32_t row, column; /* 1-based */
    bool row_hidden;
};

static struct ls_result tell_cell(struct reader *r, struct ls_str text)
{
    bool column_hidden =
        r->column <= LS_XLSX_COLUMNS_MAX && r->hidden_columns[r->column / 8] >> r->column % 8 & 1;
    bool hidden = r->row_hidden || column_hidden;
    enum ls_part aside = hidden && r->main != LS_PART_HIDDEN ? LS_PART_HIDDEN : LS_PART_NONE;
    if (text.len == 0)
        return ls_ok();
    LS_TRY(ls_story_cell(r->story, aside, r->row, r->column));
    return ls_story_text(r->story, aside, text, NULL, 0);
}

static struct ls_result tell_number(struct reader *r, double number)
{
    char digits[LS_XLSX_NUMBER_CHARS];
    return tell_cell(r, (struct ls_str){digits, ls_xlsx_number(number, digits)});
}

static double read_real(struct ls_cursor *c)
{
    uint64_t bits = ls_cursor_u64le(c);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static struct ls_result tell_text(struct reader *r, struct ls_cursor *c)
{
    struct ls_str text;
    LS_TRY(ls_xlsb_string(&r->text, c, &text));
    return tell_cell(r, text);
}

/* The strings in a formula (2.5.98.1), which follows the value of its cell. */
static struct ls_result tell_formula(struct reader *r, struct ls_cursor *c)
{
    struct ls_str text;
    (void)ls_cursor_u16le(c);
    size_t len = ls_cursor_u32le(c);
    const uint8_t *tokens = ls_cursor_bytes(c, len);
    struct ls_cursor formula;
    if (!tokens)
        return ls_ok();
    ls_cursor_init(&formula, tokens, len);
    for (;;) {
        LS_TRY(ls_xlsb_literal(&r->text, &formula, &text));
        if (!text.at)
            return ls_ok();
        LS_TRY(ls_story_cell(r->story, LS_PART_FORMULA, r->row, r->column));
        LS_TRY(ls_story_text(r->story, LS_PART_FORMULA, text, NULL, 0));
        LS_TRY(ls_story_text(r->story, LS_PART_FORMULA, (struct ls_str){"\n", 1}, NULL, 0));
    }
}

static struct ls_result read_cell(struct reader *r, unsigned type, struct ls_cursor *c)
{
    struct ls_str text;
    bool has_column = type < SHORT_RK || type == CELL_RICH;
    r->row += r->row == 0; /* there was no row yet */
    r->column = has_column ? ls_cursor_u32le(c) : r->column;
    r->column += r->column < UINT32_MAX;
    (void)ls_cursor_u32le(c); /* its style */
    switch (type) {
    case CELL_RK:
    case SHORT_RK:
        return tell_number(r, ls_xlsx_rk(ls_cursor_u32le(c)));
    case CELL_REAL:
    case SHORT_REAL:
        return tell_number(r, read_real(c));
    case CELL_STRING:
    case SHORT_STRING:
        return tell_text(r, c);
    case CELL_RICH:
        (void)ls_cursor_u8(c);
        return tell_text(r, c);
    case CELL_SHARED:
    case SHORT_SHARED:
        text = ls_xlsx_strings_get(&r->xlsx->strings, ls_cursor_u32le(c));
        return c->failed ? ls_ok() : tell_cell(r, text);
    case FORMULA_STRING:
        LS_TRY(tell_text(r, c));
        return tell_formula(r, c);
    case FORMULA_REAL:
        LS_TRY(tell_number(r, read_real(c)));
        return tell_formula(r, c);
    case FORMULA_BOOL:
    case FORMULA_ERROR:
        (void)ls_cursor_u8(c);
        return tell_formula(r, c);
    default:
        return ls_ok();
    }
}

static void read_columns(struct reader *r, struct ls_cursor *c)
{
    uint32_t from = ls_cursor_u32le(c), to = ls_cursor_u32le(c);
    (void)ls_cursor_u64le(c); /* width, style */
    bool hidden = ls_cursor_u16le(c) & 1;
    for (uint32_t i = from; hidden && i <= to && i < LS_XLSX_COLUMNS_MAX; i++)
        r->hidden_columns[(i + 1) / 8] |= (uint8_t)(1u << (i + 1) % 8);
}

/* BrtBeginHeaderFooter (2.4.120): of odd, even and first pages, each header and footer. */
static struct ls_result read_headers(struct reader *r, struct ls_cursor *c)
{
    struct ls_str text;
    (void)ls_cursor_u16le(c);
    for (int i = 0; i < 6; i++) {
        LS_TRY(ls_xlsb_string(&r->text, c, &text));
        LS_TRY(ls_xlsx_header(r->story, i % 2 ? LS_PART_FOOTER : LS_PART_HEADER, text, NULL));
    }
    return ls_ok();
}

/* BrtHLink (2.4.692): where to, tool tip, what is shown. */
static struct ls_result read_link(struct reader *r, struct ls_cursor *c)
{
    struct ls_str text;
    (void)ls_cursor_bytes(c, 16);
    for (int i = 0; i < 4; i++) {
        LS_TRY(ls_xlsb_string(&r->text, c, &text));
        if (i > 0) /* behind the id of a relationship */
            LS_TRY(ls_story_note(r->story, LS_PART_FIELD, text, LS_OFF_UNKNOWN));
    }
    return ls_ok();
}

static struct ls_result read_sheet_record(struct reader *r, unsigned type, struct ls_cursor *c)
{
    switch (type) {
    case ROW:
        r->row = ls_cursor_u32le(c);
        r->row += r->row < UINT32_MAX;
        r->column = 0;
        (void)ls_cursor_bytes(c, 7);
        r->row_hidden = ls_cursor_u8(c) & 0x10;
        return ls_ok();
    case COLUMNS:
        read_columns(r, c);
        return ls_ok();
    case HEADERS:
        return read_headers(r, c);
    case LINK:
        return read_link(r, c);
    default:
        return type <= SHORT_SHARED || type == CELL_RICH ? read_cell(r, type, c) : ls_ok();
    }
}

static struct ls_result read_string_record(struct reader *r, unsigned type, struct ls_cursor *c)
{
    struct ls_str text;
    if (type != SHARED_STRING)
        return ls_ok();
    (void)ls_cursor_u8(c); /* what is behind the text */
    LS_TRY(ls_xlsb_string(&r->text, c, &text));
    return ls_xlsx_strings_add(&r->xlsx->strings, r->story, text);
}

static struct ls_result read_comment_record(struct reader *r, unsigned type, struct ls_cursor *c)
{
    struct ls_str text;
    switch (type) {
    case COMMENT_AUTHOR:
        LS_TRY(ls_xlsb_string(&r->text, c, &text));
        return ls_story_note(r->story, LS_PART_PROPERTY, text, LS_OFF_UNKNOWN);
    case BEGIN_COMMENT:
        (void)ls_cursor_u32le(c);
        r->row = ls_cursor_u32le(c);
        (void)ls_cursor_u32le(c);
        r->column = ls_cursor_u32le(c);
        r->row += r->row < UINT32_MAX;
        r->column += r->column < UINT32_MAX;
        return ls_ok();
    case COMMENT_TEXT:
        (void)ls_cursor_u8(c);
        r->row += r->row == 0; /* it says nothing of its cell */
        r->column += r->column == 0;
        return tell_text(r, c);
    default:
        return ls_ok();
    }
}

/* BrtBundleSh (2.4.311): the sheet waits until the workbook has been read. */
static struct ls_result read_listed_sheet(struct reader *r, struct ls_cursor *c)
{
    struct ls_ooxml_place place = {.hidden = ls_cursor_u32le(c) != 0};
    struct ls_str text;
    (void)ls_cursor_u32le(c);
    LS_TRY(ls_xlsb_string(&r->text, c, &text));
    size_t index = ls_ooxml_rels_part(&r->rels, text);
    LS_TRY(ls_xlsb_string(&r->text, c, &text));
    if (c->failed)
        return ls_ok();
    LS_TRY(ls_story_note(r->story, LS_PART_NAME, text, LS_OFF_UNKNOWN));
    LS_TRY(ls_ooxml_add_sheet(r->package, text, &place.sheet));
    return ls_ooxml_queue(r->package, index, place);
}

static struct ls_result read_book_record(struct reader *r, unsigned type, struct ls_cursor *c)
{
    struct ls_str text;
    if (type == SHEET)
        return read_listed_sheet(r, c);
    if (type != NAME)
        return ls_ok();
    (void)ls_cursor_bytes(c, 9); /* flags, key, sheet */
    LS_TRY(ls_xlsb_string(&r->text, c, &text));
    return ls_story_note(r->story, LS_PART_NAME, text, LS_OFF_UNKNOWN);
}

typedef struct ls_result (*read_fn)(struct reader *r, unsigned type, struct ls_cursor *c);

/* All records; what is wrong with the part becomes a gap. */
static struct ls_result read_records(struct reader *r, read_fn read)
{
    struct ls_part_info info = r->part->info;
    struct ls_xlsb_record record;
    info.part = r->main;
    ls_story_begin(r->story, &info);
    for (;;) {
        struct ls_cursor c;
        LS_TRY(ls_xlsb_next(&r->records, &record));
        if (!record.content)
            break;
        ls_cursor_init(&c, record.content, record.len);
        LS_TRY(read(r, record.type, &c));
    }
    LS_TRY(ls_story_end(r->story));
    if (r->records.truncated)
        return ls_emit_gap(r->package->job, info.name, LS_REASON_TRUNCATED, NULL);
    if (r->records.skipped)
        return ls_emit_gap(r->package->job, info.name, LS_REASON_SIZE_LIMIT,
                           "a record too large to be held");
    return ls_ok();
}

static struct ls_result read_book(struct reader *r)
{
    ls_ooxml_rels_init(&r->rels);
    struct ls_result result = ls_ooxml_rels_load(r->package, r->part->entry->name, &r->rels);
    r->main = LS_PART_NAME;
    if (!ls_failed(result))
        result = ls_xlsb_rewind(&r->records, r->package, r->part);
    if (!ls_failed(result))
        result = read_records(r, read_book_record);
    ls_ooxml_rels_fini(&r->rels);
    return result;
}

static struct ls_result read_sheet(struct reader *r)
{
    size_t index = ls_ooxml_find(r->package, ls_str_of("xl/sharedStrings.bin"));
    if (!r->xlsx->strings.begun)
        LS_TRY(ls_ooxml_visit(r->package, index, (struct ls_ooxml_place){0}));
    LS_TRY(ls_xlsb_rewind(&r->records, r->package, r->part));
    r->main = r->part->place.hidden ? LS_PART_HIDDEN : LS_PART_BODY;
    return read_records(r, read_sheet_record);
}

static struct ls_result read_strings(struct reader *r)
{
    struct ls_xlsx_strings *strings = &r->xlsx->strings;
    if (strings->begun) /* a second table, of which nobody knows whose it is */
        strings->full = true;
    else
        strings->info = r->part->info;
    strings->begun = true;
    r->main = LS_PART_BODY;
    return read_records(r, read_string_record);
}

static struct ls_result read_as(struct reader *r, unsigned type, bool *taken)
{
    *taken = true;
    switch (type) {
    case BEGIN_BOOK:
        return read_book(r);
    case BEGIN_SHEET:
        return read_sheet(r);
    case BEGIN_STRINGS:
        return read_strings(r);
    case BEGIN_COMMENTS:
        r->main = LS_PART_COMMENT;
        return read_records(r, read_comment_record);
    case BEGIN_STYLES: /* names of fonts and styles */
        return ls_ok();
    default:
        *taken = false;
        return ls_ok();
    }
}

struct ls_result ls_xlsb_read(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                              bool *taken)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    struct ls_xlsb_record first = {.content = NULL};
    *taken = false;
    if (!r)
        return ls_stop(LS_E_MEMORY);
    r->package = package;
    r->part = part;
    r->story = package->story;
    r->xlsx = package->own;
    r->main = LS_PART_BODY;
    ls_xlsb_text_init(&r->text);
    ls_xlsb_records_init(&r->records, package->job);
    struct ls_result result = ls_xlsb_rewind(&r->records, package, part);
    if (!ls_failed(result))
        result = ls_xlsb_next(&r->records, &first);
    if (!ls_failed(result) && first.content)
        result = read_as(r, first.type, taken);
    ls_xlsb_records_fini(&r->records);
    ls_xlsb_text_fini(&r->text);
    ls_free(r);
    return result;
}
