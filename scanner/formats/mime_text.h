/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text body on its way from the message to the engine; see mime_text.c. For mime_text.c,
 * mime_lines.c and mime_again.c.
 */
#ifndef LS_FORMATS_MIME_TEXT_H
#define LS_FORMATS_MIME_TEXT_H

#include "formats/mime_priv.h"

enum { LS_MIME_LINES_MAX = 1 << 16 };

enum ls_mime_text_mode {
    LS_MIME_TEXT_EMIT,
    LS_MIME_TEXT_COLLECT, /* only notes down which lines there are */
    LS_MIME_TEXT_FILTER,  /* emits the lines that were not noted down */
};

struct ls_mime_text {
    struct ls_mime *m;
    const struct ls_mime_reading *reading;
    enum ls_mime_text_mode mode;
    struct ls_mime_run_of_bytes run; /* what is left of it */
    struct ls_decoder decoder;
    bool ended;          /* nothing more comes into `bytes` */
    struct ls_buf bytes; /* out of the transfer encoding; those before `at` are done */
    size_t at;
    uint64_t bytes_off;      /* of bytes.at[0] in … */
    struct ls_map bytes_map; /* … the map to the message */
    uint64_t total;          /* bytes that were here before bytes.at[0] */
    bool line_start;         /* a line begins at `at` */

    const struct ls_charset *charset; /* NULL: not yet chosen */
    const struct ls_charset *other;   /* in which it could be as well */
    unsigned doubts;                  /* how often one was looked for */
    bool guessing;                    /* only ASCII until now */
    bool wide;                        /* characters are not made of single bytes */
    struct ls_charset_reader reader;
    struct ls_buf utf8;
    struct ls_map utf8_map;
    struct ls_mime_out out;
    bool part_told;

    /* mime_lines.c */
    bool pgp_told;
    uint64_t parts_lo; /* of a first delimiter in the text, or LS_OFF_UNKNOWN */
    struct ls_mime_bound parts_bound;
    size_t quote; /* flowed text: '>' before the last line … */
    bool soft;    /* … which goes on in the next one */

    /* mime_again.c */
    LS_VEC(uint64_t) lines; /* digests, ascending after the collection */
    bool skip_base64;       /* lines of base64 are no text */
};

/* Gets more bytes, or sets `ended`. Bytes before `at` go. */
struct ls_result ls_mime_text_refill(struct ls_mime_text *t) LS_MUST_USE;

/* bytes[from, to) are text. */
struct ls_result ls_mime_text_feed(struct ls_mime_text *t, size_t from, size_t to) LS_MUST_USE;

/* Emits what is on its way out. */
struct ls_result ls_mime_text_flush(struct ls_mime_text *t, bool last) LS_MUST_USE;

/* Takes what there is of lines; of flowed text (RFC 3676). */
struct ls_result ls_mime_text_lines(struct ls_mime_text *t) LS_MUST_USE;
struct ls_result ls_mime_text_flow(struct ls_mime_text *t) LS_MUST_USE;

/* Notes down, or emits, the whole lines in t->out; when it is the last time, all of it. */
struct ls_result ls_mime_text_sift(struct ls_mime_text *t, bool last) LS_MUST_USE;
void ls_mime_text_sort_lines(struct ls_mime_text *t);

/* Emits the part, unless that was done. */
struct ls_result ls_mime_text_tell_part(struct ls_mime_text *t) LS_MUST_USE;

#endif
