/* SPDX-License-Identifier: Apache-2.0 */
/* OpenDocument texts, spreadsheets and presentations (ODF 1.3). */
#include "generate/cells_package.h"

#define M LS_CELL_MARK
#define XML LS_XML "\n"
#define NS_TEXT LS_ODF_TEXT " "
#define NS_DRAW LS_ODF_NAME("draw", "drawing") " " LS_ODF_NAME("presentation", "presentation") " "
#define NS                                                                                         \
    NS_TEXT NS_DRAW LS_ODF_NAME("style", "style") " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
#define KIND(what)                                                                                 \
    {                                                                                              \
        "mimetype", NULL, "application/vnd.oasis.opendocument." what                               \
    }
#define CONTENT(body)                                                                              \
    {                                                                                              \
        "content.xml", NULL,                                                                       \
            XML "<office:document-content " NS "><office:body>" body                               \
                "</office:body></office:document-content>"                                         \
    }
#define STYLES(inside)                                                                             \
    {                                                                                              \
        "styles.xml", NULL,                                                                        \
            XML "<office:document-styles " NS "><office:master-styles>" inside                     \
                "</office:master-styles></office:document-styles>"                                 \
    }
#define META(title)                                                                                \
    {                                                                                              \
        "meta.xml", NULL,                                                                          \
            XML "<office:document-meta " NS "><office:meta><dc:title>" title                       \
                "</dc:title></office:meta></office:document-meta>"                                 \
    }
#define P(text) "<text:p>" text "</text:p>"
#define TEXT(inside) CONTENT("<office:text>" inside P("x") "</office:text>")
#define MASTER_PAGE(inside)                                                                        \
    "<style:master-page style:name=\"Standard\">" inside "</style:master-page>"
#define TABLE(name, attrs, inside)                                                                 \
    "<table:table table:name=\"" name "\"" attrs ">" inside "</table:table>"
#define ROW(cell)                                                                                  \
    "<table:table-row><table:table-cell>" P("1") "</table:table-cell></table:table-row>"           \
                                                 "<table:table-row><table:table-cell>" P(          \
                                                     "2") "</table:table-cell>" cell               \
                                                          "</table:table-row>"
#define MARKED_CELL "<table:table-cell>" P("%s") "</table:table-cell>"
#define SHEETS(inside) CONTENT("<office:spreadsheet>" inside "</office:spreadsheet>")
#define SLIDES(inside)                                                                             \
    CONTENT("<office:presentation><draw:page draw:name=\"page1\"/><draw:page "                     \
            "draw:name=\"page2\">" inside "</draw:page></office:presentation>")
#define FRAME(text) "<draw:frame><draw:text-box>" P(text) "</draw:text-box></draw:frame>"

enum { BODY, HEADER, FOOTER, PROPERTY, SHEET, HIDDEN_SHEET, SLIDE, NOTES, MASTER };

static const struct ls_package_part *const packages[] = {
    [BODY] = (const struct ls_package_part[]){KIND("text"), TEXT("%s"), STYLES(""), META("x"),
                                              LS_PACKAGE_END},
    [HEADER] =
        (const struct ls_package_part[]){
            KIND("text"), TEXT(""), STYLES(MASTER_PAGE("<style:header>" P("%s") "</style:header>")),
            META("x"), LS_PACKAGE_END},
    [FOOTER] =
        (const struct ls_package_part[]){
            KIND("text"), TEXT(""), STYLES(MASTER_PAGE("<style:footer>" P("%s") "</style:footer>")),
            META("x"), LS_PACKAGE_END},
    [PROPERTY] = (const struct ls_package_part[]){KIND("text"), TEXT(""), STYLES(""), META("%s"),
                                                  LS_PACKAGE_END},
    [SHEET] = (const struct ls_package_part[]){KIND("spreadsheet"),
                                               SHEETS(TABLE("Plan", "", ROW(MARKED_CELL))),
                                               LS_PACKAGE_END},
    [HIDDEN_SHEET] =
        (const struct ls_package_part[]){
            KIND("spreadsheet"),
            {"content.xml", NULL,
             XML "<office:document-content " NS "><office:automatic-styles><style:style "
                 "style:name=\"ta1\" style:family=\"table\"><style:table-properties "
                 "table:display=\"false\"/></style:style></office:automatic-styles><office:body>"
                 "<office:spreadsheet>" TABLE("Plan", "", "")
                     TABLE("Back", " table:style-name=\"ta1\"",
                           ROW(MARKED_CELL)) "</office:spreadsheet></office:body></"
                                             "office:document-content>"},
            LS_PACKAGE_END},
    [SLIDE] =
        (const struct ls_package_part[]){KIND("presentation"), SLIDES(FRAME("%s")), LS_PACKAGE_END},
    [NOTES] = (const struct ls_package_part[]){KIND("presentation"),
                                               SLIDES(FRAME("x") "<presentation:notes>" FRAME(
                                                   "%s") "</presentation:notes>"),
                                               LS_PACKAGE_END},
    [MASTER] = (const struct ls_package_part[]){KIND("presentation"), SLIDES(FRAME("x")),
                                                STYLES(MASTER_PAGE(FRAME("%s"))), LS_PACKAGE_END},
};

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_package_make(out, packages[cell->option], cell->text, false);
}

#define SPANS                                                                                      \
    P("\xe6\x9c\xba<text:span>\xe5\xaf\x86</text:span>\xe2\x98\x85"                                \
      "10\xe5\xb9\xb4")
#define BOX                                                                                        \
    "<text:p>abc<draw:frame><draw:text-box>" P(M) "</draw:text-box></draw:frame>def</text:p>"
#define NOTE                                                                                       \
    "<text:p>abc<text:note text:note-class=\"footnote\"><text:note-citation>1"                     \
    "</text:note-citation><text:note-body>" P(M) "</text:note-body></text:note>def</text:p>"
#define ANNOTATION "<text:p>abc<office:annotation>" P(M) "</office:annotation>def</text:p>"
#define DELETED                                                                                    \
    "<text:tracked-changes><text:changed-region text:id=\"c1\"><text:deletion>" P(                 \
        M) "</text:deletion></text:changed-region></text:tracked-changes>"                         \
           "<text:p>abc<text:change text:change-id=\"c1\"/></text:p>"
#define HIDDEN                                                                                     \
    "<text:p>abc<text:hidden-text text:condition=\"true\" text:string-value=\"" M                  \
    "\" text:is-hidden=\"true\"/></text:p>"

#define CELL(format_, where_, part_, name_, option_, text_)                                        \
    {                                                                                              \
        .format = format_, .where = where_, .kind = format_, .name = name_, .part = part_,         \
        .make = make, .text = text_, .option = option_                                             \
    }
#define IN_SHEET(where_, part_, sheet_, option_)                                                   \
    {                                                                                              \
        .format = "ods", .where = where_, .kind = "ods", .name = "content.xml", .part = part_,     \
        .sheet = sheet_, .row = 2, .column = 2, .make = make, .text = M, .option = option_         \
    }
#define ON_SLIDE(where_, part_, name_, slide_, option_)                                            \
    {                                                                                              \
        .format = "odp", .where = where_, .kind = "odp", .name = name_, .part = part_,             \
        .slide = slide_, .make = make, .text = M, .option = option_                                \
    }

const struct ls_cell ls_cells_opendocument[] = {
    CELL("odt", "body", LS_PART_BODY, "content.xml", BODY, P(M)),
    CELL("odt", "body, cut into spans", LS_PART_BODY, "content.xml", BODY, SPANS),
    CELL("odt", "header", LS_PART_HEADER, "styles.xml", HEADER, M),
    CELL("odt", "footer", LS_PART_FOOTER, "styles.xml", FOOTER, M),
    CELL("odt", "text box", LS_PART_TEXT_BOX, "content.xml", BODY, BOX),
    CELL("odt", "footnote", LS_PART_FOOTNOTE, "content.xml", BODY, NOTE),
    CELL("odt", "comment", LS_PART_COMMENT, "content.xml", BODY, ANNOTATION),
    CELL("odt", "tracked deletion", LS_PART_DELETION, "content.xml", BODY, DELETED),
    CELL("odt", "hidden text", LS_PART_HIDDEN, "content.xml", BODY, HIDDEN),
    CELL("odt", "property", LS_PART_PROPERTY, "meta.xml", PROPERTY, M),
    IN_SHEET("cell", LS_PART_BODY, "Plan", SHEET),
    IN_SHEET("hidden sheet", LS_PART_HIDDEN, "Back", HIDDEN_SHEET),
    ON_SLIDE("slide", LS_PART_BODY, "content.xml", 2, SLIDE),
    ON_SLIDE("notes", LS_PART_NOTES, "content.xml", 2, NOTES),
    ON_SLIDE("master", LS_PART_MASTER, "styles.xml", 0, MASTER),
};
const size_t ls_cells_opendocument_n = sizeof ls_cells_opendocument / sizeof *ls_cells_opendocument;
