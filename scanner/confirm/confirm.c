/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Set-up of stage 2 and its loop over the events of a block; what an event means is decided in
 * marks.c, terms.c and numbers.c.
 */
#include "confirm/confirm_priv.h"
#include "confirm/context.h"
#include "rules/evidence.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

enum {
    CANDIDATES_MAX = 4 << 20,
    STRINGS_MAX = 512 << 20,
    WORD_BYTES_MAX = 512, /* longest byte string that stage 1 looks for */
};

void ls_found_init(struct ls_found *found)
{
    LS_VEC_INIT(&found->candidates, CANDIDATES_MAX);
    LS_VEC_INIT(&found->strings, STRINGS_MAX);
    memset(found->numbers, 0, sizeof found->numbers);
    found->limits_hit = 0;
}

void ls_found_clear(struct ls_found *found)
{
    LS_VEC_CLEAR(&found->candidates);
    LS_VEC_CLEAR(&found->strings);
    memset(found->numbers, 0, sizeof found->numbers);
    found->limits_hit = 0;
}

void ls_found_fini(struct ls_found *found)
{
    LS_VEC_FINI(&found->candidates);
    LS_VEC_FINI(&found->strings);
}

static struct ls_result wrong(const struct ls_confirm *c, const struct ls_rule *rule,
                              const char *key, struct ls_diag *diag)
{
    struct ls_diag why = *diag;
    return ls_diag_stop(diag, LS_E_RULES, "%s:%u: %s: %.200s", ls_rules_file(c->rules, rule),
                        (unsigned)rule->line, key, why.text);
}

static struct ls_result ask_for_patterns(struct ls_confirm *c, struct ls_confirm_rule *cr)
{
    const struct ls_rule *rule = cr->rule;
    struct ls_pattern_set *set = c->patterns;
    enum ls_pattern_lines lines = rule->evidence ? LS_PATTERN_LINES : LS_PATTERN_SUBJECT;
    if (rule->match)
        LS_TRY(ls_pattern_set_get(set, rule->match, LS_PATTERN_LINES,
                                  (struct ls_pattern_asker){rule, NULL, "match"}, &cr->match));
    LS_TRY(ls_pattern_set_join(set, &rule->unless, lines,
                               (struct ls_pattern_asker){rule, NULL, "unless"}, &cr->unless));
    LS_TRY(ls_pattern_set_join(set, &rule->near.any, LS_PATTERN_LINES,
                               (struct ls_pattern_asker){rule, NULL, "near"}, &cr->near));
    return rule->evidence ? ls_confirm_evidence_new(rule, set, &cr->evidence) : ls_ok();
}

static struct ls_result find_check(const struct ls_confirm *c, const struct ls_rule *rule,
                                   const char *name, bool cell, const struct ls_validator **check,
                                   struct ls_diag *diag)
{
    *check = ls_validator_find(name);
    if (*check && (cell ? (*check)->cell != NULL : (*check)->number != NULL))
        return ls_ok();
    ls_diag_set(diag, "there is no %s validator \"%.60s\"", cell ? "cell" : "number", name);
    return wrong(c, rule, "check", diag);
}

static void ask_for(uint32_t *shortest, uint32_t run)
{
    if (run && (*shortest == 0 || run < *shortest))
        *shortest = run;
}

static struct ls_result compile_checks(struct ls_confirm *c, struct ls_confirm_rule *cr,
                                       struct ls_diag *diag)
{
    const struct ls_rule *rule = cr->rule;
    if (rule->kind == LS_RULE_DIGITS) {
        LS_TRY(find_check(c, rule, rule->check, false, &cr->check, diag));
        struct ls_digit_limits limits = ls_validator_limits(cr->check, rule->digits_min);
        ask_for(&c->digits.alone, limits.alone);
        ask_for(&c->digits.lettered, limits.lettered);
    }
    if (rule->kind == LS_RULE_MATCH && rule->check) {
        cr->check = ls_validator_find(rule->check);
        ls_diag_set(diag, "there is no validator \"%.60s\"", rule->check);
        if (!cr->check)
            return wrong(c, rule, "check", diag);
    }
    cr->columns = ls_calloc(rule->columns_n, sizeof *cr->columns);
    if (!cr->columns)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < rule->columns_n; i++)
        LS_TRY(find_check(c, rule, rule->columns[i].check, true, &cr->columns[i], diag));
    return ls_ok();
}

static void widen(struct ls_confirm *c, const struct ls_rule *rule)
{
    size_t chars = (size_t)rule->window + rule->near.within;
    if (rule->terms_within > chars)
        chars = rule->terms_within;
    if (rule->evidence)
        chars = (size_t)rule->evidence->within + LS_EVIDENCE_CHUNK;
    size_t before = chars * LS_CHAR_BYTES_MAX + LS_SYNC_BYTES_MAX + WORD_BYTES_MAX;
    size_t rows = rule->rows_within ? (size_t)rule->rows_within + rule->terms_within : 0;
    size_t after = (chars + rows) * LS_CHAR_BYTES_MAX + WORD_BYTES_MAX;
    if (rule->evidence) /* to the end of the chunk */
        after = LS_EVIDENCE_CHUNK + LS_EVIDENCE_BEHIND * LS_CHAR_BYTES_MAX + WORD_BYTES_MAX;
    if (before > c->before)
        c->before = before;
    if (after > c->after)
        c->after = after;
    if (rule->at && rule->lead > c->lead_max)
        c->lead_max = rule->lead;
}

/* Can n digits side by side be the number, or what the number begins with? */
static bool may_begin(const struct ls_confirm_rule *cr, size_t n)
{
    const struct ls_rule *rule = cr->rule;
    if (rule->kind != LS_RULE_DIGITS || n > rule->digits_max)
        return false;
    size_t least = rule->digits_min;
    if (cr->check->alphabet == LS_ALPHA_LAST_X)
        least--;
    else if (cr->check->alphabet == LS_ALPHA_UPPER)
        least = cr->check->run;
    return n >= least;
}

/* Which two digits a number of n digits may begin with, under the rule that was added last. */
static void add_leads(struct ls_number_rules *rules, const struct ls_confirm_rule *cr, size_t n)
{
    const struct ls_validator *check = cr->check;
    uint64_t *leads = ls_confirm_needs_label(cr->rule) ? rules->beside : rules->leads;
    size_t i = rules->plain_n - 1, bit = i < LS_NUMBER_BITS ? i : LS_NUMBER_BITS - 1;
    for (unsigned two = 0; two < 100; two++)
        if (!check->leads || check->leads(two, n))
            leads[two] |= UINT64_C(1) << bit;
}

static struct ls_result sort_numbers(struct ls_confirm *c)
{
    for (size_t n = 0; n <= LS_RULE_DIGITS_MAX; n++) {
        struct ls_number_rules *rules = &c->numbers_of[n];
        memset(rules->leads, 0, sizeof rules->leads);
        memset(rules->beside, 0, sizeof rules->beside);
        rules->plain = ls_calloc(c->rules->n, sizeof *rules->plain);
        rules->mixed = ls_calloc(c->rules->n, sizeof *rules->mixed);
        if (!rules->plain || !rules->mixed)
            return ls_stop(LS_E_MEMORY);
        for (uint32_t i = 0; i < c->rules->n; i++) {
            if (!may_begin(&c->at[i], n))
                continue;
            if (c->at[i].check->alphabet != LS_ALPHA_UPPER) {
                rules->plain[rules->plain_n++] = i;
                add_leads(rules, &c->at[i], n);
                continue;
            }
            rules->mixed[rules->mixed_n++] = i;
            rules->mixed_whole = rules->mixed_whole ||
                                 (n >= c->rules->at[i].digits_min && !c->at[i].check->lettered);
        }
    }
    return ls_ok();
}

/* First of all, so that what is wrong with one is said of it and not of a rule. */
static struct ls_result ask_for_named_cues(struct ls_confirm *c)
{
    for (size_t i = 0; i < c->rules->cues_n; i++) {
        const struct ls_named_cue *cue = &c->rules->cues[i];
        const struct ls_pattern *pattern;
        if (cue->match)
            LS_TRY(ls_pattern_set_get(c->patterns, cue->match, LS_PATTERN_LINES,
                                      (struct ls_pattern_asker){NULL, cue, "match"}, &pattern));
    }
    return ls_ok();
}

static struct ls_result prepare(struct ls_confirm *c)
{
    LS_TRY(ask_for_named_cues(c));
    for (size_t i = 0; i < c->rules->n; i++) {
        struct ls_confirm_rule *cr = &c->at[i];
        cr->rule = &c->rules->at[i];
        LS_TRY(ask_for_patterns(c, cr));
        LS_TRY(compile_checks(c, cr, &c->why));
        widen(c, cr->rule);
        c->contexts = c->contexts || cr->rule->context;
    }
    LS_TRY(sort_numbers(c));
    c->before += c->before & 1; /* even, so that UTF-16 keeps its parity from block to block */
    c->after += c->after & 1;
    return ls_ok();
}

struct ls_result ls_confirm_prepare(const struct ls_rules *rules, struct ls_confirm **confirm)
{
    struct ls_confirm *c = ls_calloc(1, sizeof *c);
    *confirm = c;
    if (!c)
        return ls_stop(LS_E_MEMORY);
    c->rules = rules;
    c->at = ls_calloc(rules->n, sizeof *c->at);
    c->patterns = ls_pattern_set_new();
    c->checked = c->at && c->patterns ? prepare(c) : ls_stop(LS_E_MEMORY);
    if (!ls_failed(c->checked) || c->checked.code == LS_E_RULES)
        return ls_ok(); /* a pattern before that may be wrong as well */
    struct ls_result r = c->checked;
    ls_confirm_free(c);
    *confirm = NULL;
    return r;
}

void ls_confirm_compile(struct ls_confirm *confirm)
{
    ls_pattern_set_compile(confirm->patterns);
}

static struct ls_result tell_wrong_pattern(const struct ls_confirm *c, struct ls_result r,
                                           const struct ls_pattern_asker *asker,
                                           struct ls_diag *diag)
{
    if (r.code != LS_E_RULES)
        return r;
    if (asker->rule)
        return wrong(c, asker->rule, asker->key, diag);
    struct ls_diag why = *diag;
    return ls_diag_stop(diag, LS_E_RULES, "%s:%u: %s: %.200s", asker->cue->file,
                        (unsigned)asker->cue->line, asker->key, why.text);
}

struct ls_result ls_confirm_finish(struct ls_confirm *confirm, struct ls_diag *diag)
{
    struct ls_pattern_asker asker;
    struct ls_diag own;
    diag = diag ? diag : &own;
    struct ls_result r = ls_pattern_set_check(confirm->patterns, &asker, diag);
    if (ls_failed(r))
        return tell_wrong_pattern(confirm, r, &asker, diag);
    if (ls_failed(confirm->checked)) {
        *diag = confirm->why;
        return confirm->checked;
    }
    for (size_t i = 0; i < confirm->rules->n; i++)
        if (confirm->at[i].evidence)
            ls_confirm_evidence_order(confirm->rules->at[i].evidence, confirm->at[i].evidence);
    return ls_ok();
}

struct ls_result ls_confirm_new(const struct ls_rules *rules, struct ls_confirm **confirm,
                                struct ls_diag *diag)
{
    LS_TRY(ls_confirm_prepare(rules, confirm));
    ls_confirm_compile(*confirm);
    struct ls_result r = ls_confirm_finish(*confirm, diag);
    if (ls_failed(r)) {
        ls_confirm_free(*confirm);
        *confirm = NULL;
    }
    return r;
}

void ls_confirm_free(struct ls_confirm *confirm)
{
    if (!confirm)
        return;
    for (size_t i = 0; confirm->at && i < confirm->rules->n; i++) {
        ls_confirm_evidence_free(confirm->at[i].evidence);
        ls_free(confirm->at[i].columns);
    }
    ls_free(confirm->at);
    ls_pattern_set_free(confirm->patterns);
    for (size_t n = 0; n <= LS_RULE_DIGITS_MAX; n++) {
        ls_free(confirm->numbers_of[n].plain);
        ls_free(confirm->numbers_of[n].mixed);
    }
    ls_free(confirm);
}

void ls_confirm_margins(const struct ls_confirm *confirm, size_t *before, size_t *after)
{
    *before = confirm->before;
    *after = confirm->after;
}

struct ls_digit_limits ls_confirm_digits(const struct ls_confirm *confirm)
{
    return confirm->digits;
}

struct ls_result ls_confirm_ctx_new(const struct ls_confirm *confirm, struct ls_confirm_ctx **ctx)
{
    struct ls_confirm_ctx *x = ls_calloc(1, sizeof *x);
    *ctx = x;
    if (!x)
        return ls_stop(LS_E_MEMORY);
    x->confirm = confirm;
    struct ls_result r = ls_text_init(&x->text);
    if (!ls_failed(r))
        r = ls_pattern_match_new(&x->match);
    if (!ls_failed(r))
        r = ls_peers_init(&x->peers, confirm->rules->n);
    x->row_done = ls_calloc(confirm->rules->n, sizeof *x->row_done);
    x->named = ls_calloc(confirm->rules->n, sizeof *x->named);
    x->texts_read = ls_calloc(confirm->rules->n, sizeof *x->texts_read);
    if (!x->row_done || !x->named || !x->texts_read)
        r = ls_stop(LS_E_MEMORY);
    if (ls_failed(r)) {
        ls_confirm_ctx_free(x);
        *ctx = NULL;
    }
    return r;
}

void ls_confirm_ctx_free(struct ls_confirm_ctx *ctx)
{
    if (!ctx)
        return;
    ls_text_fini(&ctx->text);
    ls_pattern_match_free(ctx->match);
    ls_peers_fini(&ctx->peers);
    ls_free(ctx->row_done);
    ls_free(ctx->named);
    ls_free(ctx->texts_read);
    ls_free(ctx);
}

uint64_t ls_confirm_texts_read(const struct ls_confirm_ctx *ctx, uint32_t rule)
{
    return ctx->texts_read[rule];
}

/* The events that may reach into bytes [lo, hi), found from the one that is being looked at. */
static void nearby(const struct ls_work *work, size_t lo, size_t hi, const struct ls_event **from,
                   size_t *n)
{
    size_t a = 0, b = work->n;
    while (a < b) {
        size_t mid = a + (b - a) / 2;
        if (work->events[mid].off + work->events[mid].len <= lo)
            a = mid + 1;
        else
            b = mid;
    }
    size_t last = a;
    while (last < work->n && work->events[last].off < hi + WORD_BYTES_MAX)
        last++;
    *from = work->events + a;
    *n = last - a;
}

struct ls_result ls_confirm_read_bytes(const struct ls_work *work, const struct ls_event *e,
                                       size_t lo, size_t hi)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    ctx->texts_read[e->rule]++;
    if (ls_is_escape(e->enc)) {
        struct ls_text_range range = {.lo = lo, .at = e->off, .hi = hi};
        ctx->text_read = false;
        return ls_text_read_escaped(&ctx->text, work->block, e->enc, &range);
    }
    bool wide = ls_encoding_is_wide((enum ls_encoding)e->enc);
    bool same_text = ctx->text.enc == e->enc && (!wide || ((ctx->text.lo ^ e->off) & 1) == 0);
    if (ctx->text_read && ctx->text.certain && same_text && ctx->want_lo <= lo &&
        hi <= ctx->want_hi) {
        ls_text_show(&ctx->text, work->block, lo, hi);
        return ls_ok();
    }
    const struct ls_event *from;
    size_t n;
    nearby(work, lo, hi, &from, &n);
    ctx->text_read = false;
    size_t more = work->block->len - hi; /* a character that is cut in two there is none */
    struct ls_text_range range = {
        .lo = lo, .at = e->off, .hi = hi + (more < LS_CHAR_BYTES_MAX ? more : LS_CHAR_BYTES_MAX)};
    LS_TRY(ls_text_read(&ctx->text, work->block, (enum ls_encoding)e->enc, &range, from, n));
    ctx->text_read = true;
    ctx->want_lo = lo;
    ctx->want_hi = hi;
    ls_text_show(&ctx->text, work->block, lo, hi);
    return ls_ok();
}

struct ls_result ls_confirm_read(const struct ls_work *work, const struct ls_event *e,
                                 size_t before, size_t after)
{
    size_t back = before * LS_CHAR_BYTES_MAX, ahead = after * LS_CHAR_BYTES_MAX;
    size_t end = (size_t)e->off + e->len;
    return ls_confirm_read_bytes(work, e, e->off > back ? e->off - back : 0,
                                 work->block->len - end > ahead ? end + ahead : work->block->len);
}

static struct ls_result add_utf8(struct ls_found *found, const uint32_t *cps, size_t n,
                                 struct ls_span32 *span)
{
    span->at = (uint32_t)found->strings.n;
    LS_TRY(ls_utf8_add_all(&found->strings, cps, n));
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

/* The same of a match in escaped text, which is at hand: what its characters were before folding.
 */
static struct ls_result add_unescaped(const struct ls_work *work, unsigned escape, size_t off,
                                      size_t len, struct ls_span32 *span)
{
    struct ls_found *found = work->found;
    struct ls_text *text = &work->ctx->text;
    size_t n = ls_unescape(escape, work->block->bytes + off, len, 0, text->inner, text->inner_off,
                           text->inner_end);
    span->at = (uint32_t)found->strings.n;
    for (size_t at = 0; at < n;) {
        uint32_t cp;
        at += ls_decode_char(ls_escape_inner(escape), text->inner + at, n - at, &cp);
        LS_TRY(ls_utf8_add(&found->strings, cp));
    }
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

/* The bytes as they stand there, only brought to UTF-8. */
struct ls_result ls_confirm_original(const struct ls_work *work, enum ls_encoding enc, size_t off,
                                     size_t len, struct ls_span32 *span)
{
    struct ls_found *found = work->found;
    if (ls_is_escape(enc))
        return add_unescaped(work, enc, off, len, span);
    span->at = (uint32_t)found->strings.n;
    if (enc == LS_ENC_UTF8 && ls_utf8_valid(work->block->bytes + off, len)) {
        LS_TRY(ls_buf_add(&found->strings, work->block->bytes + off, len));
        span->len = (uint32_t)len;
        return ls_ok();
    }
    for (size_t at = off; at < off + len;) {
        uint32_t cp;
        at += ls_decode_char(enc, work->block->bytes + at, off + len - at, &cp);
        LS_TRY(ls_utf8_add(&found->strings, cp));
    }
    span->len = (uint32_t)found->strings.n - span->at;
    return ls_ok();
}

struct ls_result ls_confirm_add(const struct ls_work *work, const struct ls_event *e, size_t from,
                                size_t to, const struct ls_spans *spans)
{
    const struct ls_text *text = &work->ctx->text;
    struct ls_found *found = work->found;
    size_t off = text->off[from], len = text->end[to - 1] - off;
    struct ls_candidate c = {.off = work->block->off + off,
                             .seen = work->seen,
                             .len = (uint32_t)len,
                             .rule = e->rule,
                             .enc = e->enc,
                             .labelled = true};
    if (ls_escape_is_base64(e->enc)) /* which cannot be read from the middle */
        LS_TRY(add_utf8(found, text->cps + from, to - from, &c.text));
    else
        LS_TRY(ls_confirm_original(work, (enum ls_encoding)e->enc, off, len, &c.text));
    LS_TRY(add_utf8(found, text->cps + from, to - from, &c.folded));
    if (spans) {
        size_t g = spans->from[LS_GROUP_GRADE], t = spans->from[LS_GROUP_TERM];
        LS_TRY(add_utf8(found, text->cps + g, spans->to[LS_GROUP_GRADE] - g, &c.grade));
        LS_TRY(add_utf8(found, text->cps + t, spans->to[LS_GROUP_TERM] - t, &c.term));
    }
    LS_VEC_PUSH(&found->candidates, c);
    return ls_ok();
}

static bool owned(const struct ls_block *block, size_t off, size_t len)
{
    return off + len > block->own_lo && off + len <= block->own_hi;
}

/*
 * By the event first: blocks own events, so this order, and with it which of two overlapping
 * matches comes first, does not depend on where blocks end.
 */
static int by_event(const void *a, const void *b)
{
    const struct ls_candidate *x = a, *y = b;
    if (x->seen != y->seen)
        return x->seen < y->seen ? -1 : 1;
    if (x->off != y->off)
        return x->off < y->off ? -1 : 1;
    if (x->rule != y->rule)
        return x->rule < y->rule ? -1 : 1;
    return x->enc < y->enc ? -1 : x->enc > y->enc;
}

/* Words come in order, and numbers and contexts behind them: most blocks have words only. */
static void put_in_order(struct ls_candidate *at, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (by_event(&at[i - 1], &at[i]) > 0) {
            qsort(at, n, sizeof *at, by_event);
            return;
        }
}

void ls_confirm_begin(struct ls_confirm_ctx *ctx)
{
    ctx->text_read = false;
    ctx->border.known = ctx->beside.known = false;
    for (size_t i = 0; i < LS_EARLIEST_KEPT; i++)
        ctx->earliest[i].known = false;
}

static struct ls_result look_at_event(struct ls_work *work, size_t index)
{
    const struct ls_event *e = &work->events[index];
    work->seen = work->block->off + e->off + e->len;
    if (e->role == LS_EVENT_ANCHOR)
        return ls_confirm_anchor(work, e);
    if (e->role != LS_EVENT_TERM)
        return ls_ok();
    return work->ctx->confirm->at[e->rule].evidence ? ls_confirm_evidence(work, index)
                                                    : ls_confirm_term(work, index);
}

static struct ls_result look_at_events(struct ls_work *work)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    ls_confirm_begin(ctx);
    if (work->n)
        memset(ctx->row_done, 0, ctx->confirm->rules->n * sizeof *ctx->row_done);
    for (size_t i = 0; i < work->n; i++) {
        const struct ls_event *e = &work->events[i];
        if (owned(work->block, e->off, e->len) && !ctx->confirm->at[e->rule].rule->context)
            LS_TRY(look_at_event(work, i));
    }
    return ls_ok();
}

/* Contexts, where hits ask for them: a cell that was named once need not be read again. */
static struct ls_result look_at_contexts(struct ls_work *work, size_t first)
{
    struct ls_confirm_ctx *ctx = work->ctx;
    if (work->n == 0 || !ctx->confirm->contexts)
        return ls_ok();
    memset(ctx->named, 0, ctx->confirm->rules->n * sizeof *ctx->named);
    ls_asked_by(&ctx->asked, ctx->confirm->rules, work->block, work->found, first);
    for (size_t i = 0; i < work->n; i++) {
        const struct ls_event *e = &work->events[i];
        uint64_t seen = work->block->off + e->off + e->len, cell = seen / LS_CONTEXT_CELL;
        if (!ctx->confirm->at[e->rule].rule->context || !owned(work->block, e->off, e->len))
            continue;
        if (!work->block->contexts &&
            (ctx->named[e->rule] == cell + 1 || !ls_asked_at(&ctx->asked, seen)))
            continue;
        size_t n = work->found->candidates.n;
        LS_TRY(look_at_event(work, i));
        if (work->found->candidates.n > n)
            ctx->named[e->rule] = cell + 1;
    }
    return ls_ok();
}

static struct ls_result look_at_runs(struct ls_work *work, const struct ls_seen *seen)
{
    for (size_t i = 0; i < seen->runs_n; i++) {
        const struct ls_digit_run *run = &seen->runs[i];
        if (!owned(work->block, run->off, run->len) ||
            (work->block->utf8 && run->enc != LS_ENC_UTF8))
            continue;
        work->seen = work->block->off + run->off + run->len;
        LS_TRY(ls_confirm_number(work, run));
    }
    return ls_ok();
}

static bool any_label(const struct ls_seen *seen)
{
    for (size_t i = 0; i < seen->events_n; i++)
        if (seen->events[i].role == LS_EVENT_LABEL)
            return true;
    return false;
}

struct ls_result ls_confirm_block(struct ls_confirm_ctx *ctx, const struct ls_block *block,
                                  const struct ls_seen *seen, struct ls_found *found)
{
    struct ls_work work = {ctx, block, seen->events, seen->events_n, found, 0, false};
    size_t first = found->candidates.n;
    LS_TRY(ls_peers_link(&ctx->peers, seen->events, seen->events_n));
    LS_TRY(look_at_events(&work));
    work.labels = seen->runs_n && any_label(seen);
    if (seen->runs_n)
        LS_TRY(look_at_runs(&work, seen));
    LS_TRY(look_at_contexts(&work, first));
    put_in_order(found->candidates.at + first, found->candidates.n - first);
    return ls_ok();
}
