/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xls_records.h"

#include "base/alloc.h"

#include <string.h>

enum {
    WINDOW = 256 << 10, /* more than the longest record */
    HEADER = 4,
    MAP_SEGS = 64 << 10,
    F_WIDE = 1, /* flags of a string */
    F_EXTENDED = 4,
    F_RICH = 8,
};

/* ---- bytes --------------------------------------------------------------------------------- */

struct ls_result ls_xls_records_init(struct ls_xls_records *records, struct ls_format_job *job,
                                     struct ls_blob *blob)
{
    *records = (struct ls_xls_records){.job = job, .blob = blob};
    records->window = ls_calloc(1, WINDOW);
    return records->window ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_xls_records_fini(struct ls_xls_records *records)
{
    ls_free(records->window);
    records->window = NULL;
}

/* Work is charged where bytes are read again; the first time they are the object's own. */
static struct ls_result fill(struct ls_xls_records *r, uint64_t off)
{
    size_t got = 0;
    r->from = off;
    r->n = 0;
    struct ls_result read = ls_blob_read(r->blob, off, r->window, WINDOW, &got);
    r->n = got;
    if (read.reach == LS_BAD && read.code == LS_E_MALFORMED) {
        r->truncated = true;
        read = ls_ok();
    }
    LS_TRY(read);
    bool again = off + got <= r->furthest && got > 0;
    r->furthest = off + got > r->furthest ? off + got : r->furthest;
    return ls_charge(r->job, 0, again ? got : 0);
}

struct ls_result ls_xls_peek(struct ls_xls_records *r, uint64_t off, size_t len,
                             const uint8_t **bytes, size_t *got)
{
    bool there = off >= r->from && off - r->from <= r->n && r->n - (off - r->from) >= len;
    *got = 0;
    if (off >= r->blob->size)
        return ls_ok();
    /* The window that ends with the blob is not read again for want of more. */
    bool last = off >= r->from && off - r->from < r->n && r->from + r->n >= r->blob->size;
    if (!there && !last)
        LS_TRY(fill(r, off));
    if (off - r->from >= r->n)
        return ls_ok();
    size_t more = r->n - (size_t)(off - r->from);
    *bytes = r->window + (off - r->from);
    *got = more < len ? more : len;
    return ls_ok();
}

void ls_xls_seek(struct ls_xls_records *r, uint64_t off)
{
    r->next = off;
    r->left = 0;
}

/* The record whose header stands at `next`, if it is of the wanted type (or any, for -1). */
static struct ls_result enter(struct ls_xls_records *r, int wanted, bool *any)
{
    const uint8_t *head = NULL;
    size_t got;
    *any = false;
    LS_TRY(ls_xls_peek(r, r->next, HEADER, &head, &got));
    if (got < HEADER) {
        if (wanted < 0)
            r->truncated |= got > 0;
        return ls_ok();
    }
    unsigned type = head[0] | (unsigned)head[1] << 8;
    size_t len = head[2] | (size_t)head[3] << 8;
    if (wanted >= 0 && type != (unsigned)wanted)
        return ls_ok();
    LS_TRY(ls_xls_peek(r, r->next, HEADER + len, &head, &got));
    if (got < HEADER) /* the blob broke just there */
        return ls_ok();
    if (wanted < 0) {
        r->type = type;
        r->start = r->next;
    }
    r->truncated |= got < HEADER + len;
    r->at = head + HEADER;
    r->left = got - HEADER;
    r->off = r->next + HEADER;
    r->next += HEADER + len;
    *any = true;
    return ls_ok();
}

struct ls_result ls_xls_next(struct ls_xls_records *r, bool *any)
{
    LS_TRY(r->result);
    r->failed = false;
    r->left = 0;
    return enter(r, -1, any);
}

bool ls_xls_more(struct ls_xls_records *r)
{
    bool any = true;
    while (r->left == 0 && any && !ls_failed(r->result)) {
        r->result = enter(r, LS_XLS_CONTINUE, &any);
        any = any && !ls_failed(r->result);
    }
    return r->left > 0;
}

/* ---- numbers ------------------------------------------------------------------------------- */

static void advance(struct ls_xls_records *r, size_t n)
{
    r->at += n;
    r->off += n;
    r->left -= n;
}

uint8_t ls_xls_u8(struct ls_xls_records *r)
{
    if (r->failed || !ls_xls_more(r)) {
        r->failed = true;
        return 0;
    }
    uint8_t byte = *r->at;
    advance(r, 1);
    return byte;
}

static uint64_t read_number(struct ls_xls_records *r, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)ls_xls_u8(r) << 8 * i;
    return r->failed ? 0 : number;
}

uint16_t ls_xls_u16(struct ls_xls_records *r)
{
    return (uint16_t)read_number(r, 2);
}

uint32_t ls_xls_u32(struct ls_xls_records *r)
{
    return (uint32_t)read_number(r, 4);
}

double ls_xls_double(struct ls_xls_records *r)
{
    uint64_t bits = read_number(r, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

void ls_xls_skip(struct ls_xls_records *r, uint64_t len)
{
    while (len && !r->failed) {
        if (!ls_xls_more(r)) {
            r->failed = true;
            return;
        }
        size_t n = len < r->left ? (size_t)len : r->left;
        advance(r, n);
        len -= n;
    }
}

const uint8_t *ls_xls_bytes(struct ls_xls_records *r, size_t len)
{
    if (r->failed || (len && !ls_xls_more(r)) || r->left < len) {
        r->failed = true;
        return NULL;
    }
    const uint8_t *bytes = r->at;
    advance(r, len);
    return bytes;
}

/* ---- strings ------------------------------------------------------------------------------- */

void ls_xls_text_init(struct ls_xls_text *text)
{
    *text = (struct ls_xls_text){.utf8.limit = LS_XLS_TEXT_MAX};
    ls_map_init(&text->map, MAP_SEGS);
}

void ls_xls_text_fini(struct ls_xls_text *text)
{
    LS_VEC_FINI(&text->utf8);
    ls_map_fini(&text->map);
}

struct ls_str ls_xls_str(const struct ls_xls_text *text)
{
    return (struct ls_str){text->utf8.at, text->utf8.n};
}

static void clear(struct ls_xls_text *text)
{
    LS_VEC_CLEAR(&text->utf8);
    ls_map_clear(&text->map);
    text->cut = text->wide = false;
    text->runs = 0;
    text->extension = 0;
}

/* Ends of lines of all kinds; a NUL stands between the entries of a list, and behind a path. */
static void tidy(struct ls_xls_text *text)
{
    struct ls_buf *utf8 = &text->utf8;
    while (utf8->n && utf8->at[utf8->n - 1] == '\0')
        utf8->n--;
    for (size_t i = 0; i < utf8->n; i++)
        if (utf8->at[i] == '\0' || utf8->at[i] == '\r')
            utf8->at[i] = '\n';
}

static const struct ls_charset *charset_of(struct ls_xls_text *text, bool wide)
{
    const struct ls_charset **known = &text->narrow_wide[wide];
    if (text->charset)
        return text->charset;
    if (!*known)
        *known = wide ? ls_charset_find("utf-16le", 8) : ls_charset_find("windows-1252", 12);
    return *known;
}

static struct ls_result add(struct ls_xls_text *text, struct ls_charset_reader *reader,
                            const uint8_t *bytes, size_t len, uint64_t off)
{
    size_t room = text->utf8.limit - text->utf8.n;
    if (len > room / 4) /* longer than any string may be */
        return ls_ok();
    reader->in = off;
    return ls_charset_feed(reader, bytes, len, true, &text->utf8, &text->map);
}

static void begin(struct ls_xls_text *text, bool wide, struct ls_charset_reader *reader)
{
    ls_charset_begin(reader, charset_of(text, wide), 0);
    reader->begun = true; /* a mark of the byte order is a character as any other */
}

struct ls_result ls_xls_decode(struct ls_xls_text *text, const uint8_t *bytes, size_t len,
                               uint64_t off, bool wide)
{
    struct ls_charset_reader reader;
    clear(text);
    text->off = off;
    text->wide = wide;
    begin(text, wide, &reader);
    if (text->charset && !ls_charset_fits(text->charset, bytes, len))
        reader.charset = ls_charset_guess(bytes, len);
    LS_TRY(add(text, &reader, bytes, len, off));
    tidy(text);
    return ls_ok();
}

/* Characters of Excel 97 and later, piece by piece. */
static struct ls_result read_pieces(struct ls_xls_records *r, size_t n, bool wide, bool flagged,
                                    struct ls_xls_text *text)
{
    struct ls_charset_reader reader;
    bool first = true;
    while (n > 0) {
        if (r->left == 0) {
            if (!ls_xls_more(r))
                r->failed = true;
            else if (flagged)
                wide = ls_xls_u8(r) & F_WIDE;
            if (r->failed)
                break;
            text->cut |= !first;
        }
        size_t size = wide ? 2 : 1, there = r->left / size, piece = there < n ? there : n;
        if (piece == 0 && r->left == 0)
            continue;
        if (piece == 0) { /* half a character */
            advance(r, r->left);
            continue;
        }
        if (first) {
            text->off = r->off;
            text->wide = wide;
        }
        first = false;
        begin(text, wide, &reader);
        LS_TRY(add(text, &reader, r->at, piece * size, r->off));
        advance(r, piece * size);
        n -= piece;
    }
    tidy(text);
    return ls_ok();
}

static struct ls_result read_bytes(struct ls_xls_records *r, size_t n, struct ls_xls_text *text)
{
    if (n == 0 || !ls_xls_more(r))
        return ls_ok();
    if (r->left < n) { /* what is there */
        n = r->left;
        r->failed = true;
    }
    uint64_t off = r->off;
    const uint8_t *bytes = r->at;
    advance(r, n);
    return ls_xls_decode(text, bytes, n, off, false);
}

static struct ls_result read_flagged(struct ls_xls_records *r, size_t n, struct ls_xls_text *text)
{
    uint8_t flags = ls_xls_u8(r);
    text->runs = flags & F_RICH ? ls_xls_u16(r) : 0;
    text->extension = flags & F_EXTENDED ? ls_xls_u32(r) : 0;
    return r->failed ? ls_ok() : read_pieces(r, n, flags & F_WIDE, true, text);
}

struct ls_result ls_xls_chars(struct ls_xls_records *r, size_t n, struct ls_xls_text *text)
{
    clear(text);
    if (r->failed)
        return ls_ok();
    return text->charset ? read_bytes(r, n, text) : read_flagged(r, n, text);
}

struct ls_result ls_xls_string(struct ls_xls_records *r, size_t size, struct ls_xls_text *text)
{
    size_t n = size == 1 ? ls_xls_u8(r) : ls_xls_u16(r);
    if (r->failed)
        n = 0;
    return ls_xls_chars(r, n, text);
}

struct ls_result ls_xls_units(struct ls_xls_records *r, size_t n, struct ls_xls_text *text)
{
    const struct ls_charset *charset = text->charset;
    clear(text);
    if (r->failed)
        return ls_ok();
    text->charset = NULL;
    struct ls_result result = read_pieces(r, n, true, false, text);
    text->charset = charset;
    return result;
}
