/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements of XML vocabularies without a format of their own, for format_xml.c: Word and Excel of
 * 2003 (WordprocessingML and SpreadsheetML as single files), packages in one file (ECMA-376 Part 2,
 * annex on flat OPC as writers have it), DrawingML and VML, and what names for inline markup have
 * in common.
 */
#ifndef LS_FORMATS_XML_WORDS_H
#define LS_FORMATS_XML_WORDS_H

#include "base/place.h"

#include <stddef.h>

enum ls_xml_role {
    LS_XML_ROLE_BLOCK,  /* a line by itself, unless text stands beside it */
    LS_XML_ROLE_INLINE, /* never ends a line */
    LS_XML_ROLE_LINE,   /* its end always ends one … */
    LS_XML_ROLE_CELL,   /* … or a cell */
    LS_XML_ROLE_ROW,
    LS_XML_ROLE_BREAK, /* an end of line by itself */
    LS_XML_ROLE_TAB,
    LS_XML_ROLE_FLOW,   /* lines of another part */
    LS_XML_ROLE_ASIDE,  /* text of another part inside a line */
    LS_XML_ROLE_VANISH, /* hides the run that it stands in */
    LS_XML_ROLE_BINARY, /* base64 */
    LS_XML_ROLE_SILENT, /* numbers for programs, or the same once more for older ones */
    LS_XML_ROLE_SHEET,
    LS_XML_ROLE_SHEET_ROW,
    LS_XML_ROLE_SHEET_CELL,
};

struct ls_xml_word {
    struct ls_str name; /* with the usual prefix; after it, without one, any prefix */
    enum ls_xml_role role;
    enum ls_part part;
};

/* What an element is, by its qualified name; never NULL. */
const struct ls_xml_word *ls_xml_word(struct ls_str name, struct ls_str local);

#endif
