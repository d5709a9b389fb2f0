/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The coverage ledger: every object that was seen ends in exactly one state, and the sums agree.
 *
 * Who finds objects counts `seen`, who finishes them counts states: two sides that never meet but
 * at the end of the run, which is what makes the comparison worth something. Each thread fills a
 * ledger of its own.
 */
#ifndef LS_ENGINE_LEDGER_H
#define LS_ENGINE_LEDGER_H

#include "base/object.h"
#include "engine/object.h"

struct ls_ledger {
    uint64_t objects[LS_STATE_COUNT];
    uint64_t bytes_read;
    uint64_t bytes_decoded;
    uint64_t members[LS_STATE_COUNT];
    uint64_t hits[LS_SEV_COUNT];
    uint64_t objects_with_hits;
    uint64_t gaps;
};

/* How a run came to its end, for the exit status; the first that applies, from the top. */
struct ls_ending {
    bool broken;        /* a promise inside leakscan was broken, or the rules do not work */
    int signal;         /* somebody stopped it; 0: nobody */
    bool output_closed; /* the reader of the output has left */
    bool unfinished;    /* output full or no memory: worth trying again */
};

void ls_ledger_close_object(struct ls_ledger *ledger, const struct ls_outcome *outcome);
void ls_ledger_merge(struct ls_ledger *into, const struct ls_ledger *from);

/* Whether the states add up to the objects seen. */
bool ls_ledger_balances(const struct ls_ledger *ledger, uint64_t seen);

/* Fills all of the summary but seconds and rules_digest. */
void ls_ledger_sum(const struct ls_ledger *ledger, uint64_t seen, const struct ls_ending *ending,
                   struct ls_summary *summary);

#endif
