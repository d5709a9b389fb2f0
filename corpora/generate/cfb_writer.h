/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes compound files ([MS-CFB], version 3: sectors of 512 bytes), as Office does: short streams
 * in the mini stream, long ones in sectors, names in a tree.
 *
 *     struct ls_cfb_writer w;
 *     ls_cfb_begin(&w);
 *     uint32_t pool = ls_cfb_storage(&w, 0, "ObjectPool");
 *     ls_cfb_stream(&w, pool, "data", bytes, len);
 *     ls_cfb_end(&w, &out);
 */
#ifndef LS_GENERATE_CFB_WRITER_H
#define LS_GENERATE_CFB_WRITER_H

#include "base/buf.h"

#include <stdbool.h>

enum { LS_CFB_WRITER_ENTRIES = 1024 };

struct ls_cfb_writer_entry {
    char name[64]; /* UTF-8, at most 31 units of UTF-16 */
    uint32_t parent;
    bool storage;
    uint8_t clsid[16];
    struct ls_buf bytes;
};

struct ls_cfb_writer {
    struct ls_cfb_writer_entry *entries;
    uint32_t n;
    bool scattered; /* set after begin: no two sectors of a long stream stand side by side */
};

void ls_cfb_begin(struct ls_cfb_writer *writer);

/* Number of the new entry; `parent` 0 is the root. What is given is copied. */
uint32_t ls_cfb_storage(struct ls_cfb_writer *writer, uint32_t parent, const char *name);
uint32_t ls_cfb_stream(struct ls_cfb_writer *writer, uint32_t parent, const char *name,
                       const void *bytes, size_t len);

/* Appends the file to `out` and frees the writer. */
void ls_cfb_end(struct ls_cfb_writer *writer, struct ls_buf *out);

#endif
