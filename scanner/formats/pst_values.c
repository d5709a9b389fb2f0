/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The values of a node, as a source of properties: items of its heap, or subnodes of their own.
 */
#include "formats/pst_priv.h"

#include "base/cursor.h"

enum {
    NAME_TO_ID = 0x61, /* a node ([MS-PST] 2.4.1), and its properties: */
    NAME_ENTRIES = 3,
    NAME_STRINGS = 4,
    NAME_ENTRY = 8,
};

void ls_pst_place_init(struct pst_place *place, struct ls_pst *pst)
{
    ls_pst_data_init(&place->data, pst);
}

void ls_pst_place_fini(struct pst_place *place)
{
    ls_pst_data_fini(&place->data);
    LS_VEC_FINI(&place->subnodes);
}

struct ls_result ls_pst_place_open(struct pst_place *place, const struct ls_pst_node *node)
{
    LS_VEC_CLEAR(&place->subnodes);
    LS_TRY(ls_pst_data_open(&place->data, node->data));
    return ls_pst_subnodes(place->data.pst, node->sub, &place->subnodes);
}

const struct ls_pst_node *ls_pst_subnode(const struct pst_place *place, uint64_t nid)
{
    for (size_t i = 0; i < place->subnodes.n; i++)
        if (place->subnodes.at[i].nid == nid)
            return &place->subnodes.at[i];
    return NULL;
}

void ls_pst_note(struct pst_box *box, const char *trouble)
{
    if (!box->pst.trouble)
        box->pst.trouble = trouble;
}

static struct ls_result open_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_mapi_bytes *bytes)
{
    struct pst_box *box = LS_CONTAINER(source, struct pst_box, source);
    *bytes = (struct ls_mapi_bytes){.blob = &box->open.blob, .at = LS_OFF_UNKNOWN};
    if (value->name != PST_IN_SUBNODE) {
        ls_blob_range(&box->open, &box->here->data.blob, value->where, value->size);
        return ls_ok();
    }
    bytes->blob = &box->open_data.blob;
    return ls_pst_data_open(&box->open_data, value->where);
}

static void close_value(struct ls_mapi_source *source)
{
    (void)source;
}

/* [MS-PST] 2.4.7: entries are of 8 bytes; the name of number n stands at the entry that says n. */
static struct ls_result name_value(struct ls_mapi_source *source, const struct ls_mapi_value *value,
                                   struct ls_buf *out)
{
    struct pst_box *box = LS_CONTAINER(source, struct pst_box, source);
    struct ls_charset_reader reader;
    struct ls_cursor c;
    uint16_t number = (uint16_t)(value->id - LS_MAPI_NAMED);
    size_t at = (size_t)number * NAME_ENTRY;
    if (at + NAME_ENTRY > box->entries.n)
        return ls_ok();
    ls_cursor_init(&c, box->entries.at + at, NAME_ENTRY);
    uint32_t off = ls_cursor_u32le(&c);
    bool named = ls_cursor_u16le(&c) & 1;
    if (ls_cursor_u16le(&c) != number || !named || off >= box->strings.n)
        return ls_ok();
    ls_cursor_init(&c, box->strings.at + off, box->strings.n - off);
    uint32_t len = ls_cursor_u32le(&c);
    const uint8_t *name = ls_cursor_bytes(&c, len);
    if (!name || len > LS_MAPI_NAME_MAX / 4)
        return ls_ok();
    ls_charset_begin(&reader, ls_mapi_charset(1200), 0);
    return ls_charset_feed(&reader, name, len, true, out, NULL);
}

void ls_pst_source_init(struct ls_mapi_source *source)
{
    *source = (struct ls_mapi_source){.open = open_value, .close = close_value, .name = name_value};
}

struct ls_result ls_pst_locate(struct pst_box *box, uint32_t number, struct ls_mapi_value *value,
                               bool *found)
{
    struct pst_place *place = box->here;
    if (ls_pst_is_item(number)) {
        value->name = 0;
        return ls_pst_item(&place->data, number, &value->where, &value->size, found);
    }
    const struct ls_pst_node *node = ls_pst_subnode(place, number);
    *found = node != NULL;
    if (node) {
        value->where = node->data;
        value->name = PST_IN_SUBNODE;
    }
    return ls_ok();
}

/* [MS-PST] 2.3.3.4.2: how many there are, where each begins, the values. */
static struct ls_result add_several(struct pst_box *box, const struct ls_mapi_value *all)
{
    struct ls_mapi_value value = *all;
    uint8_t room[8];
    struct ls_cursor c;
    if (all->name == PST_IN_SUBNODE) /* read as one: the numbers are no text */
        return ls_mapi_add(&box->mapi, box->into, all);
    if (all->size < 4)
        return ls_ok();
    LS_TRY(ls_blob_read_all(&box->here->data.blob, all->where, room, 4));
    ls_cursor_init(&c, room, 4);
    uint32_t n = ls_cursor_u32le(&c);
    for (uint32_t i = 0; i < n && 4 + 4 * (uint64_t)i + 4 <= all->size; i++) {
        bool last = i + 1 == n || 4 + 4 * (uint64_t)i + 8 > all->size;
        LS_TRY(ls_blob_read_all(&box->here->data.blob, all->where + 4 + 4 * (uint64_t)i, room,
                                last ? 4 : 8));
        ls_cursor_init(&c, room, sizeof room);
        uint64_t lo = ls_cursor_u32le(&c), hi = last ? all->size : ls_cursor_u32le(&c);
        if (lo > hi || hi > all->size)
            break;
        value.where = all->where + lo;
        value.size = hi - lo;
        LS_TRY(ls_mapi_add(&box->mapi, box->into, &value));
    }
    return ls_ok();
}

static struct ls_result take_value(void *user, const struct ls_pst_value *found)
{
    struct pst_box *box = user;
    struct ls_mapi_value value = {.id = found->id,
                                  .type = found->type & (uint16_t)~LS_MAPI_MULTIPLE};
    bool there;
    if (found->type == LS_MAPI_INT32 && box->here == &box->message)
        ls_mapi_number(&box->mapi, found->id, found->number);
    if ((value.type != LS_MAPI_STRING && value.type != LS_MAPI_STRING8 &&
         value.type != LS_MAPI_BINARY && value.type != LS_MAPI_OBJECT) ||
        found->number == 0)
        return ls_ok();
    LS_TRY(ls_pst_locate(box, found->number, &value, &there));
    if (!there) {
        ls_pst_note(box, "a property whose value is nowhere");
        return ls_ok();
    }
    return found->type & LS_MAPI_MULTIPLE ? add_several(box, &value)
                                          : ls_mapi_add(&box->mapi, box->into, &value);
}

struct ls_result ls_pst_list(struct pst_box *box, struct pst_place *place)
{
    box->here = place;
    box->into = &box->values;
    LS_VEC_CLEAR(&box->values);
    return ls_pst_properties(&place->data, take_value, box);
}

static struct ls_result load(struct pst_box *box, uint16_t id, struct ls_buf *out)
{
    for (size_t i = 0; i < box->values.n; i++) {
        struct ls_mapi_bytes bytes;
        size_t got;
        if (box->values.at[i].id != id || box->values.at[i].type != LS_MAPI_BINARY)
            continue;
        LS_TRY(open_value(&box->source, &box->values.at[i], &bytes));
        uint64_t size = bytes.blob->size;
        size_t len = size < out->limit ? (size_t)size : out->limit;
        LS_VEC_CLEAR(out);
        LS_TRY(LS_VEC_RESERVE(out, len));
        LS_TRY(ls_blob_read(bytes.blob, 0, out->at, len, &got));
        out->n = got;
        return ls_charge(box->job, 0, got);
    }
    return ls_ok();
}

struct ls_result ls_pst_read_names(struct pst_box *box)
{
    struct ls_pst_node node;
    bool found;
    LS_TRY(ls_pst_find(&box->pst, NAME_TO_ID, &node, &found));
    if (!found)
        return ls_ok();
    LS_TRY(ls_pst_place_open(&box->other, &node));
    LS_TRY(ls_pst_list(box, &box->other));
    LS_TRY(load(box, NAME_ENTRIES, &box->entries));
    return load(box, NAME_STRINGS, &box->strings);
}
