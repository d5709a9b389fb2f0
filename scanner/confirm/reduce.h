/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the candidates of an object's blocks, in order, to its hits: each match reported once, bulk
 * rules counted in a sliding window, in bounded memory however long the object is.
 */
#ifndef LS_CONFIRM_REDUCE_H
#define LS_CONFIRM_REDUCE_H

#include "confirm/confirm.h"

struct ls_reducer;

/* Takes a hit; pointers in it are valid during the call. A failure stops the feeding. */
typedef struct ls_result (*ls_hit_fn)(void *user, const struct ls_hit *hit);

struct ls_result ls_reducer_new(const struct ls_rules *rules,
                                struct ls_reducer **reducer) LS_MUST_USE;
void ls_reducer_free(struct ls_reducer *reducer);

/* For the proof of rules: a rule that only names a context is told like any other. */
void ls_reducer_tell_contexts(struct ls_reducer *reducer);

/* Takes the candidates of the next block (blocks in order of offset). */
struct ls_result ls_reducer_feed(struct ls_reducer *reducer, const struct ls_found *found,
                                 ls_hit_fn emit, void *user) LS_MUST_USE;

/* The object is over: decides what was still open, and is ready for the next object. */
struct ls_result ls_reducer_end(struct ls_reducer *reducer, ls_hit_fn emit, void *user) LS_MUST_USE;

#endif
