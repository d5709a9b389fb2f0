/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `match` rules of every kind of key against the naive loop.
 */
#include "compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void every_key(void **state)
{
    struct subject s;
    (void)state;
    subject_open(&s, "marks.yaml");
    subject_check_pieces(&s, TOPIC_MARKS);
    subject_check_texts(&s, TOPIC_MARKS, 0, 45);
    subject_close(&s);
}

static void small_windows(void **state)
{
    struct subject s;
    (void)state;
    subject_open(&s, "narrow.yaml");
    subject_check_pieces(&s, TOPIC_MARKS);
    subject_check_texts(&s, TOPIC_MARKS, 1000, 45);
    subject_check_large(&s, TOPIC_MARKS, LS_ENC_GB18030);
    subject_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key),
        cmocka_unit_test(small_windows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
