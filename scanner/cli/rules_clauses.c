/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan rules clauses: the founding regulations, clause by clause, and the rules that serve
 * each; as Markdown it is docs/clauses.md.
 *
 * A rule is proven by its examples in the test of its pack, so the test of patterns/cn/exams.yaml
 * is rules/cn/exams.
 */
#include "cli/rules_view.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "rules/clauses.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_BYTES_MAX = 4 << 20 };

static const char nobody[] = "no rule";

/* The test that proves the rules of a pack, by the file that it comes from. */
static struct ls_str test_of(const struct ls_rules *rules, const struct ls_rule *rule)
{
    static const char builtin[] = "builtin:", yaml[] = ".yaml";
    const char *file = ls_rules_file(rules, rule);
    size_t len = strlen(file), tail = sizeof yaml - 1;
    if (strncmp(file, builtin, sizeof builtin - 1) != 0)
        return (struct ls_str){file, len};
    file += sizeof builtin - 1;
    len -= sizeof builtin - 1;
    if (len > tail && memcmp(file + len - tail, yaml, tail) == 0)
        len -= tail;
    return (struct ls_str){file, len};
}

static struct ls_result add(struct ls_buf *out, struct ls_str text)
{
    return ls_buf_add(out, text.at, text.len);
}

static struct ls_result add_rules(struct ls_buf *out, const struct ls_rules *rules,
                                  const struct ls_clause *clause, const char *quote)
{
    size_t n = 0;
    for (size_t i = 0; i < rules->n; i++)
        if (ls_clause_is_served_by(clause, &rules->at[i]))
            LS_TRY(ls_buf_printf(out, "%s%s%s%s", n++ ? ", " : "", quote, rules->at[i].info.id,
                                 quote));
    return n || clause->way != LS_CLAUSE_CONTENT ? ls_ok() : ls_buf_str(out, nobody);
}

/* Rules of one pack stand together, so each test comes once. */
static struct ls_result add_tests(struct ls_buf *out, const struct ls_rules *rules,
                                  const struct ls_clause *clause)
{
    const char *last = NULL;
    for (size_t i = 0; i < rules->n; i++) {
        const struct ls_rule *rule = &rules->at[i];
        if (!ls_clause_is_served_by(clause, rule) || rule->pack == last)
            continue;
        struct ls_str test = test_of(rules, rule);
        LS_TRY(ls_buf_printf(out, "%s`rules/%.*s`", last ? ", " : "", (int)test.len, test.at));
        last = rule->pack;
    }
    return ls_ok();
}

static const char *words_of(enum ls_clause_way way)
{
    switch (way) {
    case LS_CLAUSE_NONE:
        return "Out of reach. ";
    case LS_CLAUSE_OWN:
        return "By the unit's own words. ";
    case LS_CLAUSE_CONTENT:
    case LS_CLAUSE_TITLE:
        break;
    }
    return "";
}

static struct ls_result add_plain(struct ls_buf *out, const struct ls_rules *rules,
                                  const struct ls_clause *clause)
{
    LS_TRY(add(out, clause->id));
    LS_TRY(ls_buf_str(out, "  "));
    LS_TRY(add(out, clause->words));
    if (clause->way == LS_CLAUSE_TITLE) {
        LS_TRY(ls_buf_str(out, ": "));
        LS_TRY(add(out, clause->note));
        return ls_buf_str(out, "\n\n");
    }
    LS_TRY(ls_buf_printf(out, "\n    %s", words_of(clause->way)));
    LS_TRY(add(out, clause->note));
    if (clause->way == LS_CLAUSE_CONTENT)
        LS_TRY(ls_buf_str(out, "\n    Rules: "));
    LS_TRY(add_rules(out, rules, clause, ""));
    return ls_buf_str(out, "\n\n");
}

static bool is_template(const struct ls_clause *clause)
{
    return memchr(clause->id.at, '.', clause->id.len) == NULL;
}

static struct ls_result add_heading(struct ls_buf *out, const struct ls_clause *clause,
                                    bool *in_table)
{
    *in_table = false;
    LS_TRY(ls_buf_str(out, is_template(clause) ? "\n## " : "\n### "));
    LS_TRY(add(out, clause->id));
    LS_TRY(ls_buf_char(out, ' '));
    LS_TRY(add(out, clause->words));
    LS_TRY(ls_buf_str(out, ": "));
    LS_TRY(add(out, clause->note));
    return ls_buf_char(out, '\n');
}

static struct ls_result add_row(struct ls_buf *out, const struct ls_rules *rules,
                                const struct ls_clause *clause, bool *in_table)
{
    if (!*in_table)
        LS_TRY(ls_buf_str(out, "\n| clause | about | what a scan does for it | rules | tests |\n"
                               "|---|---|---|---|---|\n"));
    *in_table = true;
    LS_TRY(ls_buf_str(out, "| "));
    LS_TRY(add(out, clause->id));
    LS_TRY(ls_buf_str(out, " | "));
    LS_TRY(add(out, clause->words));
    LS_TRY(ls_buf_printf(out, " | %s", words_of(clause->way)));
    LS_TRY(add(out, clause->note));
    LS_TRY(ls_buf_str(out, " | "));
    LS_TRY(add_rules(out, rules, clause, "`"));
    LS_TRY(ls_buf_str(out, " | "));
    LS_TRY(add_tests(out, rules, clause));
    return ls_buf_str(out, " |\n");
}

static struct ls_result add_top(struct ls_buf *out)
{
    size_t sums[LS_CLAUSE_NONE + 1] = {0};
    struct ls_clause clause;
    for (size_t at = 0; ls_clauses_next(&at, &clause);)
        sums[clause.way]++;
    return ls_buf_printf(
        out,
        "# The founding regulations, clause by clause\n\n"
        "Six templates of a unit's regulation on secrecy (单位工作保密管理制度, 通用6篇) say what "
        "is to\n"
        "be protected. Rules name the clauses that they serve; this page turns it round. Of %zu\n"
        "clauses, %zu are served by rules, %zu by words that a unit supplies, and for %zu no scan "
        "of\n"
        "content can do anything (out of reach), because they are about what people do, carry or "
        "say.\n\n"
        "Clauses are numbered as the regulations do: template, chapter, clause. A test is that of\n"
        "the pack the rules stand in (`ctest -R rules/cn/exams`): each rule is proven there by\n"
        "examples of what it finds and what it must not find, in every encoding.\n\n"
        "This page is what `leakscan rules clauses --format markdown` prints.\n",
        sums[LS_CLAUSE_CONTENT] + sums[LS_CLAUSE_OWN] + sums[LS_CLAUSE_NONE],
        sums[LS_CLAUSE_CONTENT], sums[LS_CLAUSE_OWN], sums[LS_CLAUSE_NONE]);
}

static struct ls_result add_clause(struct ls_buf *out, const struct ls_rules *rules,
                                   const struct ls_clause *clause, bool markdown, bool *in_table)
{
    if (!markdown)
        return add_plain(out, rules, clause);
    if (clause->way == LS_CLAUSE_TITLE)
        return add_heading(out, clause, in_table);
    return add_row(out, rules, clause, in_table);
}

struct ls_result ls_rules_clauses(const struct ls_rules *rules, bool markdown, const char *under,
                                  struct ls_diag *diag)
{
    struct ls_buf out = {.limit = PAGE_BYTES_MAX};
    struct ls_clause clause;
    bool in_table = false;
    size_t shown = 0;
    struct ls_result r = markdown && !under ? add_top(&out) : ls_ok();
    for (size_t at = 0; !ls_failed(r) && ls_clauses_next(&at, &clause);) {
        if (under && !ls_clause_is_under(&clause, under))
            continue;
        shown++;
        r = add_clause(&out, rules, &clause, markdown, &in_table);
    }
    if (!ls_failed(r) && shown == 0)
        r = ls_diag_stop(
            diag, LS_E_USAGE,
            "rules: clauses: there is no clause \"%s\"; expected one like T1, T1.一 or "
            "T1.一.4",
            under);
    if (!ls_failed(r))
        fwrite(out.at, 1, out.n, stdout);
    LS_VEC_FINI(&out);
    return r;
}

size_t ls_rules_check_clauses(const struct ls_rules *rules, bool all)
{
    struct ls_clause clause;
    size_t problems = 0;
    for (size_t i = 0; i < rules->n; i++)
        for (size_t k = 0; k < rules->at[i].serves.n; k++) {
            const struct ls_rule *rule = &rules->at[i];
            if (ls_clauses_find(rule->serves.at[k], &clause) && clause.way == LS_CLAUSE_CONTENT)
                continue;
            problems++;
            ls_cli_error(
                "%s:%u: serves: %s: \"%s\" is no clause that content can serve; see leakscan "
                "rules clauses",
                ls_rules_file(rules, rule), (unsigned)rule->line, rule->info.id,
                rule->serves.at[k]);
        }
    for (size_t at = 0; all && ls_clauses_next(&at, &clause);) {
        bool served = clause.way != LS_CLAUSE_CONTENT;
        for (size_t i = 0; i < rules->n && !served; i++)
            served = ls_clause_is_served_by(&clause, &rules->at[i]);
        if (served)
            continue;
        problems++;
        ls_cli_error("clause %.*s: no rule serves it", (int)clause.id.len, clause.id.at);
    }
    return problems;
}
