/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All that stage 1 makes of a set of rules before the first byte is searched: the strings, the
 * database of the engine, the pairs and the spots. The same rules give the same, so it can be kept
 * (match/cache.h) and taken again as it is.
 */
#ifndef LS_MATCH_PREPARED_H
#define LS_MATCH_PREPARED_H

#include "match/database.h"
#include "match/lower.h"
#include "match/pairs.h"
#include "match/spots.h"

/* Immutable once it is there. Does not move: the pairs know where `lower` is. */
struct ls_prepared {
    struct ls_lower lower;
    struct ls_database *db;
    struct ls_pairs *pairs;
    struct ls_spots spots;
    void *kept; /* what `lower` and the pairs lie in, if they were kept; else NULL */
};

/* Fails as lowering and the library do. */
struct ls_result ls_prepared_make(struct ls_prepared *p, const struct ls_rules *rules,
                                  struct ls_diag *diag) LS_MUST_USE;

/* Takes zeros and what is half made. */
void ls_prepared_fini(struct ls_prepared *p);

/* All but the database, which has a way of its own to be kept. */
struct ls_result ls_prepared_save(const struct ls_prepared *p, struct ls_buf *out) LS_MUST_USE;

/*
 * Takes what was saved, with a database loaded already: `kept` (ls_alloc_aligned(8) or better),
 * whatever comes of it, belongs to *p now. BAD/LS_E_MALFORMED when it cannot be of these rules:
 * nothing in it leads out of it, nor to words that the rules do not have.
 */
struct ls_result ls_prepared_take(struct ls_prepared *p, const struct ls_rules *rules,
                                  struct ls_database *db, char *kept, size_t len) LS_MUST_USE;

/* A digest of the code and the tables that all of it comes from, besides the rules. */
extern const char ls_lowering_version[];

#endif
