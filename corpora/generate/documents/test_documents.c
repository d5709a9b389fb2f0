/* SPDX-License-Identifier: Apache-2.0 */
/* Templates, the documents made of them, and their labels. */
#include "generate/documents/documents.h"
#include "generate/documents/phrase.h"

#include "base/alloc.h"
#include "base/rng.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { NUMBERS = 46, LIMIT = 1 << 20 };

static char *phrase(const char *template, uint64_t seed, struct ls_buf *out)
{
    LS_VEC_CLEAR(out);
    ls_phrase_write(template, seed, out);
    assert_false(ls_failed(ls_buf_char(out, '\0')));
    return out->at;
}

static void groups_choose_repeat_and_keep_order(void **state)
{
    (void)state;
    struct ls_buf out = {.limit = LIMIT};
    unsigned seen[3] = {0};
    for (uint64_t seed = 0; seed < 200; seed++) {
        const char *one = phrase("{a|b|c}", seed, &out);
        assert_int_equal(strlen(one), 1);
        assert_in_range(*one, 'a', 'c');
        seen[*one - 'a']++;

        const char *two = phrase("{2!^,^a|!b|c}", seed, &out);
        assert_true(strcmp(two, "a,b") == 0 || strcmp(two, "b,c") == 0);

        const char *all = phrase("{~a|b|{c|c}}", seed, &out);
        assert_int_equal(strlen(all), 3);
        assert_int_equal(all[0] + all[1] + all[2], 'a' + 'b' + 'c');

        assert_in_range(strlen(phrase("{2-4*x}", seed, &out)), 2, 4);
        assert_string_equal(phrase("{###7-7}", seed, &out), "007");
        assert_string_equal(phrase("\\{x\\|$n$n$n0$n", seed, &out), "{x|121");
        assert_string_equal(phrase("{={?}y}", seed, &out), "\x01y\x02");
    }
    assert_true(seen[0] > 30 && seen[1] > 30 && seen[2] > 30);
    LS_VEC_FINI(&out);
}

static void a_word_with_a_digit_stays_the_same(void **state)
{
    (void)state;
    struct ls_buf out = {.limit = LIMIT};
    unsigned different = 0;
    for (uint64_t seed = 0; seed < 50; seed++) {
        char *text = phrase("$name1=$name1", seed, &out);
        char *equals = strchr(text, '=');
        *equals = '\0';
        assert_string_equal(text, equals + 1);
        text = phrase("$name=$name", seed, &out);
        equals = strchr(text, '=');
        *equals = '\0';
        different += strcmp(text, equals + 1) != 0;
    }
    assert_true(different > 40);
    LS_VEC_FINI(&out);
}

static void rows_of_a_table_have_the_columns_of_its_head(void **state)
{
    (void)state;
    struct ls_buf out = {.limit = LIMIT};
    for (uint64_t seed = 0; seed < 100; seed++) {
        const char *text = phrase("{3%4-5|!a=1|b=2|c=3|!d=4|e=5|f=6}", seed, &out);
        assert_non_null(strchr(text, 'a'));
        assert_non_null(strchr(text, 'd'));
        size_t width = strcspn(text, "\n") + 1;
        assert_true(width == 8 || width == 10);
        assert_int_equal(strlen(text), 4 * width);
        for (size_t i = 0; i < width; i += 2)
            for (size_t row = 1; row < 4; row++)
                assert_int_equal(text[row * width + i], text[i] - 'a' + '1');
    }
    LS_VEC_FINI(&out);
}

static void check_digits_fit(void **state)
{
    (void)state;
    struct ls_buf out = {.limit = LIMIT};
    for (uint64_t seed = 0; seed < 300; seed++) {
        uint64_t rng = seed;
        static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1};
        int sum = 0;
        LS_VEC_CLEAR(&out);
        ls_phrase_resident(&rng, &out);
        assert_int_equal(out.n, 18);
        for (size_t i = 0; i < 18; i++)
            sum += (out.at[i] == 'X' ? 10 : out.at[i] - '0') * weights[i];
        assert_int_equal(sum % 11, 1); /* ISO 7064, MOD 11-2 */

        sum = 0;
        LS_VEC_CLEAR(&out);
        ls_phrase_card(&rng, &out);
        for (size_t i = 0; i < out.n; i++) {
            int digit = (out.at[i] - '0') * (1 + (int)((out.n - 1 - i) % 2));
            sum += digit / 10 + digit % 10;
        }
        assert_int_equal(sum % 10, 0);

        static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int weight = 1;
        sum = 0;
        LS_VEC_CLEAR(&out);
        ls_phrase_uscc(&rng, &out);
        assert_int_equal(out.n, 18);
        for (size_t i = 0; i < 18; i++, weight = weight * 3 % 31)
            sum += (int)(strchr(alphabet, out.at[i]) - alphabet) * (i < 17 ? weight : 1);
        assert_int_equal(sum % 31, 0);
    }
    LS_VEC_FINI(&out);
}

static void every_kind_makes_the_same_documents_again(void **state)
{
    (void)state;
    size_t n;
    const struct ls_document_kind *const *kinds = ls_document_kinds(&n);
    assert_true(n > 0);
    for (size_t k = 0; k < n; k++) {
        bool formats[LS_RENDER_FORMATS] = {false};
        for (uint32_t number = 0; number < NUMBERS; number++) {
            struct ls_document one, two;
            ls_document_make(kinds[k], 3, number, &one);
            ls_document_make(kinds[k], 3, number, &two);
            assert_true(one.bytes.n > 0);
            assert_int_equal(one.bytes.n, two.bytes.n);
            assert_memory_equal(one.bytes.at, two.bytes.at, one.bytes.n);
            formats[one.format] = true;
            ls_document_fini(&one);
            ls_document_fini(&two);
        }
        assert_true(formats[LS_RENDER_DOCX] && formats[LS_RENDER_TXT] && formats[LS_RENDER_EML]);
        for (size_t other = 0; other < k; other++)
            assert_string_not_equal(kinds[k]->name, kinds[other]->name);
    }
}

static void a_mark_stands_in_its_document(void **state)
{
    (void)state;
    static const struct ls_document_kind kind = {
        .name = "x", .category = "grade-mark", .text = "{=机密★{#1-9}年}\n正文\t{={机|秘} 密}\n"};
    unsigned looked_at = 0;
    for (uint32_t number = 0; number < 200; number++) {
        struct ls_document d;
        ls_document_make(&kind, 1, number, &d);
        if (d.format == LS_RENDER_TXT && d.enc == LS_ENC_UTF8) {
            const char *bar = memchr(d.marks.at, '|', d.marks.n);
            assert_non_null(bar);
            size_t len = (size_t)(bar - d.marks.at);
            assert_non_null(memmem(d.bytes.at, d.bytes.n, d.marks.at, len));
            assert_non_null(memmem(d.bytes.at, d.bytes.n, bar + 1, d.marks.n - len - 2));
            assert_null(memchr(d.bytes.at, LS_PHRASE_MARK, d.bytes.n));
            looked_at++;
        }
        ls_document_fini(&d);
    }
    assert_true(looked_at > 4);
}

static void traditional_text_has_its_own_words(void **state)
{
    (void)state;
    struct ls_buf out = {.limit = LIMIT};
    static const char text[] = "后备干部的文件资料，关于机密★1年";
    ls_render_traditional(text, sizeof text, false, &out);
    assert_string_equal(out.at, "後備幹部的文件資料，關於機密★1年");
    LS_VEC_CLEAR(&out);
    ls_render_traditional(text, sizeof text, true, &out);
    assert_string_equal(out.at, "後備幹部的檔案資料，關於機密★1年");
    LS_VEC_FINI(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_choose_repeat_and_keep_order),
        cmocka_unit_test(a_word_with_a_digit_stays_the_same),
        cmocka_unit_test(rows_of_a_table_have_the_columns_of_its_head),
        cmocka_unit_test(check_digits_fit),
        cmocka_unit_test(every_kind_makes_the_same_documents_again),
        cmocka_unit_test(a_mark_stands_in_its_document),
        cmocka_unit_test(traditional_text_has_its_own_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
