/* SPDX-License-Identifier: Apache-2.0 */
#include "match/letters.h"

#include "base/fold.h"

#include <string.h>

enum { MIXED_MAX = 3 /* letters beyond ASCII in a word that is searched in every mixture */ };

/* Latin-1 to Latin Extended-B, Greek and Cyrillic, Latin Extended Additional. */
static bool has_alphabet(uint32_t cp)
{
    return (cp >= 0xC0 && cp < 0x250) || (cp >= 0x370 && cp < 0x530) ||
           (cp >= 0x1E00 && cp < 0x1F00);
}

static bool is_accent(uint32_t cp)
{
    return cp >= 0x300 && cp < 0x370;
}

uint32_t ls_letters_capital(uint32_t cp)
{
    enum { SOURCES_MAX = 16 };
    uint32_t sources[SOURCES_MAX];
    if (cp < 0x80)
        return cp >= 'a' && cp <= 'z' ? cp - 'a' + 'A' : cp;
    size_t n = has_alphabet(cp) ? ls_fold_variants(cp, sources, SOURCES_MAX) : 0;
    for (size_t i = 0; i < n; i++)
        if (sources[i] != cp && has_alphabet(sources[i]))
            return sources[i];
    return cp;
}

bool ls_letters_only(const struct ls_word *word)
{
    for (size_t i = 0; i < word->folded_n; i++) {
        uint32_t cp = word->folded[i];
        if (cp >= 0x80 && !is_accent(cp) && ls_letters_capital(cp) == cp)
            return false;
    }
    return true;
}

/* Adds a way to those before, unless it is one of them. */
static size_t add_way(uint32_t out[LS_LETTERS_WAYS_MAX][LS_RULE_WORD_CHARS_MAX], size_t ways,
                      size_t n)
{
    for (size_t i = 0; i < ways; i++)
        if (memcmp(out[i], out[ways], n * sizeof *out[i]) == 0)
            return ways;
    return ways + 1;
}

/* Letter `place` of a word: does it stand at the beginning of the word, or of one of its words? */
static bool begins(const struct ls_word *word, size_t place, bool each)
{
    return place == 0 ||
           (each && (word->folded[place - 1] == ' ' || word->folded[place - 1] == '-'));
}

static size_t styles(const struct ls_word *word,
                     uint32_t out[LS_LETTERS_WAYS_MAX][LS_RULE_WORD_CHARS_MAX])
{
    enum { SMALL, CAPITALS, FIRST, EACH, STYLES };
    size_t ways = 0;
    for (int style = SMALL; style < STYLES; style++) {
        for (size_t i = 0; i < word->folded_n; i++) {
            uint32_t cp = word->folded[i];
            bool capital = style == CAPITALS || (style >= FIRST && begins(word, i, style == EACH));
            out[ways][i] = capital && cp >= 0x80 ? ls_letters_capital(cp) : cp;
        }
        ways = add_way(out, ways, word->folded_n);
    }
    return ways;
}

size_t ls_letters_ways(const struct ls_word *word,
                       uint32_t out[LS_LETTERS_WAYS_MAX][LS_RULE_WORD_CHARS_MAX])
{
    size_t letters[LS_RULE_WORD_CHARS_MAX], n = 0;
    for (size_t i = 0; i < word->folded_n; i++)
        if (word->folded[i] >= 0x80 && ls_letters_capital(word->folded[i]) != word->folded[i])
            letters[n++] = i;
    if (n > MIXED_MAX)
        return styles(word, out);
    for (size_t way = 0; way < (size_t)1 << n; way++) {
        memcpy(out[way], word->folded, word->folded_n * sizeof *out[way]);
        for (size_t k = 0; k < n; k++)
            if (way >> k & 1)
                out[way][letters[k]] = ls_letters_capital(word->folded[letters[k]]);
    }
    return (size_t)1 << n;
}

_Static_assert(1 << MIXED_MAX <= LS_LETTERS_WAYS_MAX, "room for every mixture");
