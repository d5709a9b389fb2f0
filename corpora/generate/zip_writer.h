/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes ZIP archives (PKWARE APPNOTE 6.3.10), the wrong ones too: what a local header says can be
 * anything, and the record of the directory is there to be changed before it is written.
 *
 *   struct ls_zip_writer zip;
 *   ls_zip_writer_init(&zip);
 *   ls_zip_writer_add(&zip, &(struct ls_zip_record){.name = "a.txt", .method = 8}, "hello", 5);
 *   zip.records.at[0].name = "b.txt";          the directory says another name
 *   ls_zip_writer_end(&zip, "comment");
 *   zip.out.at[0..zip.out.n) is the archive
 *   ls_zip_writer_fini(&zip);
 *
 * Strings and bytes are the caller's; what a record points to lives until the end is written. A
 * program that generates ends when there is no memory. One thread at a time.
 */
#ifndef LS_GENERATE_ZIP_WRITER_H
#define LS_GENERATE_ZIP_WRITER_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_ZIP_FLAG_ENCRYPTED = 1 << 0,
    LS_ZIP_FLAG_DESCRIPTOR = 1 << 3,
    LS_ZIP_FLAG_UTF8 = 1 << 11,
};

/* What a header says, of either list. */
struct ls_zip_record {
    const char *name; /* bytes as they are to stand there */
    uint16_t method;  /* 0 stored, 8 deflated, else as told by who brings packed bytes */
    uint16_t flags;
    uint32_t crc;
    uint64_t packed, size;
    uint64_t local; /* of the directory: where the local header is */
    const void *extra;
    size_t extra_len;
    bool zip64;   /* sizes, and the offset, in a zip64 field even where they need none */
    bool omitted; /* the directory leaves it out */
};

struct ls_zip_writer {
    struct ls_buf out;
    LS_VEC(struct ls_zip_record) records;
    uint64_t base;         /* taken off the offsets that the directory says: bytes in front */
    bool zip64;            /* writes the zip64 end record even where it needs none */
    bool bare_descriptors; /* without their signature */
};

void ls_zip_writer_init(struct ls_zip_writer *zip);
void ls_zip_writer_fini(struct ls_zip_writer *zip);

/*
 * Appends a member. Name, flags, method, extra field and zip64 are taken from `as`; sizes and
 * checksum are those of the bytes, and stand behind the data where a flag says so.
 */
void ls_zip_writer_add(struct ls_zip_writer *zip, const struct ls_zip_record *as, const void *bytes,
                       size_t len);

/* The same for bytes that are packed already: size and checksum are taken from `as`. */
void ls_zip_writer_add_packed(struct ls_zip_writer *zip, const struct ls_zip_record *as,
                              const void *bytes, size_t len);

/* Any bytes: a prefix, a tail, what the archive knows nothing of. */
void ls_zip_writer_raw(struct ls_zip_writer *zip, const void *bytes, size_t len);

/* A local header as `as` says it, and nothing behind it. */
void ls_zip_writer_local(struct ls_zip_writer *zip, const struct ls_zip_record *as);

/* The directory and the end record; `comment` may be NULL. */
void ls_zip_writer_end(struct ls_zip_writer *zip, const char *comment);

/* Deflates (RFC 1951) behind what is in `out`. */
void ls_deflate(struct ls_buf *out, const void *bytes, size_t len);

/* … as one of several pieces, which can stand behind each other in any order; the last one ends. */
void ls_deflate_piece(struct ls_buf *out, const void *bytes, size_t len, bool last);

/* … `n` bytes of one value, of which there may be very many. Their checksum in *crc. */
void ls_deflate_run(struct ls_buf *out, uint8_t byte, uint64_t n, uint32_t *crc);

#endif
