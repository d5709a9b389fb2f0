/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the subcommands of `leakscan rules` do once the rules are loaded. Main thread only.
 */
#ifndef LS_CLI_RULES_VIEW_H
#define LS_CLI_RULES_VIEW_H

#include "base/diag.h"
#include "base/result.h"
#include "rules/rules.h"

#include <stdbool.h>

/* Prints what a rule means, for people who do not read patterns. */
struct ls_result ls_rules_explain(const struct ls_rules *rules,
                                  const struct ls_rule *rule) LS_MUST_USE;

/*
 * Proves all rules by their examples and, unless `quick`, measures what each costs. Takes over
 * `rules` (also on failure). Prints a table, and each problem on standard error. *problems is how
 * many there were.
 */
struct ls_result ls_rules_prove(struct ls_rules *rules, bool quick, size_t *problems,
                                struct ls_diag *diag) LS_MUST_USE;

/*
 * Prints the clauses of the founding regulations with the rules that serve them: all, or those
 * `under` names (see rules/clauses.h). A name of none is LS_E_USAGE.
 */
struct ls_result ls_rules_clauses(const struct ls_rules *rules, bool markdown, const char *under,
                                  struct ls_diag *diag) LS_MUST_USE;

/*
 * Every clause that a rule names is one that content can serve and, when `all` rules are there,
 * every such clause has a rule. Prints each problem on standard error; gives how many there were.
 */
size_t ls_rules_check_clauses(const struct ls_rules *rules, bool all);

#endif
