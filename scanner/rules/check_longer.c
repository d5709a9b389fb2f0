/* SPDX-License-Identifier: Apache-2.0 */
/* The key `not_in` of a pack: longer words, of everyday use, that hold words of its cues. */
#include "rules/evidence.h"
#include "rules/pack_priv.h"

#include "rules/words.h"

#include <string.h>

/* As they are written: words that are put down for good reason do so alike. */
static bool holds_one_of(const char *longer, const struct ls_raw_texts *words)
{
    for (uint32_t i = 0; i < words->n; i++)
        if (strstr(longer, words->at[i]) && strcmp(longer, words->at[i]) != 0)
            return true;
    return false;
}

static bool holds_word(const char *longer, const struct ls_raw_pack *raw)
{
    for (uint32_t i = 0; i < raw->cues_n; i++)
        if (holds_one_of(longer, &raw->cues[i].words) || holds_one_of(longer, &raw->cues[i].common))
            return true;
    for (uint32_t i = 0; i < raw->rules_n; i++) {
        const struct ls_raw_evidence *evidence = raw->rules[i].evidence;
        for (uint32_t k = 0; evidence && k < evidence->cues_n; k++)
            if (holds_one_of(longer, &evidence->cues[k].words) ||
                holds_one_of(longer, &evidence->cues[k].common))
                return true;
    }
    return false;
}

struct ls_result ls_check_not_in(struct ls_check *c, const struct ls_raw_pack *raw,
                                 struct ls_words *not_in)
{
    struct ls_word *at = ls_arena_calloc(c->arena, raw->not_in.n + 1u, sizeof *at);
    if (!at)
        return ls_stop(LS_E_MEMORY);
    for (c->entry = 0; c->entry < raw->not_in.n; c->entry++) {
        const char *text = raw->not_in.at[c->entry];
        const char *problem = ls_word_make(c->arena, text, &at[c->entry]);
        if (problem == LS_WORD_NO_MEMORY)
            return ls_stop(LS_E_MEMORY);
        if (problem)
            return ls_check_wrong(c, "", "\"%s\" cannot be a word, expected %s", text, problem);
        if (!holds_word(text, raw))
            return ls_check_wrong(c, "",
                                  "\"%s\" holds no word of a cue, expected a longer word "
                                  "in which one does not count",
                                  text);
    }
    *not_in = (struct ls_words){at, raw->not_in.n};
    return ls_ok();
}

/* Where words [from, to) of the cue stand in a longer one. Returns how many there are. */
static size_t find(const struct ls_cue *cue, size_t from, size_t to, const struct ls_word *longer,
                   struct ls_longer *out)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        const struct ls_word *word = &cue->words.at[i];
        for (size_t at = 0; at + word->folded_n <= longer->folded_n; at++) {
            size_t end = at + word->folded_n;
            if (longer->folded[at] != word->folded[0] || word->folded_n == longer->folded_n ||
                memcmp(longer->folded + at, word->folded, word->folded_n * sizeof *word->folded) !=
                    0)
                continue;
            if (out)
                out[n] = (struct ls_longer){
                    i, {longer->folded, at}, {longer->folded + end, longer->folded_n - end}};
            n++;
        }
    }
    return n;
}

static size_t find_all(const struct ls_check *c, const struct ls_cue *cue, struct ls_longer *out)
{
    size_t n = 0;
    for (size_t i = 0; i < c->not_in.n; i++)
        n += find(cue, 0, cue->own_words_n, &c->not_in.at[i], out ? out + n : NULL);
    for (size_t i = 0; cue->named && i < cue->named->not_in.n; i++)
        n += find(cue, cue->own_words_n, cue->words.n, &cue->named->not_in.at[i],
                  out ? out + n : NULL);
    return n;
}

struct ls_result ls_check_longer(const struct ls_check *c, struct ls_cue *cue)
{
    size_t n = find_all(c, cue, NULL);
    struct ls_longer *longer = ls_arena_calloc(c->arena, n + 1, sizeof *longer);
    if (!longer)
        return ls_stop(LS_E_MEMORY);
    cue->longer_n = n ? find_all(c, cue, longer) : 0; /* most have none */
    cue->longer = longer;
    return ls_ok();
}
