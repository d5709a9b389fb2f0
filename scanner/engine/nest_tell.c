/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_priv.h"

#include "engine/nest_ahead.h"
#include "engine/nest_findings.h"

#include <string.h>

/* Down from the first object of the nest. Returns the number of links. */
static size_t link_up(struct ls_node *node)
{
    const struct ls_nest *nest = node->nest;
    for (const struct ls_node *at = node; at->parent && at->child; at = at->parent)
        node->nest->links[at->depth - nest->base - 1] = (struct ls_link){
            .kind = at->parent->format->name,
            .name = at->child->name,
            .off = at->child->off,
        };
    return node->depth - nest->base;
}

/* The chain of a node, and one link more where a part or member of it is meant. */
static struct ls_chain chain_of(struct ls_node *node, const struct ls_link *more)
{
    size_t n = link_up(node);
    if (more && more->name.len && n < LS_CHAIN_MAX) {
        node->nest->links[n] = *more;
        node->nest->links[n++].kind = node->format->name;
    }
    return (struct ls_chain){node->nest->links, n};
}

struct ls_chain ls_node_chain_with(struct ls_node *node, const struct ls_chain *more)
{
    size_t n = link_up(node), left = LS_CHAIN_MAX - n;
    size_t more_n = more->n < left ? more->n : left;
    memcpy(node->nest->links + n, more->at, more_n * sizeof *more->at);
    return (struct ls_chain){node->nest->links, n + more_n};
}

struct ls_result ls_node_tell_gap(struct ls_node *node, const struct ls_link *member,
                                  const struct ls_gap *gap)
{
    struct ls_gap whole = *gap;
    LS_TRY(ls_ahead_settle(node->nest));
    if (node->state < gap->state)
        node->state = gap->state;
    whole.chain = chain_of(node, member);
    return node->nest->report->gap(node->nest->report->user, &whole);
}

struct ls_result ls_node_tell_reason(struct ls_node *node, const char *reason, const char *detail)
{
    struct ls_gap gap = {.state = LS_STATE_DEGRADED, .reason = reason, .detail = detail};
    return ls_node_tell_gap(node, NULL, &gap);
}

/* Where in each container around it a hit came from, so that their raw passes know it. */
struct ls_result ls_node_note_key(struct ls_node *node, uint64_t key)
{
    for (struct ls_node *at = node; at->parent && at->child; at = at->parent) {
        const struct ls_child *child = at->child;
        bool known = child->raw_hi > child->raw_lo;
        LS_TRY(ls_told_add_key(&at->parent->told, key, known ? child->raw_lo : 0,
                               known ? child->raw_hi : UINT64_MAX));
    }
    return ls_ok();
}

static struct ls_result note_hit(struct ls_node *node, const struct ls_hit *hit)
{
    LS_TRY(ls_node_note_key(node, ls_told_key(hit)));
    return node->nest->findings ? ls_findings_note(node->nest->findings, hit) : ls_ok();
}

/*
 * Has a text, of which this object is another form, said the same? It may be the form of a form. If
 * not, it is said now.
 */
static struct ls_result was_said(struct ls_node *node, const struct ls_hit *hit, bool *said)
{
    struct ls_node *at;
    *said = false;
    if (ls_pending_wants(hit))
        return ls_ok();
    for (at = node; at->child && at->child->again && !*said; at = at->parent)
        *said = ls_told_said(&at->parent->told, hit, at->child->again);
    for (at = node; at->child && at->child->again && !*said; at = at->parent)
        LS_TRY(ls_told_add_said(&at->parent->told, hit, at->child->again));
    return ls_ok();
}

static struct ls_result tell_hit(struct ls_node *node, struct ls_hit *hit,
                                 const struct ls_link *link)
{
    bool said;
    hit->chain = chain_of(node, link);
    LS_TRY(note_hit(node, hit));
    LS_TRY(was_said(node, hit, &said));
    if (said)
        return ls_ok();
    return node->nest->report->hit(node->nest->report->user, hit);
}

struct ls_result ls_node_due_hit(void *user, const struct ls_hit *found, const struct ls_link *link)
{
    struct ls_hit hit = *found;
    return tell_hit(user, &hit, link->name.len ? link : NULL);
}

struct ls_result ls_node_view_hit(void *user, const struct ls_hit *found,
                                  const struct ls_link *link)
{
    struct ls_node *node = user;
    struct ls_hit hit = *found;
    if (node->child && node->child->part != LS_PART_NONE && hit.place.part == LS_PART_BODY)
        hit.place.part = node->child->part;
    struct ls_link part = *link;
    bool waits;
    part.kind = node->format->name;
    LS_TRY(ls_pending_take(node->pending, &hit, &part, false, &waits));
    LS_TRY(ls_told_add_said(&node->told, &hit, link));
    if (link->name.len || hit.exact == LS_EXACT_OBJECT)
        LS_TRY(ls_told_add_hit(&node->told, &hit, 0, UINT64_MAX));
    else if (hit.exact == LS_EXACT_MAPPED) /* the raw pass may see through the same escapes */
        LS_TRY(ls_told_add_hit(&node->told, &hit, hit.off, hit.off + hit.len));
    return waits ? ls_ok() : tell_hit(node, &hit, link);
}

struct ls_result ls_node_raw_hit(void *user, const struct ls_hit *found)
{
    struct ls_node *node = user;
    struct ls_hit hit = *found;
    if (ls_told_knows(&node->told, &hit))
        return ls_ok();
    if (node->child)
        hit.place.part = node->child->part;
    bool waits;
    LS_TRY(ls_pending_take(node->pending, &hit, NULL, true, &waits));
    return waits ? ls_ok() : tell_hit(node, &hit, NULL);
}
