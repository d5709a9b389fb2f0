/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   标题\n  机密   ★1年       before: 题    behind: ★
 *   见  \n  机密\n 第三条      before: 见    behind: 第, and a line ends
 *
 * Blanks, tabs and line ends are stepped over, for folding may leave them out (a separator inside a
 * word that reaches there), and so is what it drops anyway.
 */
#include "confirm/beside.h"

#include "base/encoding.h"
#include "base/fold.h"
#include "confirm/text.h"

enum {
    LOOK_CHARS = 16, /* behind; few have more blanks */
    LOOK_BYTES = 48, /* before */
};

/* Beside the characters: one that cannot be told, and none, at the ends of the object. */
static const uint32_t ANY = 0, NONE = UINT32_MAX;

static bool is_separator(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n';
}

/* Ends a line or cell in the sense of ls_text_ends(). */
static bool is_border(uint32_t cp)
{
    return cp == '\n' || cp == '\t' || cp == '\f' || cp == 0x1E || cp == 0x1F;
}

/* The first (or last) folded character of `raw` that is not stepped over; NONE when all are. */
static uint32_t telling(uint32_t raw, bool last)
{
    uint32_t folded[LS_FOLD_MAX];
    uint32_t one = ls_fold_simple(raw), found = NONE;
    size_t n = one ? 1 : ls_fold_char(raw, folded);
    if (one)
        folded[0] = one;
    for (size_t i = 0; i < n && (last || found == NONE); i++)
        if (!is_separator(folded[i]))
            found = folded[i];
    return found;
}

static void look_behind(struct ls_beside *beside, const struct ls_block *block)
{
    size_t at = (size_t)beside->off + beside->len;
    beside->behind = ANY;
    beside->line_ends = false;
    for (int i = 0; i < LOOK_CHARS; i++) {
        if (block->len - at < LS_CHAR_BYTES_MAX && !block->last)
            return;
        if (at == block->len) {
            beside->line_ends = true;
            beside->behind = NONE;
            return;
        }
        uint32_t raw;
        at +=
            ls_decode_char((enum ls_encoding)beside->enc, block->bytes + at, block->len - at, &raw);
        uint32_t simple = ls_fold_simple(raw);
        beside->line_ends =
            beside->line_ends || is_border(simple ? simple : raw) || ls_text_is_drawn(raw);
        uint32_t cp = telling(raw, false);
        if (cp != NONE) {
            beside->behind = cp;
            return;
        }
    }
}

/*
 * The way back is certain in UTF-8, too, and mostly one step. False where the bytes are no text;
 * *found stays as it was when all of [at, off) is stepped over.
 */
static bool last_before(const struct ls_block *block, size_t at, size_t off, uint32_t *found)
{
    for (size_t end = off, from; end > at; end = from) {
        uint32_t raw;
        for (from = end - 1; from > at && (block->bytes[from] & 0xC0) == 0x80;)
            from--;
        if (ls_decode_char(LS_ENC_UTF8, block->bytes + from, end - from, &raw) != end - from ||
            raw == LS_CHAR_BAD)
            return false;
        uint32_t cp = telling(raw, true);
        if (cp != NONE) {
            *found = cp;
            return true;
        }
    }
    return true;
}

/* Read on from a place that is certain; double-byte text cannot be read backwards. */
static uint32_t look_before(const struct ls_beside *beside, const struct ls_block *block)
{
    enum ls_encoding enc = (enum ls_encoding)beside->enc;
    size_t off = beside->off;
    bool certain;
    size_t at = off > LOOK_BYTES ? off - LOOK_BYTES : ls_encoding_is_wide(enc) ? off & 1 : 0;
    at = ls_encoding_sync(enc, block->bytes, at, &certain);
    bool starts = block->off == 0 && at < 2;
    if (!certain && !starts)
        return ANY;
    uint32_t found = starts ? NONE : ANY;
    if (enc == LS_ENC_UTF8 && last_before(block, at, off, &found))
        return found;
    while (at < off) {
        uint32_t raw;
        at += ls_decode_char(enc, block->bytes + at, off - at, &raw);
        uint32_t cp = telling(raw, true);
        if (cp != NONE)
            found = cp;
    }
    return found;
}

static bool is_one_of(uint32_t cp, const struct ls_chars *chars)
{
    for (size_t i = 0; i < chars->n; i++)
        if (chars->at[i] == cp)
            return true;
    return chars->n && cp == ANY;
}

static void turn_to(struct ls_beside *beside, const struct ls_block *block,
                    const struct ls_event *e)
{
    if (beside->known && beside->off == e->off && beside->len == e->len && beside->enc == e->enc)
        return;
    *beside = (struct ls_beside){.known = true, .enc = e->enc, .off = e->off, .len = e->len};
    look_behind(beside, block);
}

bool ls_beside_behind(struct ls_beside *beside, const struct ls_block *block,
                      const struct ls_event *e, const struct ls_rule *rule)
{
    turn_to(beside, block, e);
    return is_one_of(beside->behind, &rule->behind) ||
           (beside->line_ends && is_one_of('\n', &rule->behind));
}

/* As what characters the bytes just before can be read, wherever one begins. */
static void look_perhaps(struct ls_beside *beside, const struct ls_block *block)
{
    enum ls_encoding enc = (enum ls_encoding)beside->enc;
    size_t unit = ls_encoding_is_wide(enc) ? 2 : 1;
    beside->perhaps_n = 0;
    for (size_t len = unit; len <= LS_CHAR_BYTES_MAX && len <= beside->off; len += unit) {
        uint32_t raw;
        if (ls_decode_char(enc, block->bytes + beside->off - len, len, &raw) == len)
            beside->perhaps[beside->perhaps_n++] = telling(raw, true);
    }
    beside->perhaps_known = true;
}

bool ls_beside_may_precede(struct ls_beside *beside, const struct ls_block *block,
                           const struct ls_event *e, const struct ls_rule *rule)
{
    if (rule->before.n == 0)
        return false;
    turn_to(beside, block, e);
    if (!beside->perhaps_known)
        look_perhaps(beside, block);
    for (size_t i = 0; i < beside->perhaps_n; i++)
        if (beside->perhaps[i] == NONE || is_one_of(beside->perhaps[i], &rule->before))
            return true;
    return false;
}

bool ls_beside_before(struct ls_beside *beside, const struct ls_block *block,
                      const struct ls_event *e, const struct ls_rule *rule)
{
    turn_to(beside, block, e);
    if (!beside->before_known)
        beside->before = look_before(beside, block);
    beside->before_known = true;
    return is_one_of(beside->before, &rule->before);
}
