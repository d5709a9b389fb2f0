/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof of a rule by its examples: each `hit` is found and each `miss` is silent, in every
 * encoding and script that can spell the example, with the span on the same characters in each.
 *
 * rules/ cannot scan; whoever calls brings a scan along. One thread at a time.
 */
#ifndef LS_RULES_SELFCHECK_H
#define LS_RULES_SELFCHECK_H

#include "base/encoding.h"
#include "base/result.h"
#include "rules/rules.h"

#include <stddef.h>
#include <stdint.h>

/* Takes the span of one hit of the rule in question: bytes [off, off + len). */
typedef struct ls_result (*ls_selfcheck_span_fn)(void *collector, uint64_t off, uint64_t len);

enum ls_selfcheck_problem {
    LS_SELFCHECK_NO_HIT,   /* a `hit` example was not found */
    LS_SELFCHECK_SPAN,     /* … or other characters of it than in UTF-8 as written */
    LS_SELFCHECK_NOISE,    /* a `miss` example was found */
    LS_SELFCHECK_TOO_LONG, /* an example longer than LS_SPELL_CHARS_MAX characters */
};

struct ls_selfcheck_failure {
    const struct ls_rule *rule;
    const char *example;
    enum ls_selfcheck_problem problem;
    enum ls_encoding enc;
    const uint8_t *bytes; /* as it was spelled; valid during the call */
    size_t len;
};

/* What the check needs. `user` is handed to both functions. */
struct ls_selfcheck {
    /* Scans bytes[0..len) as one whole object and hands over every hit of `rule`, in order. */
    struct ls_result (*scan)(void *user, const struct ls_rule *rule, const uint8_t *bytes,
                             size_t len, ls_selfcheck_span_fn span, void *collector);
    /* Is told of each failure: once for each example and encoding. */
    void (*failed)(void *user, const struct ls_selfcheck_failure *failure);
    void *user;
};

/* How one rule did. */
struct ls_selfcheck_report {
    size_t examples;
    size_t scans;    /* examples x encodings x scripts that were scanned */
    size_t unspelt;  /* examples x encodings that have no way to write the example */
    size_t failures; /* examples x encodings with a problem */
};

/* Proves one rule. Fails only when the scan does, or for want of memory. */
struct ls_result ls_selfcheck_rule(const struct ls_selfcheck *check, const struct ls_rule *rule,
                                   struct ls_selfcheck_report *report) LS_MUST_USE;

#endif
