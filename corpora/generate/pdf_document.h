/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PDF document of one page, written down as the few strings in which it differs from others:
 *
 *   1 catalog   2 pages   3 page   4 font   5 content   6 descendant font   7 … more objects
 */
#ifndef LS_GENERATE_PDF_DOCUMENT_H
#define LS_GENERATE_PDF_DOCUMENT_H

#include "base/buf.h"

struct ls_pdf_object {
    unsigned number;
    const char *body;   /* or the entries of a stream's dictionary */
    const char *stream; /* or NULL */
};

struct ls_pdf_document {
    const char *content;
    const char *catalog, *page, *resources, *trailer; /* more entries; NULL: none */
    const char *font;                                 /* all of object 4, or NULL: */
    const char *encoding, *ordering;                  /* of the font; NULL: UniGB-UCS2-H, GB1 */
    struct ls_pdf_object more[6];
    struct ls_pdf_object later[3]; /* changed by a second version of the file */
};

void ls_pdf_document_make(const struct ls_pdf_document *document, struct ls_buf *out);

#endif
