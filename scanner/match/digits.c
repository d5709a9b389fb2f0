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

enum {
    CHUNK = LS_DIGITS_PART,
    WORDS = CHUNK / 64, /* of a chunk */
    LEAD = 2,           /* slots on either side: the neighbouring word, and one of zeros beyond */
    SLOTS = WORDS + 2 * LEAD,
    CHUNKS_MAX = LS_MATCH_LEN_MAX / CHUNK,
};

struct ls_digits {
    const struct ls_digit_kernel *kernel;
    struct ls_digit_limits limits;
    uint32_t min;  /* the lower one of the two */
    unsigned need; /* so many digits of a run stand in two words side by side */
    bool saw_wide;
    struct ls_digit_habit habit;
    struct ls_digit_word words[SLOTS];
    uint64_t joined[SLOTS];
    uint64_t worth[CHUNKS_MAX / 64 + 1]; /* a bit for each chunk */
};

/* The word just before a slot feeds bits in from below, the one after it from above. */
static uint64_t from_below(uint64_t w, uint64_t lower, unsigned by)
{
    return w << by | lower >> (64 - by);
}

static uint64_t from_above(uint64_t w, uint64_t higher, unsigned by)
{
    return w >> by | higher << (64 - by);
}

static uint64_t before(const uint64_t *w, size_t i, unsigned by)
{
    return from_below(w[i], w[i - 1], by);
}

static uint64_t after(const uint64_t *w, size_t i, unsigned by)
{
    return from_above(w[i], w[i + 1], by);
}

struct ls_result ls_digits_new(const struct ls_digit_limits *limits,
                               const struct ls_digit_kernel *kernel, struct ls_digits **digits)
{
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    ls_digit_kernels(kernels);
    *digits = ls_calloc(1, sizeof **digits);
    if (!*digits)
        return ls_stop(LS_E_MEMORY);
    uint32_t alone = limits->alone, lettered = limits->lettered;
    uint32_t min = lettered && (!alone || lettered < alone) ? lettered : alone;
    (*digits)->kernel = kernel ? kernel : kernels[0];
    (*digits)->limits = *limits;
    (*digits)->min = min;
    (*digits)->need = min < LS_DIGIT_NEED_MAX ? min : LS_DIGIT_NEED_MAX;
    return ls_ok();
}

void ls_digits_free(struct ls_digits *digits)
{
    ls_free(digits);
}

bool ls_digits_saw_wide(const struct ls_digits *digits)
{
    return digits->saw_wide;
}

/* Where runs go, and how wide a character is. */
struct collector {
    const uint8_t *bytes;
    size_t len;
    ls_digit_runs *runs;
    struct ls_digit_limits limits;
    uint32_t min;
    uint8_t enc;
    uint8_t unit;  /* bytes a character */
    uint8_t digit; /* which byte of a unit holds the digit */
};

static bool upper_at(const struct collector *c, size_t at)
{
    return at + c->unit <= c->len && c->bytes[at + c->digit] >= 'A' &&
           c->bytes[at + c->digit] <= 'Z' && (c->unit == 1 || c->bytes[at + 1 - c->digit] == 0);
}

/* Long enough by itself, or with a capital letter at one of its ends. */
static bool wanted(const struct collector *c, size_t from, size_t to)
{
    size_t n = (to - from) / c->unit;
    if (c->limits.alone && n >= c->limits.alone)
        return true;
    return c->limits.lettered && n >= c->limits.lettered &&
           ((from >= c->unit && upper_at(c, from - c->unit)) || upper_at(c, to));
}

static struct ls_result push(const struct collector *c, size_t from, size_t to, bool solid)
{
    if (wanted(c, from, to))
        LS_VEC_PUSH(c->runs, ((struct ls_digit_run){.off = (uint32_t)from,
                                                    .len = (uint32_t)(to - from),
                                                    .enc = c->enc,
                                                    .solid = solid && c->unit == 1}));
    return ls_ok();
}

/* A maximal joined run, bytes [from, to): whole when it is short, else its solid pieces. */
static struct ls_result take_run(const struct collector *c, size_t from, size_t to, bool solid)
{
    if (to - from <= (size_t)LS_DIGITS_JOINED_MAX * c->unit)
        return push(c, from, to, solid);
    size_t piece = from;
    for (size_t at = from; at <= to; at += c->unit) {
        if (at < to && c->bytes[at + c->digit] >= '0' && c->bytes[at + c->digit] <= '9')
            continue;
        if (at - piece >= (size_t)c->min * c->unit)
            LS_TRY(push(c, piece, at, true));
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
    bool solid; /* no glue in it so far */
    size_t start;
};

static struct ls_result close_run(const struct collector *c, struct open_run *run, size_t end)
{
    run->open = false;
    return end - run->start >= (size_t)c->min * c->unit ? take_run(c, run->start, end, run->solid)
                                                        : ls_ok();
}

/* Runs in one word: which bytes belong to any, which of these are glue, and where bit 0 stands. */
struct run_word {
    uint64_t joined;
    uint64_t glue; /* a superset does no harm */
    size_t base;
    unsigned min; /* bytes of the shortest run that is wanted */
};

/* `n` ones from bit `at` on; at + n <= 64, n >= 1. */
static uint64_t ones(unsigned at, unsigned n)
{
    return ~0ull >> (64 - n) << at;
}

/* A run may come in from the word before and go on in the next. */
static struct ls_result scan_word(const struct collector *c, const struct run_word *word,
                                  struct open_run *run)
{
    uint64_t w = word->joined;
    if (run->open) {
        unsigned n = ~w ? (unsigned)__builtin_ctzll(~w) : 64;
        run->solid = run->solid && (n == 0 || !(word->glue & ones(0, n)));
        if (n == 64)
            return ls_ok();
        LS_TRY(close_run(c, run, word->base + n));
        w &= ~((1ull << n) - 1);
    }
    uint64_t inside = w;
    unsigned tail = ~w ? (unsigned)__builtin_clzll(~w) : 64;
    if (tail) {
        *run =
            (struct open_run){true, !(word->glue & ones(64 - tail, tail)), word->base + 64 - tail};
        inside = tail == 64 ? 0 : w & (~0ull >> tail);
    }
    uint64_t starts = word->min > 64 ? 0 : starts_of(inside, word->min);
    while (starts) {
        unsigned at = (unsigned)__builtin_ctzll(starts);
        unsigned n = (unsigned)__builtin_ctzll(~(inside >> at));
        size_t from = word->base + at;
        LS_TRY(take_run(c, from, from + n, !(word->glue & ones(at, n))));
        starts &= ~0ull << (at + n);
    }
    return ls_ok();
}

/* The shortest run of slot i that can be wanted: short ones need a letter beside them. */
static uint32_t min_of(const struct ls_digits *d, size_t i)
{
    uint64_t upper = d->words[i - 1].upper | d->words[i].upper | d->words[i + 1].upper;
    return d->limits.alone && !upper ? d->limits.alone : d->min;
}

static struct ls_result scan_joined(const struct ls_digits *d, const struct collector *c,
                                    size_t words, size_t base, struct open_run *run)
{
    for (size_t i = 0; i < words; i++) {
        struct run_word word = {.joined = d->joined[LEAD + i],
                                .glue = d->words[LEAD + i].glue,
                                .base = base + i * 64,
                                .min = min_of(d, LEAD + i) * c->unit};
        if (word.joined || run->open)
            LS_TRY(scan_word(c, &word, run));
    }
    return ls_ok();
}

static void join_narrow(struct ls_digits *d, size_t words)
{
    const struct ls_digit_word *w = d->words;
    for (size_t i = LEAD; i < LEAD + words; i++) {
        uint64_t sides =
            from_below(w[i].digit, w[i - 1].digit, 1) & from_above(w[i].digit, w[i + 1].digit, 1);
        d->joined[i] = w[i].digit | (w[i].glue & sides);
    }
}

/* Which bytes of slot i have a zero as their other half. */
static uint64_t halves(const struct ls_digit_word *w, size_t i, bool le)
{
    return le ? from_above(w[i].zero, w[i + 1].zero, 1) : from_below(w[i].zero, w[i - 1].zero, 1);
}

/*
 * Marks both bytes of each wide digit, and of wide glue with digits on either side. False, with
 * nothing marked, when there is no wide digit and `force` does not ask for marks all the same.
 */
static bool join_wide(struct ls_digits *d, size_t words, bool le, bool force)
{
    uint64_t digit[SLOTS], glue, any = 0;
    size_t first = LEAD - 1, last = LEAD + words; /* the neighbours too */
    for (size_t i = first; i <= last; i++) {
        digit[i] = d->words[i].digit & halves(d->words, i, le);
        any |= digit[i];
    }
    if (!any && !force)
        return false;
    digit[first - 1] = digit[last + 1] = 0;
    d->joined[first - 1] = d->joined[last + 1] = 0;
    for (size_t i = first; i <= last; i++) {
        glue = d->words[i].glue & halves(d->words, i, le);
        d->joined[i] = digit[i] | (glue & before(digit, i, 2) & after(digit, i, 2));
    }
    /* Smear each mark over its unit, starting at the far side so that inputs are still unsmeared.
     */
    if (le)
        for (size_t i = last; i >= first; i--)
            d->joined[i] |= before(d->joined, i, 1);
    else
        for (size_t i = first; i <= last; i++)
            d->joined[i] |= after(d->joined, i, 1);
    return true;
}

/*
 * The masks of a chunk, with the neighbouring words on both sides. Bytes past the end of the block
 * count as nothing.
 */
static void classify_chunk(struct ls_digits *d, const uint8_t *bytes, size_t len, size_t from,
                           size_t words)
{
    size_t left = len - from; /* > 0 */
    size_t whole = left / 64 < words + 1 ? left / 64 : words + 1;
    memset(d->words, 0, LEAD * sizeof *d->words);
    if (from)
        d->kernel->classify(bytes + from - 64, 1, &d->words[LEAD - 1]);
    d->kernel->classify(bytes + from, whole, &d->words[LEAD]);
    memset(&d->words[LEAD + whole], 0, (words + LEAD - whole) * sizeof *d->words);
    unsigned rest = (unsigned)(left - whole * 64);
    if (whole < words + 1 && rest) {
        struct ls_digit_word *w = &d->words[LEAD + whole];
        uint64_t inside = (1ull << rest) - 1;
        d->kernel->classify(bytes + from + whole * 64, 1, w);
        w->digit &= inside;
        w->glue &= inside;
        w->zero &= inside;
        w->upper &= inside;
    }
}

static struct ls_result scan_wide(struct ls_digits *d, const struct collector *c, size_t words,
                                  size_t base, struct open_run *run)
{
    if (!join_wide(d, words, c->enc == LS_ENC_UTF16LE, run->open))
        return ls_ok();
    d->saw_wide = true;
    return scan_joined(d, c, words, base, run);
}

static bool is_worth(const struct ls_digits *d, size_t chunk)
{
    return d->worth[chunk / 64] >> (chunk % 64) & 1;
}

void ls_digits_begin(struct ls_digits *digits, size_t len)
{
    memset(digits->worth, 0, (len / CHUNK / 64 + 1) * sizeof *digits->worth);
}

void ls_digits_note(struct ls_digits *digits, const uint8_t *bytes, size_t len, size_t lo,
                    size_t hi)
{
    for (size_t i = lo / CHUNK; i * CHUNK < hi; i++) {
        bool inside = len - i * CHUNK >= CHUNK + 64; /* the word behind it is whole too */
        if (!inside ||
            digits->kernel->worth(bytes + i * CHUNK, WORDS + 1, digits->need, &digits->habit))
            digits->worth[i / 64] |= 1ull << (i % 64);
    }
}

struct ls_result ls_digits_scan(struct ls_digits *digits, const uint8_t *bytes, size_t len,
                                ls_digit_runs *runs)
{
    struct collector narrow = {bytes, len, runs, digits->limits, digits->min, LS_ENC_UTF8, 1, 0};
    struct collector le = narrow, be = narrow;
    le.enc = LS_ENC_UTF16LE;
    be.enc = LS_ENC_UTF16BE;
    le.unit = be.unit = 2;
    be.digit = 1;
    struct open_run narrow_run = {0}, le_run = {0}, be_run = {0};
    digits->saw_wide = false;
    for (size_t from = 0; from < len; from += CHUNK) {
        size_t words = (len - from + 63) / 64 < WORDS ? (len - from + 63) / 64 : WORDS;
        if (!is_worth(digits, from / CHUNK) && !narrow_run.open && !le_run.open && !be_run.open)
            continue;
        classify_chunk(digits, bytes, len, from, words);
        join_narrow(digits, words);
        LS_TRY(scan_joined(digits, &narrow, words, from, &narrow_run));
        LS_TRY(scan_wide(digits, &le, words, from, &le_run));
        LS_TRY(scan_wide(digits, &be, words, from, &be_run));
    }
    if (narrow_run.open)
        LS_TRY(close_run(&narrow, &narrow_run, len));
    if (le_run.open)
        LS_TRY(close_run(&le, &le_run, len));
    return be_run.open ? close_run(&be, &be_run, len) : ls_ok();
}
