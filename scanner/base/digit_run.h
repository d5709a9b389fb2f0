/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run of digits, perhaps with single blanks or hyphens between them, as stage 1 sees it and
 * stage 2 looks at it. Runs of up to LS_DIGITS_JOINED_MAX characters come whole; of longer ones
 * each piece without separators comes by itself.
 */
#ifndef LS_BASE_DIGIT_RUN_H
#define LS_BASE_DIGIT_RUN_H

#include <stdbool.h>
#include <stdint.h>

enum { LS_DIGITS_JOINED_MAX = 48 };

/* Bytes [off, off + len) of the block. */
struct ls_digit_run {
    uint32_t off;
    uint32_t len;
    uint8_t enc; /* LS_ENC_UTF8 for 8-bit text of any charset, LS_ENC_UTF16LE or _UTF16BE */
    bool solid;  /* known to be nothing but digits, in 8-bit text */
};

/* Shortest run of digits worth reporting, in digits; 0: none is. */
struct ls_digit_limits {
    uint32_t alone;    /* whatever stands beside it */
    uint32_t lettered; /* with A-Z at one of its ends */
};

#endif
