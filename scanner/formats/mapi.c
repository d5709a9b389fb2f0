/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/mapi.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "decode/lzfu.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    SAID_MAX = 1 << 16,
    BYTES_MAX = 1 << 20,
    UTF8_MAX = 2 << 20,
    SAMPLE = 16 << 10,  /* what the charset of 8-bit strings is known by … */
    SAMPLE_EACH = 2048, /* … of one of them at most */
    HEADERS_MAX = 1 << 20,
    BINARY_MIN = 256, /* shorter ones are identifiers */
};

/* [MS-OXPROPS] */
enum {
    HEADERS = 0x007D,
    BODY = 0x1000,
    RTF = 0x1009,
    HTML = 0x1013,
    ATTACH_SHORT_NAME = 0x3704,
    ATTACH_NAME = 0x3707,
    ATTACH_MIME_TYPE = 0x370E,
    INTERNET_PAGE = 0x3FDE,
};

static const struct {
    uint16_t from, to;
    enum ls_part part;
} places[] = {
    {LS_MAPI_SUBJECT, LS_MAPI_SUBJECT, LS_PART_SUBJECT},
    {LS_MAPI_SUBJECT_PREFIX, LS_MAPI_SUBJECT_PREFIX, LS_PART_SUBJECT},
    {0x0040, 0x0040, LS_PART_MAIL_HEADER}, /* received by, for whom, instead of whom, … */
    {0x0042, 0x0042, LS_PART_MAIL_HEADER},
    {0x0044, 0x0044, LS_PART_MAIL_HEADER},
    {0x0049, 0x0050, LS_PART_MAIL_HEADER},
    {0x0064, 0x0065, LS_PART_MAIL_HEADER},
    {LS_MAPI_TOPIC, LS_MAPI_TOPIC, LS_PART_SUBJECT},
    {0x0072, 0x0079, LS_PART_MAIL_HEADER},
    {0x0C1A, 0x0C1A, LS_PART_MAIL_HEADER}, /* sender */
    {0x0C1E, 0x0C1F, LS_PART_MAIL_HEADER},
    {0x0E02, 0x0E04, LS_PART_MAIL_HEADER}, /* bcc, cc, to */
    {LS_MAPI_BARE_SUBJECT, LS_MAPI_BARE_SUBJECT, LS_PART_SUBJECT},
    {BODY, BODY, LS_PART_BODY},
    {0x1035, 0x1046, LS_PART_MAIL_HEADER}, /* identifiers of messages */
    {0x3FD9, 0x3FD9, LS_PART_BODY},        /* its beginning */
    {0x5D01, 0x5D0A, LS_PART_MAIL_HEADER}, /* sender's addresses */
};

static enum ls_part place_of(uint16_t id)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (id >= places[i].from && id <= places[i].to)
            return places[i].part;
    return LS_PART_PROPERTY;
}

void ls_mapi_init(struct ls_mapi *m, struct ls_format_job *job)
{
    memset(m, 0, sizeof *m);
    m->job = job;
    m->said.limit = SAID_MAX;
    m->subject.limit = LS_MAPI_LOADED_MAX;
    m->preview.limit = LS_MAPI_LOADED_MAX;
    m->bytes.limit = BYTES_MAX;
    m->utf8.limit = m->text.limit = UTF8_MAX;
    m->name.limit = LS_MAPI_NAME_MAX;
    ls_map_init(&m->map, LS_MIME_SEGS_MAX);
    ls_mime_out_init(&m->out);
    ls_mapi_begin(m, NULL);
}

void ls_mapi_fini(struct ls_mapi *m)
{
    ls_known_fini(&m->said);
    LS_VEC_FINI(&m->subject);
    LS_VEC_FINI(&m->preview);
    LS_VEC_FINI(&m->bytes);
    LS_VEC_FINI(&m->utf8);
    LS_VEC_FINI(&m->text);
    LS_VEC_FINI(&m->name);
    ls_map_fini(&m->map);
    ls_mime_out_fini(&m->out);
}

void ls_mapi_begin(struct ls_mapi *m, const struct ls_link *link)
{
    m->link = link ? *link : (struct ls_link){.off = LS_OFF_UNKNOWN};
    m->page = m->body_page = 0;
    m->guessed = NULL;
    m->encoding = NULL;
    ls_known_clear(&m->said);
    m->full = false;
    LS_VEC_CLEAR(&m->subject);
    LS_VEC_CLEAR(&m->preview);
}

void ls_mapi_number(struct ls_mapi *m, uint16_t id, uint32_t number)
{
    if (id == LS_MAPI_CODE_PAGE && ls_mapi_charset(number))
        m->page = number;
    if (id == INTERNET_PAGE && ls_mapi_charset(number))
        m->body_page = number;
}

struct ls_result ls_mapi_add(struct ls_mapi *m, struct ls_mapi_values *values,
                             const struct ls_mapi_value *value)
{
    if (values->n == LS_MAPI_VALUES_MAX) {
        bool told = m->full;
        m->full = true;
        return told ? ls_ok()
                    : ls_emit_gap(m->job, m->link.name, LS_REASON_ENTRY_LIMIT,
                                  "properties of a message");
    }
    if (values->limit == 0)
        values->limit = LS_MAPI_VALUES_MAX;
    LS_VEC_PUSH(values, *value);
    return ls_ok();
}

static bool is_string(const struct ls_mapi_value *value)
{
    return value->type == LS_MAPI_STRING || value->type == LS_MAPI_STRING8;
}

static const struct ls_mapi_value *find(const struct ls_mapi_values *values, uint16_t id,
                                        bool string)
{
    for (size_t i = 0; i < values->n; i++)
        if (values->at[i].id == id && is_string(&values->at[i]) == string)
            return &values->at[i];
    return NULL;
}

/* ---- text ------------------------------------------------------------------------------------ */

/* Short strings do not say what charset they are in: all of them together do. */
static struct ls_result guess_charset(struct ls_mapi *m, struct ls_mapi_source *source,
                                      const struct ls_mapi_values *values)
{
    LS_VEC_CLEAR(&m->text);
    for (size_t i = 0; i < values->n && m->text.n < SAMPLE; i++) {
        struct ls_mapi_bytes bytes;
        size_t got = 0;
        if (values->at[i].type != LS_MAPI_STRING8)
            continue;
        LS_TRY(LS_VEC_RESERVE(&m->text, SAMPLE_EACH));
        LS_TRY(source->open(source, &values->at[i], &bytes));
        struct ls_result r =
            ls_blob_read(bytes.blob, 0, m->text.at + m->text.n, SAMPLE_EACH - 1, &got);
        source->close(source);
        if (ls_failed(r) && r.code != LS_E_MALFORMED)
            return r;
        m->text.n += got;
        LS_TRY(ls_buf_char(&m->text, '\n'));
    }
    bool ascii = true;
    for (size_t i = 0; i < m->text.n; i++)
        ascii &= (uint8_t)m->text.at[i] < 0x80;
    m->guessed = ascii ? NULL : ls_charset_guess(m->text.at, m->text.n);
    return ls_ok();
}

static const uint16_t told_first[] = {LS_MAPI_BARE_SUBJECT, LS_MAPI_TOPIC, LS_MAPI_SUBJECT_PREFIX,
                                      LS_MAPI_SUBJECT, BODY};

static bool is_told_first(uint16_t id)
{
    for (size_t k = 0; k < sizeof told_first / sizeof *told_first; k++)
        if (told_first[k] == id)
            return true;
    return false;
}

struct ls_result ls_mapi_tell_text(struct ls_mapi *m, struct ls_mapi_source *source,
                                   const struct ls_mapi_values *values)
{
    if (m->page == 0 && m->body_page == 0)
        LS_TRY(guess_charset(m, source, values));
    for (size_t k = 0; k < sizeof told_first / sizeof *told_first; k++)
        for (size_t i = 0; i < values->n; i++) {
            const struct ls_mapi_value *value = &values->at[i];
            if (value->id == told_first[k] && is_string(value))
                LS_TRY(ls_mapi_tell_string(m, source, value, place_of(value->id)));
        }
    return ls_ok();
}

struct ls_result ls_mapi_tell_recipient(struct ls_mapi *m, struct ls_mapi_source *source,
                                        const struct ls_mapi_values *values)
{
    for (size_t i = 0; i < values->n; i++)
        if (is_string(&values->at[i]))
            LS_TRY(ls_mapi_tell_string(m, source, &values->at[i], LS_PART_MAIL_HEADER));
    return ls_ok();
}

/* ---- children -------------------------------------------------------------------------------- */

/* "Inbox/Subject/" before the name of what belongs to a message that is a part. */
static struct ls_result name_child(struct ls_mapi *m, const char *name)
{
    LS_VEC_CLEAR(&m->name);
    if (m->link.name.len) {
        LS_TRY(ls_buf_add(&m->name, m->link.name.at, m->link.name.len));
        LS_TRY(ls_buf_char(&m->name, '/'));
    }
    return ls_buf_str(&m->name, name);
}

/* Another form of the text. It ends the part at hand. */
static struct ls_result tell_form(struct ls_mapi *m, struct ls_child *child,
                                  const struct ls_mapi_bytes *bytes)
{
    child->name = (struct ls_str){m->name.at, m->name.n};
    child->off = bytes->at;
    child->again = &m->link;
    if (bytes->at != LS_OFF_UNKNOWN) {
        child->raw_lo = bytes->at;
        child->raw_hi = bytes->at + bytes->blob->size;
    }
    m->encoding = NULL;
    return ls_emit_child(m->job, child);
}

static struct ls_result tell_rtf(struct ls_mapi *m, const struct ls_mapi_bytes *bytes)
{
    struct ls_lzfu *lzfu = ls_calloc(1, sizeof *lzfu);
    if (!lzfu)
        return ls_stop(LS_E_MEMORY);
    ls_lzfu_init(lzfu, bytes->blob);
    struct ls_child child = {.blob = &lzfu->blob, .as = "rtf"};
    struct ls_result r = tell_form(m, &child, bytes);
    ls_free(lzfu);
    return r;
}

static struct ls_result tell_html(struct ls_mapi *m, const struct ls_mapi_value *value,
                                  const struct ls_mapi_bytes *bytes)
{
    const struct ls_charset *charset =
        ls_mapi_charset(value->type == LS_MAPI_STRING ? 1200 : m->body_page);
    struct ls_child child = {
        .blob = bytes->blob,
        .as = "html",
        .charset = charset ? ls_charset_name(charset) : NULL,
        .verbatim = bytes->at != LS_OFF_UNKNOWN,
    };
    return tell_form(m, &child, bytes);
}

/* Fields that speak of a body, which is not there; a line that Outlook writes before all others. */
static bool is_of_body(const char *line, size_t n)
{
    static const char *const words[] = {"content-", "mime-version",
                                        "microsoft mail internet headers version "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (n > strlen(words[i]) && strncasecmp(line, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* m->utf8 without those fields into m->text. */
static struct ls_result sift_headers(struct ls_mapi *m)
{
    bool drop = false;
    LS_VEC_CLEAR(&m->text);
    for (size_t i = 0; i < m->utf8.n;) {
        const char *line = m->utf8.at + i, *end = memchr(line, '\n', m->utf8.n - i);
        size_t n = end ? (size_t)(end - line) + 1 : m->utf8.n - i;
        if (*line != ' ' && *line != '\t')
            drop = is_of_body(line, n);
        if (!drop && *line != '\n' && *line != '\r')
            LS_TRY(ls_buf_add(&m->text, line, n));
        i += n;
    }
    return ls_buf_str(&m->text, "\r\n");
}

/* Headers of the Internet, with their encoded words: as those of any mail. */
static struct ls_result tell_headers(struct ls_mapi *m, const struct ls_mapi_value *value,
                                     const struct ls_mapi_bytes *bytes)
{
    struct ls_blob blob;
    LS_TRY(ls_mapi_load(m, value, bytes));
    LS_TRY(sift_headers(m));
    ls_blob_memory(&blob, m->text.at, m->text.n);
    struct ls_child child = {.blob = &blob, .as = "eml", .charset = "utf-8"};
    LS_TRY(tell_form(m, &child, bytes));
    if (bytes->blob->size > LS_MAPI_LOADED_MAX)
        return ls_emit_gap(m->job, (struct ls_str){m->name.at, m->name.n}, LS_REASON_SIZE_LIMIT,
                           "headers of more than 64 KiB");
    return ls_ok();
}

static struct ls_result tell_binary(struct ls_mapi *m, const struct ls_mapi_bytes *bytes)
{
    struct ls_child child = {
        .name = {m->name.at, m->name.n}, .blob = bytes->blob, .off = bytes->at};
    if (bytes->blob->size < BINARY_MIN)
        return ls_charge(m->job, 0, bytes->blob->size);
    if (bytes->at != LS_OFF_UNKNOWN) {
        child.raw_lo = bytes->at;
        child.raw_hi = bytes->at + bytes->blob->size;
        child.verbatim = true;
    }
    return ls_emit_child(m->job, &child);
}

static struct ls_result tell_child(struct ls_mapi *m, struct ls_mapi_source *source,
                                   const struct ls_mapi_value *value)
{
    struct ls_mapi_bytes bytes;
    char number[32];
    snprintf(number, sizeof number, "property %04X", value->id);
    const char *name = value->id == HTML      ? "body.html"
                       : value->id == RTF     ? "body.rtf"
                       : value->id == HEADERS ? "headers"
                                              : number;
    LS_TRY(name_child(m, name));
    LS_TRY(source->open(source, value, &bytes));
    struct ls_result r = bytes.blob->size == 0  ? ls_ok()
                         : value->id == HTML    ? tell_html(m, value, &bytes)
                         : value->id == RTF     ? tell_rtf(m, &bytes)
                         : value->id == HEADERS ? tell_headers(m, value, &bytes)
                                                : tell_binary(m, &bytes);
    source->close(source);
    return r;
}

struct ls_result ls_mapi_tell_rest(struct ls_mapi *m, struct ls_mapi_source *source,
                                   const struct ls_mapi_values *values)
{
    static const enum ls_part order[] = {LS_PART_SUBJECT, LS_PART_BODY, LS_PART_MAIL_HEADER,
                                         LS_PART_PROPERTY};
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        for (size_t i = 0; i < values->n; i++) {
            const struct ls_mapi_value *value = &values->at[i];
            bool told = value->id == HTML || value->id == HEADERS || is_told_first(value->id);
            if (is_string(value) && !told && place_of(value->id) == order[k])
                LS_TRY(ls_mapi_tell_string(m, source, value, order[k]));
        }
    for (int last = 0; last < 2; last++) /* RTF, which has been made of the others */
        for (size_t i = 0; i < values->n; i++) {
            const struct ls_mapi_value *value = &values->at[i];
            bool form = value->id == HTML || value->id == HEADERS;
            bool child = value->type == LS_MAPI_BINARY || (is_string(value) && form);
            if (child && (value->id == RTF) == last)
                LS_TRY(tell_child(m, source, value));
        }
    return ls_ok();
}

/* ---- attachments ----------------------------------------------------------------------------- */

static struct ls_result name_attachment(struct ls_mapi *m, struct ls_mapi_source *source,
                                        const struct ls_mapi_values *values, struct ls_buf *name)
{
    static const char unnamed[] = "attachment";
    static const uint16_t ids[] = {ATTACH_NAME, ATTACH_SHORT_NAME, LS_MAPI_DISPLAY_NAME};
    LS_VEC_CLEAR(&m->name);
    if (m->link.name.len) {
        LS_TRY(ls_buf_add(name, m->link.name.at, m->link.name.len));
        LS_TRY(ls_buf_char(name, '/'));
    }
    size_t begin = name->n;
    for (size_t i = 0; i < sizeof ids / sizeof *ids && name->n == begin; i++) {
        const struct ls_mapi_value *value = find(values, ids[i], true);
        if (value)
            LS_TRY(ls_mapi_add_name(m, source, value, name));
    }
    return name->n == begin && name->limit - begin > sizeof unnamed ? ls_buf_str(name, unnamed)
                                                                    : ls_ok();
}

/* A message with an open signature ([MS-OXOSMIME] 2.1.3.1): headers, and parts behind them. */
static struct ls_result is_signed(struct ls_mapi *m, struct ls_mapi_source *source,
                                  const struct ls_mapi_values *values, bool *is)
{
    static const char type[] = "multipart/";
    const struct ls_mapi_value *value = find(values, ATTACH_MIME_TYPE, true);
    LS_VEC_CLEAR(&m->name);
    if (value)
        LS_TRY(ls_mapi_add_name(m, source, value, &m->name));
    *is = m->name.n >= sizeof type && strncasecmp(m->name.at, type, sizeof type - 1) == 0;
    return ls_ok();
}

static struct ls_result tell_data(struct ls_mapi *m, struct ls_mapi_source *source,
                                  const struct ls_mapi_value *value, struct ls_child *child)
{
    struct ls_mapi_bytes bytes;
    if (value->type == LS_MAPI_OBJECT)
        return source->object(source, value, child);
    LS_TRY(source->open(source, value, &bytes));
    child->blob = bytes.blob;
    child->off = bytes.at;
    if (bytes.at != LS_OFF_UNKNOWN) {
        child->raw_lo = bytes.at;
        child->raw_hi = bytes.at + bytes.blob->size;
        child->verbatim = true;
    }
    struct ls_result r = bytes.blob->size ? ls_emit_child(m->job, child) : ls_ok();
    source->close(source);
    return r;
}

static struct ls_result tell_attached(struct ls_mapi *m, struct ls_mapi_source *source,
                                      const struct ls_mapi_values *values, struct ls_buf *name)
{
    bool is_mime;
    LS_TRY(name_attachment(m, source, values, name));
    LS_TRY(is_signed(m, source, values, &is_mime));
    struct ls_child child = {.name = {name->at, name->n}, .as = is_mime ? "eml" : NULL};
    for (size_t i = 0; i < values->n; i++) {
        const struct ls_mapi_value *value = &values->at[i];
        bool named = value->id == ATTACH_NAME || value->id == ATTACH_SHORT_NAME ||
                     value->id == LS_MAPI_DISPLAY_NAME;
        if (is_string(value))
            LS_TRY(ls_mapi_tell_string(m, source, value, named ? LS_PART_NAME : LS_PART_PROPERTY));
    }
    for (size_t i = 0; i < values->n; i++) {
        const struct ls_mapi_value *value = &values->at[i];
        if (is_string(value))
            continue;
        if (value->id == LS_MAPI_ATTACH_DATA || value->type == LS_MAPI_OBJECT)
            LS_TRY(tell_data(m, source, value, &child));
        else if (value->type == LS_MAPI_BINARY)
            LS_TRY(tell_child(m, source, value));
    }
    return ls_ok();
}

struct ls_result ls_mapi_tell_attachment(struct ls_mapi *m, struct ls_mapi_source *source,
                                         const struct ls_mapi_values *values)
{
    struct ls_buf name = {.limit = LS_MAPI_NAME_MAX};
    struct ls_result r = tell_attached(m, source, values, &name);
    LS_VEC_FINI(&name);
    return r;
}
