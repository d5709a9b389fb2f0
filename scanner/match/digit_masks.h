/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes to bit masks, 64 bytes a word, bit 0 for the first of them: the part of the digit scan that
 * has special instructions, chosen at run time.
 */
#ifndef LS_MATCH_DIGIT_MASKS_H
#define LS_MATCH_DIGIT_MASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What 64 bytes are. */
struct ls_digit_word {
    uint64_t digit; /* 0-9 */
    uint64_t glue;  /* blank or hyphen */
    uint64_t zero;  /* NUL */
    uint64_t upper; /* A-Z */
};

/* How the last parts were looked at best; zeros at first. Makes no difference to the answer. */
struct ls_digit_habit {
    unsigned dense; /* so many parts more are not worth sampling */
    bool odd;       /* sample the bytes at odd places */
};

struct ls_digit_kernel {
    const char *name; /* "avx512", "avx2" or "portable" */

    /* Looks at 64 * n bytes. */
    void (*classify)(const uint8_t *bytes, size_t n, struct ls_digit_word *words);

    /*
     * May a run of `need` digits (at most LS_DIGIT_NEED_MAX) stand in 64 * n bytes, in 8-bit text
     * or in UTF-16? Never no when there is one; nearly always no in running text.
     */
    bool (*worth)(const uint8_t *bytes, size_t n, unsigned need, struct ls_digit_habit *habit);
};

/* So many digits with glue between them take at most 62 bytes in UTF-16 too: two words hold them.
 */
enum { LS_DIGIT_NEED_MAX = 16 };

enum { LS_DIGIT_KERNELS_MAX = 3 };

/* Those that run on this processor, the fastest first and the portable one last. */
size_t ls_digit_kernels(const struct ls_digit_kernel *kernels[LS_DIGIT_KERNELS_MAX]);

#endif
