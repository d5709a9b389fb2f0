/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/bids.h"
#include "engine/help.h"
#include "engine/member.h"
#include "engine/told.h"
#include "engine/textview.h"

#include <stdio.h>
#include <string.h>

enum {
    LOOP_BYTES_MIN = 16, /* so short, nothing contains itself */
    STEP = 1 << 20,      /* bytes that are decoded before the budget is asked again */
};

/* An object that is being looked at; they stand on the call stack, innermost last. */
struct node {
    struct ls_nest *nest;
    struct node *parent;
    unsigned depth; /* 0: the top-level object */
    const struct ls_format *format;
    const struct ls_child *child; /* what its parent said; NULL for depth 0 */
    struct ls_textview *view;     /* NULL until its format emits text */
    struct ls_told told;
    struct ls_pending *pending; /* its own, or that of the top-level object */
    enum ls_state state;
    const uint8_t *head; /* its first bytes, for the loop test … */
    size_t head_len;
    uint64_t size;      /* … and how many there are in all */
    uint64_t packed;    /* bytes that it came from, as far as known */
    uint64_t decoded;   /* of it, so far */
    uint64_t raw_bytes; /* that its raw pass looked at */
    bool bomb;          /* its own ratio was its end */
    bool broken;        /* what it comes out of broke before its end */
};

struct ls_nest {
    const struct ls_engine *engine;
    struct ls_object_options options; /* of the raw pass over members: nothing is masked there */
    struct ls_object_scanner *raw;    /* made when first needed */
    struct ls_textview *views[LS_DEPTH_MAX + 1];
    struct ls_budget budget;
    struct ls_link links[LS_CHAIN_MAX]; /* of the node at hand */
    const struct ls_report *report;
    const struct ls_crew *crew;
    uint64_t id;
    struct ls_nest_sum *sum;
    uint64_t held; /* bytes of members in memory, of limits.memory */
    bool told_over;
    struct ls_told top; /* what the run told of the top-level object */
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

/* The chain of a node, and one link more where a part or member of it is meant. */
static struct ls_chain chain_of(struct node *node, const struct ls_link *more)
{
    size_t n = node->depth;
    for (const struct node *at = node; at->parent; at = at->parent)
        node->nest->links[at->depth - 1] = (struct ls_link){
            .kind = at->parent->format->name,
            .name = at->child->name,
            .off = at->child->off,
        };
    if (more && more->name.len && n < LS_CHAIN_MAX) {
        node->nest->links[n] = *more;
        node->nest->links[n++].kind = node->format->name;
    }
    return (struct ls_chain){node->nest->links, n};
}

static struct ls_result tell_gap(struct node *node, const struct ls_link *member,
                                 const struct ls_gap *gap)
{
    struct ls_gap whole = *gap;
    if (node->state < gap->state)
        node->state = gap->state;
    whole.chain = chain_of(node, member);
    return node->nest->report->gap(node->nest->report->user, &whole);
}

static struct ls_result tell_reason(struct node *node, const char *reason, const char *detail)
{
    struct ls_gap gap = {.state = LS_STATE_DEGRADED, .reason = reason, .detail = detail};
    return tell_gap(node, NULL, &gap);
}

/* Where in each container around it a hit came from, so that their raw passes know it. */
static struct ls_result note_hit(struct node *node, const struct ls_hit *hit)
{
    for (struct node *at = node; at->parent; at = at->parent) {
        const struct ls_child *child = at->child;
        bool known = child->raw_hi > child->raw_lo;
        LS_TRY(ls_told_add_hit(&at->parent->told, hit, known ? child->raw_lo : 0,
                               known ? child->raw_hi : UINT64_MAX));
    }
    return ls_ok();
}

/*
 * Has a text, of which this object is another form, said the same? It may be the form of a form. If
 * not, it is said now.
 */
static struct ls_result was_said(struct node *node, const struct ls_hit *hit, bool *said)
{
    struct node *at;
    *said = false;
    if (ls_pending_wants(hit))
        return ls_ok();
    for (at = node; at->child && at->child->again && !*said; at = at->parent)
        *said = ls_told_said(&at->parent->told, hit, at->child->again);
    for (at = node; at->child && at->child->again && !*said; at = at->parent)
        LS_TRY(ls_told_add_said(&at->parent->told, hit, at->child->again));
    return ls_ok();
}

static struct ls_result tell_hit(struct node *node, struct ls_hit *hit, const struct ls_link *link)
{
    bool said;
    hit->chain = chain_of(node, link);
    LS_TRY(note_hit(node, hit));
    LS_TRY(was_said(node, hit, &said));
    if (said)
        return ls_ok();
    return node->nest->report->hit(node->nest->report->user, hit);
}

/* One that waited for the end of its object. */
static struct ls_result on_due_hit(void *user, const struct ls_hit *found,
                                   const struct ls_link *link)
{
    struct ls_hit hit = *found;
    return tell_hit(user, &hit, link->name.len ? link : NULL);
}

/* From a view of the node's text. */
static struct ls_result on_view_hit(void *user, const struct ls_hit *found,
                                    const struct ls_link *link)
{
    struct node *node = user;
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

/* From the raw pass over the node's own bytes. */
static struct ls_result on_raw_hit(void *user, const struct ls_hit *found)
{
    struct node *node = user;
    struct ls_hit hit = *found;
    if (ls_told_knows(&node->told, &hit))
        return ls_ok();
    if (node->child)
        hit.place.part = node->child->part;
    bool waits;
    LS_TRY(ls_pending_take(node->pending, &hit, NULL, true, &waits));
    return waits ? ls_ok() : tell_hit(node, &hit, NULL);
}

static struct ls_result on_raw_gap(void *user, const struct ls_gap *gap)
{
    return tell_gap(user, NULL, gap);
}

/* The scanner for raw passes over members; its lane serves the views too. */
static struct ls_result need_scanner(struct ls_nest *nest)
{
    return nest->raw ? ls_ok() : ls_object_scanner_new(nest->engine, &nest->options, &nest->raw);
}

static struct ls_result make_view(struct ls_nest *nest, struct ls_textview **view)
{
    LS_TRY(need_scanner(nest));
    struct ls_textview *v = ls_calloc(1, sizeof *v);
    if (!v)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r =
        ls_textview_init(v, nest->engine, ls_object_scanner_lane(nest->raw)->scanner);
    if (ls_failed(r)) {
        ls_textview_fini(v);
        ls_free(v);
        return r;
    }
    *view = v;
    return ls_ok();
}

static struct ls_result need_view(struct node *node)
{
    struct ls_nest *nest = node->nest;
    if (node->view)
        return ls_ok();
    if (!nest->views[node->depth])
        LS_TRY(make_view(nest, &nest->views[node->depth]));
    node->view = nest->views[node->depth];
    return ls_textview_begin(node->view, &node->told, on_view_hit, node);
}

/* The limit of the whole object is told once, where it was reached. */
static struct ls_result tell_over(struct node *node, struct ls_result r)
{
    struct ls_nest *nest = node->nest;
    if (r.code != LS_E_LIMIT || !nest->budget.over || nest->told_over)
        return r;
    nest->told_over = true;
    struct ls_result told = tell_reason(node, nest->budget.over, NULL);
    return ls_failed(told) ? told : r;
}

static struct ls_result spend(struct node *node, uint64_t entries, uint64_t bytes)
{
    return tell_over(node, ls_budget_spend(&node->nest->budget, entries, bytes));
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct node *node = user;
    LS_TRY(need_view(node));
    LS_TRY(spend(node, 0, 0));
    return ls_textview_part(node->view, info);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct node *node = user;
    LS_TRY(need_view(node));
    LS_TRY(spend(node, 0, text.len));
    return ls_textview_text(node->view, text, map, base);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    struct node *node = user;
    LS_TRY(need_view(node));
    return ls_textview_break(node->view, what);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    struct node *node = user;
    if (row == 0 || column == 0)
        return ls_ok();
    LS_TRY(need_view(node));
    return ls_textview_cell(node->view, row, column);
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct ls_link link = {.name = member, .off = LS_OFF_UNKNOWN};
    LS_TRY(spend(user, 0, 0));
    return tell_gap(user, &link, gap);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    return spend(user, entries, bytes);
}

static struct ls_result on_seen(void *user, uint64_t lo, uint64_t hi)
{
    struct node *node = user;
    return ls_told_add_seen(&node->told, lo, hi, LS_TOLD_ANY);
}

static struct ls_result on_child(void *user, const struct ls_child *child);

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
    .seen = on_seen,
};

static struct ls_result ask_budget(void *user)
{
    return spend(user, 0, 0);
}

static struct ls_result call_for_help(void *user, const struct ls_work *work, struct ls_help **help)
{
    struct node *node = user;
    struct ls_patience patience = {ask_budget, node};
    return ls_help_new(node->nest->crew, node->nest->id, &patience, work, help);
}

/*
 * How a format's run ended, in words of gaps. Limits and memory of the format's own are its own
 * matter; every other STOP goes further up.
 */
static struct ls_result end_run(struct node *node, struct ls_result r)
{
    if (!ls_failed(r) || (r.reach == LS_STOP && r.code != LS_E_LIMIT && r.code != LS_E_MEMORY))
        return r;
    switch (r.code) {
    case LS_E_LIMIT:
        if (node->nest->budget.over) {
            struct ls_result told = tell_over(node, r);
            return told.reach == LS_STOP ? told : ls_ok();
        }
        return node->bomb ? ls_ok() : tell_reason(node, LS_REASON_MEMORY_LIMIT, NULL);
    case LS_E_MEMORY:
        return tell_reason(node, LS_REASON_MEMORY_LIMIT, "out of memory");
    case LS_E_IO:
        return tell_reason(node, LS_REASON_IO_ERROR, NULL);
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
    return tell_reason(node, LS_REASON_MALFORMED, NULL);
}

static struct ls_result end_view(struct node *node)
{
    struct ls_textview *view = node->view;
    if (!view)
        return ls_ok();
    node->view = NULL;
    LS_TRY(ls_textview_end(view));
    if (view->crowded)
        LS_TRY(tell_reason(node, LS_REASON_HIT_LIMIT, NULL));
    if (view->refused)
        LS_TRY(tell_reason(node, LS_REASON_SCAN_ERROR, NULL));
    return view->limits_hit ? tell_reason(node, LS_REASON_MATCH_LIMIT, NULL) : ls_ok();
}

/* Runs the node's format over its bytes. */
static struct ls_result run_one(struct node *node, struct ls_blob *blob,
                                const struct ls_probe *probe)
{
    const struct ls_hands hands = {call_for_help, ls_help_receive, ls_help_free, node};
    struct ls_format_job job = {
        .blob = blob,
        .probe = probe,
        .charset = node->child ? node->child->charset : NULL,
        .emit = &emit,
        .user = node,
        .hands = &hands,
    };
    struct ls_result r = end_run(node, node->format->run(&job));
    struct ls_result end = end_view(node);
    return ls_failed(r) ? r : end;
}

static struct ls_result run_format(struct node *node, struct ls_blob *blob,
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

static bool is_inside_itself(const struct node *node)
{
    for (const struct node *at = node->parent; at && node->size >= LOOP_BYTES_MIN; at = at->parent)
        if (at->size == node->size && at->head_len == node->head_len &&
            memcmp(at->head, node->head, node->head_len) == 0)
            return true;
    return false;
}

/* The bytes of a member, charged as they come. */
struct meter {
    struct ls_blob blob;
    struct ls_blob *inner;
    struct node *node;
};

static struct ls_result read_metered(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct meter *meter = LS_CONTAINER(blob, struct meter, blob);
    struct node *node = meter->node;
    *got = 0;
    if (node->bomb || node->nest->budget.over)
        return ls_bad(LS_E_LIMIT); /* whoever asks again gets no more */
    struct ls_result r = meter->inner->read(meter->inner, off, out, len < STEP ? len : STEP, got);
    node->decoded += *got;
    node->broken |= r.reach == LS_BAD && r.code == LS_E_MALFORMED;
    LS_TRY(spend(node, 0, *got));
    if (ls_budget_is_bomb(&node->nest->budget, node->decoded, node->packed)) {
        node->bomb = true;
        LS_TRY(tell_reason(node, LS_REASON_RATIO_LIMIT, NULL));
    }
    return node->bomb ? ls_bad(LS_E_LIMIT) : r;
}

/* May the node's format be run? If not, a gap says why. */
static struct ls_result admit(struct node *node, const struct ls_held *held, bool *may)
{
    const struct ls_limits *limits = &node->nest->budget.limits;
    char detail[64];
    *may = false;
    if (node->depth > limits->depth)
        return tell_reason(node, LS_REASON_DEPTH_LIMIT, NULL);
    if (is_inside_itself(node))
        return tell_reason(node, LS_REASON_RECURSION_LOOP, NULL);
    if (node->format->archive && limits->not_archives) {
        struct ls_gap gap = {.state = LS_STATE_EXCLUDED, .reason = LS_REASON_NOT_OPENED};
        return tell_gap(node, NULL, &gap);
    }
    if (node->format->access == LS_ACCESS_RANDOM && held && !held->whole) {
        snprintf(detail, sizeof detail, "%s of more than %llu bytes", node->format->name,
                 (unsigned long long)held->n);
        return tell_reason(node, LS_REASON_MEMORY_LIMIT, detail);
    }
    *may = true;
    return ls_ok();
}

static struct ls_result scan_raw(struct node *node, const struct ls_input *input)
{
    struct ls_report report = {.hit = on_raw_hit, .gap = on_raw_gap, .user = node};
    struct ls_outcome outcome;
    LS_TRY(need_scanner(node->nest));
    struct ls_result r = ls_object_scan(node->nest->raw, input, NULL, &report, &outcome);
    node->raw_bytes = outcome.bytes_read;
    return r;
}

/* A member that is whole in memory: first its format, then its bytes. */
static struct ls_result look_at_held(struct node *node, const struct ls_held *held,
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
    node->size = held->n;
    node->head = probe->head;
    node->head_len = probe->head_len;
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
static struct ls_result look_at_stream(struct node *node, struct ls_begun *begun,
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
    bool head_only = node->format->carves && !node->format->archive; /* which says enough */
    LS_TRY(run_format(node, head_only ? &head : &begun->blob, probe));
    if (!begun->gone)
        return scan_raw(node, &input);
    char detail[96];
    snprintf(detail, sizeof detail, "%s of more than %llu bytes: its raw bytes were not scanned",
             node->format->name, (unsigned long long)held->n);
    return node->format->archive ? ls_ok() : tell_reason(node, LS_REASON_MEMORY_LIMIT, detail);
}

static struct ls_result look_at_member(struct node *node, struct ls_blob *metered,
                                       struct ls_held *held)
{
    LS_TRY(ls_held_read(held, metered));
    struct ls_probe probe;
    struct ls_begun begun;
    struct ls_blob bytes;
    ls_held_probe(held, &probe);
    ls_blob_memory(&bytes, held->bytes, held->n);
    probe.blob = held->whole ? &bytes : NULL;
    node->format = ls_bids_choose(node->child, &probe);
    if (held->whole) {
        LS_TRY(look_at_held(node, held, &probe));
    } else {
        ls_begun_init(&begun, held, metered);
        LS_TRY(look_at_stream(node, &begun, held, &probe));
    }
    return end_run(node, held->broken);
}

/* Bytes that a member came from, at least: its own extent or that of what it is packed in. */
static uint64_t packed_size(const struct node *node)
{
    const struct ls_child *child = node->child;
    if (child->raw_hi > child->raw_lo)
        return child->raw_hi - child->raw_lo;
    return node->parent->depth ? node->parent->decoded : node->nest->budget.size;
}

/* What came before the break has been looked at. */
static struct ls_result tell_broken(struct node *node)
{
    const struct ls_gap *why = node->child->why;
    if (!node->broken)
        return ls_ok();
    return why && why->reason ? tell_reason(node, why->reason, why->detail)
                              : tell_reason(node, LS_REASON_MALFORMED, NULL);
}

static struct ls_result on_child(void *user, const struct ls_child *child)
{
    struct node *parent = user;
    struct ls_nest *nest = parent->nest;
    struct ls_pending pending;
    struct node node = {
        .nest = nest,
        .parent = parent,
        .depth = parent->depth + 1,
        .child = child,
        .pending = &pending,
    };
    struct meter meter = {
        .blob = {.size = child->blob->size, .read = read_metered},
        .inner = child->blob,
        .node = &node,
    };
    struct ls_held held = {.used = &nest->held, .limit = nest->budget.limits.memory};
    LS_TRY(spend(parent, 1, 0));
    if (child->again) /* what was found in that part is known when it is over */
        LS_TRY(end_view(parent));
    if (node.depth > LS_DEPTH_MAX) /* cannot be: its parent was not opened */
        return ls_stop(LS_E_INTERNAL);
    node.packed = packed_size(&node);
    ls_told_init(&node.told);
    ls_pending_init(&pending);
    struct ls_result r = look_at_member(&node, &meter.blob, &held);
    if (!ls_failed(r))
        r = ls_pending_end(&pending, node.raw_bytes, on_due_hit, &node);
    if (!ls_failed(r))
        r = tell_broken(&node);
    ls_held_free(&held);
    ls_told_fini(&node.told);
    ls_pending_fini(&pending);
    nest->sum->members[node.state]++;
    if (parent->state < node.state)
        parent->state = node.state;
    LS_TRY(r);
    if (child->verbatim)
        LS_TRY(ls_told_add_seen(&parent->told, child->raw_lo, child->raw_hi, LS_TOLD_ANY));
    return nest->budget.over ? ls_bad(LS_E_LIMIT) : ls_ok();
}

struct ls_result ls_nest_run(struct ls_nest *nest, const struct ls_nest_object *object,
                             struct ls_nest_sum *sum)
{
    bool may;
    struct node node = {.nest = nest,
                        .format = object->format,
                        .head = object->probe->head,
                        .head_len = object->probe->head_len,
                        .size = object->probe->size,
                        .pending = object->pending};
    *sum = (struct ls_nest_sum){.decoded = 0};
    nest->report = object->report;
    nest->crew = object->crew;
    nest->id = object->id;
    nest->sum = sum;
    nest->told_over = false;
    nest->held = 0;
    ls_budget_start(&nest->budget, &nest->options.limits, object->probe->size, object->cancel);
    ls_told_clear(&nest->top);
    node.told = nest->top;
    struct ls_result r = admit(&node, NULL, &may);
    if (!ls_failed(r) && may)
        r = run_format(&node, object->blob, object->probe);
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
