/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages that readers understand in several ways: all are told, none twice, and that there were
 * several is told as well.
 */
#include "says.h"

#include "base/alloc.h"

#define NOTE(words) "gap \"\" ambiguous (" words ")\n"
#define MIXED "Content-Type: multipart/mixed; boundary=b\n"
#define QP "Content-Transfer-Encoding: quoted-printable\n"
#define BASE64 "Content-Transfer-Encoding: base64\n"

static void test_two_transfer_encodings(void **state)
{
    (void)state;
    assert_says_once(
        "eml", BASE64 QP "\n5py65a+G",
        NOTE("more than one transfer encoding is said") "part body\ntext \"机密\"\npart body\ntext "
                                                        "\"5py65a+G\"\nend\n");
    assert_says_once(
        "eml", QP BASE64 "\n=E6=9C=BA, (?) !",
        NOTE("more than one transfer encoding is said")
            NOTE("what is said to be base64 is not") "part body\ntext \"机, (?) !\"\n"
                                                     "part body gb18030\ntext \"\xEF\xBF\xBD\"\n"
                                                     "part body\ntext \"=E6=9C=BA, (?) !\"\nend\n");
    /* Lines that are the same in both are told once. */
    assert_says_once(
        "eml", QP "Content-Transfer-Encoding: 8bit\n\nsame\na=3Db\nsame\n",
        NOTE("more than one transfer encoding is said") "part body\ntext \"same\\na=b\\nsame\\n\"\n"
                                                        "part body\ntext \"a=3Db\\n\"\nend\n");
    assert_says("eml", QP QP "\na=3Db", "part body\ntext \"a=b\"\nend\n");
    /* Of an attachment: a second child. */
    assert_says_once(
        "eml",
        "Content-Type: application/zip; name=a\n" BASE64
        "Content-Transfer-Encoding: 7bit\n\naGVsbG8=",
        "part name\ntext \"a\"\n" NOTE(
            "more than one transfer encoding is said") "child \"a\" 5 bytes \"hello\"\nchild \"a\" "
                                                       "8 bytes \"aGVsbG8=\"\nend\n");
}

static void test_two_types(void **state)
{
    (void)state;
    assert_says_once(
        "eml",
        "Content-Type: text/plain; charset=gb2312\nContent-Type: text/plain; charset=big5\n"
        "\nsame\n\xBB\xFA\xC3\xDC\n",
        NOTE("more than one content type or charset is said") "part body gb18030\ntext "
                                                              "\"same\\n机密\\n\"\n"
                                                              "part body big5\ntext "
                                                              "\"儂躇\\n\"\nend\n");
    assert_says_once(
        "eml", "Content-Type: text/plain; charset=gbk; charset=utf-8\n\nascii",
        NOTE("more than one content type or charset is said") "part body gb18030\ntext "
                                                              "\"ascii\"\nend\n");
    assert_says_once(
        "eml", "Content-Type: text/plain\n" MIXED "\n--b\nContent-Type: a/b\n\nx\n--b--\n",
        NOTE("more than one content type or charset is said") "child \"1\" 1 bytes \"x\"\nend\n");
    assert_says_once(
        "eml", "Content-Type: text/plain\nContent-Type: text/html\n\n<b>x",
        NOTE("more than one content type or charset is said") "part body\ntext \"<b>x\"\nchild "
                                                              "\"1\" 4 bytes \"<b>x\" as "
                                                              "html\nend\n");
    assert_says("eml", "Content-Type: text/plain\nContent-type: TEXT/PLAIN; x=y\n\nx",
                "part body\ntext \"x\"\nend\n");
}

static void test_two_boundaries(void **state)
{
    (void)state;
    assert_says_once(
        "eml",
        "Content-Type: multipart/mixed; boundary=a\nContent-Type: multipart/mixed; boundary=b\n"
        "\n--a\n\nfor a\n--a--\n--b\n\nfor b\n--b--\n",
        NOTE("more than one content type or charset is said") "part body\ntext \"for a\"\npart "
                                                              "body\ntext \"for b\"\nend\n");
    assert_says_once("eml",
                     "Content-Type: multipart/mixed; boundary=a; boundary=b\n"
                     "\n--a\n\nfor a\n--b\n\nfor b\n--b--\n",
                     "part body\ntext \"for a\"\npart body\ntext \"for b\"\n" NOTE(
                         "a multipart has more than one boundary") "end\n");
    /* Quotes in the middle, none at the end, blanks: whichever is meant. */
    assert_says("eml",
                "Content-Type: multipart/mixed; boundary=a\"b\"\n\n--a\"b\"\n\nx\n--a\"b\"--",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed; boundary=a\"b\"\n\n--a\n\nx\n--a--",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed; boundary=\"a\n\n--a\n\nx\n--a--",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed; boundary=a b\n\n--a b\n\nx\n--a b--",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed; boundary=\"a\\b\"\n\n--ab\n\nx\n--ab--",
                "part body\ntext \"x\"\n"
                "end\n");
    assert_says("eml",
                "Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n--ab\n\nx\n--ab--",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed; boundary=\"a \"\n\n--a\n\nx\n--a --",
                "part body\ntext \"x\"\n" NOTE("a multipart has more than one boundary") "end\n");
    assert_says("eml", "Content-Type: multipart/mixed boundary=ab\n\n--ab\n\nx\n--ab--",
                "part body\ntext \"x\"\nend\n");
}

static void test_no_boundary(void **state)
{
    (void)state;
    assert_says("eml",
                "Content-Type: multipart/mixed\n\nfirst\n--zz\nContent-Type: a/b\n\nx\n--zz--\n",
                NOTE("a multipart says no boundary") "child \"1\" 1 bytes \"x\"\nend\n");
    assert_says("eml", "Content-Type: multipart/mixed\n\nfirst\n",
                NOTE("a multipart says no boundary") "part body\ntext \"first\\n\"\nend\n");
    assert_says_once("eml", MIXED "\nall\nof it\n",
                     NOTE("a multipart has no parts") "part body\ntext \"all\\nof it\\n\"\nend\n");
}

static void test_ends(void **state)
{
    (void)state;
    assert_says("eml", MIXED "\n--b\n\nx\n",
                "part body\ntext \"x\\n\"\n" NOTE("a multipart does not end") "end\n");
    assert_says(
        "eml",
        MIXED "\n--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\n\nx\n--b\n\ny\n--b--",
        "part body\ntext \"x\"\n" NOTE("a multipart does not end") "part body\ntext \"y\"\nend\n");
    assert_says("eml", MIXED "\n--b\n\nx\n--b--\nepilogue\n--b\n\ny\n--b--\n",
                "part body\ntext \"x\"\n" NOTE(
                    "a multipart goes on behind its end") "part body\ntext \"y\"\nend\n");
    /* The same boundary inside and outside: the inner one is meant as long as it is open. */
    assert_says("eml", MIXED "\n--b\n" MIXED "\n--b\n\nx\n--b--\n--b\n\ny\n--b--\n",
                "part body\ntext \"x\"\npart body\ntext \"y\"\nend\n");
    assert_says("eml", MIXED "\n--b junk\nContent-Type: a/b\n\nx\n--b--\n",
                NOTE("something stands behind a boundary") "child \"1\" 1 bytes \"x\"\nend\n");
}

static void test_base64(void **state)
{
    (void)state;
    assert_says("eml", BASE64 "\naGVsbG8=IHdvcmxk",
                "part body\ntext \"hello world\"\n" NOTE("base64 goes on behind its end") "end\n");
    assert_says(
        "eml", "Content-Type: a/b\n" BASE64 "\naGVsbG8=IHdvcmxk",
        "child \"1\" 11 bytes \"hello world\"\n" NOTE("base64 goes on behind its end") "end\n");
    /* A list's own lines behind it. */
    assert_says_once(
        "eml",
        BASE64 "\naGVsbG8gd29ybGQsIGhlbGxvIHdvcmxkLCBoZWxsbyB3b3JsZCwgaGVsbG8gd29ybGQh\n"
               "___\n(--)\n",
        "part body\ntext \"hello world, hello world, hello world, hello world!\"\n" NOTE(
            "foreign bytes in base64") "part body\ntext \"___\\n(--)\\n\"\nend\n");
    assert_says_once(
        "eml", BASE64 "\nnot at all, but text.\n",
        NOTE("what is said to be base64 is not") "part body gb18030\ntext \"瀷Z旦en雖{\"\n" NOTE(
            "foreign bytes in base64") "part body\ntext \"not at all, but text.\\n\"\nend\n");
}

static void test_wrong_charsets(void **state)
{
    (void)state;
    /* It does not fit, another does: both, and lines that are the same once. */
    assert_says_once(
        "eml", "Content-Type: text/plain; charset=utf-8\n\nsame\n\xBB\xFA\xC3\xDC\n",
        "part body gb18030\ntext \"same\\n机密\\n\"\n" NOTE(
            "a text is not in the charset that is said") "part body\ntext "
                                                         "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                                                         "\xEF\xBF\xBD\\n\"\nend\n");
    /* It takes every byte, but the text looks like another. */
    assert_says_once(
        "eml", "Content-Type: text/plain; charset=iso-8859-1\n\n机密★10年\n",
        "part body windows-1252\ntext \"æœºå¯†â˜…10å¹´\\n\"\n" NOTE(
            "a text is not in the charset that is said") "part body\ntext \"机密★10年\\n\"\nend\n");
    assert_says_once(
        "eml", "Content-Type: text/plain; charset=gbk\n\n机密★10年\n",
        "part body\ntext \"机密★10年\\n\"\n" NOTE(
            "a text is not in the charset that is said") "part body gb18030\ntext "
                                                         "\"鏈哄瘑鈽\xEF\xBF\xBD"
                                                         "10骞\xEF\xBF\xBD\\n\"\nend\n");
    assert_says_once(
        "eml", "Content-Type: text/plain; charset=utf-16le\n\nascii\n",
        "part body utf-16le\ntext \"\xE7\x8D\xA1\xE6\xA5\xA3\xE0\xA9\xA9\"\n" NOTE(
            "a text is not in the charset that is said") "part body\ntext \"ascii\\n\"\nend\n");
    assert_says("eml", "Content-Type: text/plain; charset=iso-8859-1\n\ncaf\xE9 na\xEFve\n",
                "part body windows-1252\ntext \"café naïve\\n\"\nend\n");
    /* gb2312 that is more, as always. */
    assert_says("eml", "Content-Type: text/plain; charset=gb2312\n\n\x99\x43\xC3\xDC\n",
                "part body gb18030\ntext \"機密\\n\"\nend\n");
    assert_says("eml", "Subject: =?iso-8859-1?B?5py65a+G?=\n\n",
                "part subject windows-1252\ntext \"æœºå¯†\"\n" NOTE(
                    "a text is not in the charset that is said") "part subject\ntext "
                                                                 "\"机密\"\nend\n");
}

static void test_base64_that_is_not_said_to_be(void **state)
{
    (void)state;
    assert_says_once(
        "eml",
        "Content-Type: application/zip; name=a\n\n"
        "aGVsbG8gd29ybGQsIGhlbGxvIHdvcmxkLCBoZWxs\r\nbyB3b3JsZCwgaGVsbG8gd29ybGQh\r\n",
        "part name\ntext \"a\"\n" NOTE(
            "base64 that is not said to be") "child \"a\" 72 bytes "
                                             "\"aGVsbG8gd29ybGQsIGhlbGxvIHdvcmxkLCBoZWxs\\x0d\\nbyB"
                                             "3b3JsZCwgaGVsbG8gd2\"\n"
                                             "child \"a\" 51 bytes \"hello world, hello world, "
                                             "hello world, hello world!\"\nend\n");
}

static void test_encoded_multiparts(void **state)
{
    (void)state;
    /* Nobody may say so, and most who do have not done it. */
    assert_says("eml", MIXED BASE64 "\n--b\n\nx\n--b--",
                NOTE("a multipart is said to be encoded") "part body\ntext \"x\"\nend\n");
    assert_says("eml", MIXED BASE64 "\nLS1iCgp4Ci0tYi0t\n",
                NOTE("a multipart is said to be encoded") "child \"1\" 59 bytes \"Content-Type: "
                                                          "multipart/mixed; "
                                                          "boundary=\"b\"\\x0d\\n\\x0d\\n--"
                                                          "b\\n\\nx\\n--b--\" as eml\nend\n");
}

static void test_parts_in_text(void **state)
{
    (void)state;
    assert_says_once(
        "eml",
        "Subject: bounce\n\nYour mail:\n\n--xyz\nContent-Type: application/zip\n" BASE64
        "\naGVsbG8=\n--xyz--\n",
        "part subject\ntext \"bounce\"\n"
        "part body\ntext \"Your mail:\\n\\n--xyz\\nContent-Type: application/zip\\n"
        "Content-Transfer-Encoding: base64\\n\\naGVsbG8=\\n--xyz--\\n\"\n" NOTE(
            "parts stand in a text") "child \"1\" 5 bytes \"hello\"\nend\n");
}

/* What comes last counts, however much stands before it. */
static void test_crowds(void **state)
{
    struct ls_buf mail = {.limit = 1 << 20};
    struct ls_transcript t = {.check_verbatim = true};
    (void)state;
    assert_false(ls_failed(ls_buf_str(&mail, "Content-Type: multipart/mixed")));
    for (int i = 0; i < 300; i++)
        assert_false(ls_failed(ls_buf_printf(&mail, ";\n x%d=%d", i, i)));
    for (int i = 0; i < 9; i++)
        assert_false(ls_failed(ls_buf_printf(&mail, "; boundary=b%d", i)));
    assert_false(ls_failed(ls_buf_str(&mail, "\n\n--b8\nContent-Type: x/y\n")));
    for (int i = 0; i < 9; i++)
        assert_false(ls_failed(ls_buf_printf(&mail, "Content-Type: application/x%d\n", i)));
    assert_false(ls_failed(ls_buf_str(&mail, "Content-Type: text/plain; charset=big5\n")));
    for (int i = 0; i < 9; i++)
        assert_false(ls_failed(ls_buf_str(&mail, QP)));
    assert_false(ls_failed(ls_buf_str(&mail, BASE64 "\nvvexS6G5\n--b8--\n")));
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail.at, mail.n);
    assert_non_null(strstr(says, "part body big5\ntext \"機密★\"\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&mail);
}

/* What cannot be read again is a gap. */
static void test_forward_only(void **state)
{
    static const char mail[] = QP BASE64 "\na=3Db, c";
    struct ls_transcript t = {.forward = true};
    (void)state;
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail, sizeof mail - 1);
    assert_non_null(strstr(says, "gap \"\" memory_limit (parts that can be read in several ways "
                                 "were read in one)\nend\n"));
    ls_transcript_free(&t);
}

/* A message may be read a second time, not a million times. */
static void test_many(void **state)
{
    struct ls_buf mail = {.limit = 1 << 22};
    struct ls_transcript t = {.budget = 8 << 20};
    (void)state;
    assert_false(ls_failed(ls_buf_str(&mail, MIXED "\n")));
    for (int i = 0; i < 200; i++)
        assert_false(ls_failed(ls_buf_printf(&mail, "--b\n" QP BASE64 "\npart %d=3D\n", i)));
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail.at, mail.n);
    assert_non_null(strstr(says, "part 199=\\n"));
    assert_non_null(strstr(says, "gap \"\" entry_limit (more parts that can be read in several "
                                 "ways than are tried)\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&mail);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_transfer_encodings),
        cmocka_unit_test(test_two_types),
        cmocka_unit_test(test_two_boundaries),
        cmocka_unit_test(test_no_boundary),
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_wrong_charsets),
        cmocka_unit_test(test_base64_that_is_not_said_to_be),
        cmocka_unit_test(test_encoded_multiparts),
        cmocka_unit_test(test_parts_in_text),
        cmocka_unit_test(test_crowds),
        cmocka_unit_test(test_forward_only),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
