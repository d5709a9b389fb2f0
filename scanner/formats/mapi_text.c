/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings of messages. Those that fit into memory are told once, however many properties repeat
 * them; a longer one, a body, is told as it comes.
 *
 *   value --charset--> UTF-8 --without control characters--> text
 *         m->map                        m->out, with the source's way back to the object
 */
#include "formats/mapi.h"

#include "base/alloc.h"
#include "base/fnv.h"

#include <stdio.h>
#include <string.h>

enum { FEED = 16 << 10, CHARSET_NAME = 24 };

const struct ls_charset *ls_mapi_charset(uint32_t page)
{
    static const struct {
        uint32_t page;
        const char *name;
    } others[] = {
        {20127, "us-ascii"},  {20932, "euc-jp"}, {20936, "gb2312"},     {51936, "gb2312"},
        {10001, "shift_jis"}, {10002, "big5"},   {10003, "euc-kr"},     {10008, "gb2312"},
        {20866, "koi8-r"},    {21866, "koi8-u"}, {28591, "iso-8859-1"},
    };
    char name[CHARSET_NAME];
    if (page == 0)
        return NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].page == page)
            return ls_charset_find(others[i].name, strlen(others[i].name));
    int n = page > 28591 && page <= 28606 ? snprintf(name, sizeof name, "iso-8859-%u", page - 28590)
                                          : snprintf(name, sizeof name, "cp%u", page);
    return n > 0 ? ls_charset_find(name, (size_t)n) : NULL;
}

static const struct ls_charset *charset_of(const struct ls_mapi *m,
                                           const struct ls_mapi_value *value, const void *bytes,
                                           size_t len)
{
    bool refuted;
    if (value->type != LS_MAPI_STRING8)
        return ls_charset_find("utf-16le", strlen("utf-16le"));
    const struct ls_charset *said = ls_mapi_charset(m->page ? m->page : m->body_page);
    return ls_charset_believe(said ? said : m->guessed, bytes, len, &refuted);
}

static bool has(const struct ls_mapi *m, const char *at, size_t n)
{
    return ls_known_has(&m->said, ls_fnv(LS_FNV_START, at, n));
}

/* Lists of names ([MS-OXOMSG] 2.2.1.7) repeat those of the recipients. */
static bool has_each(const struct ls_mapi *m, const char *at, size_t n)
{
    for (size_t i = 0; i < n;) {
        const char *end = memchr(at + i, ';', n - i);
        size_t to = end ? (size_t)(end - at) : n;
        size_t lo = i, hi = to;
        while (lo < hi && at[lo] == ' ')
            lo++;
        while (lo < hi && (at[hi - 1] == ' ' || at[hi - 1] == '\0'))
            hi--;
        if (lo < hi && !has(m, at + lo, hi - lo))
            return false;
        i = to + 1;
    }
    return true;
}

static bool was_said(const struct ls_mapi *m, uint16_t id, const char *at, size_t n)
{
    enum { PREVIEW_MIN = 32, DISPLAY_BCC = 0x0E02, DISPLAY_TO = 0x0E04 };
    if (has(m, at, n))
        return true;
    if (n >= PREVIEW_MIN && n <= m->preview.n && memcmp(m->preview.at, at, n) == 0)
        return true; /* the beginning of the body */
    return id >= DISPLAY_BCC && id <= DISPLAY_TO && has_each(m, at, n);
}

/*
 * A subject ([MS-OXCMSG] 2.2.1.46) is a prefix, "RE: ", and what it is without it, which is another
 * property, and is told first: a line begins there. Of the subject the prefix remains.
 */
static bool is_answer(const struct ls_mapi *m, uint16_t id)
{
    const struct ls_buf *bare = &m->subject, *whole = &m->utf8;
    return id == LS_MAPI_SUBJECT && bare->n && whole->n > bare->n &&
           memcmp(whole->at + whole->n - bare->n, bare->at, bare->n) == 0;
}

static struct ls_result remember(struct ls_mapi *m, uint16_t id, const char *at, size_t n)
{
    enum { BODY = 0x1000, PREVIEW_CHARS = 1024 };
    bool news;
    LS_TRY(ls_known_add(&m->said, ls_fnv(LS_FNV_START, at, n), &news));
    if ((id == LS_MAPI_BARE_SUBJECT || id == LS_MAPI_TOPIC) && m->subject.n == 0 &&
        n <= m->subject.limit)
        LS_TRY(ls_buf_add(&m->subject, at, n));
    if (id == BODY && m->preview.n == 0)
        LS_TRY(ls_buf_add(&m->preview, at, n < PREVIEW_CHARS ? n : PREVIEW_CHARS));
    return ls_ok();
}

static struct ls_result read_some(const struct ls_mapi_bytes *bytes, uint64_t off, size_t len,
                                  struct ls_buf *out)
{
    size_t got;
    LS_VEC_CLEAR(out);
    LS_TRY(LS_VEC_RESERVE(out, len));
    struct ls_result r = ls_blob_read(bytes->blob, off, out->at, len, &got);
    out->n = got;
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED ? ls_ok() : r; /* it ends here */
}

/* [MS-PST] 2.5.3.1.1.1: a subject may begin with the length of its prefix. */
static size_t prefix_of(const struct ls_mapi_value *value, const struct ls_buf *bytes)
{
    size_t unit = value->type == LS_MAPI_STRING8 ? 1 : 2;
    bool there = value->id == LS_MAPI_SUBJECT && bytes->n >= 2 * unit && bytes->at[0] == 1 &&
                 (unit == 1 || bytes->at[1] == 0);
    return there ? 2 * unit : 0;
}

struct ls_result ls_mapi_load(struct ls_mapi *m, const struct ls_mapi_value *value,
                              const struct ls_mapi_bytes *bytes)
{
    struct ls_charset_reader reader;
    uint64_t size = bytes->blob->size;
    size_t len = size < LS_MAPI_LOADED_MAX ? (size_t)size : LS_MAPI_LOADED_MAX;
    LS_TRY(read_some(bytes, 0, len, &m->bytes));
    LS_VEC_CLEAR(&m->utf8);
    ls_map_clear(&m->map);
    size_t skip = prefix_of(value, &m->bytes), n = m->bytes.n;
    while (value->type == LS_MAPI_STRING8 && n > skip && m->bytes.at[n - 1] == '\0')
        m->bytes.n = --n;
    if (n == skip)
        return ls_ok();
    const struct ls_charset *charset = charset_of(m, value, m->bytes.at + skip, n - skip);
    ls_charset_begin(&reader, charset, skip);
    LS_TRY(ls_charset_feed(&reader, m->bytes.at + skip, n - skip, true, &m->utf8, &m->map));
    while (m->utf8.n && m->utf8.at[m->utf8.n - 1] == '\0')
        m->utf8.n--;
    return ls_ok();
}

/* ---- out ------------------------------------------------------------------------------------- */

static struct ls_result tell_part(struct ls_mapi *m, enum ls_part part, const char *encoding)
{
    if (m->encoding && m->part == part && strcmp(m->encoding, encoding) == 0)
        return ls_emit_break(m->job, LS_BREAK_LINE);
    bool whole = m->link.name.len == 0;
    struct ls_part_info info = {
        .part = part,
        .name = m->link.name,
        .encoding = encoding,
        .raw_off = whole ? 0 : LS_OFF_UNKNOWN,
        .link_off = m->link.off,
    };
    m->part = part;
    m->encoding = encoding;
    return ls_emit_part(m->job, &info);
}

static bool is_control(char c)
{
    return (uint8_t)c < ' ' || c == 0x7F;
}

static void drop_controls(struct ls_buf *utf8)
{
    size_t n = 0;
    for (size_t i = 0; i < utf8->n; i++)
        if (!is_control(utf8->at[i]))
            utf8->at[n++] = utf8->at[i];
    utf8->n = n;
}

static struct ls_result tell_name(struct ls_mapi *m, struct ls_mapi_source *source,
                                  const struct ls_mapi_value *value)
{
    LS_VEC_CLEAR(&m->name);
    if (value->id < LS_MAPI_NAMED || !source->name)
        return ls_ok();
    LS_TRY(source->name(source, value, &m->name));
    drop_controls(&m->name);
    if (m->name.n == 0)
        return ls_ok();
    LS_TRY(ls_emit_text(m->job, (struct ls_str){m->name.at, m->name.n}, NULL, 0));
    return ls_emit_break(m->job, LS_BREAK_CELL);
}

/* m->utf8 goes out. */
static struct ls_result tell_piece(struct ls_mapi *m, const struct ls_map *way)
{
    static const struct ls_map nowhere = {.out_end = 0};
    struct ls_mime_out *out = &m->out;
    LS_TRY(ls_mime_out_add(out, &m->utf8, &m->map, way ? way : &nowhere));
    if (out->text.n)
        LS_TRY(ls_emit_text(m->job, (struct ls_str){out->text.at, out->text.n},
                            way ? &out->map : NULL, out->base));
    LS_VEC_CLEAR(&out->text);
    ls_map_clear(&out->map);
    out->base = 0;
    return ls_ok();
}

/* The rest of a long string, of which the first bytes are in m->bytes. */
static struct ls_result tell_long(struct ls_mapi *m, const struct ls_mapi_value *value,
                                  const struct ls_mapi_bytes *bytes, enum ls_part part)
{
    struct ls_charset_reader reader;
    const struct ls_charset *charset = charset_of(m, value, m->bytes.at, m->bytes.n);
    ls_charset_begin(&reader, charset, 0);
    LS_TRY(tell_part(m, part, ls_charset_name(charset)));
    for (uint64_t off = 0; m->bytes.n; off += m->bytes.n) {
        LS_TRY(read_some(bytes, off, FEED, &m->bytes));
        LS_VEC_CLEAR(&m->utf8);
        ls_map_clear(&m->map);
        LS_TRY(
            ls_charset_feed(&reader, m->bytes.at, m->bytes.n, m->bytes.n == 0, &m->utf8, &m->map));
        LS_TRY(tell_piece(m, bytes->way));
    }
    return ls_ok();
}

static struct ls_result seen(struct ls_mapi *m, const struct ls_mapi_bytes *bytes)
{
    uint64_t size = bytes->blob->size;
    LS_TRY(ls_charge(m->job, 0, size));
    if (m->link.name.len || !bytes->way || size == 0)
        return ls_ok();
    for (size_t i = 0; i < bytes->way->segs.n; i++) {
        const struct ls_map_seg *seg = &bytes->way->segs.at[i];
        uint64_t end = i + 1 < bytes->way->segs.n ? seg[1].out : size;
        LS_TRY(ls_emit_seen(m->job, seg->in, seg->in + (end - seg->out)));
    }
    return ls_ok();
}

static bool is_blank(const struct ls_buf *utf8)
{
    for (size_t i = 0; i < utf8->n; i++)
        if ((uint8_t)utf8->at[i] > ' ')
            return false;
    return true;
}

static struct ls_result tell_opened(struct ls_mapi *m, struct ls_mapi_source *source,
                                    const struct ls_mapi_value *value,
                                    const struct ls_mapi_bytes *bytes, enum ls_part part)
{
    LS_TRY(ls_mapi_load(m, value, bytes));
    if (is_blank(&m->utf8))
        return ls_charge(m->job, 0, bytes->blob->size);
    ls_mime_out_clear(&m->out);
    if (bytes->blob->size > LS_MAPI_LOADED_MAX)
        return tell_long(m, value, bytes, part);
    bool answer = is_answer(m, value->id);
    if (answer)
        m->utf8.n -= m->subject.n;
    if (answer || was_said(m, value->id, m->utf8.at, m->utf8.n))
        LS_TRY(seen(m, bytes));
    if (was_said(m, value->id, m->utf8.at, m->utf8.n))
        return ls_ok();
    LS_TRY(remember(m, value->id, m->utf8.at, m->utf8.n));
    LS_TRY(tell_part(m, part, ls_charset_name(charset_of(m, value, m->bytes.at, m->bytes.n))));
    LS_TRY(tell_name(m, source, value));
    LS_TRY(tell_piece(m, bytes->way));
    return m->name.n ? ls_emit_break(m->job, LS_BREAK_ROW) : ls_ok();
}

struct ls_result ls_mapi_tell_string(struct ls_mapi *m, struct ls_mapi_source *source,
                                     const struct ls_mapi_value *value, enum ls_part part)
{
    struct ls_mapi_bytes bytes;
    LS_TRY(source->open(source, value, &bytes));
    struct ls_result r =
        bytes.blob->size ? tell_opened(m, source, value, &bytes, part) : ls_charge(m->job, 0, 0);
    source->close(source);
    return r;
}

struct ls_result ls_mapi_add_name(struct ls_mapi *m, struct ls_mapi_source *source,
                                  const struct ls_mapi_value *value, struct ls_buf *name)
{
    struct ls_mapi_bytes bytes;
    LS_TRY(source->open(source, value, &bytes));
    struct ls_result r = ls_mapi_load(m, value, &bytes);
    source->close(source);
    LS_TRY(r);
    for (size_t i = 0; i < m->utf8.n && name->n < name->limit; i++)
        if (!is_control(m->utf8.at[i]))
            LS_TRY(ls_buf_char(name, m->utf8.at[i]));
    return ls_ok();
}
