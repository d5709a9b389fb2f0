/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A decoded, folded piece of a block, with the way back to its bytes:
 *
 *   bytes   BE F8 A1 A1 C3 DC A1 EF      GB18030
 *   cps     绝          密    ★           folded; separators inside a found word are gone
 *   off     0           4     6          where the character's bytes begin in the block
 *   end     2           6     8          where they end
 *
 * One thread at a time; reused from piece to piece.
 */
#ifndef LS_CONFIRM_TEXT_H
#define LS_CONFIRM_TEXT_H

#include "confirm/confirm.h"

struct ls_text {
    uint32_t *cps, *off, *end; /* what is shown */
    size_t n;
    uint32_t *all_cps, *all_off, *all_end; /* what was read */
    size_t all_n;
    size_t cap;
    const uint8_t *bytes; /* of the block */
    enum ls_encoding enc;
    size_t lo, hi;             /* bytes of the block that were read */
    size_t shown_lo, shown_hi; /* and what of them is shown; SIZE_MAX: nothing yet */
    struct {
        size_t off, len, from, to;
        bool known, found;
    } last;                  /* what ls_text_find() said last of what is shown */
    bool certain;            /* a character starts at lo, whatever was looked for */
    bool begins_object;      /* lo is its first byte */
    bool starts;             /* what is shown begins there */
    bool ends;               /* what is shown ends where the object does */
    uint32_t *raw, *raw_off; /* work space for decoding */
    uint8_t *inner;          /* and for escapes: bytes below, where each came from */
    uint32_t *inner_off, *inner_end;
};

enum {
    LS_TEXT_BYTES_MAX = 96 * 1024, /* of one piece */
    LS_INNER_PAD = 64,
};

struct ls_result ls_text_init(struct ls_text *text) LS_MUST_USE;
void ls_text_fini(struct ls_text *text);

/* Which bytes of a block to read: [lo, hi), around what was found at `at`. */
struct ls_text_range {
    size_t lo, at, hi;
};

/*
 * Decodes block bytes from about `lo` (moved back to a character's start) to `hi`, so that a
 * character starts at `at` if any reading makes one start there. Separators inside the gapped
 * anchors among events[0..n) are left out. Needs hi - lo <= LS_TEXT_BYTES_MAX.
 */
struct ls_result ls_text_read(struct ls_text *text, const struct ls_block *block,
                              enum ls_encoding enc, const struct ls_text_range *range,
                              const struct ls_event *events, size_t n) LS_MUST_USE;

/*
 * The same of escaped text (base/escape.h): `range` are bytes of the block, at most
 * LS_TEXT_BYTES_MAX, and so are the places of the characters. The text is read once and not kept
 * for others.
 */
struct ls_result ls_text_read_escaped(struct ls_text *text, const struct ls_block *block,
                                      unsigned escape,
                                      const struct ls_text_range *range) LS_MUST_USE;

/*
 * Shows no more of it than reading bytes [lo, hi) of the block would: those characters that lie in
 * there as a whole. They are within what was read, but for characters cut in two at `hi`.
 */
void ls_text_show(struct ls_text *text, const struct ls_block *block, size_t lo, size_t hi);

/* The first character whose bytes begin at or behind `byte`; `n` when there is none. */
size_t ls_text_at(const struct ls_text *text, size_t byte);

/* The characters of bytes [off, off + len); false when they do not stand on character borders. */
bool ls_text_find(struct ls_text *text, size_t off, size_t len, size_t *from, size_t *to);

/* What the bytes of character i say before folding. */
uint32_t ls_text_raw(const struct ls_text *text, size_t i);

/* Is character i just this one in the bytes too, and not one that folds to it? */
bool ls_text_is(const struct ls_text *text, size_t i, uint32_t cp);

/* A line between the cells of a table that is drawn in plain text; it folds to '|'. */
static inline bool ls_text_is_drawn(uint32_t raw)
{
    return raw == 0x2502 || raw == 0x2503 || raw == 0x2551;
}

/*
 * Is character i this one, as it parts the cells of a row? All that folds to '|' does; a full-width
 * comma is one of a sentence.
 */
bool ls_text_parts(const struct ls_text *text, size_t i, uint32_t separator);

/* Nearly all characters border on nothing, and one look says so. */
static inline bool ls_text_may_border(uint32_t cp)
{
    return cp <= '|';
}

/* Does a line (row, page, cell; with `fields` also a field of a CSV) begin, or end, just at i? */
bool ls_text_begins(const struct ls_text *text, size_t i, bool fields);
bool ls_text_ends(const struct ls_text *text, size_t i, bool fields);

/* A character that ends a line, row or page. */
bool ls_text_is_line_end(uint32_t cp);

#endif
