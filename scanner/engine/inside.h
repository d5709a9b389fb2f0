/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Before the raw pass over a top-level object: does a format know it? If so, it is taken apart
 * first, so that the raw pass tells only what is news.
 *
 * The first block of the object is read for that; the raw pass finds it in the window. A small
 * object is in memory then, and its format reads it there. A stream that a format knows is read
 * into memory; where it does not fit, only its raw bytes are scanned, and a gap says so.
 */
#ifndef LS_ENGINE_INSIDE_H
#define LS_ENGINE_INSIDE_H

#include "engine/member.h"
#include "engine/nest.h"
#include "engine/object.h"

struct ls_inside {
    const struct ls_engine *engine;
    struct ls_object_options options;
    struct ls_pending *pending; /* of the object at hand; borrowed */
    struct ls_nest *nest;       /* made when the first format bids */
    const struct ls_crew *crew; /* who may help with it; or NULL */
    bool used;                  /* for the object at hand */
    uint8_t *ends;              /* first and last bytes of a file, made when first needed */
    struct ls_held spool;       /* of a stream */
    uint64_t spool_used;
};

void ls_inside_init(struct ls_inside *inside, const struct ls_engine *engine,
                    const struct ls_object_options *options, struct ls_pending *pending);
void ls_inside_fini(struct ls_inside *inside);

/*
 * Takes the input apart if a format knows it. The input may become another one with the same bytes
 * (a stream that is in memory now); it is good until ls_inside_end(). Those of `crew`
 * may help; NULL: nobody.
 */
struct ls_result ls_inside_look(struct ls_inside *inside, struct ls_lane *lane,
                                const struct ls_crew *crew, struct ls_input *input,
                                const struct ls_report *report, struct ls_loss *loss,
                                struct ls_nest_sum *sum) LS_MUST_USE;

/* Is a hit of the raw pass no news? */
bool ls_inside_knows(struct ls_inside *inside, const struct ls_hit *hit);

/* The object is over. */
void ls_inside_end(struct ls_inside *inside);

#endif
