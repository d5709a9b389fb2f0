/* SPDX-License-Identifier: Apache-2.0 */
#include "sink/escape.h"

#include "base/encoding.h"

bool ls_char_safe(uint32_t cp)
{
    if (cp < 0x2000)
        return cp >= 0x20 && (cp < 0x7f || cp > 0x9f) && cp != 0xad && cp != 0x61c;
    if (cp <= 0x206f)
        return (cp < 0x200b || cp > 0x200f || cp == 0x200c || cp == 0x200d) &&
               (cp < 0x2028 || cp > 0x202e) && cp < 0x2060;
    return cp != 0xfeff && (cp < 0xfff9 || cp > 0xfffb) && (cp < 0xe0000 || cp > 0xe0fff);
}

size_t ls_escape_plain(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && s[n] >= ' ' && s[n] < 0x7f && s[n] != '"' && s[n] != '\\')
        n++;
    return n;
}

size_t ls_escape_next(const char *s, size_t len, uint32_t *cp, bool *bad)
{
    unsigned char first = (unsigned char)*s;
    if (first < 0x80) {
        *cp = first;
        *bad = false;
        return 1;
    }
    size_t taken = ls_decode_char(LS_ENC_UTF8, (const uint8_t *)s, len, cp);
    *bad = taken == 1;
    if (*bad)
        *cp = first;
    return taken;
}

/* One character that may not be shown, in ASCII. */
static struct ls_result add_escape(struct ls_buf *out, uint32_t cp, bool bad)
{
    if (cp == '\n')
        return ls_buf_add(out, "\\n", 2);
    if (cp == '\t')
        return ls_buf_add(out, "\\t", 2);
    if (bad || cp < 0x80)
        return ls_buf_printf(out, "\\x%02x", cp);
    return ls_buf_printf(out, "\\u{%x}", cp);
}

struct ls_result ls_escape_text(struct ls_buf *out, const char *s, size_t len)
{
    size_t plain = 0; /* s[plain..at) is safe and not written yet */
    for (size_t at = 0; (at += ls_escape_plain(s + at, len - at)) < len;) {
        uint32_t cp;
        bool bad;
        size_t taken = ls_escape_next(s + at, len - at, &cp, &bad);
        if (bad || !ls_char_safe(cp)) {
            LS_TRY(ls_buf_add(out, s + plain, at - plain));
            LS_TRY(add_escape(out, cp, bad));
            plain = at + taken;
        }
        at += taken;
    }
    return ls_buf_add(out, s + plain, len - plain);
}
