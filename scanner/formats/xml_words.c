/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xml_words.h"

#include "formats/word_table.h"

#include <stddef.h>
#include <string.h>

#define WORD(s)                                                                                    \
    {                                                                                              \
        s, sizeof(s) - 1                                                                           \
    }

/* By length, and ascending by strcmp() among those that are as long. */
static const struct ls_xml_word words[] = {
    {WORD("a"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("b"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("i"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("q"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("s"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("u"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("br"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("em"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("hi"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("lb"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("rb"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("rt"), LS_XML_ROLE_ASIDE, LS_PART_ANNOTATION},
    {WORD("td"), LS_XML_ROLE_CELL, LS_PART_NONE},
    {WORD("th"), LS_XML_ROLE_CELL, LS_PART_NONE},
    {WORD("tr"), LS_XML_ROLE_ROW, LS_PART_NONE},
    {WORD("tt"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("a:p"), LS_XML_ROLE_LINE, LS_PART_NONE},
    {WORD("a:r"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("a:t"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("big"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("kbd"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("sub"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("sup"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("w:p"), LS_XML_ROLE_LINE, LS_PART_NONE},
    {WORD("w:t"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("句"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("a:br"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("abbr"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("cite"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("code"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("emph"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("font"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("link"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("mark"), LS_XML_ROLE_BLOCK, LS_PART_NONE},
    {WORD("ruby"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("span"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("w:br"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("w:cr"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("w:tc"), LS_XML_ROLE_CELL, LS_PART_NONE},
    {WORD("w:tr"), LS_XML_ROLE_ROW, LS_PART_NONE},
    {WORD("small"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("tspan"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("w:ftr"), LS_XML_ROLE_FLOW, LS_PART_FOOTER},
    {WORD("w:hdr"), LS_XML_ROLE_FLOW, LS_PART_HEADER},
    {WORD("w:tab"), LS_XML_ROLE_TAB, LS_PART_NONE},
    {WORD("binary"), LS_XML_ROLE_BINARY, LS_PART_NONE},
    {WORD("ss:Row"), LS_XML_ROLE_SHEET_ROW, LS_PART_NONE},
    {WORD("strike"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("strong"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("段落"), LS_XML_ROLE_LINE, LS_PART_NONE},
    {WORD("acronym"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("binData"), LS_XML_ROLE_BINARY, LS_PART_NONE},
    {WORD("literal"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("ss:Cell"), LS_XML_ROLE_SHEET_CELL, LS_PART_NONE},
    {WORD("ss:Data"), LS_XML_ROLE_LINE, LS_PART_NONE},
    {WORD("emphasis"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("w:vanish"), LS_XML_ROLE_VANISH, LS_PART_NONE},
    {WORD("wp:align"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("句_419D"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("w:binData"), LS_XML_ROLE_BINARY, LS_PART_NONE},
    {WORD("w:comment"), LS_XML_ROLE_FLOW, LS_PART_COMMENT},
    {WORD("w:delText"), LS_XML_ROLE_ASIDE, LS_PART_DELETION},
    {WORD("w:endnote"), LS_XML_ROLE_FLOW, LS_PART_ENDNOTE},
    {WORD("w:fldData"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("换行符"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("文本串"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("binaryData"), LS_XML_ROLE_BINARY, LS_PART_NONE},
    {WORD("ss:Comment"), LS_XML_ROLE_FLOW, LS_PART_COMMENT},
    {WORD("w:footnote"), LS_XML_ROLE_FLOW, LS_PART_FOOTNOTE},
    {WORD("binary-data"), LS_XML_ROLE_BINARY, LS_PART_NONE},
    {WORD("mc:Fallback"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("w:instrText"), LS_XML_ROLE_ASIDE, LS_PART_FIELD},
    {WORD("段落_416B"), LS_XML_ROLE_LINE, LS_PART_NONE},
    {WORD("ss:Worksheet"), LS_XML_ROLE_SHEET, LS_PART_NONE},
    {WORD("wp:posOffset"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("w:txbxContent"), LS_XML_ROLE_FLOW, LS_PART_TEXT_BOX},
    {WORD("wp14:pctWidth"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("w:delInstrText"), LS_XML_ROLE_ASIDE, LS_PART_FIELD},
    {WORD("wp14:pctHeight"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("换行符_415F"), LS_XML_ROLE_BREAK, LS_PART_NONE},
    {WORD("文本串_415B"), LS_XML_ROLE_INLINE, LS_PART_NONE},
    {WORD("ss:ExcelWorkbook"), LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {WORD("wp14:pctPosHOffset"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("wp14:pctPosVOffset"), LS_XML_ROLE_SILENT, LS_PART_NONE},
    {WORD("ss:WorksheetOptions"), LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {WORD("o:DocumentProperties"), LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {WORD("ss:DocumentProperties"), LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
    {WORD("o:CustomDocumentProperties"), LS_XML_ROLE_FLOW, LS_PART_PROPERTY},
};

static const struct ls_xml_word *find(struct ls_str name)
{
    return ls_word_find(words, sizeof words / sizeof *words, sizeof *words, name);
}

const struct ls_xml_word *ls_xml_word(struct ls_str name, struct ls_str local)
{
    static const struct ls_xml_word block = {WORD(""), LS_XML_ROLE_BLOCK, LS_PART_NONE};
    static const struct ls_xml_word inline_ = {WORD(""), LS_XML_ROLE_INLINE, LS_PART_NONE};
    const struct ls_xml_word *found = find(name);
    bool word = name.len > 2 && memcmp(name.at, "w:", 2) == 0;
    if (!found && !word && local.len < name.len)
        found = find(local);
    if (!found)
        return word ? &inline_ : &block; /* Word's other elements are about how text looks */
    return found;
}
