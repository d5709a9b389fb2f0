/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One object of a nest: whether its format may run, the run, and the raw pass over its bytes.
 */
#include "engine/nest_priv.h"

#include "base/reason.h"
#include "engine/bids.h"
#include "engine/help.h"
#include "engine/inject.h"
#include "engine/nest_ahead.h"

#include <stdio.h>
#include <string.h>

enum {
    LOOP_BYTES_MIN = 16, /* so short, nothing contains itself */
};

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

struct ls_result ls_node_run(struct ls_node *node, struct ls_blob *blob,
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

struct ls_result ls_node_admit(struct ls_node *node, const struct ls_held *held, bool *may)
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

static struct ls_result on_raw_gap(void *user, const struct ls_gap *gap)
{
    return ls_node_tell_gap(user, NULL, gap);
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
        LS_TRY(ls_node_admit(node, held, &may));
    if (may) {
        struct ls_blob blob;
        ls_blob_memory(&blob, held->bytes, held->n);
        LS_TRY(ls_node_run(node, &blob, probe));
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
        LS_TRY(ls_node_admit(node, held, &may));
    if (!may)
        return scan_raw(node, &input);
    struct ls_blob head;
    ls_blob_memory(&head, held->bytes, held->n);
    node->begun = begun;
    bool head_only = node->format->carves && !node->format->archive; /* which says enough */
    LS_TRY(ls_node_run(node, head_only ? &head : &begun->blob, probe));
    if (!begun->gone)
        return scan_raw(node, &input);
    char detail[96];
    snprintf(detail, sizeof detail, "%s of more than %llu bytes: its raw bytes were not scanned",
             node->format->name, (unsigned long long)held->n);
    return node->format->archive ? ls_ok()
                                 : ls_node_tell_reason(node, LS_REASON_MEMORY_LIMIT, detail);
}

static struct ls_result look_at_member(struct ls_node *node, const struct ls_held *held,
                                       struct ls_blob *rest)
{
    struct ls_probe probe;
    struct ls_begun begun;
    struct ls_blob bytes;
    ls_held_probe(held, &bytes, &probe);
    if (held->whole) {
        LS_TRY(look_at_held(node, held, &probe));
    } else {
        ls_begun_init(&begun, held, rest);
        LS_TRY(look_at_stream(node, &begun, held, &probe));
    }
    return end_run(node, held->broken);
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
