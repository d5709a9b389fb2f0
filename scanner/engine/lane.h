/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one thread needs to scan blocks: a scanner and a window. Any lane can scan any block of any
 * object; the answer is the same.
 *
 *   object   |--------|--------|--------|-----     block k owns what ends in (kB, (k+1)B]
 *   view k        <---|--------|--->               and sees `before` and `after` bytes more
 */
#ifndef LS_ENGINE_LANE_H
#define LS_ENGINE_LANE_H

#include "engine/scanner.h"
#include "engine/window.h"

enum { LS_BLOCK_BYTES = 1 << 20 }; /* owned by a block unless told otherwise */

struct ls_lane {
    struct ls_scanner *scanner;
    struct ls_window window;
    size_t block;  /* bytes that a block owns */
    size_t before; /* margins */
    size_t after;
};

/* What became of a block, besides its candidates. */
struct ls_piece {
    struct ls_view view; /* valid until the lane scans another block; of a hole: no bytes */
    uint64_t end;        /* the block owns up to here */
    bool last;           /* nothing comes after it */
    bool crowded;        /* more candidates than memory may hold: some were dropped */
    bool refused;        /* it could not be matched at all */
    struct ls_loss loss;
};

/* block_bytes 0: LS_BLOCK_BYTES. */
struct ls_result ls_lane_init(struct ls_lane *lane, const struct ls_engine *engine,
                              size_t block_bytes) LS_MUST_USE;
void ls_lane_fini(struct ls_lane *lane);

/* Scans block k of the input into `found`, which is cleared first. */
struct ls_result ls_lane_scan(struct ls_lane *lane, const struct ls_input *input, uint64_t k,
                              struct ls_found *found, struct ls_piece *piece) LS_MUST_USE;

#endif
