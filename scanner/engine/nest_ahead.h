/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members that others look at while their container is read on.
 *
 *   container   m0   m1   m2   m3   m4 …            read in order by the owner of the object, …
 *               told      at   done  waits          … looked at by whoever is there, …
 *                         ^ the owner waits here    … told in order, by the owner
 *
 * A member that is whole in memory, and neither too large nor an archive of some size, is put here
 * in place of being looked at, and the format goes on as if it had been. Who helps looks at it with
 * a nest of his own, writes down what he finds (nest_findings.h), and what it cost. The owner tells
 * that when all before it is told. Before anything else is told, what waits is settled first.
 *
 * The answer does not depend on it:
 *   - What the owner spends while members wait is noted with the last one of them, and charged
 * after it. So the budget always stands where it would stand without help.
 *   - A member may spend an allotment, no more; members wait only as long as no limit could be
 *     reached if each of them spent all of it.
 *   - Whatever a helper cannot do just as the owner would (it costs more, it holds a large member
 *     itself, memory is short, too much is found) he does not do at all: then the owner looks at
 * the member when its turn comes, with the budget as it is then. If a limit is reached by that,
 * those that wait behind it are forgotten: the format would not have come to them.
 *
 * The owner's thread, but for what formats/help.h says of others.
 */
#ifndef LS_ENGINE_NEST_AHEAD_H
#define LS_ENGINE_NEST_AHEAD_H

#include "engine/member.h"
#include "engine/nest_priv.h"

/*
 * Puts the member, which was read into `held` and whose format is known, unless it has to be looked
 * at now: *put says which. Takes what is held. May tell members before it, and fails as
 * ls_ahead_settle() does.
 */
struct ls_result ls_ahead_put(struct ls_node *node, struct ls_held *held, bool *put) LS_MUST_USE;

/*
 * Everything that waits is told. BAD/LS_E_LIMIT when a limit was reached by that, which was told;
 * else fails as the report does. Nothing waits afterwards.
 */
struct ls_result ls_ahead_settle(struct ls_nest *nest) LS_MUST_USE;

/*
 * Spends of the budget while members wait. *charged is false when nothing waits, now or any longer:
 * then it is still to be spent. Fails as ls_ahead_settle() does.
 */
struct ls_result ls_ahead_spend(struct ls_nest *nest, uint64_t entries, uint64_t bytes,
                                bool *charged) LS_MUST_USE;

/* The object is over, or nothing of what waits is wanted any more: returns when nobody helps. */
void ls_ahead_end(struct ls_nest *nest);

#endif
