/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the next signature of a ZIP archive stands; all begin with "PK". Sixteen places at a time
 * with SSE2, which every x86-64 has.
 */
#ifndef LS_FORMATS_ZIP_FIND_H
#define LS_FORMATS_ZIP_FIND_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* The first "PK" in p[0..len), or NULL. */
static inline const uint8_t *zip_find_pk(const uint8_t *p, size_t len)
{
#if defined(__SSE2__)
    for (; len > 16; p += 16, len -= 16) {
        __m128i here = _mm_loadu_si128((const __m128i *)(const void *)p);
        __m128i next = _mm_loadu_si128((const __m128i *)(const void *)(p + 1));
        int found = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(here, _mm_set1_epi8('P')),
                                                    _mm_cmpeq_epi8(next, _mm_set1_epi8('K'))));
        if (found)
            return p + __builtin_ctz((unsigned)found);
    }
#endif
    for (size_t i = 0; i + 1 < len; i++)
        if (p[i] == 'P' && p[i + 1] == 'K')
            return p + i;
    return NULL;
}

/* The first place of the four bytes "PK.." of a signature, or NULL. */
static inline const uint8_t *zip_find(const uint8_t *p, size_t len, const char *signature)
{
    const uint8_t *end = p + len;
    while ((p = zip_find_pk(p, (size_t)(end - p)))) {
        if (end - p >= 4 && memcmp(p, signature, 4) == 0)
            return p;
        p++;
    }
    return NULL;
}

#endif
