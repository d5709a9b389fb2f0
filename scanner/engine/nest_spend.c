/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/nest_priv.h"

#include "base/reason.h"
#include "engine/nest_ahead.h"

enum {
    STEP = 1 << 20, /* bytes that are decoded before the budget is asked again */
};

struct ls_result ls_node_tell_over(struct ls_node *node, struct ls_result r)
{
    struct ls_nest *nest = node->nest;
    if (r.code != LS_E_LIMIT || !nest->budget.over || nest->told_over)
        return r;
    nest->told_over = true;
    struct ls_result told = ls_node_tell_reason(node, nest->budget.over, NULL);
    return ls_failed(told) ? told : r;
}

struct ls_result ls_node_spend(struct ls_node *node, uint64_t entries, uint64_t bytes)
{
    bool charged;
    LS_TRY(ls_ahead_spend(node->nest, entries, bytes, &charged));
    return charged ? ls_ok()
                   : ls_node_tell_over(node, ls_budget_spend(&node->nest->budget, entries, bytes));
}

static struct ls_result read_metered(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                     size_t *got)
{
    struct ls_meter *meter = LS_CONTAINER(blob, struct ls_meter, blob);
    struct ls_node *node = meter->node;
    *got = 0;
    if (node->bomb || node->nest->budget.over)
        return ls_bad(LS_E_LIMIT); /* whoever asks again gets no more */
    struct ls_result r = meter->inner->read(meter->inner, off, out, len < STEP ? len : STEP, got);
    node->decoded += *got;
    node->broken |= r.reach == LS_BAD && r.code == LS_E_MALFORMED;
    LS_TRY(ls_node_spend(node, 0, *got));
    if (ls_budget_is_bomb(&node->nest->budget, node->decoded, node->packed)) {
        node->bomb = true;
        LS_TRY(ls_node_tell_reason(node, LS_REASON_RATIO_LIMIT, NULL));
    }
    return node->bomb ? ls_bad(LS_E_LIMIT) : r;
}

void ls_meter_init(struct ls_meter *meter, struct ls_node *node, struct ls_blob *inner)
{
    *meter = (struct ls_meter){
        .blob = {.size = inner->size, .read = read_metered}, .inner = inner, .node = node};
}
