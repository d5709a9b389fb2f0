/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `digits` rules against the naive loop: with labels, in company, in bulk.
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
    subject_open(&s, "numbers.yaml");
    subject_check_pieces(&s, TOPIC_NUMBERS);
    subject_check_texts(&s, TOPIC_NUMBERS, 0, 120);
    subject_check_large(&s, TOPIC_NUMBERS, LS_ENC_UTF16LE);
    subject_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_key)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
