/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers in UTF-16 of both byte orders, at even and odd offsets, with characters before and behind
 * them that are and are not ASCII: the reading that is kept is the one that was written.
 */
#include "base/alloc.h"
#include "base/encoding.h"
#include "match/shadows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <uchar.h>

#include <cmocka.h>

enum { BYTES_MAX = 512 };

struct bytes {
    uint8_t at[BYTES_MAX + 64];
    size_t n;
};

static void add(struct bytes *b, enum ls_encoding enc, const uint32_t *text)
{
    for (; *text; text++)
        b->n += ls_encode_char(enc, *text, b->at + b->n);
}

/* One number with `before` and `behind`, after `shift` bytes: exactly that run must be left. */
static void check(enum ls_encoding enc, size_t shift, const char32_t *before,
                  const char32_t *behind)
{
    struct bytes b = {.n = shift};
    add(&b, enc, before);
    size_t from = b.n;
    add(&b, enc, U"13800138000");
    size_t to = b.n;
    add(&b, enc, behind);
    ls_digit_runs runs;
    LS_VEC_INIT(&runs, 100);
    struct ls_digits *digits;
    struct ls_digit_limits limits = {.alone = 8};
    assert_false(ls_failed(ls_digits_new(&limits, NULL, &digits)));
    ls_digits_begin(digits, b.n);
    ls_digits_note(digits, b.at, b.n, 0, b.n);
    assert_false(ls_failed(ls_digits_scan(digits, b.at, b.n, &runs)));
    assert_true(ls_digits_saw_wide(digits));
    ls_shadows_drop(b.at, b.n, &runs);
    assert_int_equal(runs.n, 1);
    assert_int_equal(runs.at[0].enc, enc);
    assert_int_equal(runs.at[0].off, from);
    assert_int_equal(runs.at[0].off + runs.at[0].len, to);
    LS_VEC_FINI(&runs);
    ls_digits_free(digits);
}

static void every_reading(void **state)
{
    (void)state;
    static const char32_t *const texts[] = {U"手机：", U"手机: ", U"张三,男,", U"。\n"};
    static const enum ls_encoding encs[] = {LS_ENC_UTF16LE, LS_ENC_UTF16BE};
    for (size_t e = 0; e < 2; e++)
        for (size_t shift = 0; shift < 4; shift++)
            for (size_t i = 0; i < 4; i++)
                for (size_t k = 0; k < 4; k++)
                    check(encs[e], shift, texts[i], texts[k]);
}

/* ASCII alone fits both orders: then text begins at an even offset. */
static void ascii_alone(void **state)
{
    (void)state;
    check(LS_ENC_UTF16LE, 0, U"tel ", U" x\n");
    check(LS_ENC_UTF16BE, 0, U"tel ", U" x\n");
    check(LS_ENC_UTF16LE, 2, U"", U"");
    check(LS_ENC_UTF16BE, 2, U"", U"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reading),
        cmocka_unit_test(ascii_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
