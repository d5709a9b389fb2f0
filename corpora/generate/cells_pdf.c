/* SPDX-License-Identifier: Apache-2.0 */
/* PDF (ISO 32000). The mark stands in hexadecimal strings, which only a reader of PDF sees. */
#include "generate/cells.h"

#include "generate/must.h"
#include "generate/pdf_document.h"

#define UTF16 "673A5BC62605003100305E74"
#define M "<" UTF16 ">"               /* in the encoding of the font */
#define TEXT_STRING "<FEFF" UTF16 ">" /* for people */
#define GBK "<BBFAC3DCA1EF3130C4EA>"
#define BIG5 "<BEF7B14BA1B93130A67E>" /* in traditional characters */
#define SHIFT_JIS "<8B4096A7819A3130944E>"
#define SHOW(what) "BT /F1 12 Tf 72 720 Td " what " ET"
#define TO_UNICODE                                                                                 \
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "               \
    "1 begincodespacerange <00> <FF> endcodespacerange 6 beginbfchar <01> <673A> <02> <5BC6> "     \
    "<03> <2605> <04> <0031> <05> <0030> <06> <5E74> endbfchar endcmap end end"
#define RICH                                                                                       \
    "<?xml version=\"1.0\"?><body xmlns=\"http://www.w3.org/1999/xhtml\"><p>&#x673A;<b>&#x5BC6;"   \
    "</b>&#x2605;10&#x5E74;</p></body>"
#define ANNOTS(annot) "/Annots [<< /Type /Annot /Rect [10 10 90 90] " annot " >>]"
#define FIELD(entries)                                                                             \
    .catalog = "/AcroForm << /Fields [7 0 R] >>", .page = "/Annots [7 0 R]",                       \
    .more = {                                                                                      \
        {7, "<< /Type /Annot /Subtype /Widget /Rect [10 10 90 90] /T (x) " entries " >>", NULL}}
#define FORM                                                                                       \
    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >>"

/* In the order of the cells below. */
static const struct ls_pdf_document documents[] = {
    {.content = SHOW(M " Tj")},
    {.content = SHOW("[<673A> 0 <5BC62605> -20 <00310030> <5E74>] TJ")},
    {.content = SHOW("<673A> Tj 12 0 Td <5BC6> Tj 12 0 Td <2605> Tj 12 0 Td <003100305E74> Tj")},
    {.content = SHOW(M " Tj"), .encoding = "UniGB-UCS2-V"},
    {.content = SHOW("<673A> Tj 0 -14 Td <5BC6> Tj 0 -14 Td <2605> Tj 0 -14 Td <0031> Tj 0 -14 Td "
                     "<0030> Tj 0 -14 Td <5E74> Tj")},
    {.content = SHOW(GBK " Tj"), .encoding = "GBK-EUC-H"},
    {.content = SHOW(GBK " Tj"), .encoding = "GB-EUC-V"},
    {.content = SHOW(BIG5 " Tj"), .encoding = "B5pc-H", .ordering = "CNS1"},
    {.content = SHOW(SHIFT_JIS " Tj"), .encoding = "90ms-RKSJ-H", .ordering = "Japan1"},
    {.content = SHOW("<010203040506> Tj"),
     .font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 "
             "0 0] /CharProcs << /a 7 0 R >> /Encoding << /Differences [1 /a /a /a /a /a /a] >> "
             "/FirstChar 1 /LastChar 6 /Widths [1000 1000 1000 1000 1000 1000] /ToUnicode 8 0 R >>",
     .more = {{7, "", "1000 0 0 0 1000 1000 d1 0 0 900 900 re f"}, {8, "", TO_UNICODE}}},
    {.content = "/Span << /ActualText " TEXT_STRING " >> BDC " SHOW("<002000200020> Tj") " EMC"},
    {.content = "/X Do",
     .resources = "/XObject << /X 7 0 R >>",
     .more = {{7, FORM, SHOW(M " Tj")}}},
    {.content = "/Pattern cs /P scn 0 0 500 800 re f",
     .resources = "/Pattern << /P 7 0 R >>",
     .more = {{7,
               "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 595 842] "
               "/XStep 595 /YStep 842 /Resources << /Font << /F1 4 0 R >> >>",
               SHOW(M " Tj")}}},
    {.content = SHOW("1 1 1 rg " M " Tj") " 0 g 0 0 595 842 re f"},
    {.content = "BT /F1 12 Tf 2000 3000 Td " M " Tj ET"},
    {.content = SHOW("3 Tr " M " Tj")},
    {.content = "q 595 0 0 842 0 0 cm /X Do Q " SHOW("3 Tr " M " Tj"),
     .resources = "/XObject << /X 7 0 R >>",
     .more = {{7,
               "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
               "/BitsPerComponent 8",
               "x"}}},
    {.content = "/OC /L BDC " SHOW(M " Tj") " EMC",
     .catalog = "/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] /Order [7 0 R] >> >>",
     .resources = "/Properties << /L 7 0 R >>",
     .more = {{7, "<< /Type /OCG /Name (off) >>", NULL}}},
    {.content = "/Artifact << /Type /Pagination /Subtype /Header >> BDC " SHOW(M " Tj") " EMC"},
    {.content = "/Artifact << /Type /Pagination /Subtype /Watermark >> BDC " SHOW(M " Tj") " EMC"},
    {.more = {{7,
               "<< /Type /Page /Parent 2 0 R /Contents 8 0 R /Resources << /Font << /F1 4 0 R "
               ">> >> >>",
               NULL},
              {8, "", SHOW(M " Tj")}}},
    {.page = ANNOTS("/Subtype /FreeText /DA (/F1 12 Tf) /Contents " TEXT_STRING)},
    {.page = ANNOTS("/Subtype /FreeText /Contents " TEXT_STRING " /AP << /N 7 0 R >>"),
     .more = {{7, FORM, SHOW(M " Tj")}}},
    {.page = ANNOTS("/Subtype /Stamp /AP << /N 7 0 R >>"), .more = {{7, FORM, SHOW(M " Tj")}}},
    {.page = ANNOTS("/Subtype /Popup /Contents " TEXT_STRING)},
    {.page = ANNOTS("/Subtype /Text /RC 7 0 R"), .more = {{7, "", RICH}}},
    {FIELD("/FT /Tx /V " TEXT_STRING)},
    {FIELD("/FT /Ch /Opt [(a) [(b) " TEXT_STRING "]] /V (a)")},
    {.catalog = "/AcroForm << /Fields [] /XFA [(template) 7 0 R (datasets) 8 0 R] >>",
     .more = {{7, "", "<?xml version=\"1.0\"?><xdp><template/><data>&#x673A;"},
              {8, "", "&#x5BC6;&#x2605;10&#x5E74;</data></xdp>"}}},
    {.catalog = "/Names << /EmbeddedFiles << /Names [(a) 7 0 R] >> >>",
     .more = {{7, "<< /Type /Filespec /F (plan.txt) /EF << /F 8 0 R >> >>", NULL},
              {8, "/Type /EmbeddedFile", LS_CELL_MARK}}},
    {.page = ANNOTS("/Subtype /FileAttachment /FS << /F (plan.txt) /EF << /F 8 0 R >> >>"),
     .more = {{8, "/Type /EmbeddedFile", LS_CELL_MARK}}},
    {.catalog = "/Outlines 7 0 R",
     .more = {{7, "<< /First 8 0 R /Last 8 0 R /Count 1 >>", NULL},
              {8, "<< /Parent 7 0 R /Title " TEXT_STRING " >>", NULL}}},
    {.catalog = "/OCProperties << /OCGs [7 0 R] /D << >> >>",
     .more = {{7, "<< /Type /OCG /Name " TEXT_STRING " >>", NULL}}},
    {.catalog = "/PageLabels << /Nums [0 << /S /D /P " TEXT_STRING " >>] >>"},
    {.catalog = "/StructTreeRoot 7 0 R",
     .more = {{7, "<< /Type /StructTreeRoot /K 8 0 R >>", NULL},
              {8, "<< /Type /StructElem /S /Figure /P 7 0 R /Alt " TEXT_STRING " >>", NULL}}},
    {.catalog = "/OpenAction << /S /JavaScript /JS 7 0 R >>", .more = {{7, "", LS_CELL_MARK}}},
    {.trailer = "/Info 7 0 R", .more = {{7, "<< /Title " TEXT_STRING " >>", NULL}}},
    {.catalog = "/Metadata 7 0 R",
     .trailer = "/Info 8 0 R",
     .more = {{7, "/Type /Metadata /Subtype /XML",
               "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:title>&#x673A;&#x5BC6;&#x2605;10&#x5E74;"
               "</dc:title></x:xmpmeta>"},
              {8, "<< /Title " TEXT_STRING " >>", NULL}}},
    {.content = SHOW(M " Tj"), .later = {{5, "", SHOW("<673A> Tj")}}},
    {FIELD("/FT /Tx /V " TEXT_STRING),
     .later = {{7, "<< /Type /Annot /Subtype /Widget /Rect [10 10 90 90] /T (x) /FT /Tx /V () >>",
                NULL}}},
};

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_pdf_document_make(&documents[cell->option], out);
}

#define CELL(option_, where_, kind_, name_, part_, page_)                                          \
    {                                                                                              \
        .format = "pdf", .where = where_, .kind = kind_, .name = name_, .part = part_,             \
        .page = page_, .make = make, .option = option_                                             \
    }
#define PAGE(option_, where_, part_) CELL(option_, where_, NULL, NULL, part_, 1)
#define DOCUMENT(option_, where_, part_) CELL(option_, where_, NULL, NULL, part_, 0)

const struct ls_cell ls_cells_pdf[] = {
    PAGE(0, "page", LS_PART_BODY),
    PAGE(1, "page, cut into runs", LS_PART_BODY),
    PAGE(2, "page, single characters", LS_PART_BODY),
    PAGE(3, "page, vertical", LS_PART_BODY),
    PAGE(4, "page, one character below the other", LS_PART_BODY),
    PAGE(5, "page, GBK-EUC-H", LS_PART_BODY),
    PAGE(6, "page, GB-EUC-V", LS_PART_BODY),
    PAGE(7, "page, B5pc-H", LS_PART_BODY),
    PAGE(8, "page, 90ms-RKSJ-H", LS_PART_BODY),
    PAGE(9, "page, Type 3 font", LS_PART_BODY),
    PAGE(10, "page, ActualText", LS_PART_BODY),
    PAGE(11, "page, form", LS_PART_BODY),
    PAGE(12, "page, pattern", LS_PART_BODY),
    PAGE(13, "page, white and covered", LS_PART_BODY),
    PAGE(14, "page, outside of it", LS_PART_BODY),
    PAGE(15, "page, invisible", LS_PART_HIDDEN),
    PAGE(16, "page, recognised in a picture", LS_PART_BODY),
    PAGE(17, "page, layer that is off", LS_PART_HIDDEN),
    PAGE(18, "page, header", LS_PART_HEADER),
    PAGE(19, "page, watermark", LS_PART_WATERMARK),
    DOCUMENT(20, "page that no list names", LS_PART_HIDDEN),
    PAGE(21, "annotation", LS_PART_ANNOTATION),
    PAGE(22, "annotation, drawn and in words", LS_PART_ANNOTATION),
    PAGE(23, "annotation, stamp", LS_PART_ANNOTATION),
    PAGE(24, "annotation, note", LS_PART_ANNOTATION),
    PAGE(25, "annotation, rich text", LS_PART_ANNOTATION),
    PAGE(26, "form field", LS_PART_FIELD),
    PAGE(27, "form field, choice", LS_PART_FIELD),
    CELL(28, "form field, XFA", "pdf", "XFA", LS_PART_FIELD, 0),
    CELL(29, "attachment", "pdf", "plan.txt", LS_PART_NONE, 0),
    CELL(30, "attachment of an annotation", "pdf", "plan.txt", LS_PART_NONE, 0),
    DOCUMENT(31, "outline", LS_PART_NAME),
    DOCUMENT(32, "name of a layer", LS_PART_NAME),
    DOCUMENT(33, "page label", LS_PART_NAME),
    DOCUMENT(34, "description of a picture", LS_PART_ALT_TEXT),
    DOCUMENT(35, "script", LS_PART_SCRIPT),
    DOCUMENT(36, "property", LS_PART_PROPERTY),
    DOCUMENT(37, "property, also in XMP", LS_PART_PROPERTY),
    PAGE(38, "earlier version", LS_PART_DELETION),
    PAGE(39, "earlier version, form field", LS_PART_DELETION),
};
const size_t ls_cells_pdf_n = sizeof ls_cells_pdf / sizeof *ls_cells_pdf;
