/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Charsets that base/encoding.h reads, UTF-16 whose order of bytes is to be found out, and UTF-32
 * (Unicode 15.0, 3.10).
 */
#include "decode/charset_priv.h"

#include <string.h>

/* What is known of the order of bytes. */
enum { ORDER_OPEN, ORDER_LITTLE, ORDER_BIG };

/* U+FFFD may stand there itself. */
static bool is_read_bad(enum ls_encoding enc, const uint8_t *bytes, size_t taken)
{
    uint8_t says[LS_CHAR_BYTES_MAX];
    size_t len = ls_encode_char(enc, LS_CHAR_BAD, says);
    return len != taken || memcmp(says, bytes, taken) != 0;
}

static struct ls_charset_step base_step(enum ls_encoding enc, const uint8_t *bytes, size_t len)
{
    struct ls_charset_step step = {0};
    step.taken = step.span = (uint8_t)ls_decode_char(enc, bytes, len, &step.cp);
    step.bad = step.cp == LS_CHAR_BAD && is_read_bad(enc, bytes, step.taken);
    return step;
}

static struct ls_charset_step next_base(const struct ls_charset *charset, uint32_t *state,
                                        const uint8_t *bytes, size_t len)
{
    (void)state;
    return base_step(charset->enc, bytes, len);
}

/* Without a mark (RFC 2781, 4.3): as the first character, of ASCII for most texts, has its zero. */
static struct ls_charset_step next_utf16(const struct ls_charset *charset, uint32_t *state,
                                         const uint8_t *bytes, size_t len)
{
    (void)charset;
    if (*state == ORDER_OPEN && len >= 2) {
        bool big = (bytes[0] == 0xFE && bytes[1] == 0xFF) || (bytes[0] == 0 && bytes[1] != 0);
        *state = big ? ORDER_BIG : ORDER_LITTLE;
    }
    return base_step(*state == ORDER_BIG ? LS_ENC_UTF16BE : LS_ENC_UTF16LE, bytes, len);
}

static uint32_t utf32_at(const uint8_t *b, bool big)
{
    return big ? (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3]
               : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static bool is_scalar(uint32_t cp)
{
    return cp < 0xD800 || (cp > 0xDFFF && cp < 0x110000);
}

static struct ls_charset_step next_utf32(const struct ls_charset *charset, uint32_t *state,
                                         const uint8_t *bytes, size_t len)
{
    (void)charset;
    if (len < 4)
        return (struct ls_charset_step){LS_CHAR_BAD, (uint8_t)len, (uint8_t)len, true};
    if (*state == ORDER_OPEN)
        *state = is_scalar(utf32_at(bytes, true)) ? ORDER_BIG : ORDER_LITTLE;
    uint32_t cp = utf32_at(bytes, *state == ORDER_BIG);
    bool good = is_scalar(cp);
    return (struct ls_charset_step){good ? cp : LS_CHAR_BAD, 4, 4, !good};
}

const struct ls_charset ls_charset_utf8 = {
    .name = "utf-8",
    .next = next_base,
    .lookahead = 4,
    .ascii = true,
    .verbatim = true,
    .enc = LS_ENC_UTF8,
};
const struct ls_charset ls_charset_gb18030 = {
    .name = "gb18030",
    .next = next_base,
    .lookahead = 4,
    .ascii = true,
    .runs = true,
    .enc = LS_ENC_GB18030,
};
const struct ls_charset ls_charset_big5 = {
    .name = "big5",
    .next = next_base,
    .lookahead = 2,
    .ascii = true,
    .runs = true,
    .enc = LS_ENC_BIG5,
};
const struct ls_charset ls_charset_utf16 = {
    .name = "utf-16",
    .next = next_utf16,
    .lookahead = 4,
    .state = ORDER_OPEN,
};
const struct ls_charset ls_charset_utf16le = {
    .name = "utf-16le",
    .next = next_utf16,
    .lookahead = 4,
    .runs = true,
    .enc = LS_ENC_UTF16LE,
    .state = ORDER_LITTLE,
};
const struct ls_charset ls_charset_utf16be = {
    .name = "utf-16be",
    .next = next_utf16,
    .lookahead = 4,
    .runs = true,
    .enc = LS_ENC_UTF16BE,
    .state = ORDER_BIG,
};
const struct ls_charset ls_charset_utf32 = {
    .name = "utf-32",
    .next = next_utf32,
    .lookahead = 4,
    .state = ORDER_OPEN,
};
const struct ls_charset ls_charset_utf32le = {
    .name = "utf-32le",
    .next = next_utf32,
    .lookahead = 4,
    .state = ORDER_LITTLE,
};
const struct ls_charset ls_charset_utf32be = {
    .name = "utf-32be",
    .next = next_utf32,
    .lookahead = 4,
    .state = ORDER_BIG,
};
