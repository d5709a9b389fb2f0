/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_priv.h"

#include "base/alloc.h"
#include "engine/bids.h"
#include "engine/nest_ahead.h"
#include "engine/nest_findings.h"

struct ls_result ls_nest_new(const struct ls_engine *engine,
                             const struct ls_object_options *options, struct ls_nest **nest)
{
    struct ls_nest *n = ls_calloc(1, sizeof *n);
    *nest = n;
    if (!n)
        return ls_stop(LS_E_MEMORY);
    n->engine = engine;
    n->options = *options;
    n->options.sha256 = n->options.redact = false;
    n->options.reveal = n->options.undecided = true;
    n->options.min_severity = LS_SEV_MENTION; /* what is reported is decided further up */
    n->options.categories = 0;
    n->held_max = UINT64_MAX;
    ls_told_init(&n->top);
    return ls_ok();
}

void ls_nest_free(struct ls_nest *nest)
{
    if (!nest)
        return;
    for (size_t i = 0; i < sizeof nest->views / sizeof *nest->views; i++) {
        if (nest->views[i])
            ls_textview_fini(nest->views[i]);
        ls_free(nest->views[i]);
    }
    ls_object_scanner_free(nest->raw);
    ls_told_fini(&nest->top);
    ls_free(nest);
}

struct ls_result ls_nest_need_scanner(struct ls_nest *nest)
{
    return nest->raw ? ls_ok() : ls_object_scanner_new(nest->engine, &nest->options, &nest->raw);
}

/* Bytes that a member came from, at least: its own extent or that of what it is packed in. */
static uint64_t packed_size(const struct ls_node *node)
{
    const struct ls_child *child = node->child;
    if (child->raw_hi > child->raw_lo)
        return child->raw_hi - child->raw_lo;
    return node->parent->depth ? node->parent->decoded : node->nest->budget.size;
}

struct ls_result ls_node_end(struct ls_node *node, struct ls_result r)
{
    const struct ls_child *child = node->child;
    struct ls_node *parent = node->parent;
    node->nest->sum->members[node->state]++;
    if (parent->state < node->state)
        parent->state = node->state;
    LS_TRY(r);
    if (child->verbatim)
        LS_TRY(ls_told_add_seen(&parent->told, child->raw_lo, child->raw_hi, LS_TOLD_ANY));
    return node->nest->budget.over ? ls_bad(LS_E_LIMIT) : ls_ok();
}

/* Reads a member as far as there is room. */
static struct ls_result read_member(struct ls_node *node, struct ls_blob *metered,
                                    struct ls_held *held)
{
    struct ls_nest *nest = node->nest;
    struct ls_probe probe;
    struct ls_blob bytes;
    LS_TRY(ls_held_read(held, metered));
    if (!held->whole && nest->findings) {
        nest->findings->lost = true;
        return ls_stop(LS_E_CANCELLED);
    }
    ls_held_probe(held, &bytes, &probe);
    node->format = ls_bids_choose(node->child, &probe);
    return ls_ok();
}

struct ls_result ls_node_child(void *user, const struct ls_child *child)
{
    struct ls_node *parent = user;
    struct ls_nest *nest = parent->nest;
    struct ls_node node = {
        .nest = nest,
        .parent = parent,
        .kin = {.up = &parent->kin},
        .depth = parent->depth + 1,
        .child = child,
    };
    struct ls_meter meter;
    struct ls_held held = {.used = &nest->held, .limit = nest->budget.limits.memory};
    bool put = false;
    if (held.limit > nest->held_max)
        held.limit = nest->held_max;
    LS_TRY(ls_node_spend(parent, 1, 0));
    if (child->again) { /* what was found in that part is known when it is over */
        LS_TRY(ls_ahead_settle(nest));
        LS_TRY(ls_node_end_view(parent));
    }
    if (node.depth > LS_DEPTH_MAX) /* cannot be: its parent was not opened */
        return ls_stop(LS_E_INTERNAL);
    node.packed = packed_size(&node);
    ls_meter_init(&meter, &node, child->blob);
    struct ls_result r = read_member(&node, &meter.blob, &held);
    if (!ls_failed(r) && !nest->cut)
        r = ls_ahead_put(&node, &held, &put);
    if (!ls_failed(r) && !nest->cut && !put)
        r = ls_node_look(&node, &held, &meter.blob);
    ls_held_free(&held);
    if (nest->cut)
        return ls_bad(LS_E_LIMIT);
    return put ? r : ls_node_end(&node, r);
}

struct ls_result ls_nest_run(struct ls_nest *nest, const struct ls_nest_object *object,
                             struct ls_nest_sum *sum)
{
    bool may;
    struct ls_node node = {.nest = nest,
                           .format = object->format,
                           .kin = {.head = object->probe->head,
                                   .head_len = object->probe->head_len,
                                   .size = object->probe->size},
                           .pending = object->pending};
    *sum = (struct ls_nest_sum){.decoded = 0};
    nest->report = object->report;
    nest->crew = object->crew;
    nest->id = object->id;
    nest->inject = object->inject;
    nest->sum = sum;
    nest->told_over = nest->cut = false;
    nest->held = 0;
    ls_budget_start(&nest->budget, &nest->options.limits, object->probe->size, object->cancel);
    ls_told_clear(&nest->top);
    node.told = nest->top;
    struct ls_result r = ls_node_admit(&node, NULL, &may);
    if (!ls_failed(r) && may)
        r = ls_node_run(&node, object->blob, object->probe);
    ls_ahead_end(nest);
    nest->top = node.told;
    sum->decoded = nest->budget.decoded;
    return r;
}

bool ls_nest_knows(struct ls_nest *nest, const struct ls_hit *hit)
{
    return ls_told_knows(&nest->top, hit);
}

void ls_nest_forget(struct ls_nest *nest)
{
    ls_told_clear(&nest->top);
}
