/* SPDX-License-Identifier: Apache-2.0 */
/* Files that hold messages or are one: eml, emlx, mbox, MHTML; who claims what. */
#include "says.h"

#include "base/alloc.h"

#include <stdio.h>

static const char *bid_for(const char *text)
{
    const struct ls_format *format = ls_transcript_bid(text, strlen(text));
    return format ? format->name : "";
}

static void test_messages_are_claimed(void **state)
{
    (void)state;
    assert_string_equal(bid_for("From: a@b\nTo: c@d\nSubject: x\n\nhi"), "eml");
    assert_string_equal(bid_for("Received: from x\n by y; date\nReturn-Path: <a@b>\n\n"), "eml");
    assert_string_equal(bid_for("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx"), "eml");
    assert_string_equal(bid_for("\xEF\xBB\xBF"
                                "From: a@b\nSubject: x\n\nhi"),
                        "eml");
    assert_string_equal(bid_for("Return-Path: <a>\nX-Any: 1\nFrom: b\n\n"), "eml");
    assert_string_equal(bid_for("From a@b Mon Jan  1 10:00:00 2024\nSubject: x\n\n"), "mbox");
    assert_string_equal(bid_for("From a@b\nReceived: from x\nSubject: x\n\n"), "mbox");
    assert_string_equal(bid_for("Content-Type: text/plain\r\n"
                                "Content-Transfer-Encoding: base64\r\n\r\naGVsbG8="),
                        "eml");
    assert_string_equal(bid_for("120\nFrom: a@b\nSubject: x\n\nhi"), "emlx");
    assert_string_equal(bid_for("From: <Saved by Blink>\nSnapshot-Content-Location: http://x/\n"
                                "Subject: page\nMIME-Version: 1.0\n"
                                "Content-Type: multipart/related;\n boundary=b\n\n--b\n"),
                        "mhtml");
    /* A message with pictures is no page. */
    assert_string_equal(bid_for("From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n"
                                "Content-Type: multipart/related; boundary=b\n\n--b\n"),
                        "eml");
}

static void test_other_texts_are_not(void **state)
{
    static const char *const texts[] = {
        "",
        "x",
        "From here on, everything is text.\n\nFrom: nobody\n",
        "HTTP/1.1 200 OK\r\nDate: Mon\r\nContent-Type: text/html\r\n\r\n<html>",
        "GET / HTTP/1.1\r\nHost: x\r\nFrom: a@b\r\n\r\n",
        "Date: 2024-01-01\nContent-Type: text/html\nServer: x\n\n",
        "title: a page\nauthor: b\ndate: 2024\n---\n",
        "Package: x\nVersion: 1\nDepends: y\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:x\n",
        "int main(void)\n{\n    goto end;\nend:\n    return 0;\n}\n",
        "Note: this\nand that\n",
        "关于：机密★10年\n发件人：x\n",
        "12345\n67890\n",
        "Subject: only this one\n\ntext",
        "To: be\nor not to be\n",
        "From: x\nno field follows\nSubject: y\nTo: z\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(bid_for(texts[i]), "");
}

static void test_mbox(void **state)
{
    (void)state;
    assert_says("mbox",
                "From a Mon Jan  1 10:00:00 2024\nSubject: 1\n\none\n>From quoted\n\n"
                "From b Mon Jan  1 10:00:00 2024\r\nSubject: 2\r\n\r\ntwo\r\n",
                "child \"1\" 30 bytes \"Subject: 1\\n\\none\\n>From quoted\\n\\n\" as eml\n"
                "child \"2\" 19 bytes \"Subject: 2\\x0d\\n\\x0d\\ntwo\\x0d\\n\" as eml\nend\n");
    /* No empty line before it, but a header behind it; what looks like one is one. */
    assert_says("mbox",
                "From a Mon Jan  1 10:00:00 2024\n\none\nFrom b Mon Jan  1 10:00:00 2024\n"
                "Subject: 2\n\nFrom now on 10:00 in 2024\nall\n",
                "child \"1\" 5 bytes \"\\none\\n\" as eml\n"
                "child \"2\" 12 bytes \"Subject: 2\\n\\n\" as eml\n"
                "child \"3\" 4 bytes \"all\\n\" as eml\nend\n");
    assert_says("mbox", "From a Mon Jan  1 10:00:00 2024\n\nFrom here\n\nFrom there at 10:30\nx",
                "child \"1\" 33 bytes \"\\nFrom here\\n\\nFrom there at 10:30\\nx\" as eml\nend\n");
    assert_says("mbox", "From a Mon Jan  1 10:00:00 2024",
                "child \"1\" 0 bytes \"\" as eml\nend\n");
    assert_says("mbox", "From a Mon Jan  1 10:00:00 2024\n",
                "child \"1\" 0 bytes \"\" as eml\nend\n");
}

/* The same messages wherever the windows of the reader end. */
static void test_mbox_windows(void **state)
{
    (void)state;
    for (int pad = 0; pad < 80; pad++) {
        struct ls_buf box = {.limit = 1 << 22};
        for (int i = 0; i < 12; i++) {
            assert_false(ls_failed(
                ls_buf_printf(&box, "From a Mon Jan  1 10:00:00 2024\nSubject: %d\n\n", i)));
            for (int k = 0; k < 200 + pad * (i == 0); k++)
                assert_false(ls_failed(ls_buf_printf(&box, "%*d From line\n", 50, k)));
            assert_false(ls_failed(ls_buf_printf(&box, "%*s\n\n", pad, "F")));
        }
        char *says[2];
        for (int forward = 0; forward < 2; forward++) {
            struct ls_transcript t = {.forward = forward, .check_verbatim = true};
            says[forward] = ls_strdup(ls_transcript_run(&t, ls_format_find("mbox"), box.at, box.n));
            ls_transcript_free(&t);
        }
        assert_string_equal(says[0], says[1]);
        assert_non_null(strstr(says[0], "child \"12\" "));
        assert_null(strstr(says[0], "child \"13\" "));
        ls_free(says[0]);
        ls_free(says[1]);
        LS_VEC_FINI(&box);
    }
}

static void test_emlx(void **state)
{
    (void)state;
    assert_says_once(
        "emlx", "23   \nSubject: s\nFrom: a\n\nhi\n<?xml version=\"1.0\"?><plist/>",
        "part subject\ntext \"s\"\npart mail-header\ntext \"a\"\n"
        "part body\ntext \"hi\\n\"\n"
        "child \"plist\" 29 bytes \"<?xml version=\"1.0\"?><plist/>\" as xml in property\n"
        "end\n");
    assert_says_once("emlx", "7\nSubject: s\nFrom: a\n\nhi\n<?xml version=\"1.0\"?><plist/>",
                     "gap \"\" ambiguous (the number of bytes is not that of the message)\n"
                     "part subject\ntext \"s\"\npart mail-header\ntext \"a\"\n"
                     "part body\ntext \"hi\\n<?xml version=\"1.0\"?><plist/>\"\nend\n");
    assert_says_once("emlx", "99999999\nSubject: s\n\nhi",
                     "part subject\ntext \"s\"\npart body\ntext \"hi\"\nend\n");
}

static void test_mhtml(void **state)
{
    (void)state;
    assert_says(
        "mhtml",
        "From: <Saved by Blink>\nSubject: =?utf-8?Q?=E6=9C=BA=E5=AF=86?=\nMIME-Version: 1.0\n"
        "Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n"
        "--b\nContent-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: "
        "quoted-printable\n"
        "Content-Location: http://x/\n\n<p>=BB=FA=C3=DC\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n"
        "Content-Location: http://x/a.png\n\niVBORw0KGgo=\n--b--\n",
        "part mail-header\ntext \"<Saved by Blink>\"\npart subject\ntext \"机密\"\n"
        "child \"http://x/\" 7 bytes \"<p>\xBB\xFA\xC3\xDC\" as html charset gb2312\n"
        "child \"http://x/a.png\" 8 bytes \"\x89PNG\\x0d\\n\\x1a\\n\"\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_are_claimed),
        cmocka_unit_test(test_other_texts_are_not),
        cmocka_unit_test(test_mbox),
        cmocka_unit_test(test_mbox_windows),
        cmocka_unit_test(test_emlx),
        cmocka_unit_test(test_mhtml),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
