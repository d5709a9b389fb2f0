/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arrays one behind the other, so that a program can take them from its cache as they lie there:
 *
 *   | bytes of the array (8) | its elements, filled up to a multiple of 8 | the next one ...
 *
 * Elements are as this machine has them in memory, without gaps between their members.
 */
#ifndef LS_MATCH_SECTIONS_H
#define LS_MATCH_SECTIONS_H

#include "base/buf.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>

struct ls_result ls_section_put(struct ls_buf *out, const void *at, size_t n,
                                size_t size) LS_MUST_USE;

/* What has not been taken yet; begins at a multiple of 8 in memory. */
struct ls_sections {
    char *at;
    size_t len;
};

/* The next array: `n` elements of `size` bytes, in place. False when that is not there. */
bool ls_section_take(struct ls_sections *sections, size_t size, void **at, size_t *n);

/* The same, copied to where there is room for `n` elements, which it must have. */
bool ls_section_copy(struct ls_sections *sections, size_t size, void *to, size_t n);

#endif
