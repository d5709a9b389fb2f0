/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoded, folded text and the way back to its bytes.
 */
#include "confirm/text.h"

#include "confirm/border.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/fold.h"
#include "base/rng.h"

#include <string.h>
#include <uchar.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { BYTES_MAX = 4096, ROUNDS = 300 };

static struct ls_text text;
static const struct ls_event no_events[1];

static int set_up(void **state)
{
    (void)state;
    return ls_failed(ls_text_init(&text)) ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_text_fini(&text);
    return 0;
}

/* A whole object of these bytes. */
static struct ls_block block_of(const void *bytes, size_t len)
{
    return (struct ls_block){.bytes = bytes, .len = len, .own_hi = len, .last = true};
}

static void read_all(const struct ls_block *block, enum ls_encoding enc)
{
    struct ls_text_range range = {.lo = 0, .at = 0, .hi = block->len};
    assert_false(ls_failed(ls_text_read(&text, block, enc, &range, no_events, 0)));
}

/* Reads the bytes of a literal as a whole object. */
#define READ(enc, literal)                                                                         \
    do {                                                                                           \
        struct ls_block block_ = block_of(literal, sizeof(literal) - 1);                           \
        read_all(&block_, enc);                                                                    \
    } while (0)

/* Whether the text is these characters (UTF-32). */
static bool is(const char32_t *expected)
{
    size_t n = 0;
    while (expected[n])
        n++;
    return text.n == n && memcmp(text.cps, expected, n * sizeof *expected) == 0;
}

static void decodes_and_folds(void **state)
{
    (void)state;
    READ(LS_ENC_UTF8, "絕Ａ★\u200B１\r\n");
    assert_true(is(U"绝a★1\n\n"));
    READ(LS_ENC_GB18030, "\xBD\x5E\xA1\xA1\xA1\xEF");
    assert_true(is(U"绝 ★"));
    READ(LS_ENC_BIG5, "\xB5\xB4\xA1\x40\xA1\xB9");
    assert_true(is(U"绝 ★"));
    READ(LS_ENC_UTF16LE, "\x55\x7D\x05\x26");
    assert_true(is(U"绝★"));
    READ(LS_ENC_UTF16BE, "\x7D\x55\x26\x05");
    assert_true(is(U"绝★"));
    READ(LS_ENC_UTF8, "");
    assert_int_equal(text.n, 0);
    READ(LS_ENC_UTF8, "a\x1F"
                      "b\x1E"
                      "c\fd"); /* cell, row, page */
    assert_true(is(U"a\x1F"
                   U"b\nc\nd"));
}

/* Where each character's bytes begin and end, also where one becomes several or none. */
static void maps_back_to_bytes(void **state)
{
    (void)state;
    READ(LS_ENC_UTF8, "a\u200B㎏密\xFFz"); /* U+338F folds to two letters */
    assert_true(is(U"akg密\uFFFDz"));
    static const uint32_t off[] = {0, 4, 4, 7, 10, 11}, end[] = {1, 7, 7, 10, 11, 12};
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(text.off[i], off[i]);
        assert_int_equal(text.end[i], end[i]);
    }
    assert_int_equal(text.lo, 0);
    assert_int_equal(text.hi, 12);
    assert_int_equal(text.enc, LS_ENC_UTF8);
}

static void finds_characters(void **state)
{
    (void)state;
    size_t from, to;
    READ(LS_ENC_UTF8, "a\u200B㎏密z");
    assert_true(ls_text_find(&text, 7, 3, &from, &to));
    assert_int_equal(from, 3);
    assert_int_equal(to, 4);
    assert_true(ls_text_find(&text, 4, 6, &from, &to));
    assert_int_equal(from, 1);
    assert_int_equal(to, 4);
    assert_true(ls_text_find(&text, 0, 11, &from, &to));
    assert_int_equal(to - from, 5);
    assert_false(ls_text_find(&text, 8, 2, &from, &to));  /* inside a character */
    assert_false(ls_text_find(&text, 8, 3, &from, &to));  /* begins inside one */
    assert_false(ls_text_find(&text, 7, 2, &from, &to));  /* ends inside one */
    assert_false(ls_text_find(&text, 1, 3, &from, &to));  /* left by folding */
    assert_false(ls_text_find(&text, 11, 0, &from, &to)); /* nothing at all */
    assert_false(ls_text_find(&text, 10, 2, &from, &to)); /* past the end */
}

static void finds_double_bytes_on_borders_only(void **state)
{
    (void)state;
    size_t from, to;
    /* 阿海 is B0A2 BAA3; the bytes A2BA in between are a character as well */
    READ(LS_ENC_GB18030, "\n\xB0\xA2\xBA\xA3");
    assert_true(ls_text_find(&text, 1, 2, &from, &to));
    assert_true(ls_text_find(&text, 3, 2, &from, &to));
    assert_false(ls_text_find(&text, 2, 2, &from, &to));
}

struct gap_case {
    const char *bytes;
    size_t len;
    enum ls_encoding enc;
    struct ls_event events[2];
    size_t n;
    const char32_t *expected;
};

#define BYTES(literal) .bytes = literal, .len = sizeof(literal) - 1

/* Separators vanish inside gapped words of this encoding, and nowhere else. */
static void squeezes_gaps(void **state)
{
    (void)state;
    static const struct gap_case cases[] = {
        {BYTES("x 甲 \u3000\n乙 x"), .events = {{.off = 2, .len = 11, .gapped = true}}, .n = 1,
         .expected = U"x 甲乙 x"},
        {BYTES("x 甲 \u3000\n乙 x"), .events = {{.off = 2, .len = 11, .gapped = false}}, .n = 1,
         .expected = U"x 甲  \n乙 x"},
        {BYTES("x 甲 \u3000\n乙 x"),
         .events = {{.off = 2, .len = 11, .gapped = true, .enc = LS_ENC_GB18030}}, .n = 1,
         .expected = U"x 甲  \n乙 x"},
        {BYTES("甲 乙 丙\t丁"),
         .events = {{.off = 0, .len = 7, .gapped = true}, {.off = 8, .len = 7, .gapped = true}},
         .n = 2, .expected = U"甲乙 丙丁"},
        {BYTES("甲 乙 丙"), /* two words that share a character */
         .events = {{.off = 0, .len = 7, .gapped = true}, {.off = 4, .len = 7, .gapped = true}},
         .n = 2, .expected = U"甲乙丙"},
        {BYTES("\xBC\xD7\xA1\xA1\xD2\xD2 \xB1\xFB"), .enc = LS_ENC_GB18030,
         .events = {{.off = 0, .len = 6, .gapped = true, .enc = LS_ENC_GB18030}}, .n = 1,
         .expected = U"甲乙 丙"},
        {BYTES("\x32\x75 \0\x59\x4E"), .enc = LS_ENC_UTF16LE,
         .events = {{.off = 0, .len = 6, .gapped = true, .enc = LS_ENC_UTF16LE}}, .n = 1,
         .expected = U"甲乙"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct gap_case *c = &cases[i];
        struct ls_block block = block_of(c->bytes, c->len);
        struct ls_text_range range = {.lo = 0, .at = 0, .hi = c->len};
        assert_false(ls_failed(ls_text_read(&text, &block, c->enc, &range, c->events, c->n)));
        if (!is(c->expected))
            fail_msg("case %zu", i);
        size_t from, to;
        assert_true(ls_text_find(&text, c->events[0].off, c->events[0].len, &from, &to));
    }
}

/* Where lines, cells and fields begin and end. */
static void borders(void **state)
{
    (void)state;
    READ(LS_ENC_UTF8, "a\nb\tc,d\x1F"
                      "e\ff");
    static const struct {
        size_t i;
        bool begins, ends, field_begins, field_ends;
    } places[] = {
        {0, true, false, true, false},  {1, false, true, false, true},
        {2, true, false, true, false},  {3, false, true, false, true},
        {4, true, false, true, false},  {5, false, false, false, true},
        {6, false, false, true, false}, {7, false, true, false, true},
        {8, true, false, true, false},  {9, false, true, false, true},
        {10, true, false, true, false}, {11, false, true, false, true},
    };
    assert_int_equal(text.n, 11);
    for (size_t k = 0; k < sizeof places / sizeof *places; k++) {
        size_t i = places[k].i;
        assert_int_equal(ls_text_begins(&text, i, false), places[k].begins);
        assert_int_equal(ls_text_ends(&text, i, false), places[k].ends);
        assert_int_equal(ls_text_begins(&text, i, true), places[k].field_begins);
        assert_int_equal(ls_text_ends(&text, i, true), places[k].field_ends);
    }
    assert_true(ls_text_is_line_end('\n') && ls_text_is_line_end('\f') &&
                ls_text_is_line_end(0x1E));
    assert_false(ls_text_is_line_end('\t') || ls_text_is_line_end(0x1F) ||
                 ls_text_is_line_end(','));
}

/* A comma of a sentence is none of a table. */
static void full_width_commas(void **state)
{
    (void)state;
    READ(LS_ENC_UTF8, "a，b；c｜d");
    assert_true(is(U"a,b;c|d"));
    for (size_t i = 1; i < 5; i++) {
        assert_false(ls_text_begins(&text, i, true));
        assert_false(ls_text_ends(&text, i, true));
    }
    assert_true(ls_text_is(&text, 0, 'a'));
    assert_false(ls_text_is(&text, 1, ','));
    assert_false(ls_text_is(&text, 0, 'b'));
}

/*
 * Tables drawn with lines, and the full-width bar, in every encoding that has them: the same bar to
 * patterns, and borders also to what looks at bytes only.
 */
static void drawn_tables(void **state)
{
    (void)state;
    static const uint32_t bars[] = {0x2502, 0x2503, 0x2551, 0xFF5C};
    static const size_t expected[] = {
        [LS_ENC_UTF8] = 4,    [LS_ENC_GB18030] = 4,   [LS_ENC_BIG5] = 3,   [LS_ENC_UTF16LE] = 4,
        [LS_ENC_UTF16BE] = 4, [LS_ENC_SHIFT_JIS] = 3, [LS_ENC_EUC_JP] = 3, [LS_ENC_EUC_KR] = 3,
        [LS_ENC_KOI8_R] = 2,  [LS_ENC_CP866] = 2,     [LS_ENC_COUNT] = 0};
    for (int enc = 0; enc < LS_ENC_COUNT; enc++) {
        size_t have = 0;
        for (size_t k = 0; k < sizeof bars / sizeof *bars; k++) {
            uint8_t bytes[32];
            size_t n = ls_encode_char((enum ls_encoding)enc, 'a', bytes);
            size_t taken = ls_encode_char((enum ls_encoding)enc, bars[k], bytes + n);
            size_t behind = n + taken;
            if (!taken)
                continue;
            have++;
            size_t len = behind + ls_encode_char((enum ls_encoding)enc, 'b', bytes + behind);
            struct ls_block block = block_of(bytes, len);
            read_all(&block, (enum ls_encoding)enc);
            assert_true(is(U"a|b"));
            bool drawn = bars[k] != 0xFF5C;
            assert_int_equal(ls_text_ends(&text, 1, false), drawn);
            assert_int_equal(ls_text_begins(&text, 2, false), drawn);
            assert_true(ls_text_ends(&text, 1, true) && ls_text_begins(&text, 2, true));
            assert_true(ls_text_parts(&text, 1, '|'));
            assert_int_equal(ls_border_distance(&block, (enum ls_encoding)enc, behind, 4), 0);
        }
        assert_int_equal(have, expected[enc]);
    }
    READ(LS_ENC_UTF8, "a|b，c");
    assert_false(ls_text_ends(&text, 1, false));
    assert_true(ls_text_ends(&text, 1, true));
    assert_true(ls_text_parts(&text, 1, '|'));
    assert_false(ls_text_parts(&text, 3, ','));
}

/* Blanks before a word count as one of them, however wide, in every encoding that has them. */
static void runs_of_blanks(void **state)
{
    (void)state;
    for (int enc = 0; enc < LS_ENC_COUNT; enc++) {
        uint8_t bytes[64];
        size_t n = ls_encode_char((enum ls_encoding)enc, '\n', bytes);
        for (int i = 0; i < 8; i++) {
            size_t taken = ls_encode_char((enum ls_encoding)enc, i % 2 ? 0x3000 : ' ', bytes + n);
            n += taken ? taken : ls_encode_char((enum ls_encoding)enc, ' ', bytes + n);
        }
        struct ls_block block = block_of(bytes, n);
        assert_in_range(ls_border_distance(&block, (enum ls_encoding)enc, n, 8), 0, 1);
    }
}

/* The first and the last byte of a piece begin and end something only at the object's ends. */
static void ends_of_the_object(void **state)
{
    (void)state;
    static const char bytes[] = "abcdefgh";
    static const struct {
        uint64_t off;
        bool last;
        size_t lo, hi;
        bool starts, ends;
    } cases[] = {
        {0, true, 0, 8, true, true},    {0, true, 2, 8, false, true},
        {0, true, 0, 7, true, false},   {0, false, 0, 8, true, false},
        {100, true, 0, 8, false, true}, {100, false, 0, 8, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ls_block block = block_of(bytes, 8);
        struct ls_text_range range = {.lo = cases[i].lo, .at = cases[i].lo, .hi = cases[i].hi};
        block.off = cases[i].off;
        block.last = cases[i].last;
        assert_false(ls_failed(ls_text_read(&text, &block, LS_ENC_UTF8, &range, no_events, 0)));
        assert_int_equal(ls_text_begins(&text, 0, false), cases[i].starts);
        assert_int_equal(ls_text_ends(&text, text.n, false), cases[i].ends);
        assert_int_equal(text.off[0], cases[i].lo);
    }
}

/* Reading begins at a character, wherever it was to begin. */
static void begins_at_a_character(void **state)
{
    (void)state;
    static const char bytes[] = "x甲乙丙";
    struct ls_block block = block_of(bytes, sizeof bytes - 1);
    for (size_t lo = 1; lo <= 7; lo++) {
        struct ls_text_range range = {.lo = lo, .at = 7, .hi = block.len};
        assert_false(ls_failed(ls_text_read(&text, &block, LS_ENC_UTF8, &range, no_events, 0)));
        assert_int_equal((text.off[0] - 1) % 3, 0);
        assert_in_range(text.off[0] + 3, lo, lo + 6);
        assert_int_equal(text.cps[text.n - 1], U'丙');
    }
    static const char wide[] = "\0\x32\x75\x59\x4E"; /* at an odd offset */
    block = block_of(wide, sizeof wide - 1);
    for (size_t lo = 0; lo < 3; lo++) {
        struct ls_text_range range = {.lo = lo, .at = 3, .hi = block.len};
        assert_false(ls_failed(ls_text_read(&text, &block, LS_ENC_UTF16LE, &range, no_events, 0)));
        assert_int_equal(text.off[text.n - 1], 3);
        assert_int_equal(text.cps[text.n - 1], U'乙');
    }
}

/* No byte in sight says where a character starts: then what was found does. */
static void begins_with_what_was_found(void **state)
{
    (void)state;
    static char bytes[3 * LS_SYNC_BYTES_MAX];
    for (size_t odd = 0; odd < 2; odd++) {
        memset(bytes, 0xB0, sizeof bytes);
        size_t at = 2 * LS_SYNC_BYTES_MAX + odd, from, to;
        memcpy(bytes + at, "\xBC\xD7", 2);
        struct ls_block block = block_of(bytes, sizeof bytes);
        struct ls_text_range range = {.lo = at - 64, .at = at, .hi = at + 64};
        assert_false(ls_failed(ls_text_read(&text, &block, LS_ENC_GB18030, &range, no_events, 0)));
        assert_true(ls_text_find(&text, at, 2, &from, &to));
        assert_int_equal(text.cps[from], U'甲');
    }
}

/* What is asked for beyond the block, or is too much at once, is a fault of the caller. */
static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    static char bytes[LS_TEXT_BYTES_MAX + 4 * LS_SYNC_BYTES_MAX];
    struct ls_block block = block_of(bytes, sizeof bytes);
    static const struct ls_text_range ranges[] = {
        {.lo = 0, .at = 0, .hi = sizeof bytes + 1},
        {.lo = 0, .at = 0, .hi = sizeof bytes},
    };
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(ls_text_read(&text, &block, LS_ENC_UTF8, &ranges[i], no_events, 0).code,
                         LS_E_INTERNAL);
    struct ls_text_range most = {.lo = 0, .at = 0, .hi = LS_TEXT_BYTES_MAX};
    assert_false(ls_failed(ls_text_read(&text, &block, LS_ENC_UTF8, &most, no_events, 0)));
    assert_int_equal(text.n, LS_TEXT_BYTES_MAX);
}

/* A piece of the longest folds does not write past its end. */
static void long_folds(void **state)
{
    (void)state;
    static char bytes[LS_TEXT_BYTES_MAX];
    for (size_t i = 0; i + 3 <= sizeof bytes; i += 3)
        memcpy(bytes + i, "\uFDFA", 3); /* eighteen characters */
    struct ls_block block = block_of(bytes, sizeof bytes);
    read_all(&block, LS_ENC_UTF8);
    assert_true(text.n >= text.cap && text.n < text.cap + LS_FOLD_MAX);
    assert_int_equal(text.off[0], 0);
    assert_int_equal(text.off[18], 3);
}

/* Any bytes, any encoding: the map goes forward, inside what was read, and tells what folds. */
static void any_bytes(void **state)
{
    (void)state;
    static uint8_t bytes[BYTES_MAX];
    uint64_t rng = 7;
    for (int round = 0; round < ROUNDS; round++) {
        enum ls_encoding enc = (enum ls_encoding)(round % LS_ENC_COUNT);
        size_t len = 1 + ls_rng_below(&rng, BYTES_MAX - 1);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)ls_rng_next(&rng);
        struct ls_block block = block_of(bytes, len);
        size_t lo = ls_rng_below(&rng, (uint32_t)len), hi = lo + ls_rng_below(&rng, 300);
        struct ls_text_range range = {.lo = lo, .at = lo, .hi = hi < len ? hi : len};
        assert_false(ls_failed(ls_text_read(&text, &block, enc, &range, no_events, 0)));
        assert_int_equal(text.hi, range.hi);
        for (size_t i = 0; i < text.n; i++) {
            uint32_t cp, folded[LS_FOLD_MAX];
            size_t taken = ls_decode_char(enc, bytes + text.off[i], text.hi - text.off[i], &cp);
            assert_int_equal(text.end[i], text.off[i] + taken);
            assert_true(text.off[i] >= text.lo && text.end[i] <= text.hi);
            assert_true(i == 0 || text.off[i] >= text.end[i - 1] || text.off[i] == text.off[i - 1]);
            size_t n = ls_fold_char(cp, folded), k = 0;
            while (k < n && folded[k] != text.cps[i] &&
                   !(ls_text_is_line_end(folded[k]) && text.cps[i] == '\n'))
                k++;
            assert_true(k < n);
        }
    }
}

static void out_of_memory(void **state)
{
    (void)state;
    struct ls_text another;
    bool failed = true;
    for (uint64_t nth = 1; failed; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_text_init(&another);
        ls_alloc_fail_nth(0);
        failed = ls_failed(r);
        ls_text_fini(&another);
        assert_true(nth <= 9);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(decodes_and_folds),
        TEST(maps_back_to_bytes),
        TEST(finds_characters),
        TEST(finds_double_bytes_on_borders_only),
        TEST(squeezes_gaps),
        TEST(borders),
        TEST(full_width_commas),
        TEST(drawn_tables),
        TEST(runs_of_blanks),
        TEST(ends_of_the_object),
        TEST(begins_at_a_character),
        TEST(begins_with_what_was_found),
        TEST(refuses_what_does_not_fit),
        TEST(long_folds),
        TEST(any_bytes),
        TEST(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
