/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was found in a member by a thread that was not to tell it: written down there, told by the
 * owner of the object when the member's turn comes.
 *
 *   records   hits and gaps in order, as on the wire; their chains begin at the member
 *   keys      of all hits, told or not, so that raw passes around the member know them
 *   the rest  what it cost and how it ended
 *
 * Bounded: what does not fit makes it fail, and the owner looks at the member himself. One thread
 * at a time; findings go from one to another.
 */
#ifndef LS_ENGINE_NEST_FINDINGS_H
#define LS_ENGINE_NEST_FINDINGS_H

#include "engine/nest_priv.h"

struct ls_findings {
    struct ls_buf records;
    LS_VEC(uint64_t) keys; /* ls_told_key() */
    struct ls_nest_sum sum;
    uint64_t entries; /* spent, beside sum.decoded */
    enum ls_state state;
    bool lost; /* something did not fit */
};

struct ls_findings *ls_findings_new(void); /* NULL: no memory */
void ls_findings_free(struct ls_findings *findings);

/* Takes what is found. Fails with STOP/LS_E_CANCELLED, as does the noting of a hit. */
struct ls_report ls_findings_report(struct ls_findings *findings);
struct ls_result ls_findings_note(struct ls_findings *findings,
                                  const struct ls_hit *hit) LS_MUST_USE;

/*
 * Tells them of `node`, the member, to its nest. BAD/LS_E_MALFORMED when they cannot be read;
 * else fails as the report does.
 */
struct ls_result ls_findings_tell(const struct ls_findings *findings,
                                  struct ls_node *node) LS_MUST_USE;

#endif
