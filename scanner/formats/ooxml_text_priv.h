/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of text: what ooxml_text.c (which element means what) and ooxml_say.c (where what it
 * says goes) share.
 */
#ifndef LS_FORMATS_OOXML_TEXT_PRIV_H
#define LS_FORMATS_OOXML_TEXT_PRIV_H

#include "formats/ooxml_text.h"
#include "formats/ooxml_trace.h"
#include "formats/ooxml_words.h"
#include "formats/word_eq.h"

enum {
    ALTERNATES_MAX = 32, /* nested; what is deeper is read in all its forms */
    AUTHORS_MAX = 64,    /* that are told once */
    NOTES_MAX = 32,      /* that are not told again: pictures, frames and fallbacks say the same */
};

enum flag {
    F_DELETED = 1 << 0,
    F_P_HIDDEN = 1 << 1, /* the paragraph's style hides its runs */
    F_R_HIDDEN = 1 << 2, /* the run */
    F_SHAPE_HIDDEN = 1 << 3,
    F_IN_PPR = 1 << 4,
    F_RUBY = 1 << 5,
    F_BEHIND = 1 << 6,    /* behind the text */
    F_WATERMARK = 1 << 7, /* called so */
    F_MUTE = 1 << 8,      /* text is held */
};

enum capture {
    C_NONE,
    C_TEXT,
    C_DELETED,
    C_FIELD,
    C_WORDS, /* text but no white space between elements */
};

struct context {
    uint16_t flags;
    uint8_t capture;
    uint8_t elem;
    bool opened; /* a flow, which ends with the element */
};

/*
 * An AlternateContent. The first Choice that says something counts; what the others and the
 * Fallback say is held, and dropped at their end when it is the same.
 */
struct alternate {
    uint64_t texts; /* said when it began */
    struct ls_ooxml_trace said, held;
    bool spoke;     /* a Choice has, … */
    uint64_t value; /* … and this */
};

struct reader {
    struct ls_ooxml_table words;
    struct ls_story *story;
    const struct ls_ooxml_text_options *options;
    enum ls_part main;
    struct context now;
    struct context frames[LS_XML_DEPTH_MAX]; /* what is put back */
    size_t depth;
    uint64_t too_deep;
    struct alternate alternates[ALTERNATES_MAX];
    size_t alternates_n, alternates_deeper;
    struct ls_word_eq eq;                   /* the instruction at hand */
    uint64_t texts;                         /* said so far */
    struct ls_ooxml_trace said, held, line; /* `line`: when the paragraph began */
    uint64_t notes[NOTES_MAX];
    size_t notes_n;
    uint64_t authors[AUTHORS_MAX];
    size_t authors_n;
};

/* The context that is put back `levels` ends from now. */
static inline struct context *ooxml_outer(struct reader *r, size_t levels)
{
    return r->depth >= levels ? &r->frames[r->depth - levels] : &r->now;
}

/* The part aside that text belongs to as the context stands; LS_PART_NONE: the flow at hand. */
enum ls_part ooxml_aside(const struct reader *r);

/* A part of a text box that begins now. */
enum ls_part ooxml_box(const struct reader *r);

/* Does `s` hold `word`, given in small letters, in either case? */
bool ooxml_holds(struct ls_str s, const char *word);

/* Text of the document, and text that stands there as an element. */
struct ls_result ooxml_put(struct reader *r, struct ls_str text, const struct ls_map *map,
                           uint64_t base) LS_MUST_USE;
struct ls_result ooxml_say(struct reader *r, const char *text) LS_MUST_USE;

/* The end of a line within a paragraph. */
struct ls_result ooxml_line(struct reader *r) LS_MUST_USE;

/* What an element says by itself, by its attributes. */
struct ls_result ooxml_speak(struct reader *r, const struct ls_ooxml_elem_word *word,
                             const struct ls_xml_tag *tag) LS_MUST_USE;

#endif
