/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDF documents of many pages, whole and broken, with any number of threads: the same report,
 * whoever helps; and nothing is left when the job is cancelled or a helper dies.
 */
#include "../job_program.h"

#include "base/alloc.h"
#include "engine/inject.h"
#include "generate/pdf_pages.h"

enum { PAGES = 90, VARIANTS = 24, FILE_MAX = 8 << 20 };

/* One variant in three is whole. */
static void write_variant(const char *path, int i)
{
    struct ls_buf bytes = {.limit = FILE_MAX};
    uint64_t rng = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
    ls_pdf_pages_make(PAGES + (unsigned)i, i % 2, &bytes);
    uint32_t n = (uint32_t)bytes.n;
    if (i % 3 == 1)
        for (int k = 0; k < 40; k++)
            bytes.at[ls_rng_below(&rng, n)] ^= (char)(1U << ls_rng_below(&rng, 7));
    if (i % 3 == 2)
        bytes.n = n / 2 + ls_rng_below(&rng, n / 2);
    tree_write(path, bytes.at, bytes.n);
    LS_VEC_FINI(&bytes);
}

static void make_tree(int variants)
{
    char path[32];
    mkdir("t", 0700);
    for (int i = 0; i < variants; i++) {
        snprintf(path, sizeof path, "t/%02d.pdf", i);
        write_variant(path, i);
    }
}

static struct job_run run_with(const char *path, unsigned threads)
{
    struct job_run run =
        run_job(engine, (struct ls_job_options){PATHS(path), .threads = threads, .sort = true});
    assert_int_equal(run.result.reach, LS_OK);
    assert_true(balances(&run.summary));
    cut_summary(&run);
    return run;
}

static void compare(const char *path, bool whole)
{
    static const unsigned threads[] = {2, 3, 8};
    struct job_run wanted = run_with(path, 1);
    if (whole)
        assert_true(wanted.summary.hits[LS_SEV_HIGH] > PAGES / 12);
    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
        struct job_run run = run_with(path, threads[i]);
        assert_string_equal(run.out, wanted.out);
        free(run.out);
    }
    free(wanted.out);
}

/* Each by itself, so that all others are idle, and then all at once. */
static void threads_change_nothing(void **state)
{
    char path[32];
    (void)state;
    make_tree(VARIANTS);
    for (int i = 0; i < VARIANTS; i++) {
        snprintf(path, sizeof path, "t/%02d.pdf", i);
        compare(path, i % 3 == 0);
    }
    compare("t", true);
}

static void a_job_is_cancelled_at_any_time(void **state)
{
    (void)state;
    make_tree(2);
    cancel_at_any_time((struct ls_job_options){PATHS("t"), .threads = 4}, 20);
}

/* Somebody did help, and died of it; one thread alone can do it all. */
static void a_helper_dies(void **state)
{
    (void)state;
    if (run_sandbox == LS_SANDBOX_OFF)
        return;
    make_tree(1);
    tree_text("t/other", TEST_WORD);
    struct job_run wanted = run_with("t", 1);
    struct job_run run = run_job(engine, (struct ls_job_options){
                                             PATHS("t"),
                                             .threads = 2,
                                             .sort = true,
                                             .inject = LS_INJECT_CRASH_HELP,
                                             .inject_at = 1,
                                         });
    assert_int_equal(run.result.reach, LS_OK);
    assert_true(balances(&run.summary));
    cut_summary(&run);
    assert_string_equal(run.out, wanted.out);
    free(run.out);
    free(wanted.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TREE(threads_change_nothing),
        IN_TREE(a_job_is_cancelled_at_any_time),
        IN_TREE(a_helper_dies),
    };
    int failed = cmocka_run_group_tests_name("in threads", tests, engine_in_threads, engine_free);
    return failed + cmocka_run_group_tests_name("in a confined process", tests, engine_confined,
                                                engine_free);
}
