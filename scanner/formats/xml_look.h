/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at bytes of a tag many at a time: where are quotes and angle brackets, and is there
 * anything that does not stand for itself? With SSE2, which every x86-64 has, else one by one.
 */
#ifndef LS_FORMATS_XML_LOOK_H
#define LS_FORMATS_XML_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { LS_XML_LOOK = 64, LS_XML_GLANCE = 16 };

/* One bit for each byte, the lowest for the first. */
struct ls_xml_marks {
    uint64_t ends; /* '<', '>', '"', '\'' */
    uint64_t odd;  /* control characters, '&', and what is no ASCII */
};

#if defined(__SSE2__)
static inline void ls_xml_look_16(const char *p, unsigned at, struct ls_xml_marks *marks)
{
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i angle = _mm_cmpeq_epi8(_mm_or_si128(v, _mm_set1_epi8(2)), _mm_set1_epi8('>'));
    __m128i quote =
        _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('"')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\'')));
    /* As signed numbers, bytes from 0x80 on are less than a blank. */
    __m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, _mm_set1_epi8(' ')),
                               _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('&')),
                                            _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7F))));
    marks->ends |= (uint64_t)(unsigned)_mm_movemask_epi8(_mm_or_si128(angle, quote)) << at;
    marks->odd |= (uint64_t)(unsigned)_mm_movemask_epi8(odd) << at;
}
#endif

/* The first min(len, LS_XML_LOOK) bytes. */
static inline struct ls_xml_marks ls_xml_look(const char *p, size_t len)
{
    struct ls_xml_marks marks = {0, 0};
    size_t n = len < LS_XML_LOOK ? len : LS_XML_LOOK, i = 0;
#if defined(__SSE2__)
    for (; n - i >= 16; i += 16)
        ls_xml_look_16(p + i, (unsigned)i, &marks);
#endif
    for (; i < n; i++) {
        unsigned char c = (unsigned char)p[i];
        marks.ends |= (uint64_t)(c == '<' || c == '>' || c == '"' || c == '\'') << i;
        marks.odd |= (uint64_t)(c < ' ' || c == '&' || c >= 0x7F) << i;
    }
    return marks;
}

/* Where in p[0..len) the first `c` stands, which is near in most cases; len: nowhere. */
static inline size_t ls_xml_find_near(const char *p, size_t len, char c)
{
    size_t at = 0;
#if defined(__SSE2__)
    for (; len - at >= 16 && at < 48; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        int found = _mm_movemask_epi8(_mm_cmpeq_epi8(v, _mm_set1_epi8(c)));
        if (found)
            return at + (size_t)__builtin_ctz((unsigned)found);
    }
#endif
    const char *end = len - at ? memchr(p + at, c, len - at) : NULL;
    return end ? (size_t)(end - p) : len;
}

#endif
