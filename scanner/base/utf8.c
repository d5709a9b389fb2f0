/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include "base/encoding.h"

struct ls_result ls_utf8_add(struct ls_buf *buf, uint32_t cp)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    size_t len = ls_encode_char(LS_ENC_UTF8, cp, bytes);
    if (len == 0)
        len = ls_encode_char(LS_ENC_UTF8, LS_CHAR_BAD, bytes);
    return ls_buf_add(buf, bytes, len);
}

bool ls_utf8_valid(const void *bytes, size_t len)
{
    const uint8_t *at = bytes;
    while (len > 0) {
        uint32_t cp;
        size_t taken = ls_decode_char(LS_ENC_UTF8, at, len, &cp);
        if (cp == LS_CHAR_BAD && taken == 1) /* U+FFFD itself takes three */
            return false;
        at += taken;
        len -= taken;
    }
    return true;
}
