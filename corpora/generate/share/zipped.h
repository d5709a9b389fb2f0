/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ZIP archives as programs of today write them: deflated at the level that everybody takes, and
 * pictures stored. Names are copied.
 */
#ifndef LS_GENERATE_SHARE_ZIPPED_H
#define LS_GENERATE_SHARE_ZIPPED_H

#include "generate/zip_writer.h"

#include <stdbool.h>

struct ls_zipped {
    struct ls_zip_writer zip;
    LS_VEC(char *) names;
};

void ls_zipped_init(struct ls_zipped *zipped);
void ls_zipped_add(struct ls_zipped *zipped, const char *name, bool stored, const void *bytes,
                   size_t len);
/* Appends the archive and frees what it was made of. */
void ls_zipped_end(struct ls_zipped *zipped, struct ls_buf *out);

/* Deflated, as a stream of zlib (RFC 1950) or bare (RFC 1951). */
void ls_zipped_deflate(bool zlib, const void *bytes, size_t len, struct ls_buf *out);

#endif
