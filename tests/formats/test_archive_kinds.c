/* SPDX-License-Identifier: Apache-2.0 */
/* RAR, cabinet and LHA files: whole, cut short, encrypted. */
#include "transcript.h"

#include "base/alloc.h"
#include "generate/archive_writer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const struct ls_archive_file files[] = {
    {.name = "会议.txt", .bytes = "机密★10年", .len = 14},
    {.name = "b.txt", .bytes = "hello", .len = 5},
};

enum { WAYS = 8 };

static void write_as(struct ls_buf *out, int way)
{
    switch (way) {
    case 0:
        ls_write_rar4(out, files, 2, false);
        break;
    case 1:
        ls_write_rar5(out, files, 2, false);
        break;
    case 2:
    case 3:
        ls_write_cab(out, files, 2, way == 3);
        break;
    default:
        ls_write_lha(out, files, 2, way == 7 ? 2 : way - 4, way == 7);
        break;
    }
}

static void assert_says(const struct ls_buf *bytes, const char *expected, int way)
{
    for (int forward = 0; forward < 2; forward++) {
        struct ls_transcript t = {.forward = forward, .check_verbatim = true};
        const char *text = ls_transcript_run(&t, NULL, bytes->at, bytes->n);
        if (strcmp(text, expected) != 0)
            print_error("way %d\n", way);
        assert_string_equal(text, expected);
        ls_transcript_free(&t);
    }
}

static void test_members(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct ls_buf out = {.limit = 1 << 16};
        write_as(&out, way);
        assert_says(&out,
                    "child \"会议.txt\" 14 bytes \"机密★10年\"\n"
                    "child \"b.txt\" 5 bytes \"hello\"\nend\n",
                    way);
        LS_VEC_FINI(&out);
    }
}

static void test_cut_short(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct ls_buf out = {.limit = 1 << 16};
        write_as(&out, way);
        for (size_t len = 0; len < out.n; len++) {
            struct ls_transcript t = {0};
            const char *text = ls_transcript_run(&t, NULL, out.at, len);
            bool told = strstr(text, "gap") || strstr(text, "broken");
            bool lha = way >= 4; /* archivers differ about its end mark */
            if (strcmp(text, "no format\n") != 0 && !told && !lha)
                fail_msg("way %d cut at %zu of %zu: %s", way, len, out.n, text);
            ls_transcript_free(&t);
        }
        LS_VEC_FINI(&out);
    }
}

/* A wrong byte in the first member, and the second member comes all the same. */
static void test_broken_member(void **state)
{
    (void)state;
    for (int way = 0; way < WAYS; way++) {
        struct ls_buf out = {.limit = 1 << 16};
        if (way == 3) /* both are in one packed block */
            continue;
        write_as(&out, way);
        char *at = memmem(out.at, out.n, "机密", 6);
        if (!at) /* lh5 */
            at = out.at + 60;
        at[1] ^= 1;
        struct ls_transcript t = {0};
        const char *text = ls_transcript_run(&t, NULL, out.at, out.n);
        if (!strstr(text, "child \"b.txt\" 5 bytes \"hello\"\n"))
            fail_msg("way %d: %s", way, text);
        ls_transcript_free(&t);
        LS_VEC_FINI(&out);
    }
}

static void test_encrypted(void **state)
{
    static const struct ls_archive_file secret[] = {
        {.name = "a.txt", .bytes = "scrambled", .len = 9, .encrypted = true},
        {.name = "b.txt", .bytes = "hello", .len = 5},
    };
    (void)state;
    for (int five = 0; five < 2; five++) {
        struct ls_buf out = {.limit = 1 << 16}, sealed = {.limit = 1 << 16};
        void (*write)(struct ls_buf *, const struct ls_archive_file *, size_t, bool) =
            five ? ls_write_rar5 : ls_write_rar4;
        write(&out, secret, 2, false);
        assert_says(&out,
                    "gap \"a.txt\" encrypted (a password is needed)\n"
                    "child \"b.txt\" 5 bytes \"hello\"\nend\n",
                    five);
        write(&sealed, secret, 2, true);
        struct ls_transcript t = {0};
        const char *text = ls_transcript_run(&t, NULL, sealed.at, sealed.n);
        assert_memory_equal(text, "gap \"\" encrypted", 16);
        ls_transcript_free(&t);
        LS_VEC_FINI(&out);
        LS_VEC_FINI(&sealed);
    }
}

/* One of several: flags of the header, or of the end mark. */
static void test_volumes(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        struct ls_buf out = {.limit = 1 << 16};
        struct ls_transcript t = {0};
        write_as(&out, way);
        if (way == 2)
            out.at[30] = 2;
        else
            out.at[out.n - (way == 0 ? 4 : 1)] |= 1; /* the checksum does not matter here */
        const char *text = ls_transcript_run(&t, NULL, out.at, out.n);
        /* With this flag a cabinet has names in its header, which are not there. */
        assert_true(way == 2 || strstr(text, "child \"b.txt\" 5 bytes \"hello\"\n"));
        assert_non_null(strstr(text, "gap \"\" truncated (goes on in another "));
        ls_transcript_free(&t);
        LS_VEC_FINI(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members),       cmocka_unit_test(test_cut_short),
        cmocka_unit_test(test_broken_member), cmocka_unit_test(test_encrypted),
        cmocka_unit_test(test_volumes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
