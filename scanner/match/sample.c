/* SPDX-License-Identifier: Apache-2.0 */
#include "match/sample.h"

#include "rules/reftext.h"

enum { LINES = 100 };

struct ls_result ls_sample_lines(void (*take)(void *user, const uint8_t *line, size_t len),
                                 void *user)
{
    struct ls_reftext *text;
    LS_TRY(ls_reftext_new(1, LS_REFTEXT_MENTIONS, &text));
    for (int i = 0; i < LINES; i++) {
        const char *line;
        size_t len = ls_reftext_line(text, &line);
        take(user, (const uint8_t *)line, len);
    }
    ls_reftext_free(text);
    return ls_ok();
}
