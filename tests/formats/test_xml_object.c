/* SPDX-License-Identifier: Apache-2.0 */
/* XML that is no other format: what is a line, what stands where, what is an object in it. */
#include "base/alloc.h"
#include "transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void check_bytes(const void *bytes, size_t len, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    const struct ls_format *format = ls_format_find("xml");
    const char *text = ls_transcript_run(&t, format, bytes, len);
    if (strcmp(text, expected) != 0)
        print_error("%s\n--- expected\n%s\n", text, expected);
    assert_string_equal(text, expected);
    ls_transcript_free(&t);
}

static void check(const char *xml, const char *expected)
{
    check_bytes(xml, strlen(xml), expected);
}

/* Nothing but text of the body. */
static void check_text(const char *xml, const char *expected)
{
    char want[1024];
    snprintf(want, sizeof want, "part body\ntext \"%s\"\nend\n", expected);
    check(xml, want);
}

/* The longest value there can be: bytes that are no character, of which each is told as one. */
static void test_long_attribute(void **state)
{
    enum { LEN = 1 << 20 };
    struct ls_buf xml = {.limit = 2 * LEN};
    struct ls_transcript t = {.check_verbatim = true};
    (void)state;
    assert_false(ls_failed(ls_buf_str(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a b=\"")));
    for (int i = 0; i < LEN - 64; i++)
        assert_false(ls_failed(ls_buf_char(&xml, '\xFF')));
    assert_false(ls_failed(ls_buf_str(&xml, "\">机密</a>")));
    const char *text = ls_transcript_run(&t, ls_format_find("xml"), xml.at, xml.n);
    assert_non_null(strstr(text, "text \"机密\""));
    assert_non_null(strstr(text, "part property\n"));
    assert_string_equal(text + strlen(text) - 4, "end\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&xml);
}

static void test_lines(void **state)
{
    (void)state;
    check_text("<r><x>张三</x><y>40</y></r>", "张三\\n40");
    check_text("<r>\n <x>张三</x>\n <x>李四</x>\n</r>", "张三\\n李四");
    check_text("<r><row><x>1</x><x>2</x></row><row><x>3</x></row></r>", "1\\n2\\n3");
    check_text("<p>关于<x>年度</x>检查</p>", "关于年度检查");
    check_text("<p><x>机</x>密</p>", "机密");
    check_text("<p><x>机</x> 密</p>", "机 密");
    check_text("<p><b>机</b><i>密</i>★</p>", "机密★");
    check_text("<t>机<tspan>密</tspan></t>", "机密");
    check_text("<p>机<br/>密</p>", "机\\n密");
    check_text("<p>机<!---->密<![CDATA[★]]>&#49;年</p>", "机密★1年");
    check_text("<d><p>一</p>后<p>二</p></d>", "一后二");
    check_text("<table><tr><td>姓名</td><td>张三</td></tr><tr><td>b</td></tr></table>",
               "姓名|张三\\rb");
    check("<a> </a>\n", "end\n");
}

static void test_lines_are_counted(void **state)
{
    struct ls_transcript t = {.with_offsets = true, .check_verbatim = true};
    static const char xml[] = "<a>机<b>密</b>&#26426;</a>";
    (void)state;
    assert_string_equal(ls_transcript_run(&t, NULL, xml, sizeof xml - 1),
                        "part body\n"
                        "text \"机\"\n  @3..6 verbatim\n"
                        "text \"密\"\n  @9..12 verbatim\n"
                        "text \"机\"\n  @16..24\n"
                        "end\n");
    ls_transcript_free(&t);
}

static void test_attributes(void **state)
{
    (void)state;
    check("<a title='机密★1年' x='y' n='13800138000' m='1234567890' e='&#26426;密'><b/></a>",
          "part property\ntext \"机密★1年\\n13800138000\\n机密\"\nend\n");
    check("<a xmlns:x='机密密密'><!--注释--><?p 指令?>机</a>",
          "part body\ntext \"机\"\npart comment\ntext \"注释\\np 指令\"\nend\n");
}

static void test_word(void **state)
{
    (void)state;
    check(
        "<w:wordDocument><o:DocumentProperties><o:Title>题名</o:Title></o:DocumentProperties>"
        "<w:body><wx:sect><w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:rPr><wx:font/>"
        "</w:rPr><w:t>机</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='off'/></w:rPr><w:t>密</w:t><w:tab/><w:t> 1</w:t></w:r>"
        "<w:r><w:delText>删</w:delText><w:instrText>域</w:instrText></w:r>"
        "<aml:annotation w:type='Word.Comment'><aml:content><w:p><w:r><w:t>批注</w:t></w:r></w:p>"
        "</aml:content></aml:annotation><w:r><w:pict><v:shape><v:textpath string='水印'/></v:shape>"
        "</w:pict></w:r><w:r><w:footnote><w:p><w:r><w:t>脚注</w:t></w:r></w:p></w:footnote></w:r>"
        "</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r>"
        "<w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t>"
        "</w:r></w:p></w:hdr></w:sectPr></wx:sect></w:body></w:wordDocument>",
        "part body\ntext \"机密\\t 1\\n甲|乙\"\n"
        "part header\ntext \"页眉\"\n"
        "part footnote\ntext \"脚注\"\n"
        "part comment\ntext \"批注\"\n"
        "part deletion\ntext \"删\"\n"
        "part hidden\ntext \"隐\"\n"
        "part watermark\ntext \"水印\"\n"
        "part property\ntext \"题名\"\n"
        "part field\ntext \"域\"\n"
        "end\n");
}

static void test_excel(void **state)
{
    (void)state;
    check("<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='x'>"
          "<Worksheet ss:Name='表一'><Table><Row ss:Index='3'><Cell><Data "
          "ss:Type='String'>姓名</Data>"
          "</Cell><Cell ss:Index='4' ss:MergeAcross='1'><Data>张三</Data><Comment><ss:Data>批注"
          "</ss:Data></Comment></Cell><Cell ss:Formula='=\"x\"'><Data>z</Data></Cell></Row>"
          "<Row ss:Hidden='1'><Cell><Data>隐</Data></Cell></Row></Table><WorksheetOptions>"
          "<Zoom>600</Zoom></WorksheetOptions></Worksheet></Workbook>",
          "part name\ntext \"表一\"\n"
          "part body sheet \"表一\"\n"
          "cell A3\ntext \"姓名\"\n"
          "cell D3\ntext \"张三\"\n"
          "cell F3\ntext \"z\"\n"
          "part comment sheet \"表一\"\ntext \"批注\"\n"
          "part hidden sheet \"表一\"\n"
          "cell A4\ntext \"隐\"\n"
          "part property sheet \"表一\"\ntext \"600\"\n"
          "part formula sheet \"表一\"\ntext \"=\"x\"\"\n"
          "end\n");
}

/* Base64 in elements of any name: only what is long, and nothing but that. */
static void test_long_base64(void **state)
{
    enum { LINES = 64, LINE = 64 };
    char xml[LINES * (LINE + 1) + 100], numbers[LINES * 20 + 100];
    struct ls_transcript t = {.check_verbatim = true};
    const char *text;
    size_t n = (size_t)snprintf(xml, sizeof xml, "<a>机<file name='x'>&#13;\n");
    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(xml + n, sizeof xml - n, "%s%s\n", "aGVsbG8haGVsbG8haGVsbG8haGVsbG8h",
                              "aGVsbG8haGVsbG8haGVsbG8haGVsbG8h");
    (void)state;
    snprintf(xml + n, sizeof xml - n, "</file><b>密</b></a>");
    text = ls_transcript_run(&t, ls_format_find("xml"), xml, strlen(xml));
    assert_non_null(strstr(text, "child \"x\" 3072 bytes \"hello!hello!"));
    assert_non_null(strstr(text, "密\""));
    ls_transcript_free(&t);
    n = (size_t)snprintf(numbers, sizeof numbers, "<a>Aa\n");
    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(numbers + n, sizeof numbers - n, "%018d\n", i);
    snprintf(numbers + n, sizeof numbers - n, "</a>");
    text = ls_transcript_run(&t, ls_format_find("xml"), numbers, strlen(numbers));
    assert_null(strstr(text, "child"));
    ls_transcript_free(&t);
}

/* Runs of the Unified Office Format (GB/T 20916) are no lines. */
static void test_uof(void **state)
{
    (void)state;
    check_text(
        "<u:UOF><字:段落><字:句><字:句属性/><字:文本串>机</字:文本串></字:句><字:句><字:文本串>密"
        "</字:文本串></字:句></字:段落><字:段落_416B><字:句_419D><字:文本串_415B>a</字:文本串_415B>"
        "</字:句_419D><字:句_419D><字:文本串_415B>b</字:文本串_415B></字:句_419D></字:段落_416B>"
        "</u:UOF>",
        "机密\\nab");
}

static void test_base64(void **state)
{
    static const char wide[] =
        "\xFF\xFE<\0b\0i\0n\0a\0r\0y\0>\0"
        "a\0G\0V\0s\0b\0G\0h\0o\0Z\0W\0x\0s\0b\0G\0h\0o\0a\0G\0V\0s\0b\0G\0h\0o\0Z\0W\0x\0s\0b\0"
        "G\0h\0o\0a\0G\0V\0s\0b\0G\0h\0o\0Z\0W\0x\0s\0b\0G\0h\0o\0a\0G\0V\0s\0b\0G\0h\0o\0Z\0W\0x\0"
        "s\0b\0G\0h\0o\0<\0/\0b\0i\0n\0a\0r\0y\0>\0";
    (void)state;
    check("<a><w:binData w:name='x.png'>\naGVsbGhoZWxsbGhoaGVsbGhoZWxsbGhoaGVsbGhoZWxsbGho\n"
          "aGVsbGhoZWxsbGhoaGVsbGhoZWxsbGho\n</w:binData><binary>机密</binary></a>",
          "child \"x.png\" 60 bytes "
          "\"hellhhelllhhhellhhelllhhhellhhelllhhhellhhelllhhhellhhelllhh\"\n"
          "part body\ntext \"机密\"\nend\n");
    check_bytes(wide, sizeof wide - 1,
                "child \"\" 48 bytes \"hellhhelllhhhellhhelllhhhellhhelllhhhellhhelllhh\"\nend\n");
}

static void test_trouble(void **state)
{
    (void)state;
    check("<!DOCTYPE a [<!ENTITY b '机密'><!ENTITY c SYSTEM 'file:///x'>]><a>&b;&c;字</a>",
          "part body\ntext \"&b;&c;字\"\n"
          "gap \"\" malformed (document type declaration with entities: not expanded)\n"
          "part comment\ntext \" a [<!ENTITY b \\n机密\\n><!ENTITY c SYSTEM "
          "\\nfile:///x\\n>]\"\nend\n");
    check("<a><b>机</c>密", "part body\ntext \"机密\"\ngap \"\" truncated\nend\n");
    check("<a>机</a></b>",
          "part body\ntext \"机\"\ngap \"\" malformed (XML that is not well-formed)\nend\n");
    check("", "end\n");
}

static void test_bids(void **state)
{
    static const struct {
        const char *bytes, *format;
    } cases[] = {
        {"<?xml version='1.0'?><a/>", "xml"},
        {"\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- x --><!DOCTYPE a [<!ENTITY b '>'>]><a/>", "xml"},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>", "xml"},
        {"<note><to>x</to></note>\n", "xml"},
        {"<note><to>x</to><a>1</a><b>2</b>", "xml"},
        {"<note><to>x</to>", NULL},
        {"<n", NULL},
        {"<", NULL},
        {"a < b > c", NULL},
        {"<- x ->", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ls_format *f = ls_transcript_bid(cases[i].bytes, strlen(cases[i].bytes));
        bool is_xml = f && strcmp(f->name, "xml") == 0;
        if (is_xml != (cases[i].format != NULL))
            print_error("%s: %s\n", cases[i].bytes, f ? f->name : "none");
        assert_int_equal(is_xml, cases[i].format != NULL);
    }
    assert_string_equal(ls_transcript_bid("\xFF\xFE<\0?\0x\0m\0l\0 \0", 14)->name, "xml");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_long_attribute),
        cmocka_unit_test(test_lines_are_counted),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_word),
        cmocka_unit_test(test_excel),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_long_base64),
        cmocka_unit_test(test_uof),
        cmocka_unit_test(test_trouble),
        cmocka_unit_test(test_bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
