/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a format says about some bytes, written down line by line, for tests of one format without
 * the engine:
 *
 *   part header "word/header1.xml"
 *   text "机密★1年"                   pieces joined; line, cell, row and page ends as \n | \r \f
 *   child "b.txt" 5 bytes "hello"
 *   gap "c.txt" encrypted (AES-256)
 *   end                              or: end malformed, end limit, end stop
 */
#ifndef LS_TESTS_TRANSCRIPT_H
#define LS_TESTS_TRANSCRIPT_H

#include "formats/format.h"

struct ls_transcript {
    struct ls_buf out;    /* NUL-terminated by ls_transcript_run() */
    struct ls_buf text;   /* of the part at hand, not yet in `out` */
    const uint8_t *bytes; /* of the object */
    size_t len;
    uint64_t budget; /* of emitted and decoded bytes; 0 means 64 MiB */
    uint64_t spent;
    bool with_offsets; /* also "@in..in" of each piece of text, and offsets of children */
    bool away;         /* the format gets a blob with random access that is not in memory */
    bool forward;      /* the format gets a blob of unknown size that goes forward only */
    const struct ls_hands *hands; /* who help the format; NULL: nobody */
    bool other_forms; /* also what is in children that are said to be of a format: a mail's HTML */
    const char *charset; /* that its container says the text is in, or NULL */
    bool check_verbatim; /* pieces mapped 1:1 into the object must stand there */
    uint64_t pieces_mapped, pieces_unmapped;
    uint64_t raw_off; /* of the part at hand */
};

/*
 * Runs a format (NULL: the one that bids most; none: "no format") over bytes. Returns the text,
 * which lives until ls_transcript_free(). Children are read to their end; up to 64 of their bytes
 * are shown. A failing allocation or a broken promise of the format is a failed assertion (abort).
 */
const char *ls_transcript_run(struct ls_transcript *t, const struct ls_format *format,
                              const void *bytes, size_t len);
void ls_transcript_free(struct ls_transcript *t);

/* The format that bids most for these bytes, or NULL. */
const struct ls_format *ls_transcript_bid(const void *bytes, size_t len);

/* The same for a file; NULL when it cannot be read. */
const char *ls_transcript_file(struct ls_transcript *t, const char *path);

#endif
