/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters that stand at places, put together to pieces of lines: what follows close by on the
 * same baseline is one piece, a gap of a word's width in it is a blank. Pieces become lines in
 * formats/layout.h, for each part of the page by itself.
 *
 * One page at a time.
 */
#ifndef LS_FORMATS_PDF_PIECES_H
#define LS_FORMATS_PDF_PIECES_H

#include "base/buf.h"
#include "formats/layout.h"

/* Parts of a page that are told apart. */
enum ls_pdf_slot {
    LS_PDF_USUAL,
    LS_PDF_UNPAINTED, /* rendering mode 3: the words behind a scanned page, or hidden ones */
    LS_PDF_HIDDEN,    /* of a layer that is switched off */
    LS_PDF_HEADER,
    LS_PDF_FOOTER,
    LS_PDF_WATERMARK,
    LS_PDF_SLOTS,
};

/* A character, or several that have one glyph. */
struct ls_pdf_char {
    char utf8[32];
    uint8_t len;
    bool wide;     /* of a script that sets no blanks */
    double x, y;   /* origin on the baseline; y grows downwards */
    double dx, dy; /* direction of writing, of length 1 */
    double advance, size;
};

struct ls_pdf_pieces {
    struct ls_layout *layouts[LS_PDF_SLOTS];
    struct ls_buf text; /* of the piece at hand */
    bool open;
    enum ls_pdf_slot slot;
    double x, y, dx, dy, end, size; /* of the piece at hand; `end`: how far it reaches */
    bool wide, blank;               /* its last character is */
};

struct ls_result ls_pdf_pieces_init(struct ls_pdf_pieces *pieces,
                                    struct ls_format_job *job) LS_MUST_USE;
void ls_pdf_pieces_fini(struct ls_pdf_pieces *pieces);

/* Forgets what is there: another page comes. */
void ls_pdf_pieces_clear(struct ls_pdf_pieces *pieces);

/* *full: the pieces of this slot have to be put out before more come. */
struct ls_result ls_pdf_pieces_put(struct ls_pdf_pieces *pieces, enum ls_pdf_slot slot,
                                   const struct ls_pdf_char *c, bool *full) LS_MUST_USE;
/* Ends the piece at hand. */
struct ls_result ls_pdf_pieces_cut(struct ls_pdf_pieces *pieces) LS_MUST_USE;

#endif
