/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings in formulas: tokens in reverse Polish order (2.5.198), of which only the sizes are known
 * here. What & joins is joined: a string right behind another one, with the token of & behind it.
 *
 *   ="机"&"密"      string 机   string 密   &
 *
 * Values of arrays stand behind all tokens, in the order of theirs.
 */
#include "formats/xls_priv.h"
#include "formats/xlsx_text.h"

enum {
    TOKEN_CONCAT = 0x08,
    TOKEN_PAREN = 0x15,
    TOKEN_STRING = 0x17,
    TOKEN_ATTR = 0x19,
    TOKEN_ARRAY = 0x20,
    TOKEN_MEMORY = 0x26,
    ATTR_CHOOSE = 0x04,
    ATTR_SPACE = 0x40,
    EXTRAS_MAX = 64,
};

/* Bytes behind a token of BIFF 2, 3, 4, 5 and 8; those from 0x40 on are of other classes. */
static const struct {
    uint8_t token;
    int8_t sizes[5];
} tokens[] = {
    {0x01, {3, 4, 4, 4, 4}},      {0x02, {3, 4, 4, 4, 4}},     {0x1C, {1, 1, 1, 1, 1}},
    {0x1D, {1, 1, 1, 1, 1}},      {0x1E, {2, 2, 2, 2, 2}},     {0x1F, {8, 8, 8, 8, 8}},
    {0x20, {6, 7, 7, 7, 7}},      {0x21, {1, 1, 2, 2, 2}},     {0x22, {2, 2, 3, 3, 3}},
    {0x23, {7, 10, 10, 14, 4}},   {0x24, {3, 3, 3, 3, 4}},     {0x25, {6, 6, 6, 6, 8}},
    {0x26, {4, 6, 6, 6, 6}},      {0x27, {4, 6, 6, 6, 6}},     {0x28, {4, 6, 6, 6, 6}},
    {0x29, {1, 2, 2, 2, 2}},      {0x2A, {3, 3, 3, 3, 4}},     {0x2B, {6, 6, 6, 6, 8}},
    {0x2C, {3, 3, 3, 3, 4}},      {0x2D, {6, 6, 6, 6, 8}},     {0x2E, {1, 2, 2, 2, 2}},
    {0x2F, {1, 2, 2, 2, 2}},      {0x39, {-1, -1, -1, 24, 6}}, {0x3A, {-1, -1, -1, 17, 6}},
    {0x3B, {-1, -1, -1, 20, 10}}, {0x3C, {-1, -1, -1, 17, 6}}, {0x3D, {-1, -1, -1, 20, 10}},
};

struct walk {
    struct ls_xls *x;
    struct ls_xls_text text, line; /* the string at hand, and what it may go on */
    const uint8_t *begin;
    uint64_t off; /* of it */
    size_t len, at;
    enum ls_part aside;
    uint32_t row, column;
    bool told, apart; /* a string was told; something has come since the last one */
    uint8_t extras[EXTRAS_MAX];
    size_t extras_n;
};

/* Bytes behind the token; -1: nobody knows. */
static int size_of(const struct ls_xls *x, uint8_t token)
{
    unsigned column = x->version >= 8 ? 4 : x->version == 5 ? 3 : x->version - 2;
    if (token >= 0x80)
        return -1;
    if (token >= 0x40)
        token = (uint8_t)((token & 0x1F) | 0x20);
    if (token >= 0x03 && token <= 0x16)
        return 0;
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (tokens[i].token == token)
            return tokens[i].sizes[column];
    return -1;
}

/* Does & follow, but for brackets and blanks? */
static bool is_joined(const struct walk *w)
{
    size_t at = w->at;
    while (at < w->len) {
        if (w->begin[at] == TOKEN_PAREN)
            at++;
        else if (w->begin[at] == TOKEN_ATTR && w->x->version > 2 && w->len - at >= 4 &&
                 w->begin[at + 1] == ATTR_SPACE)
            at += 4;
        else
            return w->begin[at] == TOKEN_CONCAT;
    }
    return false;
}

static struct ls_result tell(struct walk *w)
{
    struct ls_xls *x = w->x;
    if (w->line.utf8.n == 0)
        return ls_ok();
    if (w->row && !w->told)
        LS_TRY(ls_story_cell(x->story, w->aside, w->row, w->column));
    w->told = true;
    LS_TRY(ls_xls_tell_line(x, w->aside, &w->line));
    LS_VEC_CLEAR(&w->line.utf8);
    ls_map_clear(&w->line.map);
    return ls_ok();
}

static struct ls_result add(struct walk *w)
{
    size_t n = w->text.utf8.n;
    if (w->apart || !is_joined(w) || w->line.utf8.limit - w->line.utf8.n < n)
        LS_TRY(tell(w));
    w->apart = false;
    LS_TRY(ls_buf_add(&w->line.utf8, w->text.utf8.at, n));
    return ls_map_append(&w->line.map, &w->text.map, 0, n);
}

/* A string: its length in a byte, flags where there are flags. */
static struct ls_result read_string(struct walk *w)
{
    size_t left = w->len - w->at, head = w->x->charset ? 1 : 2;
    if (left < head) {
        w->at = w->len;
        return ls_ok();
    }
    size_t n = w->begin[w->at];
    bool wide = head == 2 && (w->begin[w->at + 1] & 1);
    size_t bytes = wide ? 2 * n : n;
    bytes = bytes < left - head ? bytes : left - head;
    const uint8_t *from = w->begin + w->at + head;
    uint64_t off = w->off + w->at + head;
    w->at += head + bytes;
    w->text.charset = w->x->charset;
    LS_TRY(ls_xls_decode(&w->text, from, bytes, off, wide));
    return add(w);
}

static void read_attr(struct walk *w)
{
    bool old = w->x->version == 2;
    size_t size = old ? 1 : 2;
    if (w->len - w->at < 1 + size) {
        w->at = w->len;
        return;
    }
    uint8_t kind = w->begin[w->at];
    size_t n = w->begin[w->at + 1] | (old ? 0 : (size_t)w->begin[w->at + 2] << 8);
    size_t more = kind & ATTR_CHOOSE ? (n + 1) * size : 0;
    w->at += 1 + size;
    w->at = more < w->len - w->at ? w->at + more : w->len;
    w->apart |= kind != ATTR_SPACE;
}

static struct ls_result read_tokens(struct walk *w)
{
    while (w->at < w->len) {
        uint8_t token = w->begin[w->at++];
        if (token == TOKEN_STRING) {
            LS_TRY(read_string(w));
            continue;
        }
        if (token == TOKEN_ATTR) {
            read_attr(w);
            continue;
        }
        int size = size_of(w->x, token);
        if (size < 0 || (size_t)size > w->len - w->at)
            break;
        w->at += (size_t)size;
        w->apart |= token != TOKEN_CONCAT && token != TOKEN_PAREN;
        uint8_t plain = token >= 0x40 ? (uint8_t)((token & 0x1F) | 0x20) : token;
        if ((plain == TOKEN_ARRAY || plain == TOKEN_MEMORY) && w->extras_n < EXTRAS_MAX)
            w->extras[w->extras_n++] = plain;
    }
    return tell(w);
}

struct ls_result ls_xls_value(struct ls_xls *x, bool numbers, enum ls_part aside, uint32_t row,
                              uint32_t column)
{
    enum { EMPTY = 0x00, NUMBER = 0x01, STRING = 0x02, BOOLEAN = 0x04, ERROR = 0x10 };
    struct ls_xls_records *r = &x->records;
    uint8_t kind = ls_xls_u8(r);
    if (kind == STRING) {
        LS_TRY(ls_xls_string(r, x->charset ? 1 : 2, &x->text));
        return row ? ls_xls_tell_cell(x, aside, row, column, &x->text)
                   : ls_xls_tell_line(x, aside, &x->text);
    }
    if (kind == NUMBER && numbers) {
        char digits[LS_XLSX_NUMBER_CHARS];
        size_t n = ls_xlsx_number(ls_xls_double(r), digits);
        if (r->failed)
            return ls_ok();
        if (row)
            LS_TRY(ls_story_cell(x->story, aside, row, column));
        return ls_xls_tell_made(x, aside, digits, n);
    }
    if (kind != EMPTY && kind != NUMBER && kind != BOOLEAN && kind != ERROR)
        r->failed = true;
    ls_xls_skip(r, 8);
    return ls_ok();
}

/* What stands behind the tokens: values of arrays, and areas that were looked up. */
static struct ls_result read_extras(struct walk *w)
{
    struct ls_xls *x = w->x;
    struct ls_xls_records *r = &x->records;
    for (size_t i = 0; i < w->extras_n && !r->failed; i++) {
        if (w->extras[i] == TOKEN_MEMORY) {
            ls_xls_skip(r, (uint64_t)ls_xls_u16(r) * (x->version >= 8 ? 8 : 6));
            continue;
        }
        uint32_t columns = ls_xls_u8(r), rows = ls_xls_u16(r);
        if (x->version >= 8) {
            columns++;
            rows++;
        } else if (columns == 0) {
            columns = 256;
        }
        for (uint32_t n = columns * rows; n > 0 && !r->failed; n--)
            LS_TRY(ls_xls_value(x, false, w->aside, 0, 0));
    }
    return ls_ok();
}

struct ls_result ls_xls_formula(struct ls_xls *x, size_t len, enum ls_part aside, uint32_t row,
                                uint32_t column)
{
    struct walk w = {.x = x, .aside = aside, .row = row, .column = column, .len = len};
    struct ls_xls_records *r = &x->records;
    if (len == 0 || !ls_xls_more(r))
        return ls_ok();
    w.len = len < r->left ? len : r->left;
    w.off = r->off;
    w.begin = ls_xls_bytes(r, w.len);
    ls_xls_text_init(&w.text);
    ls_xls_text_init(&w.line);
    struct ls_result result = read_tokens(&w);
    if (!ls_failed(result) && w.len == len)
        result = read_extras(&w);
    ls_xls_text_fini(&w.text);
    ls_xls_text_fini(&w.line);
    return result;
}
