/* SPDX-License-Identifier: Apache-2.0 */
/* Escaped text: written, read back, found in raw bytes with its place, wherever blocks end. */
#include "base/escape.h"

#include "blocks.h"

#include <stdio.h>

enum { TEXT_MAX = 4096 };

static const char pack_text[] =
    "pack: t\ntitle: t\nrules:\n"
    "  - {id: t.mark, title: mark, category: grade-mark, severity: high, anchors: [绝密, 机密],\n"
    "     gap: none, escapes: true, lead: 4, at: [line-start, cell], window: 40,\n"
    "     match: '(?<!\")(?<grade>绝密|机密)[ ]?★(?<term>\\d+年)', examples: {hit: [机密★1年]}}\n"
    "  - {id: t.field, title: field, category: grade-mark, severity: high, anchors: [密级],\n"
    "     gap: none, escapes: true, match: '密级[:\\x1f](?<hit>机密)(?=$|[\\x1f,])',\n"
    "     examples: {hit: ['密级:机密']}}\n"
    "  - {id: t.plain, title: plain, category: exam, severity: high, anchors: [机密],\n"
    "     gap: none, match: 机密, examples: {hit: [机密]}}\n";

struct fixture {
    struct blocks blocks;
    char told[2048];
};

static uint8_t bytes[TEXT_MAX + LS_MATCH_PAD];

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct fixture *f = user;
    size_t n = strlen(f->told);
    snprintf(f->told + n, sizeof f->told - n, "%s %s %llu+%llu %.*s;", hit->rule->id + 2,
             ls_encoding_name(hit->enc), (unsigned long long)hit->off, (unsigned long long)hit->len,
             (int)hit->text.len, hit->text.at);
    return ls_ok();
}

static int open_fixture(void **state)
{
    static struct fixture f;
    blocks_open(&f.blocks, pack_text);
    *state = &f;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *f = *state;
    blocks_close(&f->blocks);
    return 0;
}

/* Scans bytes[0..len) in blocks that own `own` bytes. */
static const char *scan_in(struct fixture *f, size_t len, size_t own)
{
    f->told[0] = '\0';
    blocks_scan(&f->blocks, bytes, len, own, on_hit, f);
    return f->told;
}

static const char *scan(struct fixture *f, const char *text)
{
    static char first[2048];
    size_t len = strlen(text);
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, text, len);
    strcpy(first, scan_in(f, len, len));
    assert_string_equal(scan_in(f, len, 2), first);
    assert_string_equal(scan_in(f, len, 14), first);
    return f->told;
}

/* `text` in this kind of escape, ASCII as it is; returns the bytes. */
static size_t escape(unsigned kind, const char *text, char *out)
{
    uint32_t cps[64];
    size_t n = 0, len = strlen(text);
    for (size_t at = 0; at < len; n++)
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cps[n]);
    n = ls_escape_word(kind, cps, n, (uint8_t *)out, 500);
    assert_true(n > 0);
    out[n] = '\0';
    return n;
}

static void reading_undoes_writing(void **state)
{
    static const char text[] = "机密★10年，絕密 绝密";
    (void)state;
    for (unsigned kind = LS_ENC_COUNT; kind < LS_ESC_BASE64_UTF8; kind++) {
        char escaped[512];
        uint8_t inner[512];
        uint32_t off[512], end[512];
        char back[512] = "";
        size_t n = escape(kind, text, escaped), back_n = 0;
        size_t inner_n = ls_unescape(kind, (const uint8_t *)escaped, n, 0, inner, off, end);
        for (size_t at = 0; at < inner_n;) {
            uint32_t cp;
            at += ls_decode_char(ls_escape_inner(kind), inner + at, inner_n - at, &cp);
            back_n += ls_encode_char(LS_ENC_UTF8, cp, (uint8_t *)back + back_n);
        }
        assert_string_equal(back, text);
        for (size_t i = 0; i < inner_n; i++)
            assert_true(off[i] < end[i] && end[i] <= n && (i == 0 || off[i - 1] <= off[i]));
    }
}

static void every_kind_is_found(void **state)
{
    for (unsigned kind = LS_ENC_COUNT; kind < LS_ESC_BASE64_UTF8; kind++) {
        static const char *const words[] = {"机密★10年", "絕密 ★3年"};
        for (size_t w = 0; w < 2; w++) {
            /* in RTF, line ends of the file say nothing */
            char text[1024] = "a line\\par\n", expected[256];
            size_t n = escape(kind, words[w], text + 11);
            strcpy(text + 11 + n, "\nnext");
            snprintf(expected, sizeof expected, "mark %s 11+%zu %s;", ls_escape_name(kind), n,
                     words[w]);
            assert_string_equal(scan(*state, text), expected);
        }
    }
}

/* Capital digits, no semicolon, line breaks of the transfer. (Literals are broken in two, so that a
 * scan of this file finds nothing.) */
static void other_ways_to_write_them(void **state)
{
    assert_string_equal(scan(*state, "%e6%9c%ba%e5%af"
                                     "%86%e2%98%8510%e5%b9%b4"),
                        "mark percent-utf-8 0+38 机密★10年;");
    assert_string_equal(scan(*state, "\\u673A\\u5BC6\\u260510\\u5E74"),
                        "mark unicode-escapes 0+26 机密★10年;");
    assert_string_equal(scan(*state, "=BB=FA=C3=DC=A1=\r\n=EF10=C4=EA"),
                        "mark quoted-printable-gb18030 0+29 机密★10年;");
    assert_string_equal(scan(*state, "&#26426;&#23"
                                     "494;&#9733;10&#24180"),
                        "mark decimal-entities 0+32 机密★10年;");
    assert_string_equal(
        scan(*state, "{\\rtf1\\pard\\f1 \\'bb\\'fa\\'c3\\'dc\\'a1\\'ef10\\'c4\\'ea\\par}"),
        "mark rtf-gb18030 15+34 机密★10年;");
}

/* A mark begins its field; a word in a sentence, or in quotes of that, is none. */
static void fields_begin_and_end(void **state)
{
    assert_string_equal(scan(*state, "{\"title\": \"\\u673a\\u5bc6\\u260510\\u5e74\"}"),
                        "mark unicode-escapes 11+26 机密★10年;");
    assert_string_equal(
        scan(*state, "{\"title\": \"\\u6807\\u6ce8\\u673a\\u5bc6\\u260510\\u5e74\"}"), "");
    assert_string_equal(scan(*state, "{\"t\": \"\\u6807\\n\\u673a\\u5bc6\\u260510\\u5e74\"}"),
                        "mark unicode-escapes 15+26 机密★10年;");
    assert_string_equal(scan(*state, "{\"t\": \"\\\"\\u673a\\u5bc6\\u260510\\u5e74\\\"\"}"), "");
    assert_string_equal(scan(*state, "?a=1&t=%BB%FA%C3"
                                     "%DC%A1%EF10%C4%EA&b=2"),
                        "mark percent-gb18030 7+26 机密★10年;");
    assert_string_equal(scan(*state, "<td>&#x673a;&#x5b"
                                     "c6;&#x2605;10&#x5e74;</td>"),
                        "mark hexadecimal-entities 4+34 机密★10年;");
    assert_string_equal(scan(*state, "{\"\\u5bc6\\u7ea7\":\"\\u673a\\u5bc6\",\"a\":1}"),
                        "field unicode-escapes 17+12 机密;");
    assert_string_equal(scan(*state, "%E5%AF%86%E7%BA"
                                     "%A7=%E6%9C%BA%E5%AF%86&x=1"),
                        "field percent-utf-8 19+18 机密;");
}

/* RFC 4648 */
static void to_base64(const uint8_t *in, size_t len, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        uint32_t three = (uint32_t)in[i] << 16 | (i + 1 < len ? (uint32_t)in[i + 1] << 8 : 0) |
                         (i + 2 < len ? in[i + 2] : 0);
        *out++ = digits[three >> 18];
        *out++ = digits[three >> 12 & 63];
        *out++ = i + 1 < len ? digits[three >> 6 & 63] : '=';
        *out++ = i + 2 < len ? digits[three & 63] : '=';
    }
    *out = '\0';
}

/* At each of three places among the fours, at the beginning and end of base64 and inside. */
static void base64_is_found_at_each_place(void **state)
{
    static const char *const before[] = {"", "a\n", "ab\n", "abc\n", "一二三四五六七八九十\n"};
    for (size_t i = 0; i < 5; i++)
        for (int gb = 0; gb < 2; gb++)
            for (int more = 0; more < 2; more++) {
                char plain[256], coded[512], text[600], expected[64];
                uint8_t below[256];
                size_t n = 0, plain_n;
                snprintf(plain, sizeof plain, "%s绝密★10年%s", before[i],
                         more ? "\n更多文字\n" : "");
                plain_n = strlen(plain);
                for (size_t at = 0; at < plain_n;) {
                    uint32_t cp;
                    at += ls_decode_char(LS_ENC_UTF8, (uint8_t *)plain + at, plain_n - at, &cp);
                    n += ls_encode_char(gb ? LS_ENC_GB18030 : LS_ENC_UTF8, cp, below + n);
                }
                to_base64(below, n, coded);
                snprintf(text, sizeof text, "{\"data\":\"%s\"}", coded);
                snprintf(expected, sizeof expected, "mark base64-%s ", gb ? "gb18030" : "utf-8");
                scan(*state, text);
                if (strncmp(((struct fixture *)*state)->told, expected, strlen(expected)) != 0 ||
                    !strstr(((struct fixture *)*state)->told, " 绝密★10年;"))
                    fail_msg("%s: %s", text, ((struct fixture *)*state)->told);
            }
    /* in a sentence it is a mention */
    assert_string_equal(scan(*state, "5qCH5rOo57ud5a+G4piFMTDlubQ="), "");
}

/* Rules that do not ask for it see nothing there. */
static void only_who_asks_is_told(void **state)
{
    assert_string_equal(scan(*state, "a \\u673a\\u5bc6 b"), "");
    assert_string_equal(scan(*state, "a 机密 b"), "plain utf-8 2+6 机密;");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_undoes_writing),        cmocka_unit_test(every_kind_is_found),
        cmocka_unit_test(other_ways_to_write_them),      cmocka_unit_test(fields_begin_and_end),
        cmocka_unit_test(base64_is_found_at_each_place), cmocka_unit_test(only_who_asks_is_told),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
