/* SPDX-License-Identifier: Apache-2.0 */
#include "confirm/asked.h"

#include "confirm/context.h"

#include <string.h>

enum {
    AROUND = LS_CONTEXT_REACH / LS_CONTEXT_CELL + 2, /* cells, with one to spare */
    FAR = LS_CONTEXT_REACH + 2 * LS_CONTEXT_CELL,    /* the same in bytes */
};

static void ask_around(struct ls_asked *asked, uint64_t cell)
{
    uint64_t lo = cell > asked->first + AROUND ? cell - AROUND - asked->first : 0;
    for (uint64_t i = lo; i <= cell + AROUND - asked->first && i < LS_ASKED_CELLS; i++)
        asked->bits[i / 64] |= UINT64_C(1) << (i % 64);
}

void ls_asked_by(struct ls_asked *asked, const struct ls_rules *rules, const struct ls_block *block,
                 const struct ls_found *found, size_t from)
{
    uint64_t own_lo = block->off + block->own_lo, own_hi = block->off + block->own_hi;
    memset(asked->bits, 0, sizeof asked->bits);
    asked->first = block->off / LS_CONTEXT_CELL;
    asked->lo = own_lo == 0 ? 0 : own_lo + FAR;
    asked->hi = own_hi > FAR ? own_hi - FAR : 0;
    if (block->last && block->own_hi == block->len)
        asked->hi = UINT64_MAX;
    for (size_t i = from; i < found->candidates.n; i++) {
        const struct ls_candidate *c = &found->candidates.at[i];
        if (rules->at[c->rule].in_context_n)
            ask_around(asked, c->off / LS_CONTEXT_CELL);
    }
}

bool ls_asked_at(const struct ls_asked *asked, uint64_t off)
{
    uint64_t cell = off / LS_CONTEXT_CELL - asked->first;
    if (off < asked->lo || off > asked->hi || cell >= LS_ASKED_CELLS)
        return true;
    return asked->bits[cell / 64] >> (cell % 64) & 1;
}
