/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at the slots from time to time, and finds the worker whose format does not come to an end.
 * A scan of raw bytes may take as long as it likes, and so may waiting for somebody else.
 */
#ifndef LS_ENGINE_WATCHDOG_H
#define LS_ENGINE_WATCHDOG_H

#include "base/result.h"
#include "engine/shared_slots.h"

struct ls_watch {
    uint64_t object;   /* that a format was at when we looked last; 0: none */
    uint64_t since_ms; /* when it was first seen at it */
    uint64_t limit_ms; /* 0: it may take any time */
};

/* How many milliseconds a format may take for an object; 0: any. */
typedef uint64_t (*ls_watchdog_limit)(void *user, uint64_t object);

struct ls_watchdog {
    ls_watchdog_limit limit;
    void *user;
    unsigned n;
    struct ls_watch *at;
};

struct ls_result ls_watchdog_init(struct ls_watchdog *watchdog, unsigned slots,
                                  ls_watchdog_limit limit, void *user) LS_MUST_USE;
void ls_watchdog_fini(struct ls_watchdog *watchdog);

/* Another process comes. */
void ls_watchdog_reset(struct ls_watchdog *watchdog);

/* The object that is over its time, or 0. `now_ms` only goes forward. */
uint64_t ls_watchdog_look(struct ls_watchdog *watchdog, const struct ls_slots *slots,
                          uint64_t now_ms);

#endif
