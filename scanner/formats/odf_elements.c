/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/odf_elements.h"

#include <stddef.h>
#include <string.h>

/* Ascending by strcmp(). */
static const struct ls_odf_word words[] = {
    {"a", LS_ODF_SPAN, LS_PART_FIELD, {"href"}},
    {"annotation", LS_ODF_FLOW, LS_PART_COMMENT, {NULL}},
    {"binary-data", LS_ODF_BINARY, LS_PART_NONE, {NULL}},
    {"body", LS_ODF_BODY, LS_PART_NONE, {NULL}},
    {"bookmark", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"bookmark-start", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"caption", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"chart", LS_ODF_FLOW, LS_PART_CHART, {NULL}},
    {"circle", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"conditional-text",
     LS_ODF_OTHER,
     LS_PART_HIDDEN,
     {"string-value-if-true", "string-value-if-false"}},
    {"connector", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"content-validation", LS_ODF_OTHER, LS_PART_FORMULA, {"condition"}},
    {"control", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"covered-table-cell", LS_ODF_CELL, LS_PART_NONE, {NULL}},
    {"creator", LS_ODF_LEAF, LS_PART_NONE, {NULL}},
    {"creator-initials", LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {"custom-shape", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"database-range", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"date", LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {"date-string", LS_ODF_DATE, LS_PART_NONE, {NULL}},
    {"date-time-decl", LS_ODF_DECL, LS_PART_HEADER, {NULL}},
    {"desc", LS_ODF_ALT_TEXT, LS_PART_ALT_TEXT, {NULL}},
    {"drawing", LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {"ellipse", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"error-message", LS_ODF_FLOW, LS_PART_ANNOTATION, {"title"}},
    {"footer", LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {"footer-decl", LS_ODF_DECL, LS_PART_FOOTER, {NULL}},
    {"footer-first", LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {"footer-left", LS_ODF_FLOW, LS_PART_FOOTER, {NULL}},
    {"frame", LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {"g", LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {"h", LS_ODF_PARAGRAPH, LS_PART_NONE, {NULL}},
    {"handout-master", LS_ODF_FLOW, LS_PART_MASTER, {NULL}},
    {"header", LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {"header-decl", LS_ODF_DECL, LS_PART_HEADER, {NULL}},
    {"header-first", LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {"header-left", LS_ODF_FLOW, LS_PART_HEADER, {NULL}},
    {"help-message", LS_ODF_FLOW, LS_PART_ANNOTATION, {"title"}},
    {"hidden-text", LS_ODF_OTHER, LS_PART_HIDDEN, {"string-value"}},
    {"image", LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {"line", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"line-break", LS_ODF_LINE_BREAK, LS_PART_NONE, {NULL}},
    {"master-page", LS_ODF_FLOW, LS_PART_MASTER, {NULL}},
    {"measure", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"meta", LS_ODF_META, LS_PART_PROPERTY, {NULL}},
    {"module", LS_ODF_SCRIPT, LS_PART_SCRIPT, {NULL}},
    {"named-expression", LS_ODF_OTHER, LS_PART_NAME, {"name", "expression"}},
    {"named-range", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"note", LS_ODF_NOTE, LS_PART_NONE, {NULL}},
    {"note-body", LS_ODF_NOTE_BODY, LS_PART_NONE, {NULL}},
    {"note-citation", LS_ODF_SILENT, LS_PART_NONE, {NULL}},
    {"notes", LS_ODF_FLOW, LS_PART_NOTES, {NULL}},
    {"object", LS_ODF_FRAME, LS_PART_NONE, {NULL}},
    {"p", LS_ODF_PARAGRAPH, LS_PART_NONE, {NULL}},
    {"page", LS_ODF_PAGE, LS_PART_NAME, {NULL}},
    {"path", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"polygon", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"polyline", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"presentation", LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {"rect", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"reference-mark", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"reference-mark-start", LS_ODF_OTHER, LS_PART_NAME, {"name"}},
    {"regular-polygon", LS_ODF_SHAPE, LS_PART_NONE, {NULL}},
    {"ruby-text", LS_ODF_ASIDE, LS_PART_ANNOTATION, {NULL}},
    {"s", LS_ODF_SPACES, LS_PART_NONE, {NULL}},
    {"script", LS_ODF_SCRIPT, LS_PART_SCRIPT, {"href"}},
    {"section", LS_ODF_SECTION, LS_PART_NAME, {"name"}},
    {"settings", LS_ODF_SILENT, LS_PART_NONE, {NULL}},
    {"span", LS_ODF_SPAN, LS_PART_NONE, {NULL}},
    {"spreadsheet", LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {"tab", LS_ODF_TAB, LS_PART_NONE, {NULL}},
    {"table", LS_ODF_TABLE, LS_PART_NAME, {NULL}},
    {"table-cell", LS_ODF_CELL, LS_PART_NONE, {NULL}},
    {"table-column", LS_ODF_COLUMN, LS_PART_NONE, {NULL}},
    {"table-row", LS_ODF_ROW, LS_PART_NONE, {NULL}},
    {"template", LS_ODF_OTHER, LS_PART_PROPERTY, {"title", "href"}},
    {"text", LS_ODF_KIND, LS_PART_NONE, {NULL}},
    {"text-box", LS_ODF_TEXT_BOX, LS_PART_TEXT_BOX, {NULL}},
    {"title", LS_ODF_ALT_TEXT, LS_PART_ALT_TEXT, {NULL}},
    {"tracked-changes", LS_ODF_FLOW, LS_PART_DELETION, {NULL}},
    {"user-defined", LS_ODF_OTHER, LS_PART_PROPERTY, {"name"}},
    {"user-field-decl", LS_ODF_OTHER, LS_PART_FIELD, {"string-value"}},
    {"variable-decl", LS_ODF_OTHER, LS_PART_FIELD, {"string-value"}},
};

const struct ls_odf_word *ls_odf_word(struct ls_str local)
{
    static const struct ls_odf_word other = {"", LS_ODF_OTHER, LS_PART_NONE, {NULL}};
    size_t lo = 0, hi = sizeof words / sizeof *words;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        size_t len = strlen(words[mid].local);
        int order = memcmp(words[mid].local, local.at, len < local.len ? len : local.len);
        if (order == 0 && len == local.len)
            return &words[mid];
        if (order < 0 || (order == 0 && len < local.len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return &other;
}
