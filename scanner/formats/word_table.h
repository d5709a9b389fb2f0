/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of words that are known beforehand, as those of an XML vocabulary.
 */
#ifndef LS_FORMATS_WORD_TABLE_H
#define LS_FORMATS_WORD_TABLE_H

#include "base/place.h"

#include <stddef.h>

/*
 * The entry of `word`, or NULL. `table` has n entries of `size` bytes that begin with their word as
 * a struct ls_str, shorter words first, words of one length in the order of their bytes.
 */
const void *ls_word_find(const void *table, size_t n, size_t size, struct ls_str word);

#endif
