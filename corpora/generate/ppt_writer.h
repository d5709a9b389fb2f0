/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes presentations as PowerPoint 97 to 2003 do ([MS-PPT]): two slides, the second with all the
 * texts that are asked for, and what belongs to it.
 */
#ifndef LS_GENERATE_PPT_WRITER_H
#define LS_GENERATE_PPT_WRITER_H

#include "base/buf.h"

#include <stdbool.h>

/* Texts in UTF-8; NULL: there is no such thing. */
struct ls_ppt_texts {
    const char *text;    /* in a box of slide 2 */
    const char *narrow;  /* the same in bytes: characters of Latin-1 */
    const char *outline; /* of slide 2, in the document's list, which the slide refers to */
    const char *notes;   /* of slide 2 */
    const char *master;
    const char *hidden; /* slide 3, left out of the show */
    const char *shape;  /* in a box that is hidden */
    const char *cell;   /* second row, second column of a table */
    const char *alt;    /* description of a shape */
    const char *art;    /* WordArt */
    const char *comment, *author;
    const char *header, *footer; /* of all slides */
    const char *link;            /* target of a link */
    const char *before;          /* slide 2 before it was saved for the second time */
    const char *unlisted;        /* slide that no list names */
    const void *object;          /* compound file that is embedded, packed */
    size_t object_len;
    bool object_cut;     /* without the end of what is packed, as PowerPoint writes it */
    const void *picture; /* PNG */
    size_t picture_len;
    bool encrypted;       /* only says so */
    const char *password; /* ASCII: it is */
    bool lost;            /* no edit leads to anything */
};

/* Its streams; appended to. */
void ls_ppt_write(const struct ls_ppt_texts *texts, struct ls_buf *document, struct ls_buf *user,
                  struct ls_buf *pictures);

/* The whole file. */
void ls_ppt_make(const struct ls_ppt_texts *texts, struct ls_buf *out);

#endif
