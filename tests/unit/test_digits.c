/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bit-mask scan for digits against a scan that looks at one character after the other.
 */
#include "base/alloc.h"
#include "base/rng.h"
#include "match/digits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BYTES_MAX = 40000, ROUNDS = 1500 };

struct text {
    const uint8_t *bytes;
    size_t len;
    uint8_t enc;
    size_t unit;
};

/* The ASCII character at byte i, or -1. */
static int at(const struct text *t, size_t i)
{
    if (i + t->unit > t->len)
        return -1;
    if (t->enc == LS_ENC_UTF8)
        return t->bytes[i];
    bool le = t->enc == LS_ENC_UTF16LE;
    return t->bytes[i + le] == 0 ? t->bytes[i + !le] : -1;
}

static bool digit(const struct text *t, size_t i)
{
    int c = at(t, i);
    return c >= '0' && c <= '9';
}

static size_t run_end(const struct text *t, size_t i)
{
    for (;; i += t->unit) {
        bool glue = (at(t, i) == ' ' || at(t, i) == '-') && digit(t, i + t->unit);
        if (!digit(t, i) && !glue)
            return i;
    }
}

static size_t digits_in(const struct text *t, size_t from, size_t to)
{
    size_t n = 0;
    for (; from < to; from += t->unit)
        n += digit(t, from);
    return n;
}

/* Appends what must be found; runs with fewer digits than `min` may be left out. */
static void naive(const struct text *t, uint32_t min, ls_digit_runs *runs)
{
    for (size_t i = 0; i < t->len;) {
        if (!digit(t, i)) {
            i++;
            continue;
        }
        size_t end = run_end(t, i), piece = i;
        bool whole = end - i <= LS_DIGITS_JOINED_MAX * t->unit;
        for (size_t k = i; k <= end; k += t->unit) {
            bool stop = whole ? k == end : k == end || !digit(t, k);
            if (!stop)
                continue;
            if (digits_in(t, piece, k) >= min)
                runs->at[runs->n++] = (struct ls_digit_run){
                    .off = (uint32_t)piece, .len = (uint32_t)(k - piece), .enc = t->enc};
            piece = k + t->unit;
        }
        i = end;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct ls_digit_run *x = a, *y = b;
    if (x->enc != y->enc)
        return x->enc < y->enc ? -1 : 1;
    return x->off < y->off ? -1 : x->off > y->off;
}

static void fill(uint64_t *rng, uint8_t *bytes, size_t len)
{
    static const char letters[] = "0123456789012345678901234567890123456789 -a,";
    uint64_t kind = ls_rng_next(rng) % 4;
    for (size_t i = 0; i < len; i++) {
        uint64_t r = ls_rng_next(rng);
        bytes[i] = (uint8_t)letters[r % (sizeof letters - 1)];
        if ((kind == 1 && i % 2) || (kind == 2 && i % 2 == 0) || (kind == 3 && r >> 32 & 1))
            bytes[i] = (r >> 40) % 32 ? 0 : bytes[i];
    }
}

static void compare(const uint8_t *bytes, size_t len, uint32_t min,
                    const struct ls_digit_kernel *kernel)
{
    static struct ls_digit_run room[3 * BYTES_MAX];
    ls_digit_runs expected = {.at = room}, found;
    static const uint8_t encs[] = {LS_ENC_UTF8, LS_ENC_UTF16LE, LS_ENC_UTF16BE};
    for (size_t e = 0; e < 3; e++)
        naive(&(struct text){bytes, len, encs[e], e ? 2 : 1}, min, &expected);
    LS_VEC_INIT(&found, 3 * BYTES_MAX);
    struct ls_digits *digits;
    assert_false(
        ls_failed(ls_digits_new(&(struct ls_digit_limits){.alone = min}, kernel, &digits)));
    ls_digits_begin(digits, len);
    ls_digits_note(digits, bytes, len, 0, len);
    assert_false(ls_failed(ls_digits_scan(digits, bytes, len, &found)));
    if (found.n)
        qsort(found.at, found.n, sizeof *found.at, by_place);
    size_t k = 0;
    for (size_t i = 0; i < found.n; i++) {
        const struct ls_digit_run *f = &found.at[i];
        struct text t = {bytes, len, f->enc, f->enc == LS_ENC_UTF8 ? 1 : 2};
        if (digits_in(&t, f->off, f->off + f->len) < min)
            continue;
        assert_true(k < expected.n);
        assert_int_equal(by_place(f, &expected.at[k]), 0);
        assert_int_equal(f->len, expected.at[k].len);
        k++;
    }
    assert_int_equal(k, expected.n);
    ls_digits_free(digits);
    LS_VEC_FINI(&found);
}

static void like_the_naive_scan(void **state)
{
    (void)state;
    static uint8_t bytes[BYTES_MAX + LS_MATCH_PAD];
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    size_t kernels_n = ls_digit_kernels(kernels);
    uint64_t rng = 1;
    for (int round = 0; round < ROUNDS; round++) {
        size_t len = round % 50 ? ls_rng_next(&rng) % 700 : ls_rng_next(&rng) % BYTES_MAX;
        uint32_t min = 1 + (uint32_t)(ls_rng_next(&rng) % 20);
        fill(&rng, bytes, len);
        for (size_t i = 0; i < kernels_n; i++)
            compare(bytes, len, min, kernels[i]);
    }
}

/* A number of `digits` digits at `off`, with a separator in some places, in narrow or wide text. */
static void write_number(uint64_t *rng, uint8_t *bytes, size_t off, uint32_t digits)
{
    uint64_t shape = ls_rng_next(rng);
    size_t unit = shape % 3 ? 2 : 1, low = shape % 3 == 2;
    for (uint32_t i = 0; i < digits; i++) {
        uint64_t r = ls_rng_next(rng);
        bool glue = i > 0 && (shape >> 8) % 3 && r % ((shape >> 16) % 3 + 1) == 0;
        const char chars[2] = {' ', (char)('0' + r / 8 % 10)};
        for (size_t k = !glue; k < 2; k++, off += unit) {
            if (unit == 2)
                bytes[off + !low] = 0;
            bytes[off + (unit == 2 && low)] = (uint8_t)chars[k];
        }
    }
}

/* Numbers few and far between, in what looks like numbers to a different degree. */
static void far_between(void **state)
{
    (void)state;
    static const char *const fillers[] = {"\xE6\x9C\xBA", "    x", "0N0a", "0\1", "2012a", "1 a-"};
    static uint8_t bytes[BYTES_MAX + LS_MATCH_PAD];
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    size_t kernels_n = ls_digit_kernels(kernels);
    uint64_t rng = 2;
    for (int round = 0; round < ROUNDS / 5; round++) {
        uint32_t min = 6 + (uint32_t)(ls_rng_next(&rng) % 12);
        const char *filler = NULL;
        for (size_t i = 0, n = 0; i < BYTES_MAX; i++) {
            if (i % 4096 == 0) {
                filler = fillers[ls_rng_next(&rng) % (sizeof fillers / sizeof *fillers)];
                n = strlen(filler);
            }
            bytes[i] = (uint8_t)filler[(ls_rng_next(&rng) % 8 ? i : ls_rng_next(&rng)) % n];
        }
        for (size_t off = 0; off + 200 < BYTES_MAX; off += ls_rng_next(&rng) % 3000)
            write_number(&rng, bytes, off, min);
        for (size_t i = 0; i < kernels_n; i++)
            compare(bytes, BYTES_MAX - ls_rng_next(&rng) % 64, min, kernels[i]);
    }
}

struct lettered_case {
    const char *text;
    size_t runs; /* that are wanted */
    bool solid;  /* what the first of them is known to be */
};

/* A short run is worth a look beside a capital letter, at its start or its end. */
static void short_beside_a_letter(void **state)
{
    (void)state;
    static const struct lettered_case cases[] = {
        {"x 123456 y", 0, false},
        {"x A123456 y", 1, true},
        {"x 123456Z y", 1, true},
        {"x a123456z y", 0, false},
        {"x A12345 y", 0, false},
        {"x 12345678901 y", 1, true},
        {"x 123-456A y", 1, false},
        {"A 123456", 0, false},
        {"123456", 0, false},
        {"A123456", 1, true},
        {"123456A", 1, true},
        {"A123456B654321C", 2, true},
        {"12345678901 A12 345 6", 2, true},
    };
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    size_t kernels_n = ls_digit_kernels(kernels);
    const struct ls_digit_limits limits = {.alone = 11, .lettered = 6};
    for (size_t k = 0; k < kernels_n; k++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            for (size_t before = 0; before < 130; before++) { /* over the borders of words */
                uint8_t bytes[256 + LS_MATCH_PAD] = {0};
                memset(bytes, '.', before);
                size_t len = before + strlen(cases[i].text);
                memcpy(bytes + before, cases[i].text, strlen(cases[i].text));
                ls_digit_runs found;
                LS_VEC_INIT(&found, 100);
                struct ls_digits *digits;
                assert_false(ls_failed(ls_digits_new(&limits, kernels[k], &digits)));
                ls_digits_begin(digits, len);
                ls_digits_note(digits, bytes, len, 0, len);
                assert_false(ls_failed(ls_digits_scan(digits, bytes, len, &found)));
                assert_int_equal(found.n, cases[i].runs);
                if (found.n)
                    assert_int_equal(found.at[0].solid, cases[i].solid);
                ls_digits_free(digits);
                LS_VEC_FINI(&found);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(like_the_naive_scan),
        cmocka_unit_test(far_between),
        cmocka_unit_test(short_beside_a_letter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
