/* SPDX-License-Identifier: Apache-2.0 */
/* Word documents (ECMA-376 part 1, WordprocessingML). */
#include "generate/cells_package.h"

#define M LS_CELL_MARK
#define XML LS_XML_ALONE
#define W LS_OOXML_WORD
#define DRAWING                                                                                    \
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/"                                \
    "wordprocessingDrawing\" " LS_OOXML_A " "                                                      \
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "                    \
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" "             \
    "xmlns:v=\"urn:schemas-microsoft-com:vml\""
#define CT LS_OOXML_CT "wordprocessingml."
#define P(run) "<w:p><w:r><w:t>" run "</w:t></w:r></w:p>"
#define NOTICE P("\xe4\xbc\x9a\xe8\xae\xae\xe9\x80\x9a\xe7\x9f\xa5")
#define DOCUMENT(inside, section)                                                                  \
    XML "<w:document " W DRAWING "><w:body>" inside NOTICE "<w:sectPr>" section                    \
        "</w:sectPr></w:body></w:document>"
#define DOCUMENT_PART(content)                                                                     \
    {                                                                                              \
        "word/document.xml", CT "document.main+xml", content                                       \
    }
#define DOCUMENT_RELS(relation)                                                                    \
    {                                                                                              \
        "word/_rels/document.xml.rels", NULL, LS_RELS(relation)                                    \
    }

enum { BODY, HEADER, FOOTER, FOOTNOTE, COMMENT, PROPERTY };

static const struct ls_package_part *const packages[] = {
    [BODY] = (const struct ls_package_part[]){LS_PACKAGE_ROOT("word/document.xml"),
                                              DOCUMENT_PART(DOCUMENT("%s", "")), LS_PACKAGE_END},
    [HEADER] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("word/document.xml"),
            DOCUMENT_PART(DOCUMENT("", "<w:headerReference w:type=\"default\" r:id=\"rId1\"/>")),
            DOCUMENT_RELS(LS_RELATION("rId1", "header", "header1.xml")),
            {"word/header1.xml", CT "header+xml", XML "<w:hdr " W DRAWING ">%s</w:hdr>"},
            LS_PACKAGE_END},
    [FOOTER] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("word/document.xml"),
            DOCUMENT_PART(DOCUMENT("", "<w:footerReference w:type=\"default\" r:id=\"rId1\"/>")),
            DOCUMENT_RELS(LS_RELATION("rId1", "footer", "footer1.xml")),
            {"word/footer1.xml", CT "footer+xml", XML "<w:ftr " W ">%s</w:ftr>"},
            LS_PACKAGE_END},
    [FOOTNOTE] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("word/document.xml"),
            DOCUMENT_PART(DOCUMENT("<w:p><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>", "")),
            DOCUMENT_RELS(LS_RELATION("rId1", "footnotes", "footnotes.xml")),
            {"word/footnotes.xml", CT "footnotes+xml",
             XML "<w:footnotes " W "><w:footnote w:id=\"2\">%s</w:footnote></w:footnotes>"},
            LS_PACKAGE_END},
    [COMMENT] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("word/document.xml"),
            DOCUMENT_PART(DOCUMENT("<w:p><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>", "")),
            DOCUMENT_RELS(LS_RELATION("rId1", "comments", "comments.xml")),
            {"word/comments.xml", CT "comments+xml",
             XML "<w:comments " W "><w:comment w:id=\"0\" w:author=\"x\">%s</w:comment>"
                 "</w:comments>"},
            LS_PACKAGE_END},
    [PROPERTY] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("word/document.xml"),
            DOCUMENT_PART(DOCUMENT("", "")),
            {"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml",
             XML "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/"
                 "metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                 "<dc:title>%s</dc:title><dc:creator>x</dc:creator></cp:coreProperties>"},
            LS_PACKAGE_END},
};

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_package_make(out, packages[cell->option], cell->text, true);
}

/* One word in the runs that an editor leaves. */
#define RUNS                                                                                       \
    "<w:p><w:r><w:t>\xe6\x9c\xba</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>\xe5\xaf\x86"           \
    "\xe2\x98\x85</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>10</w:t></w:r><w:r>"     \
    "<w:t>\xe5\xb9\xb4</w:t></w:r></w:p>"
/* A letter in a ring is a field. */
#define RING                                                                                       \
    "<w:p><w:r><w:t>\xe6\x9c\xba</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"       \
    "<w:r><w:instrText>eq \\o\\ac(\xe2\x97\x8b,\xe5\xaf\x86)</w:instrText></w:r>"                  \
    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:r><w:t>\xe2\x98\x85\x31\x30\xe5\xb9\xb4"      \
    "</w:t></w:r></w:p>"
#define TABLE "<w:tbl><w:tr><w:tc>" P("x") "</w:tc><w:tc>" P(M) "</w:tc></w:tr></w:tbl>"
/* The same box twice, for readers old and new, in the middle of a paragraph. */
#define TEXT_BOX                                                                                   \
    "<w:p><w:r><w:t>abc</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">"         \
    "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>" P(        \
        M) "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor>"         \
           "</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>" P(   \
               M) "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"                  \
                  "</mc:AlternateContent></w:r><w:r><w:t>def</w:t></w:r></w:p>"
#define DELETED                                                                                    \
    "<w:p><w:del w:id=\"1\" w:author=\"x\"><w:r><w:delText>" M "</w:delText></w:r></w:del>"        \
    "<w:r><w:t>abc</w:t></w:r></w:p>"
#define HIDDEN "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>" M "</w:t></w:r></w:p>"
#define WATERMARK                                                                                  \
    "<w:p><w:r><w:pict><v:shape type=\"#_x0000_t136\"><v:textpath string=\"" M "\"/></v:shape>"    \
    "</w:pict></w:r></w:p>"

#define CELL(where_, part_, name_, option_, text_)                                                 \
    {                                                                                              \
        .format = "docx", .where = where_, .kind = "docx", .name = name_, .part = part_,           \
        .make = make, .text = text_, .option = option_                                             \
    }

const struct ls_cell ls_cells_word[] = {
    CELL("body", LS_PART_BODY, "word/document.xml", BODY, P(M)),
    CELL("body, cut into runs", LS_PART_BODY, "word/document.xml", BODY, RUNS),
    CELL("body, a letter in a ring", LS_PART_BODY, "word/document.xml", BODY, RING),
    CELL("table", LS_PART_BODY, "word/document.xml", BODY, TABLE),
    CELL("header", LS_PART_HEADER, "word/header1.xml", HEADER, P(M)),
    CELL("footer", LS_PART_FOOTER, "word/footer1.xml", FOOTER, P(M)),
    CELL("text box", LS_PART_TEXT_BOX, "word/document.xml", BODY, TEXT_BOX),
    CELL("footnote", LS_PART_FOOTNOTE, "word/footnotes.xml", FOOTNOTE, P(M)),
    CELL("comment", LS_PART_COMMENT, "word/comments.xml", COMMENT, P(M)),
    CELL("tracked deletion", LS_PART_DELETION, "word/document.xml", BODY, DELETED),
    CELL("hidden text", LS_PART_HIDDEN, "word/document.xml", BODY, HIDDEN),
    CELL("watermark", LS_PART_WATERMARK, "word/header1.xml", HEADER, WATERMARK),
    CELL("property", LS_PART_PROPERTY, "docProps/core.xml", PROPERTY, M),
};
const size_t ls_cells_word_n = sizeof ls_cells_word / sizeof *ls_cells_word;
