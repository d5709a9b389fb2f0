/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What leakscan says: hits and gaps, the currency between confirm/, engine/ and sink/.
 *
 * All offsets are bytes, 0-based, half-open, 64-bit, in the innermost object that has bytes.
 */
#ifndef LS_BASE_HIT_H
#define LS_BASE_HIT_H

#include "base/encoding.h"
#include "base/place.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum ls_severity {
    LS_SEV_MENTION, /* recorded only when asked for */
    LS_SEV_LOW,
    LS_SEV_MEDIUM,
    LS_SEV_HIGH,
    LS_SEV_CRITICAL,
    LS_SEV_COUNT,
};

/* The closed list of categories, in the order of the documentation. */
enum ls_category {
    LS_CAT_GRADE_MARK,
    LS_CAT_FOREIGN_MARK,
    LS_CAT_INTERNAL_MARK,
    LS_CAT_TRADE_SECRET,
    LS_CAT_PERSONNEL,
    LS_CAT_ARCHIVE_FILE,
    LS_CAT_EXAM,
    LS_CAT_CASE_FILE,
    LS_CAT_STAFFING,
    LS_CAT_AUDIT,
    LS_CAT_MINUTES,
    LS_CAT_TELEGRAM,
    LS_CAT_REGISTER,
    LS_CAT_IDENTIFIER,
    LS_CAT_CREDENTIAL,
    LS_CAT_DICTIONARY,
    LS_CAT_COUNT,
};

/* How much an offset can be trusted. */
enum ls_exact {
    LS_EXACT_EXACT,  /* the file's own bytes */
    LS_EXACT_MAPPED, /* translated back through a decoding */
    LS_EXACT_OBJECT, /* only the object is known */
};

/* The end state of an object. Order is from best to worst, so the worst of two is their maximum. */
enum ls_state {
    LS_STATE_SCANNED,
    LS_STATE_EXCLUDED,
    LS_STATE_DEGRADED,
    LS_STATE_NOT_SCANNED,
    LS_STATE_COUNT,
};

/* What a report needs to know of a rule; lives as long as the rules. */
struct ls_rule_info {
    const char *id;    /* "cn.mark.star" */
    const char *title; /* for people, UTF-8 */
    enum ls_category category;
    enum ls_severity severity;
};

/* One hit. Pointers are valid during the call that hands it over. */
struct ls_hit {
    const struct ls_rule_info *rule;
    enum ls_severity severity; /* the rule's, unless the context lowered it */
    uint64_t off;              /* first byte of the match */
    uint64_t len;              /* bytes of the match, no context */
    enum ls_exact exact;
    enum ls_encoding enc;
    const char *encoding; /* how the match is encoded where it stands, for the record */
    struct ls_chain chain;
    struct ls_place place; /* of the first byte */
    uint64_t count;        /* distinct members behind a bulk hit; 0 for a single match */
    struct ls_str text;    /* the match as it stands there, UTF-8, masked where `masked` is set */
    struct ls_str folded;  /* the match folded, UTF-8, never masked: for fingerprints only */
    struct ls_str grade;   /* folded grade word, or empty */
    struct ls_str term;    /* folded term, or empty */
    bool masked;
};

/* Something that was not, or not fully, looked at. */
struct ls_gap {
    enum ls_state state; /* DEGRADED, NOT_SCANNED, EXCLUDED by somebody's wish, or SCANNED: looked
                            at, in every way that makes sense, but worth a word */
    const char *reason;  /* a word of the closed list in base/reason.h */
    const char *detail;  /* for people, may be NULL */
    struct ls_chain chain;
};

const char *ls_severity_name(enum ls_severity severity);
const char *ls_category_name(enum ls_category category);
const char *ls_state_name(enum ls_state state);
const char *ls_exact_name(enum ls_exact exact);

/* The reverse of the names; false when there is no such name. */
bool ls_severity_parse(const char *name, enum ls_severity *severity);
bool ls_category_parse(const char *name, enum ls_category *category);

#endif
