/* SPDX-License-Identifier: Apache-2.0 */
/* Hangul documents, version 5: which texts are told, and where. */
#include "formats/hwp.h"

#include "base/alloc.h"
#include "generate/hwp_writer.h"
#include "generate/must.h"
#include "says.h"

enum { MAX = 1 << 22 };

static void assert_hwp_says(const struct ls_hwp_texts *texts, const char *expected)
{
    struct ls_buf file = {.limit = MAX};
    ls_hwp_make(texts, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

static void text_and_what_stands_in_it(void **state)
{
    (void)state;
    const struct ls_hwp_texts texts = {.text = "\u673a\u5bc6",
                                       .header = "head",
                                       .footnote = "foot",
                                       .comment = "remark",
                                       .box = "box",
                                       .cell = "d"};
    for (int plain = 0; plain < 2; plain++) {
        struct ls_hwp_texts t = texts;
        t.plain = plain;
        assert_hwp_says(&t, "part body utf-16le\ntext \"\u673a\u5bc6\\na|b\\rc|d\\rend\"\n"
                            "part header utf-16le\ntext \"head\"\n"
                            "part text-box utf-16le\ntext \"box\"\n"
                            "part footnote utf-16le\ntext \"foot\"\n"
                            "part comment utf-16le\ntext \"remark\"\n"
                            "end\n");
    }
}

/* Strings in controls, which have no paragraphs. */
static void text_that_controls_say(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.ruby = "over", .overlap = "ring"},
                    "part body utf-16le\ntext \"one\\nr\\nover\\nring\\nend\"\nend\n");
    assert_hwp_says(&(struct ls_hwp_texts){.field = "hint", .formula = "a over b"},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "part formula utf-16le\ntext \"a over b\"\n"
                    "part field utf-16le\ntext \"hint\"\nend\n");
}

/* The sections are counted from 0; what is there is told. */
static void a_section_that_is_missing_is_a_gap(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.late = true},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "gap \"\" malformed (a section that is missing)\nend\n");
}

static void objects_stand_behind_their_size(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.object = "compound", .object_len = 8},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "child \"BinData/BIN0001.OLE\" 8 bytes \"compound\"\nend\n");
}

/* Earlier versions are packed as the document is. */
static void earlier_versions_are_told(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.before = "version"},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "child \"DocHistory/VersionLog0\" 7 bytes \"version\"\nend\n");
    assert_hwp_says(&(struct ls_hwp_texts){.before = "version", .plain = true},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "child \"DocHistory/VersionLog0\" 7 bytes \"version\"\nend\n");
}

/* The section behind it is told. */
static void a_damaged_section_is_a_gap(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.cut = true},
                    "part body utf-16le\ntext \"one\\nend\"\n"
                    "gap \"\" malformed (records that are damaged)\nend\n");
}

static void locked_documents_are_gaps(void **state)
{
    (void)state;
    assert_hwp_says(&(struct ls_hwp_texts){.flags = 2},
                    "gap \"\" encrypted (Hangul document (HWP))\nend\n");
    assert_hwp_says(&(struct ls_hwp_texts){.flags = 4},
                    "gap \"\" encrypted (Hangul document for distribution)\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_and_what_stands_in_it),
        cmocka_unit_test(text_that_controls_say),
        cmocka_unit_test(a_section_that_is_missing_is_a_gap),
        cmocka_unit_test(objects_stand_behind_their_size),
        cmocka_unit_test(earlier_versions_are_told),
        cmocka_unit_test(a_damaged_section_is_a_gap),
        cmocka_unit_test(locked_documents_are_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
