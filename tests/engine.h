/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: an engine with one plain rule, or with rules of the test's own.
 */
#ifndef LS_TESTS_ENGINE_H
#define LS_TESTS_ENGINE_H

#include "engine/scanner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the rule of test_engine() finds. */
#define TEST_WORD "斑马线暗号"
#define TEST_WORD_BYTES (sizeof(TEST_WORD) - 1)

/* A pack of one rule for so many words: "a, b" in its anchors, "a|b" as its match. */
#define TEST_PACK_OF(anchors, match)                                                               \
    "pack: test.words\n"                                                                           \
    "title: words for tests\n"                                                                     \
    "source: none\n"                                                                               \
    "rules:\n"                                                                                     \
    "  - id: test.word\n"                                                                          \
    "    title: a word for tests\n"                                                                \
    "    category: dictionary\n"                                                                   \
    "    severity: high\n"                                                                         \
    "    gap: none\n"                                                                              \
    "    anchors: [" anchors "]\n"                                                                 \
    "    match: '" match "'\n"                                                                     \
    "    examples:\n"                                                                              \
    "      hit: [" anchors "]\n"                                                                   \
    "      miss: ['斑马']\n"

#define TEST_PACK TEST_PACK_OF(TEST_WORD, TEST_WORD)

/* With the rules of this pack, which have to be right; to be freed. Compiled anew, kept nowhere. */
static inline struct ls_engine *test_engine_of(const char *pack_text)
{
    const struct ls_pack_text pack = {
        .file = "test.yaml", .bytes = pack_text, .len = strlen(pack_text)};
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

static inline struct ls_engine *test_engine(void)
{
    return test_engine_of(TEST_PACK);
}

#endif
