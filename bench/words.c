/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-words [--spelled]: what the built-in rules look for, one a line, for tools that take a list
 * of fixed strings. A line may come twice.
 *
 *   (none)      the words (anchors, terms, labels) as the packs write them
 *   --spelled   every UTF-8 spelling of them that the engine looks for: script variants and gaps,
 *               without those that run over a line's end
 */
#include "match/lower.h"

#include <stdio.h>
#include <string.h>

static void print_words(const struct ls_words *words)
{
    for (size_t i = 0; i < words->n; i++)
        puts(words->at[i].text);
}

static void print_rule(const struct ls_rule *rule)
{
    print_words(&rule->anchors);
    print_words(&rule->near.labels);
    for (size_t group = 0; group < rule->groups_n; group++)
        print_words(&rule->groups[group].words);
}

static bool is_line(const char *bytes, size_t len)
{
    return !memchr(bytes, '\n', len) && !memchr(bytes, '\r', len);
}

static struct ls_result print_spelled(const struct ls_rules *rules, struct ls_diag *diag)
{
    struct ls_lower lower;
    ls_lower_init(&lower);
    struct ls_result r = ls_lower_rules(rules, &lower, diag);
    for (size_t i = 0; !ls_failed(r) && i < lower.strings.n; i++) {
        const struct ls_lowered *string = &lower.strings.at[i];
        const char *bytes = lower.bytes.at + lower.offsets.at[i];
        if (string->enc == LS_ENC_UTF8 && is_line(bytes, string->len))
            printf("%.*s\n", (int)string->len, bytes);
    }
    ls_lower_fini(&lower);
    return r;
}

int main(int argc, char **argv)
{
    bool spelled = argc == 2 && strcmp(argv[1], "--spelled") == 0;
    if (argc > 1 && !spelled) {
        fprintf(stderr, "usage: bench-words [--spelled]\n");
        return 2;
    }
    struct ls_rules *rules;
    struct ls_diag diag = {"out of memory"};
    struct ls_result r = ls_rules_load_paths(true, NULL, 0, &rules, &diag);
    if (!ls_failed(r) && spelled)
        r = print_spelled(rules, &diag);
    for (size_t i = 0; !ls_failed(r) && !spelled && i < rules->n; i++)
        print_rule(&rules->at[i]);
    if (ls_failed(r))
        fprintf(stderr, "bench-words: %s\n", diag.text);
    ls_rules_free(rules);
    return !ls_failed(r) && fflush(stdout) == 0 ? 0 : 2;
}
