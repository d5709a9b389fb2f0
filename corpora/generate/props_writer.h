/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes property sets ([MS-OLEPS] 2.21), one for each stream.
 *
 *     struct ls_props_writer w;
 *     ls_props_begin(&w, 936);
 *     ls_props_string(&w, 2, NULL, bytes, len);             the title
 *     ls_props_string(&w, 3, "\xc3\xdc...", bytes, len);    one with a name
 *     ls_props_end(&w, &out);
 */
#ifndef LS_GENERATE_PROPS_WRITER_H
#define LS_GENERATE_PROPS_WRITER_H

#include "base/buf.h"

enum { LS_PROPS_WRITER_MAX = 32 };

struct ls_props_writer {
    uint16_t code_page; /* 1200: UTF-16 */
    uint32_t n;
    uint32_t ids[LS_PROPS_WRITER_MAX], offs[LS_PROPS_WRITER_MAX];
    struct ls_buf values, names;
    uint32_t names_n;
};

void ls_props_begin(struct ls_props_writer *writer, uint16_t code_page);

/* A string (VT_LPSTR), in the code page; `name`: of the property, `name_len` bytes, or NULL. */
void ls_props_string(struct ls_props_writer *writer, uint32_t id, const void *bytes, size_t len);
void ls_props_name(struct ls_props_writer *writer, uint32_t id, const void *name, size_t len);
/* Any value: its type and what follows it. */
void ls_props_value(struct ls_props_writer *writer, uint32_t id, uint32_t type, const void *bytes,
                    size_t len);

/* Appends the stream to `out` and frees the writer. */
void ls_props_end(struct ls_props_writer *writer, struct ls_buf *out);

#endif
