/* SPDX-License-Identifier: Apache-2.0 */
/* Each allocation fails once while a message of Outlook is read, in each of its places and in each
 * kind of file: the run stops, and leaves nothing. */
#include "base/alloc.h"
#include "formats/format.h"
#include "generate/cells.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum { FILE_MAX = 1 << 20 };

static struct ls_result on_part(void *user, const struct ls_part_info *info)
{
    (void)user, (void)info;
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    (void)user, (void)text, (void)map, (void)base;
    return ls_ok();
}

static struct ls_result on_break(void *user, enum ls_break what)
{
    (void)user, (void)what;
    return ls_ok();
}

/* Reads it to its end. */
static struct ls_result on_child(void *user, const struct ls_child *child)
{
    char bytes[4096];
    uint64_t off = 0;
    size_t got = 1;
    (void)user;
    while (got) {
        struct ls_result r = ls_blob_read(child->blob, off, bytes, sizeof bytes, &got);
        if (ls_failed(r))
            return r.code == LS_E_MALFORMED ? ls_ok() : r;
        off += got;
    }
    return ls_ok();
}

static struct ls_result on_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user, (void)member, (void)gap;
    return ls_ok();
}

static struct ls_result on_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user, (void)entries, (void)bytes;
    return ls_ok();
}

static const struct ls_emit emit = {
    .part = on_part,
    .text = on_text,
    .breaks = on_break,
    .child = on_child,
    .gap = on_gap,
    .charge = on_charge,
};

static struct ls_result run(const char *format, const struct ls_buf *file)
{
    struct ls_blob blob;
    ls_blob_memory(&blob, file->at, file->n);
    struct ls_probe probe = {.head = (const uint8_t *)file->at,
                             .head_len = file->n,
                             .tail = (const uint8_t *)file->at,
                             .tail_len = file->n,
                             .size = file->n,
                             .blob = &blob};
    struct ls_format_job job = {.blob = &blob, .probe = &probe, .emit = &emit};
    return ls_format_find(format)->run(&job);
}

static void check(const struct ls_cell *cell)
{
    struct ls_buf file = {.limit = FILE_MAX};
    cell->make(cell, &file);
    ls_alloc_fail_nth(UINT64_MAX); /* counts */
    assert_false(ls_failed(run(cell->format, &file)));
    uint64_t n = ls_alloc_count();
    assert_true(n > 5);
    for (uint64_t i = 1; i <= n; i++) {
        ls_alloc_fail_nth(i);
        struct ls_result r = run(cell->format, &file);
        ls_alloc_fail_nth(0);
        if (r.reach != LS_STOP || r.code != LS_E_MEMORY)
            fail_msg("%s, %s, allocation %llu of %llu: %d, %d", cell->format, cell->where,
                     (unsigned long long)i, (unsigned long long)n, (int)r.reach, (int)r.code);
    }
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
