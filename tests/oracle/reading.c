/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "base/fold.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

/* The charset of each encoding, and one that fills what the first leaves free. */
static const char *const charsets[LS_ENC_COMMON][2] = {
    {"UTF-8", NULL},    {"GB18030", NULL},  {"BIG5-HKSCS", "BIG5"},
    {"UTF-16LE", NULL}, {"UTF-16BE", NULL},
};

/* What every two bytes are, 0 for no character; filled at first use. UTF-8 has no need of it. */
static uint32_t *pairs[LS_ENC_COMMON];

void *reading_room(size_t n, size_t size)
{
    void *room = calloc(n + 1, size);
    if (!room)
        abort();
    return room;
}

static iconv_t converter(const char *charset)
{
    iconv_t cd = iconv_open("UTF-32LE", charset);
    if (cd == (iconv_t)-1)
        abort();
    return cd;
}

/* The first character of bytes[0..len) if these are whole characters and nothing else, else 0. */
static uint32_t convert(iconv_t cd, const uint8_t *bytes, size_t len)
{
    char in[LS_CHAR_BYTES_MAX];
    uint32_t out[4] = {0};
    char *from = in, *to = (char *)out;
    size_t left = len, room = sizeof out;
    memcpy(in, bytes, len);
    iconv(cd, NULL, NULL, NULL, NULL);
    if (iconv(cd, &from, &left, &to, &room) == (size_t)-1 || left ||
        iconv(cd, NULL, NULL, &to, &room) == (size_t)-1)
        return 0;
    return out[0];
}

static void fill_pairs(enum ls_encoding enc)
{
    pairs[enc] = reading_room(0x10000, sizeof(uint32_t));
    for (int k = 0; k < 2 && charsets[enc][k]; k++) {
        iconv_t cd = converter(charsets[enc][k]);
        for (uint32_t code = 0; code < 0x10000; code++) {
            const uint8_t bytes[2] = {(uint8_t)(code >> 8), (uint8_t)code};
            bool one_byte = enc != LS_ENC_UTF16LE && enc != LS_ENC_UTF16BE && bytes[0] <= 0x80;
            if (!pairs[enc][code] && !one_byte)
                pairs[enc][code] = convert(cd, bytes, 2);
        }
        iconv_close(cd);
    }
}

/* How many bytes a character has, to judge by its first one. */
static size_t utf8_len(uint8_t first)
{
    return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* A character of exactly n bytes at bytes[0..len); false when that is none. */
static bool has_char(enum ls_encoding enc, const uint8_t *bytes, size_t len, size_t n, uint32_t *cp)
{
    static iconv_t open[LS_ENC_COMMON];
    static bool is_open[LS_ENC_COMMON];
    if (n > len)
        return false;
    if (n == 2 && enc != LS_ENC_UTF8) {
        *cp = pairs[enc][bytes[0] << 8 | bytes[1]];
        return *cp != 0 || (bytes[0] == 0 && bytes[1] == 0);
    }
    if (!is_open[enc])
        open[enc] = converter(charsets[enc][0]);
    is_open[enc] = true;
    *cp = convert(open[enc], bytes, n);
    return *cp != 0;
}

/* One character or, where there is none, LS_CHAR_BAD. Returns the bytes taken. */
static size_t read_char(enum ls_encoding enc, const uint8_t *bytes, size_t len, uint32_t *cp)
{
    bool wide = enc == LS_ENC_UTF16LE || enc == LS_ENC_UTF16BE;
    if (!wide && bytes[0] < 0x80) {
        *cp = bytes[0];
        return 1;
    }
    if (enc == LS_ENC_UTF8) {
        if (has_char(enc, bytes, len, utf8_len(bytes[0]), cp))
            return utf8_len(bytes[0]);
    } else {
        if (has_char(enc, bytes, len, 2, cp))
            return 2;
        if (enc != LS_ENC_BIG5 && has_char(enc, bytes, len, 4, cp))
            return 4;
    }
    *cp = enc == LS_ENC_GB18030 && bytes[0] == 0x80 ? 0x20AC : LS_CHAR_BAD;
    return wide && len > 1 ? 2 : 1;
}

/* Circled and squared characters, and those of annotations: no word is written with them. */
static bool is_sign(uint32_t cp)
{
    return (cp >= 0x3190 && cp <= 0x33FF) || (cp >= 0x1F100 && cp <= 0x1F2FF);
}

static uint32_t spelled_by(uint32_t cp)
{
    uint32_t out[LS_FOLD_MAX];
    return !is_sign(cp) && ls_fold_char(cp, out) == 1 ? out[0] : 0;
}

void reading_take(struct reading *r, enum ls_encoding enc, size_t first, const uint8_t *bytes,
                  size_t len)
{
    if (enc != LS_ENC_UTF8 && !pairs[enc])
        fill_pairs(enc);
    *r = (struct reading){.enc = enc, .bytes = bytes, .len = len};
    r->raw = reading_room(len, sizeof *r->raw);
    r->raw_off = reading_room(len + 1, sizeof *r->raw_off);
    r->spells = reading_room(len, sizeof *r->spells);
    r->left_out = reading_room(len, sizeof *r->left_out);
    r->shadow = reading_room(len, sizeof *r->shadow);
    for (size_t at = first; at < len; r->raw_n++) {
        uint32_t cp;
        r->raw_off[r->raw_n] = at;
        at += read_char(enc, bytes + at, len - at, &cp);
        r->raw[r->raw_n] = cp;
        r->spells[r->raw_n] = spelled_by(cp);
    }
    r->raw_off[r->raw_n] = len;
}

bool reading_spells(const struct reading *r, size_t i, uint32_t folded)
{
    if (folded < 0x80) /* letters only in their two cases */
        return r->raw[i] == folded ||
               (folded >= 'a' && folded <= 'z' && r->raw[i] == folded - 'a' + 'A');
    return r->spells[i] == folded;
}

/* A blank, tab or line break: what separates characters visibly. */
static bool is_separator(uint32_t folded)
{
    return folded == ' ' || folded == '\t' || folded == '\n';
}

void reading_fold(struct reading *r)
{
    size_t cap = r->raw_n + LS_FOLD_MAX;
    r->cps = reading_room(cap, sizeof *r->cps);
    r->raw_of = reading_room(cap, sizeof *r->raw_of);
    r->n = 0;
    for (size_t i = 0; i < r->raw_n; i++) {
        uint32_t folded[LS_FOLD_MAX];
        size_t n = ls_fold_char(r->raw[i], folded);
        if (r->n + n + LS_FOLD_MAX > cap) {
            cap = 2 * (cap + n);
            r->cps = realloc(r->cps, cap * sizeof *r->cps);
            r->raw_of = realloc(r->raw_of, cap * sizeof *r->raw_of);
            if (!r->cps || !r->raw_of)
                abort();
        }
        for (size_t k = 0; k < n; k++) {
            if (r->left_out[i] && is_separator(folded[k]))
                continue;
            r->cps[r->n] = folded[k] == 0x1E || folded[k] == '\f' ? '\n' : folded[k];
            r->raw_of[r->n++] = i;
        }
    }
}

void reading_drop(struct reading *r)
{
    free(r->raw);
    free(r->raw_off);
    free(r->spells);
    free(r->left_out);
    free(r->shadow);
    free(r->cps);
    free(r->raw_of);
}

size_t reading_off(const struct reading *r, size_t i)
{
    return r->raw_off[r->raw_of[i]];
}

size_t reading_end(const struct reading *r, size_t i)
{
    return r->raw_off[r->raw_of[i] + 1];
}

/* The first of n ascending numbers that is not below `bound`. */
static size_t first_from(const size_t *at, size_t n, size_t bound)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (at[mid] < bound)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

size_t reading_at(const struct reading *r, size_t raw)
{
    return first_from(r->raw_of, r->n, raw);
}

size_t reading_raw_at(const struct reading *r, size_t off)
{
    return first_from(r->raw_off, r->raw_n, off);
}
