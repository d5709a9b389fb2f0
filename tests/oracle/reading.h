/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One way to read all bytes of an input: as characters of one encoding from the first byte on, and
 * those characters folded.
 *
 *   bytes     BE F8 A1 A1 C3 DC A1 EF      read as GB18030
 *   raw       绝    U+3000 密  ★           each with the offset of its bytes
 *   left_out  -     yes   -    -           a separator inside a searched word
 *   cps       绝           密  ★           folded; `raw_of` leads back
 *
 * Characters come from iconv, one at a time; nothing of match/ or confirm/ is used.
 */
#ifndef LS_TESTS_READING_H
#define LS_TESTS_READING_H

#include "base/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reading {
    enum ls_encoding enc;
    const uint8_t *bytes;
    size_t len;
    uint32_t *raw;
    size_t *raw_off;  /* raw_n + 1: character i is bytes [raw_off[i], raw_off[i + 1]) */
    uint32_t *spells; /* the one character that it folds to; 0: none, several, or it is a sign */
    bool *left_out;
    bool *shadow; /* a word that begins here is to be read in the other byte order */
    size_t raw_n;
    uint32_t *cps;
    size_t *raw_of;
    size_t n;
};

/* Reads bytes[first..len); `first` is 1 for UTF-16 at odd offsets, else 0. */
void reading_take(struct reading *r, enum ls_encoding enc, size_t first, const uint8_t *bytes,
                  size_t len);

/* Whether raw character i may be the folded character of a searched word. */
bool reading_spells(const struct reading *r, size_t i, uint32_t folded);

/* Folds what was taken, without the separators in `left_out`. */
void reading_fold(struct reading *r);

void reading_drop(struct reading *r);

/* Offset of folded character i, and the offset behind it. */
size_t reading_off(const struct reading *r, size_t i);
size_t reading_end(const struct reading *r, size_t i);

/* The first folded character whose raw character is `raw` or comes behind it. */
size_t reading_at(const struct reading *r, size_t raw);

/* The first raw character that begins at byte `off` or behind it. */
size_t reading_raw_at(const struct reading *r, size_t off);

void *reading_room(size_t n, size_t size); /* zeroed; ends the program when there is no memory */

#endif
