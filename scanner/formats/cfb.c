/* SPDX-License-Identifier: Apache-2.0 */
/* Header and allocation tables ([MS-CFB] 2.2 to 2.5). */
#include "formats/cfb_priv.h"

#include "base/alloc.h"

#include <string.h>

const uint8_t ls_cfb_magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};

void ls_cfb_note(struct ls_cfb *cfb, const char *trouble)
{
    if (!cfb->trouble)
        cfb->trouble = trouble;
}

const char *ls_cfb_trouble(const struct ls_cfb *cfb)
{
    return cfb->trouble;
}

struct ls_result ls_cfb_header_parse(const uint8_t *bytes, size_t len, struct cfb_header *header)
{
    enum { SECTOR_LOG_AT = 30, DIR_START_AT = 48, CUTOFF_AT = 56 };
    struct ls_cursor c;
    if (len < CFB_HEADER || memcmp(bytes, ls_cfb_magic, sizeof ls_cfb_magic) != 0)
        return ls_bad(LS_E_MALFORMED);
    ls_cursor_init(&c, bytes + SECTOR_LOG_AT, CFB_HEADER - SECTOR_LOG_AT);
    header->sector_log = ls_cursor_u16le(&c) == 12 ? 12 : 9;
    ls_cursor_init(&c, bytes + DIR_START_AT, CFB_HEADER - DIR_START_AT);
    header->dir_start = ls_cursor_u32le(&c);
    ls_cursor_init(&c, bytes + CUTOFF_AT, CFB_HEADER - CUTOFF_AT);
    header->cutoff = ls_cursor_u32le(&c);
    header->mini_start = ls_cursor_u32le(&c);
    ls_cursor_u32le(&c); /* how many sectors that has: the chain tells */
    header->difat_start = ls_cursor_u32le(&c);
    ls_cursor_init(&c, bytes + CFB_DIFAT_AT, CFB_HEADER - CFB_DIFAT_AT);
    for (size_t i = 0; i < CFB_HEADER_DIFAT; i++)
        header->difat[i] = ls_cursor_u32le(&c);
    return ls_ok();
}

static void mark_sector(struct ls_cfb *cfb, uint32_t sector)
{
    if (sector < cfb->sectors)
        cfb->used[sector / 8] |= (uint8_t)(1u << sector % 8);
}

/* Appends the table entries in one sector, as many as the file has sectors. What is not there is
 * free. */
static struct ls_result read_table_sector(struct ls_cfb *cfb, uint32_t sector)
{
    uint8_t bytes[1 << 12];
    size_t len = (size_t)1 << cfb->header.sector_log, got = 0;
    struct ls_cursor c;
    mark_sector(cfb, sector);
    if (sector < CFB_MAX_SECTOR)
        LS_TRY(
            ls_blob_read(cfb->job->blob, cfb_sector_off(&cfb->header, sector), bytes, len, &got));
    if (got < len)
        ls_cfb_note(cfb, "the allocation table is not whole");
    ls_cursor_init(&c, bytes, got);
    for (size_t i = 0; i < len / 4 && cfb->fat.n < cfb->sectors; i++) {
        bool there = c.left >= 4;
        LS_VEC_PUSH(&cfb->fat, there ? ls_cursor_u32le(&c) : CFB_FREE_SECTOR);
    }
    return ls_ok();
}

/* [MS-CFB] 2.5: each sector names sectors of the allocation table, and at its end the next such
 * sector. */
static struct ls_result read_difat(struct ls_cfb *cfb)
{
    uint8_t bytes[1 << 12];
    size_t len = (size_t)1 << cfb->header.sector_log;
    uint32_t at = cfb->header.difat_start;
    for (uint64_t n = 0; at < CFB_MAX_SECTOR && cfb->fat.n < cfb->sectors; n++) {
        size_t got;
        struct ls_cursor c;
        mark_sector(cfb, at);
        LS_TRY(ls_blob_read(cfb->job->blob, cfb_sector_off(&cfb->header, at), bytes, len, &got));
        if (got < len || n >= cfb->sectors) {
            ls_cfb_note(cfb, "the list of allocation sectors is not whole");
            return ls_ok();
        }
        ls_cursor_init(&c, bytes, len);
        for (size_t i = 0; i < len / 4 - 1; i++) {
            uint32_t sector = ls_cursor_u32le(&c);
            if (sector != CFB_FREE_SECTOR)
                LS_TRY(read_table_sector(cfb, sector));
        }
        at = ls_cursor_u32le(&c);
        LS_TRY(ls_charge(cfb->job, 0, 0));
    }
    return ls_ok();
}

static struct ls_result read_fat(struct ls_cfb *cfb)
{
    for (size_t i = 0; i < CFB_HEADER_DIFAT; i++)
        if (cfb->header.difat[i] != CFB_FREE_SECTOR)
            LS_TRY(read_table_sector(cfb, cfb->header.difat[i]));
    return read_difat(cfb);
}

/* The table of the mini stream is a stream itself ([MS-CFB] 2.4). */
static struct ls_result read_minifat(struct ls_cfb *cfb)
{
    struct ls_cfb_stream stream;
    uint8_t bytes[1 << 12];
    struct ls_result r = ls_cfb_chain(cfb, cfb->header.mini_start, UINT64_MAX, &stream);
    ls_cfb_mark_used(cfb, &stream, false);
    for (uint64_t off = 0; !ls_failed(r) && off < stream.blob.size; off += sizeof bytes) {
        size_t got;
        struct ls_cursor c;
        r = ls_blob_read(&stream.blob, off, bytes, sizeof bytes, &got);
        if (r.reach == LS_BAD && r.code == LS_E_MALFORMED)
            r = ls_ok(); /* the file ends in it: what is there counts */
        ls_cursor_init(&c, bytes, got);
        while (!ls_failed(r) && c.left >= 4) {
            r = LS_VEC_RESERVE(&cfb->minifat, 1);
            if (!ls_failed(r))
                cfb->minifat.at[cfb->minifat.n++] = ls_cursor_u32le(&c);
        }
        if (got < sizeof bytes)
            break;
    }
    ls_cfb_stream_close(&stream);
    return r;
}

static struct ls_result read_tables(struct ls_cfb *cfb)
{
    uint8_t bytes[CFB_HEADER];
    LS_TRY(ls_blob_read_all(cfb->job->blob, 0, bytes, sizeof bytes));
    LS_TRY(ls_cfb_header_parse(bytes, sizeof bytes, &cfb->header));
    uint64_t sector = UINT64_C(1) << cfb->header.sector_log;
    uint64_t size = cfb->job->blob->size;
    cfb->sectors = size <= sector ? 0 : (size - 1) / sector;
    if (cfb->sectors > LS_CFB_SECTORS_MAX) {
        cfb->sectors = LS_CFB_SECTORS_MAX;
        ls_cfb_note(cfb, "more sectors than can be read");
    }
    cfb->used = ls_calloc((size_t)cfb->sectors / 8 + 1, 1);
    if (!cfb->used)
        return ls_stop(LS_E_MEMORY);
    LS_TRY(read_fat(cfb));
    LS_TRY(read_minifat(cfb));
    LS_TRY(ls_cfb_read_directory(cfb));
    const struct ls_cfb_entry *root = &cfb->entries.at[0];
    LS_TRY(ls_cfb_chain(cfb, root->start, root->size, &cfb->mini));
    ls_cfb_mark_used(cfb, &cfb->mini, false);
    return ls_ok();
}

struct ls_result ls_cfb_open(struct ls_format_job *job, struct ls_cfb **cfb)
{
    struct ls_cfb *it = ls_calloc(1, sizeof *it);
    *cfb = NULL;
    if (!it)
        return ls_stop(LS_E_MEMORY);
    it->job = job;
    LS_VEC_INIT(&it->fat, LS_CFB_SECTORS_MAX);
    LS_VEC_INIT(&it->minifat, LS_CFB_SECTORS_MAX);
    LS_VEC_INIT(&it->entries, LS_CFB_ENTRIES_MAX);
    LS_VEC_INIT(&it->mini.extents, 0);
    struct ls_result r = read_tables(it);
    if (ls_failed(r))
        ls_cfb_close(it);
    else
        *cfb = it;
    return r;
}

void ls_cfb_close(struct ls_cfb *cfb)
{
    if (!cfb)
        return;
    ls_cfb_stream_close(&cfb->mini);
    LS_VEC_FINI(&cfb->fat);
    LS_VEC_FINI(&cfb->minifat);
    LS_VEC_FINI(&cfb->entries);
    ls_free(cfb->used);
    ls_free(cfb);
}
