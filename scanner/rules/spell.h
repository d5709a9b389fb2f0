/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One text in all the ways it may stand in a file: each encoding, each script.
 *
 *   written       机密★长期
 *   traditional   機密★長期           the characters that Big5 has for daily use
 *   simplified    机密★长期
 *   variants      機宻★长期           chosen characters by their k-th variant, whatever it is
 *
 * Where an encoding lacks a character, the next variant that it has stands in: all of Big5 is
 * spelled that way. Letters, digits and signs are never varied.
 */
#ifndef LS_RULES_SPELL_H
#define LS_RULES_SPELL_H

#include "base/encoding.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_SPELL_CHARS_MAX = 4096,  /* characters of one text */
    LS_SPELL_VARIANTS_MAX = 32, /* characters that fold to the same one */
};

enum ls_script {
    LS_SCRIPT_WRITTEN,
    LS_SCRIPT_SIMPLIFIED,
    LS_SCRIPT_TRADITIONAL, /* in rounds: one simplified character may stand for several */
    LS_SCRIPT_VARIANTS,    /* in rounds, of the characters in `vary` */
};

struct ls_speller {
    uint32_t chars[LS_SPELL_CHARS_MAX]; /* as written */
    size_t n;
    bool vary[LS_SPELL_CHARS_MAX]; /* set by the caller for LS_SCRIPT_VARIANTS; cleared by take */
    uint8_t bytes[LS_SPELL_CHARS_MAX * LS_CHAR_BYTES_MAX]; /* the last spelling … */
    size_t len;
    uint32_t offsets[LS_SPELL_CHARS_MAX + 1]; /* … and where each character begins */
};

/* Takes a UTF-8 text; false when it is too long. */
bool ls_speller_take(struct ls_speller *speller, const char *text);

/* Spells the text. False when the encoding has no variant of some character. */
bool ls_speller_spell(struct ls_speller *speller, enum ls_encoding enc, enum ls_script script,
                      size_t round);

/* After so many rounds nothing new comes. */
size_t ls_speller_rounds(const struct ls_speller *speller, enum ls_script script);

/* How many variants the character at `i` has. */
size_t ls_speller_variants(const struct ls_speller *speller, size_t i);

/* The character that begins at byte `off`; SIZE_MAX when none does. The end counts as one. */
size_t ls_speller_char_at(const struct ls_speller *speller, uint64_t off);

/*
 * The characters of daily use in traditional script that fold to `cp`: those of level 1 of Big5,
 * or of level 2 where level 1 has none. Returns how many were written to `out`; none for a
 * character that Big5 does not have.
 */
size_t ls_spell_traditional(uint32_t cp, uint32_t out[LS_SPELL_VARIANTS_MAX]);

#endif
