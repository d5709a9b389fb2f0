/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Puts bytes into containers as everybody's programs write them: what is found in a file must be
 * found in it in there too. The same input always gives the same bytes.
 */
#ifndef LS_GENERATE_WRAP_H
#define LS_GENERATE_WRAP_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum ls_wrap {
    LS_WRAP_ZIP,    /* deflated */
    LS_WRAP_STORED, /* ZIP, stored */
    LS_WRAP_TAR,
    LS_WRAP_TAR_GZ,
    LS_WRAP_7Z,
    LS_WRAP_GZIP, /* the name is kept in it */
    LS_WRAP_MAIL, /* attachment of a message, base64 */
    LS_WRAPS,
};

/* "zip", "stored", "tar", "tar.gz", "7z", "gz", "eml": also what a file name ends in. */
const char *ls_wrap_name(enum ls_wrap wrap);
bool ls_wrap_parse(const char *name, enum ls_wrap *wrap);

/* Appends the container with a file of this name (UTF-8) and these bytes in it. */
void ls_wrap_bytes(enum ls_wrap wrap, const char *name, const void *bytes, size_t len,
                   struct ls_buf *out);

/* A packed stream: "bzip2", "lzma", "xz", "zstd", "lz4", "compress". False: libarchive has none. */
bool ls_pack_bytes(const char *filter, const void *bytes, size_t len, struct ls_buf *out);

#endif
