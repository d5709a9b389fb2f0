/* SPDX-License-Identifier: Apache-2.0 */
/* Property sets in compound files: what is told of them, and in which charset. */
#include "formats/ole_props.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "generate/props_writer.h"
#include "says.h"

enum { MAX = 1 << 20 };

#define SUMMARY "\005SummaryInformation"
#define DOCUMENT "\005DocumentSummaryInformation"
#define UNKNOWN "gap \"\" unsupported (OLE compound file)\n"

static void assert_file_says(const char *name, const struct ls_buf *set, const char *expected)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, name, set->at, set->n);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

static void strings_have_the_code_page(void **state)
{
    (void)state;
    struct ls_props_writer w;
    struct ls_buf set = {.limit = MAX};
    ls_props_begin(&w, 936);
    ls_props_string(&w, 2, "\xbb\xfa\xc3\xdc", 4); /* in GBK */
    ls_props_string(&w, 4, "li", 2);
    ls_props_end(&w, &set);
    assert_file_says(SUMMARY, &set,
                     UNKNOWN "part property gb18030\ntext \"\u673a\u5bc6\\nli\"\nend\n");
    LS_VEC_FINI(&set);
}

static void strings_may_be_utf_16(void **state)
{
    (void)state;
    struct ls_props_writer w;
    struct ls_buf set = {.limit = MAX};
    ls_props_begin(&w, 1200);
    ls_props_string(&w, 2, "\x3a\x67\xc6\x5b", 4);
    ls_props_end(&w, &set);
    assert_file_says(SUMMARY, &set, UNKNOWN "part property utf-16le\ntext \"\u673a\u5bc6\"\nend\n");
    LS_VEC_FINI(&set);
}

/* What has a name is a row of two cells, numbers too. */
static void properties_have_names(void **state)
{
    (void)state;
    struct ls_props_writer w;
    struct ls_buf set = {.limit = MAX};
    ls_props_begin(&w, 936);
    ls_props_string(&w, 2, "\xbb\xfa\xc3\xdc", 4);
    ls_props_value(&w, 3, 3, "\x07\0\0\0", 4);
    ls_props_value(&w, 5, 3, "\x08\0\0\0", 4); /* no name */
    ls_props_name(&w, 2, "\xc3\xdc\xbc\xb6", 4);
    ls_props_name(&w, 3, "\xc6\xda", 2);
    ls_props_name(&w, 9, "nothing", 7);
    ls_props_end(&w, &set);
    assert_file_says(DOCUMENT, &set,
                     UNKNOWN "part property gb18030\ntext \"\u5bc6\u7ea7|\u673a\u5bc6\\r\u671f|7\\r"
                             "nothing\"\nend\n");
    LS_VEC_FINI(&set);
    ls_props_begin(&w, 1200);
    ls_props_string(&w, 2, "a\0b\0", 4);
    ls_props_string(&w, 3, "c\0", 2);
    ls_props_name(&w, 2, "x\0y\0", 4);
    ls_props_name(&w, 3, "z\0", 2);
    ls_props_end(&w, &set);
    assert_file_says(DOCUMENT, &set, UNKNOWN "part property utf-16le\ntext \"xy|ab\\rz|c\"\nend\n");
    LS_VEC_FINI(&set);
}

/* Strings side by side without padding, as Office writes them, and with it. */
static void vectors_are_read(void **state)
{
    (void)state;
    struct ls_props_writer w;
    struct ls_buf set = {.limit = MAX};
    ls_props_begin(&w, 1252);
    ls_props_value(&w, 13, 0x101E, "\x02\0\0\0\x03\0\0\0ab\0\x02\0\0\0c", 17);
    ls_props_value(&w, 14, 0x101E, "\x02\0\0\0\x03\0\0\0de\0\0\x02\0\0\0f", 18);
    ls_props_value(&w, 12, 0x100C, "\x02\0\0\0\x1e\0\0\0\x02\0\0\0g\0\x03\0\0\0\x01\0\0\0", 22);
    ls_props_value(&w, 15, 0x101F, "\x02\0\0\0\x01\0\0\0h\0\0\0\x01\0\0\0i\0\0\0", 20);
    ls_props_end(&w, &set);
    assert_file_says(DOCUMENT, &set,
                     UNKNOWN
                     "part property windows-1252\ntext \"ab\\nc\\nde\\nf\\ng\\nh\\ni\"\nend\n");
    LS_VEC_FINI(&set);
}

static void a_damaged_set_is_a_gap(void **state)
{
    (void)state;
    struct ls_props_writer w;
    struct ls_buf set = {.limit = MAX};
    ls_props_begin(&w, 1252);
    ls_props_value(&w, 2, 30, "\xff\xff\0\0kept", 8);
    ls_props_end(&w, &set);
    assert_file_says(SUMMARY, &set,
                     UNKNOWN "part property windows-1252\ntext \"kept\"\n"
                             "gap \"\" malformed (a property set that is damaged)\nend\n");
    LS_VEC_FINI(&set);
}

/* A stream with such a name that is none is told as bytes. */
static void what_is_no_set_is_bytes(void **state)
{
    (void)state;
    struct ls_buf set = {.at = (char[]){"hello"}, .n = 5};
    assert_file_says(SUMMARY, &set,
                     UNKNOWN "child \"SummaryInformation\" 5 bytes \"hello\"\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_have_the_code_page), cmocka_unit_test(strings_may_be_utf_16),
        cmocka_unit_test(properties_have_names),      cmocka_unit_test(vectors_are_read),
        cmocka_unit_test(a_damaged_set_is_a_gap),     cmocka_unit_test(what_is_no_set_is_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
