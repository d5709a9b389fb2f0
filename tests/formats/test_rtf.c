/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats/format_rtf.c: what is text and in which charset, where it stands, what is a child.
 */
#include "says.h"

#include "formats/rtf_fonts.h"

#include <stdio.h>

#define HEAD                                                                                       \
    "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset134 A;}}"
#define CHINESE                                                                                    \
    "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 A;}{\\f1\\fcharset0 B;}}"
#define LATIN "windows-1252\n"

/* Text of the body, and no more. */
static void assert_body(const char *rtf, const char *expected)
{
    char whole[512];
    snprintf(whole, sizeof whole, "part body windows-1252\ntext \"%s\"\nend\n", expected);
    assert_says("rtf", rtf, whole);
}

static void assert_chinese(const char *rtf, const char *expected)
{
    char whole[512];
    snprintf(whole, sizeof whole, "part body gb18030\ntext \"%s\"\nend\n", expected);
    assert_says("rtf", rtf, whole);
}

/* ---- tokens -------------------------------------------------------------------------------- */

#define CUT "gap \"\" truncated (groups are left open)\n"

static void words_and_symbols(void **state)
{
    (void)state;
    assert_body(HEAD "a\\b b\\b0 c\\i-1 d\\par e}", "abcd\\ne");
    assert_body(HEAD "a\\b0\\i b{\\b c}d\\unknown12 e\r\nf\ng}", "abcdefg");
    assert_body(HEAD "\\{a\\}\\\\b\\~c\\-d\\_e\\:f\\|}", "{a}\\b\xC2\xA0"
                                                         "c\xC2\xAD"
                                                         "d\xE2\x80\x91"
                                                         "ef");
    assert_body(HEAD "\\lquote a\\rquote\\ldblquote b\\rdblquote\\emdash\\endash\\bullet\\tab c}",
                "‘a’“b”—–•\\tc");
    assert_body(HEAD "a\\\nb\\\r\nc\\line d\\page e\\sect f\\column g}",
                "a\\nb\\nc\\nd\\fe\\ff\\ng");
    assert_body(HEAD "a\\thisisalongcontrolwordofmorethanthirtytwoletters1 b}", "ab");
    assert_body(HEAD "a\\'4 b\\'zc}", "aKzc");
    assert_body("\xEF\xBB\xBF {\\rt0 a}", "a");
}

static void tables(void **state)
{
    (void)state;
    assert_body(HEAD
                "\\trowd\\intbl a\\cell b\\par c\\cell\\row\\intbl\\cell d\\cell\\row\\pard e}",
                "a|b\\nc\\r|d\\re");
    assert_body(HEAD "\\intbl\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd\\nestrow}"
                     "{\\nonesttables\\par}\\itap1 c\\cell\\row d}",
                "a|b\\rc\\rd");
}

static void broken_ones(void **state)
{
    (void)state;
    assert_says("rtf", HEAD "a{b", "part body " LATIN "text \"ab\"\n" CUT "end\n");
    assert_says("rtf", HEAD "a\\bin99 b}",
                "child \"bin\" 2 bytes \"b}\"\npart body " LATIN "text \"a\"\n" CUT "end\n");
    assert_says("rtf", HEAD "a\\", "part body " LATIN "text \"a\"\n" CUT "end\n");
    assert_says("rtf", "", "end\n");
    assert_says("rtf", "a\\par b", "part body " LATIN "text \"a\\nb\"\nend\n");
}

static void what_follows_the_end(void **state)
{
    (void)state;
    assert_body(HEAD "a}\r\n\n ", "a");
    assert_says_bytes("rtf", HEAD "a}\0\0", sizeof(HEAD "a}\0\0") - 1,
                      "part body " LATIN "text \"a\"\nend\n");
    assert_says("rtf", HEAD "a}}{\\rtf1 b}\\par c",
                "part body " LATIN "text \"a\"\npart hidden " LATIN "text \"b\\nc\"\nend\n");
    assert_says("rtf", HEAD "a}\nrest",
                "part body " LATIN "text \"a\"\n"
                "child \"behind the end\" 4 bytes \"rest\" in hidden\nend\n");
}

static void deep_groups(void **state)
{
    enum { DEPTH = 3000 };
    static char rtf[2 * DEPTH + 64];
    int n = snprintf(rtf, sizeof rtf, "{\\rtf1 ");
    (void)state;
    memset(rtf + n, '{', DEPTH);
    n += DEPTH;
    n += snprintf(rtf + n, 8, "a\\v b");
    memset(rtf + n, '}', DEPTH);
    n += DEPTH;
    snprintf(rtf + n, 8, "c}");
    assert_says("rtf", rtf,
                "gap \"\" malformed (groups nested more than 1,000 deep)\npart body " LATIN
                "text \"ac\"\npart hidden " LATIN "text \"b\"\nend\n");
}

/* ---- charsets ------------------------------------------------------------------------------ */

static void escaped_bytes(void **state)
{
    (void)state;
    assert_body(HEAD "\\'e9\\'97\\'F6\\'41}", "é—öA");
    assert_chinese(CHINESE "\\'bc\\'d7\\'d2\\'d2 a\\'bf\r\n\\'aa}", "甲乙 a开");
    /* a character in two groups, and one whose second byte is a letter as it is */
    assert_chinese(CHINESE "{\\b\\'bc}{\\i \\'d7}\\'81@x}", "甲丂x");
    assert_chinese(CHINESE "\\'bc\\par \\'d7}", "\uFFFD\\n\uFFFD");
    /* fonts with charsets of their own */
    assert_body(HEAD
                "\\'e9\\f1\\'bc\\'d7\\f0\\'e9{\\f1 \\'d2\\'d2}\\'e9\\f1\\'bc\\'d7\\plain\\'e9}",
                "é甲é乙é甲é");
    assert_body("{\\rtf1\\ansi\\deff3{\\fonttbl\\f3\\fcharset204 A;\\f4\\fnil\\cpg949 B;}"
                "\\'d1\\'e5\\f4\\'b4\\'eb\\'c7\\'d1}",
                "Се대한");
    assert_says("rtf", "{\\rtf1\\ansi\\ansicpg950 \\'a5\\'d2\\'a4\\'41}",
                "part body big5\ntext \"甲乙\"\nend\n");
    assert_says("rtf", "{\\rtf1\\ansi\\ansicpg932 \\'95\\'5c\\'8e\\'a6\\'83\\\\\\'83e}",
                "part body shift_jis\ntext \"表示ソテ\"\nend\n");
    assert_says("rtf", "{\\rtf1\\ansi\\ansicpg949 \\'b4\\'eb\\'c7\\'d1\\'b9\\'ce}",
                "part body euc-kr\ntext \"대한민\"\nend\n");
    assert_says("rtf", "{\\rtf1\\mac \\'8e}", "part body macintosh\ntext \"é\"\nend\n");
    assert_says("rtf", "{\\rtf1\\pc \\'82}", "part body ibm437\ntext \"é\"\nend\n");
    assert_says("rtf", "{\\rtf1\\ansi\\ansicpg-535 \\'e7\\'94\\'b2}",
                "part body\ntext \"甲\"\nend\n");
}

static void every_font_charset_is_known(void **state)
{
    static const int charsets[] = {0,   1,   2,   77,  78,  79,  80,  81,  82,  83,  84,  85,
                                   86,  87,  88,  89,  128, 129, 130, 134, 136, 161, 162, 163,
                                   177, 178, 179, 180, 181, 186, 204, 222, 238, 254, 255};
    (void)state;
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++) {
        struct ls_rtf_fonts fonts;
        ls_rtf_fonts_init(&fonts);
        ls_rtf_fonts_set_document(&fonts, 1251);
        assert_false(ls_failed(ls_rtf_fonts_define(&fonts, 7)));
        ls_rtf_fonts_set_charset(&fonts, charsets[i]);
        const char *name = ls_charset_name(ls_rtf_fonts_charset(&fonts, 7, LS_RTF_FONT_NONE).said);
        assert_true(strcmp(name, "windows-1251") != 0 || charsets[i] == 1 || charsets[i] == 204);
        ls_rtf_fonts_fini(&fonts);
    }
}

static void bytes_as_they_are(void **state)
{
    (void)state;
    assert_chinese(CHINESE "\xBC\xD7\\b \xD2\xD2}", "甲乙");
    /* second bytes that look like a backslash and braces */
    assert_chinese(CHINESE "\xE5\x5C"
                           "a\xBD\x7B\xC2\x7D"
                           "b\\par c}",
                   "錦a絳聖b\\nc");
    assert_chinese(CHINESE "\xBC\\'d7}", "甲");
    assert_body(HEAD "\xE9{a}\xE9\\b b}", "éaéb");
    /* UTF-8 that is not said to be */
    assert_body(HEAD "caf\xC3\xA9 \xE7\x94\xB2}", "café 甲");
}

/* Fonts of Western text with text of the document's charset in it; charsets that nobody named. */
static void wrong_charsets(void **state)
{
    (void)state;
    assert_chinese(CHINESE "\\f1\\'bc\\'d7\\'d2\\'d2\\par M\\'fcller J\\'fcrgen}",
                   "甲乙\\nMüller Jürgen");
    assert_body(HEAD "\\loch\\f0\\dbch\\af1\\hich\\f0 \\'bc\\'d7}", "甲");
    assert_body("{\\rtf1\\ansi "
                "\\'b9\\'d8\\'d3\\'da\\'b9\\'a4\\'d7\\'f7\\'b5\\'c4\\'cd\\'a8\\'d6\\'aa}",
                "关于工作的通知");
    assert_body("{\\rtf1\\ansi \\'e9t\\'e9 \\'e0 la}", "été à la");
}

static void unicode(void **state)
{
    (void)state;
    assert_body(HEAD "\\u30002?\\u20057 ?\\u-26993\\'3f\\uc0\\u30002 x}", "甲乙随甲x");
    assert_body(HEAD "\\uc2\\u30002\\'bc\\'d7\\u20057ab\\uc1 c}", "甲乙c");
    assert_body(HEAD "{\\uc3\\u30002 ab}c\\u20057?d}", "甲c乙d");
    /* no fallback at all; symbols as one; nobody skips a word that says how text looks */
    assert_body(HEAD "\\u30002\\u20057\\u8226\\bullet x\\u30002\\b ?y}", "甲乙•x甲y");
    assert_body(HEAD "\\u-10179?\\u-8704?\\u-10179?a\\u-8704?}", "\U0001F600\uFFFDa\uFFFD");
    assert_body(HEAD "\\u97?\\u x\\u99999999 z\\uc1\\u65279 ?}", "ax\uFFFD\uFEFF");
}

/* ---- offsets ------------------------------------------------------------------------------- */

static void offsets(void **state)
{
    (void)state;
    struct ls_transcript t = {.check_verbatim = true, .with_offsets = true};
    const char rtf[] = "{\\rtf1 ab\\par \\'e9\\'e8\\par\\ansicpg936\\u30002?}";
    assert_string_equal(ls_transcript_run(&t, ls_format_find("rtf"), rtf, strlen(rtf)),
                        "part body " LATIN "text \"ab\"\n  @7..9 verbatim\n"
                        "text \"\\néè\"\n  @14..22\ntext \"\\n甲\"\n  @37..44\nend\n");
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
}

/* ---- parts --------------------------------------------------------------------------------- */

#define PART(name, text) "part " name " " LATIN "text \"" text "\"\n"

static void parts_of_a_document(void **state)
{
    (void)state;
    assert_says("rtf",
                HEAD "a{\\headerl h\\par}{\\footerf f}{\\footnote\\chftn g{\\i h}\\par i}b"
                     "{\\footnote\\ftnalt e}{\\*\\atnid x}{\\*\\atnauthor y}"
                     "{\\*\\annotation{\\*\\atnref 12}c\\par d}e\\par f}",
                PART("body", "abe\\nf") PART("header", "h") PART("footer", "f")
                    PART("footnote", "gh\\ni") PART("endnote", "e") PART("comment", "c\\nd")
                        PART("property", "x\\ny") "end\n");
    assert_says("rtf",
                HEAD "{\\info{\\title t}{\\author a}{\\creatim\\yr2020}{\\doccomm c}}"
                     "{\\*\\userprops{\\propname n}\\proptype30{\\staticval s}}"
                     "{\\*\\bkmkstart m}b{\\*\\bkmkend m}{\\*\\docvar {v}{w}}}",
                PART("body", "b") PART("property", "t\\na\\nc\\nn\\ns") PART("field", "v\\nw")
                    PART("name", "m") "end\n");
    assert_says("rtf",
                HEAD "a{\\field{\\*\\fldinst{HYPERLINK }{\"http://example.org\"}}{\\fldrslt{b}}}c"
                     "{\\pntext\\'b7\\tab}d{\\listtext 1.\\tab}e{\\xe{\\v x}}"
                     "{\\*\\formfield{\\*\\ffname n}{\\*\\ffl l}}}",
                PART("body", "abcde")
                    PART("field", "HYPERLINK \"http://example.org\"\\n1.\\t\\nx\\nn\\nl") "end\n");
}

/* Letters with small ones over them, and in a ring, are read in the line. */
static void letters_over_each_other_are_text(void **state)
{
    (void)state;
    assert_says(
        "rtf",
        HEAD "a{\\field{\\*\\fldinst { EQ \\\\* jc2 \\\\o\\\\ad(\\\\s\\\\up 9(small),}{\\u26426?}"
             "{)}}{\\fldrslt }}{\\field{\\*\\fldinst EQ \\\\o\\\\ac({\\u9675?},{\\u23494?})}}z}",
        PART("body", "a\u673a\u5bc6z")
            PART("field", " EQ \\* jc2 \\o\\ad(\\s\\up 9(small),)\\nEQ \\o\\ac(\u25cb,)") "end\n");
    /* Whatever stands in the instruction is told. */
    assert_says("rtf", HEAD "a{\\v{\\field{\\*\\fldinst EQ \\\\o(b)}}}z}",
                PART("body", "az") PART("hidden", "b") PART("field", "EQ \\o()") "end\n");
    assert_says("rtf", HEAD "a{\\field{\\*\\fldinst EQ \\\\o(b{\\footnote n}c)}}z}",
                PART("body", "az") PART("footnote", "n") PART("field", "EQ \\o(bc)") "end\n");
}

static void what_is_not_shown(void **state)
{
    (void)state;
    assert_says("rtf",
                HEAD "a\\v b\\v0 c{\\v d\\plain e}{\\deleted f{g}}h{\\*\\unknown i{\\b j}}k}",
                PART("body", "acehk") PART("deletion", "fg") PART("hidden", "b\\nd\\nij") "end\n");
    assert_says("rtf", HEAD "{\\header\\v a}{\\v{\\footnote b}}}",
                PART("footnote", "b") PART("hidden", "a") "end\n");
    assert_says("rtf",
                HEAD
                "{\\colortbl;\\red1;}{\\stylesheet{\\s1 x;}{\\*\\cs2 y;}}{\\*\\listtable{\\list"
                "{\\listlevel{\\leveltext\\'02\\'00.;}{\\levelnumbers\\'01;}}}}"
                "{\\*\\rsidtbl\\rsid1}a}",
                PART("body", "a") PART("field", ".;") "end\n");
}

static void shapes(void **state)
{
    (void)state;
    assert_says("rtf",
                HEAD "a{\\shp{\\*\\shpinst\\shpleft1{\\sp{\\sn wzName}{\\sv n}}"
                     "{\\sp{\\sn fillColor}{\\sv 255}}{\\sp{\\sn wzDescription}{\\sv d}}"
                     "{\\sp{\\sn gtextFont}{\\sv Arial}}{\\shptxt t\\par}}"
                     "{\\shprslt{\\*\\do{\\dptxbxtext t\\par}}}}b"
                     "{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv w}}}"
                     "{\\shprslt{\\*\\do{\\dptxbxtext o\\par}}}}"
                     "{\\header{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv m}}}}}}",
                PART("body", "ab") PART("text-box", "t\\nw\\no\\n") PART("watermark", "m")
                    PART("alt-text", "d") PART("name", "n") "end\n");
}

static void text_that_is_there_twice(void **state)
{
    (void)state;
    assert_says("rtf",
                HEAD
                "a{\\shp{\\*\\shpinst{\\shptxt t{\\field{\\*\\fldinst f}{\\fldrslt u}}\\par}}"
                "{\\shprslt{\\*\\do{\\dptxbxtext t{\\field{\\*\\fldinst f}{\\fldrslt u}}\\par}}}}"
                "{\\shp{\\*\\shpinst{\\shptxt v}}{\\shprslt\\par{\\*\\do{\\dptxbxtext w}}}}"
                "{\\shp{\\*\\shpinst}{\\shprslt\\par\\pard}}{\\shp{\\*\\shpinst}{\\shprslt x}}}",
                PART("body", "a") PART("text-box", "tu\\nv\\nx") PART("hidden", "w")
                    PART("field", "f") "end\n");
    assert_says("rtf", HEAD "{\\*\\unknown 110101190001011234}",
                PART("hidden", "110101190001011234") CUT "end\n");
    assert_body(HEAD "a{\\upr{b?}{\\*\\ud{b\\u30002?}}}c}", "ab甲c");
    assert_says("rtf", HEAD "a{\\upr{\\*\\bkmkstart b?}{\\*\\ud{\\*\\bkmkstart b\\u30002?}}}c}",
                PART("body", "ac") PART("name", "b甲") "end\n");
    assert_says("rtf", HEAD "a{\\upr{b}}c}", PART("body", "ac") PART("hidden", "b") "end\n");
    assert_says("rtf", HEAD "a{\\upr{b\\'01\\'1fb}}c}",
                PART("body", "ac") PART("hidden", "bb") "end\n");
}

/* ---- data ---------------------------------------------------------------------------------- */

#define PACKAGE                                                                                    \
    "0105000002000000080000005061636b6167650000000000000000002b0000000200612e74787400433a5c612e74" \
    "7874000000030009000000433a5c612e747874000500000068656c6c6f"
#define EQUATION "01050000020000000B0000004571756174696f6E2e3300000000000000000006000000"
#define LINK                                                                                       \
    "010500000100000010000000576f72642e446f63756d656e742e380009000000433a5c612e646f63000600000050" \
    "61727431000000000000000000030000000105000000000000"

static void pictures(void **state)
{
    (void)state;
    assert_says(
        "rtf",
        HEAD "{\\*\\shppict{\\pict{\\*\\picprop{\\sp{\\sn wzDescription}{\\sv d}}}\\pngblip"
             "\\picw1 6162\r\n6 3}}{\\nonshppict{\\pict\\wmetafile8\\bin3 x{}64}}ab}",
        "child \"picture 1.png\" 3 bytes \"abc\"\nchild \"picture 2.wmf\" 4 bytes \"x{}d\"\n" PART(
            "body", "ab") PART("alt-text", "d") "end\n");
    assert_says(
        "rtf", HEAD "{\\*\\unknown 6162636465666768616263646566676861626364}\\bin3 {}{abc}",
        "child \"unknown\" 20 bytes \"abcdefghabcdefghabcd\"\nchild \"bin\" 3 bytes \"{}{\"\n" PART(
            "body", "abc") "end\n");
}

static void objects(void **state)
{
    (void)state;
    assert_says("rtf", HEAD "{\\object{\\*\\objclass X}{\\*\\objdata " PACKAGE "}{\\result b}}}",
                "child \"a.txt\" 5 bytes \"hello\"\n" PART("body", "b")
                    PART("name", "a.txt\\nC:\\a.txt") "end\n");
    assert_says("rtf", HEAD "{\\object{\\*\\objdata " EQUATION "6e617469766501050000000000000}}}",
                "child \"Equation.3\" 6 bytes \"native\"\nend\n");
    assert_says("rtf", HEAD "{\\*\\objdata " EQUATION "6e61746976656d6F726520626568}}",
                "child \"Equation.3\" 6 bytes \"native\"\nend\n");
    assert_says("rtf", HEAD "{\\*\\objdata " EQUATION "6e61746976656d6F7265206265686964}}",
                "child \"Equation.3\" 6 bytes \"native\"\n"
                "child \"presentation\" 10 bytes \"more behid\"\nend\n");
    assert_says("rtf", HEAD "{\\*\\objdata " LINK "}}", PART("field", "C:\\a.doc\\nPart1") "end\n");
    assert_says("rtf", HEAD "{\\*\\objdata 0000504b0304}}",
                "child \"object\" 2 bytes \"\\x00\\x00\"\n"
                "child \"object\" 4 bytes \"PK\\x03\\x04\"\nend\n");
    assert_says("rtf", HEAD "{\\*\\objclass X}{\\*\\objdata 68656c6c6f}}",
                "child \"X\" 5 bytes \"hello\"\nend\n");
}

/* Ways to keep others from reading an object that Word reads. */
static void objects_in_disguise(void **state)
{
    static const char *const disguises[] = {
        "{\\*\\objdata 6{}8{}6{\\*\\x 41}5\\b\n6\n\tc6c6F}",
        "{\\*\\objdata{6865}{\\unknown 6c}\\bin2 lo}",
        "{\\*\\objdata{\\*\\objdata 68656C6c6f}}",
        "{\\*\\objdata\r\n68 65 6c\\par 6c 6f\\~}",
        "{{{\\object\\objocx{\\*\\objdata0 zz68656c6c6f}}}}",
        "{\\objdata 68656c6c6f",
    };
    (void)state;
    for (size_t i = 0; i < sizeof disguises / sizeof *disguises; i++) {
        char rtf[256];
        struct ls_transcript t = {.check_verbatim = true};
        snprintf(rtf, sizeof rtf, "{\\rtf1 %s", disguises[i]);
        const char *says = ls_transcript_run(&t, ls_format_find("rtf"), rtf, strlen(rtf));
        assert_non_null(strstr(says, "child \"object\" 5 bytes \"hello\"\n"));
        ls_transcript_free(&t);
    }
    assert_says("rtf", HEAD "{\\*\\objdata 6865{\\*\\objdata 6c6c}6f}}",
                "gap \"\" malformed (the data of an object goes on inside that of another)\n"
                "child \"object\" 5 bytes \"hello\"\nend\n");
}

/* ---- HTML that was packed into RTF --------------------------------------------------------- */

static void encapsulated_html(void **state)
{
    (void)state;
    assert_says("rtf",
                "{\\rtf1\\ansi\\ansicpg936\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset134 A;}}"
                "{\\*\\htmltag19 <html>}\\htmlrtf \\par x\\htmlrtf0 {\\*\\htmltag64 <p a=\\{\\}>}"
                "\\'bc\\'d7{\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 <\\u20057?\\par\\tab"
                "{\\*\\mhtmltag64 <img>}{\\pict\\pngblip 6162}}",
                "child \"html\" 31 bytes \"<html><p a={}>甲&lt;&lt;乙\\x0d\\n\\t\" as html charset "
                "utf-8\nchild \"picture 1.png\" 2 bytes \"ab\"\n"
                "part hidden gb18030\ntext \"x<\"\nend\n");
}

/* ---- whether it is RTF --------------------------------------------------------------------- */

static void bids(void **state)
{
    static const char *const good[] = {"{\\rtf1", "{\\rt", "{\\rtfx", "\xEF\xBB\xBF{\\rtf",
                                       "\r\n {\\rtf1"};
    static const char *const bad[] = {"{\\tf", "{", "", "\\rtf1", "{ \\rtf1", "{\\RTF1"};
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_string_equal(ls_transcript_bid(good[i], strlen(good[i]))->name, "rtf");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_null(ls_transcript_bid(bad[i], strlen(bad[i])));
}

/* Words that say nothing, by the million: the engine is asked whether time is up. */
static struct ls_result no_time(void *user, uint64_t entries, uint64_t bytes)
{
    (void)entries;
    (void)bytes;
    ++*(unsigned *)user;
    return ls_bad(LS_E_LIMIT);
}

static void time_runs_out(void **state)
{
    enum { WORDS = 20000 };
    static char rtf[3 * WORDS];
    const struct ls_emit emit = {.charge = no_time};
    unsigned asked = 0;
    struct ls_blob blob;
    (void)state;
    for (size_t i = 0; i < WORDS; i++)
        memcpy(rtf + 3 * i, "\\b ", 3);
    ls_blob_memory(&blob, rtf, sizeof rtf);
    struct ls_format_job job = {.blob = &blob, .emit = &emit, .user = &asked};
    struct ls_result r = ls_format_find("rtf")->run(&job);
    assert_int_equal(r.code, LS_E_LIMIT);
    assert_int_equal(asked, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_symbols),
        cmocka_unit_test(tables),
        cmocka_unit_test(broken_ones),
        cmocka_unit_test(what_follows_the_end),
        cmocka_unit_test(deep_groups),
        cmocka_unit_test(escaped_bytes),
        cmocka_unit_test(every_font_charset_is_known),
        cmocka_unit_test(bytes_as_they_are),
        cmocka_unit_test(wrong_charsets),
        cmocka_unit_test(unicode),
        cmocka_unit_test(offsets),
        cmocka_unit_test(parts_of_a_document),
        cmocka_unit_test(letters_over_each_other_are_text),
        cmocka_unit_test(what_is_not_shown),
        cmocka_unit_test(shapes),
        cmocka_unit_test(text_that_is_there_twice),
        cmocka_unit_test(pictures),
        cmocka_unit_test(objects),
        cmocka_unit_test(objects_in_disguise),
        cmocka_unit_test(encapsulated_html),
        cmocka_unit_test(bids),
        cmocka_unit_test(time_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
