/* SPDX-License-Identifier: Apache-2.0 */
/* Packed streams as formats: who bids, what the one child is called, what is told of the end. */
#include "pack.h"
#include "transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static const struct {
    const char *name;
    int filter;
    bool end; /* has an end mark */
} filters[] = {
    {"gzip", ARCHIVE_FILTER_GZIP, true}, {"bzip2", ARCHIVE_FILTER_BZIP2, true},
    {"xz", ARCHIVE_FILTER_XZ, true},     {"lzma", ARCHIVE_FILTER_LZMA, true},
    {"lzip", ARCHIVE_FILTER_LZIP, true}, {"zstd", ARCHIVE_FILTER_ZSTD, true},
    {"lz4", ARCHIVE_FILTER_LZ4, true},   {"compress", ARCHIVE_FILTER_COMPRESS, false},
};

enum { FILTERS = sizeof filters / sizeof *filters };

static void pack(struct packed *p, int filter, const char *text)
{
    pack_begin(p, "raw", filter);
    pack_add(p, "x", text, strlen(text));
    pack_end(p);
}

static void append(struct packed *p, const void *bytes, size_t len)
{
    pack_write(NULL, p, bytes, len);
}

static void assert_says(const void *bytes, size_t len, const char *expected)
{
    for (int forward = 0; forward < 2; forward++) {
        struct ls_transcript t = {.forward = forward};
        assert_string_equal(ls_transcript_run(&t, NULL, bytes, len), expected);
        ls_transcript_free(&t);
    }
}

static void test_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILTERS; i++) {
        struct packed p;
        pack(&p, filters[i].filter, "机密★10年");
        const struct ls_format *format = ls_transcript_bid(p.bytes, p.len);
        assert_non_null(format);
        assert_string_equal(format->name, filters[i].name);
        assert_says(p.bytes, p.len, "child \"\" 14 bytes \"机密★10年\"\nend\n");
        pack_free(&p);
    }
}

/* One layer, one link: what comes out is not looked into here. */
static void test_packed_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILTERS; i++) {
        struct packed p, q;
        pack(&p, filters[i].filter, "hello");
        pack_begin(&q, "raw", filters[i].filter);
        pack_add(&q, "x", p.bytes, p.len);
        pack_end(&q);
        struct ls_transcript t = {0};
        const char *text = ls_transcript_run(&t, NULL, q.bytes, q.len);
        char start[64];
        snprintf(start, sizeof start, "child \"\" %zu bytes", p.len);
        assert_memory_equal(text, start, strlen(start));
        ls_transcript_free(&t);
        pack_free(&p);
        pack_free(&q);
    }
}

static void test_cut_short(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILTERS; i++) {
        struct packed p;
        if (!filters[i].end)
            continue;
        pack(&p, filters[i].filter, "机密★10年");
        for (size_t len = 1; len < p.len; len++) {
            struct ls_transcript t = {0};
            const char *text = ls_transcript_run(&t, NULL, p.bytes, len);
            assert_true(strcmp(text, "no format\n") == 0 || strstr(text, "truncated") ||
                        strstr(text, "malformed"));
            ls_transcript_free(&t);
        }
        pack_free(&p);
    }
}

static void test_tail(void **state)
{
    (void)state;
    for (size_t i = 0; i < FILTERS; i++) {
        struct packed p;
        if (!filters[i].end)
            continue;
        pack(&p, filters[i].filter, "hello");
        append(&p, "and more", 8);
        assert_says(p.bytes, p.len,
                    "child \"\" 5 bytes \"hello\"\n"
                    "gap \"\" malformed (more bytes behind the end of the packed data)\n"
                    "end\n");
        pack_free(&p);
    }
}

/* Frames that say nothing may stand before, between and behind the others. */
static void test_skippable_frames(void **state)
{
    static const uint8_t skip[] = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'x', 'y', 'z'};
    (void)state;
    for (int filter = ARCHIVE_FILTER_LZ4; filter <= ARCHIVE_FILTER_ZSTD; filter++) {
        struct packed p = {0}, q;
        pack(&q, filter, "hello");
        append(&p, skip, sizeof skip);
        append(&p, q.bytes, q.len);
        append(&p, skip, sizeof skip);
        append(&p, q.bytes, q.len);
        append(&p, skip, sizeof skip);
        assert_says(p.bytes, p.len, "child \"\" 10 bytes \"hellohello\"\nend\n");
        pack_free(&p);
        pack_free(&q);
    }
}

/* "hello" without compression. */
#define HELLO "\x01\x05\x00\xFA\xFFhello\x86\xA6\x10\x36\x05\x00\x00\x00"

static void test_gzip_header(void **state)
{
    static const char with_name[] = "\x1F\x8B\x08\x08\0\0\0\0\0\x03"
                                    "\xBB\xE1\xD2\xE9.txt\0" HELLO;
    static const char with_all[] = "\x1F\x8B\x08\x1E\0\0\0\0\0\x03"
                                   "\x04\x00"
                                   "abcd"
                                   "notice.txt\0"
                                   "comment\0"
                                   "\x00\x00" HELLO;
    (void)state;
    assert_says(with_name, sizeof with_name - 1, "child \"会议.txt\" 5 bytes \"hello\"\nend\n");
    struct ls_transcript t = {0};
    assert_non_null(
        strstr(ls_transcript_run(&t, NULL, with_all, sizeof with_all - 1), "child \"notice.txt\""));
    ls_transcript_free(&t);
}

static void test_gzip_members(void **state)
{
    static const char two[] =
        "\x1F\x8B\x08\x00\0\0\0\0\0\x03" HELLO "\x1F\x8B\x08\x00\0\0\0\0\0\x03" HELLO;
    static const char padded[] = "\x1F\x8B\x08\x00\0\0\0\0\0\x03" HELLO "\0\0\0\0\0\0\0";
    static const char broken[] = "\x1F\x8B\x08\x00\0\0\0\0\0\x03" HELLO
                                 "\x1F\x8B\x08\x00\0\0\0\0\0\x03\x07\xFF\xFF\xFF\xFF\xFF";
    (void)state;
    assert_says(two, sizeof two - 1, "child \"\" 10 bytes \"hellohello\"\nend\n");
    assert_says(padded, sizeof padded - 1, "child \"\" 5 bytes \"hello\"\nend\n");
    assert_says(
        broken, sizeof broken - 1,
        "child \"\" 5 bytes \"hello\" broken malformed (the packed data is damaged)\nend\n");
}

/* Texts and bytes that only begin alike. */
static void test_no_bid(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } others[] = {
        {"BZh9 is how it begins", 21},
        {"LZIP is a format", 16},
        {"\x1F\x8B\x08\xFF\0\0\0\0\0\0\0\0\0\0", 14},
        {"\x1F\x9D", 2},
        {"\x1F\x9D is the magic number", 23},
        {"]\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16},
        {"\x50\x2A\x4D\x18\x02\x00\x00\x00xyhello", 15},
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(ls_transcript_bid(others[i].bytes, others[i].len));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_packed_twice),
        cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_tail),
        cmocka_unit_test(test_skippable_frames),
        cmocka_unit_test(test_gzip_header),
        cmocka_unit_test(test_gzip_members),
        cmocka_unit_test(test_no_bid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
