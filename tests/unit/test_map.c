/* SPDX-License-Identifier: Apache-2.0 */
/* The way back from decoded bytes. */
#include "decode/map.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void assert_span(const struct ls_map *map, uint64_t from, uint64_t to, uint64_t lo,
                        uint64_t hi, bool verbatim)
{
    uint64_t l, h;
    bool v;
    assert_true(ls_map_find(map, from, to, &l, &h, &v));
    assert_int_equal(l, lo);
    assert_int_equal(h, hi);
    assert_int_equal(v, verbatim);
}

static void add(struct ls_map *map, uint64_t n, uint64_t in, uint16_t out_step, uint16_t in_step)
{
    assert_false(ls_failed(ls_map_add(map, n, in, out_step, in_step)));
}

static void test_steps(void **state)
{
    struct ls_map map;
    (void)state;
    ls_map_init(&map, 16);
    add(&map, 3, 0, 1, 1);
    add(&map, 1, 3, 1, 6); /* an entity */
    add(&map, 3, 9, 1, 1);
    add(&map, 6, 12, 3, 2); /* two double-byte characters */
    add(&map, 1, 0, 1, 0);  /* made up */
    assert_span(&map, 0, 3, 0, 3, true);
    assert_span(&map, 1, 2, 1, 2, true);
    assert_span(&map, 3, 4, 3, 9, false);
    assert_span(&map, 2, 5, 2, 10, false);
    assert_span(&map, 10, 13, 14, 16, false);
    uint64_t lo, hi;
    bool verbatim;
    assert_false(ls_map_find(&map, 13, 15, &lo, &hi, &verbatim));
    assert_false(ls_map_find(&map, 5, 5, &lo, &hi, &verbatim));
    ls_map_fini(&map);
}

static void test_neighbours_join(void **state)
{
    struct ls_map map;
    (void)state;
    ls_map_init(&map, 16);
    add(&map, 3, 100, 1, 1);
    add(&map, 4, 103, 1, 1);
    add(&map, 6, 107, 3, 2);
    add(&map, 3, 111, 3, 2);
    assert_int_equal(map.segs.n, 2);
    add(&map, 3, 90, 1, 1); /* goes back */
    assert_int_equal(map.segs.n, 3);
    assert_span(&map, 16, 19, 90, 93, true);
    ls_map_fini(&map);
}

static void test_append(void **state)
{
    struct ls_map from, map;
    (void)state;
    ls_map_init(&from, 16);
    ls_map_init(&map, 16);
    add(&from, 3, 100, 1, 1);
    add(&from, 6, 200, 3, 2);
    add(&map, 5, 0, 1, 1);
    assert_false(ls_failed(ls_map_append(&map, &from, 1, 6)));
    assert_span(&map, 5, 7, 101, 103, true);
    assert_span(&map, 7, 10, 200, 202, false);
    assert_int_equal(map.out_end, 10);
    assert_false(ls_failed(ls_map_append(&map, &from, 20, 22))); /* unknown there */
    assert_int_equal(map.out_end, 12);
    ls_map_fini(&map);
    ls_map_fini(&from);
}

static void test_limit_forgets_the_oldest(void **state)
{
    struct ls_map map;
    uint64_t lo, hi;
    bool verbatim;
    (void)state;
    ls_map_init(&map, 8);
    for (uint64_t i = 0; i < 100; i++)
        add(&map, 1, i * 10, 1, 1);
    assert_true(map.segs.n <= 8);
    assert_span(&map, 99, 100, 990, 991, true);
    assert_false(ls_map_find(&map, 0, 1, &lo, &hi, &verbatim));
    ls_map_clear(&map);
    assert_false(ls_map_find(&map, 99, 100, &lo, &hi, &verbatim));
    ls_map_fini(&map);
}

/* A double-byte text in lines of base64, and what stands in it as it is. */
static void test_through(void **state)
{
    struct ls_map base64, charset, map;
    (void)state;
    ls_map_init(&base64, 64);
    ls_map_init(&charset, 64);
    ls_map_init(&map, 64);
    add(&base64, 6, 100, 3, 4); /* 0..6 from 100..108 */
    add(&base64, 6, 110, 3, 4); /* 6..12 from 110..118 */
    add(&base64, 4, 200, 1, 1); /* 12..16 from 200..204 */
    add(&charset, 9, 0, 3, 2);  /* three characters from 0..6 */
    add(&charset, 2, 6, 1, 1);  /* "ab" from 6..8 */
    add(&charset, 6, 8, 3, 2);  /* two characters from 8..12 */
    add(&charset, 1, 0, 1, 0);  /* made up */
    add(&charset, 4, 12, 1, 1); /* "cdef" */
    add(&charset, 3, 16, 3, 2); /* of bytes that the inner map does not know */
    assert_false(ls_failed(ls_map_through(&map, &charset, 0, charset.out_end, &base64)));
    assert_int_equal(map.out_end, charset.out_end);
    assert_span(&map, 0, 3, 100, 104, false);
    assert_span(&map, 3, 6, 100, 108, false); /* bytes 2 and 3: of both groups */
    assert_span(&map, 6, 9, 104, 108, false);
    assert_span(&map, 9, 11, 110, 114, false);
    assert_span(&map, 11, 14, 110, 118, false);
    assert_span(&map, 14, 17, 114, 118, false);
    assert_span(&map, 18, 22, 200, 204, true);
    assert_span(&map, 17, 25, 118, 204, false);
    ls_map_clear(&map);
    assert_false(ls_failed(ls_map_through(&map, &charset, 10, 21, &base64)));
    assert_span(&map, 0, 1, 110, 114, false);
    assert_span(&map, 8, 11, 200, 203, true);
    ls_map_fini(&base64);
    ls_map_fini(&charset);
    ls_map_fini(&map);
}

static void test_append_nothing(void **state)
{
    struct ls_map map, empty;
    (void)state;
    ls_map_init(&map, 8);
    ls_map_init(&empty, 8);
    assert_false(ls_failed(ls_map_append(&map, &empty, 0, 0)));
    assert_int_equal(map.out_end, 0);
    assert_false(ls_failed(ls_map_append(&map, &empty, 0, 3)));
    assert_int_equal(map.out_end, 3);
    ls_map_fini(&map);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steps),
        cmocka_unit_test(test_neighbours_join),
        cmocka_unit_test(test_append),
        cmocka_unit_test(test_append_nothing),
        cmocka_unit_test(test_limit_forgets_the_oldest),
        cmocka_unit_test(test_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
