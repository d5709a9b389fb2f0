/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a file of a text: lines are paragraphs, lines with tabs are rows of a table, and a line
 * that begins with LS_RENDER_HEADER is the head of every page where there are pages.
 */
#ifndef LS_GENERATE_RENDER_H
#define LS_GENERATE_RENDER_H

#include "base/buf.h"
#include "base/encoding.h"

#include <stdbool.h>
#include <stdint.h>

#define LS_RENDER_HEADER '\x03'

enum ls_render_format {
    LS_RENDER_TXT,
    LS_RENDER_CSV,
    LS_RENDER_HTML,
    LS_RENDER_DOCX,
    LS_RENDER_XLSX,
    LS_RENDER_PPTX,
    LS_RENDER_ODT,
    LS_RENDER_ODS,
    LS_RENDER_OFD,
    LS_RENDER_EPUB,
    LS_RENDER_EML,          /* the body */
    LS_RENDER_EML_ATTACHED, /* a docx that is attached */
    LS_RENDER_EML_ZIP,      /* a docx in a ZIP archive that is attached */
    LS_RENDER_7Z,           /* a text in it */
    LS_RENDER_FORMATS,
};

/* "docx" …, and what a file name ends in. */
const char *ls_render_name(enum ls_render_format format);
const char *ls_render_ending(enum ls_render_format format);

/* Whether files of the format are text in an encoding that can be chosen. */
bool ls_render_has_encoding(enum ls_render_format format);
/* Whether the format has a place for nothing but cells. */
bool ls_render_is_sheet(enum ls_render_format format);

/* Appends the file. `variety` chooses among the ways to write the same. False: the encoding cannot
 * spell it, and nothing was appended. */
bool ls_render(enum ls_render_format format, enum ls_encoding enc, const char *text, size_t len,
               uint64_t variety, struct ls_buf *out);

/* The same text in traditional characters; `taiwan`: with the words that are used there. */
void ls_render_traditional(const char *text, size_t len, bool taiwan, struct ls_buf *out);

#endif
