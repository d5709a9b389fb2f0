/* SPDX-License-Identifier: Apache-2.0 */
/* One packed stream and nothing around it: the formats that are a decoder of decode/unpack.h. */
#ifndef LS_FORMATS_PACKED_H
#define LS_FORMATS_PACKED_H

#include "base/result.h"
#include "decode/unpack.h"
#include "formats/format.h"

/* Emits what the object unpacks to as its one child, without a name, and gaps for the rest. */
struct ls_result ls_packed_run(struct ls_format_job *job, enum ls_unpack_kind kind) LS_MUST_USE;

/*
 * Whether frames of this kind (zstd, LZ4) come first in the head, frames that carry data of others
 * passed over: RFC 8878 3.1.2, LZ4 Frame Format, "Skippable Frames".
 */
bool ls_packed_has_frame(const struct ls_probe *probe, const uint8_t magic[4]);

/* What is to be said where a decoder has failed in this state. */
struct ls_gap ls_packed_why(enum ls_unpack_state state);

/* Words for gaps. */
extern const char ls_packed_tail[], ls_packed_cut[], ls_packed_damaged[];

#endif
