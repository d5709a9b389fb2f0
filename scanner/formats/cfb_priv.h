/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the compound file reader share: the open file, and the numbers of [MS-CFB]. */
#ifndef LS_FORMATS_CFB_PRIV_H
#define LS_FORMATS_CFB_PRIV_H

#include "base/cursor.h"
#include "formats/cfb.h"

/* Sector numbers with a meaning ([MS-CFB] 2.1), and fixed sizes (2.2, 2.6.1). */
#define CFB_MAX_SECTOR UINT32_C(0xFFFFFFFA)
#define CFB_DIFAT_SECTOR UINT32_C(0xFFFFFFFC)
#define CFB_FAT_SECTOR UINT32_C(0xFFFFFFFD)
#define CFB_END_OF_CHAIN UINT32_C(0xFFFFFFFE)
#define CFB_FREE_SECTOR UINT32_C(0xFFFFFFFF)

enum {
    CFB_HEADER = 512,
    CFB_HEADER_DIFAT = 109, /* sectors of the allocation table that the header names */
    CFB_DIFAT_AT = 76,      /* where it does */
    CFB_DIR_ENTRY = 128,
    CFB_MINI_LOG = 6,
    CFB_MINI_CUTOFF = 4096, /* shorter streams stand in the mini stream */
};

struct cfb_header {
    unsigned sector_log; /* 9 or 12 */
    uint32_t cutoff;
    uint32_t dir_start, mini_start, difat_start;
    uint32_t difat[CFB_HEADER_DIFAT];
};

/* A table of which sector follows which. */
typedef LS_VEC(uint32_t) cfb_table;

struct ls_cfb {
    struct ls_format_job *job;
    struct cfb_header header;
    uint64_t sectors; /* of the file, the last one perhaps not whole */
    cfb_table fat, minifat;
    LS_VEC(struct ls_cfb_entry) entries;
    struct ls_cfb_stream mini; /* the root's: holds the short ones */
    uint8_t *used;             /* a bit for each sector that a stream has */
    const char *trouble;
};

/* BAD/LS_E_MALFORMED: these are not the first bytes of a compound file. */
struct ls_result ls_cfb_header_parse(const uint8_t *bytes, size_t len,
                                     struct cfb_header *header) LS_MUST_USE;

/* The first trouble is kept. */
void ls_cfb_note(struct ls_cfb *cfb, const char *trouble);

static inline uint64_t cfb_sector_off(const struct cfb_header *header, uint32_t sector)
{
    return ((uint64_t)sector + 1) << header->sector_log;
}

/* Decodes the entry at bytes[0..CFB_DIR_ENTRY). `large`: sizes of 64 bits mean what they say. */
void ls_cfb_entry_parse(const uint8_t *bytes, bool large, struct ls_cfb_entry *entry);

/* Whether a name is this one, in either case ([MS-CFB] 2.6.4). */
bool ls_cfb_is_name(const char *name, const char *want);

/* Reads the directory and makes a tree of it. */
struct ls_result ls_cfb_read_directory(struct ls_cfb *cfb) LS_MUST_USE;

/* Extents of the chain from `start` in the file's sectors, up to `size` bytes. */
struct ls_result ls_cfb_chain(struct ls_cfb *cfb, uint32_t start, uint64_t size,
                              struct ls_cfb_stream *stream) LS_MUST_USE;

/* The sectors of a stream are in use. `once`: no other stream may have them. */
void ls_cfb_mark_used(struct ls_cfb *cfb, const struct ls_cfb_stream *stream, bool once);

#endif
