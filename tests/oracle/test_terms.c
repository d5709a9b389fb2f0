/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terms` rules against the naive loop: words close together, heads of tables, rows under them.
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
    subject_open(&s, "words.yaml");
    subject_check_pieces(&s, TOPIC_WORDS);
    subject_check_texts(&s, TOPIC_WORDS, 0, 60);
    subject_check_large(&s, TOPIC_WORDS, LS_ENC_BIG5);
    subject_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_key)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
