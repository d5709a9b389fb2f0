/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that stand inside longer ones: no 主审 in 自主审批, which is told from the bytes beside it,
 * before any text is read.
 */
#ifndef LS_CONFIRM_LONGER_H
#define LS_CONFIRM_LONGER_H

#include "confirm/confirm.h"
#include "rules/evidence.h"

/*
 * Is the word of the event, number `word` of the cue, a part of a longer word that the cue names?
 * Bytes behind it are read as what they are; those before it as the characters of that word, if
 * they can be.
 */
bool ls_longer_holds(const struct ls_block *block, const struct ls_event *e,
                     const struct ls_cue *cue, size_t word);

#endif
