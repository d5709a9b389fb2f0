/* SPDX-License-Identifier: Apache-2.0 */
/*
 * leakscan version: what somebody who reports a problem is asked for.
 */
#include "cli/cli.h"

#include "base/alloc.h"
#include "engine/confine.h"
#include "match/database.h"
#include "match/digits.h"
#include "rules/rules.h"

#include <stdio.h>
#include <string.h>

enum { WORDS_MAX = 256 };

static const char usage[] =
    "Usage: leakscan version\n\n"
    "Shows the version, the library that scans, the level of the processor, what PDF is\n"
    "read with, how what reads content is confined here, the built-in rule packs and where\n"
    "compiled rules are kept.\n";

/* What the process that reads content is kept from here. */
static struct ls_result show_sandbox(struct ls_diag *diag)
{
    struct ls_buf words = {.limit = WORDS_MAX};
    unsigned layers;
    struct ls_result r = ls_confine_probe(&layers);
    if (!ls_failed(r))
        r = ls_confine_words(&words, layers);
    if (!ls_failed(r))
        printf("sandbox           %.*s\n", (int)words.n, words.at);
    else
        ls_diag_set(diag, "no process to be had to try the sandbox in");
    LS_VEC_FINI(&words);
    return r;
}

static struct ls_result show(struct ls_diag *diag)
{
    const char *cache = ls_cli_cache_dir();
    struct ls_rules *rules;
    LS_TRY(ls_rules_load_paths(true, NULL, 0, &rules, diag));
    printf("leakscan %s\n", LS_VERSION);
    printf("scanning library  %s\n", ls_database_library());
    const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX];
    ls_digit_kernels(kernels);
    printf("number search     %s\n", kernels[0]->name);
    printf("PDF               %s\n", LS_PDF_LIBRARY);
    LS_TRY(show_sandbox(diag));
    printf("compiled rules    %s\n", cache ? cache : "not kept: no XDG_CACHE_HOME and no HOME");
    printf("built-in rules    %zu, digest %s\n", rules->n, rules->digest);
    for (size_t i = 0; i < rules->packs_n; i++)
        printf("  %-20s %3zu rules  %s\n", rules->packs[i].id, rules->packs[i].rules_n,
               rules->packs[i].title);
    ls_rules_free(rules);
    return ls_ok();
}

int ls_cmd_version(int argc, char **argv)
{
    struct ls_diag diag = {0};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        fputs(usage, stdout);
        return LS_EXIT_CLEAN;
    }
    if (argc > 1)
        return ls_cli_error("version: takes no arguments; see leakscan version --help");
    struct ls_result r = show(&diag);
    return ls_failed(r) ? ls_cli_failed(r, &diag) : LS_EXIT_CLEAN;
}
