/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clauses of the founding regulations that rules name in `serves`, from patterns/clauses.tsv,
 * which is built into the program. Any thread may read them.
 */
#ifndef LS_RULES_CLAUSES_H
#define LS_RULES_CLAUSES_H

#include "base/place.h"
#include "rules/rules.h"

#include <stdbool.h>
#include <stddef.h>

enum ls_clause_way {
    LS_CLAUSE_TITLE,   /* a heading of those that follow */
    LS_CLAUSE_CONTENT, /* content tells: a rule has to serve it */
    LS_CLAUSE_OWN,     /* by the words of a unit alone */
    LS_CLAUSE_NONE,    /* no scan of content can serve it */
};

struct ls_clause {
    struct ls_str id; /* "T1.一.4" */
    enum ls_clause_way way;
    struct ls_str words; /* key words of the regulation */
    struct ls_str note;  /* what a scan does for it, or why it can do nothing */
};

/* The file as it stands; the tool that embeds it writes this. */
const struct ls_pack_text *ls_clauses_text(size_t *n);

/*
 * The clause that follows *at, in the order of the regulations; *at is 0 at first. False at the
 * end, and at a line that is no clause: *at stands before the end of the text then.
 */
bool ls_clauses_next(size_t *at, struct ls_clause *clause);

/* The clause with this id. */
bool ls_clauses_find(const char *id, struct ls_clause *clause);

/* Is the clause one of those that `prefix` names: itself, its chapter or its template? */
bool ls_clause_is_under(const struct ls_clause *clause, const char *prefix);

/* Does a rule that tells hits name the clause? */
bool ls_clause_is_served_by(const struct ls_clause *clause, const struct ls_rule *rule);

#endif
