/* SPDX-License-Identifier: Apache-2.0 */
/* What has been said and read, so that an earlier version of a file adds only what is news. */
#ifndef LS_FORMATS_PDF_KNOWN_H
#define LS_FORMATS_PDF_KNOWN_H

#include "formats/known.h"

#define LS_PDF_HASH_START LS_KNOWN_HASH

struct ls_pdf_known {
    struct ls_known set;
};

static inline uint64_t ls_pdf_hash_byte(uint64_t hash, uint8_t byte)
{
    return ls_known_hash_byte(hash, byte);
}

static inline uint64_t ls_pdf_hash_word(uint64_t hash, uint64_t word)
{
    for (int i = 0; i < 8; i++)
        hash = ls_pdf_hash_byte(hash, (uint8_t)(word >> 8 * i));
    return hash;
}

static inline uint64_t ls_pdf_hash(const char *bytes, size_t len)
{
    return ls_known_hash(bytes, len);
}

static inline void ls_pdf_known_fini(struct ls_pdf_known *known)
{
    ls_known_fini(&known->set);
}

/* Adds a value; *news: it was not there. */
static inline struct ls_result ls_pdf_known_add(struct ls_pdf_known *known, uint64_t value,
                                                bool *news)
{
    return ls_known_add(&known->set, value, news);
}

#endif
