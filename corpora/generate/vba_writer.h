/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes macros as Office keeps them ([MS-OVBA]): the storage "VBA" with its list and one module.
 */
#ifndef LS_GENERATE_VBA_WRITER_H
#define LS_GENERATE_VBA_WRITER_H

#include "base/buf.h"
#include "generate/cfb_writer.h"

struct ls_vba_module {
    uint16_t code_page;
    const char *name; /* UTF-8, of the stream */
    const void *text; /* in the code page */
    size_t len;
    bool unlisted; /* the list does not have it */
};

/* Below this storage; 0 is the root, as of vbaProject.bin. */
void ls_vba_write(struct ls_cfb_writer *writer, uint32_t storage,
                  const struct ls_vba_module *module);

/* The compression of 2.4.1. */
void ls_vba_pack(const void *bytes, size_t len, struct ls_buf *out);

#endif
