/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/spell.h"

#include "base/fold.h"
#include "rules/words.h"

static bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* The character itself first, then the others that fold to the same one. */
static size_t variants(uint32_t cp, uint32_t out[LS_SPELL_VARIANTS_MAX + 1])
{
    uint32_t folded[LS_FOLD_MAX];
    out[0] = cp;
    if (!is_han(cp) || ls_fold_char(cp, folded) != 1)
        return 1;
    uint32_t all[LS_SPELL_VARIANTS_MAX];
    size_t all_n = ls_fold_variants(folded[0], all, LS_SPELL_VARIANTS_MAX);
    size_t n = 1;
    for (size_t i = 0; i < all_n; i++)
        if (all[i] != cp)
            out[n++] = all[i];
    return n;
}

size_t ls_speller_variants(const struct ls_speller *speller, size_t i)
{
    uint32_t out[LS_SPELL_VARIANTS_MAX + 1];
    return variants(speller->chars[i], out);
}

bool ls_speller_take(struct ls_speller *speller, const char *text)
{
    speller->n = ls_text_chars(text, speller->chars, LS_SPELL_CHARS_MAX);
    speller->rounds = 1;
    if (speller->n > LS_SPELL_CHARS_MAX)
        return false;
    for (size_t i = 0; i < speller->n; i++) {
        size_t n = ls_speller_variants(speller, i);
        if (n > speller->rounds)
            speller->rounds = n;
    }
    return true;
}

/* The bytes of the variant with that number among those both have; 0 when there is none. */
static size_t spell_char(enum ls_encoding enc, enum ls_encoding as, uint32_t cp, size_t round,
                         uint8_t *out)
{
    uint32_t all[LS_SPELL_VARIANTS_MAX + 1];
    size_t n = variants(cp, all);
    size_t len = 0;
    for (size_t i = 0, seen = 0; i < n && seen <= round; i++) {
        uint8_t bytes[LS_CHAR_BYTES_MAX];
        size_t one = ls_encode_char(as, all[i], bytes);
        if (one == 0 || (one = ls_encode_char(enc, all[i], bytes)) == 0)
            continue;
        seen++;
        len = one;
        for (size_t k = 0; k < one; k++)
            out[k] = bytes[k];
    }
    return len;
}

bool ls_speller_spell(struct ls_speller *speller, enum ls_encoding enc, enum ls_encoding as,
                      size_t round, size_t only)
{
    speller->len = 0;
    for (size_t i = 0; i < speller->n; i++) {
        bool vary = only == SIZE_MAX || only == i;
        size_t len =
            spell_char(enc, as, speller->chars[i], vary ? round : 0, speller->bytes + speller->len);
        if (len == 0)
            return false;
        speller->offsets[i] = (uint32_t)speller->len;
        speller->len += len;
    }
    speller->offsets[speller->n] = (uint32_t)speller->len;
    return true;
}

size_t ls_speller_char_at(const struct ls_speller *speller, uint64_t off)
{
    for (size_t i = 0; i <= speller->n; i++)
        if (speller->offsets[i] == off)
            return i;
    return SIZE_MAX;
}
