/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/wire.h"

#include <string.h>

/* Whoever adds a member there adds it to both ends of the wire. */
#if UINTPTR_MAX == UINT64_MAX
_Static_assert(sizeof(struct ls_hit) == 192 && sizeof(struct ls_place) == 48 &&
                   sizeof(struct ls_link) == 40 && sizeof(struct ls_gap) == 40 &&
                   sizeof(struct ls_object) == 112,
               "all members go over the wire, or are known on the other side");
#endif

/* Inlined, so that the bytes of a number are one store, and most need no call. */
static inline __attribute__((always_inline)) struct ls_result
add_number(struct ls_buf *out, uint64_t number, size_t bytes)
{
    LS_TRY(LS_VEC_RESERVE(out, bytes));
    for (size_t i = 0; i < bytes; i++)
        out->at[out->n + i] = (char)(number >> (8 * i));
    out->n += bytes;
    return ls_ok();
}

static struct ls_result add_u8(struct ls_buf *out, unsigned number)
{
    return add_number(out, number, 1);
}

static struct ls_result add_u32(struct ls_buf *out, uint32_t number)
{
    return add_number(out, number, 4);
}

static struct ls_result add_u64(struct ls_buf *out, uint64_t number)
{
    return add_number(out, number, 8);
}

static struct ls_result add_str(struct ls_buf *out, struct ls_str s)
{
    if (s.len > LS_WIRE_RECORD_MAX)
        return ls_stop(LS_E_LIMIT);
    LS_TRY(add_u32(out, (uint32_t)s.len));
    LS_TRY(ls_buf_add(out, s.at, s.len));
    return ls_buf_char(out, '\0');
}

static struct ls_result add_word(struct ls_buf *out, const char *word)
{
    return add_str(out, (struct ls_str){word, strlen(word)});
}

/* The length is filled in by end_record(). */
static struct ls_result begin_record(struct ls_buf *out, enum ls_wire_type type)
{
    LS_TRY(add_u32(out, 0));
    return add_u8(out, type);
}

static struct ls_result end_record(struct ls_buf *out, size_t start)
{
    size_t len = out->n - start - LS_WIRE_HEAD;
    if (len > LS_WIRE_RECORD_MAX)
        return ls_stop(LS_E_LIMIT);
    for (size_t i = 0; i < LS_WIRE_HEAD; i++)
        out->at[start + i] = (char)(len >> (8 * i));
    return ls_ok();
}

static struct ls_result add_chain(struct ls_buf *out, const struct ls_chain *chain)
{
    if (chain->n > LS_CHAIN_MAX)
        return ls_stop(LS_E_INTERNAL);
    LS_TRY(add_u8(out, (unsigned)chain->n));
    for (size_t i = 0; i < chain->n; i++) {
        const struct ls_link *link = &chain->at[i];
        LS_TRY(add_word(out, link->kind));
        LS_TRY(add_str(out, link->name));
        LS_TRY(add_u64(out, link->off));
        LS_TRY(add_u8(out, link->part));
    }
    return ls_ok();
}

static struct ls_result add_place(struct ls_buf *out, const struct ls_place *place)
{
    LS_TRY(add_u8(out, place->part));
    LS_TRY(add_u32(out, place->page));
    LS_TRY(add_u32(out, place->slide));
    LS_TRY(add_u32(out, place->row));
    LS_TRY(add_u32(out, place->column));
    LS_TRY(add_u64(out, place->line));
    return add_str(out, place->sheet);
}

static struct ls_result put_hit(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_hit *hit)
{
    /* The info of a hit is the first member of its rule. */
    _Static_assert(offsetof(struct ls_rule, info) == 0, "a rule starts with its info");
    const struct ls_rule *rule = (const struct ls_rule *)hit->rule;
    size_t start = out->n;
    (void)style;
    (void)object;
    LS_TRY(begin_record(out, LS_WIRE_HIT));
    LS_TRY(add_u32(out, rule->number));
    LS_TRY(add_u8(out, hit->severity));
    LS_TRY(add_u8(out, hit->exact));
    LS_TRY(add_u8(out, hit->enc));
    LS_TRY(add_u8(out, hit->masked));
    LS_TRY(add_u64(out, hit->off));
    LS_TRY(add_u64(out, hit->len));
    LS_TRY(add_u64(out, hit->count));
    LS_TRY(add_word(out, hit->encoding));
    LS_TRY(add_str(out, hit->text));
    LS_TRY(add_str(out, hit->folded));
    LS_TRY(add_str(out, hit->grade));
    LS_TRY(add_str(out, hit->term));
    LS_TRY(add_place(out, &hit->place));
    LS_TRY(add_chain(out, &hit->chain));
    return end_record(out, start);
}

static struct ls_result put_gap(struct ls_buf *out, const struct ls_sink_style *style,
                                const struct ls_object *object, const struct ls_gap *gap)
{
    size_t start = out->n;
    (void)style;
    (void)object;
    LS_TRY(begin_record(out, LS_WIRE_GAP));
    LS_TRY(add_u8(out, gap->state));
    LS_TRY(add_word(out, gap->reason));
    LS_TRY(add_u8(out, gap->detail != NULL));
    LS_TRY(add_word(out, gap->detail ? gap->detail : ""));
    LS_TRY(add_chain(out, &gap->chain));
    return end_record(out, start);
}

static struct ls_result put_object(struct ls_buf *out, const struct ls_sink_style *style,
                                   const struct ls_object *object)
{
    size_t start = out->n;
    (void)style;
    LS_TRY(begin_record(out, LS_WIRE_OBJECT));
    LS_TRY(add_u8(out, object->state));
    LS_TRY(add_u8(out, object->size_known));
    LS_TRY(add_u64(out, object->size));
    LS_TRY(add_u64(out, object->bytes_read));
    LS_TRY(add_u64(out, object->bytes_decoded));
    for (int i = 0; i < LS_STATE_COUNT; i++)
        LS_TRY(add_u64(out, object->members[i]));
    LS_TRY(add_word(out, object->sha256 ? object->sha256 : ""));
    return end_record(out, start);
}

const struct ls_sink_format ls_wire_format = {
    .name = "wire",
    .what = "records on their way to the supervisor",
    .hit = put_hit,
    .gap = put_gap,
    .object = put_object,
};

struct ls_result ls_wire_hello(struct ls_buf *out, uint32_t layers)
{
    size_t start = out->n;
    LS_TRY(begin_record(out, LS_WIRE_HELLO));
    LS_TRY(add_u32(out, layers));
    return end_record(out, start);
}

struct ls_result ls_wire_batch(struct ls_buf *out, uint32_t ticket)
{
    size_t start = out->n;
    LS_TRY(begin_record(out, LS_WIRE_BATCH));
    LS_TRY(add_u32(out, ticket));
    return end_record(out, start);
}

struct ls_result ls_wire_end(struct ls_buf *out)
{
    size_t start = out->n;
    LS_TRY(begin_record(out, LS_WIRE_END));
    return end_record(out, start);
}
