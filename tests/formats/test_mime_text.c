/* SPDX-License-Identifier: Apache-2.0 */
/* Text bodies of messages: transfer encodings, charsets, flowed lines, files among the lines. */
#include "says.h"

#include "base/alloc.h"

static void assert_body(const char *fields, const char *body, const char *expected)
{
    struct ls_buf mail = {.limit = 1 << 20};
    assert_false(ls_failed(ls_buf_printf(&mail, "%s\r\n\r\n%s", fields, body)));
    assert_says_bytes("eml", mail.at, mail.n, expected);
    LS_VEC_FINI(&mail);
}

#define QP "Content-Transfer-Encoding: quoted-printable"
#define BASE64 "Content-Transfer-Encoding: base64"
#define PLAIN "Content-Type: text/plain"

static void test_transfer_encodings(void **state)
{
    static const char secret[] = "part body\ntext \"机密★10年\"\nend\n";
    static const char secret_gbk[] = "part body gb18030\ntext \"机密★10年\"\nend\n";
    (void)state;
    assert_body(PLAIN, "机密★10年", secret);
    assert_body(PLAIN "; charset=utf-8\r\n" BASE64,
                "5py65a"
                "+G4piFMTDlubQ=",
                secret);
    assert_body(PLAIN "; charset=utf-8\r\n" BASE64, "5py6\r\n5a+G4piF\r\nMTDlubQ=\r\n", secret);
    assert_body(PLAIN "; charset=utf-8\r\n" QP, "=E6=9C=BA=E5=\r\n=AF=86=E2=98=8510=E5=B9=B4",
                secret);
    assert_body(PLAIN "; charset=gb2312\r\n" BASE64,
                "u/rD"
                "3KHvMTDE6g==",
                secret_gbk);
    assert_body(PLAIN "; charset=GBK\r\n" QP, "=BB=FA=C3=DC=A1=EF10=C4=EA", secret_gbk);
    assert_body(PLAIN "; charset=\"gb18030\"\r\nContent-Transfer-Encoding: 8bit",
                "\xBB\xFA\xC3\xDC\xA1\xEF"
                "10\xC4\xEA",
                secret_gbk);
    assert_body(PLAIN "; charset=utf-8\r\nContent-Transfer-Encoding: \"BASE64\"; x=y",
                "5py65a"
                "+G4piFMTDlubQ=",
                secret);
    assert_body(PLAIN "\r\nContent-Transfer-Encoding: x-uuencode",
                "begin 644 x\r\n+:&5L;&\\@=V]R;&0\r\n`\r\nend\r\n",
                "part body\ntext \"hello world\"\nend\n");
    assert_body(PLAIN "\r\nContent-Transfer-Encoding: x-rot13", "Grkg",
                "gap \"1\" unsupported (an unknown transfer encoding)\n"
                "part body\ntext \"Grkg\"\nend\n");
}

static void test_charsets(void **state)
{
    (void)state;
    assert_body("Subject: s\r\nX: y", "机密",
                "part subject\ntext \"s\"\npart mail-header\ntext \"y\"\n"
                "part body\ntext \"机密\"\nend\n");
    assert_body(PLAIN,
                "\xBB\xFA\xC3\xDC\xA1\xEF"
                "10\xC4\xEA", /* nobody says */
                "part body gb18030\ntext \"机密★10年\"\nend\n");
    assert_body(PLAIN "; charset=big5", "\xBE\xF7\xB1K", "part body big5\ntext \"機密\"\nend\n");
    assert_body(PLAIN "; charset=hz-gb-2312", "~{;zC\\~}",
                "part body hz-gb-2312\ntext \"机密\"\nend\n");
    assert_body(PLAIN "; charset=utf-7", "+Zzpbxg-", "part body utf-7\ntext \"机密\"\nend\n");
    assert_body(PLAIN "; charset=iso-2022-jp", "\x1B$B5!L)\x1B(B",
                "part body iso-2022-jp\ntext \"機密\"\nend\n");
    assert_body(PLAIN "; charset=utf-16le\r\n" BASE64, "OmfGWwoA",
                "part body utf-16le\ntext \"机密\\n\"\nend\n");
    assert_body(PLAIN "; charset=us-ascii", "机密", "part body\ntext \"机密\"\nend\n");
    assert_body(PLAIN "; charset=x-of-my-own", "机密", "part body\ntext \"机密\"\nend\n");
    assert_body(PLAIN "; charset*=us-ascii'en'gb2312\r\n" BASE64,
                "u/rD3A==", "part body gb18030\ntext \"机密\"\nend\n");
}

static void test_line_ends_and_controls(void **state)
{
    (void)state;
    assert_body(PLAIN, "a\r\nb\nc\rd\r\n", "part body\ntext \"a\\nb\\nc\\nd\\n\"\nend\n");
    assert_body(PLAIN,
                "a\x01"
                "b\tc\fd\x1B[1m\x7F",
                "part body\ntext \"ab\\tc\\nd[1m\"\nend\n");
    assert_body(PLAIN "\r\n" QP, "a=0D=0Ab=0Dc", "part body\ntext \"a\\nb\\nc\"\nend\n");
}

#define FLOWED PLAIN "; charset=utf-8; format=flowed"

static void test_flowed(void **state)
{
    (void)state;
    assert_body(FLOWED, "one \r\ntwo\r\nthree\r\n",
                "part body\ntext \"one two\\nthree\\n\"\nend\n");
    assert_body(FLOWED "; delsp=yes", "机 \r\n密★ \r\n10年\r\n",
                "part body\ntext \"机密★10年\\n\"\nend\n");
    assert_body(FLOWED, " From me\r\n  two\r\n", "part body\ntext \"From me\\n two\\n\"\nend\n");
    assert_body(FLOWED, "> a \r\n> b\r\n>> c \r\nd\r\n",
                "part body\ntext \"> a b\\n>> c \\nd\\n\"\nend\n");
    assert_body(FLOWED, "a \r\n-- \r\nme\r\n", "part body\ntext \"a \\n-- \\nme\\n\"\nend\n");
    assert_body(FLOWED, "ends here ", "part body\ntext \"ends here \"\nend\n");
    assert_body(FLOWED, "", "end\n");
}

static void test_uuencode_in_text(void **state)
{
    (void)state;
    assert_body(PLAIN, "see:\r\nbegin 644 a b.txt\r\n+:&5L;&\\@=V]R;&0\r\n`\r\nend\r\nbye\r\n",
                "part body\ntext \"see:\\nbegin 644 a b.txt\\n\"\n"
                "child \"a b.txt\" 11 bytes \"hello world\"\ntext \"bye\\n\"\nend\n");
    /* Cut off: what is no data is text again. */
    assert_body(PLAIN, "begin 644 a\r\n+:&5L;&\\@=V]R;&0\r\nand so on\r\n",
                "part body\ntext \"begin 644 a\\n\"\n"
                "child \"a\" 11 bytes \"hello world\"\ntext \"and so on\\n\"\nend\n");
    assert_body(PLAIN, "begin-base64 644 a\r\naGVsbG8gd29y\r\nbGQ=\r\n====\r\nbye",
                "part body\ntext \"begin-base64 644 a\\n\"\n"
                "child \"a\" 11 bytes \"hello world\"\ntext \"bye\"\nend\n");
    assert_body(PLAIN, "begin 644 and you will see\r\nnothing\r\n",
                "part body\ntext \"begin 644 and you will see\\nnothing\\n\"\nend\n");
    assert_body(PLAIN, "begin with it\r\nbetter\r\n",
                "part body\ntext \"begin with it\\nbetter\\n\"\nend\n");
    assert_body(PLAIN "\r\n" QP, "begin 644 a\r\n+:&5L;&\\@=3DV]R;&0\r\nend\r\n",
                "part body\ntext \"begin 644 a\\n\"\nchild \"a\" 11 bytes \"hello world\"\nend\n");
    /* Half a character before it is none. */
    assert_body(PLAIN "; charset=gbk", "begin 644 a\xD8\r\n#:&5L\r\nend\r\n:x\r\n",
                "part body gb18030\ntext \"begin 644 a\"\nchild \"a\xD8\" 3 bytes \"hel\"\n"
                "text \"\xEF\xBF\xBD\\n:x\\n\"\nend\n");
}

static void test_yenc_in_text(void **state)
{
    (void)state;
    assert_body(PLAIN,
                "x\r\n=ybegin line=128 size=5 name=a b.bin\r\n\x92\x8F\x96\x96\x99\r\n=yend "
                "size=5\r\ny\r\n",
                "part body gb18030\ntext \"x\\n=ybegin line=128 size=5 name=a b.bin\\n\"\n"
                "child \"a b.bin\" 5 bytes \"hello\"\ntext \"y\\n\"\nend\n");
}

static void test_pgp(void **state)
{
    (void)state;
    assert_body(PLAIN,
                "see\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n-----END PGP MESSAGE-----\r\n",
                "gap \"\" encrypted (PGP message)\n"
                "part body\ntext \"see\\n-----BEGIN PGP MESSAGE-----\\n\\nhQEM\\n"
                "-----END PGP MESSAGE-----\\n\"\nend\n");
    assert_body(
        PLAIN,
        "-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nread\r\n-----BEGIN PGP SIGNATURE-----\r\n",
        "part body\ntext \"-----BEGIN PGP SIGNED MESSAGE-----\\n\\nread\\n"
        "-----BEGIN PGP SIGNATURE-----\\n\"\nend\n");
}

/* Where each piece came from. */
static void assert_places(const char *mail, const char *expected)
{
    struct ls_transcript t = {.with_offsets = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("eml"), mail, strlen(mail)), expected);
    ls_transcript_free(&t);
}

static void test_way_back(void **state)
{
    (void)state;
    assert_places("X: y\n\nabc\n", "part mail-header\ntext \"y\"\n  @3..4 verbatim\n"
                                   "part body\ntext \"abc\\n\"\n  @6..10 verbatim\nend\n");
    assert_places(BASE64 "\n\n5py6\n5a+G\n", "part body\ntext \"机密\"\n  @35..44\nend\n");
    assert_places(PLAIN "; charset=gbk\n" BASE64 "\n\nu/rD\n3A==\n",
                  "part body gb18030\ntext \"机密\"\n  @73..81\nend\n");
    assert_places(QP "\n\na=E6=9C=BA=\n=E5=AF=86b\n",
                  "part body\ntext \"a机密b\\n\"\n  @45..68\nend\n");
}

/* A body of many windows says the same in memory and read forward, wherever they end. */
static void test_long_bodies(void **state)
{
    (void)state;
    for (int pad = 0; pad < 8; pad++) {
        struct ls_buf mail = {.limit = 1 << 22};
        char *says[2];
        assert_false(
            ls_failed(ls_buf_printf(&mail, PLAIN "; charset=gbk; format=%s\n" QP "\n\n%.*s",
                                    pad % 2 ? "flowed" : "fixed", pad, "12345678")));
        for (int i = 0; i < 12000; i++)
            assert_false(ls_failed(
                ls_buf_printf(&mail, "line %d =BB=FA=C3=\n=DC%s\r\n", i, i % 3 ? "" : " ")));
        for (int forward = 0; forward < 2; forward++) {
            struct ls_transcript t = {.forward = forward};
            says[forward] =
                ls_strdup(ls_transcript_run(&t, ls_format_find("eml"), mail.at, mail.n));
            ls_transcript_free(&t);
        }
        assert_string_equal(says[0], says[1]);
        assert_non_null(strstr(says[0], "line 11999 机密\\n"));
        for (int i = 0; i < 2; i++)
            ls_free(says[i]);
        LS_VEC_FINI(&mail);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_transfer_encodings),
        cmocka_unit_test(test_charsets),
        cmocka_unit_test(test_line_ends_and_controls),
        cmocka_unit_test(test_flowed),
        cmocka_unit_test(test_uuencode_in_text),
        cmocka_unit_test(test_yenc_in_text),
        cmocka_unit_test(test_pgp),
        cmocka_unit_test(test_way_back),
        cmocka_unit_test(test_long_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
