/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   bytes       E7 BB 9D E5 AF 86 E2 98 85 31 30 ...   64 of them, up to sixteen characters
 *   begins at   0        3        6        9  10       where there is no continuation byte
 *   one lane    7EDD     5BC6     2605     31 30       for each; how many are of one byte or three
 *   fold        7EDD     5BC6     2605     31 30       and fold to themselves, or are a form of
 *                                                      ASCII, is counted; the rest is forgotten
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

/* Tries `wide`, and reads the characters where it stops one by one. */
INLINE size_t run_by(wide_fn *wide, const uint8_t *bytes, size_t len, uint32_t base,
                     const struct ls_folded *to)
{
    size_t n = 0;
    for (size_t at = 0; at < len && n < to->max;) {
        if (wide) {
            const struct ls_folded rest = {to->cps + n, to->off + n, to->end + n, to->max - n,
                                           to->blanks};
            n += wide(bytes + at, len - at, base + (uint32_t)at, &rest);
            at = n ? to->end[n - 1] - base : 0;
            if (at == len || n == to->max)
                break;
        }
        uint32_t raw;
        size_t taken = decode_one(bytes + at, len - at, &raw);
        uint32_t folded = ls_fold_simple(raw);
        if (folded <= ' ' && !(to->blanks && (folded == ' ' || folded == '\n')))
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
#define WITH_AVX512                                                                                \
    __attribute__((target("avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt")))

enum {
    LANES = 16,
    PIECE = 64,          /* bytes */
    FULL_WIDTH = 0xFEE0, /* from '!' to its full-width form, and so on to '~' */
};

/* Where characters begin in a piece, one in a lane, and where they end. */
struct lanes {
    __m512i from, to;
    size_t n;   /* of them in use */
    size_t len; /* bytes of these */
};

WITH_AVX512 static inline __m512i each(uint32_t value)
{
    return _mm512_set1_epi32((int)value);
}

/* x - lo <= hi - lo for each lane. */
WITH_AVX512 static inline __mmask16 between(__m512i x, uint32_t lo, uint32_t hi)
{
    return _mm512_cmple_epu32_mask(_mm512_sub_epi32(x, each(lo)), each(hi - lo));
}

/* The first sixteen characters that begin in bytes[0..len) of the piece. */
WITH_AVX512 static inline struct lanes find_lanes(__m512i piece, size_t len)
{
    static const uint8_t numbers[PIECE + LANES] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
        20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
        40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
        60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
    };
    __m512i number = _mm512_loadu_si512(numbers);
    __m512i second = _mm512_loadu_si512(numbers + 1);
    __m512i top = _mm512_and_si512(piece, _mm512_set1_epi8((char)0xC0));
    uint64_t begins = _mm512_cmpneq_epi8_mask(top, _mm512_set1_epi8((char)0x80));
    begins &= len < PIECE ? (UINT64_C(1) << len) - 1 : UINT64_MAX;
    __m512i at = _mm512_mask_compress_epi8(_mm512_set1_epi8((char)len), begins, number);
    __m512i behind = _mm512_permutexvar_epi8(second, at);
    size_t n = (size_t)__builtin_popcountll(begins);
    return (struct lanes){
        .from = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(at)),
        .to = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(behind)),
        .n = n < LANES ? n : LANES,
        .len = n > LANES ? (size_t)__builtin_ctzll(_pdep_u64(1u << LANES, begins)) : len,
    };
}

/* The three bytes from where each character begins, the first one on top. */
WITH_AVX512 static inline __m512i spread(__m512i piece, __m512i from)
{
    __m512i first = _mm512_or_si512(from, _mm512_slli_epi32(from, 8));
    __m512i three = _mm512_or_si512(first, _mm512_slli_epi32(from, 16));
    return _mm512_maskz_permutexvar_epi8(0x7777777777777777u,
                                         _mm512_add_epi32(three, each(0x000102)), piece);
}

/* Lanes whose character folds to itself. Where the look-up is a macro, it converts a mask. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
WITH_AVX512 static inline __mmask16 fold_to_themselves(__m512i cps)
{
    __m512i bits = _mm512_i32gather_epi32(_mm512_srli_epi32(cps, 5), ls_fold_same, 4);
    __m512i bit = _mm512_and_si512(cps, each(31));
    return _mm512_test_epi32_mask(bits, _mm512_sllv_epi32(each(1), bit));
}
#pragma GCC diagnostic pop

/* Characters of one byte and of three; *ok are the lanes that hold one. */
WITH_AVX512 static inline __m512i decode(__m512i piece, const struct lanes *lanes, __mmask16 *ok)
{
    __m512i x = spread(piece, lanes->from), len = _mm512_sub_epi32(lanes->to, lanes->from);
    __mmask16 one =
        _mm512_mask_cmplt_epu32_mask(_mm512_cmpeq_epi32_mask(len, each(1)), x, each(0x800000));
    __mmask16 three = _mm512_mask_cmpeq_epi32_mask(
        _mm512_cmpeq_epi32_mask(len, each(3)), _mm512_and_si512(x, each(0xF0C0C0)), each(0xE08080));
    __m512i low = _mm512_and_si512(x, each(0x3F));
    __m512i mid = _mm512_and_si512(_mm512_srli_epi32(x, 2), each(0xFC0));
    __m512i high = _mm512_and_si512(_mm512_srli_epi32(x, 4), each(0xF000));
    __m512i cps = _mm512_or_si512(_mm512_or_si512(low, mid), high);
    three &= _mm512_cmpge_epu32_mask(cps, each(0x800));
    three &= (__mmask16)~between(cps, 0xD800, 0xDFFF);
    *ok = (__mmask16)(one | three) & (__mmask16)((1u << lanes->n) - 1);
    return _mm512_mask_srli_epi32(cps, one, x, 16);
}

/* What they fold to; of *ok stay those that are nothing unusual. */
WITH_AVX512 static inline __m512i fold(__m512i cps, bool blanks, __mmask16 *ok)
{
    __mmask16 full = between(cps, FULL_WIDTH + '!', FULL_WIDTH + '~');
    __m512i folded = _mm512_mask_sub_epi32(cps, full, cps, each(FULL_WIDTH));
    __mmask16 plain = between(folded, '!', '~') | fold_to_themselves(cps);
    plain &= (__mmask16)~between(cps, 0, ' ');
    folded = _mm512_mask_add_epi32(folded, between(folded, 'A', 'Z'), folded, each('a' - 'A'));
    folded = _mm512_mask_mov_epi32(folded, _mm512_cmpeq_epi32_mask(cps, each(0x3000)), each(' '));
    __mmask16 blank =
        _mm512_cmpeq_epi32_mask(folded, each(' ')) | _mm512_cmpeq_epi32_mask(folded, each('\n'));
    *ok &= blanks ? plain | blank : plain;
    return folded;
}

WITH_AVX512 static inline size_t wide_avx512(const uint8_t *bytes, size_t len, uint32_t base,
                                             const struct ls_folded *to)
{
    size_t n = 0;
    for (size_t at = 0; at < len && n < to->max && (bytes[at] & 0xC0) != 0x80;) {
        size_t piece_len = len - at < PIECE ? len - at : PIECE;
        __mmask64 there = piece_len < PIECE ? (UINT64_C(1) << piece_len) - 1 : UINT64_MAX;
        __m512i piece = _mm512_maskz_loadu_epi8(there, bytes + at);
        struct lanes lanes = find_lanes(piece, piece_len);
        __mmask16 ok;
        __m512i cps = decode(piece, &lanes, &ok);
        cps = fold(cps, to->blanks, &ok);
        if (to->max - n < LANES)
            ok = (__mmask16)(ok & ((1u << (to->max - n)) - 1));
        __mmask16 keep = (__mmask16)((ok ^ (ok + 1u)) >> 1); /* up to the first that is not */
        __m512i place = each(base + (uint32_t)at);
        _mm512_mask_storeu_epi32(to->cps + n, keep, cps);
        _mm512_mask_storeu_epi32(to->off + n, keep, _mm512_add_epi32(place, lanes.from));
        _mm512_mask_storeu_epi32(to->end + n, keep, _mm512_add_epi32(place, lanes.to));
        if (keep != (1u << lanes.n) - 1) /* foreseen, so that the next need not wait for these */
            return n + (size_t)__builtin_popcount(keep);
        n += lanes.n;
        at += lanes.len;
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
    if (__builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("bmi2"))
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
