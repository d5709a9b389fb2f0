/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xlsb_records.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <string.h>

enum {
    WINDOW = LS_XLSB_RECORD_MAX + (64 << 10),
    PIECE = 32 << 10,   /* read at a time */
    HEADER_MAX = 6,     /* bytes of type and size */
    UTF8_MAX = 2 << 20, /* more than any record's characters take */
};

void ls_xlsb_records_init(struct ls_xlsb_records *records, struct ls_format_job *job)
{
    *records = (struct ls_xlsb_records){.job = job};
}

void ls_xlsb_records_fini(struct ls_xlsb_records *records)
{
    ls_free(records->window);
    records->window = NULL;
}

struct ls_result ls_xlsb_rewind(struct ls_xlsb_records *records, struct ls_ooxml *package,
                                const struct ls_ooxml_part *part)
{
    const char *why;
    if (!records->window)
        records->window = ls_calloc(1, WINDOW);
    if (!records->window)
        return ls_stop(LS_E_MEMORY);
    records->off = 0;
    records->at = records->n = 0;
    records->truncated = records->skipped = false;
    LS_TRY(ls_zip_member_open(package->member, part->entry, &records->blob, &why));
    records->ended = !records->blob;
    return ls_ok();
}

/* Sees to it that `want` bytes are in the window, unless the blob has no more. */
static struct ls_result fill(struct ls_xlsb_records *records, size_t want)
{
    if (records->n - records->at >= want || records->ended)
        return ls_ok();
    memmove(records->window, records->window + records->at, records->n - records->at);
    records->n -= records->at;
    records->at = 0;
    while (records->n < want && !records->ended) {
        size_t got;
        struct ls_result r =
            ls_blob_read(records->blob, records->off, records->window + records->n, PIECE, &got);
        records->off += got;
        records->n += got;
        records->ended = got < PIECE || ls_failed(r);
        records->truncated |= r.code == LS_E_MALFORMED;
        LS_TRY(ls_charge(records->job, 0, got));
        if (ls_failed(r) && r.code != LS_E_MALFORMED)
            return r;
    }
    return ls_ok();
}

/* A number of up to `max` bytes with 7 bits in each. */
static uint32_t read_varying(struct ls_cursor *c, unsigned max)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < max; i++) {
        uint8_t byte = ls_cursor_u8(c);
        number |= (uint32_t)(byte & 0x7F) << 7 * i;
        if (!(byte & 0x80))
            break;
    }
    return number;
}

/* Passes over content that is too large to be held. */
static struct ls_result skip(struct ls_xlsb_records *records, size_t len)
{
    records->skipped = true;
    while (len > 0) {
        LS_TRY(fill(records, len < PIECE ? len : PIECE));
        size_t there = records->n - records->at;
        if (there == 0)
            break;
        size_t more = there < len ? there : len;
        records->at += more;
        len -= more;
    }
    return ls_ok();
}

struct ls_result ls_xlsb_next(struct ls_xlsb_records *records, struct ls_xlsb_record *record)
{
    *record = (struct ls_xlsb_record){.content = NULL};
    for (;;) {
        struct ls_cursor c;
        LS_TRY(fill(records, HEADER_MAX));
        size_t there = records->n - records->at;
        if (there == 0)
            return ls_ok();
        ls_cursor_init(&c, records->window + records->at, there);
        record->type = read_varying(&c, 2);
        record->len = read_varying(&c, 4);
        if (c.failed)
            break;
        records->at = records->n - c.left;
        if (record->len > LS_XLSB_RECORD_MAX) {
            LS_TRY(skip(records, record->len));
            continue;
        }
        LS_TRY(fill(records, record->len));
        if (records->n - records->at < record->len)
            break;
        record->content = records->window + records->at;
        records->at += record->len;
        return ls_ok();
    }
    records->truncated = true;
    return ls_ok();
}

void ls_xlsb_text_init(struct ls_xlsb_text *text)
{
    text->utf8 = (struct ls_buf){.limit = UTF8_MAX};
}

void ls_xlsb_text_fini(struct ls_xlsb_text *text)
{
    LS_VEC_FINI(&text->utf8);
}

/* UTF-16LE to UTF-8. */
static struct ls_result decode(struct ls_xlsb_text *text, const uint8_t *units, size_t n,
                               struct ls_str *string)
{
    struct ls_cursor c;
    LS_VEC_CLEAR(&text->utf8);
    ls_cursor_init(&c, units, 2 * n);
    while (c.left) {
        uint32_t cp = ls_cursor_u16le(&c);
        if (cp >> 10 == 0x36 && c.left) {
            struct ls_cursor ahead = c;
            uint32_t low = ls_cursor_u16le(&ahead);
            if (low >> 10 == 0x37) {
                cp = 0x10000 + ((cp & 0x3FF) << 10 | (low & 0x3FF));
                c = ahead;
            }
        }
        LS_TRY(ls_utf8_add(&text->utf8, cp));
    }
    *string = (struct ls_str){text->utf8.at, text->utf8.n};
    return ls_ok();
}

struct ls_result ls_xlsb_string(struct ls_xlsb_text *text, struct ls_cursor *c,
                                struct ls_str *string)
{
    uint32_t n = ls_cursor_u32le(c);
    *string = (struct ls_str){NULL, 0};
    if (n == UINT32_MAX) /* none */
        return ls_ok();
    const uint8_t *units = ls_cursor_bytes(c, 2 * (size_t)n);
    return units && n ? decode(text, units, n, string) : ls_ok();
}

/* Bytes behind the tokens 0x00 to 0x3F; those from 0x40 on are of other classes. */
static const int8_t token_sizes[64] = {
    [0x01] = 4,  [0x02] = 4,  [0x1C] = 1,  [0x1D] = 1,  [0x1E] = 2,  [0x1F] = 8,  [0x20] = 14,
    [0x21] = 2,  [0x22] = 3,  [0x23] = 4,  [0x24] = 6,  [0x25] = 12, [0x26] = 6,  [0x27] = 6,
    [0x28] = 6,  [0x29] = 2,  [0x2A] = 6,  [0x2B] = 12, [0x2C] = 6,  [0x2D] = 12, [0x39] = 6,
    [0x3A] = 8,  [0x3B] = 14, [0x3C] = 8,  [0x3D] = 14, [0x00] = -1, [0x18] = -1, [0x1A] = -1,
    [0x1B] = -1, [0x2E] = -1, [0x2F] = -1, [0x30] = -1, [0x31] = -1, [0x32] = -1, [0x33] = -1,
    [0x34] = -1, [0x35] = -1, [0x36] = -1, [0x37] = -1, [0x38] = -1, [0x3E] = -1, [0x3F] = -1,
};

enum { TOKEN_STRING = 0x17, TOKEN_ATTR = 0x19, ATTR_CHOOSE = 0x04 };

struct ls_result ls_xlsb_literal(struct ls_xlsb_text *text, struct ls_cursor *tokens,
                                 struct ls_str *string)
{
    *string = (struct ls_str){NULL, 0};
    while (tokens->left && !tokens->failed) {
        uint8_t token = ls_cursor_u8(tokens);
        if (token == TOKEN_STRING) {
            size_t n = ls_cursor_u16le(tokens);
            const uint8_t *units = ls_cursor_bytes(tokens, 2 * n);
            if (units && n)
                return decode(text, units, n, string);
            continue;
        }
        if (token == TOKEN_ATTR) {
            bool choose = ls_cursor_u8(tokens) & ATTR_CHOOSE;
            size_t n = ls_cursor_u16le(tokens);
            (void)ls_cursor_bytes(tokens, choose ? 2 * n + 2 : 0);
            continue;
        }
        int size = token < 0x80 ? token_sizes[token & 0x40 ? (token & 0x1F) | 0x20 : token] : -1;
        if (size < 0)
            return ls_ok();
        (void)ls_cursor_bytes(tokens, (size_t)size);
    }
    return ls_ok();
}
