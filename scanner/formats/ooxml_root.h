/* SPDX-License-Identifier: Apache-2.0 */
/* What a part of a package is, by its root element. */
#ifndef LS_FORMATS_OOXML_ROOT_H
#define LS_FORMATS_OOXML_ROOT_H

#include "formats/ooxml.h"

/* The first element. Begins with zeros. */
struct ls_ooxml_seen {
    char name[64]; /* its local name … */
    size_t len;    /* … 0 when it is longer */
    bool found;    /* else it is no XML */
    bool foreign;  /* of a vocabulary that is not one of Office documents … */
    bool bare;     /* … or of none */
};

/* Reads as far as the first element. */
struct ls_result ls_ooxml_root_read(struct ls_format_job *job, struct ls_blob *blob,
                                    struct ls_ooxml_seen *seen) LS_MUST_USE;

/* What it means in a part of this name; NULL: nothing, the part is an object of its own. */
const struct ls_ooxml_root *ls_ooxml_root_of(const struct ls_ooxml_kind *kind, struct ls_str part,
                                             const struct ls_ooxml_seen *seen);

#endif
