/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pst.h"

#include "base/alloc.h"
#include "base/cursor.h"
#include "base/reason.h"

#include <string.h>

enum {
    HEADER = 564,
    ANSI_FIRST = 14, /* versions */
    UNICODE_FIRST = 20,
    LARGE_PAGES = 36,
    PROTECTED = 0x10, /* code of a mailbox under Windows Information Protection */
    NODES = 0x81,     /* types of pages */
    BLOCKS = 0x80,
    INTERNAL = 2, /* bit of a bid: not coded */
    BLOCK_MAX = 8192,
    ENTRY_MAX = 32,
};

static void note(struct ls_pst *pst, const char *trouble)
{
    if (!pst->trouble)
        pst->trouble = trouble;
}

static uint64_t number(const struct ls_pst *pst, struct ls_cursor *c)
{
    return pst->wide ? ls_cursor_u64le(c) : ls_cursor_u32le(c);
}

/* [MS-PST] 2.2.2.6 */
struct ls_result ls_pst_open(struct ls_pst *pst, struct ls_format_job *job, const char **why,
                             const char **detail)
{
    enum {
        VERSION = 10,
        NODES_ANSI = 0xB8,
        NODES_WIDE = 0xD8,
        CODE_ANSI = 0x1CD,
        CODE_WIDE = 0x201
    };
    uint8_t header[HEADER];
    struct ls_cursor c;
    size_t got;
    *pst = (struct ls_pst){.job = job, .blob = job->blob};
    *why = LS_REASON_TRUNCATED;
    *detail = NULL;
    LS_TRY(ls_blob_read(job->blob, 0, header, HEADER, &got));
    if (got < HEADER)
        return ls_ok();
    ls_cursor_init(&c, header + VERSION, 2);
    uint16_t version = ls_cursor_u16le(&c);
    pst->wide = version >= UNICODE_FIRST;
    uint8_t code = header[pst->wide ? CODE_WIDE : CODE_ANSI];
    size_t roots = pst->wide ? NODES_WIDE : NODES_ANSI;
    ls_cursor_init(&c, header + roots, HEADER - roots);
    number(pst, &c);
    pst->nodes = number(pst, &c);
    number(pst, &c);
    pst->blocks = number(pst, &c);
    *why = LS_REASON_UNSUPPORTED;
    if (code == PROTECTED) {
        *why = LS_REASON_ENCRYPTED;
        *detail = "Outlook mailbox under Windows Information Protection";
    } else if (version >= LARGE_PAGES) {
        *detail = "Outlook mailbox with pages of 4 KiB (OST of 2013 and later)";
    } else if (version < ANSI_FIRST || code > LS_PST_CYCLIC) {
        *detail = "Outlook mailbox of an unknown version";
    } else {
        pst->code = (enum ls_pst_code)code;
        *why = NULL;
    }
    return ls_ok();
}

/* ---- trees of pages -------------------------------------------------------------------------- */

/* [MS-PST] 2.2.2.7.7.1; *good is false, and trouble noted, where there is no such page. */
static struct ls_result read_page(struct ls_pst *pst, uint64_t off, uint8_t type,
                                  struct ls_pst_page *page, bool *good)
{
    size_t entries = pst->wide ? 488 : 496, trailer = pst->wide ? 496 : 500, got;
    LS_TRY(ls_charge(pst->job, 0, LS_PST_PAGE));
    LS_TRY(ls_blob_read(pst->blob, off, page->bytes, LS_PST_PAGE, &got));
    const uint8_t *counts = page->bytes + entries;
    page->n = counts[0];
    page->size = counts[2];
    page->level = counts[3];
    page->at = 0;
    size_t least = page->level     ? (pst->wide ? 24 : 12)
                   : type == NODES ? (pst->wide ? 32 : 16)
                                   : (pst->wide ? 24 : 12);
    *good = got == LS_PST_PAGE && page->bytes[trailer] == type &&
            page->bytes[trailer + 1] == type && page->level < LS_PST_LEVELS &&
            page->size >= least && page->n * page->size <= entries;
    if (!*good)
        note(pst, got < LS_PST_PAGE ? "a page behind the end of the file" : "a broken page");
    return ls_ok();
}

static void entry_of(const struct ls_pst_page *page, size_t i, struct ls_cursor *c)
{
    ls_cursor_init(c, page->bytes + i * page->size, page->size);
}

/* Key and, of a page that is no leaf, where the page below stands. */
static uint64_t key_of(const struct ls_pst *pst, const struct ls_pst_page *page, size_t i,
                       uint64_t *below)
{
    struct ls_cursor c;
    entry_of(page, i, &c);
    uint64_t key = number(pst, &c);
    number(pst, &c);
    *below = number(pst, &c);
    return key;
}

/* The leaf's entry with this key, of keys without the bits in `ignored`. */
static struct ls_result search(struct ls_pst *pst, uint64_t root, uint8_t type, uint64_t key,
                               uint64_t ignored, struct ls_pst_page *page, size_t *entry,
                               bool *found)
{
    uint64_t off = root, below, at;
    unsigned level = LS_PST_LEVELS;
    for (*found = false;;) {
        bool good;
        LS_TRY(read_page(pst, off, type, page, &good));
        if (!good || page->level >= level)
            return ls_ok();
        level = page->level;
        size_t lo = 0, hi = page->n; /* the first entry behind the key */
        while (lo < hi) {
            size_t mid = lo + (hi - lo) / 2;
            at = key_of(pst, page, mid, &below) & ~ignored;
            if (at <= key)
                lo = mid + 1;
            else
                hi = mid;
        }
        if (lo == 0)
            return ls_ok();
        *entry = lo - 1;
        at = key_of(pst, page, lo - 1, &below) & ~ignored;
        if (level == 0) {
            *found = at == key;
            return ls_ok();
        }
        off = below;
    }
}

static void read_node(const struct ls_pst *pst, const struct ls_pst_page *page, size_t i,
                      struct ls_pst_node *node)
{
    struct ls_cursor c;
    entry_of(page, i, &c);
    node->nid = (uint32_t)number(pst, &c);
    node->data = number(pst, &c);
    node->sub = number(pst, &c);
    node->parent = ls_cursor_u32le(&c);
}

struct ls_result ls_pst_find(struct ls_pst *pst, uint64_t nid, struct ls_pst_node *node,
                             bool *found)
{
    struct ls_pst_page page;
    size_t i;
    LS_TRY(search(pst, pst->nodes, NODES, nid, 0, &page, &i, found));
    if (*found)
        read_node(pst, &page, i, node);
    return ls_ok();
}

static struct ls_result descend(struct ls_pst *pst, struct ls_pst_walk *walk, uint64_t off)
{
    bool good;
    unsigned level = walk->depth ? walk->pages[walk->depth - 1].level : LS_PST_LEVELS;
    struct ls_pst_page *page = &walk->pages[walk->depth];
    LS_TRY(read_page(pst, off, NODES, page, &good));
    if (good && page->level < level)
        walk->depth++;
    else
        note(pst, "a broken page");
    return ls_ok();
}

struct ls_result ls_pst_next(struct ls_pst *pst, struct ls_pst_walk *walk, struct ls_pst_node *node,
                             bool *got)
{
    *got = false;
    if (!walk->begun)
        LS_TRY(descend(pst, walk, pst->nodes));
    walk->begun = true;
    while (walk->depth) {
        struct ls_pst_page *page = &walk->pages[walk->depth - 1];
        if (page->at == page->n) {
            walk->depth--;
            continue;
        }
        size_t i = page->at++;
        if (page->level == 0) {
            read_node(pst, page, i, node);
            *got = true;
            return ls_ok();
        }
        uint64_t below;
        key_of(pst, page, i, &below);
        LS_TRY(descend(pst, walk, below));
    }
    return ls_ok();
}

/* ---- blocks ---------------------------------------------------------------------------------- */

/* Where a block stands, and its bytes; *found is false, and trouble noted, where there is none. */
static struct ls_result find_block(struct ls_pst *pst, uint64_t bid, uint64_t *off, size_t *len,
                                   bool *found)
{
    struct ls_pst_page page;
    struct ls_cursor c;
    size_t i;
    LS_TRY(search(pst, pst->blocks, BLOCKS, bid & ~UINT64_C(1), 1, &page, &i, found));
    if (!*found) {
        note(pst, "a block that is nowhere");
        return ls_ok();
    }
    entry_of(&page, i, &c);
    number(pst, &c);
    *off = number(pst, &c);
    *len = ls_cursor_u16le(&c);
    *found = *len <= BLOCK_MAX;
    return ls_ok();
}

/* A block that lists others: into `room` of BLOCK_MAX bytes, with a cursor behind its type. */
static struct ls_result read_list(struct ls_pst *pst, uint64_t bid, uint8_t *room,
                                  struct ls_cursor *c, uint8_t *type, uint8_t *level)
{
    uint64_t off;
    size_t len, got = 0;
    bool found;
    LS_TRY(find_block(pst, bid, &off, &len, &found));
    if (found)
        LS_TRY(ls_blob_read(pst->blob, off, room, len, &got));
    LS_TRY(ls_charge(pst->job, 0, got));
    if (found && got < len)
        note(pst, "a block behind the end of the file");
    ls_cursor_init(c, room, got);
    *type = ls_cursor_u8(c);
    *level = ls_cursor_u8(c);
    return ls_ok();
}

static struct ls_result add_block(struct ls_pst_data *data, uint64_t bid)
{
    struct ls_pst *pst = data->pst;
    uint64_t off;
    size_t len;
    bool found;
    LS_TRY(find_block(pst, bid, &off, &len, &found));
    if (!found || len == 0)
        return ls_ok();
    if (data->blocks.n == LS_PST_BLOCKS_MAX)
        return ls_bad(LS_E_MALFORMED);
    data->blob.size += len;
    struct ls_pst_block block = {.bid = bid, .off = off, .end = data->blob.size};
    LS_VEC_PUSH(&data->blocks, block);
    return ls_ok();
}

/* [MS-PST] 2.2.2.8.3.2: lists of blocks, or lists of such lists. */
static struct ls_result add_list(struct ls_pst_data *data, uint64_t bid, unsigned above,
                                 uint64_t *below, size_t *below_n)
{
    struct ls_pst *pst = data->pst;
    uint8_t room[BLOCK_MAX], type, level;
    struct ls_cursor c;
    LS_TRY(read_list(pst, bid, room, &c, &type, &level));
    uint16_t n = ls_cursor_u16le(&c);
    ls_cursor_u32le(&c);
    *below_n = 0;
    if (type != 1 || level == 0 || level >= above) {
        note(pst, "a broken list of blocks");
        return ls_ok();
    }
    for (; n--;) {
        uint64_t each = number(pst, &c);
        if (c.failed)
            break;
        if (level == 1)
            LS_TRY(add_block(data, each));
        else
            below[(*below_n)++] = each;
    }
    return ls_ok();
}

struct ls_result ls_pst_data_open(struct ls_pst_data *data, uint64_t bid)
{
    enum { LISTS = BLOCK_MAX / 4, BLOCK_LISTS = 2 };
    size_t n = 0, unused;
    LS_VEC_CLEAR(&data->blocks);
    data->blob.size = 0;
    if (bid == 0)
        return ls_ok();
    if (!(bid & INTERNAL))
        return add_block(data, bid);
    uint64_t *below = ls_calloc(LISTS, sizeof *below);
    if (!below)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = add_list(data, bid, BLOCK_LISTS + 1, below, &n);
    for (size_t i = 0; i < n && !ls_failed(r); i++)
        r = add_list(data, below[i], BLOCK_LISTS, NULL, &unused);
    ls_free(below);
    return r;
}

/* The block in which byte `off` stands, and where it begins. */
static const struct ls_pst_block *block_at(const struct ls_pst_data *data, uint64_t off,
                                           uint64_t *begin)
{
    const struct ls_pst_block *at = data->blocks.at;
    size_t i = ls_blob_piece(&at->end, sizeof *at, data->blocks.n, off);
    *begin = i ? at[i - 1].end : 0;
    return &at[i];
}

static struct ls_result read_data(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct ls_pst_data *data = LS_CONTAINER(blob, struct ls_pst_data, blob);
    uint64_t begin;
    *got = 0;
    if (off >= blob->size || len == 0)
        return ls_ok();
    const struct ls_pst_block *block = block_at(data, off, &begin);
    if (len > block->end - off)
        len = (size_t)(block->end - off);
    LS_TRY(ls_blob_read(data->pst->blob, block->off + (off - begin), out, len, got));
    ls_pst_decode(data->pst->code, (uint32_t)block->bid, off - begin, out, *got);
    return *got < len ? ls_bad(LS_E_MALFORMED) : ls_ok();
}

void ls_pst_data_init(struct ls_pst_data *data, struct ls_pst *pst)
{
    data->blob = (struct ls_blob){.random = true, .read = read_data};
    data->pst = pst;
    LS_VEC_INIT(&data->blocks, LS_PST_BLOCKS_MAX);
}

void ls_pst_data_fini(struct ls_pst_data *data)
{
    LS_VEC_FINI(&data->blocks);
}

/* [MS-PST] 2.2.2.8.3.3: subnodes, or lists of such lists. */
static struct ls_result add_subnodes(struct ls_pst *pst, uint64_t bid, unsigned above,
                                     struct ls_pst_nodes *nodes, uint64_t *below, size_t *below_n)
{
    uint8_t room[BLOCK_MAX], type, level;
    struct ls_cursor c;
    LS_TRY(read_list(pst, bid, room, &c, &type, &level));
    uint16_t n = ls_cursor_u16le(&c);
    if (pst->wide)
        ls_cursor_u32le(&c);
    *below_n = 0;
    if (type != 2 || level >= above) {
        note(pst, "a broken list of subnodes");
        return ls_ok();
    }
    for (; n--;) {
        struct ls_pst_node node = {.nid = (uint32_t)number(pst, &c), .data = number(pst, &c)};
        if (level == 0)
            node.sub = number(pst, &c);
        if (c.failed)
            break;
        if (level)
            below[(*below_n)++] = node.data;
        else if (nodes->n < LS_PST_SUBNODES_MAX)
            LS_VEC_PUSH(nodes, node);
        else
            note(pst, "too many subnodes of one node");
    }
    return ls_ok();
}

struct ls_result ls_pst_subnodes(struct ls_pst *pst, uint64_t bid, struct ls_pst_nodes *nodes)
{
    enum { LISTS = BLOCK_MAX / 8 };
    size_t n = 0, unused;
    nodes->limit = LS_PST_SUBNODES_MAX;
    if (bid == 0)
        return ls_ok();
    uint64_t *below = ls_calloc(LISTS, sizeof *below);
    if (!below)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = add_subnodes(pst, bid, 2, nodes, below, &n);
    for (size_t i = 0; i < n && !ls_failed(r); i++)
        r = add_subnodes(pst, below[i], 1, nodes, NULL, &unused);
    ls_free(below);
    return r;
}
