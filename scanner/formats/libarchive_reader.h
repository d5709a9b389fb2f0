/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives that libarchive reads: the way from an object to its members, for the formats that need
 * nothing more than a reader of the library by name.
 *
 * One reader of the library is enabled for each run, and none of its filters: packed streams are
 * formats of their own here, and some filters would start programs.
 */
#ifndef LS_FORMATS_LIBARCHIVE_READER_H
#define LS_FORMATS_LIBARCHIVE_READER_H

#include "base/result.h"
#include "formats/format.h"

struct archive; /* the library's */

/* What is known of a format before it is read. */
enum {
    LS_ARCHIVE_IN_ORDER = 1, /* each member stands behind its own header */
    LS_ARCHIVE_STORED = 2,   /* … and its bytes are there as they are */
    LS_ARCHIVE_ZEROS = 4,    /* whole ones end in a block of 512 zeros */
    LS_ARCHIVE_TAIL = 8,     /* nothing but zeros belongs behind the end that the library sees */
};

/*
 * Somebody who sees the bytes of the archive go by, all of them and in order, for what the library
 * does not tell. `feed` is ahead of the members by up to 64 KiB; `end` is called when the library
 * came to its end and all bytes were fed, or, not `whole`, when it gave up before.
 */
struct ls_archive_watch {
    struct ls_result (*init)(void **state);
    void (*feed)(void *state, const uint8_t *bytes, size_t len);
    bool (*is_encrypted)(void *state, uint64_t member); /* counted from 0 */
    struct ls_result (*end)(void *state, struct ls_format_job *job, bool whole);
    void (*fini)(void *state); /* also takes NULL */
};

struct ls_archive_way {
    int (*enable)(struct archive *archive); /* archive_read_support_format_<name> */
    const char *options;                    /* for archive_read_set_options(), or NULL */
    unsigned flags;
    const struct ls_archive_watch *watch; /* or NULL */
    /*
     * More lists of members in the same archive: options for a reading of each, NULL at the end, or
     * NULL. Members whose bytes are those of one in a list before are passed over.
     */
    const char *const *other_lists;
};

/*
 * Emits every member that has bytes as a child, and as a gap whatever could not be read: encrypted
 * and broken members, damage between them, an archive that ends too early. Goes on behind a broken
 * member where the library can; where it cannot and the object can be read again, a second reader
 * goes on with the member after it.
 */
struct ls_result ls_archive_run(struct ls_format_job *job,
                                const struct ls_archive_way *way) LS_MUST_USE;

#endif
