/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Streams beside the workbook: what pivot tables were made from (2.1.7.13), and what shared
 * workbooks keep of their past and their users (2.1.7.15, 2.1.7.22). Of the latter, and of some
 * records of the workbook, only the strings are wanted: whatever looks like one is one.
 */
#include "formats/xls_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/xlsx_text.h"

#include <stdio.h>

/* ---- strings anywhere ---------------------------------------------------------------------- */

enum { HEAD = 3, WIDE = 1, EXTENDED = 4, RICH = 8, NARROW_MIN = 3, WIDE_MIN = 2 };

/* So far is it known that bytes, or units at odd or even places, are characters. */
struct good {
    size_t from, to;
};

static bool is_char(const uint8_t *bytes, bool wide)
{
    unsigned unit = bytes[0] | (wide ? (unsigned)bytes[1] << 8 : 0);
    if (unit < 0x20)
        return unit == '\t' || unit == '\n' || unit == '\r';
    return unit < 0x7F || (unit >= 0xA0 && (unit < 0xE000 || unit >= 0xF900) && unit < 0xFFFE);
}

/* How many characters stand there, up to `max`; looks at no byte twice. */
static size_t count(const uint8_t *bytes, size_t len, size_t at, size_t max, bool wide,
                    struct good *good)
{
    size_t size = wide ? 2 : 1;
    if (at < good->from || at > good->to)
        good->from = good->to = at;
    while (good->to - at < max * size && len - good->to >= size && is_char(bytes + good->to, wide))
        good->to += size;
    size_t n = (good->to - at) / size;
    return n < max ? n : max;
}

/* Bytes of a string that begins at bytes[at], with all in front of it; 0: none does. */
static size_t find_string(const uint8_t *bytes, size_t len, size_t at, struct good good[3],
                          size_t *head, bool *wide)
{
    size_t n = bytes[at] | (size_t)bytes[at + 1] << 8;
    uint8_t flags = bytes[at + 2];
    *wide = flags & WIDE;
    *head = HEAD + (flags & RICH ? 2u : 0u) + (flags & EXTENDED ? 4u : 0u);
    size_t bytes_n = *wide ? 2 * n : n;
    if ((flags & ~(WIDE | EXTENDED | RICH)) || n < (*wide ? WIDE_MIN : NARROW_MIN) ||
        len - at < *head || len - at - *head < bytes_n)
        return 0;
    size_t from = at + *head;
    struct good *known = &good[*wide ? 1 + from % 2 : 0];
    return count(bytes, len, from, n, *wide, known) == n ? *head + bytes_n : 0;
}

struct ls_result ls_xls_mine(struct ls_xls *x, enum ls_part aside)
{
    struct ls_xls_records *r = &x->records;
    while (x->version >= 8 && ls_xls_more(r)) {
        struct good good[3] = {{0, 0}, {0, 0}, {0, 0}};
        const uint8_t *bytes = r->at;
        size_t len = r->left;
        uint64_t off = r->off;
        for (size_t at = 0; at + HEAD < len;) {
            size_t head;
            bool wide;
            size_t n = find_string(bytes, len, at, good, &head, &wide);
            if (n) {
                LS_TRY(ls_xls_decode(&x->text, bytes + at + head, n - head, off + at + head, wide));
                LS_TRY(ls_xls_tell_line(x, aside, &x->text));
            }
            at += n ? n : 1;
        }
        ls_xls_skip(r, len);
    }
    return ls_ok();
}

/* ---- streams ------------------------------------------------------------------------------- */

typedef struct ls_result (*read_fn)(struct ls_xls *x);

static struct ls_result read_stream(struct ls_format_job *job, const struct ls_xls_stream *stream,
                                    read_fn read)
{
    struct ls_xls *x = ls_calloc(1, sizeof *x);
    if (!x)
        return ls_stop(LS_E_MEMORY);
    struct ls_result result = ls_xls_init(x, job, stream);
    bool any = !ls_failed(result);
    x->version = 8;
    if (any)
        ls_story_begin(x->story, &x->info);
    while (any && !ls_failed(result)) {
        result = ls_xls_next(&x->records, &any);
        if (any && !ls_failed(result))
            result = read(x);
    }
    if (!ls_failed(result))
        result = ls_story_end(x->story);
    if (!ls_failed(result) && x->records.truncated)
        result = ls_emit_gap(job, x->info.name, LS_REASON_TRUNCATED, NULL);
    ls_xls_fini(x);
    ls_free(x);
    return result;
}

/* SXDtr (2.4.276). */
static struct ls_result read_date(struct ls_xls *x)
{
    struct ls_xls_records *r = &x->records;
    char date[LS_XLSX_DATE_CHARS];
    unsigned year = ls_xls_u16(r), month = ls_xls_u16(r), day = ls_xls_u8(r);
    if (r->failed || year > 9999 || month == 0 || month > 12 || day == 0 || day > 31)
        return ls_ok();
    int n = snprintf(date, sizeof date, "%04u-%02u-%02u", year, month, day);
    return ls_xls_tell_made(x, LS_PART_HIDDEN, date, n > 0 ? (size_t)n : 0);
}

static struct ls_result tell_number(struct ls_xls *x, double number)
{
    char digits[LS_XLSX_NUMBER_CHARS];
    size_t n = ls_xlsx_number(number, digits);
    return x->records.failed ? ls_ok() : ls_xls_tell_made(x, LS_PART_HIDDEN, digits, n);
}

static struct ls_result read_cache_record(struct ls_xls *x)
{
    enum { CACHE = 0xC6, FIELD = 0xC7, NUMBER = 0xC9, INTEGER = 0xCC, STRING = 0xCD, DATE = 0xCE };
    struct ls_xls_records *r = &x->records;
    switch (r->type) {
    case CACHE: { /* who filled it */
        ls_xls_skip(r, 18);
        size_t n = ls_xls_u16(r);
        return ls_xls_take_chars(x, r->failed ? 0 : n, LS_PART_PROPERTY);
    }
    case FIELD:
        ls_xls_skip(r, 14);
        return ls_xls_take_string(x, 2, LS_PART_HIDDEN);
    case NUMBER:
        return tell_number(x, ls_xls_double(r));
    case INTEGER:
        return tell_number(x, (int16_t)ls_xls_u16(r));
    case STRING:
        return ls_xls_take_string(x, 2, LS_PART_HIDDEN);
    case DATE:
        return read_date(x);
    default:
        return ls_ok();
    }
}

static struct ls_result read_log_record(struct ls_xls *x)
{
    return ls_xls_mine(x, x->info.part);
}

struct ls_result ls_xls_read_cache(struct ls_format_job *job, const struct ls_xls_stream *stream)
{
    return read_stream(job, stream, read_cache_record);
}

struct ls_result ls_xls_read_log(struct ls_format_job *job, const struct ls_xls_stream *stream)
{
    return read_stream(job, stream, read_log_record);
}
