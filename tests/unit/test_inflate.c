/* SPDX-License-Identifier: Apache-2.0 */
/* Deflated data read back, whole and in every state of ruin. */
#include "decode/inflate.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

enum { PLAIN = 300000, ROOM = 400000, STEP = 777 };

static uint8_t plain[PLAIN];

/* Bytes that go forward only, a few at a time, and fail where they are told to. */
struct dripping {
    struct ls_blob blob;
    const uint8_t *bytes;
    size_t len, step, at;
    size_t fails_at;
    struct ls_result failure;
};

static struct ls_result drip(struct ls_blob *blob, uint64_t off, void *out, size_t len, size_t *got)
{
    struct dripping *d = LS_CONTAINER(blob, struct dripping, blob);
    assert_int_equal(off, d->at);
    size_t stop = d->fails_at ? d->fails_at : d->len;
    *got = stop - d->at;
    *got = *got < len ? *got : len;
    *got = *got < d->step ? *got : d->step;
    memcpy(out, d->bytes + d->at, *got);
    d->at += *got;
    return d->at == d->fails_at ? d->failure : ls_ok();
}

static struct dripping dripping(const uint8_t *bytes, size_t len, size_t step)
{
    return (struct dripping){
        .blob = {.size = LS_SIZE_UNKNOWN, .read = drip},
        .bytes = bytes,
        .len = len,
        .step = step,
    };
}

static size_t deflated(enum ls_inflate_kind kind, const uint8_t *bytes, size_t len, uint8_t *out)
{
    static const int bits[] = {-15, 15, 31};
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, bits[kind], 8, Z_DEFAULT_STRATEGY), Z_OK);
    uint8_t *copy = malloc(len + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    z.next_in = copy;
    z.avail_in = (uInt)len;
    z.next_out = out;
    z.avail_out = ROOM;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = z.total_out;
    deflateEnd(&z);
    free(copy);
    return n;
}

/* Reads a stream to its end in steps; what came out must be the beginning of the plain bytes. */
static struct ls_result read_stream(struct ls_blob *out, size_t step, size_t *n)
{
    static uint8_t back[PLAIN + 1];
    struct ls_result r;
    size_t got;
    *n = 0;
    do {
        size_t room = sizeof back - *n;
        r = ls_blob_read(out, *n, back + *n, step < room ? step : room, &got);
        *n += got;
    } while (got && !ls_failed(r));
    assert_true(*n <= PLAIN);
    assert_memory_equal(back, plain, *n);
    return r;
}

static void whole_streams_of_each_kind(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 1000, PLAIN};
    static uint8_t packed[ROOM];
    struct ls_inflate *inf;
    assert_false(ls_failed(ls_inflate_new(&inf)));
    for (enum ls_inflate_kind kind = LS_INFLATE_RAW; kind <= LS_INFLATE_GZIP; kind++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            for (size_t step = 1; step <= ROOM; step *= 50) {
                size_t len = deflated(kind, plain, sizes[i], packed + 10), n;
                struct ls_blob memory, *out;
                ls_blob_memory(&memory, packed, len + 30);
                ls_inflate_open(inf, &memory, 10, LS_SIZE_UNKNOWN);
                assert_false(ls_failed(ls_inflate_begin(inf, kind, &out)));
                assert_false(ls_failed(read_stream(out, step, &n)));
                assert_int_equal(n, sizes[i]);
                assert_int_equal(ls_inflate_state(inf), LS_INFLATE_WHOLE);
                assert_int_equal(ls_inflate_in_off(inf), 10 + len);

                struct dripping slow = dripping(packed + 10, len, step);
                ls_inflate_open(inf, &slow.blob, 0, LS_SIZE_UNKNOWN);
                assert_false(ls_failed(ls_inflate_begin(inf, kind, &out)));
                assert_false(ls_failed(read_stream(out, STEP, &n)));
                assert_int_equal(n, sizes[i]);
                assert_int_equal(ls_inflate_in_off(inf), len);
            }
    ls_inflate_free(inf);
}

/* Three members with something between them, through one forward reading of the input. */
static void streams_one_after_the_other(void **state)
{
    (void)state;
    static uint8_t packed[ROOM];
    size_t len = 0, n;
    for (size_t i = 0; i < 3; i++) {
        packed[len++] = 'A';
        packed[len++] = (uint8_t)('0' + i);
        uint8_t *one = malloc(ROOM);
        assert_non_null(one);
        size_t one_n = deflated(LS_INFLATE_GZIP, plain, 100000 * (i > 0), one);
        memcpy(packed + len, one, one_n);
        free(one);
        len += one_n;
    }
    packed[len++] = 'Z';
    for (size_t step = 1; step <= ROOM; step *= 9) {
        struct dripping slow = dripping(packed, len, step);
        struct ls_inflate *inf;
        struct ls_blob *out;
        const uint8_t *at;
        assert_false(ls_failed(ls_inflate_new(&inf)));
        ls_inflate_open(inf, &slow.blob, 0, LS_SIZE_UNKNOWN);
        for (size_t i = 0; i < 3; i++) {
            assert_false(ls_failed(ls_inflate_peek(inf, 2, &at, &n)));
            assert_int_equal(n, 2);
            assert_int_equal(at[0], 'A');
            assert_int_equal(at[1], '0' + i);
            ls_inflate_skip(inf, 2);
            assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_GZIP, &out)));
            assert_false(ls_failed(read_stream(out, STEP, &n)));
            assert_int_equal(n, 100000 * (i > 0));
            assert_int_equal(ls_inflate_state(inf), LS_INFLATE_WHOLE);
        }
        assert_false(ls_failed(ls_inflate_peek(inf, SIZE_MAX, &at, &n)));
        assert_int_equal(n, 1);
        assert_int_equal(*at, 'Z');
        ls_inflate_skip(inf, 100);
        assert_int_equal(ls_inflate_in_off(inf), len);
        assert_false(ls_failed(ls_inflate_peek(inf, 1, &at, &n)));
        assert_int_equal(n, 0);
        ls_inflate_free(inf);
    }
}

static void good_bytes_come_before_the_failure(void **state)
{
    (void)state;
    static uint8_t packed[ROOM];
    struct ls_inflate *inf;
    struct ls_blob memory, *out;
    size_t len = deflated(LS_INFLATE_RAW, plain, PLAIN, packed), n, got;
    uint8_t byte;
    assert_false(ls_failed(ls_inflate_new(&inf)));

    /* Cut off: by the end that is given, and by the end of the bytes. */
    ls_blob_memory(&memory, packed, len);
    ls_inflate_open(inf, &memory, 0, len / 2);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_in_range(n, PLAIN / 3, PLAIN - 1);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_TRUNCATED);
    assert_int_equal(out->read(out, n, &byte, 1, &got).code, LS_E_MALFORMED);
    assert_int_equal(out->read(out, n + 1, &byte, 1, &got).code, LS_E_INTERNAL);

    ls_blob_memory(&memory, packed, len / 3);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_in_range(n, PLAIN / 5, PLAIN - 1);

    /* Nothing there at all. */
    ls_inflate_open(inf, &memory, len, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_int_equal(n, 0);

    /* The input fails with bytes in its hands. */
    struct dripping slow = dripping(packed, len, 1000);
    slow.fails_at = len / 2;
    slow.failure = ls_bad(LS_E_LIMIT);
    ls_inflate_open(inf, &slow.blob, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_LIMIT);
    assert_in_range(n, PLAIN / 3, PLAIN - 1);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_FAILED);
    ls_inflate_free(inf);
}

static void broken_streams_are_broken(void **state)
{
    (void)state;
    static uint8_t packed[ROOM];
    struct ls_inflate *inf;
    struct ls_blob memory, *out;
    size_t n;
    assert_false(ls_failed(ls_inflate_new(&inf)));

    /* A wrong checksum: all bytes, then the failure. */
    for (enum ls_inflate_kind kind = LS_INFLATE_ZLIB; kind <= LS_INFLATE_GZIP; kind++) {
        size_t len = deflated(kind, plain, PLAIN, packed);
        packed[len - (kind == LS_INFLATE_GZIP ? 8 : 1)] ^= 1;
        ls_blob_memory(&memory, packed, len);
        ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
        assert_false(ls_failed(ls_inflate_begin(inf, kind, &out)));
        assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
        assert_int_equal(n, PLAIN);
        assert_int_equal(ls_inflate_state(inf), LS_INFLATE_BROKEN);
    }

    /* Block type 3 behind a stored block of three bytes (RFC 1951 3.2.3). */
    const uint8_t stored[] = {0, 3, 0, 0xFC, 0xFF, plain[0], plain[1], plain[2], 6};
    ls_blob_memory(&memory, stored, sizeof stored);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_int_equal(n, 3);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_BROKEN);
    ls_inflate_free(inf);
}

/* Bytes that are read by calls, anywhere. */
struct called {
    struct ls_blob blob;
    const uint8_t *bytes;
};

static struct ls_result read_called(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    const struct called *called = LS_CONTAINER(blob, struct called, blob);
    *got = off < blob->size ? (size_t)(blob->size - off) : 0;
    *got = *got < len ? *got : len;
    memcpy(out, called->bytes + off, *got);
    return ls_ok();
}

/* The stream at in[10..): what it says of itself may be wrong, what comes of it is the same. */
static void check_sized(struct ls_inflate *inf, struct ls_blob *in, size_t len, size_t plain_n,
                        uint64_t packed, uint64_t size)
{
    for (size_t step = 1; step <= ROOM; step *= 90)
        for (int again = 0; again < 2; again++) {
            struct ls_blob *out;
            const uint8_t *at;
            size_t n, peeked;
            ls_inflate_open(inf, in, 10, LS_SIZE_UNKNOWN);
            assert_false(
                ls_failed(ls_inflate_begin_sized(inf, LS_INFLATE_RAW, packed, size, &out)));
            assert_int_equal(ls_inflate_in_off(inf), 10);
            assert_false(ls_failed(read_stream(out, step, &n)));
            assert_int_equal(n, plain_n);
            assert_int_equal(ls_inflate_state(inf), LS_INFLATE_WHOLE);
            assert_int_equal(ls_inflate_in_off(inf), 10 + len);
            assert_false(ls_failed(ls_inflate_peek(inf, 1, &at, &peeked)));
            assert_int_equal(peeked, 1);
            assert_int_equal(*at, 'Z');
        }
}

static void sizes_may_be_wrong(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 1000, PLAIN};
    static uint8_t packed[ROOM];
    struct ls_inflate *inf;
    assert_false(ls_failed(ls_inflate_new(&inf)));
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        size_t n = sizes[i], len = deflated(LS_INFLATE_RAW, plain, n, packed + 10);
        memset(packed + 10 + len, 'Z', 30);
        const uint64_t said[][2] = {
            {len, n},          {len, n + 1},    {len, n ? n - 1 : 0},
            {len, UINT64_MAX}, {len + 9, n},    {len - 1, n},
            {len * 20, n},     {UINT64_MAX, n}, {0, 0},
        };
        for (size_t k = 0; k < sizeof said / sizeof *said; k++) {
            struct ls_blob memory;
            struct called called = {.blob = {.size = len + 40, .random = true, .read = read_called},
                                    .bytes = packed};
            ls_blob_memory(&memory, packed, len + 40);
            check_sized(inf, &memory, len, n, said[k][0], said[k][1]);
            check_sized(inf, &called.blob, len, n, said[k][0], said[k][1]);
        }
    }
    ls_inflate_free(inf);
}

/* How far the input was taken, while a stream is read that was decoded at once. */
static void the_way_goes_with_the_output(void **state)
{
    (void)state;
    static uint8_t packed[ROOM], back[PLAIN];
    struct ls_inflate *inf;
    struct ls_blob memory, *out;
    size_t len = deflated(LS_INFLATE_RAW, plain, PLAIN, packed), got;
    assert_false(ls_failed(ls_inflate_new(&inf)));
    ls_blob_memory(&memory, packed, len);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin_sized(inf, LS_INFLATE_RAW, len, PLAIN, &out)));
    assert_false(ls_failed(ls_blob_read(out, 0, back, PLAIN / 2, &got)));
    assert_int_equal(got, PLAIN / 2);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_OPEN);
    assert_in_range(ls_inflate_in_off(inf), len / 2 - len / 10, len / 2 + len / 10);
    assert_int_equal(out->read(out, 1, back, 1, &got).code, LS_E_INTERNAL);
    ls_inflate_free(inf);
}

static void sized_streams_break_as_others_do(void **state)
{
    (void)state;
    static uint8_t packed[ROOM];
    struct ls_inflate *inf;
    struct ls_blob memory, *out;
    size_t len = deflated(LS_INFLATE_RAW, plain, PLAIN, packed), n, said;
    assert_false(ls_failed(ls_inflate_new(&inf)));
    ls_blob_memory(&memory, packed, len / 2);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin_sized(inf, LS_INFLATE_RAW, len, PLAIN, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_TRUNCATED);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin(inf, LS_INFLATE_RAW, &out)));
    assert_int_equal(read_stream(out, STEP, &said).code, LS_E_MALFORMED);
    assert_int_equal(n, said);

    const uint8_t stored[] = {0, 3, 0, 0xFC, 0xFF, plain[0], plain[1], plain[2], 6};
    ls_blob_memory(&memory, stored, sizeof stored);
    ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
    assert_false(ls_failed(ls_inflate_begin_sized(inf, LS_INFLATE_RAW, sizeof stored, 3, &out)));
    assert_int_equal(read_stream(out, STEP, &n).code, LS_E_MALFORMED);
    assert_int_equal(n, 3);
    assert_int_equal(ls_inflate_state(inf), LS_INFLATE_BROKEN);
    ls_inflate_free(inf);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static uint8_t packed[ROOM];
    static uint8_t raw[ROOM];
    size_t len = deflated(LS_INFLATE_GZIP, plain, PLAIN, packed), n;
    size_t raw_len = deflated(LS_INFLATE_RAW, plain, PLAIN, raw);
    struct called called = {.blob = {.size = raw_len, .random = true, .read = read_called},
                            .bytes = raw};
    for (uint64_t nth = 1;; nth++) {
        struct ls_inflate *inf;
        struct ls_blob memory, *out;
        ls_blob_memory(&memory, packed, len);
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_inflate_new(&inf);
        if (!ls_failed(r)) {
            ls_inflate_open(inf, &memory, 0, LS_SIZE_UNKNOWN);
            r = ls_inflate_begin(inf, LS_INFLATE_GZIP, &out);
        }
        if (!ls_failed(r))
            r = read_stream(out, STEP, &n);
        if (!ls_failed(r)) {
            ls_inflate_open(inf, &called.blob, 0, LS_SIZE_UNKNOWN);
            r = ls_inflate_begin_sized(inf, LS_INFLATE_RAW, raw_len, PLAIN, &out);
        }
        if (!ls_failed(r))
            r = read_stream(out, STEP, &n);
        bool reached = ls_alloc_count() >= nth;
        ls_alloc_fail_nth(0);
        ls_inflate_free(inf);
        if (!reached)
            break;
        assert_int_equal(r.reach, LS_STOP);
        assert_int_equal(r.code, LS_E_MEMORY);
    }
}

int main(void)
{
    uint32_t seed = 7;
    for (size_t i = 0; i < PLAIN; i++) {
        seed = seed * 1103515245 + 12345;
        plain[i] = (uint8_t)('a' + (seed >> 16) % 16);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_streams_of_each_kind),
        cmocka_unit_test(streams_one_after_the_other),
        cmocka_unit_test(good_bytes_come_before_the_failure),
        cmocka_unit_test(broken_streams_are_broken),
        cmocka_unit_test(sizes_may_be_wrong),
        cmocka_unit_test(the_way_goes_with_the_output),
        cmocka_unit_test(sized_streams_break_as_others_do),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
