/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what the header of a part says, and what its first bytes look like, to the ways in which it
 * can be read. Fields that say two things give two readings, and so do fields that say what the
 * bytes do not.
 */
#include "formats/mime_priv.h"

#include <string.h>

enum {
    BASE64_SURE = 90, /* percent of its alphabet, below which a body is not called base64 */
    BASE64_LOOK = 4 << 10,
    BASE64_BYTES = 64, /* so many are needed to say so where nobody else does */
};

/* ---- Content-Type ---------------------------------------------------------------------------- */

static bool is_one_of(struct ls_str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ls_mime_is(s, words[i]))
            return true;
    return false;
}

/* Subtypes of text/ that are no running text, or have a format of their own. */
static bool is_document(struct ls_str subtype)
{
    static const char *const subtypes[] = {
        "xml", "rtf", "csv", "css", "tab-separated-values", "javascript", "ecmascript",
    };
    return is_one_of(subtype, subtypes, sizeof subtypes / sizeof *subtypes) ||
           ls_mime_begins(subtype, "xml-");
}

static void set_kind(struct ls_mime_reading *reading, struct ls_str type)
{
    const char *slash = memchr(type.at, '/', type.len);
    struct ls_str subtype = {slash ? slash + 1 : NULL,
                             slash ? type.len - (size_t)(slash + 1 - type.at) : 0};
    reading->kind = LS_MIME_CHILD;
    reading->text = ls_mime_begins(type, "text/") || subtype.len == 0;
    if (ls_mime_begins(type, "multipart/") && subtype.len) {
        reading->kind = LS_MIME_MULTIPART;
        reading->digest = ls_mime_is(subtype, "digest");
        reading->alternative = ls_mime_is(subtype, "alternative");
        reading->sealed = ls_mime_is(subtype, "encrypted");
    } else if (ls_mime_is(type, "message/rfc822") || ls_mime_is(type, "message/global") ||
               ls_mime_is(type, "message/news") || ls_mime_is(type, "text/rfc822-headers")) {
        reading->kind = LS_MIME_MESSAGE;
    } else if (ls_mime_is(type, "message/partial")) {
        reading->piece = true;
    } else if (ls_mime_is(type, "text/html") || ls_mime_is(type, "application/xhtml+xml") ||
               ls_mime_is(type, "text/x-amp-html")) {
        reading->kind = LS_MIME_HTML;
    } else if (subtype.len == 0 || /* no type: RFC 2045 §5.2 */
               ls_mime_begins(type, "message/") ||
               (ls_mime_begins(type, "text/") && !is_document(subtype))) {
        reading->kind = LS_MIME_TEXT;
    }
}

static void add_bound(struct ls_mime_reading *reading, const void *at, size_t n)
{
    struct ls_mime_bound bound = {.cut = n > LS_MIME_BOUND_MAX};
    if (n == 0)
        return;
    bound.n = (uint8_t)(bound.cut ? LS_MIME_BOUND_MAX : n);
    memcpy(bound.at, at, bound.n);
    for (size_t i = 0; i < reading->bounds_n; i++)
        if (reading->bounds[i].n == bound.n &&
            memcmp(reading->bounds[i].at, bound.at, bound.n) == 0)
            return;
    reading->bounds_n += reading->bounds_n < LS_MIME_BOUNDS_MAX;
    reading->bounds[reading->bounds_n - 1] = bound; /* of too many, the last one counts */
}

/* A boundary with blanks at its end, which lines of it have lost (RFC 2046 §5.1.1 forbids them). */
static void add_bound_and_trimmed(struct ls_mime_reading *reading, const char *at, size_t n)
{
    add_bound(reading, at, n);
    while (n && (at[n - 1] == ' ' || at[n - 1] == '\t'))
        n--;
    add_bound(reading, at, n);
}

/* "a\b" is ab to who goes by RFC 5322 §3.2.4. */
static void add_bound_unescaped(struct ls_mime_reading *reading, const struct ls_mime_param *param)
{
    char text[LS_MIME_BOUND_MAX + 1];
    size_t n = 0;
    for (size_t i = 0; i < param->n && n < sizeof text; i++) {
        i += param->at[i] == '\\' && i + 1 < param->n;
        text[n++] = (char)param->at[i];
    }
    add_bound(reading, text, n);
}

static struct ls_result take_bound(struct ls_mime *m, struct ls_mime_params *params, size_t i,
                                   struct ls_mime_reading *reading)
{
    const struct ls_mime_param *param = &params->at[i];
    struct ls_str charset;
    bool loose = param->section < 0 && !param->quoted && param->loose_n != param->n;
    LS_VEC_CLEAR(&m->raw);
    ls_map_clear(&m->raw_map);
    LS_TRY(ls_mime_join_param(m, params, i, &charset));
    if (loose) /* up to a blank, up to the semicolon, and as it stands there */
        add_bound_and_trimmed(reading, (const char *)param->at, param->n);
    add_bound_and_trimmed(reading, m->raw.at, m->raw.n);
    if (param->quoted && memchr(param->at, '\\', param->n))
        add_bound_unescaped(reading, param);
    add_bound(reading, param->at, param->section < 0 ? param->n : 0);
    LS_VEC_CLEAR(&m->raw);
    ls_map_clear(&m->raw_map);
    return ls_ok();
}

/* A second charset in one field is another type of its own. */
static struct ls_result take_charset(struct ls_mime *m, struct ls_mime_params *params, size_t i,
                                     char out[LS_MIME_CHARSET_MAX])
{
    struct ls_str ignored;
    LS_VEC_CLEAR(&m->raw);
    LS_TRY(ls_mime_join_param(m, params, i, &ignored));
    size_t n = m->raw.n < LS_MIME_CHARSET_MAX - 1 ? m->raw.n : LS_MIME_CHARSET_MAX - 1;
    if (n)
        memcpy(out, m->raw.at, n);
    out[n] = '\0';
    LS_VEC_CLEAR(&m->raw);
    ls_map_clear(&m->raw_map);
    return ls_ok();
}

static void add_type(struct ls_mime *m, const struct ls_mime_reading *type)
{
    struct ls_mime_entity *e = &m->entity;
    for (size_t i = 0; i < e->types_n; i++)
        if (ls_mime_same_reading(&e->types[i], type))
            return;
    e->types_n += e->types_n < LS_MIME_SAID_MAX;
    e->types[e->types_n - 1] = *type; /* of too many, the last one counts */
}

struct ls_result ls_mime_take_type(struct ls_mime *m, const uint8_t *value, size_t n)
{
    struct ls_mime_reading type = {.kind = LS_MIME_CHILD};
    struct ls_mime_params params;
    char second[LS_MIME_CHARSET_MAX] = "";
    ls_mime_parse_params(value, n, &params);
    set_kind(&type, params.value);
    for (size_t i = 0; i < params.n; i++) {
        const struct ls_mime_param *param = &params.at[i];
        struct ls_str text = {(const char *)param->at, param->n};
        if (param->taken)
            continue;
        if (ls_mime_is(param->name, "boundary"))
            LS_TRY(take_bound(m, &params, i, &type));
        else if (ls_mime_is(param->name, "charset"))
            LS_TRY(take_charset(m, &params, i, type.charset[0] ? second : type.charset));
        else if (ls_mime_is(param->name, "format"))
            type.flowed = ls_mime_is(text, "flowed");
        else if (ls_mime_is(param->name, "delsp"))
            type.delsp = ls_mime_is(text, "yes");
    }
    add_type(m, &type);
    if (second[0]) {
        memcpy(type.charset, second, sizeof second);
        add_type(m, &type);
    }
    return ls_mime_take_names(m, &params, "name");
}

/* ---- readings -------------------------------------------------------------------------------- */

static bool same_charset(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return true;
    const struct ls_charset *x = ls_charset_find(a, strlen(a));
    return x && x == ls_charset_find(b, strlen(b));
}

static bool same_bounds(const struct ls_mime_reading *a, const struct ls_mime_reading *b)
{
    if (a->bounds_n != b->bounds_n)
        return false;
    for (size_t i = 0; i < a->bounds_n; i++)
        if (a->bounds[i].n != b->bounds[i].n ||
            memcmp(a->bounds[i].at, b->bounds[i].at, a->bounds[i].n) != 0)
            return false;
    return true;
}

bool ls_mime_same_reading(const struct ls_mime_reading *a, const struct ls_mime_reading *b)
{
    if (a->kind != b->kind || a->transfer != b->transfer || a->packed != b->packed)
        return false;
    if (a->kind == LS_MIME_MULTIPART)
        return same_bounds(a, b) && a->digest == b->digest;
    bool text = a->kind == LS_MIME_TEXT || a->kind == LS_MIME_HTML;
    return !text || same_charset(a->charset, b->charset);
}

/* One way more, unless it is none. */
static bool add_reading(struct ls_mime *m, const struct ls_mime_reading *reading)
{
    for (size_t i = 0; i < m->readings_n; i++)
        if (ls_mime_same_reading(&m->readings[i], reading))
            return false;
    if (m->readings_n == LS_MIME_READINGS_MAX)
        return false;
    m->readings[m->readings_n++] = *reading;
    return true;
}

/* What the header of the part says, every type with every encoding. */
static struct ls_result combine(struct ls_mime *m, bool digest)
{
    struct ls_mime_entity *e = &m->entity;
    if (e->types_n == 0)
        e->types[e->types_n++] = (struct ls_mime_reading){
            .kind = digest ? LS_MIME_MESSAGE : LS_MIME_TEXT, .text = !digest};
    if (e->transfers_n == 0)
        e->transfers[e->transfers_n++] = LS_TRANSFER_NONE;
    m->readings_n = 0;
    for (size_t t = 0; t < e->types_n; t++)
        for (size_t x = 0; x < e->transfers_n; x++) {
            struct ls_mime_reading reading = e->types[t];
            bool named = e->attachment || e->names_n;
            if (reading.kind == LS_MIME_TEXT && named)
                reading.kind = LS_MIME_CHILD;
            reading.transfer = e->transfers[x];
            bool more = add_reading(m, &reading);
            if (more && t > 0)
                LS_TRY(ls_mime_note(m, LS_MIME_TWO_TYPES));
            if (more && x > 0)
                LS_TRY(ls_mime_note(m, LS_MIME_TWO_TRANSFERS));
        }
    for (size_t i = 1; i < m->readings_n; i++) /* a multipart goes first: it shows the most */
        if (m->readings[0].kind != LS_MIME_MULTIPART && m->readings[i].kind == LS_MIME_MULTIPART) {
            struct ls_mime_reading first = m->readings[i];
            m->readings[i] = m->readings[0];
            m->readings[0] = first;
        }
    return ls_ok();
}

/* The first line that could be a delimiter: "--", something, and a header field behind it. */
static void guess_bound(struct ls_mime_reading *reading, const uint8_t *at, size_t n)
{
    for (size_t i = 0; i + 2 < n;) {
        const uint8_t *lf = memchr(at + i, '\n', n - i);
        size_t len = lf ? (size_t)(lf - at) - i : n - i, end = len;
        while (end && (at[i + end - 1] == '\r' || at[i + end - 1] == ' '))
            end--;
        struct ls_str next = {(const char *)at + i + len + 1, lf ? n - i - len - 1 : 0};
        if (end > 2 && at[i] == '-' && at[i + 1] == '-' && ls_mime_begins(next, "content-")) {
            add_bound(reading, at + i + 2, end - 2);
            return;
        }
        i += len + 1;
    }
}

static bool has_delim(const struct ls_mime_reading *reading, const uint8_t *at, size_t n)
{
    for (size_t i = 0; i + 2 < n;) {
        for (size_t b = 0; b < reading->bounds_n; b++)
            if (at[i] == '-' && at[i + 1] == '-' && n - i - 2 >= reading->bounds[b].n &&
                memcmp(at + i + 2, reading->bounds[b].at, reading->bounds[b].n) == 0)
                return true;
        const uint8_t *lf = memchr(at + i, '\n', n - i);
        if (!lf)
            break;
        i = (size_t)(lf - at) + 1;
    }
    return false;
}

static bool is_encoding(enum ls_transfer transfer)
{
    return transfer != LS_TRANSFER_NONE;
}

/* A multipart: must have a boundary, must not be encoded (RFC 2045 §6.4). */
static struct ls_result check_multipart(struct ls_mime *m, struct ls_mime_reading *reading,
                                        const struct ls_mime_run_of_bytes *body)
{
    if (reading->bounds_n == 0) {
        guess_bound(reading, body->at, body->n);
        LS_TRY(ls_mime_note(m, LS_MIME_NO_BOUND));
    }
    if (reading->bounds_n == 0) {
        reading->kind = LS_MIME_TEXT;
        return ls_ok();
    }
    if (!is_encoding(reading->transfer))
        return ls_ok();
    LS_TRY(ls_mime_note(m, LS_MIME_PACKED_MULTIPART));
    reading->packed = !has_delim(reading, body->at, body->n);
    if (!reading->packed)
        reading->transfer = LS_TRANSFER_NONE;
    return ls_ok();
}

/* Does the body look like what it is said to be encoded in? If not, as it stands, too. */
static struct ls_result check_transfer(struct ls_mime *m, const struct ls_mime_reading *reading,
                                       const struct ls_mime_run_of_bytes *body)
{
    size_t look = body->n < BASE64_LOOK ? body->n : BASE64_LOOK;
    unsigned likeness = look ? ls_base64_likeness(body->at, look) : 100;
    struct ls_mime_reading other = *reading;
    if (reading->transfer == LS_TRANSFER_BASE64 && likeness < BASE64_SURE) {
        other.transfer = LS_TRANSFER_NONE;
        if (add_reading(m, &other))
            return ls_mime_note(m, LS_MIME_NOT_BASE64);
    }
    bool file = reading->kind == LS_MIME_CHILD || reading->kind == LS_MIME_MESSAGE;
    bool wrapped = look && memchr(body->at, '\n', look) != NULL;
    if (file && reading->transfer != LS_TRANSFER_BASE64 && likeness == 100 &&
        body->n >= BASE64_BYTES && wrapped) {
        other.transfer = LS_TRANSFER_BASE64;
        if (add_reading(m, &other))
            return ls_mime_note(m, LS_MIME_UNSAID_BASE64);
    }
    return ls_ok();
}

struct ls_result ls_mime_find_readings(struct ls_mime *m, bool digest)
{
    struct ls_mime_run_of_bytes body;
    LS_TRY(combine(m, digest));
    LS_TRY(ls_mime_peek(m, &body));
    size_t said = m->readings_n;
    for (size_t i = 0; i < said; i++) {
        if (m->readings[i].kind == LS_MIME_MULTIPART)
            LS_TRY(check_multipart(m, &m->readings[i], &body));
        else
            LS_TRY(check_transfer(m, &m->readings[i], &body));
    }
    return ls_ok();
}
