/* SPDX-License-Identifier: Apache-2.0 */
/* For the tables of cells: documents that are ZIP archives of XML parts, written part by part. */
#ifndef LS_GENERATE_CELLS_PACKAGE_H
#define LS_GENERATE_CELLS_PACKAGE_H

#include "generate/cells.h"

#define LS_OOXML_REL "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define LS_OOXML_CT "application/vnd.openxmlformats-officedocument."
#define LS_OOXML_R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

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

/* A part of relationships; entries are "Id Type Target" triples, ended by NULL. */
#define LS_RELS(entries)                                                                           \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Relationships "                                    \
    "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">" entries              \
    "</Relationships>"
#define LS_RELATION(id, type, target)                                                              \
    "<Relationship Id=\"" id "\" Type=\"" LS_OOXML_REL type "\" Target=\"" target "\"/>"

#endif
