/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words for people about one failure: a single line, cut when it is too long, never allocated.
 * Who creates it owns it; functions that take one write it only when they fail.
 */
#ifndef LS_BASE_DIAG_H
#define LS_BASE_DIAG_H

#include "base/result.h"

struct ls_diag {
    char text[512]; /* UTF-8, NUL-terminated, no line break */
};

/* Writes the line (control characters become '?'). A NULL diag is allowed and ignored. */
void ls_diag_set(struct ls_diag *diag, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* ls_diag_set() and a result in one, for `return ls_diag_stop(...)`. */
struct ls_result ls_diag_stop(struct ls_diag *diag, enum ls_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4))) LS_MUST_USE;

#endif
