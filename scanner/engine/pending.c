/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/pending.h"

#include "base/alloc.h"
#include "rules/evidence.h"

#include <string.h>

enum { STRINGS_MAX = 1 << 20, TEXTS = 7 };

void ls_pending_init(struct ls_pending *pending)
{
    *pending = (struct ls_pending){.strings.limit = STRINGS_MAX};
    LS_VEC_INIT(&pending->waiting, LS_PENDING_MAX);
}

void ls_pending_fini(struct ls_pending *pending)
{
    LS_VEC_FINI(&pending->waiting);
    LS_VEC_FINI(&pending->strings);
}

void ls_pending_clear(struct ls_pending *pending)
{
    pending->seen = pending->found = 0;
    LS_VEC_CLEAR(&pending->waiting);
    LS_VEC_CLEAR(&pending->strings);
}

static const struct ls_provided *provided_of(const struct ls_hit *hit)
{
    _Static_assert(offsetof(struct ls_rule, info) == 0, "a rule starts with its info");
    return ((const struct ls_rule *)hit->rule)->provided;
}

bool ls_pending_wants(const struct ls_hit *hit)
{
    return provided_of(hit) != NULL;
}

static bool is_there(const struct ls_pending *pending, const struct ls_rule_info *rule)
{
    for (size_t i = 0; i < pending->waiting.n; i++)
        if (pending->waiting.at[i].hit.rule == rule)
            return true;
    return false;
}

/* Whatever of a hit points to what does not last. */
static void list_texts(struct ls_pending_hit *waiting, struct ls_str *texts[TEXTS - 1])
{
    struct ls_hit *hit = &waiting->hit;
    texts[0] = &hit->text;
    texts[1] = &hit->folded;
    texts[2] = &hit->grade;
    texts[3] = &hit->term;
    texts[4] = &hit->place.sheet;
    texts[5] = &waiting->link.name;
}

static struct ls_result hold(struct ls_pending *pending, const struct ls_hit *hit,
                             const struct ls_link *link, bool raw)
{
    struct ls_pending_hit waiting = {.hit = *hit, .texts = pending->strings.n, .raw = raw};
    const char *encoding = hit->encoding ? hit->encoding : "";
    struct ls_str *texts[TEXTS - 1];
    size_t len = strlen(encoding) + 1;
    if (link)
        waiting.link = *link;
    list_texts(&waiting, texts);
    for (size_t i = 0; i < TEXTS - 1; i++)
        len += texts[i]->len;
    if (pending->waiting.n == pending->waiting.limit ||
        pending->strings.limit - pending->strings.n < len)
        return ls_ok();
    LS_TRY(ls_buf_add(&pending->strings, encoding, strlen(encoding) + 1));
    for (size_t i = 0; i < TEXTS - 1; i++)
        if (texts[i]->len)
            LS_TRY(ls_buf_add(&pending->strings, texts[i]->at, texts[i]->len));
    LS_VEC_PUSH(&pending->waiting, waiting);
    return ls_ok();
}

struct ls_result ls_pending_take(struct ls_pending *pending, const struct ls_hit *hit,
                                 const struct ls_link *link, bool raw, bool *waits)
{
    *waits = ls_pending_wants(hit);
    if (*waits)
        return is_there(pending, hit->rule) ? ls_ok() : hold(pending, hit, link, raw);
    pending->seen |= 1u << hit->rule->category;
    if (hit->severity > LS_SEV_MENTION)
        pending->found |= 1u << hit->rule->category;
    return ls_ok();
}

static bool is_due(const struct ls_pending *pending, const struct ls_pending_hit *waiting,
                   uint64_t raw_bytes)
{
    const struct ls_provided *provided = provided_of(&waiting->hit);
    if (waiting->raw && raw_bytes > LS_PENDING_DOCUMENT)
        return false;
    return (provided->found == 0 || (provided->found & pending->found)) &&
           !(provided->missing & pending->seen);
}

static struct ls_result hand_on(const struct ls_pending *pending,
                                const struct ls_pending_hit *waiting, ls_pending_fn emit,
                                void *user)
{
    struct ls_pending_hit due = *waiting;
    const char *at = pending->strings.at + waiting->texts;
    struct ls_str *texts[TEXTS - 1];
    due.hit.encoding = waiting->hit.encoding ? at : NULL;
    at += strlen(at) + 1;
    list_texts(&due, texts);
    for (size_t i = 0; i < TEXTS - 1; i++) {
        texts[i]->at = at;
        at += texts[i]->len;
    }
    due.hit.chain = (struct ls_chain){NULL, 0};
    return emit(user, &due.hit, &due.link);
}

struct ls_result ls_pending_end(struct ls_pending *pending, uint64_t raw_bytes, ls_pending_fn emit,
                                void *user)
{
    struct ls_result r = ls_ok();
    for (size_t i = 0; i < pending->waiting.n && !ls_failed(r); i++)
        if (is_due(pending, &pending->waiting.at[i], raw_bytes))
            r = hand_on(pending, &pending->waiting.at[i], emit, user);
    ls_pending_clear(pending);
    return r;
}
