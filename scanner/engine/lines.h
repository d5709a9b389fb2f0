/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Line numbers of hits, without counting lines where there is no hit.
 *
 * A line ends with U+000A. In UTF-16 that is a code unit on the same parity as the hit, so a cursor
 * carries five counts at once: 8-bit text, and UTF-16 in both byte orders on both parities.
 *
 * A file is counted when a hit asks for its line: from the last hit on, in a second reading of what
 * lies between; what still is at hand is not read again. A stream cannot be read twice: there the
 * cursor goes along with the blocks and notes the line of every candidate, since a hit may be
 * decided blocks later. One thread at a time.
 */
#ifndef LS_ENGINE_LINES_H
#define LS_ENGINE_LINES_H

#include "base/encoding.h"
#include "confirm/confirm.h"
#include "engine/window.h"

enum {
    LS_LINES_KINDS = 5,
    LS_LINES_NOTES = 4096,    /* candidates of a stream whose line is remembered */
    LS_LINES_CHUNK = 1 << 18, /* bytes of the second reading at a time */
};

/* Bytes of one object read a second time at most; hits beyond have no line. */
#define LS_LINES_BYTES_MAX (UINT64_C(1) << 30)

struct ls_lines_note {
    uint64_t off;
    uint64_t line; /* 0: nothing noted */
    enum ls_encoding enc;
};

struct ls_lines {
    uint64_t at;                     /* the cursor */
    uint64_t counts[LS_LINES_KINDS]; /* line ends before it */
    uint64_t spent;                  /* bytes read a second time */
    struct ls_view view;             /* what is at hand of a file; may be empty */
    size_t notes_n;                  /* notes ever taken; they stand in a ring */
    struct ls_lines_note *notes;
    uint8_t *chunk;
};

struct ls_result ls_lines_init(struct ls_lines *lines) LS_MUST_USE;
void ls_lines_fini(struct ls_lines *lines);

/* Another object comes. */
void ls_lines_reset(struct ls_lines *lines);

/* Bytes of a file that stay where they are until this is called again; may be none. */
void ls_lines_show(struct ls_lines *lines, const struct ls_view *view);

/* The next block of a stream: notes its candidates and leaves the cursor at absolute offset `end`.
 */
void ls_lines_note(struct ls_lines *lines, const struct ls_view *view, const struct ls_found *found,
                   uint64_t end);

/* 1-based line of offset `off` for a text in `enc`; 0 when it is not known. */
uint64_t ls_lines_of(struct ls_lines *lines, const struct ls_input *input, uint64_t off,
                     enum ls_encoding enc);

#endif
