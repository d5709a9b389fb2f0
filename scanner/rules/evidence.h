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
    LS_LOWER_CUES_MAX = 4,         /* named cues of one lowering */
    LS_PACK_CUES_MAX = 64,         /* named cues of one pack */
    LS_EVIDENCE_WITHIN_MAX = 2048, /* characters */
    LS_EVIDENCE_WEIGHT_MAX = 100,
};

/* A word of a cue inside a longer word: what stands before and behind it there. */
struct ls_longer {
    size_t word;
    struct ls_chars before, behind;
};

/* What many rules look for, under a name that they share. */
struct ls_named_cue {
    const char *name, *title;
    const char *file; /* of its pack, for messages */
    uint32_t line;
    struct ls_words words;  /* may be empty */
    size_t common_n;        /* the last of them: two different ones count for one */
    struct ls_words not_in; /* longer words of its pack, in which they do not count */
    const char *match;      /* PCRE2 on folded text, or NULL */
};

/* One kind of evidence; counts once, however often it is there. */
struct ls_cue {
    struct ls_words words; /* searched; may be empty: then it is asked for when others are there */
    size_t own_words_n;    /* the first of them; those of `named` follow */
    size_t common_n;       /* the last of its own, which count like those of `named` */
    const struct ls_longer
        *longer; /* places of its words in longer ones, where they do not count */
    size_t longer_n;
    const char *match;                /* PCRE2 on folded text, or NULL: the words themselves */
    const struct ls_named_cue *named; /* whose pattern counts like `match`; or NULL */
    uint32_t weight;
    uint32_t at_least; /* matches, or distinct words */
    bool needed;       /* without it, nothing is told */
    bool told;         /* its first match is what the hit shows */
};

/* One of these anywhere around: told with that severity. */
struct ls_lowering {
    struct ls_strings any;
    const struct ls_named_cue *const *named; /* or one of these, which have patterns */
    size_t named_n;
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

/* How much a word counts for a cue: two are one of `at_least`. */
static inline uint32_t ls_cue_word_halves(const struct ls_cue *cue, size_t word)
{
    size_t end = word < cue->own_words_n ? cue->own_words_n : cue->words.n;
    size_t common_n = word < cue->own_words_n ? cue->common_n : cue->named->common_n;
    return word >= end - common_n ? 1 : 2;
}

/* Is it there when a pattern matches, and not when words are? */
static inline bool ls_cue_has_pattern(const struct ls_cue *cue)
{
    return cue->match || (cue->named && cue->named->match);
}

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
