/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives inside or behind something else: a program that unpacks itself, a picture with an
 * archive put behind it, whose viewers see the picture only.
 */
#ifndef LS_FORMATS_CARVE_H
#define LS_FORMATS_CARVE_H

#include "base/result.h"
#include "formats/format.h"

/* Bytes of the object in which an archive may begin. */
struct ls_carve_range {
    uint64_t lo, hi;
};

enum {
    LS_CARVE_FOUND_MAX = 64, /* archives in one object; one more is a gap */
    LS_CARVE_ZIP = 1,        /* ZIP archives too; else RAR, 7z and cabinet files */
};

/*
 * Emits each archive that begins in one of the ranges, which are ascending, as a child; *found
 * says how many. What is behind its end is looked at next. Reads forward, and passes over what is
 * in no range.
 */
struct ls_result ls_carve(struct ls_format_job *job, const struct ls_carve_range *ranges, size_t n,
                          unsigned flags, unsigned *found) LS_MUST_USE;

/* Whether the last bytes are those of a RAR or ZIP archive. */
bool ls_carve_ends_as_archive(const struct ls_probe *probe);

#endif
