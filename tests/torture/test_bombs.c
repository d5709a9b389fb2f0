/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bombs: each ends within its budget, in bounded memory, with a gap that says which limit it was.
 */
#include "../tree.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/object.h"
#include "formats/format.h"
#include "generate/bombs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <cmocka.h>

#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || defined __clang__
enum { MEASURABLE = 0 }; /* sanitizers keep what is freed */
#else
enum { MEASURABLE = 1 };
#endif

enum {
    MEMORY = 64 << 20,     /* of members */
    DECODED = 96 << 20,    /* in all */
    SLACK = 4 << 20,       /* bytes that were on their way when a limit was reached */
    OWN_MEMORY = 64 << 20, /* of decoders, lists and scanners */
    BOMB_MAX = 64 << 20,
};

static struct ls_engine *engine;

/* What must be told of a bomb, and the format without which it is none. */
struct expected {
    const char *name, *reason, *format;
    uint64_t decoded; /* limit; 0: DECODED */
};

static const struct expected all[] = {
    {"layers.zip", LS_REASON_RATIO_LIMIT, "zip", UINT64_C(1) << 30},
    {"layers.zip", LS_REASON_SIZE_LIMIT, "zip", 0},
    {"zeros.zip", LS_REASON_SIZE_LIMIT, "zip", 0},
    {"zeros.gz", LS_REASON_SIZE_LIMIT, "gzip", 0},
    {"overlap.zip", LS_REASON_MALFORMED, "zip", 0},
    {"quine.gz", LS_REASON_RECURSION_LOOP, "gzip", 0},
    {"nested.zip", LS_REASON_DEPTH_LIMIT, "zip", 0},
    {"nested.gz", LS_REASON_DEPTH_LIMIT, "gzip", 0},
    {"nested.eml", LS_REASON_DEPTH_LIMIT, "eml", 0},
    {"sizes.zip", LS_REASON_TRUNCATED, "zip", 0},
    {"members.zip", LS_REASON_ENTRY_LIMIT, "zip", 0},
    {"entities.docx", LS_REASON_MALFORMED, "docx", 0},
    {"zeros.xlsx", LS_REASON_SIZE_LIMIT, "xlsx", 0},
    {"cells.xlsx", LS_REASON_SIZE_LIMIT, "xlsx", 0},
};

/* The reasons that were told. */
struct told {
    const char *wanted;
    size_t gaps, wanted_n;
};

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    (void)user, (void)hit;
    return ls_ok();
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct told *told = user;
    told->gaps++;
    told->wanted_n += strcmp(gap->reason, told->wanted) == 0;
    return ls_ok();
}

static long peak_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/* In a process of its own: 0, or what went wrong. */
static int explode(const struct expected *expected, const void *bytes, size_t len)
{
    struct ls_object_options options = {
        .limits = {
            .decoded = expected->decoded ? expected->decoded : DECODED,
            .entries = 100000,
            .ratio = 250,
            .memory = MEMORY,
            .depth = 16,
        }};
    struct told told = {.wanted = expected->reason};
    struct ls_report report = {.hit = on_hit, .gap = on_gap, .user = &told};
    struct ls_input input = {.kind = LS_INPUT_MEMORY, .fd = -1, .memory = bytes, .size = len};
    struct ls_object_scanner *scanner;
    struct ls_outcome outcome;
    long before = peak_kib();
    if (ls_failed(ls_object_scanner_new(engine, &options, &scanner)))
        return 10;
    if (ls_failed(ls_object_scan(scanner, &input, NULL, &report, &outcome)))
        return 11;
    ls_object_scanner_free(scanner);
    if (outcome.state != LS_STATE_DEGRADED || outcome.bytes_read != len)
        return 12;
    if (told.wanted_n == 0 || told.gaps > 1000)
        return 13;
    if (outcome.bytes_decoded > options.limits.decoded + SLACK)
        return 14;
    long grown = peak_kib() - before;
    if (MEASURABLE && grown > (MEMORY + OWN_MEMORY) / 1024) {
        fprintf(stderr, "%s: grew by %ld KiB\n", expected->name, grown);
        return 15;
    }
    return 0;
}

static void set_off(const struct expected *expected)
{
    struct ls_buf bytes = {.limit = BOMB_MAX};
    const struct ls_bomb *bomb = NULL;
    size_t n;
    int status;
    const struct ls_bomb *bombs = ls_bombs(&n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(bombs[i].name, expected->name) == 0)
            bomb = &bombs[i];
    assert_non_null(bomb);
    bomb->make(&bytes);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(explode(expected, bytes.at, bytes.n));
    assert_int_equal(waitpid(child, &status, 0), child);
    LS_VEC_FINI(&bytes);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("%s: %s %d", expected->name, WIFEXITED(status) ? "code" : "signal",
                 WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

static void each_ends_within_its_budget(void **state)
{
    (void)state;
    engine = test_engine();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (ls_format_find(all[i].format))
            set_off(&all[i]);
    ls_engine_free(engine);
}

/* None is without an expectation. */
static void all_are_expected(void **state)
{
    (void)state;
    size_t n;
    const struct ls_bomb *bombs = ls_bombs(&n);
    for (size_t i = 0; i < n; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof all / sizeof *all; k++)
            found |= strcmp(bombs[i].name, all[k].name) == 0;
        if (!found)
            fail_msg("%s", bombs[i].name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_expected),
        cmocka_unit_test(each_ends_within_its_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
