/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns that many rules ask for: each text is compiled once, for whoever comes first, and stays
 * until the set is freed. Filled by one thread; what it gives is shared and immutable.
 */
#ifndef LS_CONFIRM_PATTERN_SET_H
#define LS_CONFIRM_PATTERN_SET_H

#include "confirm/pattern.h"

struct ls_pattern_set;

/* NULL when there is no memory. */
struct ls_pattern_set *ls_pattern_set_new(void);
void ls_pattern_set_free(struct ls_pattern_set *set);

/* ls_pattern_new() of this text, which fails like it; the set keeps the pattern. */
struct ls_result ls_pattern_set_get(struct ls_pattern_set *set, const char *utf8,
                                    enum ls_pattern_lines lines, const struct ls_pattern **pattern,
                                    struct ls_diag *diag) LS_MUST_USE;

/* One pattern out of many: any of them. NULL when there are none. */
struct ls_result ls_pattern_set_join(struct ls_pattern_set *set, const struct ls_strings *parts,
                                     enum ls_pattern_lines lines, const struct ls_pattern **pattern,
                                     struct ls_diag *diag) LS_MUST_USE;

#endif
