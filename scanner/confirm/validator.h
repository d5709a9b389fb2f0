/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Validators decide whether a number or a cell is what it looks like. ONE FILE PER VALIDATOR:
 * confirm/check_<name>.c defines `const struct ls_validator ls_validator_<name>` (dashes of the
 * public name become underscores); CMake globs the folder and writes the table. Pure functions,
 * any thread.
 */
#ifndef LS_CONFIRM_VALIDATOR_H
#define LS_CONFIRM_VALIDATOR_H

#include "base/digit_run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which characters, besides 0-9, may belong to a number. */
enum ls_alphabet {
    LS_ALPHA_DIGITS, /* none */
    LS_ALPHA_LAST_X, /* X or x as the last character */
    LS_ALPHA_UPPER,  /* A-Z anywhere */
    LS_ALPHA_TEXT,   /* not a number: the content of a table cell */
};

struct ls_validator {
    const char *name; /* as rules name it: "cn-resident-id" */
    const char *what; /* one line for people, with its source */
    enum ls_alphabet alphabet;
    bool lettered; /* LS_ALPHA_UPPER: every valid value holds a letter */
    uint32_t run;  /* digits that stand side by side in every valid value; 0 for cells */

    uint32_t core; /* so many characters at the end make the number; 0: all. Before them, say, a
                      country code that may be left out */

    /* text[0..n): digits and letters only, ASCII, no blanks (numbers). NULL for cells. */
    bool (*number)(const char *text, size_t n);

    /*
     * May a valid value of n characters begin with these two digits (0 to 99)? A cheap no for most
     * numbers. NULL: any two.
     */
    bool (*leads)(unsigned two, size_t n);

    /* cell[0..n): folded code points, trimmed, n >= 1. NULL for numbers. */
    bool (*cell)(const uint32_t *cell, size_t n);
};

/* The runs of digits that a value of at least `least` characters gives itself away by. */
struct ls_digit_limits ls_validator_limits(const struct ls_validator *validator, uint32_t least);

/* By public name, or NULL. */
const struct ls_validator *ls_validator_find(const char *name);

/* All of them, ascending by name. */
const struct ls_validator *const *ls_validators(size_t *n);

#endif
