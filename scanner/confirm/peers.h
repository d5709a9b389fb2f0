/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of one rule in a block, each with the one before and the one behind it: a rule that counts
 * its words need not walk over those of all others.
 *
 *   events   a1  b1  a2  c1  c2  a3
 *   of a     0 ----- 2 --------- 5
 *
 * One thread at a time; reused from block to block.
 */
#ifndef LS_CONFIRM_PEERS_H
#define LS_CONFIRM_PEERS_H

#include "base/buf.h"
#include "confirm/confirm.h"

/* Numbers of events; LS_NO_PEER: there is none. */
struct ls_peer {
    uint32_t before, behind;
};

enum { LS_PEERS_MAX = 8 << 20 };
#define LS_NO_PEER UINT32_MAX

struct ls_peers {
    LS_VEC(struct ls_peer) at; /* one for each event; nothing is said of those that are no terms */
    uint32_t *last;            /* of each rule, while they are linked */
    size_t rules_n;
};

/* Fails with LS_E_MEMORY only; then, too, there is ls_peers_fini() to be called. */
struct ls_result ls_peers_init(struct ls_peers *peers, size_t rules_n) LS_MUST_USE;
void ls_peers_fini(struct ls_peers *peers);

/* Links the terms among events[0..n), n <= LS_PEERS_MAX. */
struct ls_result ls_peers_link(struct ls_peers *peers, const struct ls_event *events,
                               size_t n) LS_MUST_USE;

#endif
