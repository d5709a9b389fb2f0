/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats/format_html.c: what is text, where it stands, and that markup splits no word.
 */
#include "transcript.h"

#include "base/alloc.h"
#include "decode/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_says_bytes(const void *html, size_t len, const char *says)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("html"), html, len), says);
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
}

static void assert_says(const char *html, const char *says)
{
    assert_says_bytes(html, strlen(html), says);
}

#define BODY(text) "part body\ntext \"" text "\"\nend\n"

/* ---- text ---------------------------------------------------------------------------------- */

static void elements_do_not_end_words(void **state)
{
    (void)state;
    assert_says("机<b>密</b>", BODY("机密\\n"));
    assert_says("机<wbr>密<span class=x></span>★<img src=x>1<font color=\"a>b\">年",
                BODY("机密★1年\\n"));
    assert_says("机<o:p>密</o:p><unknown>件", BODY("机密件\\n"));
    assert_says("<b>机</b\n>密</>件", BODY("机密件\\n"));
}

static void blocks_do(void **state)
{
    (void)state;
    assert_says("a<p>b</p>c<div>d<h1>e</h1></div>f<br>g<br/>h<li>i<li>j<hr>k",
                BODY("a\\nb\\nc\\nd\\ne\\nf\\ng\\nh\\ni\\nj\\nk\\n"));
    assert_says("<P>a</P><BR>b", BODY("a\\nb\\n"));
}

static void tables_have_cells(void **state)
{
    (void)state;
    assert_says(
        "<table><tr><th>姓名</th><th>性别</th></tr><tr><td>张三</td><td></td></tr></table>x",
        BODY("姓名|性别|\\r张三||\\r\\nx\\n"));
    assert_says("<table><tr><td>a<td>b<tr><td>c</table>", BODY("a|b|\\rc|\\r\\n"));
    assert_says(
        "<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></table></td></tr>",
        BODY("a\\nb|\\r\\n|c|\\r\\n"));
    assert_says("<table><tr><td>a<!--</table><table><td>b--></td><td>c</td></table>",
                "part body\ntext \"a|c|\\r\\n\"\npart comment\ntext \"b\\n\"\nend\n");
}

static void white_space_collapses(void **state)
{
    (void)state;
    assert_says("  a \n\t b  <p>  c <i> d</i> </p>", BODY("a b\\nc d\\n"));
    assert_says("a&nbsp; b &#32; c&#10;d", BODY("a\xC2\xA0 b c d\\n"));
    assert_says("<pre>\n a\n  b\tc</pre> d  e", BODY(" a\\n  b\\tc\\nd e\\n"));
    assert_says("<xmp>a <b> &amp;\nc</xmp>d", BODY("a  &\\nc\\nd\\n"));
    assert_says("a<plaintext>b </plaintext> &lt;", BODY("a\\nb \\n<\\n"));
}

static void controls_are_dropped(void **state)
{
    (void)state;
    assert_says_bytes("a\0b\x01"
                      "c\x7F"
                      "d&#1;e",
                      12, BODY("abcde\\n"));
}

static void references(void **state)
{
    (void)state;
    assert_says("&#26426;&#x5BC6;&starf;1&#24180", BODY("机密★1年\\n"));
    assert_says("&lt;&amp;&copy &copyx &nosuch; & &#; &#x; &ampamp;",
                BODY("<&© ©x &nosuch; & &#; &#x; &amp;\\n"));
    assert_says("&#0000000000000000000000000000000000000000000026426;", BODY("机\\n"));
    assert_says("&#128;&#x99;&#0;&#xD800;&#x110000;&#99999999999;", BODY("€™����\\n"));
    assert_says("&notit; &NotEqualTilde;", BODY("¬it; ≂̸\\n"));
    assert_says("<i title='a&lt=b &copy;&copy=c &gt'>",
                "part alt-text\ntext \"a&lt=b ©&copy=c >\\n\"\nend\n");
}

/* ---- other parts --------------------------------------------------------------------------- */

static void what_interrupts_is_told_apart(void **state)
{
    (void)state;
    assert_says("机<!-- 注 -->密<span hidden>隐</span>★<script>var a='机<b>密'</script>1"
                "<del>删</del>年<template>t</template>。<input "
                "value=v>x<ruby>机<rt>ji<rt>J</rt>密<rp>(</rp></ruby>",
                "part body\ntext \"机密★1年。x机密\\n\"\n"
                "part comment\ntext \"注\\n\"\n"
                "part deletion\ntext \"删\\n\"\n"
                "part hidden\ntext \"隐\\nt\\n\"\n"
                "part annotation\ntext \"ji\\nJ\\n(\\n\"\n"
                "part field\ntext \"v\\n\"\n"
                "part script\ntext \"var a='机<b>密'\\n\"\nend\n");
}

static void hidden_text(void **state)
{
    (void)state;
    assert_says("a<div style=\"color: red; DISPLAY : none\">b<div>c<i>d</i></div>e</div>f",
                "part body\ntext \"af\\n\"\npart hidden\ntext \"b\\ncd\\ne\\n\"\nend\n");
    assert_says("<p hidden>a<p>b</p><div hidden=''><!--c--><p>d</div>e",
                "part body\ntext \"b\\ne\\n\"\npart comment\ntext \"c\\n\"\n"
                "part hidden\ntext \"a\\nd\\n\"\nend\n");
    assert_says("<div>a<span hidden>b</div>c",
                "part body\ntext \"a\\nc\\n\"\npart hidden\ntext \"b\\n\"\nend\n");
    assert_says("<table hidden><tr><td>a</td><td>b</td></tr></table>c",
                "part body\ntext \"c\\n\"\npart hidden\ntext \"a|b|\\r\"\nend\n");
    assert_says("<input type=hidden value=a><input value=b type=hidden><input value=c>",
                "part hidden\ntext \"a\\nb\\n\"\npart field\ntext \"c\\n\"\nend\n");
    assert_says("<div style='mso-element:comment'>a</div><br hidden>b",
                "part body\ntext \"b\\n\"\npart comment\ntext \"a\\n\"\nend\n");
}

static void head(void **state)
{
    (void)state;
    assert_says(
        "<html><head><title>关于<b>&amp;\n 保密</title><meta name=keywords content='机密&#9733;'>"
        "<meta content=作者 name=Author><meta name=viewport content=x>"
        "<meta http-equiv=refresh content='5; url=x'></head><body>a",
        "part body\ntext \"a\\n\"\n"
        "part property\ntext \"关于& 保密\\n机密★\\n作者\\n\"\nend\n");
}

static void attributes(void **state)
{
    (void)state;
    assert_says(
        "<img alt=\"机>密\" title='b\"' aria-label=c src='x'><input placeholder=d value = 'e'>"
        "<a data-x='机密' data-y=plain onclick=\"alert('秘密')\" href=x>f",
        "part body\ntext \"f\\n\"\n"
        "part hidden\ntext \"机密\\n\"\n"
        "part alt-text\ntext \"机>密\\nb\"\\nc\\nd\\n\"\n"
        "part field\ntext \"e\\n\"\n"
        "part script\ntext \"alert('秘密')\\n\"\nend\n");
    assert_says("<p alt=a/title=b><p =c alt=d>", "part alt-text\ntext \"a/title=b\\nd\\n\"\nend\n");
    assert_says("<textarea>\n a <b>\n&lt;</textarea>b",
                "part body\ntext \"b\\n\"\npart field\ntext \" a \\n<\\n\"\nend\n");
}

static void comments_are_read_as_html(void **state)
{
    (void)state;
    assert_says("a<!-- <p>机<b>密</b></p> x<y, 1<2 z<则机密> -->b",
                "part body\ntext \"ab\\n\"\n"
                "part comment\ntext \"机密\\nx<y, 1<2 z<则机密>\\n\"\nend\n");
    assert_says("a<!--[if mso]><p>机<i>密</i></p><![endif]-->b<![if !mso]>c<![endif]>",
                "part body\ntext \"abc\\n\"\npart comment\ntext \"机密\\n\"\nend\n");
    assert_says(
        "a<!-->b<!--->c<!-- d --!>e<!-- <script>f-->g<!- h>i<?i?>j</ k>l<!doctype x>m<!-- n",
        "part body\ntext \"abcegijlm\\n\"\npart comment\ntext \"d\\n- h\\ni?\\n k\\nn\\n\"\n"
        "part script\ntext \"f\\n\"\nend\n");
}

/*
 * Where an element stands decides whether browsers take what follows for its raw text. What is no
 * raw text for one of them is read as HTML, whoever hides it behind an element that never ends.
 */
static void nothing_swallows_the_rest(void **state)
{
    static const char *const before[] = {
        "<select><style></select>",
        "<select><title></select>",
        "<select><xmp></select>",
        "<select><plaintext></select>",
        "<select><textarea></select>",
        "<select><iframe></select>",
        "<svg><style/></svg>",
        "<svg><script/></svg>",
        "<svg><title/></svg>",
        "<svg><style><p>",
        "<svg><script><p>",
        "<svg><desc></svg></desc><style/>",
        "<math><script>",
        "<iframe><!-- </iframe>",
        "<iframe><script></iframe>",
        "<iframe><a title='</iframe>",
        "<noscript><style></noscript>",
        "<noembed><textarea></noembed>",
        "<textarea><!--</textarea>",
        "<title><script></title>",
        "<!-- <script> -->",
        "<!-- <a title=' -->",
        "<style>a{content:'<p>",
        "<![CDATA[",
    };
    (void)state;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char html[200];
        struct ls_transcript t = {.check_verbatim = true};
        snprintf(html, sizeof html, "%s\n机<b>密</b>★1年", before[i]);
        const char *says = ls_transcript_run(&t, ls_format_find("html"), html, strlen(html));
        if (!strstr(says, "机密★1年"))
            fail_msg("%s: %s", html, says);
        ls_transcript_free(&t);
    }
    assert_says("<svg><text><![CDATA[机]]>密</text>", BODY("机密\\n"));
    assert_says("a]]>b", BODY("a]]>b\\n"));
}

static void scripts_and_styles(void **state)
{
    (void)state;
    assert_says("<script>a</scripty></SCRIPT >b",
                "part body\ntext \"b\\n\"\npart script\ntext \"a</scripty>\\n\"\nend\n");
    assert_says("<script type='text/template'><p>机<b>密</b></p></script>b",
                "part body\ntext \"b\\n\"\npart hidden\ntext \"机密\\n\"\nend\n");
    assert_says("<style>p{content:'机\\5BC6 \\\"'; x:'y'} q{x-content:'n';content: counter(a) 'b' "
                "\"c\"}</style>d",
                "part body\ntext \"d\\n\"\npart watermark\ntext \"机密\"\\nbc\\n\"\nend\n");
}

static void children(void **state)
{
    (void)state;
    assert_says("<img src=\"data:image/png;base64,aGVs\nbG8%3D\">a",
                "child \"image/png\" 5 bytes \"hello\"\npart body\ntext \"a\\n\"\nend\n");
}

static void data_uris(void **state)
{
    (void)state;
    assert_says("<a href='data:text/html;charset=utf-8,%3Cb%3E%E6%9C%BA&#37;E5%AF%86'>a</a>",
                "child \"text/html\" 9 bytes \"<b>机密\" as html charset utf-8\n"
                "part body\ntext \"a\\n\"\nend\n");
    assert_says("<p style=\"background:url('data:image/png;base64,aGVsbG8=')\">a",
                "child \"image/png\" 5 bytes \"hello\"\npart body\ntext \"a\\n\"\nend\n");
    assert_says("<style>p{background:url(data:image/png;base64,aGVsbG8=)}</style>"
                "<div hidden><img src=data:x/y;base64,aGVsbG8=></div>",
                "child \"image/png\" 5 bytes \"hello\"\n"
                "child \"x/y\" 5 bytes \"hello\" in hidden\nend\n");
    assert_says(
        "<script>f('data:a/b;base64,aGVs\\/w==')</script><a href='data:,a'>data:x;base64,b</a>",
        "child \"a/b\" 4 bytes \"hel\xFF\" in script\n"
        "child \"\" 1 bytes \"a\"\npart body\ntext \"data:x;base64,b\\n\"\n"
        "part script\ntext \"f('data')\\n\"\nend\n");
    assert_says("<iframe srcdoc='&lt;b>a'>b</iframe><img src='data:' href='data:,' alt='data:x'>",
                "child \"srcdoc\" 4 bytes \"<b>a\" as html charset utf-8\n"
                "part hidden\ntext \"b\\n\"\npart alt-text\ntext \"data:x\\n\"\nend\n");
}

/* ---- charsets ------------------------------------------------------------------------------ */

static void charsets(void **state)
{
    (void)state;
    assert_says("<meta charset=gb2312>\xBB\xFA<b>\xC3\xDC",
                "part body gb18030\ntext \"机密\\n\"\nend\n");
    assert_says(
        "<meta content='text/html; charset=\"Big5\"' http-equiv=Content-Type>\xBE\xF7\xB1\x4B",
        "part body big5\ntext \"機密\\n\"\nend\n");
    assert_says("<?xml version='1.0' encoding='gbk'?><p>\xBB\xFA",
                "part body gb18030\ntext \"机\\n\"\nend\n");
    assert_says("\xEF\xBB\xBF<meta charset=gbk>机", BODY("机\\n"));
    assert_says("\xBB\xFA<i>\xC3\xDC", "part body gb18030\ntext \"机密\\n\"\nend\n");
    assert_says("<meta charset=utf-16>机", BODY("机\\n"));
    assert_says("<meta charset=gb2312>机密文件",
                "gap \"\" ambiguous (it is not in the charset that it says)\n" BODY("机密文件\\n"));
    assert_says("<meta charset=utf-8>\xBB\xFA\xC3\xDC",
                "gap \"\" ambiguous (it is not in the charset that it says)\n"
                "part body gb18030\ntext \"机密\\n\"\nend\n");
    assert_says_bytes("<\0p\0>\0\x3A\x67<\0b\0>\0\xC6\x5B", 16,
                      "part body utf-16le\ntext \"机密\\n\"\nend\n");
    assert_says("<meta charset=hz-gb-2312>~{;z~}<b>~{C\\~}",
                "part body hz-gb-2312\ntext \"机密\\n\"\nend\n");
}

/* ---- size ---------------------------------------------------------------------------------- */

/* What the first bytes do not show, later ones do. */
static void charsets_that_show_late(void **state)
{
    enum { SCRIPT = 80 << 10 };
    static char html[SCRIPT + 200];
    struct ls_transcript t = {.check_verbatim = true};
    (void)state;
    snprintf(
        html, sizeof html,
        "<html><script>%0*d</script><p>\xBB\xFA<b>\xC3\xDC</b>\xC4\xDA\xB2\xBF\xCE\xC4\xBC\xFE",
        SCRIPT, 0);
    const char *text = ls_transcript_run(&t, ls_format_find("html"), html, strlen(html));
    assert_non_null(strstr(text, "text \"机密内部文件"));
    ls_transcript_free(&t);
}

/* Windows, lines and what is kept move on; nothing is lost, doubled or split at their borders. */
static void long_documents(void **state)
{
    static const char piece[] =
        "机<b>密</b>&starf;1<!-- 注<i>释</i> -->年 ab\n<span hidden>隐藏</span>";
    struct ls_buf html = {.limit = 16 << 20};
    struct ls_transcript t = {.check_verbatim = true};
    const size_t n = 60000;
    (void)state;
    for (size_t i = 0; i < n; i++)
        assert_false(ls_failed(ls_buf_str(&html, piece)));
    const char *says = ls_transcript_run(&t, ls_format_find("html"), html.at, html.n);
    size_t body = 0, comments = 0, hidden = 0;
    for (const char *p = says; (p = strstr(p, "机密★1年 ab")); p++)
        body++;
    for (const char *p = says; (p = strstr(p, "注释\\n")); p++)
        comments++;
    for (const char *p = says; (p = strstr(p, "隐藏\\n")); p++)
        hidden++;
    assert_int_equal(body, n);
    assert_int_equal(comments, n);
    assert_int_equal(hidden, n);
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
    LS_VEC_FINI(&html);
}

/* Whatever is being read where a window ends is read as anywhere else. */
static void windows_end_anywhere(void **state)
{
    static const char rich[] =
        "<p>机<!-- 注 --!>密&starf;&#26426;&#x5bc6; <title>题</title><script>s</scriptx></script>"
        "<style>a{content:'\\5BC6 x'}</style><![CDATA[a]]>b<img alt='a&amp;b' "
        "src=data:x/y;base64,aGVsbG8=><pre>\n c</pre><textarea>t</textarea>";
    struct ls_transcript first = {.check_verbatim = true}, t = {.check_verbatim = true};
    static char html[5000];
    const size_t from = 4096 - sizeof rich;
    (void)state;
    for (size_t pad = from; pad <= 4096; pad++) {
        memset(html, 'x', pad);
        memcpy(html, "<p>", 3);
        memcpy(html + pad, rich, sizeof rich);
        struct ls_transcript *into = pad == from ? &first : &t;
        const char *says = ls_transcript_run(into, ls_format_find("html"), html, strlen(html));
        const char *tail = strstr(says, "xx\\n") ? strstr(says, "xx\\n") : says;
        assert_string_equal(tail, strstr(first.out.at, "xx\\n"));
    }
    ls_transcript_free(&first);
    ls_transcript_free(&t);
}

/* ---- bids ---------------------------------------------------------------------------------- */

static void assert_bid(const char *text, bool html)
{
    const struct ls_format *format = ls_transcript_bid(text, strlen(text));
    bool is = format && strcmp(format->name, "html") == 0;
    if (is != html)
        fail_msg("%s: %s", text, format ? format->name : "nobody");
}

static void bids(void **state)
{
    (void)state;
    assert_bid("<!DOCTYPE html>", true);
    assert_bid("\xEF\xBB\xBF \n<!-- x --><!doctype HTML PUBLIC 'x'><x>", true);
    assert_bid("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html xmlns='y'>", true);
    assert_bid("<?xml version='1.0'?><html>", true);
    assert_bid("<html>", true);
    static char far[20000];
    snprintf(far, sizeof far, "%9000s<!--%09000d--><html>", "\n", 0);
    assert_bid(far, true);
    assert_bid("<HEAD><TITLE>a", true);
    assert_bid("<p>机<b>密</b></p>", true);
    assert_bid("<% x %><div><a>", true);
    assert_bid("text with <b>tags</b> <p>in it", false);
    assert_bid("<htmlx><b>", false);
    assert_bid("<?xml version='1.0'?><table><tr><td>", false);
    assert_bid("<someone@example.com> wrote: <b>x</b><p>", false);
    assert_bid("<p>a</p>", false);
    assert_bid("", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_do_not_end_words),
        cmocka_unit_test(blocks_do),
        cmocka_unit_test(tables_have_cells),
        cmocka_unit_test(white_space_collapses),
        cmocka_unit_test(controls_are_dropped),
        cmocka_unit_test(references),
        cmocka_unit_test(what_interrupts_is_told_apart),
        cmocka_unit_test(hidden_text),
        cmocka_unit_test(head),
        cmocka_unit_test(attributes),
        cmocka_unit_test(comments_are_read_as_html),
        cmocka_unit_test(nothing_swallows_the_rest),
        cmocka_unit_test(scripts_and_styles),
        cmocka_unit_test(children),
        cmocka_unit_test(data_uris),
        cmocka_unit_test(charsets),
        cmocka_unit_test(charsets_that_show_late),
        cmocka_unit_test(long_documents),
        cmocka_unit_test(windows_end_anywhere),
        cmocka_unit_test(bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
