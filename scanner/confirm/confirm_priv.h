/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of stage 2 share: the compiled rules and one thread's state.
 */
#ifndef LS_CONFIRM_CONFIRM_PRIV_H
#define LS_CONFIRM_CONFIRM_PRIV_H

#include "confirm/asked.h"
#include "confirm/beside.h"
#include "confirm/confirm.h"
#include "confirm/pattern.h"
#include "confirm/pattern_set.h"
#include "confirm/peers.h"
#include "confirm/text.h"
#include "confirm/validator.h"
#include "rules/evidence.h"

/* The compiled side of one rule. Patterns are those of the set of struct ls_confirm. */
struct ls_confirm_rule {
    const struct ls_rule *rule;
    const struct ls_pattern *match;
    const struct ls_pattern *unless; /* all of them as one, or NULL */
    const struct ls_pattern *near;   /* all of them as one, or NULL */
    const struct ls_validator *check;
    const struct ls_validator **columns; /* one for each rule->columns */
    struct ls_confirm_evidence *evidence;
};

/* The patterns of a cue, or of what lowers: any of them; NULL where there is none. */
struct ls_confirm_cue {
    const struct ls_pattern *own, *named[LS_LOWER_CUES_MAX];
};

/* The compiled side of an `evidence` rule. */
struct ls_confirm_evidence {
    struct ls_confirm_cue *cues, *lower;
    uint8_t order[LS_CUES_MAX]; /* in which cues are asked: what is needed first, the cheap first */
};

enum {
    LS_EVIDENCE_CHUNK = 2048, /* bytes of an object that are decided about together */
    LS_EVIDENCE_BEHIND = 768, /* characters behind the last word that a pattern may see */
};

enum {
    LS_WORD_BYTES_MAX = 512, /* longest byte string that stage 1 looks for */
    LS_NUMBER_BITS = 64,
};

/* What so many digits side by side may belong to: rules by their numbers. */
struct ls_number_rules {
    uint32_t *plain, *mixed; /* numbers of digits (and an X); those with letters anywhere */
    size_t plain_n, mixed_n;
    bool mixed_whole; /* the digits alone may be one of the mixed ones */
    /*
     * By the first two digits: which of `plain` may begin so, a bit for each and the last one for
     * all from LS_NUMBER_BITS - 1 on; those that count beside a label only, apart.
     */
    uint64_t leads[100], beside[100];
};

struct ls_confirm {
    const struct ls_rules *rules;
    struct ls_pattern_set *patterns;
    struct ls_result checked;   /* what is wrong besides patterns, and */
    struct ls_diag why;         /* how it is told */
    struct ls_confirm_rule *at; /* one for each rule */
    struct ls_number_rules numbers_of[LS_RULE_DIGITS_MAX + 1]; /* by digits */
    size_t before, after;                                      /* margins */
    struct ls_digit_limits digits;
    bool contexts;     /* some rule names one */
    uint32_t lead_max; /* characters before an anchor in which a place may begin, for any rule */
};

/* Characters that folding may drop between a place and its anchor. */
enum { LS_LEAD_SLACK = 4 };

/* How far before the anchor at `off` a place may begin; SIZE_MAX when nowhere near. */
struct ls_border {
    bool known;
    uint8_t enc;
    uint32_t off;
    size_t distance; /* characters, at least */
};

/* Where the match for an anchor may begin at the earliest, for rules that ask alike. */
struct ls_earliest {
    bool known, fields;
    uint8_t enc;
    uint32_t off, lead, window;
    size_t lo, hi; /* bytes of the text that was shown */
    size_t back;   /* characters before the anchor; SIZE_MAX: nowhere */
};

enum { LS_EARLIEST_KEPT = 2 }; /* the rules of one anchor ask in as many ways, mostly */

struct ls_confirm_ctx {
    const struct ls_confirm *confirm;
    struct ls_pattern_match *match;
    struct ls_text text;
    bool text_read;          /* `text` holds a piece of this block */
    size_t want_lo, want_hi; /* bytes that the last read was meant to cover */
    struct ls_border border; /* of the anchor looked at last */
    struct ls_beside beside; /* the same */
    struct ls_earliest earliest[LS_EARLIEST_KEPT];
    unsigned earliest_next; /* of these, to be forgotten */
    uint64_t *row_done;   /* per rule: offset + 1 of the last table head looked at in this block */
    uint64_t *texts_read; /* per rule */
    uint64_t *named; /* per rule of a context: 1 + the last cell that it has named in this block */
    struct ls_asked asked;
    struct ls_peers peers; /* of the events of this block */
};

/* The block being worked on. */
struct ls_work {
    struct ls_confirm_ctx *ctx;
    const struct ls_block *block;
    const struct ls_event *events;
    size_t n;
    struct ls_found *found;
    uint64_t seen; /* end of the event at hand, in the object */
    bool labels;   /* there is a label of some rule among the events */
};

/* The term of the same rule before that event, or behind it; LS_NO_PEER: there is none. */
static inline size_t ls_confirm_peer_before(const struct ls_work *work, size_t index)
{
    return work->ctx->peers.at.at[index].before;
}

static inline size_t ls_confirm_peer_behind(const struct ls_work *work, size_t index)
{
    return work->ctx->peers.at.at[index].behind;
}

/* Reads text around event `e`: so many characters before and after, at most. */
struct ls_result ls_confirm_read(const struct ls_work *work, const struct ls_event *e,
                                 size_t before, size_t after) LS_MUST_USE;

/* The same for bytes [lo, hi) of the block, which hold the event. */
struct ls_result ls_confirm_read_bytes(const struct ls_work *work, const struct ls_event *e,
                                       size_t lo, size_t hi) LS_MUST_USE;

/* Characters [from, to) of the text, and whether lines begin and end there. */
struct ls_subject ls_confirm_subject(const struct ls_text *text, size_t from, size_t to);

/* On failure the half-made one is to be freed as well. */
struct ls_result ls_confirm_evidence_new(const struct ls_rule *rule,
                                         struct ls_pattern_set *patterns,
                                         struct ls_confirm_evidence **evidence) LS_MUST_USE;
/* Once its patterns are compiled. */
void ls_confirm_evidence_order(const struct ls_evidence *evidence,
                               struct ls_confirm_evidence *made);
void ls_confirm_evidence_free(struct ls_confirm_evidence *evidence);
struct ls_result ls_confirm_evidence(const struct ls_work *work, size_t index) LS_MUST_USE;

/* Adds a candidate that covers characters [from, to) of the text. */
struct ls_result ls_confirm_add(const struct ls_work *work, const struct ls_event *e, size_t from,
                                size_t to, const struct ls_spans *spans) LS_MUST_USE;

/* Is a number nothing to this rule without a label near it? */
static inline bool ls_confirm_needs_label(const struct ls_rule *rule)
{
    return rule->near.labels.n && !rule->near.or_count && !rule->count_at_least;
}

/* Appends bytes [off, off + len) of the block as UTF-8, unfolded. */
struct ls_result ls_confirm_original(const struct ls_work *work, enum ls_encoding enc, size_t off,
                                     size_t len, struct ls_span32 *span) LS_MUST_USE;

struct ls_result ls_confirm_anchor(const struct ls_work *work,
                                   const struct ls_event *e) LS_MUST_USE;
struct ls_result ls_confirm_term(const struct ls_work *work, size_t index) LS_MUST_USE;
struct ls_result ls_confirm_number(const struct ls_work *work,
                                   const struct ls_digit_run *run) LS_MUST_USE;

#endif
