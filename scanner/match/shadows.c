/* SPDX-License-Identifier: Apache-2.0 */
#include "match/shadows.h"

#include "base/encoding.h"

#include <stdlib.h>

enum { LOOK_UNITS = 16 }; /* characters on either side that are asked */

static size_t end_of(const struct ls_digit_run *run)
{
    return (size_t)run->off + run->len;
}

static int by_end(const void *a, const void *b)
{
    const struct ls_digit_run *x = a, *y = b;
    if (end_of(x) != end_of(y))
        return end_of(x) < end_of(y) ? -1 : 1;
    return x->enc < y->enc ? -1 : x->enc > y->enc;
}

static void put_in_order(ls_digit_runs *runs)
{
    for (size_t i = 1; i < runs->n; i++)
        if (by_end(&runs->at[i - 1], &runs->at[i]) > 0) {
            qsort(runs->at, runs->n, sizeof *runs->at, by_end);
            return;
        }
}

/*
 * Byte-swapped and shifted by one, Chinese characters give Chinese characters, but hardly any in
 * use: the first levels of GB 2312 (B0A1 to D7FE) and Big5 (A440 to C67E) hold nearly all that are.
 */
static bool is_common(unsigned unit)
{
    uint8_t code[LS_CHAR_BYTES_MAX];
    if (ls_encode_char(LS_ENC_GB18030, unit, code) == 2 && code[0] >= 0xB0 && code[0] <= 0xD7 &&
        code[1] >= 0xA1)
        return true;
    return ls_encode_char(LS_ENC_BIG5, unit, code) == 2 && code[0] >= 0xA4 && code[0] <= 0xC6;
}

static bool is_texty(unsigned unit)
{
    if (unit >= 0x4E00 && unit <= 0x9FFF)
        return is_common(unit);
    return unit == '\n' || unit == '\r' || unit == '\t' || (unit >= 0x20 && unit < 0x7F) ||
           (unit >= 0x2010 && unit <= 0x2026) || (unit >= 0x3000 && unit <= 0x301F) ||
           (unit >= 0xFF01 && unit <= 0xFF5E);
}

static bool texty_at(const uint8_t *bytes, size_t at, uint8_t enc)
{
    unsigned first = bytes[at], second = bytes[at + 1];
    return is_texty(enc == LS_ENC_UTF16LE ? first | second << 8 : second | first << 8);
}

/* Characters of the run and of text beside it, read in its byte order. */
static unsigned text_around(const uint8_t *bytes, size_t len, const struct ls_digit_run *run)
{
    unsigned texty = run->len / 2;
    size_t at = run->off;
    for (int i = 0; i < LOOK_UNITS && at >= 2; i++)
        texty += texty_at(bytes, at -= 2, run->enc);
    at = end_of(run);
    for (int i = 0; i < LOOK_UNITS && at + 2 <= len; i++, at += 2)
        texty += texty_at(bytes, at, run->enc);
    return texty;
}

static bool is_wide(const struct ls_digit_run *run)
{
    return ls_encoding_is_wide((enum ls_encoding)run->enc);
}

/*
 * The other reading of the same digits: it covers most of them. A character beside them with a
 * digit for one of its bytes may make one of the two longer.
 */
static bool same_digits(const struct ls_digit_run *a, const struct ls_digit_run *b)
{
    size_t from = a->off > b->off ? a->off : b->off;
    size_t to = end_of(a) < end_of(b) ? end_of(a) : end_of(b);
    size_t shorter = a->len < b->len ? a->len : b->len;
    return a->enc != b->enc && is_wide(b) && from < to && 2 * (to - from) > shorter;
}

static bool is_better(const uint8_t *bytes, size_t len, const struct ls_digit_run *a,
                      const struct ls_digit_run *b)
{
    unsigned ta = text_around(bytes, len, a), tb = text_around(bytes, len, b);
    if (ta != tb)
        return ta > tb;
    return (a->off & 1) == 0;
}

void ls_shadows_drop(const uint8_t *bytes, size_t len, ls_digit_runs *runs)
{
    put_in_order(runs);
    size_t n = 0;
    for (size_t i = 0; i < runs->n; i++) {
        struct ls_digit_run *run = &runs->at[i], *other = NULL;
        /* The two readings end close together. */
        for (size_t k = n; is_wide(run) && k > 0 && !other && k + 3 > n; k--)
            if (same_digits(run, &runs->at[k - 1]))
                other = &runs->at[k - 1];
        if (!other)
            runs->at[n++] = *run;
        else if (is_better(bytes, len, run, other))
            *other = *run;
    }
    runs->n = n;
}

/* The place of an anchor, as if its characters were digits. */
static struct ls_digit_run place_of(const struct ls_anchor *anchor, const struct ls_lowered *string)
{
    return (struct ls_digit_run){
        .off = anchor->end - string->len, .len = string->len, .enc = string->enc};
}

/* The same word in the other byte order, one byte before (big endian) or behind (little endian). */
static bool is_other_reading(const struct ls_lowered *a, uint32_t a_end, const struct ls_lowered *b,
                             uint32_t b_end)
{
    uint32_t due = a->enc == LS_ENC_UTF16BE ? a_end + 1 : a_end - 1;
    return b_end == due && b->enc != a->enc && ls_encoding_is_wide((enum ls_encoding)b->enc) &&
           b->len == a->len && b->uses == a->uses;
}

bool ls_shadows_is_one(const uint8_t *bytes, size_t len, const struct ls_matcher *matcher,
                       const struct ls_match_list *list, size_t i)
{
    const struct ls_anchor *at = list->anchors, *anchor = &at[i];
    const struct ls_lowered *string = ls_matcher_string(matcher, anchor->string);
    if (!ls_encoding_is_wide((enum ls_encoding)string->enc))
        return false;
    size_t k = i;
    while (k > 0 && at[k - 1].end + 1 >= anchor->end)
        k--;
    for (; k < list->anchors_n && at[k].end <= anchor->end + 1; k++) {
        const struct ls_lowered *other = ls_matcher_string(matcher, at[k].string);
        if (!is_other_reading(string, anchor->end, other, at[k].end))
            continue;
        struct ls_digit_run own = place_of(anchor, string), its = place_of(&at[k], other);
        return is_better(bytes, len, &its, &own);
    }
    return false;
}
