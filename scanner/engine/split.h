/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One large file, many lanes. The thread that owns the file takes its blocks in order; every thread
 * that has nothing better to do scans blocks ahead of it, into a ring of bounded length.
 *
 *   block   0 1 2 3 | 4 5 6 7 | 8 9 ...
 *           fed       ring      not yet handed out
 *                     ^ the owner waits for this one, or scans one itself
 *
 * The owner never depends on help, and helpers depend on nothing but the owner.
 */
#ifndef LS_ENGINE_SPLIT_H
#define LS_ENGINE_SPLIT_H

#include "confirm/confirm.h"
#include "engine/call.h"

/* Blocks that a thread takes at once: what it saw at the end of one it need not search in the next.
 */
enum { LS_SPLIT_RUN = 4 };

struct ls_split;

/* Blocks [0, blocks) of the input; `ring` of them at most are scanned but not yet fed. */
struct ls_result ls_split_new(const struct ls_input *input, uint64_t blocks, size_t ring,
                              struct ls_split **split) LS_MUST_USE;

/* No helper may be inside. */
void ls_split_free(struct ls_split *split);

/*
 * The owner's: gives block k, counting up from 0 without a gap, after scanning others on its own
 * lane while it waits. The piece has no view. Both stay until the next call.
 */
struct ls_result ls_split_take(struct ls_split *split, struct ls_lane *lane, uint64_t k,
                               struct ls_found **found, struct ls_piece *piece) LS_MUST_USE;

/* The call for help with it. */
struct ls_call *ls_split_call(struct ls_split *split);

#endif
