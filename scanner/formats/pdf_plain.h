/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A content stream on its way to MuPDF's interpreter. Operators of which we know all that they do
 * are done here and never reach it, which makes a page cost a fraction; the others go on as they
 * are.
 *
 *   content   q | BT | 1 0 0 1 56 764 Tm | (…) Tj | /Im1 Do | …
 *                      done                done
 *   MuPDF     q | BT |                              /Im1 Do | …
 *
 * Both see the operators in order: MuPDF asks for more bytes when it has done what it had. What
 * cannot be told apart into operators, all from there on, is MuPDF's.
 */
#ifndef LS_FORMATS_PDF_PLAIN_H
#define LS_FORMATS_PDF_PLAIN_H

#include "formats/pdf_drawing.h"

/* In a step: has MuPDF interpret a stream, or the streams of an array, with these resources. */
void ls_pdf_interpret(struct ls_pdf_drawing *d, pdf_obj *resources, pdf_obj *stream);

/* In a step: MuPDF has found this font by its name. It lives as long as the page. */
void ls_pdf_plain_font(struct ls_pdf_plain *plain, const char *name, pdf_font_desc *font);

#endif
