/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TNEF ([MS-OXTNEF]): what Outlook puts beside a message that others read, as winmail.dat.
 *
 *   magic, key | level 1, id, length, data, sum | … | level 2, id, length, data, sum | …
 *
 * Attributes of level 1 belong to the message, of level 2 to an attachment; each attachment begins
 * with one of a certain id. Some attributes hold properties as in formats/mapi.h, others are what
 * there was before those: they are taken for the properties that they became.
 */
#include "formats/format.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/mapi.h"

#include <string.h>

enum {
    HEADER = 6,         /* of the file: magic and key */
    ATTRIBUTE = 9,      /* level, id, length … */
    SUM = 2,            /* … and behind the data */
    CODE_PAGE = 0x9007, /* ids, without their types */
    PROPERTIES = 0x9003,
    RECIPIENTS = 0x9004,
    ATTACHED = 0x9005,  /* properties of an attachment */
    RENDERING = 0x9002, /* begins one */
    FILE_NAME = 0x9001,
    FROM = 0x8000,
    SUBJECT = 0x8004,
    BODY = 0x800C,
    DATA = 0x800F,
    TITLE = 0x8010,
    METAFILE = 0x8011,
    MESSAGE_CLASS = 0x8008,
    TYPE_STRING = 1, /* types of attributes */
    TYPE_TEXT = 2,
    GUID = 16,
    FROM_HEADER = 8,
};

struct attribute {
    uint8_t level;
    uint16_t id, type;
    uint64_t at, end; /* its data */
};

struct tnef {
    struct ls_mapi_source source;
    struct ls_format_job *job;
    struct ls_mapi mapi;
    struct ls_mapi_values values, row;
    struct ls_blob_range open;
    struct ls_map way;
    uint64_t size;
    bool cut, broken;
};

/* ---- bytes ----------------------------------------------------------------------------------- */

/* `len` <= 16 bytes at *at, which moves behind them; *c fails when they are not all before `end`.
 */
static struct ls_result take(struct tnef *t, uint64_t *at, uint64_t end, size_t len,
                             uint8_t room[16], struct ls_cursor *c)
{
    bool there = *at <= end && end - *at >= len;
    ls_cursor_init(c, room, there ? len : 0);
    c->failed = !there;
    if (!there)
        return ls_ok();
    LS_TRY(ls_blob_read_all(t->job->blob, *at, room, len));
    *at += len;
    return ls_ok();
}

static struct ls_result take_u32(struct tnef *t, uint64_t *at, uint64_t end, uint32_t *value,
                                 bool *ok)
{
    uint8_t room[16];
    struct ls_cursor c;
    LS_TRY(take(t, at, end, 4, room, &c));
    *ok &= !c.failed;
    *value = ls_cursor_u32le(&c);
    return ls_ok();
}

static struct ls_result open_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_mapi_bytes *bytes)
{
    struct tnef *t = LS_CONTAINER(source, struct tnef, source);
    ls_blob_range(&t->open, t->job->blob, value->where, value->size);
    *bytes = (struct ls_mapi_bytes){.blob = &t->open.blob, .way = &t->way, .at = value->where};
    ls_map_clear(&t->way);
    return value->size ? ls_map_add(&t->way, value->size, value->where, 1, 1) : ls_ok();
}

static void close_value(struct ls_mapi_source *source)
{
    (void)source;
}

static struct ls_result name_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_buf *out)
{
    struct tnef *t = LS_CONTAINER(source, struct tnef, source);
    struct ls_charset_reader reader;
    uint8_t name[LS_MAPI_NAME_MAX / 4];
    size_t len = value->name_size < sizeof name ? (size_t)value->name_size : sizeof name;
    LS_TRY(ls_blob_read_all(t->job->blob, value->name, name, len));
    while (len >= 2 && name[len - 1] == 0 && name[len - 2] == 0)
        len -= 2;
    ls_charset_begin(&reader, ls_mapi_charset(1200), 0);
    return len ? ls_charset_feed(&reader, name, len, true, out, NULL) : ls_ok();
}

/* [MS-OXTNEF] 2.1.3.4.1: an identifier of its interface is in front of an object. */
static struct ls_result tell_object(struct ls_mapi_source *source,
                                    const struct ls_mapi_value *value, struct ls_child *child)
{
    struct tnef *t = LS_CONTAINER(source, struct tnef, source);
    struct ls_blob_range bytes;
    if (value->size <= GUID)
        return ls_ok();
    child->off = child->raw_lo = value->where + GUID;
    child->raw_hi = value->where + value->size;
    child->verbatim = true;
    ls_blob_range(&bytes, t->job->blob, child->raw_lo, child->raw_hi - child->raw_lo);
    child->blob = &bytes.blob;
    return ls_emit_child(t->job, child);
}

/* ---- properties ------------------------------------------------------------------------------ */

static uint64_t padded(uint64_t size)
{
    return (size + 3) & ~UINT64_C(3);
}

/* Bytes of a value of a fixed size, as it stands there; 0: it says its size; SIZE_MAX: unknown. */
static size_t size_of(uint16_t type)
{
    switch (type) {
    case 0x0002: /* short, boolean */
    case 0x000B:
    case LS_MAPI_INT32:
    case 0x0004: /* float, error */
    case 0x000A:
        return 4;
    case 0x0005: /* double, currency, time, 8-byte number, date */
    case 0x0006:
    case 0x0007:
    case 0x0014:
    case 0x0040:
        return 8;
    case 0x0048:
        return GUID;
    case 0x0001: /* nothing */
    case LS_MAPI_OBJECT:
    case LS_MAPI_STRING8:
    case LS_MAPI_STRING:
    case LS_MAPI_BINARY:
        return 0;
    default:
        return SIZE_MAX;
    }
}

/* A GUID, then a number or a name. */
static struct ls_result take_name(struct tnef *t, uint64_t *at, uint64_t end,
                                  struct ls_mapi_value *value, bool *ok)
{
    uint8_t room[16];
    struct ls_cursor c;
    uint32_t kind, n;
    LS_TRY(take(t, at, end, GUID, room, &c));
    *ok &= !c.failed;
    LS_TRY(take_u32(t, at, end, &kind, ok));
    LS_TRY(take_u32(t, at, end, &n, ok));
    if (!*ok || kind != 1)
        return ls_ok();
    *ok = n <= end - *at;
    value->name = *at;
    value->name_size = *ok ? n : 0;
    *at += *ok ? padded(n) : 0;
    return ls_ok();
}

/* `n` values that say their sizes. */
static struct ls_result take_values(struct tnef *t, uint64_t *at, uint64_t end,
                                    struct ls_mapi_value *value, struct ls_mapi_values *values,
                                    bool *ok)
{
    uint32_t n, size;
    LS_TRY(take_u32(t, at, end, &n, ok));
    while (*ok && n--) {
        LS_TRY(take_u32(t, at, end, &size, ok));
        if (!*ok)
            break;
        value->where = *at;
        value->size = size;
        if (size > end - *at) { /* what there is of it */
            value->size = end - *at;
            *ok = false;
        }
        *at += *ok ? padded(size) : 0;
        LS_TRY(ls_mapi_add(&t->mapi, values, value));
        LS_TRY(ls_charge(t->job, 0, 0));
    }
    return ls_ok();
}

/* A property at *at; *ok is false when it does not end before `end`, or is none. */
static struct ls_result take_property(struct tnef *t, uint64_t *at, uint64_t end,
                                      struct ls_mapi_values *values, bool *ok)
{
    uint32_t tag, n = 1, number;
    LS_TRY(take_u32(t, at, end, &tag, ok));
    struct ls_mapi_value value = {.id = (uint16_t)(tag >> 16),
                                  .type = (uint16_t)(tag & ~(uint32_t)LS_MAPI_MULTIPLE)};
    size_t size = size_of(value.type);
    if (*ok && value.id >= LS_MAPI_NAMED)
        LS_TRY(take_name(t, at, end, &value, ok));
    *ok &= size != SIZE_MAX;
    if (!*ok || value.type == 1)
        return ls_ok();
    if (size == 0)
        return take_values(t, at, end, &value, values, ok);
    if (tag & LS_MAPI_MULTIPLE)
        LS_TRY(take_u32(t, at, end, &n, ok));
    if (!*ok || n > (end - *at) / size) {
        *ok = false;
        return ls_ok();
    }
    uint64_t behind = *at + (uint64_t)n * size;
    if (value.type == LS_MAPI_INT32 && n == 1) {
        LS_TRY(take_u32(t, at, end, &number, ok));
        ls_mapi_number(&t->mapi, value.id, number);
    }
    *at = behind;
    return ls_ok();
}

/* How many, then as many. */
static struct ls_result take_properties(struct tnef *t, uint64_t *at, uint64_t end,
                                        struct ls_mapi_values *values, bool *ok)
{
    uint32_t n;
    LS_TRY(take_u32(t, at, end, &n, ok));
    while (*ok && n--) {
        LS_TRY(take_property(t, at, end, values, ok));
        LS_TRY(ls_charge(t->job, 0, 0));
    }
    return ls_ok();
}

/* ---- attributes ------------------------------------------------------------------------------ */

/* The attribute at *at, which moves to the next one; *got is false where there is none. */
static struct ls_result next_attribute(struct tnef *t, uint64_t *at, struct attribute *a, bool *got)
{
    uint8_t room[16];
    struct ls_cursor c;
    LS_TRY(ls_charge(t->job, 0, 0));
    *got = false;
    if (*at >= t->size)
        return ls_ok();
    LS_TRY(take(t, at, t->size, ATTRIBUTE, room, &c));
    a->level = ls_cursor_u8(&c);
    a->id = ls_cursor_u16le(&c);
    a->type = ls_cursor_u16le(&c);
    uint64_t len = ls_cursor_u32le(&c);
    bool good = !c.failed && (a->level == 1 || a->level == 2);
    t->cut |= c.failed;
    t->broken |= !c.failed && !good;
    if (!good)
        return ls_ok();
    *got = true;
    a->at = *at;
    t->cut |= len > t->size - *at;
    a->end = len > t->size - *at ? t->size : *at + len;
    *at = t->size - a->end > SUM ? a->end + SUM : t->size;
    return ls_ok();
}

static struct ls_result add(struct tnef *t, uint16_t id, uint16_t type, uint64_t at, uint64_t end)
{
    struct ls_mapi_value value = {.id = id, .type = type, .where = at, .size = end - at};
    return end > at ? ls_mapi_add(&t->mapi, &t->values, &value) : ls_ok();
}

/* [MS-OXTNEF] 2.1.3.3.3: the name and the address of the sender, each with its length. */
static struct ls_result add_from(struct tnef *t, const struct attribute *a)
{
    enum { NAME = 0x0C1A, ADDRESS = 0x0C1F };
    uint8_t room[16];
    struct ls_cursor c;
    uint64_t at = a->at;
    LS_TRY(take(t, &at, a->end, FROM_HEADER, room, &c));
    ls_cursor_u32le(&c);
    uint16_t name = ls_cursor_u16le(&c), address = ls_cursor_u16le(&c);
    if (c.failed || (uint64_t)name + address > a->end - at)
        return add(t, NAME, LS_MAPI_STRING8, a->at, a->end);
    LS_TRY(add(t, NAME, LS_MAPI_STRING8, at, at + name));
    return add(t, ADDRESS, LS_MAPI_STRING8, at + name, at + name + address);
}

/* What attributes of either level became as properties. */
static struct ls_result add_attribute(struct tnef *t, const struct attribute *a)
{
    static const struct {
        uint16_t attribute, id, type;
    } became[] = {
        {SUBJECT, LS_MAPI_SUBJECT, LS_MAPI_STRING8},
        {BODY, 0x1000, LS_MAPI_STRING8},
        {MESSAGE_CLASS, 0x001A, LS_MAPI_STRING8},
        {DATA, LS_MAPI_ATTACH_DATA, LS_MAPI_BINARY},
        {TITLE, 0x3704, LS_MAPI_STRING8},
        {FILE_NAME, 0x3707, LS_MAPI_STRING8},
        {METAFILE, 0x3709, LS_MAPI_BINARY},
    };
    uint64_t at = a->at;
    bool ok = true;
    if (a->id == PROPERTIES || a->id == ATTACHED) {
        LS_TRY(take_properties(t, &at, a->end, &t->values, &ok));
        t->broken |= !ok;
        return ls_ok();
    }
    for (size_t i = 0; i < sizeof became / sizeof *became; i++)
        if (a->id == became[i].attribute)
            return add(t, became[i].id, became[i].type, a->at, a->end);
    if (a->id == FROM)
        return add_from(t, a);
    if (a->type == TYPE_STRING || a->type == TYPE_TEXT)
        return add(t, 0x7FFF, LS_MAPI_STRING8, a->at, a->end);
    return ls_ok();
}

/* [MS-OXTNEF] 2.1.3.5.1: rows of properties. */
static struct ls_result tell_recipients(struct tnef *t, const struct attribute *a)
{
    uint64_t at = a->at;
    uint32_t n;
    bool ok = true;
    LS_TRY(take_u32(t, &at, a->end, &n, &ok));
    while (ok && n--) {
        LS_VEC_CLEAR(&t->row);
        LS_TRY(take_properties(t, &at, a->end, &t->row, &ok));
        LS_TRY(ls_mapi_tell_recipient(&t->mapi, &t->source, &t->row));
    }
    t->broken |= !ok;
    return ls_ok();
}

static struct ls_result take_code_page(struct tnef *t, const struct attribute *a)
{
    uint64_t at = a->at;
    uint32_t page;
    bool ok = true;
    LS_TRY(take_u32(t, &at, a->end, &page, &ok));
    ls_mapi_number(&t->mapi, LS_MAPI_CODE_PAGE, page);
    return ls_ok();
}

static struct ls_result tell_message(struct tnef *t)
{
    struct attribute a;
    bool got;
    uint64_t at = HEADER;
    for (;;) {
        LS_TRY(next_attribute(t, &at, &a, &got));
        if (!got)
            break;
        if (a.level != 1)
            continue;
        LS_TRY(a.id == CODE_PAGE ? take_code_page(t, &a) : add_attribute(t, &a));
    }
    LS_TRY(ls_mapi_tell_text(&t->mapi, &t->source, &t->values));
    at = HEADER;
    for (;;) {
        LS_TRY(next_attribute(t, &at, &a, &got));
        if (!got)
            break;
        if (a.level == 1 && a.id == RECIPIENTS)
            LS_TRY(tell_recipients(t, &a));
    }
    return ls_mapi_tell_rest(&t->mapi, &t->source, &t->values);
}

static struct ls_result tell_attachments(struct tnef *t)
{
    struct attribute a;
    bool got;
    uint64_t at = HEADER;
    LS_VEC_CLEAR(&t->values);
    for (;;) {
        LS_TRY(next_attribute(t, &at, &a, &got));
        if (!got)
            break;
        if (a.level != 2)
            continue;
        if (a.id == RENDERING) {
            LS_TRY(ls_mapi_tell_attachment(&t->mapi, &t->source, &t->values));
            LS_VEC_CLEAR(&t->values);
        }
        LS_TRY(add_attribute(t, &a));
    }
    return ls_mapi_tell_attachment(&t->mapi, &t->source, &t->values);
}

static struct ls_result tell_all(struct tnef *t)
{
    struct ls_str none = {NULL, 0};
    LS_TRY(tell_message(t));
    LS_TRY(tell_attachments(t));
    if (t->cut)
        return ls_emit_gap(t->job, none, LS_REASON_TRUNCATED, NULL);
    return t->broken ? ls_emit_gap(t->job, none, LS_REASON_MALFORMED, NULL) : ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    struct tnef *t = ls_calloc(1, sizeof *t);
    if (!t)
        return ls_stop(LS_E_MEMORY);
    t->source = (struct ls_mapi_source){
        .open = open_value, .close = close_value, .name = name_value, .object = tell_object};
    t->job = job;
    t->size = job->blob->size;
    ls_map_init(&t->way, 16);
    ls_mapi_init(&t->mapi, job);
    struct ls_result r = tell_all(t);
    ls_mapi_fini(&t->mapi);
    ls_map_fini(&t->way);
    LS_VEC_FINI(&t->values);
    LS_VEC_FINI(&t->row);
    ls_free(t);
    return r;
}

static unsigned bid(const struct ls_probe *probe)
{
    static const uint8_t magic[] = {0x78, 0x9F, 0x3E, 0x22};
    return ls_probe_is(probe, 0, magic, sizeof magic) ? 8 * sizeof magic : 0;
}

const struct ls_format ls_format_tnef = {
    .name = "tnef",
    .what = "Outlook attachment (TNEF, winmail.dat)",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = run,
};
