/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the inside of one top-level object may cost, shared by all its descendants.
 *
 * Reaching a limit is a gap and never "clean". The raw bytes of the top-level object are scanned in
 * any case and without limit. One thread at a time.
 */
#ifndef LS_ENGINE_BUDGET_H
#define LS_ENGINE_BUDGET_H

#include "base/result.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct ls_limits {
    uint64_t decoded;  /* bytes that may come out of containers and decoders */
    uint64_t entries;  /* members */
    uint64_t ratio;    /* decoded bytes for each byte of what they came from … */
    uint64_t memory;   /* bytes of members that are held at the same time */
    uint64_t seconds;  /* on the wall, and one more for each 10 MiB of the object; 0: no limit */
    unsigned depth;    /* containers in containers; at most LS_DEPTH_MAX */
    bool not_archives; /* archives are not opened */
};

enum {
    LS_DEPTH_MAX = 32,
    LS_RATIO_FLOOR = 64 << 20, /* … which are not asked for before so many have come */
};

extern const struct ls_limits ls_limits_default;

/* What an object of `size` bytes, or of LS_SIZE_UNKNOWN, may take; 0: any time. */
uint64_t ls_limits_seconds(const struct ls_limits *limits, uint64_t size);

struct ls_budget {
    struct ls_limits limits;
    uint64_t size;    /* bytes of the top-level object */
    uint64_t decoded; /* spent so far */
    uint64_t entries;
    uint64_t deadline_ns;     /* 0: none */
    const atomic_int *cancel; /* may be NULL */
    unsigned calls;
    const char *over; /* the limit that was reached: a word of base/reason.h */
};

/* Starts the clock. */
void ls_budget_start(struct ls_budget *budget, const struct ls_limits *limits, uint64_t size,
                     const atomic_int *cancel);

/*
 * Spends. BAD/LS_E_LIMIT, from then on always, when a limit was reached: budget->over says which.
 * STOP/LS_E_CANCELLED when somebody cancelled.
 */
struct ls_result ls_budget_spend(struct ls_budget *budget, uint64_t entries,
                                 uint64_t bytes) LS_MUST_USE;

/* Whether so much more can be spent without reaching a limit but that of time. */
bool ls_budget_has_room(const struct ls_budget *budget, uint64_t entries, uint64_t bytes);

/* Whether `decoded` bytes out of `packed` are more than belief allows. */
bool ls_budget_is_bomb(const struct ls_budget *budget, uint64_t decoded, uint64_t packed);

#endif
