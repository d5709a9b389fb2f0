/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#include "base/alloc.h"

#include <errno.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum option_id {
    OPT_FORMAT = 256, /* above every short option */
    OPT_RULES,
    OPT_DICTIONARY,
    OPT_NO_BUILTIN,
    OPT_MIN_SEVERITY,
    OPT_CATEGORY,
    OPT_REVEAL,
    OPT_REDACT,
    OPT_FILES_FROM0,
    OPT_EXCLUDE,
    OPT_SORT,
    OPT_SHA256,
    OPT_FINGERPRINT_KEY,
    OPT_ONE_FILE_SYSTEM,
    OPT_COLOR,
    OPT_PROGRESS,
    OPT_NO_RECURSE_ARCHIVES,
    OPT_MAX_DEPTH,
    OPT_MAX_ENTRIES,
    OPT_MAX_DECODED,
    OPT_MAX_RATIO,
    OPT_MAX_MEMORY,
    OPT_MAX_TIME,
    OPT_NO_CACHE,
    OPT_SANDBOX,
    OPT_BLOCK_BYTES,
    OPT_HANG_MS,
    OPT_INJECT,
};

struct option_row {
    int id;           /* a short option's letter, or enum option_id */
    const char *name; /* long name */
    const char *arg;  /* what the argument is called; NULL: none */
    const char *help; /* NULL: for tests, not shown */
};

/* In the order of --help. */
static const struct option_row rows[] = {
    {OPT_FORMAT, "format", "NAME", "how results are written:"},
    {'o', "output", "FILE", "write the records to FILE; it is never scanned itself"},
    {'j', "threads", "N", "number of workers (default: one for each core)"},
    {OPT_RULES, "rules", "PATH", "add the packs of a YAML file or folder; may be repeated"},
    {OPT_DICTIONARY, "dictionary", "FILE",
     "add the words of a text file, one a line; may be repeated"},
    {OPT_NO_BUILTIN, "no-builtin", NULL, "use only what --rules and --dictionary give"},
    {OPT_MIN_SEVERITY, "min-severity", "LEVEL",
     "lowest level to report: mention, low (default), medium, high, critical"},
    {OPT_CATEGORY, "category", "LIST", "report only these categories, separated by commas"},
    {OPT_REVEAL, "reveal", NULL, "show identifiers in full (default: masked by their rule)"},
    {OPT_REDACT, "redact", NULL, "mask every match"},
    {OPT_FILES_FROM0, "files-from0", "FILE",
     "scan the NUL-terminated paths in FILE; - is standard input"},
    {OPT_EXCLUDE, "exclude", "GLOB", "leave out paths or names that match; may be repeated"},
    {OPT_SORT, "sort", NULL, "one order of objects whatever the number of workers"},
    {OPT_SHA256, "sha256", NULL, "put the SHA-256 of every object into its record"},
    {OPT_FINGERPRINT_KEY, "fingerprint-key", "FILE",
     "add to each hit the HMAC-SHA-256 of its folded text"},
    {OPT_ONE_FILE_SYSTEM, "one-file-system", NULL, "do not cross mount points"},
    {OPT_NO_RECURSE_ARCHIVES, "no-recurse-archives", NULL,
     "do not open archives; documents and mail are still read"},
    {OPT_MAX_DEPTH, "max-depth", "N", "containers in containers (default 16, at most 32)"},
    {OPT_MAX_ENTRIES, "max-entries", "N", "members of one file in all (default 1000000)"},
    {OPT_MAX_DECODED, "max-decoded", "SIZE", "bytes unpacked from one file (default 4G)"},
    {OPT_MAX_RATIO, "max-ratio", "N", "growth while unpacking, beyond 64M (default 250)"},
    {OPT_MAX_MEMORY, "max-memory", "SIZE", "bytes of members held at once (default 256M)"},
    {OPT_MAX_TIME, "max-time", "SECONDS", "for taking one file apart (default 120); 0: no limit"},
    {OPT_COLOR, "color", "WHEN", "auto (default), always or never"},
    {OPT_PROGRESS, "progress", "WHEN", "auto (default: on a terminal), always or never"},
    {OPT_NO_CACHE, "no-cache", NULL, "compile the rules anew and keep nothing"},
    {OPT_SANDBOX, "sandbox", "MODE",
     "confine what reads content: best-effort (default), require or off"},
    {OPT_BLOCK_BYTES, "block-bytes", "N", NULL},
    {OPT_HANG_MS, "hang-ms", "N", NULL},
    {OPT_INJECT, "inject", "WHAT:N", NULL},
    {'h', "help", NULL, "show this page"},
};

enum { ROWS_N = sizeof rows / sizeof *rows };

static const char default_format[] = "text";

static struct ls_result usage(struct ls_diag *diag, const char *option, const char *problem)
{
    return ls_diag_stop(diag, LS_E_USAGE, "scan: %s: %s; see leakscan scan --help", option,
                        problem);
}

static struct ls_result parse_number(const struct option_row *row, const char *arg, uint64_t max,
                                     uint64_t *number, struct ls_diag *diag)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(arg, &end, 10);
    if (errno || *arg < '0' || *arg > '9' || *end || value > max)
        return ls_diag_stop(diag, LS_E_USAGE, "scan: --%s: \"%s\" is not a number from 0 to %llu",
                            row->name, arg, (unsigned long long)max);
    *number = value;
    return ls_ok();
}

/* "64M": bytes, with K, M, G or T for powers of 1024. */
static struct ls_result parse_size(const struct option_row *row, const char *arg, uint64_t *size,
                                   struct ls_diag *diag)
{
    static const char units[] = "KMGT";
    char *end;
    errno = 0;
    unsigned long long value = strtoull(arg, &end, 10);
    const char *unit = *end ? strchr(units, *end & ~0x20) : NULL;
    unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
    if (errno || *arg < '0' || *arg > '9' || (*end && (!unit || end[1])) || value == 0 ||
        value > UINT64_MAX >> shift)
        return ls_diag_stop(diag, LS_E_USAGE, "scan: --%s: \"%s\" is not a size such as 64M",
                            row->name, arg);
    *size = (uint64_t)value << shift;
    return ls_ok();
}

static struct ls_result parse_when(const struct option_row *row, const char *arg,
                                   enum ls_when *when, struct ls_diag *diag)
{
    static const char *const names[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(arg, names[i]) == 0) {
            *when = (enum ls_when)i;
            return ls_ok();
        }
    return ls_diag_stop(diag, LS_E_USAGE, "scan: --%s: \"%s\" is not auto, always or never",
                        row->name, arg);
}

static struct ls_result parse_format(const char *arg, struct ls_job_options *job,
                                     struct ls_diag *diag)
{
    size_t n, at = 0;
    char names[128] = "";
    job->format = ls_sink_find(arg);
    if (job->format)
        return ls_ok();
    const struct ls_sink_format *const *all = ls_sinks(&n);
    for (size_t i = 0; i < n && at < sizeof names; i++)
        at += (size_t)snprintf(names + at, sizeof names - at, "%s%s",
                               i == 0      ? ""
                               : i + 1 < n ? ", "
                                           : " or ",
                               all[i]->name);
    return ls_diag_stop(diag, LS_E_USAGE, "scan: --format: there is no format \"%s\"; try %s", arg,
                        names);
}

static struct ls_result parse_severity(const char *arg, struct ls_job_options *job,
                                       struct ls_diag *diag)
{
    if (!ls_severity_parse(arg, &job->min_severity))
        return ls_diag_stop(diag, LS_E_USAGE,
                            "scan: --min-severity: \"%s\" is not mention, low, medium, high or "
                            "critical",
                            arg);
    return ls_ok();
}

static struct ls_result parse_sandbox(const char *arg, struct ls_job_options *job,
                                      struct ls_diag *diag)
{
    static const char *const names[] = {
        [LS_SANDBOX_OFF] = "off",
        [LS_SANDBOX_BEST_EFFORT] = "best-effort",
        [LS_SANDBOX_REQUIRE] = "require",
    };
    for (int i = LS_SANDBOX_OFF; i <= LS_SANDBOX_REQUIRE; i++)
        if (strcmp(arg, names[i]) == 0) {
            job->sandbox = (enum ls_sandbox)i;
            return ls_ok();
        }
    return ls_diag_stop(diag, LS_E_USAGE,
                        "scan: --sandbox: \"%s\" is not best-effort, require or off", arg);
}

/* "crash:3" */
static struct ls_result parse_injection(const struct option_row *row, const char *arg,
                                        struct ls_job_options *job, struct ls_diag *diag)
{
    char name[32];
    size_t len = strcspn(arg, ":");
    snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name), arg);
    if (len >= sizeof name || !arg[len] || !ls_inject_parse(name, &job->inject))
        return ls_diag_stop(diag, LS_E_USAGE, "scan: --inject: there is no \"%s\"", arg);
    return parse_number(row, arg + len + 1, UINT64_MAX, &job->inject_at, diag);
}

/* "grade-mark,identifier" to a set. */
static struct ls_result parse_categories(const char *arg, struct ls_job_options *job,
                                         struct ls_diag *diag)
{
    while (true) {
        char name[32];
        size_t len = strcspn(arg, ",");
        enum ls_category category;
        snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name), arg);
        if (len >= sizeof name || !ls_category_parse(name, &category))
            return ls_diag_stop(diag, LS_E_USAGE,
                                "scan: --category: there is no category \"%s\"; "
                                "see leakscan scan --help",
                                name);
        job->categories |= UINT32_C(1) << category;
        if (!arg[len])
            return ls_ok();
        arg += len + 1;
    }
}

static struct ls_result apply_limit(const struct option_row *row, const char *arg,
                                    struct ls_limits *limits, struct ls_diag *diag)
{
    uint64_t number = 0;
    switch (row->id) {
    case OPT_NO_RECURSE_ARCHIVES:
        limits->not_archives = true;
        break;
    case OPT_MAX_DEPTH:
        LS_TRY(parse_number(row, arg, LS_DEPTH_MAX, &number, diag));
        limits->depth = (unsigned)number;
        break;
    case OPT_MAX_ENTRIES:
        return parse_number(row, arg, UINT32_MAX, &limits->entries, diag);
    case OPT_MAX_DECODED:
        return parse_size(row, arg, &limits->decoded, diag);
    case OPT_MAX_RATIO:
        return parse_number(row, arg, UINT32_MAX, &limits->ratio, diag);
    case OPT_MAX_MEMORY:
        return parse_size(row, arg, &limits->memory, diag);
    case OPT_MAX_TIME:
        return parse_number(row, arg, 1000000, &limits->seconds, diag);
    default:
        return ls_stop(LS_E_INTERNAL);
    }
    return ls_ok();
}

static struct ls_result apply_job(const struct option_row *row, const char *arg,
                                  struct ls_scan_options *options, struct ls_diag *diag)
{
    struct ls_job_options *job = &options->job;
    uint64_t number = 0;
    switch (row->id) {
    case OPT_FORMAT:
        return parse_format(arg, job, diag);
    case 'j':
        LS_TRY(parse_number(row, arg, 1024, &number, diag));
        job->threads = (unsigned)number;
        break;
    case OPT_BLOCK_BYTES:
        LS_TRY(parse_number(row, arg, 16 << 20, &number, diag));
        job->block_bytes = (size_t)number;
        break;
    case OPT_HANG_MS:
        LS_TRY(parse_number(row, arg, UINT32_MAX, &number, diag));
        job->hang_ms = (unsigned)number;
        break;
    case OPT_SANDBOX:
        return parse_sandbox(arg, job, diag);
    case OPT_INJECT:
        return parse_injection(row, arg, job, diag);
    case OPT_MIN_SEVERITY:
        return parse_severity(arg, job, diag);
    case OPT_CATEGORY:
        return parse_categories(arg, job, diag);
    case OPT_EXCLUDE:
        LS_VEC_PUSH(&options->excludes, arg);
        break;
    case OPT_FILES_FROM0:
        job->files_from0 = arg;
        break;
    case OPT_REVEAL:
        job->reveal = true;
        break;
    case OPT_REDACT:
        job->redact = true;
        break;
    case OPT_SORT:
        job->sort = true;
        break;
    case OPT_SHA256:
        job->sha256 = true;
        break;
    case OPT_ONE_FILE_SYSTEM:
        job->one_file_system = true;
        break;
    default:
        return apply_limit(row, arg, &job->limits, diag);
    }
    return ls_ok();
}

static struct ls_result apply(const struct option_row *row, const char *arg,
                              struct ls_scan_options *options, struct ls_diag *diag)
{
    switch (row->id) {
    case 'h':
        options->help = true;
        break;
    case 'o':
        options->output = strcmp(arg, "-") == 0 ? NULL : arg;
        break;
    case OPT_RULES:
        LS_VEC_PUSH(&options->rules, arg);
        break;
    case OPT_DICTIONARY:
        LS_VEC_PUSH(&options->dictionaries, arg);
        break;
    case OPT_NO_BUILTIN:
        options->no_builtin = true;
        break;
    case OPT_FINGERPRINT_KEY:
        options->fingerprint_key = arg;
        break;
    case OPT_COLOR:
        return parse_when(row, arg, &options->color, diag);
    case OPT_PROGRESS:
        return parse_when(row, arg, &options->progress, diag);
    case OPT_NO_CACHE:
        options->no_cache = true;
        break;
    default:
        return apply_job(row, arg, options, diag);
    }
    return ls_ok();
}

static struct ls_result check(const struct ls_scan_options *options, struct ls_diag *diag)
{
    const struct ls_job_options *job = &options->job;
    bool stdin_paths = job->files_from0 && strcmp(job->files_from0, "-") == 0;
    if (job->reveal && job->redact)
        return usage(diag, "--reveal and --redact", "exclude each other");
    if (options->no_builtin && options->rules.n == 0 && options->dictionaries.n == 0)
        return usage(diag, "--no-builtin", "leaves no rules without --rules or --dictionary");
    if (job->paths_n == 0 && !job->files_from0)
        return ls_diag_stop(diag, LS_E_USAGE,
                            "scan: nothing to scan; name files or folders, or - for standard "
                            "input (see leakscan scan --help)");
    for (size_t i = 0; stdin_paths && i < job->paths_n; i++)
        if (strcmp(job->paths[i], "-") == 0)
            return usage(diag, "--files-from0 - and PATH -", "cannot both read standard input");
    return ls_ok();
}

/* The tables that getopt_long() wants, made from ours. */
static void make_tables(struct option longs[ROWS_N + 1], char shorts[3 * ROWS_N + 2])
{
    char *p = shorts;
    *p++ = ':'; /* tell a missing argument from an unknown option */
    for (int i = 0; i < ROWS_N; i++) {
        longs[i] = (struct option){rows[i].name, rows[i].arg ? required_argument : no_argument,
                                   NULL, rows[i].id};
        if (rows[i].id < 256) {
            *p++ = (char)rows[i].id;
            if (rows[i].arg)
                *p++ = ':';
        }
    }
    longs[ROWS_N] = (struct option){0};
    *p = 0;
}

static struct ls_result refuse(char **argv, int optopt_, bool missing, struct ls_diag *diag)
{
    const char *problem = missing ? "needs an argument" : "unknown option";
    char letter[3] = {'-', (char)optopt_, 0};
    const char *word = argv[optind - 1];
    if (word[0] == '-' && word[1] == '-')
        return usage(diag, word, problem);
    return usage(diag, letter, problem);
}

struct ls_result ls_scan_options_parse(int argc, char **argv, struct ls_scan_options *options,
                                       struct ls_diag *diag)
{
    struct option longs[ROWS_N + 1];
    char shorts[3 * ROWS_N + 2];
    *options = (struct ls_scan_options){.job = {
                                            .min_severity = LS_SEV_LOW,
                                            .limits = ls_limits_default,
                                            .sandbox = LS_SANDBOX_BEST_EFFORT,
                                        }};
    LS_VEC_INIT(&options->rules, LS_CLI_LIST_MAX);
    LS_VEC_INIT(&options->dictionaries, LS_CLI_LIST_MAX);
    LS_VEC_INIT(&options->excludes, LS_CLI_LIST_MAX);
    options->job.format = ls_sink_find(default_format);
    make_tables(longs, shorts);
    optind = 0; /* glibc: start afresh */
    opterr = 0;
    for (int id; (id = getopt_long(argc, argv, shorts, longs, NULL)) != -1;) {
        if (id == '?' || id == ':')
            return refuse(argv, optopt, id == ':', diag);
        for (int i = 0; i < ROWS_N; i++)
            if (rows[i].id == id)
                LS_TRY(apply(&rows[i], optarg, options, diag));
    }
    options->job.paths = (const char *const *)argv + optind;
    options->job.paths_n = (size_t)(argc - optind);
    options->job.excludes = options->excludes.at;
    options->job.excludes_n = options->excludes.n;
    return options->help ? ls_ok() : check(options, diag);
}

void ls_scan_options_fini(struct ls_scan_options *options)
{
    LS_VEC_FINI(&options->rules);
    LS_VEC_FINI(&options->dictionaries);
    LS_VEC_FINI(&options->excludes);
}

static void print_formats(void)
{
    size_t n;
    const struct ls_sink_format *const *all = ls_sinks(&n);
    for (size_t i = 0; i < n; i++)
        printf("  %-26s    %-6s %s%s\n", "", all[i]->name, all[i]->what,
               strcmp(all[i]->name, default_format) == 0 ? " (default)" : "");
}

void ls_scan_options_help(void)
{
    printf("Usage: leakscan scan [OPTIONS] PATH...\n\n"
           "Looks for classification marks and protected information in files, folders and\n"
           "devices, in every encoding at once. PATH - is standard input. Symbolic links found\n"
           "in folders are not followed. What could not be scanned is reported too.\n\nOptions:\n");
    for (int i = 0; i < ROWS_N; i++) {
        char left[40];
        const struct option_row *row = &rows[i];
        if (!row->help)
            continue;
        char letter[5] = "    ";
        if (row->id < 256)
            snprintf(letter, sizeof letter, "-%c, ", (char)row->id);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, row->name, row->arg ? " " : "",
                 row->arg ? row->arg : "");
        printf("  %-26s  %s\n", left, row->help);
        if (row->id == OPT_FORMAT)
            print_formats();
    }
    printf("\nCategories:");
    for (int i = 0; i < LS_CAT_COUNT; i++)
        printf("%s%s%s", i ? "," : "", i % 6 ? " " : "\n  ", ls_category_name((enum ls_category)i));
    printf("\n\nExamples:\n"
           "  leakscan scan release.txt                  before it is published\n"
           "  leakscan scan -j 8 --format jsonl -o report.jsonl /srv/share\n"
           "  pg_dump town | leakscan scan -             a stream\n"
           "  find . -newer last -print0 | leakscan scan --files-from0 -\n"
           "\nExit status:\n"
           "  0 clean and complete   1 at least one hit   2 usage, rules or internal error\n"
           "  3 no hit, but something was not (fully) scanned\n"
           "  75 could not finish, try again   128+n ended by signal n\n");
}
