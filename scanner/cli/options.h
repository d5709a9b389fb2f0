/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options of `leakscan scan`: one table in options.c feeds the parser and --help; a test holds
 * man page and completions to the same list.
 */
#ifndef LS_CLI_OPTIONS_H
#define LS_CLI_OPTIONS_H

#include "base/diag.h"
#include "base/result.h"
#include "engine/job.h"

#include <stdbool.h>

enum { LS_CLI_LIST_MAX = 4096 }; /* how often a repeatable option may be given */

enum ls_when {
    LS_WHEN_AUTO,
    LS_WHEN_ALWAYS,
    LS_WHEN_NEVER,
};

/* What the user asked for. Strings are those of argv. */
struct ls_scan_options {
    struct ls_job_options job; /* paths, excludes and flags are filled in; outputs are not */
    LS_VEC(const char *) rules;
    LS_VEC(const char *) dictionaries;
    LS_VEC(const char *) excludes; /* behind job.excludes */
    bool no_builtin;
    bool no_cache;
    bool help;
    const char *output;          /* NULL: standard output */
    const char *fingerprint_key; /* NULL: none */
    enum ls_when color;
    enum ls_when progress;
};

/*
 * Reads argv[1..argc), argv[0] being the command. LS_E_USAGE with one line in diag when something
 * is wrong; `options` must be given to ls_scan_options_fini() either way.
 */
struct ls_result ls_scan_options_parse(int argc, char **argv, struct ls_scan_options *options,
                                       struct ls_diag *diag) LS_MUST_USE;
void ls_scan_options_fini(struct ls_scan_options *options);

/* Prints the help page of `leakscan scan`. */
void ls_scan_options_help(void);

#endif
