/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xml_words.h"

#include <stddef.h>
#include <string.h>

/* Ascending by strcmp(). */
static const struct ls_xml_word words[] = {
    {"a", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"a:br", LS_XML_ROLE_BREAK, LS_PART_NONE},
    {"a:p", LS_XML_ROLE_LINE, LS_PART_NONE},
    {"a:r", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"a:t", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"abbr", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"acronym", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"b", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"big", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"binData", LS_XML_ROLE_BINARY, LS_PART_NONE},
    {"binary", LS_XML_ROLE_BINARY, LS_PART_NONE},
    {"binary-data", LS_XML_ROLE_BINARY, LS_PART_NONE},
    {"binaryData", LS_XML_ROLE_BINARY, LS_PART_NONE},
    {"br", LS_XML_ROLE_BREAK, LS_PART_NONE},
    {"cite", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"code", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"em", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"emph", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"emphasis", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"font", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"hi", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"i", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"kbd", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"lb", LS_XML_ROLE_BREAK, LS_PART_NONE},
    {"link", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"literal", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"mark", LS_XML_ROLE_BLOCK, LS_PART_NONE},
    {"mc:Fallback", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"o:CustomDocumentProperties", LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {"o:DocumentProperties", LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {"q", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"rb", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"rt", LS_XML_ROLE_ASIDE, LS_PART_ANNOTATION},
    {"ruby", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"s", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"small", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"span", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"ss:Cell", LS_XML_ROLE_SHEET_CELL, LS_PART_NONE},
    {"ss:Comment", LS_XML_ROLE_FLOW, LS_PART_COMMENT},
    {"ss:Data", LS_XML_ROLE_LINE, LS_PART_NONE},
    {"ss:DocumentProperties", LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {"ss:ExcelWorkbook", LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {"ss:Row", LS_XML_ROLE_SHEET_ROW, LS_PART_NONE},
    {"ss:Worksheet", LS_XML_ROLE_SHEET, LS_PART_NONE},
    {"ss:WorksheetOptions", LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {"strike", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"strong", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"sub", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"sup", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"td", LS_XML_ROLE_CELL, LS_PART_NONE},
    {"th", LS_XML_ROLE_CELL, LS_PART_NONE},
    {"tr", LS_XML_ROLE_ROW, LS_PART_NONE},
    {"tspan", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"tt", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"u", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"w:binData", LS_XML_ROLE_BINARY, LS_PART_NONE},
    {"w:br", LS_XML_ROLE_BREAK, LS_PART_NONE},
    {"w:comment", LS_XML_ROLE_FLOW, LS_PART_COMMENT},
    {"w:cr", LS_XML_ROLE_BREAK, LS_PART_NONE},
    {"w:delInstrText", LS_XML_ROLE_ASIDE, LS_PART_FIELD},
    {"w:delText", LS_XML_ROLE_ASIDE, LS_PART_DELETION},
    {"w:endnote", LS_XML_ROLE_FLOW, LS_PART_ENDNOTE},
    {"w:fldData", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"w:footnote", LS_XML_ROLE_FLOW, LS_PART_FOOTNOTE},
    {"w:ftr", LS_XML_ROLE_FLOW, LS_PART_FOOTER},
    {"w:hdr", LS_XML_ROLE_FLOW, LS_PART_HEADER},
    {"w:instrText", LS_XML_ROLE_ASIDE, LS_PART_FIELD},
    {"w:p", LS_XML_ROLE_LINE, LS_PART_NONE},
    {"w:t", LS_XML_ROLE_INLINE, LS_PART_NONE},
    {"w:tab", LS_XML_ROLE_TAB, LS_PART_NONE},
    {"w:tc", LS_XML_ROLE_CELL, LS_PART_NONE},
    {"w:tr", LS_XML_ROLE_ROW, LS_PART_NONE},
    {"w:txbxContent", LS_XML_ROLE_FLOW, LS_PART_TEXT_BOX},
    {"w:vanish", LS_XML_ROLE_VANISH, LS_PART_NONE},
    {"wp14:pctHeight", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"wp14:pctPosHOffset", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"wp14:pctPosVOffset", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"wp14:pctWidth", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"wp:align", LS_XML_ROLE_SILENT, LS_PART_NONE},
    {"wp:posOffset", LS_XML_ROLE_SILENT, LS_PART_NONE},
};

static const struct ls_xml_word *find(struct ls_str name)
{
    size_t lo = 0, hi = sizeof words / sizeof *words;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        size_t len = strlen(words[mid].name);
        int order = memcmp(words[mid].name, name.at, len < name.len ? len : name.len);
        if (order == 0 && len == name.len)
            return &words[mid];
        if (order < 0 || (order == 0 && len < name.len))
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

const struct ls_xml_word *ls_xml_word(struct ls_str name, struct ls_str local)
{
    static const struct ls_xml_word block = {"", LS_XML_ROLE_BLOCK, LS_PART_NONE};
    static const struct ls_xml_word inline_ = {"", LS_XML_ROLE_INLINE, LS_PART_NONE};
    const struct ls_xml_word *found = find(name);
    bool word = name.len > 2 && memcmp(name.at, "w:", 2) == 0;
    if (!found && !word && local.len < name.len)
        found = find(local);
    if (!found)
        return word ? &inline_ : &block; /* Word's other elements are about how text looks */
    return found;
}
