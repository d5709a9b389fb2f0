/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reference text: endless Chinese prose in the manner of laws, the same on every machine.
 *
 * `leakscan rules check` measures on it what a rule costs, and the tests and the bench take their
 * input from it. Titles, chapters, numbered articles of 60 to 400 characters, items, dates and
 * numbers; words and characters fall off as Zipf's law has it, in an order counted on statutes.
 * It says nothing and holds no mark, but it mentions the grade words now and then, as law text
 * does.
 */
#ifndef LS_RULES_REFTEXT_H
#define LS_RULES_REFTEXT_H

#include "base/result.h"

#include <stddef.h>
#include <stdint.h>

enum { LS_REFTEXT_MENTIONS = 40 }; /* about what statutes hold, per million bytes */

struct ls_reftext;

/* `mentions`: grade words in the midst of sentences, per 1,000,000 bytes; 0 for none at all. */
struct ls_result ls_reftext_new(uint64_t seed, uint32_t mentions,
                                struct ls_reftext **text) LS_MUST_USE;
void ls_reftext_free(struct ls_reftext *text);

/*
 * The next line, UTF-8 with its line feed (an article is followed by an empty line). Returns its
 * length in bytes, > 0; `*line` is valid until the next call. One thread at a time.
 */
size_t ls_reftext_line(struct ls_reftext *text, const char **line);

/*
 * Fills out[0..len) with the next lines. The last one is cut between characters where it does not
 * fit, and line feeds take the bytes left over.
 */
void ls_reftext_fill(struct ls_reftext *text, char *out, size_t len);

#endif
