/* SPDX-License-Identifier: Apache-2.0 */
/*
 * base/encoding.h against glibc's iconv, over all two-byte codes and all code points.
 */
#include "base/encoding.h"
#include "base/rng.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CP_END = 0x110000 };

static const char *const iconv_names[LS_ENC_COUNT] = {
    [LS_ENC_UTF8] = "UTF-8",          [LS_ENC_GB18030] = "GB18030",
    [LS_ENC_BIG5] = "BIG5-HKSCS",     [LS_ENC_UTF16LE] = "UTF-16LE",
    [LS_ENC_UTF16BE] = "UTF-16BE",    [LS_ENC_SHIFT_JIS] = "CP932",
    [LS_ENC_EUC_JP] = "EUC-JP-MS",    [LS_ENC_EUC_KR] = "CP949",
    [LS_ENC_WINDOWS_1251] = "CP1251", [LS_ENC_KOI8_R] = "KOI8-R",
    [LS_ENC_CP866] = "CP866",         [LS_ENC_WINDOWS_1258] = "CP1258",
    [LS_ENC_WINDOWS_1252] = "CP1252",
};

static bool is_unicode(enum ls_encoding enc)
{
    return enc == LS_ENC_UTF8 || ls_encoding_is_wide(enc);
}

/* Returns the bytes written, 0 when iconv refuses. */
static size_t convert(iconv_t cd, const void *in, size_t len, void *out, size_t room)
{
    char copy[8];
    memcpy(copy, in, len);
    char *from = copy;
    char *to = out;
    size_t left = room;
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &len, &to, &left) == (size_t)-1 ||
        iconv(cd, NULL, NULL, &to, &left) == (size_t)-1)
        return 0;
    return room - left;
}

static iconv_t open_iconv(const char *to, const char *from)
{
    iconv_t cd = iconv_open(to, from);
    assert_true(cd != (iconv_t)-1);
    return cd;
}

/* Whatever encodes decodes to the same, whole and in every encoding, and as iconv has it. */
static void round_trip(void **state)
{
    (void)state;
    for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++) {
        iconv_t cd = open_iconv("WCHAR_T", iconv_names[enc]);
        iconv_t plain = open_iconv("WCHAR_T", "BIG5");
        size_t n = 0;
        for (uint32_t cp = 0; cp < CP_END + 16; cp++) {
            uint8_t bytes[LS_CHAR_BYTES_MAX];
            size_t len = ls_encode_char(enc, cp, bytes);
            bool scalar = cp < CP_END && (cp < 0xD800 || cp > 0xDFFF);
            if (!scalar)
                assert_int_equal(len, 0);
            if (!len)
                continue;
            n++;
            uint32_t back;
            assert_int_equal(ls_decode_char(enc, bytes, len, &back), len);
            assert_int_equal(back, cp);

            uint32_t theirs[4];
            size_t got = convert(cd, bytes, len, theirs, sizeof theirs);
            if (!got && enc == LS_ENC_BIG5)
                got = convert(plain, bytes, len, theirs, sizeof theirs);
            assert_int_equal(got, 4);
            assert_int_equal(theirs[0], cp);
        }
        iconv_close(cd);
        iconv_close(plain);
        if (is_unicode(enc))
            assert_int_equal(n, CP_END - 0x800);
        assert_true(n >= (enc < LS_ENC_WINDOWS_1251 ? 6800 + 128 : 240));
    }
}

/*
 * What we leave out: bytes above ASCII that stand for control characters, the odd single bytes of
 * Shift_JIS, letters that code page 1258 takes apart, and what iconv would not read back.
 */
static bool is_left_out(enum ls_encoding enc, iconv_t back, uint32_t cp, const uint8_t *bytes,
                        size_t len)
{
    uint32_t again[4];
    bool control = cp >= 0x80 && cp < 0xA0 && !is_unicode(enc) && enc != LS_ENC_GB18030;
    bool odd_byte = enc == LS_ENC_SHIFT_JIS && len == 1 && (bytes[0] == 0xA0 || bytes[0] > 0xFC);
    bool apart = enc == LS_ENC_WINDOWS_1258 && len > 1;
    return control || odd_byte || apart || convert(back, bytes, len, again, sizeof again) != 4 ||
           again[0] != cp;
}

/* Whatever iconv can write we write too, in the same bytes. */
static void encodes_as_iconv(void **state)
{
    (void)state;
    for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++) {
        iconv_t cd = open_iconv(iconv_names[enc], "WCHAR_T");
        iconv_t back = open_iconv("WCHAR_T", iconv_names[enc]);
        for (uint32_t cp = 0; cp < 0x30000; cp++) {
            uint8_t theirs[16];
            uint8_t ours[LS_CHAR_BYTES_MAX];
            size_t len = convert(cd, &cp, sizeof cp, theirs, sizeof theirs);
            if (!len || is_left_out(enc, back, cp, theirs, len))
                continue;
            assert_int_equal(ls_encode_char(enc, cp, ours), len);
            assert_memory_equal(ours, theirs, len);
        }
        iconv_close(back);
        iconv_close(cd);
    }
}

static void two_byte_codes(void **state)
{
    (void)state;
    iconv_t gb = open_iconv("WCHAR_T", "GB18030");
    iconv_t hk = open_iconv("WCHAR_T", "BIG5-HKSCS");
    iconv_t plain = open_iconv("WCHAR_T", "BIG5");
    size_t gb_n = 0;
    size_t big5_n = 0;
    for (unsigned code = 0x8100; code < 0x10000; code++) {
        uint8_t bytes[2] = {(uint8_t)(code >> 8), (uint8_t)code};
        uint32_t theirs[4];
        uint32_t cp;
        size_t taken = ls_decode_char(LS_ENC_GB18030, bytes, 2, &cp);
        bool valid = convert(gb, bytes, 2, theirs, sizeof theirs) == 4;
        assert_int_equal(taken, valid ? 2 : 1);
        assert_int_equal(cp, valid ? theirs[0] : LS_CHAR_BAD);
        gb_n += valid;

        taken = ls_decode_char(LS_ENC_BIG5, bytes, 2, &cp);
        valid = convert(hk, bytes, 2, theirs, sizeof theirs) ||
                convert(plain, bytes, 2, theirs, sizeof theirs);
        assert_int_equal(taken, valid ? 2 : 1);
        assert_int_equal(cp, valid ? theirs[0] : LS_CHAR_BAD);
        big5_n += valid;
    }
    assert_int_equal(gb_n, 126 * 190);
    assert_true(big5_n > 18000);
    iconv_close(gb);
    iconv_close(hk);
    iconv_close(plain);
}

/* All codes of two bytes that iconv takes for one character, and those behind 0x8F of EUC-JP. */
static void further_codes(void **state)
{
    (void)state;
    static const enum ls_encoding encs[] = {LS_ENC_SHIFT_JIS, LS_ENC_EUC_JP, LS_ENC_EUC_KR,
                                            LS_ENC_EUC_JP};
    static const size_t least[] = {7400, 6900, 17000, 6000};
    for (size_t e = 0; e < 4; e++) {
        iconv_t cd = open_iconv("WCHAR_T", iconv_names[encs[e]]);
        size_t n = 0, from = e == 3 ? 0 : 1;
        for (unsigned code = 0x8140; code < 0xFF00; code++) {
            uint8_t bytes[3] = {0x8F, (uint8_t)(code >> 8), (uint8_t)code};
            uint32_t theirs[4], cp;
            if (convert(cd, bytes + from, 3 - from, theirs, sizeof theirs) != 4)
                continue;
            assert_int_equal(ls_decode_char(encs[e], bytes + from, 3 - from, &cp), 3 - from);
            assert_int_equal(cp, theirs[0]);
            n++;
        }
        assert_true(n >= least[e]);
        iconv_close(cd);
    }
}

/* The blocks that plain Big5 and the Hong Kong set share say the same in both. */
static void plain_big5_agrees(void **state)
{
    (void)state;
    static const unsigned blocks[][2] = {{0xA440, 0xC67E}, {0xC940, 0xF9D5}};
    iconv_t plain = open_iconv("WCHAR_T", "BIG5");
    size_t n = 0;
    for (size_t b = 0; b < 2; b++) {
        for (unsigned code = blocks[b][0]; code <= blocks[b][1]; code++) {
            uint8_t bytes[2] = {(uint8_t)(code >> 8), (uint8_t)code};
            uint32_t theirs[4];
            if (!convert(plain, bytes, 2, theirs, sizeof theirs))
                continue;
            uint32_t cp;
            assert_int_equal(ls_decode_char(LS_ENC_BIG5, bytes, 2, &cp), 2);
            assert_int_equal(cp, theirs[0]);
            n++;
        }
    }
    assert_int_equal(n, 5401 + 7652);
    iconv_close(plain);
}

struct sample {
    enum ls_encoding enc;
    const char *bytes;
    size_t len;
    size_t taken;
    uint32_t cp;
};

static void single_characters(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {LS_ENC_UTF8, "\xE5\xAF\x86", 3, 3, 0x5BC6},
        {LS_ENC_UTF8, "\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF},
        {LS_ENC_UTF8, "\xEF\xBF\xBD", 3, 3, 0xFFFD},
        {LS_ENC_UTF8, "\xE5\xAF", 2, 1, LS_CHAR_BAD},         /* cut off */
        {LS_ENC_UTF8, "\x80", 1, 1, LS_CHAR_BAD},             /* stray continuation */
        {LS_ENC_UTF8, "\xC1\xBF", 2, 1, LS_CHAR_BAD},         /* overlong */
        {LS_ENC_UTF8, "\xE0\x9F\xBF", 3, 1, LS_CHAR_BAD},     /* overlong */
        {LS_ENC_UTF8, "\xF0\x8F\xBF\xBF", 4, 1, LS_CHAR_BAD}, /* overlong */
        {LS_ENC_UTF8, "\xED\xA0\x80", 3, 1, LS_CHAR_BAD},     /* surrogate */
        {LS_ENC_UTF8, "\xF4\x90\x80\x80", 4, 1, LS_CHAR_BAD}, /* beyond U+10FFFF */
        {LS_ENC_UTF8, "\xFF\x80\x80\x80", 4, 1, LS_CHAR_BAD},
        {LS_ENC_GB18030, "\xC3\xDC", 2, 2, 0x5BC6},
        {LS_ENC_GB18030, "\xA1\xEF", 2, 2, 0x2605},
        {LS_ENC_GB18030, "\x80", 1, 1, 0x20AC},
        {LS_ENC_GB18030, "\x80\xC3", 2, 1, 0x20AC},
        {LS_ENC_GB18030, "\xFF\xDC", 2, 1, LS_CHAR_BAD},
        {LS_ENC_GB18030, "\xC3", 1, 1, LS_CHAR_BAD},
        {LS_ENC_GB18030, "\xC3\n", 2, 1, LS_CHAR_BAD},
        {LS_ENC_GB18030, "\x81\x30\x81\x30", 4, 4, 0x80},
        {LS_ENC_GB18030, "\x81\x30\x81", 3, 1, LS_CHAR_BAD},
        {LS_ENC_GB18030, "\x84\x31\xA4\x37", 4, 4, 0xFFFD},
        {LS_ENC_GB18030, "\x84\x31\xA4\x39", 4, 4, 0xFFFF},
        {LS_ENC_GB18030, "\x84\x31\xA5\x30", 4, 1, LS_CHAR_BAD}, /* behind the BMP */
        {LS_ENC_GB18030, "\x90\x30\x81\x30", 4, 4, 0x10000},
        {LS_ENC_GB18030, "\xE3\x32\x9A\x35", 4, 4, 0x10FFFF},
        {LS_ENC_GB18030, "\xE3\x32\x9A\x36", 4, 1, LS_CHAR_BAD},
        {LS_ENC_BIG5, "\xB1\x4B", 2, 2, 0x5BC6},
        {LS_ENC_BIG5, "\xA1\xB9", 2, 2, 0x2605},
        {LS_ENC_BIG5, "\x88\x62", 2, 2, 0xCA}, /* with a macron, which is left out */
        {LS_ENC_BIG5, "\x80", 1, 1, LS_CHAR_BAD},
        {LS_ENC_BIG5, "\xFF\x40", 2, 1, LS_CHAR_BAD},
        {LS_ENC_BIG5, "\xB1\x80", 2, 1, LS_CHAR_BAD},
        {LS_ENC_BIG5, "\xA3\xE1", 2, 2, 0x20AC}, /* plain Big5 only */
        {LS_ENC_SHIFT_JIS, "\x8B\x40", 2, 2, 0x6A5F},
        {LS_ENC_SHIFT_JIS, "\x81\x9A", 2, 2, 0x2605},
        {LS_ENC_SHIFT_JIS, "\xB1\x40", 2, 1, 0xFF71},
        {LS_ENC_SHIFT_JIS, "\\", 1, 1, '\\'},
        {LS_ENC_SHIFT_JIS, "\x94", 1, 1, LS_CHAR_BAD},
        {LS_ENC_SHIFT_JIS, "\x94\x0A", 2, 1, LS_CHAR_BAD},
        {LS_ENC_EUC_JP, "\xB5\xA1", 2, 2, 0x6A5F},
        {LS_ENC_EUC_JP, "\x8E\xB1", 2, 2, 0xFF71},
        {LS_ENC_EUC_JP, "\x8F\xB0\xA1", 3, 3, 0x4E02},
        {LS_ENC_EUC_JP, "\x8F\xB0", 2, 1, LS_CHAR_BAD},
        {LS_ENC_EUC_JP, "\xB5\x40", 2, 1, LS_CHAR_BAD},
        {LS_ENC_EUC_KR, "\xD1\xA6", 2, 2, 0x6A5F},
        {LS_ENC_EUC_KR, "\xBA\xF1", 2, 2, 0xBE44},
        {LS_ENC_EUC_KR, "\x81\x41", 2, 2, 0xAC02},
        {LS_ENC_EUC_KR, "\x81\x40", 2, 1, LS_CHAR_BAD},
        {LS_ENC_WINDOWS_1251, "\xD1", 1, 1, 0x421},
        {LS_ENC_KOI8_R, "\xF3", 1, 1, 0x421},
        {LS_ENC_CP866, "\x91", 1, 1, 0x421},
        {LS_ENC_WINDOWS_1258, "\xF2", 1, 1, 0x323},
        {LS_ENC_WINDOWS_1252, "\xDC", 1, 1, 0xDC},
        {LS_ENC_WINDOWS_1252, "\x81", 1, 1, LS_CHAR_BAD},
        {LS_ENC_WINDOWS_1252, "\0", 1, 1, 0},
        {LS_ENC_UTF16LE, "\xC6\x5B", 2, 2, 0x5BC6},
        {LS_ENC_UTF16LE, "\xC6", 1, 1, LS_CHAR_BAD},
        {LS_ENC_UTF16LE, "\x40\xD8\x87\xDC", 4, 4, 0x20087},
        {LS_ENC_UTF16LE, "\x40\xD8\xC6\x5B", 4, 2, LS_CHAR_BAD},
        {LS_ENC_UTF16LE, "\x87\xDC\x40\xD8", 4, 2, LS_CHAR_BAD},
        {LS_ENC_UTF16BE, "\xD8\x40\xDC\x87", 4, 4, 0x20087},
        {LS_ENC_UTF16BE, "\xD8\x40\xDC", 3, 2, LS_CHAR_BAD},
    };
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        const struct sample *s = &samples[i];
        uint32_t cp;
        assert_int_equal(ls_decode_char(s->enc, (const uint8_t *)s->bytes, s->len, &cp), s->taken);
        assert_int_equal(cp, s->cp);
    }
}

/* Random bytes, dense in those that matter to an encoding. */
static void fill_random(uint8_t *bytes, size_t len, uint64_t *rng)
{
    static const uint8_t hot[] = {0x00, '\n', '/',  '0',  '9',  ':',  '@',  'A',
                                  0x7E, 0x7F, 0x80, 0x81, 0xA1, 0xC3, 0xDC, 0xFE};
    for (size_t i = 0; i < len; i++) {
        uint64_t r = ls_rng_next(rng);
        bytes[i] = r & 0x300 ? (uint8_t)r : hot[r % sizeof hot];
    }
}

static void runs_are_characters_in_a_row(void **state)
{
    (void)state;
    enum { LEN = 3000, MAX = 100 };
    uint8_t bytes[LEN];
    uint64_t rng = 1;
    for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++) {
        fill_random(bytes, LEN, &rng);
        size_t at = 0;
        while (at < LEN) {
            uint32_t cps[MAX];
            uint32_t offs[MAX + 1];
            size_t n = ls_decode_run(enc, bytes + at, LEN - at, cps, offs, MAX);
            assert_true(n == MAX || at + offs[n] == LEN);
            for (size_t i = 0; i < n; i++) {
                uint32_t cp;
                size_t taken = ls_decode_char(enc, bytes + at + offs[i], LEN - at - offs[i], &cp);
                assert_int_equal(cp, cps[i]);
                assert_int_equal(offs[i] + taken, offs[i + 1]);
            }
            at += offs[n];
        }
    }
}

/* What sync is certain of is a boundary of the text read from its beginning, for any bytes. */
static void sync_is_right_when_certain(void **state)
{
    (void)state;
    enum { LEN = 4000 };
    static uint8_t bytes[LEN];
    static bool boundary[LEN + 1];
    uint64_t rng = 2;
    size_t certain_n = 0;
    for (int round = 0; round < 30; round++) {
        for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++) {
            fill_random(bytes, LEN, &rng);
            memset(boundary, 0, sizeof boundary);
            for (size_t i = 0; i < LEN;) {
                uint32_t cp;
                boundary[i] = true;
                i += ls_decode_char(enc, bytes + i, LEN - i, &cp);
            }
            boundary[LEN] = true;
            bool wide = enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE;
            for (size_t at = 0; at <= LEN; at += wide ? 2 : 1) {
                bool certain;
                size_t start = ls_encoding_sync(enc, bytes, at, &certain);
                assert_true(start <= at);
                assert_true(at - start <= LS_SYNC_BYTES_MAX);
                assert_true(!certain || boundary[start]);
                certain_n += certain;
            }
        }
    }
    assert_true(certain_n > 30 * 3 * LEN);
}

/* Long text without a certain place: the guess keeps to the character that was asked about. */
static void sync_guesses(void **state)
{
    (void)state;
    enum { PAIRS = 1000 };
    static uint8_t bytes[2 * PAIRS];
    for (size_t i = 0; i < PAIRS; i++)
        memcpy(bytes + 2 * i, i % 2 ? "\xC3\xDC" : "\xBB\xFA", 2);
    for (enum ls_encoding enc = LS_ENC_GB18030; enc <= LS_ENC_BIG5; enc++) {
        for (size_t at = LS_SYNC_BYTES_MAX + 1; at < 2 * PAIRS; at++) {
            bool certain = true;
            size_t start = ls_encoding_sync(enc, bytes, at, &certain);
            assert_false(certain);
            assert_int_equal(start % 2, at % 2);
            assert_true(start <= at - LS_SYNC_BYTES_MAX + LS_CHAR_BYTES_MAX);
        }
        bool certain = true;
        assert_int_equal(ls_encoding_sync(enc, bytes, LS_SYNC_BYTES_MAX, &certain), 0);
        assert_false(certain);
    }
}

static void sync_places(void **state)
{
    (void)state;
    bool certain;
    const uint8_t gb[] = "\xA1\xA1"
                         "2024"
                         "\xC3\xDC"
                         "a"
                         "\xBB\xFA\xC3\xDC";
    assert_int_equal(ls_encoding_sync(LS_ENC_GB18030, gb, 13, &certain), 9);
    assert_true(certain);
    assert_int_equal(ls_encoding_sync(LS_ENC_GB18030, gb, 8, &certain), 0);
    assert_false(certain);
    const uint8_t big5[] = "\xAF\xB5\xB1\x4B\xAF\xB5";
    assert_int_equal(ls_encoding_sync(LS_ENC_BIG5, big5, 6, &certain), 4);
    assert_true(certain);
    const uint8_t utf8[] = "a\xE5\xAF\x86\xE5\xAF\x86";
    assert_int_equal(ls_encoding_sync(LS_ENC_UTF8, utf8, 3, &certain), 1);
    assert_true(certain);
    assert_int_equal(ls_encoding_sync(LS_ENC_UTF8, utf8 + 2, 2, &certain), 0);
    assert_false(certain);
    const uint8_t utf16[] = "\x40\xD8\x87\xDC\xC6\x5B";
    assert_int_equal(ls_encoding_sync(LS_ENC_UTF16LE, utf16, 2, &certain), 0);
    assert_int_equal(ls_encoding_sync(LS_ENC_UTF16LE, utf16, 4, &certain), 4);
    assert_true(certain);
}

static void names(void **state)
{
    (void)state;
    assert_string_equal(ls_encoding_name(LS_ENC_UTF8), "utf-8");
    assert_string_equal(ls_encoding_name(LS_ENC_UTF16BE), "utf-16be");
    assert_string_equal(ls_encoding_name(LS_ENC_SHIFT_JIS), "shift_jis");
    assert_string_equal(ls_encoding_name(LS_ENC_WINDOWS_1252), "windows-1252");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(encodes_as_iconv),
        cmocka_unit_test(two_byte_codes),
        cmocka_unit_test(further_codes),
        cmocka_unit_test(plain_big5_agrees),
        cmocka_unit_test(single_characters),
        cmocka_unit_test(runs_are_characters_in_a_row),
        cmocka_unit_test(sync_is_right_when_certain),
        cmocka_unit_test(sync_guesses),
        cmocka_unit_test(sync_places),
        cmocka_unit_test(names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
