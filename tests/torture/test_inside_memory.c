/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document of every kind, again and again, each time with another allocation that fails: it never
 * crashes, and what is not found is told: by the status, or by a gap.
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "formats/format.h"
#include "generate/cells.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

enum { ROUNDS_MAX = 4000 };

static void each_allocation_fails_once(const struct leakscan_rules *rules,
                                       const struct ls_cell *cell, const struct ls_buf *bytes)
{
    bool failed = true;
    uint64_t n = 1;
    for (; failed && n < ROUNDS_MAX; n++) {
        struct leakscan_scanner *scanner;
        struct leakscan_verdict verdict = {.hits = 0};
        ls_alloc_fail_nth(n);
        enum leakscan_status status = leakscan_scanner_new(rules, NULL, &scanner);
        if (status == LEAKSCAN_OK)
            status = leakscan_scan_memory(scanner, bytes->at, bytes->n, NULL, &verdict);
        failed = ls_alloc_count() >= n;
        ls_alloc_fail_nth(0);
        leakscan_scanner_free(scanner);
        bool told = status == LEAKSCAN_MEMORY ||
                    (status == LEAKSCAN_OK && verdict.state != LEAKSCAN_SCANNED);
        if (verdict.hits != 1 && !told)
            fail_msg("%s, %s, allocation %llu: status %d, state %d, %llu hits", cell->format,
                     cell->where, (unsigned long long)n, status, verdict.state,
                     (unsigned long long)verdict.hits);
        if (!failed && (status != LEAKSCAN_OK || verdict.hits != 1))
            fail_msg("%s, %s: not found", cell->format, cell->where);
    }
    assert_in_range(n, 3, ROUNDS_MAX - 1);
}

static void memory_runs_out_inside(void **state)
{
    struct leakscan_rules *rules;
    char error[LEAKSCAN_ERROR_BYTES];
    const char *last = "";
    size_t cells_n;
    const struct ls_cell *const *cells = ls_cells(&cells_n);
    (void)state;
    if (leakscan_rules_open(NULL, &rules, error) != LEAKSCAN_OK)
        fail_msg("%s", error);
    for (size_t i = 0; i < cells_n; i++) {
        struct ls_buf bytes = {.limit = 1 << 20};
        bool read = strcmp(cells[i]->format, "pdf") != 0 || ls_format_find("pdf");
        if (read && strcmp(cells[i]->format, last) != 0) { /* one of each format */
            cells[i]->make(cells[i], &bytes);
            each_allocation_fails_once(rules, cells[i], &bytes);
        }
        last = cells[i]->format;
        LS_VEC_FINI(&bytes);
    }
    leakscan_rules_close(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_runs_out_inside)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
