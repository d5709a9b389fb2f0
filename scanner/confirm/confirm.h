/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stage 2: whether a match is there. Looks at a decoded, folded window around each anchor or number
 * and may not be wrong.
 *
 * What is decided about one anchor depends only on the bytes within the margins around it, never on
 * where a block begins: so blocks may be cut anywhere, scanned in any order and by any thread, and
 * the answer is the same. What needs the whole object (bulk counts, one report per match) is left
 * to confirm/reduce.h, which takes the candidates of the blocks in order.
 *
 * struct ls_confirm is shared and immutable; struct ls_confirm_ctx belongs to one thread.
 */
#ifndef LS_CONFIRM_CONFIRM_H
#define LS_CONFIRM_CONFIRM_H

#include "base/buf.h"
#include "base/diag.h"
#include "base/digit_run.h"
#include "base/hit.h"
#include "base/result.h"
#include "rules/rules.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ls_confirm;
struct ls_confirm_ctx;

/* An event of stage 1, in the words of confirm/: what was seen where, for which rule. */
enum ls_event_role {
    LS_EVENT_ANCHOR,
    LS_EVENT_TERM,
    LS_EVENT_LABEL,
};

/* What ls_confirm_wants() saw beside an anchor. */
enum ls_event_beside {
    LS_BESIDE_UNKNOWN,
    LS_BESIDE_BEHIND, /* a character behind it that its rule asks for, or the rule asks for none */
    LS_BESIDE_BEFORE, /* there may be one before it */
};

/* Bytes [off, off + len) of the block. */
struct ls_event {
    uint32_t off;
    uint32_t len;
    uint32_t rule;  /* number of the rule */
    uint16_t word;  /* index among the rule's words of that role */
    uint8_t role;   /* enum ls_event_role */
    uint8_t enc;    /* enum ls_encoding */
    bool gapped;    /* separators stand inside the word */
    uint8_t beside; /* enum ls_event_beside */
};

/* What stage 1 saw in a block, also in its margins; both ascending by end offset. */
struct ls_seen {
    const struct ls_event *events;
    size_t events_n;
    const struct ls_digit_run *runs;
    size_t runs_n;
};

/* Where in a document text stands: the set of LS_AT_HEADER and its kind at an absolute offset. */
struct ls_places {
    unsigned (*at)(const void *user, uint64_t off);
    const void *user;
};

/* A piece of an object, with margins on both sides that belong to its neighbours. */
struct ls_block {
    const uint8_t *bytes;
    size_t len;    /* margins included */
    size_t kept;   /* so many of the first bytes were the last ones of the block before */
    uint64_t off;  /* offset of bytes[0] in the object */
    size_t own_lo; /* the block decides about events that END in (own_lo, own_hi] */
    size_t own_hi;
    bool last;                      /* the object ends at bytes[len] */
    bool utf8;                      /* known to be UTF-8: other readings are not looked at */
    bool contexts;                  /* named also where no hit asks for one */
    const struct ls_places *places; /* of a document's text; NULL: a plain file */
};

/*
 * Something that a rule recognised. `off` is absolute in the object. Texts are spans in
 * ls_found.strings (UTF-8).
 */
struct ls_span32 {
    uint32_t at;
    uint32_t len;
};

struct ls_candidate {
    uint64_t off;
    uint64_t seen; /* where the event ends that it was found at: what decides about the order */
    uint32_t len;
    uint32_t rule;
    uint64_t value; /* hash of the canonical value: what `distinct` means */
    struct ls_span32 text, folded, grade, term;
    uint32_t numbers; /* of the lengths that its rule takes, so far in ls_found */
    uint8_t enc;
    bool labelled;   /* a label stands close enough (digits rules) */
    uint8_t lowered; /* 1 + the severity that its surroundings lower it to; 0: its rule's */
};

/* What a block holds. Owned by the caller, reused from block to block. */
struct ls_found {
    LS_VEC(struct ls_candidate) candidates; /* ascending by seen, off, rule */
    struct ls_buf strings;
    uint32_t numbers[LS_RULE_DIGITS_MAX + 1]; /* seen so far, by their length */
    uint64_t limits_hit; /* regular expressions that gave up at their limit: a gap, not "clean" */
};

void ls_found_init(struct ls_found *found);
void ls_found_clear(struct ls_found *found);
void ls_found_fini(struct ls_found *found);

/*
 * In three steps, so that several threads can share the second, which is nearly all of the work: it
 * compiles what no other thread has begun. The third is for one thread, when all are done, and says
 * what is wrong with the rules: LS_E_RULES with file, line and key. Whatever it says, the result of
 * the first step is to be freed.
 */
struct ls_result ls_confirm_prepare(const struct ls_rules *rules,
                                    struct ls_confirm **confirm) LS_MUST_USE;
void ls_confirm_compile(struct ls_confirm *confirm);
struct ls_result ls_confirm_finish(struct ls_confirm *confirm, struct ls_diag *diag) LS_MUST_USE;

/* All of them; on failure there is nothing to free. */
struct ls_result ls_confirm_new(const struct ls_rules *rules, struct ls_confirm **confirm,
                                struct ls_diag *diag) LS_MUST_USE;
void ls_confirm_free(struct ls_confirm *confirm);

/* Bytes that a block must carry before and after what it owns (fewer only at the object's ends). */
void ls_confirm_margins(const struct ls_confirm *confirm, size_t *before, size_t *after);

/* The runs of digits that the number rules ask for. */
struct ls_digit_limits ls_confirm_digits(const struct ls_confirm *confirm);

struct ls_result ls_confirm_ctx_new(const struct ls_confirm *confirm,
                                    struct ls_confirm_ctx **ctx) LS_MUST_USE;
void ls_confirm_ctx_free(struct ls_confirm_ctx *ctx);

/* Texts around words, anchors or numbers that were read for a rule since the context was made. */
uint64_t ls_confirm_texts_read(const struct ls_confirm_ctx *ctx, uint32_t rule);

/*
 * Another block comes. Before it is looked at, each of its events may be asked whether it is of any
 * use; one that is not can be left out. Most anchors in running text are not. Notes in the others
 * what was seen beside them.
 */
void ls_confirm_begin(struct ls_confirm_ctx *ctx);
bool ls_confirm_wants(struct ls_confirm_ctx *ctx, const struct ls_block *block, struct ls_event *e);

/*
 * Adds the candidates of one block to `found`, which may hold those of the block just before it.
 */
struct ls_result ls_confirm_block(struct ls_confirm_ctx *ctx, const struct ls_block *block,
                                  const struct ls_seen *seen, struct ls_found *found) LS_MUST_USE;

#endif
