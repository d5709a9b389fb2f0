/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parts of the command line that print nothing: options to a job, figures for people, the
 * progress line. What it prints is tested in tests/cli/.
 */
#include "base/alloc.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* getopt_long() moves the words of argv, so it gets a copy. */
static struct ls_result parse(const char *const *words, size_t n, struct ls_scan_options *options,
                              struct ls_diag *diag)
{
    static char copies[32][64];
    static char *argv[33];
    assert_true(n < 32);
    for (size_t i = 0; i < n; i++) {
        argv[i] = copies[i];
        strcpy(copies[i], words[i]);
    }
    argv[n] = NULL;
    diag->text[0] = 0;
    return ls_scan_options_parse((int)n, argv, options, diag);
}

static void options_reach_the_job(void **state)
{
    (void)state;
    static const char *const words[] = {
        "scan",       "one",        "-j",         "3",           "--format",
        "jsonl",      "--sort",     "--rules=a",  "--rules",     "b",
        "--category", "exam,audit", "--exclude",  "*.o",         "--min-severity",
        "high",       "--redact",   "--sha256",   "-ofile",      "--one-file-system",
        "--color",    "never",      "--progress", "always",      "--block-bytes",
        "4096",       "--no-cache", "--",         "--not-option"};
    struct ls_scan_options o;
    struct ls_diag diag;
    assert_false(ls_failed(parse(words, COUNT(words), &o, &diag)));
    assert_int_equal(o.job.paths_n, 2);
    assert_string_equal(o.job.paths[0], "one");
    assert_string_equal(o.job.paths[1], "--not-option");
    assert_int_equal(o.job.threads, 3);
    assert_string_equal(o.job.format->name, "jsonl");
    assert_true(o.job.sort && o.job.redact && o.job.sha256 && o.job.one_file_system);
    assert_false(o.job.reveal || o.no_builtin || o.help);
    assert_int_equal(o.rules.n, 2);
    assert_string_equal(o.rules.at[1], "b");
    assert_int_equal(o.job.categories, 1 << LS_CAT_EXAM | 1 << LS_CAT_AUDIT);
    assert_int_equal(o.job.excludes_n, 1);
    assert_string_equal(o.job.excludes[0], "*.o");
    assert_int_equal(o.job.min_severity, LS_SEV_HIGH);
    assert_string_equal(o.output, "file");
    assert_int_equal(o.color, LS_WHEN_NEVER);
    assert_int_equal(o.progress, LS_WHEN_ALWAYS);
    assert_int_equal(o.job.block_bytes, 4096);
    assert_true(o.no_cache);
    ls_scan_options_fini(&o);
}

static void defaults_are_those_of_the_manual(void **state)
{
    (void)state;
    static const char *const words[] = {"scan", "-"};
    struct ls_scan_options o;
    struct ls_diag diag;
    assert_false(ls_failed(parse(words, COUNT(words), &o, &diag)));
    assert_string_equal(o.job.format->name, "text");
    assert_int_equal(o.job.min_severity, LS_SEV_LOW);
    assert_int_equal(o.job.categories, 0);
    assert_null(o.output);
    assert_int_equal(o.color, LS_WHEN_AUTO);
    assert_int_equal(o.progress, LS_WHEN_AUTO);
    ls_scan_options_fini(&o);
}

static void failing_memory_is_told(void **state)
{
    (void)state;
    static const char *const words[] = {"scan", "--rules", "a", "--exclude", "b", "c"};
    struct ls_scan_options o;
    struct ls_diag diag;
    for (uint64_t nth = 1; nth <= 2; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = parse(words, COUNT(words), &o, &diag);
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, LS_E_MEMORY);
        ls_scan_options_fini(&o);
    }
}

static void figures_for_people(void **state)
{
    (void)state;
    static const struct {
        uint64_t bytes;
        const char *text;
    } sizes[] = {{0, "0 B"},         {999, "999 B"},         {1000, "1.0 kB"},
                 {9949, "9.9 kB"},   {9950, "10 kB"},        {999499, "999 kB"},
                 {999500, "1.0 MB"}, {1234567890, "1.2 GB"}, {UINT64_MAX, "18 EB"}};
    static const struct {
        uint64_t number;
        const char *text;
    } numbers[] = {{0, "0 hits"},
                   {1, "1 hit"},
                   {999, "999 hits"},
                   {1000, "1,000 hits"},
                   {UINT64_MAX, "18,446,744,073,709,551,615 hits"}};
    struct ls_buf out = {.limit = 64};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        LS_VEC_CLEAR(&out);
        assert_false(ls_failed(ls_cli_add_bytes(&out, sizes[i].bytes)));
        assert_false(ls_failed(ls_buf_char(&out, 0)));
        assert_string_equal(out.at, sizes[i].text);
    }
    for (size_t i = 0; i < COUNT(numbers); i++) {
        LS_VEC_CLEAR(&out);
        assert_false(ls_failed(ls_cli_add_noun(&out, numbers[i].number, "hit")));
        assert_false(ls_failed(ls_buf_char(&out, 0)));
        assert_string_equal(out.at, numbers[i].text);
    }
    LS_VEC_FINI(&out);
}

static void progress_lines(void **state)
{
    (void)state;
    struct ls_job_progress at = {
        .objects_seen = 20000,
        .objects_done = 12345,
        .bytes_seen = 4000000000,
        .bytes_done = 1000000000,
        .hits = 1,
        .gaps = 2,
    };
    struct ls_buf out = {.limit = 256};
    assert_false(ls_failed(ls_progress_line(&out, &at, 2, 200)));
    assert_false(ls_failed(ls_buf_char(&out, 0)));
    assert_string_equal(out.at, "1.0 GB · 500 MB/s · 12,345 of 20,000+ files · 1 hit · 2 gaps");
    at.walk_done = true;
    LS_VEC_CLEAR(&out);
    assert_false(ls_failed(ls_progress_line(&out, &at, 2, 200)));
    assert_false(ls_failed(ls_buf_char(&out, 0)));
    assert_string_equal(out.at, "25 % · 1.0 GB · 500 MB/s · 12,345 of 20,000 files · 1 hit · "
                                "2 gaps · 6 s left");
    LS_VEC_CLEAR(&out);
    assert_false(ls_failed(ls_progress_line(&out, &at, 2, 15)));
    assert_false(ls_failed(ls_buf_char(&out, 0)));
    assert_string_equal(out.at, "25 % · 1.0 GB ·");
    LS_VEC_FINI(&out);
}

static void cache_folder_follows_the_environment(void **state)
{
    (void)state;
    setenv("XDG_CACHE_HOME", "/var/c", 1);
    assert_string_equal(ls_cli_cache_dir(), "/var/c/leakscan");
    setenv("XDG_CACHE_HOME", "relative", 1);
    setenv("HOME", "/h", 1);
    assert_string_equal(ls_cli_cache_dir(), "/h/.cache/leakscan");
    unsetenv("HOME");
    assert_null(ls_cli_cache_dir());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_reach_the_job),
        cmocka_unit_test(defaults_are_those_of_the_manual),
        cmocka_unit_test(failing_memory_is_told),
        cmocka_unit_test(figures_for_people),
        cmocka_unit_test(progress_lines),
        cmocka_unit_test(cache_folder_follows_the_environment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
