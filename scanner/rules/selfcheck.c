/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spans of a `hit` example in UTF-8 as written, counted in characters, are the measure for all
 * other spellings: they fold to the same text, so the same characters must be found.
 *
 * Spellings tried in each encoding: as written, simplified, traditional; then the searched words
 * alone in every variant of their characters, all at once and one by one. Only words with few
 * enough mixtures are varied so: of the others stage 1 knows the two scripts. Of a rule that only
 * names its context nobody sees the span.
 */
#include "rules/selfcheck.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fold.h"
#include "rules/spell.h"
#include "rules/words.h"

#include <string.h>

enum { SPANS_MAX = 1024 };

struct span {
    size_t from, to; /* characters */
};

typedef LS_VEC(struct span) span_vec;

struct proof {
    const struct ls_selfcheck *check;
    const struct ls_rule *rule;
    struct ls_selfcheck_report *report;
    struct ls_speller speller;
    span_vec wanted; /* in UTF-8 as written */
    span_vec found;  /* in the spelling at hand */
    bool failed;     /* the example has been reported for this encoding */
};

static struct ls_result collect(void *user, uint64_t off, uint64_t len)
{
    struct proof *p = user;
    struct span span = {ls_speller_char_at(&p->speller, off),
                        ls_speller_char_at(&p->speller, off + len)};
    LS_VEC_PUSH(&p->found, span);
    return ls_ok();
}

static void fail(struct proof *p, const char *example, enum ls_encoding enc,
                 enum ls_selfcheck_problem problem)
{
    struct ls_selfcheck_failure failure = {
        .rule = p->rule,
        .example = example,
        .problem = problem,
        .enc = enc,
        .bytes = p->speller.bytes,
        .len = p->speller.len,
    };
    if (p->failed)
        return;
    p->failed = true;
    p->report->failures++;
    p->check->failed(p->check->user, &failure);
}

static bool same_spans(const span_vec *a, const span_vec *b)
{
    return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

/* Scans the spelling at hand and compares. */
static struct ls_result prove(struct proof *p, const char *example, enum ls_encoding enc, bool hit)
{
    LS_VEC_CLEAR(&p->found);
    LS_TRY(p->check->scan(p->check->user, p->rule, p->speller.bytes, p->speller.len, collect, p));
    p->report->scans++;
    if (!hit && p->found.n > 0)
        fail(p, example, enc, LS_SELFCHECK_NOISE);
    else if (hit && p->found.n == 0)
        fail(p, example, enc, LS_SELFCHECK_NO_HIT);
    else if (hit && !p->rule->context && !same_spans(&p->found, &p->wanted))
        fail(p, example, enc, LS_SELFCHECK_SPAN);
    return ls_ok();
}

/* Whether stage 1 searches every mixture of the variants of this word's characters. */
static bool all_mixtures(const struct ls_word *word, bool together)
{
    size_t mixtures = 1, max = ls_word_mixtures_max(word, together);
    for (size_t i = 0; i < word->folded_n && mixtures <= max; i++) {
        uint32_t out[LS_SPELL_VARIANTS_MAX];
        size_t n = ls_fold_variants(word->folded[i], out, LS_SPELL_VARIANTS_MAX);
        mixtures *= n ? n : 1;
    }
    return mixtures <= max;
}

/* Sets `vary` where the word begins at character `i` of the text, separators inside left alone. */
static void mark_word(struct ls_speller *speller, size_t i, const struct ls_word *word, bool vary)
{
    size_t at[LS_RULE_WORD_CHARS_MAX];
    size_t n = 0;
    for (; i < speller->n && n < word->folded_n; i++) {
        uint32_t folded[LS_FOLD_MAX];
        size_t folded_n = ls_fold_char(speller->chars[i], folded);
        if (n > 0 && (folded_n == 0 || folded[0] == ' ' || folded[0] == '\n'))
            continue;
        if (folded_n != 1 || folded[0] != word->folded[n])
            return;
        at[n++] = i;
    }
    for (size_t k = 0; n == word->folded_n && k < n; k++)
        speller->vary[at[k]] = vary;
}

static void mark_words(struct ls_speller *speller, const struct ls_words *words, bool together,
                       bool vary)
{
    for (size_t w = 0; w < words->n; w++)
        for (size_t i = 0; i < speller->n && all_mixtures(&words->at[w], together) == vary; i++)
            mark_word(speller, i, &words->at[w], vary);
}

/* Marks the characters to vary: first those of words that bear it, then not those of the others. */
static void mark_searched(struct proof *p)
{
    for (int vary = 1; vary >= 0; vary--) {
        mark_words(&p->speller, &p->rule->anchors, false, vary);
        mark_words(&p->speller, &p->rule->near.labels, false, vary);
        for (size_t i = 0; i < p->rule->lists_n; i++)
            mark_words(&p->speller, &p->rule->lists[i], true, vary);
    }
}

static struct ls_result prove_script(struct proof *p, const char *example, enum ls_encoding enc,
                                     enum ls_script script, bool hit)
{
    size_t rounds = ls_speller_rounds(&p->speller, script);
    for (size_t round = 0; round < rounds; round++) {
        if (!ls_speller_spell(&p->speller, enc, script, round))
            return ls_ok();
        LS_TRY(prove(p, example, enc, hit));
    }
    return ls_ok();
}

/* Each marked character by each of its variants, the others as written. */
static struct ls_result prove_single(struct proof *p, const char *example, enum ls_encoding enc,
                                     bool hit)
{
    bool marked[LS_SPELL_CHARS_MAX];
    struct ls_speller *speller = &p->speller;
    struct ls_result r = ls_ok();
    memcpy(marked, speller->vary, sizeof marked);
    memset(speller->vary, 0, sizeof speller->vary);
    for (size_t i = 0; i < speller->n && !ls_failed(r); i++) {
        speller->vary[i] = marked[i];
        if (marked[i])
            r = prove_script(p, example, enc, LS_SCRIPT_VARIANTS, hit);
        speller->vary[i] = false;
    }
    memcpy(speller->vary, marked, sizeof marked);
    return r;
}

static struct ls_result prove_in(struct proof *p, const char *example, enum ls_encoding enc,
                                 bool hit)
{
    p->failed = false;
    if (!ls_speller_spell(&p->speller, enc, LS_SCRIPT_WRITTEN, 0)) {
        p->report->unspelt++;
        return ls_ok();
    }
    for (int script = LS_SCRIPT_WRITTEN; script <= LS_SCRIPT_VARIANTS; script++)
        LS_TRY(prove_script(p, example, enc, (enum ls_script)script, hit));
    return prove_single(p, example, enc, hit);
}

static struct ls_result prove_example(struct proof *p, const char *example, bool hit)
{
    p->report->examples++;
    p->failed = false;
    if (!ls_speller_take(&p->speller, example)) {
        p->speller.len = 0;
        fail(p, example, LS_ENC_UTF8, LS_SELFCHECK_TOO_LONG);
        return ls_ok();
    }
    mark_searched(p);
    LS_VEC_CLEAR(&p->found);
    LS_VEC_CLEAR(&p->wanted);
    if (hit && ls_speller_spell(&p->speller, LS_ENC_UTF8, LS_SCRIPT_WRITTEN, 0)) {
        LS_TRY(
            p->check->scan(p->check->user, p->rule, p->speller.bytes, p->speller.len, collect, p));
        span_vec measured = p->found;
        p->found = p->wanted;
        p->wanted = measured;
        for (size_t i = 0; i < measured.n; i++)
            if (measured.at[i].from >= measured.at[i].to || measured.at[i].to == SIZE_MAX)
                fail(p, example, LS_ENC_UTF8, LS_SELFCHECK_SPAN);
    }
    for (int enc = 0; enc < LS_ENC_COUNT; enc++)
        if (enc < LS_ENC_COMMON || (p->rule->encodings >> enc & 1))
            LS_TRY(prove_in(p, example, (enum ls_encoding)enc, hit));
    return ls_ok();
}

static struct ls_result prove_rule(struct proof *p)
{
    for (size_t i = 0; i < p->rule->hit_examples.n; i++)
        LS_TRY(prove_example(p, p->rule->hit_examples.at[i], true));
    for (size_t i = 0; i < p->rule->miss_examples.n; i++)
        LS_TRY(prove_example(p, p->rule->miss_examples.at[i], false));
    return ls_ok();
}

struct ls_result ls_selfcheck_rule(const struct ls_selfcheck *check, const struct ls_rule *rule,
                                   struct ls_selfcheck_report *report)
{
    *report = (struct ls_selfcheck_report){0};
    struct proof *p = ls_calloc(1, sizeof *p);
    if (!p)
        return ls_stop(LS_E_MEMORY);
    p->check = check;
    p->rule = rule;
    p->report = report;
    LS_VEC_INIT(&p->wanted, SPANS_MAX);
    LS_VEC_INIT(&p->found, SPANS_MAX);
    struct ls_result r = prove_rule(p);
    LS_VEC_FINI(&p->wanted);
    LS_VEC_FINI(&p->found);
    ls_free(p);
    return r;
}
