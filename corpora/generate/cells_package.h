/* SPDX-License-Identifier: Apache-2.0 */
/* For the tables of cells: documents that are ZIP archives of XML parts, written part by part. */
#ifndef LS_GENERATE_CELLS_PACKAGE_H
#define LS_GENERATE_CELLS_PACKAGE_H

#include "generate/cells.h"
#include "generate/office_xml.h"

/* A member of a package and the words around it in [Content_Types].xml and in who points to it. */
struct ls_package_part {
    const char *name;         /* "xl/workbook.xml" */
    const char *content_type; /* NULL: none of its own */
    const char *content; /* with one %s where the cell's text goes, or without; NULL ends a list */
};

/*
 * Writes a package of these parts, ended by one without a name; `text` goes into the part that has
 * a %s. With `ooxml` the part [Content_Types].xml comes first.
 */
void ls_package_make(struct ls_buf *out, const struct ls_package_part *parts, const char *text,
                     bool ooxml);

/* The first part of what Office writes, and what ends a list of parts. */
#define LS_PACKAGE_ROOT(target)                                                                    \
    {                                                                                              \
        "_rels/.rels", NULL, LS_RELS(LS_RELATION("rId1", "officeDocument", target))                \
    }
#define LS_PACKAGE_END                                                                             \
    {                                                                                              \
        NULL, NULL, NULL                                                                           \
    }

#endif
