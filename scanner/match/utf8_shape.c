/* SPDX-License-Identifier: Apache-2.0 */
#include "match/utf8_shape.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* 64 bytes, bit 0 for the first: those with bit 7, and of these the ones with 6, 5, 4, 3 as well.
 */
struct masks {
    uint64_t high, lead, lead3, lead4, none;
};

typedef struct masks masks_fn(const uint8_t *bytes);

static uint64_t top_bits(uint64_t x)
{
    return ((x & 0x8080808080808080u) >> 7) * 0x0102040810204080u >> 56;
}

static struct masks masks_portable(const uint8_t *bytes)
{
    struct masks m = {0};
    for (unsigned k = 0; k < 64; k += 8, bytes += 8) {
        uint64_t x = 0;
        for (unsigned b = 8; b-- > 0;)
            x = x << 8 | bytes[b];
        if (!(x & 0x8080808080808080u))
            continue;
        m.high |= top_bits(x) << k;
        m.lead |= top_bits(x & x << 1) << k;
        m.lead3 |= top_bits(x & x << 1 & x << 2) << k;
        m.lead4 |= top_bits(x & x << 1 & x << 2 & x << 3) << k;
        m.none |= top_bits(x & x << 1 & x << 2 & x << 3 & x << 4) << k;
    }
    return m;
}

#if defined(__x86_64__)
/* A shift of 16-bit lanes brings bits 6 to 3 of each byte to its top. */
__attribute__((target("avx2"))) static struct masks masks_avx2(const uint8_t *bytes)
{
    struct masks m = {0};
    for (unsigned k = 0; k < 64; k += 32, bytes += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
        uint64_t high = (uint32_t)_mm256_movemask_epi8(x);
        uint64_t lead = high & (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(x, 1));
        uint64_t lead3 = lead & (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(x, 2));
        uint64_t lead4 = lead3 & (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(x, 3));
        uint64_t none = lead4 & (uint32_t)_mm256_movemask_epi8(_mm256_slli_epi16(x, 4));
        m.high |= high << k;
        m.none |= none << k;
        m.lead |= lead << k;
        m.lead3 |= lead3 << k;
        m.lead4 |= lead4 << k;
    }
    return m;
}

__attribute__((target("avx512bw"))) static struct masks masks_avx512(const uint8_t *bytes)
{
    __m512i x = _mm512_loadu_si512(bytes);
    return (struct masks){
        .high = _mm512_movepi8_mask(x),
        .lead = _mm512_cmpge_epu8_mask(x, _mm512_set1_epi8((char)0xC0)),
        .lead3 = _mm512_cmpge_epu8_mask(x, _mm512_set1_epi8((char)0xE0)),
        .lead4 = _mm512_cmpge_epu8_mask(x, _mm512_set1_epi8((char)0xF0)),
        .none = _mm512_cmpge_epu8_mask(x, _mm512_set1_epi8((char)0xF8)),
    };
}
#endif

/* Where continuation bytes have to stand and do not, or the other way round; and F8 to FF. */
static inline __attribute__((always_inline)) uint64_t wrong_in(const struct masks *m,
                                                               const struct masks *before)
{
    uint64_t due = m->lead << 1 | before->lead >> 63 | m->lead3 << 2 | before->lead3 >> 62 |
                   m->lead4 << 3 | before->lead4 >> 61;
    return (due ^ (m->high & ~m->lead)) | m->none;
}

/* Inlined once for each width of register. */
static inline __attribute__((always_inline)) bool shaped_by(masks_fn *masks_of,
                                                            const uint8_t *bytes, size_t len)
{
    enum { PART = 1024 }; /* bytes between two decisions */
    struct masks before = {0};
    size_t at = 0;
    while (at < 3 && at < len && (bytes[at] & 0xC0) == 0x80)
        at++;
    while (len - at >= 64) {
        uint64_t wrong = 0;
        size_t end = len - at < PART ? at + (len - at) / 64 * 64 : at + PART;
        for (; at < end; at += 64) {
            struct masks m = masks_of(bytes + at);
            wrong |= wrong_in(&m, &before);
            before = m;
        }
        if (wrong)
            return false;
    }
    struct masks m = masks_of(bytes + at);
    return (wrong_in(&m, &before) & ((UINT64_C(1) << (len - at)) - 1)) == 0;
}

static bool shaped_portable(const uint8_t *bytes, size_t len)
{
    return shaped_by(masks_portable, bytes, len);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static bool shaped_avx2(const uint8_t *bytes, size_t len)
{
    return shaped_by(masks_avx2, bytes, len);
}

__attribute__((target("avx512bw"))) static bool shaped_avx512(const uint8_t *bytes, size_t len)
{
    return shaped_by(masks_avx512, bytes, len);
}
#endif

size_t ls_utf8_shape_ways(ls_utf8_shape_fn *ways[LS_UTF8_SHAPE_WAYS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw"))
        ways[n++] = shaped_avx512;
    if (__builtin_cpu_supports("avx2"))
        ways[n++] = shaped_avx2;
#endif
    ways[n++] = shaped_portable;
    return n;
}

bool ls_utf8_shaped(const uint8_t *bytes, size_t len)
{
    ls_utf8_shape_fn *ways[LS_UTF8_SHAPE_WAYS_MAX];
    ls_utf8_shape_ways(ways);
    return ways[0](bytes, len);
}

/* From each number of continuation bytes that may be due at the start, as a set of numbers. */
bool ls_utf8_shape_holds(const uint8_t *bytes, size_t len)
{
    unsigned due = 0xF; /* bit n: n bytes may be due */
    for (size_t i = 0; i < len && due; i++) {
        uint8_t b = bytes[i];
        if ((b & 0xC0) == 0x80)
            due >>= 1;
        else if (!(due & 1) || b >= 0xF8)
            due = 0;
        else
            due = 1u << (b < 0x80 ? 0 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3);
    }
    return due != 0;
}
