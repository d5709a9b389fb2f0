/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spans of a `hit` example in UTF-8 as written, counted in characters, are the measure for all
 * other spellings: they fold to the same text, so the same characters must be found.
 *
 * Of all mixtures of variants these are tried: every character by its k-th variant, for each k; the
 * same with the characters that Big5 has, which is how traditional text is written; and each
 * character of an anchor by each variant alone.
 */
#include "rules/selfcheck.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/fold.h"
#include "rules/spell.h"

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
    else if (hit && !same_spans(&p->found, &p->wanted))
        fail(p, example, enc, LS_SELFCHECK_SPAN);
    return ls_ok();
}

static bool in_words(const struct ls_words *words, uint32_t folded)
{
    for (size_t i = 0; i < words->n; i++)
        for (size_t k = 0; k < words->at[i].folded_n; k++)
            if (words->at[i].folded[k] == folded)
                return true;
    return false;
}

/* Whether the character is one that stage 1 looks for. */
static bool is_searched(const struct ls_rule *rule, uint32_t cp)
{
    uint32_t folded[LS_FOLD_MAX];
    if (ls_fold_char(cp, folded) != 1)
        return false;
    bool searched = in_words(&rule->anchors, folded[0]) || in_words(&rule->near.labels, folded[0]);
    for (size_t i = 0; i < rule->groups_n; i++)
        searched = searched || in_words(&rule->groups[i].words, folded[0]);
    return searched;
}

/* All characters by the variants of one repertoire, round by round. */
static struct ls_result prove_script(struct proof *p, const char *example, enum ls_encoding enc,
                                     enum ls_encoding as, bool hit)
{
    for (size_t round = 0; round < p->speller.rounds; round++) {
        if (!ls_speller_spell(&p->speller, enc, as, round, SIZE_MAX))
            return ls_ok();
        LS_TRY(prove(p, example, enc, hit));
    }
    return ls_ok();
}

static struct ls_result prove_in(struct proof *p, const char *example, enum ls_encoding enc,
                                 bool hit)
{
    struct ls_speller *speller = &p->speller;
    p->failed = false;
    if (!ls_speller_spell(speller, enc, enc, 0, SIZE_MAX)) {
        p->report->unspelt++;
        return ls_ok();
    }
    LS_TRY(prove_script(p, example, enc, enc, hit));
    if (enc != LS_ENC_BIG5)
        LS_TRY(prove_script(p, example, enc, LS_ENC_BIG5, hit));
    for (size_t i = 0; i < speller->n; i++) {
        size_t variants = ls_speller_variants(speller, i);
        if (variants == 1 || !is_searched(p->rule, speller->chars[i]))
            continue;
        for (size_t round = 1; round < variants; round++) {
            (void)ls_speller_spell(speller, enc, enc, round, i); /* round 0 could, so all can */
            LS_TRY(prove(p, example, enc, hit));
        }
    }
    return ls_ok();
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
    LS_VEC_CLEAR(&p->found);
    LS_VEC_CLEAR(&p->wanted);
    if (hit && ls_speller_spell(&p->speller, LS_ENC_UTF8, LS_ENC_UTF8, 0, SIZE_MAX)) {
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
