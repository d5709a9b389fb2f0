/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/bids.h"
#include "engine/help.h"
#include "engine/inject.h"
#include "engine/nest_ahead.h"
#include "engine/nest_findings.h"

#include <stdio.h>
#include <string.h>

enum {
    LOOP_BYTES_MIN = 16, /* so short, nothing contains itself */
};

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

static struct ls_result on_raw_gap(void *user, const struct ls_gap *gap)
{
    return ls_node_tell_gap(user, NULL, gap);
}

struct ls_result ls_nest_need_scanner(struct ls_nest *nest)
{
    return nest->raw ? ls_ok() : ls_object_scanner_new(nest->engine, &nest->options, &nest->raw);
}

static struct ls_result ask_budget(void *user)
{
    return ls_node_spend(user, 0, 0);
}

static struct ls_result call_for_help(void *user, const struct ls_work *work, struct ls_help **help)
{
    struct ls_node *node = user;
    struct ls_patience patience = {ask_budget, node};
    return ls_help_new(node->nest->crew, node->nest->id, &patience, work, help);
}

/*
 * How a format's run ended, in words of gaps. Limits and memory of the format's own are its own
 * matter; every other STOP goes further up.
 */
static struct ls_result end_run(struct ls_node *node, struct ls_result r)
{
    if (!ls_failed(r) || (r.reach == LS_STOP && r.code != LS_E_LIMIT && r.code != LS_E_MEMORY))
        return r;
    switch (r.code) {
    case LS_E_LIMIT:
        if (node->nest->budget.over) {
            struct ls_result told = ls_node_tell_over(node, r);
            return told.reach == LS_STOP ? told : ls_ok();
        }
        return node->bomb ? ls_ok() : ls_node_tell_reason(node, LS_REASON_MEMORY_LIMIT, NULL);
    case LS_E_MEMORY:
        if (node->nest->findings) /* others may have taken it */
            return ls_stop(LS_E_CANCELLED);
        return ls_node_tell_reason(node, LS_REASON_MEMORY_LIMIT, "out of memory");
    case LS_E_IO:
        return ls_node_tell_reason(node, LS_REASON_IO_ERROR, NULL);
    case LS_E_MALFORMED:
        if (node->broken) /* no wonder; see tell_broken() */
            return ls_ok();
        break;
    case LS_E_NONE:
    case LS_E_USAGE:
    case LS_E_RULES:
    case LS_E_CANCELLED:
    case LS_E_OUTPUT:
    case LS_E_INTERNAL:
        break;
    }
    return ls_node_tell_reason(node, LS_REASON_MALFORMED, NULL);
}

/*
 * What waits when the format is done. If a limit was reached by that, then the format has come no
 * further, and whatever it says has not happened.
 */
static struct ls_result end_members(struct ls_node *node, struct ls_result r)
{
    struct ls_nest *nest = node->nest;
    if (r.reach == LS_STOP && r.code != LS_E_LIMIT && r.code != LS_E_MEMORY) {
        ls_ahead_end(nest);
        return r;
    }
    struct ls_result settled = ls_ahead_settle(nest);
    if (nest->cut)
        r = ls_bad(LS_E_LIMIT);
    nest->cut = false;
    return settled.reach == LS_STOP ? settled : r;
}

/* Runs the node's format over its bytes. */
static struct ls_result run_one(struct ls_node *node, struct ls_blob *blob,
                                const struct ls_probe *probe)
{
    const struct ls_hands hands = {call_for_help, ls_help_receive, ls_help_free, node};
    struct ls_format_job job = {
        .blob = blob,
        .probe = probe,
        .charset = node->child ? node->child->charset : NULL,
        .emit = &ls_node_emit,
        .user = node,
        .hands = &hands,
    };
    struct ls_result r = end_members(node, node->format->run(&job));
    r = end_run(node, r);
    struct ls_result end = ls_node_end_view(node);
    return ls_failed(r) ? r : end;
}

static struct ls_result run_format(struct ls_node *node, struct ls_blob *blob,
                                   const struct ls_probe *probe)
{
    const struct ls_format *more = blob->random ? ls_bids_appended(node->format, probe) : NULL;
    LS_TRY(run_one(node, blob, probe));
    if (!more || node->nest->budget.over ||
        (more->archive && node->nest->budget.limits.not_archives))
        return ls_ok();
    node->format = more;
    return run_one(node, blob, probe);
}

static bool is_inside_itself(const struct ls_node *node)
{
    const struct ls_kin *own = &node->kin;
    for (const struct ls_kin *at = own->up; at && own->size >= LOOP_BYTES_MIN; at = at->up)
        if (at->size == own->size && at->head_len == own->head_len &&
            memcmp(at->head, own->head, own->head_len) == 0)
            return true;
    return false;
}

/* May the node's format be run? If not, a gap says why. */
static struct ls_result admit(struct ls_node *node, const struct ls_held *held, bool *may)
{
    const struct ls_limits *limits = &node->nest->budget.limits;
    char detail[64];
    *may = false;
    if (node->depth > limits->depth)
        return ls_node_tell_reason(node, LS_REASON_DEPTH_LIMIT, NULL);
    if (is_inside_itself(node))
        return ls_node_tell_reason(node, LS_REASON_RECURSION_LOOP, NULL);
    if (node->format->archive && limits->not_archives) {
        struct ls_gap gap = {.state = LS_STATE_EXCLUDED, .reason = LS_REASON_NOT_OPENED};
        return ls_node_tell_gap(node, NULL, &gap);
    }
    if (node->format->access == LS_ACCESS_RANDOM && held && !held->whole) {
        snprintf(detail, sizeof detail, "%s of more than %llu bytes", node->format->name,
                 (unsigned long long)held->n);
        return ls_node_tell_reason(node, LS_REASON_MEMORY_LIMIT, detail);
    }
    *may = true;
    return ls_ok();
}

static struct ls_result scan_raw(struct ls_node *node, const struct ls_input *input)
{
    struct ls_report report = {.hit = ls_node_raw_hit, .gap = on_raw_gap, .user = node};
    struct ls_outcome outcome;
    LS_TRY(ls_nest_need_scanner(node->nest));
    struct ls_result r = ls_object_scan(node->nest->raw, input, NULL, &report, &outcome);
    node->raw_bytes = outcome.bytes_read;
    return r;
}

/* A member that is whole in memory: first its format, then its bytes. */
static struct ls_result look_at_held(struct ls_node *node, const struct ls_held *held,
                                     const struct ls_probe *probe)
{
    struct ls_input input = {
        .kind = LS_INPUT_MEMORY,
        .fd = -1,
        .memory = held->bytes,
        .size = held->n,
        .cancel = node->nest->budget.cancel,
        .raw_only = true,
    };
    bool may = false;
    node->kin.size = held->n;
    node->kin.head = probe->head;
    node->kin.head_len = probe->head_len;
    if (node->format)
        LS_TRY(admit(node, held, &may));
    if (may) {
        struct ls_blob blob;
        ls_blob_memory(&blob, held->bytes, held->n);
        LS_TRY(run_format(node, &blob, probe));
    }
    return held->n ? scan_raw(node, &input) : ls_ok();
}

/*
 * One that is too large for that: forward only, by its format or as bytes. What a document's format
 * leaves out is not seen then.
 */
static struct ls_result look_at_stream(struct ls_node *node, struct ls_begun *begun,
                                       const struct ls_held *held, const struct ls_probe *probe)
{
    struct ls_input input = {
        .kind = LS_INPUT_BLOB,
        .fd = -1,
        .blob = &begun->blob,
        .cancel = node->nest->budget.cancel,
        .raw_only = true,
    };
    bool may = false;
    if (node->format)
        LS_TRY(admit(node, held, &may));
    if (!may)
        return scan_raw(node, &input);
    struct ls_blob head;
    ls_blob_memory(&head, held->bytes, held->n);
    node->begun = begun;
    bool head_only = node->format->carves && !node->format->archive; /* which says enough */
    LS_TRY(run_format(node, head_only ? &head : &begun->blob, probe));
    if (!begun->gone)
        return scan_raw(node, &input);
    char detail[96];
    snprintf(detail, sizeof detail, "%s of more than %llu bytes: its raw bytes were not scanned",
             node->format->name, (unsigned long long)held->n);
    return node->format->archive ? ls_ok()
                                 : ls_node_tell_reason(node, LS_REASON_MEMORY_LIMIT, detail);
}

static void probe_held(const struct ls_held *held, struct ls_blob *bytes, struct ls_probe *probe)
{
    ls_held_probe(held, probe);
    ls_blob_memory(bytes, held->bytes, held->n);
    probe->blob = held->whole ? bytes : NULL;
}

static struct ls_result look_at_member(struct ls_node *node, const struct ls_held *held,
                                       struct ls_blob *rest)
{
    struct ls_probe probe;
    struct ls_begun begun;
    struct ls_blob bytes;
    probe_held(held, &bytes, &probe);
    if (held->whole) {
        LS_TRY(look_at_held(node, held, &probe));
    } else {
        ls_begun_init(&begun, held, rest);
        LS_TRY(look_at_stream(node, &begun, held, &probe));
    }
    return end_run(node, held->broken);
}

/* Bytes that a member came from, at least: its own extent or that of what it is packed in. */
static uint64_t packed_size(const struct ls_node *node)
{
    const struct ls_child *child = node->child;
    if (child->raw_hi > child->raw_lo)
        return child->raw_hi - child->raw_lo;
    return node->parent->depth ? node->parent->decoded : node->nest->budget.size;
}

/* What came before the break has been looked at. */
static struct ls_result tell_broken(struct ls_node *node)
{
    const struct ls_gap *why = node->child->why;
    if (!node->broken)
        return ls_ok();
    return why && why->reason ? ls_node_tell_reason(node, why->reason, why->detail)
                              : ls_node_tell_reason(node, LS_REASON_MALFORMED, NULL);
}

struct ls_result ls_node_look(struct ls_node *node, const struct ls_held *held,
                              struct ls_blob *rest)
{
    struct ls_pending pending;
    ls_inject_member((enum ls_injection)node->nest->inject, node->child->name);
    ls_told_init(&node->told);
    ls_pending_init(&pending);
    node->pending = &pending;
    struct ls_result r = look_at_member(node, held, rest);
    if (!ls_failed(r))
        r = ls_pending_end(&pending, node->raw_bytes, ls_node_due_hit, node);
    if (!ls_failed(r))
        r = tell_broken(node);
    ls_told_fini(&node->told);
    ls_pending_fini(&pending);
    return r;
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
    probe_held(held, &bytes, &probe);
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
    struct ls_result r = admit(&node, NULL, &may);
    if (!ls_failed(r) && may)
        r = run_format(&node, object->blob, object->probe);
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
