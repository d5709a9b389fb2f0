/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZIP archives (PKWARE APPNOTE 6.3.10) for format_zip.c and the documents that are ZIP archives.
 *
 * Two lists say what is in an archive: the central directory at its end, and the local headers
 * before each member. Readers believe one or the other, so hiding something from one of them is
 * easy. Here the union counts: every member of the directory, and every local header that the
 * directory does not name.
 */
#ifndef LS_FORMATS_ZIP_H
#define LS_FORMATS_ZIP_H

#include "base/blob.h"
#include "base/place.h"
#include "base/result.h"
#include "formats/format.h"

enum { LS_ZIP_ENTRIES_MAX = 1 << 20 };

struct ls_zip_entry {
    struct ls_str name;  /* UTF-8, also where it stands there in GB18030 without a flag */
    uint64_t header_off; /* of the local header */
    uint64_t data_off; /* of the packed bytes; 0 when the local header is not where it should be */
    uint64_t packed, size; /* bytes, as the lists say: not to be believed */
    uint16_t
        method; /* 0 stored, 8 deflated, 9 deflate64, 12 bzip2, 14 LZMA, 93 zstd, 95 xz, 99 AES */
    bool encrypted;
    bool folder;
    bool hidden;  /* in one of the lists only, or the two say different names */
    bool overlap; /* shares more than two bytes with a member before it */
};

struct ls_zip;

/*
 * Reads both lists of a blob with random access. BAD/LS_E_MALFORMED when there is no ZIP in it.
 * The blob must live as long as the archive; entries are charged to the job.
 */
struct ls_result ls_zip_open(struct ls_format_job *job, struct ls_zip **zip) LS_MUST_USE;
void ls_zip_close(struct ls_zip *zip);

size_t ls_zip_count(const struct ls_zip *zip);
const struct ls_zip_entry *ls_zip_entry(const struct ls_zip *zip, size_t i);

/* The index of the first entry of this name (ASCII letters in either case), or SIZE_MAX. */
size_t ls_zip_find(const struct ls_zip *zip, struct ls_str name);

/* What the lists have against each other, for people; NULL when they agree. */
const char *ls_zip_trouble(const struct ls_zip *zip);

/*
 * The bytes of a member, forward only, checked against nothing but the end of the archive. NULL in
 * *blob and the word of base/reason.h in *why when they cannot be had (encrypted, unknown method).
 * One open member at a time for each call of ls_zip_member_new().
 */
struct ls_zip_member;
struct ls_result ls_zip_member_new(struct ls_zip *zip, struct ls_zip_member **member) LS_MUST_USE;
void ls_zip_member_free(struct ls_zip_member *member);
struct ls_result ls_zip_member_open(struct ls_zip_member *member, const struct ls_zip_entry *entry,
                                    struct ls_blob **blob, const char **why) LS_MUST_USE;

/* Emits a member as a child, or as a gap when it cannot be opened. */
struct ls_result ls_zip_emit_member(struct ls_format_job *job, struct ls_zip_member *member,
                                    const struct ls_zip_entry *entry) LS_MUST_USE;

/* The same with what the document knows of it: `as`, `charset` and `part` of *seen. */
struct ls_result ls_zip_emit_known(struct ls_format_job *job, struct ls_zip_member *member,
                                   const struct ls_zip_entry *entry,
                                   const struct ls_child *seen) LS_MUST_USE;

/*
 * Does the object begin as a ZIP archive, and is there a member of this name in its first or last
 * bytes? For bids of documents that are ZIP archives. "word/" stands for anything in this folder.
 */
bool ls_zip_probe(const struct ls_probe *probe, const char *name);

#endif
