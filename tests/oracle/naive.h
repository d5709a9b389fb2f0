/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What docs/rules.md says, done as plainly as possible: all bytes are decoded in every encoding,
 * folded, and every rule is tried at every place. Slow, and without a thought about blocks.
 *
 *   bytes --reading.h--> readings: UTF-8, GB18030, Big5, UTF-16 in both orders at even and odd
 *                           |                                                        offsets
 *      naive_marks.c        |  words as stage 1 may find them; separators inside them go
 *      naive_terms.c        +--> candidates of match, terms and digits rules
 *      naive_numbers.c      |
 *   naive.c                 +--> each match once, bulk rules counted --> hits
 */
#ifndef LS_TESTS_NAIVE_H
#define LS_TESTS_NAIVE_H

#include "reading.h"

#include "rules/rules.h"

/* What a rule was found to match. */
struct naive_hit {
    uint32_t rule;
    uint64_t off, len;
    uint64_t seen; /* where the anchor, word or run of digits ends that it was found at */
    char value[LS_RULE_DIGITS_MAX + 1]; /* digits rules: the number without separators */
    bool labelled;                      /* digits rules: a label stands close enough */
    size_t numbers; /* digits rules: numbers of the rule's lengths up to this one */
};

struct naive_hits {
    struct naive_hit *at;
    size_t n, cap;
};

enum { NAIVE_READINGS = 7 };

/* A word that a rule searches. */
struct naive_use {
    uint32_t rule;
    const struct ls_word *word;
    enum ls_gap_policy gap;
};

/* The rules and the bytes at hand. */
struct naive {
    const struct ls_rules *rules;
    struct naive_rule *compiled; /* one for each rule; naive_marks.c */
    enum ls_encoding written;    /* how most of the text at hand is encoded */
    struct reading readings[NAIVE_READINGS];
    bool *shadows[NAIVE_READINGS]; /* while they are being found */
    struct naive_hits found;       /* before reports of the same match are left out */
    struct naive_hits doubtful;    /* what may be reported or not: see naive_marks.c */
    size_t numbers;                /* of the lengths of the rule at hand so far */
};

/* Compiles the patterns of the rules, which must outlive it. */
void naive_init(struct naive *naive, const struct ls_rules *rules);
void naive_fini(struct naive *naive);

/*
 * Everything in bytes[0..len), text in the encoding `written`, that is a hit, ascending by rule and
 * offset; valid until the next scan.
 */
struct naive_hits naive_scan(struct naive *naive, const uint8_t *bytes, size_t len,
                             enum ls_encoding written);

/* ---- between the files of the naive side ---- */

void naive_add(struct naive_hits *hits, struct naive_hit hit);

/* Whether the hit shares bytes with one of its rule that is doubtful. */
bool naive_is_doubtful(const struct naive *naive, const struct naive_hit *hit);

/* Whether the word stands at raw character i without separators. */
bool naive_word_at(const struct reading *r, size_t i, const struct ls_word *word);

/* Ends a line, row or page. */
bool naive_is_line_end(uint32_t folded);

void naive_compile(struct naive *naive);
void naive_uncompile(struct naive *naive);

/* Notes the words that can be read in both byte orders of UTF-16. Before naive_leave_out(). */
void naive_find_shadows(struct naive *naive);

/* Decides which separators stand inside words. Before reading_fold(). */
void naive_leave_out(struct naive *naive, struct reading *r);

void naive_marks(struct naive *naive, const struct reading *r, uint32_t rule);
void naive_terms(struct naive *naive, const struct reading *r, uint32_t rule);
void naive_numbers(struct naive *naive, uint32_t rule);

#endif
