/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The elements of OpenDocument (ODF 1.3 part 3) that matter to whoever reads its text.
 */
#ifndef LS_FORMATS_ODF_ELEMENTS_H
#define LS_FORMATS_ODF_ELEMENTS_H

#include "base/place.h"

#include <stddef.h>
#include <stdint.h>

enum ls_odf_element {
    LS_ODF_OTHER,
    LS_ODF_PARAGRAPH,
    LS_ODF_SPAN,
    LS_ODF_SPACES,
    LS_ODF_TAB,
    LS_ODF_LINE_BREAK,
    LS_ODF_NOTE,      /* its class says of which kind */
    LS_ODF_NOTE_BODY, /* a flow */
    LS_ODF_SILENT,    /* nothing in it is for people */
    LS_ODF_FLOW,      /* paragraphs of another part */
    LS_ODF_DECL,      /* … with text at once, without paragraphs */
    LS_ODF_ALT_TEXT,  /* the same, but "title" is also a field and a property */
    LS_ODF_ASIDE,     /* text of another part inside a paragraph */
    LS_ODF_LEAF,      /* a line of its own, where it is no field */
    LS_ODF_DATE,      /* silent where it is no field and no property */
    LS_ODF_FRAME,     /* blanks in it do not count */
    LS_ODF_SHAPE,     /* … and may have text */
    LS_ODF_TEXT_BOX,
    LS_ODF_SECTION,
    LS_ODF_TABLE,
    LS_ODF_COLUMN,
    LS_ODF_ROW,
    LS_ODF_CELL,
    LS_ODF_PAGE,
    LS_ODF_BODY,
    LS_ODF_KIND, /* of a document, where its parent is the body */
    LS_ODF_META,
    LS_ODF_BINARY,
    LS_ODF_SCRIPT, /* program text: line ends count */
    LS_ODF_LABEL,  /* its attributes stand beside numbers */
};

struct ls_odf_word {
    struct ls_str local;
    enum ls_odf_element element;
    enum ls_part part;    /* of a flow, or of the attributes */
    const char *attrs[3]; /* that say something to people */
};

/* The entry of a name without prefix; of names that are not listed, one that says "other". */
const struct ls_odf_word *ls_odf_word(struct ls_str local);

#endif
