/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether two texts say the same, without keeping them: documents hold some of their text twice,
 * for readers of different ages. White space does not count.
 *
 * A trace grows with the text. What was said between two of its states has a value; equal texts
 * have equal values, others hardly ever.
 */
#ifndef LS_FORMATS_OOXML_TRACE_H
#define LS_FORMATS_OOXML_TRACE_H

#include "base/place.h"

struct ls_ooxml_trace {
    uint64_t sum, n;
};

void ls_ooxml_trace_add(struct ls_ooxml_trace *trace, struct ls_str text);

/* Of what was said after `from` up to `to`, a later state of the same trace; 0: nothing. */
uint64_t ls_ooxml_trace_value(struct ls_ooxml_trace from, struct ls_ooxml_trace to);

#endif
