/* SPDX-License-Identifier: Apache-2.0 */
/* RTF as messages keep it ([MS-OXRTFCP]): packed, not packed, cut. */
#include "decode/lzfu.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/outlook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

enum { MAX = 1 << 16 };

/* All that comes out, `piece` bytes at a time; whether it ended well. */
static bool unpack(const void *bytes, size_t len, size_t piece, struct ls_buf *out)
{
    struct ls_lzfu lzfu;
    struct ls_blob blob;
    struct ls_result r;
    size_t got;
    ls_blob_memory(&blob, bytes, len);
    ls_lzfu_init(&lzfu, &blob);
    LS_VEC_CLEAR(out);
    do {
        char room[64];
        r = lzfu.blob.read(&lzfu.blob, out->n, room, piece, &got);
        must(ls_buf_add(out, room, got));
    } while (!ls_failed(r) && got);
    return !ls_failed(r);
}

static void assert_unpacks(const void *bytes, size_t len, const char *expected)
{
    struct ls_buf out = {.limit = MAX};
    static const size_t pieces[] = {1, 7, 64};
    for (size_t i = 0; i < 3; i++) {
        assert_true(unpack(bytes, len, pieces[i], &out));
        assert_int_equal(out.n, strlen(expected));
        if (out.n)
            assert_memory_equal(out.at, expected, out.n);
    }
    LS_VEC_FINI(&out);
}

/* [MS-OXRTFCP] 3.1.1 and 3.1.2 have these as examples. */
static void references_are_followed(void **state)
{
    static const uint8_t simple[] = {0x2d, 0,    0,    0,    0x2b, 0,    0,    0,    'L',  'Z',
                                     'F',  'u',  0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00,
                                     0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a,
                                     0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77,
                                     0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0};
    static const uint8_t crossing[] = {0x1a, 0,    0,    0,    0x1c, 0,    0,    0,    'L',  'Z',
                                       'F',  'u',  0xe2, 0xd4, 0x4b, 0x51, 0x41, 0x00, 0x04, 0x20,
                                       0x57, 0x58, 0x59, 0x5a, 0x0d, 0x6e, 0x7d, 0x01, 0x0e, 0xb0};
    (void)state;
    assert_unpacks(simple, sizeof simple, "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    assert_unpacks(crossing, sizeof crossing, "{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}");
}

static void plain_text_is_read(void **state)
{
    static const char rtf[] = "{\\rtf1 one two three four five six seven}";
    struct ls_buf bytes = {.limit = MAX};
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        LS_VEC_CLEAR(&bytes);
        ls_lzfu_write(rtf, packed, &bytes);
        assert_unpacks(bytes.at, bytes.n, rtf);
        must(ls_buf_str(&bytes, "what is behind does not belong to it"));
        assert_unpacks(bytes.at, bytes.n, rtf);
    }
    LS_VEC_FINI(&bytes);
}

/* What there is comes, and then it is broken. */
static void cut_text_is_broken(void **state)
{
    static const char rtf[] = "{\\rtf1 one two three four five six seven}";
    struct ls_buf bytes = {.limit = MAX}, out = {.limit = MAX};
    (void)state;
    for (int packed = 0; packed < 2; packed++) {
        LS_VEC_CLEAR(&bytes);
        ls_lzfu_write(rtf, packed, &bytes);
        for (size_t len = 0; len + 3 < bytes.n; len++) {
            assert_false(unpack(bytes.at, len, 64, &out));
            assert_true(out.n <= strlen(rtf));
            if (out.n)
                assert_memory_equal(out.at, rtf, out.n);
        }
    }
    assert_false(unpack("\x20\0\0\0\x20\0\0\0ABCD\0\0\0\0what is this", 28, 64, &out));
    assert_int_equal(out.n, 0);
    LS_VEC_FINI(&bytes);
    LS_VEC_FINI(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(references_are_followed),
        cmocka_unit_test(plain_text_is_read),
        cmocka_unit_test(cut_text_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
