/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes mailboxes ([MS-PST]): one page of nodes, one of blocks, blocks as they come. Numbers of 8
 * bytes (Unicode) or 4 (ANSI), any of the codes.
 *
 *     ls_pst_begin(&w, true, 1);
 *     ls_pst_text(&w, 0x0037, "subject");          properties of the next node
 *     ls_pst_put(&w, &w.nodes, 0x200024, 0x8022);  the node, in that folder
 *     ls_pst_end(&w, &out);
 */
#ifndef LS_GENERATE_PST_WRITER_H
#define LS_GENERATE_PST_WRITER_H

#include "base/buf.h"

#include <stdbool.h>

enum { LS_PST_WRITER_NODES = 12, LS_PST_WRITER_BLOCKS = 20, LS_PST_WRITER_ITEMS = 64 };

struct ls_pst_writer_nodes {
    struct {
        uint32_t nid, parent;
        uint64_t data, sub;
    } at[LS_PST_WRITER_NODES];
    size_t n;
};

struct ls_pst_writer {
    bool wide;
    uint8_t code;
    struct ls_buf blocks; /* behind the pages */
    struct {
        uint64_t bid, off;
        size_t len;
    } list[LS_PST_WRITER_BLOCKS];
    size_t list_n;
    struct ls_pst_writer_nodes nodes, sub; /* of the tree; subnodes of the next node */
    struct ls_buf heap, records;           /* of the next node */
    uint16_t items[LS_PST_WRITER_ITEMS];
    size_t items_n;
};

void ls_pst_begin(struct ls_pst_writer *w, bool wide, uint8_t code);
void ls_pst_end(struct ls_pst_writer *w, struct ls_buf *out);

/* Properties of the next node, with ids ascending: text in UTF-16, bytes, a number, a subnode. */
void ls_pst_text(struct ls_pst_writer *w, uint16_t id, const char *utf8);
void ls_pst_bytes(struct ls_pst_writer *w, uint32_t tag, const void *bytes, size_t len);
void ls_pst_number(struct ls_pst_writer *w, uint32_t tag, uint32_t number);
/* The object whose node has that number. */
void ls_pst_object(struct ls_pst_writer *w, uint16_t id, uint32_t nid);

/* A block of bytes; its number. More bytes than fit into one become a list of blocks. */
uint64_t ls_pst_block(struct ls_pst_writer *w, const void *bytes, size_t len);

/* The properties so far become a node: of the tree, or a subnode of the next one. */
void ls_pst_put(struct ls_pst_writer *w, struct ls_pst_writer_nodes *into, uint32_t nid,
                uint32_t parent);

/* A table of one row with one column of text. */
void ls_pst_put_table(struct ls_pst_writer *w, uint32_t nid, uint16_t id, const char *utf8);

/* The same with so many rows, the last of which says `last`; they are in a subnode of their own. */
void ls_pst_put_rows(struct ls_pst_writer *w, uint32_t nid, uint16_t id, const char *utf8,
                     const char *last, size_t n);

#endif
