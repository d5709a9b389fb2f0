/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hits that depend on what else their object holds: rules with `provided` (rules/evidence.h).
 *
 *   object   red head ..... list of cadres ........ end
 *            waits                                  no grade mark came: it is told
 *
 * Every hit of the object, from its text and from its raw bytes, is noted here before anything is
 * left out by severity or category; one of a rule with `provided` waits, the first of each such
 * rule. So the answer depends neither on the order of hits nor on where blocks end. An object is
 * what has a chain of its own: what stands in a member neither helps nor hinders what stands around
 * it.
 *
 * Bounded: a hit for which there is no room is not told. One thread at a time.
 */
#ifndef LS_ENGINE_PENDING_H
#define LS_ENGINE_PENDING_H

#include "base/buf.h"
#include "base/hit.h"
#include "base/result.h"

enum {
    LS_PENDING_MAX = 64,            /* rules whose hits wait in one object */
    LS_PENDING_DOCUMENT = 16 << 20, /* raw bytes of more than that are not one document */
};

/* A hit that waits; its texts follow each other in `strings`. */
struct ls_pending_hit {
    struct ls_hit hit;
    struct ls_link link; /* the part it stands in; its name is empty when there is none */
    size_t texts;
    bool raw; /* found in raw bytes */
};

struct ls_pending {
    uint32_t seen;  /* categories of which there was a hit, 1 << enum ls_category */
    uint32_t found; /* those of which one weighs more than a mention */
    LS_VEC(struct ls_pending_hit) waiting;
    struct ls_buf strings;
};

void ls_pending_init(struct ls_pending *pending);
void ls_pending_fini(struct ls_pending *pending);

/* Another object comes. */
void ls_pending_clear(struct ls_pending *pending);

/* Do the hits of this rule wait? */
bool ls_pending_wants(const struct ls_hit *hit);

/*
 * A hit of the object. `link` is the part it stands in, or NULL. *waits says that it is not to be
 * told now: it comes at the end, if at all.
 */
struct ls_result ls_pending_take(struct ls_pending *pending, const struct ls_hit *hit,
                                 const struct ls_link *link, bool raw, bool *waits) LS_MUST_USE;

/* Takes a hit whose time has come; its chain is empty, `link` as it was given (never NULL). */
typedef struct ls_result (*ls_pending_fn)(void *user, const struct ls_hit *hit,
                                          const struct ls_link *link);

/* The object is over, of so many raw bytes: tells what is to be told, and forgets the object. */
struct ls_result ls_pending_end(struct ls_pending *pending, uint64_t raw_bytes, ls_pending_fn emit,
                                void *user) LS_MUST_USE;

#endif
