/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digits and Latin letters in UTF-16 can be read in both byte orders, one byte apart:
 *
 *   bytes   AB 8B 3A 00 31 00 32 00 33 00 2D 4E
 *   LE                  [1   ][2   ][3   ]
 *   BE               [1   ][2   ][3   ]
 *
 * Only one of the two is the text; the other is its shadow: of two readings, the one with less text
 * in and around it; when that is equal, the one at an odd offset. bytes[0] stands at an even offset
 * of its object.
 */
#ifndef LS_MATCH_SHADOWS_H
#define LS_MATCH_SHADOWS_H

#include "match/digits.h"
#include "match/match.h"

/* Brings the runs in order of their ends and drops the shadows. */
void ls_shadows_drop(const uint8_t *bytes, size_t len, ls_digit_runs *runs);

/* The same for a word: is list->anchors[i] the shadow of another one? Reads 32 bytes either side.
 */
bool ls_shadows_is_one(const uint8_t *bytes, size_t len, const struct ls_matcher *matcher,
                       const struct ls_match_list *list, size_t i);

#endif
