/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far before an anchor a line, cell or field begins, seen from the raw bytes: most anchors in
 * real text are words inside a sentence and are turned away by this alone, without decoding.
 */
#ifndef LS_CONFIRM_BORDER_H
#define LS_CONFIRM_BORDER_H

#include "confirm/confirm.h"

/*
 * The least number of characters that can stand between the nearest place where one may begin and
 * the character at byte `off`; SIZE_MAX when that would be more than `reach`. Places are rather
 * seen too often, and characters too few: double-byte text cannot be read backwards.
 */
size_t ls_border_distance(const struct ls_block *block, enum ls_encoding enc, size_t off,
                          size_t reach);

#endif
