/* SPDX-License-Identifier: Apache-2.0 */
/* For generators of binary files. */
#ifndef LS_GENERATE_PUT_H
#define LS_GENERATE_PUT_H

#include "base/buf.h"
#include "base/encoding.h"
#include "generate/must.h"

#include <stdint.h>
#include <string.h>

/* So many bytes of a number, little-endian; zeros behind the eighth. */
static inline void put_number(struct ls_buf *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        must(ls_buf_char(out, (char)(i < 8 ? value >> 8 * i : 0)));
}

/* UTF-8 as UTF-16LE. */
static inline void put_utf16(struct ls_buf *out, const char *utf8)
{
    size_t len = strlen(utf8);
    for (size_t at = 0; at < len;) {
        uint8_t units[LS_CHAR_BYTES_MAX];
        uint32_t cp;
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &cp);
        must(ls_buf_add(out, units, ls_encode_char(LS_ENC_UTF16LE, cp, units)));
    }
}

#endif
