/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What charset bytes are in, when nobody says so. Only the first ones are looked at.
 *
 *   a byte order mark             as it says
 *   zeros at every second place   UTF-16, UTF-32
 *   ASCII only, with escapes      ISO-2022, HZ, UTF-7
 *   valid UTF-8                   UTF-8
 *   single letters among ASCII    windows-1252
 *   else                          GB18030 or Big5: whose everyday characters are more
 */
#include "decode/charset_priv.h"

#include <string.h>

enum { LOOK = 16 << 10 };

static const struct ls_charset *by_mark(const void *b, size_t len)
{
    static const struct {
        const char *mark;
        size_t len;
        const struct ls_charset *charset;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, &ls_charset_utf8},    {"\xFF\xFE\0\0", 4, &ls_charset_utf32le},
        {"\0\0\xFE\xFF", 4, &ls_charset_utf32be}, {"\xFF\xFE", 2, &ls_charset_utf16le},
        {"\xFE\xFF", 2, &ls_charset_utf16be},     {"\x84\x31\x95\x33", 4, &ls_charset_gb18030},
        {"+/v8-", 5, &ls_charset_utf7},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (len >= marks[i].len && memcmp(b, marks[i].mark, marks[i].len) == 0)
            return marks[i].charset;
    return NULL;
}

/*
 * Whether bytes whose low halves stand at parity `low` are UTF-16, by the zeros of high and low
 * halves: plenty of the one, none of the other. A stray zero in another text is not enough; where
 * there are few, low halves of Chinese characters give themselves away as control characters.
 */
static bool is_utf16(const uint8_t *b, size_t len, size_t low, size_t high_zeros, size_t low_zeros)
{
    size_t controls = 0;
    if (high_zeros == 0 || low_zeros * 16 >= high_zeros)
        return false;
    if (high_zeros * 8 >= len)
        return true;
    for (size_t i = low; i < len; i += 2)
        controls += b[i] < 0x20 && (b[i] < '\t' || b[i] > '\r');
    return high_zeros * 64 >= len && controls * 64 > len;
}

/* UTF-16 has the zeros of its ASCII at one parity, UTF-32 most of its bytes. */
static const struct ls_charset *by_zeros(const uint8_t *b, size_t len)
{
    size_t zeros[4] = {0};
    for (size_t i = 0; i < len; i++)
        zeros[i % 4] += b[i] == 0;
    size_t quarter = len / 4;
    if (quarter >= 2 && zeros[0] == quarter + (len % 4 > 0) && zeros[1] >= quarter * 9 / 10 &&
        zeros[2] + zeros[3] < quarter)
        return ls_charset_fits(&ls_charset_utf32be, b, len & ~(size_t)3) ? &ls_charset_utf32be
                                                                         : NULL;
    if (quarter >= 2 && zeros[3] == quarter && zeros[2] >= quarter * 9 / 10 &&
        zeros[0] + zeros[1] < quarter)
        return ls_charset_fits(&ls_charset_utf32le, b, len & ~(size_t)3) ? &ls_charset_utf32le
                                                                         : NULL;
    size_t even = zeros[0] + zeros[2], odd = zeros[1] + zeros[3];
    if (is_utf16(b, len, 0, odd, even))
        return &ls_charset_utf16le;
    return is_utf16(b, len, 1, even, odd) ? &ls_charset_utf16be : NULL;
}

/* ---- escapes ------------------------------------------------------------------------------- */

static const struct ls_charset *by_designation(const uint8_t *b, size_t len)
{
    static const struct {
        const char *escape;
        const struct ls_charset *charset;
    } escapes[] = {
        {"\x1B$)A", &ls_charset_iso2022_cn}, {"\x1B$)G", &ls_charset_iso2022_cn},
        {"\x1B$)E", &ls_charset_iso2022_cn}, {"\x1B$*H", &ls_charset_iso2022_cn},
        {"\x1B$)C", &ls_charset_iso2022_kr}, {"\x1B$B", &ls_charset_iso2022_jp},
        {"\x1B$@", &ls_charset_iso2022_jp},  {"\x1B$(D", &ls_charset_iso2022_jp},
        {"\x1B$A", &ls_charset_iso2022_jp},  {"\x1B$(C", &ls_charset_iso2022_jp},
    };
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++) {
        size_t n = strlen(escapes[i].escape);
        if (len >= n && memcmp(b, escapes[i].escape, n) == 0)
            return escapes[i].charset;
    }
    return NULL;
}

/* Up to where a run of characters is whole: a cut at the end of what is looked at is no fault. */
static size_t up_to_last_line(const uint8_t *b, size_t len)
{
    const uint8_t *end = memrchr(b, '\n', len);
    return end ? (size_t)(end - b) + 1 : len;
}

static const struct ls_charset *by_escape(const uint8_t *b, size_t len, bool cut)
{
    const uint8_t *at = b, *end = b + len;
    for (; at < end && (at = memchr(at, 0x1B, (size_t)(end - at))); at++) {
        const struct ls_charset *charset = by_designation(at, (size_t)(end - at));
        if (charset)
            return ls_charset_fits(charset, b, cut ? up_to_last_line(b, len) : len) ? charset
                                                                                    : NULL;
    }
    return NULL;
}

/* Pairs of graphic characters of GB 2312, between ~{ and ~}, and nothing else there. */
static size_t hz_pairs(const uint8_t *b, size_t len)
{
    size_t n = 0;
    for (; len - n >= 2 && b[n] >= 0x21 && b[n] <= 0x77 && b[n + 1] >= 0x21 && b[n + 1] <= 0x7E;
         n += 2) {
        uint8_t pair[2] = {b[n] | 0x80, b[n + 1] | 0x80};
        uint32_t cp;
        if (ls_decode_char(LS_ENC_GB18030, pair, 2, &cp) != 2)
            return 0;
    }
    return n;
}

static const struct ls_charset *by_tildes(const uint8_t *b, size_t len)
{
    size_t good = 0, wrong = 0;
    const uint8_t *at = b, *end = b + len;
    while (at < end && (at = memchr(at, '~', (size_t)(end - at)))) {
        if (end - at >= 4 && at[1] == '{') {
            size_t n = hz_pairs(at + 2, (size_t)(end - at - 2));
            bool closed = end - at - 2 >= (ptrdiff_t)n + 2 && at[n + 2] == '~' && at[n + 3] == '}';
            good += n && closed ? n / 2 : 0;
            wrong += !(n && closed);
            at += 2 + n;
        } else {
            at += 1 + (end - at >= 2 && at[1] == '~');
        }
    }
    return good >= 2 && wrong * 8 <= good ? &ls_charset_hz : NULL;
}

static bool is_alnum(uint8_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_base64(uint8_t c)
{
    return is_alnum(c) || c == '+' || c == '/';
}

/* How many Chinese characters the base64 at bytes[0..len) is in UTF-7, 0: something else. *taken
 * counts its bytes. */
static size_t utf7_run(const uint8_t *b, size_t len, size_t *taken)
{
    struct ls_charset_step step;
    uint32_t state = ls_charset_utf7.state;
    size_t n = 0, chars = 0;
    *taken = 1;
    if (len < 4 || !is_alnum(b[1]) || !is_base64(b[2]) || !is_base64(b[3]))
        return 0; /* the pluses of programs and sums */
    while (n < len && (n == 0 || state != ls_charset_utf7.state)) {
        ls_charset_take(&ls_charset_utf7, &state, b + n, len - n, true, &step);
        if (step.bad)
            return 0;
        bool shift = step.cp == LS_CHARSET_NOTHING || state == ls_charset_utf7.state;
        bool chinese = (step.cp >= 0x4E00 && step.cp < 0xA000) ||
                       (step.cp >= 0x3000 && step.cp < 0x3040) ||
                       (step.cp >= 0xFF00 && step.cp < 0xFF60) || step.cp == 0x2605;
        if (!shift && !chinese)
            return 0;
        chars += chinese;
        n += step.taken;
    }
    *taken = n;
    return chars;
}

/* Two characters at once and a minus sign prove more than one that any word could be. */
static const struct ls_charset *by_plus(const uint8_t *b, size_t len)
{
    size_t good = 0, wrong = 0, taken;
    const uint8_t *at = b, *end = b + len;
    while (at < end && (at = memchr(at, '+', (size_t)(end - at)))) {
        size_t chars = utf7_run(at, (size_t)(end - at), &taken);
        good += chars >= 2 && at[taken - 1] == '-';
        wrong += chars == 0;
        at += taken;
    }
    return good && wrong <= good / 4 ? &ls_charset_utf7 : NULL;
}

static bool is_ascii(const uint8_t *b, size_t len)
{
    return ls_charset_ascii_len(b, len) == len;
}

/* ---- eight bits ---------------------------------------------------------------------------- */

static bool is_utf8(const uint8_t *b, size_t len, bool cut)
{
    while (len > 0) {
        uint32_t cp;
        size_t taken = ls_charset_ascii_len(b, len);
        b += taken;
        len -= taken;
        if (len == 0)
            break;
        taken = ls_decode_char(LS_ENC_UTF8, b, len, &cp);
        if (cp == LS_CHAR_BAD && taken == 1)
            return cut && len < LS_CHAR_BYTES_MAX && b[0] >= 0xC0;
        b += taken;
        len -= taken;
    }
    return true;
}

static bool is_ascii_letter(uint8_t byte)
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

/* Accented letters and typographer's signs of windows-1252, of which Chinese text has few: bytes
 * that stand alone next to a letter, beyond those that begin an everyday character of Big5. */
static bool is_western(const uint8_t *b, size_t len)
{
    size_t lonely = 0, others = 0;
    for (size_t i = 0; i < len; i++) {
        if (b[i] < 0x80)
            continue;
        size_t run = i;
        while (run < len && b[run] >= 0x80)
            run++;
        bool beside = (i > 0 && is_ascii_letter(b[i - 1])) ||
                      (run < len && (is_ascii_letter(b[run]) || b[run] == ' '));
        bool usual = b[i] >= 0xC7 || (b[i] >= 0x91 && b[i] <= 0x97) || b[i] == 0xA0 ||
                     b[i] == 0xA9 || b[i] == 0xAB || b[i] == 0xBB || b[i] == 0xC4;
        bool alone = run - i == 1 && beside && usual;
        lonely += alone;
        others += !alone;
        i = run;
    }
    return lonely >= 2 && others * 10 <= lonely;
}

/* How much of a text is made of what every text is made of, less what it cannot have. */
static long plausibility(enum ls_encoding enc, const uint8_t *b, size_t len)
{
    bool gb = enc == LS_ENC_GB18030;
    long score = 0;
    for (size_t i = 0; i < len;) {
        uint32_t cp;
        size_t taken = ls_decode_char(enc, b + i, len - i, &cp);
        uint8_t lead = b[i], trail = taken == 2 ? b[i + 1] : 0;
        bool everyday =
            gb ? lead >= 0xB0 && lead <= 0xD7 && trail >= 0xA1 : lead >= 0xA4 && lead <= 0xC6;
        bool comma = gb ? (lead == 0xA3 && trail == 0xAC) || (lead == 0xA1 && trail == 0xA3)
                        : lead == 0xA1 && (trail == 0x41 || trail == 0x43);
        bool of = gb ? lead == 0xB5 && trail == 0xC4 : lead == 0xAA && trail == 0xBA;
        if (taken == 2)
            score += comma || of ? 4 : everyday ? 2 : 0;
        else if (cp == LS_CHAR_BAD)
            score -= 4;
        i += taken;
    }
    return score;
}

const struct ls_charset *ls_charset_guess(const void *bytes, size_t len)
{
    const uint8_t *b = bytes;
    bool cut = len > LOOK;
    if (cut)
        len = LOOK;
    const struct ls_charset *found = by_mark(b, len);
    if (!found && len && memchr(b, 0, len))
        found = by_zeros(b, len);
    if (!found && is_ascii(b, len)) {
        found = by_escape(b, len, cut);
        if (!found)
            found = by_tildes(b, len);
        if (!found)
            found = by_plus(b, len);
        if (!found)
            found = &ls_charset_utf8;
    }
    if (!found && is_utf8(b, len, cut))
        found = &ls_charset_utf8;
    if (!found && is_western(b, len))
        found = ls_charset_find("windows-1252", 12);
    if (!found)
        found = plausibility(LS_ENC_BIG5, b, len) > plausibility(LS_ENC_GB18030, b, len)
                    ? &ls_charset_big5
                    : &ls_charset_gb18030;
    return found;
}

/* Whether the bytes speak against a charset: more than a slip here and there. */
static bool is_refuted(const struct ls_charset *charset, const void *bytes, size_t len)
{
    uint64_t good;
    uint64_t bad = ls_charset_count(charset, bytes, len, &good);
    return bad > 0 && bad * 20 > good;
}

const struct ls_charset *ls_charset_believe(const struct ls_charset *said, const void *bytes,
                                            size_t len, bool *refuted)
{
    const struct ls_charset *guess = ls_charset_guess(bytes, len);
    const struct ls_charset *mark = by_mark(bytes, len);
    bool wide = len && memchr(bytes, 0, len) && guess->lookahead == 4 && !guess->ascii;
    *refuted = false;
    if (!said || said == guess)
        return guess;
    if (mark || wide)
        return guess;
    /* What is well-formed UTF-8 beyond ASCII is hardly ever anything else. */
    *refuted = !is_ascii(bytes, len) && (guess == &ls_charset_utf8 || is_refuted(said, bytes, len));
    return *refuted ? guess : said;
}
