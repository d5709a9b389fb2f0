/* SPDX-License-Identifier: Apache-2.0 */
/* Messages made by chance, encoded in every way that is allowed: what went in comes out. */
#include "says.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/rng.h"

#include <stdio.h>

enum { MESSAGES = 400, DEPTH = 3, PARTS = 4 };

struct maker {
    uint64_t rng;
    struct ls_buf mail, says;
    const char *eol;
    unsigned bounds;
};

static uint32_t pick(struct maker *m, uint32_t n)
{
    return ls_rng_below(&m->rng, n);
}

static void put(struct ls_buf *to, const char *text)
{
    assert_false(ls_failed(ls_buf_str(to, text)));
}

static void put_bytes(struct ls_buf *to, const void *bytes, size_t n)
{
    assert_false(ls_failed(ls_buf_add(to, bytes, n)));
}

/* A field, folded at its blanks as chance has it. */
static void put_field(struct maker *m, const char *name, const char *value)
{
    put(&m->mail, name);
    put(&m->mail, ":");
    for (const char *at = value; *at; at++) {
        if (*at == ' ' && pick(m, 3) == 0)
            put(&m->mail, m->eol);
        put_bytes(&m->mail, at, 1);
    }
    put(&m->mail, m->eol);
}

static void put_base64(struct maker *m, const uint8_t *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t width = 1 + pick(m, 76), column = 0;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16 | (i + 1 < n ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (i + 2 < n ? bytes[i + 2] : 0u);
        for (unsigned k = 0; k < 4; k++) {
            char c = i + k < n + 1 ? digits[group >> (18 - 6 * k) & 63] : '=';
            put_bytes(&m->mail, &c, 1);
            if (++column % width == 0)
                put(&m->mail, m->eol);
        }
    }
}

static void put_quoted(struct maker *m, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool plain = bytes[i] > ' ' && bytes[i] < 0x7F && bytes[i] != '=' && bytes[i] != '-';
        char hex[8];
        snprintf(hex, sizeof hex, "=%02X", bytes[i]);
        if (plain && pick(m, 8))
            put_bytes(&m->mail, &bytes[i], 1);
        else
            put(&m->mail, hex);
        if (pick(m, 30) == 0) {
            put(&m->mail, "=");
            put(&m->mail, m->eol);
        }
    }
}

/* Text in lines, without '-' at their beginning; also as the transcript shows it. */
static void make_text(struct maker *m, struct ls_buf *text, struct ls_buf *shown)
{
    static const char *const words[] = {"机密★10年",  "通知", "report", "身份证",
                                        "1234567890", "，",   " ",      "\n",
                                        "附件：名单", "=",    "begin"};
    for (uint32_t n = 1 + pick(m, 60); n > 0; n--) {
        const char *word = words[pick(m, sizeof words / sizeof *words)];
        put(text, *word == '\n' ? m->eol : word);
        put(shown, *word == '\n' ? "\\n" : word);
    }
    put(text, "。"); /* no charset but the one that is said */
    put(shown, "。");
}

static void encode(const struct ls_buf *utf8, enum ls_encoding enc, struct ls_buf *out)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    for (size_t i = 0; i < utf8->n;) {
        uint32_t cp;
        i += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8->at + i, utf8->n - i, &cp);
        size_t n = ls_encode_char(enc, cp, bytes);
        assert_true(n > 0);
        put_bytes(out, bytes, n);
    }
}

/* Fields about the transfer encoding, and the body in it. */
static void put_body(struct maker *m, const struct ls_buf *bytes, bool may_stay)
{
    uint32_t how = pick(m, may_stay ? 3 : 2);
    static const char *const names[] = {" base64", " Quoted-Printable", " 8bit"};
    put_field(m, pick(m, 2) ? "Content-Transfer-Encoding" : "content-transfer-encoding",
              names[how]);
    put(&m->mail, m->eol);
    if (how == 0)
        put_base64(m, (const uint8_t *)bytes->at, bytes->n);
    else if (how == 1)
        put_quoted(m, (const uint8_t *)bytes->at, bytes->n);
    else
        put_bytes(&m->mail, bytes->at, bytes->n);
}

static void put_text_part(struct maker *m)
{
    static const enum ls_encoding encs[] = {LS_ENC_UTF8, LS_ENC_GB18030};
    static const char *const types[] = {" text/plain; charset=utf-8",
                                        " text/plain; charset=\"GB2312\""};
    static const char *const heads[] = {"part body\ntext \"", "part body gb18030\ntext \""};
    struct ls_buf text = {.limit = 1 << 20}, bytes = {.limit = 1 << 20};
    uint32_t enc = pick(m, 2);
    put(&m->says, heads[enc]);
    make_text(m, &text, &m->says);
    put(&m->says, "\"\n");
    encode(&text, encs[enc], &bytes);
    put_field(m, "Content-Type", types[enc]);
    put_body(m, &bytes, true);
    LS_VEC_FINI(&text);
    LS_VEC_FINI(&bytes);
}

static void put_file_part(struct maker *m)
{
    struct ls_buf bytes = {.limit = 1 << 20};
    size_t n = pick(m, 300);
    char line[64];
    for (size_t i = 0; i < n; i++) {
        char c = (char)('!' + pick(m, 90));
        put_bytes(&bytes, &c, 1);
    }
    snprintf(line, sizeof line, "part name\ntext \"f.bin\"\nchild \"f.bin\" %zu bytes \"", n);
    put(&m->says, line);
    put_bytes(&m->says, bytes.at, n < 64 ? n : 64);
    put(&m->says, "\"\n");
    put_field(m, "Content-Type", " application/octet-stream; name=f.bin");
    put_body(m, &bytes, false);
    LS_VEC_FINI(&bytes);
}

static void put_part(struct maker *m, unsigned depth);

/* As deep as DEPTH: the one place where the test calls itself. */
static void put_multipart(struct maker *m, unsigned depth)
{
    char bound[64], type[128];
    snprintf(bound, sizeof bound, "=_%x'%u+", pick(m, 0x10000), m->bounds++);
    snprintf(type, sizeof type, " multipart/mixed; boundary=\"%s\"", bound);
    put_field(m, "Content-Type", type);
    put(&m->mail, m->eol);
    if (pick(m, 2)) {
        put(&m->mail, "Nobody reads this.");
        put(&m->mail, m->eol);
    }
    for (uint32_t n = 1 + pick(m, PARTS); n > 0; n--) {
        put(&m->mail, "--");
        put(&m->mail, bound);
        put(&m->mail, pick(m, 4) ? "" : " \t");
        put(&m->mail, m->eol);
        put_part(m, depth + 1);
        put(&m->mail, m->eol);
    }
    put(&m->mail, "--");
    put(&m->mail, bound);
    put(&m->mail, "--");
    put(&m->mail, m->eol);
}

static void put_part(struct maker *m, unsigned depth)
{
    if (depth < DEPTH && (depth == 0 || pick(m, 3) == 0))
        put_multipart(m, depth);
    else if (pick(m, 3))
        put_text_part(m);
    else
        put_file_part(m);
}

static void test_round_trip(void **state)
{
    struct maker m = {.mail = {.limit = 16 << 20}, .says = {.limit = 16 << 20}};
    (void)state;
    m.rng = 5322;
    for (int i = 0; i < MESSAGES; i++) {
        m.eol = pick(&m, 2) ? "\r\n" : "\n";
        LS_VEC_CLEAR(&m.mail);
        LS_VEC_CLEAR(&m.says);
        put_field(&m, "MIME-Version", " 1.0 (made by chance)");
        put_part(&m, 0);
        put(&m.says, "end\n");
        put_bytes(&m.says, "", 1);
        assert_says_bytes("eml", m.mail.at, m.mail.n, m.says.at);
    }
    LS_VEC_FINI(&m.mail);
    LS_VEC_FINI(&m.says);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
