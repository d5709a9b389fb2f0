/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Charsets with a state: UTF-7 (RFC 2152), HZ (RFC 1843), and one ISO 2022 decoder for
 * ISO-2022-CN (RFC 1922), -JP (RFC 1468, RFC 1554) and -KR (RFC 1557).
 *
 * Read is more than may be written: a line's end goes back to ASCII where the standards forbid that
 * it is needed, designations hold beyond it, and every set is known in every dialect.
 */
#include "decode/charset_priv.h"

static struct ls_charset_step bad_step(size_t taken)
{
    return (struct ls_charset_step){LS_CHAR_BAD, (uint8_t)taken, (uint8_t)taken, true};
}

static struct ls_charset_step silent_step(size_t taken)
{
    return (struct ls_charset_step){LS_CHARSET_NOTHING, (uint8_t)taken, (uint8_t)taken, false};
}

static struct ls_charset_step char_step(uint32_t cp, size_t taken)
{
    return (struct ls_charset_step){cp, (uint8_t)taken, (uint8_t)taken, false};
}

/* ---- UTF-7 --------------------------------------------------------------------------------- */

/*
 * Base64 of UTF-16BE, no padding: a unit begins at bit 0, 4 or 2 of a byte, in this order.
 *
 *   byte   0      1      2      3      4      5      6      7
 *   bits   uuuuuu uuuuuu uuuuvv vvvvvv vvvvvv vvwwww wwwwww wwwwww
 */
enum { DIRECT, AT_BIT_0, AT_BIT_4, AT_BIT_2 };

static int base64_value(uint8_t byte)
{
    if (byte >= 'A' && byte <= 'Z')
        return byte - 'A';
    if (byte >= 'a' && byte <= 'z')
        return byte - 'a' + 26;
    if (byte >= '0' && byte <= '9')
        return byte - '0' + 52;
    return byte == '+' ? 62 : byte == '/' ? 63 : -1;
}

static uint32_t state_at_bit(unsigned bit)
{
    return bit == 0 ? AT_BIT_0 : bit == 4 ? AT_BIT_4 : AT_BIT_2;
}

static struct ls_charset_step utf7_direct(uint32_t *state, const uint8_t *bytes, size_t len)
{
    if (bytes[0] >= 0x80 || (bytes[0] == '+' && len < 2))
        return bad_step(1);
    if (bytes[0] != '+')
        return (struct ls_charset_step){bytes[0], 1, 1, false};
    if (bytes[1] == '-')
        return char_step('+', 2);
    if (base64_value(bytes[1]) < 0)
        return char_step('+', 1);
    *state = AT_BIT_0;
    return silent_step(1);
}

/* What is left where base64 ends is less than a byte of it, and zero. */
static struct ls_charset_step utf7_end(uint32_t *state, const uint8_t *bytes, size_t len, size_t n,
                                       bool whole)
{
    *state = DIRECT;
    if (n == 0 && bytes[0] != '-')
        return utf7_direct(state, bytes, len);
    size_t taken = n + (n < len && bytes[n] == '-');
    return whole ? silent_step(taken) : bad_step(taken);
}

static struct ls_charset_step next_utf7(const struct ls_charset *charset, uint32_t *state,
                                        const uint8_t *bytes, size_t len)
{
    (void)charset;
    if (*state == DIRECT)
        return utf7_direct(state, bytes, len);

    unsigned bit = *state == AT_BIT_0 ? 0 : *state == AT_BIT_4 ? 4 : 2;
    uint64_t bits = 0; /* of up to six bytes, which is a pair of surrogates wherever it begins */
    size_t n = 0;
    for (; n < 6 && n < len && base64_value(bytes[n]) >= 0; n++)
        bits = bits << 6 | (unsigned)base64_value(bytes[n]);
    unsigned have = 6 * (unsigned)n - bit; /* n is 0 with a bit of another byte left: none */
    if (6 * n < bit + 16) {
        bool whole = 6 * n < bit + 6 && (n == 0 || (bits & ((1U << have) - 1)) == 0);
        return utf7_end(state, bytes, len, n, whole);
    }
    uint32_t unit = bits >> (have - 16) & 0xFFFF, cp = unit;
    unsigned end = bit + 16;
    if (unit - 0xD800 < 0x400) {
        uint32_t low = have < 32 ? 0 : (uint32_t)(bits >> (have - 32) & 0xFFFF);
        bool pair = low - 0xDC00 < 0x400;
        cp = pair ? 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00) : LS_CHAR_BAD;
        end += pair ? 16 : 0;
    }
    bool bad = cp - 0xD800 < 0x800 || (cp == LS_CHAR_BAD && unit != LS_CHAR_BAD);
    *state = state_at_bit(end % 6);
    return (struct ls_charset_step){bad ? LS_CHAR_BAD : cp, (uint8_t)(end / 6),
                                    (uint8_t)((end + 5) / 6), bad};
}

const struct ls_charset ls_charset_utf7 = {
    .name = "utf-7",
    .next = next_utf7,
    .lookahead = 7,
    .state = DIRECT,
};

/* ---- HZ ------------------------------------------------------------------------------------ */

static struct ls_charset_step gb_pair(unsigned first, unsigned second)
{
    uint8_t pair[2] = {(uint8_t)(first | 0x80), (uint8_t)(second | 0x80)};
    uint32_t cp;
    if (ls_decode_char(LS_ENC_GB18030, pair, 2, &cp) != 2)
        return bad_step(1);
    return char_step(cp, 2);
}

static bool is_7bit_graphic(uint8_t byte)
{
    return byte > 0x20 && byte < 0x7F;
}

/* `state`: between ~{ and ~}. Bytes beyond ASCII are GB18030, for who forgot to encode them. */
static struct ls_charset_step next_hz(const struct ls_charset *charset, uint32_t *state,
                                      const uint8_t *bytes, size_t len)
{
    (void)charset;
    uint8_t follows = len < 2 ? 0 : bytes[1];
    if (bytes[0] >= 0x80) {
        uint32_t cp;
        size_t taken = ls_decode_char(LS_ENC_GB18030, bytes, len, &cp);
        return taken == 1 ? bad_step(1) : char_step(cp, taken);
    }
    if (bytes[0] == '\n')
        *state = 0;
    if (*state && bytes[0] == '~' && follows == '}') {
        *state = 0;
        return silent_step(2);
    }
    if (*state && is_7bit_graphic(bytes[0]))
        return is_7bit_graphic(follows) ? gb_pair(bytes[0], follows) : bad_step(1);
    if (*state || bytes[0] != '~')
        return char_step(bytes[0], 1);
    if (follows == '{')
        *state = 1;
    if (follows == '{' || follows == '\n')
        return silent_step(2);
    return len < 2 ? bad_step(1) : char_step('~', follows == '~' ? 2 : 1);
}

const struct ls_charset ls_charset_hz = {
    .name = "hz-gb-2312",
    .next = next_hz,
    .lookahead = 4,
};

/* ---- ISO 2022 ------------------------------------------------------------------------------ */

enum set {
    SET_ASCII, /* also JIS X 0201 Roman, which differs in two signs */
    SET_KANA,
    SET_LATIN1,
    SET_GREEK,
    SET_DOUBLE, /* from here on two bytes a character */
    SET_GB2312 = SET_DOUBLE,
    SET_KSC5601,
    SET_JISX0208,
    SET_JISX0212,
    SET_ISOIR165,
    SET_CNS1,
    SET_CNS7 = SET_CNS1 + 6,
};

/* State: G0 to G3, four bits each, and whether G1 is in use. */
enum { G1 = 4, G2 = 8, G3 = 12, SHIFTED_OUT = 1 << 16 };

static enum set set_of(uint32_t state, unsigned g)
{
    return state >> g & 15;
}

static void designate(uint32_t *state, unsigned g, enum set set)
{
    *state = (*state & ~(15U << g)) | (uint32_t)set << g;
}

/* The set of two-byte codes with this final byte, or SET_ASCII. */
static enum set double_set(uint8_t final)
{
    switch (final) {
    case 'A':
        return SET_GB2312;
    case 'C':
        return SET_KSC5601;
    case '@':
    case 'B':
    case 'O': /* JIS X 0213, nearly a superset */
    case 'Q':
        return SET_JISX0208;
    case 'D':
        return SET_JISX0212;
    case 'E':
        return SET_ISOIR165;
    default:
        return final >= 'G' && final <= 'M' ? SET_CNS1 + (enum set)(final - 'G') : SET_ASCII;
    }
}

/* ESC $ F, ESC $ ( F … of ISO/IEC 2022, 14.3.2; F is the final byte. */
static struct ls_charset_step designate_double(uint32_t *state, const uint8_t *bytes, size_t len)
{
    static const uint8_t gs[] = {0, G1, G2, G3};
    bool named = bytes[2] >= '(' && bytes[2] <= '+';
    if (named && len < 4)
        return bad_step(1);
    enum set set = double_set(bytes[named ? 3 : 2]);
    if (set == SET_ASCII)
        return bad_step(1);
    designate(state, named ? gs[bytes[2] - '('] : 0, set);
    return silent_step(named ? 4 : 3);
}

/* ESC ( F, ESC . F … */
static struct ls_charset_step designate_single(uint32_t *state, const uint8_t *bytes)
{
    static const uint8_t gs[] = {0, G1, G2, G3, 0, G1, G2, G3};
    bool of_96 = bytes[1] >= ',';
    enum set set = SET_ASCII;
    if (of_96)
        set = bytes[2] == 'F' ? SET_GREEK : SET_LATIN1;
    else if (bytes[2] == 'I')
        set = SET_KANA;
    designate(state, gs[bytes[1] - '('], set);
    return silent_step(3);
}

static uint32_t double_char(enum set set, unsigned first, unsigned second)
{
    static const struct ls_charset_grid *const grids[] = {
        [SET_KSC5601] = &ls_charset_cp949_grid,     [SET_JISX0208] = &ls_charset_jisx0208_grid,
        [SET_JISX0212] = &ls_charset_jisx0212_grid, [SET_CNS1] = &ls_charset_cns1_grid,
        [SET_CNS1 + 1] = &ls_charset_cns2_grid,     [SET_CNS1 + 2] = &ls_charset_cns3_grid,
        [SET_CNS1 + 3] = &ls_charset_cns4_grid,     [SET_CNS1 + 4] = &ls_charset_cns5_grid,
        [SET_CNS1 + 5] = &ls_charset_cns6_grid,     [SET_CNS7] = &ls_charset_cns7_grid,
    };
    if (set == SET_GB2312) {
        struct ls_charset_step step = gb_pair(first, second);
        return step.bad ? 0 : step.cp;
    }
    if (set == SET_ISOIR165)
        return ls_charset_cell(&ls_charset_isoir165_grid, first & 0x7F, second & 0x7F);
    return ls_charset_cell(grids[set], first | 0x80, second | 0x80);
}

/* 0x21..0x7E of a set, in either half of the code table. */
static uint32_t single_char(enum set set, uint8_t byte)
{
    static const char greek[] = "iso-8859-7";
    unsigned low = byte & 0x7F;
    if (set == SET_KANA)
        return low <= 0x5F ? 0xFF61U + (low - 0x21) : 0;
    if (set == SET_LATIN1)
        return low + 0x80;
    if (set == SET_GREEK) {
        const struct ls_charset *charset = ls_charset_find(greek, sizeof greek - 1);
        uint32_t cp = charset && charset->upper ? charset->upper[low] : LS_CHAR_BAD;
        return cp == LS_CHAR_BAD ? 0 : cp;
    }
    return low;
}

/* A character of a set, its first byte behind `before` bytes that select the set. */
static struct ls_charset_step set_char(enum set set, const uint8_t *bytes, size_t len,
                                       size_t before)
{
    if (len <= before || !is_7bit_graphic(bytes[before] & 0x7F))
        return bad_step(1);
    if (set < SET_DOUBLE) {
        uint32_t cp = single_char(set, bytes[before]);
        return cp ? char_step(cp, before + 1) : bad_step(1);
    }
    uint8_t first = bytes[before];
    uint8_t second = len < before + 2 ? 0 : bytes[before + 1];
    if (!is_7bit_graphic(second & 0x7F) || ((first ^ second) & 0x80))
        return bad_step(1);
    uint32_t cp = double_char(set, first, second);
    return cp ? char_step(cp, before + 2) : bad_step(1);
}

static struct ls_charset_step escape(uint32_t *state, const uint8_t *bytes, size_t len)
{
    if (len < 3)
        return bad_step(1);
    switch (bytes[1]) {
    case '$':
        return designate_double(state, bytes, len);
    case '(':
    case ')':
    case '*':
    case '+':
    case '-':
    case '.':
    case '/':
        return designate_single(state, bytes);
    case '&': /* which revision of the set that comes */
        return bytes[2] == '@' ? silent_step(3) : bad_step(1);
    case 'N':
        return set_char(set_of(*state, G2), bytes, len, 2);
    case 'O':
        return set_char(set_of(*state, G3), bytes, len, 2);
    default:
        return bad_step(1);
    }
}

static struct ls_charset_step next_iso2022(const struct ls_charset *charset, uint32_t *state,
                                           const uint8_t *bytes, size_t len)
{
    (void)charset;
    switch (bytes[0]) {
    case 0x1B:
        return escape(state, bytes, len);
    case 0x0E:
        *state |= SHIFTED_OUT;
        return silent_step(1);
    case 0x0F:
        *state &= ~(uint32_t)SHIFTED_OUT;
        return silent_step(1);
    case 0x8E:
        return set_char(set_of(*state, G2), bytes, len, 1);
    case 0x8F:
        return set_char(set_of(*state, G3), bytes, len, 1);
    case '\n':
        *state &= ~(uint32_t)SHIFTED_OUT;
        designate(state, 0, SET_ASCII);
        return char_step('\n', 1);
    default:
        break;
    }
    if (bytes[0] <= 0x20 || bytes[0] == 0x7F)
        return char_step(bytes[0], 1);
    bool g1 = bytes[0] >= 0x80 || (*state & SHIFTED_OUT);
    return set_char(set_of(*state, g1 ? G1 : 0), bytes, len, 0);
}

const struct ls_charset ls_charset_iso2022_cn = {
    .name = "iso-2022-cn",
    .next = next_iso2022,
    .lookahead = 4,
    .state = (uint32_t)SET_GB2312 << G1 | (uint32_t)(SET_CNS1 + 1) << G2,
};
const struct ls_charset ls_charset_iso2022_jp = {
    .name = "iso-2022-jp",
    .next = next_iso2022,
    .lookahead = 4,
    .state = (uint32_t)SET_KANA << G1,
};
const struct ls_charset ls_charset_iso2022_kr = {
    .name = "iso-2022-kr",
    .next = next_iso2022,
    .lookahead = 4,
    .state = (uint32_t)SET_KSC5601 << G1,
};
