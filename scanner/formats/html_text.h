/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of an HTML document on its way out: white space collapsed, lines and cells ended, and
 * what interrupts the text kept apart, so that it splits no word.
 *
 *   LS_HTML_BODY     line ──────────────────────────────► emitted as it comes
 *   LS_HTML_SCOPE    line of a hidden element ──┐
 *   LS_HTML_INSERT   line of a comment ─────────┼──► kept ──► emitted at the end, part by part, or
 *   LS_HTML_PIECE    attribute, title, script ──┘             when there is too much of it
 *
 * Each level has a line of its own that goes on where it was left when the level above it ends.
 * One thread at a time.
 */
#ifndef LS_FORMATS_HTML_TEXT_H
#define LS_FORMATS_HTML_TEXT_H

#include "formats/format.h"
#include "formats/html_source.h"

enum ls_html_level {
    LS_HTML_BODY,
    LS_HTML_SCOPE,
    LS_HTML_INSERT,
    LS_HTML_PIECE,
    LS_HTML_LEVELS,
};

/* A line, or what there is of it. */
struct ls_html_line {
    enum ls_part part;
    bool open;
    struct ls_buf text;
    struct ls_map map; /* of exactly this text */
    bool joined;       /* goes on with what was handed over before */
    bool space;        /* white space came, and nothing since */
    bool space_plain;  /* a single blank */
    uint64_t space_lo, space_hi;
};

/* Text that is kept. */
struct ls_html_kept {
    size_t at, len; /* in ls_html_text.kept */
    enum ls_part part;
    int after; /* enum ls_break, or -1 */
};

struct ls_html_text {
    struct ls_format_job *job;
    const char *encoding;
    enum ls_html_level level;
    struct ls_html_line lines[LS_HTML_LEVELS];
    bool in_body;   /* the body is the part that the engine is at */
    bool undecided; /* something is kept as LS_PART_NONE */
    struct ls_buf kept;
    struct ls_map kept_map;
    LS_VEC(struct ls_html_kept) pieces;
};

void ls_html_text_init(struct ls_html_text *text, struct ls_format_job *job, const char *encoding);
void ls_html_text_fini(struct ls_html_text *text);

/* What follows stands in `part`, until it is closed. Levels are opened upwards, and closed down. */
void ls_html_open(struct ls_html_text *text, enum ls_html_level level, enum ls_part part);
struct ls_result ls_html_close(struct ls_html_text *text, enum ls_html_level level) LS_MUST_USE;

/* The next n characters of the source as they stand there, and past them. */
struct ls_result ls_html_put(struct ls_html_text *text, struct ls_html_source *source,
                             size_t n) LS_MUST_USE;

/* A code point that stands for the bytes [lo, hi). Controls are dropped. */
struct ls_result ls_html_put_char(struct ls_html_text *text, uint32_t cp, uint64_t lo,
                                  uint64_t hi) LS_MUST_USE;

/* White space at bytes [lo, hi): one blank, if text comes before and behind it in the line.
 * `plain`: it is one blank there. */
void ls_html_put_space(struct ls_html_text *text, bool plain, uint64_t lo, uint64_t hi);

struct ls_result ls_html_break(struct ls_html_text *text, enum ls_break what) LS_MUST_USE;

/* Hands over what there is of the line, which goes on. LS_HTML_PIECE does not do so by itself. */
struct ls_result ls_html_pass_on(struct ls_html_text *text) LS_MUST_USE;

/* What was last kept as LS_PART_NONE belongs there; LS_PART_COUNT: nowhere, it is dropped. */
void ls_html_decide(struct ls_html_text *text, enum ls_part part);

/* The line at hand, and forgetting it. */
static inline struct ls_html_line *ls_html_line(struct ls_html_text *text)
{
    return &text->lines[text->level];
}
void ls_html_drop(struct ls_html_line *line);

/* The part that a child found here belongs to, LS_PART_NONE: the body. */
enum ls_part ls_html_part_around(const struct ls_html_text *text);

/* All is said. */
struct ls_result ls_html_text_end(struct ls_html_text *text) LS_MUST_USE;

#endif
