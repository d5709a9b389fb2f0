/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands share. Every command is `int ls_cmd_<name>(int argc, char **argv)`: argv[0] is
 * its name, the result is the exit status. Main thread only.
 */
#ifndef LS_CLI_CLI_H
#define LS_CLI_CLI_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/result.h"

#include <stdint.h>

/* The exit statuses of all commands; docs/output.md explains them. */
enum ls_exit {
    LS_EXIT_CLEAN = 0,
    LS_EXIT_HITS = 1,
    LS_EXIT_ERROR = 2,      /* usage, rules or internal error */
    LS_EXIT_INCOMPLETE = 3, /* no hit, but something was not (fully) scanned */
    LS_EXIT_AGAIN = 75,     /* could not finish; the same command may succeed later */
    LS_EXIT_SIGNAL = 128,   /* plus the number of the signal */
};

int ls_cmd_scan(int argc, char **argv);
int ls_cmd_version(int argc, char **argv);

/*
 * Prints "leakscan: …" and a line break to standard error, unsafe characters escaped. Words:
 * what it is about, what happened; what to do. Returns LS_EXIT_ERROR.
 */
int ls_cli_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The line of a failed call, and the exit status that fits its code. */
int ls_cli_failed(struct ls_result result, const struct ls_diag *diag);

/*
 * The folder for compiled rules: $XDG_CACHE_HOME/leakscan, else $HOME/.cache/leakscan. NULL when
 * neither variable names an absolute path. The string belongs to the program.
 */
const char *ls_cli_cache_dir(void);

/* "1.2 GB": bytes in decimal units, three significant digits at most. */
struct ls_result ls_cli_add_bytes(struct ls_buf *out, uint64_t bytes) LS_MUST_USE;

/* "1,234,567". */
struct ls_result ls_cli_add_number(struct ls_buf *out, uint64_t number) LS_MUST_USE;

/* "3 hits", "1 hit", "1,234 files": the word takes an s unless the number is 1. */
struct ls_result ls_cli_add_noun(struct ls_buf *out, uint64_t number, const char *word) LS_MUST_USE;

#endif
