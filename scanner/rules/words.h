/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text of a pack as characters, and as what folding makes of them.
 */
#ifndef LS_RULES_WORDS_H
#define LS_RULES_WORDS_H

#include "base/arena.h"
#include "rules/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The code points of a NUL-terminated UTF-8 string; at most `max` are written to `out`. Returns how
 * many there are, which may be more than `max`. Broken bytes count as LS_CHAR_BAD.
 */
size_t ls_text_chars(const char *text, uint32_t *out, size_t max);

/*
 * Folds `text` (which must live as long as the word). Returns NULL, or what a word has to be for
 * people ("without blanks at its ends"); out of memory is the same with *word empty and the text
 * LS_WORD_NO_MEMORY.
 */
const char *ls_word_make(struct ls_arena *arena, const char *text, struct ls_word *word);

extern const char LS_WORD_NO_MEMORY[];

/*
 * So many spellings of one word are searched in every mixture of script variants; of a word with
 * more, those in one script throughout. Words of more than two characters that count only together
 * with others (`terms`, `evidence`) are not hidden by mixing scripts, and there are many of them.
 */
size_t ls_word_mixtures_max(const struct ls_word *word, bool together);

/* A two-byte string would be everywhere: two Chinese characters or three letters are the least. */
bool ls_word_is_long_enough(const struct ls_word *word);

#endif
