/* SPDX-License-Identifier: Apache-2.0 */
/* Each allocation fails once while a message of Outlook is read, in each of its places and in each
 * kind of file: the run stops, and leaves nothing. */
#include "each_allocation.h"

#include "generate/cells.h"

enum { FILE_MAX = 1 << 20 };

static void check(const struct ls_cell *cell)
{
    struct ls_buf file = {.limit = FILE_MAX};
    cell->make(cell, &file);
    fail_each_allocation(cell->format, &file, false, cell->where);
    LS_VEC_FINI(&file);
}

static void test_messages(void **state)
{
    (void)state;
    for (size_t i = 0; i < ls_cells_outlook_n; i++)
        check(&ls_cells_outlook[i]);
    for (size_t i = 0; i < ls_cells_pst_n; i++)
        check(&ls_cells_pst[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_messages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
