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
    LS_ESC_END,
};

enum { LS_ESCAPED_BYTES_MAX = 16 }; /* of one character */

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

/* Writes `cp`, which is no ASCII, that way. Returns the bytes written, 0 where it cannot be. */
size_t ls_escape_char(unsigned escape, uint32_t cp, uint8_t out[LS_ESCAPED_BYTES_MAX]);

/*
 * Undoes it in bytes[0..len): inner[i] came from bytes [off[i], end[i]). What is not escaped stays
 * as it is, but what sets fields apart in such text (quotes, tags, = and & of an address) becomes
 * the border of a cell, U+001F. The three have room for `len` elements, which is always enough.
 * Returns how many there are.
 */
size_t ls_unescape(unsigned escape, const uint8_t *bytes, size_t len, uint8_t *inner, uint32_t *off,
                   uint32_t *end);

#endif
