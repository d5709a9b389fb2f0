/* SPDX-License-Identifier: Apache-2.0 */
/* Packed streams, as libarchive's writers make them: whole, joined, cut short, with a tail. */
#include "../formats/pack.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "decode/unpack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static const struct {
    enum ls_unpack_kind kind;
    int filter;
    const char *name;
    bool joined; /* streams may follow each other */
} kinds[] = {
    {LS_UNPACK_BZIP2, ARCHIVE_FILTER_BZIP2, "bzip2", true},
    {LS_UNPACK_XZ, ARCHIVE_FILTER_XZ, "xz", true},
    {LS_UNPACK_LZMA, ARCHIVE_FILTER_LZMA, "lzma", false},
    {LS_UNPACK_LZIP, ARCHIVE_FILTER_LZIP, "lzip", true},
    {LS_UNPACK_ZSTD, ARCHIVE_FILTER_ZSTD, "zstd", true},
    {LS_UNPACK_LZ4, ARCHIVE_FILTER_LZ4, "lz4", true},
    {LS_UNPACK_COMPRESS, ARCHIVE_FILTER_COMPRESS, "compress", false},
};

enum { KINDS = sizeof kinds / sizeof *kinds, OUT_MAX = 2 << 20 };

static uint8_t out[OUT_MAX + 1];

/* Forward only, in pieces of `piece` bytes at most. */
struct pieces {
    struct ls_blob blob;
    const uint8_t *bytes;
    size_t len, piece;
    uint64_t at;
    struct ls_result end; /* what comes behind them */
};

static struct ls_result read_pieces(struct ls_blob *blob, uint64_t off, void *to, size_t len,
                                    size_t *got)
{
    struct pieces *p = LS_CONTAINER(blob, struct pieces, blob);
    assert_true(off == p->at);
    size_t left = p->len - (size_t)off;
    *got = left < len ? left : len;
    if (*got > p->piece)
        *got = p->piece;
    memcpy(to, p->bytes + off, *got);
    p->at += *got;
    return *got ? ls_ok() : p->end;
}

/* Reads all of it into `out`, `step` bytes at a time; the state it ends in. */
static enum ls_unpack_state unpack_with(size_t i, struct pieces *in, size_t step, size_t *n)
{
    struct ls_unpack *unpack;
    struct ls_blob *blob;
    struct ls_result r = ls_ok();
    size_t got = 1;
    assert_false(ls_failed(ls_unpack_new(kinds[i].kind, &unpack)));
    ls_unpack_open(unpack, &in->blob, 0, UINT64_MAX, &blob);
    *n = 0;
    while (got && !ls_failed(r) && *n < OUT_MAX) {
        r = blob->read(blob, *n, out + *n, step < OUT_MAX - *n ? step : OUT_MAX - *n, &got);
        *n += got;
    }
    enum ls_unpack_state state = ls_unpack_state(unpack);
    bool whole = state == LS_UNPACK_WHOLE || state == LS_UNPACK_TAIL;
    assert_true(whole == !ls_failed(r));
    assert_true(!ls_failed(r) || state == LS_UNPACK_FAILED || r.code == LS_E_MALFORMED);
    ls_unpack_free(unpack);
    return state;
}

static enum ls_unpack_state unpack(size_t i, const void *bytes, size_t len, size_t step, size_t *n)
{
    struct pieces in = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_pieces},
                        .bytes = bytes,
                        .len = len,
                        .piece = step};
    return unpack_with(i, &in, step, n);
}

static void pack(struct packed *p, size_t i, const void *bytes, size_t len)
{
    pack_begin(p, "raw", kinds[i].filter);
    pack_add(p, "x", bytes, len);
    pack_end(p);
}

/* Words that come again, and now and then something new: every decoder has to do all it can. */
static uint8_t *text_of(size_t len, uint64_t seed)
{
    uint8_t *text = malloc(len + 1);
    assert_non_null(text);
    for (size_t i = 0; i < len;) {
        uint64_t r = ls_rng_next(&seed);
        if (i > 100 && r % 16) {
            size_t back = 1 + (size_t)(r >> 8) % (i < 70000 ? i : 70000);
            for (size_t n = 3 + (size_t)(r >> 32) % 30; n && i < len; n--, i++)
                text[i] = text[i - back];
        } else {
            text[i++] = (uint8_t)(r >> 16);
        }
    }
    return text;
}

static void test_round_trip(void **state)
{
    static const size_t sizes[] = {1, 255, 256, 4096, 70000, 700000};
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            struct packed p;
            size_t n;
            uint8_t *text = text_of(sizes[s], 7 + s);
            pack(&p, i, text, sizes[s]);
            enum ls_unpack_state end = unpack(i, p.bytes, p.len, 50000, &n);
            if (end != LS_UNPACK_WHOLE || n != sizes[s] || memcmp(out, text, n) != 0)
                fail_msg("%s of %zu bytes: state %d, %zu bytes", kinds[i].name, sizes[s], end, n);
            free(text);
            pack_free(&p);
        }
    }
}

static void test_one_byte_at_a_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        size_t n;
        uint8_t *text = text_of(8000, 3);
        pack(&p, i, text, 8000);
        assert_int_equal(unpack(i, p.bytes, p.len, 1, &n), LS_UNPACK_WHOLE);
        assert_int_equal(n, 8000);
        assert_memory_equal(out, text, n);
        free(text);
        pack_free(&p);
    }
}

/* A front of the data, never more, and never called whole where there is an end mark. */
static void test_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        size_t n;
        uint8_t *text = text_of(600, 5);
        pack(&p, i, text, 600);
        for (size_t len = 0; len < p.len; len++) {
            enum ls_unpack_state end = unpack(i, p.bytes, len, 500, &n);
            assert_true(n <= 600);
            assert_memory_equal(out, text, n);
            if (kinds[i].kind != LS_UNPACK_COMPRESS)
                assert_true(end == LS_UNPACK_TRUNCATED || end == LS_UNPACK_BROKEN);
        }
        free(text);
        pack_free(&p);
    }
}

/* What the library would keep to itself when it meets an error: the bytes before it. */
static void test_bytes_before_a_break(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        size_t n;
        if (kinds[i].kind == LS_UNPACK_BZIP2) /* gives blocks of 900 kB or nothing */
            continue;
        pack(&p, i, "机密★10年", 14);
        size_t cut = kinds[i].kind == LS_UNPACK_COMPRESS ? 2 : 1;
        unpack(i, p.bytes, p.len - cut, 500, &n);
        if (n < 12 || memcmp(out, "机密★10年", n) != 0)
            fail_msg("%s: %zu bytes", kinds[i].name, n);
        pack_free(&p);
    }
}

static void test_joined(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed a, b;
        size_t n;
        if (!kinds[i].joined)
            continue;
        pack(&a, i, "hello, ", 7);
        pack(&b, i, "world", 5);
        uint8_t *both = calloc(1, a.len + b.len + 8);
        assert_non_null(both);
        memcpy(both, a.bytes, a.len);
        memcpy(both + a.len, b.bytes, b.len);
        assert_int_equal(unpack(i, both, a.len + b.len, 100, &n), LS_UNPACK_WHOLE);
        assert_int_equal(n, 12);
        assert_memory_equal(out, "hello, world", 12);
        if (kinds[i].kind == LS_UNPACK_XZ) {
            assert_int_equal(unpack(i, both, a.len + b.len + 8, 100, &n), LS_UNPACK_WHOLE);
            assert_int_equal(n, 12);
        }
        free(both);
        pack_free(&a);
        pack_free(&b);
    }
}

static void test_tail(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        size_t n;
        if (kinds[i].kind == LS_UNPACK_COMPRESS)
            continue;
        pack(&p, i, "hello", 5);
        p.bytes = realloc(p.bytes, p.len + 1);
        assert_non_null(p.bytes);
        p.bytes[p.len++] = 'x';
        assert_int_equal(unpack(i, p.bytes, p.len, 100, &n), LS_UNPACK_TAIL);
        assert_int_equal(n, 5);
        pack_free(&p);
    }
}

static void test_no_stream(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        size_t n;
        assert_int_equal(unpack(i, "\xFFhello, this is a text", 21, 100, &n), LS_UNPACK_BROKEN);
        assert_int_equal(n, 0);
        assert_int_equal(unpack(i, "", 0, 100, &n), LS_UNPACK_TRUNCATED);
    }
}

/* What the input fails with comes out as it is. */
static void test_failing_input(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        size_t n;
        uint8_t *text = text_of(600, 5);
        pack(&p, i, text, 600);
        struct pieces in = {.blob = {.size = LS_SIZE_UNKNOWN, .read = read_pieces},
                            .bytes = p.bytes,
                            .len = p.len / 2,
                            .piece = 100,
                            .end = ls_bad(LS_E_LIMIT)};
        assert_int_equal(unpack_with(i, &in, 100, &n), LS_UNPACK_FAILED);
        in.at = 0;
        in.end = ls_bad(LS_E_MALFORMED);
        assert_int_equal(unpack_with(i, &in, 100, &n), LS_UNPACK_BROKEN);
        free(text);
        pack_free(&p);
    }
}

/* Windows larger than what we give are refused before they are allocated. */
static void test_large_windows(void **state)
{
    /* Zstandard: frame header with a window of 2^30; xz: LZMA2 with a dictionary of 1.5 GiB. */
    static const uint8_t zstd[] = {0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA0, 0x01, 0x00, 0x00};
    static const uint8_t lzma[] = {0x5D, 0,    0,    0, 0x40, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                                   0xFF, 0xFF, 0xFF, 0, 0x30, 0x8F, 0,    0,    0,    0};
    size_t n;
    (void)state;
    assert_int_equal(unpack(4, zstd, sizeof zstd, 100, &n), LS_UNPACK_MEMORY);
    assert_int_equal(unpack(2, lzma, sizeof lzma, 100, &n), LS_UNPACK_MEMORY);
}

static void test_prefix(void **state)
{
    struct packed p;
    struct ls_unpack *u;
    struct ls_blob in, *blob;
    size_t got;
    (void)state;
    pack(&p, 2, "hello", 5);
    ls_blob_memory(&in, p.bytes, p.len);
    assert_false(ls_failed(ls_unpack_new(LS_UNPACK_LZMA, &u)));
    for (int again = 0; again < 2; again++) {
        ls_unpack_open(u, &in, 13, p.len, &blob);
        ls_unpack_prefix(u, p.bytes, 13);
        assert_false(ls_failed(ls_blob_read(blob, 0, out, 100, &got)));
        assert_int_equal(got, 5);
        assert_memory_equal(out, "hello", 5);
        assert_int_equal(ls_unpack_state(u), LS_UNPACK_WHOLE);
        assert_int_equal(ls_unpack_in_off(u), p.len);
    }
    ls_unpack_free(u);
    pack_free(&p);
}

/* An allocation that fails is the end of the job, or a stream that wants too much; never a crash.
 */
static void test_no_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        struct packed p;
        pack(&p, i, "hello", 5);
        for (uint64_t nth = 1; nth < 20; nth++) {
            struct ls_unpack *u = NULL;
            struct ls_blob in, *blob;
            size_t got = 0;
            ls_blob_memory(&in, p.bytes, p.len);
            ls_alloc_fail_nth(nth);
            struct ls_result r = ls_unpack_new(kinds[i].kind, &u);
            if (!ls_failed(r)) {
                ls_unpack_open(u, &in, 0, UINT64_MAX, &blob);
                r = ls_blob_read(blob, 0, out, 100, &got);
            }
            ls_alloc_fail_nth(0);
            assert_true(ls_failed(r) || got == 5);
            ls_unpack_free(u);
        }
        pack_free(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),    cmocka_unit_test(test_one_byte_at_a_time),
        cmocka_unit_test(test_cut_short),     cmocka_unit_test(test_bytes_before_a_break),
        cmocka_unit_test(test_joined),        cmocka_unit_test(test_tail),
        cmocka_unit_test(test_no_stream),     cmocka_unit_test(test_failing_input),
        cmocka_unit_test(test_large_windows), cmocka_unit_test(test_prefix),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
