/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/spell.h"

#include "base/fold.h"
#include "rules/words.h"

#include <string.h>

enum { CHOICES_MAX = 2 * LS_SPELL_VARIANTS_MAX + 2 };

static bool is_han(uint32_t cp)
{
    return (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x4E00 && cp <= 0x9FFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

/* The simplified form of a Chinese character; 0 for everything that is not varied. */
static uint32_t simplified(uint32_t cp)
{
    uint32_t folded[LS_FOLD_MAX];
    return is_han(cp) && ls_fold_char(cp, folded) == 1 ? folded[0] : 0;
}

/* Level of a character in Big5 proper, 1 or 2; 0 when only the Hong Kong supplement has it. */
static int big5_level(uint32_t cp)
{
    uint8_t b[LS_CHAR_BYTES_MAX];
    if (ls_encode_char(LS_ENC_BIG5, cp, b) != 2)
        return 0;
    unsigned code = (unsigned)b[0] << 8 | b[1];
    if (code >= 0xA440 && code <= 0xC67E)
        return 1;
    return code >= 0xC940 && code <= 0xF9D5 ? 2 : 0;
}

size_t ls_spell_traditional(uint32_t cp, uint32_t out[LS_SPELL_VARIANTS_MAX])
{
    uint32_t all[LS_SPELL_VARIANTS_MAX];
    size_t all_n = ls_fold_variants(cp, all, LS_SPELL_VARIANTS_MAX);
    size_t n = 0;
    for (int level = 1; level <= 2 && n == 0; level++)
        for (size_t i = 0; i < all_n; i++)
            if (big5_level(all[i]) == level)
                out[n++] = all[i];
    return n;
}

bool ls_speller_take(struct ls_speller *speller, const char *text)
{
    speller->n = ls_text_chars(text, speller->chars, LS_SPELL_CHARS_MAX);
    memset(speller->vary, 0, sizeof speller->vary);
    return speller->n <= LS_SPELL_CHARS_MAX;
}

size_t ls_speller_variants(const struct ls_speller *speller, size_t i)
{
    uint32_t out[LS_SPELL_VARIANTS_MAX];
    uint32_t cp = simplified(speller->chars[i]);
    return cp ? ls_fold_variants(cp, out, LS_SPELL_VARIANTS_MAX) : 1;
}

size_t ls_speller_rounds(const struct ls_speller *speller, enum ls_script script)
{
    size_t rounds = 1;
    for (size_t i = 0; i < speller->n; i++) {
        uint32_t out[LS_SPELL_VARIANTS_MAX];
        size_t n = 1;
        if (script == LS_SCRIPT_TRADITIONAL && simplified(speller->chars[i]))
            n = ls_spell_traditional(simplified(speller->chars[i]), out);
        else if (script == LS_SCRIPT_VARIANTS && speller->vary[i])
            n = ls_speller_variants(speller, i);
        rounds = n > rounds ? n : rounds;
    }
    return rounds;
}

/*
 * What may stand for the character at `i`, best first. Big5 has a few simplified characters in its
 * Hong Kong supplement; nobody mixes them into a text, so there the traditional ones go first.
 */
static size_t choices(const struct ls_speller *speller, size_t i, enum ls_encoding enc,
                      enum ls_script script, size_t round, uint32_t out[CHOICES_MAX])
{
    uint32_t traditional[LS_SPELL_VARIANTS_MAX], all[LS_SPELL_VARIANTS_MAX];
    uint32_t cp = simplified(speller->chars[i]);
    size_t n = 0;
    if (!cp) {
        out[0] = speller->chars[i];
        return 1;
    }
    size_t traditional_n = ls_spell_traditional(cp, traditional);
    size_t all_n = ls_fold_variants(cp, all, LS_SPELL_VARIANTS_MAX);
    if (script == LS_SCRIPT_SIMPLIFIED && enc != LS_ENC_BIG5)
        out[n++] = cp;
    else if (script == LS_SCRIPT_TRADITIONAL && traditional_n > 0)
        out[n++] = traditional[round < traditional_n ? round : traditional_n - 1];
    else if (script == LS_SCRIPT_VARIANTS && speller->vary[i] && round < all_n)
        out[n++] = all[round];
    if (enc != LS_ENC_BIG5 || big5_level(speller->chars[i]) > 0)
        out[n++] = speller->chars[i];
    memcpy(out + n, traditional, traditional_n * sizeof *out);
    n += traditional_n;
    memcpy(out + n, all, all_n * sizeof *out);
    return n + all_n;
}

bool ls_speller_spell(struct ls_speller *speller, enum ls_encoding enc, enum ls_script script,
                      size_t round)
{
    speller->len = 0;
    for (size_t i = 0; i < speller->n; i++) {
        uint32_t cps[CHOICES_MAX];
        size_t n = choices(speller, i, enc, script, round, cps);
        size_t len = 0;
        for (size_t k = 0; k < n && len == 0; k++)
            len = ls_encode_char(enc, cps[k], speller->bytes + speller->len);
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
