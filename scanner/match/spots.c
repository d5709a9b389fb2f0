/* SPDX-License-Identifier: Apache-2.0 */
#include "match/spots.h"

#include "base/alloc.h"
#include "match/sample.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    FIXED_SETS = 2,    /* what text of Chinese characters is short of, by the byte alone */
    REACH_MAX = 16,    /* further, and pieces would be most of the text */
    APART = 16,        /* pieces that are not further apart are one */
    PIECES_MAX = 4096, /* of a text; more are most of it */
    TOO_FAR = 1 << 30, /* worse than any number of spots */
    ODD_MAX = 256,     /* strings that need two bytes; with more, the text is searched whole */
    COPY_MAX = LS_SPOTS_TEXT_MAX / 8 * 5,
    SEPARATOR = 2,
};

static const uint8_t separator[SEPARATOR] = {0xFF, 0x00};

/* ---- which bytes are spots ---- */

static void add_rectangle(struct ls_spots *spots, unsigned set, uint16_t high, uint16_t low)
{
    for (unsigned i = 0; i < 16; i++) {
        spots->first_high[i] |= (uint8_t)(((unsigned)high >> i & 1u) << set);
        spots->first_low[i] |= (uint8_t)(((unsigned)low >> i & 1u) << set);
        spots->second_high[i] |= (uint8_t)(1u << set);
        spots->second_low[i] |= (uint8_t)(1u << set);
    }
}

static void add_pair(struct ls_spots *spots, unsigned set, const uint8_t *two)
{
    spots->first_high[two[0] >> 4] |= (uint8_t)(1u << set);
    spots->first_low[two[0] & 15] |= (uint8_t)(1u << set);
    spots->second_high[two[1] >> 4] |= (uint8_t)(1u << set);
    spots->second_low[two[1] & 15] |= (uint8_t)(1u << set);
}

static bool is_spot(const struct ls_spots *spots, uint8_t x, uint8_t y)
{
    return (spots->first_high[x >> 4] & spots->first_low[x & 15] & spots->second_high[y >> 4] &
            spots->second_low[y & 15]) != 0;
}

static bool goes_on(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/*
 * The longest way in a string from its ends or a spot to the next spot; SIZE_MAX when there is
 * none. One that begins with three bytes of a character's rest stands behind F0 to F7, and these
 * are spots.
 */
static size_t widest_gap(const struct ls_spots *spots, const uint8_t *bytes, size_t len)
{
    bool after_spot = len >= 3 && goes_on(bytes[0]) && goes_on(bytes[1]) && goes_on(bytes[2]);
    size_t widest = 0, next = 0;
    for (size_t i = 0; i < len; i++) {
        /* What stands behind the string must not matter. */
        bool spot = i + 1 < len ? is_spot(spots, bytes[i], bytes[i + 1])
                                : (spots->first_high[bytes[i] >> 4] &
                                   spots->first_low[bytes[i] & 15] & ((1u << FIXED_SETS) - 1)) != 0;
        if (!spot)
            continue;
        widest = i + 1 - next > widest ? i + 1 - next : widest;
        next = i + 1;
    }
    if (next == 0 && !after_spot)
        return SIZE_MAX;
    return len - next + 1 > widest ? len - next + 1 : widest;
}

/* How often two bytes stand side by side in running text. */
struct two_counts {
    uint32_t at[256][256];
};

static void count_line(void *user, const uint8_t *line, size_t len)
{
    struct two_counts *counts = user;
    for (size_t k = 0; k + 1 < len; k++)
        counts->at[line[k]][line[k + 1]]++;
}

static bool is_first(const struct ls_spots *spots, unsigned set, uint8_t x)
{
    return (spots->first_high[x >> 4] & spots->first_low[x & 15]) >> set & 1;
}

static bool is_second(const struct ls_spots *spots, unsigned set, uint8_t y)
{
    return (spots->second_high[y >> 4] & spots->second_low[y & 15]) >> set & 1;
}

/* What tables of numbers are made of, and how often two of these stand side by side. */
static const char of_tables[] = "0123456789,.-:; \t\n";
enum { IN_TABLES = 1000 };

/* The spots that two bytes make so, if they make no others. */
static uint64_t weigh_pair(const uint8_t *two, const struct two_counts *counts)
{
    if (two[0] >= 0x80 && two[1] >= 0x80)
        return counts->at[two[0]][two[1]];
    return two[0] && two[1] && strchr(of_tables, two[0]) && strchr(of_tables, two[1]) ? IN_TABLES
                                                                                      : 0;
}

/* How many spots of running text and of tables of numbers are in the set. */
static uint64_t weigh_set(const struct ls_spots *spots, unsigned set,
                          const struct two_counts *counts)
{
    uint64_t sum = 0;
    for (unsigned x = 0x80; x < 0x100; x++)
        for (unsigned y = 0x80; is_first(spots, set, (uint8_t)x) && y < 0x100; y++)
            if (is_second(spots, set, (uint8_t)y))
                sum += counts->at[x][y];
    for (const char *x = of_tables; *x; x++)
        for (const char *y = of_tables; is_first(spots, set, (uint8_t)*x) && *y; y++)
            if (is_second(spots, set, (uint8_t)*y))
                sum += IN_TABLES;
    return sum;
}

/* Two bytes of the string become spots: those, in that set, which make the fewest others so. */
static void add_rarest(struct ls_spots *spots, const uint8_t *bytes, size_t len,
                       const struct two_counts *counts)
{
    struct ls_spots best = *spots;
    uint64_t least = UINT64_MAX, before[LS_SPOT_SETS];
    for (unsigned set = FIXED_SETS; set < LS_SPOT_SETS; set++)
        before[set] = weigh_set(spots, set, counts);
    for (size_t i = 0; i + 1 < len; i++)
        for (unsigned set = FIXED_SETS; set < LS_SPOT_SETS; set++) {
            struct ls_spots tried = *spots;
            if (least <= weigh_pair(bytes + i, counts)) /* no set is any better */
                break;
            add_pair(&tried, set, bytes + i);
            uint64_t more = weigh_set(&tried, set, counts) - before[set];
            if (widest_gap(&tried, bytes, len) > REACH_MAX)
                more += TOO_FAR;
            if (more < least) {
                least = more;
                best = tried;
            }
        }
    *spots = best;
}

static size_t gap_of(const struct ls_spots *spots, const struct ls_lower *lower, size_t string)
{
    const uint8_t *bytes = (const uint8_t *)lower->bytes.at + lower->offsets.at[string];
    const struct ls_lowered *lowered = &lower->strings.at[string];
    return lowered->in_utf8 && !lowered->paired ? widest_gap(spots, bytes, lowered->len) : 0;
}

static void find(const struct ls_lower *lower, const struct two_counts *counts,
                 struct ls_spots *spots)
{
    add_rectangle(spots, 0, 0xB0F0, 0xFFFF); /* 40 to 7F, C0 to DF, F0 to FF */
    add_rectangle(spots, 1, 0x4000, 0x7C07); /* E0 to E2, EA to EE */
    for (size_t i = 0, n = 0; i < lower->strings.n && n < ODD_MAX; i++)
        if (gap_of(spots, lower, i) > REACH_MAX) {
            add_rarest(spots, (const uint8_t *)lower->bytes.at + lower->offsets.at[i],
                       lower->strings.at[i].len, counts);
            n++;
        }
    for (size_t i = 0; i < lower->strings.n; i++) {
        size_t gap = gap_of(spots, lower, i);
        spots->reach = gap > spots->reach ? gap : spots->reach;
    }
}

struct ls_result ls_spots_find(const struct ls_lower *lower, struct ls_spots *spots)
{
    struct two_counts *counts = ls_calloc(1, sizeof *counts);
    memset(spots, 0, sizeof *spots);
    struct ls_result r = counts ? ls_sample_lines(count_line, counts) : ls_stop(LS_E_MEMORY);
    if (!ls_failed(r))
        find(lower, counts, spots);
    ls_free(counts);
    return r;
}

/* ---- copying ---- */

struct ls_result ls_spots_copy_init(struct ls_spots_copy *copy)
{
    LS_VEC_INIT(&copy->bytes, COPY_MAX + SEPARATOR + LS_SPOTS_PAD);
    LS_VEC_INIT(&copy->pieces, PIECES_MAX);
    LS_TRY(LS_VEC_RESERVE(&copy->bytes, COPY_MAX + SEPARATOR + LS_SPOTS_PAD));
    memset(copy->bytes.at, 0, COPY_MAX + SEPARATOR + LS_SPOTS_PAD);
    return LS_VEC_RESERVE(&copy->pieces, PIECES_MAX);
}

void ls_spots_copy_fini(struct ls_spots_copy *copy)
{
    LS_VEC_FINI(&copy->bytes);
    LS_VEC_FINI(&copy->pieces);
}

/* One bit for each of 64 bytes. */
typedef uint64_t mask_fn(const struct ls_spots *spots, const uint8_t *bytes);

static uint64_t mask_portable(const struct ls_spots *spots, const uint8_t *bytes)
{
    uint64_t mask = 0;
    for (unsigned i = 0; i < 64; i++)
        mask |= (uint64_t)is_spot(spots, bytes[i], bytes[i + 1]) << i;
    return mask;
}

#if defined(__x86_64__)
__attribute__((target("avx2"), always_inline)) static inline __m256i
look_up_avx2(const uint8_t table[16], __m256i nibbles)
{
    __m128i half = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(half), nibbles);
}

__attribute__((target("avx2"))) static uint64_t mask_avx2(const struct ls_spots *spots,
                                                          const uint8_t *bytes)
{
    const __m256i nibble = _mm256_set1_epi8(15);
    uint64_t mask = 0;
    for (unsigned k = 0; k < 64; k += 32) {
        __m256i x = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + k));
        __m256i y = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + k + 1));
        __m256i xh = _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble);
        __m256i yh = _mm256_and_si256(_mm256_srli_epi16(y, 4), nibble);
        __m256i first =
            _mm256_and_si256(look_up_avx2(spots->first_high, xh),
                             look_up_avx2(spots->first_low, _mm256_and_si256(x, nibble)));
        __m256i second =
            _mm256_and_si256(look_up_avx2(spots->second_high, yh),
                             look_up_avx2(spots->second_low, _mm256_and_si256(y, nibble)));
        __m256i none = _mm256_cmpeq_epi8(_mm256_and_si256(first, second), _mm256_setzero_si256());
        mask |= (uint64_t)(uint32_t)~_mm256_movemask_epi8(none) << k;
    }
    return mask;
}

__attribute__((target("avx512bw"), always_inline)) static inline __m512i
look_up_avx512(const uint8_t table[16], __m512i nibbles)
{
    __m128i part = _mm_loadu_si128((const __m128i *)(const void *)table);
    return _mm512_shuffle_epi8(_mm512_broadcast_i32x4(part), nibbles);
}

__attribute__((target("avx512bw"))) static uint64_t mask_avx512(const struct ls_spots *spots,
                                                                const uint8_t *bytes)
{
    const __m512i nibble = _mm512_set1_epi8(15);
    __m512i x = _mm512_loadu_si512(bytes), y = _mm512_loadu_si512(bytes + 1);
    __m512i xh = _mm512_and_si512(_mm512_srli_epi16(x, 4), nibble);
    __m512i yh = _mm512_and_si512(_mm512_srli_epi16(y, 4), nibble);
    __m512i first = _mm512_and_si512(look_up_avx512(spots->first_high, xh),
                                     look_up_avx512(spots->first_low, _mm512_and_si512(x, nibble)));
    __m512i second =
        _mm512_and_si512(look_up_avx512(spots->second_high, yh),
                         look_up_avx512(spots->second_low, _mm512_and_si512(y, nibble)));
    return _mm512_test_epi8_mask(first, second);
}
#endif

static bool put_piece(struct ls_spots_copy *copy, const uint8_t *bytes, size_t from, size_t to,
                      size_t max)
{
    size_t n = copy->bytes.n;
    if (n + (to - from) + SEPARATOR > max || copy->pieces.n == PIECES_MAX)
        return false;
    memcpy(copy->bytes.at + n, bytes + from, to - from);
    memcpy(copy->bytes.at + n + (to - from), separator, SEPARATOR);
    copy->pieces.at[copy->pieces.n++] = (struct ls_spot_piece){from, n};
    copy->bytes.n = n + (to - from) + SEPARATOR;
    return true;
}

/* Inlined once for each width of register. */
static inline __attribute__((always_inline)) bool gather_by(mask_fn *mask_of,
                                                            const struct ls_spots *spots,
                                                            const uint8_t *bytes, size_t len,
                                                            struct ls_spots_copy *copy)
{
    const struct ls_spots own = *spots; /* stays in registers, whatever is written to the copy */
    size_t from = 0, to = 0, reach = own.reach, max = len / 8 * 5;
    for (size_t at = 0; at < len; at += 64) {
        uint64_t mask = mask_of(&own, bytes + at);
        if (at == 0 && goes_on(bytes[0])) /* the rest of a character that began before */
            mask |= 1;
        if (len - at < 64)
            mask &= (UINT64_C(1) << (len - at)) - 1;
        if (!mask)
            continue;
        size_t first = at + (size_t)__builtin_ctzll(mask);
        size_t end = at + 64 - (size_t)__builtin_clzll(mask) + reach;
        if (to && first > to + APART + reach) {
            if (!put_piece(copy, bytes, from, to, max))
                return false;
            to = 0;
        }
        if (to == 0)
            from = first > reach ? first - reach : 0;
        to = end < len ? end : len;
    }
    return to == 0 || put_piece(copy, bytes, from, to, max);
}

static bool gather_portable(const struct ls_spots *spots, const uint8_t *bytes, size_t len,
                            struct ls_spots_copy *copy)
{
    return gather_by(mask_portable, spots, bytes, len, copy);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static bool gather_avx2(const struct ls_spots *spots,
                                                        const uint8_t *bytes, size_t len,
                                                        struct ls_spots_copy *copy)
{
    return gather_by(mask_avx2, spots, bytes, len, copy);
}

__attribute__((target("avx512bw"))) static bool gather_avx512(const struct ls_spots *spots,
                                                              const uint8_t *bytes, size_t len,
                                                              struct ls_spots_copy *copy)
{
    return gather_by(mask_avx512, spots, bytes, len, copy);
}
#endif

size_t ls_spots_ways(ls_spots_fn *ways[LS_SPOTS_WAYS_MAX])
{
    size_t n = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512bw"))
        ways[n++] = gather_avx512;
    if (__builtin_cpu_supports("avx2"))
        ways[n++] = gather_avx2;
#endif
    ways[n++] = gather_portable;
    return n;
}

bool ls_spots_gather(const struct ls_spots *spots, const uint8_t *bytes, size_t len,
                     struct ls_spots_copy *copy)
{
    ls_spots_fn *ways[LS_SPOTS_WAYS_MAX];
    ls_spots_ways(ways);
    LS_VEC_CLEAR(&copy->bytes);
    LS_VEC_CLEAR(&copy->pieces);
    return spots->reach <= REACH_MAX && len <= LS_SPOTS_TEXT_MAX &&
           ways[0](spots, bytes, len, copy);
}

size_t ls_spots_end(const struct ls_spots_copy *copy, size_t at)
{
    size_t lo = 0, hi = copy->pieces.n;
    while (hi - lo > 1) {
        size_t mid = lo + (hi - lo) / 2;
        if (copy->pieces.at[mid].copy < at)
            lo = mid;
        else
            hi = mid;
    }
    return copy->pieces.at[lo].at + (at - copy->pieces.at[lo].copy);
}
