/* SPDX-License-Identifier: Apache-2.0 */
/* The packages around what a document says. */
#ifndef LS_GENERATE_SKELETONS_H
#define LS_GENERATE_SKELETONS_H

#include "generate/documents/render.h"

/* Appends the package with `body` in it, and `head` (may be "") as the head of its pages. */
void ls_skeleton_fill(enum ls_render_format format, const char *head, const char *body,
                      struct ls_buf *out);

#endif
