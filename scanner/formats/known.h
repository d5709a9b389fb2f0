/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of 64-bit values, mostly hashes (base/fnv.h) of what has been said or read, so that what
 * comes again is not told again. Begins with zeros, but for its limit. One thread at a time.
 */
#ifndef LS_FORMATS_KNOWN_H
#define LS_FORMATS_KNOWN_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_KNOWN_MAX = 4 << 20 };

struct ls_known {
    uint64_t *at;  /* open addressing; 0: free */
    size_t n, cap; /* cap: a power of two, or 0 */
    size_t limit;  /* values; further ones are not known, so they are told. 0: LS_KNOWN_MAX */
};

void ls_known_fini(struct ls_known *known);
/* Nothing is known any more. */
void ls_known_clear(struct ls_known *known);
/* Adds a value; *news: it was not there. */
struct ls_result ls_known_add(struct ls_known *known, uint64_t value, bool *news) LS_MUST_USE;
bool ls_known_has(const struct ls_known *known, uint64_t value);

#endif
