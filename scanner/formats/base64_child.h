/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inner objects that stand as base64 in the text of an object: pictures and packages in XML.
 */
#ifndef LS_FORMATS_BASE64_CHILD_H
#define LS_FORMATS_BASE64_CHILD_H

#include "formats/format.h"

/*
 * Emits what the base64 in bytes [lo, hi) of the object says. Blanks, and zeros between the bytes
 * of wide characters, do not matter. An object without random access is left alone, with a gap.
 */
struct ls_result ls_base64_child(struct ls_format_job *job, struct ls_str name, uint64_t lo,
                                 uint64_t hi) LS_MUST_USE;

#endif
