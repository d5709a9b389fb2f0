/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small parts of base/: memory and its limits, cursor, bisection, digests, UTF-8.
 */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/bisect.h"
#include "base/blob.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/digest.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void allocations_fail_when_asked(void **state)
{
    (void)state;
    ls_alloc_fail_nth(2);
    void *first = ls_calloc(4, 4);
    assert_non_null(first);
    assert_null(ls_calloc(4, 4));
    void *third = ls_reallocarray(NULL, 4, 4);
    assert_non_null(third);
    assert_int_equal(ls_alloc_count(), 3);
    ls_alloc_fail_nth(0);
    ls_free(first);
    ls_free(third);

    assert_null(ls_reallocarray(NULL, SIZE_MAX / 2, 3));
    char *copy = ls_strdup("copy");
    assert_string_equal(copy, "copy");
    ls_free(copy);
}

static struct ls_result push(void *vec, uint32_t value)
{
    LS_VEC(uint32_t) *v = vec;
    LS_VEC_PUSH(v, value);
    return ls_ok();
}

static void vectors_keep_their_limit(void **state)
{
    (void)state;
    enum { LIMIT = 100 };
    LS_VEC(uint32_t) vec;
    LS_VEC_INIT(&vec, LIMIT);
    for (uint32_t i = 0; i < LIMIT; i++)
        assert_false(ls_failed(push(&vec, i)));
    struct ls_result r = push(&vec, 0);
    assert_int_equal(r.reach, LS_STOP);
    assert_int_equal(r.code, LS_E_LIMIT);
    assert_int_equal(vec.n, LIMIT);
    for (uint32_t i = 0; i < LIMIT; i++)
        assert_int_equal(vec.at[i], i);

    LS_VEC_CLEAR(&vec);
    assert_true(ls_failed(LS_VEC_RESERVE(&vec, SIZE_MAX)));
    LS_VEC_FINI(&vec);
    assert_null(vec.at);
}

static void buffers_survive_failures(void **state)
{
    (void)state;
    struct ls_buf buf;
    LS_VEC_INIT(&buf, 40);
    assert_false(ls_failed(ls_buf_str(&buf, "abc")));
    assert_false(ls_failed(ls_buf_char(&buf, '-')));
    assert_false(ls_failed(ls_buf_u64(&buf, UINT64_MAX)));
    assert_false(ls_failed(ls_buf_printf(&buf, "%d", -7)));
    assert_int_equal(buf.n, 26);
    assert_memory_equal(buf.at, "abc-18446744073709551615-7", 26);

    assert_int_equal(ls_buf_add(&buf, "123456789012345", 15).code, LS_E_LIMIT);
    ls_alloc_fail_nth(1);
    assert_int_equal(ls_buf_add(&buf, "12345678901234", 14).code, LS_E_MEMORY);
    ls_alloc_fail_nth(0);
    assert_int_equal(buf.n, 26);
    assert_memory_equal(buf.at, "abc-18446744073709551615-7", 26);
    LS_VEC_FINI(&buf);
}

static void arenas_keep_their_limit(void **state)
{
    (void)state;
    enum { LIMIT = 1 << 20 };
    struct ls_arena *arena = ls_arena_new(LIMIT);
    assert_non_null(arena);
    assert_null(ls_arena_calloc(arena, SIZE_MAX / 2, 3));
    assert_null(ls_arena_calloc(arena, 1, LIMIT + 1));
    size_t sum = 0;
    for (uint64_t *p; (p = ls_arena_calloc(arena, 125, sizeof *p)) != NULL; sum += 1000) {
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < 125; i++) {
            assert_int_equal(p[i], 0);
            p[i] = UINT64_MAX;
        }
        assert_true(sum <= LIMIT);
    }
    assert_true(sum > LIMIT / 2);
    ls_arena_free(arena);

    arena = ls_arena_new(LIMIT);
    assert_non_null(arena);
    assert_string_equal(ls_arena_strndup(arena, "abcdef", 3), "abc");
    ls_alloc_fail_nth(1);
    assert_null(ls_arena_calloc(arena, 1, LIMIT / 2));
    ls_alloc_fail_nth(0);
    ls_arena_free(arena);
    ls_arena_free(NULL);
}

static void cursor_reads(void **state)
{
    (void)state;
    uint8_t bytes[32];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i + 1);
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, sizeof bytes);
    assert_int_equal(ls_cursor_u8(&c), 0x01);
    assert_int_equal(ls_cursor_u16le(&c), 0x0302);
    assert_int_equal(ls_cursor_u16be(&c), 0x0405);
    assert_int_equal(ls_cursor_u32le(&c), 0x09080706);
    assert_int_equal(ls_cursor_u32be(&c), 0x0A0B0C0D);
    assert_true(ls_cursor_u64le(&c) == 0x1514131211100F0E);
    assert_true(ls_cursor_u64be(&c) == 0x161718191A1B1C1D);
    assert_int_equal(c.left, 3);
    assert_ptr_equal(ls_cursor_bytes(&c, 3), bytes + 29);
    assert_ptr_equal(ls_cursor_bytes(&c, 0), bytes + 32);
    assert_false(c.failed);
}

static void cursor_stays_failed(void **state)
{
    (void)state;
    const uint8_t bytes[3] = {1, 2, 3};
    struct ls_cursor c;
    ls_cursor_init(&c, bytes, sizeof bytes);
    assert_int_equal(ls_cursor_u32le(&c), 0);
    assert_true(c.failed);
    assert_int_equal(c.left, 3);
    assert_int_equal(ls_cursor_u8(&c), 0);
    assert_null(ls_cursor_bytes(&c, 0));

    ls_cursor_init(&c, bytes, sizeof bytes);
    assert_null(ls_cursor_bytes(&c, SIZE_MAX));
    assert_true(c.failed);

    ls_cursor_init(&c, NULL, 0);
    assert_int_equal(ls_cursor_u8(&c), 0);
    assert_true(c.failed);
}

static void digests(void **state)
{
    (void)state;
    /* FIPS 180-4, examples; RFC 4231, cases 2 and 6. */
    static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static const char none[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    static const char jefe[] = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    static const char aa[] = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
    char hex[LS_SHA256_HEX];

    struct ls_sha256 *hash = ls_sha256_new();
    assert_non_null(hash);
    ls_sha256_final_hex(hash, hex);
    assert_string_equal(hex, none);
    ls_sha256_update(hash, "a", 1);
    ls_sha256_update(hash, "bc", 2);
    ls_sha256_final_hex(hash, hex);
    assert_string_equal(hex, abc);

    uint8_t digest[LS_SHA256_BYTES];
    ls_sha256_update(hash, "abc", 3);
    ls_sha256_final(hash, digest);
    for (size_t i = 0; i < LS_SHA256_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, abc);
    ls_sha256_free(hash);
    ls_sha256_free(NULL);

    ls_hmac_sha256_hex("Jefe", 4, "what do ya want for nothing?", 28, hex);
    assert_string_equal(hex, jefe);
    uint8_t key[131];
    memset(key, 0xAA, sizeof key);
    const char *text = "Test Using Larger Than Block-Size Key - Hash Key First";
    ls_hmac_sha256_hex(key, sizeof key, text, strlen(text), hex);
    assert_string_equal(hex, aa);

    ls_alloc_fail_nth(1);
    assert_null(ls_sha256_new());
    ls_alloc_fail_nth(0);
}

static void utf8(void **state)
{
    (void)state;
    static const char whole[] = "a\xC3\xA9\xE5\xAF\x86\xF0\xA0\x82\x87\xEF\xBF\xBD\xEF\xBF\xBD";
    struct ls_buf buf;
    LS_VEC_INIT(&buf, sizeof whole - 1);
    const uint32_t cps[] = {'a', 0xE9, 0x5BC6, 0x20087, 0xD800, 0x110000};
    for (size_t i = 0; i < sizeof cps / sizeof *cps; i++)
        assert_false(ls_failed(ls_utf8_add(&buf, cps[i])));
    assert_int_equal(buf.n, sizeof whole - 1);
    assert_memory_equal(buf.at, whole, sizeof whole - 1);
    assert_int_equal(ls_utf8_add(&buf, 'a').code, LS_E_LIMIT);
    LS_VEC_FINI(&buf);

    LS_VEC_INIT(&buf, 64);
    assert_false(ls_failed(ls_utf8_add_all(&buf, cps, sizeof cps / sizeof *cps)));
    assert_int_equal(buf.n, sizeof whole - 1);
    assert_memory_equal(buf.at, whole, sizeof whole - 1);
    assert_int_equal(ls_utf8_add_all(&buf, cps, 64).code, LS_E_LIMIT);
    assert_int_equal(buf.n, sizeof whole - 1);
    LS_VEC_FINI(&buf);

    assert_true(ls_utf8_valid(whole, sizeof whole - 1));
    assert_true(ls_utf8_valid("", 0));
    assert_false(ls_utf8_valid(whole, sizeof whole - 2));
    assert_false(ls_utf8_valid("a\xC0\x80", 3));
    assert_false(ls_utf8_valid("\xED\xA0\x80", 3));
    assert_false(ls_utf8_valid("\xBB\xFA\xC3\xDC", 4));
}

static void utf8_backwards(void **state)
{
    uint8_t text[300];
    (void)state;
    for (size_t i = 0; i < sizeof text; i++) /* characters of three bytes */
        text[i] = i % 3 ? 0xA0 : 0xE5;
    for (size_t chars = 0; chars <= 100; chars++)
        assert_int_equal(ls_utf8_bytes_back(text, sizeof text, chars), 3 * chars);
    assert_int_equal(ls_utf8_bytes_back(text, sizeof text, 101), 300);
    assert_int_equal(ls_utf8_bytes_back(text, sizeof text - 1, 2), 5);
    text[299] = 'a';
    assert_int_equal(ls_utf8_bytes_back(text, sizeof text, 1), 1);
    assert_int_equal(ls_utf8_bytes_back(text, sizeof text, 70), 1 + 2 + 68 * 3);
    assert_int_equal(ls_utf8_bytes_back(text, 0, 5), 0);
}

static void pieces_are_found_by_what_is_in_them(void **state)
{
    static const struct {
        uint32_t other;
        uint64_t end;
    } pieces[] = {{0, 3}, {0, 3}, {0, 10}};
    static const size_t expected[] = {0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 3, 3};
    (void)state;
    for (uint64_t off = 0; off < sizeof expected / sizeof *expected; off++)
        assert_int_equal(ls_blob_piece(&pieces[0].end, sizeof *pieces, 3, off), expected[off]);
    assert_int_equal(ls_blob_piece(&pieces[0].end, sizeof *pieces, 0, 0), 0);
}

/* For every place that a bound may have among so many numbers, some of them the same. */
static void bisection_is_a_walk(void **state)
{
    static const int at[] = {2, 2, 3, 5, 5, 5, 8, 9, 9};
    (void)state;
    for (size_t n = 0; n <= sizeof at / sizeof *at; n++)
        for (int bound = 0; bound < 12; bound++) {
            size_t first = 0;
            while (first < n && at[first] < bound)
                first++;
            LS_BISECT(found, n, i, at[i] < bound);
            assert_int_equal(found, first);
            LS_BISECT_LAST(last, n, i, at[i] < bound);
            assert_int_equal(last, first ? first - 1 : 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bisection_is_a_walk),
        cmocka_unit_test(pieces_are_found_by_what_is_in_them),
        cmocka_unit_test(allocations_fail_when_asked),
        cmocka_unit_test(vectors_keep_their_limit),
        cmocka_unit_test(buffers_survive_failures),
        cmocka_unit_test(arenas_keep_their_limit),
        cmocka_unit_test(cursor_reads),
        cmocka_unit_test(cursor_stays_failed),
        cmocka_unit_test(digests),
        cmocka_unit_test(utf8),
        cmocka_unit_test(utf8_backwards),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
