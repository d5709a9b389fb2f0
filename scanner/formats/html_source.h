/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The characters of an HTML document, as UTF-8, through a window that moves over it.
 *
 *   bytes of the blob ──► charset ──► text[0 .. at .. end .. n)
 *                                           │    │     └ may be the beginning of the terminator
 *                                           │    └ nothing behind it is to be read
 *                                           └ the next character
 *
 * With a terminator set, the end of a comment say, the text seems to end there: whatever is being
 * read, a tag or a script, ends as it would at the end of the document. One thread at a time.
 */
#ifndef LS_FORMATS_HTML_SOURCE_H
#define LS_FORMATS_HTML_SOURCE_H

#include "base/blob.h"
#include "base/buf.h"
#include "decode/charset.h"
#include "decode/map.h"

enum {
    LS_HTML_AHEAD_MAX = 4096, /* characters that can be looked at in advance */
    LS_HTML_BEHIND = 16,      /* those just read that can be looked back at */
};

enum ls_html_until {
    LS_HTML_UNTIL_END,     /* of the document */
    LS_HTML_UNTIL_COMMENT, /* --> or --!> */
    LS_HTML_UNTIL_TAG,     /* </name */
};

struct ls_html_source {
    struct ls_blob *blob;
    uint64_t off; /* of the next byte of the blob */
    struct ls_charset_reader reader;
    uint8_t *chunk;
    struct ls_buf text;
    struct ls_map map; /* from offsets of the decoded text to bytes */
    uint64_t base;     /* the offset of text.at[0] */
    size_t at, end;
    size_t searched; /* the terminator does not begin before */
    enum ls_html_until until;
    char until_tag[16];      /* "</name" */
    bool eof;                /* the blob has no more */
    bool ended;              /* so has the text */
    struct ls_result result; /* why it has no more */
};

struct ls_result ls_html_source_init(struct ls_html_source *source, struct ls_blob *blob,
                                     const struct ls_charset *charset) LS_MUST_USE;
void ls_html_source_fini(struct ls_html_source *source);

/* Whether n more characters (n <= LS_HTML_AHEAD_MAX bytes) are there, read in if need be. */
bool ls_html_want_more(struct ls_html_source *source, size_t n);

static inline bool ls_html_want(struct ls_html_source *source, size_t n)
{
    return source->end - source->at >= n || ls_html_want_more(source, n);
}

/* The text between `at` and `end`, as much of it as was read in. */
static inline const char *ls_html_here(const struct ls_html_source *source)
{
    return source->text.at + source->at;
}

static inline size_t ls_html_left(const struct ls_html_source *source)
{
    return source->end - source->at;
}

static inline uint64_t ls_html_offset(const struct ls_html_source *source)
{
    return source->base + source->at;
}

/* From now on the text ends before the end of a comment, or before the end tag of an element. */
void ls_html_end_before_comment_end(struct ls_html_source *source);
void ls_html_end_before_tag(struct ls_html_source *source, const char *name);

/* It has ended there, or the document has: it goes on behind `-->`, or at the end tag. */
void ls_html_go_on(struct ls_html_source *source);

/* The bytes [*lo, *hi) behind decoded text [from, to), which is not long gone. */
void ls_html_span(const struct ls_html_source *source, uint64_t from, uint64_t to, uint64_t *lo,
                  uint64_t *hi);

#endif
