/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept while a page is drawn, and from one page to the next. */
#ifndef LS_FORMATS_PDF_CONTENT_H
#define LS_FORMATS_PDF_CONTENT_H

#include "formats/pdf.h"
#include "formats/pdf_pieces.h"

enum {
    LS_PDF_STATES_MAX = 512, /* saved by `q`; deeper ones are not restored */
    LS_PDF_MARKS_MAX = 512,
    LS_PDF_FONTS_MAX = 4096,   /* of a page */
    LS_PDF_FORMS_MAX = 200000, /* drawn on a page, one in the other */
    LS_PDF_PATTERNS_MAX = 256,
    LS_PDF_SPAN_MAX = 64 << 10, /* bytes of ActualText that are compared */
    LS_PDF_SPAN_HELD = 12,      /* characters whose place ActualText may take */
};

/* Text state (ISO 32000-2, 9.3), and where user space is. */
struct ls_pdf_state {
    fz_matrix ctm;
    float char_space, word_space, scale, leading, size, rise;
    int render;
    pdf_font_desc *font;
};

/* What a marked-content sequence is. */
struct ls_pdf_mark {
    bool hidden, actual;
    enum ls_pdf_slot slot; /* of what is around it */
};

/* Characters that were drawn. */
struct ls_pdf_count {
    uint32_t chars;
    uint32_t unmapped; /* those that nobody knows, … */
    uint32_t strange; /* … of these, glyphs of fonts with many: there are no bullets among them */
};

/* What stands between the ends of a sequence with ActualText. */
struct ls_pdf_span {
    bool open, released, wide;
    enum ls_pdf_slot slot;
    struct ls_buf said, shown;
    struct ls_pdf_count count;
    struct ls_pdf_char held[LS_PDF_SPAN_HELD];
    size_t held_n;
};

struct ls_pdf_content {
    struct ls_pdf_pieces pieces;
    struct ls_pdf_span span;
    struct ls_buf beside; /* descriptions, in lines */
    LS_VEC(pdf_font_desc *) fonts;
    struct ls_pdf_state states[LS_PDF_STATES_MAX];
    size_t states_n;
    struct ls_pdf_mark marks[LS_PDF_MARKS_MAX];
    size_t marks_n;
    int inside[LS_PDF_NESTING_MAX]; /* forms that are being drawn, by number */
    int patterns[LS_PDF_PATTERNS_MAX];
    size_t patterns_n;
    uint32_t forms;

    /* Of the page at hand. */
    uint32_t page;
    enum ls_part usual;
    struct ls_pdf_count count;
    bool painted; /* there is a character of slot LS_PDF_USUAL */
    bool has_image, lost;
    bool differs;                 /* ActualText says something else than the glyphs, … */
    bool other_said, other_shown; /* … and not always the same */
    uint64_t said, shown;
    bool as_shown; /* the glyphs count now */
};

/* pdf_content.c. In a step: draws the content of a page, or another stream. */
void ls_pdf_draw(struct ls_pdf *pdf, pdf_obj *resources, pdf_obj *stream);

/* pdf_strings.c. In a step: as ls_pdf_text(), of a string's bytes, which may be what lives. */
struct ls_str ls_pdf_text_of(struct ls_pdf *pdf, const char *bytes, size_t len);

/* pdf_text.c: what is drawn so far, appended to `out`, in lines. */
struct ls_result ls_pdf_content_catch(struct ls_pdf *pdf, struct ls_buf *out) LS_MUST_USE;

/* Begins a page. */
void ls_pdf_content_begin(struct ls_pdf *pdf, enum ls_part usual, uint32_t page);
struct ls_result ls_pdf_content_put(struct ls_pdf *pdf, enum ls_pdf_slot slot,
                                    const struct ls_pdf_char *c) LS_MUST_USE;
/* A description that stands beside what is drawn. */
struct ls_result ls_pdf_content_beside(struct ls_pdf *pdf, struct ls_str text) LS_MUST_USE;
/* In a step: whether pictures are among these resources. */
void ls_pdf_content_look_for_images(struct ls_pdf *pdf, pdf_obj *resources);

#endif
