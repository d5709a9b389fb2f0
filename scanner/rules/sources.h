/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where rules come from: the packs built into the program, files and folders of packs,
 * dictionaries.
 */
#ifndef LS_RULES_SOURCES_H
#define LS_RULES_SOURCES_H

#include "rules/rules.h"

/* Who wants to know as soon as it is known which rules will be loaded. */
struct ls_rules_listener {
    /* Told the digest that they will have. */
    void (*known)(void *user, const char *digest);
    void *user;
};

struct ls_rules_from {
    bool builtin;             /* the packs built in come first */
    const char *const *paths; /* packs: YAML files, or folders of *.yaml */
    size_t paths_n;
    const char *const *dictionaries; /* plain text files; see rules/dictionary.h */
    size_t dictionaries_n;
    const struct ls_rules_listener *listener; /* told before the rules are checked; or NULL */
};

/* ls_rules_load() of all of them, in this order; fails like it. */
struct ls_result ls_rules_load_from(const struct ls_rules_from *from, struct ls_rules **rules,
                                    struct ls_diag *diag) LS_MUST_USE;

/*
 * ls_rules_load() of texts[0..packs_n), which are packs, and of the `dictionaries_n` that follow
 * them. `listener` may be NULL.
 */
struct ls_result ls_rules_load_texts(const struct ls_pack_text *texts, size_t packs_n,
                                     size_t dictionaries_n,
                                     const struct ls_rules_listener *listener,
                                     struct ls_rules **rules, struct ls_diag *diag) LS_MUST_USE;

#endif
