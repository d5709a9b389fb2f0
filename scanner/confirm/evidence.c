/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `evidence` rules: do enough different cues stand close together to weigh what the rule asks for?
 *
 *   object  |....chunk....|....chunk....|....chunk....|
 *   words          a   b     a  c    d^                      ^ the last word of the rule in its
 * chunk
 *           <---------- window ------->                      looks back over the window and decides
 *
 * A word costs a look at the events beside it. Only the last one in each chunk of the object
 * decides, so a long document is looked at once a chunk, and the answer does not depend on where
 * blocks end. What many chunks in a row say is one hit; confirm/reduce.c tells the first.
 */
#include "confirm/confirm_priv.h"
#include "rules/evidence.h"

#include "base/alloc.h"

#include <string.h>

/* ---- compiling ---- */

struct ls_result ls_confirm_evidence_new(const struct ls_rule *rule,
                                         struct ls_confirm_evidence **evidence,
                                         struct ls_diag *diag)
{
    const struct ls_evidence *e = rule->evidence;
    struct ls_confirm_evidence *made = ls_calloc(1, sizeof *made);
    *evidence = made;
    if (!made)
        return ls_stop(LS_E_MEMORY);
    made->cues = ls_calloc(e->cues_n, sizeof(struct ls_pattern *));
    made->lower = ls_calloc(e->lower_n + 1, sizeof(struct ls_pattern *));
    made->cues_n = e->cues_n;
    made->lower_n = e->lower_n;
    if (!made->cues || !made->lower)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < e->cues_n; i++)
        if (e->cues[i].match)
            LS_TRY(ls_pattern_new(e->cues[i].match, LS_PATTERN_LINES, &made->cues[i], diag));
    for (size_t i = 0; i < e->lower_n; i++)
        LS_TRY(ls_pattern_join(&e->lower[i].any, LS_PATTERN_LINES, &made->lower[i], diag));
    return ls_ok();
}

void ls_confirm_evidence_free(struct ls_confirm_evidence *evidence)
{
    if (!evidence)
        return;
    for (size_t i = 0; evidence->cues && i < evidence->cues_n; i++)
        ls_pattern_free(evidence->cues[i]);
    for (size_t i = 0; evidence->lower && i < evidence->lower_n; i++)
        ls_pattern_free(evidence->lower[i]);
    ls_free(evidence->cues);
    ls_free(evidence->lower);
    ls_free(evidence);
}

/* ---- what the words alone say ---- */

struct words_seen {
    uint64_t bits[LS_RULE_WORDS_MAX / 64];
};

static uint64_t chunk_of(const struct ls_work *work, const struct ls_event *e)
{
    return (work->block->off + e->off + e->len - 1) / LS_EVIDENCE_CHUNK;
}

static bool is_peer(const struct ls_event *a, const struct ls_event *b)
{
    return a->role == LS_EVENT_TERM && a->rule == b->rule && a->enc == b->enc;
}

/* Is there no further word of the rule in the chunk? */
static bool is_last(const struct ls_work *work, size_t index)
{
    const struct ls_event *e = &work->events[index];
    uint64_t chunk = chunk_of(work, e);
    for (size_t i = index + 1; i < work->n && chunk_of(work, &work->events[i]) == chunk; i++)
        if (is_peer(&work->events[i], e))
            return false;
    return true;
}

static void look_back(const struct ls_work *work, size_t index, size_t reach,
                      struct words_seen *seen)
{
    const struct ls_event *last = &work->events[index];
    memset(seen, 0, sizeof *seen);
    for (size_t i = index + 1; i-- > 0;) {
        const struct ls_event *e = &work->events[i];
        if ((size_t)e->off + e->len + reach < last->off)
            break;
        if (is_peer(e, last) && e->word < LS_RULE_WORDS_MAX)
            seen->bits[e->word / 64] |= 1ull << (e->word % 64);
    }
}

/* Could the cues whose words were seen be enough, if all that is not searched were there? */
static bool may_be_enough(const struct ls_evidence *evidence, const struct words_seen *seen)
{
    uint32_t sum = 0;
    size_t word = 0;
    for (size_t i = 0; i < evidence->cues_n; i++) {
        const struct ls_cue *cue = &evidence->cues[i];
        size_t have = 0;
        for (size_t k = 0; k < cue->words.n; k++, word++)
            have += seen->bits[word / 64] >> (word % 64) & 1;
        bool there = cue->words.n == 0 || have >= (cue->match ? 1 : cue->at_least);
        if (!there && cue->needed)
            return false;
        sum += there ? cue->weight : 0;
    }
    return sum >= evidence->need;
}

/* ---- what the text says ---- */

struct span {
    size_t from, to;
};

/* Distinct words in text[lo..hi); the first of them is the span. */
static bool has_words(const struct ls_text *text, size_t lo, size_t hi, const struct ls_cue *cue,
                      struct span *first)
{
    uint32_t have = 0;
    *first = (struct span){hi, hi};
    for (size_t w = 0; w < cue->words.n && have < cue->at_least; w++) {
        const struct ls_word *word = &cue->words.at[w];
        for (size_t i = lo; i + word->folded_n <= hi; i++) {
            if (text->cps[i] != word->folded[0] ||
                memcmp(text->cps + i, word->folded, word->folded_n * sizeof(uint32_t)) != 0)
                continue;
            have++;
            if (i < first->from)
                *first = (struct span){i, i + word->folded_n};
            break;
        }
    }
    return have >= cue->at_least;
}

static bool has_matches(const struct ls_work *work, const struct ls_subject *subject,
                        const struct ls_pattern *pattern, uint32_t at_least, struct span *first)
{
    struct ls_spans spans;
    bool limited = false;
    uint32_t have = 0;
    size_t start = subject->from;
    while (have < at_least &&
           ls_pattern_search(pattern, work->ctx->match, subject, start, &spans, &limited)) {
        bool part = spans.to[LS_GROUP_HIT] > spans.from[LS_GROUP_HIT];
        int group = part ? LS_GROUP_HIT : LS_GROUP_WHOLE;
        if (have++ == 0)
            *first = (struct span){spans.from[group], spans.to[group]};
        start = spans.to[0] > spans.from[0] ? spans.to[0] : spans.from[0] + 1;
    }
    work->found->limits_hit += limited;
    return have >= at_least;
}

static bool has_cue(const struct ls_work *work, const struct ls_subject *subject,
                    const struct ls_confirm_rule *cr, size_t i, struct span *first)
{
    const struct ls_cue *cue = &cr->rule->evidence->cues[i];
    const struct ls_pattern *pattern = cr->evidence->cues[i];
    return pattern ? has_matches(work, subject, pattern, cue->at_least, first)
                   : has_words(&work->ctx->text, subject->from, subject->to, cue, first);
}

/*
 * Weighs the cues; gives what the hit shows: what the rule says, else the first cue that it needs,
 * else the heaviest one.
 */
static bool is_enough(const struct ls_work *work, const struct ls_subject *subject,
                      const struct ls_confirm_rule *cr, struct span *shown)
{
    const struct ls_evidence *evidence = cr->rule->evidence;
    uint32_t sum = 0, left = 0, best = 0;
    for (size_t i = 0; i < evidence->cues_n; i++)
        left += evidence->cues[i].weight;
    for (size_t i = 0; i < evidence->cues_n; i++) {
        const struct ls_cue *cue = &evidence->cues[i];
        struct span first = {0};
        bool there = has_cue(work, subject, cr, i, &first);
        left -= cue->weight;
        sum += there ? cue->weight : 0;
        if ((!there && cue->needed) || sum + left < evidence->need)
            return false;
        uint32_t rank =
            there ? cue->weight + (cue->needed ? 1000u : 0) + (cue->told ? 5000u : 0) : 0;
        if (rank > best && first.to > first.from) {
            best = rank;
            *shown = first;
        }
    }
    return best > 0;
}

static bool is_there(const struct ls_work *work, const struct ls_subject *subject,
                     const struct ls_pattern *pattern)
{
    struct span first;
    return pattern && has_matches(work, subject, pattern, 1, &first);
}

/* One more than the severity that something in the text lowers it to; 0: it stays. */
static uint8_t lowered(const struct ls_work *work, const struct ls_subject *subject,
                       const struct ls_confirm_rule *cr)
{
    const struct ls_evidence *evidence = cr->rule->evidence;
    enum ls_severity severity = cr->rule->info.severity;
    for (size_t i = 0; i < evidence->lower_n; i++)
        if (evidence->lower[i].to < severity && is_there(work, subject, cr->evidence->lower[i]))
            severity = evidence->lower[i].to;
    return severity == cr->rule->info.severity ? 0 : (uint8_t)(severity + 1);
}

struct ls_result ls_confirm_evidence(const struct ls_work *work, size_t index)
{
    const struct ls_event *e = &work->events[index];
    const struct ls_confirm_rule *cr = &work->ctx->confirm->at[e->rule];
    const struct ls_evidence *evidence = cr->rule->evidence;
    size_t chars = (size_t)evidence->within + LS_EVIDENCE_CHUNK;
    struct words_seen seen;
    struct span shown;
    size_t from, to;
    if (!is_last(work, index))
        return ls_ok();
    look_back(work, index, chars * LS_CHAR_BYTES_MAX, &seen);
    if (!may_be_enough(evidence, &seen))
        return ls_ok();
    /* A little further, so that a pattern may go on behind the last word. */
    LS_TRY(ls_confirm_read(work, e, chars, LS_EVIDENCE_BEHIND));
    const struct ls_text *text = &work->ctx->text;
    if (!ls_text_find(text, e->off, e->len, &from, &to))
        return ls_ok();
    size_t hi = text->n - to > LS_EVIDENCE_BEHIND ? to + LS_EVIDENCE_BEHIND : text->n;
    struct ls_subject subject = ls_confirm_subject(text, to > chars ? to - chars : 0, hi);
    if (!is_enough(work, &subject, cr, &shown) || is_there(work, &subject, cr->unless))
        return ls_ok();
    LS_TRY(ls_confirm_add(work, e, shown.from, shown.to, NULL));
    work->found->candidates.at[work->found->candidates.n - 1].lowered = lowered(work, &subject, cr);
    return ls_ok();
}
