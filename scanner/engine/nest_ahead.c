/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_ahead.h"

#include "base/alloc.h"
#include "engine/help.h"
#include "engine/nest_findings.h"
#include "match/match.h"

#include <pthread.h>
#include <string.h>

enum {
    OBJECT_MIN = 1 << 20, /* bytes; a smaller one is read sooner than others have come */
    A_HAND = 512 << 10,   /* so many bytes of it make one more worth while */
    HANDS_MAX = 64,
    MEMBER_MIN = 8 << 10,     /* a smaller one is looked at sooner than handed over */
    ARCHIVE_MIN = 1 << 20,    /* an archive of so many bytes is read on by the owner … */
    SHARE_OF_ALL = 4,         /* of limits.memory: what members that wait may hold … */
    SHARE_OF_ONE = 8,         /* … and one of them, and what is in it beside itself */
    ALLOT_DECODED = 16 << 20, /* what one may spend, and so many times … */
    ALLOT_TIMES = 40,         /* … its own size */
    ALLOT_ENTRIES = 2000,
};

struct amount {
    uint64_t entries, decoded;
};

/* A member that waits. Written before it is offered, then read only until it was told. */
struct waiting {
    struct ls_node *parent;
    const struct ls_format *format;
    struct ls_child child; /* without blob */
    struct ls_gap why;
    char *strings;  /* that they point to */
    uint8_t *bytes; /* readable LS_MATCH_PAD further */
    size_t n;
    struct ls_result broken; /* why they end before their end */
    enum ls_state state;     /* as for the rest: of its node, when it had been read */
    uint64_t packed, decoded;
    bool is_broken;
    uint64_t held;                   /* by it and by what it is in */
    bool parent_broken, parent_gone; /* how far its parent had been read */
    struct amount allotted;
    struct amount after; /* spent by the owner between this member and the next */
};

/* What one thread looks at members with; kept for the next one that comes. */
struct hand {
    struct hand *next;
    struct ls_ahead *ahead;
    struct ls_nest *nest;
};

struct ls_ahead {
    struct ls_nest *nest; /* the owner's */
    struct ls_work work;
    struct ls_help *help;
    pthread_t owner;
    atomic_int over;      /* helpers leave at once */
    bool settling;        /* what is told or spent now is that of the member whose turn it is */
    uint64_t first;       /* that waits … */
    size_t n;             /* … and how many do */
    uint64_t bytes;       /* that they hold */
    struct amount bound;  /* what all of them may spend, and what was spent after each */
    pthread_mutex_t lock; /* guards: */
    struct hand *spare;
    size_t ring;
    struct waiting at[];
};

static struct waiting *waiting_at(struct ls_ahead *a, uint64_t k)
{
    return &a->at[k % a->ring];
}

/* ---- those who help, and the owner's thread when it looks ahead itself ---- */

static void *begin(void *user, struct ls_helper *helper)
{
    struct ls_ahead *a = user;
    (void)helper;
    pthread_mutex_lock(&a->lock);
    struct hand *hand = a->spare;
    if (hand)
        a->spare = hand->next;
    pthread_mutex_unlock(&a->lock);
    if (hand)
        return hand;
    hand = ls_calloc(1, sizeof *hand);
    if (!hand)
        return NULL;
    hand->ahead = a;
    if (ls_failed(ls_nest_new(a->nest->engine, &a->nest->options, &hand->nest))) {
        ls_free(hand);
        return NULL;
    }
    return hand;
}

static void end(void *arg)
{
    struct hand *hand = arg;
    struct ls_ahead *a = hand->ahead;
    pthread_mutex_lock(&a->lock);
    hand->next = a->spare;
    a->spare = hand;
    pthread_mutex_unlock(&a->lock);
}

static void drop(void *result)
{
    ls_findings_free(result);
}

/* The node of a member; its parent is the caller's matter. */
static struct ls_node node_of(const struct waiting *w, struct ls_nest *nest)
{
    return (struct ls_node){
        .nest = nest,
        .kin = {.up = &w->parent->kin},
        .depth = w->parent->depth + 1,
        .format = w->format,
        .child = &w->child,
        .state = w->state,
        .packed = w->packed,
        .decoded = w->decoded,
        .broken = w->is_broken,
    };
}

static struct ls_result look_at(const struct waiting *w, struct ls_node *node)
{
    struct ls_held held = {
        .used = &node->nest->held,
        .limit = node->nest->budget.limits.memory,
        .bytes = w->bytes,
        .n = w->n,
        .whole = true,
        .broken = w->broken,
    };
    return ls_node_look(node, &held, NULL);
}

/* A budget of its own: what it is allotted, and as much time as all have. */
static void prepare(struct ls_nest *nest, const struct waiting *w, const struct ls_ahead *a,
                    struct ls_findings *findings)
{
    const struct ls_budget *whole = &a->nest->budget;
    bool own = pthread_equal(a->owner, pthread_self());
    struct ls_limits limits = whole->limits;
    limits.decoded = w->allotted.decoded;
    limits.entries = w->allotted.entries;
    limits.seconds = 0;
    ls_budget_start(&nest->budget, &limits, whole->size, own ? whole->cancel : &a->over);
    nest->budget.deadline_ns = whole->deadline_ns;
    nest->findings = findings;
    nest->sum = &findings->sum;
    nest->base = w->parent->depth + 1;
    nest->crew = NULL;
    nest->inject = a->nest->inject;
    nest->told_over = false;
    nest->held = w->held;
    nest->held_max = w->held + limits.memory / SHARE_OF_ONE;
}

static void *piece(void *arg, uint64_t k)
{
    struct hand *hand = arg;
    const struct waiting *w = waiting_at(hand->ahead, k);
    struct ls_findings *findings = ls_findings_new();
    if (!findings)
        return NULL;
    struct ls_report report = ls_findings_report(findings);
    prepare(hand->nest, w, hand->ahead, findings);
    hand->nest->report = &report;
    struct ls_node node = node_of(w, hand->nest);
    struct ls_result r = look_at(w, &node);
    findings->state = node.state;
    findings->sum.decoded = hand->nest->budget.decoded;
    findings->entries = hand->nest->budget.entries;
    if (!ls_failed(r) && !findings->lost && !hand->nest->budget.over)
        return findings;
    ls_findings_free(findings);
    return NULL;
}

/* ---- the owner ---- */

static struct ls_result ask(void *user)
{
    struct ls_nest *nest = user;
    return ls_budget_spend(&nest->budget, 0, 0);
}

static struct ls_result make(struct ls_nest *nest)
{
    size_t lanes = nest->crew->lanes < HANDS_MAX ? nest->crew->lanes : HANDS_MAX;
    uint64_t hands = nest->budget.size / A_HAND;
    hands = hands < lanes ? hands : lanes;
    size_t ring = LS_HELP_AHEAD * ((size_t)hands + 1);
    struct ls_ahead *a = ls_calloc(1, sizeof *a + ring * sizeof *a->at);
    if (!a)
        return ls_stop(LS_E_MEMORY);
    a->nest = nest;
    a->ring = ring;
    a->owner = pthread_self();
    a->work = (struct ls_work){
        .n = LS_HELP_OPEN,
        .hands = (unsigned)hands,
        .begin = begin,
        .end = end,
        .piece = piece,
        .drop = drop,
        .user = a,
    };
    pthread_mutex_init(&a->lock, NULL);
    nest->ahead = a;
    struct ls_patience patience = {ask, nest};
    return ls_help_new(nest->crew, nest->id, &patience, &a->work, &a->help);
}

static void forget(struct waiting *w)
{
    ls_free(w->bytes);
    ls_free(w->strings);
    *w = (struct waiting){.bytes = NULL};
}

void ls_ahead_end(struct ls_nest *nest)
{
    struct ls_ahead *a = nest->ahead;
    if (!a || a->settling) /* who settles ends it himself */
        return;
    nest->ahead = NULL;
    atomic_store(&a->over, 1);
    ls_help_free(a->help);
    for (size_t i = 0; i < a->ring; i++)
        forget(&a->at[i]);
    while (a->spare) {
        struct hand *hand = a->spare;
        a->spare = hand->next;
        ls_nest_free(hand->nest);
        ls_free(hand);
    }
    pthread_mutex_destroy(&a->lock);
    ls_free(a);
}

/* ---- settling ---- */

/* The member is looked at now after all. */
static struct ls_result look_now(struct ls_node *node, const struct waiting *w)
{
    struct ls_nest *nest = node->nest;
    uint64_t held = nest->held; /* another one may be being read */
    nest->held = w->held;
    struct ls_result r = look_at(w, node);
    nest->held = held;
    return r;
}

static struct ls_result tell_findings(struct ls_node *node, const struct ls_findings *findings)
{
    struct ls_nest *nest = node->nest;
    node->state = findings->state;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        nest->sum->members[i] += findings->sum.members[i];
    nest->budget.entries += findings->entries;
    nest->budget.decoded += findings->sum.decoded;
    return ls_findings_tell(findings, node);
}

/* The first of those that wait. */
static struct ls_result settle_first(struct ls_ahead *a)
{
    struct waiting *w = waiting_at(a, a->first);
    struct ls_node node = node_of(w, a->nest);
    void *findings;
    node.parent = w->parent;
    struct ls_result r = ls_help_receive(a->help, a->first, &findings);
    if (ls_failed(r))
        return ls_node_tell_over(w->parent, r);
    r = ls_node_end(&node, findings ? tell_findings(&node, findings) : look_now(&node, w));
    ls_findings_free(findings);
    LS_TRY(r);
    a->nest->budget.entries += w->after.entries;
    a->nest->budget.decoded += w->after.decoded;
    a->bound.entries -= w->allotted.entries + w->after.entries;
    a->bound.decoded -= w->allotted.decoded + w->after.decoded;
    a->bytes -= w->n;
    a->first++;
    a->n--;
    forget(w);
    return ls_ok();
}

/* With that member it was over: its container was never read further than up to there. */
static void cut_off(struct ls_ahead *a, struct ls_result r)
{
    struct ls_nest *nest = a->nest;
    const struct waiting *last = waiting_at(a, a->first);
    nest->cut = r.reach == LS_BAD;
    last->parent->broken = last->parent_broken;
    if (last->parent->begun)
        last->parent->begun->gone = last->parent_gone;
    ls_ahead_end(nest);
}

/* Until no more than so many wait, which hold no more than so many bytes. */
static struct ls_result settle_until(struct ls_nest *nest, size_t n, uint64_t bytes)
{
    struct ls_ahead *a = nest->ahead;
    struct ls_result r = ls_ok();
    if (!a || a->settling)
        return ls_ok();
    a->settling = true;
    while (!ls_failed(r) && a->n > 0 && (a->n > n || a->bytes > bytes))
        r = settle_first(a);
    a->settling = false;
    if (ls_failed(r))
        cut_off(a, r);
    return r;
}

struct ls_result ls_ahead_settle(struct ls_nest *nest)
{
    return settle_until(nest, 0, 0);
}

struct ls_result ls_ahead_spend(struct ls_nest *nest, uint64_t entries, uint64_t bytes,
                                bool *charged)
{
    struct ls_ahead *a = nest->ahead;
    *charged = false;
    if (!a || a->n == 0 || a->settling)
        return ls_ok();
    if (ls_failed(ls_budget_spend(&nest->budget, 0, 0)) ||
        !ls_budget_has_room(&nest->budget, a->bound.entries + entries, a->bound.decoded + bytes))
        return ls_ahead_settle(nest);
    struct waiting *last = waiting_at(a, a->first + a->n - 1);
    last->after.entries += entries;
    last->after.decoded += bytes;
    a->bound.entries += entries;
    a->bound.decoded += bytes;
    *charged = true;
    return ls_ok();
}

/* ---- putting ---- */

static bool may_wait(const struct ls_node *node, const struct ls_held *held)
{
    const struct ls_nest *nest = node->nest;
    const struct ls_budget *budget = &nest->budget;
    if (!nest->crew || nest->crew->lanes == 0 || (nest->ahead && nest->ahead->settling))
        return false;
    if (budget->size == LS_SIZE_UNKNOWN || budget->size < OBJECT_MIN)
        return false;
    if (!held->whole || held->n == 0 || held->n > budget->limits.memory / SHARE_OF_ONE)
        return false;
    if (held->n < MEMBER_MIN && (!nest->ahead || nest->ahead->n == 0))
        return false;
    if (node->child->again || node->bomb || budget->over || held->broken.code == LS_E_LIMIT)
        return false;
    return !node->format || !node->format->archive || held->n < ARCHIVE_MIN;
}

static struct ls_str keep(char **at, struct ls_str s)
{
    struct ls_str kept = {*at, s.len};
    if (s.len)
        memcpy(*at, s.at, s.len);
    (*at)[s.len] = '\0';
    *at += s.len + 1;
    return kept;
}

/* What the format has said of the member is its own. */
static struct ls_result keep_strings(struct waiting *w, const struct ls_child *child)
{
    const struct ls_gap *why = child->why && child->why->reason ? child->why : NULL;
    const char *charset = child->charset ? child->charset : "";
    const char *detail = why && why->detail ? why->detail : "";
    w->child = *child;
    w->child.blob = NULL;
    w->child.as = NULL; /* the format is known */
    w->strings = ls_calloc(1, child->name.len + strlen(charset) + strlen(detail) + 3);
    if (!w->strings)
        return ls_stop(LS_E_MEMORY);
    char *at = w->strings;
    w->child.name = keep(&at, child->name);
    w->child.charset = child->charset ? keep(&at, ls_str_of(charset)).at : NULL;
    w->child.why = why ? &w->why : NULL;
    if (why)
        w->why = *why;
    if (why && why->detail)
        w->why.detail = keep(&at, ls_str_of(detail)).at;
    return ls_ok();
}

/* Takes what is held, or a copy where it holds much more than it needs. */
static struct ls_result keep_bytes(struct waiting *w, struct ls_held *held)
{
    w->n = held->n;
    if (held->n > held->cap / 2) {
        w->bytes = held->bytes;
        *held->used -= held->cap;
        held->bytes = NULL;
        held->cap = 0;
        return ls_ok();
    }
    w->bytes = ls_calloc(1, held->n + LS_MATCH_PAD);
    if (!w->bytes)
        return ls_stop(LS_E_MEMORY);
    memcpy(w->bytes, held->bytes, held->n);
    return ls_ok();
}

static struct ls_result fill(struct waiting *w, const struct ls_node *node, struct ls_held *held)
{
    *w = (struct waiting){
        .parent = node->parent,
        .format = node->format,
        .broken = held->broken,
        .state = node->state,
        .packed = node->packed,
        .decoded = node->decoded,
        .is_broken = node->broken,
        .held = *held->used,
        .parent_broken = node->parent->broken,
        .parent_gone = node->parent->begun && node->parent->begun->gone,
    };
    LS_TRY(keep_strings(w, node->child));
    return keep_bytes(w, held);
}

struct ls_result ls_ahead_put(struct ls_node *node, struct ls_held *held, bool *put)
{
    struct ls_nest *nest = node->nest;
    const struct amount allotted = {ALLOT_ENTRIES, ALLOT_DECODED + ALLOT_TIMES * (uint64_t)held->n};
    uint64_t bytes_max = nest->budget.limits.memory / SHARE_OF_ALL;
    *put = false;
    if (!may_wait(node, held))
        return ls_ahead_settle(nest);
    if (!nest->ahead)
        LS_TRY(make(nest));
    struct ls_ahead *a = nest->ahead;
    LS_TRY(settle_until(nest, a->ring - 1, bytes_max - held->n));
    if (!ls_budget_has_room(&nest->budget, a->bound.entries + allotted.entries,
                            a->bound.decoded + allotted.decoded))
        LS_TRY(ls_ahead_settle(nest));
    if (!ls_budget_has_room(&nest->budget, allotted.entries, allotted.decoded))
        return ls_ok();
    struct waiting *w = waiting_at(a, a->first + a->n);
    if (ls_failed(fill(w, node, held))) {
        forget(w);
        return ls_ahead_settle(nest);
    }
    w->allotted = allotted;
    a->bound.entries += allotted.entries;
    a->bound.decoded += allotted.decoded;
    a->bytes += w->n;
    a->n++;
    *put = true;
    ls_help_offer(a->help, a->first + a->n);
    return ls_ok();
}
