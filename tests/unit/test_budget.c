/* SPDX-License-Identifier: Apache-2.0 */
/* What the inside of an object may cost. */
#include "engine/budget.h"

#include "base/reason.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void start(struct ls_budget *b, struct ls_limits limits, uint64_t size)
{
    ls_budget_start(b, &limits, size, NULL);
}

static void each_limit_ends_it(void **state)
{
    struct ls_budget b;
    struct ls_limits limits = ls_limits_default;
    (void)state;
    limits.entries = 2;
    start(&b, limits, 1000);
    assert_int_equal(ls_budget_spend(&b, 2, 10).reach, LS_OK);
    assert_int_equal(ls_budget_spend(&b, 1, 0).code, LS_E_LIMIT);
    assert_string_equal(b.over, LS_REASON_ENTRY_LIMIT);
    assert_int_equal(ls_budget_spend(&b, 0, 0).code, LS_E_LIMIT); /* and from then on */
    limits = ls_limits_default;
    limits.decoded = 100;
    start(&b, limits, 1000);
    assert_int_equal(ls_budget_spend(&b, 0, 100).reach, LS_OK);
    assert_int_equal(ls_budget_spend(&b, 0, 1).code, LS_E_LIMIT);
    assert_string_equal(b.over, LS_REASON_SIZE_LIMIT);
}

static void growth_counts_beyond_a_floor(void **state)
{
    struct ls_budget b;
    (void)state;
    start(&b, ls_limits_default, 1000);
    assert_int_equal(ls_budget_spend(&b, 0, 4 * (uint64_t)LS_RATIO_FLOOR).reach, LS_OK);
    assert_int_equal(ls_budget_spend(&b, 0, 1).code, LS_E_LIMIT);
    assert_string_equal(b.over, LS_REASON_RATIO_LIMIT);
    start(&b, ls_limits_default, 100 << 20);
    assert_int_equal(ls_budget_spend(&b, 0, UINT64_C(3) << 30).reach, LS_OK);
    assert_false(ls_budget_is_bomb(&b, LS_RATIO_FLOOR, 1));
    assert_true(ls_budget_is_bomb(&b, LS_RATIO_FLOOR + 1, 1));
    assert_false(ls_budget_is_bomb(&b, UINT64_MAX, UINT64_MAX));
}

static void cancelling_stops(void **state)
{
    struct ls_budget b;
    atomic_int cancel = 0;
    (void)state;
    ls_budget_start(&b, &ls_limits_default, 10, &cancel);
    assert_int_equal(ls_budget_spend(&b, 1, 1).reach, LS_OK);
    cancel = 1;
    assert_int_equal(ls_budget_spend(&b, 1, 1).reach, LS_STOP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_limit_ends_it),
        cmocka_unit_test(growth_counts_beyond_a_floor),
        cmocka_unit_test(cancelling_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
