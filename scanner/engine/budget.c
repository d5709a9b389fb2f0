/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/budget.h"

#include "base/blob.h"
#include "base/reason.h"

#include <time.h>

enum {
    CALLS_A_LOOK = 64,         /* the clock is asked once in so many */
    BYTES_A_SECOND = 10 << 20, /* a large object gets so much more time */
};

const struct ls_limits ls_limits_default = {
    .decoded = UINT64_C(4) << 30,
    .entries = 1000000,
    .ratio = 250,
    .memory = 256 << 20,
    .seconds = 120,
    .depth = 16,
};

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t ls_limits_seconds(const struct ls_limits *limits, uint64_t size)
{
    uint64_t more = size == LS_SIZE_UNKNOWN ? 0 : size / BYTES_A_SECOND;
    return limits->seconds ? limits->seconds + more : 0;
}

void ls_budget_start(struct ls_budget *budget, const struct ls_limits *limits, uint64_t size,
                     const atomic_int *cancel)
{
    *budget = (struct ls_budget){.limits = *limits, .size = size, .cancel = cancel};
    uint64_t seconds = ls_limits_seconds(limits, size);
    if (seconds)
        budget->deadline_ns = now_ns() + seconds * 1000000000;
}

bool ls_budget_is_bomb(const struct ls_budget *budget, uint64_t decoded, uint64_t packed)
{
    uint64_t most;
    if (decoded <= LS_RATIO_FLOOR || budget->limits.ratio == 0)
        return false;
    return !__builtin_mul_overflow(packed, budget->limits.ratio, &most) && decoded > most;
}

static const char *amount_limit(const struct ls_budget *b, uint64_t entries, uint64_t decoded)
{
    if (entries > b->limits.entries)
        return LS_REASON_ENTRY_LIMIT;
    if (decoded > b->limits.decoded)
        return LS_REASON_SIZE_LIMIT;
    /* Each layer of its own may stay below the ratio, all of them together may not. */
    if (decoded > 4 * (uint64_t)LS_RATIO_FLOOR && ls_budget_is_bomb(b, decoded, b->size))
        return LS_REASON_RATIO_LIMIT;
    return NULL;
}

bool ls_budget_has_room(const struct ls_budget *b, uint64_t entries, uint64_t bytes)
{
    return !b->over && !amount_limit(b, b->entries + entries, b->decoded + bytes);
}

static const char *limit_reached(struct ls_budget *b)
{
    const char *reached = amount_limit(b, b->entries, b->decoded);
    if (reached)
        return reached;
    if (b->deadline_ns && b->calls++ % CALLS_A_LOOK == 0 && now_ns() > b->deadline_ns)
        return LS_REASON_TIME_LIMIT;
    return NULL;
}

struct ls_result ls_budget_spend(struct ls_budget *budget, uint64_t entries, uint64_t bytes)
{
    if (budget->cancel && atomic_load_explicit(budget->cancel, memory_order_relaxed))
        return ls_stop(LS_E_CANCELLED);
    budget->entries += entries;
    budget->decoded += bytes;
    if (!budget->over)
        budget->over = limit_reached(budget);
    return budget->over ? ls_bad(LS_E_LIMIT) : ls_ok();
}
