/* SPDX-License-Identifier: Apache-2.0 */
/* ECMA-376 (docx, xlsx, pptx), ODF 1.3 (odt, ods), GB/T 33190 (ofd), EPUB 3.3. */
#include "generate/documents/skeletons.h"

#include "base/alloc.h"
#include "generate/cells_package.h"
#include "generate/must.h"

#include <string.h>

#define XML LS_XML_ALONE
#define W LS_OOXML_WORD
#define S LS_OOXML_EXCEL
#define P LS_OOXML_POWERPOINT
#define ODF LS_ODF_TEXT " " LS_ODF_NAME("style", "style") " "
#define OFD LS_OFD_NAME

/* Where the head goes; made up before a package is written. */
enum { HEAD_PART = 3, PARTS_MAX = 8 };

static const struct ls_package_part word[] = {
    LS_PACKAGE_ROOT("word/document.xml"),
    {"word/document.xml", LS_OOXML_CT "wordprocessingml.document.main+xml",
     XML "<w:document " W "><w:body>%s<w:sectPr><w:headerReference w:type=\"default\" "
         "r:id=\"rId1\"/></w:sectPr></w:body></w:document>"},
    {"word/_rels/document.xml.rels", NULL, LS_RELS(LS_RELATION("rId1", "header", "header1.xml"))},
    {"word/header1.xml", LS_OOXML_CT "wordprocessingml.header+xml", XML "<w:hdr " W ">%s</w:hdr>"},
    LS_PACKAGE_END};

static const struct ls_package_part excel[] = {
    LS_PACKAGE_ROOT("xl/workbook.xml"),
    {"xl/workbook.xml", LS_OOXML_CT "spreadsheetml.sheet.main+xml",
     XML "<workbook " S "><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
         "</workbook>"},
    {"xl/_rels/workbook.xml.rels", NULL,
     LS_RELS(LS_RELATION("rId1", "worksheet", "worksheets/sheet1.xml"))},
    {"xl/worksheets/sheet1.xml", LS_OOXML_CT "spreadsheetml.worksheet+xml",
     XML "<worksheet " S "><sheetData>%s</sheetData></worksheet>"},
    LS_PACKAGE_END};

static const struct ls_package_part powerpoint[] = {
    LS_PACKAGE_ROOT("ppt/presentation.xml"),
    {"ppt/presentation.xml", LS_OOXML_CT "presentationml.presentation.main+xml",
     XML "<p:presentation " P "><p:sldIdLst><p:sldId id=\"256\" r:id=\"rId1\"/></p:sldIdLst>"
         "</p:presentation>"},
    {"ppt/_rels/presentation.xml.rels", NULL,
     LS_RELS(LS_RELATION("rId1", "slide", "slides/slide1.xml"))},
    {"ppt/slides/slide1.xml", LS_OOXML_CT "presentationml.slide+xml",
     XML "<p:sld " P "><p:cSld><p:spTree>%s</p:spTree></p:cSld></p:sld>"},
    LS_PACKAGE_END};

static const struct ls_package_part opentext[] = {
    {"mimetype", NULL, "application/vnd.oasis.opendocument.text"},
    {"content.xml", NULL,
     XML "<office:document-content " ODF "><office:body><office:text>%s</office:text>"
         "</office:body></office:document-content>"},
    {"META-INF/manifest.xml", NULL,
     XML "<manifest:manifest " LS_ODF_NAME("manifest", "manifest") "/>"},
    {"styles.xml", NULL,
     XML "<office:document-styles " ODF "><office:master-styles><style:master-page "
         "style:name=\"Standard\"><style:header>%s</style:header></style:master-page>"
         "</office:master-styles></office:document-styles>"},
    LS_PACKAGE_END};

static const struct ls_package_part opensheet[] = {
    {"mimetype", NULL, "application/vnd.oasis.opendocument.spreadsheet"},
    {"content.xml", NULL,
     XML "<office:document-content " ODF "><office:body><office:spreadsheet><table:table "
         "table:name=\"Sheet1\">%s</table:table></office:spreadsheet></office:body>"
         "</office:document-content>"},
    LS_PACKAGE_END};

static const struct ls_package_part ofd[] = {
    {"OFD.xml", NULL,
     XML "<ofd:OFD " OFD "><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
         "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"},
    {"Doc_0/Document.xml", NULL,
     XML "<ofd:Document " OFD "><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
         "</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID=\"1\" "
         "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"},
    {"Doc_0/Pages/Page_0/Content.xml", NULL,
     XML "<ofd:Page " OFD "><ofd:Content><ofd:Layer ID=\"4\">%s</ofd:Layer></ofd:Content>"
         "</ofd:Page>"},
    LS_PACKAGE_END};

static const struct ls_package_part epub[] = {
    {"mimetype", NULL, "application/epub+zip"},
    {"META-INF/container.xml", NULL,
     XML "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\" version=\"1.0\">"
         "<rootfiles><rootfile full-path=\"c.opf\" media-type=\"application/oebps-package+xml\"/>"
         "</rootfiles></container>"},
    {"c.opf", NULL,
     XML "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\"><metadata "
         "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>x</dc:title></metadata>"
         "<manifest><item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/>"
         "</manifest><spine><itemref idref=\"c\"/></spine></package>"},
    {"c.xhtml", NULL,
     XML "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body>%s"
         "</body></html>"},
    LS_PACKAGE_END};

static const struct ls_package_part *const packages[LS_RENDER_FORMATS] = {
    [LS_RENDER_DOCX] = word,    [LS_RENDER_XLSX] = excel,    [LS_RENDER_PPTX] = powerpoint,
    [LS_RENDER_ODT] = opentext, [LS_RENDER_ODS] = opensheet, [LS_RENDER_OFD] = ofd,
    [LS_RENDER_EPUB] = epub,
};

void ls_skeleton_fill(enum ls_render_format format, const char *head, const char *body,
                      struct ls_buf *out)
{
    struct ls_package_part parts[PARTS_MAX];
    struct ls_buf header = {.limit = 1 << 20};
    size_t n = 0;
    for (const struct ls_package_part *part = packages[format]; part->name; part++)
        parts[n++] = *part;
    parts[n] = packages[format][n];
    if (format == LS_RENDER_DOCX || format == LS_RENDER_ODT) {
        const char *content = parts[HEAD_PART].content, *gap = strstr(content, "%s");
        must(ls_buf_printf(&header, "%.*s%s%s", (int)(gap - content), content, head, gap + 2));
        must(ls_buf_char(&header, '\0'));
        parts[HEAD_PART].content = header.at;
    }
    ls_package_make(out, parts, body,
                    format == LS_RENDER_DOCX || format == LS_RENDER_XLSX ||
                        format == LS_RENDER_PPTX);
    LS_VEC_FINI(&header);
}
