/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of Chinese, Japanese and Korean characters in text that has the shape of UTF-8.
 *
 * The multi-pattern engine looks at bytes, and in UTF-8 the bytes of these scripts are much alike:
 * with a few thousand words most of its time goes into what looks like one and is none. Here two
 * neighbouring characters are looked up at once. Each string lends the pair of its characters that
 * is rarest in running text; where it stands in the text, the strings it was lent by are compared.
 * Strings with a blank or the end of a line in the middle lend the characters on both sides of it.
 *
 * Built once, then immutable and shared.
 */
#ifndef LS_MATCH_PAIRS_H
#define LS_MATCH_PAIRS_H

#include "base/result.h"
#include "match/database.h"
#include "match/sections.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_pairs;

/*
 * Do two characters of words, of three bytes each, stand side by side in this UTF-8, or with a few
 * blanks between them of which the first is a blank of ASCII or the end of a line?
 */
bool ls_pairs_hold(const uint8_t *bytes, size_t len);

/* Of the strings that are `paired`; `lower` has to outlive the pairs. */
struct ls_result ls_pairs_new(const struct ls_lower *lower, struct ls_pairs **pairs) LS_MUST_USE;
void ls_pairs_free(struct ls_pairs *pairs);

/*
 * Keeps the pairs, and takes kept ones where they lie: that has to outlive the pairs, as `lower`
 * has, which must be the same as it was. BAD/LS_E_MALFORMED when it is not.
 */
struct ls_result ls_pairs_save(const struct ls_pairs *pairs, struct ls_buf *out) LS_MUST_USE;
struct ls_result ls_pairs_take(const struct ls_lower *lower, struct ls_sections *in,
                               struct ls_pairs **pairs) LS_MUST_USE;

/*
 * Tells the listener about each paired string that lies in bytes[0..len), in no particular order.
 * The bytes have the shape of UTF-8.
 */
void ls_pairs_scan(const struct ls_pairs *pairs, const uint8_t *bytes, size_t len,
                   struct ls_database_listener *listener);

#endif
