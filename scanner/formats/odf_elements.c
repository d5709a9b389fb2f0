/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/odf_elements.h"

#include "formats/word_table.h"

#include <stddef.h>
#include <string.h>

#define WORD(s)                                                                                    \
    {                                                                                              \
        s, sizeof(s) - 1                                                                           \
    }

/* By length, and ascending by strcmp() among those that are as long. */
static const struct ls_odf_word words[] = {
    {WORD("a"), LS_ODF_SPAN, LS_PART_FIELD, {"href"}},
    {WORD("g"), LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {WORD("h"), LS_ODF_PARAGRAPH, LS_PART_NONE, {NULL}},
    {WORD("p"), LS_ODF_PARAGRAPH, LS_PART_NONE, {NULL}},
    {WORD("s"), LS_ODF_SPACES, LS_PART_NONE, {NULL}},
    {WORD("tab"), LS_ODF_TAB, LS_PART_NONE, {NULL}},
    {WORD("body"), LS_ODF_BODY, LS_PART_NONE, {NULL}},
    {WORD("date"), LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {WORD("desc"), LS_ODF_ALT_TEXT, LS_PART_ALT_TEXT, {NULL}},
    {WORD("line"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("meta"), LS_ODF_META, LS_PART_PROPERTY, {NULL}},
    {WORD("note"), LS_ODF_NOTE, LS_PART_NONE, {NULL}},
    {WORD("page"), LS_ODF_PAGE, LS_PART_NAME, {NULL}},
    {WORD("path"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("rect"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("span"), LS_ODF_SPAN, LS_PART_NONE, {NULL}},
    {WORD("text"), LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {WORD("chart"), LS_ODF_FLOW, LS_PART_CHART, {NULL}},
    {WORD("frame"), LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {WORD("image"), LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {WORD("notes"), LS_ODF_FLOW, LS_PART_NOTES, {NULL}},
    {WORD("table"), LS_ODF_TABLE, LS_PART_NAME, {NULL}},
    {WORD("title"), LS_ODF_ALT_TEXT, LS_PART_ALT_TEXT, {NULL}},
    {WORD("circle"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("footer"), LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {WORD("header"), LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {WORD("module"), LS_ODF_SCRIPT, LS_PART_SCRIPT, {NULL}},
    {WORD("object"), LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {WORD("script"), LS_ODF_SCRIPT, LS_PART_SCRIPT, {"href"}},
    {WORD("caption"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("control"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("creator"), LS_ODF_LEAF, LS_PART_NONE, {NULL}},
    {WORD("drawing"), LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {WORD("ellipse"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("measure"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("polygon"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("section"), LS_ODF_SECTION, LS_PART_NAME, {"name"}},
    {WORD("bookmark"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {WORD("polyline"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("settings"), LS_ODF_SILENT, LS_PART_NONE, {NULL}},
    {WORD("template"), LS_ODF_OTHER, LS_PART_PROPERTY, {"title", "href"}},
    {WORD("text-box"), LS_ODF_TEXT_BOX, LS_PART_TEXT_BOX, {NULL}},
    {WORD("connector"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("note-body"), LS_ODF_NOTE_BODY, LS_PART_NONE, {NULL}},
    {WORD("ruby-text"), LS_ODF_ASIDE, LS_PART_ANNOTATION, {NULL}},
    {WORD("table-row"), LS_ODF_ROW, LS_PART_NONE, {NULL}},
    {WORD("annotation"), LS_ODF_FLOW, LS_PART_COMMENT, {NULL}},
    {WORD("line-break"), LS_ODF_LINE_BREAK, LS_PART_NONE, {NULL}},
    {WORD("table-cell"), LS_ODF_CELL, LS_PART_NONE, {NULL}},
    {WORD("binary-data"), LS_ODF_BINARY, LS_PART_NONE, {NULL}},
    {WORD("date-string"), LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {WORD("footer-decl"), LS_ODF_DECL, LS_PART_FOOTER, {NULL}},
    {WORD("footer-left"), LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {WORD("header-decl"), LS_ODF_DECL, LS_PART_HEADER, {NULL}},
    {WORD("header-left"), LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {WORD("hidden-text"), LS_ODF_OTHER, LS_PART_HIDDEN, {"string-value"}},
    {WORD("master-page"), LS_ODF_FLOW, LS_PART_MASTER, {NULL}},
    {WORD("named-range"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {WORD("spreadsheet"), LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {WORD("custom-shape"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("footer-first"), LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {WORD("header-first"), LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {WORD("help-message"), LS_ODF_FLOW, LS_PART_ANNOTATION, {"title"}},
    {WORD("presentation"), LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {WORD("table-column"), LS_ODF_COLUMN, LS_PART_NONE, {NULL}},
    {WORD("user-defined"), LS_ODF_OTHER, LS_PART_PROPERTY, {"name"}},
    {WORD("error-message"), LS_ODF_FLOW, LS_PART_ANNOTATION, {"title"}},
    {WORD("note-citation"), LS_ODF_SILENT, LS_PART_NONE, {NULL}},
    {WORD("variable-decl"), LS_ODF_OTHER, LS_PART_FIELD, {"string-value"}},
    {WORD("bookmark-start"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {WORD("database-range"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {WORD("date-time-decl"), LS_ODF_DECL, LS_PART_HEADER, {NULL}},
    {WORD("handout-master"), LS_ODF_FLOW, LS_PART_MASTER, {NULL}},
    {WORD("reference-mark"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {WORD("regular-polygon"), LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {WORD("tracked-changes"), LS_ODF_FLOW, LS_PART_DELETION, {NULL}},
    {WORD("user-field-decl"), LS_ODF_OTHER, LS_PART_FIELD, {"string-value"}},
    {WORD("conditional-text"),
     LS_ODF_OTHER,
     LS_PART_HIDDEN,
     {"string-value-if-true", "string-value-if-false"}},
    {WORD("creator-initials"), LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {WORD("named-expression"), LS_ODF_OTHER, LS_PART_NAME, {"name", "expression"}},
    {WORD("content-validation"), LS_ODF_OTHER, LS_PART_FORMULA, {"condition"}},
    {WORD("covered-table-cell"), LS_ODF_CELL, LS_PART_NONE, {NULL}},
    {WORD("reference-mark-start"), LS_ODF_OTHER, LS_PART_NAME, {"name"}},
};

const struct ls_odf_word *ls_odf_word(struct ls_str local)
{
    static const struct ls_odf_word other = {WORD(""), LS_ODF_OTHER, LS_PART_NONE, {NULL}};
    const struct ls_odf_word *found =
        ls_word_find(words, sizeof words / sizeof *words, sizeof *words, local);
    return found ? found : &other;
}
