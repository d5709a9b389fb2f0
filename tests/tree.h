/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a folder of its own that vanishes afterwards.
 */
#ifndef LS_TESTS_TREE_H
#define LS_TESTS_TREE_H

#include "engine.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Changes into a new folder; paths in tests are relative to it. */
static inline void tree_enter(char name[32])
{
    strcpy(name, "/tmp/leakscan-test-XXXXXX");
    if (!mkdtemp(name) || chdir(name) != 0)
        abort();
}

static inline void tree_leave(const char *name)
{
    char command[128];
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", name, name);
    if (chdir("/") != 0 || system(command) != 0)
        abort();
}

/* Paths in it, of the options of a job or a walk. */
#define PATHS(...)                                                                                 \
    .paths = (const char *const[]){__VA_ARGS__},                                                   \
    .paths_n = sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static inline char *tree_of_test(void)
{
    static char name[32];
    return name;
}

static inline int tree_setup(void **state)
{
    (void)state;
    tree_enter(tree_of_test());
    return 0;
}

static inline int tree_teardown(void **state)
{
    (void)state;
    tree_leave(tree_of_test());
    return 0;
}

/* A test of cmocka in a folder of its own. */
#define IN_TREE(test) cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

static inline void tree_write(const char *path, const void *bytes, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, bytes, len) != (ssize_t)len || close(fd) != 0)
        abort();
}

static inline void tree_text(const char *path, const char *text)
{
    tree_write(path, text, strlen(text));
}

#endif
