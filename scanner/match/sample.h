/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sample of running text, to tell common bytes from rare ones: about 60 KB of the reference text
 * (rules/reftext.h), always the same and made when the program is built (tools/gen_sample.c).
 */
#ifndef LS_MATCH_SAMPLE_H
#define LS_MATCH_SAMPLE_H

#include "base/result.h"

#include <stddef.h>
#include <stdint.h>

enum { LS_SAMPLE_SEED = 1, LS_SAMPLE_LINES = 100 };

extern const uint8_t ls_sample_text[];
extern const uint16_t ls_sample_lens[LS_SAMPLE_LINES]; /* bytes of each line in it */

/* Hands the sample over line by line, in UTF-8. */
struct ls_result ls_sample_lines(void (*take)(void *user, const uint8_t *line, size_t len),
                                 void *user) LS_MUST_USE;

#endif
