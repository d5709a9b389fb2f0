/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/everyday.h"

#include "base/encoding.h"
#include "base/fold.h"

#include <stddef.h>

enum { VARIANTS_MAX = 32 };

/*
 * Big5 holds the everyday characters in its first level, rows A1 to C6, by number of strokes. The
 * code there, or 0 for a character of another place.
 */
static unsigned everyday_big5(uint32_t cp)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    size_t n = ls_encode_char(LS_ENC_BIG5, cp, bytes);
    if (n == 1)
        return bytes[0];
    return n == 2 && bytes[0] >= 0xA1 && bytes[0] <= 0xC6 ? (unsigned)bytes[0] << 8 | bytes[1] : 0;
}

uint32_t ls_everyday_traditional(uint32_t cp)
{
    uint32_t variants[VARIANTS_MAX];
    uint32_t best = cp;
    unsigned best_code = everyday_big5(cp);
    if (best_code > 0)
        return cp;
    size_t n = ls_fold_variants(cp, variants, VARIANTS_MAX);
    for (size_t i = 0; i < n; i++) {
        unsigned code = everyday_big5(variants[i]);
        if (code > 0 && (best_code == 0 || code < best_code)) {
            best = variants[i];
            best_code = code;
        }
    }
    return best;
}
