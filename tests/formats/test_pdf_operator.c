/* SPDX-License-Identifier: Apache-2.0 */
/* One operator of a content stream with its operands. */
#include "says.h"

#include "formats/pdf_operator.h"

#include "base/alloc.h"
#include "base/rng.h"

#include <stdio.h>
#include <stdlib.h>

static struct ls_pdf_operator op;

static enum ls_pdf_reading read_all(const char *text, bool last, size_t *used)
{
    return ls_pdf_read_operator(&op, text, text + strlen(text), last, used);
}

static void check_reads(const char *text, uint32_t key)
{
    size_t used = 0;
    assert_int_equal(read_all(text, true, &used), LS_PDF_READ);
    assert_int_equal(op.key, key);
    assert_int_equal(used, strlen(text));
    /* Cut anywhere, it waits for more. */
    for (size_t len = 0; len <= strlen(text); len++)
        assert_int_equal(ls_pdf_read_operator(&op, text, text + len, false, &used), LS_PDF_SHORT);
    read_all(text, true, &used);
}

static void check_string(const char *text, const char *expected, size_t len)
{
    char all[256];
    snprintf(all, sizeof all, "%s Tj", text);
    check_reads(all, LS_PDF_OP('T', 'j', 0));
    assert_int_equal(op.strings_n, 1);
    assert_int_equal(op.string.len, len);
    assert_memory_equal(op.string.at, expected, len);
}

static void test_strings(void **state)
{
    (void)state;
    check_string("()", "", 0);
    check_string("(one)", "one", 3);
    check_string("(a(b)c)", "a(b)c", 5);
    check_string("(\\(\\)\\\\\\n\\t\\b)", "()\\\n\t\b", 6);
    check_string("(\\101\\7x\\0534)", "A\7x+4", 5);
    check_string("<6B8b>", "\x6B\x8B", 2);
    check_string("<6 B\n8>", "\x6B\x80", 2);
    assert_false(op.partial);
    check_string("(a\rb)", "a\rb", 3); /* what of it MuPDF makes is its own matter */
    check_string("(\\)\rb)", ")\rb", 3);
    assert_true(op.partial);
}

static void test_other_operands(void **state)
{
    (void)state;
    check_reads("/Span<</ActualText<FEFF6B8B>/MCID 0/BBox[0 .5 /Top]/Alt(a)/E (b)>>BDC",
                LS_PDF_OP('B', 'D', 'C'));
    assert_int_equal(op.names_n, 1);
    assert_memory_equal(op.name.at, "Span", op.name.len);
    assert_int_equal(op.dicts_n, 1);
    assert_memory_equal(op.entries.actual_text.at, "\xFE\xFF\x6B\x8B", 4);
    assert_int_equal(op.entries.alt.len, 1);
    assert_int_equal(op.entries.expansion.len, 1);
    assert_null(op.entries.subtype.at);
    /* The last entry of a name counts, of whatever kind. */
    check_reads("/A <</Alt (a) /Alt /b /Subtype /Header>> BDC", LS_PDF_OP('B', 'D', 'C'));
    assert_null(op.entries.alt.at);
    assert_memory_equal(op.entries.subtype.at, "Header", op.entries.subtype.len);
    check_reads("[(a)-120<62>]TJ", LS_PDF_OP('T', 'J', 0));
    assert_int_equal(op.items_n, 3);
    assert_true(op.items[1].number == -120.0F && !op.items[1].string.at);
    assert_memory_equal(op.items[2].string.at, "b", 1);
    check_reads("/X#20y 1 Tf", LS_PDF_OP('T', 'f', 0));
    assert_true(op.partial);
    check_reads("T*", LS_PDF_OP('T', '*', 0));
}

static void check_number(const char *text)
{
    char all[64];
    snprintf(all, sizeof all, "%s g", text);
    size_t used;
    assert_int_equal(read_all(all, true, &used), LS_PDF_READ);
    float expected = strtof(text, NULL);
    assert_memory_equal(&op.numbers[0], &expected, sizeof expected);
}

/* Rounded once. */
static void test_numbers(void **state)
{
    uint64_t rng = 1;
    (void)state;
    check_number("0");
    check_number("-.5");
    check_number("7.");
    check_number("999999999");
    check_number("16777217.0");
    check_number("0.0000000001");
    for (int i = 0; i < 200000; i++) {
        char text[32];
        unsigned whole = ls_rng_below(&rng, 100000), part = ls_rng_below(&rng, 1000000000);
        int digits = 1 + (int)ls_rng_below(&rng, 9);
        int n = snprintf(text, sizeof text, "%s%u.%09u", i & 1 ? "-" : "", whole, part);
        text[n - 9 + digits] = '\0';
        check_number(text);
    }
}

static void test_strange(void **state)
{
    static const char *const strange[] = {
        "--5 g",
        "1-2 g",
        "1.2.3 g",
        "+3 g",
        "1e3 g",
        "- g",
        ". g",
        "1234567890 g",
        "<6g> Tj",
        "(\\8) Tj",
        "(\\q) Tj",
        "(a\\\nb) Tj",
        "] TJ",
        ") Tj",
        ">> BDC",
        "{ q",
        "[[1] 2] 0 d",
        "/A <</B <</C 1>>>> BDC",
        "/A <</B true>> BDC",
        "/A <<1 2>> BDC",
        "/ 1 Tf",
        "Tj12",
        "% comment",
        "(open Tj",
        "<41 Tj",
        "[(a) Tj",
        "/A <</B 1",
        "1 2",
        "\x80",
        "1 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 re",
    };
    size_t used;
    (void)state;
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
        assert_int_equal(read_all(strange[i], true, &used), LS_PDF_STRANGE);
}

static void test_limits(void **state)
{
    struct ls_buf text = {.limit = 1 << 20};
    size_t used;
    (void)state;
    assert_false(ls_failed(ls_buf_char(&text, '[')));
    for (int i = 0; i < LS_PDF_ITEMS_MAX + 1; i++)
        assert_false(ls_failed(ls_buf_str(&text, "1 ")));
    assert_false(ls_failed(ls_buf_str(&text, "] TJ")));
    assert_int_equal(ls_pdf_read_operator(&op, text.at, text.at + text.n, true, &used),
                     LS_PDF_READ);
    assert_int_equal(op.items_n, LS_PDF_ITEMS_MAX);
    assert_true(op.partial);
    LS_VEC_CLEAR(&text);
    assert_false(ls_failed(ls_buf_char(&text, '<')));
    for (int i = 0; i < LS_PDF_OPERATOR_MAX + 1; i++)
        assert_false(ls_failed(ls_buf_str(&text, "41")));
    assert_false(ls_failed(ls_buf_str(&text, "> Tj")));
    assert_int_equal(ls_pdf_read_operator(&op, text.at, text.at + text.n, true, &used),
                     LS_PDF_STRANGE);
    LS_VEC_FINI(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_strings), cmocka_unit_test(test_other_operands),
        cmocka_unit_test(test_numbers), cmocka_unit_test(test_strange),
        cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
