/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking up in what ascends, by halves. `holds` is an expression of the index `i`, true of the
 * first entries and of none behind them:
 *
 *   LS_BISECT(at, fonts->n, i, fonts->at[i].id < id);     at: the first whose id is not smaller
 *   LS_BISECT_LAST(at, map->n, i, map->at[i].off <= off); at: the last that begins there or before
 *
 * Both declare `at`. It takes log2(n) looks; n may be 0.
 */
#ifndef LS_BASE_BISECT_H
#define LS_BASE_BISECT_H

#include <stddef.h>

/* The first entry that it does not hold for; n: there is none. */
#define LS_BISECT(at, n, i, holds)                                                                 \
    size_t at = 0;                                                                                 \
    for (size_t end_of_##at = (n); at < end_of_##at;) {                                            \
        size_t i = at + (end_of_##at - at) / 2;                                                    \
        if (holds)                                                                                 \
            at = i + 1;                                                                            \
        else                                                                                       \
            end_of_##at = i;                                                                       \
    }

/* The last entry that it holds for; 0, too, when it holds for none or there is none. */
#define LS_BISECT_LAST(at, n, i, holds)                                                            \
    size_t at = 0;                                                                                 \
    for (size_t end_of_##at = (n); end_of_##at - at > 1;) {                                        \
        size_t i = at + (end_of_##at - at) / 2;                                                    \
        if (holds)                                                                                 \
            at = i;                                                                                \
        else                                                                                       \
            end_of_##at = i;                                                                       \
    }

#endif
