/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mailboxes of Outlook ([MS-PST]): their nodes, and what stands in them.
 *
 *   header --> tree of nodes: nid, its data, its subnodes      tree of blocks: bid, where it stands
 *                                |
 *              blocks of data, coded, in a list of lists        pst.c
 *                                |
 *              a heap: items by number; a tree of properties,   pst_heap.c
 *              or a table, made of such items
 *                                |
 *              values of properties, and their names            pst_values.c
 *                                |
 *              messages, recipients, attachments                format_pst.c
 *
 * Nothing that the file says is believed: trees grow narrower at each level or are not followed,
 * lists have limits, and each page and block that is read is charged to the budget. What is wrong
 * is kept as one word of trouble for a gap. One thread at a time.
 */
#ifndef LS_FORMATS_PST_H
#define LS_FORMATS_PST_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/result.h"
#include "formats/format.h"

enum {
    LS_PST_PAGE = 512,
    LS_PST_LEVELS = 8,            /* of a tree */
    LS_PST_BLOCKS_MAX = 1 << 20,  /* of the data of a node: 8 GiB */
    LS_PST_SUBNODES_MAX = 1 << 16 /* of a node */
};

enum ls_pst_code { LS_PST_PLAIN = 0, LS_PST_PERMUTED = 1, LS_PST_CYCLIC = 2 };

/* Types of nodes ([MS-PST] 2.2.2.1): the low 5 bits of their numbers. */
enum {
    LS_PST_NID_TYPE = 0x1F,
    LS_PST_FOLDER = 0x02,
    LS_PST_SEARCH_FOLDER = 0x03,
    LS_PST_MESSAGE = 0x04,
    LS_PST_ATTACHMENT = 0x05,
    LS_PST_ASSOCIATED = 0x08,
};

struct ls_pst {
    struct ls_format_job *job;
    struct ls_blob *blob; /* with random access */
    bool wide;            /* numbers of 8 bytes: Unicode; else of 4 */
    enum ls_pst_code code;
    uint64_t nodes, blocks; /* where the roots of the trees stand */
    const char *trouble;    /* or NULL */
};

struct ls_pst_node {
    uint64_t nid, data, sub; /* blocks; 0: none */
    uint64_t parent;
};

/* Header; *why (a reason for a gap) and *detail where it cannot be read, else NULL. */
struct ls_result ls_pst_open(struct ls_pst *pst, struct ls_format_job *job, const char **why,
                             const char **detail) LS_MUST_USE;

/* All nodes, ascending. Begins with zeros. */
struct ls_pst_page {
    uint8_t bytes[LS_PST_PAGE];
    size_t n, size, at; /* entries, their size, the next one */
    unsigned level;     /* 0: leaves */
};
struct ls_pst_walk {
    struct ls_pst_page pages[LS_PST_LEVELS];
    size_t depth;
    bool begun;
};
struct ls_result ls_pst_next(struct ls_pst *pst, struct ls_pst_walk *walk, struct ls_pst_node *node,
                             bool *got) LS_MUST_USE;
struct ls_result ls_pst_find(struct ls_pst *pst, uint64_t nid, struct ls_pst_node *node,
                             bool *found) LS_MUST_USE;

/* The data of a node: a blob of its decoded bytes. */
struct ls_pst_block {
    uint64_t bid, off; /* in the file */
    uint64_t end;      /* in the data */
};
struct ls_pst_data {
    struct ls_blob blob;
    struct ls_pst *pst;
    LS_VEC(struct ls_pst_block) blocks;
};

void ls_pst_data_init(struct ls_pst_data *data, struct ls_pst *pst);
void ls_pst_data_fini(struct ls_pst_data *data);
struct ls_result ls_pst_data_open(struct ls_pst_data *data, uint64_t bid) LS_MUST_USE;

struct ls_pst_nodes {
    struct ls_pst_node *at;
    size_t n, cap, limit;
};
/* The subnodes in that block, appended. */
struct ls_result ls_pst_subnodes(struct ls_pst *pst, uint64_t bid,
                                 struct ls_pst_nodes *nodes) LS_MUST_USE;

/* Bytes of a block, of which the first stands at `at` in it, decoded in place. */
void ls_pst_decode(enum ls_pst_code code, uint32_t key, uint64_t at, uint8_t *bytes, size_t len);

/* ---- pst_heap.c ------------------------------------------------------------------------------ */

/* A property as it stands in a tree, or a cell of a table. */
struct ls_pst_value {
    uint16_t id, type;
    uint32_t number; /* its value, or where that is: an item of the heap, or a subnode */
};

typedef struct ls_result (*ls_pst_value_fn)(void *user, const struct ls_pst_value *value);

/* Hands over each property in the data of a node. */
struct ls_result ls_pst_properties(struct ls_pst_data *data, ls_pst_value_fn take,
                                   void *user) LS_MUST_USE;

/*
 * The same for each cell of a table that is a string. Rows that are no item of the heap stand in
 * the subnode `rows`, which *nid names: called with rows NULL, it says so and hands over nothing.
 */
struct ls_result ls_pst_table(struct ls_pst_data *data, struct ls_pst_data *rows, uint32_t *nid,
                              ls_pst_value_fn take, void *user) LS_MUST_USE;

/* An item of the heap: bytes [*off, *off + *len) of the data; *found is false where there is none.
 */
struct ls_result ls_pst_item(struct ls_pst_data *data, uint32_t hid, uint64_t *off, uint64_t *len,
                             bool *found) LS_MUST_USE;

/* Does the number name an item? Else it names a subnode. */
bool ls_pst_is_item(uint32_t number);

#endif
