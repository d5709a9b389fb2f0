/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of an object: formats bid for it, the best takes it apart, and so on with what comes
 * out.
 *
 *   top-level object --bid--> docx --text--> view --> hits
 *                                  --child-> bid --> xlsx --text--> …
 *                                            raw pass over the child's own bytes
 *                                  --gap---> gaps
 *   raw pass over the top-level bytes (engine/object.c), which tells only what is news
 *
 * Calls nest as containers do, LS_DEPTH_MAX deep at most, whatever the input says. A member is held
 * in memory while it is looked at; a larger one is read forward only. All descendants of a
 * top-level object share one budget. One thread at a time.
 */
#ifndef LS_ENGINE_NEST_H
#define LS_ENGINE_NEST_H

#include "engine/budget.h"
#include "engine/call.h"
#include "engine/object.h"
#include "engine/pending.h"
#include "formats/format.h"

struct ls_nest;

struct ls_result ls_nest_new(const struct ls_engine *engine,
                             const struct ls_object_options *options,
                             struct ls_nest **nest) LS_MUST_USE;
void ls_nest_free(struct ls_nest *nest);

/* What is known of a top-level object. */
struct ls_nest_object {
    const struct ls_format *format;
    const struct ls_probe *probe;
    struct ls_blob *blob;
    const atomic_int *cancel;
    const struct ls_crew *crew;     /* who may help formats; NULL: nobody */
    uint64_t id;                    /* as in struct ls_input */
    uint8_t inject;                 /* as in struct ls_input */
    const struct ls_report *report; /* takes what is found, not yet masked or counted */
    struct ls_pending *pending;     /* takes what depends on the whole object */
};

/* What came of it, besides hits and gaps. */
struct ls_nest_sum {
    uint64_t decoded;                 /* bytes that came out of it */
    uint64_t members[LS_STATE_COUNT]; /* inner objects, by their end state */
};

/*
 * Takes the object apart. What goes wrong with it is a gap; fails with reach STOP only. Until the
 * next call, ls_nest_knows() tells whether a hit of the raw pass over its bytes is no news.
 */
struct ls_result ls_nest_run(struct ls_nest *nest, const struct ls_nest_object *object,
                             struct ls_nest_sum *sum) LS_MUST_USE;
bool ls_nest_knows(struct ls_nest *nest, const struct ls_hit *hit);

/* Forgets what was told: an object without a format comes. */
void ls_nest_forget(struct ls_nest *nest);

#endif
