/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Works on bit masks, one bit a byte, 64 bytes a word, a chunk of words at a time:
 *
 *   bytes   6222 0212-3456,A1
 *   digit   1111011110111100 1
 *   glue    ....1....1.......      a blank or hyphen
 *   joined  11111111111111..1      digits, and glue with a digit on either side
 *
 * UTF-16 is the same with a zero byte beside each character: `wide` masks mark both bytes of each
 * digit. Text without zero bytes never gets there.
 *
 *   UTF-16LE  '6' 0 '2' 0     digit[i] & zero[i+1]
 *   UTF-16BE  0 '6' 0 '2'     digit[i] & zero[i-1]
 *
 * Only maximal runs of ones that are long enough are looked at one by one.
 */
#include "match/digits.h"

#include "base/alloc.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum {
    WORDS = 64, /* words of a chunk: 4 KiB of text */
    LEAD = 2,   /* slots on either side: the neighbouring word, and one of zeros beyond */
    SLOTS = WORDS + 2 * LEAD,
};

struct masks {
    uint64_t digit[SLOTS];
    uint64_t glue[SLOTS];
    uint64_t zero[SLOTS];
    uint64_t joined[SLOTS];
};

typedef void classify_fn(const uint8_t *bytes, size_t words, uint64_t *digit, uint64_t *glue,
                         uint64_t *zero);

/* Whether a word of the chunk holds `need` digits that may belong to one run. */
typedef bool worth_fn(const uint8_t *bytes, size_t words, unsigned need);

struct ls_digits {
    classify_fn *classify;
    worth_fn *worth;
    uint32_t min;
    unsigned need; /* digits of a run of `min` that stand in one word at least */
    struct masks masks;
};

/* The word just before slot i feeds bits in from below, the one after it from above. */
static uint64_t before(const uint64_t *w, size_t i, unsigned by)
{
    return w[i] << by | w[i - 1] >> (64 - by);
}

static uint64_t after(const uint64_t *w, size_t i, unsigned by)
{
    return w[i] >> by | w[i + 1] << (64 - by);
}

/* Eight bytes at a time; one bit for each byte that is below `below` after `x ^ with`. */
static uint64_t bytes_below(uint64_t x, uint64_t with, uint64_t below)
{
    const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
    x ^= ones * with;
    uint64_t t = ((x & ~high) + ones * (0x80 - below)) | x; /* high bit: not below */
    return ((~t & high) >> 7) * 0x0102040810204080u >> 56;
}

static void classify_portable(const uint8_t *bytes, size_t words, uint64_t *digit, uint64_t *glue,
                              uint64_t *zero)
{
    for (size_t i = 0; i < words; i++) {
        uint64_t d = 0, g = 0, z = 0;
        for (unsigned k = 0; k < 64; k += 8, bytes += 8) {
            uint64_t x = 0;
            for (unsigned b = 8; b-- > 0;)
                x = x << 8 | bytes[b];
            d |= bytes_below(x, '0', 10) << k;
            g |= (bytes_below(x, ' ', 1) | bytes_below(x, '-', 1)) << k;
            z |= bytes_below(x, 0, 1) << k;
        }
        digit[i] = d;
        glue[i] = g;
        zero[i] = z;
    }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t movemask(__m256i low, __m256i high)
{
    return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high)
                                                     << 32;
}

__attribute__((target("avx2"))) static __m256i is_digit(__m256i x)
{
    __m256i value = _mm256_xor_si256(x, _mm256_set1_epi8('0'));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(value, _mm256_set1_epi8(9)), value);
}

__attribute__((target("avx2"))) static __m256i is_glue(__m256i x)
{
    return _mm256_or_si256(_mm256_cmpeq_epi8(x, _mm256_set1_epi8(' ')),
                           _mm256_cmpeq_epi8(x, _mm256_set1_epi8('-')));
}

__attribute__((target("avx2"))) static void
classify_avx2(const uint8_t *bytes, size_t words, uint64_t *digit, uint64_t *glue, uint64_t *zero)
{
    const __m256i nul = _mm256_setzero_si256();
    for (size_t i = 0; i < words; i++, bytes += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
        digit[i] = movemask(is_digit(low), is_digit(high));
        glue[i] = movemask(is_glue(low), is_glue(high));
        zero[i] = movemask(_mm256_cmpeq_epi8(low, nul), _mm256_cmpeq_epi8(high, nul));
    }
}
#endif

/* Whether there are at least n ones in a row. */
static bool has_run(uint64_t w, unsigned n)
{
    for (unsigned have = 1; have < n && w;) {
        unsigned step = n - have < have ? n - have : have;
        w &= w >> step;
        have += step;
    }
    return w != 0;
}

/* `need` digits in a row, with blanks between them; in UTF-16 with their zero bytes. */
static bool worth_word(uint64_t digit, uint64_t glue, uint64_t zero, unsigned need)
{
    return has_run(digit | glue, need) || has_run(digit | glue | zero, 2 * need - 1);
}

static bool worth_portable(const uint8_t *bytes, size_t words, unsigned need)
{
    for (size_t i = 0; i < words; i++) {
        uint64_t d, g, z;
        classify_portable(bytes + i * 64, 1, &d, &g, &z);
        if ((unsigned)__builtin_popcountll(d) >= need && worth_word(d, g, z, need))
            return true;
    }
    return false;
}

#if defined(__x86_64__)
__attribute__((target("avx2,popcnt"))) static bool worth_avx2(const uint8_t *bytes, size_t words,
                                                              unsigned need)
{
    for (size_t i = 0; i < words; i++, bytes += 64) {
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)bytes);
        __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(bytes + 32));
        uint64_t digit = movemask(is_digit(low), is_digit(high));
        if ((unsigned)__builtin_popcountll(digit) < need)
            continue;
        uint64_t glue, zero;
        classify_avx2(bytes, 1, &digit, &glue, &zero);
        if (worth_word(digit, glue, zero, need))
            return true;
    }
    return false;
}
#endif

static bool have_avx2(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

static void pick(struct ls_digits *digits, bool portable)
{
    digits->classify = classify_portable;
    digits->worth = worth_portable;
#if defined(__x86_64__)
    if (!portable && have_avx2()) {
        digits->classify = classify_avx2;
        digits->worth = worth_avx2;
    }
#endif
    (void)portable;
}

/*
 * n digits with glue between them take up to 4n - 2 bytes in UTF-16, so they touch at most so many
 * words, and one of these holds its share.
 */
static unsigned share(unsigned n)
{
    unsigned words = (4 * n - 2 + 62) / 64 + 1;
    return (n + words - 1) / words;
}

const char *ls_digits_kind(bool portable)
{
    return !portable && have_avx2() ? "avx2" : "portable";
}

struct ls_result ls_digits_new(uint32_t min_digits, bool portable, struct ls_digits **digits)
{
    *digits = ls_calloc(1, sizeof **digits);
    if (!*digits)
        return ls_stop(LS_E_MEMORY);
    pick(*digits, portable);
    (*digits)->min = min_digits;
    (*digits)->need = share(min_digits);
    return ls_ok();
}

void ls_digits_free(struct ls_digits *digits)
{
    ls_free(digits);
}

/* Where runs go, and how wide a character is. */
struct collector {
    const uint8_t *bytes;
    ls_digit_runs *runs;
    uint32_t min;
    uint8_t enc;
    uint8_t unit;  /* bytes a character */
    uint8_t digit; /* which byte of a unit holds the digit */
};

static struct ls_result push(const struct collector *c, size_t from, size_t to)
{
    LS_VEC_PUSH(c->runs, ((struct ls_digit_run){
                             .off = (uint32_t)from, .len = (uint32_t)(to - from), .enc = c->enc}));
    return ls_ok();
}

/* A maximal joined run, bytes [from, to): whole when it is short, else its solid pieces. */
static struct ls_result take_run(const struct collector *c, size_t from, size_t to)
{
    if (to - from <= (size_t)LS_DIGITS_JOINED_MAX * c->unit)
        return push(c, from, to);
    size_t piece = from;
    for (size_t at = from; at <= to; at += c->unit) {
        if (at < to && c->bytes[at + c->digit] >= '0' && c->bytes[at + c->digit] <= '9')
            continue;
        if (at - piece >= (size_t)c->min * c->unit)
            LS_TRY(push(c, piece, at));
        piece = at + c->unit;
    }
    return ls_ok();
}

/* Leaves a one at the first bit of every run of at least n ones inside the word. */
static uint64_t starts_of(uint64_t w, unsigned n)
{
    for (unsigned have = 1; have < n && w;) {
        unsigned step = n - have < have ? n - have : have;
        w &= w >> step;
        have += step;
    }
    return w;
}

/* An open run that began at byte `start` of the block; none when open is false. */
struct open_run {
    bool open;
    size_t start;
};

static struct ls_result close_run(const struct collector *c, struct open_run *run, size_t end)
{
    run->open = false;
    return end - run->start >= (size_t)c->min * c->unit ? take_run(c, run->start, end) : ls_ok();
}

/* Runs of ones in one word whose bit 0 is byte `base`; a run may come in and go on. */
static struct ls_result scan_word(const struct collector *c, uint64_t w, size_t base,
                                  struct open_run *run)
{
    if (run->open) {
        if (w == ~0ull)
            return ls_ok();
        unsigned ones = (unsigned)__builtin_ctzll(~w);
        LS_TRY(close_run(c, run, base + ones));
        w &= ~((1ull << ones) - 1);
    }
    uint64_t inside = w;
    unsigned tail = ~w ? (unsigned)__builtin_clzll(~w) : 64;
    if (tail) {
        run->open = true;
        run->start = base + 64 - tail;
        inside = tail == 64 ? 0 : w & (~0ull >> tail);
    }
    unsigned min = c->min * c->unit;
    uint64_t starts = min > 64 ? 0 : starts_of(inside, min);
    while (starts) {
        unsigned at = (unsigned)__builtin_ctzll(starts);
        unsigned ones = (unsigned)__builtin_ctzll(~(inside >> at));
        LS_TRY(take_run(c, base + at, base + at + ones));
        starts &= ~0ull << (at + ones);
    }
    return ls_ok();
}

static struct ls_result scan_joined(const struct collector *c, const uint64_t *joined, size_t words,
                                    size_t base, struct open_run *run)
{
    for (size_t i = 0; i < words; i++)
        if (joined[LEAD + i] || run->open)
            LS_TRY(scan_word(c, joined[LEAD + i], base + i * 64, run));
    return ls_ok();
}

static void join_narrow(struct masks *m, size_t words)
{
    for (size_t i = LEAD; i < LEAD + words; i++) {
        uint64_t sides = before(m->digit, i, 1) & after(m->digit, i, 1);
        m->joined[i] = m->digit[i] | (m->glue[i] & sides);
    }
}

/* The bytes of a class whose other half is zero. */
static uint64_t wide(const uint64_t *class, const struct masks *m, size_t i, bool le)
{
    return class[i] & (le ? after(m->zero, i, 1) : before(m->zero, i, 1));
}

/*
 * Marks both bytes of each wide digit, and of wide glue with digits on either side. False, with
 * nothing marked, when there is no wide digit and `force` does not ask for marks all the same.
 */
static bool join_wide(struct masks *m, size_t words, bool le, bool force)
{
    uint64_t digit[SLOTS], glue[SLOTS], any = 0;
    size_t first = LEAD - 1, last = LEAD + words; /* the neighbours too */
    for (size_t i = first; i <= last; i++) {
        digit[i] = wide(m->digit, m, i, le);
        any |= digit[i];
    }
    if (!any && !force)
        return false;
    digit[first - 1] = digit[last + 1] = 0;
    m->joined[first - 1] = m->joined[last + 1] = 0;
    for (size_t i = first; i <= last; i++) {
        glue[i] = wide(m->glue, m, i, le);
        m->joined[i] = digit[i] | (glue[i] & before(digit, i, 2) & after(digit, i, 2));
    }
    /* Smear each mark over its unit, starting at the far side so that inputs are still unsmeared.
     */
    if (le)
        for (size_t i = last; i >= first; i--)
            m->joined[i] |= before(m->joined, i, 1);
    else
        for (size_t i = first; i <= last; i++)
            m->joined[i] |= after(m->joined, i, 1);
    return true;
}

static void clear_slots(struct masks *m, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        m->digit[i] = m->glue[i] = m->zero[i] = 0;
}

/*
 * The masks of a chunk, with the neighbouring words on both sides. Bytes past the end of the block
 * count as nothing.
 */
static void classify_chunk(struct ls_digits *d, const uint8_t *bytes, size_t len, size_t from,
                           size_t words)
{
    struct masks *m = &d->masks;
    size_t left = len - from; /* > 0 */
    size_t whole = left / 64 < words + 1 ? left / 64 : words + 1;
    clear_slots(m, 0, LEAD);
    if (from)
        d->classify(bytes + from - 64, 1, &m->digit[LEAD - 1], &m->glue[LEAD - 1],
                    &m->zero[LEAD - 1]);
    d->classify(bytes + from, whole, &m->digit[LEAD], &m->glue[LEAD], &m->zero[LEAD]);
    clear_slots(m, LEAD + whole, LEAD + words + LEAD);
    unsigned rest = (unsigned)(left - whole * 64);
    if (whole < words + 1 && rest) {
        size_t i = LEAD + whole;
        uint64_t inside = (1ull << rest) - 1;
        d->classify(bytes + from + whole * 64, 1, &m->digit[i], &m->glue[i], &m->zero[i]);
        m->digit[i] &= inside;
        m->glue[i] &= inside;
        m->zero[i] &= inside;
    }
}

struct ls_result ls_digits_scan(struct ls_digits *digits, const uint8_t *bytes, size_t len,
                                ls_digit_runs *runs)
{
    struct collector narrow = {bytes, runs, digits->min, LS_ENC_UTF8, 1, 0};
    struct collector le = {bytes, runs, digits->min, LS_ENC_UTF16LE, 2, 0};
    struct collector be = {bytes, runs, digits->min, LS_ENC_UTF16BE, 2, 1};
    struct open_run narrow_run = {0}, le_run = {0}, be_run = {0};
    struct masks *m = &digits->masks;
    for (size_t from = 0; from < len; from += (size_t)WORDS * 64) {
        size_t words = (len - from + 63) / 64 < WORDS ? (len - from + 63) / 64 : WORDS;
        bool open = narrow_run.open || le_run.open || be_run.open;
        bool inside = (len - from) / 64 > words; /* the word behind it is whole too */
        if (!open && inside && !digits->worth(bytes + from, words + 1, digits->need))
            continue;
        classify_chunk(digits, bytes, len, from, words);
        join_narrow(m, words);
        LS_TRY(scan_joined(&narrow, m->joined, words, from, &narrow_run));
        if (join_wide(m, words, true, le_run.open))
            LS_TRY(scan_joined(&le, m->joined, words, from, &le_run));
        if (join_wide(m, words, false, be_run.open))
            LS_TRY(scan_joined(&be, m->joined, words, from, &be_run));
    }
    if (narrow_run.open)
        LS_TRY(close_run(&narrow, &narrow_run, len));
    if (le_run.open)
        LS_TRY(close_run(&le, &le_run, len));
    return be_run.open ? close_run(&be, &be_run, len) : ls_ok();
}
