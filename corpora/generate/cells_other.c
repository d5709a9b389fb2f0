/* SPDX-License-Identifier: Apache-2.0 */
/* OFD (GB/T 33190), EPUB (3.3), HTML, XML and text. */
#include "generate/cells_package.h"

#include "generate/must.h"

#define M LS_CELL_MARK
#define XML LS_XML "\n"
#define OFD_ROOT                                                                                   \
    {                                                                                              \
        "OFD.xml", NULL,                                                                           \
            XML "<ofd:OFD " LS_OFD_NAME                                                            \
                "><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"                \
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"            \
    }
#define OFD_DOCUMENT                                                                               \
    {                                                                                              \
        "Doc_0/Document.xml", NULL,                                                                \
            XML                                                                                    \
            "<ofd:Document " LS_OFD_NAME                                                           \
            "><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"                          \
            "</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID=\"9\" "                         \
            "BaseLoc=\"Tpls/Tpl_0/Content.xml\"/></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "  \
            "BaseLoc=\"Pages/Page_0/Content.xml\"/><ofd:Page ID=\"2\" "                            \
            "BaseLoc=\"Pages/Page_1/Content.xml\"/></ofd:Pages>"                                   \
            "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations></ofd:Document>"             \
    }
#define OFD_OBJECT(text)                                                                           \
    "<ofd:TextObject ID=\"5\" Boundary=\"10 10 100 10\" Font=\"3\" Size=\"5\">" text               \
    "</ofd:TextObject>"
#define OFD_CODE(x, text) "<ofd:TextCode X=\"" x "\" Y=\"5\">" text "</ofd:TextCode>"
#define OFD_PAGE(name, inside)                                                                     \
    {                                                                                              \
        name, NULL,                                                                                \
            XML "<ofd:Page " LS_OFD_NAME                                                           \
                "><ofd:Template TemplateID=\"9\"/><ofd:Content><ofd:Layer ID=\"4\">" inside        \
                "</ofd:Layer></ofd:Content></ofd:Page>"                                            \
    }
#define OFD_PAGES(second, template, annotation)                                                    \
    OFD_PAGE("Doc_0/Pages/Page_0/Content.xml", OFD_OBJECT(OFD_CODE("0", "x"))),                    \
        OFD_PAGE("Doc_0/Pages/Page_1/Content.xml", second),                                        \
        OFD_PAGE("Doc_0/Tpls/Tpl_0/Content.xml", template),                                        \
        {"Doc_0/Annots/Annotations.xml", NULL,                                                     \
         XML "<ofd:Annotations " LS_OFD_NAME "><ofd:Page PageID=\"2\"><ofd:FileLoc>Page_1/"        \
             "Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"},                         \
    {                                                                                              \
        "Doc_0/Annots/Page_1/Annotation.xml", NULL,                                                \
            XML "<ofd:PageAnnot " LS_OFD_NAME "><ofd:Annot ID=\"7\" Type=\"Watermark\" "           \
                "Subtype=\"Watermark\"><ofd:Appearance Boundary=\"0 0 100 100\">" annotation       \
                "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"                                    \
    }
#define OFD(second, template, annotation)                                                          \
    (const struct ls_package_part[])                                                               \
    {                                                                                              \
        OFD_ROOT, OFD_DOCUMENT, OFD_PAGES(second, template, annotation), LS_PACKAGE_END            \
    }
#define EPUB                                                                                       \
    (const struct ls_package_part[])                                                               \
    {                                                                                              \
        {"mimetype", NULL, "application/epub+zip"},                                                \
            {"META-INF/container.xml", NULL,                                                       \
             XML "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" "           \
                 "version=\"1.0\"><rootfiles><rootfile full-path=\"OEBPS/content.opf\" "           \
                 "media-type=\"application/oebps-package+xml\"/></rootfiles></container>"},        \
            {"OEBPS/content.opf", NULL,                                                            \
             XML "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata "      \
                 "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>x</dc:title></metadata>" \
                 "<manifest><item id=\"c\" href=\"c.xhtml\" "                                      \
                 "media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"c\"/>"  \
                 "</spine></package>"},                                                            \
            {"OEBPS/c.xhtml", NULL,                                                                \
             XML "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head>"      \
                 "<body><p>%s</p></body></html>"},                                                 \
            LS_PACKAGE_END                                                                         \
    }

enum { OFD_BODY, OFD_TEMPLATE, OFD_WATERMARK, EPUB_BODY };

static const struct ls_package_part *const packages[] = {
    [OFD_BODY] = OFD("%s", "", ""),
    [OFD_TEMPLATE] = OFD("", "%s", ""),
    [OFD_WATERMARK] = OFD("", "", "%s"),
    [EPUB_BODY] = EPUB,
};

static void make_package(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_package_make(out, packages[cell->option], cell->text, false);
}

static void make_plain(const struct ls_cell *cell, struct ls_buf *out)
{
    must(ls_buf_str(out, cell->text));
}

#define WHOLE OFD_OBJECT(OFD_CODE("0", M))
/* One character an object, as invoices do. */
#define SINGLE                                                                                     \
    "<ofd:TextObject ID=\"5\" Boundary=\"10 10 100 10\" Font=\"3\" Size=\"5\">" OFD_CODE(          \
        "0", "\xe6\x9c\xba") OFD_CODE("5", "\xe5\xaf\x86") OFD_CODE("10", "\xe2\x98\x85")          \
        OFD_CODE("15", "1") OFD_CODE("20", "0") OFD_CODE("25", "\xe5\xb9\xb4") "</ofd:TextObject>"
#define HTML(head, body)                                                                           \
    "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>x</title>" head                   \
    "</head><body><p>abc</p>" body "<p>def</p></body></html>\n"

#define PACKED(format_, where_, kind_, name_, part_, page_, option_, text_)                        \
    {                                                                                              \
        .format = format_, .where = where_, .kind = kind_, .name = name_, .part = part_,           \
        .page = page_, .make = make_package, .text = text_, .option = option_                      \
    }
#define PLAIN(format_, where_, part_, text_)                                                       \
    {                                                                                              \
        .format = format_, .where = where_, .part = part_, .make = make_plain, .text = text_       \
    }

const struct ls_cell ls_cells_other[] = {
    PACKED("ofd", "page", "ofd", "Doc_0/Pages/Page_1/Content.xml", LS_PART_BODY, 2, OFD_BODY,
           WHOLE),
    PACKED("ofd", "page, single characters", "ofd", "Doc_0/Pages/Page_1/Content.xml", LS_PART_BODY,
           2, OFD_BODY, SINGLE),
    PACKED("ofd", "template", "ofd", "Doc_0/Tpls/Tpl_0/Content.xml", LS_PART_TEMPLATE, 0,
           OFD_TEMPLATE, WHOLE),
    PACKED("ofd", "watermark", "ofd", "Doc_0/Annots/Page_1/Annotation.xml", LS_PART_WATERMARK, 2,
           OFD_WATERMARK, WHOLE),
    PACKED("epub", "chapter", "epub", "OEBPS/c.xhtml", LS_PART_BODY, 0, EPUB_BODY, M),
    PLAIN("html", "body", LS_PART_BODY, HTML("", "<p>" M "</p>")),
    PLAIN("html", "body, cut by tags", LS_PART_BODY,
          HTML("", "<p>\xe6\x9c\xba<b>\xe5\xaf\x86</b>&#9733;10\xe5\xb9\xb4</p>")),
    PLAIN("html", "table", LS_PART_BODY,
          HTML("", "<table><tr><td>1</td><td>" M "</td></tr></table>")),
    PLAIN("html", "comment", LS_PART_COMMENT, HTML("", "<!-- " M " -->")),
    PLAIN("html", "hidden", LS_PART_HIDDEN, HTML("", "<div style=\"display:none\">" M "</div>")),
    PLAIN("html", "alt text", LS_PART_ALT_TEXT, HTML("", "<img src=\"x\" alt=\"" M "\">")),
    PLAIN("html", "property", LS_PART_PROPERTY,
          HTML("<meta name=\"description\" content=\"" M "\">", "")),
    PLAIN("xml", "text", LS_PART_BODY, XML "<list><item>x</item><item>" M "</item></list>\n"),
    PLAIN("txt", "line", LS_PART_NONE, "abc\n" M "\ndef\n"),
};
const size_t ls_cells_other_n = sizeof ls_cells_other / sizeof *ls_cells_other;
