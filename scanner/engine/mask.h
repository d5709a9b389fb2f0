/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hiding what was found, so that the report is not a second leak. Pure functions, any thread.
 */
#ifndef LS_ENGINE_MASK_H
#define LS_ENGINE_MASK_H

#include "base/buf.h"
#include "base/hit.h"

/*
 * Appends `text` (UTF-8) with a '*' for every hidden character. `mask` is a rule's: so many
 * characters as it has before its first '*' stay at the front, after its last '*' at the end, the
 * rest is hidden; a text too short to have anything hidden that way is hidden whole, as is every
 * text when `mask` is NULL.
 */
struct ls_result ls_mask_text(struct ls_str text, const char *mask, struct ls_buf *out) LS_MUST_USE;

#endif
