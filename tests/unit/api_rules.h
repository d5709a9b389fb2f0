/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Set-up and tear-down of the tests of the public interface: rules of TEST_PACK in a folder of
 * their own, which is the working directory meanwhile.
 */
#ifndef LS_TESTS_API_RULES_H
#define LS_TESTS_API_RULES_H

#include "leakscan.h"

#include "../tree.h"

static char folder[32];
static struct leakscan_rules *rules;

static int open_rules(void **state)
{
    static const char *const paths[] = {"pack.yaml"};
    struct leakscan_rules_options options = {
        .size = sizeof options, .without_builtin = 1, .paths = paths, .paths_n = 1};
    char error[LEAKSCAN_ERROR_BYTES];
    (void)state;
    tree_enter(folder);
    tree_text("pack.yaml", TEST_PACK);
    return leakscan_rules_open(&options, &rules, error) == LEAKSCAN_OK ? 0 : -1;
}

static int close_rules(void **state)
{
    (void)state;
    leakscan_rules_close(rules);
    tree_leave(folder);
    return 0;
}

#endif
