/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/pdf_document.h"

#include "generate/must.h"
#include "generate/pdf_writer.h"

#include <string.h>

enum { BODY_MAX = 8192 };

static const char *or_none(const char *s)
{
    return s ? s : "";
}

static void put(struct ls_pdf_writer *w, unsigned number, const char *before, const char *more,
                const char *after)
{
    char body[BODY_MAX];
    int n = snprintf(body, sizeof body, "%s%s%s", before, or_none(more), after);
    MUST(n > 0 && n < BODY_MAX);
    ls_pdf_writer_object(w, number, body);
}

static void put_more(struct ls_pdf_writer *w, const struct ls_pdf_object *objects, size_t n)
{
    for (size_t i = 0; i < n && objects[i].number; i++)
        if (objects[i].stream)
            ls_pdf_writer_stream(w, objects[i].number, objects[i].body, objects[i].stream,
                                 strlen(objects[i].stream));
        else
            ls_pdf_writer_object(w, objects[i].number, objects[i].body);
}

/* A font that is not in the file, with one of the predefined encodings (ISO 32000-2, 9.7.5.2). */
static void put_font(struct ls_pdf_writer *w, const struct ls_pdf_document *d)
{
    char body[BODY_MAX];
    if (d->font) {
        ls_pdf_writer_object(w, 4, d->font);
        return;
    }
    snprintf(body, sizeof body,
             "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding /%s "
             "/DescendantFonts [6 0 R] >>",
             d->encoding ? d->encoding : "UniGB-UCS2-H");
    ls_pdf_writer_object(w, 4, body);
    snprintf(body, sizeof body,
             "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Sample /CIDSystemInfo "
             "<< /Registry (Adobe) /Ordering (%s) /Supplement 2 >> /DW 1000 /FontDescriptor "
             "<< /Type /FontDescriptor /FontName /Sample /Flags 4 /FontBBox [0 -200 1000 900] "
             "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >> >>",
             d->ordering ? d->ordering : "GB1");
    ls_pdf_writer_object(w, 6, body);
}

void ls_pdf_document_make(const struct ls_pdf_document *d, struct ls_buf *out)
{
    struct ls_pdf_writer w;
    char page[BODY_MAX];
    ls_pdf_writer_begin(&w, out);
    put(&w, 1, "<< /Type /Catalog /Pages 2 0 R ", d->catalog, " >>");
    ls_pdf_writer_object(&w, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    snprintf(page, sizeof page,
             "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources "
             "<< /Font << /F1 4 0 R >> %s >> ",
             or_none(d->resources));
    put(&w, 3, page, d->page, " >>");
    put_font(&w, d);
    ls_pdf_writer_stream(&w, 5, "", or_none(d->content), strlen(or_none(d->content)));
    put_more(&w, d->more, sizeof d->more / sizeof *d->more);
    ls_pdf_writer_end(&w, or_none(d->trailer));
    if (d->later[0].number) {
        put_more(&w, d->later, sizeof d->later / sizeof *d->later);
        ls_pdf_writer_end(&w, or_none(d->trailer));
    }
}
