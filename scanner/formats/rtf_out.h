/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of an RTF document on its way out: bytes of any charset become characters, with the way
 * back through their escapes, and go to the story (formats/story.h) or into the HTML that the
 * document was made of.
 *
 *   \'bb {\b \'fa}   bytes BB FA  ->  机, from the first backslash to the end of the second escape
 *
 * One thread at a time.
 */
#ifndef LS_FORMATS_RTF_OUT_H
#define LS_FORMATS_RTF_OUT_H

#include "formats/rtf_fonts.h"
#include "formats/rtf_words.h"
#include "formats/story.h"
#include "formats/word_eq.h"

/* Where text goes. */
struct ls_rtf_where {
    enum ls_part aside; /* beside the flow at hand; LS_PART_NONE: in it */
    bool html;          /* into the HTML … */
    bool tag;           /* … of which it is source, not text */
    bool held;          /* it is held until it is settled */
};

struct ls_rtf_out {
    const struct ls_rtf_fonts *fonts;
    struct ls_story *story;
    struct ls_rtf_where where;
    struct ls_rtf_charset charset; /* of … */
    struct ls_buf bytes;           /* what was not yet decoded */
    struct ls_map bytes_map;
    bool stands;        /* some byte beyond ASCII stands there as it is */
    struct ls_buf text; /* not yet handed over */
    struct ls_map map;
    struct ls_map step; /* of what was decoded last */
    uint32_t high;      /* half of a surrogate pair, from … */
    uint64_t high_lo, high_hi;
    bool begun;  /* the story is */
    bool handed; /* the flow at hand has text already */
    bool holds;  /* some text is held */
    struct ls_buf html;
    bool in_field;        /* the flow at hand is an instruction, of which … */
    struct ls_word_eq eq; /* … some is read as text … */
    struct ls_buf shown;  /* … when the flow is over */
    struct ls_map shown_map;
};

/* `fonts` is filled in by whoever reads, before the first text. */
struct ls_result ls_rtf_out_init(struct ls_rtf_out *out, struct ls_format_job *job,
                                 const struct ls_rtf_fonts *fonts) LS_MUST_USE;
void ls_rtf_out_fini(struct ls_rtf_out *out);

/* What follows goes there. */
struct ls_result ls_rtf_out_to(struct ls_rtf_out *out, struct ls_rtf_where where) LS_MUST_USE;

/* Bytes of a charset; each stands for `span` bytes from `off` on. */
struct ls_result ls_rtf_out_bytes(struct ls_rtf_out *out, const struct ls_rtf_charset *charset,
                                  const void *bytes, size_t len, uint64_t off,
                                  uint16_t span) LS_MUST_USE;

/* A character, or half of a pair of surrogates, that stands for the bytes [lo, hi). */
struct ls_result ls_rtf_out_char(struct ls_rtf_out *out, uint32_t cp, uint64_t lo,
                                 uint64_t hi) LS_MUST_USE;

struct ls_result ls_rtf_out_break(struct ls_rtf_out *out, enum ls_break what) LS_MUST_USE;

/* Flows, as those of the story. What is not to be kept of one is dropped. */
struct ls_result ls_rtf_out_open(struct ls_rtf_out *out, enum ls_part part) LS_MUST_USE;
struct ls_result ls_rtf_out_close(struct ls_rtf_out *out, enum ls_rtf_keep keep) LS_MUST_USE;

/* What the flow that was closed holds of the text around it goes there. */
struct ls_result ls_rtf_out_shown(struct ls_rtf_out *out, struct ls_rtf_where where) LS_MUST_USE;

/* What is held belongs there; LS_PART_NONE: nowhere. */
struct ls_result ls_rtf_out_settle(struct ls_rtf_out *out, enum ls_part part) LS_MUST_USE;

/* A line aside. */
struct ls_result ls_rtf_out_note(struct ls_rtf_out *out, enum ls_part part,
                                 struct ls_str text) LS_MUST_USE;

struct ls_result ls_rtf_out_end(struct ls_rtf_out *out) LS_MUST_USE;

#endif
