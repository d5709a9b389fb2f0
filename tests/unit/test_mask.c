/* SPDX-License-Identifier: Apache-2.0 */
/* Masks hide what they should, whatever the length of the text. */
#include "engine/mask.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void check(const char *text, const char *mask, const char *want)
{
    struct ls_buf out = {.limit = 1000};
    struct ls_str s = {text, strlen(text)};
    assert_int_equal(ls_mask_text(s, mask, &out).reach, LS_OK);
    assert_int_equal(ls_buf_char(&out, '\0').reach, LS_OK);
    assert_string_equal(out.at, want);
    LS_VEC_FINI(&out);
}

static void ends_stay_and_the_middle_goes(void **state)
{
    (void)state;
    check("abcdefghij", "xx***yyy", "ab*****hij");
    check("abcdef", "xx***yyy", "ab*def");
    check("甲乙丙丁", "甲*丁", "甲**丁");
    check("abcdef", "*y", "*****f");
    check("abcdef", "x*", "a*****");
    check("abcdef", "x*y*z", "a****f");
}

static void too_short_is_hidden_whole(void **state)
{
    (void)state;
    check("abcde", "xx***yyy", "*****");
    check("甲", "甲*丁", "*");
    check("", "x*", "");
}

static void without_a_mask_all_is_hidden(void **state)
{
    (void)state;
    check("甲b丙", NULL, "***");
    check("abc", "no star", "***");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_stay_and_the_middle_goes),
        cmocka_unit_test(too_short_is_hidden_whole),
        cmocka_unit_test(without_a_mask_all_is_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
