/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/longer.h"

#include "base/encoding.h"
#include "base/fold.h"

static bool folds_to(uint32_t raw, uint32_t folded)
{
    uint32_t cps[LS_FOLD_MAX], one = ls_fold_simple(raw);
    return one ? one == folded : ls_fold_char(raw, cps) == 1 && cps[0] == folded;
}

static bool stands_behind(const struct ls_block *block, const struct ls_event *e,
                          const struct ls_chars *chars)
{
    size_t at = (size_t)e->off + e->len;
    for (size_t i = 0; i < chars->n; i++) {
        uint32_t raw;
        if (at >= block->len)
            return false;
        at += ls_decode_char((enum ls_encoding)e->enc, block->bytes + at, block->len - at, &raw);
        if (!folds_to(raw, chars->at[i]))
            return false;
    }
    return true;
}

/* The bytes of the character that ends at bytes[end], if it is this one; 0: it is another. */
static size_t bytes_of(const struct ls_block *block, enum ls_encoding enc, size_t end, uint32_t cp)
{
    size_t unit = ls_encoding_is_wide(enc) ? 2 : 1;
    for (size_t len = unit; len <= LS_CHAR_BYTES_MAX && len <= end; len += unit) {
        uint32_t raw;
        if (ls_decode_char(enc, block->bytes + end - len, len, &raw) == len && folds_to(raw, cp))
            return len;
    }
    return 0;
}

static bool stands_before(const struct ls_block *block, const struct ls_event *e,
                          const struct ls_chars *chars)
{
    size_t at = e->off;
    for (size_t i = chars->n; i-- > 0;) {
        size_t len = bytes_of(block, (enum ls_encoding)e->enc, at, chars->at[i]);
        if (!len)
            return false;
        at -= len;
    }
    return true;
}

bool ls_longer_holds(const struct ls_block *block, const struct ls_event *e,
                     const struct ls_cue *cue, size_t word)
{
    for (size_t i = 0; i < cue->longer_n; i++) {
        const struct ls_longer *longer = &cue->longer[i];
        if (longer->word == word && stands_behind(block, e, &longer->behind) &&
            stands_before(block, e, &longer->before))
            return true;
    }
    return false;
}
