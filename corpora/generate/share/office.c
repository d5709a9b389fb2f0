/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Word, Excel and PowerPoint since 2007, and OpenDocument: with the properties that stand at every
 * paragraph and run in life, for they are most of what has to be read.
 */
#include "generate/share/share.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/office_xml.h"
#include "generate/share/zipped.h"

#include <string.h>

#define XML LS_XML_ALONE
#define W LS_OOXML_WORD
#define S LS_OOXML_EXCEL
#define P LS_OOXML_POWERPOINT
#define ODF "<office:document-content " LS_ODF_TEXT " office:version=\"1.2\"><office:body>"

enum { PICTURE_MAX = 400 << 10, SLIDE_LINES = 8, STYLES = 80 };

static void escaped(struct ls_buf *out, const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (at[i] == '&' || at[i] == '<')
            must(ls_buf_str(out, at[i] == '&' ? "&amp;" : "&lt;"));
        else
            must(ls_buf_char(out, at[i]));
}

/* Editors cut lines into runs where they like; this one ends between two characters. */
static size_t run_length(struct ls_share *share, const char *line, size_t len)
{
    size_t n = 12 + ls_share_below(share, 150);
    while (n < len && ((unsigned char)line[n] & 0xC0) == 0x80)
        n++;
    return n < len ? n : len;
}

/* A line as runs of text between two strings. */
static void runs(struct ls_share *share, struct ls_buf *out, const char *before, const char *line,
                 size_t len, const char *behind)
{
    do {
        size_t n = run_length(share, line, len);
        must(ls_buf_str(out, before));
        escaped(out, line, n);
        must(ls_buf_str(out, behind));
        line += n;
        len -= n;
    } while (len > 0);
}

static void begin(struct ls_zipped *zip, struct ls_buf *xml, const char *main, const char *type)
{
    ls_zipped_init(zip);
    must(ls_buf_printf(xml,
                       XML
                       "<Types " LS_OOXML_TYPES ">" LS_OOXML_RELS_TYPE
                       "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>" LS_OOXML_XML_TYPE
                       "<Override PartName=\"/%s\" ContentType=\"" LS_OOXML_CT "%s\"/></Types>",
                       main, type));
    ls_zipped_add(zip, "[Content_Types].xml", false, xml->at, xml->n);
    LS_VEC_CLEAR(xml);
    must(ls_buf_printf(xml, LS_RELS(LS_RELATION("rId1", "officeDocument", "%s")), main));
    ls_zipped_add(zip, "_rels/.rels", false, xml->at, xml->n);
    LS_VEC_CLEAR(xml);
}

static void member(struct ls_zipped *zip, const char *name, struct ls_buf *xml)
{
    ls_zipped_add(zip, name, false, xml->at, xml->n);
    LS_VEC_CLEAR(xml);
}

static void pictures(struct ls_share *share, struct ls_zipped *zip, const char *folder, size_t left)
{
    struct ls_buf picture = {.limit = LS_SHARE_BYTES_MAX};
    char name[64];
    for (unsigned i = 1; left > 0; i++) {
        size_t n = left < PICTURE_MAX ? left : PICTURE_MAX;
        LS_VEC_CLEAR(&picture);
        ls_share_picture(share, n, &picture);
        snprintf(name, sizeof name, "%simage%u.jpeg", folder, i);
        ls_zipped_add(zip, name, true, picture.at, picture.n);
        left -= n;
    }
    LS_VEC_FINI(&picture);
}

static void word_styles(struct ls_zipped *zip, struct ls_buf *xml)
{
    must(ls_buf_str(xml, XML "<w:styles " W ">"));
    for (int i = 0; i < STYLES; i++)
        must(
            ls_buf_printf(xml,
                          "<w:style w:type=\"paragraph\" w:styleId=\"a%d\"><w:name w:val=\"style "
                          "%d\"/><w:basedOn w:val=\"a\"/><w:uiPriority w:val=\"%d\"/><w:pPr>"
                          "<w:widowControl/><w:spacing w:before=\"%d\" w:line=\"360\"/><w:jc "
                          "w:val=\"left\"/></w:pPr><w:rPr><w:kern w:val=\"0\"/><w:sz w:val=\"%d\"/>"
                          "</w:rPr></w:style>",
                          i, i, 99 - i, 20 * i, 20 + i % 30));
    must(ls_buf_str(xml, "</w:styles>"));
    member(zip, "word/styles.xml", xml);
}

void ls_share_docx(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, xml = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_zipped zip;
    const char *at, *line;
    size_t len;
    ls_share_prose(share, brief, &text);
    begin(&zip, &xml, "word/document.xml", "wordprocessingml.document.main+xml");
    must(ls_buf_str(&xml, LS_RELS(LS_RELATION("rId1", "styles", "styles.xml"))));
    member(&zip, "word/_rels/document.xml.rels", &xml);
    must(ls_buf_str(&xml, XML "<w:document " W "><w:body>"));
    for (at = text.at; ls_share_line(&at, &line, &len);) {
        must(ls_buf_str(&xml, "<w:p w:rsidR=\"00A77B3E\" w:rsidRDefault=\"00A77B3E\"><w:pPr>"
                              "<w:spacing w:line=\"560\" w:lineRule=\"exact\"/><w:ind "
                              "w:firstLineChars=\"200\" w:firstLine=\"640\"/></w:pPr>"));
        runs(share, &xml,
             "<w:r w:rsidRPr=\"002C4D17\"><w:rPr><w:rFonts w:ascii=\"FangSong\" w:eastAsia="
             "\"FangSong\" w:hint=\"eastAsia\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/></w:rPr>"
             "<w:t xml:space=\"preserve\">",
             line, len, "</w:t></w:r>");
        must(ls_buf_str(&xml, "</w:p>"));
    }
    must(ls_buf_str(&xml, "<w:sectPr w:rsidR=\"00A77B3E\"/></w:body></w:document>"));
    member(&zip, "word/document.xml", &xml);
    word_styles(&zip, &xml);
    pictures(share, &zip, "word/media/", brief->pictures);
    ls_zipped_end(&zip, out);
    LS_VEC_FINI(&xml);
    LS_VEC_FINI(&text);
}

static bool is_number(const char *cell, size_t len)
{
    return len > 0 && strspn(cell, "0123456789.") >= len;
}

void ls_share_xlsx(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, xml = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_buf strings = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_zipped zip;
    const char *at, *line, *cell;
    size_t len, n;
    unsigned row = 0, shared = 0;
    ls_share_table(share, brief, &text);
    begin(&zip, &xml, "xl/workbook.xml", "spreadsheetml.sheet.main+xml");
    must(ls_buf_str(&xml, XML "<workbook " S "><sheets><sheet name=\"Sheet1\" sheetId=\"1\" "
                              "r:id=\"rId1\"/></sheets></workbook>"));
    member(&zip, "xl/workbook.xml", &xml);
    must(ls_buf_str(&xml, LS_RELS(LS_RELATION("rId1", "worksheet", "worksheets/sheet1.xml")
                                      LS_RELATION("rId2", "sharedStrings", "sharedStrings.xml"))));
    member(&zip, "xl/_rels/workbook.xml.rels", &xml);
    must(ls_buf_str(&xml, XML "<worksheet " S "><sheetData>"));
    must(ls_buf_str(&strings, XML "<sst " S ">"));
    for (at = text.at; ls_share_line(&at, &line, &len);) {
        unsigned column = 0;
        must(ls_buf_printf(&xml, "<row r=\"%u\" spans=\"1:6\" ht=\"18\" customHeight=\"1\">",
                           ++row));
        for (const char *c = line; ls_share_cell(&c, line + len, &cell, &n); column++) {
            must(ls_buf_printf(&xml, "<c r=\"%c%u\" s=\"%u\"", (char)('A' + column), row, column));
            if (is_number(cell, n)) {
                must(ls_buf_printf(&xml, "><v>%.*s</v></c>", (int)n, cell));
                continue;
            }
            must(ls_buf_printf(&xml, " t=\"s\"><v>%u</v></c>", shared++));
            must(ls_buf_str(&strings, "<si><t>"));
            escaped(&strings, cell, n);
            must(ls_buf_str(&strings, "</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>"));
        }
        must(ls_buf_str(&xml, "</row>"));
    }
    must(ls_buf_str(&xml, "</sheetData></worksheet>"));
    member(&zip, "xl/worksheets/sheet1.xml", &xml);
    must(ls_buf_str(&strings, "</sst>"));
    member(&zip, "xl/sharedStrings.xml", &strings);
    pictures(share, &zip, "xl/media/", brief->pictures);
    ls_zipped_end(&zip, out);
    LS_VEC_FINI(&xml);
    LS_VEC_FINI(&strings);
    LS_VEC_FINI(&text);
}

/* A slide of a few lines; false when there are none left. */
static bool slide(struct ls_share *share, struct ls_buf *xml, const char **at)
{
    const char *line;
    size_t len;
    if (!**at)
        return false;
    must(ls_buf_str(xml, XML "<p:sld " P "><p:cSld><p:spTree>"));
    for (int i = 0; i < SLIDE_LINES && ls_share_line(at, &line, &len); i++) {
        must(ls_buf_printf(xml,
                           "<p:sp><p:nvSpPr><p:cNvPr id=\"%d\" name=\"Text %d\"/></p:nvSpPr>"
                           "<p:spPr><a:xfrm><a:off x=\"457200\" y=\"%d\"/><a:ext cx=\"8229600\" "
                           "cy=\"1143000\"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p>",
                           i + 2, i + 1, 274638 * i));
        runs(share, xml,
             "<a:r><a:rPr lang=\"zh-CN\" altLang=\"en-US\" sz=\"2400\" dirty=\"0\"><a:latin "
             "typeface=\"SimHei\"/><a:ea typeface=\"SimHei\"/></a:rPr><a:t>",
             line, len, "</a:t></a:r>");
        must(ls_buf_str(xml, "</a:p></p:txBody></p:sp>"));
    }
    must(ls_buf_str(xml, "</p:spTree></p:cSld></p:sld>"));
    return true;
}

void ls_share_pptx(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, xml = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_buf list = {.limit = LS_SHARE_BYTES_MAX}, rels = {.limit = LS_SHARE_BYTES_MAX};
    struct ls_zipped zip;
    char name[64];
    unsigned n = 0;
    ls_share_prose(share, brief, &text);
    begin(&zip, &xml, "ppt/presentation.xml", "presentationml.presentation.main+xml");
    for (const char *at = text.at; slide(share, &xml, &at);) {
        snprintf(name, sizeof name, "ppt/slides/slide%u.xml", ++n);
        member(&zip, name, &xml);
        must(ls_buf_printf(&list, "<p:sldId id=\"%u\" r:id=\"rId%u\"/>", 255 + n, n));
        must(ls_buf_printf(&rels, LS_RELATION("rId%u", "slide", "slides/slide%u.xml"), n, n));
    }
    must(ls_buf_printf(&xml,
                       XML "<p:presentation " P "><p:sldIdLst>%.*s</p:sldIdLst></p:presentation>",
                       (int)list.n, list.at));
    member(&zip, "ppt/presentation.xml", &xml);
    must(ls_buf_printf(&xml, LS_RELS("%.*s"), (int)rels.n, rels.at));
    member(&zip, "ppt/_rels/presentation.xml.rels", &xml);
    pictures(share, &zip, "ppt/media/", brief->pictures);
    ls_zipped_end(&zip, out);
    LS_VEC_FINI(&xml);
    LS_VEC_FINI(&list);
    LS_VEC_FINI(&rels);
    LS_VEC_FINI(&text);
}

static void opendocument(struct ls_share *share, const char *kind, struct ls_buf *content,
                         size_t picture_bytes, struct ls_buf *out)
{
    static const char manifest[] =
        XML "<manifest:manifest " LS_ODF_NAME("manifest", "manifest") "/>";
    struct ls_zipped zip;
    ls_zipped_init(&zip);
    ls_zipped_add(&zip, "mimetype", true, kind, strlen(kind));
    member(&zip, "content.xml", content);
    ls_zipped_add(&zip, "META-INF/manifest.xml", false, manifest, sizeof manifest - 1);
    pictures(share, &zip, "Pictures/", picture_bytes);
    ls_zipped_end(&zip, out);
    LS_VEC_FINI(content);
}

void ls_share_odt(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, xml = {.limit = LS_SHARE_BYTES_MAX};
    const char *line;
    size_t len;
    ls_share_prose(share, brief, &text);
    must(ls_buf_str(&xml, XML ODF "<office:text>"));
    for (const char *at = text.at; ls_share_line(&at, &line, &len);) {
        must(ls_buf_str(&xml, "<text:p text:style-name=\"P7\">"));
        runs(share, &xml, "<text:span text:style-name=\"T12\">", line, len, "</text:span>");
        must(ls_buf_str(&xml, "</text:p>"));
    }
    must(ls_buf_str(&xml, "</office:text></office:body></office:document-content>"));
    opendocument(share, "application/vnd.oasis.opendocument.text", &xml, brief->pictures, out);
    LS_VEC_FINI(&text);
}

void ls_share_ods(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out)
{
    struct ls_buf text = {.limit = LS_SHARE_BYTES_MAX}, xml = {.limit = LS_SHARE_BYTES_MAX};
    const char *line, *cell;
    size_t len, n;
    ls_share_table(share, brief, &text);
    must(ls_buf_str(&xml, XML ODF "<office:spreadsheet><table:table table:name=\"Sheet1\">"));
    for (const char *at = text.at; ls_share_line(&at, &line, &len);) {
        must(ls_buf_str(&xml, "<table:table-row table:style-name=\"ro1\">"));
        for (const char *c = line; ls_share_cell(&c, line + len, &cell, &n);) {
            must(ls_buf_str(&xml, "<table:table-cell table:style-name=\"ce3\" "
                                  "office:value-type=\"string\"><text:p>"));
            escaped(&xml, cell, n);
            must(ls_buf_str(&xml, "</text:p></table:table-cell>"));
        }
        must(ls_buf_str(&xml, "</table:table-row>"));
    }
    must(ls_buf_str(&xml, "</table:table></office:spreadsheet></office:body>"
                          "</office:document-content>"));
    opendocument(share, "application/vnd.oasis.opendocument.spreadsheet", &xml, brief->pictures,
                 out);
    LS_VEC_FINI(&text);
}
