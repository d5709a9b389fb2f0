/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the text around a hit is: hits whose severity depends on it wait until enough of the object
 * has gone by.
 *
 *   object  ....h1.........[..C..].........h2................>
 *               |<- reach ->|cell |<- reach ->|     h1 and h2 stand in the context that C names
 *
 * Hits leave in the order in which they came. Memory is bounded: when too many wait, all go with
 * what is known so far. One thread at a time.
 */
#ifndef LS_CONFIRM_CONTEXT_H
#define LS_CONFIRM_CONTEXT_H

#include "base/buf.h"
#include "confirm/reduce.h"

enum {
    LS_CONTEXT_CELL = 16 << 10,  /* bytes of an object that are named together */
    LS_CONTEXT_REACH = 64 << 10, /* bytes before and behind them that are of the same kind */
    LS_CONTEXT_RANGES = 64,      /* that are remembered; of one name they join when they touch */
    LS_CONTEXT_WAITING = 4096,   /* hits, up to half of which may be gone already */
};

struct ls_context_range {
    const char *name;
    uint64_t lo, hi;
};

struct ls_waiting_hit {
    struct ls_hit hit;
    const struct ls_rule *rule;
    size_t texts; /* where its four texts begin in `strings` */
};

struct ls_context {
    struct ls_context_range ranges[LS_CONTEXT_RANGES];
    size_t ranges_n;
    LS_VEC(struct ls_waiting_hit) waiting;
    size_t gone; /* of those, from the front */
    struct ls_buf strings;
};

void ls_context_init(struct ls_context *context);
void ls_context_fini(struct ls_context *context);

/* The cell of offset `off`, and what is around it, is of this kind. */
void ls_context_name(struct ls_context *context, const char *name, uint64_t off);

/* A hit: handed on at once where nothing waits and its rule asks for no context. */
struct ls_result ls_context_put(struct ls_context *context, const struct ls_rule *rule,
                                const struct ls_hit *hit, ls_hit_fn emit, void *user) LS_MUST_USE;

/* The object has been looked at up to `off`: what is decided goes. UINT64_MAX: its end. */
struct ls_result ls_context_pass(struct ls_context *context, uint64_t off, ls_hit_fn emit,
                                 void *user) LS_MUST_USE;

/* The object is over: all go, and nothing is left of it, even if `emit` refuses one. */
struct ls_result ls_context_end(struct ls_context *context, ls_hit_fn emit, void *user) LS_MUST_USE;

#endif
