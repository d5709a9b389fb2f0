/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/lane.h"

struct ls_result ls_lane_init(struct ls_lane *lane, const struct ls_engine *engine,
                              size_t block_bytes)
{
    size_t cap;
    block_bytes += block_bytes & 1; /* UTF-16 keeps its parity from block to block */
    *lane = (struct ls_lane){.block = block_bytes ? block_bytes : LS_BLOCK_BYTES};
    ls_engine_margins(engine, &lane->before, &lane->after);
    if (__builtin_add_overflow(lane->before, lane->after, &cap) ||
        __builtin_add_overflow(cap, lane->block, &cap))
        return ls_stop(LS_E_LIMIT);
    LS_TRY(ls_window_init(&lane->window, cap));
    return ls_scanner_new(engine, &lane->scanner);
}

void ls_lane_fini(struct ls_lane *lane)
{
    ls_scanner_free(lane->scanner);
    lane->scanner = NULL;
    ls_window_fini(&lane->window);
}

static struct ls_result scan_view(struct ls_lane *lane, uint64_t start, struct ls_found *found,
                                  struct ls_piece *piece)
{
    const struct ls_view *view = &piece->view;
    struct ls_block block = {
        .bytes = view->bytes,
        .len = view->len,
        .kept = lane->window.scanned > view->off ? (size_t)(lane->window.scanned - view->off) : 0,
        .off = view->off,
        .own_lo = (size_t)(start - view->off),
        .own_hi = (size_t)(piece->end - view->off),
        .last = view->last,
    };
    struct ls_result r = ls_scanner_block(lane->scanner, &block, found);
    lane->window.scanned = view->off + view->len;
    if (r.code == LS_E_LIMIT) /* what was found before stays found */
        piece->crowded = true;
    else if (r.reach == LS_BAD)
        piece->refused = true;
    else
        return r;
    return ls_ok();
}

struct ls_result ls_lane_scan(struct ls_lane *lane, const struct ls_input *input, uint64_t k,
                              struct ls_found *found, struct ls_piece *piece)
{
    uint64_t start = k * lane->block;
    uint64_t lo = start > lane->before ? start - lane->before : 0;
    uint64_t hi = start + lane->block + lane->after;
    *piece = (struct ls_piece){.end = start + lane->block};
    ls_found_clear(found);
    if (hi < input->size && ls_input_is_hole(input, lo, hi))
        return ls_ok();
    LS_TRY(ls_window_show(&lane->window, input, lo, hi, &piece->view, &piece->loss));
    uint64_t view_end = lo + piece->view.len;
    if (piece->end > view_end)
        piece->end = view_end;
    if (piece->end < start)
        piece->end = start;
    piece->last = piece->view.last && view_end <= start + lane->block;
    return view_end > start ? scan_view(lane, start, found, piece) : ls_ok();
}
