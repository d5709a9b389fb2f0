/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/context.h"

#include "base/alloc.h"
#include "rules/evidence.h"

#include <string.h>

enum { STRINGS_MAX = 64 << 20 };

void ls_context_init(struct ls_context *context)
{
    *context = (struct ls_context){.strings.limit = STRINGS_MAX};
    LS_VEC_INIT(&context->waiting, LS_CONTEXT_WAITING);
}

void ls_context_fini(struct ls_context *context)
{
    LS_VEC_FINI(&context->waiting);
    LS_VEC_FINI(&context->strings);
}

void ls_context_name(struct ls_context *context, const char *name, uint64_t off)
{
    uint64_t cell = off / LS_CONTEXT_CELL * LS_CONTEXT_CELL;
    uint64_t lo = cell > LS_CONTEXT_REACH ? cell - LS_CONTEXT_REACH : 0;
    uint64_t hi = cell + LS_CONTEXT_CELL + LS_CONTEXT_REACH;
    for (size_t i = context->ranges_n; i-- > 0;) {
        struct ls_context_range *range = &context->ranges[i];
        if (strcmp(range->name, name) != 0)
            continue;
        if (lo <= range->hi) {
            range->hi = hi;
            return;
        }
        break;
    }
    if (context->ranges_n == LS_CONTEXT_RANGES) {
        context->ranges_n--;
        memmove(context->ranges, context->ranges + 1, context->ranges_n * sizeof *context->ranges);
    }
    context->ranges[context->ranges_n++] = (struct ls_context_range){name, lo, hi};
}

static bool is_in(const struct ls_context *context, const char *name, uint64_t off)
{
    for (size_t i = 0; i < context->ranges_n; i++) {
        const struct ls_context_range *range = &context->ranges[i];
        if (range->lo <= off && off < range->hi && strcmp(range->name, name) == 0)
            return true;
    }
    return false;
}

static struct ls_str next_text(const struct ls_context *context, size_t *at, size_t len)
{
    struct ls_str text = {len ? context->strings.at + *at : "", len};
    *at += len;
    return text;
}

static struct ls_result hand_on(const struct ls_context *context,
                                const struct ls_waiting_hit *waiting, ls_hit_fn emit, void *user)
{
    struct ls_hit hit = waiting->hit;
    size_t at = waiting->texts;
    hit.text = next_text(context, &at, hit.text.len);
    hit.folded = next_text(context, &at, hit.folded.len);
    hit.grade = next_text(context, &at, hit.grade.len);
    hit.term = next_text(context, &at, hit.term.len);
    for (size_t i = 0; i < waiting->rule->in_context_n; i++) {
        const struct ls_in_context *in = &waiting->rule->in_context[i];
        if (in->to < hit.severity && is_in(context, in->context, hit.off))
            hit.severity = in->to;
    }
    return emit(user, &hit);
}

/* Makes room when at least half of them are gone. */
static void forget_gone(struct ls_context *context)
{
    size_t left = context->waiting.n - context->gone;
    if (context->gone == 0 || left > context->gone)
        return;
    size_t texts = left ? context->waiting.at[context->gone].texts : context->strings.n;
    if (left)
        memmove(context->waiting.at, context->waiting.at + context->gone,
                left * sizeof *context->waiting.at);
    if (texts)
        memmove(context->strings.at, context->strings.at + texts, context->strings.n - texts);
    context->strings.n -= texts;
    context->waiting.n = left;
    context->gone = 0;
    for (size_t i = 0; i < left; i++)
        context->waiting.at[i].texts -= texts;
}

static struct ls_result wait(struct ls_context *context, const struct ls_rule *rule,
                             const struct ls_hit *hit)
{
    struct ls_waiting_hit waiting = {*hit, rule, context->strings.n};
    const struct ls_str texts[] = {hit->text, hit->folded, hit->grade, hit->term};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].len)
            LS_TRY(ls_buf_add(&context->strings, texts[i].at, texts[i].len));
    LS_VEC_PUSH(&context->waiting, waiting);
    return ls_ok();
}

struct ls_result ls_context_put(struct ls_context *context, const struct ls_rule *rule,
                                const struct ls_hit *hit, ls_hit_fn emit, void *user)
{
    if (rule->in_context_n == 0 && context->waiting.n == 0)
        return emit(user, hit);
    /* Too many, or too long ones: all go, with what is known. */
    if (context->waiting.n == LS_CONTEXT_WAITING || context->strings.n > STRINGS_MAX / 2)
        LS_TRY(ls_context_pass(context, UINT64_MAX, emit, user));
    return wait(context, rule, hit);
}

struct ls_result ls_context_pass(struct ls_context *context, uint64_t off, ls_hit_fn emit,
                                 void *user)
{
    while (context->gone < context->waiting.n) {
        const struct ls_waiting_hit *next = &context->waiting.at[context->gone];
        if (off != UINT64_MAX && next->hit.off + LS_CONTEXT_REACH + 2 * LS_CONTEXT_CELL >= off)
            break;
        context->gone++;
        LS_TRY(hand_on(context, next, emit, user));
    }
    forget_gone(context);
    return ls_ok();
}

struct ls_result ls_context_end(struct ls_context *context, ls_hit_fn emit, void *user)
{
    struct ls_result r = ls_context_pass(context, UINT64_MAX, emit, user);
    context->gone = context->waiting.n;
    forget_gone(context);
    context->ranges_n = 0;
    return r;
}
