/* SPDX-License-Identifier: Apache-2.0 */
/* Outlook messages: what is told of which property, and what only once. */
#include "says.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/outlook.h"

enum { MAX = 1 << 20 };

/* Ends the file that is being written and compares what is said of it. */
static void assert_written(struct ls_cfb_writer *w, const char *expected)
{
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t = {.check_verbatim = true};
    ls_cfb_end(w, &file);
    assert_string_equal(ls_transcript_bid(file.at, file.n)->name, "msg");
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

static void begin(struct ls_cfb_writer *w, const char *named, uint32_t page)
{
    ls_msg_begin(w, named);
    ls_msg_numbers(w, 0, page);
}

static void each_property_has_its_part(void **state)
{
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, "Grade", 0);
    ls_msg_text(&w, 0, 0x3FFA, "last");
    ls_msg_text(&w, 0, 0x0C1A, "sender");
    ls_msg_text(&w, 0, 0x1000, "one\r\ntwo");
    ls_msg_text(&w, 0, 0x0037, "subject");
    ls_msg_text(&w, 0, 0x8000, "named");
    ls_msg_text(&w, ls_msg_recipient(&w, 0, 0), 0x3001, "recipient");
    ls_msg_bytes(&w, 0, 0x3013000B, "\1\2", 2); /* not a string */
    assert_written(&w, "part subject utf-16le\ntext \"subject\"\n"
                       "part body utf-16le\ntext \"one\\ntwo\"\n"
                       "part mail-header utf-16le\ntext \"recipient\\nsender\"\n"
                       "part property utf-16le\ntext \"last\\nGrade|named\\r\"\nend\n");
}

static void what_is_repeated_is_told_once(void **state)
{
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, NULL, 0);
    ls_msg_text(&w, 0, 0x0037, "RE: subject");
    ls_msg_text(&w, 0, 0x003D, "RE: ");
    ls_msg_text(&w, 0, 0x0E1D, "subject");
    ls_msg_text(&w, 0, 0x0070, "subject");
    ls_msg_text(&w, 0, 0x1000, "a body that goes on and on, longer than that");
    ls_msg_text(&w, 0, 0x3FD9, "a body that goes on and on, longer");
    ls_msg_text(&w, 0, 0x0E04, "a b; c");
    ls_msg_text(&w, ls_msg_recipient(&w, 0, 0), 0x3001, "a b");
    ls_msg_text(&w, ls_msg_recipient(&w, 0, 1), 0x3001, "c");
    assert_written(&w, "part subject utf-16le\ntext \"subject\\nRE: \"\n"
                       "part body utf-16le\ntext \"a body that goes on and on, longer than that\"\n"
                       "part mail-header utf-16le\ntext \"a b\\nc\"\nend\n");
}

/* Without its prefix as a property of its own, a subject is told as it is. */
static void no_part_of_a_subject_is_lost(void **state)
{
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, NULL, 0);
    ls_msg_text(&w, 0, 0x0037, "one: two");
    ls_msg_text(&w, 0, 0x0E1D, "two");
    assert_written(&w, "part subject utf-16le\ntext \"two\\none: \"\nend\n");
}

static void bodies_are_children(void **state)
{
    struct ls_cfb_writer w;
    struct ls_buf rtf = {.limit = MAX};
    (void)state;
    begin(&w, NULL, 936);
    ls_lzfu_write("{\\rtf1 hello}", true, &rtf);
    ls_msg_bytes(&w, 0, 0x10090102, rtf.at, rtf.n);
    ls_msg_bytes(&w, 0, 0x10130102, "<p>hello</p>", 12);
    ls_msg_text(
        &w, 0, 0x007D,
        "Microsoft Mail Internet Headers Version 2.0\r\n"
        "Subject: hello\r\nContent-Type: multipart/mixed;\r\n boundary=x\r\nX-A: b\r\n\r\n");
    assert_written(&w,
                   "child \"headers\" 26 bytes \"Subject: hello\\x0d\\nX-A: b\\x0d\\n\\x0d\\n\" as "
                   "eml charset utf-8\n"
                   "child \"body.html\" 12 bytes \"<p>hello</p>\" as html\n"
                   "child \"body.rtf\" 13 bytes \"{\\rtf1 hello}\" as rtf\n"
                   "end\n");
    LS_VEC_FINI(&rtf);
}

static void strings_are_in_their_code_page(void **state)
{
    static const char gbk[] = "\xbb\xfa\xc3\xdc", cyrillic[] = "\xd2\xe0\xe9\xed\xe0";
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, NULL, 936);
    ls_msg_bytes(&w, 0, 0x1000001E, gbk, sizeof gbk); /* with its NUL */
    assert_written(&w, "part body gb18030\ntext \"\u673a\u5bc6\"\nend\n");
    begin(&w, NULL, 1251);
    ls_msg_bytes(&w, 0, 0x1000001E, cyrillic, sizeof cyrillic - 1);
    assert_written(&w, "part body windows-1251\ntext \"\u0422\u0430\u0439\u043d\u0430\"\nend\n");
    begin(&w, NULL, 0); /* the body says what the subject is in */
    ls_msg_bytes(&w, 0, 0x0037001E, "\xbb\xfa", 2);
    ls_msg_bytes(&w, 0, 0x1000001E, "\xd6\xd0\xbb\xaa\xc8\xcb\xc3\xf1\xb9\xb2\xba\xcd\xb9\xfa", 14);
    assert_written(&w, "part subject gb18030\ntext \"\u673a\"\npart body gb18030\n"
                       "text \"\u4e2d\u534e\u4eba\u6c11\u5171\u548c\u56fd\"\nend\n");
}

static void attachments_are_children(void **state)
{
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, NULL, 0);
    uint32_t first = ls_msg_attachment(&w, 0, 0), second = ls_msg_attachment(&w, 0, 1);
    uint32_t third = ls_msg_attachment(&w, 0, 2);
    ls_msg_bytes(&w, first, 0x37010102, "hello", 5);
    ls_msg_text(&w, first, 0x3704, "LONGNA~1.TXT");
    ls_msg_text(&w, first, 0x3707, "long name.txt");
    ls_msg_bytes(&w, second, 0x37010102, "Content-Type: multipart/signed\r\n\r\n", 34);
    ls_msg_text(&w, second, 0x370E, "multipart/signed");
    uint32_t inner = ls_msg_message(&w, third);
    ls_msg_text(&w, inner, 0x0037, "inner");
    struct ls_buf file = {.limit = MAX};
    struct ls_transcript t = {.check_verbatim = true};
    ls_cfb_end(&w, &file);
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    assert_non_null(strstr(says, "text \"LONGNA~1.TXT\\nlong name.txt\"\n"
                                 "child \"long name.txt\" 5 bytes \"hello\"\n"));
    assert_non_null(strstr(says,
                           "child \"attachment\" 34 bytes \"Content-Type: multipart/signed\\x0d\\n"
                           "\\x0d\\n\" as eml\n"));
    assert_null(strstr(says, "gap"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

/* Values of properties with several: each stream one, and one of their lengths. */
static void each_of_several_values_is_told(void **state)
{
    struct ls_cfb_writer w;
    (void)state;
    begin(&w, NULL, 0);
    ls_msg_bytes(&w, 0, 0x8001101F, "\4\0\0\0\4\0\0\0", 8);
    ls_cfb_stream(&w, 0, "__substg1.0_8001101F-00000000", "a\0b\0", 4);
    ls_cfb_stream(&w, 0, "__substg1.0_8001101F-00000001", "c\0d\0", 4);
    assert_written(&w, "part property utf-16le\ntext \"ab\\ncd\"\nend\n");
}

/* A long string comes in pieces and leads back to its bytes. */
static void long_bodies_are_read_to_their_end(void **state)
{
    struct ls_cfb_writer w;
    struct ls_buf text = {.limit = MAX}, file = {.limit = MAX};
    struct ls_transcript t = {.check_verbatim = true};
    (void)state;
    for (int i = 0; i < 9000; i++)
        must(ls_buf_str(&text, "\u673a\u5bc6\n"));
    must(ls_buf_add(&text, "end", 4));
    begin(&w, NULL, 0);
    w.scattered = true;
    ls_msg_text(&w, 0, 0x1000, text.at);
    ls_cfb_end(&w, &file);
    const char *says = ls_transcript_run(&t, NULL, file.at, file.n);
    const char *from = strstr(says, "text \"");
    assert_non_null(from);
    assert_int_equal(strcspn(from + 6, "\""), 9000 * 8 + 3); /* "\n" is two characters there */
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
    LS_VEC_FINI(&text);
    LS_VEC_FINI(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_property_has_its_part),
        cmocka_unit_test(what_is_repeated_is_told_once),
        cmocka_unit_test(no_part_of_a_subject_is_lost),
        cmocka_unit_test(bodies_are_children),
        cmocka_unit_test(strings_are_in_their_code_page),
        cmocka_unit_test(attachments_are_children),
        cmocka_unit_test(each_of_several_values_is_told),
        cmocka_unit_test(long_bodies_are_read_to_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
