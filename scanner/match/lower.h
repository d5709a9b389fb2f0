/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowering: from the words of the rules to all byte strings that can spell them.
 *
 *   word x script variants x encodings x gap forms  ->  plain byte strings
 *
 * Built once, immutable afterwards.
 */
#ifndef LS_MATCH_LOWER_H
#define LS_MATCH_LOWER_H

#include "base/buf.h"
#include "match/match.h"

enum {
    LS_LOWER_STRINGS_MAX = 1 << 18, /* byte strings in all; more would make stage 1 crawl */
    LS_LOWER_VARIANTS_MAX = 32,     /* characters that fold to the same one */
};

struct ls_lower {
    LS_VEC(struct ls_lowered) strings;
    LS_VEC(uint32_t) offsets; /* where each string's bytes begin in `bytes` */
    struct ls_buf bytes;
    LS_VEC(struct ls_word_use) uses;
    size_t longest;
};

void ls_lower_init(struct ls_lower *lower);
void ls_lower_fini(struct ls_lower *lower);

/* Fills an initialised `lower`. LS_E_RULES when a word is too short to search for. */
struct ls_result ls_lower_rules(const struct ls_rules *rules, struct ls_lower *lower,
                                struct ls_diag *diag) LS_MUST_USE;

#endif
