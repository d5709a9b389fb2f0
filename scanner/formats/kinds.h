/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kinds of containers and documents that are known by their first bytes and not read here, so that
 * they never end as if there had been nothing in them. ONE LINE OF A TABLE FOR EACH KIND.
 *
 * Not in it: what is text or raw bytes anyway (databases like SQLite, disk images without packing),
 * pictures, sound, film, fonts, programs.
 */
#ifndef LS_FORMATS_KINDS_H
#define LS_FORMATS_KINDS_H

#include "base/result.h"
#include "formats/format.h"

struct ls_kind {
    const char *magic; /* `len` bytes at offset `off` */
    size_t len, off;
    const char *what; /* the detail of the gap, for people */
    unsigned flags;
    bool (*also)(const struct ls_probe *probe); /* must hold as well; or NULL */
};

enum {
    LS_KIND_ENCRYPTED = 1, /* the gap is `encrypted`, not `unsupported` */
    LS_KIND_TEXT = 2,      /* may be text from end to end: no zero byte is asked for */
    LS_KIND_TAIL = 4,      /* `off` counts from the end of the object */
    LS_KIND_PDF = 8,       /* look inside: ls_kind_look_pdf() */
};

/* The first line of the table that fits, or NULL. */
const struct ls_kind *ls_kind_find(const struct ls_probe *probe);

/*
 * What kind of compound file it is, by the names of its streams ([MS-CFB] 2.6.1), and whether it
 * says that it is encrypted. Reads the object from its first byte to its last.
 */
struct ls_result ls_kind_look_ole(struct ls_format_job *job, const char **what,
                                  bool *encrypted) LS_MUST_USE;

/* A bid for PDF, also with other bytes in front, higher than that for a kind that is not read. */
unsigned ls_kind_bid_pdf(const struct ls_probe *probe);

/* Whether there is an encryption dictionary in a PDF file (ISO 32000-2, 7.6.2). */
struct ls_result ls_kind_look_pdf(struct ls_format_job *job, bool *encrypted) LS_MUST_USE;

#endif
