/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/pdf_cases.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/pdf_document.h"
#include "generate/pdf_writer.h"

#include <string.h>

#define MARK "<673A5BC62605003100305E74>"
#define SHOW(string) "BT /F1 12 Tf 72 720 Td " string " Tj ET"

enum { FILE_MAX = 1 << 20 };

/* A mark that a later version took out. */
static const struct ls_pdf_document revised = {.content = SHOW(MARK),
                                               .later = {{5, "", SHOW("<901A77E5>")}}};

/* The table of objects leads nowhere. */
static void make_broken_table(struct ls_buf *out)
{
    static const struct ls_pdf_document document = {.content = SHOW(MARK)};
    ls_pdf_document_make(&document, out);
    char *xref = memmem(out->at, out->n, "startxref\n", 10);
    MUST(xref);
    xref[10] = '9';
}

static void make_cut(struct ls_buf *out)
{
    static const struct ls_pdf_document document = {.content = SHOW(MARK)};
    ls_pdf_document_make(&document, out);
    const char *trailer = memmem(out->at, out->n, "trailer", 7);
    MUST(trailer);
    out->n = (size_t)(trailer - out->at);
}

/* Pages 1 to 3 and 5 are pictures, page 4 has text. */
static void make_scanned(struct ls_buf *out)
{
    enum { PAGES = 5 };
    struct ls_pdf_writer w;
    char page[256];
    ls_pdf_writer_begin(&w, out);
    ls_pdf_writer_object(&w, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    ls_pdf_writer_object(&w, 2,
                         "<< /Type /Pages /Kids [10 0 R 11 0 R 12 0 R 13 0 R 14 0 R] /Count 5 >>");
    ls_pdf_writer_object(&w, 3, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    ls_pdf_writer_stream(
        &w, 4,
        "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
        "/BitsPerComponent 8",
        "x", 1);
    ls_pdf_writer_stream(&w, 5, "", "/X Do", 5);
    ls_pdf_writer_stream(&w, 6, "", "/X Do BT /F1 12 Tf 72 720 Td (Annex) Tj ET", 42);
    for (unsigned i = 0; i < PAGES; i++) {
        snprintf(page, sizeof page,
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources "
                 "<< /Font << /F1 3 0 R >> /XObject << /X 4 0 R >> >> >>",
                 i == 3 ? 6 : 5);
        ls_pdf_writer_object(&w, 10 + i, page);
    }
    ls_pdf_writer_end(&w, "");
}

void ls_pdf_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                  void *user)
{
    struct ls_buf out = {.limit = FILE_MAX};
    ls_pdf_document_make(&revised, &out);
    take(user, "revised.pdf", out.at, out.n);
    LS_VEC_CLEAR(&out);
    make_broken_table(&out);
    take(user, "broken-table.pdf", out.at, out.n);
    LS_VEC_CLEAR(&out);
    make_cut(&out);
    take(user, "cut.pdf", out.at, out.n);
    LS_VEC_CLEAR(&out);
    make_scanned(&out);
    take(user, "scanned.pdf", out.at, out.n);
    LS_VEC_FINI(&out);
}
