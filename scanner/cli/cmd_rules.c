/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan rules: shows the rules, proves them, says in words what one of them means.
 */
#include "cli/cmd_rules.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/rules_view.h"
#include "rules/rules.h"
#include "sink/escape.h"
#include "sink/json.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { PATHS_MAX = 256, LINE_BYTES_MAX = 1 << 20 };

enum format { FORMAT_TEXT, FORMAT_JSONL, FORMAT_MARKDOWN, FORMATS };

static const char *const format_names[FORMATS] = {"text", "jsonl", "markdown"};

struct options {
    const char *command;
    LS_VEC(const char *) rules;
    bool no_builtin;
    enum format format;
    bool quick;
    bool help;
    char **args; /* behind the options */
    size_t args_n;
};

static const char usage[] =
    "Usage: leakscan rules list [OPTIONS]\n"
    "       leakscan rules check [OPTIONS] [PATH...]\n"
    "       leakscan rules explain [OPTIONS] ID\n"
    "       leakscan rules clauses [OPTIONS] [CLAUSE]\n"
    "\n"
    "  list      all rules: id, category, severity, title\n"
    "  check     proves rules by their examples and shows what they cost\n"
    "  explain   what a rule means, where it comes from, what it does not report\n"
    "  clauses   the founding regulations clause by clause, with the rules that serve each\n"
    "\n"
    "Options:\n"
    "  --rules PATH      add the packs of a YAML file or folder; may be repeated\n"
    "  --no-builtin      use only the packs given with --rules\n"
    "  --format NAME     list: text (for people, default) or jsonl (for programs);\n"
    "                    clauses: text or markdown\n"
    "  --quick           check: only the proof, no measuring\n"
    "  -h, --help        this page, or that of a subcommand\n"
    "\n"
    "docs/rules.md explains how rules are written.\n";

static const char usage_list[] =
    "Usage: leakscan rules list [--rules PATH] [--no-builtin] [--format text|jsonl]\n"
    "\n"
    "Shows all rules that a scan with the same --rules and --no-builtin would use, one a line.\n"
    "The ids are what reports name and what `leakscan rules explain ID` takes.\n"
    "\n"
    "Examples:\n"
    "  leakscan rules list\n"
    "  leakscan rules list --no-builtin --rules own.yaml --format jsonl\n";

static const char usage_check[] =
    "Usage: leakscan rules check [--quick] [PATH...]\n"
    "\n"
    "Proves the packs in PATH (YAML files, or folders of them); without PATH those built in, and\n"
    "those of --rules. A pack is right when it can be read, each `hit` example is found on the\n"
    "same characters in every encoding and script that can spell it, and each `miss` example\n"
    "stays silent in all of them, and each clause that a rule `serves` is there. The built-in\n"
    "packs have to serve every clause that content can serve. Then it shows for each rule:\n"
    "\n"
    "  strings      byte strings that stage 1 searches for it; all rules together should stay\n"
    "               below 25,000\n"
    "  GB/s         speed of stage 1 with this rule alone, on a generated law text\n"
    "  anchors/MB   places of that text that stage 2 has to look at; a rule of many anchors is\n"
    "               slow however fast its search is\n"
    "  texts/MB     how often the text around them is read there, after what can be told from\n"
    "               the words alone; of rules with `evidence` 2 at most are borne\n"
    "  examples, scans   examples, and in how many spellings they were scanned\n"
    "\n"
    "Exit status: 0 all is proved, 2 something is wrong (each problem on standard error).\n"
    "\n"
    "Examples:\n"
    "  leakscan rules check own.yaml\n"
    "  leakscan rules check --quick patterns/\n";

static const char usage_explain[] =
    "Usage: leakscan rules explain [--rules PATH] [--no-builtin] ID\n"
    "\n"
    "Says in plain words what a rule looks for, where it comes from, which clauses it serves, "
    "what\n"
    "it does not report, with examples of both.\n"
    "\n"
    "Example:\n"
    "  leakscan rules explain cn.mark.star\n";

static const char usage_clauses[] =
    "Usage: leakscan rules clauses [--rules PATH] [--no-builtin] [--format text|markdown] "
    "[CLAUSE]\n"
    "\n"
    "Goes through the six founding regulations: what each clause is about, which rules serve it, "
    "or\n"
    "why no scan of content can. CLAUSE is a template (T1), a chapter (T1.一) or a clause\n"
    "(T1.一.4).\n"
    "\n"
    "Examples:\n"
    "  leakscan rules clauses T2.四\n"
    "  leakscan rules clauses --format markdown > clauses.md\n";

static struct ls_result wrong(struct ls_diag *diag, const char *what, const char *problem)
{
    return ls_diag_stop(diag, LS_E_USAGE, "rules: %s: %s; see leakscan rules --help", what,
                        problem);
}

static struct ls_result parse_format(const char *name, struct options *options,
                                     struct ls_diag *diag)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(name, format_names[i]) == 0) {
            options->format = (enum format)i;
            return ls_ok();
        }
    return wrong(diag, name, "there is no such format; try text, jsonl or markdown");
}

/* What getopt_long() has stopped at: a long option, or a letter that may stand among others. */
static struct ls_result refuse(char **argv, bool missing, struct ls_diag *diag)
{
    const char letter[3] = {'-', (char)optopt, 0}, *word = argv[optind - 1];
    bool is_long = word[0] == '-' && word[1] == '-';
    return wrong(diag, is_long ? word : letter, missing ? "needs an argument" : "unknown option");
}

static struct ls_result parse(int argc, char **argv, struct options *options, struct ls_diag *diag)
{
    enum { OPT_RULES = 256, OPT_NO_BUILTIN, OPT_FORMAT, OPT_QUICK };
    static const struct option longs[] = {
        {"rules", required_argument, NULL, OPT_RULES},
        {"no-builtin", no_argument, NULL, OPT_NO_BUILTIN},
        {"format", required_argument, NULL, OPT_FORMAT},
        {"quick", no_argument, NULL, OPT_QUICK},
        {"help", no_argument, NULL, 'h'},
        {0},
    };
    optind = 0; /* glibc: start afresh */
    opterr = 0;
    for (int id; (id = getopt_long(argc, argv, ":h", longs, NULL)) != -1;) {
        switch (id) {
        case OPT_RULES:
            LS_VEC_PUSH(&options->rules, optarg);
            break;
        case OPT_NO_BUILTIN:
            options->no_builtin = true;
            break;
        case OPT_FORMAT:
            LS_TRY(parse_format(optarg, options, diag));
            break;
        case OPT_QUICK:
            options->quick = true;
            break;
        case 'h':
            options->help = true;
            break;
        default:
            return refuse(argv, id == ':', diag);
        }
    }
    if (optind < argc)
        options->command = argv[optind++];
    options->args = argv + optind;
    options->args_n = (size_t)(argc - optind);
    return ls_ok();
}

static bool checks_paths(const struct options *options)
{
    return strcmp(options->command, "check") == 0 && options->args_n > 0;
}

/* check: the paths alone when there are any. Everything else: built-in packs and --rules. */
static struct ls_result load(const struct options *options, struct ls_rules **rules,
                             struct ls_diag *diag)
{
    if (checks_paths(options))
        return ls_rules_load_paths(false, (const char *const *)options->args, options->args_n,
                                   rules, diag);
    return ls_rules_load_paths(!options->no_builtin, options->rules.at, options->rules.n, rules,
                               diag);
}

static struct ls_str str(const char *s)
{
    return (struct ls_str){s, strlen(s)};
}

static struct ls_result add_key(struct ls_buf *out, const char *key, const char *value)
{
    LS_TRY(ls_buf_printf(out, ",\"%s\":", key));
    return ls_json_string(out, str(value));
}

/* A rule that only names the text around it is of no category. */
static const char *category_of(const struct ls_rule *rule)
{
    return rule->context ? "context" : ls_category_name(rule->info.category);
}

static struct ls_result add_json(struct ls_buf *out, const struct ls_rule *rule)
{
    LS_TRY(ls_buf_str(out, "{\"type\":\"rule\",\"v\":1"));
    LS_TRY(add_key(out, "id", rule->info.id));
    LS_TRY(add_key(out, "pack", rule->pack));
    LS_TRY(add_key(out, "category", category_of(rule)));
    LS_TRY(add_key(out, "severity", ls_severity_name(rule->info.severity)));
    LS_TRY(add_key(out, "title", rule->info.title));
    LS_TRY(add_key(out, "description", rule->description ? rule->description : ""));
    LS_TRY(add_key(out, "source", rule->source));
    LS_TRY(ls_buf_str(out, ",\"serves\":["));
    for (size_t i = 0; i < rule->serves.n; i++) {
        LS_TRY(ls_buf_str(out, i ? "," : ""));
        LS_TRY(ls_json_string(out, str(rule->serves.at[i])));
    }
    return ls_buf_str(out, "]}\n");
}

static struct ls_result add_text(struct ls_buf *out, const struct ls_rule *rule, int id_width)
{
    LS_TRY(ls_buf_printf(out, "%-*s  %-13s  %-8s  ", id_width, rule->info.id, category_of(rule),
                         ls_severity_name(rule->info.severity)));
    LS_TRY(ls_escape_text(out, rule->info.title, strlen(rule->info.title)));
    return ls_buf_char(out, '\n');
}

static struct ls_result list(const struct options *options, const struct ls_rules *rules)
{
    struct ls_buf line = {.limit = LINE_BYTES_MAX};
    struct ls_result r = ls_ok();
    int width = 0;
    for (size_t i = 0; i < rules->n; i++) {
        int len = (int)strlen(rules->at[i].info.id);
        width = len > width ? len : width;
    }
    for (size_t i = 0; i < rules->n && !ls_failed(r); i++) {
        LS_VEC_CLEAR(&line);
        r = options->format == FORMAT_JSONL ? add_json(&line, &rules->at[i])
                                            : add_text(&line, &rules->at[i], width);
        if (!ls_failed(r))
            fwrite(line.at, 1, line.n, stdout);
    }
    LS_VEC_FINI(&line);
    return r;
}

static struct ls_result explain(const struct options *options, const struct ls_rules *rules,
                                struct ls_diag *diag)
{
    if (options->args_n != 1)
        return wrong(diag, "explain", "takes the id of one rule");
    const struct ls_rule *rule = ls_rules_find(rules, options->args[0]);
    if (!rule)
        return ls_diag_stop(diag, LS_E_USAGE,
                            "rules: explain: there is no rule \"%s\"; "
                            "see leakscan rules list",
                            options->args[0]);
    return ls_rules_explain(rules, rule);
}

static struct ls_result clauses(const struct options *options, const struct ls_rules *rules,
                                struct ls_diag *diag)
{
    if (options->args_n > 1)
        return wrong(diag, options->args[1], "clauses takes one clause at most");
    return ls_rules_clauses(rules, options->format == FORMAT_MARKDOWN,
                            options->args_n ? options->args[0] : NULL, diag);
}

static struct ls_result check(const struct options *options, struct ls_rules *rules,
                              size_t *problems, struct ls_diag *diag)
{
    size_t clauses = ls_rules_check_clauses(rules, options->args_n == 0 && !options->no_builtin);
    struct ls_result r = ls_rules_prove(rules, options->quick, problems, diag);
    *problems += clauses;
    return r;
}

static struct ls_result run(const struct options *options, size_t *problems, struct ls_diag *diag)
{
    struct ls_rules *rules = NULL;
    if (!checks_paths(options) && options->no_builtin && options->rules.n == 0)
        return wrong(diag, "--no-builtin", "leaves no rules without --rules PATH");
    LS_TRY(load(options, &rules, diag));
    if (strcmp(options->command, "check") == 0)
        return check(options, rules, problems, diag);
    struct ls_result r;
    if (strcmp(options->command, "explain") == 0)
        r = explain(options, rules, diag);
    else if (strcmp(options->command, "clauses") == 0)
        r = clauses(options, rules, diag);
    else if (options->args_n > 0)
        r = wrong(diag, options->args[0], "list takes no arguments");
    else
        r = list(options, rules);
    ls_rules_free(rules);
    return r;
}

static const struct command {
    const char *name;
    const char *usage;
    enum format format; /* that it has besides text; FORMAT_TEXT: none */
    bool quick;         /* --quick means something to it */
} commands[] = {
    {"list", usage_list, FORMAT_JSONL, false},
    {"check", usage_check, FORMAT_TEXT, true},
    {"explain", usage_explain, FORMAT_TEXT, false},
    {"clauses", usage_clauses, FORMAT_MARKDOWN, false},
};

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(name, commands[i].name) == 0)
            return &commands[i];
    return NULL;
}

/* An option that would change nothing is a mistake of whoever gave it. */
static struct ls_result check_use(const struct command *command, const struct options *options,
                                  struct ls_diag *diag)
{
    char problem[64];
    if (options->quick && !command->quick) {
        snprintf(problem, sizeof problem, "means nothing to %s", command->name);
        return wrong(diag, "--quick", problem);
    }
    if (checks_paths(options) && options->rules.n > 0)
        return wrong(diag, "--rules", "check takes paths or --rules, not both");
    if (options->format == FORMAT_TEXT || options->format == command->format)
        return ls_ok();
    snprintf(problem, sizeof problem, "%s comes as text%s%s", command->name,
             command->format == FORMAT_TEXT ? " only" : " or ",
             command->format == FORMAT_TEXT ? "" : format_names[command->format]);
    return wrong(diag, format_names[options->format], problem);
}

static int dispatch(const struct options *options)
{
    const struct command *command = options->command ? find_command(options->command) : NULL;
    if (options->command && !command)
        return ls_cli_error("rules: %s: no such subcommand; see leakscan rules --help",
                            options->command);
    if (options->help) {
        fputs(command ? command->usage : usage, stdout);
        return LS_EXIT_CLEAN;
    }
    if (!command)
        return ls_cli_error("rules: nothing to do; try leakscan rules list, or --help");
    struct ls_diag diag = {0};
    size_t problems = 0;
    struct ls_result r = check_use(command, options, &diag);
    if (!ls_failed(r))
        r = run(options, &problems, &diag);
    if (ls_failed(r))
        return ls_cli_failed(r, &diag);
    return problems ? LS_EXIT_ERROR : LS_EXIT_CLEAN;
}

int ls_cmd_rules(int argc, char **argv)
{
    struct options options = {0};
    struct ls_diag diag = {0};
    LS_VEC_INIT(&options.rules, PATHS_MAX);
    struct ls_result r = parse(argc, argv, &options, &diag);
    int status = ls_failed(r) ? ls_cli_failed(r, &diag) : dispatch(&options);
    LS_VEC_FINI(&options.rules);
    return status;
}
