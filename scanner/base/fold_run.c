/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   bytes       E7 BB 9D E5 AF 86 E2 98 85 ...    up to sixteen characters of three bytes
 *   one lane    E7 BB 9D -> 7EDD                  for each; how many are such characters is
 *   fold        page, column -> + delta           counted at the end, and the rest forgotten
 *
 * Characters of other lengths, and all of them without AVX-512, are read one by one.
 */
#include "base/fold_run.h"

#include "base/encoding.h"
#include "base/fold.h"
#include "base/tables_priv.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/* As ls_fold_run_fn, but may stop anywhere. */
typedef size_t wide_fn(const uint8_t *bytes, size_t len, uint32_t base, const struct ls_folded *to);

INLINE size_t decode_one(const uint8_t *b, size_t len, uint32_t *cp)
{
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    if ((b[0] & 0xF0) == 0xE0 && len >= 3 && (b[1] & 0xC0) == 0x80 && (b[2] & 0xC0) == 0x80) {
        *cp = (b[0] & 0x0FU) << 12 | (b[1] & 0x3FU) << 6 | (b[2] & 0x3FU);
        if (*cp >= 0x800 && *cp - 0xD800 >= 0x800)
            return 3;
    }
    return ls_decode_char(LS_ENC_UTF8, b, len, cp);
}

/* Tries `wide` wherever three bytes may begin, and reads the characters between one by one. */
INLINE size_t run_by(wide_fn *wide, const uint8_t *bytes, size_t len, uint32_t base,
                     const struct ls_folded *to)
{
    size_t n = 0;
    for (size_t at = 0; at < len && n < to->max;) {
        if (wide && bytes[at] >= 0xE0) {
            const struct ls_folded rest = {to->cps + n, to->off + n, to->end + n, to->max - n};
            size_t more = wide(bytes + at, len - at, base + (uint32_t)at, &rest);
            n += more;
            at += 3 * more;
            if (at == len || n == to->max)
                break;
        }
        uint32_t raw;
        size_t taken = decode_one(bytes + at, len - at, &raw);
        uint32_t folded = ls_fold_simple(raw);
        if (folded <= ' ')
            break;
        to->cps[n] = folded;
        to->off[n] = base + (uint32_t)at;
        at += taken;
        to->end[n++] = base + (uint32_t)at;
    }
    return n;
}

static size_t run_portable(const uint8_t *bytes, size_t len, uint32_t base,
                           const struct ls_folded *to)
{
    return run_by(NULL, bytes, len, base, to);
}

#if defined(__x86_64__)
#define WITH_AVX512 __attribute__((target("avx512f,avx512bw,avx512vbmi,bmi")))

enum { LANES = 16, FULL_WIDTH = 0xFF01 /* forms of '!' to '~' */ };

/* The three bytes of each character in a lane of its own, the first one on top. */
WITH_AVX512 static inline __m512i spread(__m512i x)
{
    const __m512i from = _mm512_set_epi32(
        0x2D2E2F, 0x2A2B2C, 0x272829, 0x242526, 0x212223, 0x1E1F20, 0x1B1C1D, 0x18191A, 0x151617,
        0x121314, 0x0F1011, 0x0C0D0E, 0x090A0B, 0x060708, 0x030405, 0x000102);
    return _mm512_maskz_permutexvar_epi8(0x7777777777777777u, from, x);
}

/* Lanes whose character folds to itself. Where the look-up is a macro, it converts a mask. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
WITH_AVX512 static inline __mmask16 fold_to_themselves(__m512i cps)
{
    __m512i bits = _mm512_i32gather_epi32(_mm512_srli_epi32(cps, 5), ls_fold_same, 4);
    __m512i bit = _mm512_and_si512(cps, _mm512_set1_epi32(31));
    return _mm512_test_epi32_mask(bits, _mm512_sllv_epi32(_mm512_set1_epi32(1), bit));
}
#pragma GCC diagnostic pop

WITH_AVX512 static inline size_t wide_avx512(const uint8_t *bytes, size_t len, uint32_t base,
                                             const struct ls_folded *to)
{
    const __m512i leads =
        _mm512_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45);
    size_t most = len / 3 < to->max ? len / 3 : to->max, n = 0;
    while (most - n > 0) {
        size_t left = most - n < LANES ? most - n : LANES;
        __mmask64 there = (UINT64_C(1) << (3 * left)) - 1;
        __m512i x = spread(_mm512_maskz_loadu_epi8(there, bytes + 3 * n));
        __mmask16 ok = _mm512_cmpeq_epi32_mask(_mm512_and_si512(x, _mm512_set1_epi32(0xF0C0C0)),
                                               _mm512_set1_epi32(0xE08080));
        __m512i cps = _mm512_or_si512(
            _mm512_and_si512(x, _mm512_set1_epi32(0x3F)),
            _mm512_or_si512(_mm512_and_si512(_mm512_srli_epi32(x, 2), _mm512_set1_epi32(0xFC0)),
                            _mm512_and_si512(_mm512_srli_epi32(x, 4), _mm512_set1_epi32(0xF000))));
        ok &= _mm512_cmpge_epu32_mask(cps, _mm512_set1_epi32(0x800));
        ok &= _mm512_cmpge_epu32_mask(_mm512_sub_epi32(cps, _mm512_set1_epi32(0xD800)),
                                      _mm512_set1_epi32(0x800));
        __m512i ascii = _mm512_sub_epi32(cps, _mm512_set1_epi32(FULL_WIDTH - '!'));
        __m512i letter = _mm512_sub_epi32(ascii, _mm512_set1_epi32('A'));
        __mmask16 full = _mm512_cmple_epu32_mask(
            _mm512_sub_epi32(cps, _mm512_set1_epi32(FULL_WIDTH)), _mm512_set1_epi32('~' - '!'));
        __mmask16 capital = _mm512_cmple_epu32_mask(letter, _mm512_set1_epi32('Z' - 'A'));
        ok &= full | fold_to_themselves(cps);
        __m512i folded = _mm512_mask_mov_epi32(cps, full, ascii);
        folded =
            _mm512_mask_add_epi32(folded, full & capital, folded, _mm512_set1_epi32('a' - 'A'));
        __mmask16 keep = (__mmask16)((ok ^ (ok + 1u)) >> 1); /* up to the first that is not */
        __m512i off = _mm512_add_epi32(leads, _mm512_set1_epi32((int)(base + 3 * (uint32_t)n)));
        _mm512_mask_storeu_epi32(to->cps + n, keep, folded);
        _mm512_mask_storeu_epi32(to->off + n, keep, off);
        _mm512_mask_storeu_epi32(to->end + n, keep, _mm512_add_epi32(off, _mm512_set1_epi32(3)));
        if (keep != 0xFFFF) /* foreseen, so that the next sixteen need not wait for these */
            return n + (size_t)__builtin_popcount(keep);
        n += LANES;
    }
    return n;
}

WITH_AVX512 static size_t run_avx512(const uint8_t *bytes, size_t len, uint32_t base,
                                     const struct ls_folded *to)
{
    return run_by(wide_avx512, bytes, len, base, to);
}
#endif

size_t ls_fold_run_ways(ls_fold_run_fn *ways[LS_FOLD_RUN_WAYS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("bmi"))
        ways[n++] = run_avx512;
#endif
    ways[n++] = run_portable;
    return n;
}

size_t ls_fold_run_utf8(const uint8_t *bytes, size_t len, uint32_t base, const struct ls_folded *to)
{
    ls_fold_run_fn *ways[LS_FOLD_RUN_WAYS_MAX];
    ls_fold_run_ways(ways);
    return ways[0](bytes, len, base, to);
}
