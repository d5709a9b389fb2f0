/* SPDX-License-Identifier: Apache-2.0 */
/* TNEF: attributes and properties of each kind, and what is cut or wrong. */
#include "says.h"

#include "base/alloc.h"
#include "formats/mapi.h"
#include "generate/must.h"
#include "generate/outlook.h"

enum { MAX = 1 << 20 };

static void assert_made(struct ls_buf *out, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, out->at, out->n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(out);
}

static void old_attributes_are_told(void **state)
{
    static const char from[] = "\2\0\x1c\0\5\0\6\0Anna\0a@b.c"; /* with its NUL */
    struct ls_buf out = {.limit = MAX};
    (void)state;
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00069007, "\xa8\3\0\0\0\0\0\0", 8);
    ls_tnef_attribute(&out, 1, 0x00008000, from, sizeof from);
    ls_tnef_attribute(&out, 1, 0x0002800C, "\xbb\xfa\xc3\xdc", 4);
    ls_tnef_attribute(&out, 1, 0x00018004, "subject", 8);
    ls_tnef_attribute(&out, 1, 0x00038005, "date, no text", 14);
    ls_tnef_attribute(&out, 2, 0x00069002, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    ls_tnef_attribute(&out, 2, 0x0006800F, "hello", 5);
    ls_tnef_attribute(&out, 2, 0x00018010, "a.txt", 6);
    ls_tnef_attribute(&out, 2, 0x00069002, "\1\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    ls_tnef_attribute(&out, 2, 0x00018010, "b.txt", 6);
    ls_tnef_attribute(&out, 2, 0x0006800F, "bye", 3);
    assert_made(&out, "part subject gb18030\ntext \"subject\"\n"
                      "part body gb18030\ntext \"\u673a\u5bc6\"\n"
                      "part mail-header gb18030\ntext \"Anna\\na@b.c\"\n"
                      "part name gb18030\ntext \"a.txt\"\n"
                      "child \"a.txt\" 5 bytes \"hello\"\n"
                      "text \"\\nb.txt\"\n"
                      "child \"b.txt\" 3 bytes \"bye\"\nend\n");
}

/* Values of every size stand between strings, which are found all the same. */
static void properties_of_every_type_are_passed_over(void **state)
{
    static const char numbers[] =
        "\x02\0\x01\x10\1\0\0\0"                                                    /* short */
        "\x03\0\x02\x10\1\0\0\0"                                                    /* long */
        "\x40\0\x03\x10\1\2\3\4\5\6\7\x8"                                           /* time */
        "\x48\0\x04\x10\1\2\3\4\5\6\7\x8\1\2\3\4\5\6\7\x8"                          /* GUID */
        "\x03\x10\x05\x10\2\0\0\0\1\0\0\0\2\0\0\0"                                  /* longs */
        "\x1f\x10\x06\x10\2\0\0\0\2\0\0\0a\0\0\0\4\0\0\0b\0c\0"                     /* strings */
        "\x03\0\x07\x80\1\2\3\4\5\6\7\x8\1\2\3\4\5\6\7\x8\0\0\0\0\5\0\0\0\1\0\0\0"; /* by number */
    struct ls_buf out = {.limit = MAX}, properties = {.limit = MAX};
    (void)state;
    ls_tnef_count(&properties, 8);
    must(ls_buf_add(&properties, numbers, sizeof numbers - 1));
    ls_tnef_named(&properties, 0x8008, "Grade", "last");
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00069003, properties.at, properties.n);
    LS_VEC_FINI(&properties);
    assert_made(&out, "part property utf-16le\ntext \"a\\nbc\\nGrade|last\\r\"\nend\n");
}

/* However many values are left out, one gap says so. */
static void too_many_values_are_one_gap(void **state)
{
    enum { VALUES = LS_MAPI_VALUES_MAX + 3 };
    struct ls_buf out = {.limit = MAX}, properties = {.limit = MAX};
    (void)state;
    ls_tnef_count(&properties, 1);
    ls_tnef_count(&properties, 0x1006101F);
    ls_tnef_count(&properties, VALUES);
    for (unsigned i = 0; i < VALUES; i++)
        must(ls_buf_add(&properties, "\2\0\0\0a\0\0\0", 8));
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00069003, properties.at, properties.n);
    LS_VEC_FINI(&properties);
    assert_made(&out, "gap \"\" entry_limit (properties of a message)\n"
                      "part property utf-16le\ntext \"a\"\nend\n");
}

static void what_is_cut_is_told_so_far(void **state)
{
    struct ls_buf out = {.limit = MAX};
    (void)state;
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00018004, "subject", 7);
    out.n -= 5;
    assert_made(&out, "part subject\ntext \"subj\"\ngap \"\" truncated\nend\n");
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00018004, "subject", 7);
    must(ls_buf_str(&out, "no attribute"));
    assert_made(&out, "part subject\ntext \"subject\"\ngap \"\" malformed\nend\n");
    ls_tnef_begin(&out);
    ls_tnef_attribute(&out, 1, 0x00069003, "\2\0\0\0\x1f\0\x37\0\1\0\0\0\x40\0\0\0h\0e\0y\0", 22);
    assert_made(&out, "part subject utf-16le\ntext \"hey\"\ngap \"\" malformed\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(old_attributes_are_told),
        cmocka_unit_test(properties_of_every_type_are_passed_over),
        cmocka_unit_test(too_many_values_are_one_gap),
        cmocka_unit_test(what_is_cut_is_told_so_far),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
