/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which format takes an object: the one that bids most on its first bytes. Any thread.
 */
#ifndef LS_ENGINE_BIDS_H
#define LS_ENGINE_BIDS_H

#include "formats/format.h"

/* The format that bids most, or NULL. */
const struct ls_format *ls_bids_best(const struct ls_probe *probe);

/* Of a member: content decides; where it is not certain, the container may know better. */
const struct ls_format *ls_bids_choose(const struct ls_child *child, const struct ls_probe *probe);

/*
 * Of what stands behind that which `first` knows: an archive appended to a document, or NULL. What
 * an archive holds may end it, and is found in there.
 */
const struct ls_format *ls_bids_appended(const struct ls_format *first,
                                         const struct ls_probe *probe);

#endif
