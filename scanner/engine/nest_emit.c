/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/nest_ahead.h"

static struct ls_result make_view(struct ls_nest *nest, struct ls_textview **view)
{
    LS_TRY(ls_nest_need_scanner(nest));
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

/* For text that comes now: members before it are told before it is scanned. */
static struct ls_result need_view(struct ls_node *node)
{
    struct ls_nest *nest = node->nest;
    LS_TRY(ls_ahead_settle(nest));
    if (node->view)
        return ls_ok();
    if (!nest->views[node->depth])
        LS_TRY(make_view(nest, &nest->views[node->depth]));
    node->view = nest->views[node->depth];
    return ls_textview_begin(node->view, &node->told, ls_node_view_hit, node);
}

struct ls_result ls_node_end_view(struct ls_node *node)
{
    struct ls_textview *view = node->view;
    if (!view)
        return ls_ok();
    node->view = NULL;
    LS_TRY(ls_textview_end(view));
    if (view->crowded)
        LS_TRY(ls_node_tell_reason(node, LS_REASON_HIT_LIMIT, NULL));
    if (view->refused)
        LS_TRY(ls_node_tell_reason(node, LS_REASON_SCAN_ERROR, NULL));
    return view->limits_hit ? ls_node_tell_reason(node, LS_REASON_MATCH_LIMIT, NULL) : ls_ok();
}

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    struct ls_node *node = user;
    LS_TRY(need_view(node));
    LS_TRY(ls_node_spend(node, 0, 0));
    return ls_textview_part(node->view, info);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_node *node = user;
    LS_TRY(need_view(node));
    LS_TRY(ls_node_spend(node, 0, text.len));
    return ls_textview_text(node->view, text, map, base);
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    struct ls_node *node = user;
    LS_TRY(need_view(node));
    return ls_textview_break(node->view, what);
}

static struct ls_result on_cell(void *user, uint32_t row, uint32_t column)
{
    struct ls_node *node = user;
    if (row == 0 || column == 0)
        return ls_ok();
    LS_TRY(need_view(node));
    return ls_textview_cell(node->view, row, column);
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    struct ls_link link = {.name = member, .off = LS_OFF_UNKNOWN};
    LS_TRY(ls_node_spend(user, 0, 0));
    return ls_node_tell_gap(user, &link, gap);
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    return ls_node_spend(user, entries, bytes);
}

static struct ls_result on_seen(void *user, uint64_t lo, uint64_t hi)
{
    struct ls_node *node = user;
    LS_TRY(ls_ahead_settle(node->nest));
    return ls_told_add_seen(&node->told, lo, hi, LS_TOLD_ANY);
}

const struct ls_emit ls_node_emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .cell = on_cell,
    .child = ls_node_child,
    .gap = on_gap,
    .charge = on_charge,
    .seen = on_seen,
};
