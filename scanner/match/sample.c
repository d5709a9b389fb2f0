/* SPDX-License-Identifier: Apache-2.0 */
#include "match/sample.h"

struct ls_result ls_sample_lines(void (*take)(void *user, const uint8_t *line, size_t len),
                                 void *user)
{
    const uint8_t *line = ls_sample_text;
    for (size_t i = 0; i < LS_SAMPLE_LINES; i++) {
        take(user, line, ls_sample_lens[i]);
        line += ls_sample_lens[i];
    }
    return ls_ok();
}
