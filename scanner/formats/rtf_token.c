/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/rtf_token.h"

#include "base/alloc.h"

#include <string.h>

enum { CHUNK = 16 << 10, AHEAD = 8 };

struct ls_result ls_rtf_source_init(struct ls_rtf_source *source, struct ls_blob *blob)
{
    *source = (struct ls_rtf_source){.blob = blob};
    source->chunk = ls_calloc(CHUNK, 1);
    return source->chunk ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_rtf_source_fini(struct ls_rtf_source *source)
{
    ls_free(source->chunk);
}

/* Reads until n <= AHEAD bytes are there or nothing more comes. */
static bool refill(struct ls_rtf_source *s, size_t n)
{
    while (s->n - s->at < n && !s->eof) {
        size_t got = 0;
        memmove(s->chunk, s->chunk + s->at, s->n - s->at);
        s->base += s->at;
        s->n -= s->at;
        s->at = 0;
        s->result = ls_blob_read(s->blob, s->base + s->n, s->chunk + s->n, CHUNK - s->n, &got);
        s->eof = ls_failed(s->result) || got < CHUNK - s->n;
        s->n += got;
    }
    return s->n - s->at >= n;
}

/* Whether n <= AHEAD more bytes are there, read in if need be. */
static inline bool want(struct ls_rtf_source *s, size_t n)
{
    return s->n - s->at >= n || refill(s, n);
}

int ls_rtf_peek(struct ls_rtf_source *s)
{
    return want(s, 1) ? s->chunk[s->at] : -1;
}

size_t ls_rtf_take(struct ls_rtf_source *s, void *out, size_t len)
{
    size_t done = 0;
    while (done < len && want(s, 1)) {
        size_t left = s->n - s->at, n = left < len - done ? left : len - done;
        memcpy((uint8_t *)out + done, s->chunk + s->at, n);
        s->at += n;
        done += n;
    }
    return done;
}

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

/* Behind the letters of a control word: its number, and the blank that ends it. */
static void read_param(struct ls_rtf_source *s, struct ls_rtf_token *token)
{
    int64_t value = 0;
    bool minus = want(s, 2) && s->chunk[s->at] == '-' && is_digit(s->chunk[s->at + 1]);
    s->at += minus;
    for (int c = ls_rtf_peek(s); is_digit(c); c = ls_rtf_peek(s)) {
        token->has_param = true;
        if (value <= INT32_MAX)
            value = value * 10 + (c - '0');
        s->at++;
    }
    value = value < INT32_MAX ? value : INT32_MAX;
    token->param = (int32_t)(minus ? -value : value);
    s->at += ls_rtf_peek(s) == ' ';
}

static void read_word(struct ls_rtf_source *s, struct ls_rtf_token *token)
{
    size_t n = 0;
    for (int c = ls_rtf_peek(s); is_letter(c); c = ls_rtf_peek(s)) {
        if (n < LS_RTF_WORD_MAX)
            s->word[n++] = (char)c;
        s->at++;
    }
    token->kind = LS_RTF_WORD;
    token->word = (struct ls_str){s->word, n};
    read_param(s, token);
}

/* Behind \': two digits, in front of which some readers pass over blanks. */
static void read_hex(struct ls_rtf_source *s, struct ls_rtf_token *token)
{
    want(s, AHEAD);
    size_t at = s->at, digits = 0;
    unsigned value = 0;
    for (; at < s->n && digits < 2; at++) {
        int digit = ls_rtf_hex(s->chunk[at]);
        uint8_t c = s->chunk[at];
        if (digit >= 0) {
            value = value * 16 + (unsigned)digit;
            digits++;
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            break;
        }
    }
    token->kind = digits == 2 ? LS_RTF_HEX : LS_RTF_SYMBOL;
    token->byte = digits == 2 ? (uint8_t)value : '\'';
    s->at = digits == 2 ? at : s->at;
}

size_t ls_rtf_take_escapes(struct ls_rtf_source *s, uint8_t *out, size_t room)
{
    size_t n = 0;
    for (; n < room && s->n - s->at >= LS_RTF_ESCAPE; n++, s->at += LS_RTF_ESCAPE) {
        const uint8_t *at = s->chunk + s->at;
        int high = ls_rtf_hex(at[2]), low = ls_rtf_hex(at[3]);
        if (at[0] != '\\' || at[1] != '\'' || high < 0 || low < 0)
            break;
        out[n] = (uint8_t)(high << 4 | low);
    }
    return n;
}

static void read_control(struct ls_rtf_source *s, struct ls_rtf_token *token)
{
    s->at++;
    int c = ls_rtf_peek(s);
    if (c < 0)
        return;
    if (is_letter(c)) {
        read_word(s, token);
        return;
    }
    s->at++;
    if (c == '\'') {
        read_hex(s, token);
        return;
    }
    token->kind = LS_RTF_SYMBOL;
    token->byte = c == '\r' ? '\n' : (uint8_t)c;
    if (c == '\r')
        s->at += ls_rtf_peek(s) == '\n';
}

static bool is_special(uint8_t c)
{
    return c == '{' || c == '}' || c == '\\' || c == '\r' || c == '\n' || c == '\0';
}

/* At the second byte of what may be a character of two. */
static bool belongs_to_pair(const uint8_t *at, size_t left)
{
    if (*at != '\\' && *at != '{' && *at != '}')
        return false;
    bool escape = *at == '\\' && left >= 4 && at[1] == '\'' && ls_rtf_hex(at[2]) >= 0 &&
                  ls_rtf_hex(at[3]) >= 0;
    return !escape;
}

static size_t text_run(const struct ls_rtf_source *s)
{
    const uint8_t *text = s->chunk + s->at;
    size_t left = s->n - s->at, n = 0;
    while (n < left && !is_special(text[n])) {
        if (text[n] < 0x81 || !s->pairs) {
            n++;
        } else if (left - n < 2) {
            return n ? n : 1; /* the next call has them both */
        } else {
            n += text[n + 1] >= 0x40 &&
                         (!is_special(text[n + 1]) || belongs_to_pair(text + n + 1, left - n - 1))
                     ? 2
                     : 1;
        }
    }
    return n;
}

void ls_rtf_next(struct ls_rtf_source *s, struct ls_rtf_token *token)
{
    *token = (struct ls_rtf_token){.kind = LS_RTF_END};
    while (s->bin == 0 && want(s, 1) &&
           (s->chunk[s->at] == '\r' || s->chunk[s->at] == '\n' || s->chunk[s->at] == '\0'))
        s->at++;
    want(s, AHEAD);
    token->lo = ls_rtf_offset(s);
    if (s->at < s->n) {
        uint8_t c = s->chunk[s->at];
        if (s->bin) {
            token->kind = LS_RTF_BIN;
            token->at = s->chunk + s->at;
            token->len = s->n - s->at < s->bin ? s->n - s->at : (size_t)s->bin;
            s->bin -= token->len;
            s->at += token->len;
        } else if (c == '\\') {
            read_control(s, token);
        } else if (c == '{' || c == '}') {
            token->kind = c == '{' ? LS_RTF_OPEN : LS_RTF_CLOSE;
            s->at++;
        } else {
            token->kind = LS_RTF_TEXT;
            token->at = s->chunk + s->at;
            token->len = text_run(s);
            s->at += token->len;
        }
    }
    token->hi = ls_rtf_offset(s);
}
