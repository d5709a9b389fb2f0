/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/border.h"

#include "confirm/text.h"

/* What a byte says about the place behind it, and how many half characters it is at least. */
enum {
    IS_BORDER = 1,
    MAY_BORDER = 2, /* is_rare_border() knows */
    HALF = 4,
    WHOLE = 8,
    COUNTS = HALF | WHOLE,
    MAY_BLANK = 16,   /* blank_before() knows */
    BLANKS_MAX = 192, /* bytes of blanks that are stepped over beyond what `reach` allows */
};

#define ASCII_BORDERS                                                                              \
    [0x00 ... 0x1F] = IS_BORDER, ['"'] = IS_BORDER, [','] = IS_BORDER, [';'] = IS_BORDER,          \
              ['|'] = IS_BORDER, [0x7F] = IS_BORDER

/*
 * Above ASCII, U+0080 to U+009F, U+2028 and U+2029 end a line; only UTF-8 and GB18030 have them.
 * The lines that draw tables and the full-width bar stand in the double-byte sets of East Asia as
 * well, the lines in two of the code pages, too. In UTF-8 each character has one byte that
 * continues none, in the single-byte code pages it has no other. Elsewhere no character has more
 * than two bytes that count here; those below 0x80 may be a second half.
 */
#define SINGLE_BYTES(at_81, at_a1, at_b3, at_ba)                                                   \
    {                                                                                              \
        ASCII_BORDERS, [' '] = WHOLE | MAY_BLANK, [0x21] = WHOLE, [0x23 ... 0x2B] = WHOLE,         \
                       [0x2D ... 0x3A] = WHOLE, [0x3C ... 0x7B] = WHOLE,                           \
                       [0x7D ... 0x7E] = WHOLE, [0x80] = WHOLE, [0x81] = (at_81),                  \
                       [0x82 ... 0xA0] = WHOLE, [0xA1] = (at_a1),                                  \
                       [0xA2 ... 0xB2] = WHOLE, [0xB3] = (at_b3),                                  \
                       [0xB4 ... 0xB9] = WHOLE, [0xBA] = (at_ba), [0xBB ... 0xFF] = WHOLE          \
    }

static const uint8_t kinds[][256] = {
    [LS_ENC_UTF8] = {ASCII_BORDERS, [' '] = WHOLE | MAY_BLANK, [0x21] = WHOLE,
                     [0x23 ... 0x2B] = WHOLE, [0x2D ... 0x3A] = WHOLE, [0x3C ... 0x7B] = WHOLE,
                     [0x7D ... 0x7E] = WHOLE, [0x80] = MAY_BORDER | MAY_BLANK,
                     [0x81 ... 0x9F] = MAY_BORDER, [0xA8 ... 0xA9] = MAY_BORDER,
                     [0xC0 ... 0xFF] = WHOLE},
    [LS_ENC_GB18030] = {ASCII_BORDERS, [' '] = MAY_BLANK,
                        ['0' ... '9'] = MAY_BORDER, [0x55] = MAY_BORDER,
                        [0x81 ... 0xA0] = HALF, [0xA1] = HALF | MAY_BLANK, [0xA2 ... 0xA5] = HALF,
                        [0xA6 ... 0xA7] = HALF | MAY_BORDER,
                        [0xA8 ... 0xFB] = HALF, [0xFC] = HALF | MAY_BORDER, [0xFD ... 0xFE] = HALF},
    [LS_ENC_BIG5] = {ASCII_BORDERS, [' '] = MAY_BLANK, ['@'] = MAY_BLANK, [0x55] = MAY_BORDER,
                     [0x78] = MAY_BORDER, [0x81 ... 0xF7] = HALF, [0xF8] = HALF | MAY_BORDER,
                     [0xF9 ... 0xFE] = HALF},
    [LS_ENC_SHIFT_JIS] = {ASCII_BORDERS, [' '] = MAY_BLANK, ['@'] = MAY_BLANK, [0x62] = MAY_BORDER,
                          [0x80 ... 0x9F] = HALF, [0xA0] = HALF | MAY_BORDER,
                          [0xA1 ... 0xAA] = HALF, [0xAB] = HALF | MAY_BORDER,
                          [0xAC ... 0xFC] = HALF},
    [LS_ENC_EUC_JP] = {ASCII_BORDERS, [' '] = MAY_BLANK, [0x8E] = HALF, [0xA1] = HALF | MAY_BLANK,
                       [0xA2] = HALF | MAY_BORDER,
                       [0xA3 ... 0xAC] = HALF, [0xAD] = HALF | MAY_BORDER,
                       [0xAE ... 0xC2] = HALF, [0xC3] = HALF | MAY_BORDER, [0xC4 ... 0xFE] = HALF},
    [LS_ENC_EUC_KR] =
        {
            ASCII_BORDERS, [' '] = MAY_BLANK,
            [0x81 ... 0xA0] = HALF, [0xA1] = HALF | MAY_BLANK, [0xA2] = HALF | MAY_BORDER,
            [0xA3 ... 0xAC] = HALF, [0xAD] = HALF | MAY_BORDER,
            [0xAE ... 0xFB] = HALF, [0xFC] = HALF | MAY_BORDER, [0xFD ... 0xFE] = HALF},
    [LS_ENC_WINDOWS_1251] = SINGLE_BYTES(WHOLE, WHOLE, WHOLE, WHOLE),
    [LS_ENC_KOI8_R] = SINGLE_BYTES(IS_BORDER, IS_BORDER, WHOLE, WHOLE),
    [LS_ENC_CP866] = SINGLE_BYTES(WHOLE, WHOLE, IS_BORDER, IS_BORDER),
    [LS_ENC_WINDOWS_1258] = SINGLE_BYTES(WHOLE, WHOLE, WHOLE, WHOLE),
    [LS_ENC_WINDOWS_1252] = SINGLE_BYTES(WHOLE, WHOLE, WHOLE, WHOLE),
};

/* The bytes before `end` read as one character: is it a line of a table or a full-width bar? */
static bool is_bar(const uint8_t *bytes, size_t end, size_t len, enum ls_encoding enc)
{
    uint32_t raw;
    return end >= len && ls_decode_char(enc, bytes + end - len, len, &raw) == len &&
           (ls_text_is_drawn(raw) || raw == 0xFF5C);
}

/* C2 xx, E2 80 xx and bars in UTF-8; 81 30 xx 3x and 81 36 A6 3x in GB18030; bars of two bytes. */
static bool is_rare_border(const uint8_t *bytes, size_t end, enum ls_encoding enc)
{
    if (enc == LS_ENC_UTF8)
        return end >= 3 &&
               (bytes[end - 2] == 0xC2 || (bytes[end - 2] == 0x80 && bytes[end - 3] == 0xE2) ||
                is_bar(bytes, end, 3, enc));
    if (bytes[end - 1] > '9')
        return is_bar(bytes, end, 2, enc);
    return end >= 4 && bytes[end - 4] == 0x81 && (bytes[end - 3] == '0' || bytes[end - 3] == '6');
}

/* Bytes of the blank, of ASCII or ideographic, that ends at `end`; 0 when there is none. */
static size_t blank_before(const uint8_t *bytes, size_t end, enum ls_encoding enc)
{
    if (bytes[end - 1] == ' ')
        return 1;
    if (enc == LS_ENC_UTF8)
        return end >= 3 && bytes[end - 2] == 0x80 && bytes[end - 3] == 0xE3 ? 3 : 0;
    return end >= 2 && bytes[end - 2] == (enc == LS_ENC_SHIFT_JIS ? 0x81 : 0xA1) ? 2 : 0;
}

static bool is_wide_border(unsigned unit)
{
    return unit < 0x20 || unit == ',' || unit == ';' || unit == '|' || unit == '"' ||
           (unit >= 0x7F && unit < 0xA0) || unit == 0x2028 || unit == 0x2029 || unit == 0xFF5C ||
           ls_text_is_drawn(unit);
}

static size_t narrow_distance(const struct ls_block *block, enum ls_encoding enc, size_t off,
                              size_t reach)
{
    size_t most = reach * LS_CHAR_BYTES_MAX + BLANKS_MAX, lo = off > most ? off - most : 0;
    size_t halves = 0, blank = 0;
    for (size_t at = off; at > lo && halves <= 2 * reach;) {
        uint8_t kind = kinds[enc][block->bytes[at - 1]];
        if ((kind & IS_BORDER) || ((kind & MAY_BORDER) && is_rare_border(block->bytes, at, enc)))
            return (halves + 1) / 2;
        bool goes_on = blank > 0; /* in a run of blanks, which counts as one */
        blank = kind & MAY_BLANK ? blank_before(block->bytes, at, enc) : 0;
        halves += !blank ? (size_t)(kind & COUNTS) / HALF : !goes_on;
        at -= blank ? blank : 1;
    }
    return lo == 0 && block->off == 0 && halves <= 2 * reach ? (halves + 1) / 2 : SIZE_MAX;
}

static size_t wide_distance(const struct ls_block *block, enum ls_encoding enc, size_t off,
                            size_t reach)
{
    size_t chars = 0, at = off;
    bool blank = false;
    for (; at >= 2 && chars <= reach; at -= 2) {
        const uint8_t *b = block->bytes + at - 2;
        unsigned unit =
            enc == LS_ENC_UTF16LE ? b[0] | (unsigned)b[1] << 8 : b[1] | (unsigned)b[0] << 8;
        if (is_wide_border(unit))
            return chars;
        bool goes_on = blank;
        blank = unit == ' ' || unit == 0x3000;
        chars += !(blank && goes_on) && (unit & 0xFC00) != 0xDC00; /* 2nd half of a pair */
    }
    return at < 2 && block->off == 0 && chars <= reach ? chars : SIZE_MAX;
}

size_t ls_border_distance(const struct ls_block *block, enum ls_encoding enc, size_t off,
                          size_t reach)
{
    if (ls_encoding_is_wide(enc))
        return wide_distance(block, enc, off, reach);
    return narrow_distance(block, enc, off, reach);
}
