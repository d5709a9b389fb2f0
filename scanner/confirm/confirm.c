/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thread's state, and its loop over the events of a block; what an event means is decided in
 * marks.c, terms.c, numbers.c and evidence.c. The rules were compiled in compiled.c.
 */
#include "confirm/confirm_priv.h"
#include "confirm/context.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>

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
