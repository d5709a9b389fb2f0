/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Generated texts in every encoding, read back with the converters of the C library.
 */
#include "generate/generate.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BYTES = 200003, CHUNK = 4096 };

/* BYTES bytes and a NUL; read in chunks, so that characters meet their borders. */
static char *make(const struct ls_generate_options *options, uint64_t *marks)
{
    struct ls_generate *g;
    assert_false(ls_failed(ls_generate_new(options, &g)));
    char *bytes = calloc(1, BYTES + CHUNK);
    assert_non_null(bytes);
    ls_generate_start(g, BYTES);
    size_t at = 0;
    size_t n;
    while ((n = ls_generate_read(g, (uint8_t *)bytes + at, CHUNK)) > 0) {
        at += n;
        assert_true(at <= BYTES);
    }
    assert_int_equal(at, BYTES);
    if (marks)
        *marks = ls_generate_marks(g);
    ls_generate_free(g);
    return bytes;
}

/* UTF-8 of bytes[0..len), which must be valid in `charset`. */
static char *convert(const char *charset, char *bytes, size_t len)
{
    iconv_t converter = iconv_open("UTF-8", charset);
    assert_true(converter != (iconv_t)-1);
    char *text = calloc(2, BYTES + CHUNK);
    assert_non_null(text);
    char *out = text;
    size_t room = 2 * BYTES;
    assert_int_equal(iconv(converter, &bytes, &len, &out, &room), 0);
    assert_int_equal(len, 0);
    iconv_close(converter);
    return text;
}

static size_t count(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)); at += strlen(word))
        n++;
    return n;
}

static void the_same_text_in_every_encoding(void **state)
{
    (void)state;
    static const struct {
        enum ls_encoding enc;
        const char *charset;
        size_t unit;
    } cases[] = {
        {LS_ENC_GB18030, "GB18030", 1},
        {LS_ENC_UTF16LE, "UTF-16LE", 2},
        {LS_ENC_UTF16BE, "UTF-16BE", 2},
    };
    struct ls_generate_options options = {.kind = LS_GENERATE_LAW, .seed = 5, .mentions = 40};
    char *utf8 = make(&options, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        options.enc = cases[i].enc;
        char *bytes = make(&options, NULL);
        char *text = convert(cases[i].charset, bytes, BYTES - BYTES % cases[i].unit);
        assert_memory_equal(text, utf8, BYTES / 2);
        free(bytes);
        free(text);
    }
    free(utf8);
}

static void big5_is_traditional(void **state)
{
    (void)state;
    const struct ls_generate_options options = {
        .kind = LS_GENERATE_LAW, .enc = LS_ENC_BIG5, .seed = 5, .mentions = 1000};
    char *bytes = make(&options, NULL);
    char *text = convert("BIG5-HKSCS", bytes, BYTES);
    assert_in_range(count(text, "□"), 0, 5); /* a few rare ones have no traditional form there */
    assert_int_equal(count(text, "机"), 0);
    assert_int_equal(count(text, "规"), 0);
    assert_true(count(text, "機密") > 10);
    assert_true(count(text, "絕密") > 10);
    assert_true(count(text, "應當") > 100);
    free(bytes);
    free(text);
}

static void marks_stand_on_lines_of_their_own(void **state)
{
    (void)state;
    const struct ls_generate_options options = {
        .kind = LS_GENERATE_LAW, .seed = 6, .mentions = 40, .mark_every = 1000};
    uint64_t marks;
    char *text = make(&options, &marks);
    /* A sentence is finished before the next mark. */
    assert_in_range(marks, BYTES / 1600, BYTES / 1000);
    assert_in_range(count(text, "★"), marks - 1, marks);
    assert_in_range(count(text, "\n机密★") + count(text, "\n绝密★") + count(text, "\n秘密★") +
                        count(text, "\n绝 密 ★"),
                    marks - 1, marks);
    free(text);
}

static void rows_and_lines_keep_their_form(void **state)
{
    (void)state;
    struct ls_generate_options options = {.kind = LS_GENERATE_CSV, .seed = 7};
    char *text = make(&options, NULL);
    assert_int_equal(strspn(text, "0123456789,\n"), BYTES);
    free(text);

    options.kind = LS_GENERATE_BASE64;
    text = make(&options, NULL);
    const char *body = strstr(text, "\r\n\r\n") + 4;
    for (size_t line = 0; line < 100; line++)
        assert_memory_equal(body + 78 * line + 76, "\r\n", 2);
    free(text);
}

static void a_generator_goes_on_with_the_next_text(void **state)
{
    (void)state;
    const struct ls_generate_options options = {.kind = LS_GENERATE_LAW, .seed = 8};
    struct ls_generate *g;
    assert_false(ls_failed(ls_generate_new(&options, &g)));
    uint8_t one[1024], two[1024];
    assert_int_equal(ls_generate_read(g, one, sizeof one), 0);
    for (size_t i = 0; i < 2; i++) {
        uint8_t *out = i == 0 ? one : two;
        ls_generate_start(g, sizeof one);
        size_t at = 0;
        while (at < sizeof one)
            at += ls_generate_read(g, out + at, sizeof one - at);
    }
    assert_true(memcmp(one, two, sizeof one) != 0);
    ls_generate_free(g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_in_every_encoding),
        cmocka_unit_test(big5_is_traditional),
        cmocka_unit_test(marks_stand_on_lines_of_their_own),
        cmocka_unit_test(rows_and_lines_keep_their_form),
        cmocka_unit_test(a_generator_goes_on_with_the_next_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
