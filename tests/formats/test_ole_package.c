/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the Object Packager put into compound files: their names, and what is cut. */
#include "formats/ole1.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "says.h"

#include <stdio.h>

enum { MAX = 1 << 20 };

#define NATIVE "\001Ole10Native"
#define NAMES "\2\0a.txt\0C:\\a.txt\0\0\0\3\0\5\0\0\0t.tx\0"
#define WIDE "\4\0\0\0t\0.\0t\0x\0\1\0\0\0\x32\x75\2\0\0\0C\0\x32\x75"

static void assert_stream_says(const char *parent, const void *bytes, size_t len,
                               const char *expected)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    uint32_t storage = parent ? ls_cfb_storage(&w, 0, parent) : 0;
    ls_cfb_stream(&w, storage, NATIVE, bytes, len);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

#define SAYS(bytes, expected) assert_stream_says(NULL, bytes, sizeof(bytes) - 1, expected)

static void a_file_is_a_child(void **state)
{
    (void)state;
    SAYS("\x2B\0\0\0" NAMES "\5\0\0\0hello" WIDE,
         "part name utf-16le\ntext \"甲\\nC甲\"\nchild \"甲\" 5 bytes \"hello\"\nend\n");
    SAYS("\x2B\0\0\0" NAMES "\5\0\0\0hello",
         "part name utf-16le\ntext \"C:\\a.txt\"\nchild \"a.txt\" 5 bytes \"hello\"\nend\n");
}

static void control_characters_are_no_names(void **state)
{
    (void)state;
    SAYS("\x2B\0\0\0\2\0a.txt\0C:\\\1a\x1f.txt\0\0\0\3\0\5\0\0\0t.tx\0\5\0\0\0hello",
         "part name utf-16le\ntext \"C:\\a.txt\"\nchild \"a.txt\" 5 bytes \"hello\"\nend\n");
}

static void lengths_are_not_believed(void **state)
{
    (void)state;
    SAYS("\0\0\0\0" NAMES "\xFF\xFF\xFF\xFFhello",
         "part name utf-16le\ntext \"C:\\a.txt\"\nchild \"a.txt\" 5 bytes \"hello\"\nend\n");
    SAYS("\0\0\0\0" NAMES "\0\0\0\0\xFF\xFF\xFF\xFF",
         "part name utf-16le\ntext \"C:\\a.txt\"\nend\n");
}

static void other_programs(void **state)
{
    (void)state;
    SAYS("\4\0\0\0BM..", "gap \"Ole10Native\" unsupported (object of an OLE 1 program)\n"
                         "child \"Ole10Native\" 8 bytes \"\\x04\\x00\\x00\\x00BM..\"\nend\n");
    SAYS("\4", "gap \"Ole10Native\" unsupported (object of an OLE 1 program)\n"
               "child \"Ole10Native\" 1 bytes \"\\x04\"\nend\n");
}

/* Streams that are files as they are, and a stream that only has such a name. */
static void files_as_they_are(void **state)
{
    static const uint8_t acrobat[16] = {0x65, 0xCA, 0x01, 0xB8, 0xFC, 0xA1, 0xD0, 0x11,
                                        0x85, 0xAD, 0x44, 0x45, 0x53, 0x54, 0x00, 0x00};
    static const char *const names[] = {"Package", "CONTENTS", "CONTENTS"};
    static const char *const gaps[] = {"", "", "gap \"\" unsupported (Works document)\n"};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct ls_cfb_writer w;
        struct ls_buf file = {.limit = MAX};
        char expected[128];
        ls_cfb_begin(&w);
        ls_cfb_stream(&w, 0, names[i], "abc", 3);
        if (i == 1)
            memcpy(w.entries[0].clsid, acrobat, sizeof acrobat);
        ls_cfb_end(&w, &file);
        snprintf(expected, sizeof expected, "%schild \"%s\" 3 bytes \"abc\"\nend\n", gaps[i],
                 names[i]);
        struct ls_transcript t = {.check_verbatim = true};
        assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n),
                            expected);
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
    }
}

static void an_empty_file_has_nothing_to_tell(void **state)
{
    (void)state;
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n), "end\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Every header that is cut short is none. */
static void headers_cut_short(void **state)
{
    static const char package[] = NAMES "\5\0\0\0";
    static const char object[26] = "\1\5\0\0\2\0\0\0\2\0\0\0A\0\0\0\0\0\0\0\0\0\5";
    struct ls_ole1_package p;
    struct ls_ole1 o;
    (void)state;
    for (size_t len = 0; len < sizeof package - 1; len++)
        assert_false(ls_ole1_package_read(package, len, &p));
    assert_true(ls_ole1_package_read(package, sizeof package - 1, &p));
    assert_int_equal(p.data_off, sizeof package - 1);
    for (size_t len = 0; len < sizeof object; len++)
        assert_false(ls_ole1_read(object, len, &o));
    assert_true(ls_ole1_read(object, sizeof object, &o));
    assert_int_equal(o.native_off, sizeof object);
    assert_int_equal(o.native_len, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_a_child),
        cmocka_unit_test(control_characters_are_no_names),
        cmocka_unit_test(lengths_are_not_believed),
        cmocka_unit_test(other_programs),
        cmocka_unit_test(files_as_they_are),
        cmocka_unit_test(an_empty_file_has_nothing_to_tell),
        cmocka_unit_test(headers_cut_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
