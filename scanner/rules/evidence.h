/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rules that weigh what stands together, and rules that name the text around them.
 *
 *   an exam paper   满分 150 分 (2) + 注意事项 … (2) + 第Ⅰ卷 (2) + 参考答案 (3)  >= 7 within 2000
 * characters a regulation about secrecy names its text; marks in it are mentions
 *
 * Part of a checked rule: immutable, lives as long as the rules. docs/rules.md explains the keys.
 */
#ifndef LS_RULES_EVIDENCE_H
#define LS_RULES_EVIDENCE_H

#include "rules/rules.h"

enum {
    LS_CUES_MAX = 32,
    LS_EVIDENCE_WITHIN_MAX = 2048, /* characters */
    LS_EVIDENCE_WEIGHT_MAX = 100,
};

/* One kind of evidence; counts once, however often it is there. */
struct ls_cue {
    struct ls_words words; /* searched; may be empty: then it is asked for when others are there */
    const char *match;     /* PCRE2 on folded text, or NULL: the words themselves */
    uint32_t weight;
    uint32_t at_least; /* matches, or distinct words */
    bool needed;       /* without it, nothing is told */
    bool told;         /* its first match is what the hit shows */
};

/* One of these anywhere around: told with that severity. */
struct ls_lowering {
    struct ls_strings any;
    enum ls_severity to;
};

struct ls_evidence {
    const struct ls_cue *cues;
    size_t cues_n;
    uint32_t need;   /* sum of the weights */
    uint32_t within; /* characters that hold all of it */
    const struct ls_lowering *lower;
    size_t lower_n;
};

/* In text that a context rule of this name has named, another severity. */
struct ls_in_context {
    const char *context;
    enum ls_severity to;
};

/* Told only if its object, all of it, holds this beside: sets of 1 << enum ls_category. */
struct ls_provided {
    uint32_t found;   /* a hit of one of these, more than a mention; 0: nothing asked for */
    uint32_t missing; /* and none at all of these */
};

#endif
