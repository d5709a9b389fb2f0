/* SPDX-License-Identifier: Apache-2.0 */
/*
 * decode/charset.h against glibc's iconv: every code of every charset, and texts in all ways to cut
 * them.
 */
#include "base/alloc.h"
#include "base/encoding.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "decode/charset.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct ls_charset *find(const char *name)
{
    const struct ls_charset *charset = ls_charset_find(name, strlen(name));
    if (!charset)
        fail_msg("%s is unknown", name);
    return charset;
}

struct reading {
    struct ls_buf out;
    struct ls_map map;
    uint64_t bad;
};

static void fini(struct reading *r)
{
    LS_VEC_FINI(&r->out);
    ls_map_fini(&r->map);
}

/* Reads in pieces of `piece` bytes, the first `first` long. */
static struct reading read_in(const char *name, const void *bytes, size_t len, size_t first,
                              size_t piece)
{
    struct reading r = {.out = {.limit = 1 << 20}};
    struct ls_charset_reader reader;
    const char *at = bytes;
    ls_map_init(&r.map, 1 << 16);
    ls_charset_begin(&reader, find(name), 0);
    for (size_t done = 0; done < len;) {
        size_t n = done == 0 && first ? first : piece;
        if (n > len - done)
            n = len - done;
        assert_false(ls_failed(ls_charset_feed(&reader, at + done, n, false, &r.out, &r.map)));
        done += n;
    }
    assert_false(ls_failed(ls_charset_feed(&reader, NULL, 0, true, &r.out, &r.map)));
    assert_int_equal(reader.in, len);
    r.bad = reader.bad;
    return r;
}

static void assert_reads(const char *name, const void *bytes, size_t len, const char *text)
{
    struct reading r = read_in(name, bytes, len, 0, SIZE_MAX);
    assert_false(ls_failed(ls_buf_char(&r.out, '\0')));
    assert_string_equal(r.out.at, text);
    fini(&r);
}

/* ---- every code ---------------------------------------------------------------------------- */

static const struct {
    const char *ours, *theirs;
    unsigned bytes; /* of the longest code */
} charsets[] = {
    {"utf-8", "UTF-8", 3},           {"gb18030", "GB18030", 2},
    {"big5", "BIG5-HKSCS", 2},       {"utf-16le", "UTF-16LE", 2},
    {"utf-16be", "UTF-16BE", 2},     {"shift_jis", "CP932", 2},
    {"euc-jp", "EUC-JP-MS", 3},      {"euc-kr", "CP949", 2},
    {"euc-tw", "EUC-TW", 4},         {"johab", "JOHAB", 2},
    {"windows-1250", "CP1250", 1},   {"windows-1251", "CP1251", 1},
    {"windows-1252", "CP1252", 1},   {"windows-1253", "CP1253", 1},
    {"windows-1254", "CP1254", 1},   {"windows-1256", "CP1256", 1},
    {"windows-1257", "CP1257", 1},   {"windows-874", "CP874", 1},
    {"iso-8859-2", "ISO-8859-2", 1}, {"iso-8859-5", "ISO-8859-5", 1},
    {"iso-8859-7", "ISO-8859-7", 1}, {"iso-8859-15", "ISO-8859-15", 1},
    {"koi8-r", "KOI8-R", 1},         {"koi8-u", "KOI8-U", 1},
    {"ibm866", "IBM866", 1},         {"ibm437", "IBM437", 1},
    {"macintosh", "MACINTOSH", 1},   {"viscii", "VISCII", 1},
};

/* The UTF-8 of bytes, or 0 when iconv refuses. */
static size_t convert(iconv_t cd, const void *bytes, size_t len, char *out, size_t room)
{
    char copy[8], *from = copy, *to = out;
    size_t left = room;
    memcpy(copy, bytes, len);
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &len, &to, &left) == (size_t)-1 ||
        iconv(cd, NULL, NULL, &to, &left) == (size_t)-1)
        return 0;
    return room - left;
}

/* What iconv reads as a character is the same here, and leads back to all of its bytes. */
static void check_code(const char *name, iconv_t cd, const uint8_t *code, size_t len)
{
    char theirs[32];
    size_t n = convert(cd, code, len, theirs, sizeof theirs);
    bool control = n == 2 && (uint8_t)theirs[0] == 0xC2 && (uint8_t)theirs[1] < 0xA0;
    if (n == 0 || control || (len == 1 && code[0] < 0x80)) /* ASCII is ASCII everywhere */
        return;
    if (n == 0)
        return;
    struct reading r = read_in(name, code, len, 0, SIZE_MAX);
    if (n == 3 && memcmp(theirs, "\xEF\xBB\xBF", 3) == 0)
        n = 0; /* a byte order mark */
    bool same = r.out.n == n && (n == 0 || memcmp(r.out.at, theirs, n) == 0);
    /* Big5-HKSCS has four codes for a letter with an accent: the letter is enough. */
    bool accent = strcmp(name, "big5") == 0 && n == 4 && r.out.n == 2;
    if (!same && !accent)
        fail_msg("%s: %02x %02x %02x %02x: %zu bytes instead of %zu", name, code[0],
                 len > 1 ? code[1] : 0, len > 2 ? code[2] : 0, len > 3 ? code[3] : 0, r.out.n, n);
    uint64_t lo, hi;
    bool verbatim;
    if (n && !ls_map_find(&r.map, 0, r.out.n, &lo, &hi, &verbatim))
        fail_msg("%s: %02x has no way back", name, code[0]);
    if (n)
        assert_true(lo == 0 && hi == len);
    fini(&r);
}

static void codes_are_as_iconv_has_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        const char *name = charsets[i].ours;
        iconv_t cd = iconv_open("UTF-8", charsets[i].theirs);
        assert_true(cd != (iconv_t)-1);
        bool wide = strncmp(name, "utf-16", 6) == 0;
        for (unsigned code = 0; code < 0x10000; code++) {
            uint8_t bytes[4] = {(uint8_t)(code >> 8), (uint8_t)code};
            char half[8];
            if (code < 0x100 && !wide)
                check_code(name, cd, (uint8_t[]){(uint8_t)code}, 1);
            bool two = charsets[i].bytes >= 2 && bytes[0] >= 0x80 &&
                       convert(cd, bytes, 1, half, sizeof half) == 0;
            if (two || wide)
                check_code(name, cd, bytes, 2);
            uint8_t three[3] = {0x8F, bytes[0], bytes[1]};
            if (strcmp(name, "euc-jp") == 0 && bytes[0] >= 0xA1)
                check_code(name, cd, three, 3);
            for (uint8_t plane = 0xA1; strcmp(name, "euc-tw") == 0 && plane <= 0xAF; plane++)
                if (bytes[0] >= 0xA1 && bytes[1] >= 0xA1)
                    check_code(name, cd, (uint8_t[]){0x8E, plane, bytes[0], bytes[1]}, 4);
        }
        iconv_close(cd);
    }
}

/* ---- texts --------------------------------------------------------------------------------- */

static const char text[] = "\xE6\x9C\xBA\xE5\xAF\x86\xE2\x98\x85"             /* 机密★ */
                           "1\xE5\xB9\xB4, ab+c ~ \xE7\xA7\x98\xE5\xAF\x86\n" /* 1年 … 秘密 */
                           "\xE5\xB7\xA5\xE4\xBD\x9C second line\r\n";        /* 工作 */

static const struct {
    const char *ours, *theirs, *text;
} texts[] = {
    {"utf-8", "UTF-8", text},
    {"gb2312", "GB2312", text},
    {"gbk", "GBK", text},
    {"gb18030", "GB18030", text},
    {"utf-16le", "UTF-16LE", text},
    {"utf-16be", "UTF-16BE", text},
    {"utf-16", "UTF-16", text},
    {"utf-32", "UTF-32", text},
    {"utf-32le", "UTF-32LE", text},
    {"utf-32be", "UTF-32BE", text},
    {"utf-7", "UTF-7", text},
    {"iso-2022-cn", "ISO-2022-CN", text},
    {"iso-2022-cn", "ISO-2022-CN-EXT", text},
    {"big5", "BIG5", "\xE6\xA9\x9F\xE5\xAF\x86\xE2\x98\x85, \xE7\xA7\x98\xE5\xAF\x86 text\n"},
    {"euc-tw", "EUC-TW", "\xE6\xA9\x9F\xE5\xAF\x86\xE2\x98\x85 \xE6\x9C\xBA\xE5\xAF\x86\n"},
    {"iso-2022-cn", "ISO-2022-CN",
     "\xE6\xA9\x9F\xE5\xAF\x86 a\n\xE6\x9C\xBA\xE7\xB5\x95 b\n\xE6\x9C\xBA"},
    {"shift_jis", "CP932", "\xE6\xA5\xB5\xE7\xA7\x98 \xEF\xBE\x81 ab\n"}, /* 極秘 ﾁ */
    {"euc-jp", "EUC-JP", "\xE6\xA5\xB5\xE7\xA7\x98 \xEF\xBE\x81 ab\n"},
    {"iso-2022-jp", "ISO-2022-JP", "\xE6\xA5\xB5\xE7\xA7\x98 ab\n\xE7\xA7\x98"},
    {"iso-2022-jp", "ISO-2022-JP-2", "\xE6\x9C\xBA\xE6\xA5\xB5 \xEA\xB0\x80 \xC3\xA9 \xCE\xB1\n"},
    {"euc-kr", "EUC-KR", "\xEA\xB8\xB0\xEB\xB0\x80 ab\n"}, /* 기밀 */
    {"iso-2022-kr", "ISO-2022-KR", "\xEA\xB8\xB0\xEB\xB0\x80 ab\n\xEA\xB8\xB0"},
    {"windows-1251", "CP1251", "\xD0\xA1\xD0\xB5\xD0\xBA\xD1\x80 ab\n"}, /* Секр */
    {"koi8-r", "KOI8-R", "\xD0\xA1\xD0\xB5\xD0\xBA\xD1\x80 ab\n"},
};

/* Cut into pieces anywhere, a text is the same, and so is the way back. */
static void check_text(const char *name, const void *bytes, size_t len, const char *expect)
{
    struct reading whole = read_in(name, bytes, len, 0, SIZE_MAX);
    if (whole.out.n != strlen(expect) || memcmp(whole.out.at, expect, whole.out.n) != 0)
        fail_msg("%s: %.*s", name, (int)whole.out.n, whole.out.at);
    assert_int_equal(whole.bad, 0);
    for (size_t piece = 1; piece <= 9; piece++)
        for (size_t first = 1; first <= len; first++) {
            struct reading r = read_in(name, bytes, len, first, piece);
            if (r.out.n != whole.out.n)
                fail_msg("%s: first %zu, then %zu: %.*s", name, first, piece, (int)r.out.n,
                         r.out.at);
            assert_memory_equal(r.out.at, whole.out.at, r.out.n);
            for (size_t i = 0; i < r.out.n; i++) {
                uint64_t lo[2], hi[2];
                bool verbatim[2];
                assert_true(ls_map_find(&r.map, i, i + 1, &lo[0], &hi[0], &verbatim[0]));
                assert_true(ls_map_find(&whole.map, i, i + 1, &lo[1], &hi[1], &verbatim[1]));
                assert_true(lo[0] == lo[1] && hi[0] == hi[1] && verbatim[0] == verbatim[1]);
                assert_true(lo[0] < hi[0] && hi[0] <= len);
            }
            fini(&r);
        }
    fini(&whole);
}

static void texts_are_read_in_any_pieces(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char bytes[1024], *to = bytes;
        char copy[256], *from = copy;
        size_t left = strlen(texts[i].text), room = sizeof bytes;
        memcpy(copy, texts[i].text, left);
        iconv_t cd = iconv_open(texts[i].theirs, "UTF-8");
        assert_true(cd != (iconv_t)-1);
        if (iconv(cd, &from, &left, &to, &room) == (size_t)-1)
            fail_msg("%s cannot say it", texts[i].theirs);
        iconv(cd, NULL, NULL, &to, &room);
        iconv_close(cd);
        check_text(texts[i].ours, bytes, sizeof bytes - room, texts[i].text);
    }
    static const char hz[] = "~{;zC\\~} ab ~~ ~{\n~}\n~{;z~}~\nx";
    check_text("hz-gb-2312", hz, sizeof hz - 1,
               "\xE6\x9C\xBA\xE5\xAF\x86 ab ~ \n~}\n\xE6\x9C\xBAx");
}

static void what_is_no_character_does_not_stop(void **state)
{
    (void)state;
    assert_reads("utf-8",
                 "a\xFF"
                 "b\xE6\x9C",
                 5,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_reads("gbk", "\xBB\n\xBB\xFA", 4, "\xEF\xBF\xBD\n\xE6\x9C\xBA");
    assert_reads("utf-16le",
                 "a\0\x00\xD8"
                 "b\0c",
                 7,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD");
    assert_reads("utf-32be", "\0\0\0a\0\x11\0\0\0\0\0b\0", 13,
                 "a\xEF\xBF\xBD"
                 "b\xEF\xBF\xBD");
    assert_reads("utf-7", "+Zzpbxg-a +2D0-b +-c+", 21,
                 "\xE6\x9C\xBA\xE5\xAF\x86"
                 "a \xEF\xBF\xBD"
                 "b +c\xEF\xBF\xBD");
    assert_reads("iso-2022-jp", "\x1B(Xab\x1B[m", 8, "ab\xEF\xBF\xBD[m");
    assert_reads("iso-2022-kr",
                 "\x0E\x30\x0F"
                 "a",
                 4,
                 "\xEF\xBF\xBD"
                 "a");
}

static void marks_at_the_start_are_dropped(void **state)
{
    (void)state;
    assert_reads("utf-8",
                 "\xEF\xBB\xBF"
                 "a\xEF\xBB\xBF",
                 7, "a\xEF\xBB\xBF");
    assert_reads("gb18030",
                 "\x84\x31\x95\x33"
                 "a",
                 5, "a");
    assert_reads("utf-16",
                 "\xFF\xFE"
                 "a\0",
                 4, "a");
    assert_reads("utf-16", "\xFE\xFF\0a", 4, "a");
    assert_reads("utf-16", "\0a\0b", 4, "ab");
    assert_reads("utf-32", "\xFF\xFE\0\0a\0\0\0", 8, "a");
    assert_reads("utf-7", "+/v8-a", 6, "a");
}

/* ---- names and guesses --------------------------------------------------------------------- */

static void assert_name(const char *name, const char *ours)
{
    assert_string_equal(ls_charset_name(find(name)), ours);
}

static void names(void **state)
{
    (void)state;
    assert_name("UTF-8", "utf-8");
    assert_name(" \"utf8\" ", "utf-8");
    assert_name("GB2312", "gb18030");
    assert_name("x-gbk", "gb18030");
    assert_name("cp936", "gb18030");
    assert_name("x-x-big5", "big5");
    assert_name("Big5-HKSCS", "big5");
    assert_name("CP950", "big5");
    assert_name("iso_8859-2:1987", "iso-8859-2");
    assert_name("ISO-8859-1", "windows-1252");
    assert_name("us-ascii", "us-ascii");
    assert_name("ks_c_5601-1987", "euc-kr");
    assert_name("windows-31j", "shift_jis");
    assert_name("hz-gb-2312", "hz-gb-2312");
    assert_name("x-mac-cyrillic", "x-mac-cyrillic");
    assert_name("KOI8-U", "koi8-u");
    assert_null(ls_charset_find("", 0));
    assert_null(ls_charset_find("-", 1));
    assert_null(ls_charset_find("binary", 6));
    assert_null(ls_charset_find("utf-\xE6", 5));
}

static void assert_guess(const void *bytes, size_t len, const char *name)
{
    assert_string_equal(ls_charset_name(ls_charset_guess(bytes, len)), name);
}

static void guesses(void **state)
{
    (void)state;
    assert_guess("", 0, "utf-8");
    assert_guess("plain", 5, "utf-8");
    assert_guess("\xE6\x9C\xBA", 3, "utf-8");
    assert_guess("\xFF\xFE"
                 "a\0",
                 4, "utf-16le");
    assert_guess("\xFE\xFF\0a", 4, "utf-16be");
    assert_guess("\xFF\xFE\0\0a\0\0\0", 8, "utf-32le");
    assert_guess("\0\0\xFE\xFF\0\0\0a", 8, "utf-32be");
    assert_guess("a\0b\0\x3A\x67\xC6\x5B", 8, "utf-16le");
    assert_guess("\0a\0b\x67\x3A\x5B\xC6", 8, "utf-16be");
    assert_guess("a\0\0\0b\0\0\0\x3A\x67\0\0", 12, "utf-32le");
    assert_guess("\0\0\0a\0\0\0b\0\0\x67\x3A", 12, "utf-32be");
    assert_guess("\xBB\xFA\xC3\xDC", 4, "gb18030");                       /* 机密 */
    assert_guess("\xBE\xF7\xB1\x4B", 4, "big5");                          /* 機密 */
    assert_guess("\xBE\xF7\xB1\x4B\xA1\x41\xBB\xA1\xA9\xFA", 10, "big5"); /* 機密，說明 */
    assert_guess("\xD1\xE0\xC6\xCC\xA3\xAC\xCB\xB5\xC3\xF7", 10, "gb18030");
    assert_guess("caf\xE9 et th\xE9", 11, "windows-1252");
    assert_guess("\x1B$)A\x0E;zC\\\x0F", 9, "iso-2022-cn");
    assert_guess("x \x1B$B5!L)\x1B(B", 12, "iso-2022-jp");
    assert_guess("\x1B$)C\n\x0E\x31\x62\x0F", 9, "iso-2022-kr");
    assert_guess("x ~{;zC\\~} y", 12, "hz-gb-2312");
    assert_guess("a ~{ b ~} ~{~}", 14, "utf-8");
    assert_guess("+/v8-+Zzo-", 10, "utf-7");
}

static void fits(void **state)
{
    (void)state;
    assert_true(ls_charset_fits(find("gbk"), "\xBB\xFA\xC3\xDC.txt", 8));
    assert_false(ls_charset_fits(find("gbk"), "\xBB\xFA\xC3", 3));
    assert_false(ls_charset_fits(find("utf-8"), "\xBB\xFA\xC3\xDC", 4));
    assert_true(ls_charset_fits(find("utf-8"), "a\r\n\tb", 5));
    assert_false(ls_charset_fits(find("utf-8"), "a\0b", 3));
    assert_false(ls_charset_fits(find("windows-1252"), "a\x81", 2));
}

/* ---- anything ------------------------------------------------------------------------------ */

static void any_bytes_in_any_pieces(void **state)
{
    static const char *const more[] = {"utf-7",       "hz",     "iso-2022-cn", "iso-2022-jp",
                                       "iso-2022-kr", "utf-16", "utf-32"};
    static const uint8_t likely[] = {0x1B, '$', ')', '(', 'A', 'G', 'H',  '*', 'N',  0x0E,
                                     0x0F, '~', '{', '}', '+', '-', '\n', 0,   0xD8, 0xDC};
    size_t known = sizeof charsets / sizeof *charsets, all = known + sizeof more / sizeof *more;
    uint64_t rng = 7;
    (void)state;
    for (unsigned round = 0; round < 6000; round++) {
        const char *name =
            round % all < known ? charsets[round % all].ours : more[round % all - known];
        uint8_t bytes[48];
        size_t len = ls_rng_below(&rng, sizeof bytes + 1);
        for (size_t i = 0; i < len; i++)
            bytes[i] = ls_rng_below(&rng, 3) ? (uint8_t)ls_rng_below(&rng, 256)
                                             : likely[ls_rng_below(&rng, sizeof likely)];
        struct reading whole = read_in(name, bytes, len, 0, SIZE_MAX);
        struct reading cut = read_in(name, bytes, len, ls_rng_below(&rng, 9), 1 + round % 11);
        assert_true(ls_utf8_valid(whole.out.at, whole.out.n));
        assert_int_equal(whole.out.n, cut.out.n);
        if (cut.out.n)
            assert_memory_equal(whole.out.at, cut.out.at, cut.out.n);
        assert_int_equal(whole.bad, cut.bad);
        assert_int_equal(whole.map.out_end, whole.out.n);
        fini(&whole);
        fini(&cut);
    }
}

/* A text in two places: what waits for its end in the first one stands there, not before the
 * second. */
static void characters_stand_where_they_begin(void **state)
{
    static const struct {
        const char *charset, *bytes;
        size_t first, len, letter; /* letter: which byte of the text is asked for */
        uint64_t lo;
        bool verbatim;
    } cases[] = {
        {"utf-16le", "a\0\x3A\x67z", 3, 6, 1, 102, false},
        {"gb18030", "a\x81\x30z", 3, 4, 4, 102, true}, /* no character after all */
        {"gb18030", "a\x81\x30z", 3, 4, 5, 500, true},
        {"utf-8", "a\xE6\x9C\xBAz", 2, 5, 1, 101, false},
        {"utf-8", "a\xE6\x9C\xBAz", 2, 5, 4, 502, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ls_buf out = {.limit = 100};
        struct ls_charset_reader reader;
        struct ls_map map;
        uint64_t lo, hi;
        bool verbatim;
        ls_map_init(&map, 100);
        ls_charset_begin(&reader, find(cases[i].charset), 100);
        size_t n = cases[i].first;
        assert_false(ls_failed(ls_charset_feed(&reader, cases[i].bytes, n, false, &out, &map)));
        reader.in = 500;
        assert_false(ls_failed(
            ls_charset_feed(&reader, cases[i].bytes + n, cases[i].len - n, true, &out, &map)));
        size_t at = cases[i].letter;
        size_t to = at + (cases[i].verbatim ? 1 : 3);
        assert_true(ls_map_find(&map, at, to, &lo, &hi, &verbatim));
        assert_int_equal(lo, cases[i].lo);
        assert_int_equal(verbatim, cases[i].verbatim);
        ls_map_fini(&map);
        LS_VEC_FINI(&out);
    }
}

/* Double-byte text takes one entry of the map a run, not one a character. */
static void maps_stay_small(void **state)
{
    char bytes[4000];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i += 2)
        memcpy(bytes + i, "\xBB\xFA", 2);
    struct reading r = read_in("gbk", bytes, sizeof bytes, 3, 700);
    assert_int_equal(r.map.segs.n, 1);
    assert_int_equal(r.out.n, 6000);
    fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_as_iconv_has_them),
        cmocka_unit_test(texts_are_read_in_any_pieces),
        cmocka_unit_test(what_is_no_character_does_not_stop),
        cmocka_unit_test(marks_at_the_start_are_dropped),
        cmocka_unit_test(names),
        cmocka_unit_test(guesses),
        cmocka_unit_test(fits),
        cmocka_unit_test(any_bytes_in_any_pieces),
        cmocka_unit_test(characters_stand_where_they_begin),
        cmocka_unit_test(maps_stay_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
