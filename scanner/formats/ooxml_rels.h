/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Relationships of an Office Open XML package (ECMA-376 Part 2, 9.3): what a part leads to.
 *
 * A part "word/document.xml" has them in "word/_rels/document.xml.rels". One thread at a time.
 */
#ifndef LS_FORMATS_OOXML_RELS_H
#define LS_FORMATS_OOXML_RELS_H

#include "formats/ooxml.h"

enum {
    LS_OOXML_RELS_MAX = 64 << 10,      /* of one part; further ones are dropped */
    LS_OOXML_RELS_TEXT_MAX = 16 << 20, /* bytes of their names */
};

/* Types by the last word of their address: strict and transitional ones differ before it. */
struct ls_ooxml_rel {
    uint32_t id, id_len;     /* in `text` */
    uint32_t type, type_len; /* "header" */
    size_t index;            /* of the part in the archive; SIZE_MAX: outside, or not there */
};

struct ls_ooxml_rels {
    struct ls_buf text;
    LS_VEC(struct ls_ooxml_rel) at; /* as written */
    LS_VEC(uint32_t) by_id;
};

void ls_ooxml_rels_init(struct ls_ooxml_rels *rels);
void ls_ooxml_rels_fini(struct ls_ooxml_rels *rels);

/* Those of a part; of the package itself for an empty name. A part without any has none. */
struct ls_result ls_ooxml_rels_load(struct ls_ooxml *package, struct ls_str part,
                                    struct ls_ooxml_rels *rels) LS_MUST_USE;

/* The index of the part that the relationship `id` leads to, or SIZE_MAX. */
size_t ls_ooxml_rels_part(const struct ls_ooxml_rels *rels, struct ls_str id);

/* The next one of a type, from *at on; false: no more. */
bool ls_ooxml_rels_next(const struct ls_ooxml_rels *rels, const char *type, size_t *at);

/* The text of a part with relationships: addresses outside the package. */
struct ls_result ls_ooxml_read_rels(struct ls_ooxml *package,
                                    const struct ls_ooxml_part *part) LS_MUST_USE;

#endif
