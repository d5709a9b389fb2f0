/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A set of 64-bit values: what has been said and read, so that an earlier version of a file adds
 * only what is news. One thread at a time.
 */
#ifndef LS_FORMATS_PDF_KNOWN_H
#define LS_FORMATS_PDF_KNOWN_H

#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LS_PDF_HASH_START UINT64_C(0xcbf29ce484222325) /* FNV-1a */

enum { LS_PDF_KNOWN_MAX = 4 << 20 }; /* values; further ones are not known, so they are told */

struct ls_pdf_known {
    uint64_t *at; /* open addressing; 0: free */
    size_t n, cap;
};

static inline uint64_t ls_pdf_hash_byte(uint64_t hash, uint8_t byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

static inline uint64_t ls_pdf_hash_word(uint64_t hash, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        hash = ls_pdf_hash_byte(hash, (uint8_t)(word >> 8 * i));
    return hash;
}

static inline uint64_t ls_pdf_hash(const char *bytes, size_t len)
{
    uint64_t hash = LS_PDF_HASH_START;
    for (size_t i = 0; i < len; i++)
        hash = ls_pdf_hash_byte(hash, (uint8_t)bytes[i]);
    return hash;
}

void ls_pdf_known_fini(struct ls_pdf_known *known);
/* Adds a value; *news: it was not there. */
struct ls_result ls_pdf_known_add(struct ls_pdf_known *known, uint64_t value,
                                  bool *news) LS_MUST_USE;
bool ls_pdf_known_has(const struct ls_pdf_known *known, uint64_t value);

#endif
