/* SPDX-License-Identifier: Apache-2.0 */
#include "match/pair_filter.h"

#include "base/alloc.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    LOOK_BYTES = 8,
    WORD_BITS = 12, /* words of the filter: 32 KiB, which stay in the first cache */
    ENDING_BITS =
        6, /* and for first characters of broken pairs: most lines end with none of these */
    WIDE_BITS = 13, /* words of half the length */
};

/* Two filters of the same, each for one way to search. */
struct ls_pair_filter {
    uint64_t words[1 << WORD_BITS], endings[1 << ENDING_BITS];
    uint32_t wide[1 << WIDE_BITS];
};

struct ls_pair_filter *ls_pair_filter_new(void)
{
    return ls_calloc(1, sizeof(struct ls_pair_filter));
}

void ls_pair_filter_free(struct ls_pair_filter *filter)
{
    ls_free(filter);
}

/* ---- one pair after the other ---- */

static const uint64_t mixer = 0x9E3779B97F4A7C15u;

static inline uint64_t mix_pair_of(uint64_t x)
{
    return x * (mixer << 16);
}

/* Of the character of three bytes that x begins with. */
static inline uint64_t mix_char_of(uint64_t x)
{
    return x * (mixer << 40);
}

/* One bit of the filter stands for a pair. */
static inline bool in_filter(const uint64_t *filter, unsigned bits, uint64_t mixed)
{
    return filter[mixed >> (64 - bits)] >> (mixed >> (58 - bits) & 63) & 1;
}

static void add_to_filter(uint64_t *filter, unsigned bits, uint64_t mixed)
{
    filter[mixed >> (64 - bits)] |= UINT64_C(1) << (mixed >> (58 - bits) & 63);
}

/* Do three such characters begin there? */
static inline bool begins_triple(uint64_t x)
{
    return (x & 0x00F00000F00000F0u) == 0x00E00000E00000E0u;
}

/* Eight bytes of ASCII. */
static inline bool is_ascii(uint64_t x)
{
    return (x & 0x8080808080808080u) == 0;
}

/* Over ASCII, as far as it goes. */
static size_t skip_ascii(const uint8_t *bytes, size_t at, size_t len)
{
    enum { STRIDE = 64 };
    if (at > len)
        return len;
    for (; len - at >= STRIDE; at += STRIDE) {
        uint8_t any = 0;
        for (size_t i = 0; i < STRIDE; i++)
            any |= bytes[at + i];
        if (any & 0x80)
            break;
    }
    while (len - at >= LOOK_BYTES && is_ascii(ls_pair_look(bytes + at)))
        at += LOOK_BYTES;
    return at;
}

/* Does a character of three bytes begin there, with a break behind it? */
static inline bool may_be_broken(uint64_t x)
{
    return (x & 0xF0u) == 0xE0u && ls_pair_begins_break((uint8_t)(x >> 24));
}

/* How far it is to the next character, by the upper half of a byte. */
static const uint8_t char_bytes[16] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4};

/*
 * The hot loop: from pair to pair, until one is in the filter or may be broken, ASCII begins or the
 * text ends. Reads a little further than `last`.
 */
__attribute__((noinline)) static size_t run_of_pairs(const struct ls_pair_filter *filter,
                                                     const uint8_t *bytes, size_t at, size_t last)
{
    const uint64_t *words = filter->words;
    while (at <= last) {
        uint64_t x = ls_pair_look(bytes + at);
        if (begins_triple(x)) {
            if (in_filter(words, WORD_BITS, mix_pair_of(x)))
                break;
            at += LS_PAIR_CHAR;
            if (in_filter(words, WORD_BITS, mix_pair_of(ls_pair_look(bytes + at))))
                break;
            at += LS_PAIR_CHAR;
        } else if (ls_pair_begins(x)) {
            if (in_filter(words, WORD_BITS, mix_pair_of(x)))
                break;
            at += LS_PAIR_CHAR;
        } else if (is_ascii(x)) {
            break;
        } else if (may_be_broken(x)) {
            if (in_filter(filter->endings, ENDING_BITS, mix_char_of(x)))
                break;
            at += LS_PAIR_CHAR;
        } else {
            at += char_bytes[x >> 4 & 15];
        }
    }
    return at;
}

static size_t find_portable(const struct ls_pair_filter *filter, const uint8_t *bytes, size_t *at,
                            size_t len, uint32_t places[LS_PAIR_PLACES])
{
    size_t n = 0, here = *at, last = len - LS_PAIR_BYTES;
    while (n < LS_PAIR_PLACES && len >= LS_PAIR_BYTES && here <= last) {
        here = run_of_pairs(filter, bytes, here, last);
        if (here > last)
            break;
        if (is_ascii(ls_pair_look(bytes + here))) {
            here = skip_ascii(bytes, here + LOOK_BYTES, len);
            continue;
        }
        places[n++] = (uint32_t)here;
        here += LS_PAIR_CHAR;
    }
    *at = n < LS_PAIR_PLACES ? len : here;
    return n;
}

/* ---- sixteen at once ---- */

/*
 * Of each character the two bytes behind the lead byte, which is nearly always one of six. An
 * ending has nothing in place of the second character's.
 */
static uint32_t wide_mix_of(uint64_t x, bool ending)
{
    uint32_t first = (uint32_t)(x >> 8 & 0xFFFF), second = (uint32_t)(x >> 32 & 0xFFFF);
    return (first | (ending ? 0 : second << 16)) * (uint32_t)(mixer >> 32);
}

/* Two bits of one word. */
static void add_wide(struct ls_pair_filter *filter, uint32_t mixed)
{
    filter->wide[mixed >> (32 - WIDE_BITS)] |= UINT32_C(1) << (mixed >> (27 - WIDE_BITS) & 31) |
                                               UINT32_C(1) << (mixed >> (22 - WIDE_BITS) & 31);
}

#if defined(__x86_64__)
#define WIDE_TARGET "avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt"

static const uint8_t each_byte[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63,
};
static const uint8_t four_times[64] = {
    0,  0,  0,  0,  1,  1,  1,  1,  2,  2,  2,  2,  3,  3,  3,  3,  4,  4,  4,  4,  5,  5,
    5,  5,  6,  6,  6,  6,  7,  7,  7,  7,  8,  8,  8,  8,  9,  9,  9,  9,  10, 10, 10, 10,
    11, 11, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 15,
};

/* Bytes looked at in one go, and what is known of the places in them where a pair may begin. */
enum { STEP = 48, PART = 32 * STEP, KEYS = PART / LS_PAIR_CHAR, LANES = 16 };

struct keys {
    uint32_t mixed[KEYS + LANES];
    uint16_t at[KEYS + LANES];
    size_t n;
};

/*
 * Those of the 48 bytes at `text`, of which 64 are read, that begin a pair or stand before a blank.
 * Sixteen is as many as there can be.
 */
__attribute__((target(WIDE_TARGET), always_inline)) static inline void
add_keys(struct keys *keys, const uint8_t *text, size_t at, unsigned bytes)
{
    /* Bytes 1 and 2 of each, 4 and 5 of the text in which those behind a blank are 0. */
    const __m512i picks = _mm512_set1_epi32(0x45440201);
    __m512i all = _mm512_loadu_si512(text);
    uint64_t lead = _mm512_cmpeq_epi8_mask(_mm512_and_si512(all, _mm512_set1_epi8((char)0xF0)),
                                           _mm512_set1_epi8((char)0xE0));
    uint64_t blank = _mm512_cmple_epu8_mask(all, _mm512_set1_epi8(' '));
    uint64_t begin = _bzhi_u64(lead & (lead | blank) >> LS_PAIR_CHAR, bytes);
    if (!begin)
        return;
    __m512i cut = _mm512_maskz_mov_epi8(~(blank << 1 | blank << 2), all);
    __m512i places = _mm512_maskz_compress_epi8(begin, _mm512_loadu_si512(each_byte));
    __m512i from = _mm512_permutexvar_epi8(_mm512_loadu_si512(four_times), places);
    __m512i four = _mm512_permutex2var_epi8(all, _mm512_add_epi8(from, picks), cut);
    __m512i mixed = _mm512_mullo_epi32(four, _mm512_set1_epi32((int)(mixer >> 32)));
    __m256i where = _mm256_cvtepu8_epi16(_mm512_castsi512_si128(places));
    _mm512_storeu_si512(keys->mixed + keys->n, mixed);
    _mm256_storeu_si256((__m256i *)(void *)(keys->at + keys->n),
                        _mm256_add_epi16(where, _mm256_set1_epi16((short)at)));
    keys->n += (size_t)__builtin_popcountll(begin);
}

/*
 * All lanes of a gather are written, so the compiler takes a register of the turn before for them,
 * which the processor then waits for. It must not know that they are all. Without optimizing this
 * is a macro, which converts the mask.
 */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
__attribute__((target(WIDE_TARGET), always_inline)) static inline __m512i
gather(const uint32_t *words, __m512i at)
{
    __m512i lanes = _mm512_setzero_si512();
    __asm__("" : "+v"(lanes));
    return _mm512_mask_i32gather_epi32(lanes, 0xFFFF, at, words, sizeof *words);
}
#pragma GCC diagnostic pop

/* Which of the sixteen keys are in the filter. */
__attribute__((target(WIDE_TARGET), always_inline)) static inline unsigned
in_wide(const struct ls_pair_filter *filter, const uint32_t *keys)
{
    const __m512i one = _mm512_set1_epi32(1), low5 = _mm512_set1_epi32(31);
    __m512i mixed = _mm512_loadu_si512(keys);
    __m512i words = gather(filter->wide, _mm512_srli_epi32(mixed, 32 - WIDE_BITS));
    __m512i first = _mm512_and_si512(_mm512_srli_epi32(mixed, 27 - WIDE_BITS), low5);
    __m512i second = _mm512_and_si512(_mm512_srli_epi32(mixed, 22 - WIDE_BITS), low5);
    __m512i bits = _mm512_or_si512(_mm512_sllv_epi32(one, first), _mm512_sllv_epi32(one, second));
    return _mm512_cmpeq_epi32_mask(_mm512_and_si512(words, bits), bits);
}

/*
 * In two goes, each with little to remember from one turn to the next: together they would keep the
 * processor from having more than two turns on its way at a time, and take half as long again.
 */
__attribute__((target(WIDE_TARGET))) static size_t find_wide(const struct ls_pair_filter *filter,
                                                             const uint8_t *bytes, size_t *at,
                                                             size_t len,
                                                             uint32_t places[LS_PAIR_PLACES])
{
    struct keys keys;
    size_t from = *at, left = len - from < LS_PAIR_BYTES ? 0 : len - from - LS_PAIR_BYTES + 1;
    size_t part = left < PART ? left : PART, n = 0;
    keys.n = 0;
    for (size_t i = 0; i < part; i += STEP)
        add_keys(&keys, bytes + from + i, i, part - i < STEP ? (unsigned)(part - i) : STEP);
    memset(keys.mixed + keys.n, 0, LANES * sizeof *keys.mixed);
    memset(keys.at + keys.n, 0, LANES * sizeof *keys.at);
    for (size_t i = 0; i < keys.n; i += LANES) {
        unsigned hits = in_wide(filter, keys.mixed + i);
        hits = _bzhi_u32(hits, keys.n - i < LANES ? (unsigned)(keys.n - i) : LANES);
        __m256i where = _mm256_loadu_si256((const __m256i *)(const void *)(keys.at + i));
        __m512i found =
            _mm512_add_epi32(_mm512_cvtepu16_epi32(where), _mm512_set1_epi32((int)from));
        _mm512_storeu_si512(places + n, _mm512_maskz_compress_epi32((__mmask16)hits, found));
        n += (size_t)__builtin_popcount(hits);
    }
    *at = part < left ? from + part : len;
    return n;
}

/*
 * Processors of Intel that could leak what they gather by speculation have been given a slow way to
 * do it (INTEL-SA-00828). Those that cannot, and AMD's, are as new as their bfloat16.
 */
static bool can_be_wide(void)
{
    return __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("avx512bf16");
}
#endif

/* ---- both ---- */

void ls_pair_filter_add(struct ls_pair_filter *filter, uint64_t x)
{
    add_to_filter(filter->words, WORD_BITS, mix_pair_of(x));
    add_wide(filter, wide_mix_of(x, false));
}

void ls_pair_filter_add_ending(struct ls_pair_filter *filter, uint64_t x)
{
    add_to_filter(filter->endings, ENDING_BITS, mix_char_of(x));
    add_wide(filter, wide_mix_of(x, true));
}

size_t ls_pair_filter_ways(ls_pair_find_fn *ways[LS_PAIR_WAYS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    if (can_be_wide())
        ways[n++] = find_wide;
#endif
    ways[n++] = find_portable;
    return n;
}

size_t ls_pair_filter_find(const struct ls_pair_filter *filter, const uint8_t *bytes, size_t *at,
                           size_t len, uint32_t places[LS_PAIR_PLACES])
{
    ls_pair_find_fn *ways[LS_PAIR_WAYS_MAX];
    ls_pair_filter_ways(ways);
    return ways[0](filter, bytes, at, len, places);
}
