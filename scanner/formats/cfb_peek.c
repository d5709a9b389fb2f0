/* SPDX-License-Identifier: Apache-2.0 */
/* A look at the directory for a bid, without opening the file. */
#include "formats/cfb_priv.h"

#include <string.h>

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

static bool has_name(const uint8_t *bytes, size_t len, const char *name)
{
    for (size_t i = 0; len - i >= CFB_DIR_ENTRY; i += CFB_DIR_ENTRY) {
        struct ls_cfb_entry entry;
        ls_cfb_entry_parse(bytes + i, true, &entry);
        if (entry.type != LS_CFB_UNUSED && ls_cfb_is_name(entry.name, name))
            return true;
    }
    return false;
}

bool ls_cfb_peek(const struct ls_probe *probe, const char *name)
{
    struct cfb_header header;
    uint8_t bytes[1 << 12];
    if (!probe->blob || ls_failed(ls_cfb_header_parse(probe->head, probe->head_len, &header)))
        return false;
    uint32_t at = header.dir_start;
    for (size_t n = 0; n < LS_CFB_PEEK_SECTORS && at < CFB_MAX_SECTOR; n++) {
        size_t len = (size_t)1 << header.sector_log, got;
        struct ls_result r =
            ls_blob_read(probe->blob, cfb_sector_off(&header, at), bytes, len, &got);
        if (has_name(bytes, got, name))
            return true;
        if (ls_failed(r) || got < len)
            return false;
        at = next_sector(probe->blob, &header, at);
    }
    return false;
}
