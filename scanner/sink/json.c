/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/json.h"

#include "sink/escape.h"

#include <stdbool.h>
#include <string.h>

static struct ls_result add_unit(struct ls_buf *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    char escaped[6] = {
        '\\', 'u', hex[unit >> 12 & 15], hex[unit >> 8 & 15], hex[unit >> 4 & 15], hex[unit & 15]};
    return ls_buf_add(out, escaped, sizeof escaped);
}

/* One character that may not stand in a string as it is (RFC 8259 section 7). */
static struct ls_result add_escape(struct ls_buf *out, uint32_t cp)
{
    if (cp == '"' || cp == '\\') {
        char escaped[2] = {'\\', (char)cp};
        return ls_buf_add(out, escaped, sizeof escaped);
    }
    if (cp == '\n')
        return ls_buf_add(out, "\\n", 2);
    if (cp == '\t')
        return ls_buf_add(out, "\\t", 2);
    if (cp < 0x10000)
        return add_unit(out, cp);
    LS_TRY(add_unit(out, 0xd800 + ((cp - 0x10000) >> 10)));
    return add_unit(out, 0xdc00 + ((cp - 0x10000) & 0x3ff));
}

/* The string with its quotes, and whether all of it was UTF-8. */
static struct ls_result add_string(struct ls_buf *out, struct ls_str s, bool *utf8)
{
    *utf8 = true;
    LS_TRY(ls_buf_char(out, '"'));
    size_t plain = 0; /* s[plain..at) needs no escape and is not written yet */
    for (size_t at = 0; (at += ls_escape_plain(s.at + at, s.len - at)) < s.len;) {
        uint32_t cp;
        bool bad;
        size_t taken = ls_escape_next(s.at + at, s.len - at, &cp, &bad);
        if (bad || cp == '"' || cp == '\\' || !ls_char_safe(cp)) {
            LS_TRY(ls_buf_add(out, s.at + plain, at - plain));
            LS_TRY(add_escape(out, bad ? 0xfffd : cp));
            *utf8 = *utf8 && !bad;
            plain = at + taken;
        }
        at += taken;
    }
    LS_TRY(ls_buf_add(out, s.at + plain, s.len - plain));
    return ls_buf_char(out, '"');
}

struct ls_result ls_json_string(struct ls_buf *out, struct ls_str s)
{
    bool utf8;
    return add_string(out, s, &utf8);
}

static struct ls_result add_base64(struct ls_buf *out, struct ls_str s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < s.len; at += 3) {
        size_t n = s.len - at < 3 ? s.len - at : 3;
        uint32_t word = 0;
        for (size_t i = 0; i < 3; i++)
            word = word << 8 | (i < n ? (unsigned char)s.at[at + i] : 0u);
        char four[4] = {digits[word >> 18 & 63], digits[word >> 12 & 63],
                        n > 1 ? digits[word >> 6 & 63] : '=', n > 2 ? digits[word & 63] : '='};
        LS_TRY(ls_buf_add(out, four, sizeof four));
    }
    return ls_ok();
}

struct ls_result ls_json_bytes(struct ls_buf *out, const char *key, struct ls_str s)
{
    size_t start = out->n;
    bool utf8;
    LS_TRY(ls_buf_char(out, '"'));
    LS_TRY(ls_buf_str(out, key));
    LS_TRY(ls_buf_add(out, "\":", 2));
    LS_TRY(add_string(out, s, &utf8));
    if (utf8)
        return ls_ok();
    out->n = start;
    LS_TRY(ls_buf_char(out, '"'));
    LS_TRY(ls_buf_str(out, key));
    LS_TRY(ls_buf_add(out, "_b64\":\"", 7));
    LS_TRY(add_base64(out, s));
    return ls_buf_char(out, '"');
}

struct ls_result ls_json_seconds(struct ls_buf *out, double seconds)
{
    uint64_t micros = seconds > 0 && seconds < 1e12 ? (uint64_t)(seconds * 1e6) : 0;
    char decimals[7] = ".";
    uint64_t rest = micros % 1000000;
    for (size_t i = 6; i > 0; i--, rest /= 10)
        decimals[i] = (char)('0' + rest % 10);
    LS_TRY(ls_buf_u64(out, micros / 1000000));
    return ls_buf_add(out, decimals, sizeof decimals);
}
