/* SPDX-License-Identifier: Apache-2.0 */
/* For tests of formats: what one says about bytes, in memory and read forward only. */
#ifndef LS_TESTS_SAYS_H
#define LS_TESTS_SAYS_H

#include "transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Both ways, with every verbatim piece compared with the bytes it is said to be. */
static inline void assert_says_bytes(const char *format, const void *bytes, size_t len,
                                     const char *expected)
{
    for (int forward = 0; forward < 2; forward++) {
        struct ls_transcript t = {.forward = forward, .check_verbatim = true};
        const char *says =
            ls_transcript_run(&t, format ? ls_format_find(format) : NULL, bytes, len);
        assert_string_equal(says, expected);
        ls_transcript_free(&t);
    }
}

static inline void assert_says(const char *format, const char *text, const char *expected)
{
    assert_says_bytes(format, text, strlen(text), expected);
}

/* In memory only: for what is read a second time. */
static inline void assert_says_once(const char *format, const char *text, const char *expected)
{
    struct ls_transcript t = {.check_verbatim = true};
    assert_string_equal(ls_transcript_run(&t, ls_format_find(format), text, strlen(text)),
                        expected);
    ls_transcript_free(&t);
}

#endif
