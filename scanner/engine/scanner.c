/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/scanner.h"

#include "base/alloc.h"
#include "engine/stages.h"
#include "match/shadows.h"

#include <stdlib.h>

enum { EVENTS_MAX = 8 << 20, OWNED_MIN = 64 };

struct ls_engine {
    struct ls_stages stages;
};

struct ls_scanner {
    const struct ls_engine *engine;
    struct ls_match_scratch *scratch;
    struct ls_confirm_ctx *confirm;
    LS_VEC(struct ls_event) events;
    bool whole; /* the block before was matched in one piece: what was seen in it is still known */
};

static struct ls_result finish(struct ls_result r, struct ls_engine **engine, struct ls_diag *diag)
{
    if (ls_failed(r)) {
        if (r.code == LS_E_MEMORY && (*engine)->stages.rules)
            ls_diag_set(diag, "out of memory");
        ls_engine_free(*engine);
        *engine = NULL;
    }
    return r;
}

struct ls_result ls_engine_new(struct ls_rules *rules, const struct ls_match_options *options,
                               struct ls_engine **engine, struct ls_diag *diag)
{
    struct ls_engine *e = ls_calloc(1, sizeof *e);
    *engine = e;
    if (!e) {
        ls_rules_free(rules);
        return ls_stop(LS_E_MEMORY);
    }
    e->stages.rules = rules;
    return finish(ls_stages_make(&e->stages, options, diag), engine, diag);
}

struct ls_result ls_engine_load(const struct ls_rules_from *from,
                                const struct ls_match_options *options, struct ls_engine **engine,
                                struct ls_diag *diag)
{
    struct ls_engine *e = ls_calloc(1, sizeof *e);
    *engine = e;
    if (!e)
        return ls_stop(LS_E_MEMORY);
    return finish(ls_stages_load(&e->stages, from, options, diag), engine, diag);
}

void ls_engine_free(struct ls_engine *engine)
{
    if (!engine)
        return;
    ls_stages_fini(&engine->stages);
    ls_free(engine);
}

const struct ls_rules *ls_engine_rules(const struct ls_engine *engine)
{
    return engine->stages.rules;
}

const struct ls_matcher *ls_engine_matcher(const struct ls_engine *engine)
{
    return engine->stages.matcher;
}

void ls_engine_margins(const struct ls_engine *engine, size_t *before, size_t *after)
{
    ls_confirm_margins(engine->stages.confirm, before, after);
}

struct ls_result ls_scanner_new(const struct ls_engine *engine, struct ls_scanner **scanner)
{
    struct ls_scanner *s = ls_calloc(1, sizeof *s);
    *scanner = s;
    if (!s)
        return ls_stop(LS_E_MEMORY);
    s->engine = engine;
    LS_VEC_INIT(&s->events, EVENTS_MAX);
    struct ls_result r = ls_match_scratch_new(engine->stages.matcher, &s->scratch);
    if (!ls_failed(r))
        r = ls_confirm_ctx_new(engine->stages.confirm, &s->confirm);
    if (ls_failed(r)) {
        ls_scanner_free(s);
        *scanner = NULL;
    }
    return r;
}

void ls_scanner_free(struct ls_scanner *scanner)
{
    if (!scanner)
        return;
    ls_match_scratch_free(scanner->scratch);
    ls_confirm_ctx_free(scanner->confirm);
    LS_VEC_FINI(&scanner->events);
    ls_free(scanner);
}

static const uint8_t roles[] = {
    [LS_USE_ANCHOR] = LS_EVENT_ANCHOR,
    [LS_USE_TERM] = LS_EVENT_TERM,
    [LS_USE_LABEL] = LS_EVENT_LABEL,
};

/* Labels in the wrong byte order do no harm: the number beside them has to be in the same. */
static bool is_shadow(const struct ls_scanner *s, const struct ls_block *block,
                      const struct ls_match_list *list, size_t i, const struct ls_word_use *use)
{
    return use->role != LS_USE_LABEL &&
           ls_shadows_is_one(block->bytes, block->len, s->engine->stages.matcher, list, i);
}

static struct ls_result add_anchor(struct ls_scanner *s, const struct ls_block *block,
                                   const struct ls_match_list *list, size_t k)
{
    const struct ls_anchor *anchor = &list->anchors[k];
    const struct ls_lowered *string = ls_matcher_string(s->engine->stages.matcher, anchor->string);
    if (block->utf8 && string->enc != LS_ENC_UTF8)
        return ls_ok();
    const struct ls_word_use *use = ls_matcher_uses(s->engine->stages.matcher, string->uses);
    for (size_t i = 0; i < string->uses_n; i++, use++) {
        struct ls_event e = {.off = anchor->end - string->len,
                             .len = string->len,
                             .rule = use->rule,
                             .word = use->word,
                             .role = roles[use->role],
                             .enc = string->enc,
                             .gapped = string->gapped};
        if (ls_confirm_wants(s->confirm, block, &e) && !is_shadow(s, block, list, k, use))
            LS_VEC_PUSH(&s->events, e);
    }
    return ls_ok();
}

static int by_end(const struct ls_event *x, const struct ls_event *y)
{
    uint64_t xe = (uint64_t)x->off + x->len, ye = (uint64_t)y->off + y->len;
    if (xe != ye)
        return xe < ye ? -1 : 1;
    if (x->role != y->role)
        return x->role < y->role ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    if (x->enc != y->enc)
        return x->enc < y->enc ? -1 : 1;
    return x->len < y->len ? -1 : x->len > y->len;
}

/* Nearly in order already: only what ends at the same byte may have to change places. */
static void sort_events(struct ls_scanner *s)
{
    for (size_t i = 1; i < s->events.n; i++) {
        struct ls_event e = s->events.at[i];
        size_t k = i;
        for (; k > 0 && by_end(&s->events.at[k - 1], &e) > 0; k--)
            s->events.at[k] = s->events.at[k - 1];
        s->events.at[k] = e;
    }
}

static struct ls_result scan_part(struct ls_scanner *s, const struct ls_block *block,
                                  struct ls_found *found)
{
    struct ls_match_list list;
    size_t kept = s->whole ? block->kept : 0;
    s->whole = false;
    LS_TRY(ls_match_scan(s->engine->stages.matcher, s->scratch, block->bytes, block->len, kept,
                         &list));
    LS_VEC_CLEAR(&s->events);
    ls_confirm_begin(s->confirm);
    for (size_t i = 0; i < list.anchors_n; i++)
        LS_TRY(add_anchor(s, block, &list, i));
    sort_events(s);
    struct ls_seen seen = {s->events.at, s->events.n, list.runs, list.runs_n};
    return seen.events_n || seen.runs_n ? ls_confirm_block(s->confirm, block, &seen, found)
                                        : ls_ok();
}

/* The part of a block that decides about what ends in (lo, hi], with its margins. */
static struct ls_block part_of(const struct ls_engine *engine, const struct ls_block *block,
                               size_t lo, size_t hi)
{
    size_t before, after;
    ls_engine_margins(engine, &before, &after);
    size_t from = lo > before ? lo - before : 0;
    from &= ~(size_t)1;
    size_t to = block->len - hi > after ? hi + after : block->len;
    return (struct ls_block){
        .bytes = block->bytes + from,
        .len = to - from,
        .off = block->off + from,
        .own_lo = lo - from,
        .own_hi = hi - from,
        .last = block->last && to == block->len,
        .utf8 = block->utf8,
        .contexts = block->contexts,
        .places = block->places,
    };
}

struct ls_result ls_scanner_block(struct ls_scanner *scanner, const struct ls_block *block,
                                  struct ls_found *found)
{
    size_t step = block->own_hi - block->own_lo;
    struct ls_result r = scan_part(scanner, block, found);
    scanner->whole = !ls_failed(r);
    if (!(r.reach == LS_BAD && r.code == LS_E_LIMIT))
        return r;
    /* Too many anchors for the scratch: the same bytes in smaller parts. */
    for (size_t lo = block->own_lo; lo < block->own_hi;) {
        if (step > block->own_hi - lo)
            step = block->own_hi - lo;
        struct ls_block part = part_of(scanner->engine, block, lo, lo + step);
        r = scan_part(scanner, &part, found);
        if (r.reach == LS_BAD && r.code == LS_E_LIMIT && step > OWNED_MIN) {
            step = (step + 1) / 2;
            continue;
        }
        LS_TRY(r);
        lo += step;
    }
    return ls_ok();
}

uint64_t ls_scanner_texts_read(const struct ls_scanner *scanner, uint32_t rule)
{
    return ls_confirm_texts_read(scanner->confirm, rule);
}
