/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Nearly every fold is one table look-up (ls_fold_simple() in the header). The others, dropped,
 * expanded or beyond the BMP, stand in a sorted list.
 */
#include "base/fold.h"

#include "base/bisect.h"
#include "base/tables_priv.h"

#include <stdbool.h>

/* Tags and variation selectors: all 4096 are default-ignorable, the generator checks it. */
static bool is_plane_14_mark(uint32_t cp)
{
    return cp >> 12 == 0xE0;
}

size_t ls_fold_char(uint32_t cp, uint32_t out[LS_FOLD_MAX])
{
    uint32_t simple = ls_fold_simple(cp);
    if (simple) {
        out[0] = simple;
        return 1;
    }
    if (is_plane_14_mark(cp))
        return 0;

    LS_BISECT(lo, ls_fold_odd_n, i, ls_fold_odd[i] < cp);
    if (lo == ls_fold_odd_n || ls_fold_odd[lo] != cp) {
        out[0] = cp;
        return 1;
    }
    size_t n = 0;
    for (size_t i = ls_fold_odd_at[lo]; i < ls_fold_odd_at[lo + 1]; i++)
        out[n++] = ls_fold_pool[i];
    return n;
}

/* The fold of a character that is known to fold to exactly one. */
static uint32_t fold_one(uint32_t cp)
{
    uint32_t out[LS_FOLD_MAX] = {0};
    ls_fold_char(cp, out);
    return out[0];
}

/*
 * Circled, squared and annotation forms (Enclosed CJK Letters, Kanbun, Enclosed Ideographic
 * Supplement) are signs, not spellings: no word is written with them.
 */
static bool is_sign(uint32_t cp)
{
    return (cp >= 0x3190 && cp <= 0x33FF) || (cp >= 0x1F100 && cp <= 0x1F2FF);
}

size_t ls_fold_variants(uint32_t cp, uint32_t *out, size_t max)
{
    uint32_t self[LS_FOLD_MAX];
    size_t n = 0;
    if (n < max && ls_fold_char(cp, self) == 1 && self[0] == cp)
        out[n++] = cp;

    /* The list holds no targets: they are one fold away. */
    LS_BISECT(lo, ls_fold_sources_n, i, fold_one(ls_fold_sources[i]) < cp);
    for (; n < max && lo < ls_fold_sources_n && fold_one(ls_fold_sources[lo]) == cp; lo++)
        if (!is_sign(ls_fold_sources[lo]))
            out[n++] = ls_fold_sources[lo];
    return n;
}
