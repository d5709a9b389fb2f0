/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way back from what a decoder made to the bytes it made it from.
 *
 *   in    E5 9B BD 26 6E 62 73 70 3B E5 AE B6         "国&nbsp;家" in HTML
 *   out   E5 9B BD 20             E5 AE B6            "国 家"
 *   segs  {out 0, in 0, 1:1}  {out 3, in 3, 1:6}  {out 4, in 9, 1:1}
 *
 * A segment reaches to the next one; in it, each `out_step` bytes come from `in_step` bytes: 1:1 is
 * verbatim, 3:2 double-byte text as UTF-8, 3:4 base64, 1:3 quoted-printable. `in_step` 0 is for
 * bytes that the decoder made up. Neighbours that continue each other become one, so a map grows
 * with the changes in the text and not with its length. Offsets are absolute and ascending on the
 * out side; on the in side they may go back. One thread at a time.
 */
#ifndef LS_DECODE_MAP_H
#define LS_DECODE_MAP_H

#include "base/buf.h"
#include "base/result.h"

#include <stdbool.h>
#include <stdint.h>

struct ls_map_seg {
    uint64_t out, in;
    uint16_t out_step, in_step;
};

struct ls_map {
    LS_VEC(struct ls_map_seg) segs;
    uint64_t out_end;  /* the last segment reaches up to here */
    uint64_t out_from; /* nothing is known before here: what fell out of the limit */
};

/* `limit` segments are kept; when there are more, the oldest half is forgotten. */
void ls_map_init(struct ls_map *map, size_t limit);
void ls_map_fini(struct ls_map *map);
void ls_map_clear(struct ls_map *map);

/*
 * The next `out_len` bytes of output, a multiple of out_step (the last character may be cut short),
 * come from `in` on.
 */
struct ls_result ls_map_add(struct ls_map *map, uint64_t out_len, uint64_t in, uint16_t out_step,
                            uint16_t in_step) LS_MUST_USE;

/* Appends what `from` knows of its output bytes [lo, hi); what it does not know comes from nowhere.
 */
struct ls_result ls_map_append(struct ls_map *map, const struct ls_map *from, uint64_t lo,
                               uint64_t hi) LS_MUST_USE;

/* Forgets what is known of output bytes before `out` only. */
void ls_map_forget(struct ls_map *map, uint64_t out);

/*
 * The input bytes [*lo, *hi) behind output bytes [from, to), from < to. `*verbatim` when they are
 * the same bytes, one for one. False when the map does not know.
 */
bool ls_map_find(const struct ls_map *map, uint64_t from, uint64_t to, uint64_t *lo, uint64_t *hi,
                 bool *verbatim);

/*
 * Two steps become one: appends where output bytes [lo, hi) of `outer` come from, when `outer` read
 * what `inner` made. What either does not know comes from nowhere.
 */
struct ls_result ls_map_through(struct ls_map *map, const struct ls_map *outer, uint64_t lo,
                                uint64_t hi, const struct ls_map *inner) LS_MUST_USE;

#endif
