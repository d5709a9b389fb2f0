/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/peers.h"

#include "base/alloc.h"

#include <string.h>

struct ls_result ls_peers_init(struct ls_peers *peers, size_t rules_n)
{
    LS_VEC_INIT(&peers->at, LS_PEERS_MAX);
    peers->rules_n = rules_n;
    peers->last = ls_calloc(rules_n, sizeof *peers->last);
    return peers->last ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_peers_fini(struct ls_peers *peers)
{
    LS_VEC_FINI(&peers->at);
    ls_free(peers->last);
}

struct ls_result ls_peers_link(struct ls_peers *peers, const struct ls_event *events, size_t n)
{
    LS_VEC_CLEAR(&peers->at);
    LS_TRY(LS_VEC_RESERVE(&peers->at, n));
    peers->at.n = n;
    memset(peers->last, 0xFF, peers->rules_n * sizeof *peers->last);
    for (size_t i = 0; i < n; i++) {
        if (events[i].role != LS_EVENT_TERM)
            continue;
        uint32_t *last = &peers->last[events[i].rule];
        peers->at.at[i] = (struct ls_peer){*last, LS_NO_PEER};
        if (*last != LS_NO_PEER)
            peers->at.at[*last].behind = (uint32_t)i;
        *last = (uint32_t)i;
    }
    return ls_ok();
}
