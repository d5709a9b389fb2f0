/* SPDX-License-Identifier: Apache-2.0 */
/* Linked objects: the paths and addresses that they lead to. */
#include "formats/ole_link.h"

#include "base/alloc.h"
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "says.h"

enum { MAX = 1 << 20 };

#define UNKNOWN "gap \"\" unsupported (OLE compound file)\n"
#define HEAD "\1\0\0\2\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x50\0\0\0"
#define PATH "\3\3\0\0\0\0\0\0\xc0\0\0\0\0\0\0\x46\0\0\6\0\0\0C:\\b.\0"
#define ODD_PATH "\3\3\0\0\0\0\0\0\xc0\0\0\0\0\0\0\x46\0\0\6\0\0\0C:\\\xff.\0"
#define BETWEEN "\xff\xff\xad\xde\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define WIDE "\x0c\0\0\0\6\0\0\0\3\0C\0:\0\x3a\x67"
#define NARROW "\0\0\0\0"
#define ADDRESS_ID "\xe0\xc9\xea\x79\xf9\xba\xce\x11\x8c\x82\0\xaa\0\x4b\xa9\x0b"
#define ADDRESS ADDRESS_ID "\4\0\0\0u\0\0\0"

static void assert_link_says(const void *bytes, size_t len, const char *expected)
{
    struct ls_cfb_writer w;
    struct ls_buf file = {.limit = MAX};
    ls_cfb_begin(&w);
    ls_cfb_stream(&w, 0, "\001CompObj", "\1\0\xfe\xff", 4);
    ls_cfb_stream(&w, 0, "\001Ole", bytes, len);
    ls_cfb_end(&w, &file);
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find("ole"), file.at, file.n), expected);
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
}

static void links_are_properties(void **state)
{
    (void)state;
    static const char link[] = HEAD PATH BETWEEN WIDE ADDRESS, old[] = HEAD PATH BETWEEN NARROW;
    static const char odd[] = HEAD ODD_PATH BETWEEN NARROW;
    assert_link_says(link, sizeof link - 1,
                     UNKNOWN "part property utf-16le\ntext \"C:\u673a\\nu\"\nend\n");
    assert_link_says(old, sizeof old - 1, UNKNOWN "part property utf-16le\ntext \"C:\\b.\"\nend\n");
    assert_link_says(odd, sizeof odd - 1,
                     UNKNOWN "part property utf-16le\ntext \"C:\\\u00ff.\"\nend\n");
}

/* Addresses of some programs are longer than any path. */
static void a_long_address_is_told(void **state)
{
    enum { LEN = 3000 };
    struct ls_buf link = {.limit = MAX}, expected = {.limit = MAX};
    (void)state;
    must(ls_buf_add(&link, HEAD ADDRESS_ID "\x70\x17\0\0",
                    sizeof(HEAD ADDRESS_ID "\x70\x17\0\0") - 1));
    must(ls_buf_str(&expected, UNKNOWN "part property utf-16le\ntext \""));
    for (int i = 0; i < LEN; i++) {
        must(ls_buf_add(&link, "u", 2));
        must(ls_buf_char(&expected, 'u'));
    }
    must(ls_buf_add(&expected, "\"\nend\n", sizeof "\"\nend\n"));
    assert_link_says(link.at, link.n, expected.at);
    LS_VEC_FINI(&link);
    LS_VEC_FINI(&expected);
}

/* What is embedded says nothing, nor does its class. */
static void others_are_silent(void **state)
{
    (void)state;
    assert_link_says("\1\0\0\2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20, UNKNOWN "end\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_are_properties),
        cmocka_unit_test(a_long_address_is_told),
        cmocka_unit_test(others_are_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
