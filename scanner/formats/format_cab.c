/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cabinet files ([MS-CAB]): stored, MSZIP and LZX. What stands behind the cabinet in a signed one
 * is its signature.
 */
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

/* CFHEADER: signature, reserved1 (0), cbCabinet, reserved2, coffFiles, reserved3, version 1.3 */
static unsigned bid(const struct ls_probe *probe)
{
    struct ls_cursor header;
    if (!ls_probe_is(probe, 0, "MSCF\0\0\0\0", 8))
        return 0;
    ls_cursor_init(&header, probe->head, probe->head_len);
    ls_cursor_bytes(&header, 24);
    uint16_t version = ls_cursor_u16le(&header);
    return !header.failed && version == 0x0103 ? 80 : 0;
}

/* What the header says of other cabinets, and of bytes behind this one. */
static struct ls_result check_header(struct ls_format_job *job)
{
    enum { PREVIOUS = 1, NEXT = 2, RESERVED = 4 };
    struct ls_str archive = {NULL, 0};
    struct ls_cursor header;
    ls_cursor_init(&header, job->probe->head, job->probe->head_len);
    ls_cursor_bytes(&header, 8);
    uint32_t size = ls_cursor_u32le(&header);
    ls_cursor_bytes(&header, 18);
    uint16_t flags = ls_cursor_u16le(&header);
    if (flags & PREVIOUS)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "begins in another cabinet"));
    if (flags & NEXT)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "goes on in another cabinet"));
    /* With reserved bytes in the header what follows may be the signature that they lead to. */
    if (!(flags & RESERVED) && job->blob->size != LS_SIZE_UNKNOWN && job->blob->size > size)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_MALFORMED,
                           "more bytes behind the end of the archive"));
    return ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_cab};
    LS_TRY(check_header(job));
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_cab = {
    .name = "cab",
    .what = "cabinet file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
