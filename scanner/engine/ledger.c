/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/ledger.h"

#include <signal.h>
#include <stdint.h>

/* docs/output.md has the table. */
enum {
    EXIT_CLEAN = 0,
    EXIT_HITS = 1,
    EXIT_BROKEN = 2,
    EXIT_GAPS = 3,
    EXIT_TRY_AGAIN = 75,
    EXIT_SIGNAL = 128,
};

void ls_ledger_close_object(struct ls_ledger *ledger, const struct ls_outcome *outcome)
{
    uint64_t hits = 0;
    for (int i = 0; i < LS_SEV_COUNT; i++) {
        ledger->hits[i] += outcome->hits[i];
        hits += outcome->hits[i];
    }
    ledger->objects[outcome->state]++;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        ledger->members[i] += outcome->members[i];
    ledger->bytes_read += outcome->bytes_read;
    ledger->bytes_decoded += outcome->bytes_decoded;
    ledger->objects_with_hits += hits > 0;
    ledger->gaps += outcome->gaps;
}

void ls_ledger_merge(struct ls_ledger *into, const struct ls_ledger *from)
{
    for (int i = 0; i < LS_STATE_COUNT; i++) {
        into->objects[i] += from->objects[i];
        into->members[i] += from->members[i];
    }
    for (int i = 0; i < LS_SEV_COUNT; i++)
        into->hits[i] += from->hits[i];
    into->bytes_read += from->bytes_read;
    into->bytes_decoded += from->bytes_decoded;
    into->objects_with_hits += from->objects_with_hits;
    into->gaps += from->gaps;
}

bool ls_ledger_balances(const struct ls_ledger *ledger, uint64_t seen)
{
    uint64_t sum = 0;
    for (int i = 0; i < LS_STATE_COUNT; i++)
        sum += ledger->objects[i];
    return sum == seen;
}

static int exit_status(const struct ls_ledger *ledger, const struct ls_ending *ending)
{
    if (ending->broken)
        return EXIT_BROKEN;
    if (ending->signal)
        return EXIT_SIGNAL + ending->signal;
    if (ending->output_closed)
        return EXIT_SIGNAL + SIGPIPE;
    if (ending->unfinished)
        return EXIT_TRY_AGAIN;
    if (ledger->objects_with_hits)
        return EXIT_HITS;
    if (ledger->objects[LS_STATE_DEGRADED] || ledger->objects[LS_STATE_NOT_SCANNED])
        return EXIT_GAPS;
    return EXIT_CLEAN;
}

void ls_ledger_sum(const struct ls_ledger *ledger, uint64_t seen, const struct ls_ending *ending,
                   struct ls_summary *summary)
{
    summary->objects_seen = seen;
    for (int i = 0; i < LS_STATE_COUNT; i++) {
        summary->objects[i] = ledger->objects[i];
        summary->members[i] = ledger->members[i];
    }
    for (int i = 0; i < LS_SEV_COUNT; i++)
        summary->hits[i] = ledger->hits[i];
    summary->bytes_read = ledger->bytes_read;
    summary->bytes_decoded = ledger->bytes_decoded;
    summary->objects_with_hits = ledger->objects_with_hits;
    summary->exit_status = exit_status(ledger, ending);
}
