/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Header fields (RFC 5322 §2.2), one at a time, so that a header may be of any length.
 *
 * What people read of them is text: the subject a part of its own, other fields unless programs
 * wrote them for programs. What the parser needs of them goes into m->entity.
 */
#include "formats/mime_priv.h"

#include "base/reason.h"

#include <string.h>
#include <strings.h>

enum { NAME_MAX_LEN = 256 };

static bool is_name_char(uint8_t c)
{
    return c > 32 && c < 127 && c != ':';
}

/* Bytes of "Name" before its colon, 0 when it is none. */
static size_t field_name(const uint8_t *line, size_t n, size_t *colon)
{
    size_t name = 0;
    while (name < n && name < NAME_MAX_LEN && is_name_char(line[name]))
        name++;
    *colon = name;
    while (*colon < n && (line[*colon] == ' ' || line[*colon] == '\t'))
        ++*colon;
    return *colon < n && line[*colon] == ':' ? name : 0;
}

bool ls_mime_is_field(const uint8_t *line, size_t n)
{
    size_t colon;
    return field_name(line, n, &colon) > 0;
}

/*
 * Length of the line at at[0..n) without its end. A CR alone ends a line when a field or another
 * line end follows, else it is a character like others.
 */
static size_t line_len(const uint8_t *at, size_t n, bool *bare_cr)
{
    const uint8_t *lf = memchr(at, '\n', n);
    size_t len = lf ? (size_t)(lf - at) : n;
    for (size_t i = 0; i < len;) {
        const uint8_t *cr = memchr(at + i, '\r', len - i);
        if (!cr)
            break;
        i = (size_t)(cr - at);
        size_t end = ls_mime_line_end(cr, n - i);
        if (cr[end - 1] == '\n')
            return i;
        const uint8_t *next = cr + 1;
        if (next < at + n && (*next == '\r' || ls_mime_is_field(next, n - i - 1))) {
            *bare_cr = true;
            return i;
        }
        i++;
    }
    return len;
}

static bool is_blank(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] != ' ' && at[i] != '\t')
            return false;
    return true;
}

/* Where the reader stands in a header. */
enum stands { AT_FIELD, AT_EMPTY_LINE, AT_DELIM, AT_END, AT_JUNK };

static enum stands look(struct ls_mime *m, struct ls_mime_delim *delim)
{
    const struct ls_mime_reader *r = &m->reader;
    if (r->n == 0)
        return AT_END;
    if (ls_mime_line_end(r->at, r->n))
        return AT_EMPTY_LINE;
    if (ls_mime_is_delim(m, r->at, r->n, delim))
        return AT_DELIM;
    return ls_mime_is_field(r->at, r->n) ? AT_FIELD : AT_JUNK;
}

/* One line, with its end, of a field into m->field, or as much of it as there is room for. */
static struct ls_result take_line(struct ls_mime *m)
{
    struct ls_mime_reader *r = &m->reader;
    for (bool ended = false; !ended;) {
        bool bare_cr = false;
        LS_TRY(ls_mime_fill(r, LS_MIME_PIECE + LS_MIME_LOOK));
        size_t n = r->n < LS_MIME_PIECE ? r->n : LS_MIME_PIECE;
        size_t len = line_len(r->at, n, &bare_cr);
        ended = len < n || (r->eof && len == r->n);
        if (len < n)
            len += ls_mime_line_end(r->at + len, r->n - len);
        size_t room = m->field.limit - m->field.n;
        LS_TRY(ls_buf_add(&m->field, r->at, len < room ? len : room));
        ls_mime_skip(r, len);
        if (bare_cr)
            LS_TRY(ls_mime_note(m, LS_MIME_BARE_CR));
    }
    return ls_ok();
}

/* A field with its folded lines. */
static struct ls_result take_field(struct ls_mime *m)
{
    struct ls_mime_reader *r = &m->reader;
    LS_VEC_CLEAR(&m->field);
    m->field_off = r->off;
    do {
        LS_TRY(take_line(m));
        LS_TRY(ls_mime_fill(r, LS_MIME_LOOK));
    } while (r->n && (r->at[0] == ' ' || r->at[0] == '\t'));
    if (m->field.n == m->field.limit)
        return ls_emit_gap(m->job, (struct ls_str){NULL, 0}, LS_REASON_SIZE_LIMIT,
                           "a header field is longer than 64 KiB");
    return ls_ok();
}

/* ---- what fields say ------------------------------------------------------------------------- */

static struct ls_result emit_part(struct ls_mime *m, enum ls_part part, const char *encoding)
{
    struct ls_part_info info = {
        .part = part, .encoding = encoding, .raw_off = 0, .link_off = LS_OFF_UNKNOWN};
    return ls_emit_part(m->job, &info);
}

/* Out with m->out, as a part. */
static struct ls_result emit_out(struct ls_mime *m, enum ls_part part, const char *encoding)
{
    m->out.cr = false;
    if (m->out.text.n == 0)
        return ls_ok();
    LS_TRY(emit_part(m, part, encoding));
    return ls_mime_out_emit(m, &m->out);
}

static struct ls_result emit_words(struct ls_mime *m, const uint8_t *value, size_t n,
                                   enum ls_part part)
{
    const char *encoding = NULL;
    uint64_t off = m->field_off + (uint64_t)(value - (const uint8_t *)m->field.at);
    m->doubtful = m->second_look = false;
    LS_TRY(ls_mime_add_words(m, value, n, off, &encoding));
    LS_TRY(emit_out(m, part, encoding));
    if (!m->doubtful)
        return ls_ok();
    LS_TRY(ls_mime_note(m, LS_MIME_WRONG_CHARSET));
    m->second_look = true;
    LS_TRY(ls_mime_add_words(m, value, n, off, &encoding));
    m->second_look = false;
    return emit_out(m, part, encoding);
}

/* Names that programs write for programs; where one ends with '-' or '*', all that begin so. */
static bool is_for_programs(struct ls_str name)
{
    static const char *const names[] = {
        "received",      "return-path",     "date",          "message-id",
        "references",    "in-reply-to",     "mime-version",  "content-*",
        "dkim-*",        "domainkey-*",     "arc-*",         "authentication-results",
        "received-spf",  "x-received",      "x-google-*",    "x-gm-*",
        "lines",         "status",          "x-status",      "x-uid*",
        "x-mozilla-*",   "list-*",          "precedence",    "x-spam-*",
        "x-ms-*",        "x-microsoft-*",   "x-forefront-*", "x-mailer",
        "user-agent",    "delivered-to",    "autocrypt*",    "x-face",
        "face",          "openpgp",         "envelope-to",   "x-originating-ip",
        "thread-index",  "x-priority",      "importance",    "x-mimeole",
        "x-qq-*",        "x-cm-*",          "x-coremail-*",  "resent-*id",
        "delivery-date", "x-attachment-id", "x-mimetrack",   "x-virus-*",
        "feedback-id",   "x-ses-*",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t len = strlen(names[i]);
        bool prefix = names[i][len - 1] == '*';
        char word[32];
        memcpy(word, names[i], len + 1);
        word[len - prefix] = '\0';
        if (prefix ? ls_mime_begins(name, word) : ls_mime_is(name, word))
            return true;
    }
    return false;
}

/* More than ASCII: what programs write for programs is not. */
static bool is_worth_reading(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] > 0x7F || at[i] == 0x1B || (at[i] == '=' && i + 1 < n && at[i + 1] == '?'))
            return true;
    return false;
}

/* The names of an attachment, each once: the first one is what it is called. */
static struct ls_result take_name(struct ls_mime *m, const char *encoding)
{
    struct ls_mime_entity *e = &m->entity;
    bool same = e->names_n && e->name.n == m->out.text.n &&
                memcmp(e->name.at, m->out.text.at, e->name.n) == 0;
    m->out.cr = false;
    if (same || m->out.text.n == 0) {
        LS_VEC_CLEAR(&m->out.text);
        ls_map_clear(&m->out.map);
        return ls_ok();
    }
    if (e->names_n++ == 0) {
        size_t n = m->out.text.n < e->name.limit ? m->out.text.n : e->name.limit;
        LS_TRY(ls_buf_add(&e->name, m->out.text.at, n));
    } else {
        const char *a = memrchr(e->name.at, '.', e->name.n);
        const char *b = memrchr(m->out.text.at, '.', m->out.text.n);
        struct ls_str kinds[2] = {{a, a ? (size_t)(e->name.at + e->name.n - a) : 0},
                                  {b, b ? (size_t)(m->out.text.at + m->out.text.n - b) : 0}};
        if (kinds[0].len != kinds[1].len ||
            (a && b && strncasecmp(kinds[0].at, kinds[1].at, kinds[0].len) != 0))
            LS_TRY(ls_mime_note(m, LS_MIME_TWO_NAMES));
    }
    return emit_out(m, LS_PART_NAME, encoding);
}

static struct ls_result take_name_param(struct ls_mime *m, struct ls_mime_params *params, size_t i)
{
    struct ls_mime_param *param = &params->at[i];
    const char *encoding = NULL;
    struct ls_str charset;
    if (param->section < 0 && !param->encoded) { /* against the standard, but usual: RFC 2047 */
        size_t n = param->quoted ? param->n : param->loose_n;
        uint64_t off = m->field_off + (uint64_t)(param->at - (const uint8_t *)m->field.at);
        param->taken = true;
        LS_TRY(ls_mime_add_words(m, param->at, n, off, &encoding));
    } else {
        LS_TRY(ls_mime_join_param(m, params, i, &charset));
        LS_TRY(ls_mime_flush_raw(m, charset, &encoding));
    }
    return take_name(m, encoding);
}

/* All names in these parameters; those of RFC 2231 first, which are what people see. */
struct ls_result ls_mime_take_names(struct ls_mime *m, struct ls_mime_params *params,
                                    const char *name)
{
    for (int plain = 0; plain < 2; plain++)
        for (size_t i = 0; i < params->n; i++) {
            const struct ls_mime_param *param = &params->at[i];
            bool is_plain = param->section < 0 && !param->encoded;
            if (!param->taken && is_plain == plain && ls_mime_is(param->name, name))
                LS_TRY(take_name_param(m, params, i));
        }
    return ls_ok();
}

static struct ls_result take_disposition(struct ls_mime *m, const uint8_t *value, size_t n)
{
    struct ls_mime_params params;
    ls_mime_parse_params(value, n, &params);
    m->entity.attachment |= ls_mime_is(params.value, "attachment");
    return ls_mime_take_names(m, &params, "filename");
}

/* Where a saved page came from: the name of what has no other. */
static struct ls_result take_location(struct ls_mime *m, const uint8_t *value, size_t n)
{
    struct ls_buf *to = &m->entity.location;
    for (size_t i = 0; i < n && to->n < to->limit; i++)
        if (value[i] > ' ' && value[i] < 0x7F)
            LS_TRY(ls_buf_char(to, (char)value[i]));
    return ls_ok();
}

/* "base64", and what writers make of it. */
static struct ls_result take_transfer(struct ls_mime *m, const uint8_t *value, size_t n)
{
    static const struct {
        const char *word;
        enum ls_transfer transfer;
    } words[] = {
        {"base64", LS_TRANSFER_BASE64}, {"quotedprintable", LS_TRANSFER_QP},
        {"7bit", LS_TRANSFER_NONE},     {"8bit", LS_TRANSFER_NONE},
        {"binary", LS_TRANSFER_NONE},   {"xuuencode", LS_TRANSFER_UU},
        {"uuencode", LS_TRANSFER_UU},   {"xuue", LS_TRANSFER_UU},
        {"uue", LS_TRANSFER_UU},        {"xyencode", LS_TRANSFER_YENC},
        {"yenc", LS_TRANSFER_YENC},
    };
    struct ls_mime_entity *e = &m->entity;
    struct ls_mime_params params;
    char word[32] = "";
    size_t len = 0;
    ls_mime_parse_params(value, n, &params);
    for (size_t i = 0; i < params.value.len && len < sizeof word - 1; i++) {
        char c = params.value.at[i];
        if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
            word[len++] = c;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!ls_mime_is((struct ls_str){word, len}, words[i].word))
            continue;
        e->transfers_n += e->transfers_n < LS_MIME_SAID_MAX;
        e->transfers[e->transfers_n - 1] = words[i].transfer;
        return ls_ok();
    }
    e->strange_transfer |= len > 0;
    return ls_ok();
}

static struct ls_result take_field_value(struct ls_mime *m, struct ls_str name,
                                         const uint8_t *value, size_t n)
{
    if (ls_mime_is(name, "content-type"))
        return ls_mime_take_type(m, value, n);
    if (ls_mime_is(name, "content-transfer-encoding"))
        return take_transfer(m, value, n);
    if (ls_mime_is(name, "content-disposition"))
        return take_disposition(m, value, n);
    if (ls_mime_is(name, "content-location") && m->entity.location.n == 0)
        LS_TRY(take_location(m, value, n));
    if (ls_mime_is(name, "subject"))
        return emit_words(m, value, n, LS_PART_SUBJECT);
    bool said = ls_mime_is(name, "content-description") || !is_for_programs(name);
    return said || is_worth_reading(value, n) ? emit_words(m, value, n, LS_PART_MAIL_HEADER)
                                              : ls_ok();
}

static struct ls_result read_field(struct ls_mime *m)
{
    size_t colon;
    LS_TRY(take_field(m));
    LS_TRY(ls_charge(m->job, 0, 0));
    const uint8_t *at = (const uint8_t *)m->field.at;
    struct ls_str name = {m->field.at, field_name(at, m->field.n, &colon)};
    const uint8_t *value = at + colon + 1, *end = at + m->field.n;
    while (value < end && (is_blank(value, 1) || *value == '\r' || *value == '\n'))
        value++;
    while (end > value && (is_blank(end - 1, 1) || end[-1] == '\r' || end[-1] == '\n'))
        end--;
    return take_field_value(m, name, value, (size_t)(end - value));
}

/*
 * A line that is no field. When the header goes on behind it, it is passed over; else *body: the
 * empty line is missing, and the body begins here.
 */
static struct ls_result pass_junk(struct ls_mime *m, bool first, bool *body)
{
    struct ls_mime_reader *r = &m->reader;
    bool bare_cr = false;
    size_t len = line_len(r->at, r->n < LS_MIME_LOOK ? r->n : LS_MIME_LOOK, &bare_cr);
    size_t end = len < r->n ? ls_mime_line_end(r->at + len, r->n - len) : 0;
    const uint8_t *next = r->at + len + end;
    size_t left = r->n - len - end;
    struct ls_str line = {(const char *)r->at, len};
    bool known = first && (ls_mime_begins(line, "from ") || ls_mime_begins(line, ">from "));
    bool goes_on = end && (ls_mime_line_end(next, left) || ls_mime_is_field(next, left));
    *body = !known && !goes_on;
    if (!known)
        LS_TRY(ls_mime_note(m, LS_MIME_NO_FIELD));
    if (*body)
        return ls_ok();
    LS_VEC_CLEAR(&m->field);
    return take_line(m);
}

static void clear_entity(struct ls_mime_entity *e)
{
    e->types_n = e->transfers_n = e->names_n = 0;
    e->attachment = e->strange_transfer = false;
    LS_VEC_CLEAR(&e->name);
    LS_VEC_CLEAR(&e->location);
}

struct ls_result ls_mime_read_header(struct ls_mime *m, bool message)
{
    struct ls_mime_reader *r = &m->reader;
    bool first = message;
    clear_entity(&m->entity);
    for (;; first = false) {
        struct ls_mime_delim delim;
        bool body = false;
        LS_TRY(ls_mime_fill(r, LS_MIME_PIECE + LS_MIME_LOOK));
        switch (look(m, &delim)) {
        case AT_END:
            return ls_ok();
        case AT_DELIM: /* no body */
            m->body_end = r->off;
            m->delim = delim;
            m->at_delim = true;
            ls_mime_skip(r, delim.len);
            return ls_ok();
        case AT_EMPTY_LINE:
            ls_mime_skip(r, ls_mime_line_end(r->at, r->n));
            if (!first || r->n == 0 || !ls_mime_is_field(r->at, r->n))
                return ls_ok();
            break; /* an empty line before the header */
        case AT_FIELD:
            LS_TRY(read_field(m));
            break;
        case AT_JUNK:
            LS_TRY(pass_junk(m, first, &body));
            if (body)
                return ls_ok();
            break;
        }
    }
}
