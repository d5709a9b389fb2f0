/* SPDX-License-Identifier: Apache-2.0 */
/* The structure of messages: multiparts, children, messages in messages. */
#include "says.h"

#include "base/alloc.h"

#include <stdio.h>

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

static void test_multipart(void **state)
{
    (void)state;
    assert_says(
        "eml",
        MIXED "preamble\n--b\n\nfirst\n--b\nContent-Type: text/plain\n\nsecond\n--b--\nepilogue\n",
        "part body\ntext \"first\"\npart body\ntext \"second\"\nend\n");
    /* Parts may be empty, have no header, or no body. */
    assert_says("eml", MIXED "--b\n--b\nContent-Type: text/plain\n--b\n\n--b--", "end\n");
    assert_says("eml",
                "Content-Type: multipart/mixed; boundary=\"a b:c\"\r\n\r\n--a b:c  "
                "\r\n\r\nx\r\n--a b:c--\t\r\n",
                "part body\ntext \"x\"\nend\n");
    assert_says("eml", MIXED "--b\nContent-Type: a/b\n--b\nContent-Type: a/b\n\n--b--",
                "child \"1\" 0 bytes \"\"\nchild \"2\" 0 bytes \"\"\nend\n");
}

static void test_nested_multiparts(void **state)
{
    (void)state;
    assert_says("eml",
                MIXED "--b\nContent-Type: multipart/alternative; boundary=bb\n\n"
                      "--bb\n\nplain\n--bb\nContent-Type: text/html; charset=gbk\n\n<p>x\n--bb--\n"
                      "between\n--b\nContent-Type: application/zip\n\nPK\n--b--\n",
                "part body\ntext \"plain\"\n"
                "child \"1.2\" 4 bytes \"<p>x\" as html charset gbk\n"
                "child \"2\" 2 bytes \"PK\"\nend\n");
}

static void test_attachments(void **state)
{
    (void)state;
    assert_says("eml",
                MIXED "--b\nContent-Type: application/pdf; name=\"a.pdf\"\n"
                      "Content-Transfer-Encoding: base64\n\naGVsbG8g\nd29ybGQ=\n--b--",
                "part name\ntext \"a.pdf\"\nchild \"a.pdf\" 11 bytes \"hello world\"\nend\n");
    /* Text that is attached is an object of its own. */
    assert_says("eml",
                MIXED "--b\nContent-Type: text/plain; charset=big5\n"
                      "Content-Disposition: attachment; filename=a.txt\n\nhi\n--b--",
                "part name\ntext \"a.txt\"\nchild \"a.txt\" 2 bytes \"hi\" charset big5\nend\n");
    assert_says("eml",
                MIXED "--b\nContent-Type: text/plain; charset=koi8-r; name=a.txt\n\nhi\n--b--",
                "part name\ntext \"a.txt\"\n"
                "child \"a.txt\" 2 bytes \"hi\" as text charset koi8-r\nend\n");
    assert_says("eml", MIXED "--b\nContent-Type: text/csv\n\na,b\n--b--",
                "child \"1\" 3 bytes \"a,b\"\nend\n");
    assert_says(
        "eml", MIXED "--b\nContent-Type: image/png\nContent-Location: http://x/a.png\n\nPNG\n--b--",
        "child \"http://x/a.png\" 3 bytes \"PNG\"\nend\n");
    assert_says("eml",
                "Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n",
                "child \"1\" 0 bytes \"\"\nend\n");
}

static void test_messages_in_messages(void **state)
{
    (void)state;
    assert_says("eml", MIXED "--b\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--b--",
                "child \"1\" 17 bytes \"Subject: s\\n\\ninner\" as eml\nend\n");
    assert_says("eml",
                MIXED
                "--b\nContent-Type: text/rfc822-headers\n\nSubject: =?utf-8?b?5py65a+G?=\n--b--",
                "child \"1\" 29 bytes \"Subject: =?utf-8?b?5py65a+G?=\" as eml\nend\n");
    /* Against the standard, but found. */
    assert_says(
        "eml",
        MIXED "--b\nContent-Type: message/rfc822; name=a.eml\nContent-Transfer-Encoding: base64\n\n"
              "U3ViamVjdDogcwoKaW5uZXI=\n--b--",
        "part name\ntext \"a.eml\"\n"
        "child \"a.eml\" 17 bytes \"Subject: s\\n\\ninner\" as eml\nend\n");
    assert_says("eml",
                "Content-Type: multipart/digest; boundary=b\n\n"
                "--b\n\nSubject: 1\n\nx\n--b\nContent-Type: text/plain\n\ny\n--b--",
                "child \"1\" 13 bytes \"Subject: 1\\n\\nx\" as eml\npart body\ntext \"y\"\nend\n");
    assert_says("eml", MIXED "--b\nContent-Type: message/partial; number=1\n\nx\n--b--",
                "gap \"1\" unsupported (one piece of a message (message/partial))\n"
                "child \"1\" 1 bytes \"x\"\nend\n");
    assert_says("eml", MIXED "--b\nContent-Type: message/delivery-status\n\nStatus: 5.0.0\n--b--",
                "part body\ntext \"Status: 5.0.0\"\nend\n");
}

static void test_signed_and_encrypted(void **state)
{
    (void)state;
    assert_says(
        "eml",
        "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nread\n--b\n"
        "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN\n--b--\n",
        "part body\ntext \"read\"\npart name\ntext \"signature.asc\"\n"
        "child \"signature.asc\" 10 bytes \"-----BEGIN\"\nend\n");
    assert_says(
        "eml",
        "Content-Type: multipart/encrypted; boundary=b\n\n"
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
        "--b\nContent-Type: application/octet-stream\n\n-----BEGIN PGP\n--b--\n",
        "gap \"\" encrypted (multipart/encrypted)\n"
        "child \"1\" 10 bytes \"Version: 1\"\nchild \"2\" 14 bytes \"-----BEGIN PGP\"\nend\n");
    assert_says("eml",
                "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
                "Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CA\n",
                "part name\ntext \"smime.p7m\"\nchild \"smime.p7m\" 15 bytes "
                "\"0\x80\\x06\\t*\x86H\x86\xF7\\x0d\\x01\\x07\\x03\xA0\x80\"\nend\n");
}

static void add(struct ls_buf *mail, const char *text)
{
    assert_false(ls_failed(ls_buf_str(mail, text)));
}

/* A boundary that begins like another one: of a message inside, of which nobody here knows. */
static void test_boundary_that_begins_another(void **state)
{
    (void)state;
    assert_says(
        "eml",
        MIXED
        "--b\nContent-Type: message/rfc822\n\n"
        "Content-Type: multipart/mixed; boundary=bb\n\n--bb\nContent-Type: a/b\n\nx\n--bb--\n"
        "--b\nContent-Type: multipart/mixed; boundary=b1\n\n--b1\n\ny\n--b1--\n--b\n\nz\n--b--\n",
        "child \"1\" 76 bytes \"Content-Type: multipart/mixed; "
        "boundary=bb\\n\\n--bb\\nContent-Type: a\" as eml\n"
        "part body\ntext \"y\"\npart body\ntext \"z\"\nend\n");
}

/* Deeper than the limit: a gap, and what stands further out goes on. */
static void test_depth(void **state)
{
    struct ls_buf mail = {.limit = 1 << 22};
    (void)state;
    for (int i = 0; i < 70; i++)
        assert_false(ls_failed(ls_buf_printf(
            &mail, "Content-Type: multipart/mixed; boundary=x%d.\n\n--x%d.\n", i, i)));
    add(&mail, "\ninnermost\n");
    for (int i = 63; i >= 0; i--)
        assert_false(ls_failed(ls_buf_printf(&mail, "--x%d.--\n", i)));
    assert_says_bytes("eml", mail.at, mail.n,
                      "gap \"\" depth_limit (multiparts in multiparts)\nend\n");
    LS_VEC_CLEAR(&mail);
    add(&mail, MIXED);
    for (int i = 0; i < 10010; i++)
        add(&mail, "--b\n\nx\n");
    struct ls_transcript t = {.forward = true};
    const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail.at, mail.n);
    assert_non_null(strstr(says, "gap \"\" entry_limit (more than 10000 parts)\nend\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&mail);
}

/* Delimiters across the windows that a message is read in. */
static void test_windows(void **state)
{
    static char mail[300000];
    (void)state;
    for (size_t pad = 32700; pad < 32800; pad += 1) {
        char *says[2];
        size_t n = (size_t)snprintf(mail, sizeof mail,
                                    "Content-Type: multipart/mixed; boundary=bound\r\n\r\n");
        for (int i = 0; i < 5; i++) {
            n += (size_t)snprintf(mail + n, sizeof mail - n,
                                  "--bound\r\nContent-Type: application/x%d\r\n\r\n", i);
            for (size_t k = 0; k < pad; k++)
                mail[n++] = k % 77 ? '-' : '\n';
            n += (size_t)snprintf(mail + n, sizeof mail - n, "\r\n");
        }
        n += (size_t)snprintf(mail + n, sizeof mail - n, "--bound--\r\n");
        for (int forward = 0; forward < 2; forward++) {
            struct ls_transcript t = {.forward = forward, .check_verbatim = true};
            says[forward] = ls_strdup(ls_transcript_run(&t, ls_format_find("eml"), mail, n));
            ls_transcript_free(&t);
        }
        assert_string_equal(says[0], says[1]);
        char expected[64];
        snprintf(expected, sizeof expected, "child \"5\" %zu bytes", pad);
        assert_non_null(strstr(says[0], expected));
        ls_free(says[0]);
        ls_free(says[1]);
    }
}

/* Every beginning of a message is read without harm, and its texts are beginnings of the whole. */
static void test_truncated(void **state)
{
    static const char mail[] =
        "Subject: =?gbk?B?u/rD3A==?=\r\nContent-Type: multipart/mixed; "
        "boundary=\"b\"\r\n\r\n--b\r\n"
        "Content-Type: text/plain; charset=gbk\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        "u/rD"
        "3KHvMTDE6g==\r\n--b\r\nContent-Disposition: attachment; filename*=utf-8''%E6%9C%BA\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n=E6=9C=\r\n=BA\r\n--b--\r\n";
    (void)state;
    for (size_t n = 0; n < sizeof mail; n++)
        for (int forward = 0; forward < 2; forward++) {
            struct ls_transcript t = {.forward = forward, .check_verbatim = true};
            const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail, n);
            assert_non_null(strstr(says, "end\n"));
            ls_transcript_free(&t);
        }
}

static void test_budget(void **state)
{
    static const char mail[] = MIXED "--b\n\none\n--b\nContent-Type: a/b\n\ntwo two two\n--b--";
    (void)state;
    for (uint64_t budget = 1; budget < 14; budget++) {
        struct ls_transcript t = {.budget = budget};
        const char *says = ls_transcript_run(&t, ls_format_find("eml"), mail, sizeof mail - 1);
        assert_non_null(strstr(says, "end limit\n"));
        ls_transcript_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_multipart),
        cmocka_unit_test(test_nested_multiparts),
        cmocka_unit_test(test_attachments),
        cmocka_unit_test(test_messages_in_messages),
        cmocka_unit_test(test_signed_and_encrypted),
        cmocka_unit_test(test_boundary_that_begins_another),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_windows),
        cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
