/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A whole job, again and again, each time with another allocation that fails: it never crashes,
 * every object it saw is accounted for, and only a job that lost nothing says that it is done.
 */
#include "../run_job.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum {
    FILES = 5,      /* in the folder, besides the large one */
    BIG_MARKS = 40, /* in the large file */
    BIG_STEP = 5000,
    BLOCK = 4096,
    ROUNDS_MAX = 10000,
};

static char folder[32];

static void make_tree(void)
{
    static char big[BIG_MARKS * BIG_STEP];
    mkdir("t", 0700);
    mkdir("t/b", 0700);
    mkdir("t/b/c", 0700);
    tree_text("t/clean", "nothing here");
    tree_text("t/empty", "");
    tree_text("t/b/mark", "a " TEST_WORD);
    tree_text("t/b/c/mark", TEST_WORD "\n" TEST_WORD);
    if (symlink("clean", "t/link") != 0)
        abort();
    for (size_t i = 0; i < BIG_MARKS; i++)
        memcpy(big + i * BIG_STEP, TEST_WORD, TEST_WORD_BYTES);
    tree_write("t/big", big, sizeof big);
}

static void check_failed(const struct job_run *run, uint64_t n)
{
    if (run->result.code != LS_E_MEMORY || !balances(&run->summary))
        fail_msg("allocation %llu: code %d, balance %d", (unsigned long long)n, run->result.code,
                 balances(&run->summary));
    /* The job may not even have come to life: then there is no summary, and the status is zero. */
    assert_true(run->summary.exit_status == 75 || run->summary.objects_seen == 0);
    if (!is_whole(run))
        fail_msg("allocation %llu: broken records", (unsigned long long)n);
    assert_true(run->diag.text[0] != '\0');
}

static void each_allocation_fails_once(const struct ls_engine *engine,
                                       struct ls_job_options options)
{
    bool failed = true;
    uint64_t n = 1;
    for (; failed && n < ROUNDS_MAX; n++) {
        ls_alloc_fail_nth(n);
        struct job_run run = run_job(engine, options);
        failed = ls_alloc_count() >= n;
        ls_alloc_fail_nth(0);
        /* Threads share the work, so which one runs dry, and whether it matters, may differ. */
        if (ls_failed(run.result)) {
            check_failed(&run, n);
        } else {
            assert_int_equal(run.summary.objects_seen, FILES + 1);
            assert_int_equal(run.summary.objects[LS_STATE_SCANNED], FILES);
            assert_int_equal(run.summary.hits[LS_SEV_HIGH], BIG_MARKS + 3);
            assert_int_equal(run.summary.exit_status, 1);
        }
        free(run.out);
    }
    assert_in_range(n, 10, ROUNDS_MAX - 1);
}

static void memory_runs_out_anywhere(void **state)
{
    static const char *const paths[] = {"t"};
    (void)state;
    tree_enter(folder);
    make_tree();
    struct ls_engine *engine = test_engine();
    for (unsigned threads = 1; threads <= 3; threads++)
        for (int sort = 0; sort <= 1; sort++)
            each_allocation_fails_once(engine, (struct ls_job_options){
                                                   .paths = paths,
                                                   .paths_n = 1,
                                                   .threads = threads,
                                                   .sort = sort,
                                                   .sha256 = threads == 1,
                                                   .block_bytes = BLOCK,
                                               });
    /* The supervisor's memory: the scanning process has its own. */
    run_sandbox = LS_SANDBOX_BEST_EFFORT;
    each_allocation_fails_once(engine, (struct ls_job_options){
                                           .paths = paths,
                                           .paths_n = 1,
                                           .threads = 2,
                                           .block_bytes = BLOCK,
                                       });
    ls_engine_free(engine);
    tree_leave(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_runs_out_anywhere)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
