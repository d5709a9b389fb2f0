/* SPDX-License-Identifier: Apache-2.0 */
/* A stream that is being interpreted: for pdf_content.c and pdf_show.c. */
#ifndef LS_FORMATS_PDF_DRAWING_H
#define LS_FORMATS_PDF_DRAWING_H

#include "formats/pdf_content.h"
#include "formats/pdf_operator.h"

struct ls_pdf_plain;

struct ls_pdf_drawing {
    pdf_processor super;
    struct ls_pdf *pdf;
    struct ls_pdf_content *content;
    struct ls_pdf_state now;
    fz_matrix tm, tlm;
    double flat;           /* how far text has come that has no extent on the page */
    fz_point point;        /* the path's last, on the page */
    unsigned depth;        /* forms in forms */
    unsigned hidden;       /* layers around that are switched off */
    enum ls_pdf_slot slot; /* of an artifact around */
    size_t marks_lost, states_lost;
    size_t states_floor, marks_floor; /* those below are not this stream's */
    struct ls_pdf_plain *plain;       /* of the stream that is being interpreted */
};

/* pdf_content.c. In a step: operators, for those who have read their operands. */
void ls_pdf_set_font(struct ls_pdf_drawing *d, pdf_font_desc *font, float size);
void ls_pdf_move(struct ls_pdf_drawing *d, float thousandths); /* a number of TJ */
void ls_pdf_begin_mark(struct ls_pdf_drawing *d, struct ls_str tag, bool hidden,
                       const struct ls_pdf_entries *entries);

/* In a step: shows a string with the text state at hand. */
void ls_pdf_show(struct ls_pdf_drawing *d, const char *bytes, size_t len);

/* In a step: what is shown until the end stands for this string. Ends may be missing. */
void ls_pdf_span_begin(struct ls_pdf_drawing *d, struct ls_str said);
void ls_pdf_span_end(struct ls_pdf_drawing *d);

#endif
