/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a block it matters what kind of text it is. To name a context, pages have to be read,
 * and most pages hold nothing whose severity depends on it: those are left alone.
 *
 * Where that cannot be known, because a neighbouring block may hold such a hit, it is asked for.
 * So what is reported does not depend on it, or on where blocks end.
 */
#ifndef LS_CONFIRM_ASKED_H
#define LS_CONFIRM_ASKED_H

#include "confirm/confirm.h"

enum { LS_ASKED_CELLS = 4 << 10 }; /* of the longest block */

struct ls_asked {
    uint64_t first;  /* cell (confirm/context.h) of the block's first byte */
    uint64_t lo, hi; /* between these offsets the bits know it all */
    uint64_t bits[LS_ASKED_CELLS / 64 + 1];
};

/* From the candidates [from, found->candidates.n), which are those of the block. */
void ls_asked_by(struct ls_asked *asked, const struct ls_rules *rules, const struct ls_block *block,
                 const struct ls_found *found, size_t from);

/* Does anybody ask what kind of text there is at offset `off` of the object, inside the block? */
bool ls_asked_at(const struct ls_asked *asked, uint64_t off);

#endif
