/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the ZIP reader share. Sections are those of PKWARE's APPNOTE 6.3.10.
 *
 *   zip_lists.c   end records, central directory, local headers
 *   zip_locals.c  what local headers have against the directory
 *   zip_sweep.c   the bytes that no member and no directory covers
 *   zip_name.c    names
 *   zip_member.c  members' bytes
 *   zip_emit.c    members as children
 *   zip.c         the union of it all
 */
#ifndef LS_FORMATS_ZIP_PRIV_H
#define LS_FORMATS_ZIP_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "formats/zip.h"

enum {
    ZIP_LOCAL = 0x04034b50,      /* 4.3.7 */
    ZIP_DIRECTORY = 0x02014b50,  /* 4.3.12 */
    ZIP_END = 0x06054b50,        /* 4.3.16 */
    ZIP_END64 = 0x06064b50,      /* 4.3.14 */
    ZIP_LOCATOR64 = 0x07064b50,  /* 4.3.15 */
    ZIP_DESCRIPTOR = 0x08074b50, /* 4.3.9; also the mark of a split archive, 8.5.3 */
    ZIP_SPANNED = 0x30304b50,    /* 8.5.4 */
    ZIP_EXTRA_DATA = 0x08064b50, /* 4.3.11: the directory is encrypted */

    ZIP_LOCAL_LEN = 30,
    ZIP_DIRECTORY_LEN = 46,
    ZIP_END_LEN = 22,
    ZIP_END64_LEN = 56,
    ZIP_LOCATOR64_LEN = 20,

    ZIP_FLAG_ENCRYPTED = 1 << 0, /* 4.4.4 */
    ZIP_FLAG_DESCRIPTOR = 1 << 3,
    ZIP_FLAG_STRONG = 1 << 6,
    ZIP_FLAG_UTF8 = 1 << 11,
    ZIP_FLAG_MASKED = 1 << 13,

    ZIP_STORED = 0, /* 4.4.5 */
    ZIP_DEFLATED = 8,
    ZIP_DEFLATE64 = 9,
    ZIP_BZIP2 = 12,
    ZIP_LZMA = 14,
    ZIP_ZSTD = 93,
    ZIP_XZ = 95,
    ZIP_AES = 99,

    ZIP_WINDOW = 192 << 10, /* holds any header with its name and extra fields */
    ZIP_NAMES_MAX = 64 << 20,
};

/* What the lists have against each other; bits of struct ls_zip.trouble. */
enum {
    TROUBLE_NO_END = 1 << 0,
    TROUBLE_DIRECTORIES = 1 << 1,
    TROUBLE_LOCAL_ONLY = 1 << 2,
    TROUBLE_DIRECTORY_ONLY = 1 << 3,
    TROUBLE_COUNT = 1 << 4,
    TROUBLE_NAMES = 1 << 5,
    TROUBLE_TWINS = 1 << 6,
    TROUBLE_SIZES = 1 << 7,
    TROUBLE_METHODS = 1 << 8,
    TROUBLE_ENCRYPTION = 1 << 9,
    TROUBLE_OVERLAP = 1 << 10,
    TROUBLE_PLACES = 1 << 11,
};

/* One header of either list, as it says. */
struct zip_header {
    uint16_t flags, method, aes_method;
    uint8_t aes; /* strength: 1 to 3 for 128, 192, 256 bits; 0: none */
    uint32_t crc;
    uint64_t packed, size;
    uint64_t local;     /* of the directory: where the local header is said to be */
    uint32_t disk;      /* … and in which volume */
    uint8_t host;       /* of the directory: who wrote it (4.4.2) */
    struct ls_str name; /* UTF-8, kept by the archive */
    uint64_t len;       /* of all the header */
};

struct zip_item {
    struct ls_zip_entry pub;
    struct ls_str local_name; /* where it is another one; else empty */
    uint64_t base;            /* what is added to offsets of its directory */
    uint64_t claim;           /* bytes of packed data: the most that a list says */
    uint64_t reach; /* bytes of the data when it is stored: the longest that a list says */
    uint32_t crc;
    uint32_t order; /* as found */
    uint16_t flags;
    uint16_t aes_method;
    uint8_t aes;
    bool in_directory;
    bool size_known; /* a list says `packed`, it was not made up by the sweep */
    bool disputed;   /* the local header says another size … */
    bool described;  /* … or leaves that to a descriptor behind the data */
    bool elsewhere;  /* starts in another volume */
    bool same;       /* the very bytes of the entry before it */
};

/* Bytes [lo, hi) that belong to something known. */
struct zip_range {
    uint64_t lo, hi;
};

struct ls_zip {
    struct ls_format_job *job;
    struct ls_blob *blob;
    uint64_t size;
    LS_VEC(struct zip_item) items; /* ascending by header_off once open */
    LS_VEC(uint32_t) by_name;
    LS_VEC(struct zip_range) runs; /* central directories and end records */
    struct ls_arena *names;
    size_t names_n;  /* what they cost */
    uint64_t prefix; /* the first local header, or LS_OFF_UNKNOWN */
    uint64_t taken;  /* bytes that members took, again and again counted */
    size_t overlaps; /* members that were told to overlap others */
    unsigned trouble;
    bool cut;            /* more entries than there may be */
    bool encrypted;      /* the directory is */
    uint32_t disk;       /* number of this volume */
    size_t directories;  /* runs of directory headers */
    struct ls_buf words; /* of the trouble */
    struct ls_buf scratch;
    uint8_t *window; /* of the blob, when it is not in memory */
    uint64_t window_off;
    size_t window_n;
};

/*
 * Bytes [off, off + want) where they stand, until the next call; fewer at the end of the blob.
 * want <= ahead <= ZIP_WINDOW; `ahead` bytes are read when anything must be read.
 */
struct ls_result zip_view(struct ls_zip *zip, uint64_t off, size_t want, size_t ahead,
                          const uint8_t **at, size_t *got) LS_MUST_USE;

/* The four bytes at `off`, little-endian; 0 where there are fewer. */
struct ls_result zip_u32(struct ls_zip *zip, uint64_t off, uint32_t *number) LS_MUST_USE;

/*
 * Reads the header at `off`. *there is false when there is none, or not all of it. `known`: a name
 * that is kept already, and likely.
 */
struct ls_result zip_read_local(struct ls_zip *zip, uint64_t off, struct ls_str known,
                                struct zip_header *header, bool *there) LS_MUST_USE;
struct ls_result zip_read_directory(struct ls_zip *zip, uint64_t off, struct zip_header *header,
                                    bool *there) LS_MUST_USE;

bool zip_method_known(uint16_t method);

/* Adds an entry; sets zip->cut instead when there are too many. */
struct ls_result zip_add(struct ls_zip *zip, const struct zip_item *item) LS_MUST_USE;

/* Finds the end record and adds what its directory lists. */
struct ls_result zip_read_lists(struct ls_zip *zip) LS_MUST_USE;

/* Adds the run of directory headers at `off`; its end in *end. */
struct ls_result zip_read_run(struct ls_zip *zip, uint64_t off, uint64_t base, uint64_t *count,
                              uint64_t *end) LS_MUST_USE;

/* An entry from a local header at `off`, which no directory names. */
void zip_local_item(const struct zip_header *header, uint64_t off, struct zip_item *item);

/* Whether a run that is known holds this byte. */
bool zip_in_run(const struct ls_zip *zip, uint64_t off);

/* Looks for the local headers of the entries [from, n), and says what they have against them. */
struct ls_result zip_find_locals(struct ls_zip *zip, size_t from) LS_MUST_USE;

/* Adds what stands in bytes that nothing known covers. */
struct ls_result zip_sweep(struct ls_zip *zip) LS_MUST_USE;

/* The next signature of a header or record at or behind *off, before `hi`; 0 at `hi`: none. */
struct ls_result zip_next_signature(struct ls_zip *zip, uint64_t *off, uint64_t hi,
                                    uint32_t *signature) LS_MUST_USE;

/* Sorts the entries by their place. */
void zip_sort(struct ls_zip *zip);

/* Whether one of the first `n` entries, which are sorted, has its local header at `off`. */
bool zip_is_listed(const struct ls_zip *zip, size_t n, uint64_t off);

/* The name, as UTF-8 where that is certain, kept by the archive unless it is `known`. */
struct ls_result zip_name(struct ls_zip *zip, struct ls_str raw, struct ls_str extra,
                          uint16_t flags, struct ls_str known, struct ls_str *name) LS_MUST_USE;

/* The next extra field (4.5.1) of *extra, which gets shorter; false: no more. */
bool zip_next_extra(struct ls_str *extra, uint16_t *id, struct ls_str *field);

static inline const struct zip_item *zip_item_of(const struct ls_zip_entry *entry)
{
    return (const struct zip_item *)(const void *)entry;
}

#endif
