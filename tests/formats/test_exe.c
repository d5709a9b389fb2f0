/* SPDX-License-Identifier: Apache-2.0 */
/* Programs and pictures with and without an archive in them. */
#include "pack.h"
#include "transcript.h"

#include "base/alloc.h"
#include "generate/archive_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

enum { PE = 0x80, TEXT = 0x400, RESOURCES = 0x8000, END = 0xC000 };

static const struct ls_archive_file file = {.name = "a.txt", .bytes = "hello", .len = 5};

/* A program of two sections, with `in` among its resources and `behind` behind the last one. */
static void make_program(struct ls_buf *out, const struct ls_buf *in, const struct ls_buf *behind)
{
    static uint8_t bytes[END];
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, "MZ", 2);
    bytes[0x3C] = PE;
    memcpy(bytes + PE, "PE\0\0\x4C\x01\x02\x00", 8);
    bytes[PE + 20] = 0xE0; /* bytes of the optional header */
    uint8_t *sections = bytes + PE + 24 + 0xE0;
    memcpy(sections, ".text\0\0\0\0\0\0\0\0\0\0\0\0\x7C\0\0\0\x04\0\0", 24);
    memcpy(sections + 40, ".rsrc\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0\x80\0\0", 24);
    memcpy(bytes + TEXT, "Rar!\x1A\x07\0 7z\xBC\xAF\x27\x1C MSCF", 20); /* as unpackers have it */
    memcpy(bytes + RESOURCES, "MSCF Rar!\x1A\x07\0", 12);
    if (in)
        memcpy(bytes + RESOURCES + 100, in->at, in->n);
    assert_false(ls_failed(ls_buf_add(out, bytes, sizeof bytes)));
    if (behind)
        assert_false(ls_failed(ls_buf_add(out, behind->at, behind->n)));
}

static void assert_says(const struct ls_buf *in, const struct ls_buf *behind, const char *expected)
{
    struct ls_buf out = {.limit = 1 << 20};
    make_program(&out, in, behind);
    for (int forward = 0; forward < 2; forward++) {
        struct ls_transcript t = {.forward = forward, .check_verbatim = !forward};
        const char *text = ls_transcript_run(&t, NULL, out.at, out.n);
        const char *at = strstr(text, "child");
        assert_true(strstr(text, "end\n") || strcmp(text, "no format\n") == 0);
        if (*expected)
            assert_non_null(strstr(text, expected));
        else
            assert_null(at);
        ls_transcript_free(&t);
    }
    LS_VEC_FINI(&out);
}

static void test_behind(void **state)
{
    struct ls_buf rar4 = {.limit = 4096}, rar5 = {.limit = 4096}, cab = {.limit = 4096};
    struct packed p;
    (void)state;
    ls_write_rar4(&rar4, &file, 1, false);
    ls_write_rar5(&rar5, &file, 1, false);
    ls_write_cab(&cab, &file, 1, false);
    assert_says(NULL, &rar4, "bytes \"Rar!\\x1a\\x07\\x00");
    assert_says(NULL, &rar5, "bytes \"Rar!\\x1a\\x07\\x01\\x00");
    assert_says(NULL, &cab, "bytes \"MSCF");
    pack_begin(&p, "7zip", ARCHIVE_FILTER_NONE);
    pack_add(&p, "a.txt", "hello", 5);
    pack_end(&p);
    struct ls_buf seven = {.limit = 4096};
    assert_false(ls_failed(ls_buf_str(&seven, ";!@Install@!UTF-8!\nTitle=\"x\"\n;!@InstallEnd@!")));
    assert_false(ls_failed(ls_buf_add(&seven, p.bytes, p.len)));
    assert_says(NULL, &seven, "bytes \"7z");
    LS_VEC_FINI(&rar4);
    LS_VEC_FINI(&rar5);
    LS_VEC_FINI(&cab);
    LS_VEC_FINI(&seven);
    pack_free(&p);
}

static void test_among_resources(void **state)
{
    struct ls_buf cab = {.limit = 4096};
    (void)state;
    ls_write_cab(&cab, &file, 1, true);
    char expected[64];
    snprintf(expected, sizeof expected, "child \"\" %zu bytes \"MSCF", cab.n);
    assert_says(&cab, NULL, expected);
    LS_VEC_FINI(&cab);
}

static void test_nothing(void **state)
{
    struct ls_buf other = {.limit = 4096};
    (void)state;
    assert_says(NULL, NULL, "");
    assert_false(ls_failed(ls_buf_str(&other, "a signature, or whatever else, Rar! 7z MSCF")));
    assert_says(NULL, &other, "");
    LS_VEC_FINI(&other);
}

/* One more than are looked for. */
static void test_many(void **state)
{
    struct ls_buf out = {.limit = 1 << 16};
    struct packed p;
    (void)state;
    pack_begin(&p, "7zip", ARCHIVE_FILTER_NONE);
    pack_add(&p, "a.txt", "hello", 5);
    pack_end(&p);
    assert_false(ls_failed(ls_buf_str(&out, "\xFF\xD8\xFF and so on ")));
    for (int i = 0; i < 65; i++) {
        struct ls_transcript t = {.check_verbatim = true};
        assert_null(strstr(ls_transcript_run(&t, NULL, out.at, out.n), "gap"));
        ls_transcript_free(&t);
        assert_false(ls_failed(ls_buf_add(&out, p.bytes, p.len)));
    }
    struct ls_transcript t = {.check_verbatim = true};
    assert_non_null(strstr(ls_transcript_run(&t, NULL, out.at, out.n), "gap \"\" entry_limit"));
    ls_transcript_free(&t);
    pack_free(&p);
    LS_VEC_FINI(&out);
}

static void test_pictures(void **state)
{
    static const struct {
        const char *bytes;
        size_t len;
    } pictures[] = {
        {"\xFF\xD8\xFF\xE0\0\x10JFIF\0 and so on \xFF\xD9", 25},
        {"\x89PNG\r\n\x1A\n and so on \0\0\0\0IEND\xAE\x42\x60\x82", 31},
        {"GIF89a and so on \x3B", 18},
    };
    struct ls_buf rar = {.limit = 4096};
    (void)state;
    ls_write_rar5(&rar, &file, 1, false);
    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        struct ls_buf out = {.limit = 1 << 16};
        assert_false(ls_failed(ls_buf_add(&out, pictures[i].bytes, pictures[i].len)));
        assert_null(ls_transcript_bid(out.at, out.n));
        assert_false(ls_failed(ls_buf_add(&out, "\0\0\0", 3)));
        assert_null(ls_transcript_bid(out.at, out.n));
        assert_false(ls_failed(ls_buf_add(&out, rar.at, rar.n)));
        struct ls_transcript t = {.check_verbatim = true};
        assert_non_null(
            strstr(ls_transcript_run(&t, NULL, out.at, out.n), "bytes \"Rar!\\x1a\\x07\\x01\\x00"));
        ls_transcript_free(&t);
        LS_VEC_FINI(&out);
    }
    LS_VEC_FINI(&rar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_behind),   cmocka_unit_test(test_among_resources),
        cmocka_unit_test(test_nothing),  cmocka_unit_test(test_many),
        cmocka_unit_test(test_pictures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
