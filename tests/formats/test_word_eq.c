/* SPDX-License-Identifier: Apache-2.0 */
/* Fields that put letters over each other: which of them people read in the line. */
#include "formats/word_eq.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_shows(const char *instruction, const char *expected)
{
    struct ls_word_eq eq = {0};
    char shown[64];
    size_t n = 0;
    for (; *instruction; instruction++) {
        uint32_t c = *instruction == '@' ? 0x25CB : (unsigned char)*instruction;
        if (ls_word_eq_shows(&eq, c) && n + 1 < sizeof shown)
            shown[n++] = *instruction;
    }
    shown[n] = '\0';
    assert_string_equal(shown, expected);
}

static void letters_under_small_ones_are_shown(void **state)
{
    (void)state;
    assert_shows("EQ \\* jc2 \\* \"Font:(a,b)\" \\* hps10 \\o\\ad(\\s\\up 9(small),BIG)", "BIG");
    assert_shows(" eq \\o\\ac(@,BIG)", "BIG");
    assert_shows("EQ \\o(\\s\\up 5(BI),\\s\\do 3(G))", "BIG");
    assert_shows("EQ \\O\\AL(\\S\\UP 9(s);B\\,(I)G)tail", "B,IG");
}

static void other_fields_show_nothing(void **state)
{
    (void)state;
    assert_shows("EQ \\f(1,2)", "");
    assert_shows("EQ \\f(\\o\\ac(@,a),2)", "");
    assert_shows("EQUAL \\o(a)", "");
    assert_shows("PAGE \\o(a)", "");
    assert_shows("EQ (a)\\b(c)\\a\\ac(d)", "");
    assert_shows("EQ \\o((((((((((a", "");
    assert_shows("EQ )))\\o(a", "a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_under_small_ones_are_shown),
        cmocka_unit_test(other_fields_show_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
