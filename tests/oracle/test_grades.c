/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The packs of grade marks, with their own patterns, against the naive loop.
 */
#include "compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define GRADES "../../patterns/cn/grade-marks.yaml"
#define DISGUISED "../../patterns/cn/disguised-marks.yaml"

static void grade_marks(void **state)
{
    struct subject s;
    (void)state;
    subject_open(&s, GRADES);
    subject_check_pieces(&s, TOPIC_GRADES);
    subject_check_texts(&s, TOPIC_GRADES, 0, 50);
    subject_check_large(&s, TOPIC_GRADES, LS_ENC_UTF8);
    subject_close_some(&s, "cn.mark.");
}

static void disguised_marks(void **state)
{
    struct subject s;
    (void)state;
    subject_open(&s, DISGUISED);
    subject_check_pieces(&s, TOPIC_GRADES);
    subject_check_texts(&s, TOPIC_GRADES, 0, 20);
    subject_close_some(&s, "cn.mark.");
}

/* In GB18030 and Big5 such a paragraph hides where the line behind it begins: left out. */
static void behind_long_paragraphs(void **state)
{
    struct subject s;
    (void)state;
    subject_open(&s, GRADES);
    subject_check_paragraphs(&s, TOPIC_GRADES, LS_ENC_UTF8);
    subject_check_paragraphs(&s, TOPIC_GRADES, LS_ENC_GB18030);
    subject_check_paragraphs(&s, TOPIC_GRADES, LS_ENC_BIG5);
    subject_check_paragraphs(&s, TOPIC_GRADES, LS_ENC_UTF16LE);
    subject_check_paragraphs(&s, TOPIC_GRADES, LS_ENC_UTF16BE);
    subject_close_some(&s, "cn.mark.star");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grade_marks),
        cmocka_unit_test(disguised_marks),
        cmocka_unit_test(behind_long_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
