/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes texts from templates, at random and the same again for the same seed.
 *
 *   {a|b|c}        one of them
 *   {?text}        this, or nothing
 *   {3-6*text}     three to six times, anew each time
 *   {~a|b|c}       all, in any order          {2-3~a|b|c}  so many of them, in any order
 *   {2-3!a|b|c}    so many of them, in this order
 *                  behind ~ or ! may stand ^text^, which is written between them
 *   {#1-12}        a number; as many digits at least as there are #
 *   {=text}        a mark: what must be found
 *   {%5-9%6-8|!head=cell|head=cell}
 *                  a table: a row of heads, 5 to 9 rows of cells, 6 to 8 columns of these; those
 *                  with ! always. Cells end in a tab, rows in a line feed.
 *   $word          what the list of words has under this name
 *   $word2         the same, and the same again wherever $word2 stands
 *   \x             x
 *
 * A word's text is a template too. These are computed: $resident (a number of a resident identity
 * card that checks), $card (of a bank card), $uscc (of a company), $n (1, 2, 3 …), $n0 (begins
 * anew).
 */
#ifndef LS_GENERATE_PHRASE_H
#define LS_GENERATE_PHRASE_H

#include "base/buf.h"

#include <stdint.h>

/* Around a mark, in what is written. */
#define LS_PHRASE_MARK '\x01'
#define LS_PHRASE_MARK_END '\x02'

struct ls_phrase_word {
    const char *name, *text;
};

/* Lists of words, each ended by one without a name. */
extern const struct ls_phrase_word ls_words_general[], ls_words_papers[];

/* Appends the text; templates are ours, and a wrong one ends the program. */
void ls_phrase_write(const char *template, uint64_t seed, struct ls_buf *out);

/* Numbers whose check digits fit. */
void ls_phrase_resident(uint64_t *rng, struct ls_buf *out);
void ls_phrase_card(uint64_t *rng, struct ls_buf *out);
void ls_phrase_uscc(uint64_t *rng, struct ls_buf *out);

#endif
