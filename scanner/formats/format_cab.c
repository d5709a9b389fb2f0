/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cabinet files ([MS-CAB]): stored, MSZIP and LZX. What stands behind the cabinet in a signed one
 * is its signature.
 */
#include "base/cursor.h"
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

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_cab};
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
