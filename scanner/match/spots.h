/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spots in text of the shape of UTF-8 where the engine has to look.
 *
 * The strings that match/pairs.h leaves to the engine hold bytes that running text of Chinese
 * characters and tables of numbers are short of: letters of ASCII, and lead bytes of other scripts.
 * A few hold none, and are known by two bytes side by side. So only what is close to such bytes is
 * searched:
 *
 *   text    ………………………………….a……………………………..é.b……………………
 *   copy                 ….a…. FF 00 ..é.b..            FF 00 stands in no string
 *
 * Built once, then immutable and shared; the copy belongs to one thread.
 */
#ifndef LS_MATCH_SPOTS_H
#define LS_MATCH_SPOTS_H

#include "base/buf.h"
#include "base/result.h"
#include "match/lower.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_SPOT_SETS = 8 };

/* Byte pairs as eight sets: x and y are one when all four tables have the bit of the set. */
struct ls_spots {
    uint8_t first_high[16], first_low[16], second_high[16], second_low[16];
    size_t reach; /* bytes around a spot that belong to it; SIZE_MAX: the whole text does */
};

/* For the strings of LS_DATABASE_UTF8. */
struct ls_result ls_spots_find(const struct ls_lower *lower, struct ls_spots *spots) LS_MUST_USE;

/* A piece of the text, and where its copy begins. */
struct ls_spot_piece {
    size_t at, copy;
};

struct ls_spots_copy {
    struct ls_buf bytes;
    LS_VEC(struct ls_spot_piece) pieces;
};

enum {
    LS_SPOTS_TEXT_MAX = 256 << 10, /* bytes of a text */
    LS_SPOTS_PAD = 64,             /* that the copy is readable further */
};

struct ls_result ls_spots_copy_init(struct ls_spots_copy *copy) LS_MUST_USE;
void ls_spots_copy_fini(struct ls_spots_copy *copy);

/*
 * Copies what is around the spots of bytes[0..len), readable 64 bytes further. False when the text
 * is longer than LS_SPOTS_TEXT_MAX, or when that is most of the text: then it is quicker to search
 * it as it stands.
 */
bool ls_spots_gather(const struct ls_spots *spots, const uint8_t *bytes, size_t len,
                     struct ls_spots_copy *copy);

/* Where copy->bytes.at[at - 1] stands in the text, at >= 1, and one further. */
size_t ls_spots_end(const struct ls_spots_copy *copy, size_t at);

/* The ways to do it that run on this processor, the fastest first; for tests. */
typedef bool ls_spots_fn(const struct ls_spots *spots, const uint8_t *bytes, size_t len,
                         struct ls_spots_copy *copy);
enum { LS_SPOTS_WAYS_MAX = 3 };
size_t ls_spots_ways(ls_spots_fn *ways[LS_SPOTS_WAYS_MAX]);

#endif
