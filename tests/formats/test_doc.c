/* SPDX-License-Identifier: Apache-2.0 */
/* Word documents: where text stands, whole files and broken ones. */
#include "base/alloc.h"
#include "generate/doc_writer.h"
#include "generate/must.h"
#include "says.h"

enum { MAX = 1 << 24, ENCRYPTED = 0x0100, OBFUSCATED = 0x8000 };

#define RUNS(runs_) .runs = runs_, .runs_n = sizeof runs_ / sizeof *runs_
#define ONE_RUN(text) ((const struct ls_doc_run[]){{LS_DOC_BODY, text, 0}})
#define BODY(text) .runs = ONE_RUN(text), .runs_n = 1

static void assert_bytes_say(const struct ls_buf *file, const char *expected)
{
    for (int away = 0; away < 2; away++) {
        struct ls_transcript t = {.away = away, .check_verbatim = true};
        assert_string_equal(ls_transcript_run(&t, NULL, file->at, file->n), expected);
        ls_transcript_free(&t);
    }
}

static void assert_spec_says(const struct ls_doc_spec *spec, const char *expected)
{
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(spec, &file);
    assert_bytes_say(&file, expected);
    LS_VEC_FINI(&file);
}

static void stories_have_their_parts(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "one\rtwo\vthree\r\f", 0},
        {LS_DOC_BODY,
         "soft\x1f"
         "hyphen, hard\x1e"
         "hyphen\r",
         0},
        {LS_DOC_FOOTNOTE, "\x02 footnote\r", 0},
        {LS_DOC_HEADER, "header\r", 0},
        {LS_DOC_FOOTER, "footer\r", 0},
        {LS_DOC_COMMENT,
         "\x05"
         "comment\r",
         0},
        {LS_DOC_ENDNOTE, "\x02 endnote\r", 0},
        {LS_DOC_BOX, "box\r", 0},
        {LS_DOC_NO_STORY, "nowhere\r", 0},
    };
    const struct ls_doc_spec spec = {RUNS(runs)};
    assert_spec_says(&spec, "part body utf-16le\n"
                            "text \"one\\ntwo\\nthree\\fsofthyphen, hard-hyphen\"\n"
                            "part footnote utf-16le\ntext \" footnote\"\n"
                            "part header utf-16le\ntext \"header\"\n"
                            "part footer utf-16le\ntext \"footer\"\n"
                            "part comment utf-16le\ntext \"comment\"\n"
                            "part endnote utf-16le\ntext \" endnote\"\n"
                            "part text-box utf-16le\ntext \"box\"\n"
                            "part hidden utf-16le\ntext \"nowhere\"\n"
                            "end\n");
}

static void looks_put_text_aside(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "a", 0},
        {LS_DOC_BODY, "deleted", LS_DOC_DELETED},
        {LS_DOC_BODY, "b", LS_DOC_NARROW},
        {LS_DOC_BODY, "hidden", LS_DOC_HIDDEN},
        {LS_DOC_BODY, "c\r", 0},
        {LS_DOC_BODY, "by style", LS_DOC_HIDDEN_STYLE},
        {LS_DOC_BODY, "d", LS_DOC_HIDDEN_STYLE | LS_DOC_SHOWN},
        {LS_DOC_BODY, "by piece", LS_DOC_HIDDEN_PIECE | LS_DOC_NARROW},
        {LS_DOC_BODY, "(", LS_DOC_STAR},
        {LS_DOC_BODY, "(e)\r", 0},
    };
    const struct ls_doc_spec spec = {RUNS(runs)};
    assert_spec_says(&spec, "part body utf-16le\ntext \"abc\\nd\xe2\x98\x85(e)\"\n"
                            "part deletion utf-16le\ntext \"deleted\"\n"
                            "part hidden utf-16le\ntext \"hidden\\nby style\\nby piece\"\n"
                            "end\n");
}

static void fields_have_a_code_and_a_result(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\x13 IF \x13 PAGE \x14"
                                          "1\x15 > 0 \"x\" \x14result \x13 DATE \x14today\x15.\x15"
                                          "b\r"
                                          "\x15"
                                          "c\x14"
                                          "d\r")};
    assert_spec_says(&spec, "part body utf-16le\ntext \"aresult today.b\\ncd\"\n"
                            "part field utf-16le\n"
                            "text \" IF \\n PAGE \\n1\\n > 0 \"x\" \\n DATE \\n\"\n"
                            "end\n");
}

static void cells_and_rows_end(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "a\rb\ac\a", 0}, {LS_DOC_BODY, "\a", LS_DOC_ROW_END},
        {LS_DOC_BODY, "\ad\a", 0},     {LS_DOC_BODY, "\a", LS_DOC_ROW_END},
        {LS_DOC_BODY, "e\r", 0},
    };
    const struct ls_doc_spec spec = {RUNS(runs)};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\\nb|c\\r|d\\re\"\nend\n");
}

/* Word 6 and 95: the charset is that of the language; two marks in a row end a row. */
static void old_documents_are_read(void **state)
{
    (void)state;
    const struct ls_doc_spec chinese = {BODY("a\a\xbb\xfa\xc3\xdc\a\a"
                                             "b\r"),
                                        .old = true};
    assert_spec_says(&chinese, "part body gb18030\ntext \"a|\xe6\x9c\xba\xe5\xaf\x86\\rb\"\nend\n");
    const struct ls_doc_spec russian = {BODY("\xd1\xee\xe2\r"), .old = true, .lid = 0x0419};
    assert_spec_says(&russian, "part body windows-1251\ntext \"\xd0\xa1\xd0\xbe\xd0\xb2\"\nend\n");
    const struct ls_doc_spec mistaken = {BODY("\xbb\xfa\xc3\xdc\r"), .old = true, .lid = 0x0409};
    assert_spec_says(&mistaken, "part body windows-1252\ntext \"\xe6\x9c\xba\xe5\xaf\x86\"\nend\n");
}

static void offsets_are_those_of_the_file(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "\xe6\x9c\xba", 0},
        {LS_DOC_BODY, "10", LS_DOC_NARROW},
        {LS_DOC_BODY, "\xe5\xb9\xb4\r", 0},
    };
    const struct ls_doc_spec spec = {RUNS(runs)};
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t = {.with_offsets = true, .check_verbatim = true};
    ls_doc_write(&spec, &file);
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n),
                        "part body utf-16le\n"
                        "text \"\xe6\x9c\xba\"\n  @1536..1538\n"
                        "text \"10\"\n  @1538..1540 verbatim\n"
                        "text \"\xe5\xb9\xb4\"\n  @1540..1542\n"
                        "end\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Sectors of a stream apart from each other: each piece of text still leads to its bytes. */
static void scattered_text_leads_back(void **state)
{
    (void)state;
    char text[3000];
    for (size_t i = 0; i + 1 < sizeof text; i++)
        text[i] = i % 50 == 49 ? '\r' : (char)('a' + i * 7 % 26);
    text[sizeof text - 1] = '\0';
    const struct ls_doc_run runs[] = {{LS_DOC_BODY, text, LS_DOC_NARROW}};
    const struct ls_doc_spec spec = {RUNS(runs)};
    struct ls_buf file = {.limit = MAX};
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    w.scattered = true;
    ls_doc_streams(&spec, &w, 0);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    assert_non_null(strstr(says, "part body windows-1252\ntext \"ahovcjqxelszgnub"));
    assert_true(t.pieces_mapped >= 60);
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Letters with small ones over them, in a ring, two in the room of one: [word_eq.h]. */
static void letters_over_each_other_are_text(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\x13 EQ \\* jc2 \\o\\ad(\\s\\up 9(small),\u673a) \x15"
                                          "\x13 EQ \\o\\ac(\u25cb,\u5bc6)\x15z\r")};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\u673a\u5bc6z\"\n"
                            "part field utf-16le\n"
                            "text \" EQ \\* jc2 \\o\\ad(\\s\\up 9(small),\\n"
                            ") \\n EQ \\o\\ac(\u25cb,\\n)\\n\"\nend\n");
}

static void names_stand_beside_the_text(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "\x01", LS_DOC_FORM},
        {LS_DOC_BODY, "\x01", LS_DOC_PICTURE},
        {LS_DOC_BODY, "a\r", 0},
    };
    static const struct ls_doc_run entry_runs[] = {{LS_DOC_BODY, "entry\r", 0}};
    const struct ls_doc_spec entry = {RUNS(entry_runs), .author = "somebody", .bookmark = "_Toc1"};
    const struct ls_doc_spec spec = {
        RUNS(runs),
        .bookmark = "mark",
        .title = "a title",
        .author = "somebody",
        .variable = "value",
        .word_art = "draft",
        .picture_text = "a picture",
        .form_help = "help",
        .glossary = &entry,
        .shape_name = "shape",
    };
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\"\n"
                            "part watermark utf-16le\ntext \"draft\\n\"\n"
                            "part alt-text utf-16le\ntext \"shape\\n\"\n"
                            "part alt-text utf-16le\ntext \"a picture\\n\"\n"
                            "part field utf-16le\ntext \"help\\n\"\n"
                            "part name utf-16le\ntext \"mark\"\n"
                            "part property utf-16le\ntext \"a title\"\n"
                            "part property utf-16le\ntext \"v\\nvalue\"\n"
                            "part property utf-16le\ntext \"somebody\"\n"
                            "part template utf-16le\ntext \"entry\"\n"
                            "end\n");
}

/* The title stands in the properties of the file as well, which others read. */
static void lists_have_texts(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\r"), .list = "第", .list_override = "item "};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\"\n"
                            "part field utf-16le\ntext \"第第\\nitem item \"\nend\n");
}

static void a_title_is_told_once(void **state)
{
    (void)state;
    static const char summary[] = "....a title\0\0";
    const struct ls_doc_spec spec = {BODY("a\r"), .title = "a title"};
    struct ls_buf file = {.limit = MAX};
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    ls_doc_streams(&spec, &w, 0);
    ls_cfb_stream(&w, 0, "\005SummaryInformation", summary, sizeof summary);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_null(strstr(ls_transcript_run(&t, NULL, file.at, file.n), "part property utf-16le"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Words that no piece has; other bytes are no words. */
static void what_was_there_before_is_told(void **state)
{
    (void)state;
    static const struct ls_doc_run runs[] = {
        {LS_DOC_BODY, "a\r", 0},
        {LS_DOC_BODY, "the old text in words", LS_DOC_GONE | LS_DOC_NARROW},
        {LS_DOC_BODY, "\x01\x02~^%$#@!+=\x03|\x04", LS_DOC_GONE | LS_DOC_NARROW},
        {LS_DOC_BODY, "\xe5\x86\x85\xe9\x83\xa8\xe6\x96\x87\xe4\xbb\xb6", LS_DOC_GONE},
        {LS_DOC_BODY, "\xe5\x9a\x9e\xe5\x9a\x9f\xe5\x9a\xa0\xe5\x9a\xa1", LS_DOC_GONE},
    };
    const struct ls_doc_spec spec = {RUNS(runs)};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\"\n"
                            "part deletion windows-1252\ntext \"the old text in words\"\n"
                            "part deletion utf-16le\n"
                            "text \"\xe5\x86\x85\xe9\x83\xa8\xe6\x96\x87\xe4\xbb\xb6\"\n"
                            "end\n");
}

/* ---- what cannot be read, and what is broken ---------------------------------------------------
 */

static void ciphers_are_named(void **state)
{
    (void)state;
    const struct ls_doc_spec rc4 = {BODY("a\r"), .flags = ENCRYPTED, .no_table = true};
    const struct ls_doc_spec obfuscated = {BODY("a\r"), .flags = ENCRYPTED | OBFUSCATED};
    const struct ls_doc_spec *specs[] = {&rc4, &obfuscated};
    static const char *const says[] = {"gap \"\" encrypted (Word document, RC4)\n",
                                       "gap \"\" encrypted (Word document, XOR obfuscation)\n"};
    for (size_t i = 0; i < 2; i++) {
        struct ls_buf file = {.limit = MAX};
        struct ls_transcript t = {.check_verbatim = true};
        ls_doc_write(specs[i], &file);
        const char *got = ls_transcript_run(&t, NULL, file.at, file.n);
        assert_int_equal(strncmp(got, says[i], strlen(says[i])), 0);
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
    }
}

static void the_other_table_will_do(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\r"), .other_table = true};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\"\nend\n");
}

static void pieces_out_of_order_are_a_gap(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\r"), .backwards = true};
    assert_spec_says(&spec, "part body utf-16le\ntext \"a\"\n"
                            "gap \"\" malformed (pieces of text that are out of order)\nend\n");
}

static void more_pieces_than_are_read_are_a_gap(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\r"), .again = 1 << 20};
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(&spec, &file);
    struct ls_transcript t = {.check_verbatim = true};
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    static const char begin[] = "part body utf-16le\ntext \"a\"\n"
                                "part hidden utf-16le\ntext \"aaaa";
    assert_memory_equal(says, begin, sizeof begin - 1);
    assert_non_null(strstr(says, "gap \"\" entry_limit (pieces of text, or pictures, of a "
                                 "document)\nend\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Without any table the text is where the FIB says that it begins. */
static void without_a_table_text_is_in_one_piece(void **state)
{
    (void)state;
    const struct ls_doc_spec wide = {BODY("one\rtwo\r"), .no_table = true};
    assert_spec_says(&wide, "part body utf-16le\ntext \"one\\ntwo\"\nend\n");
}

/* Bytes of WordDocument, changed: found in the file by what stands before them. */
static void set32_in(struct ls_buf *file, size_t off, uint32_t v)
{
    for (size_t i = 0; i < 4; i++)
        file->at[512 + off + i] = (char)(v >> 8 * i);
}

static void a_story_may_lie_about_its_length(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("one\rtwo\r")};
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(&spec, &file);
    set32_in(&file, 0x4C, 4);
    assert_bytes_say(&file, "part body utf-16le\ntext \"one\"\n"
                            "part hidden utf-16le\ntext \"two\"\nend\n");
    set32_in(&file, 0x4C, 0x7FFFFFFF);
    assert_bytes_say(&file, "part body utf-16le\ntext \"one\\ntwo\"\nend\n");
    LS_VEC_FINI(&file);
}

static void text_that_is_missing_is_a_gap(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("one\rtwo\r"), .no_table = true};
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(&spec, &file);
    set32_in(&file, 0x4C, 100000);
    struct ls_transcript t = {.check_verbatim = true};
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    assert_non_null(strstr(says, "text \"one\\ntwo"));
    assert_non_null(strstr(says, "gap \"\" truncated (text that the document should have is not "
                                 "there)\nend\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

static void nothing_known_is_told_as_what_looks_like_text(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("one two three\r"), .no_table = true};
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(&spec, &file);
    set32_in(&file, 0x4C, 0);
    assert_bytes_say(&file, "part body utf-16le\ntext \"one two three\"\n"
                            "gap \"\" malformed (no table of the document's pieces)\nend\n");
    LS_VEC_FINI(&file);
}

static void other_versions_are_unsupported(void **state)
{
    (void)state;
    const struct ls_doc_spec spec = {BODY("a\r"), .old = true};
    struct ls_buf file = {.limit = MAX};
    ls_doc_write(&spec, &file);
    set32_in(&file, 0, 0x002DA5DB); /* Word 2 */
    struct ls_transcript t = {.check_verbatim = true};
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    assert_non_null(strstr(says, "gap \"\" unsupported (Word document of an unknown version)\n"
                                 "child \"WordDocument\""));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stories_have_their_parts),
        cmocka_unit_test(looks_put_text_aside),
        cmocka_unit_test(fields_have_a_code_and_a_result),
        cmocka_unit_test(cells_and_rows_end),
        cmocka_unit_test(old_documents_are_read),
        cmocka_unit_test(offsets_are_those_of_the_file),
        cmocka_unit_test(scattered_text_leads_back),
        cmocka_unit_test(letters_over_each_other_are_text),
        cmocka_unit_test(names_stand_beside_the_text),
        cmocka_unit_test(lists_have_texts),
        cmocka_unit_test(a_title_is_told_once),
        cmocka_unit_test(what_was_there_before_is_told),
        cmocka_unit_test(ciphers_are_named),
        cmocka_unit_test(the_other_table_will_do),
        cmocka_unit_test(pieces_out_of_order_are_a_gap),
        cmocka_unit_test(more_pieces_than_are_read_are_a_gap),
        cmocka_unit_test(without_a_table_text_is_in_one_piece),
        cmocka_unit_test(a_story_may_lie_about_its_length),
        cmocka_unit_test(text_that_is_missing_is_a_gap),
        cmocka_unit_test(nothing_known_is_told_as_what_looks_like_text),
        cmocka_unit_test(other_versions_are_unsupported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
