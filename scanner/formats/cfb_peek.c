/* SPDX-License-Identifier: Apache-2.0 */
/* A look at the directory for a bid, without opening the file. */
#include "formats/cfb_priv.h"

#include <string.h>

enum { ENTRIES_MAX = LS_CFB_PEEK_SECTORS * (1 << 12) / CFB_DIR_ENTRY };

/* Which sector follows, by the part of the table that the header names; CFB_END_OF_CHAIN if it does
 * not. */
static uint32_t next_sector(struct ls_blob *blob, const struct cfb_header *header, uint32_t sector)
{
    uint32_t each = 1u << (header->sector_log - 2), table = sector / each;
    uint8_t bytes[4];
    struct ls_cursor c;
    if (table >= CFB_HEADER_DIFAT || header->difat[table] >= CFB_MAX_SECTOR)
        return CFB_END_OF_CHAIN;
    uint64_t off = cfb_sector_off(header, header->difat[table]) + sector % each * 4u;
    if (ls_failed(ls_blob_read_all(blob, off, bytes, sizeof bytes)))
        return CFB_END_OF_CHAIN;
    ls_cursor_init(&c, bytes, sizeof bytes);
    return ls_cursor_u32le(&c);
}

/* The entries of a directory, by what leads from one to the other. */
struct peek {
    uint32_t n, child; /* child: of the root */
    struct {
        uint32_t left, right;
        bool is, seen;
    } at[ENTRIES_MAX];
};

static void add_entries(struct peek *peek, const uint8_t *bytes, size_t len, const char *name)
{
    for (size_t i = 0; len - i >= CFB_DIR_ENTRY && peek->n < ENTRIES_MAX; i += CFB_DIR_ENTRY) {
        struct ls_cfb_entry entry;
        ls_cfb_entry_parse(bytes + i, true, &entry);
        if (peek->n == 0)
            peek->child = entry.child;
        peek->at[peek->n].left = entry.left;
        peek->at[peek->n].right = entry.right;
        peek->at[peek->n].is = entry.type != LS_CFB_UNUSED && ls_cfb_is_name(entry.name, name);
        peek->at[peek->n++].seen = false;
    }
}

static void read_entries(const struct ls_probe *probe, const char *name, struct peek *peek)
{
    struct cfb_header header;
    uint8_t bytes[1 << 12];
    if (!probe->blob || ls_failed(ls_cfb_header_parse(probe->head, probe->head_len, &header)))
        return;
    uint32_t at = header.dir_start;
    for (size_t n = 0; n < LS_CFB_PEEK_SECTORS && at < CFB_MAX_SECTOR; n++) {
        size_t len = (size_t)1 << header.sector_log, got;
        struct ls_result r =
            ls_blob_read(probe->blob, cfb_sector_off(&header, at), bytes, len, &got);
        add_entries(peek, bytes, got, name);
        if (ls_failed(r) || got < len)
            return;
        at = next_sector(probe->blob, &header, at);
    }
}

/* Whether the tree of the root has it. */
static bool is_in_root(struct peek *peek)
{
    uint32_t stack[ENTRIES_MAX], n = 0;
    uint32_t links[] = {peek->child, peek->child};
    bool found = false;
    for (;;) {
        for (size_t k = 0; k < 2; k++)
            if (links[k] < peek->n && !peek->at[links[k]].seen) {
                peek->at[links[k]].seen = true;
                stack[n++] = links[k];
            }
        if (n == 0)
            return found;
        uint32_t i = stack[--n];
        found |= peek->at[i].is;
        links[0] = peek->at[i].left;
        links[1] = peek->at[i].right;
    }
}

enum ls_cfb_peeked ls_cfb_peek(const struct ls_probe *probe, const char *name)
{
    struct peek peek; /* not cleared: most files have no directory, and all of them come by */
    bool found = false;
    peek.n = peek.child = 0;
    read_entries(probe, name, &peek);
    for (uint32_t i = 0; i < peek.n; i++)
        found |= peek.at[i].is;
    return !found ? LS_CFB_NOWHERE : is_in_root(&peek) ? LS_CFB_IN_ROOT : LS_CFB_INSIDE;
}
