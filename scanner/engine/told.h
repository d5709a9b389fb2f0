/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a format has already looked at, so that the raw pass over the same object tells nothing
 * twice.
 *
 *   seen   bytes [lo, hi) whose text a format has read, and in which encoding: what the raw pass
 *          finds there in that encoding, the format has judged with better knowledge
 *   hits   what was found inside, and from which bytes of this object it came (packed, encoded):
 *          the same match of the same rule out of these bytes is the same
 *   said   what was found in its text, and in which part: an object inside that says the same once
 *          more, in another form, tells only what is news
 *
 * What the raw pass finds elsewhere, or in another encoding, is news. Bounded: beyond the limits a
 * hit may be told twice, and none gets lost. One thread at a time.
 */
#ifndef LS_ENGINE_TOLD_H
#define LS_ENGINE_TOLD_H

#include "base/buf.h"
#include "base/hit.h"

enum {
    LS_TOLD_ANY = 0xFF,         /* in whatever encoding */
    LS_TOLD_HITS_MAX = 1 << 16, /* that are kept of an object */
};

struct ls_told_range {
    uint64_t lo, hi;
    uint64_t key; /* seen: the encoding; hits: rule and folded match */
};

struct ls_told {
    LS_VEC(struct ls_told_range) seen, hits;
    LS_VEC(uint64_t) said;
    bool sorted;
    bool full;        /* ranges that were seen are too many, however they are put together */
    uint64_t longest; /* of the ranges seen */
};

void ls_told_init(struct ls_told *told);
void ls_told_fini(struct ls_told *told);
void ls_told_clear(struct ls_told *told);

/* `enc`: enum ls_encoding or LS_TOLD_ANY. */
struct ls_result ls_told_add_seen(struct ls_told *told, uint64_t lo, uint64_t hi,
                                  unsigned enc) LS_MUST_USE;
struct ls_result ls_told_add_hit(struct ls_told *told, const struct ls_hit *hit, uint64_t lo,
                                 uint64_t hi) LS_MUST_USE;

/* The same in two steps: a hit, by a number that is the same for the same match of the same rule.
 */
uint64_t ls_told_key(const struct ls_hit *hit);
struct ls_result ls_told_add_key(struct ls_told *told, uint64_t key, uint64_t lo,
                                 uint64_t hi) LS_MUST_USE;

/*
 * A hit in the text of a part; `part.off` counts where it has a name. Was there one like it, in the
 * same place for people: body, subject?
 */
struct ls_result ls_told_add_said(struct ls_told *told, const struct ls_hit *hit,
                                  const struct ls_link *part) LS_MUST_USE;
bool ls_told_said(const struct ls_told *told, const struct ls_hit *hit, const struct ls_link *part);

/* Is a hit of the raw pass no news? Sorts; nothing is added afterwards. */
bool ls_told_knows(struct ls_told *told, const struct ls_hit *hit);

#endif
