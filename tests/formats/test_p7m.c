/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptographic messages: what is only signed is read, what is encrypted is a gap. */
#include "says.h"

#include "base/alloc.h"

#define OID_DATA "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x01"
#define OID_SIGNED "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02"
#define OID_ENVELOPED "\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03"
#define OID_COMPRESSED "\x06\x0B\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01\x09"

#define SAYS(bytes, expected) assert_says_bytes("p7m", bytes, sizeof(bytes) - 1, expected)

/* SEQUENCE { signedData, [0] SEQUENCE { 1, SET {}, SEQUENCE { data, [0] OCTET STRING } } } */
static const char signed_definite[] = "\x30\x2A" OID_SIGNED "\xA0\x1D\x30\x1B\x02\x01\x01\x31\x00"
                                      "\x30\x14" OID_DATA "\xA0\x07\x04\x05hello";

static void test_signed(void **state)
{
    (void)state;
    SAYS(signed_definite, "child \"content\" 5 bytes \"hello\"\nend\n");
    /* Indefinite lengths, the content in pieces, and in pieces of pieces. */
    SAYS("\x30\x80" OID_SIGNED "\xA0\x80\x30\x80\x02\x01\x01\x31\x80\x05\x00\x00\x00"
         "\x30\x80" OID_DATA "\xA0\x80\x24\x80\x04\x02he\x24\x06\x04\x01l\x04\x01l\x04\x00\x04\x01o"
         "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
         "child \"content\" 5 bytes \"hello\"\nend\n");
    SAYS("\x30\x2C" OID_SIGNED "\xA0\x1F\x30\x1D\x02\x01\x01\x31\x00"
         "\x30\x16" OID_DATA "\xA0\x09\x24\x07\x04\x02he\x04\x01y",
         "child \"content\" 3 bytes \"hey\"\nend\n");
    /* A part of a message. */
    SAYS("\x30\x80" OID_SIGNED "\xA0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" OID_DATA
         "\xA0\x80\x04\x1D"
         "Content-Type: text/plain\n\nhey\n",
         "child \"content\" 29 bytes \"Content-Type: text/plain\\n\\nhey\" as eml\nend\n");
    /* The content is elsewhere. */
    SAYS("\x30\x23" OID_SIGNED "\xA0\x16\x30\x14\x02\x01\x01\x31\x00\x30\x0B" OID_DATA
         "\xA0\x02\x30\x00",
         "end\n");
    SAYS("\x30\x80" OID_SIGNED "\xA0\x80\x30\x80\x02\x01\x01\x31\x00\x30\x80" OID_DATA "\x00\x00",
         "end\n");
}

static void test_encrypted(void **state)
{
    (void)state;
    SAYS("\x30\x80" OID_ENVELOPED "\xA0\x80\x30\x80",
         "gap \"\" encrypted (S/MIME: enveloped data)\nend\n");
}

#define OID_GM(end) "\x06\x0A\x2A\x81\x1C\xCF\x55\x06\x01\x04\x02" end

static void test_sm2(void **state)
{
    static const char enveloped[] = "\x30\x80" OID_GM("\x03") "\xA0\x80\x30\x80";
    (void)state;
    SAYS("\x30\x2C" OID_GM("\x02") "\xA0\x1E\x30\x1C\x02\x01\x01\x31\x00\x30\x15" OID_GM(
             "\x01") "\xA0\x07\x04\x05hello",
         "child \"content\" 5 bytes \"hello\"\nend\n");
    assert_says_bytes(NULL, enveloped, sizeof enveloped - 1,
                      "gap \"\" encrypted (SM2: enveloped data)\nend\n");
}

static void test_data_and_compressed(void **state)
{
    (void)state;
    SAYS("\x30\x14" OID_DATA "\xA0\x07\x04\x05hello", "child \"content\" 5 bytes \"hello\"\nend\n");
    SAYS("\x30\x80" OID_COMPRESSED "\xA0\x80\x30\x80\x02\x01\x00\x30\x00\x30\x80" OID_DATA
         "\xA0\x80\x04\x0D\x78\x9C\xCB\x48\xCD\xC9\xC9\x07\x00\x06\x2C\x02\x15",
         "child \"content\" 5 bytes \"hello\"\nend\n");
}

static void test_text_forms(void **state)
{
    static const char pem[] = "-----BEGIN PKCS7-----\n"
                              "MCoGCSqGSIb3DQEHAqAdMBsCAQExADAUBgkqhkiG9w0BBwGgBwQFaGVsbG8=\n"
                              "-----END PKCS7-----\n";
    (void)state;
    assert_says("p7m", pem, "child \"content\" 5 bytes \"hello\"\nend\n");
    assert_says(NULL, pem, "child \"content\" 5 bytes \"hello\"\nend\n");
    assert_says(NULL, "MCoGCSqGSIb3DQEHAqAdMBsCAQExADAU\r\nBgkqhkiG9w0BBwGgBwQFaGVsbG8=",
                "child \"content\" 5 bytes \"hello\"\nend\n");
}

static void test_others_are_not_claimed(void **state)
{
    static const char *const texts[] = {
        "MIME is a standard.",
        "MCowBQYDK2VwAyEA",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "0\x82\x01\x01\x30\x81",
        "0",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_null(ls_transcript_bid(texts[i], strlen(texts[i])));
}

/* Every beginning, and every byte changed: it ends, and within its bytes. */
static void test_damaged(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof signed_definite - 1; n++) {
        struct ls_transcript t = {.forward = n % 2};
        const char *says = ls_transcript_run(&t, ls_format_find("p7m"), signed_definite, n);
        assert_non_null(strstr(says, n < sizeof signed_definite - 6 ? "end malformed" : "broken"));
        ls_transcript_free(&t);
    }
    for (size_t i = 0; i < sizeof signed_definite - 1; i++)
        for (int value = 0; value < 256; value++) {
            char bytes[sizeof signed_definite];
            struct ls_transcript t = {.check_verbatim = true};
            memcpy(bytes, signed_definite, sizeof bytes);
            bytes[i] = (char)value;
            ls_transcript_run(&t, ls_format_find("p7m"), bytes, sizeof bytes - 1);
            ls_transcript_free(&t);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_signed),     cmocka_unit_test(test_encrypted),
        cmocka_unit_test(test_sm2),        cmocka_unit_test(test_data_and_compressed),
        cmocka_unit_test(test_text_forms), cmocka_unit_test(test_others_are_not_claimed),
        cmocka_unit_test(test_damaged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
