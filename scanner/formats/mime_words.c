/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unstructured text of headers: RFC 2047 words among bytes of any charset.
 *
 *   Subject: =?gb2312?B?u/rDxg==?= =?gb2312?B?3A==?= report
 *                                  |<- one character, cut in two ->|
 *
 * Words that follow each other, in the same charset, are joined as bytes before these are read:
 * writers cut in the middle of characters. Blanks between words are none of the text (RFC 2047
 * §6.2); those beside anything else are.
 */
#include "formats/mime_priv.h"

#include <string.h>
#include <strings.h>

static bool is_space(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* An encoded word at at[0]. */
struct word {
    struct ls_str charset;
    char encoding; /* 'b', 'q' */
    const uint8_t *text;
    size_t text_n;
    size_t len; /* of it all */
};

/* *ends is false when no word ends in at[0..n), so that nobody looks for one again. */
static bool find_word(const uint8_t *at, size_t n, struct word *word, bool *ends)
{
    if (n < 6 || at[0] != '=' || at[1] != '?')
        return false;
    const uint8_t *end = at + n;
    size_t name_max = n - 2 < LS_MIME_CHARSET_MAX ? n - 2 : LS_MIME_CHARSET_MAX;
    const uint8_t *mark = memchr(at + 2, '?', name_max);
    if (!mark || end - mark < 3 || mark[2] != '?')
        return false;
    word->charset = (struct ls_str){(const char *)at + 2, (size_t)(mark - at - 2)};
    const char *star = memchr(word->charset.at, '*', word->charset.len); /* RFC 2231 §5 */
    if (star)
        word->charset.len = (size_t)(star - word->charset.at);
    word->encoding = (char)(mark[1] | 0x20);
    if (word->encoding != 'b' && word->encoding != 'q')
        return false;
    word->text = mark + 3;
    /* Some have blanks in them, some a '?'. */
    const uint8_t *close = word->text;
    while (end - close >= 2 && !(close[0] == '?' && close[1] == '='))
        close++;
    *ends = end - close >= 2;
    if (!*ends)
        return false;
    word->text_n = (size_t)(close - word->text);
    word->len = (size_t)(close + 2 - at);
    return true;
}

/* The encoding of Q: that of quoted-printable, with '_' for a blank (RFC 2047 §4.2). */
static struct ls_result add_q(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off)
{
    struct ls_decoder decoder;
    ls_decoder_begin(&decoder, LS_TRANSFER_QP);
    for (size_t i = 0; i < n;) {
        const uint8_t *next = memchr(at + i, '_', n - i);
        size_t run = next ? (size_t)(next - at) - i : n - i;
        LS_TRY(ls_decoder_feed(&decoder, at + i, run, off + i, &m->raw, &m->raw_map));
        i += run;
        if (next) {
            LS_TRY(ls_decoder_end(&decoder, &m->raw, &m->raw_map));
            LS_TRY(ls_buf_char(&m->raw, ' '));
            LS_TRY(ls_map_add(&m->raw_map, 1, off + i, 2, 1)); /* not the same byte */
            i++;
        }
    }
    return ls_decoder_end(&decoder, &m->raw, &m->raw_map);
}

static struct ls_result add_b(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off)
{
    struct ls_decoder decoder;
    ls_decoder_begin(&decoder, LS_TRANSFER_BASE64);
    LS_TRY(ls_decoder_feed(&decoder, at, n, off, &m->raw, &m->raw_map));
    return ls_decoder_end(&decoder, &m->raw, &m->raw_map);
}

static bool is_ascii(const struct ls_buf *buf)
{
    for (size_t i = 0; i < buf->n; i++)
        if ((uint8_t)buf->at[i] > 0x7F || buf->at[i] == 0x1B || buf->at[i] == '~')
            return false;
    return true;
}

static bool is_named(const struct ls_charset *charset, const char *name)
{
    return strcmp(ls_charset_name(charset), name) == 0;
}

static bool is_latin(const struct ls_charset *charset)
{
    return is_named(charset, "windows-1252") || is_named(charset, "iso-8859-15") ||
           is_named(charset, "us-ascii");
}

static bool is_chinese(const struct ls_charset *charset)
{
    return is_named(charset, "gb18030") || is_named(charset, "big5");
}

bool ls_mime_doubtful(const struct ls_charset *said, const struct ls_charset *guess,
                      const void *bytes, size_t n)
{
    enum { MUCH = 64 }; /* bytes of Chinese text, of which the charset shows */
    const uint8_t *at = bytes;
    size_t more = 0;
    for (size_t i = 0; i < n; i++)
        more += at[i] > 0x7F;
    bool wide = strncmp(ls_charset_name(said), "utf-16", 6) == 0 ||
                strncmp(ls_charset_name(said), "utf-32", 6) == 0;
    if (said == guess || !ls_charset_fits(guess, bytes, n))
        return false;
    if (is_named(guess, "utf-8"))
        return more || wide;
    if (is_latin(said))
        return more && !is_latin(guess);
    return more >= MUCH && is_chinese(said) && is_chinese(guess);
}

/* The charset that is said, or the one that the bytes look like. */
static const struct ls_charset *choose(struct ls_mime *m, struct ls_str said_name)
{
    const struct ls_charset *said =
        said_name.len ? ls_charset_find(said_name.at, said_name.len) : NULL;
    const struct ls_charset *guess = ls_charset_guess(m->raw.at, m->raw.n);
    if (!said)
        return guess;
    if (!ls_charset_fits(said, m->raw.at, m->raw.n))
        return ls_charset_fits(guess, m->raw.at, m->raw.n) ? guess : said;
    bool doubt = ls_mime_doubtful(said, guess, m->raw.at, m->raw.n);
    if (doubt && is_named(said, "us-ascii"))
        return guess;
    m->doubtful |= doubt;
    return doubt && m->second_look ? guess : said;
}

struct ls_result ls_mime_flush_raw(struct ls_mime *m, struct ls_str charset, const char **encoding)
{
    struct ls_charset_reader reader;
    if (m->raw.n == 0)
        return ls_ok();
    const struct ls_charset *said = choose(m, charset);
    if (encoding && (charset.len || !is_ascii(&m->raw)))
        *encoding = ls_charset_name(said);
    LS_VEC_CLEAR(&m->utf8);
    ls_map_clear(&m->utf8_map);
    ls_charset_begin(&reader, said, 0);
    LS_TRY(ls_charset_feed(&reader, m->raw.at, m->raw.n, true, &m->utf8, &m->utf8_map));
    LS_TRY(ls_mime_out_add(&m->out, &m->utf8, &m->utf8_map, &m->raw_map));
    LS_VEC_CLEAR(&m->raw);
    ls_map_clear(&m->raw_map);
    return ls_ok();
}

/* at[0..n) without line ends: the blanks behind a fold stay. */
static struct ls_result add_plain(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off)
{
    for (size_t i = 0, from = 0; i <= n; i++)
        if (i == n || at[i] == '\r' || at[i] == '\n') {
            LS_TRY(ls_buf_add(&m->raw, at + from, i - from));
            LS_TRY(ls_map_add(&m->raw_map, i - from, off + from, 1, 1));
            from = i + 1;
        }
    return ls_ok();
}

/* Up to the next encoded word, or the end. */
static size_t plain_run(const uint8_t *at, size_t n, struct word *word, bool *found)
{
    const uint8_t *mark = at;
    bool ends = true;
    *found = false;
    for (; ends && (mark = memchr(mark, '=', n - (size_t)(mark - at))) != NULL; mark++) {
        *found = find_word(mark, n - (size_t)(mark - at), word, &ends);
        if (*found)
            return (size_t)(mark - at);
    }
    return n;
}

static bool is_all_space(const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!is_space(at[i]))
            return false;
    return true;
}

struct ls_result ls_mime_add_words(struct ls_mime *m, const uint8_t *at, size_t n, uint64_t off,
                                   const char **encoding)
{
    struct ls_str charset = {NULL, 0}; /* of the word that is open: m->raw may go on */
    bool open = false;
    for (size_t i = 0; i < n;) {
        struct word word;
        bool found;
        size_t run = plain_run(at + i, n - i, &word, &found);
        if (run && !(open && found && is_all_space(at + i, run))) {
            LS_TRY(ls_mime_flush_raw(m, charset, encoding));
            open = false;
            charset.len = 0;
            LS_TRY(add_plain(m, at + i, run, off + i));
        }
        i += run;
        if (!found)
            break;
        bool same = open && charset.len == word.charset.len &&
                    strncasecmp(charset.at, word.charset.at, charset.len) == 0;
        if (!same)
            LS_TRY(ls_mime_flush_raw(m, charset, encoding));
        open = true;
        charset = word.charset;
        uint64_t text_off = off + (uint64_t)(word.text - at);
        if (word.encoding == 'b')
            LS_TRY(add_b(m, word.text, word.text_n, text_off));
        else
            LS_TRY(add_q(m, word.text, word.text_n, text_off));
        i += word.len;
    }
    return ls_mime_flush_raw(m, charset, encoding);
}
