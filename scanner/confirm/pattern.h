/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular expressions on folded text: PCRE2 with JIT, 32-bit units (one unit a character, so an
 * index is a character), with a limit on the work of one match.
 */
#ifndef LS_CONFIRM_PATTERN_H
#define LS_CONFIRM_PATTERN_H

#include "base/diag.h"
#include "base/result.h"
#include "rules/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_pattern;       /* shared, immutable */
struct ls_pattern_match; /* one thread */

/* What ^ and $ mean in a pattern. */
enum ls_pattern_lines {
    LS_PATTERN_LINES,   /* begin and end of any line */
    LS_PATTERN_SUBJECT, /* begin and end of what is searched */
};

/* One that is still to be compiled, or NULL. */
struct ls_pattern *ls_pattern_empty(void) LS_MUST_USE;

/* What compiling takes, for one thread and any number of patterns; NULL when there is no memory. */
struct ls_pattern_maker;
struct ls_pattern_maker *ls_pattern_maker_new(void);
void ls_pattern_maker_free(struct ls_pattern_maker *maker);

/* Compiles UTF-8 pattern text, once; on failure diag holds the reason alone. */
struct ls_result ls_pattern_compile(struct ls_pattern_maker *maker, struct ls_pattern *pattern,
                                    const char *utf8, enum ls_pattern_lines lines,
                                    struct ls_diag *diag) LS_MUST_USE;

/* Both in one. */
struct ls_result ls_pattern_new(const char *utf8, enum ls_pattern_lines lines,
                                struct ls_pattern **pattern, struct ls_diag *diag) LS_MUST_USE;
void ls_pattern_free(struct ls_pattern *pattern);

/* For tests: looks for matches everywhere, as if it were not known how one begins. */
void ls_pattern_forget_first(struct ls_pattern *pattern);

/* Is it known how its matches begin? Then most of a text costs next to nothing. */
bool ls_pattern_is_quick(const struct ls_pattern *pattern);

struct ls_result ls_pattern_match_new(struct ls_pattern_match **match) LS_MUST_USE;
void ls_pattern_match_free(struct ls_pattern_match *match);

/* What to search: text[from..to), and what stands at its two ends. */
struct ls_subject {
    const uint32_t *text;
    size_t from, to;
    bool line_begins; /* a line begins at `from` */
    bool line_ends;   /* a line ends at `to` */
    size_t last;      /* a match begins there at the latest; SIZE_MAX: anywhere */
};

enum ls_pattern_group { LS_GROUP_WHOLE, LS_GROUP_HIT, LS_GROUP_GRADE, LS_GROUP_TERM, LS_GROUPS };

struct ls_spans {
    size_t from[LS_GROUPS], to[LS_GROUPS]; /* empty where a group took no part */
};

/*
 * Searches for a match that begins at or behind `start`. *limited is set (never cleared) when the
 * limit on the work was reached, and the answer is then "no".
 */
bool ls_pattern_search(const struct ls_pattern *pattern, struct ls_pattern_match *match,
                       const struct ls_subject *subject, size_t start, struct ls_spans *spans,
                       bool *limited);

#endif
