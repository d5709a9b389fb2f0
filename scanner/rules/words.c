/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/words.h"

#include "base/encoding.h"
#include "base/fold.h"

#include <string.h>

const char LS_WORD_NO_MEMORY[] = "memory";

size_t ls_text_chars(const char *text, uint32_t *out, size_t max)
{
    size_t len = strlen(text);
    size_t n = 0;
    for (size_t at = 0; at < len; n++) {
        uint32_t cp;
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)text + at, len - at, &cp);
        if (n < max)
            out[n] = cp;
    }
    return n;
}

/* Folds chars[0..n) to folded[0..max); more than max when it does not fit. */
static size_t fold(const uint32_t *chars, size_t n, uint32_t *folded, size_t max)
{
    size_t folded_n = 0;
    for (size_t i = 0; i < n && folded_n <= max; i++) {
        uint32_t one[LS_FOLD_MAX];
        size_t one_n = ls_fold_char(chars[i], one);
        if (folded_n + one_n > max)
            return max + 1;
        memcpy(folded + folded_n, one, one_n * sizeof *one);
        folded_n += one_n;
    }
    return folded_n;
}

const char *ls_word_make(struct ls_arena *arena, const char *text, struct ls_word *word)
{
    enum { WRITTEN_MAX = 2 * LS_RULE_WORD_CHARS_MAX }; /* some characters fold to nothing */
    uint32_t chars[WRITTEN_MAX];
    uint32_t folded[LS_RULE_WORD_CHARS_MAX];
    size_t n = ls_text_chars(text, chars, WRITTEN_MAX);
    if (n > WRITTEN_MAX)
        return "32 characters at most";
    n = fold(chars, n, folded, LS_RULE_WORD_CHARS_MAX);
    if (n > LS_RULE_WORD_CHARS_MAX)
        return "32 characters at most";
    if (n == 0)
        return "a character that folding leaves";
    for (size_t i = 0; i < n; i++)
        if (folded[i] < ' ' || folded[i] == LS_CHAR_BAD)
            return "no line breaks, tabs or broken characters";
    if (folded[0] == ' ' || folded[n - 1] == ' ')
        return "no blanks at its ends";
    uint32_t *kept = ls_arena_calloc(arena, n, sizeof *kept);
    if (!kept)
        return LS_WORD_NO_MEMORY;
    memcpy(kept, folded, n * sizeof *kept);
    *word = (struct ls_word){.text = text, .folded = kept, .folded_n = n};
    return NULL;
}

_Static_assert(LS_RULE_WORD_CHARS_MAX == 32, "the messages above say 32");

size_t ls_word_mixtures_max(const struct ls_word *word, bool together)
{
    return together && word->folded_n > 2 ? 4 : 64;
}

bool ls_word_is_long_enough(const struct ls_word *word)
{
    size_t weight = 0;
    for (size_t i = 0; i < word->folded_n; i++)
        weight += word->folded[i] < 0x80 ? 2 : 3;
    return weight >= 6 && word->folded_n <= LS_RULE_WORD_CHARS_MAX;
}
