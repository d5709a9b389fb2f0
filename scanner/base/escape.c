/* SPDX-License-Identifier: Apache-2.0 */
#include "base/escape.h"

#include <stdio.h>
#include <string.h>

enum { BORDER = 0x1F, ESCAPED_MAX = 16 /* bytes of one character */ };

static const struct way {
    const char *name;
    enum ls_encoding inner;
    bool caseless;
    const char *syntax; /* characters that part fields where they are not escaped */
} ways[] = {
    [LS_ESC_DECIMAL - LS_ENC_COUNT] = {"decimal-entities", LS_ENC_UTF8, false, "\"<>"},
    [LS_ESC_HEXADECIMAL - LS_ENC_COUNT] = {"hexadecimal-entities", LS_ENC_UTF8, true, "\"<>"},
    [LS_ESC_UNICODE - LS_ENC_COUNT] = {"unicode-escapes", LS_ENC_UTF8, true, "\"'"},
    [LS_ESC_PERCENT_UTF8 - LS_ENC_COUNT] = {"percent-utf-8", LS_ENC_UTF8, true, "\"'<>=&?;"},
    [LS_ESC_PERCENT_GB - LS_ENC_COUNT] = {"percent-gb18030", LS_ENC_GB18030, true, "\"'<>=&?;"},
    [LS_ESC_QP_UTF8 - LS_ENC_COUNT] = {"quoted-printable-utf-8", LS_ENC_UTF8, true, ""},
    [LS_ESC_QP_GB - LS_ENC_COUNT] = {"quoted-printable-gb18030", LS_ENC_GB18030, true, ""},
    [LS_ESC_RTF_GB - LS_ENC_COUNT] = {"rtf-gb18030", LS_ENC_GB18030, true, "{}"},
    [LS_ESC_LATIN1_GB - LS_ENC_COUNT] = {"gb18030-as-latin-1", LS_ENC_GB18030, false, ""},
    [LS_ESC_BASE64_UTF8 - LS_ENC_COUNT] = {"base64-utf-8", LS_ENC_UTF8, false, ""},
    [LS_ESC_BASE64_GB - LS_ENC_COUNT] = {"base64-gb18030", LS_ENC_GB18030, false, ""},
};

static const struct way *way_of(unsigned escape)
{
    if (ls_escape_is_base64(escape))
        escape = escape < LS_ESC_BASE64_GB ? LS_ESC_BASE64_UTF8 : LS_ESC_BASE64_GB;
    return &ways[escape - LS_ENC_COUNT];
}

const char *ls_escape_name(unsigned escape)
{
    return way_of(escape)->name;
}

enum ls_encoding ls_escape_inner(unsigned escape)
{
    return way_of(escape)->inner;
}

bool ls_escape_is_caseless(unsigned escape)
{
    return way_of(escape)->caseless;
}

/* ---- writing ---- */

/* Each byte of the character on its own. */
static size_t put_bytes(unsigned escape, uint32_t cp, char *out, size_t room)
{
    uint8_t inner[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(ls_escape_inner(escape), cp, inner), len = 0;
    for (size_t i = 0; i < n; i++) {
        int more = 0;
        if (escape == LS_ESC_PERCENT_UTF8 || escape == LS_ESC_PERCENT_GB)
            more = snprintf(out + len, room - len, "%%%02X", inner[i]);
        else if (escape == LS_ESC_RTF_GB)
            more = snprintf(out + len, room - len, "\\'%02x", inner[i]);
        else
            more = snprintf(out + len, room - len, "=%02X", inner[i]);
        len += (size_t)more;
    }
    return len < room ? len : 0;
}

static size_t put_latin1(uint32_t cp, uint8_t *out)
{
    uint8_t inner[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(LS_ENC_GB18030, cp, inner), len = 0;
    for (size_t i = 0; i < n; i++)
        len += ls_encode_char(LS_ENC_UTF8, inner[i], out + len);
    return len;
}

static size_t put_escaped(unsigned escape, uint32_t cp, uint8_t out[ESCAPED_MAX])
{
    char text[2 * ESCAPED_MAX];
    size_t len = 0;
    switch ((enum ls_escape)escape) {
    case LS_ESC_DECIMAL:
        len = (size_t)snprintf(text, sizeof text, "&#%u;", (unsigned)cp);
        break;
    case LS_ESC_HEXADECIMAL:
        len = (size_t)snprintf(text, sizeof text, "&#x%x;", (unsigned)cp);
        break;
    case LS_ESC_UNICODE:
        len = cp < 0x10000 ? (size_t)snprintf(text, sizeof text, "\\u%04x", (unsigned)cp) : 0;
        break;
    case LS_ESC_PERCENT_UTF8:
    case LS_ESC_PERCENT_GB:
    case LS_ESC_QP_UTF8:
    case LS_ESC_QP_GB:
    case LS_ESC_RTF_GB:
        len = put_bytes(escape, cp, text, sizeof text);
        break;
    case LS_ESC_LATIN1_GB:
        return put_latin1(cp, out);
    case LS_ESC_BASE64_UTF8:
    case LS_ESC_BASE64_GB:
    case LS_ESC_END:
        break;
    }
    if (len > ESCAPED_MAX)
        return 0;
    memcpy(out, text, len);
    return len;
}

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Which of three bytes the word begins with. */
static size_t phase_of(unsigned escape)
{
    return (escape - LS_ESC_BASE64_UTF8) % 3;
}

/* The first digit that is the word's alone, counted from the first of the four around its first
 * byte. */
static size_t first_digit(size_t phase)
{
    return (8 * phase + 5) / 6;
}

/* The digits all of whose bits are the word's. */
static size_t put_base64(unsigned escape, const uint32_t *cps, size_t n, uint8_t *out, size_t room)
{
    uint8_t bytes[LS_ESCAPED_WORD_MAX] = {0};
    size_t phase = phase_of(escape), len = phase, written = 0;
    for (size_t i = 0; i < n; i++) {
        size_t more = 0;
        if (len + LS_CHAR_BYTES_MAX <= sizeof bytes)
            more = ls_encode_char(ls_escape_inner(escape), cps[i], bytes + len);
        if (more == 0)
            return 0;
        len += more;
    }
    for (size_t digit = first_digit(phase); digit < len * 8 / 6; digit++) {
        size_t bit = digit * 6;
        unsigned two = (unsigned)bytes[bit / 8] << 8;
        if (bit / 8 + 1 < len)
            two |= bytes[bit / 8 + 1];
        if (written == room)
            return 0;
        out[written++] = (uint8_t)base64[two >> (10 - bit % 8) & 63];
    }
    return written;
}

size_t ls_escape_word(unsigned escape, const uint32_t *cps, size_t n, uint8_t *out, size_t room)
{
    size_t len = 0;
    if (ls_escape_is_base64(escape))
        return put_base64(escape, cps, n, out, room);
    for (size_t i = 0; i < n; i++) {
        uint8_t one[ESCAPED_MAX] = {(uint8_t)cps[i]};
        size_t one_n = cps[i] < 0x80 ? 1 : put_escaped(escape, cps[i], one);
        if (one_n == 0 || one_n > room - len)
            return 0;
        memcpy(out + len, one, one_n);
        len += one_n;
    }
    return len;
}

/* ---- reading ---- */

struct source {
    const uint8_t *bytes;
    size_t len, at;
};

struct result {
    uint8_t *inner;
    uint32_t *off, *end;
    size_t n;
};

static void put(struct result *r, uint8_t byte, size_t off, size_t end)
{
    r->inner[r->n] = byte;
    r->off[r->n] = (uint32_t)off;
    r->end[r->n] = (uint32_t)end;
    r->n++;
}

/* A character takes no more bytes than its escape. */
static void put_char(struct result *r, uint32_t cp, size_t off, size_t end)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(LS_ENC_UTF8, cp, bytes);
    for (size_t i = 0; i < n && n <= end - off; i++)
        put(r, bytes[i], off, end);
}

static int digit_of(uint8_t c, unsigned base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : 99;
    return value < (int)base ? value : -1;
}

/* A number of `min` to `max` digits; returns how many there are, 0 when there are too few. */
static size_t read_number(const struct source *s, size_t at, unsigned base, size_t min, size_t max,
                          uint32_t *value)
{
    size_t n = 0;
    *value = 0;
    while (n < max && at + n < s->len && digit_of(s->bytes[at + n], base) >= 0)
        *value = *value * base + (uint32_t)digit_of(s->bytes[at + n++], base);
    return n >= min ? n : 0;
}

static bool is_next(const struct source *s, const char *text)
{
    size_t n = strlen(text);
    return s->len - s->at >= n && memcmp(s->bytes + s->at, text, n) == 0;
}

/* Each of these reads one escape at s->at and moves behind it; false: there is none. */
static bool read_entity(struct source *s, struct result *r)
{
    static const struct {
        const char *name;
        uint8_t stands_for;
    } named[] = {{"&nbsp;", ' '}, {"&quot;", '"'}, {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}};
    uint32_t cp;
    size_t off = s->at;
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (is_next(s, named[i].name)) {
            s->at += strlen(named[i].name);
            put(r, named[i].stands_for, off, s->at);
            return true;
        }
    if (!is_next(s, "&#"))
        return false;
    bool hex = off + 2 < s->len && (s->bytes[off + 2] | 0x20) == 'x';
    size_t from = off + (hex ? 3 : 2);
    size_t n = read_number(s, from, hex ? 16 : 10, 1, hex ? 6 : 7, &cp);
    if (n == 0)
        return false;
    s->at = from + n + (from + n < s->len && s->bytes[from + n] == ';');
    put_char(r, cp, off, s->at);
    return true;
}

static bool read_unicode(struct source *s, struct result *r)
{
    static const char letters[] = "nrt\"'\\/", meanings[] = "\n\r\t\"'\\/";
    uint32_t cp, low;
    size_t off = s->at;
    if (s->bytes[off] != '\\' || off + 1 == s->len)
        return false;
    const char *letter = memchr(letters, s->bytes[off + 1], sizeof letters - 1);
    if (letter) {
        s->at += 2;
        put(r, (uint8_t)meanings[letter - letters], off, s->at);
        return true;
    }
    if (s->bytes[off + 1] != 'u' || !read_number(s, off + 2, 16, 4, 4, &cp))
        return false;
    s->at += 6;
    bool high = (cp & 0xFFFFFC00) == 0xD800;
    if (high && is_next(s, "\\u") && read_number(s, s->at + 2, 16, 4, 4, &low) &&
        (low & 0xFFFFFC00) == 0xDC00) {
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
        s->at += 6;
    }
    put_char(r, cp, off, s->at);
    return true;
}

/* A byte behind `mark`, as two digits. */
static bool read_byte(struct source *s, struct result *r, const char *mark)
{
    uint32_t byte;
    size_t off = s->at, n = strlen(mark);
    if (!is_next(s, mark) || !read_number(s, off + n, 16, 2, 2, &byte))
        return false;
    s->at += n + 2;
    put(r, (uint8_t)byte, off, s->at);
    return true;
}

/* A soft line break says nothing. */
static bool read_qp(struct source *s, struct result *r)
{
    if (read_byte(s, r, "="))
        return true;
    size_t n = is_next(s, "=\r\n") ? 3 : is_next(s, "=\n") ? 2 : 0;
    s->at += n;
    return n > 0;
}

/* Paragraphs end a line; other control words and the file's own line ends say nothing. */
static bool read_rtf(struct source *s, struct result *r)
{
    size_t off = s->at, at = off + 1;
    if (s->bytes[off] == '\r' || s->bytes[off] == '\n') {
        s->at++;
        return true;
    }
    if (read_byte(s, r, "\\'"))
        return true;
    if (s->bytes[off] != '\\')
        return false;
    while (at < s->len && s->bytes[at] >= 'a' && s->bytes[at] <= 'z')
        at++;
    size_t n = at - off - 1;
    if (n == 0)
        return false;
    const char *word = (const char *)s->bytes + off + 1;
    bool ends = (n == 3 && memcmp(word, "par", n) == 0) || (n == 4 && memcmp(word, "line", n) == 0);
    bool cell = (n == 4 && memcmp(word, "cell", n) == 0) || (n == 3 && memcmp(word, "tab", n) == 0);
    while (at < s->len && (s->bytes[at] == '-' || digit_of(s->bytes[at], 10) >= 0))
        at++;
    s->at = at + (at < s->len && s->bytes[at] == ' ');
    if (ends || cell)
        put(r, ends ? '\n' : BORDER, off, s->at);
    return true;
}

static bool read_latin1(struct source *s, struct result *r)
{
    uint32_t cp;
    size_t off = s->at;
    s->at += ls_decode_char(LS_ENC_UTF8, s->bytes + off, s->len - off, &cp);
    put(r, cp < 0x100 ? (uint8_t)cp : 0xFF, off, s->at);
    return true;
}

static bool read_escape(unsigned escape, struct source *s, struct result *r)
{
    switch ((enum ls_escape)escape) {
    case LS_ESC_DECIMAL:
    case LS_ESC_HEXADECIMAL:
        return read_entity(s, r);
    case LS_ESC_UNICODE:
        return read_unicode(s, r);
    case LS_ESC_PERCENT_UTF8:
    case LS_ESC_PERCENT_GB:
        return read_byte(s, r, "%");
    case LS_ESC_QP_UTF8:
    case LS_ESC_QP_GB:
        return read_qp(s, r);
    case LS_ESC_RTF_GB:
        return read_rtf(s, r);
    case LS_ESC_LATIN1_GB:
        return read_latin1(s, r);
    case LS_ESC_BASE64_UTF8:
    case LS_ESC_BASE64_GB:
    case LS_ESC_END:
        break;
    }
    return false;
}

static bool is_syntax(const char *syntax, uint8_t c)
{
    return c && strchr(syntax, c);
}

/*
 * Many in a row are one border, so that a key and its value stand in cells side by side; a colon, a
 * comma or = beside one of them is of the same kind.
 */
static bool is_border(const struct source *s, const char *syntax, bool behind)
{
    uint8_t c = s->bytes[s->at];
    if (is_syntax(syntax, c))
        return true;
    bool parts = *syntax && (c == ':' || c == '=' || c == ',' || c == ' ');
    return parts &&
           (behind || (c != ' ' && s->at + 1 < s->len && is_syntax(syntax, s->bytes[s->at + 1])));
}

static bool is_line_end(uint8_t c)
{
    return c == '\r' || c == '\n';
}

static int base64_digit(uint8_t c)
{
    const char *at = c ? strchr(base64, c) : NULL;
    return at ? (int)(at - base64) : -1;
}

/* Digits from `from` on; every four of them are three bytes. Ends at what is none. */
static size_t read_base64(struct source *s, struct result *r)
{
    unsigned bits = 0, have = 0;
    uint32_t first = 0;
    for (; s->at < s->len; s->at++) {
        int digit = base64_digit(s->bytes[s->at]);
        if (digit < 0 && is_line_end(s->bytes[s->at]))
            continue;
        if (digit < 0)
            break;
        if (have == 0)
            first = (uint32_t)s->at;
        bits = (bits << 6 | (unsigned)digit) & 0xFFFF;
        have += 6;
        if (have >= 8) { /* what is left of this digit begins the next byte */
            have -= 8;
            put(r, (uint8_t)(bits >> have), first, s->at + 1);
            first = (uint32_t)s->at;
        }
    }
    return s->at;
}

/*
 * The run of digits around `at`. Its fours are told by where the word was found, so that the run
 * may begin before the bytes at hand.
 */
static size_t undo_base64(unsigned escape, struct source *s, size_t at, struct result *r)
{
    size_t start = at, digits = 0, lead = first_digit(phase_of(escape)) % 4;
    while (start > 0 &&
           (base64_digit(s->bytes[start - 1]) >= 0 || is_line_end(s->bytes[start - 1])))
        digits += base64_digit(s->bytes[--start]) >= 0;
    if (start > 0)
        put(r, BORDER, start - 1, start);
    /* so many digits stand before the first whole four */
    for (size_t skip = (digits + 4 - lead) % 4; skip > 0 && start < s->len; start++)
        skip -= base64_digit(s->bytes[start]) >= 0;
    s->at = start;
    size_t end = read_base64(s, r);
    if (end < s->len)
        put(r, BORDER, end, end + 1);
    return r->n;
}

size_t ls_unescape(unsigned escape, const uint8_t *bytes, size_t len, size_t at, uint8_t *inner,
                   uint32_t *off, uint32_t *end)
{
    const char *syntax = way_of(escape)->syntax;
    struct source s = {bytes, len, 0};
    struct result r = {inner, off, end, 0};
    bool behind = false; /* a border stands just before */
    if (ls_escape_is_base64(escape))
        return undo_base64(escape, &s, at, &r);
    while (s.at < len) {
        size_t before = r.n;
        if (read_escape(escape, &s, &r)) {
            behind = behind && r.n == before;
            continue;
        }
        bool border = is_border(&s, syntax, behind);
        if (!border || !behind)
            put(&r, border ? BORDER : bytes[s.at], s.at, s.at + 1);
        behind = border;
        s.at++;
    }
    return r.n;
}
