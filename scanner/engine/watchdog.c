/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/watchdog.h"

#include "base/alloc.h"

#include <string.h>

struct ls_result ls_watchdog_init(struct ls_watchdog *w, unsigned slots, ls_watchdog_limit limit,
                                  void *user)
{
    *w = (struct ls_watchdog){.limit = limit, .user = user, .n = slots};
    w->at = ls_calloc(slots, sizeof *w->at);
    return w->at ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_watchdog_fini(struct ls_watchdog *w)
{
    ls_free(w->at);
    w->at = NULL;
}

void ls_watchdog_reset(struct ls_watchdog *w)
{
    memset(w->at, 0, w->n * sizeof *w->at);
}

uint64_t ls_watchdog_look(struct ls_watchdog *w, const struct ls_slots *slots, uint64_t now_ms)
{
    uint64_t overdue = 0;
    for (unsigned i = 0; i < w->n; i++) {
        const struct ls_slot *slot = &slots->at[i];
        struct ls_watch *seen = &w->at[i];
        bool in_format = atomic_load(&slot->phase) == LS_PHASE_FORMAT;
        uint64_t object = in_format ? atomic_load(&slot->object) : 0;
        if (object != seen->object)
            *seen = (struct ls_watch){object, now_ms, object ? w->limit(w->user, object) : 0};
        else if (seen->limit_ms && now_ms - seen->since_ms > seen->limit_ms && !overdue)
            overdue = object;
    }
    return overdue;
}
