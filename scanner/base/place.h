/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in an object something stands: for programs the chain of containers, for people the place.
 */
#ifndef LS_BASE_PLACE_H
#define LS_BASE_PLACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A run of bytes that somebody else owns. */
struct ls_str {
    const char *at;
    size_t len;
};

/* Parts of a document, in the words of its readers. The names are part of the output format. */
enum ls_part {
    LS_PART_NONE, /* a plain file, or nothing to say */
    LS_PART_BODY,
    LS_PART_HEADER,
    LS_PART_FOOTER,
    LS_PART_TEXT_BOX,
    LS_PART_FOOTNOTE,
    LS_PART_ENDNOTE,
    LS_PART_COMMENT,
    LS_PART_DELETION,  /* tracked: deleted, but still in the file */
    LS_PART_HIDDEN,    /* marked as not to be shown: text, row, sheet, slide */
    LS_PART_NOTES,     /* speaker's notes of a slide */
    LS_PART_MASTER,    /* slide master or layout */
    LS_PART_TEMPLATE,  /* page template */
    LS_PART_WATERMARK, /* behind the text of each page */
    LS_PART_ANNOTATION,
    LS_PART_PROPERTY, /* title, author, keywords … of the file */
    LS_PART_ALT_TEXT, /* description of a picture */
    LS_PART_CHART,
    LS_PART_FORMULA,
    LS_PART_FIELD,   /* form field, or the code behind a field */
    LS_PART_SCRIPT,  /* program text in a document */
    LS_PART_SUBJECT, /* of a message */
    LS_PART_MAIL_HEADER,
    LS_PART_NAME, /* the name of a member, attachment, sheet or bookmark */
    LS_PART_COUNT,
};

/* "body", "text-box" …; "" for LS_PART_NONE. */
const char *ls_part_name(enum ls_part part);

/* Numbers are 1-based; 0 and an empty string: unknown, or of no meaning here. */
struct ls_place {
    enum ls_part part;
    uint32_t page;
    uint32_t slide;
    struct ls_str sheet;  /* name, UTF-8 */
    uint32_t row, column; /* of a sheet or table; both or none */
    uint64_t line;        /* of the object; in a document: paragraph of the part */
};

enum {
    LS_CHAIN_MAX = 34, /* links: the deepest nesting and the part in it */
    LS_CELL_CHARS = 20 /* "XFD1048576" and whatever else fits 32 bits, with NUL */
};

#define LS_OFF_UNKNOWN UINT64_MAX

/* One step into a container: its kind, and what was taken out of it. */
struct ls_link {
    const char *kind;   /* "zip", "docx", "eml" …; the name of a format */
    struct ls_str name; /* of the member or part: bytes as they stand there; may be empty */
    uint64_t off;       /* first byte of the member in the container, or LS_OFF_UNKNOWN */
    bool part;          /* a part of a document, not an object of its own: people know the place */
};

/* Outermost first. Empty for a plain file. */
struct ls_chain {
    const struct ls_link *at;
    size_t n;
};

/* "B7" for row 7, column 2. */
void ls_cell_name(uint32_t row, uint32_t column, char out[LS_CELL_CHARS]);

#endif
