/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules and what both stages make of them: all that a start of the program has to wait for.
 *
 *   this thread    read packs  check rules  ask for patterns  compile patterns ........
 *   another one              \ fetch from the cache ....  take  compile patterns ....
 */
#ifndef LS_ENGINE_STAGES_H
#define LS_ENGINE_STAGES_H

#include "confirm/confirm.h"
#include "match/match.h"
#include "rules/sources.h"

/* Immutable once it is made. */
struct ls_stages {
    struct ls_rules *rules;
    struct ls_matcher *matcher;
    struct ls_confirm *confirm;
};

/* Of s->rules; the rest is NULL before. To be freed whatever comes of it. */
struct ls_result ls_stages_make(struct ls_stages *s, const struct ls_match_options *options,
                                struct ls_diag *diag) LS_MUST_USE;

/* Of rules that are to be loaded; *s is zeros before. To be freed whatever comes of it. */
struct ls_result ls_stages_load(struct ls_stages *s, const struct ls_rules_from *from,
                                const struct ls_match_options *options,
                                struct ls_diag *diag) LS_MUST_USE;

void ls_stages_fini(struct ls_stages *s);

#endif
