/* SPDX-License-Identifier: Apache-2.0 */
#include "match/digit_masks.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Eight bytes at a time; one bit for each byte that is below `below` after `x ^ with`. */
static uint64_t bytes_below(uint64_t x, uint64_t with, uint64_t below)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    x ^= ones * with;
    uint64_t t = ((x & ~high) + ones * (0x80 - below)) | x; /* high bit: not below */
    return ((~t & high) >> 7) * 0x0102040810204080u >> 56;
}

/* 'A' to 'Z' are 0x41 to 0x5A: bit 0x40 turned, 1 to 26. */
static uint64_t uppers(uint64_t x)
{
    return bytes_below(x, 0x40, 27) & ~bytes_below(x, 0x40, 1);
}

static void classify_portable(const uint8_t *bytes, size_t n, struct ls_digit_word *words)
{
    for (size_t i = 0; i < n; i++) {
        struct ls_digit_word w = {0};
        for (unsigned k = 0; k < 64; k += 8, bytes += 8) {
            uint64_t x = 0;
            for (unsigned b = 8; b-- > 0;)
                x = x << 8 | bytes[b];
            w.digit |= bytes_below(x, '0', 10) << k;
            w.glue |= (bytes_below(x, ' ', 1) | bytes_below(x, '-', 1)) << k;
            w.zero |= bytes_below(x, 0, 1) << k;
            w.upper |= uppers(x) << k;
        }
        words[i] = w;
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t movemask(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

/* Bytes that are at most `max` once `with` is taken away from them. */
__attribute__((target("avx2"))) static __m256i at_most(__m256i x, char with, char max)
{
    __m256i value = _mm256_sub_epi8(x, _mm256_set1_epi8(with));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8(max)), value);
}

__attribute__((target("avx2"))) static __m256i is_digit(__m256i x)
{
    return at_most(x, '0', 9);
}

__attribute__((target("avx2"))) static __m256i is_glue(__m256i x)
{
    return _mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(' ')),
                           _mm256_cmpeq_epi8(x, _mm256_set1_epi8('-')));
}

__attribute__((target("avx2"))) static void classify_avx2(const uint8_t *bytes, size_t n,
                                                          struct ls_digit_word *words)
{
    const __m256i nul = _mm256_setzero_si256();
    for (size_t i = 0; i < n; i++, bytes += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
        words[i].digit = movemask(is_digit(low), is_digit(high));
        words[i].glue = movemask(is_glue(low), is_glue(high));
        words[i].zero = movemask(_mm256_cmpeq_epi8(low, nul), _mm256_cmpeq_epi8(high, nul));
        words[i].upper = movemask(at_most(low, 'A', 25), at_most(high, 'A', 25));
    }
}
#endif

/* Two words side by side, the earlier one in the low half. */
__extension__ typedef unsigned __int128 pair;

/* Whether there are at least n ones in a row. */
static bool has_run(pair w, unsigned n)
{
    for (unsigned have = 1; have < n && w;) {
        unsigned step = n - have < have ? n - have : have;
        w &= w >> step;
        have += step;
    }
    return w != 0;
}

/* Digits, and glue with a digit on either side; what is beyond the pair may be one. */
static pair join_pair(pair digit, pair glue, unsigned by)
{
    pair below = digit << by | (((pair)1 << by) - 1), above = digit >> by | ~(~(pair)0 >> by);
    return digit | (glue & below & above);
}

static inline unsigned count_ones(pair w)
{
    return (unsigned)__builtin_popcountll((uint64_t)w) +
           (unsigned)__builtin_popcountll((uint64_t)(w >> 64));
}

/* `need` digits that may belong to one run; in UTF-16 each with its zero byte. */
static inline __attribute__((always_inline)) bool worth_pair(const struct ls_digit_word *two,
                                                             unsigned need)
{
    pair digit = (pair)two[1].digit << 64 | two[0].digit;
    pair glue = (pair)two[1].glue << 64 | two[0].glue;
    pair zero = (pair)two[1].zero << 64 | two[0].zero;
    if (has_run(join_pair(digit, glue, 1), need))
        return true;
    return count_ones(zero) + 1 >= need && has_run(join_pair(digit, glue, 2) | zero, 2 * need - 1);
}

static bool worth_portable(const uint8_t *bytes, size_t n, unsigned need,
                           struct ls_digit_habit *habit)
{
    (void)habit;
    struct ls_digit_word two[2] = {0};
    for (size_t i = 0; i < n; i++) {
        two[0] = two[1];
        classify_portable(bytes + i * 64, 1, &two[1]);
        if (two[1].digit && worth_pair(two, need))
            return true;
    }
    return false;
}

static const struct ls_digit_kernel portable_kernel = {"portable", classify_portable,
                                                       worth_portable};

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t digits_avx2(const uint8_t *bytes)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
    return movemask(is_digit(low), is_digit(high));
}

__attribute__((target("avx512bw"))) static uint64_t digits_avx512(const uint8_t *bytes)
{
    __m512i value = _mm512_sub_epi8(_mm512_loadu_si512(bytes), _mm512_set1_epi8('0'));
    return _mm512_cmplt_epu8_mask(value, _mm512_set1_epi8(10));
}

__attribute__((target("avx2"))) static bool has_zero(const uint8_t *bytes)
{
    __m256i least = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
    for (unsigned i = 32; i < 128; i += 32)
        least =
            _mm256_min_epu8(least, _mm256_loadu_si256((const __m256i *)(const void *)(bytes + i)));
    return _mm256_movemask_epi8(_mm256_cmpeq_epi8(least, _mm256_setzero_si256())) != 0;
}

/*
 * Two words with digits close together: can they be one run? In Chinese text a character stands
 * between the numbers of a date, so with a single byte between digits at most; or wide.
 */
__attribute__((target("avx2"))) static bool worth_closer(const uint8_t *bytes, pair digit,
                                                         unsigned need)
{
    if (!has_run(join_pair(digit, ~(pair)0, 1), need) && !has_zero(bytes))
        return false;
    struct ls_digit_word two[2];
    classify_avx2(bytes, 2, two);
    return worth_pair(two, need);
}

typedef uint64_t digits_fn(const uint8_t *bytes);

/*
 * In a run every digit but the last has another one close behind: one byte further, two in UTF-16
 * or with a separator between them, four with both. In bytes that are no text hardly any has, and
 * counting them takes no branch that the processor could guess wrong. One more is lost where two
 * words meet. Inlined once for each width of register.
 */
__attribute__((always_inline)) static inline bool
worth_by(digits_fn *digits_of, const uint8_t *bytes, size_t n, unsigned need)
{
    const uint8_t *end = bytes + n * 64;
    uint64_t last = digits_of(bytes);
    unsigned before = (unsigned)__builtin_popcountll(last & (last >> 1 | last >> 2 | last >> 4));
    for (bytes += 64; bytes < end; bytes += 64) {
        uint64_t w = digits_of(bytes);
        unsigned here = (unsigned)__builtin_popcountll(w & (w >> 1 | w >> 2 | w >> 4));
        if (before + here + 2 >= need && worth_closer(bytes - 64, (pair)w << 64 | last, need))
            return true;
        before = here;
        last = w;
    }
    return false;
}

__attribute__((target("avx2,popcnt"))) static bool
worth_avx2(const uint8_t *bytes, size_t n, unsigned need, struct ls_digit_habit *habit)
{
    (void)habit;
    return worth_by(digits_avx2, bytes, n, need);
}

/*
 * A first look that samples every other byte: of six digits in a row, with or without separators,
 * it meets three, in UTF-16 three digits or three zeros. Two registers make one, for each has lanes
 * to spare; they overlap by five bytes, so that six in a row lie inside one of them whole.
 *
 *   first register    0 . 2 . 4 ... 58 .  60 .  62        its even lanes
 *   second register                    .  60 .  62 ...  . 122     the odd lanes, from byte 59 on
 */
enum {
    SAMPLED = 6,
    SECOND = 64 - (SAMPLED - 1),
    SAMPLE_STEP = 2 * SECOND,
    ODD_WASTED = 3,   /* so many second looks in vain in a part: try the other half of the bytes */
    DENSE_WASTED = 6, /* so many: sampling does not pay, for this many parts */
    DENSE_PARTS = 64,
};

/* Digits, blank, hyphen and zero; what else is let through ('.', '/') is rare in a row. */
__attribute__((target("avx512bw"))) static uint64_t run_bytes(__m512i v)
{
    __m512i value = _mm512_sub_epi8(v, _mm512_set1_epi8('-'));
    return _mm512_cmplt_epu8_mask(value, _mm512_set1_epi8('9' + 1 - '-')) |
           _mm512_testn_epi8_mask(v, _mm512_set1_epi8((char)0xDF));
}

__attribute__((target("avx512bw"))) static uint64_t zeros_avx512(const uint8_t *bytes)
{
    __m512i value = _mm512_loadu_si512(bytes);
    return _mm512_testn_epi8_mask(value, value);
}

/* Leaves a one where at least six in a row begin. */
static pair sixes(pair w)
{
    w &= w >> 1;
    w &= w >> 2;
    return w & w >> 2;
}

/* The second look, at every byte of a sample and five behind it, which hold what begins in it. */
__attribute__((target("avx512bw,popcnt"))) static bool worth_sample(const uint8_t *bytes)
{
    pair run = (pair)run_bytes(_mm512_loadu_si512(bytes + 64)) << 64 |
               run_bytes(_mm512_loadu_si512(bytes));
    pair zero = (pair)zeros_avx512(bytes + 64) << 64 | zeros_avx512(bytes);
    pair wide = sixes(run);
    wide &= wide >> (SAMPLED - 1); /* the last digit may go without its zero */
    if (!(sixes(run & ~zero) | wide))
        return false;
    pair digit = (pair)digits_avx512(bytes + 64) << 64 | digits_avx512(bytes);
    return count_ones(digit) >= SAMPLED / 2 && worth_closer(bytes, digit, SAMPLED);
}

/* The first look. `second`: which lanes the second register fills. */
__attribute__((target("avx512bw"), always_inline)) static inline bool
meets_three(const uint8_t *bytes, __mmask64 second)
{
    uint64_t w =
        run_bytes(_mm512_mask_loadu_epi8(_mm512_loadu_si512(bytes), second, bytes + SECOND));
    return w & w >> 2 & w >> 4;
}

/*
 * Which bytes to sample is a habit: the even ones, the odd ones where those say too little (in
 * UTF-16BE they are half of an alphabet), all where both do (in source text with its blanks).
 */
__attribute__((target("avx512bw,popcnt"))) static bool
worth_avx512(const uint8_t *bytes, size_t n, unsigned need, struct ls_digit_habit *habit)
{
    if (need < SAMPLED || n < 3)
        return worth_by(digits_avx512, bytes, n, need);
    if (habit->dense && --habit->dense)
        return worth_by(digits_avx512, bytes, n, need);
    const uint8_t *last = bytes + n * 64 - 128;
    const __mmask64 second = habit->odd ? 0x5555555555555555u : 0xAAAAAAAAAAAAAAAAu;
    unsigned wasted = 0;
    bool worth = false;
    for (; bytes < last && !worth; bytes += SAMPLE_STEP)
        if (meets_three(bytes, second)) {
            worth = worth_sample(bytes);
            wasted += !worth;
        }
    worth = worth || (meets_three(last, second) && worth_sample(last));
    habit->odd ^= wasted >= ODD_WASTED;
    habit->dense = wasted >= DENSE_WASTED ? DENSE_PARTS : 0;
    return worth;
}

static const struct ls_digit_kernel avx2_kernel = {"avx2", classify_avx2, worth_avx2};
static const struct ls_digit_kernel avx512_kernel = {"avx512", classify_avx2, worth_avx512};
#endif

size_t ls_digit_kernels(const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    if (avx2 && __builtin_cpu_supports("avx512bw"))
        kernels[n++] = &avx512_kernel;
    if (avx2)
        kernels[n++] = &avx2_kernel;
#endif
    kernels[n++] = &portable_kernel;
    return n;
}
