/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each rule has a small state of its own. A window of the last few distinct values is all that a
 * bulk rule or `or_count` needs, so memory does not grow with the object.
 */
#include "confirm/reduce.h"

#include "confirm/confirm_priv.h"
#include "confirm/context.h"
#include "rules/evidence.h"

#include "base/alloc.h"

#include <string.h>

enum {
    TEXT_MAX = 128,   /* bytes kept of a value that waits for others */
    BYTES_A_CHAR = 2, /* a counting window of n characters spans this many times n bytes */
};

/* A value seen lately. */
struct member {
    uint64_t value;
    uint64_t first;   /* where it was seen first of late */
    uint64_t off;     /* and last */
    uint64_t numbers; /* of such lengths in the object up to it */
    uint32_t len;
    uint8_t enc;
    bool told; /* its hit was emitted */
    uint8_t text_len, folded_len;
    char text[TEXT_MAX];
    char folded[TEXT_MAX];
};

struct rule_state {
    uint64_t told_to;       /* bytes up to here belong to a hit that was emitted */
    uint64_t last_off;      /* last member, for bulk clusters that were told */
    uint64_t numbers;       /* of the lengths that the rule takes, in the blocks before */
    bool cluster;           /* a bulk hit was emitted and its numbers still go on */
    struct member *members; /* the last distinct ones, oldest first */
    uint32_t n, max;
};

struct ls_reducer {
    const struct ls_rules *rules;
    struct rule_state *states;
    struct ls_context context;
    bool tell_contexts;
};

struct emitter {
    struct ls_context *context;
    ls_hit_fn emit;
    void *user;
};

static struct ls_result put(const struct emitter *to, const struct ls_rule *rule,
                            const struct ls_hit *hit)
{
    return ls_context_put(to->context, rule, hit, to->emit, to->user);
}

struct ls_result ls_reducer_new(const struct ls_rules *rules, struct ls_reducer **reducer)
{
    struct ls_reducer *r = ls_calloc(1, sizeof *r);
    *reducer = r;
    if (!r)
        return ls_stop(LS_E_MEMORY);
    r->rules = rules;
    ls_context_init(&r->context);
    r->states = ls_calloc(rules->n, sizeof *r->states);
    bool all = r->states != NULL;
    for (size_t i = 0; all && i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        uint32_t bulk = rule->count_at_least, together = rule->near.or_count;
        r->states[i].max = bulk > together ? bulk : together;
        if (r->states[i].max) {
            r->states[i].members = ls_calloc(r->states[i].max, sizeof(struct member));
            all = r->states[i].members != NULL;
        }
    }
    if (all)
        return ls_ok();
    ls_reducer_free(r);
    *reducer = NULL;
    return ls_stop(LS_E_MEMORY);
}

void ls_reducer_free(struct ls_reducer *reducer)
{
    if (!reducer)
        return;
    for (size_t i = 0; reducer->states && i < reducer->rules->n; i++)
        ls_free(reducer->states[i].members);
    ls_free(reducer->states);
    ls_context_fini(&reducer->context);
    ls_free(reducer);
}

static struct ls_str span(const struct ls_found *found, struct ls_span32 s)
{
    return (struct ls_str){found->strings.at ? found->strings.at + s.at : "", s.len};
}

static struct ls_hit hit_of(const struct ls_rule *rule, uint64_t off, uint64_t len, uint8_t enc)
{
    return (struct ls_hit){
        .rule = &rule->info,
        .severity = rule->info.severity,
        .off = off,
        .len = len,
        .exact = LS_EXACT_EXACT,
        .enc = (enum ls_encoding)enc,
        .text = {"", 0},
        .folded = {"", 0},
        .grade = {"", 0},
        .term = {"", 0},
    };
}

static struct ls_result tell(const struct ls_rule *rule, struct rule_state *state,
                             const struct ls_found *found, const struct ls_candidate *c,
                             const struct emitter *to)
{
    if (c->off < state->told_to)
        return ls_ok(); /* the same match, seen from another of its anchors */
    state->told_to = c->off + c->len;
    struct ls_hit hit = hit_of(rule, c->off, c->len, c->enc);
    hit.text = span(found, c->text);
    hit.folded = span(found, c->folded);
    hit.grade = span(found, c->grade);
    hit.term = span(found, c->term);
    if (c->lowered)
        hit.severity = (enum ls_severity)(c->lowered - 1);
    return put(to, rule, &hit);
}

static struct ls_result tell_member(const struct ls_rule *rule, struct member *m,
                                    const struct emitter *to)
{
    if (m->told)
        return ls_ok();
    m->told = true;
    struct ls_hit hit = hit_of(rule, m->off, m->len, m->enc);
    hit.text = (struct ls_str){m->text, m->text_len};
    hit.folded = (struct ls_str){m->folded, m->folded_len};
    return put(to, rule, &hit);
}

static void drop_first(struct rule_state *state, uint32_t n)
{
    state->n -= n;
    memmove(state->members, state->members + n, state->n * sizeof *state->members);
}

static uint64_t window_of(const struct ls_rule *rule)
{
    return (uint64_t)rule->count_within * BYTES_A_CHAR;
}

/*
 * Puts the candidate behind the recent ones. A value that is among them already moves to its new
 * place, for it may stand together with others there.
 */
static struct member *remember(struct rule_state *state, const struct ls_found *found,
                               const struct ls_candidate *c, uint64_t window)
{
    uint32_t old = 0;
    while (old < state->n && state->members[old].off + window < c->off)
        old++;
    drop_first(state, old);
    struct member m = {.value = c->value, .first = c->off};
    uint32_t same = 0;
    while (same < state->n && state->members[same].value != c->value)
        same++;
    if (same < state->n) {
        m = state->members[same];
        state->n--;
        memmove(&state->members[same], &state->members[same + 1],
                (state->n - same) * sizeof *state->members);
    } else if (state->n == state->max) {
        drop_first(state, 1);
    }
    m.off = c->off;
    m.len = c->len;
    m.enc = c->enc;
    m.numbers = state->numbers + c->numbers;
    struct ls_str text = span(found, c->text), folded = span(found, c->folded);
    m.text_len = (uint8_t)(text.len < TEXT_MAX ? text.len : TEXT_MAX);
    m.folded_len = (uint8_t)(folded.len < TEXT_MAX ? folded.len : TEXT_MAX);
    memcpy(m.text, text.at, m.text_len);
    memcpy(m.folded, folded.at, m.folded_len);
    state->members[state->n] = m;
    return &state->members[state->n++];
}

/* Bulk: one hit for a cluster of at least so many distinct numbers. */
static struct ls_result count_bulk(const struct ls_rule *rule, struct rule_state *state,
                                   const struct ls_found *found, const struct ls_candidate *c,
                                   const struct emitter *to)
{
    uint64_t window = window_of(rule);
    if (state->cluster && c->off <= state->last_off + window) {
        state->last_off = c->off;
        return ls_ok();
    }
    state->cluster = false;
    remember(state, found, c, window);
    if (state->n < rule->count_at_least)
        return ls_ok();
    const struct member *first = &state->members[0];
    uint64_t lo = first->off, hi = first->off + first->len;
    for (uint32_t i = 0; i < state->n; i++) { /* in the order of their ends, nearly */
        const struct member *m = &state->members[i];
        uint64_t from = m->first + window < c->off ? m->off : m->first;
        lo = from < lo ? from : lo;
        hi = m->off + m->len > hi ? m->off + m->len : hi;
    }
    struct ls_hit hit = hit_of(rule, lo, hi - lo, first->enc);
    hit.count = state->n;
    hit.text = (struct ls_str){first->text, first->text_len};
    hit.folded = (struct ls_str){first->folded, first->folded_len};
    state->cluster = true;
    state->last_off = c->off;
    struct ls_result r = put(to, rule, &hit);
    state->n = 0;
    return r;
}

/*
 * Enough of them, and not picked out of many: in any large table of numbers some fit by chance. At
 * most as many numbers of the same length may stand among them that do not.
 */
static bool stand_together(const struct ls_rule *rule, const struct rule_state *state)
{
    if (state->n < rule->near.or_count)
        return false;
    return state->members[state->n - 1].numbers - state->members[0].numbers < 2 * state->n;
}

/* A label makes a hit at once; without one, enough distinct numbers together make all of them hits.
 */
static struct ls_result count_together(const struct ls_rule *rule, struct rule_state *state,
                                       const struct ls_found *found, const struct ls_candidate *c,
                                       const struct emitter *to)
{
    if (c->off < state->told_to)
        return ls_ok();
    struct member *m = remember(state, found, c, window_of(rule));
    bool enough = stand_together(rule, state);
    if (enough)
        for (uint32_t i = 0; i < state->n; i++)
            if (&state->members[i] != m)
                LS_TRY(tell_member(rule, &state->members[i], to));
    if (!c->labelled && !enough)
        return ls_ok();
    m->told = true;
    return tell(rule, state, found, c, to);
}

/* Evidence goes on from chunk to chunk: one hit for all that touch. */
static struct ls_result tell_evidence(const struct ls_rule *rule, struct rule_state *state,
                                      const struct ls_found *found, const struct ls_candidate *c,
                                      const struct emitter *to)
{
    uint64_t window = rule->evidence->within * LS_CHAR_BYTES_MAX + 2 * LS_EVIDENCE_CHUNK;
    bool goes_on = state->cluster && c->seen <= state->last_off + window;
    state->cluster = true;
    state->last_off = c->seen;
    return goes_on ? ls_ok() : tell(rule, state, found, c, to);
}

static struct ls_result take(struct ls_reducer *reducer, const struct ls_found *found,
                             const struct ls_candidate *c, const struct emitter *to)
{
    const struct ls_rule *rule = &reducer->rules->at[c->rule];
    struct rule_state *state = &reducer->states[c->rule];
    if (rule->context)
        ls_context_name(&reducer->context, rule->context, c->seen);
    if (rule->context && !reducer->tell_contexts)
        return ls_ok();
    if (rule->evidence)
        return tell_evidence(rule, state, found, c, to);
    if (rule->count_at_least)
        return count_bulk(rule, state, found, c, to);
    if (rule->near.or_count)
        return count_together(rule, state, found, c, to);
    return tell(rule, state, found, c, to);
}

void ls_reducer_tell_contexts(struct ls_reducer *reducer)
{
    reducer->tell_contexts = true;
}

struct ls_result ls_reducer_feed(struct ls_reducer *reducer, const struct ls_found *found,
                                 ls_hit_fn emit, void *user)
{
    struct emitter to = {&reducer->context, emit, user};
    for (size_t i = 0; i < found->candidates.n; i++) {
        const struct ls_candidate *c = &found->candidates.at[i];
        LS_TRY(ls_context_pass(&reducer->context, c->off, emit, user));
        LS_TRY(take(reducer, found, c, &to));
    }
    for (size_t i = 0; i < reducer->rules->n; i++) {
        const struct ls_rule *rule = &reducer->rules->at[i];
        if (rule->near.or_count)
            for (uint32_t n = rule->digits_min; n <= rule->digits_max; n++)
                reducer->states[i].numbers += found->numbers[n];
    }
    return ls_ok();
}

struct ls_result ls_reducer_end(struct ls_reducer *reducer, ls_hit_fn emit, void *user)
{
    /* Numbers that still wait for company have stayed alone. */
    struct ls_result r = ls_context_end(&reducer->context, emit, user);
    for (size_t i = 0; i < reducer->rules->n; i++) {
        struct rule_state *state = &reducer->states[i];
        state->told_to = state->last_off = state->numbers = 0;
        state->cluster = false;
        state->n = 0;
    }
    return r;
}
