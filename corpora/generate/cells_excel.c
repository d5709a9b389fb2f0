/* SPDX-License-Identifier: Apache-2.0 */
/* Excel workbooks (ECMA-376 part 1, SpreadsheetML). */
#include "generate/cells_package.h"

#define M LS_CELL_MARK
#define XML LS_XML_ALONE
#define S LS_OOXML_EXCEL
#define CT LS_OOXML_CT "spreadsheetml."
#define WORKBOOK                                                                                   \
    {                                                                                              \
        "xl/workbook.xml", CT "sheet.main+xml",                                                    \
            XML "<workbook " S "><sheets><sheet name=\"Plan\" sheetId=\"1\" r:id=\"rId1\"/>"       \
                "<sheet name=\"Back\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/></sheets>"     \
                "</workbook>"                                                                      \
    }
#define WORKBOOK_RELS                                                                              \
    {                                                                                              \
        "xl/_rels/workbook.xml.rels", NULL,                                                        \
            LS_RELS(LS_RELATION("rId1", "worksheet", "worksheets/sheet1.xml")                      \
                        LS_RELATION("rId2", "worksheet", "worksheets/sheet2.xml")                  \
                            LS_RELATION("rId3", "sharedStrings", "sharedStrings.xml"))             \
    }
#define SHEET(n, data, after)                                                                      \
    {                                                                                              \
        "xl/worksheets/sheet" n ".xml", CT "worksheet+xml",                                        \
            XML "<worksheet " S "><sheetData>" data "</sheetData>" after "</worksheet>"            \
    }
#define ROW(cell) "<row r=\"2\"><c r=\"A2\"><v>1</v></c>" cell "</row>"
#define SHARED ROW("<c r=\"B2\" t=\"s\"><v>1</v></c>")
#define STRINGS(text)                                                                              \
    {                                                                                              \
        "xl/sharedStrings.xml", CT "sharedStrings+xml",                                            \
            XML "<sst " S "><si><t>x</t></si><si>" text "</si></sst>"                              \
    }

enum { SHARED_CELL, INLINE_CELL, HIDDEN_SHEET, COMMENT, HEADER };

static const struct ls_package_part *const packages[] = {
    [SHARED_CELL] =
        (const struct ls_package_part[]){LS_PACKAGE_ROOT("xl/workbook.xml"), WORKBOOK,
                                         WORKBOOK_RELS, SHEET("1", SHARED, ""), SHEET("2", "", ""),
                                         STRINGS("%s"), LS_PACKAGE_END},
    [INLINE_CELL] =
        (const struct ls_package_part[]){LS_PACKAGE_ROOT("xl/workbook.xml"), WORKBOOK,
                                         WORKBOOK_RELS, SHEET("1", ROW("%s"), ""),
                                         SHEET("2", "", ""), STRINGS("<t>y</t>"), LS_PACKAGE_END},
    [HIDDEN_SHEET] =
        (const struct ls_package_part[]){LS_PACKAGE_ROOT("xl/workbook.xml"), WORKBOOK,
                                         WORKBOOK_RELS, SHEET("1", "", ""), SHEET("2", SHARED, ""),
                                         STRINGS("%s"), LS_PACKAGE_END},
    [COMMENT] =
        (const struct ls_package_part[]){
            LS_PACKAGE_ROOT("xl/workbook.xml"),
            WORKBOOK,
            WORKBOOK_RELS,
            SHEET("1", "", ""),
            SHEET("2", "", ""),
            STRINGS("<t>y</t>"),
            {"xl/worksheets/_rels/sheet1.xml.rels", NULL,
             LS_RELS(LS_RELATION("rId1", "comments", "../comments1.xml"))},
            {"xl/comments1.xml", CT "comments+xml",
             XML "<comments " S "><authors><author>x</author></authors><commentList>"
                 "<comment ref=\"B2\" authorId=\"0\"><text>%s</text></comment></commentList>"
                 "</comments>"},
            LS_PACKAGE_END},
    [HEADER] =
        (const struct ls_package_part[]){LS_PACKAGE_ROOT("xl/workbook.xml"), WORKBOOK,
                                         WORKBOOK_RELS,
                                         SHEET("1", "",
                                               "<headerFooter><oddHeader>&amp;C%s"
                                               "</oddHeader></headerFooter>"),
                                         SHEET("2", "", ""), STRINGS("<t>y</t>"), LS_PACKAGE_END},
};

static void make(const struct ls_cell *cell, struct ls_buf *out)
{
    ls_package_make(out, packages[cell->option], cell->text, true);
}

#define RICH                                                                                       \
    "<r><t>\xe6\x9c\xba</t></r><r><rPr><b/></rPr><t>\xe5\xaf\x86\xe2\x98\x85</t></r><r><t>10"      \
    "\xe5\xb9\xb4</t></r>"
#define CELL(where_, part_, name_, sheet_, row_, column_, option_, text_)                          \
    {                                                                                              \
        .format = "xlsx", .where = where_, .kind = "xlsx", .name = name_, .part = part_,           \
        .sheet = sheet_, .row = row_, .column = column_, .make = make, .text = text_,              \
        .option = option_                                                                          \
    }

const struct ls_cell ls_cells_excel[] = {
    CELL("cell", LS_PART_BODY, "xl/worksheets/sheet1.xml", "Plan", 2, 2, SHARED_CELL,
         "<t>" M "</t>"),
    CELL("cell, rich text", LS_PART_BODY, "xl/worksheets/sheet1.xml", "Plan", 2, 2, SHARED_CELL,
         RICH),
    CELL("cell, inline", LS_PART_BODY, "xl/worksheets/sheet1.xml", "Plan", 2, 2, INLINE_CELL,
         "<c r=\"B2\" t=\"inlineStr\"><is><t>" M "</t></is></c>"),
    CELL("cell, of a formula", LS_PART_BODY, "xl/worksheets/sheet1.xml", "Plan", 2, 2, INLINE_CELL,
         "<c r=\"B2\" t=\"str\"><f>A1</f><v>" M "</v></c>"),
    CELL("hidden sheet", LS_PART_HIDDEN, "xl/worksheets/sheet2.xml", "Back", 2, 2, HIDDEN_SHEET,
         "<t>" M "</t>"),
    CELL("comment", LS_PART_COMMENT, "xl/comments1.xml", "Plan", 2, 2, COMMENT,
         "<r><t>" M "</t></r>"),
    CELL("header", LS_PART_HEADER, "xl/worksheets/sheet1.xml", "Plan", 0, 0, HEADER, M),
};
const size_t ls_cells_excel_n = sizeof ls_cells_excel / sizeof *ls_cells_excel;
