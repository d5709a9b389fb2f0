/* SPDX-License-Identifier: Apache-2.0 */
/*
 * formats/format_text.c: which texts it claims, and what it says of them.
 */
#include "transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_says(const void *bytes, size_t len, const char *says)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, NULL, bytes, len), says);
    assert_int_equal(t.pieces_unmapped, 0);
    ls_transcript_free(&t);
}

#define SAYS(bytes, says) assert_says(bytes, sizeof(bytes) - 1, says)

static void texts_with_evidence(void **state)
{
    (void)state;
    SAYS("\xFF\xFE\0\0\x3A\x67\0\0\xC6\x5B\0\0a\0\0\0", "part - utf-32le\ntext \"机密a\"\nend\n");
    SAYS("\0\0\x67\x3A\0\0\x5B\xC6\0\0\0a\0\0\0\n", "part - utf-32be\ntext \"机密a\\n\"\nend\n");
    SAYS("x\r\n\x1B$)A\x0E;zC\\!o\x0F\f10\rb",
         "part - iso-2022-cn\ntext \"x\\n机密★\\f10\\nb\"\nend\n");
    SAYS("a \x1B$B6KHk\x1B(B b", "part - iso-2022-jp\ntext \"a 極秘 b\"\nend\n");
    SAYS("\x1B$)C\n\x0E\x31\x62\x39\x50\x0F x\n",
         "part - iso-2022-kr\ntext \"\\n기밀 x\\n\"\nend\n");
    SAYS("a ~{;zC\\~} ~~ b\n", "part - hz-gb-2312\ntext \"a 机密 ~ b\\n\"\nend\n");
    SAYS("mark: +Zzpbxg- +JgU-10\n", "part - utf-7\ntext \"mark: 机密 ★10\\n\"\nend\n");
}

static void texts_without(void **state)
{
    (void)state;
    SAYS("a+b-c d+e f+Zzpb- +49-30-901820 C++ g+=h-- +test-\n", "no format\n");
    SAYS("~{ a ~} b ~{not this~} ~~ ~{\n", "no format\n");
    SAYS("\x1B[31mred\x1B[0m \x1B$ \x1B(B\n", "no format\n");
    SAYS("机密 \x1B$)A\x0E;z\x0F\n", "no format\n");
    SAYS("\0\0\0\0\0\0\0\0\0\0\0\0", "no format\n");
    SAYS("\x7F"
         "ELF\0\0\0\0\0\0\0\0\x1B$)A",
         "no format\n");
    SAYS("", "no format\n");
}

/* Characters are whole wherever a piece of the text ends. */
static void long_texts(void **state)
{
    static char bytes[100000];
    struct ls_transcript t = {.check_verbatim = true};
    (void)state;
    for (size_t i = 0; i + 16 <= sizeof bytes; i += 16)
        memcpy(bytes + i, "ab ~{;zC\\~} cd.\n", 16);
    const char *says = ls_transcript_run(&t, NULL, bytes, sizeof bytes);
    assert_non_null(strstr(says, "ab 机密 cd.\\nab 机密 cd.\\n"));
    size_t n = 0;
    for (const char *p = says; (p = strstr(p, "ab 机密 cd.\\n")); p++)
        n++;
    assert_int_equal(n, sizeof bytes / 16);
    ls_transcript_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_with_evidence),
        cmocka_unit_test(texts_without),
        cmocka_unit_test(long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
