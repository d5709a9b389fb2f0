/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands right beside an anchor. A rule that says so (`beside`) has most anchors turned away
 * by a character or two, without decoding their surroundings.
 */
#ifndef LS_CONFIRM_BESIDE_H
#define LS_CONFIRM_BESIDE_H

#include "base/encoding.h"
#include "confirm/confirm.h"

/* Of one anchor; several rules ask about it, one after the other, so it is kept. */
struct ls_beside {
    bool known, before_known, perhaps_known;
    uint8_t enc;
    uint32_t off, len;
    uint32_t before, behind;             /* folded; see beside.c for what is no character */
    uint32_t perhaps[LS_CHAR_BYTES_MAX]; /* what the bytes just before it may be read as */
    size_t perhaps_n;
    bool line_ends; /* a line or cell ends between the anchor and `behind` */
};

/*
 * May one of the rule's characters stand behind the anchor, or before it? Yes whenever that cannot
 * be seen from a few bytes. The rule asks for either, so no means no only when both say it.
 *
 * What is before it is a dear question in double-byte text. ls_beside_may_precede() has a cheap
 * answer to it that is hardly ever a yes too many.
 */
bool ls_beside_behind(struct ls_beside *beside, const struct ls_block *block,
                      const struct ls_event *e, const struct ls_rule *rule);
bool ls_beside_may_precede(struct ls_beside *beside, const struct ls_block *block,
                           const struct ls_event *e, const struct ls_rule *rule);
bool ls_beside_before(struct ls_beside *beside, const struct ls_block *block,
                      const struct ls_event *e, const struct ls_rule *rule);

#endif
