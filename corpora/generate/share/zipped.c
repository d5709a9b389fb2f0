/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/share/zipped.h"

#include "base/alloc.h"
#include "generate/must.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

enum { MEMBERS_MAX = 1 << 16, BYTES_MAX = 1 << 28, LEVEL = 6, CHUNK = 1 << 16 };

void ls_zipped_init(struct ls_zipped *zipped)
{
    ls_zip_writer_init(&zipped->zip);
    LS_VEC_INIT(&zipped->names, MEMBERS_MAX);
}

void ls_zipped_deflate(bool zlib, const void *bytes, size_t len, struct ls_buf *out)
{
    static uint8_t chunk[CHUNK];
    z_stream z = {.next_in = bytes, .avail_in = (uInt)len};
    int status = Z_OK;
    MUST(len <= UINT_MAX);
    MUST(deflateInit2(&z, LEVEL, Z_DEFLATED, zlib ? MAX_WBITS : -MAX_WBITS, 8,
                      Z_DEFAULT_STRATEGY) == Z_OK);
    while (status == Z_OK) {
        z.next_out = chunk;
        z.avail_out = CHUNK;
        status = deflate(&z, Z_FINISH);
        must(ls_buf_add(out, chunk, CHUNK - z.avail_out));
    }
    MUST(status == Z_STREAM_END);
    deflateEnd(&z);
}

void ls_zipped_add(struct ls_zipped *zipped, const char *name, bool stored, const void *bytes,
                   size_t len)
{
    size_t n = strlen(name) + 1;
    char *copy = ls_calloc(1, n);
    MUST(copy);
    memcpy(copy, name, n);
    must(LS_VEC_RESERVE(&zipped->names, 1));
    zipped->names.at[zipped->names.n++] = copy;
    struct ls_zip_record record = {.name = copy,
                                   .method = stored ? 0 : 8,
                                   .size = len,
                                   .crc = (uint32_t)crc32_z(0, bytes, len)};
    struct ls_buf packed = {.limit = BYTES_MAX};
    if (!stored)
        ls_zipped_deflate(false, bytes, len, &packed);
    ls_zip_writer_add_packed(&zipped->zip, &record, stored ? bytes : packed.at,
                             stored ? len : packed.n);
    LS_VEC_FINI(&packed);
}

void ls_zipped_end(struct ls_zipped *zipped, struct ls_buf *out)
{
    ls_zip_writer_end(&zipped->zip, NULL);
    must(ls_buf_add(out, zipped->zip.out.at, zipped->zip.out.n));
    ls_zip_writer_fini(&zipped->zip);
    for (size_t i = 0; i < zipped->names.n; i++)
        ls_free(zipped->names.at[i]);
    LS_VEC_FINI(&zipped->names);
}
