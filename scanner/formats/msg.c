/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Outlook messages and templates: compound files whose storages hold properties ([MS-OXMSG]).
 *
 *   __properties_version1.0        numbers, 16 bytes each behind a header
 *   __substg1.0_PPPPTTTT           the value of property PPPP of type TTTT
 *   __substg1.0_PPPPTTTT-NNNNNNNN  one of several values
 *   __nameid_version1.0            names of properties from 8000 up
 *   __recip_version1.0_#NNNNNNNN   a recipient, with streams of these names
 *   __attach_version1.0_#NNNNNNNN  an attachment; …3701000D in it is a storage: a message, or an
 *                                  object of OLE
 */
#include "formats/msg.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "formats/mapi.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define PROPERTIES "__properties_version1.0"
#define VALUE "__substg1.0_"
#define EMBEDDED "__substg1.0_3701000D"
#define NAMES "__nameid_version1.0"
#define RECIPIENT "__recip_version1.0_#"
#define ATTACHMENT "__attach_version1.0_#"

enum {
    PROPERTIES_MAX = 1 << 20,
    NAMES_MAX = 4 << 20,
    PROPERTY = 16,
    TOP_HEADER = 32, /* [MS-OXMSG] 2.4.1: of a message by itself, … */
    NAME_ENTRY = 8,
    WAY_MAX = 1 << 16,
};

struct msg {
    struct ls_mapi_source source;
    struct ls_format_job *job;
    struct ls_cfb *cfb;
    struct ls_mapi mapi;
    struct ls_mapi_values values, storages;
    struct ls_cfb_stream stream; /* that is open */
    struct ls_map way;
    struct ls_buf entries, strings; /* of named properties */
};

/* ---- the source of properties ---------------------------------------------------------------- */

static struct ls_result make_way(struct msg *msg)
{
    uint64_t begin = 0;
    ls_map_clear(&msg->way);
    for (size_t i = 0; i < msg->stream.extents.n; i++) {
        const struct ls_cfb_extent *extent = &msg->stream.extents.at[i];
        LS_TRY(ls_map_add(&msg->way, extent->end - begin, extent->off, 1, 1));
        begin = extent->end;
    }
    return ls_ok();
}

static struct ls_result open_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_mapi_bytes *bytes)
{
    struct msg *msg = LS_CONTAINER(source, struct msg, source);
    bool string = value->type == LS_MAPI_STRING || value->type == LS_MAPI_STRING8;
    struct ls_result r = ls_cfb_stream_open(msg->cfb, (uint32_t)value->where, &msg->stream);
    if (!ls_failed(r) && string)
        r = make_way(msg);
    if (ls_failed(r))
        ls_cfb_stream_close(&msg->stream);
    bytes->blob = &msg->stream.blob;
    bytes->way = string ? &msg->way : NULL;
    bytes->at = ls_cfb_stream_at(&msg->stream);
    return r;
}

static void close_value(struct ls_mapi_source *source)
{
    struct msg *msg = LS_CONTAINER(source, struct msg, source);
    ls_cfb_stream_close(&msg->stream);
}

/* [MS-OXMSG] 2.2.3.1.2: entry n is property 8000 + n; its name is a number or stands in a stream.
 */
static struct ls_result name_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_buf *out)
{
    struct msg *msg = LS_CONTAINER(source, struct msg, source);
    struct ls_charset_reader reader;
    struct ls_cursor c;
    size_t entry = (size_t)(value->id - LS_MAPI_NAMED) * NAME_ENTRY;
    if (entry + NAME_ENTRY > msg->entries.n)
        return ls_ok();
    ls_cursor_init(&c, msg->entries.at + entry, NAME_ENTRY);
    uint32_t off = ls_cursor_u32le(&c);
    bool named = ls_cursor_u16le(&c) & 1;
    if (!named || off >= msg->strings.n)
        return ls_ok();
    ls_cursor_init(&c, msg->strings.at + off, msg->strings.n - off);
    uint32_t len = ls_cursor_u32le(&c);
    const uint8_t *name = ls_cursor_bytes(&c, len);
    if (!name || len > LS_MAPI_NAME_MAX / 4)
        return ls_ok();
    ls_charset_begin(&reader, ls_mapi_charset(1200), 0);
    LS_TRY(ls_charset_feed(&reader, name, len, true, out, NULL));
    return ls_ok();
}

static struct ls_result tell_object(struct ls_mapi_source *source,
                                    const struct ls_mapi_value *value, struct ls_child *child)
{
    struct msg *msg = LS_CONTAINER(source, struct msg, source);
    return ls_ole_child_as(msg->job, msg->cfb, (uint32_t)value->where, child);
}

/* ---- storages -------------------------------------------------------------------------------- */

static bool begins(const char *name, const char *word)
{
    return strncasecmp(name, word, strlen(word)) == 0;
}

/* "__substg1.0_0037001F", "__substg1.0_8001101F-00000003". */
static bool parse_name(const char *name, uint32_t *tag, bool *one_of_several)
{
    enum { DIGITS = 8 };
    char *end;
    if (!begins(name, VALUE) || strlen(name) < sizeof VALUE - 1 + DIGITS)
        return false;
    *tag = (uint32_t)strtoul(name + sizeof VALUE - 1, &end, 16);
    *one_of_several = *end == '-';
    return end == name + sizeof VALUE - 1 + DIGITS && (*end == '\0' || *end == '-');
}

static uint32_t number_of(const char *digits)
{
    return (uint32_t)strtoul(digits, NULL, 16);
}

/* In the order of their names: so messages that say the same are told the same. */
static int by_name(const void *a, const void *b)
{
    const struct ls_mapi_value *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return x->where < y->where ? -1 : x->where > y->where;
}

static void sort(struct ls_mapi_values *values)
{
    if (values->n > 1)
        qsort(values->at, values->n, sizeof *values->at, by_name);
}

static struct ls_result take_value(struct msg *msg, uint32_t i)
{
    const struct ls_cfb_entry *entry = ls_cfb_entry(msg->cfb, i);
    uint32_t tag;
    bool one;
    if (!parse_name(entry->name, &tag, &one))
        return ls_ok();
    struct ls_mapi_value value = {.id = (uint16_t)(tag >> 16), .type = (uint16_t)tag, .where = i};
    if (one)
        value.size = number_of(entry->name + sizeof VALUE + 8);
    bool stream = entry->type == LS_CFB_STREAM, several = value.type & LS_MAPI_MULTIPLE;
    if (stream)
        ls_cfb_take(msg->cfb, i);
    if (several && !one) /* lengths of the values, or values of a fixed size */
        return ls_ok();
    if (several)
        value.type &= (uint16_t)~LS_MAPI_MULTIPLE;
    if (stream && value.type == LS_MAPI_OBJECT)
        value.type = LS_MAPI_BINARY;
    return stream || value.type == LS_MAPI_OBJECT ? ls_mapi_add(&msg->mapi, &msg->values, &value)
                                                  : ls_ok();
}

static struct ls_result read_properties(struct msg *msg, uint32_t i)
{
    struct ls_buf bytes = {.limit = PROPERTIES_MAX};
    struct ls_cursor c;
    struct ls_result r = ls_cfb_load(msg->cfb, i, &bytes, NULL);
    size_t header = bytes.n % PROPERTY ? TOP_HEADER - PROPERTY / 2 : TOP_HEADER;
    ls_cursor_init(&c, bytes.at, bytes.n);
    ls_cursor_bytes(&c, header);
    while (!ls_failed(r) && !c.failed && c.left >= PROPERTY) {
        uint16_t type = ls_cursor_u16le(&c), id = ls_cursor_u16le(&c);
        ls_cursor_u32le(&c);
        uint32_t number = ls_cursor_u32le(&c);
        ls_cursor_u32le(&c);
        if (type == LS_MAPI_INT32)
            ls_mapi_number(&msg->mapi, id, number);
    }
    LS_VEC_FINI(&bytes);
    ls_cfb_take(msg->cfb, i);
    return r;
}

/* The values of a storage. Only a message itself has numbers that are needed. */
static struct ls_result list_values(struct msg *msg, uint32_t storage, bool message)
{
    const struct ls_cfb_entry *entry;
    LS_VEC_CLEAR(&msg->values);
    for (uint32_t i = ls_cfb_entry(msg->cfb, storage)->first; i != LS_CFB_NONE; i = entry->next) {
        entry = ls_cfb_entry(msg->cfb, i);
        bool numbers = entry->type == LS_CFB_STREAM && strcasecmp(entry->name, PROPERTIES) == 0;
        if (numbers && message)
            LS_TRY(read_properties(msg, i));
        else if (numbers)
            ls_cfb_take(msg->cfb, i);
        else
            LS_TRY(take_value(msg, i));
        LS_TRY(ls_charge(msg->job, 0, 0));
    }
    sort(&msg->values);
    return ls_ok();
}

/* Names of properties, which the message itself has for all in it. */
static struct ls_result read_names(struct msg *msg, uint32_t storage)
{
    uint32_t names = ls_cfb_find(msg->cfb, storage, NAMES);
    if (names == LS_CFB_NONE)
        return ls_ok();
    uint32_t entries = ls_cfb_find_stream(msg->cfb, names, VALUE "00030102");
    uint32_t strings = ls_cfb_find_stream(msg->cfb, names, VALUE "00040102");
    if (entries != LS_CFB_NONE)
        LS_TRY(ls_cfb_load(msg->cfb, entries, &msg->entries, NULL));
    if (strings != LS_CFB_NONE)
        LS_TRY(ls_cfb_load(msg->cfb, strings, &msg->strings, NULL));
    ls_cfb_take(msg->cfb, names);
    return ls_ok();
}

typedef struct ls_result (*tell_fn)(struct ls_mapi *, struct ls_mapi_source *,
                                    const struct ls_mapi_values *);

/* Each recipient, or each attachment, by number. */
static struct ls_result tell_each(struct msg *msg, uint32_t storage, const char *name, tell_fn tell)
{
    uint32_t i = ls_cfb_entry(msg->cfb, storage)->first;
    LS_VEC_CLEAR(&msg->storages);
    for (; i != LS_CFB_NONE; i = ls_cfb_entry(msg->cfb, i)->next) {
        const struct ls_cfb_entry *entry = ls_cfb_entry(msg->cfb, i);
        if (entry->type == LS_CFB_STORAGE && !entry->taken && begins(entry->name, name))
            LS_TRY(ls_mapi_add(&msg->mapi, &msg->storages,
                               &(struct ls_mapi_value){
                                   .where = i, .size = number_of(entry->name + strlen(name))}));
    }
    sort(&msg->storages);
    for (size_t k = 0; k < msg->storages.n; k++) {
        LS_TRY(list_values(msg, (uint32_t)msg->storages.at[k].where, false));
        LS_TRY(tell(&msg->mapi, &msg->source, &msg->values));
    }
    return ls_ok();
}

static struct ls_result tell_all(struct msg *msg, uint32_t storage)
{
    LS_TRY(read_names(msg, storage));
    LS_TRY(list_values(msg, storage, true));
    LS_TRY(ls_mapi_tell_text(&msg->mapi, &msg->source, &msg->values));
    LS_TRY(tell_each(msg, storage, RECIPIENT, ls_mapi_tell_recipient));
    LS_TRY(list_values(msg, storage, true));
    LS_TRY(ls_mapi_tell_rest(&msg->mapi, &msg->source, &msg->values));
    return tell_each(msg, storage, ATTACHMENT, ls_mapi_tell_attachment);
}

static struct ls_result read_msg(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct msg *msg = ls_calloc(1, sizeof *msg);
    if (!msg)
        return ls_stop(LS_E_MEMORY);
    msg->source = (struct ls_mapi_source){
        .open = open_value, .close = close_value, .name = name_value, .object = tell_object};
    msg->job = job;
    msg->cfb = cfb;
    msg->entries.limit = msg->strings.limit = NAMES_MAX;
    ls_map_init(&msg->way, WAY_MAX);
    ls_mapi_init(&msg->mapi, job);
    struct ls_result r = tell_all(msg, storage);
    ls_mapi_fini(&msg->mapi);
    ls_map_fini(&msg->way);
    LS_VEC_FINI(&msg->values);
    LS_VEC_FINI(&msg->storages);
    LS_VEC_FINI(&msg->entries);
    LS_VEC_FINI(&msg->strings);
    ls_free(msg);
    return r;
}

static bool knows_msg(const struct ls_cfb *cfb, uint32_t storage)
{
    return (storage == 0 || strcasecmp(ls_cfb_entry(cfb, storage)->name, EMBEDDED) == 0) &&
           ls_cfb_find_stream(cfb, storage, PROPERTIES) != LS_CFB_NONE;
}

const struct ls_ole_reader ls_msg_reader = {.knows = knows_msg, .read = read_msg};
