/* SPDX-License-Identifier: Apache-2.0 */
/* base64, quoted-printable, uuencode and yEnc, back to bytes. */
#include "decode/transfer.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { LIMIT = 1 << 20 };

struct run {
    struct ls_decoder decoder;
    struct ls_buf out;
    struct ls_map map;
};

static void begin(struct run *run, enum ls_transfer kind)
{
    ls_decoder_begin(&run->decoder, kind);
    run->out = (struct ls_buf){.limit = LIMIT};
    ls_map_init(&run->map, LIMIT);
}

static void fini(struct run *run)
{
    LS_VEC_FINI(&run->out);
    ls_map_fini(&run->map);
}

static void feed(struct run *run, const char *in, size_t len, uint64_t off)
{
    assert_false(ls_failed(ls_decoder_feed(&run->decoder, in, len, off, &run->out, &run->map)));
}

static void end(struct run *run)
{
    assert_false(ls_failed(ls_decoder_end(&run->decoder, &run->out, &run->map)));
}

/* Whole, cut in two at every place, and byte by byte: the same bytes and the same way back. */
static void assert_decodes(enum ls_transfer kind, const char *in, const char *expected, size_t n)
{
    size_t len = strlen(in);
    struct run whole;
    begin(&whole, kind);
    feed(&whole, in, len, 100);
    end(&whole);
    assert_int_equal(whole.out.n, n);
    if (n)
        assert_memory_equal(whole.out.at, expected, n);
    assert_true(kind == LS_TRANSFER_YENC || whole.map.out_end == n);
    for (size_t cut = 0; cut <= len + 1; cut++) {
        struct run run;
        begin(&run, kind);
        for (size_t at = 0; at < len;) {
            size_t to = cut > len ? at + 1 : at < cut ? cut : len;
            feed(&run, in + at, to - at, 100 + at);
            at = to;
        }
        end(&run);
        assert_int_equal(run.out.n, n);
        if (n)
            assert_memory_equal(run.out.at, expected, n);
        for (size_t i = 0; i < whole.map.out_end; i++) {
            uint64_t lo[2], hi[2];
            bool verbatim[2];
            assert_true(ls_map_find(&whole.map, i, i + 1, &lo[0], &hi[0], &verbatim[0]));
            assert_true(ls_map_find(&run.map, i, i + 1, &lo[1], &hi[1], &verbatim[1]));
            assert_int_equal(lo[0], lo[1]);
            assert_int_equal(hi[0], hi[1]);
            assert_true(lo[0] >= 100 && hi[0] <= 100 + len);
        }
        fini(&run);
    }
    fini(&whole);
}

static void assert_text(enum ls_transfer kind, const char *in, const char *expected)
{
    assert_decodes(kind, in, expected, strlen(expected));
}

static void test_base64(void **state)
{
    (void)state;
    assert_text(LS_TRANSFER_BASE64, "", "");
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8gd29ybGQ=", "hello world");
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8g\r\nd29ybGQ=\r\n", "hello world");
    assert_text(LS_TRANSFER_BASE64, "aGVs\tbG8\n gd29yb\n\nGQ=\n", "hello world");
    assert_decodes(LS_TRANSFER_BASE64, "AAEC/+7d", "\0\1\2\377\356\335", 6);
}

static void test_base64_that_is_broken(void **state)
{
    (void)state;
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8gd29ybGQ", "hello world"); /* no padding */
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8gd29ybA", "hello worl");
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8gd29yb", "hello wor"); /* six bits are no byte */
    assert_text(LS_TRANSFER_BASE64, "aGV*sb\xE6\x9C\xBAG8gd2-9ybG!Q=", "hello world");
    assert_text(LS_TRANSFER_BASE64, "===aGVsbG8=", "hello");
    assert_text(LS_TRANSFER_BASE64, "aGVsbG8=IHdvcmxk", "hello world"); /* two runs */
    assert_text(LS_TRANSFER_BASE64, "aGVs\nbA==\nbyB3b3JsZA==\n", "hello world");
}

static void test_base64_counts(void **state)
{
    struct run run;
    (void)state;
    begin(&run, LS_TRANSFER_BASE64);
    feed(&run, "aGVsbG8=", 8, 0);
    assert_true(run.decoder.padded);
    assert_false(run.decoder.resumed);
    feed(&run, " \r\n-\x80", 5, 8);
    assert_int_equal(run.decoder.junk, 2);
    assert_false(run.decoder.resumed);
    feed(&run, "I", 1, 13);
    assert_true(run.decoder.resumed);
    fini(&run);
    assert_int_equal(ls_base64_likeness("aGVsbG8=\r\n", 10), 100);
    assert_int_equal(ls_base64_likeness("\r\n \r\n", 5), 0);
    assert_int_equal(ls_base64_likeness("ab--", 4), 50);
}

static void test_base64_way_back(void **state)
{
    struct run run;
    uint64_t lo, hi;
    bool verbatim;
    (void)state;
    begin(&run, LS_TRANSFER_BASE64);
    feed(&run, "aGVsbG8g\r\nd29ybGQ=", 18, 1000);
    end(&run);
    assert_int_equal(run.map.segs.n, 3);
    assert_true(ls_map_find(&run.map, 6, 11, &lo, &hi, &verbatim)); /* world */
    assert_int_equal(lo, 1010);
    assert_int_equal(hi, 1018);
    assert_false(verbatim);
    assert_true(ls_map_find(&run.map, 4, 5, &lo, &hi, &verbatim)); /* o */
    assert_int_equal(lo, 1004);
    assert_int_equal(hi, 1008);
    fini(&run);
}

static void test_quoted_printable(void **state)
{
    (void)state;
    assert_text(LS_TRANSFER_QP, "", "");
    assert_text(LS_TRANSFER_QP, "plain text\r\n", "plain text\r\n");
    assert_text(LS_TRANSFER_QP, "=E6=9C=BA=e5=af=86=E2=98=8510", "机密★10");
    assert_text(LS_TRANSFER_QP, "=E6=9C=\r\n=BA=E5=AF=86", "机密");
    assert_text(LS_TRANSFER_QP, "one=\nline= \t \r\n=\r\nonly=", "onelineonly");
    assert_text(LS_TRANSFER_QP, "bare=\rreturn", "barereturn");
    assert_text(LS_TRANSFER_QP, "a=3D3D", "a=3D");
}

static void test_quoted_printable_that_is_broken(void **state)
{
    (void)state;
    assert_text(LS_TRANSFER_QP, "1+1=2, 1=1, =XY=4", "1+1=2, 1=1, =XY=4");
    assert_text(LS_TRANSFER_QP, "==41=4\r\n=4=42", "=A=4\r\n=4B");
    assert_text(LS_TRANSFER_QP, "a=  b", "a=  b");
    assert_text(LS_TRANSFER_QP, "8-bit \xE6\x9C\xBA too", "8-bit \xE6\x9C\xBA too");
    char blanks[300];
    memset(blanks, ' ', sizeof blanks);
    blanks[0] = '=';
    blanks[sizeof blanks - 1] = '\0';
    assert_text(LS_TRANSFER_QP, blanks, blanks);
}

static void test_uuencode(void **state)
{
    static const char lines[] = "begin 644 a b.txt\r\n+:&5L;&\\@=V]R;&0\r\n`\r\nend\r\n";
    struct run run;
    (void)state;
    assert_text(LS_TRANSFER_UU, lines, "hello world");
    assert_text(LS_TRANSFER_UU, "text before\nbegin 644 x\n#:&5L\n%;&\\@=V\\\nend\ntext behind",
                "hello wo");
    assert_text(LS_TRANSFER_UU, "begin 644 x\n+:&5L;&\\@=V]R;&0", "hello world");   /* cut off */
    assert_decodes(LS_TRANSFER_UU, "begin 644 x\n&:&5L\n \nend\n", "hel\0\0\0", 6); /* no blanks */
    assert_decodes(LS_TRANSFER_UU, "begin 644 x\n%:&5L;\nend\n", "hell\0", 5);
    assert_text(LS_TRANSFER_UU, "nothing\nin it\n", "");
    begin(&run, LS_TRANSFER_UU);
    ls_decoder_begin_inside(&run.decoder, LS_TRANSFER_UU);
    feed(&run, "#:&5L\nen", 8, 0);
    assert_false(ls_decoder_ended(&run.decoder));
    feed(&run, "d\n", 2, 8);
    assert_true(ls_decoder_ended(&run.decoder));
    assert_memory_equal(run.out.at, "hel", 3);
    fini(&run);
}

static void test_yenc(void **state)
{
    (void)state;
    /* 'h' + 42 …; a byte that would be NUL is escaped: 0xD6 + 42 = 0x00 -> "=@" */
    assert_decodes(LS_TRANSFER_YENC,
                   "x\r\n=ybegin line=128 size=7 name=a b\r\n\x92\x8F\x96\x96\x99=@\r\n\x4A\r\n"
                   "=yend size=7\r\ntext\r\n",
                   "hello\xD6 ", 7);
    assert_text(LS_TRANSFER_YENC, "no block here\n", "");
}

static void test_limit(void **state)
{
    struct run run;
    (void)state;
    begin(&run, LS_TRANSFER_BASE64);
    run.out.limit = 4;
    struct ls_result r =
        ls_decoder_feed(&run.decoder, "aGVsbG8gd29ybGQ=", 16, 0, &run.out, &run.map);
    assert_int_equal(r.code, LS_E_LIMIT);
    fini(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_base64),
        cmocka_unit_test(test_base64_that_is_broken),
        cmocka_unit_test(test_base64_counts),
        cmocka_unit_test(test_base64_way_back),
        cmocka_unit_test(test_quoted_printable),
        cmocka_unit_test(test_quoted_printable_that_is_broken),
        cmocka_unit_test(test_uuencode),
        cmocka_unit_test(test_yenc),
        cmocka_unit_test(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
