/* SPDX-License-Identifier: Apache-2.0 */
/* OFD: pages in reading order, and everything beside them. */
#include "parts.h"

#include "base/alloc.h"

#define OFD_XML                                                                                    \
    {                                                                                              \
        "OFD.xml", "<o:OFD xmlns:o='x'><o:DocBody><o:DocRoot>D/Doc.xml</o:DocRoot></o:DocBody>"    \
                   "</o:OFD>"                                                                      \
    }
#define DOCUMENT(pages)                                                                            \
    {                                                                                              \
        "D/Doc.xml", "<Document><Pages>" pages "</Pages></Document>"                               \
    }
#define ONE_PAGE DOCUMENT("<Page ID='1' BaseLoc='P/C.xml'/>")
#define AT(x, y, more, text)                                                                       \
    "<TextObject Boundary='" #x " " #y " 50 9' Size='5'><TextCode X='0' Y='5'" more ">" text       \
    "</TextCode></TextObject>"

/* What is read of a page with this content. */
static void check_page(const char *content, const char *expected)
{
    char page[4096], want[4096];
    snprintf(page, sizeof page, "<Page><Content><Layer>%s</Layer></Content></Page>", content);
    snprintf(want, sizeof want, "part body \"D/P/C.xml\" page 1\ntext \"%s\"\nend\n", expected);
    assert_reads((struct part[]){OFD_XML, ONE_PAGE, {"D/P/C.xml", page}, {NULL, NULL}}, want);
}

static void test_order(void **state)
{
    (void)state;
    check_page(AT(10, 10, "", "机密★1年"), "机密★1年\\n");
    check_page(AT(10, 10, "", "机") AT(15, 10, "", "密") AT(20, 10, "", "★"), "机密★\\n");
    check_page(AT(20, 10, "", "★") AT(10, 10, "", "机") AT(15, 10, "", "密"), "机密★\\n");
    check_page(AT(10, 10, "", "机") AT(10, 20, "", "第二行") AT(15, 10, "", "密"),
               "机密\\n第二行\\n");
    /* Columns stay apart, near ones by a tab. */
    check_page(AT(10, 10, "", "司机") AT(28, 10, "", "密封"), "司机\\t密封\\n");
    check_page(AT(10, 10, "", "姓名") AT(90, 10, "", "职务"), "姓名|职务\\n");
    check_page(AT(90, 10, "", "职务") AT(10, 10, "", "姓名"), "职务\\n姓名\\n");
    /* Text drawn twice to look bold. */
    check_page(AT(10, 10, "", "机密") AT(10.2, 10, "", "机密"), "机密\\n");
    /* Vertical writing, character by character and by advances. */
    check_page(AT(50, 10, "", "绝") AT(50, 16, "", "密") AT(50, 22, "", "1") AT(50, 28, "", "年"),
               "绝密1年\\n");
    check_page(AT(50, 10, " DeltaY='g 2 5'", "绝密件") AT(44, 10, " DeltaY='5'", "左边"),
               "绝密件\\n左边\\n");
    check_page(AT(10, 10, "", "1") AT(10, 16, "", "2"), "1\\n2\\n");
}

/* Numbers that nothing draws count when they are long; an attribute may be as long as it likes. */
static void test_remarks(void **state)
{
    enum { LEN = 1 << 20 };
    static char page[LEN + 200];
    (void)state;
    assert_reads((struct part[]){OFD_XML,
                                 ONE_PAGE,
                                 {"D/P/C.xml", "<Page><PageAnnot><Parameter>12 34</Parameter>"
                                               "<Parameter>13800138000</Parameter></PageAnnot>"
                                               "</Page>"},
                                 {NULL, NULL}},
                 "part annotation \"D/P/C.xml\" page 1\ntext \"13800138000\\n\"\nend\n");
    size_t n = (size_t)snprintf(page, sizeof page,
                                "<?xml version='1.0' encoding='utf-8'?><Page>"
                                "<Annot Creator='");
    memset(page + n, 0xFF, LEN - 100);
    snprintf(page + n + LEN - 100, sizeof page - n - LEN + 100,
             "'/><Annot Creator='机密'/></Page>");
    struct ls_transcript t = {0};
    const char *text =
        parts_read(&t, (struct part[]){OFD_XML, ONE_PAGE, {"D/P/C.xml", page}, {NULL, NULL}});
    assert_non_null(strstr(text, "机密"));
    assert_string_equal(text + strlen(text) - 4, "end\n");
    ls_transcript_free(&t);
}

static void test_places(void **state)
{
    (void)state;
    /* Advances: "5 g 2 5" are three. */
    check_page(AT(10, 10, " DeltaX='5 g 2 5'", "机密★1") AT(30, 10, "", "年"), "机密★1年\\n");
    check_page(AT(10, 10, " DeltaX='g 1 1.2e1 g'", "机") AT(30, 10, " DeltaX='g'", "密"),
               "机密\\n");
    /* Several codes of an object: the second keeps the line of the first. */
    check_page("<TextObject Boundary='1 1 9 9' Size='4'><TextCode X='0' Y='4'>机</TextCode>"
               "<TextCode X='4'>密</TextCode></TextObject>",
               "机密\\n");
    /* Turned by 45 degrees, characters in any order. */
    check_page(
        "<TextObject Boundary='0 0 9 9' Size='10' CTM='.7071 7071E-4 -0.7071 0.7071 1.2E-16 0'>"
        "<TextCode X='10' Y='0'>密</TextCode><TextCode X='0' Y='0'>机</TextCode>"
        "</TextObject>",
        "机密\\n");
    check_page("<TextObject><TextCode>机密</TextCode></TextObject>", "机密\\n");
    check_page("<TextCode>机</TextCode><PathObject><AbbreviatedData>M 1 1</AbbreviatedData>"
               "</PathObject><TextObject Boundary='x' CTM='1 2' Size='-1'><TextCode X='nan'>密"
               "</TextCode></TextObject>",
               "机\\n密\\n");
    check_page("<TextObject Boundary='1e99 -9e99 1 1' Size='99999999999999999999'><TextCode>机密"
               "</TextCode></TextObject>",
               "机密\\n");
}

static void test_parts(void **state)
{
    (void)state;
    assert_reads(
        (struct part[]){
            {"OFD.xml", "<OFD><DocBody><DocInfo><DocID>77</DocID><Title>标题</Title><CustomDatas>"
                        "<CustomData Name='密级'>秘密★5年</CustomData></CustomDatas></DocInfo>"
                        "<DocRoot>/D/Doc.xml</DocRoot><Signatures>D/S.xml</Signatures></DocBody>"
                        "</OFD>"},
            {"D/Doc.xml",
             "<Document><CommonData><TemplatePage ID='9' BaseLoc='T.xml'/></CommonData>"
             "<Pages><Page ID='3' BaseLoc='./A.xml'/><Page ID='4' BaseLoc='../D/B.xml'/>"
             "</Pages><Annotations>N.xml</Annotations><Attachments>F.xml</Attachments>"
             "</Document>"},
            {"D/N.xml", "<Annotations><Page PageID='4'><FileLoc> D/M.xml </FileLoc></Page>"
                        "</Annotations>"},
            {"D/M.xml",
             "<PageAnnot><Annot Type='Watermark'><Appearance Boundary='5 5 9 9'>" AT(
                 0, 0, "", "内部") AT(0, 50, "", "内部") "</Appearance></Annot><Annot Type='Stamp'>"
                                                         "<Remark>批注</Remark><Parameters>"
                                                         "<Parameter Name='x'>12</Parameter>"
                                                         "</Parameters></Annot></PageAnnot>"},
            {"D/T.xml", "<Page>" AT(1, 1, "", "模板") "</Page>"},
            {"D/A.xml", "<Page>" AT(1, 1, "", "第一页") "</Page>"},
            {"D/B.xml", "<Page><TextObject Visible='false' Boundary='1 1 1 1' Size='5'><TextCode>"
                        "看不见</TextCode></TextObject>" AT(1, 1, "", "第二页") "</Page>"},
            {"D/X.xml", "<Page>" AT(1, 1, "", "没有人指向它") "</Page>"},
            {"D/F.xml", "<Attachments><Attachment Name='附件一'><FileLoc>a.txt</FileLoc>"
                        "</Attachment></Attachments>"},
            {"D/a.txt", "机密"},
            {"D/S.xml", "<Signatures><MaxSignId>1</MaxSignId></Signatures>"},
            {NULL, NULL},
        },
        "part property \"OFD.xml\"\n"
        "text \"标题\\n密级\\n秘密★5年\\n\"\n"
        "part template \"D/T.xml\"\n"
        "text \"模板\\n\"\n"
        "part body \"D/A.xml\" page 1\n"
        "text \"第一页\\n\"\n"
        "part body \"D/B.xml\" page 2\n"
        "text \"第二页\\n\"\n"
        "part hidden \"D/B.xml\" page 2\n"
        "text \"看不见\\n\"\n"
        "part property \"D/F.xml\"\n"
        "text \"附件一\\n\"\n"
        "part watermark \"D/M.xml\" page 2\n"
        "text \"内部\\n\"\n"
        "part annotation \"D/M.xml\" page 2\n"
        "text \"批注\\n\"\n"
        "part hidden \"D/X.xml\"\n"
        "text \"没有人指向它\\n\"\n"
        "child \"D/a.txt\" 6 bytes \"机密\"\n"
        "end\n");
}

static void test_trouble(void **state)
{
    (void)state;
    assert_reads((struct part[]){OFD_XML,
                                 DOCUMENT("<Page ID='1' BaseLoc='no.xml'/>"
                                          "<Page ID='2' BaseLoc='P/C.xml'/>"),
                                 {"D/P/C.xml", "机密"},
                                 {NULL, NULL}},
                 "gap \"no.xml\" malformed (this page is missing)\n"
                 "gap \"D/P/C.xml\" malformed (a page that cannot be read)\n"
                 "child \"D/P/C.xml\" 6 bytes \"机密\"\n"
                 "end\n");
    assert_reads(
        (struct part[]){OFD_XML, {"D/Doc.xml", "\x01\x02"}, {"Decryptseed.dat", "x"}, {NULL, NULL}},
        "gap \"Decryptseed.dat\" encrypted (GM/T 0099)\n"
        "child \"D/Doc.xml\" 2 bytes \"\\x01\\x02\"\n"
        "child \"Decryptseed.dat\" 1 bytes \"x\"\n"
        "end\n");
    assert_reads(
        (struct part[]){{"OFD.xml", "<OFD><DocRoot>OFD.xml</DocRoot><DocRoot>../..</DocRoot>"
                                    "<DocRoot>.</DocRoot><DocRoot/></OFD>"},
                        {NULL, NULL}},
        "end\n");
    assert_reads((struct part[]){OFD_XML,
                                 ONE_PAGE,
                                 {"D/P/C.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><Page><TextCode>机&b;"
                                               "</TextCode><TextCode>密"},
                                 {NULL, NULL}},
                 "gap \"D/P/C.xml\" malformed (document type declaration with entities: not "
                 "expanded)\n"
                 "gap \"D/P/C.xml\" truncated\n"
                 "part body \"D/P/C.xml\" page 1\n"
                 "text \"机&b;\\n密\\n\"\n"
                 "end\n");
}

/* More pieces than are put in order at once. */
static void test_many(void **state)
{
    enum { MANY = 70000 };
    struct ls_buf page = {.limit = 64 << 20};
    size_t found = 0;
    (void)state;
    assert_false(ls_failed(ls_buf_str(&page, "<Page>")));
    for (int i = 0; i < MANY; i++)
        assert_false(ls_failed(ls_buf_printf(
            &page,
            "<TextObject Boundary='1 %d 9 9' Size='5'><TextCode>机密</TextCode></TextObject>",
            i * 10)));
    assert_false(ls_failed(ls_buf_str(&page, "</Page>")));
    assert_false(ls_failed(ls_buf_char(&page, '\0')));
    struct ls_transcript t = {0};
    const char *text =
        parts_read(&t, (struct part[]){OFD_XML, ONE_PAGE, {"D/P/C.xml", page.at}, {NULL, NULL}});
    for (const char *p = text; *p; p++)
        found += strncmp(p, "机密", strlen("机密")) == 0;
    assert_int_equal(found, MANY);
    ls_transcript_free(&t);
    LS_VEC_FINI(&page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order), cmocka_unit_test(test_remarks), cmocka_unit_test(test_places),
        cmocka_unit_test(test_parts), cmocka_unit_test(test_trouble), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
