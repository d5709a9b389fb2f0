/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a nest (engine/nest.h), shared by its parts:
 *
 *   nest.c         the walk: who bids, members, one within the other
 *   nest_look.c    one of them: may its format run, its run, its raw bytes
 *   nest_emit.c    what a format says: text to a view, the rest to where it belongs
 *   nest_tell.c    what is reported of it, with the chain that leads there, and what is no news
 *   nest_spend.c   what it costs: the budget, and bytes of members charged as they come
 *   nest_ahead.c   members that others look at meanwhile
 *   nest_findings.c  what they write down
 *
 * Private to engine/.
 */
#ifndef LS_ENGINE_NEST_PRIV_H
#define LS_ENGINE_NEST_PRIV_H

#include "engine/member.h"
#include "engine/nest.h"
#include "engine/textview.h"
#include "engine/told.h"

/* An object and those around it, innermost first: none of them may be inside itself. */
struct ls_kin {
    const struct ls_kin *up; /* NULL: the top-level object */
    const uint8_t *head;     /* its first bytes … */
    size_t head_len;
    uint64_t size; /* … and how many there are in all */
};

/* An object that is being looked at; they stand on the call stack, innermost last. */
struct ls_node {
    struct ls_nest *nest;
    struct ls_node *parent; /* NULL: the first of its nest */
    struct ls_kin kin;
    unsigned depth; /* 0: the top-level object */
    const struct ls_format *format;
    const struct ls_child *child; /* what its parent said; NULL for depth 0 */
    struct ls_textview *view;     /* NULL until its format emits text */
    struct ls_told told;
    struct ls_pending *pending; /* its own, or that of the top-level object */
    enum ls_state state;
    uint64_t packed;        /* bytes that it came from, as far as known */
    uint64_t decoded;       /* of it, so far */
    uint64_t raw_bytes;     /* that its raw pass looked at */
    bool bomb;              /* its own ratio was its end */
    bool broken;            /* what it comes out of broke before its end */
    struct ls_begun *begun; /* when it is read forward only; else NULL */
};

struct ls_nest {
    const struct ls_engine *engine;
    struct ls_object_options options; /* of the raw pass over members: nothing is masked there */
    struct ls_object_scanner *raw;    /* made when first needed; its lane serves the views too */
    struct ls_textview *views[LS_DEPTH_MAX + 1];
    struct ls_budget budget;
    struct ls_link links[LS_CHAIN_MAX]; /* of the node at hand */
    const struct ls_report *report;
    const struct ls_crew *crew;
    uint64_t id;
    uint8_t inject; /* enum ls_injection */
    struct ls_nest_sum *sum;
    uint64_t held; /* bytes of members in memory, of limits.memory */
    bool told_over;
    struct ls_told top;     /* what the run told of the top-level object */
    struct ls_ahead *ahead; /* members that wait for their turn; NULL: none ever did */
    bool cut; /* one of them was the last: whatever the format at hand did since then, it did not */

    /* Of a nest that helps another one with a member, see nest_ahead.h. */
    struct ls_findings *findings; /* NULL: it is the owner's */
    unsigned base;                /* depth of that member; else 0 */
    uint64_t held_max;            /* more is not done here */
};

/* ---- nest.c ---- */

struct ls_result ls_nest_need_scanner(struct ls_nest *nest) LS_MUST_USE;

/* A member of the node, from its first to its last byte; an emit function. */
struct ls_result ls_node_child(void *node, const struct ls_child *child) LS_MUST_USE;

/*
 * Its container learns how the member ended; `r` is what came of looking at it. BAD/LS_E_LIMIT when
 * a limit of the object was reached.
 */
struct ls_result ls_node_end(struct ls_node *node, struct ls_result r) LS_MUST_USE;

/* ---- nest_look.c ---- */

/* May the node's format be run? If not, a gap says why. `held`: its bytes; NULL: the top level. */
struct ls_result ls_node_admit(struct ls_node *node, const struct ls_held *held,
                               bool *may) LS_MUST_USE;

/* Runs the format over the node's bytes, and another one over what stands behind its end. */
struct ls_result ls_node_run(struct ls_node *node, struct ls_blob *blob,
                             const struct ls_probe *probe) LS_MUST_USE;

/*
 * Looks at a member of which `held` is read and whose format is known. What is not held is read
 * from `rest`.
 */
struct ls_result ls_node_look(struct ls_node *node, const struct ls_held *held,
                              struct ls_blob *rest) LS_MUST_USE;

/* ---- nest_emit.c ---- */

/* The engine's side of a format that takes a node apart; `user` is the node. */
extern const struct ls_emit ls_node_emit;

/* The text is over: what was found in it is told. */
struct ls_result ls_node_end_view(struct ls_node *node) LS_MUST_USE;

/* ---- nest_tell.c ---- */

/* `member`: a part or member of the node, or NULL. The node's state becomes no better than that. */
struct ls_result ls_node_tell_gap(struct ls_node *node, const struct ls_link *member,
                                  const struct ls_gap *gap) LS_MUST_USE;

/* The same in short: the node is degraded. `detail` may be NULL. */
struct ls_result ls_node_tell_reason(struct ls_node *node, const char *reason,
                                     const char *detail) LS_MUST_USE;

/* From a view of the node's text; from the raw pass over its bytes; that waited for its end. */
struct ls_result ls_node_view_hit(void *node, const struct ls_hit *found,
                                  const struct ls_link *link) LS_MUST_USE;
struct ls_result ls_node_raw_hit(void *node, const struct ls_hit *found) LS_MUST_USE;
struct ls_result ls_node_due_hit(void *node, const struct ls_hit *found,
                                 const struct ls_link *link) LS_MUST_USE;

/* For what was found by others: the chain of the node with one that begins there; a hit of it by
 * its key, for raw passes around it. */
struct ls_chain ls_node_chain_with(struct ls_node *node, const struct ls_chain *more);
struct ls_result ls_node_note_key(struct ls_node *node, uint64_t key) LS_MUST_USE;

/* ---- nest_spend.c ---- */

/* Spends of the budget; see ls_budget_spend(). The limit that was reached is told, once. */
struct ls_result ls_node_spend(struct ls_node *node, uint64_t entries, uint64_t bytes) LS_MUST_USE;

/* The limit of the whole object is told once, where it was reached. Gives `r`, or that failed. */
struct ls_result ls_node_tell_over(struct ls_node *node, struct ls_result r) LS_MUST_USE;

/* The bytes of a member, charged as they come. */
struct ls_meter {
    struct ls_blob blob;
    struct ls_blob *inner;
    struct ls_node *node;
};

void ls_meter_init(struct ls_meter *meter, struct ls_node *node, struct ls_blob *inner);

#endif
