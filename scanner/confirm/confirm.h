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
    LS_EVENT_NUMBER,
};

/* Bytes [off, off + len) of the block. */
struct ls_event {
    uint32_t off;
    uint32_t len;
    uint32_t rule; /* number of the rule; unused for LS_EVENT_NUMBER (every digits rule looks) */
    uint16_t word; /* index among the rule's words of that role */
    uint8_t role;  /* enum ls_event_role */
    uint8_t enc;   /* enum ls_encoding; for numbers UTF8 stands for any 8-bit charset */
    bool gapped;   /* separators stand inside the word */
};

/* A piece of an object, with margins on both sides that belong to its neighbours. */
struct ls_block {
    const uint8_t *bytes;
    size_t len;    /* margins included */
    uint64_t off;  /* offset of bytes[0] in the object */
    size_t own_lo; /* the block decides about events that END in (own_lo, own_hi] */
    size_t own_hi;
    bool last; /* the object ends at bytes[len] */
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
    uint32_t len;
    uint32_t rule;
    uint64_t value; /* hash of the canonical value: what `distinct` means */
    struct ls_span32 text, folded, grade, term;
    uint8_t enc;
    bool labelled; /* a label stands close enough (digits rules) */
};

/* What a block holds. Owned by the caller, reused from block to block. */
struct ls_found {
    LS_VEC(struct ls_candidate) candidates; /* ascending by off, then rule */
    struct ls_buf strings;
    uint64_t limits_hit; /* regular expressions that gave up at their limit: a gap, not "clean" */
};

void ls_found_init(struct ls_found *found);
void ls_found_clear(struct ls_found *found);
void ls_found_fini(struct ls_found *found);

/* Compiles the patterns of the rules. A wrong pattern is LS_E_RULES with file, line and key. */
struct ls_result ls_confirm_new(const struct ls_rules *rules, struct ls_confirm **confirm,
                                struct ls_diag *diag) LS_MUST_USE;
void ls_confirm_free(struct ls_confirm *confirm);

/* Bytes that a block must carry before and after what it owns (fewer only at the object's ends). */
void ls_confirm_margins(const struct ls_confirm *confirm, size_t *before, size_t *after);

/* The shortest run of digits that a number rule can begin with; 0 when there is no such rule. */
uint32_t ls_confirm_min_run(const struct ls_confirm *confirm);

struct ls_result ls_confirm_ctx_new(const struct ls_confirm *confirm,
                                    struct ls_confirm_ctx **ctx) LS_MUST_USE;
void ls_confirm_ctx_free(struct ls_confirm_ctx *ctx);

/*
 * Adds the candidates of one block to `found`. `events` holds all of the block, also those in the
 * margins, ascending by end offset.
 */
struct ls_result ls_confirm_block(struct ls_confirm_ctx *ctx, const struct ls_block *block,
                                  const struct ls_event *events, size_t n,
                                  struct ls_found *found) LS_MUST_USE;

#endif
