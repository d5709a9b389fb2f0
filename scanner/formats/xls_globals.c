/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records that are about the workbook: its sheets, strings, formats, names and links to others.
 * Some stand in sheets as well, in old versions all of them.
 */
#include "formats/xls_priv.h"
#include "formats/xlsx_text.h"

/* Types of records (2.3.1). */
enum {
    EXTERNAL_SHEET = 0x017, /* before BIFF8: what is linked to */
    NAME = 0x018,
    NAME_3 = 0x218,
    FORMAT_2 = 0x01E,
    DATE_MODE = 0x022,
    EXTERNAL_NAME = 0x023,
    EXTERNAL_NAME_3 = 0x223,
    FILE_PASS = 0x02F,
    STYLE_2 = 0x043,
    EXTERNAL_ROW = 0x05A,
    FILE_SHARING = 0x05B,
    WRITE_ACCESS = 0x05C,
    BOUND_SHEET = 0x085,
    STYLE = 0x0E0,
    STRINGS = 0x0FC,
    BOOK = 0x1AE,
    STYLE_3 = 0x243,
    FORMAT = 0x41E,
    STYLE_4 = 0x443,
    NAME_COMMENT = 0x894,
};

/* BoundSheet8 (2.4.28): where it begins, its state, its kind, its name. */
static struct ls_result read_bound_sheet(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    struct ls_xls_sheet sheet = {.off = ls_xls_u32(r)};
    sheet.hidden = ls_xls_u8(r) & 3;
    ls_xls_skip(r, 1);
    LS_TRY(ls_xls_string(r, 1, &x->text));
    LS_TRY(ls_xls_tell_line(x, LS_PART_NAME, &x->text));
    size_t n = x->text.utf8.n;
    if (r->failed || x->sorted || x->sheets.n == x->sheets.limit || x->names.limit - x->names.n < n)
        return ls_ok();
    sheet.name = (uint32_t)x->names.n;
    sheet.name_len = (uint32_t)n;
    LS_TRY(ls_buf_add(&x->names, x->text.utf8.at, n));
    LS_VEC_PUSH(&x->sheets, sheet);
    return ls_ok();
}

/* Is there more in quotes than a sign of a currency? Every workbook has such formats. */
static bool has_words(struct ls_str code)
{
    size_t n = 0, longest = 0;
    bool quoted = false;
    for (size_t i = 0; i < code.len; i++) {
        n = code.at[i] == '"' ? 0 : n + quoted;
        quoted ^= code.at[i] == '"';
        longest = n > longest ? n : longest;
    }
    return longest > 3;
}

/* A format of numbers: it may be one of dates, and may have text in it. */
static struct ls_result read_format(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    struct ls_xlsx_literals literals = {.aside = LS_PART_FORMULA};
    const struct ls_map *way;
    uint32_t format = x->formats_n++;
    if (r->type == FORMAT && x->version == 4)
        ls_xls_skip(r, 2);
    else if (r->type == FORMAT)
        format = ls_xls_u16(r);
    LS_TRY(ls_xls_string(r, x->version >= 8 ? 2 : 1, &x->text));
    struct ls_str code = ls_xls_str(&x->text);
    ls_xlsx_dates_format(&x->dates, format, code);
    if (!has_words(code))
        return ls_ok();
    LS_TRY(ls_xls_way(x, &x->text.map, code.len, &way));
    LS_TRY(ls_xlsx_literals_feed(&literals, x->story, code, way, 0));
    return literals.any
               ? ls_story_text(x->story, LS_PART_FORMULA, (struct ls_str){"\n", 1}, NULL, 0)
               : ls_ok();
}

static void read_style(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint32_t format;
    if (r->type == STYLE) {
        ls_xls_skip(r, 2);
        format = ls_xls_u16(r);
    } else {
        ls_xls_skip(r, r->type == STYLE_2 ? 2 : 1);
        format = ls_xls_u8(r) & (r->type == STYLE_2 ? 0x3F : 0xFF);
    }
    ls_xlsx_dates_style(&x->dates, format);
}

/* Lbl (2.4.150): a name, the formula behind it, and words about it that menus showed. */
static struct ls_result read_name(struct ls_xls *x)
{
    enum { BUILT_IN = 0x20 };
    struct ls_xls_records *r = &x->records;
    uint8_t words[4] = {0};
    bool built_in = ls_xls_u16(r) & BUILT_IN;
    ls_xls_skip(r, 1); /* key */
    size_t n = ls_xls_u8(r), len = x->version == 2 ? ls_xls_u8(r) : ls_xls_u16(r);
    if (x->version >= 5) {
        ls_xls_skip(r, 4);
        for (size_t i = 0; i < sizeof words; i++)
            words[i] = ls_xls_u8(r);
    }
    LS_TRY(ls_xls_chars(r, n, &x->text));
    if (!built_in)
        LS_TRY(ls_xls_tell_line(x, LS_PART_NAME, &x->text));
    LS_TRY(ls_xls_formula(x, len, LS_PART_FORMULA, 0, 0));
    for (size_t i = 0; i < sizeof words; i++)
        if (words[i])
            LS_TRY(ls_xls_take_chars(x, words[i], LS_PART_FIELD));
    return ls_ok();
}

/* NameCmt (2.4.181). */
static struct ls_result read_name_comment(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    ls_xls_skip(r, 12);
    size_t name = ls_xls_u16(r), comment = ls_xls_u16(r);
    LS_TRY(ls_xls_chars(r, name, &x->text)); /* told with the name itself */
    return comment ? ls_xls_take_chars(x, comment, LS_PART_NAME) : ls_ok();
}

/* The path of another workbook: characters that stand for folders and drives (2.5.277). */
static struct ls_result tell_path(struct ls_xls *x)
{
    struct ls_buf *path = &x->text.utf8;
    for (size_t i = 0; i < path->n; i++)
        if (path->at[i] > 1 && path->at[i] < 9) /* 1 is for all that follows */
            path->at[i] = '/';
    return ls_xls_tell_line(x, LS_PART_FIELD, &x->text);
}

/* SupBook (2.4.271): the path, and the names of sheets. */
static struct ls_result read_book(struct ls_xls *x)
{
    enum { SELF = 0x0401, ADD_IN = 0x3A01 };
    struct ls_xls_records *r = &x->records;
    size_t sheets = ls_xls_u16(r), n = ls_xls_u16(r);
    if (n == SELF || n == ADD_IN)
        return ls_ok();
    LS_TRY(ls_xls_chars(r, n, &x->text));
    LS_TRY(tell_path(x));
    for (; sheets > 0 && ls_xls_more(r); sheets--)
        LS_TRY(ls_xls_take_string(x, 2, LS_PART_NAME));
    return ls_ok();
}

/* Before BIFF8: the path, and behind a character the sheet. The first one is the workbook itself.
 */
static struct ls_result read_external_sheet(struct ls_xls *x)
{
    LS_TRY(ls_xls_string(&x->records, 1, &x->text));
    return tell_path(x);
}

/* ExternName (2.4.105): a name in another workbook, or what was got from another program. */
static struct ls_result read_external_name(struct ls_xls *x)
{
    enum { LINK = 0x18, ROOM = 4 }; /* flags: OLE */
    struct ls_xls_records *r = &x->records;
    bool link = x->version > 2 && (ls_xls_u16(r) & LINK);
    if (x->version >= 5)
        ls_xls_skip(r, ROOM);
    LS_TRY(ls_xls_take_string(x, 1, LS_PART_NAME));
    if (x->version < 8 || link || !ls_xls_more(r))
        return ls_ok();
    size_t len = r->left; /* the formula, or the values: tokens never begin as these do */
    if (len >= 2 && (r->at[0] | (size_t)r->at[1] << 8) + 2 == len) {
        ls_xls_skip(r, 2);
        return ls_xls_formula(x, len - 2, LS_PART_FORMULA, 0, 0);
    }
    ls_xls_skip(r, 3);
    while (!r->failed && ls_xls_more(r))
        LS_TRY(ls_xls_value(x, true, LS_PART_HIDDEN, 0, 0));
    return ls_ok();
}

/* CRN (2.4.65): what cells of another workbook said last. */
static struct ls_result read_external_row(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    uint32_t last = ls_xls_u8(r), column = ls_xls_u8(r), row = ls_xls_u16(r) + 1u;
    for (; column <= last && !r->failed && ls_xls_more(r); column++)
        LS_TRY(ls_xls_value(x, true, LS_PART_HIDDEN, row, column + 1));
    return ls_ok();
}

/* Who wrote it last: filled up with blanks (2.4.349). */
static struct ls_result read_user(struct ls_xls *x, size_t size)
{
    LS_TRY(ls_xls_string(&x->records, size, &x->text));
    struct ls_buf *user = &x->text.utf8;
    while (user->n && user->at[user->n - 1] == ' ')
        user->n--;
    return ls_xls_tell_line(x, LS_PART_PROPERTY, &x->text);
}

struct ls_result ls_xls_read_globals(struct ls_xls *x, bool *taken)
{
    struct ls_xls_records *r = &x->records;
    *taken = true;
    switch (r->type) {
    case BOUND_SHEET:
        return read_bound_sheet(x);
    case STRINGS:
        return x->strings.begun ? ls_xls_mine(x, LS_PART_HIDDEN) : ls_xls_read_strings(x);
    case FORMAT:
    case FORMAT_2:
        return read_format(x);
    case STYLE:
    case STYLE_2:
    case STYLE_3:
    case STYLE_4:
        read_style(x);
        return ls_ok();
    case DATE_MODE:
        x->dates.from_1904 = ls_xls_u16(r) == 1;
        return ls_ok();
    case NAME:
    case NAME_3:
        return read_name(x);
    case NAME_COMMENT:
        return read_name_comment(x);
    case BOOK:
        return read_book(x);
    case EXTERNAL_SHEET:
        return x->version < 8 ? read_external_sheet(x) : ls_ok();
    case EXTERNAL_NAME:
    case EXTERNAL_NAME_3:
        return read_external_name(x);
    case EXTERNAL_ROW:
        return x->version >= 5 ? read_external_row(x) : ls_ok();
    case FILE_SHARING:
        ls_xls_skip(r, 4);
        return read_user(x, x->version >= 8 ? 2 : 1);
    case WRITE_ACCESS:
        return read_user(x, x->version >= 8 ? 2 : 1);
    case FILE_PASS:
        x->encrypted = !x->decrypted;
        return ls_ok();
    default:
        *taken = false;
        return ls_ok();
    }
}
