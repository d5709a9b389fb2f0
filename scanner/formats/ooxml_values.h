/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML that is data rather than text: properties, names, cached values. A list says which attributes
 * and which elements' text are for people.
 */
#ifndef LS_FORMATS_OOXML_VALUES_H
#define LS_FORMATS_OOXML_VALUES_H

#include "formats/ooxml.h"

enum ls_ooxml_value_end {
    LS_OOXML_END_NONE,
    LS_OOXML_END_LINE,
    LS_OOXML_END_CELL,
    LS_OOXML_END_ROW,
};

struct ls_ooxml_value {
    const char *elem;     /* local name */
    const char *attrs[3]; /* local names; each is followed by the end of a cell */
    bool text;
    enum ls_ooxml_value_end end; /* of the element */
};

struct ls_ooxml_values {
    const struct ls_ooxml_value *at; /* ascending by strcmp() of elem */
    size_t n;
    bool all_text;  /* of elements that are not listed as well; they end a line */
    bool all_attrs; /* … and their attributes */
};

struct ls_result ls_ooxml_read_values(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                      const struct ls_ooxml_values *values) LS_MUST_USE;

/* All there is: text and attributes. */
struct ls_result ls_ooxml_read_everything(struct ls_ooxml *package,
                                          const struct ls_ooxml_part *part) LS_MUST_USE;

#endif
