/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the html_*.c share: the reading of one document.
 *
 *   format_html.c   content: text, tags, comments
 *   html_bid.c      whether it is HTML
 *   html_attr.c     attributes of a tag
 *   html_scope.c    elements that are kept apart
 *   html_raw.c      scripts and style sheets
 *   html_data.c     data: URIs
 *   html_charset.c  which charset the document is in
 */
#ifndef LS_FORMATS_HTML_PRIV_H
#define LS_FORMATS_HTML_PRIV_H

#include "formats/format.h"
#include "formats/html_source.h"
#include "formats/html_tag.h"
#include "formats/html_text.h"

/* The tag at hand. */
struct ls_html_open_tag {
    struct ls_html_name name;
    const struct ls_html_tag *known; /* or NULL */
    bool closed;                     /* ends with /> */
    enum ls_part part;               /* of its content, by style or `hidden` */
    char type[64];                   /* value of `type` … */
    char meta[64];                   /* … and of `name`, for a meta element; both cut short */
};

/* An element whose content is kept apart from the body. */
struct ls_html_scope {
    struct ls_html_name name;
    unsigned flags;
    unsigned depth;  /* elements of the same name that are open */
    unsigned blocks; /* other blocks that were opened inside */
};

/* The tables around the text at hand, one bit for each, the innermost at `depth`. */
struct ls_html_tables {
    unsigned depth;       /* deeper ones than there are bits share the last */
    uint64_t cells, rows; /* open ones */
};

struct ls_html {
    struct ls_format_job *job;
    struct ls_html_source source;
    struct ls_html_text text;
    struct ls_html_scope scope; /* depth 0: none is open */
    unsigned pre;               /* open elements in which white space counts */
    bool insert_pre;            /* it counts in what LS_HTML_INSERT holds */
    bool cdata;                 /* ]]> has no meaning but to end what began with <![CDATA[ */
    unsigned foreign;  /* open <svg> and <math>: script and style are no more than elements there */
    unsigned embedded; /* open elements in there that may hold HTML again */
    struct ls_html_tables tables[LS_HTML_LEVELS];
    bool xml; /* written as XML: <title/> is empty */
};

/* Reads `&…` at hand: a character reference, or just the ampersand. */
struct ls_result ls_html_reference(struct ls_html *html, bool in_attribute,
                                   bool white_space_counts) LS_MUST_USE;

/* Reads the attributes behind a tag's name, up to and with its `>`. */
struct ls_result ls_html_attributes(struct ls_html *html, struct ls_html_open_tag *tag) LS_MUST_USE;

/* The tag's element, where it is one to be kept apart: from now on its content is. */
struct ls_result ls_html_scope_open(struct ls_html *html,
                                    const struct ls_html_open_tag *tag) LS_MUST_USE;
/* Any start tag: counted in the open scope, or its end. */
struct ls_result ls_html_scope_enter(struct ls_html *html,
                                     const struct ls_html_open_tag *tag) LS_MUST_USE;
/* Any end tag, likewise. */
struct ls_result ls_html_scope_leave(struct ls_html *html, const struct ls_html_name *name,
                                     unsigned flags) LS_MUST_USE;

/* Reads the content of an element with LS_HTML_RAW up to its end tag. */
struct ls_result ls_html_raw(struct ls_html *html, const struct ls_html_open_tag *tag) LS_MUST_USE;

/*
 * A colon is at hand: when it belongs to a data: URI in base64, that becomes a child, is passed
 * over, and *was is true.
 */
struct ls_result ls_html_data(struct ls_html *html, bool *was) LS_MUST_USE;

/* The whole of a data: URI that is not base64, references resolved: becomes a child. */
struct ls_result ls_html_data_plain(struct ls_html *html, const char *uri, size_t len) LS_MUST_USE;

unsigned ls_html_bid(const struct ls_probe *probe);

/* Names the charset by the mark, the container's word, the document's word, and the content. */
struct ls_result ls_html_charset(struct ls_format_job *job,
                                 const struct ls_charset **charset) LS_MUST_USE;

static inline bool ls_html_is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

static inline bool ls_html_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How many of text[0..len) come before one of the stops. */
static inline size_t ls_html_run(const char *text, size_t len, const bool stops[256])
{
    size_t n = 0;
    while (n < len && !stops[(unsigned char)text[n]])
        n++;
    return n;
}

#endif
