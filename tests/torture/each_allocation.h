/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of formats under failing allocations: somebody who takes all that is told, and a run.
 */
#ifndef LS_TESTS_EACH_ALLOCATION_H
#define LS_TESTS_EACH_ALLOCATION_H

#include "base/alloc.h"
#include "base/buf.h"
#include "formats/format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static inline struct ls_result take_part(void *user, const struct ls_part_info *info)
{
    (void)user, (void)info;
    return ls_ok();
}

static inline struct ls_result take_text(void *user, struct ls_str text, const struct ls_map *map,
                                         uint64_t base)
{
    (void)user, (void)text, (void)map, (void)base;
    return ls_ok();
}

static inline struct ls_result take_break(void *user, enum ls_break what)
{
    (void)user, (void)what;
    return ls_ok();
}

static inline struct ls_result take_cell(void *user, uint32_t row, uint32_t column)
{
    (void)user, (void)row, (void)column;
    return ls_ok();
}

/* Reads it to its end. */
static inline struct ls_result take_child(void *user, const struct ls_child *child)
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

static inline struct ls_result take_gap(void *user, struct ls_str member, const struct ls_gap *gap)
{
    (void)user, (void)member, (void)gap;
    return ls_ok();
}

static inline struct ls_result take_charge(void *user, uint64_t entries, uint64_t bytes)
{
    (void)user, (void)entries, (void)bytes;
    return ls_ok();
}

static inline struct ls_result read_file(const char *format, const struct ls_buf *file)
{
    static const struct ls_emit emit = {.part = take_part,
                                        .text = take_text,
                                        .breaks = take_break,
                                        .cell = take_cell,
                                        .child = take_child,
                                        .gap = take_gap,
                                        .charge = take_charge};
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

/*
 * Reads the file once for each of its allocations, which fails: that is no memory, or, where
 * `spared`, not noticed by us. `what` names it for people.
 */
static inline void fail_each_allocation(const char *format, const struct ls_buf *file, bool spared,
                                        const char *what)
{
    ls_alloc_fail_nth(UINT64_MAX); /* counts */
    assert_false(ls_failed(read_file(format, file)));
    uint64_t n = ls_alloc_count();
    assert_true(n > 5);
    for (uint64_t i = 1; i <= n; i++) {
        ls_alloc_fail_nth(i);
        struct ls_result r = read_file(format, file);
        ls_alloc_fail_nth(0);
        if (spared && !ls_failed(r))
            continue;
        if (r.reach != LS_STOP || r.code != LS_E_MEMORY)
            fail_msg("%s, %s, allocation %llu of %llu: %d, %d", format, what, (unsigned long long)i,
                     (unsigned long long)n, (int)r.reach, (int)r.code);
    }
}

#endif
