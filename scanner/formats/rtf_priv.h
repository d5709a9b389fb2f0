/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rtf_*.c share: the reading of one document.
 *
 *   rtf_token.c   bytes to tokens
 *   rtf_words.c   the control words that matter
 *   rtf_fonts.c   which charset bytes are in
 *   rtf_groups.c  groups and destinations: what belongs where
 *   rtf_step.c    what one token does
 *   rtf_out.c     characters, on their way out
 *   rtf_data.c    pictures and objects
 *   format_rtf.c  the document as a whole; HTML in it; what is behind its end
 */
#ifndef LS_FORMATS_RTF_PRIV_H
#define LS_FORMATS_RTF_PRIV_H

#include "formats/format.h"
#include "formats/rtf_fonts.h"
#include "formats/rtf_out.h"
#include "formats/rtf_token.h"
#include "formats/rtf_words.h"

enum {
    LS_RTF_GROUPS_MAX = 1024, /* open at a time; deeper ones share the last */
    LS_RTF_NAME_MAX = 64,
};

/* What a group holds. */
enum ls_rtf_dest {
    LS_RTF_DEST_TEXT,
    LS_RTF_DEST_SKIP,
    LS_RTF_DEST_FONTS,
    LS_RTF_DEST_DATA,
    LS_RTF_DEST_SHAPE_NAME,
    LS_RTF_DEST_CLASS,
};

struct ls_rtf_group {
    enum ls_rtf_dest dest;
    enum ls_part part; /* of the flow around */
    enum ls_rtf_keep keep;
    bool flow;   /* it ends with this group */
    bool inside; /* there is a flow other than the body's */
    bool star;   /* \* was read: the next word may be unknown */
    bool fresh;  /* of a destination that nobody knows, and no text of it was seen */
    bool hidden, deleted;
    bool not_html;        /* \htmlrtf */
    bool tag;             /* \htmltag */
    bool held;            /* may be there twice */
    bool twice;           /* what is held is settled at the end of this group */
    bool result;          /* of a shape, for older readers */
    uint16_t shape;       /* the group of the shape around, 0: none */
    bool shape_text;      /* this shape has text */
    uint64_t said, again; /* digests of the text of this shape, and of its result */
    bool beside_wide;     /* \af is for double-byte characters */
    int32_t font, wide;   /* ids; the font for double-byte characters */
    int32_t fallback;     /* \uc */
    unsigned round;       /* of rtf->round, when the charset was looked up */
    struct ls_rtf_charset charset;
    bool pairs;
};

/* The data of a picture or object, decoded while the engine reads it. */
struct ls_rtf_data {
    struct ls_blob blob;
    struct ls_rtf *rtf;
    struct ls_child child;
    enum ls_rtf_data_kind kind;
    enum ls_rtf_picture picture;
    bool open;      /* it is being read … */
    bool ended;     /* … no more: the rest is in `bytes` */
    bool is_binary; /* a \bin by itself */
    bool behind;    /* the end of the document */
    unsigned level; /* group that it ends with */
    int half;       /* a digit that waits for the second one, or -1 */
    uint64_t off, end;
    struct ls_buf bytes;
    size_t taken;
    uint64_t left; /* bytes of the child that are still to come */
    char word[LS_RTF_NAME_MAX];
    size_t word_n;
};

struct ls_rtf {
    struct ls_format_job *job;
    struct ls_rtf_source source;
    struct ls_rtf_fonts fonts;
    struct ls_rtf_out out;
    unsigned round; /* changes with the fonts */
    unsigned depth; /* groups[depth] is at hand */
    uint64_t too_deep;
    uint64_t steps;
    bool told_depth, told_nesting;
    uint64_t skip; /* characters that stand for the last \u */
    bool ended;    /* all is read … */
    bool cut;      /* … with groups left open */
    bool behind;   /* text behind the end of the document */
    bool has_tail; /* something else is */
    bool html_due; /* \fromhtml was just read */
    bool html;     /* text goes into the HTML */
    char shape_name[LS_RTF_NAME_MAX], class_name[LS_RTF_NAME_MAX];
    size_t shape_name_n, class_name_n;
    unsigned pictures;
    struct ls_rtf_data data;
    LS_VEC(struct ls_rtf_data) waiting; /* found while another child was being read */
    uint64_t waiting_bytes;
    struct ls_result result; /* of the last step, for when a child's reader does not hand it up */
    struct ls_rtf_group groups[LS_RTF_GROUPS_MAX];
};

static inline struct ls_rtf_group *ls_rtf_group(struct ls_rtf *rtf)
{
    return &rtf->groups[rtf->depth];
}

/* Reads one token. At the end of the document sets `ended`. */
struct ls_result ls_rtf_step(struct ls_rtf *rtf) LS_MUST_USE;

/* ---- rtf_groups.c */
struct ls_result ls_rtf_open_group(struct ls_rtf *rtf) LS_MUST_USE;
struct ls_result ls_rtf_close_group(struct ls_rtf *rtf) LS_MUST_USE;
/* The group at hand becomes this destination; `word` NULL: one that nobody knows. */
struct ls_result ls_rtf_enter(struct ls_rtf *rtf, const struct ls_rtf_word *word,
                              const struct ls_rtf_token *token) LS_MUST_USE;
/* \ftnalt */
struct ls_result ls_rtf_make_endnote(struct ls_rtf *rtf) LS_MUST_USE;
/* Where text of the group at hand goes. */
struct ls_rtf_where ls_rtf_where(const struct ls_rtf *rtf);

/* ---- rtf_data.c */
void ls_rtf_data_init(struct ls_rtf *rtf);
void ls_rtf_data_fini(struct ls_rtf *rtf);
/* Data begins, for the group at hand. */
struct ls_result ls_rtf_data_begin(struct ls_rtf *rtf, enum ls_rtf_data_kind kind,
                                   struct ls_str word, uint64_t off) LS_MUST_USE;
/* Some of it: hexadecimal, or bytes as they are. */
struct ls_result ls_rtf_data_hex(struct ls_rtf *rtf, const struct ls_rtf_token *token) LS_MUST_USE;
struct ls_result ls_rtf_data_bytes(struct ls_rtf *rtf,
                                   const struct ls_rtf_token *token) LS_MUST_USE;
/* It ends before `end`. */
struct ls_result ls_rtf_data_end(struct ls_rtf *rtf, uint64_t end) LS_MUST_USE;
/* Emits what has come together, and what waits. */
struct ls_result ls_rtf_data_emit(struct ls_rtf *rtf) LS_MUST_USE;
struct ls_result ls_rtf_data_emit_waiting(struct ls_rtf *rtf) LS_MUST_USE;

#endif
