/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoding and folding in one go, for the characters that nearly all of a text consists of.
 * Pure functions, any thread.
 */
#ifndef LS_BASE_FOLD_RUN_H
#define LS_BASE_FOLD_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Folded characters and where the bytes of each begin and end; room for `max` of them. */
struct ls_folded {
    uint32_t *cps, *off, *end;
    size_t max;
    bool blanks; /* what folds to ' ' or '\n' belongs to a run, too */
};

/*
 * Reads the first characters of UTF-8 bytes[0..len), as long as each folds to one of the BMP that
 * is neither a blank nor a control character, and `max` of them at most. Returns their number n;
 * places count from `base`, that of bytes[0], so reading stopped at end[n - 1]. base + len < 2^32.
 */
typedef size_t ls_fold_run_fn(const uint8_t *bytes, size_t len, uint32_t base,
                              const struct ls_folded *to);

ls_fold_run_fn ls_fold_run_utf8;

/* The ways to do it that this processor has, the fastest first: for tests. Returns their number. */
enum { LS_FOLD_RUN_WAYS_MAX = 2 };
size_t ls_fold_run_ways(ls_fold_run_fn *ways[LS_FOLD_RUN_WAYS_MAX]);

#endif
