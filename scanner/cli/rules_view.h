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

#endif
