/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of the alphabets that know capitals: Latin, Greek, Cyrillic. Pure functions, any thread.
 */
#ifndef LS_MATCH_LETTERS_H
#define LS_MATCH_LETTERS_H

#include "rules/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Nothing but ASCII, letters with capitals, and accents that stand behind their letter. */
bool ls_letters_only(const struct ls_word *word);

/* The capital of a folded letter; the character itself where it has none. */
uint32_t ls_letters_capital(uint32_t cp);

enum { LS_LETTERS_WAYS_MAX = 8 };

/*
 * The ways that a word is written in small letters and capitals, each folded_n characters to
 * out[i]; returns their number. ASCII letters stay small, for they are searched in either case. Of
 * a word with many other letters these ways are known: small, CAPITALS, First, Each Word.
 */
size_t ls_letters_ways(const struct ls_word *word,
                       uint32_t out[LS_LETTERS_WAYS_MAX][LS_RULE_WORD_CHARS_MAX]);

#endif
