/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What elements and attributes of HTML mean for the text. Pure functions, any thread.
 */
#ifndef LS_FORMATS_HTML_TAG_H
#define LS_FORMATS_HTML_TAG_H

#include "base/place.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    LS_HTML_NAME_MAX = 31, /* bytes of a name that are kept; no known one is longer */
};

/* Lower case; cut short when it is longer. */
struct ls_html_name {
    char at[LS_HTML_NAME_MAX + 1];
    size_t len;
};

void ls_html_name_add(struct ls_html_name *name, char c);
static inline bool ls_html_name_is(const struct ls_html_name *name, const char *word)
{
    return name->at[0] == word[0] && strcmp(name->at, word) == 0;
}
bool ls_html_name_starts(const struct ls_html_name *name, const char *word);

enum ls_html_tag_flags {
    LS_HTML_BLOCK = 1 << 0,  /* stands on lines of its own */
    LS_HTML_CELL = 1 << 1,   /* its end is that of a table cell */
    LS_HTML_ROW = 1 << 2,    /* its end is that of a table row */
    LS_HTML_LINE = 1 << 3,   /* the tag ends a line */
    LS_HTML_VOID = 1 << 4,   /* has no content */
    LS_HTML_PRE = 1 << 5,    /* white space counts */
    LS_HTML_RAW = 1 << 6,    /* script and style: the content is no HTML */
    LS_HTML_OPAQUE = 1 << 7, /* the content ends at the first end tag, wherever that stands */
    LS_HTML_LOOSE = 1 << 8,  /* its end tag may be missing: ends where the next one begins */
    LS_HTML_ASIDE = 1 << 9,  /* the content goes to `part` */
    LS_HTML_TABLE = 1 << 11,
    LS_HTML_FRAME = 1 << 10, /* belongs to the frame of a document: a sign that this is HTML */
};

/* NULL: unknown, and like <span>. */
struct ls_html_tag {
    const char *name;
    unsigned flags;
    enum ls_part part; /* of the content, with LS_HTML_ASIDE, LS_HTML_RAW or LS_HTML_OPAQUE */
};

const struct ls_html_tag *ls_html_tag_find(const struct ls_html_name *name);

/* What the value of an attribute is. */
enum ls_html_attr {
    LS_HTML_ATTR_NONE,
    LS_HTML_ATTR_TEXT,    /* alt, title, placeholder …: to be read by people */
    LS_HTML_ATTR_VALUE,   /* of a form field */
    LS_HTML_ATTR_TYPE,    /* of an input or a script */
    LS_HTML_ATTR_NAME,    /* of a meta element, also http-equiv */
    LS_HTML_ATTR_CONTENT, /* of a meta element */
    LS_HTML_ATTR_STYLE,
    LS_HTML_ATTR_HIDDEN,
    LS_HTML_ATTR_SRCDOC, /* a document */
    LS_HTML_ATTR_DATA,   /* for scripts: worth a look where it is not ASCII */
    LS_HTML_ATTR_SCRIPT, /* likewise */
};

enum ls_html_attr ls_html_attr_find(const struct ls_html_name *tag,
                                    const struct ls_html_name *attr);

/* Where the content of an element with this style belongs, LS_PART_NONE: where its parent's does.
 */
enum ls_part ls_html_style_part(const char *style, size_t len);

/* Whether a script of this type holds HTML. */
bool ls_html_is_template_type(const char *type, size_t len);

#endif
