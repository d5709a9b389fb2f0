/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the two halves of the way through libarchive share.
 *
 *   libarchive_reader.c  the object for the library, its lists of members, its ends and breaks
 *   libarchive_member.c  one member
 */
#ifndef LS_FORMATS_LIBARCHIVE_PRIV_H
#define LS_FORMATS_LIBARCHIVE_PRIV_H

#include "base/buf.h"
#include "formats/libarchive_reader.h"

#include <locale.h>

struct archive_entry; /* the library's */

enum {
    EXTENTS_MAX = 1 << 20, /* members that are known again in other lists */
    DETAIL_MAX = 160,      /* bytes of what the library says */
};

/* Where the bytes of a member are, as far as the library tells. */
struct extent {
    uint64_t off, size;
};

struct reader {
    struct ls_format_job *job;
    const struct ls_archive_way *way;
    struct archive *archive;
    struct ls_result input; /* what reading the object failed with, once it did */
    uint64_t at;            /* offset of the next byte for the library */
    uint8_t *chunk;
    size_t chunk_len;              /* bytes of the chunk at hand */
    struct ls_buf name;            /* of the member at hand, where it had to be decoded */
    void *watch;                   /* state of way->watch */
    const char *options;           /* of this reading */
    bool other_list;               /* it is one of way->other_lists */
    LS_VEC(struct extent) extents; /* of members in the lists so far, ascending up to known_n */
    size_t known_n;
    uint64_t members; /* headers that the library gave */
    bool ended;       /* the library asked for bytes behind the end */
    bool skipped;     /* the last move was one without reading */
};

/* Two of base/reason.h, which are asked for by their address. */
extern const char reader_encrypted[], reader_truncated[];

/* The reason behind the library's last error, and its words for people where they are better than
 * ours. */
const char *reader_reason(const struct reader *r);
const char *reader_detail(const struct reader *r, const char *reason);

/* What is not the fault of the object: budget, system, the end of the job. */
struct ls_result reader_trouble(const struct reader *r) LS_MUST_USE;

/* Around calls of the library that make names: the thread's locale is C.UTF-8 in between. */
locale_t reader_enter_utf8(void);
void reader_leave_utf8(locale_t before);

/* The order of extents. */
int reader_by_extent(const void *a, const void *b);

/* *dead: the library can read no further. *cut: because there is nothing further. */
struct ls_result reader_emit_member(struct reader *r, struct archive_entry *entry, bool *dead,
                                    bool *cut) LS_MUST_USE;

#endif
