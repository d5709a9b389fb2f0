/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A property set stream ([MS-OLEPS] 2.21) has one or two sets; a set (2.20) is a list of numbers
 * and places, and at each place a typed value (2.15). Property 1 is the code page of the strings,
 * property 0 the dictionary: names for properties that have some (2.17).
 *
 *     {0, 48} {1, 40} {2, 88}   ->   密级 U+001F 机密 U+001E
 *
 * Strings are told, each in a line; of what has a name also numbers.
 */
#include "formats/ole_props.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/ole_view.h"
#include "formats/story.h"

#include <stdio.h>
#include <string.h>

enum {
    SETS_MAX = 16,            /* the standard has two */
    PROPERTIES_MAX = 1 << 14, /* of a set */
    NAMES_MAX = 4096,
    ELEMENTS_MAX = 1 << 16, /* of a vector */
    UNICODE = 1200,
};

/* Types of values (2.15). */
enum {
    VT_I2 = 2,
    VT_I4 = 3,
    VT_R4 = 4,
    VT_R8 = 5,
    VT_BSTR = 8,
    VT_BOOL = 11,
    VT_VARIANT = 12,
    VT_UI4 = 19,
    VT_I8 = 20,
    VT_UI8 = 21,
    VT_LPSTR = 30,
    VT_LPWSTR = 31,
    VT_VECTOR = 0x1000,
};

struct name {
    uint32_t id;
    uint32_t chars; /* bytes, or units of UTF-16 */
    uint64_t at;
    bool told;
};

struct props {
    struct ls_format_job *job;
    struct ls_story *story;
    struct ls_ole_view view;
    struct ls_ole_text text;
    const struct ls_charset *charset, *utf16;
    bool wide; /* strings of the set are UTF-16 */
    uint64_t set, end;
    LS_VEC(struct name) names;
    bool broken;
};

static struct ls_result read_u32(struct props *p, uint64_t at, uint32_t *value, bool *read)
{
    const uint8_t *bytes;
    struct ls_cursor c;
    LS_TRY(ls_ole_view_at(&p->view, at, 4, &bytes));
    *read = bytes != NULL;
    p->broken |= !bytes;
    ls_cursor_init(&c, bytes, bytes ? 4 : 0);
    *value = ls_cursor_u32le(&c);
    return ls_ok();
}

/* Up to its zero. */
static struct ls_result tell_string(struct props *p, uint64_t at, uint64_t len, bool wide)
{
    while (len) {
        size_t piece = len < LS_OLE_TEXT_PIECE ? (size_t)len : LS_OLE_TEXT_PIECE;
        LS_TRY(ls_ole_view_text(&p->view, at, piece, wide ? p->utf16 : p->charset, &p->text));
        struct ls_str text = {p->text.utf8.at, p->text.utf8.n};
        const char *zero = text.len ? memchr(text.at, 0, text.len) : NULL;
        if (zero)
            text.len = (size_t)(zero - text.at);
        LS_TRY(ls_story_text(p->story, LS_PART_NONE, text, &p->text.map, 0));
        if (zero || p->text.utf8.n == 0)
            break;
        at += piece;
        len -= piece;
    }
    return ls_ok();
}

static bool is_string(uint32_t type)
{
    return type == VT_LPSTR || type == VT_LPWSTR || type == VT_BSTR;
}

/* A string of a vector or alone, behind its length; *next: where it ends. */
static struct ls_result tell_string_value(struct props *p, uint64_t at, uint32_t type,
                                          uint64_t *next)
{
    uint32_t n;
    bool read, wide = type == VT_LPWSTR || p->wide;
    LS_TRY(read_u32(p, at, &n, &read));
    uint64_t len = type == VT_LPWSTR ? (uint64_t)n * 2 : n;
    if (!read || at + 4 > p->end)
        return ls_ok();
    uint64_t room = p->end - (at + 4);
    p->broken |= len > room;
    LS_TRY(tell_string(p, at + 4, len < room ? len : room, wide));
    *next = at + 4 + len;
    return ls_ok();
}

/* Numbers of named properties: somebody has written them. */
static struct ls_result tell_number(struct props *p, uint64_t at, uint32_t type)
{
    char digits[40];
    const uint8_t *bytes;
    struct ls_cursor c;
    double real = 0;
    int n;
    LS_TRY(ls_ole_view_at(&p->view, at, 8, &bytes));
    if (!bytes)
        LS_TRY(ls_ole_view_at(&p->view, at, 4, &bytes));
    ls_cursor_init(&c, bytes,
                   bytes ? (type == VT_R8 || type == VT_I8 || type == VT_UI8 ? 8 : 4) : 0);
    uint64_t bits = c.left == 8 ? ls_cursor_u64le(&c) : ls_cursor_u32le(&c);
    if (!bytes || c.failed)
        return ls_ok();
    if (type == VT_R8)
        memcpy(&real, &bits, sizeof real);
    if (type == VT_R8)
        n = snprintf(digits, sizeof digits, "%.17g", real);
    else if (type == VT_UI4 || type == VT_UI8)
        n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)bits);
    else
        n = snprintf(digits, sizeof digits, "%lld",
                     type == VT_I8 ? (long long)bits : (long long)(int32_t)(uint32_t)bits);
    return ls_story_text(p->story, LS_PART_NONE, (struct ls_str){digits, n > 0 ? (size_t)n : 0},
                         NULL, 0);
}

/*
 * Where the next element of a vector begins: right behind the last one in the sets that Office
 * writes ([MS-OSHARED] 2.3.3.1.4), at a multiple of four by the standard. What stands there has to
 * make sense.
 */
static struct ls_result find_next(struct props *p, uint64_t at, uint32_t element, uint64_t *next)
{
    uint32_t first;
    bool read;
    uint64_t aligned = p->set + ((at - p->set + 3) & ~UINT64_C(3));
    *next = aligned;
    if (at == aligned || element == VT_LPWSTR || at + 4 > p->end)
        return ls_ok();
    LS_TRY(read_u32(p, at, &first, &read));
    bool sense = element == VT_VARIANT ? is_string(first) || (first >= VT_I2 && first <= VT_UI8)
                                       : first <= p->end - (at + 4);
    if (read && sense)
        *next = at;
    return ls_ok();
}

static struct ls_result tell_vector(struct props *p, uint64_t at, uint32_t element)
{
    uint32_t n;
    bool read;
    LS_TRY(read_u32(p, at, &n, &read));
    at += 4;
    for (uint32_t i = 0; read && i < n && i < ELEMENTS_MAX && at + 4 <= p->end; i++) {
        uint32_t type = element;
        LS_TRY(find_next(p, at, element, &at));
        if (element == VT_VARIANT) {
            LS_TRY(read_u32(p, at, &type, &read));
            at += 4;
        }
        uint64_t next = at + 4;
        if (read && is_string(type)) {
            LS_TRY(tell_string_value(p, at, type, &next));
            LS_TRY(ls_story_break(p->story, LS_BREAK_LINE));
        } else if (type != VT_I4) { /* how many of a kind there are */
            break;
        }
        at = next;
        LS_TRY(ls_charge(p->job, 0, 4));
    }
    return ls_ok();
}

static struct ls_result tell_value(struct props *p, uint64_t at, bool named)
{
    uint32_t type;
    bool read;
    uint64_t next;
    LS_TRY(read_u32(p, at, &type, &read));
    if (!read || at + 8 > p->end)
        return ls_ok();
    type &= 0xFFFF;
    uint32_t element = type & ~(uint32_t)VT_VECTOR;
    if (type & VT_VECTOR)
        return is_string(element) || element == VT_VARIANT ? tell_vector(p, at + 4, element)
                                                           : ls_ok();
    if (is_string(type))
        return tell_string_value(p, at + 4, type, &next);
    if (named &&
        (type == VT_I4 || type == VT_R8 || type == VT_UI4 || type == VT_I8 || type == VT_UI8))
        return tell_number(p, at + 4, type);
    return ls_ok();
}

static struct name *find_name(struct props *p, uint32_t id)
{
    for (size_t i = 0; i < p->names.n; i++)
        if (p->names.at[i].id == id)
            return &p->names.at[i];
    return NULL;
}

static struct ls_result tell_name(struct props *p, struct name *name)
{
    name->told = true;
    LS_TRY(tell_string(p, name->at, (uint64_t)name->chars * (p->wide ? 2 : 1), p->wide));
    return ls_story_break(p->story, LS_BREAK_CELL);
}

/* The dictionary (2.17): in UTF-16, names end at a multiple of four. */
static struct ls_result read_names(struct props *p, uint64_t at)
{
    uint32_t n;
    bool read;
    LS_TRY(read_u32(p, at, &n, &read));
    at += 4;
    p->broken |= n > NAMES_MAX;
    for (uint32_t i = 0; read && i < n && i < NAMES_MAX && at + 8 <= p->end; i++) {
        struct name name = {.at = at + 8};
        LS_TRY(read_u32(p, at, &name.id, &read));
        LS_TRY(read_u32(p, at + 4, &name.chars, &read));
        uint64_t len = (uint64_t)name.chars * (p->wide ? 2 : 1);
        if (!read || len > p->end - name.at) {
            p->broken = true;
            break;
        }
        LS_VEC_PUSH(&p->names, name);
        at = name.at + len;
        if (p->wide)
            at = p->set + ((at - p->set + 3) & ~UINT64_C(3));
    }
    return ls_charge(p->job, 0, p->names.n);
}

/* An entry of the list of properties: its number, and where it stands; *read: it is there. */
static struct ls_result read_entry(struct props *p, uint32_t i, uint32_t *id, uint64_t *at,
                                   bool *read)
{
    uint32_t off;
    LS_TRY(read_u32(p, p->set + 8 + (uint64_t)i * 8, id, read));
    LS_TRY(read_u32(p, p->set + 12 + (uint64_t)i * 8, &off, read));
    *at = p->set + off;
    return ls_ok();
}

/* The place of a property with this number, or 0. */
static struct ls_result find_property(struct props *p, uint32_t n, uint32_t want, uint64_t *at)
{
    *at = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t id;
        uint64_t place;
        bool read;
        LS_TRY(read_entry(p, i, &id, &place, &read));
        if (!read)
            break;
        if (id == want)
            *at = place;
    }
    return ls_ok();
}

static struct ls_result read_code_page(struct props *p, uint32_t n)
{
    uint64_t at;
    uint32_t number = 1252;
    bool read = false;
    LS_TRY(find_property(p, n, 1, &at));
    if (at)
        LS_TRY(read_u32(p, at + 4, &number, &read));
    number &= 0xFFFF;
    p->wide = number == UNICODE;
    p->charset = ls_ole_code_page(number);
    if (!p->charset) /* the bytes are told somehow */
        p->charset = ls_ole_code_page(1252);
    return ls_ok();
}

static struct ls_result read_properties(struct props *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t id;
        uint64_t at;
        bool read;
        LS_TRY(read_entry(p, i, &id, &at, &read));
        if (!read)
            break;
        LS_TRY(ls_charge(p->job, 0, 8));
        if (id <= 1)
            continue;
        struct name *name = find_name(p, id);
        if (name)
            LS_TRY(tell_name(p, name));
        LS_TRY(tell_value(p, at, name != NULL));
        LS_TRY(ls_story_break(p->story, name ? LS_BREAK_ROW : LS_BREAK_LINE));
    }
    for (size_t i = 0; i < p->names.n; i++)
        if (!p->names.at[i].told) {
            LS_TRY(tell_name(p, &p->names.at[i]));
            LS_TRY(ls_story_break(p->story, LS_BREAK_ROW));
        }
    return ls_ok();
}

static struct ls_result read_set(struct props *p, uint64_t at)
{
    uint32_t size, n;
    bool read;
    uint64_t names;
    p->set = at;
    LS_TRY(read_u32(p, at, &size, &read));
    LS_TRY(read_u32(p, at + 4, &n, &read));
    if (!read)
        return ls_ok();
    /* The size is wrong often enough, and no use: what is read must be in the stream. */
    p->end = p->view.blob->size;
    p->broken |= n > PROPERTIES_MAX || (uint64_t)n * 8 > p->end - at;
    n = n < PROPERTIES_MAX ? n : PROPERTIES_MAX;
    LS_TRY(read_code_page(p, n));
    LS_VEC_CLEAR(&p->names);
    LS_TRY(find_property(p, n, 0, &names));
    if (names)
        LS_TRY(read_names(p, names));
    struct ls_part_info info = {.part = LS_PART_PROPERTY,
                                .encoding = ls_charset_name(p->charset),
                                .link_off = LS_OFF_UNKNOWN};
    ls_story_begin(p->story, &info);
    LS_TRY(read_properties(p, n));
    return ls_story_end(p->story);
}

/* *known: these are property sets. */
static struct ls_result read_sets(struct props *p, bool *known)
{
    enum { HEAD = 28, SET = 20 };
    const uint8_t *head;
    struct ls_cursor c;
    LS_TRY(ls_ole_view_at(&p->view, 0, HEAD, &head));
    ls_cursor_init(&c, head, head ? HEAD : 0);
    bool order = ls_cursor_u16le(&c) == 0xFFFE, version = ls_cursor_u16le(&c) <= 1;
    (void)ls_cursor_bytes(&c, 20);
    uint32_t n = ls_cursor_u32le(&c);
    *known = !c.failed && order && version;
    if (!*known)
        return ls_ok();
    p->broken |= n > SETS_MAX;
    for (uint32_t i = 0; i < n && i < SETS_MAX; i++) {
        uint32_t off;
        bool read;
        LS_TRY(read_u32(p, HEAD + (uint64_t)i * SET + 16, &off, &read));
        if (read)
            LS_TRY(read_set(p, off));
    }
    return ls_ok();
}

static struct ls_result read_stream(struct props *p, struct ls_cfb *cfb, uint32_t i, bool *known)
{
    struct ls_cfb_stream stream;
    struct ls_result r = ls_cfb_stream_open(cfb, i, &stream);
    if (!ls_failed(r))
        r = ls_ole_view_stream(&p->view, &stream);
    if (!ls_failed(r))
        r = read_sets(p, known);
    ls_ole_view_fini(&p->view);
    ls_cfb_stream_close(&stream);
    return r;
}

static bool is_set(const struct ls_cfb_entry *entry)
{
    return entry->type == LS_CFB_STREAM && !entry->taken && entry->name[0] == '\5';
}

static struct ls_result read_all(struct props *p, struct ls_cfb *cfb, uint32_t storage)
{
    struct ls_result r = ls_ok();
    for (uint32_t i = ls_cfb_entry(cfb, storage)->first; i != LS_CFB_NONE && !ls_failed(r);
         i = ls_cfb_entry(cfb, i)->next) {
        bool known = false;
        if (!is_set(ls_cfb_entry(cfb, i)))
            continue;
        r = read_stream(p, cfb, i, &known);
        if (known)
            ls_cfb_take(cfb, i);
    }
    if (!ls_failed(r) && p->broken)
        r = ls_emit_gap(p->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                        "a property set that is damaged");
    return r;
}

static bool knows(const struct ls_cfb *cfb, uint32_t storage)
{
    for (uint32_t i = ls_cfb_entry(cfb, storage)->first; i != LS_CFB_NONE;
         i = ls_cfb_entry(cfb, i)->next)
        if (is_set(ls_cfb_entry(cfb, i)))
            return true;
    return false;
}

static struct ls_result read(struct ls_format_job *job, struct ls_cfb *cfb, uint32_t storage)
{
    struct props p = {.job = job, .utf16 = ls_ole_code_page(UNICODE)};
    LS_VEC_INIT(&p.names, NAMES_MAX);
    ls_ole_text_init(&p.text);
    struct ls_result r = ls_story_new(job, &p.story);
    if (!ls_failed(r))
        r = read_all(&p, cfb, storage);
    ls_story_free(p.story);
    ls_ole_text_fini(&p.text);
    LS_VEC_FINI(&p.names);
    return r;
}

const struct ls_ole_reader ls_ole_props = {.knows = knows, .read = read, .in_place = true};
