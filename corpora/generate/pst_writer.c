/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/pst_writer.h"

#include "base/alloc.h"
#include "formats/pst.h"
#include "generate/must.h"
#include "generate/outlook.h"
#include "generate/put.h"

#include <string.h>

enum {
    PAGE = 512,
    HEADER = 1024,
    BLOCK = 8000, /* bytes of one in a list */
    ALIGN = 64,
    MAX = 1 << 22,
    ROW = 9, /* bytes of one of a table */
    STRING = 0x001F,
    OBJECT = 0x000D,
};

/* A number that is of 8 bytes or 4. */
static void put_long(const struct ls_pst_writer *w, struct ls_buf *out, uint64_t value)
{
    put_number(out, value, w->wide ? 8 : 4);
}

static void zeros(struct ls_buf *out, size_t to)
{
    while (out->n < to)
        must(ls_buf_char(out, '\0'));
}

static void begin_node(struct ls_pst_writer *w)
{
    LS_VEC_CLEAR(&w->heap);
    LS_VEC_CLEAR(&w->records);
    zeros(&w->heap, 12); /* the header of the heap */
    w->items_n = 0;
}

void ls_pst_begin(struct ls_pst_writer *w, bool wide, uint8_t code)
{
    memset(w, 0, sizeof *w);
    w->wide = wide;
    w->code = code;
    w->blocks.limit = w->heap.limit = w->records.limit = MAX;
    begin_node(w);
}

/* An item of the heap; its number. */
static uint32_t add_item(struct ls_pst_writer *w, const void *bytes, size_t len)
{
    MUST(w->items_n < LS_PST_WRITER_ITEMS);
    w->items[w->items_n++] = (uint16_t)w->heap.n;
    must(ls_buf_add(&w->heap, bytes, len));
    return (uint32_t)w->items_n << 5;
}

static void add_record(struct ls_pst_writer *w, uint16_t id, uint16_t type, uint32_t number)
{
    put_number(&w->records, id, 2);
    put_number(&w->records, type, 2);
    put_number(&w->records, number, 4);
}

void ls_pst_number(struct ls_pst_writer *w, uint32_t tag, uint32_t number)
{
    add_record(w, (uint16_t)(tag >> 16), (uint16_t)tag, number);
}

/* What does not fit into the heap becomes a subnode. */
void ls_pst_bytes(struct ls_pst_writer *w, uint32_t tag, const void *bytes, size_t len)
{
    enum { ITEM_MAX = 3580 };
    if (len <= ITEM_MAX) {
        ls_pst_number(w, tag, add_item(w, bytes, len));
        return;
    }
    MUST(w->sub.n < LS_PST_WRITER_NODES);
    uint32_t nid = (uint32_t)(w->sub.n + 1) << 5 | 0x1F;
    w->sub.at[w->sub.n].nid = nid;
    w->sub.at[w->sub.n].sub = 0;
    w->sub.at[w->sub.n++].data = ls_pst_block(w, bytes, len);
    ls_pst_number(w, tag, nid);
}

void ls_pst_text(struct ls_pst_writer *w, uint16_t id, const char *utf8)
{
    struct ls_buf text = {.limit = MAX};
    put_utf16(&text, utf8);
    ls_pst_bytes(w, (uint32_t)id << 16 | STRING, text.at, text.n);
    LS_VEC_FINI(&text);
}

void ls_pst_object(struct ls_pst_writer *w, uint16_t id, uint32_t nid)
{
    const uint8_t bytes[8] = {(uint8_t)nid, (uint8_t)(nid >> 8), (uint8_t)(nid >> 16)};
    ls_pst_bytes(w, (uint32_t)id << 16 | OBJECT, bytes, sizeof bytes);
}

/* The codes are their own reverse but for the one that puts other bytes in the place of bytes. */
static void encode(const struct ls_pst_writer *w, uint64_t bid, uint8_t *bytes, size_t len)
{
    uint8_t table[256], back[256];
    if (w->code != LS_PST_PERMUTED) {
        ls_pst_decode((enum ls_pst_code)w->code, (uint32_t)bid, 0, bytes, len);
        return;
    }
    for (size_t i = 0; i < sizeof table; i++)
        table[i] = (uint8_t)i;
    ls_pst_decode(LS_PST_PERMUTED, 0, 0, table, sizeof table);
    for (size_t i = 0; i < sizeof table; i++)
        back[table[i]] = (uint8_t)i;
    for (size_t i = 0; i < len; i++)
        bytes[i] = back[bytes[i]];
}

/* Blocks that say the same may be one. */
static uint64_t find_block(const struct ls_pst_writer *w, const void *bytes, size_t len)
{
    for (size_t i = 0; i < w->list_n && w->code == LS_PST_PLAIN && len; i++)
        if (w->list[i].len == len && memcmp(w->blocks.at + w->list[i].off, bytes, len) == 0)
            return w->list[i].bid;
    return 0;
}

static uint64_t add_block(struct ls_pst_writer *w, const void *bytes, size_t len, bool internal)
{
    uint64_t known = internal ? 0 : find_block(w, bytes, len);
    if (known && !(known & 2))
        return known;
    size_t off = w->blocks.n, trailer = w->wide ? 16 : 12;
    MUST(w->list_n < LS_PST_WRITER_BLOCKS);
    uint64_t bid = (w->list_n + 1) * 4 + (internal ? 2 : 0);
    must(ls_buf_add(&w->blocks, bytes, len));
    if (!internal)
        encode(w, bid, (uint8_t *)w->blocks.at + off, len);
    zeros(&w->blocks, (w->blocks.n + trailer + ALIGN - 1) / ALIGN * ALIGN);
    w->list[w->list_n].bid = bid;
    w->list[w->list_n].off = off;
    w->list[w->list_n++].len = len;
    return bid;
}

uint64_t ls_pst_block(struct ls_pst_writer *w, const void *bytes, size_t len)
{
    struct ls_buf list = {.limit = MAX};
    if (len <= BLOCK)
        return add_block(w, bytes, len, false);
    size_t n = (len + BLOCK - 1) / BLOCK;
    put_number(&list, 0x0101, 2);
    put_number(&list, n, 2);
    put_number(&list, len, 4);
    for (size_t i = 0; i < n; i++) {
        size_t left = len - i * BLOCK;
        put_long(w, &list,
                 add_block(w, (const char *)bytes + i * BLOCK, left < BLOCK ? left : BLOCK, false));
    }
    uint64_t bid = add_block(w, list.at, list.n, true);
    LS_VEC_FINI(&list);
    return bid;
}

/* The subnodes so far, as a block. */
static uint64_t put_subnodes(struct ls_pst_writer *w)
{
    struct ls_buf list = {.limit = MAX};
    if (w->sub.n == 0)
        return 0;
    put_number(&list, 0x0002, 2);
    put_number(&list, w->sub.n, 2);
    if (w->wide)
        put_number(&list, 0, 4);
    for (size_t i = 0; i < w->sub.n; i++) {
        put_long(w, &list, w->sub.at[i].nid);
        put_long(w, &list, w->sub.at[i].data);
        put_long(w, &list, w->sub.at[i].sub);
    }
    uint64_t bid = add_block(w, list.at, list.n, true);
    LS_VEC_FINI(&list);
    w->sub.n = 0;
    return bid;
}

/* Header and map of the heap, whose root is that item. */
static uint64_t put_heap(struct ls_pst_writer *w, uint8_t kind, uint32_t root)
{
    struct ls_buf head = {.limit = MAX};
    if (w->heap.n % 2)
        zeros(&w->heap, w->heap.n + 1);
    put_number(&head, w->heap.n, 2);
    put_number(&head, 0xEC, 1);
    put_number(&head, kind, 1);
    put_number(&head, root, 4);
    put_number(&head, 0, 4);
    memcpy(w->heap.at, head.at, head.n);
    LS_VEC_FINI(&head);
    size_t end = w->heap.n;
    put_number(&w->heap, w->items_n, 2);
    put_number(&w->heap, 0, 2);
    for (size_t i = 0; i < w->items_n; i++)
        put_number(&w->heap, w->items[i], 2);
    put_number(&w->heap, end, 2);
    uint64_t bid = ls_pst_block(w, w->heap.at, w->heap.n);
    begin_node(w);
    return bid;
}

void ls_pst_put(struct ls_pst_writer *w, struct ls_pst_writer_nodes *into, uint32_t nid,
                uint32_t parent)
{
    struct ls_buf tree = {.limit = MAX};
    uint32_t records = add_item(w, w->records.at, w->records.n);
    put_number(&tree, 0x000602B5, 4);
    put_number(&tree, records, 4);
    uint32_t root = add_item(w, tree.at, tree.n);
    LS_VEC_FINI(&tree);
    uint64_t data = put_heap(w, 0xBC, root), sub = put_subnodes(w);
    MUST(into->n < LS_PST_WRITER_NODES);
    into->at[into->n].nid = nid;
    into->at[into->n].parent = parent;
    into->at[into->n].data = data;
    into->at[into->n++].sub = sub;
}

/* A table with one column of text. `rows`: the item or the subnode that they are in. */
static void put_table(struct ls_pst_writer *w, uint32_t nid, uint16_t id, uint32_t rows,
                      uint64_t sub)
{
    struct ls_buf info = {.limit = MAX};
    put_number(&info, 0x017C, 2);
    put_number(&info, 8, 2);
    put_number(&info, 8, 2);
    put_number(&info, 8, 2);
    put_number(&info, ROW, 2);
    put_number(&info, 0, 4);
    put_number(&info, rows, 4);
    put_number(&info, 0, 4);
    put_number(&info, STRING, 2);
    put_number(&info, id, 2);
    put_number(&info, 4, 2);
    put_number(&info, 0x0004, 2);
    uint32_t root = add_item(w, info.at, info.n);
    MUST(w->sub.n < LS_PST_WRITER_NODES);
    w->sub.at[w->sub.n].nid = nid;
    w->sub.at[w->sub.n].sub = sub;
    w->sub.at[w->sub.n++].data = put_heap(w, 0x7C, root);
    LS_VEC_FINI(&info);
}

static uint32_t add_text(struct ls_pst_writer *w, const char *utf8)
{
    struct ls_buf text = {.limit = MAX};
    put_utf16(&text, utf8);
    uint32_t item = add_item(w, text.at, text.n);
    LS_VEC_FINI(&text);
    return item;
}

static void put_row(struct ls_buf *out, uint32_t item)
{
    put_number(out, 1, 4); /* number of the row, the text, which cells there are */
    put_number(out, item, 4);
    put_number(out, 0x80, 1);
}

void ls_pst_put_table(struct ls_pst_writer *w, uint32_t nid, uint16_t id, const char *utf8)
{
    struct ls_buf row = {.limit = MAX};
    put_row(&row, add_text(w, utf8));
    put_table(w, nid, id, add_item(w, row.at, row.n), 0);
    LS_VEC_FINI(&row);
}

void ls_pst_put_rows(struct ls_pst_writer *w, uint32_t nid, uint16_t id, const char *utf8,
                     const char *last, size_t n)
{
    enum { EACH = BLOCK / ROW, ROWS = 0x3F }; /* no row goes on in the next block */
    struct ls_buf block = {.limit = MAX}, list = {.limit = MAX}, sub = {.limit = MAX};
    uint32_t item = add_text(w, utf8), end = add_text(w, last);
    put_number(&list, 0x0101, 2);
    put_number(&list, (n + EACH - 1) / EACH, 2);
    put_number(&list, n * ROW, 4);
    for (size_t i = 0; i < n; i++) {
        put_row(&block, i + 1 < n ? item : end);
        if (i + 1 < n && (i + 1) % EACH)
            continue;
        put_long(w, &list, add_block(w, block.at, block.n, false));
        LS_VEC_CLEAR(&block);
    }
    put_number(&sub, 0x0002, 2);
    put_number(&sub, 1, 2);
    if (w->wide)
        put_number(&sub, 0, 4);
    put_long(w, &sub, ROWS);
    put_long(w, &sub, add_block(w, list.at, list.n, true));
    put_long(w, &sub, 0);
    put_table(w, nid, id, ROWS, add_block(w, sub.at, sub.n, true));
    LS_VEC_FINI(&block);
    LS_VEC_FINI(&list);
    LS_VEC_FINI(&sub);
}

/* ---- the file ------------------------------------------------------------------------------ */

static void put_page(const struct ls_pst_writer *w, struct ls_buf *out, size_t entries, size_t n,
                     uint8_t type)
{
    size_t begin = out->n / PAGE * PAGE, size = type == 0x81 ? 32 : 24;
    MUST(out->n - begin <= entries);
    zeros(out, begin + entries);
    put_number(out, n, 1);
    put_number(out, n, 1);
    put_number(out, w->wide ? size : size / 2, 1);
    put_number(out, 0, 1);
    if (w->wide)
        put_number(out, 0, 4);
    put_number(out, type, 1);
    put_number(out, type, 1);
    zeros(out, begin + PAGE);
}

static void put_header(const struct ls_pst_writer *w, struct ls_buf *out)
{
    must(ls_buf_str(out, "!BDN"));
    put_number(out, 0, 4);
    put_number(out, 0x4D53, 2);
    put_number(out, w->wide ? 23 : 14, 2);
    zeros(out, w->wide ? 0xD8 : 0xB8);
    put_long(w, out, 0);
    put_long(w, out, HEADER);
    put_long(w, out, 0);
    put_long(w, out, HEADER + PAGE);
    zeros(out, w->wide ? 0x201 : 0x1CD);
    put_number(out, w->code, 1);
    zeros(out, HEADER);
}

void ls_pst_end(struct ls_pst_writer *w, struct ls_buf *out)
{
    enum { BLOCKS = HEADER + 2 * PAGE };
    size_t entries = w->wide ? 488 : 496;
    put_header(w, out);
    for (size_t i = 0; i < w->nodes.n; i++) {
        put_long(w, out, w->nodes.at[i].nid);
        put_long(w, out, w->nodes.at[i].data);
        put_long(w, out, w->nodes.at[i].sub);
        put_long(w, out, w->nodes.at[i].parent);
    }
    put_page(w, out, entries, w->nodes.n, 0x81);
    for (size_t i = 0; i < w->list_n; i++) {
        put_long(w, out, w->list[i].bid);
        put_long(w, out, BLOCKS + w->list[i].off);
        put_number(out, w->list[i].len, 2);
        put_number(out, 2, 2);
        if (w->wide)
            put_number(out, 0, 4);
    }
    put_page(w, out, entries, w->list_n, 0x80);
    must(ls_buf_add(out, w->blocks.at, w->blocks.n));
    LS_VEC_FINI(&w->blocks);
    LS_VEC_FINI(&w->heap);
    LS_VEC_FINI(&w->records);
}
