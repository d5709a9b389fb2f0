/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xlsx_text.h"

#include <stdio.h>
#include <string.h>

bool ls_xlsx_cell(struct ls_str name, uint32_t *row, uint32_t *column)
{
    uint32_t c = 0, r = 0;
    size_t i = 0;
    for (; i < name.len && i < 4; i++) {
        unsigned letter = (unsigned)(((unsigned char)name.at[i] | 0x20) - 'a');
        if (letter > 25)
            break;
        c = c * 26 + letter + 1;
    }
    size_t letters = i;
    for (; i < name.len && i < letters + 9; i++) {
        unsigned digit = (unsigned)((unsigned char)name.at[i] - '0');
        if (digit > 9)
            return false;
        r = r * 10 + digit;
    }
    if (i != name.len || c == 0 || r == 0 || c > LS_XLSX_COLUMNS_MAX)
        return false;
    *row = r;
    *column = c;
    return true;
}

/* The value of an escape that begins at s[0]; false when there is none. */
static bool read_escape(const char *s, size_t len, uint32_t *value)
{
    if (len < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_')
        return false;
    *value = 0;
    for (size_t i = 2; i < 6; i++) {
        unsigned char c = (unsigned char)s[i];
        unsigned figure = (unsigned)(c - '0'), letter = (unsigned)((c | 0x20) - 'a');
        if (figure > 9 && letter > 5)
            return false;
        *value = *value * 16 + (figure < 10 ? figure : letter + 10);
    }
    return true;
}

static size_t put_utf8(char *out, uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return cp >= 0x20 || cp == '\t' || cp == '\n';
    }
    if (cp < 0x800) {
        out[0] = (char)(0xC0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xE0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        out[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    out[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t ls_xlsx_unescape(char *text, size_t len)
{
    size_t n = 0, at = 0;
    uint32_t cp, low;
    if (!memchr(text, '_', len))
        return len;
    while (at < len) {
        if (!read_escape(text + at, len - at, &cp)) {
            text[n++] = text[at++];
            continue;
        }
        at += 7;
        if (cp >> 10 == 0x36 && read_escape(text + at, len - at, &low) && low >> 10 == 0x37) {
            cp = 0x10000 + ((cp & 0x3FF) << 10 | (low & 0x3FF));
            at += 7;
        } else if (cp >> 11 == 0x1B) {
            cp = 0xFFFD;
        }
        n += put_utf8(text + n, cp);
    }
    return n;
}

size_t ls_xlsx_whole(struct ls_str number, char out[LS_XLSX_DIGITS_MAX + 1])
{
    char digits[LS_XLSX_DIGITS_MAX];
    size_t n = 0, i = 0, point = SIZE_MAX;
    unsigned exponent = 0;
    size_t minus = number.len && number.at[0] == '-';
    for (i = minus; i < number.len && (number.at[i] | 0x20) != 'e'; i++) {
        char c = number.at[i];
        if (c == '.' && point == SIZE_MAX)
            point = n;
        else if (c < '0' || c > '9' || n == sizeof digits)
            return 0;
        else if (c != '.' && (n > 0 || c != '0' || point != SIZE_MAX))
            digits[n++] = c;
    }
    if (i == number.len || n == 0)
        return 0;
    i++;
    if (i < number.len && number.at[i] == '+')
        i++;
    if (i == number.len)
        return 0;
    for (; i < number.len; i++) {
        unsigned digit = (unsigned)((unsigned char)number.at[i] - '0');
        if (digit > 9 || exponent > 99)
            return 0;
        exponent = exponent * 10 + digit;
    }
    size_t whole = (point == SIZE_MAX ? n : point) + exponent, from = 0;
    if (whole < n || whole > LS_XLSX_DIGITS_MAX)
        return 0;
    while (from < n && digits[from] == '0')
        from++;
    if (from == n)
        return 0;
    size_t len = 0;
    if (minus)
        out[len++] = '-';
    for (size_t k = from; k < whole; k++)
        out[len++] = k < n ? digits[k] : '0';
    return len;
}

/* 30 bits of a double or of a whole number, or a hundredth of it. */
double ls_xlsx_rk(uint32_t rk)
{
    uint64_t bits = (uint64_t)(rk & 0xFFFFFFFC) << 32;
    double number;
    memcpy(&number, &bits, sizeof number);
    if (rk & 2)
        number = (double)((int32_t)rk >> 2);
    return rk & 1 ? number / 100 : number;
}

/* Up to 19 digits and a sign. */
static size_t put_whole(int64_t number, char *out)
{
    char digits[20];
    uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
    size_t at = sizeof digits, sign = number < 0;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (sign)
        out[0] = '-';
    memcpy(out + sign, digits + at, sizeof digits - at);
    return sign + sizeof digits - at;
}

size_t ls_xlsx_number(double number, char out[LS_XLSX_NUMBER_CHARS])
{
    if (number > -1e18 && number < 1e18 && number == (double)(int64_t)number)
        return put_whole((int64_t)number, out);
    int n = snprintf(out, LS_XLSX_NUMBER_CHARS, "%.15g", number);
    return n > 0 && n < LS_XLSX_NUMBER_CHARS ? (size_t)n : 0;
}

/* How many bytes the code behind '&' at s[0] takes with it; 0: none, "&" itself. */
static size_t code_len(const char *s, size_t len)
{
    size_t n = 1;
    if (len < 2 || s[1] == '&')
        return 0;
    if (s[1] == '"') { /* font and style */
        for (n = 2; n < len && s[n] != '"';)
            n++;
        return n < len ? n + 1 : len;
    }
    if (s[1] >= '0' && s[1] <= '9') { /* its size */
        while (n < len && s[n] >= '0' && s[n] <= '9')
            n++;
        return n;
    }
    if (s[1] == 'K') { /* a colour: RRGGBB, or two figures with a shade */
        for (n = 2; n < len && n < 8 && s[n] && strchr("0123456789ABCDEFabcdef+-", s[n]);)
            n++;
        return n;
    }
    return (unsigned)((s[1] | 0x20) - 'a') < 26 ? 2 : 0;
}

struct ls_result ls_xlsx_header(struct ls_story *story, enum ls_part aside, struct ls_str text,
                                const struct ls_map *map)
{
    struct ls_str line_end = {"\n", 1};
    bool any = false;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && text.at[at] != '&')
            at++;
        bool amp = text.len - at > 1 && text.at[at + 1] == '&';
        at += amp;
        struct ls_str piece = {text.at + from, at - from};
        if (piece.len) {
            LS_TRY(ls_story_text(story, aside, piece, map, from));
            any = true;
        }
        if (at == text.len)
            break;
        if (amp) {
            at++;
            continue;
        }
        size_t code = code_len(text.at + at, text.len - at);
        bool section = code == 2 && memchr("LCR", text.at[at + 1], 3);
        if (section && any)
            LS_TRY(ls_story_text(story, aside, line_end, NULL, 0));
        any &= !section;
        at += code ? code : 1;
    }
    return any ? ls_story_text(story, aside, line_end, NULL, 0) : ls_ok();
}

/* Text of a string. */
static struct ls_result tell(struct ls_xlsx_literals *l, struct ls_story *story, struct ls_str text,
                             const struct ls_map *map, uint64_t base)
{
    struct ls_str line_end = {"\n", 1};
    if (text.len == 0)
        return ls_ok();
    if (!l->any && l->row)
        LS_TRY(ls_story_cell(story, l->aside, l->row, l->column));
    if (l->any && l->apart)
        LS_TRY(ls_story_text(story, l->aside, line_end, NULL, 0));
    l->any = true;
    l->apart = false;
    return ls_story_text(story, l->aside, text, map, base);
}

struct ls_result ls_xlsx_literals_feed(struct ls_xlsx_literals *l, struct ls_story *story,
                                       struct ls_str text, const struct ls_map *map, uint64_t base)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (l->ended) { /* a second quote stands for one, anything else is outside */
            l->ended = false;
            if (text.at[at] != l->quote) {
                l->quote = 0;
                continue;
            }
            at++; /* it begins what goes on */
        }
        if (l->quote) {
            while (at < text.len && text.at[at] != l->quote)
                at++;
            if (l->quote == '"')
                LS_TRY(
                    tell(l, story, (struct ls_str){text.at + from, at - from}, map, base + from));
            l->ended = at < text.len;
            at += l->ended;
            continue;
        }
        char c = text.at[at++];
        if (c == '"' || c == '\'')
            l->quote = c;
        else
            l->apart |= c != '&' && c != ' ';
    }
    return ls_ok();
}
