/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outputs, byte for byte: key order of jsonl, escapes, names that are no UTF-8, colours and
 * gaps; and a buffer that is full at any byte is a failure.
 */
#include "base/alloc.h"
#include "sink/escape.h"
#include "sink/json.h"
#include "sink/sink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct ls_rule_info rule = {"xx.test", "Test title", LS_CAT_GRADE_MARK,
                                         LS_SEV_CRITICAL};

static struct ls_str str(const char *s)
{
    return (struct ls_str){s, strlen(s)};
}

static struct ls_object an_object(const char *path)
{
    return (struct ls_object){.path = str(path), .size = 48211, .size_known = true, .hits = 1};
}

static struct ls_hit a_hit(void)
{
    return (struct ls_hit){
        .rule = &rule,
        .severity = LS_SEV_CRITICAL,
        .off = 1042,
        .len = 12,
        .exact = LS_EXACT_EXACT,
        .enc = LS_ENC_GB18030,
        .encoding = "gb18030",
        .place = {.line = 7},
        .text = str("grade\xe2\x98\x85 1\n\"x\""),
        .folded = str("grade"),
        .grade = str("grade"),
    };
}

static void assert_buf(struct ls_buf *out, const char *expected)
{
    assert_false(ls_failed(ls_buf_char(out, 0)));
    assert_string_equal(out->at, expected);
    LS_VEC_FINI(out);
}

static void assert_hit(const char *format, const struct ls_sink_style *style,
                       const struct ls_object *object, const struct ls_hit *hit,
                       const char *expected)
{
    struct ls_buf out = {.limit = 4096};
    assert_false(ls_failed(ls_sink_find(format)->hit(&out, style, object, hit)));
    assert_buf(&out, expected);
}

static void registry_knows_the_formats(void **state)
{
    (void)state;
    size_t n;
    const struct ls_sink_format *const *all = ls_sinks(&n);
    assert_true(n >= 2);
    for (size_t i = 0; i < n; i++) {
        assert_ptr_equal(ls_sink_find(all[i]->name), all[i]);
        assert_true(i == 0 || strcmp(all[i - 1]->name, all[i]->name) < 0);
    }
    assert_null(ls_sink_find("nothing"));
}

static void jsonl_hit(void **state)
{
    (void)state;
    struct ls_sink_style style = {0};
    struct ls_object object = an_object("share/a.txt");
    struct ls_hit hit = a_hit();
    assert_hit("jsonl", &style, &object, &hit,
               "{\"type\":\"hit\",\"v\":1,\"path\":\"share/a.txt\",\"chain\":[],"
               "\"rule\":\"xx.test\",\"category\":\"grade-mark\",\"severity\":\"critical\","
               "\"grade\":\"grade\",\"offset\":1042,\"length\":12,\"exact\":\"exact\","
               "\"encoding\":\"gb18030\",\"place\":{\"line\":7},"
               "\"text\":\"grade\xe2\x98\x85 1\\n\\\"x\\\"\",\"masked\":false}\n");
    hit.place.line = 0;
    hit.count = 12;
    hit.masked = true;
    hit.grade = str("");
    hit.term = str("1");
    hit.text = str("*");
    assert_hit("jsonl", &style, &object, &hit,
               "{\"type\":\"hit\",\"v\":1,\"path\":\"share/a.txt\",\"chain\":[],"
               "\"rule\":\"xx.test\",\"category\":\"grade-mark\",\"severity\":\"critical\","
               "\"term\":\"1\",\"offset\":1042,\"length\":12,\"exact\":\"exact\","
               "\"encoding\":\"gb18030\",\"place\":{},\"text\":\"*\",\"masked\":true,"
               "\"count\":12}\n");
}

/* RFC 4231 section 4.2, test case 1. */
static void jsonl_fingerprint(void **state)
{
    (void)state;
    static const char key[20] = "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b"
                                "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b";
    struct ls_sink_style style = {.fingerprint_key = key, .fingerprint_key_len = sizeof key};
    struct ls_object object = an_object("a");
    struct ls_hit hit = a_hit();
    struct ls_buf out = {.limit = 4096};
    hit.folded = str("Hi There");
    assert_false(ls_failed(ls_sink_find("jsonl")->hit(&out, &style, &object, &hit)));
    assert_false(ls_failed(ls_buf_char(&out, 0)));
    assert_non_null(strstr(out.at,
                           ",\"masked\":false,\"fingerprint\":\"b0344c61d8db38535ca8afceaf0bf"
                           "12b881dc200c9833da726e9376c2e32cff7\"}\n"));
    LS_VEC_FINI(&out);
}

static void jsonl_other_records(void **state)
{
    (void)state;
    const struct ls_sink_format *jsonl = ls_sink_find("jsonl");
    struct ls_sink_style style = {0};
    struct ls_buf out = {.limit = 4096};
    struct ls_object object = an_object("a\xff");
    struct ls_gap gap = {.state = LS_STATE_NOT_SCANNED, .reason = "permission", .detail = NULL};
    struct ls_summary sum = {
        .objects_seen = 3,
        .objects = {1, 0, 0, 2},
        .bytes_read = 10,
        .hits = {0, 1, 2, 3, 4},
        .seconds = 1.5,
        .rules_digest = "ab",
        .exit_status = 1,
    };
    assert_false(ls_failed(jsonl->begin(&out, &style)));
    assert_false(ls_failed(jsonl->gap(&out, &style, &object, &gap)));
    assert_false(ls_failed(jsonl->object(&out, &style, &object)));
    object.size_known = false;
    object.state = LS_STATE_NOT_SCANNED;
    object.sha256 = "00ff";
    assert_false(ls_failed(jsonl->object(&out, &style, &object)));
    assert_false(ls_failed(jsonl->end(&out, &style, &sum)));
    assert_buf(&out,
               "{\"type\":\"gap\",\"v\":1,\"path_b64\":\"Yf8=\",\"chain\":[],"
               "\"state\":\"not_scanned\",\"reason\":\"permission\"}\n"
               "{\"type\":\"object\",\"v\":1,\"path_b64\":\"Yf8=\",\"size\":48211,"
               "\"state\":\"scanned\",\"hits\":1,\"gaps\":0}\n"
               "{\"type\":\"object\",\"v\":1,\"path_b64\":\"Yf8=\",\"size\":null,"
               "\"state\":\"not_scanned\",\"hits\":1,\"gaps\":0,\"sha256\":\"00ff\"}\n"
               "{\"type\":\"summary\",\"v\":1,\"objects\":{\"seen\":3,\"scanned\":1,\"degraded\":0,"
               "\"not_scanned\":2,\"excluded\":0},\"bytes\":{\"read\":10,\"decoded\":0},"
               "\"hits\":{\"critical\":4,\"high\":3,\"medium\":2,\"low\":1,\"mention\":0},"
               "\"seconds\":1.500000,\"rules\":\"ab\",\"exit\":1,"
               "\"members\":{\"seen\":0,\"scanned\":0,\"degraded\":0,\"not_scanned\":0,"
               "\"excluded\":0}}\n");
}

static void text_lines(void **state)
{
    (void)state;
    const struct ls_sink_format *text = ls_sink_find("text");
    struct ls_sink_style plain = {0};
    struct ls_sink_style colored = {.color = true};
    struct ls_object object = an_object("a\033[2Jb");
    struct ls_hit hit = a_hit();
    struct ls_gap gap = {
        .state = LS_STATE_NOT_SCANNED, .reason = "io_error", .detail = "Input/output error"};
    struct ls_gap wish = {.state = LS_STATE_EXCLUDED, .reason = "symlink", .detail = NULL};
    struct ls_buf out = {.limit = 4096};
    assert_hit("text", &plain, &object, &hit,
               "a\\x1b[2Jb:7: Test title: grade\xe2\x98\x85 1\\n\"x\"\n");
    hit.place.line = 0;
    hit.count = 3;
    hit.text = str("x");
    assert_hit("text", &plain, &object, &hit, "a\\x1b[2Jb: Test title: x (1 of 3)\n");
    assert_hit("text", &colored, &object, &hit,
               "\033[35ma\\x1b[2Jb\033[0m: Test title: \033[1;31mx\033[0m (1 of 3)\033[K\n");
    assert_true(!text->begin && !text->object && !text->end); /* nothing of that is for people */
    assert_false(ls_failed(text->gap(&out, &plain, &object, &gap)));
    assert_false(ls_failed(text->gap(&out, &plain, &object, &wish)));
    assert_buf(&out, "a\\x1b[2Jb: not scanned: io error (Input/output error)\n");
}

static void escapes_for_people(void **state)
{
    (void)state;
    static const char hostile[] =
        "a\n\t\033\x7f\xc2\x85\xe2\x80\xae\xff\xe6\x9c\xba\xf3\xa0\x80\x81";
    struct ls_buf out = {.limit = 4096};
    assert_false(ls_failed(ls_escape_text(&out, hostile, sizeof hostile - 1)));
    assert_buf(&out, "a\\n\\t\\x1b\\x7f\\u{85}\\u{202e}\\xff\xe6\x9c\xba\\u{e0001}");
}

static void escapes_in_json(void **state)
{
    (void)state;
    static const char hostile[] = "\"\\\n\t\0\033\x7f\xc2\x85\xe2\x80\xae\xff\xe6\x9c\xba"
                                  "\xf3\xa0\x80\x81";
    struct ls_buf out = {.limit = 4096};
    assert_false(ls_failed(ls_json_string(&out, (struct ls_str){hostile, sizeof hostile - 1})));
    assert_buf(&out, "\"\\\"\\\\\\n\\t\\u0000\\u001b\\u007f\\u0085\\u202e\\ufffd\xe6\x9c\xba"
                     "\\udb40\\udc01\"");
}

/* RFC 4648 section 10, behind a byte that forces base64. */
static void base64_of_odd_names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"\xff", "/w=="},
                                           {"\xff"
                                            "f",
                                            "/2Y="},
                                           {"\xff"
                                            "fo",
                                            "/2Zv"},
                                           {"\xff"
                                            "foobar",
                                            "/2Zvb2Jhcg=="}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[64];
        struct ls_buf out = {.limit = 64};
        snprintf(expected, sizeof expected, "\"path_b64\":\"%s\"", cases[i][1]);
        assert_false(ls_failed(ls_json_bytes(&out, "path", str(cases[i][0]))));
        assert_buf(&out, expected);
    }
}

static void seconds_are_decimal(void **state)
{
    (void)state;
    static const struct {
        double seconds;
        const char *text;
    } cases[] = {{0, "0.000000"}, {-1, "0.000000"}, {12.000001, "12.000001"}, {0.5, "0.500000"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ls_buf out = {.limit = 64};
        assert_false(ls_failed(ls_json_seconds(&out, cases[i].seconds)));
        assert_buf(&out, cases[i].text);
    }
}

static void full_buffers_fail(void **state)
{
    (void)state;
    struct ls_sink_style style = {.color = true};
    struct ls_object object = an_object("a");
    struct ls_hit hit = a_hit();
    size_t n;
    const struct ls_sink_format *const *all = ls_sinks(&n);
    for (size_t i = 0; i < n; i++) {
        struct ls_buf whole = {.limit = 4096};
        assert_false(ls_failed(all[i]->hit(&whole, &style, &object, &hit)));
        for (size_t limit = 0; limit < whole.n; limit++) {
            struct ls_buf out = {.limit = limit};
            struct ls_result r = all[i]->hit(&out, &style, &object, &hit);
            assert_int_equal(r.code, LS_E_LIMIT);
            LS_VEC_FINI(&out);
        }
        LS_VEC_FINI(&whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registry_knows_the_formats),
        cmocka_unit_test(jsonl_hit),
        cmocka_unit_test(jsonl_fingerprint),
        cmocka_unit_test(jsonl_other_records),
        cmocka_unit_test(text_lines),
        cmocka_unit_test(escapes_for_people),
        cmocka_unit_test(escapes_in_json),
        cmocka_unit_test(base64_of_odd_names),
        cmocka_unit_test(seconds_are_decimal),
        cmocka_unit_test(full_buffers_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
