/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For programs of tests about jobs: the engine that all their tests share, in threads of the
 * program or with a confined process.
 *
 *   const struct CMUnitTest tests[] = {IN_TREE(...), ...};
 *   int failed = cmocka_run_group_tests_name("in threads", tests, engine_in_threads, engine_free);
 *   return failed + cmocka_run_group_tests_name("confined", tests, engine_confined, engine_free);
 */
#ifndef LS_TESTS_JOB_PROGRAM_H
#define LS_TESTS_JOB_PROGRAM_H

#include "run_job.h"

#include "base/rng.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* What the engine is made with, until it is changed. */
static const char *engine_pack = TEST_PACK;

static struct ls_engine *engine;

static inline int engine_make(enum ls_sandbox sandbox)
{
    engine = test_engine_of(engine_pack);
    run_sandbox = sandbox;
    return 0;
}

static inline int engine_in_threads(void **state)
{
    (void)state;
    return engine_make(LS_SANDBOX_OFF);
}

static inline int engine_confined(void **state)
{
    (void)state;
    return engine_make(LS_SANDBOX_BEST_EFFORT);
}

static inline int engine_free(void **state)
{
    (void)state;
    ls_engine_free(engine);
    return 0;
}

/* Cancels one job after the other, each within so many milliseconds: none loses an object. */
static inline void cancel_at_any_time(struct ls_job_options options, uint32_t ms)
{
    enum { CANCELS = 20 };
    uint64_t rng = 5;
    for (int i = 0; i < CANCELS; i++) {
        struct job_run run = run_cancelled(engine, options, ls_rng_below(&rng, ms), SIGINT);
        assert_true(!ls_failed(run.result) || run.result.code == LS_E_CANCELLED);
        assert_true(balances(&run.summary));
        free(run.out);
    }
}

#endif
