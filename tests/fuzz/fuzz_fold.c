/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding: every three bytes are a number, most of them a code point, which is folded and spelled.
 */
#include "fuzz.h"

#include "base/fold.h"

#include <stdbool.h>
#include <string.h>

enum {
    VARIANTS = 32,
    GUARD = 4, /* elements behind a buffer that must stay as they are */
};

#define UNTOUCHED UINT32_C(0xDEADBEEF)

static void fill(uint32_t *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out[i] = UNTOUCHED;
}

static void check_guard(const uint32_t *out, size_t n, size_t room, uint32_t cp)
{
    FUZZ_CHECK(n <= room, "U+%04X: %zu of %zu", cp, n, room);
    for (size_t i = 0; i < GUARD; i++)
        FUZZ_CHECK(out[room + i] == UNTOUCHED, "U+%04X: written behind the end", cp);
}

static size_t fold(uint32_t cp, uint32_t out[LS_FOLD_MAX + GUARD])
{
    fill(out, LS_FOLD_MAX + GUARD);
    size_t n = ls_fold_char(cp, out);
    check_guard(out, n, LS_FOLD_MAX, cp);
    return n;
}

/* Control characters that may stand in folded text. */
static bool is_border(uint32_t cp)
{
    return cp == '\n' || cp == '\t' || cp == '\f' || cp == 0x1E || cp == 0x1F;
}

/* A fold folds to itself, whichever way it is asked for. */
static void check_fold(uint32_t cp)
{
    uint32_t folded[LS_FOLD_MAX + GUARD], again[LS_FOLD_MAX + GUARD];
    size_t n = fold(cp, folded);
    uint32_t simple = ls_fold_simple(cp);
    FUZZ_CHECK(simple == 0 || (n == 1 && folded[0] == simple), "U+%04X", cp);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(fold(folded[i], again) == 1 && again[0] == folded[i], "U+%04X", cp);
        FUZZ_CHECK(folded[i] >= ' ' || is_border(folded[i]), "U+%04X", cp);
    }
}

/* What is said to fold to `cp` does, each once; less room gives the same from the front. */
static void check_variants(uint32_t cp, size_t room)
{
    uint32_t all[VARIANTS + GUARD], some[VARIANTS + GUARD], folded[LS_FOLD_MAX + GUARD];
    fill(all, VARIANTS + GUARD);
    fill(some, VARIANTS + GUARD);
    size_t n = ls_fold_variants(cp, all, VARIANTS);
    size_t some_n = ls_fold_variants(cp, some, room);
    check_guard(all, n, VARIANTS, cp);
    check_guard(some, some_n, room, cp);
    FUZZ_CHECK(some_n == (n < room ? n : room), "U+%04X", cp);
    FUZZ_CHECK(memcmp(all, some, some_n * sizeof *all) == 0, "U+%04X", cp);
    for (size_t i = 0; i < n; i++) {
        FUZZ_CHECK(fold(all[i], folded) == 1 && folded[0] == cp, "U+%04X from U+%04X", cp, all[i]);
        for (size_t k = 0; k < i; k++)
            FUZZ_CHECK(all[k] != all[i], "U+%04X: U+%04X twice", cp, all[i]);
    }
    bool own = fold(cp, folded) == 1 && folded[0] == cp;
    FUZZ_CHECK(!own || (n > 0 && all[0] == cp), "U+%04X is not its own first variant", cp);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t i = 0; i + 3 <= size; i += 3) {
        uint32_t cp = (uint32_t)data[i] << 16 | (uint32_t)data[i + 1] << 8 | data[i + 2];
        cp &= 0x1FFFFF; /* and some that are no code points */
        check_fold(cp);
        check_variants(cp, cp % (VARIANTS + 1));
    }
    return 0;
}

void fuzz_seeds(void (*add)(const void *bytes, size_t len))
{
    /* Pages of the tables: the first four planes whole, of the others what has characters. */
    uint8_t page[256 * 3];
    for (uint32_t high = 0; high < 0x1200; high++) {
        bool empty = high >= 0x340 && high >> 4 != 0xE0 && high % 64 != 0;
        if (empty)
            continue;
        for (uint32_t low = 0; low < 256; low++) {
            page[3 * low] = (uint8_t)(high >> 8);
            page[3 * low + 1] = (uint8_t)high;
            page[3 * low + 2] = (uint8_t)low;
        }
        add(page, sizeof page);
    }
}
