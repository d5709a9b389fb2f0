/* SPDX-License-Identifier: Apache-2.0 */
#include "generate/zip_writer.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/put.h"

#include <limits.h>
#include <string.h>
#include <zlib.h>

enum {
    OUT_MAX = 1 << 30,
    RECORDS_MAX = 1 << 20,
    CHUNK = 64 << 10,
    RUN = 4 << 20,
    VERSION = 45,
    EXTRA_ZIP64 = 1,
};

void ls_zip_writer_init(struct ls_zip_writer *zip)
{
    memset(zip, 0, sizeof *zip);
    zip->out.limit = OUT_MAX;
    LS_VEC_INIT(&zip->records, RECORDS_MAX);
}

void ls_zip_writer_fini(struct ls_zip_writer *zip)
{
    LS_VEC_FINI(&zip->out);
    LS_VEC_FINI(&zip->records);
}

void ls_zip_writer_raw(struct ls_zip_writer *zip, const void *bytes, size_t len)
{
    must(ls_buf_add(&zip->out, bytes, len));
}

static uint64_t narrow(uint64_t value, bool zip64)
{
    return zip64 || value > UINT32_MAX ? UINT32_MAX : value;
}

static bool needs64(const struct ls_zip_record *r)
{
    return r->zip64 || r->packed > UINT32_MAX || r->size > UINT32_MAX || r->local > UINT32_MAX;
}

void ls_zip_writer_local(struct ls_zip_writer *zip, const struct ls_zip_record *as)
{
    struct ls_buf *out = &zip->out;
    bool wide = as->zip64 || as->packed > UINT32_MAX || as->size > UINT32_MAX;
    put_number(out, 0x04034b50, 4);
    put_number(out, VERSION, 2);
    put_number(out, as->flags, 2);
    put_number(out, as->method, 2);
    put_number(out, 0x58216000, 4); /* 2024-01-01 12:00 */
    put_number(out, as->crc, 4);
    put_number(out, narrow(as->packed, wide), 4);
    put_number(out, narrow(as->size, wide), 4);
    put_number(out, strlen(as->name), 2);
    put_number(out, as->extra_len + (wide ? 20 : 0), 2);
    must(ls_buf_str(out, as->name));
    if (wide) {
        put_number(out, EXTRA_ZIP64, 2);
        put_number(out, 16, 2);
        put_number(out, as->size, 8);
        put_number(out, as->packed, 8);
    }
    must(ls_buf_add(out, as->extra, as->extra_len));
}

static void put_descriptor(struct ls_zip_writer *zip, const struct ls_zip_record *r)
{
    size_t width = needs64(r) ? 8 : 4;
    if (!zip->bare_descriptors)
        put_number(&zip->out, 0x08074b50, 4);
    put_number(&zip->out, r->crc, 4);
    put_number(&zip->out, r->packed, width);
    put_number(&zip->out, r->size, width);
}

void ls_zip_writer_add_packed(struct ls_zip_writer *zip, const struct ls_zip_record *as,
                              const void *bytes, size_t len)
{
    struct ls_zip_record record = *as, local;
    record.local = zip->out.n - zip->base;
    record.packed = len;
    local = record;
    if (as->flags & LS_ZIP_FLAG_DESCRIPTOR)
        local.crc = 0, local.packed = 0, local.size = 0;
    ls_zip_writer_local(zip, &local);
    ls_zip_writer_raw(zip, bytes, len);
    if (as->flags & LS_ZIP_FLAG_DESCRIPTOR)
        put_descriptor(zip, &record);
    MUST(zip->records.n < zip->records.limit);
    must(LS_VEC_RESERVE(&zip->records, 1));
    zip->records.at[zip->records.n++] = record;
}

void ls_zip_writer_add(struct ls_zip_writer *zip, const struct ls_zip_record *as, const void *bytes,
                       size_t len)
{
    struct ls_zip_record record = *as;
    record.size = len;
    record.crc = (uint32_t)crc32_z(0, bytes, len);
    if (as->method != 8) {
        ls_zip_writer_add_packed(zip, &record, bytes, len);
        return;
    }
    struct ls_buf packed = {.limit = OUT_MAX};
    ls_deflate(&packed, bytes, len);
    ls_zip_writer_add_packed(zip, &record, packed.at, packed.n);
    LS_VEC_FINI(&packed);
}

static void put_record(struct ls_buf *out, const struct ls_zip_record *r)
{
    bool wide = needs64(r);
    put_number(out, 0x02014b50, 4);
    put_number(out, VERSION | 3 << 8, 2);
    put_number(out, VERSION, 2);
    put_number(out, r->flags, 2);
    put_number(out, r->method, 2);
    put_number(out, 0x58216000, 4);
    put_number(out, r->crc, 4);
    put_number(out, narrow(r->packed, wide), 4);
    put_number(out, narrow(r->size, wide), 4);
    put_number(out, strlen(r->name), 2);
    put_number(out, r->extra_len + (wide ? 28 : 0), 2);
    put_number(out, 0, 2 + 2 + 2 + 4); /* comment, disk, attributes */
    put_number(out, narrow(r->local, wide), 4);
    must(ls_buf_str(out, r->name));
    if (wide) {
        put_number(out, EXTRA_ZIP64, 2);
        put_number(out, 24, 2);
        put_number(out, r->size, 8);
        put_number(out, r->packed, 8);
        put_number(out, r->local, 8);
    }
    must(ls_buf_add(out, r->extra, r->extra_len));
}

static void put_end64(struct ls_zip_writer *zip, uint64_t count, uint64_t start)
{
    struct ls_buf *out = &zip->out;
    uint64_t at = out->n;
    put_number(out, 0x06064b50, 4);
    put_number(out, 44, 8);
    put_number(out, VERSION, 2);
    put_number(out, VERSION, 2);
    put_number(out, 0, 8); /* disks */
    put_number(out, count, 8);
    put_number(out, count, 8);
    put_number(out, at - start, 8);
    put_number(out, start - zip->base, 8);
    put_number(out, 0x07064b50, 4);
    put_number(out, 0, 4);
    put_number(out, at - zip->base, 8);
    put_number(out, 1, 4);
}

void ls_zip_writer_end(struct ls_zip_writer *zip, const char *comment)
{
    uint64_t start = zip->out.n, count = 0;
    for (size_t i = 0; i < zip->records.n; i++) {
        if (zip->records.at[i].omitted)
            continue;
        put_record(&zip->out, &zip->records.at[i]);
        count++;
    }
    uint64_t len = zip->out.n - start;
    bool wide = zip->zip64 || count >= UINT16_MAX || start > UINT32_MAX;
    if (wide)
        put_end64(zip, count, start);
    put_number(&zip->out, 0x06054b50, 4);
    put_number(&zip->out, 0, 4); /* disks */
    put_number(&zip->out, wide ? UINT16_MAX : count, 2);
    put_number(&zip->out, wide ? UINT16_MAX : count, 2);
    put_number(&zip->out, narrow(len, wide), 4);
    put_number(&zip->out, narrow(start - zip->base, wide), 4);
    put_number(&zip->out, comment ? strlen(comment) : 0, 2);
    must(ls_buf_str(&zip->out, comment ? comment : ""));
}

void ls_deflate_piece(struct ls_buf *out, const void *bytes, size_t len, bool last)
{
    z_stream z = {0};
    uint8_t packed[CHUNK];
    int status;
    MUST(len <= UINT_MAX);
    MUST(deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    z.next_in = bytes ? bytes : packed;
    z.avail_in = (uInt)len;
    do {
        z.next_out = packed;
        z.avail_out = sizeof packed;
        status = deflate(&z, last ? Z_FINISH : Z_FULL_FLUSH);
        MUST(status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR);
        must(ls_buf_add(out, packed, sizeof packed - z.avail_out));
    } while (z.avail_out == 0);
    deflateEnd(&z);
}

void ls_deflate(struct ls_buf *out, const void *bytes, size_t len)
{
    ls_deflate_piece(out, bytes, len, true);
}

/* The pieces of a long run are all the same, and each ends on a whole byte. */
void ls_deflate_run(struct ls_buf *out, uint8_t byte, uint64_t n, uint32_t *crc)
{
    struct ls_buf piece = {.limit = OUT_MAX};
    uint8_t *run = ls_calloc(1, RUN);
    MUST(run);
    memset(run, byte, RUN);
    ls_deflate_piece(&piece, run, RUN, false);
    uint32_t run_crc = (uint32_t)crc32_z(0, run, RUN);
    *crc = 0;
    for (; n > RUN; n -= RUN) {
        must(ls_buf_add(out, piece.at, piece.n));
        *crc = (uint32_t)crc32_combine(*crc, run_crc, RUN);
    }
    ls_deflate_piece(out, run, (size_t)n, true);
    *crc = (uint32_t)crc32_combine(*crc, (uint32_t)crc32_z(0, run, (size_t)n), (z_off_t)n);
    LS_VEC_FINI(&piece);
    ls_free(run);
}
