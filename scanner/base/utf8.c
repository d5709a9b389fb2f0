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

struct ls_result ls_utf8_add_all(struct ls_buf *buf, const uint32_t *cps, size_t n)
{
    LS_TRY(LS_VEC_RESERVE(buf, n * LS_CHAR_BYTES_MAX));
    for (size_t i = 0; i < n; i++) {
        uint8_t *out = (uint8_t *)buf->at + buf->n;
        size_t len = ls_encode_char(LS_ENC_UTF8, cps[i], out);
        buf->n += len ? len : ls_encode_char(LS_ENC_UTF8, LS_CHAR_BAD, out);
    }
    return ls_ok();
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

/* Bytes that begin a character (or stand alone). */
static size_t starts_in(const uint8_t *bytes, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i++)
        n += (int8_t)bytes[i] >= (int8_t)0xC0;
    return n;
}

size_t ls_utf8_bytes_back(const uint8_t *bytes, size_t len, size_t chars)
{
    enum { STRIDE = 64 }; /* counted at once, as a vector */
    size_t at = len;
    for (size_t n; at >= STRIDE; at -= STRIDE, chars -= n) {
        n = starts_in(bytes + at - STRIDE, STRIDE);
        if (n >= chars)
            break;
    }
    while (at > 0 && chars > 0)
        chars -= starts_in(bytes + --at, 1);
    return len - at;
}
