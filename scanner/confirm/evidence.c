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
#include "confirm/longer.h"
#include "rules/evidence.h"

#include "base/alloc.h"
#include "base/utf8.h"

#include <string.h>

/* ---- compiling ---- */

/* NULL stays NULL. */
static struct ls_result get_pattern(struct ls_pattern_set *patterns, const char *text,
                                    struct ls_pattern_asker asker,
                                    const struct ls_pattern **pattern)
{
    return text ? ls_pattern_set_get(patterns, text, LS_PATTERN_LINES, asker, pattern) : ls_ok();
}

/* Orders cues by what they save: 0 is asked first. What many rules share is long, and asked last.
 */
static unsigned rank_of(const struct ls_cue *cue, const struct ls_confirm_cue *made)
{
    bool slow = made->named[0] || (made->own && !ls_pattern_is_quick(made->own));
    return (cue->needed ? 0u : 3u) + (slow ? 2u : made->own ? 1u : 0u);
}

void ls_confirm_evidence_order(const struct ls_evidence *evidence, struct ls_confirm_evidence *made)
{
    size_t n = 0;
    for (unsigned rank = 0; rank < 6; rank++)
        for (size_t i = 0; i < evidence->cues_n; i++)
            if (rank_of(&evidence->cues[i], &made->cues[i]) == rank)
                made->order[n++] = (uint8_t)i;
}

struct ls_result ls_confirm_evidence_new(const struct ls_rule *rule,
                                         struct ls_pattern_set *patterns,
                                         struct ls_confirm_evidence **evidence)
{
    const struct ls_evidence *e = rule->evidence;
    const struct ls_pattern_asker asker = {rule, NULL, "evidence"};
    struct ls_confirm_evidence *made = ls_calloc(1, sizeof *made);
    *evidence = made;
    if (!made)
        return ls_stop(LS_E_MEMORY);
    made->cues = ls_calloc(e->cues_n, sizeof *made->cues);
    made->lower = ls_calloc(e->lower_n + 1, sizeof *made->lower);
    if (!made->cues || !made->lower)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < e->cues_n; i++) {
        const struct ls_named_cue *named = e->cues[i].named;
        LS_TRY(get_pattern(patterns, e->cues[i].match, asker, &made->cues[i].own));
        LS_TRY(get_pattern(patterns, named ? named->match : NULL, asker, &made->cues[i].named[0]));
    }
    for (size_t i = 0; i < e->lower_n; i++) {
        LS_TRY(ls_pattern_set_join(patterns, &e->lower[i].any, LS_PATTERN_LINES, asker,
                                   &made->lower[i].own));
        for (size_t k = 0; k < e->lower[i].named_n; k++)
            LS_TRY(get_pattern(patterns, e->lower[i].named[k]->match, asker,
                               &made->lower[i].named[k]));
    }
    return ls_ok();
}

void ls_confirm_evidence_free(struct ls_confirm_evidence *evidence)
{
    if (!evidence)
        return;
    ls_free(evidence->cues);
    ls_free(evidence->lower);
    ls_free(evidence);
}

/* ---- what the words alone say ---- */

struct span {
    size_t from, to;
};

/* What the words of a rule that end in one chunk are looked at with. */
struct view {
    const struct ls_work *work;
    const struct ls_confirm_rule *cr;
    size_t index;                 /* of the last word in the chunk */
    const struct ls_event *first; /* word in the chunk */
    size_t lo;                    /* where what counts begins: `within` before the first word */
};

/* Distinct words of each cue, and where the first of them stands. */
struct words_seen {
    uint64_t known[LS_RULE_WORDS_MAX / 64]; /* a bit for each word of the rule */
    uint32_t halves[LS_CUES_MAX];           /* ls_cue_word_halves() of each together */
    struct span first[LS_CUES_MAX];
    const struct ls_event *astray; /* last word that stands on no characters of the text, or NULL */
};

static uint64_t chunk_of(const struct ls_work *work, const struct ls_event *e)
{
    return (work->block->off + e->off + e->len - 1) / LS_EVIDENCE_CHUNK;
}

/* Do two words of the rule stand in one text? UTF-16 at even and at odd offsets is another. */
static bool is_same_text(const struct ls_event *a, const struct ls_event *b)
{
    bool wide = ls_encoding_is_wide((enum ls_encoding)b->enc);
    return a->enc == b->enc && (!wide || ((a->off ^ b->off) & 1) == 0);
}

/* Is there no further word of the rule in the chunk? */
static bool is_last(const struct ls_work *work, size_t index)
{
    const struct ls_event *e = &work->events[index];
    uint64_t chunk = chunk_of(work, e);
    for (size_t i = ls_confirm_peer_behind(work, index);
         i != LS_NO_PEER && chunk_of(work, &work->events[i]) == chunk;
         i = ls_confirm_peer_behind(work, i))
        if (is_same_text(&work->events[i], e))
            return false;
    return true;
}

/*
 * Where `chars` characters before bytes[at] begin. Exact in UTF-8; elsewhere a character counts for
 * two bytes, and what is too far away then is left out when the text is read.
 */
static size_t go_back(const struct ls_block *block, enum ls_encoding enc, size_t at, size_t chars)
{
    size_t most = at < chars * LS_CHAR_BYTES_MAX ? at : chars * LS_CHAR_BYTES_MAX;
    if (enc != LS_ENC_UTF8)
        return at - (most < 2 * chars ? most : 2 * chars);
    return at - ls_utf8_bytes_back(block->bytes + at - most, most, chars);
}

static struct view look_back(const struct ls_work *work, size_t index)
{
    const struct ls_event *last = &work->events[index];
    uint64_t chunk = chunk_of(work, last);
    struct view view = {work, &work->ctx->confirm->at[last->rule], index, last, 0};
    for (size_t i = ls_confirm_peer_before(work, index);
         i != LS_NO_PEER && chunk_of(work, &work->events[i]) == chunk;
         i = ls_confirm_peer_before(work, i))
        if (is_same_text(&work->events[i], last))
            view.first = &work->events[i];
    size_t most = (size_t)view.cr->rule->evidence->within * LS_CHAR_BYTES_MAX;
    view.lo = view.first->off > most ? view.first->off - most : 0;
    return view;
}

/* Looks back so many characters, and not four bytes for each. */
static void narrow(struct view *view)
{
    view->lo = go_back(view->work->block, (enum ls_encoding)view->first->enc, view->first->off,
                       view->cr->rule->evidence->within);
}

/* The cue of a word of the rule; *word becomes its index there. */
static size_t cue_of(const struct ls_evidence *evidence, size_t *word)
{
    size_t cue = 0;
    while (cue + 1 < evidence->cues_n && *word >= evidence->cues[cue].words.n)
        *word -= evidence->cues[cue++].words.n;
    return cue;
}

static bool has_words(const struct ls_cue *cue, uint32_t halves)
{
    return cue->words.n == 0 || halves >= 2 * (ls_cue_has_pattern(cue) ? 1 : cue->at_least);
}

/* With `subject`, only words that stand on its characters count, and get their span. */
static void count_words(const struct view *view, const struct ls_subject *subject,
                        struct words_seen *seen)
{
    struct ls_text *text = &view->work->ctx->text;
    const struct ls_event *last = &view->work->events[view->index];
    const struct ls_evidence *evidence = view->cr->rule->evidence;
    memset(seen->known, 0, sizeof seen->known);
    memset(seen->halves, 0, sizeof seen->halves);
    seen->astray = NULL;
    for (size_t i = view->index; i != LS_NO_PEER; i = ls_confirm_peer_before(view->work, i)) {
        const struct ls_event *e = &view->work->events[i];
        if ((size_t)e->off + e->len <= view->lo)
            break;
        if (!is_same_text(e, last) || e->off < view->lo || e->word >= LS_RULE_WORDS_MAX)
            continue;
        uint64_t *known = &seen->known[e->word / 64], bit = UINT64_C(1) << (e->word % 64);
        if (!subject && (*known & bit)) /* and where it stands is not asked */
            continue;
        size_t word = e->word, cue_i = cue_of(evidence, &word);
        const struct ls_cue *cue = &evidence->cues[cue_i];
        if (cue->longer_n && ls_longer_holds(view->work->block, e, cue, word))
            continue;
        struct span span = {0};
        if (subject && !ls_text_find(text, e->off, e->len, &span.from, &span.to)) {
            seen->astray = seen->astray ? seen->astray : e;
            continue;
        }
        if (subject && span.from < subject->from)
            continue;
        seen->first[cue_i] = span;
        if (!(*known & bit))
            seen->halves[cue_i] += ls_cue_word_halves(cue, word);
        *known |= bit;
    }
}

/* Could the cues whose words were seen be enough, if all that is not searched were there? */
static bool may_be_enough(const struct ls_evidence *evidence, const struct words_seen *seen)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < evidence->cues_n; i++) {
        const struct ls_cue *cue = &evidence->cues[i];
        bool there = has_words(cue, seen->halves[i]);
        if (!there && cue->needed)
            return false;
        sum += there ? cue->weight : 0;
    }
    return sum >= evidence->need;
}

/* ---- what the text says ---- */

/* Matches of the pattern, counted up to `most`, and where the first one stands. */
static uint32_t count_matches(const struct ls_work *work, const struct ls_subject *subject,
                              const struct ls_pattern *pattern, uint32_t most, struct span *first)
{
    struct ls_spans spans;
    bool limited = false;
    uint32_t have = 0;
    size_t start = subject->from;
    while (have < most &&
           ls_pattern_search(pattern, work->ctx->match, subject, start, &spans, &limited)) {
        bool part = spans.to[LS_GROUP_HIT] > spans.from[LS_GROUP_HIT];
        int group = part ? LS_GROUP_HIT : LS_GROUP_WHOLE;
        if (have++ == 0)
            *first = (struct span){spans.from[group], spans.to[group]};
        start = spans.to[0] > spans.from[0] ? spans.to[0] : spans.from[0] + 1;
    }
    work->found->limits_hit += limited;
    return have;
}

/* So many matches of any of the patterns, the first of which is the rule's own if it has one. */
static bool has_matches(const struct ls_work *work, const struct ls_subject *subject,
                        const struct ls_confirm_cue *cue, uint32_t at_least, struct span *first)
{
    uint32_t have = cue->own ? count_matches(work, subject, cue->own, at_least, first) : 0;
    for (size_t i = 0; i < LS_LOWER_CUES_MAX && cue->named[i] && have < at_least; i++) {
        struct span other;
        uint32_t more = count_matches(work, subject, cue->named[i], at_least - have, &other);
        if (have == 0 && more > 0)
            *first = other;
        have += more;
    }
    return have >= at_least;
}

static bool has_cue(const struct view *view, const struct ls_subject *subject,
                    const struct words_seen *seen, size_t i, struct span *first)
{
    const struct ls_cue *cue = &view->cr->rule->evidence->cues[i];
    *first = seen->first[i];
    if (!has_words(cue, seen->halves[i]))
        return false;
    return !ls_cue_has_pattern(cue) ||
           has_matches(view->work, subject, &view->cr->evidence->cues[i], cue->at_least, first);
}

/*
 * Weighs the cues; gives what the hit shows: what the rule says, else the first cue that it needs,
 * else the heaviest one.
 */
static bool is_enough(const struct view *view, const struct ls_subject *subject,
                      const struct words_seen *seen, struct span *shown)
{
    const struct ls_evidence *evidence = view->cr->rule->evidence;
    uint32_t sum = 0, left = 0, best = 0;
    size_t best_i = 0;
    for (size_t i = 0; i < evidence->cues_n; i++)
        left += evidence->cues[i].weight;
    for (size_t k = 0; k < evidence->cues_n; k++) {
        size_t i = view->cr->evidence->order[k];
        const struct ls_cue *cue = &evidence->cues[i];
        struct span first = {0};
        bool there = has_cue(view, subject, seen, i, &first);
        left -= cue->weight;
        sum += there ? cue->weight : 0;
        if ((!there && cue->needed) || sum + left < evidence->need)
            return false;
        uint32_t rank =
            there ? cue->weight + (cue->needed ? 1000u : 0) + (cue->told ? 5000u : 0) : 0;
        if (first.to > first.from && (rank > best || (rank == best && i < best_i))) {
            best = rank;
            best_i = i;
            *shown = first;
        }
    }
    return best > 0;
}

/* One more than the severity that something in the text lowers it to; 0: it stays. */
static uint8_t lowered(const struct ls_work *work, const struct ls_subject *subject,
                       const struct ls_confirm_rule *cr)
{
    const struct ls_evidence *evidence = cr->rule->evidence;
    enum ls_severity severity = cr->rule->info.severity;
    struct span first;
    for (size_t i = 0; i < evidence->lower_n; i++)
        if (evidence->lower[i].to < severity &&
            has_matches(work, subject, &cr->evidence->lower[i], 1, &first))
            severity = evidence->lower[i].to;
    return severity == cr->rule->info.severity ? 0 : (uint8_t)(severity + 1);
}

/*
 * Reads what the view needs, and on to the end of its chunk, so that the other rules with words
 * there find it read; where bytes can be read in several ways, so that `word` is there.
 */
static struct ls_result read_view(const struct view *view, const struct ls_event *word)
{
    const struct ls_work *work = view->work;
    const struct ls_event *last = &work->events[view->index];
    uint64_t chunk_end = (chunk_of(work, last) + 1) * LS_EVIDENCE_CHUNK - work->block->off;
    size_t hi = (size_t)chunk_end + LS_EVIDENCE_BEHIND * LS_CHAR_BYTES_MAX;
    if (hi > work->block->len)
        hi = work->block->len;
    return ls_confirm_read_bytes(work, word, view->lo, hi);
}

/* What counts: from `within` characters before the first word to a little behind the last one. */
static struct ls_subject subject_of(const struct view *view)
{
    const struct ls_text *text = &view->work->ctx->text;
    const struct ls_event *last = &view->work->events[view->index];
    size_t within = view->cr->rule->evidence->within;
    size_t lo = ls_text_at(text, view->lo), from = ls_text_at(text, view->first->off);
    size_t to = ls_text_at(text, (size_t)last->off + last->len);
    return ls_confirm_subject(text, from > lo + within ? from - within : lo,
                              text->n - to > LS_EVIDENCE_BEHIND ? to + LS_EVIDENCE_BEHIND
                                                                : text->n);
}

/* Adds a candidate if the text, read so that `word` is there, says enough. */
static struct ls_result weigh(const struct view *view, const struct ls_event *word,
                              struct words_seen *seen, bool *enough)
{
    const struct ls_work *work = view->work;
    struct span shown, first;
    LS_TRY(read_view(view, word));
    struct ls_subject subject = subject_of(view);
    count_words(view, &subject, seen);
    *enough =
        may_be_enough(view->cr->rule->evidence, seen) && is_enough(view, &subject, seen, &shown);
    if (!*enough ||
        (view->cr->unless && count_matches(work, &subject, view->cr->unless, 1, &first)))
        return ls_ok();
    LS_TRY(ls_confirm_add(work, &work->events[view->index], shown.from, shown.to, NULL));
    work->found->candidates.at[work->found->candidates.n - 1].lowered =
        lowered(work, &subject, view->cr);
    return ls_ok();
}

struct ls_result ls_confirm_evidence(const struct ls_work *work, size_t index)
{
    struct words_seen seen;
    bool enough = false;
    if (!is_last(work, index))
        return ls_ok();
    struct view view = look_back(work, index);
    const struct ls_evidence *evidence = view.cr->rule->evidence;
    count_words(&view, NULL, &seen);
    if (!may_be_enough(evidence, &seen))
        return ls_ok();
    narrow(&view);
    count_words(&view, NULL, &seen);
    if (!may_be_enough(evidence, &seen))
        return ls_ok();
    LS_TRY(weigh(&view, &work->events[index], &seen, &enough));
    /* The last word may be made of two halves, and the others stand where it says they do not. */
    if (!enough && seen.astray && !work->ctx->text.certain)
        LS_TRY(weigh(&view, seen.astray, &seen, &enough));
    return ls_ok();
}
