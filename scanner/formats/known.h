/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of 64-bit values, mostly hashes of what has been said or read, so that what comes again is
 * not told again. Begins with zeros, but for its limit. One thread at a time.
 */
#ifndef LS_FORMATS_KNOWN_H
#define LS_FORMATS_KNOWN_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_KNOWN_HASH UINT64_C(0xcbf29ce484222325) /* FNV-1a begins so */

enum { LS_KNOWN_MAX = 4 << 20 };

struct ls_known {
    uint64_t *at;  /* open addressing; 0: free */
    size_t n, cap; /* cap: a power of two, or 0 */
    size_t limit;  /* values; further ones are not known, so they are told. 0: LS_KNOWN_MAX */
};

static inline uint64_t ls_known_hash_byte(uint64_t hash, uint8_t byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

static inline uint64_t ls_known_hash(const void *bytes, size_t len)
{
    uint64_t hash = LS_KNOWN_HASH;
    for (size_t i = 0; i < len; i++)
        hash = ls_known_hash_byte(hash, ((const uint8_t *)bytes)[i]);
    return hash;
}

void ls_known_fini(struct ls_known *known);
/* Nothing is known any more. */
void ls_known_clear(struct ls_known *known);
/* Adds a value; *news: it was not there. */
struct ls_result ls_known_add(struct ls_known *known, uint64_t value, bool *news) LS_MUST_USE;
bool ls_known_has(const struct ls_known *known, uint64_t value);

#endif
