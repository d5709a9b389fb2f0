/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns that many rules ask for: each text is compiled once and stays until the set is freed.
 *
 *   one thread    get, get, join, get ...        patterns that are still empty
 *   any number    ls_pattern_set_compile()       each takes the next one that nobody has taken
 *   one thread    ls_pattern_set_check()         which of them are wrong
 *
 * From then on what the set gave is shared and immutable.
 */
#ifndef LS_CONFIRM_PATTERN_SET_H
#define LS_CONFIRM_PATTERN_SET_H

#include "confirm/pattern.h"

struct ls_pattern_set;

/* Who asks, to be named if the pattern is wrong. */
struct ls_pattern_asker {
    const struct ls_rule *rule;     /* NULL: */
    const struct ls_named_cue *cue; /* that one */
    const char *key;                /* whose value the pattern is */
};

/* NULL when there is no memory. */
struct ls_pattern_set *ls_pattern_set_new(void);
void ls_pattern_set_free(struct ls_pattern_set *set);

/* The pattern of this text, empty for now; LS_E_MEMORY only. */
struct ls_result ls_pattern_set_get(struct ls_pattern_set *set, const char *utf8,
                                    enum ls_pattern_lines lines, struct ls_pattern_asker asker,
                                    const struct ls_pattern **pattern) LS_MUST_USE;

/* One pattern out of many: any of them. NULL when there are none. LS_E_LIMIT: far too long. */
struct ls_result ls_pattern_set_join(struct ls_pattern_set *set, const struct ls_strings *parts,
                                     enum ls_pattern_lines lines, struct ls_pattern_asker asker,
                                     const struct ls_pattern **pattern) LS_MUST_USE;

/* Compiles patterns until all are taken; others may still be at theirs then. */
void ls_pattern_set_compile(struct ls_pattern_set *set);

/*
 * When all threads are done: fails as ls_pattern_compile() did for the first one, in the order they
 * were asked for, that is wrong; *asker is then the first who asked for it.
 */
struct ls_result ls_pattern_set_check(const struct ls_pattern_set *set,
                                      struct ls_pattern_asker *asker,
                                      struct ls_diag *diag) LS_MUST_USE;

#endif
