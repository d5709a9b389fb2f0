/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: a folder of its own that vanishes afterwards, and an engine with one plain rule.
 */
#ifndef LS_TESTS_TREE_H
#define LS_TESTS_TREE_H

#include "engine/scanner.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the rule of test_engine() finds. */
#define TEST_WORD "斑马线暗号"
#define TEST_WORD_BYTES (sizeof(TEST_WORD) - 1)

#define TEST_PACK                                                                                  \
    "pack: test.words\n"                                                                           \
    "title: words for tests\n"                                                                     \
    "source: none\n"                                                                               \
    "rules:\n"                                                                                     \
    "  - id: test.word\n"                                                                          \
    "    title: a word for tests\n"                                                                \
    "    category: dictionary\n"                                                                   \
    "    severity: high\n"                                                                         \
    "    gap: none\n"                                                                              \
    "    anchors: [" TEST_WORD "]\n"                                                               \
    "    match: '" TEST_WORD "'\n"                                                                 \
    "    examples:\n"                                                                              \
    "      hit: ['" TEST_WORD "']\n"                                                               \
    "      miss: ['斑马']\n"

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

/* The same around a test of cmocka: cmocka_unit_test_setup_teardown(f, tree_setup, tree_teardown).
 */
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

static inline struct ls_engine *test_engine(void)
{
    static const char text[] = TEST_PACK;
    const struct ls_pack_text pack = {.file = "test", .bytes = text, .len = sizeof text - 1};
    const struct ls_match_options options = {.cache_dir = NULL};
    struct ls_diag diag = {.text = ""};
    struct ls_rules *rules;
    struct ls_engine *engine;
    if (ls_failed(ls_rules_load(&pack, 1, &rules, &diag)) ||
        ls_failed(ls_engine_new(rules, &options, &engine, &diag))) {
        fprintf(stderr, "%s\n", diag.text);
        abort();
    }
    return engine;
}

#endif
