/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The distrustful end of the wire. Every number is checked before it is used, every string has its
 * NUL and none inside where C will look for it.
 */
#include "engine/wire.h"

#include "base/escape.h"
#include "base/cursor.h"
#include "base/digest.h"

#include <string.h>

enum { WORD_MAX = 64 }; /* bytes of a kind, a reason, the name of an encoding */

/* Fails the cursor unless the number is in [0, end). */
static unsigned below(struct ls_cursor *in, unsigned end)
{
    unsigned number = ls_cursor_u8(in);
    if (number < end)
        return number;
    in->failed = true;
    return 0;
}

static struct ls_str get_str(struct ls_cursor *in)
{
    static const struct ls_str none = {"", 0};
    size_t len = ls_cursor_u32le(in);
    const uint8_t *at = ls_cursor_bytes(in, len);
    if (ls_cursor_u8(in) != 0)
        in->failed = true;
    return in->failed ? none : (struct ls_str){(const char *)at, len};
}

/* Text that C reads up to its NUL. */
static const char *get_text(struct ls_cursor *in, size_t max)
{
    struct ls_str s = get_str(in);
    if (s.len > max || memchr(s.at, '\0', s.len))
        in->failed = true;
    return in->failed ? "" : s.at;
}

/* A word of ours: lower-case letters, digits and what joins them. */
static const char *get_word(struct ls_cursor *in)
{
    const char *word = get_text(in, WORD_MAX);
    for (const char *c = word; *c; c++)
        if ((*c < 'a' || *c > 'z') && (*c < '0' || *c > '9') && *c != '-' && *c != '_' &&
            *c != '.' && *c != '+')
            in->failed = true;
    if (!*word)
        in->failed = true;
    return in->failed ? "" : word;
}

static void get_chain(struct ls_cursor *in, struct ls_wire_record *record, struct ls_chain *chain)
{
    *chain = (struct ls_chain){.at = record->links, .n = below(in, LS_CHAIN_MAX + 1)};
    for (size_t i = 0; i < chain->n && !in->failed; i++) {
        struct ls_link *link = &record->links[i];
        link->kind = get_word(in);
        link->name = get_str(in);
        link->off = ls_cursor_u64le(in);
        link->part = below(in, 2);
    }
}

static void get_place(struct ls_cursor *in, struct ls_place *place)
{
    place->part = (enum ls_part)below(in, LS_PART_COUNT);
    place->page = ls_cursor_u32le(in);
    place->slide = ls_cursor_u32le(in);
    place->row = ls_cursor_u32le(in);
    place->column = ls_cursor_u32le(in);
    place->line = ls_cursor_u64le(in);
    place->sheet = get_str(in);
}

static void get_hit(struct ls_cursor *in, const struct ls_rules *rules,
                    struct ls_wire_record *record)
{
    struct ls_hit *hit = &record->hit;
    uint32_t rule = ls_cursor_u32le(in);
    if (rule >= rules->n) {
        in->failed = true;
        return;
    }
    hit->rule = &rules->at[rule].info;
    hit->severity = (enum ls_severity)below(in, LS_SEV_COUNT);
    hit->exact = (enum ls_exact)below(in, LS_EXACT_OBJECT + 1);
    hit->enc = (enum ls_encoding)below(in, LS_ESC_END);
    hit->masked = below(in, 2);
    hit->off = ls_cursor_u64le(in);
    hit->len = ls_cursor_u64le(in);
    hit->count = ls_cursor_u64le(in);
    hit->encoding = get_word(in);
    hit->text = get_str(in);
    hit->folded = get_str(in);
    hit->grade = get_str(in);
    hit->term = get_str(in);
    get_place(in, &hit->place);
    get_chain(in, record, &hit->chain);
}

static void get_gap(struct ls_cursor *in, struct ls_wire_record *record)
{
    struct ls_gap *gap = &record->gap;
    gap->state = (enum ls_state)below(in, LS_STATE_COUNT);
    gap->reason = get_word(in);
    bool detailed = below(in, 2);
    const char *detail = get_text(in, LS_WIRE_RECORD_MAX);
    gap->detail = detailed ? detail : NULL;
    if (!detailed && *detail)
        in->failed = true;
    get_chain(in, record, &gap->chain);
}

static void get_object(struct ls_cursor *in, struct ls_object *object)
{
    *object = (struct ls_object){.state = (enum ls_state)below(in, LS_STATE_COUNT)};
    object->size_known = below(in, 2);
    object->size = ls_cursor_u64le(in);
    object->bytes_read = ls_cursor_u64le(in);
    object->bytes_decoded = ls_cursor_u64le(in);
    for (int i = 0; i < LS_STATE_COUNT; i++)
        object->members[i] = ls_cursor_u64le(in);
    const char *sha256 = get_text(in, LS_SHA256_HEX - 1);
    if (strspn(sha256, "0123456789abcdef") == LS_SHA256_HEX - 1)
        object->sha256 = sha256;
    else if (*sha256)
        in->failed = true;
}

struct ls_result ls_wire_size(const void *bytes, size_t len, size_t *size)
{
    struct ls_cursor in;
    *size = LS_WIRE_HEAD;
    if (len < LS_WIRE_HEAD)
        return ls_ok();
    ls_cursor_init(&in, bytes, len);
    size_t body = ls_cursor_u32le(&in);
    if (body == 0 || body > LS_WIRE_RECORD_MAX)
        return ls_bad(LS_E_MALFORMED);
    *size += body;
    return ls_ok();
}

struct ls_result ls_wire_read(const struct ls_rules *rules, const void *bytes, size_t size,
                              struct ls_wire_record *record)
{
    struct ls_cursor in;
    ls_cursor_init(&in, bytes, size);
    (void)ls_cursor_u32le(&in);
    record->type = (enum ls_wire_type)below(&in, LS_WIRE_TYPES_END);
    switch (record->type) {
    case LS_WIRE_HELLO:
        record->layers = ls_cursor_u32le(&in);
        break;
    case LS_WIRE_BATCH:
        record->ticket = ls_cursor_u32le(&in);
        break;
    case LS_WIRE_HIT:
        get_hit(&in, rules, record);
        break;
    case LS_WIRE_GAP:
        get_gap(&in, record);
        break;
    case LS_WIRE_OBJECT:
        get_object(&in, &record->object);
        break;
    case LS_WIRE_END:
        break;
    case LS_WIRE_TYPES_END:
    default:
        in.failed = true;
    }
    return in.failed || in.left ? ls_bad(LS_E_MALFORMED) : ls_ok();
}
