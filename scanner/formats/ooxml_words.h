/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The elements that text readers know, by their local names: what they do, and which of their
 * attributes are for people.
 */
#ifndef LS_FORMATS_OOXML_WORDS_H
#define LS_FORMATS_OOXML_WORDS_H

#include "base/place.h"
#include "formats/ooxml_table.h"

enum ls_ooxml_elem {
    LS_OOXML_E_OTHER,
    LS_OOXML_E_ALTERNATE,
    LS_OOXML_E_ANCHOR,
    LS_OOXML_E_AUTHOR, /* a change or comment, its author */
    LS_OOXML_E_BOOKMARK,
    LS_OOXML_E_BR,
    LS_OOXML_E_CACHE,
    LS_OOXML_E_CHOICE,
    LS_OOXML_E_DELETED,
    LS_OOXML_E_DELTEXT,
    LS_OOXML_E_DIV,
    LS_OOXML_E_FALLBACK,
    LS_OOXML_E_FIELD_MARK,
    LS_OOXML_E_HYPHEN,
    LS_OOXML_E_INSTR,
    LS_OOXML_E_LABEL, /* of a numbered list */
    LS_OOXML_E_NOTE,  /* nothing but its attributes */
    LS_OOXML_E_P,
    LS_OOXML_E_PPR,
    LS_OOXML_E_PSTYLE,
    LS_OOXML_E_PT,
    LS_OOXML_E_R,
    LS_OOXML_E_RPR,
    LS_OOXML_E_RSTYLE,
    LS_OOXML_E_RT,
    LS_OOXML_E_SHAPE,    /* VML */
    LS_OOXML_E_SHAPE_NV, /* DrawingML: name, description; speaks of the shape around it … */
    LS_OOXML_E_SHAPE_PR, /* … or of the one around that */
    LS_OOXML_E_SYM,
    LS_OOXML_E_T,
    LS_OOXML_E_TAB,
    LS_OOXML_E_TC,
    LS_OOXML_E_TEXT, /* of a comment */
    LS_OOXML_E_TEXTBOX,
    LS_OOXML_E_TEXTPATH,
    LS_OOXML_E_TR,
    LS_OOXML_E_TXBODY,
    LS_OOXML_E_TXBX,
    LS_OOXML_E_V,
    LS_OOXML_E_VANISH,
};

struct ls_ooxml_elem_word {
    const char *name;
    enum ls_ooxml_elem elem;
    enum ls_part part;    /* of its attributes */
    const char *attrs[2]; /* local names */
};

/* All of them. */
void ls_ooxml_elem_words(struct ls_ooxml_table *table);

/* The word for an element; one with LS_OOXML_E_OTHER for all that mean nothing. */
const struct ls_ooxml_elem_word *ls_ooxml_elem_word(struct ls_ooxml_table *table,
                                                    struct ls_str local);

#endif
