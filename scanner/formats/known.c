/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/known.h"

#include "base/alloc.h"

#include <string.h>

enum { FIRST = 1 << 8, KEPT = 1 << 13 /* places that are kept when it is cleared */ };

void ls_known_fini(struct ls_known *known)
{
    ls_free(known->at);
    *known = (struct ls_known){.limit = known->limit};
}

void ls_known_clear(struct ls_known *known)
{
    if (known->cap > KEPT) {
        ls_known_fini(known);
    } else if (known->n) {
        memset(known->at, 0, known->cap * sizeof *known->at);
        known->n = 0;
    }
}

/* Where a value is, or would be. */
static size_t find(const struct ls_known *known, uint64_t value)
{
    size_t i = (size_t)(value ^ value >> 32) & (known->cap - 1);
    while (known->at[i] && known->at[i] != value)
        i = (i + 1) & (known->cap - 1);
    return i;
}

static struct ls_result grow(struct ls_known *known)
{
    struct ls_known more = {
        .cap = known->cap ? 2 * known->cap : FIRST, .n = known->n, .limit = known->limit};
    more.at = ls_calloc(more.cap, sizeof *more.at);
    if (!more.at)
        return ls_stop(LS_E_MEMORY);
    for (size_t i = 0; i < known->cap; i++)
        if (known->at[i])
            more.at[find(&more, known->at[i])] = known->at[i];
    ls_free(known->at);
    *known = more;
    return ls_ok();
}

struct ls_result ls_known_add(struct ls_known *known, uint64_t value, bool *news)
{
    bool full = known->n >= (known->limit ? known->limit : LS_KNOWN_MAX);
    value += value == 0;
    if (2 * known->n >= known->cap && !full)
        LS_TRY(grow(known));
    size_t i = find(known, value);
    *news = known->at[i] == 0;
    if (*news && !full) {
        known->at[i] = value;
        known->n++;
    }
    return ls_ok();
}

bool ls_known_has(const struct ls_known *known, uint64_t value)
{
    value += value == 0;
    return known->cap && known->at[find(known, value)] != 0;
}
