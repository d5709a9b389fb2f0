/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/pdf_writer.h"

#include "generate/must.h"

#include <string.h>

void ls_pdf_writer_begin(struct ls_pdf_writer *writer, struct ls_buf *out)
{
    *writer = (struct ls_pdf_writer){.out = out, .n = 1};
    must(ls_buf_str(out, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"));
}

static void begin(struct ls_pdf_writer *w, unsigned number)
{
    MUST(number > 0 && number < LS_PDF_WRITER_OBJECTS);
    w->offs[number] = w->out->n;
    w->n = number >= w->n ? number + 1 : w->n;
    must(ls_buf_printf(w->out, "%u 0 obj\n", number));
}

void ls_pdf_writer_object(struct ls_pdf_writer *w, unsigned number, const char *body)
{
    begin(w, number);
    must(ls_buf_printf(w->out, "%s\nendobj\n", body));
}

void ls_pdf_writer_stream(struct ls_pdf_writer *w, unsigned number, const char *entries,
                          const void *bytes, size_t len)
{
    begin(w, number);
    must(ls_buf_printf(w->out, "<< %s /Length %zu >>\nstream\n", entries, len));
    must(ls_buf_add(w->out, bytes, len));
    must(ls_buf_str(w->out, "\nendstream\nendobj\n"));
}

void ls_pdf_writer_end(struct ls_pdf_writer *w, const char *entries)
{
    size_t xref = w->out->n;
    must(ls_buf_str(w->out, "xref\n"));
    if (w->last_xref == 0)
        must(ls_buf_str(w->out, "0 1\n0000000000 65535 f \n"));
    for (unsigned i = 1; i < w->n; i++)
        if (w->offs[i])
            must(ls_buf_printf(w->out, "%u 1\n%010zu 00000 n \n", i, w->offs[i]));
    must(ls_buf_printf(w->out, "trailer\n<< /Size %u /Root 1 0 R %s", w->n, entries));
    if (w->last_xref)
        must(ls_buf_printf(w->out, " /Prev %zu", w->last_xref));
    must(ls_buf_printf(w->out, " >>\nstartxref\n%zu\n%%%%EOF\n", xref));
    w->last_xref = xref;
    memset(w->offs, 0, sizeof w->offs);
}
