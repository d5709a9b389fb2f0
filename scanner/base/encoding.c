/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One small decoder for each encoding, inlined into both ls_decode_char() and ls_decode_run().
 *
 * The decoders take one byte of what is no character, whatever follows. From that hold, for any
 * bytes and not only for valid text:
 *
 *   GB18030   first    second             third    fourth      a byte below 0x30 stands alone; one
 *             81..FE   40..7E, 80..FE                          below 0x80 that is no digit ends a
 *             81..FE   30..39             81..FE   30..39      character
 *   Big5      81..FE   40..7E, A1..FE                          any byte below 0x80 ends a character
 *   Shift_JIS 81..9F   40..7E, 80..FC                          the same; A1..DF stand alone
 *             E0..FC   40..7E, 80..FC
 *   EUC-JP    A1..FE   A1..FE                                  the same
 *             8E       A1..DF
 *             8F       A1..FE            A1..FE
 *   EUC-KR    81..FE   41..5A, 61..7A, 81..FE                  the same
 *
 * which is what ls_encoding_sync() stands on.
 */
#include "base/encoding.h"

#include "base/bisect.h"
#include "base/escape.h"

#include "base/tables_priv.h"

#define INLINE static inline __attribute__((always_inline))

enum {
    /* 90308130 stands for U+10000, counted as in tables_priv.h (GB 18030-2005, 4.4). */
    GB18030_LINEAR_SUPP = 189000,

    HALF_KATAKANA = 0xFF61, /* A1 of JIS X 0201 */
    KATAKANA = 63,
};

const char *ls_encoding_name(enum ls_encoding enc)
{
    static const char *const names[LS_ENC_COUNT] = {
        [LS_ENC_UTF8] = "utf-8",
        [LS_ENC_GB18030] = "gb18030",
        [LS_ENC_BIG5] = "big5",
        [LS_ENC_UTF16LE] = "utf-16le",
        [LS_ENC_UTF16BE] = "utf-16be",
        [LS_ENC_SHIFT_JIS] = "shift_jis",
        [LS_ENC_EUC_JP] = "euc-jp",
        [LS_ENC_EUC_KR] = "euc-kr",
        [LS_ENC_WINDOWS_1251] = "windows-1251",
        [LS_ENC_KOI8_R] = "koi8-r",
        [LS_ENC_CP866] = "ibm866",
        [LS_ENC_WINDOWS_1258] = "windows-1258",
        [LS_ENC_WINDOWS_1252] = "windows-1252",
    };
    return ls_is_escape(enc) ? ls_escape_name(enc) : names[enc];
}

static bool is_surrogate(uint32_t cp)
{
    return cp - 0xD800 < 0x800;
}

/* ---- reading ------------------------------------------------------------------------------- */

INLINE bool is_continuation(uint8_t byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Two and four bytes, and all that is no UTF-8. Apart, so that the loops below stay small. */
static __attribute__((noinline)) size_t decode_utf8_rare(const uint8_t *b, size_t len, uint32_t *cp)
{
    uint32_t c = b[0];
    if ((c & 0xE0) == 0xC0 && len >= 2 && is_continuation(b[1])) {
        *cp = (c & 0x1F) << 6 | (b[1] & 0x3FU);
        if (*cp >= 0x80)
            return 2;
    }
    if ((c & 0xF8) == 0xF0 && len >= 4 && is_continuation(b[1]) && is_continuation(b[2]) &&
        is_continuation(b[3])) {
        *cp = (c & 0x07) << 18 | (b[1] & 0x3FU) << 12 | (b[2] & 0x3FU) << 6 | (b[3] & 0x3FU);
        if (*cp >= 0x10000 && *cp <= 0x10FFFF)
            return 4;
    }
    *cp = LS_CHAR_BAD;
    return 1;
}

/* The shortest form only, no surrogates (Unicode 15.0, table 3-7). */
INLINE size_t decode_utf8(const uint8_t *b, size_t len, uint32_t *cp)
{
    uint32_t c = b[0];
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    if ((c & 0xF0) == 0xE0 && len >= 3 && is_continuation(b[1]) && is_continuation(b[2])) {
        c = (c & 0x0F) << 12 | (b[1] & 0x3FU) << 6 | (b[2] & 0x3FU);
        if (c >= 0x800 && !is_surrogate(c)) {
            *cp = c;
            return 3;
        }
    }
    return decode_utf8_rare(b, len, cp);
}

/* The character of a two-byte code, 0 for none. */
INLINE uint32_t decode_pair(const struct ls_dbcs *set, const uint8_t *b)
{
    if (b[1] < 0x40)
        return 0;
    uint32_t cp = set->decode[(b[0] - 0x80) * LS_DBCS_ROW + (b[1] - 0x40)];
    return is_surrogate(cp) ? set->supp[cp - LS_DBCS_ESCAPE] : cp;
}

/* The character of a four-byte code with the number `linear`, or LS_CHAR_BAD. */
static uint32_t gb18030_linear(uint32_t linear)
{
    if (linear - GB18030_LINEAR_SUPP < 0x100000)
        return linear - GB18030_LINEAR_SUPP + 0x10000;

    /* The last run that begins at or before `linear`. */
    LS_BISECT_LAST(lo, ls_gb18030_runs_n, i, ls_gb18030_runs[i].linear <= linear);
    const struct ls_gb18030_run *run = &ls_gb18030_runs[lo];
    bool assigned = run->cp && linear < ls_gb18030_runs[ls_gb18030_runs_n].linear;
    return assigned ? run->cp + linear - run->linear : LS_CHAR_BAD;
}

/* Everything of GB18030 but ASCII and two-byte codes. */
static size_t decode_gb18030_rare(const uint8_t *b, size_t len, uint32_t *cp)
{
    *cp = b[0] == 0x80 ? 0x20AC : LS_CHAR_BAD;
    if (len < 4 || b[0] - 0x81U >= 126 || b[1] - 0x30U >= 10 || b[2] - 0x81U >= 126 ||
        b[3] - 0x30U >= 10)
        return 1;
    uint32_t linear =
        (((b[0] - 0x81U) * 10 + (b[1] - 0x30U)) * 126 + (b[2] - 0x81U)) * 10 + (b[3] - 0x30U);
    *cp = gb18030_linear(linear);
    /* U+FFFD has a code of its own. */
    bool bad = *cp == LS_CHAR_BAD && linear != 39417;
    return bad ? 1 : 4;
}

INLINE size_t decode_gb18030(const uint8_t *b, size_t len, uint32_t *cp)
{
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    if (len >= 2) {
        uint32_t pair = decode_pair(&ls_dbcs_gb18030, b);
        if (pair) {
            *cp = pair;
            return 2;
        }
    }
    return decode_gb18030_rare(b, len, cp);
}

/* ASCII, and two bytes for everything else. */
INLINE size_t decode_double(const struct ls_dbcs *set, const uint8_t *b, size_t len, uint32_t *cp)
{
    if (b[0] < 0x80) {
        *cp = b[0];
        return 1;
    }
    uint32_t pair = len >= 2 ? decode_pair(set, b) : 0;
    *cp = pair ? pair : LS_CHAR_BAD;
    return pair ? 2 : 1;
}

INLINE size_t decode_big5(const uint8_t *b, size_t len, uint32_t *cp)
{
    return decode_double(&ls_dbcs_big5, b, len, cp);
}

INLINE size_t decode_euc_kr(const uint8_t *b, size_t len, uint32_t *cp)
{
    return decode_double(&ls_dbcs_euc_kr, b, len, cp);
}

/* Half-width katakana are single bytes (JIS X 0201). */
INLINE size_t decode_shift_jis(const uint8_t *b, size_t len, uint32_t *cp)
{
    if (b[0] - 0xA1U < KATAKANA) {
        *cp = HALF_KATAKANA + (b[0] - 0xA1U);
        return 1;
    }
    return decode_double(&ls_dbcs_shift_jis, b, len, cp);
}

INLINE size_t decode_euc_jp(const uint8_t *b, size_t len, uint32_t *cp)
{
    uint32_t third =
        b[0] == 0x8F && len >= 3 && b[1] >= 0x80 ? decode_pair(&ls_dbcs_jis_x_0212, b + 1) : 0;
    if (third) {
        *cp = third;
        return 3;
    }
    return decode_double(&ls_dbcs_euc_jp, b, len, cp);
}

static const uint16_t *const singles[LS_ENC_COUNT] = {
    [LS_ENC_WINDOWS_1251] = ls_single_windows_1251,
    [LS_ENC_KOI8_R] = ls_single_koi8_r,
    [LS_ENC_CP866] = ls_single_cp866,
    [LS_ENC_WINDOWS_1258] = ls_single_windows_1258,
    [LS_ENC_WINDOWS_1252] = ls_single_windows_1252,
};

INLINE size_t decode_single(const uint16_t *set, const uint8_t *b, uint32_t *cp)
{
    uint32_t c = b[0] < 0x80 ? b[0] : set[b[0] - 0x80];
    *cp = c || b[0] == 0 ? c : LS_CHAR_BAD;
    return 1;
}

INLINE size_t decode_utf16(const uint8_t *b, size_t len, bool big, uint32_t *cp)
{
    *cp = LS_CHAR_BAD;
    if (len < 2)
        return 1;
    uint32_t unit = (uint32_t)b[big ? 0 : 1] << 8 | b[big ? 1 : 0];
    if (!is_surrogate(unit)) {
        *cp = unit;
        return 2;
    }
    if (unit >= 0xDC00 || len < 4)
        return 2;
    uint32_t low = (uint32_t)b[big ? 2 : 3] << 8 | b[big ? 3 : 2];
    if (low - 0xDC00 >= 0x400)
        return 2;
    *cp = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    return 4;
}

INLINE size_t decode_utf16le(const uint8_t *b, size_t len, uint32_t *cp)
{
    return decode_utf16(b, len, false, cp);
}

INLINE size_t decode_utf16be(const uint8_t *b, size_t len, uint32_t *cp)
{
    return decode_utf16(b, len, true, cp);
}

size_t ls_decode_char(enum ls_encoding enc, const uint8_t *bytes, size_t len, uint32_t *cp)
{
    switch (enc) {
    case LS_ENC_UTF8:
        return decode_utf8(bytes, len, cp);
    case LS_ENC_GB18030:
        return decode_gb18030(bytes, len, cp);
    case LS_ENC_BIG5:
        return decode_big5(bytes, len, cp);
    case LS_ENC_UTF16LE:
        return decode_utf16le(bytes, len, cp);
    case LS_ENC_UTF16BE:
        return decode_utf16be(bytes, len, cp);
    case LS_ENC_SHIFT_JIS:
        return decode_shift_jis(bytes, len, cp);
    case LS_ENC_EUC_JP:
        return decode_euc_jp(bytes, len, cp);
    case LS_ENC_EUC_KR:
        return decode_euc_kr(bytes, len, cp);
    case LS_ENC_WINDOWS_1251:
    case LS_ENC_KOI8_R:
    case LS_ENC_CP866:
    case LS_ENC_WINDOWS_1258:
    case LS_ENC_WINDOWS_1252:
        return decode_single(singles[enc], bytes, cp);
    case LS_ENC_COUNT:
        break;
    }
    *cp = LS_CHAR_BAD;
    return 1;
}

/* Bytes and code points of one run, so that the loop below stays one for all decoders. */
struct run {
    const uint8_t *bytes;
    size_t len;
    uint32_t *cps;
    uint32_t *offs;
    size_t max;
};

INLINE size_t decode_run(const struct run *run,
                         size_t (*decode)(const uint8_t *b, size_t len, uint32_t *cp))
{
    size_t n = 0;
    size_t at = 0;
    for (; n < run->max && at < run->len; n++) {
        run->offs[n] = (uint32_t)at;
        at += decode(run->bytes + at, run->len - at, &run->cps[n]);
    }
    run->offs[n] = (uint32_t)at;
    return n;
}

static size_t decode_single_run(const struct run *run, const uint16_t *set)
{
    size_t n = run->len < run->max ? run->len : run->max;
    for (size_t i = 0; i < n; i++) {
        run->offs[i] = (uint32_t)i;
        decode_single(set, run->bytes + i, &run->cps[i]);
    }
    run->offs[n] = (uint32_t)n;
    return n;
}

size_t ls_decode_run(enum ls_encoding enc, const uint8_t *bytes, size_t len, uint32_t *cps,
                     uint32_t *offs, size_t max)
{
    const struct run run = {bytes, len, cps, offs, max};
    switch (enc) {
    case LS_ENC_UTF8:
        return decode_run(&run, decode_utf8);
    case LS_ENC_GB18030:
        return decode_run(&run, decode_gb18030);
    case LS_ENC_BIG5:
        return decode_run(&run, decode_big5);
    case LS_ENC_UTF16LE:
        return decode_run(&run, decode_utf16le);
    case LS_ENC_UTF16BE:
        return decode_run(&run, decode_utf16be);
    case LS_ENC_SHIFT_JIS:
        return decode_run(&run, decode_shift_jis);
    case LS_ENC_EUC_JP:
        return decode_run(&run, decode_euc_jp);
    case LS_ENC_EUC_KR:
        return decode_run(&run, decode_euc_kr);
    case LS_ENC_WINDOWS_1251:
    case LS_ENC_KOI8_R:
    case LS_ENC_CP866:
    case LS_ENC_WINDOWS_1258:
    case LS_ENC_WINDOWS_1252:
        return decode_single_run(&run, singles[enc]);
    case LS_ENC_COUNT:
        break;
    }
    offs[0] = 0;
    return 0;
}

/* ---- writing ------------------------------------------------------------------------------- */

static size_t encode_utf8(uint32_t cp, uint8_t *out)
{
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    size_t len = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = len; --i > 0; cp >>= 6)
        out[i] = (uint8_t)(0x80 | (cp & 0x3F));
    out[0] = (uint8_t)(0xF00U >> len | cp); /* as many leading ones as bytes */
    return len;
}

/* The two-byte code of a character, 0 for none. */
static uint32_t dbcs_code(const struct ls_dbcs *set, uint32_t cp)
{
    if (cp < 0x10000)
        return set->encode[set->page[cp >> 8]][cp & 0xFF];
    LS_BISECT(lo, set->supp_n, i, set->supp[i] < cp);
    return lo < set->supp_n && set->supp[lo] == cp ? set->supp_code[lo] : 0;
}

/* One byte for ASCII, two for a code of the set, else 0. */
static size_t encode_dbcs(const struct ls_dbcs *set, uint32_t cp, uint8_t *out)
{
    if (cp < 0x80) {
        out[0] = (uint8_t)cp;
        return 1;
    }
    uint32_t code = dbcs_code(set, cp);
    out[0] = (uint8_t)(code >> 8);
    out[1] = (uint8_t)code;
    return code ? 2 : 0;
}

static size_t encode_gb18030_linear(uint32_t linear, uint8_t *out)
{
    out[0] = (uint8_t)(0x81 + linear / 12600);
    out[1] = (uint8_t)(0x30 + linear / 1260 % 10);
    out[2] = (uint8_t)(0x81 + linear / 10 % 126);
    out[3] = (uint8_t)(0x30 + linear % 10);
    return 4;
}

static size_t encode_gb18030(uint32_t cp, uint8_t *out)
{
    size_t len = encode_dbcs(&ls_dbcs_gb18030, cp, out);
    if (len)
        return len;
    if (cp >= 0x10000)
        return encode_gb18030_linear(cp - 0x10000 + GB18030_LINEAR_SUPP, out);
    for (size_t i = 0; i < ls_gb18030_runs_n; i++) {
        const struct ls_gb18030_run *run = &ls_gb18030_runs[i];
        uint32_t n = (uint32_t)run[1].linear - run->linear;
        if (run->cp && cp - run->cp < n)
            return encode_gb18030_linear(run->linear + (cp - run->cp), out);
    }
    return 0;
}

static size_t encode_utf16(uint32_t cp, bool big, uint8_t *out)
{
    uint32_t units[2] = {cp, 0};
    size_t n = 1;
    if (cp >= 0x10000) {
        units[0] = 0xD800 + ((cp - 0x10000) >> 10);
        units[1] = 0xDC00 + (cp & 0x3FF);
        n = 2;
    }
    for (size_t i = 0; i < n; i++) {
        out[2 * i + (big ? 0 : 1)] = (uint8_t)(units[i] >> 8);
        out[2 * i + (big ? 1 : 0)] = (uint8_t)units[i];
    }
    return 2 * n;
}

static size_t encode_shift_jis(uint32_t cp, uint8_t *out)
{
    if (cp - HALF_KATAKANA >= KATAKANA)
        return encode_dbcs(&ls_dbcs_shift_jis, cp, out);
    out[0] = (uint8_t)(0xA1 + (cp - HALF_KATAKANA));
    return 1;
}

static size_t encode_euc_jp(uint32_t cp, uint8_t *out)
{
    size_t len = encode_dbcs(&ls_dbcs_euc_jp, cp, out);
    if (len || !encode_dbcs(&ls_dbcs_jis_x_0212, cp, out + 1))
        return len;
    out[0] = 0x8F;
    return 3;
}

/* Lowering asks this, nothing else does: a search through the table is fast enough. */
static size_t encode_single(const uint16_t *set, uint32_t cp, uint8_t *out)
{
    size_t i = 0;
    while (cp >= 0x80 && i < 128 && set[i] != cp)
        i++;
    out[0] = (uint8_t)(cp < 0x80 ? cp : 0x80 + i);
    return i < 128;
}

size_t ls_encode_char(enum ls_encoding enc, uint32_t cp, uint8_t *out)
{
    if (is_surrogate(cp) || cp > 0x10FFFF)
        return 0;
    switch (enc) {
    case LS_ENC_UTF8:
        return encode_utf8(cp, out);
    case LS_ENC_GB18030:
        return encode_gb18030(cp, out);
    case LS_ENC_BIG5:
        return encode_dbcs(&ls_dbcs_big5, cp, out);
    case LS_ENC_UTF16LE:
        return encode_utf16(cp, false, out);
    case LS_ENC_UTF16BE:
        return encode_utf16(cp, true, out);
    case LS_ENC_SHIFT_JIS:
        return encode_shift_jis(cp, out);
    case LS_ENC_EUC_JP:
        return encode_euc_jp(cp, out);
    case LS_ENC_EUC_KR:
        return encode_dbcs(&ls_dbcs_euc_kr, cp, out);
    case LS_ENC_WINDOWS_1251:
    case LS_ENC_KOI8_R:
    case LS_ENC_CP866:
    case LS_ENC_WINDOWS_1258:
    case LS_ENC_WINDOWS_1252:
        return encode_single(singles[enc], cp, out);
    case LS_ENC_COUNT:
        break;
    }
    return 0;
}
