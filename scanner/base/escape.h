/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text that is written in ASCII for want of a better way, as it stands in logs, source code,
 * addresses of the web and broken files:
 *
 *   decimal, hexadecimal    &#26426;&#23494;  &#x673a;&#x5bc6;      of HTML and XML
 *   unicode                 \u673a\u5bc6                            of JSON and many languages
 *   percent                 %E6%9C%BA%E5%AF%86  %BB%FA%C3%DC        UTF-8 or GB18030 below
 *   quoted-printable        =E6=9C=BA=E5=AF=86  =BB=FA=C3=DC        the same
 *   rtf                     \'bb\'fa\'c3\'dc                        GB18030 below
 *   latin1                  »úÃÜ in UTF-8                           GB18030 taken for Latin-1
 *   base64                  5py65a+G                                at each of three places in it
 *
 * Each is a way to write bytes of an encoding below, so reading takes the way back and leaves the
 * rest to that encoding. Their numbers follow those of enum ls_encoding. Pure functions, any
 * thread.
 */
#ifndef LS_BASE_ESCAPE_H
#define LS_BASE_ESCAPE_H

#include "base/encoding.h"

enum ls_escape {
    LS_ESC_DECIMAL = LS_ENC_COUNT,
    LS_ESC_HEXADECIMAL,
    LS_ESC_UNICODE,
    LS_ESC_PERCENT_UTF8,
    LS_ESC_PERCENT_GB,
    LS_ESC_QP_UTF8,
    LS_ESC_QP_GB,
    LS_ESC_RTF_GB,
    LS_ESC_LATIN1_GB,
    LS_ESC_BASE64_UTF8, /* and two more: the word begins at byte 0, 1, 2 of three */
    LS_ESC_BASE64_GB = LS_ESC_BASE64_UTF8 + 3,
    LS_ESC_END = LS_ESC_BASE64_GB + 3,
};

enum { LS_ESCAPED_WORD_MAX = 512 }; /* bytes */

static inline bool ls_is_escape(unsigned enc)
{
    return enc >= LS_ENC_COUNT;
}

/* "decimal-entities", "percent-utf-8" … */
const char *ls_escape_name(unsigned escape);

/* The encoding of the bytes below. */
enum ls_encoding ls_escape_inner(unsigned escape);

/* Letters of its digits may be small or capital. */
bool ls_escape_is_caseless(unsigned escape);

/* Does it stand for bytes in a way that leaves no character its own place? */
static inline bool ls_escape_is_base64(unsigned escape)
{
    return escape >= LS_ESC_BASE64_UTF8;
}

/*
 * Writes the word cps[0..n) that way, ASCII in it as it is; of base64 that which is the same
 * whatever stands beside it. Returns the bytes written to `out`, 0 where it cannot be or takes more
 * than `room`.
 */
size_t ls_escape_word(unsigned escape, const uint32_t *cps, size_t n, uint8_t *out, size_t room);

/*
 * Undoes it in bytes[0..len), where a word was found at `at` < len: inner[i] came from bytes
 * [off[i], end[i]). What is not escaped stays as it is, but what sets fields apart in such text
 * (quotes, tags, = and & of an address, the ends of base64) becomes the border of a cell, U+001F.
 * The three have room for `len` elements, which is always enough. Returns how many there are.
 */
size_t ls_unescape(unsigned escape, const uint8_t *bytes, size_t len, size_t at, uint8_t *inner,
                   uint32_t *off, uint32_t *end);

#endif
