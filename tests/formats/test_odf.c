/* SPDX-License-Identifier: Apache-2.0 */
/* OpenDocument, in packages and flat: each text once, in the part where people find it. */
#include "parts.h"

#define SPACE " xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
#define CONTENT(styles, kind, body)                                                                \
    "<office:document-content><office:automatic-styles>" styles "</office:automatic-styles>"       \
    "<office:body><office:" kind ">" body "</office:" kind "></office:body>"                       \
    "</office:document-content>"
#define MIMETYPE(kind)                                                                             \
    {                                                                                              \
        "mimetype", "application/vnd.oasis.opendocument." kind                                     \
    }

/* What is read of the content of a text. */
static void check_text(const char *content, const char *expected)
{
    char want[4096];
    snprintf(want, sizeof want, "%schild \"mimetype\" 39 bytes \"%stext\"\nend\n", expected,
             "application/vnd.oasis.opendocument.");
    assert_reads((struct part[]){MIMETYPE("text"), {"content.xml", content}, {NULL, NULL}}, want);
}

#define BODY "part body \"content.xml\"\n"

static void test_paragraphs(void **state)
{
    (void)state;
    check_text(CONTENT("", "text",
                       "<text:h>标题</text:h>\n<text:p>机<text:span>密</text:span>★1<text:s/>年"
                       "<text:tab/>x<text:s text:c='3'/>y<text:line-break/>z</text:p>"
                       "<text:p/><text:p>跨\n  行</text:p>"),
               BODY "text \"标题\\n机密★1 年\\tx   y\\nz\\n跨 行\"\n");
    check_text(
        CONTENT("", "text",
                "<text:list><text:list-item><text:p>一</text:p></text:list-item><text:list-item>"
                "<text:p>二</text:p></text:list-item></text:list><table:table><table:table-row>"
                "<table:table-cell><text:p>姓名</text:p></table:table-cell><table:table-cell>"
                "<text:p>张三</text:p></table:table-cell></table:table-row><table:table-row>"
                "<table:table-cell/><table:table-cell><text:p>b</text:p><text:p>c</text:p>"
                "</table:table-cell></table:table-row></table:table><text:p>后</text:p>"),
        BODY "text \"一\\n二\\n姓名|张三\\r|b\\nc\\r后\"\n");
}

static void test_asides(void **state)
{
    (void)state;
    check_text(
        CONTENT(
            "", "text",
            "<text:tracked-changes><text:changed-region><text:deletion><office:change-info>"
            "<dc:creator>李四</dc:creator><dc:date>2031</dc:date></office:change-info>"
            "<text:p>删去</text:p></text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>机<text:note text:note-class='footnote'><text:note-citation>1"
            "</text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body>"
            "</text:note>密<office:annotation><dc:creator>王五</dc:creator><dc:date>2031</dc:date>"
            "<text:p>批注</text:p></office:annotation>★"
            "<text:note text:note-class='endnote'><text:note-body><text:p>尾注</text:p>"
            "</text:note-body></text:note><draw:frame> <draw:text-box><text:p>框</text:p>"
            "</draw:text-box> <svg:title>图</svg:title><svg:desc>说明</svg:desc></draw:frame>"
            "<draw:custom-shape draw:name='PowerPlusWaterMarkObject1'><text:p>水印</text:p>"
            "</draw:custom-shape><draw:rect><text:p>方</text:p></draw:rect>"
            "<text:ruby><text:ruby-base>1</text:ruby-base><text:ruby-text>yi</text:ruby-text>"
            "</text:ruby>年<text:bookmark-start text:name='书签'/></text:p>"),
        BODY "text \"机密★1年\"\n"
             "part text-box \"content.xml\"\ntext \"框\\n方\"\n"
             "part footnote \"content.xml\"\ntext \"脚注\"\n"
             "part endnote \"content.xml\"\ntext \"尾注\"\n"
             "part comment \"content.xml\"\ntext \"王五\\n批注\"\n"
             "part deletion \"content.xml\"\ntext \"李四\\n删去\"\n"
             "part watermark \"content.xml\"\ntext \"水印\"\n"
             "part annotation \"content.xml\"\ntext \"yi\"\n"
             "part alt-text \"content.xml\"\ntext \"图\\n说明\"\n"
             "part name \"content.xml\"\ntext \"书签\"\n");
}

#define HIDING(family, name, parent)                                                               \
    "<style:style style:family='" family "' style:name='" name "' " parent                         \
    "><style:text-properties text:display='none'/></style:style>"

static void test_hidden(void **state)
{
    (void)state;
    check_text(
        CONTENT(
            HIDING("text", "T1", "") "<style:style style:family='text' style:name='T2' "
                                     "style:parent-style-name='T1'/>" HIDING("paragraph", "P1", ""),
            "text",
            "<text:p>机<text:span text:style-name='T1'>看</text:span>"
            "<text:span text:style-name='T2'>不见</text:span>密</text:p>"
            "<text:p text:style-name='P1'>隐段</text:p><text:p text:style-name='T1'>明</text:p>"
            "<text:section text:name='节' text:display='none'><text:p>隐节</text:p></text:section>"
            "<text:p><text:hidden-text text:string-value='隐字'/>"
            "<text:conditional-text text:string-value-if-true='是' "
            "text:string-value-if-false='否'>是</text:conditional-text></text:p><!--注释-->"),
        BODY "text \"机密\\n明\\n是\"\n"
             "part hidden \"content.xml\"\n"
             "text \"看不见\\n隐段\\n隐节\\n隐字\\n是\\n否\\n注释\"\n"
             "part name \"content.xml\"\ntext \"节\"\n");
}

static void test_sheets(void **state)
{
    (void)state;
    assert_reads(
        (struct part[]){
            MIMETYPE("spreadsheet"),
            {"content.xml",
             CONTENT(
                 "<style:style style:family='table' style:name='H'><style:table-properties "
                 "table:display='false'/></style:style>",
                 "spreadsheet",
                 "<table:table table:name='表一'><table:table-column "
                 "table:number-columns-repeated='2'/><table:table-column "
                 "table:visibility='collapse'/><table:table-row table:number-rows-repeated='2'/>"
                 "<table:table-row><table:table-cell><text:p>姓名</text:p></table:table-cell>"
                 "<table:table-cell table:number-columns-repeated='1'/><table:table-cell>"
                 "<text:p>隐列</text:p></table:table-cell><table:table-cell "
                 "office:value='13800138000'>"
                 "<text:p>13,800,138,000</text:p><office:annotation><text:p>批注</text:p>"
                 "</office:annotation></table:table-cell><table:table-cell office:value='12345678'>"
                 "<text:p>12345678</text:p></table:table-cell></table:table-row>"
                 "<table:table-row table:visibility='filter' table:number-rows-repeated='9'>"
                 "<table:table-cell table:formula='of:=\"机密\"' office:string-value='机密'/>"
                 "</table:table-row><table:table-row><table:table-cell "
                 "table:number-columns-repeated='16000'/><table:table-cell><text:p>远</text:p>"
                 "</table:table-cell></table:table-row></table:table>"
                 "<table:table table:name='隐表' table:style-name='H'><table:table-row>"
                 "<table:table-cell><text:p>暗</text:p></table:table-cell></table:table-row>"
                 "</table:table>")},
            {NULL, NULL},
        },
        "part name \"content.xml\"\ntext \"表一\"\n"
        "part body \"content.xml\" sheet \"表一\"\n"
        "cell A3\ntext \"姓名\"\n"
        "cell D3\ntext \"13,800,138,000\"\n"
        "cell E3\ntext \"12345678\"\n"
        "cell WQK13\ntext \"远\"\n"
        "part comment \"content.xml\" sheet \"表一\"\n"
        "cell D3\ntext \"批注\"\n"
        "part hidden \"content.xml\" sheet \"表一\"\n"
        "cell C3\ntext \"隐列\"\n"
        "cell D3\ntext \"13800138000\"\n"
        "cell A4\ntext \"机密\"\n"
        "part formula \"content.xml\" sheet \"表一\"\n"
        "cell A4\ntext \"of:=\"机密\"\"\n"
        "part name \"content.xml\"\ntext \"隐表\"\n"
        "part hidden \"content.xml\" sheet \"隐表\"\n"
        "cell A1\ntext \"暗\"\n"
        "child \"mimetype\" 46 bytes \"application/vnd.oasis.opendocument.spreadsheet\"\n"
        "end\n");
}

/* A text that is the value of a cell, and another one in its paragraph: programs show the value. */
static void test_values(void **state)
{
    static const char text[] = "甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲"
                               "甲甲甲甲甲甲甲甲甲甲甲机密";
    char content[2048], want[2048];
    (void)state;
    snprintf(
        content, sizeof content,
        CONTENT("", "spreadsheet",
                "<table:table><table:table-row><table:table-cell office:string-value='%s'/>"
                "<table:table-cell office:string-value='值'><text:p>另</text:p>"
                "</table:table-cell><table:table-cell office:string-value='一 二&#10;三'>"
                "<text:p>一<text:s/>二</text:p><text:p>三</text:p><office:annotation><text:p>批"
                "</text:p></office:annotation></table:table-cell></table:table-row>"
                "</table:table>"),
        text);
    snprintf(
        want, sizeof want,
        "part body \"content.xml\"\ncell B1\ntext \"另\"\ncell C1\ntext \"一 二\\n三\"\n"
        "part comment \"content.xml\"\ncell C1\ntext \"批\"\n"
        "part hidden \"content.xml\"\ncell A1\ntext \"%s\"\ncell B1\ntext \"值\"\n"
        "child \"mimetype\" 46 bytes \"application/vnd.oasis.opendocument.spreadsheet\"\nend\n",
        text);
    assert_reads((struct part[]){MIMETYPE("spreadsheet"), {"content.xml", content}, {NULL, NULL}},
                 want);
}

/* What programs show of attributes: labels of lists, choices, variables, conditions. */
static void test_attributes(void **state)
{
    (void)state;
    check_text(
        CONTENT("<text:list-style><text:list-level-style-number style:num-prefix='（' "
                "style:num-suffix='机密'/></text:list-style>"
                "<style:style><style:map style:condition='cell-content()=&quot;秘密&quot;'/>"
                "<style:map style:condition='value()&gt;0'/></style:style>",
                "text",
                "<text:p>a<text:drop-down text:hint='提示'><text:label text:value='选一'/>b"
                "</text:drop-down><loext:content-control loext:alias='别名'><loext:list-item "
                "loext:display-text='选二'/>c</loext:content-control><text:placeholder "
                "text:description='说明'>d</text:placeholder><text:a office:title='链接'>e</text:a>"
                "<text:variable-set text:display='none' office:string-value='变量'/>"
                "<text:variable-set office:string-value='f'>f</text:variable-set>"
                "<text:toc-mark text:string-value='目录'/></text:p>"
                "<calcext:condition calcext:value='=&quot;绝密&quot;'/>"
                "<table:filter-condition table:value='筛选'/>"),
        BODY "text \"abcdef\"\n"
             "part hidden \"content.xml\"\ntext \"变量\"\n"
             "part formula \"content.xml\"\n"
             "text \"cell-content()=\"秘密\"\\n=\"绝密\"\"\n"
             "part field \"content.xml\"\n"
             "text \"机密\\n提示\\n选一\\n别名\\n选二\\n说明\\n链接\\n目录\\n筛选\"\n");
}

/* Base64 in a package, where pictures and objects usually are members. */
static void test_binary(void **state)
{
    (void)state;
    check_text(CONTENT("", "text",
                       "<text:p>a<draw:frame><draw:object-ole><office:binary-data>aGVs\nbG8h"
                       "</office:binary-data></draw:object-ole></draw:frame>b</text:p>"),
               BODY "text \"a\"\nchild \"content.xml\" 6 bytes \"hello!\"\ntext \"b\"\n");
}

static void test_slides(void **state)
{
    (void)state;
    assert_reads(
        (struct part[]){
            MIMETYPE("presentation"),
            {"content.xml",
             CONTENT(
                 "<style:style style:family='drawing-page' style:name='dp1'>"
                 "<style:drawing-page-properties presentation:visibility='hidden'/></style:style>",
                 "presentation",
                 "<presentation:footer-decl>页脚</presentation:footer-decl>"
                 "<draw:page draw:name='page1'><draw:frame><draw:text-box><text:p>第一张</text:p>"
                 "</draw:text-box></draw:frame><draw:custom-shape><text:p>图形</text:p>"
                 "</draw:custom-shape><presentation:notes><draw:frame><draw:text-box>"
                 "<text:p>备注</text:p></draw:text-box></draw:frame></presentation:notes>"
                 "</draw:page><draw:page draw:name='结尾' draw:style-name='dp1'><draw:frame>"
                 "<draw:text-box><text:p>第二张</text:p></draw:text-box></draw:frame></"
                 "draw:page>")},
            {"styles.xml",
             "<office:document-styles><office:master-styles><style:master-page><style:header>"
             "<text:p>页眉</text:p></style:header><style:footer-left><text:p>左</text:p>"
             "</style:footer-left><draw:frame><draw:text-box><text:p>母版</text:p></draw:text-box>"
             "</draw:frame></style:master-page></office:master-styles></office:document-styles>"},
            {"meta.xml", "<office:document-meta><office:meta><dc:title>题名</dc:title>"
                         "<meta:user-defined meta:name='密级'>机密</meta:user-defined>"
                         "<dc:date>2031-01-02</dc:date></office:meta></office:document-meta>"},
            {NULL, NULL},
        },
        "part footer \"content.xml\"\ntext \"页脚\"\n"
        "part body \"content.xml\" slide 1\ntext \"第一张\\n图形\"\n"
        "part notes \"content.xml\" slide 1\ntext \"备注\"\n"
        "part hidden \"content.xml\" slide 2\ntext \"第二张\"\n"
        "part name \"content.xml\" slide 2\ntext \"结尾\"\n"
        "part header \"styles.xml\"\ntext \"页眉\"\n"
        "part footer \"styles.xml\"\ntext \"左\"\n"
        "part master \"styles.xml\"\ntext \"母版\"\n"
        "child \"mimetype\" 47 bytes \"application/vnd.oasis.opendocument.presentation\"\n"
        "part property \"meta.xml\"\ntext \"题名\\n机密\\n2031-01-02\"\n"
        "part property \"meta.xml\"\ntext \"密级\"\n"
        "end\n");
}

static void test_packages(void **state)
{
    (void)state;
    /* Nothing says which kind it is; an embedded document; members that are encrypted. */
    assert_reads(
        (struct part[]){
            {"META-INF/manifest.xml",
             "<manifest:manifest><manifest:file-entry manifest:full-path='Pictures/a.png'>"
             "<manifest:encryption-data/></manifest:file-entry><manifest:file-entry "
             "manifest:full-path='Object 1/content.xml'><manifest:encryption-data/>"
             "</manifest:file-entry></manifest:manifest>"},
            {"content.xml", CONTENT("", "text", "<text:p>机密</text:p>")},
            {"Object 1/content.xml",
             CONTENT("", "chart",
                     "<chart:chart><chart:title><text:p>图表</text:p></chart:title>"
                     "</chart:chart>")},
            {"Basic/M.xml", "<script:module>Sub Main\n' 机密\nEnd Sub</script:module>"},
            {"Pictures/a.png", "\x8A\x01"},
            {"Pictures/b.png", "png"},
            {NULL, NULL},
        },
        BODY "text \"机密\"\n"
             "child \"META-INF/manifest.xml\" 257 bytes "
             "\"<manifest:manifest><manifest:file-entry manifest:full-path='Pict\"\n"
             "part chart \"Object 1/content.xml\"\ntext \"图表\"\n"
             "part script \"Basic/M.xml\"\ntext \"Sub Main\\n' 机密\\nEnd Sub\"\n"
             "gap \"Pictures/a.png\" encrypted\n"
             "child \"Pictures/b.png\" 3 bytes \"png\"\n"
             "end\n");
    assert_reads((struct part[]){MIMETYPE("text"),
                                 {"content.xml", "\x8A\x01"},
                                 {"META-INF/manifest.xml",
                                  "<m><file-entry full-path='content.xml'><encryption-data/>"
                                  "</file-entry></m>"},
                                 {NULL, NULL}},
                 "gap \"content.xml\" encrypted\n"
                 "child \"mimetype\" 39 bytes \"application/vnd.oasis.opendocument.text\"\n"
                 "child \"META-INF/manifest.xml\" 74 bytes "
                 "\"<m><file-entry full-path='content.xml'><encryption-data/></file-\"\n"
                 "end\n");
    check_text("<office:document-content><office:body><office:text><text:p>机<text:span>密",
               BODY "text \"机密\"\n"
                    "gap \"content.xml\" truncated\n");
}

static void check_flat(const char *xml, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, xml, strlen(xml)), expected);
    ls_transcript_free(&t);
}

static void test_flat(void **state)
{
    (void)state;
    check_flat("<?xml version='1.0'?>\n<office:document" SPACE
               " office:mimetype='application/vnd.oasis.opendocument.text'><office:meta>"
               "<dc:title>题名</dc:title></office:meta><office:settings><config:config-item>x"
               "</config:config-item></office:settings><office:body><office:text><text:p>机密★1年"
               "<draw:frame><draw:image><office:binary-data>aGVs\nbG8h</office:binary-data>"
               "</draw:image></draw:frame></text:p></office:text></office:body></office:document>",
               "part body\n"
               "text \"机密★1年\"\n"
               "child \"\" 6 bytes \"hello!\"\n"
               "part property\n"
               "text \"题名\"\n"
               "end\n");
    assert_string_equal(ls_transcript_bid("<office:document" SPACE " >", 80)->name, "fodf");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraphs), cmocka_unit_test(test_asides),
        cmocka_unit_test(test_hidden),     cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_slides),     cmocka_unit_test(test_packages),
        cmocka_unit_test(test_flat),       cmocka_unit_test(test_values),
        cmocka_unit_test(test_attributes), cmocka_unit_test(test_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
