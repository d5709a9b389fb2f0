/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/pdf_pages.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/pdf_writer.h"

#include <stdio.h>
#include <string.h>

/* Numbers of objects; the pages and their contents follow. */
enum {
    CATALOG = 1,
    PAGES,
    FONT,
    FONT_BELOW,
    FONT_BROKEN,
    MAP_BROKEN,
    FORM,
    FORM_RARE,
    FORM_STRAY,
    ANNOT,
    ANNOT_DRAWN,
    LAYER,
    PICTURE,
    FIRST_PAGE,
};

enum { KINDS = 12, CONTENT_MAX = 4096, BODY_MAX = 16 << 10 };

#define MARK "<65919A6C7EBF669753F7>" /* TEST_WORD of tests/engine.h */
#define AT "BT /F1 12 Tf 72 720 Td "
#define FLATE "/Filter /FlateDecode"

/* What makes a page of a kind out of the way. */
static const char *const kinds[KINDS] = {
    [0] = AT MARK " Tj ET",
    [1] = "133 690 m 133 760 l S 160 690 m 160 760 l S 185 690 m 185 760 l S",
    [2] = AT "<59D3540D> Tj 26 0 Td <75376027> Tj 26 0 Td <0041> Tj ET",
    [3] = AT "/Span << /ActualText <FEFF5BB6> >> BDC <5BC6> Tj EMC "
             "/Span << /ActualText <FEFF5EAD> >> BDC <2605> Tj EMC ET",
    [4] = "/Shared Do " AT MARK " Tj ET",
    [5] = "/OC /L BDC " AT MARK " Tj ET EMC /Artifact << /Type /Pagination /Subtype /Header >> "
          "BDC " AT "<673A> Tj ET EMC",
    [6] = "q 500 0 0 800 0 0 cm /Picture Do Q",
    [7] = "BT /F2 12 Tf 72 700 Td (abc) Tj ET",
    [8] = "/Rare Do /Figure << /Alt (a picture of a bridge) >> BDC 0 0 9 9 re f EMC",
    [9] = "broken",
    [10] = "BT /None 12 Tf 72 700 Td (abc) Tj ET",
    [11] = AT "[<59D3540D> -3000 <804C52A1>] TJ ET",
};

static void put_fonts(struct ls_pdf_writer *w)
{
    static const char broken[] = "\x78\x9c\x4b\x4c\x4a\x06 and no more";
    ls_pdf_writer_object(w, FONT,
                         "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding "
                         "/UniGB-UCS2-H /DescendantFonts [4 0 R] >>");
    ls_pdf_writer_object(w, FONT_BELOW,
                         "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Sample /CIDSystemInfo "
                         "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 "
                         "/FontDescriptor << /Type /FontDescriptor /FontName /Sample /Flags 4 "
                         "/FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 "
                         "/CapHeight 700 /StemV 80 >> >>");
    ls_pdf_writer_object(w, FONT_BROKEN,
                         "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>");
    ls_pdf_writer_stream(w, MAP_BROKEN, FLATE, broken, sizeof broken - 1);
}

static void put_drawings(struct ls_pdf_writer *w)
{
    static const char form[] = "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << "
                               "/Font << /F1 3 0 R >> >>";
    static const char shared[] = AT "0 -40 Td <5171> Tj ET";
    static const char rare[] = AT "0 -60 Td <7A00> Tj ET", stray[] = AT MARK " Tj ET";
    ls_pdf_writer_stream(w, FORM, form, shared, sizeof shared - 1);
    ls_pdf_writer_stream(w, FORM_RARE, form, rare, sizeof rare - 1);
    ls_pdf_writer_stream(w, FORM_STRAY, form, stray, sizeof stray - 1);
    ls_pdf_writer_object(w, ANNOT,
                         "<< /Type /Annot /Subtype /Text /Rect [10 10 90 90] /Contents "
                         "(said on many pages) >>");
    ls_pdf_writer_object(w, ANNOT_DRAWN,
                         "<< /Type /Annot /Subtype /Stamp /Rect [10 10 90 90] /AP << /N 8 0 R >> "
                         ">>");
    ls_pdf_writer_object(w, LAYER, "<< /Type /OCG /Name (off) >>");
    ls_pdf_writer_stream(w, PICTURE,
                         "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace "
                         "/DeviceGray /BitsPerComponent 8",
                         "x", 1);
}

static void put_page(struct ls_pdf_writer *w, unsigned i, const char *word)
{
    static const char bad[] = "\x78\x9c\x4b\x4c\x4a\x06";
    char content[CONTENT_MAX], body[BODY_MAX];
    unsigned kind = i * 7 % KINDS, page = FIRST_PAGE + 2 * i;
    bool broken = strcmp(kinds[kind], "broken") == 0, bare = kind == 1 || kind == 6;
    int n = snprintf(content, sizeof content, "%s", kinds[kind]);
    if (!bare)
        n += snprintf(content + n, sizeof content - (size_t)n,
                      " BT /F3 10 Tf 72 500 Td (%s %u) Tj ET", word, i + 1);
    n = snprintf(body, sizeof body,
                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %u 0 R %s "
                 "/Resources << /Font << /F1 3 0 R /F2 5 0 R /F3 << /Type /Font /Subtype /Type1 "
                 "/BaseFont /Courier >> >> /Properties << /L 12 0 R >> /XObject << /Shared 7 0 R "
                 "/Rare 8 0 R %s >> >> >>",
                 page + 1, i % 3 == 0 ? "/Annots [10 0 R 11 0 R]" : "",
                 kind == 6 ? "/Picture 13 0 R" : "");
    MUST(n > 0 && n < BODY_MAX);
    ls_pdf_writer_object(w, page, body);
    if (broken)
        ls_pdf_writer_stream(w, page + 1, FLATE, bad, sizeof bad - 1);
    else
        ls_pdf_writer_stream(w, page + 1, "", content, strlen(content));
}

static void put_tree(struct ls_pdf_writer *w, unsigned pages)
{
    struct ls_buf tree = {.limit = 64 << 10};
    unsigned again = pages / 2;
    must(ls_buf_printf(&tree, "<< /Type /Pages /Count %u /Kids [", pages + 1));
    for (unsigned i = 0; i < pages; i++) {
        must(ls_buf_printf(&tree, "%u 0 R ", FIRST_PAGE + 2 * i));
        if (i == again)
            must(ls_buf_printf(&tree, "%u 0 R ", FIRST_PAGE + 2 * (again / 2)));
    }
    must(ls_buf_add(&tree, "] >>", sizeof "] >>"));
    ls_pdf_writer_object(w, PAGES, tree.at);
    LS_VEC_FINI(&tree);
}

void ls_pdf_pages_make(unsigned pages, bool later, struct ls_buf *out)
{
    struct ls_pdf_writer w;
    MUST(pages > 1 && pages <= LS_PDF_PAGES_MAX);
    ls_pdf_writer_begin(&w, out);
    ls_pdf_writer_object(&w, CATALOG,
                         "<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [12 0 R] /D << "
                         "/OFF [12 0 R] /Order [12 0 R] >> >> >>");
    put_tree(&w, pages);
    put_fonts(&w);
    put_drawings(&w);
    for (unsigned i = 0; i < pages; i++)
        put_page(&w, i, "page");
    ls_pdf_writer_end(&w, "");
    if (!later)
        return;
    put_tree(&w, pages - 1);
    for (unsigned i = 0; i < pages; i += 5)
        put_page(&w, i, "later");
    ls_pdf_writer_end(&w, "");
}
