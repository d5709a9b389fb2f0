/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/bids.h"

enum {
    CERTAIN_BITS = 32,  /* of a bid that no container knows better than */
    APPENDED_BITS = 24, /* of a bid for what stands behind something else */
};

const struct ls_format *ls_bids_best(const struct ls_probe *probe)
{
    const struct ls_format *best = NULL;
    unsigned best_bits = 0;
    size_t n;
    const struct ls_format *const *all = ls_formats(&n);
    for (size_t i = 0; i < n; i++) {
        unsigned bits = all[i]->bid(probe);
        if (bits > best_bits) {
            best_bits = bits;
            best = all[i];
        }
    }
    return best;
}

const struct ls_format *ls_bids_appended(const struct ls_format *first,
                                         const struct ls_probe *probe)
{
    size_t n;
    const struct ls_format *const *all = ls_formats(&n);
    for (size_t i = 0; i < n && !first->archive && !first->carves; i++) {
        unsigned bits = all[i]->appended && all[i] != first ? all[i]->bid(probe) : 0;
        if (bits >= APPENDED_BITS && bits < CERTAIN_BITS)
            return all[i];
    }
    return NULL;
}

const struct ls_format *ls_bids_choose(const struct ls_child *child, const struct ls_probe *probe)
{
    const struct ls_format *best = ls_bids_best(probe);
    const struct ls_format *said = child->as ? ls_format_find(child->as) : NULL;
    return said && (!best || best->bid(probe) < CERTAIN_BITS) ? said : best;
}
