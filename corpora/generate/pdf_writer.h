/* SPDX-License-Identifier: Apache-2.0 */
/* PDF files (ISO 32000), object by object, in one version or several. */
#ifndef LS_GENERATE_PDF_WRITER_H
#define LS_GENERATE_PDF_WRITER_H

#include "base/buf.h"

enum { LS_PDF_WRITER_OBJECTS = 4096 };

struct ls_pdf_writer {
    struct ls_buf *out;
    size_t offs[LS_PDF_WRITER_OBJECTS]; /* of the objects of this version; 0: none */
    size_t last_xref;
    unsigned n; /* numbers of objects so far, 0 among them */
};

void ls_pdf_writer_begin(struct ls_pdf_writer *writer, struct ls_buf *out);
/* `body`: what stands between "obj" and "endobj". */
void ls_pdf_writer_object(struct ls_pdf_writer *writer, unsigned number, const char *body);
/* `entries`: of the dictionary, besides /Length. */
void ls_pdf_writer_stream(struct ls_pdf_writer *writer, unsigned number, const char *entries,
                          const void *bytes, size_t len);
/* Ends a version; more objects make the next one. `entries`: of the trailer, besides /Root 1 0 R.
 */
void ls_pdf_writer_end(struct ls_pdf_writer *writer, const char *entries);

#endif
