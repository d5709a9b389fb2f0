/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-words: the words that the built-in rules look for (anchors, terms, labels), one a line as
 * the packs write them, for tools that take a list of fixed strings. A word may come twice.
 */
#include "rules/rules.h"

#include <stdio.h>

static void print_words(const struct ls_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        puts(words->at[i].text);
}

int main(void)
{
    struct ls_rules *rules;
    struct ls_diag diag;
    if (ls_failed(ls_rules_load_paths(true, NULL, 0, &rules, &diag))) {
        fprintf(stderr, "bench-words: %s\n", diag.text);
        return 2;
    }
    for (size_t i = 0; i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        print_words(&rule->anchors);
        print_words(&rule->near.labels);
        for (size_t group = 0; group < rule->groups_n; group++)
            print_words(&rule->groups[group].words);
    }
    ls_rules_free(rules);
    return fflush(stdout) == 0 ? 0 : 2;
}
