/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of messages: fields, encoded words, parameters, names. */
#include "says.h"

#include "base/alloc.h"

static void assert_subject(const char *value, const char *expected)
{
    struct ls_buf mail = {.limit = 1 << 20}, says = {.limit = 1 << 20};
    assert_false(ls_failed(ls_buf_printf(&mail, "Subject: %s\r\n\r\n", value)));
    assert_false(ls_failed(ls_buf_printf(&says, "part subject%s\nend\n", expected)));
    assert_says_bytes("eml", mail.at, mail.n, says.at);
    LS_VEC_FINI(&mail);
    LS_VEC_FINI(&says);
}

static void test_fields(void **state)
{
    (void)state;
    assert_says("eml", "", "end\n");
    assert_says("eml", "\r\n", "end\n");
    assert_says("eml", "Subject: one\r\n  two\r\n\tthree\r\n\r\n",
                "part subject\ntext \"one  two\\tthree\"\nend\n");
    assert_says("eml", "sUBJECT \t:\r\n late\r\n", "part subject\ntext \"late\"\nend\n");
    assert_says("eml", "Subject:\r\nX-Empty: \r\n\r\n", "end\n");
    assert_says("eml",
                "From: a@example.org\nCc: b <b@example.org>\nReceived: by x; 1 Jan 2024\n\nText.\n",
                "part mail-header\ntext \"a@example.org\"\n"
                "part mail-header\ntext \"b <b@example.org>\"\n"
                "part body\ntext \"Text.\\n\"\nend\n");
    /* Of programs for programs, unless somebody wrote more into it. */
    assert_says("eml", "Message-ID: <1@x>\nX-Spam-Report: =?utf-8?Q?=E6=9C=BA=E5=AF=86?=\n\n",
                "part mail-header\ntext \"机密\"\nend\n");
    assert_says("eml", "From sender Mon Jan  1 10:00:00 2024\nSubject: s\n\n",
                "part subject\ntext \"s\"\nend\n");
}

static void test_words(void **state)
{
    (void)state;
    assert_subject("=?utf-8?B?5py65a"
                   "+G4piFMTDlubQ=?=",
                   "\ntext \"机密★10年\"");
    assert_subject("=?UTF-8?q?=E6=9C=BA=e5=af=86_=E2=98=85?=", "\ntext \"机密 ★\"");
    assert_subject("=?gb2312?B?u/rD"
                   "3KHv?=10",
                   " gb18030\ntext \"机密★10\"");
    assert_subject("=?big5?Q?=BE=F7=B1K?=", " big5\ntext \"機密\"");
    assert_subject("=?utf-8*zh?Q?=E6=9C=BA?=", "\ntext \"机\""); /* RFC 2231 §5 */
    assert_subject("a =?utf-8?Q?b?= c", "\ntext \"a b c\"");
    assert_subject("=?utf-8?Q?a?= =?utf-8?Q?b?=", "\ntext \"ab\"");
    assert_subject("=?utf-8?Q?a?=\r\n  =?utf-8?B?Yg==?= c", "\ntext \"ab c\"");
    assert_subject("=?utf-8?Q?a?==?big5?Q?b?=", " big5\ntext \"ab\"");
    assert_subject("\"=?utf-8?Q?a?=\" (=?utf-8?Q?b?=)", "\ntext \"\"a\" (b)\"");
}

/* Characters cut by the writer: the words are joined before they are read. */
static void test_words_cut_characters(void **state)
{
    (void)state;
    assert_subject("=?gb2312?B?u/rD?= =?gb2312?B?3KHv?=", " gb18030\ntext \"机密★\"");
    assert_subject("=?GB2312?B?u/rD?=\r\n =?gb2312?Q?=DC?=", " gb18030\ntext \"机密\"");
    assert_subject("=?utf-8?B?5py65a8=?= =?utf-8?B?hg==?=", "\ntext \"机密\"");
    assert_subject("=?utf-8?Q?=E6=9C?= =?utf-8?Q?=BA=E5?= =?utf-8?Q?=AF=86?=", "\ntext \"机密\"");
}

static void test_words_that_are_none(void **state)
{
    (void)state;
    assert_subject("=?", "\ntext \"=?\"");
    assert_subject("=?utf-8?B?5py6", "\ntext \"=?utf-8?B?5py6\"");
    assert_subject("=?utf-8?X?abc?=", "\ntext \"=?utf-8?X?abc?=\"");
    assert_subject("1=1? =?=?= x", "\ntext \"1=1? =?=?= x\"");
    assert_subject("=?utf-8?Q?\?= x", "\ntext \" x\"");
    assert_subject("=?nobody-knows?Q?=E6=9C=BA?=", "\ntext \"机\"");
    assert_subject("=?us-ascii?Q?=E6=9C=BA?=", "\ntext \"机\""); /* it lies */
    assert_subject("=?utf-8?Q?a b?=", "\ntext \"a b\"");         /* a blank in it */
}

static void test_raw_bytes(void **state)
{
    (void)state;
    assert_subject("机密★10年", "\ntext \"机密★10年\"");
    assert_subject("\xBB\xFA\xC3\xDC\xA1\xEF"
                   "10\xC4\xEA",
                   " gb18030\ntext \"机密★10年\"");
    assert_subject("\xBE\xF7\xB1K\xA1\xB9"
                   "10\xA6~\xA4H\xA8\xC6\xA6W\xA5U",
                   " big5\ntext \"機密★10年人事名冊\"");
    assert_subject("\x1B$)A\x0E;zC\\\x0F", " iso-2022-cn\ntext \"机密\"");
    assert_subject("a\x01 b\x7F", "\ntext \"a b\"");
}

/* Where a subject came from, to the byte. */
static void test_way_back(void **state)
{
    static const char mail[] = "Subject: =?gb2312?B?u/rD?= =?gb2312?B?3KHv?= 10\n\n";
    struct ls_transcript t = {.with_offsets = true};
    (void)state;
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail, sizeof mail - 1);
    assert_non_null(strstr(says, "@20..47\n")); /* from the first base64 character to "10" */
    ls_transcript_free(&t);
}

static void assert_name(const char *fields, const char *expected)
{
    struct ls_buf mail = {.limit = 1 << 20};
    assert_false(ls_failed(
        ls_buf_printf(&mail, "Content-Type: application/octet-stream%s\r\n\r\nx", fields)));
    assert_says_bytes("eml", mail.at, mail.n, expected);
    LS_VEC_FINI(&mail);
}

static void test_names(void **state)
{
    (void)state;
    assert_name("", "child \"1\" 1 bytes \"x\"\nend\n");
    assert_name("; name=a.bin", "part name\ntext \"a.bin\"\nchild \"a.bin\" 1 bytes \"x\"\nend\n");
    assert_name("; name=\"a \\\"b\\\".bin\"", "part name\ntext \"a \\\"b\\\".bin\"\n"
                                              "child \"a \\\"b\\\".bin\" 1 bytes \"x\"\nend\n");
    assert_name("; name=my file.doc; x=y",
                "part name\ntext \"my file.doc\"\nchild \"my file.doc\" 1 bytes \"x\"\nend\n");
    assert_name("\r\nContent-Disposition: attachment; filename=\"=?gb2312?B?u/rD3A==?=.doc\"",
                "part name gb18030\ntext \"机密.doc\"\nchild \"机密.doc\" 1 bytes \"x\"\nend\n");
    assert_name("\r\nContent-Disposition: attachment; filename=\"\xBB\xFA\xC3\xDC.doc\"",
                "part name gb18030\ntext \"机密.doc\"\nchild \"机密.doc\" 1 bytes \"x\"\nend\n");
    assert_name("; name=a.doc\r\nContent-Disposition: attachment; filename=a.doc",
                "part name\ntext \"a.doc\"\nchild \"a.doc\" 1 bytes \"x\"\nend\n");
}

static void test_names_of_rfc_2231(void **state)
{
    static const char secret[] =
        "part name\ntext \"机密.doc\"\nchild \"机密.doc\" 1 bytes \"x\"\nend\n";
    static const char secret_gbk[] =
        "part name gb18030\ntext \"机密.doc\"\nchild \"机密.doc\" 1 bytes \"x\"\nend\n";
    (void)state;
    assert_name("; name*=utf-8''%E6%9C%BA%E5%AF%86.doc", secret);
    assert_name("; name*=GB2312'zh-cn'%BB%FA%C3%DC.doc", secret_gbk);
    assert_name("; name*0*=utf-8''%E6%9C; name*1*=%BA%E5%AF%86; name*2=\".doc\"", secret);
    assert_name(";\r\n name*2=.doc;\r\n name*0*=utf-8''%E6%9C;\r\n name*1*=%BA%E5%AF%86", secret);
    assert_name("; name*=%E6%9C%BA%E5%AF%86.doc", secret); /* no charset */
    assert_name("; name*0=\"a\"; name*1=\"b.doc\"",
                "part name\ntext \"ab.doc\"\nchild \"ab.doc\" 1 bytes \"x\"\nend\n");
    assert_name("; name*0*=utf-8''a; name*9*=z",
                "part name\ntext \"a\"\npart name\ntext \"z\"\nchild \"a\" 1 bytes \"x\"\nend\n");
    /* What people see comes first; the other is told too. */
    assert_name("\r\nContent-Disposition: attachment; filename=secret.doc;"
                " filename*=utf-8''%E6%9C%BA%E5%AF%86.doc",
                "part name\ntext \"机密.doc\"\npart name\ntext \"secret.doc\"\n"
                "child \"机密.doc\" 1 bytes \"x\"\nend\n");
    assert_name("\r\nContent-Disposition: attachment; filename=a.txt; filename*=utf-8''a.exe",
                "part name\ntext \"a.exe\"\n"
                "gap \"\" ambiguous (an attachment has names of different kinds)\n"
                "part name\ntext \"a.txt\"\nchild \"a.exe\" 1 bytes \"x\"\nend\n");
}

static void test_line_ends(void **state)
{
    static const char says[] = "part subject\ntext \"s\"\npart body\ntext \"one\\ntwo\"\nend\n";
    static const char says_cr[] = "gap \"\" ambiguous (a line in a header ends in CR alone)\n"
                                  "part subject\ntext \"s\"\npart body\ntext \"one\\ntwo\"\nend\n";
    (void)state;
    assert_says("eml", "Subject: s\n\none\ntwo", says);
    assert_says("eml", "Subject: s\r\n\r\none\r\ntwo", says);
    assert_says("eml", "Subject: s\r\r\n\r\r\none\r\r\ntwo", says);
    assert_says("eml", "Subject: s\r\rone\rtwo", says_cr);
    /* A CR alone is a character, unless a field follows. */
    assert_says("eml", "Subject: a\rb\n\n", "part subject\ntext \"ab\"\nend\n");
    assert_says("eml", "X-A: a\rSubject: s\n\none\ntwo",
                "gap \"\" ambiguous (a line in a header ends in CR alone)\n"
                "part mail-header\ntext \"a\"\n"
                "part subject\ntext \"s\"\npart body\ntext \"one\\ntwo\"\nend\n");
}

static void test_lines_that_are_no_fields(void **state)
{
    static const char note[] = "gap \"\" ambiguous (a line in a header is no field)\n";
    struct ls_buf says = {.limit = 1 << 16};
    (void)state;
    assert_false(ls_failed(
        ls_buf_printf(&says, "%spart subject\ntext \"s\"\npart body\ntext \"text\"\nend\n", note)));
    assert_says("eml", "this is none\nSubject: s\n\ntext", says.at);
    LS_VEC_CLEAR(&says);
    assert_false(ls_failed(ls_buf_printf(
        &says, "part subject\ntext \"s\"\n%spart body\ntext \"text\\nmore\"\nend\n", note)));
    assert_says("eml", "Subject: s\ntext\nmore", says.at); /* no empty line */
    LS_VEC_FINI(&says);
    assert_says("eml", "\n\nSubject: s\n\ntext",
                "part body\ntext \"\\nSubject: s\\n\\ntext\"\nend\n");
    assert_says("eml", "\nSubject: s\n\ntext",
                "part subject\ntext \"s\"\npart body\ntext \"text\"\nend\n");
}

static void test_long_fields(void **state)
{
    struct ls_buf mail = {.limit = 1 << 22};
    struct ls_transcript t = {.forward = true};
    (void)state;
    assert_false(ls_failed(ls_buf_str(&mail, "Subject: ")));
    for (int i = 0; i < 100000; i++)
        assert_false(ls_failed(ls_buf_char(&mail, 'a')));
    assert_false(ls_failed(ls_buf_str(&mail, "\nContent-Type: application/x-a\n\nbody")));
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail.at, mail.n);
    assert_non_null(strstr(says, "gap \"\" size_limit (a header field is longer than 64 KiB)\n"));
    assert_non_null(strstr(says, "part subject\n"));
    assert_non_null(strstr(says, "child \"1\" 4 bytes \"body\"\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&mail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_words_cut_characters),
        cmocka_unit_test(test_words_that_are_none),
        cmocka_unit_test(test_raw_bytes),
        cmocka_unit_test(test_way_back),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_names_of_rfc_2231),
        cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_lines_that_are_no_fields),
        cmocka_unit_test(test_long_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
