/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands in the data of a node ([MS-PST] 2.3): a heap of items, a tree of them, a table.
 *
 *   block   | header, items …, map: where each item begins |
 *   item    block and number in it, as one number of 32 bits
 *   tree    levels of items that list keys and the items below; in the last ones are the records
 */
#include "formats/pst.h"

#include "base/alloc.h"
#include "base/cursor.h"

#include <string.h>

enum {
    HEAP = 0xEC,
    PROPERTIES = 0xBC,
    TABLE = 0x7C,
    TREE = 0xB5,
    KEY = 2,    /* of a tree of properties … */
    RECORD = 8, /* … and its records with their keys */
    TREE_LEVELS = 4,
    COLUMN = 8,
    COLUMNS_MAX = 1024,
    STRING8 = 0x001E,
    STRING = 0x001F,
};

bool ls_pst_is_item(uint32_t number)
{
    return (number & LS_PST_NID_TYPE) == 0;
}

/* `len` <= 64 bytes of the data; fewer are none: *c has failed. */
static struct ls_result take(struct ls_pst_data *data, uint64_t off, uint8_t *room, size_t len,
                             struct ls_cursor *c)
{
    size_t got = 0;
    if (off <= data->blob.size && data->blob.size - off >= len)
        LS_TRY(ls_blob_read(&data->blob, off, room, len, &got));
    ls_cursor_init(c, room, got);
    c->failed = got < len;
    return ls_ok();
}

/* [MS-PST] 2.3.1.1, 2.3.1.5 */
struct ls_result ls_pst_item(struct ls_pst_data *data, uint32_t hid, uint64_t *off, uint64_t *len,
                             bool *found)
{
    enum { INDEX_SHIFT = 5, INDEX_MASK = 0x7FF, BLOCK_SHIFT = 16 };
    uint32_t index = hid >> INDEX_SHIFT & INDEX_MASK, block = hid >> BLOCK_SHIFT;
    uint8_t room[4];
    struct ls_cursor c;
    *found = false;
    if (index == 0 || block >= data->blocks.n)
        return ls_ok();
    uint64_t begin = block ? data->blocks.at[block - 1].end : 0, end = data->blocks.at[block].end;
    LS_TRY(take(data, begin, room, 2, &c));
    uint64_t map = begin + ls_cursor_u16le(&c);
    if (c.failed || map + 4 > end)
        return ls_ok();
    LS_TRY(take(data, map, room, 2, &c));
    if (c.failed || index > ls_cursor_u16le(&c) || map + 4 + 2 * (index + 1) > end)
        return ls_ok();
    LS_TRY(take(data, map + 4 + 2 * (index - 1), room, 4, &c));
    uint16_t lo = ls_cursor_u16le(&c), hi = ls_cursor_u16le(&c);
    *found = !c.failed && lo <= hi && begin + hi <= end;
    *off = begin + lo;
    *len = (uint64_t)(hi - lo);
    return ls_ok();
}

/* The heap's root item, when the heap is one of that kind. */
static struct ls_result root_of(struct ls_pst_data *data, uint8_t kind, uint32_t *root, bool *is)
{
    uint8_t room[8];
    struct ls_cursor c;
    LS_TRY(take(data, 0, room, sizeof room, &c));
    ls_cursor_u16le(&c);
    *is = ls_cursor_u8(&c) == HEAP && ls_cursor_u8(&c) == kind;
    *root = ls_cursor_u32le(&c);
    *is &= !c.failed;
    return ls_ok();
}

struct level {
    uint64_t at, end; /* records of an item that are left */
};

static struct ls_result take_record(struct ls_pst_data *data, struct level *level,
                                    ls_pst_value_fn fn, void *user)
{
    uint8_t room[RECORD];
    struct ls_cursor c;
    LS_TRY(take(data, level->at, room, RECORD, &c));
    level->at += RECORD;
    if (c.failed)
        return ls_ok();
    struct ls_pst_value value = {.id = ls_cursor_u16le(&c), .type = ls_cursor_u16le(&c)};
    value.number = ls_cursor_u32le(&c);
    return fn(user, &value);
}

/* [MS-PST] 2.3.2 and 2.3.3 */
struct ls_result ls_pst_properties(struct ls_pst_data *data, ls_pst_value_fn fn, void *user)
{
    struct level levels[TREE_LEVELS];
    uint32_t root;
    uint8_t room[RECORD];
    struct ls_cursor c;
    uint64_t off, len;
    bool is, found;
    LS_TRY(root_of(data, PROPERTIES, &root, &is));
    if (is)
        LS_TRY(ls_pst_item(data, root, &off, &len, &is));
    if (!is)
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(take(data, off, room, 8, &c));
    uint8_t kind = ls_cursor_u8(&c), key = ls_cursor_u8(&c), entry = ls_cursor_u8(&c);
    is = kind == TREE && key == KEY && entry == RECORD - KEY;
    size_t depth = ls_cursor_u8(&c), n = 0;
    uint32_t next = ls_cursor_u32le(&c);
    if (c.failed || !is || depth >= TREE_LEVELS)
        return ls_bad(LS_E_MALFORMED);
    for (bool down = true; down || n;) {
        LS_TRY(ls_charge(data->pst->job, 0, RECORD));
        if (down) {
            LS_TRY(ls_pst_item(data, next, &off, &len, &found));
            levels[n++] = (struct level){off, found ? off + len : off};
            down = false;
        }
        struct level *level = &levels[n - 1];
        size_t size = n <= depth ? KEY + 4 : RECORD;
        if (level->end - level->at < size) {
            n--;
        } else if (n <= depth) {
            LS_TRY(take(data, level->at, room, size, &c));
            ls_cursor_u16le(&c);
            next = ls_cursor_u32le(&c);
            level->at += size;
            down = !c.failed;
        } else {
            LS_TRY(take_record(data, level, fn, user));
        }
    }
    return ls_ok();
}

/* ---- tables ---------------------------------------------------------------------------------- */

struct table {
    uint16_t row;  /* bytes of a row */
    uint32_t rows; /* item or subnode */
    struct {
        uint16_t id, type, at;
    } columns[COLUMNS_MAX]; /* strings */
    size_t n;
};

/* [MS-PST] 2.3.4.1 */
static struct ls_result read_table(struct ls_pst_data *data, struct table *t)
{
    enum { INFO = 22 };
    uint8_t room[INFO];
    struct ls_cursor c;
    uint32_t root;
    uint64_t off, len;
    bool is;
    LS_TRY(root_of(data, TABLE, &root, &is));
    if (is)
        LS_TRY(ls_pst_item(data, root, &off, &len, &is));
    if (!is)
        return ls_bad(LS_E_MALFORMED);
    LS_TRY(take(data, off, room, INFO, &c));
    uint8_t kind = ls_cursor_u8(&c), columns = ls_cursor_u8(&c);
    ls_cursor_bytes(&c, 6);
    t->row = ls_cursor_u16le(&c);
    ls_cursor_u32le(&c);
    t->rows = ls_cursor_u32le(&c);
    if (c.failed || kind != TABLE || t->row == 0)
        return ls_bad(LS_E_MALFORMED);
    for (size_t i = 0; i < columns; i++) {
        LS_TRY(take(data, off + INFO + i * COLUMN, room, COLUMN, &c));
        uint16_t type = ls_cursor_u16le(&c), id = ls_cursor_u16le(&c);
        uint16_t at = ls_cursor_u16le(&c);
        if (c.failed || at + 4 > t->row || (type != STRING8 && type != STRING))
            continue;
        t->columns[t->n].id = id;
        t->columns[t->n].type = type;
        t->columns[t->n++].at = at;
    }
    return ls_ok();
}

/* Rows that stand in bytes [at, end) of `data`. */
static struct ls_result take_rows(const struct table *t, struct ls_pst_data *data, uint64_t at,
                                  uint64_t end, ls_pst_value_fn fn, void *user)
{
    for (; end - at >= t->row; at += t->row) {
        LS_TRY(ls_charge(data->pst->job, 0, t->row));
        for (size_t i = 0; i < t->n; i++) {
            uint8_t room[4];
            struct ls_cursor c;
            LS_TRY(take(data, at + t->columns[i].at, room, sizeof room, &c));
            struct ls_pst_value value = {
                .id = t->columns[i].id, .type = t->columns[i].type, .number = ls_cursor_u32le(&c)};
            if (!c.failed && value.number)
                LS_TRY(fn(user, &value));
        }
    }
    return ls_ok();
}

struct ls_result ls_pst_table(struct ls_pst_data *data, struct ls_pst_data *rows, uint32_t *nid,
                              ls_pst_value_fn fn, void *user)
{
    struct table t = {.n = 0};
    uint64_t off, len, begin = 0;
    bool found;
    *nid = 0;
    LS_TRY(read_table(data, &t));
    if (ls_pst_is_item(t.rows)) {
        LS_TRY(ls_pst_item(data, t.rows, &off, &len, &found));
        return found ? take_rows(&t, data, off, off + len, fn, user) : ls_ok();
    }
    *nid = t.rows;
    for (size_t i = 0; rows && i < rows->blocks.n; i++) { /* no row goes on in the next block */
        LS_TRY(take_rows(&t, rows, begin, rows->blocks.at[i].end, fn, user));
        begin = rows->blocks.at[i].end;
    }
    return ls_ok();
}
