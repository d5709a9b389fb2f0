/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first look at packs (rules/locate.h) by a thread that goes ahead, so that the schema reads
 * one pack while the next one is looked at: both take the same time.
 *
 *   thread   look 0 | look 1 | look 2 | ...
 *   caller          | read 0 | read 1 | ...
 */
#ifndef LS_RULES_LOCATE_AHEAD_H
#define LS_RULES_LOCATE_AHEAD_H

#include "base/diag.h"
#include "base/result.h"
#include "rules/locate.h"
#include "rules/rules.h"

#include <stddef.h>
#include <stdint.h>

struct ls_locate_ahead;

/* Starts with packs[0..n), which outlive it. Where no thread can be had, the caller looks itself.
 */
struct ls_result ls_locate_ahead_new(const struct ls_pack_text *packs, size_t n,
                                     struct ls_locate_ahead **ahead) LS_MUST_USE;

/*
 * What ls_locate_check() says of pack i, once it does; asked for in ascending order. `lines` holds
 * until the next call.
 */
struct ls_result ls_locate_ahead_get(struct ls_locate_ahead *ahead, size_t i,
                                     const struct ls_locate_lines **lines,
                                     struct ls_diag *diag) LS_MUST_USE;

/* Waits for the thread, which stops at the next pack. NULL is fine. */
void ls_locate_ahead_free(struct ls_locate_ahead *ahead);

#endif
