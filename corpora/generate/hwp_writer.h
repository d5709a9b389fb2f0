/* SPDX-License-Identifier: Apache-2.0 */
/* Writes Hangul documents, version 5: one paragraph, and what stands in it. */
#ifndef LS_GENERATE_HWP_WRITER_H
#define LS_GENERATE_HWP_WRITER_H

#include "base/buf.h"

#include <stdbool.h>

/* Texts in UTF-8; NULL: there is no such thing. */
struct ls_hwp_texts {
    const char *text;
    const char *header, *footnote, *comment, *box;
    const char *cell; /* second row, second column */
    const char *ruby; /* over "r" */
    const char *overlap, *field, *formula;
    const char *before; /* an earlier version, in DocHistory */
    const void *object; /* compound file in BinData */
    size_t object_len;
    bool plain;     /* not packed */
    bool cut;       /* before the last section there is one that is damaged */
    bool late;      /* the only section is the third one */
    uint32_t flags; /* besides */
};

void ls_hwp_make(const struct ls_hwp_texts *texts, struct ls_buf *out);

#endif
