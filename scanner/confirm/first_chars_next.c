/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The look at each character of a text. With AVX-512 at sixteen of them: the sets are few enough
 * words to be looked up in registers.
 */
#include "confirm/first_chars.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static bool has_bit(const uint64_t *bits, uint32_t i)
{
    return bits[i / 64] >> (i % 64) & 1;
}

static size_t next_portable(const struct ls_first_chars *first, const uint32_t *text, size_t at,
                            size_t end, size_t to)
{
    for (; at < end; at++) {
        uint32_t hash = ls_first_chars_hash(text[at]);
        if (!has_bit(first->first, hash))
            continue;
        if (has_bit(first->alone, hash) ||
            (at + 1 < to &&
             has_bit(first->pairs, ls_first_chars_hash_pair(text[at], text[at + 1]))))
            break;
    }
    return at;
}

#if defined(__x86_64__)
#define WITH_AVX512 __attribute__((target("avx512f,bmi")))

enum { LANES = 16 };

/* Which of the bits with these numbers below 1024 are set. */
WITH_AVX512 static inline __mmask16 have_bits(const uint64_t *bits, __m512i numbers)
{
    __m512i word = _mm512_permutex2var_epi32(
        _mm512_loadu_si512(bits), _mm512_srli_epi32(numbers, 5), _mm512_loadu_si512(bits + 8));
    __m512i bit = _mm512_and_si512(numbers, _mm512_set1_epi32(31));
    return _mm512_test_epi32_mask(word, _mm512_sllv_epi32(_mm512_set1_epi32(1), bit));
}

/* Of sixteen characters, and the one behind them: with which may a match begin? */
WITH_AVX512 static inline __mmask16 may_begin(const struct ls_first_chars *first,
                                              const uint32_t *text)
{
    __m512i a = _mm512_loadu_si512(text), b = _mm512_loadu_si512(text + 1);
    __m512i hash = _mm512_and_si512(_mm512_xor_si512(a, _mm512_srli_epi32(a, 10)),
                                    _mm512_set1_epi32(LS_FIRST_BITS - 1));
    __mmask16 some = have_bits(first->first, hash);
    if (!some)
        return 0;
    __m512i pair = _mm512_xor_si512(_mm512_sub_epi32(_mm512_slli_epi32(a, 5), a),
                                    _mm512_xor_si512(b, _mm512_srli_epi32(b, 11)));
    __mmask16 upper = _mm512_test_epi32_mask(pair, _mm512_set1_epi32(LS_FIRST_BITS));
    pair = _mm512_and_si512(pair, _mm512_set1_epi32(LS_FIRST_BITS - 1));
    __mmask16 low = have_bits(first->pairs, pair);
    __mmask16 high = have_bits(first->pairs + LS_FIRST_BITS / 64, pair);
    return some & (have_bits(first->alone, hash) | (upper & high) | (low & (__mmask16)~upper));
}

_Static_assert(LS_FIRST_BITS == 1024 && LS_SECOND_BITS == 2048, "two registers, and four");

WITH_AVX512 static size_t next_avx512(const struct ls_first_chars *first, const uint32_t *text,
                                      size_t at, size_t end, size_t to)
{
    for (; at + LANES <= end && at + LANES < to; at += LANES) {
        uint32_t may = may_begin(first, text + at);
        if (may)
            return at + (size_t)__builtin_ctz(may);
    }
    return next_portable(first, text, at, end, to);
}
#endif

size_t ls_first_chars_ways(ls_first_chars_fn *ways[LS_FIRST_CHARS_WAYS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("bmi"))
        ways[n++] = next_avx512;
#endif
    ways[n++] = next_portable;
    return n;
}

size_t ls_first_chars_next(const struct ls_first_chars *first, const uint32_t *text, size_t at,
                           size_t end, size_t to)
{
    ls_first_chars_fn *ways[LS_FIRST_CHARS_WAYS_MAX];
    ls_first_chars_ways(ways);
    return ways[0](first, text, at, end, to);
}
