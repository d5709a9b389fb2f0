/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One text in all the ways it may stand in a file: each encoding, each script.
 *
 *   text      机密★长期
 *   round 0   机密★长期                as written, where the encoding has every character
 *   round 1   機密★長期 …              each Chinese character by its next variant
 *
 * In Big5, which has no simplified characters, round 0 takes for each character the first variant
 * that it has. Letters, digits and signs are never varied.
 */
#ifndef LS_RULES_SPELL_H
#define LS_RULES_SPELL_H

#include "base/buf.h"
#include "base/encoding.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_SPELL_CHARS_MAX = 4096,  /* characters of one text */
    LS_SPELL_VARIANTS_MAX = 32, /* characters that fold to the same one */
};

struct ls_speller {
    uint32_t chars[LS_SPELL_CHARS_MAX]; /* as written */
    size_t n;
    size_t rounds;                                         /* after so many nothing new comes */
    uint8_t bytes[LS_SPELL_CHARS_MAX * LS_CHAR_BYTES_MAX]; /* the last spelling … */
    size_t len;
    uint32_t offsets[LS_SPELL_CHARS_MAX + 1]; /* … and where each character begins */
};

/* Takes a UTF-8 text; false when it is too long. */
bool ls_speller_take(struct ls_speller *speller, const char *text);

/*
 * Spells the text in `enc`: all characters by the variant of that round, or the one at `only`
 * alone (SIZE_MAX: all). Only variants that also stand in the repertoire of `as` are counted: with
 * LS_ENC_BIG5 that is the traditional spelling, in any encoding. False when a character has no
 * variant in both.
 */
bool ls_speller_spell(struct ls_speller *speller, enum ls_encoding enc, enum ls_encoding as,
                      size_t round, size_t only);

/* How many variants the character at `i` has. */
size_t ls_speller_variants(const struct ls_speller *speller, size_t i);

/* The character that begins at byte `off`; SIZE_MAX when none does. The end counts as one. */
size_t ls_speller_char_at(const struct ls_speller *speller, uint64_t off);

#endif
