/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words that a unit supplies in plain text files: names of projects, code names, persons.
 *
 *   # projects of 2024                 a line that begins with # says nothing; so does an empty one
 *   海棠工程                           one word a line, 2 to 32 characters
 *   project falcon                     blanks inside are part of it
 *
 * UTF-8 with or without a byte order mark, UTF-16 with one, or else GB18030. A word stands once in
 * all files; what folds to the same is the same word. Each file becomes one rule, `dictionary.1`
 * and so on, whose anchors are the words and whose match is the anchor itself. Few words are
 * searched with separators inside and in every mixture of scripts, many only as they are, in one
 * script throughout.
 */
#ifndef LS_RULES_DICTIONARY_H
#define LS_RULES_DICTIONARY_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/result.h"
#include "rules/rules.h"

enum {
    LS_DICTIONARY_WORDS_MAX = 10000, /* in all files together */
    LS_DICTIONARY_FEW = 50,          /* so many words are searched with separators inside */
};

/* A file and what it holds. */
struct ls_dictionary {
    const struct ls_pack_text *text;
    struct ls_words words; /* set by ls_dictionaries_read() */
};

/*
 * Reads the words of dictionaries[0..n). Their memory comes from `arena`. Fails with
 * STOP/LS_E_RULES and "file:line: what is wrong".
 */
struct ls_result ls_dictionaries_read(struct ls_dictionary *dictionaries, size_t n,
                                      struct ls_arena *arena, struct ls_diag *diag) LS_MUST_USE;

/* Makes the rule and the pack of one of them, the `number`th, counted from 1. */
struct ls_result ls_dictionary_rule(const struct ls_dictionary *dictionary, size_t number,
                                    struct ls_arena *arena, struct ls_rule *rule,
                                    struct ls_pack *pack) LS_MUST_USE;

#endif
