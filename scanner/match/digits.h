/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs of digits, found by comparing 64 bytes at a time: the anchor of every number rule. A digit
 * class inside the pattern database would make it thirty times slower on a table of numbers.
 */
#ifndef LS_MATCH_DIGITS_H
#define LS_MATCH_DIGITS_H

#include "base/buf.h"
#include "match/digit_masks.h"
#include "match/match.h"

typedef LS_VEC(struct ls_digit_run) ls_digit_runs;

/* One thread's working memory. */
struct ls_digits;

/*
 * Reports the runs that `limits` asks for; one of them is not 0, both are at most 64. `kernel` is
 * the one to use, or NULL for the fastest.
 */
struct ls_result ls_digits_new(const struct ls_digit_limits *limits,
                               const struct ls_digit_kernel *kernel,
                               struct ls_digits **digits) LS_MUST_USE;
void ls_digits_free(struct ls_digits *digits);

/*
 * A block of `len` bytes, at most LS_MATCH_LEN_MAX, is looked at in three steps: begin, note every
 * part of it (in any order; parts begin at multiples of LS_DIGITS_PART), scan.
 *
 * Noting is fast and finds where numbers may be. It is apart from the scan so that a part can be
 * noted while it is still in the cache from something else. The bytes are read up to LS_MATCH_PAD
 * past the end but never taken for text.
 */
enum { LS_DIGITS_PART = 1024 }; /* bytes; whole words of 64 */
void ls_digits_begin(struct ls_digits *digits, size_t len);
void ls_digits_note(struct ls_digits *digits, const uint8_t *bytes, size_t len, size_t lo,
                    size_t hi);

/*
 * Appends the runs of bytes[0..len) to `runs`: ascending by offset within each encoding, one
 * encoding after the other in pieces of the block. LS_E_LIMIT when `runs` is full.
 */
struct ls_result ls_digits_scan(struct ls_digits *digits, const uint8_t *bytes, size_t len,
                                ls_digit_runs *runs) LS_MUST_USE;

/* Whether the last scan may have found runs in UTF-16. */
bool ls_digits_saw_wide(const struct ls_digits *digits);

#endif
