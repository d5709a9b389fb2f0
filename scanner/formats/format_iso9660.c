/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of optical discs: ISO 9660 (ECMA-119) with the long names of Joliet or of Rock Ridge, and
 * the packed files of zisofs. Of a disc that is UDF as well, the ISO 9660 side is read.
 */
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

enum { DESCRIPTORS = 16 * 2048 }; /* where volume descriptors begin (ECMA-119 6.2.1, 8.1) */

static unsigned bid(const struct ls_probe *probe)
{
    /* Type 0, 1, 2, 3 or 255, identifier "CD001", version 1. */
    if (!ls_probe_is(probe, DESCRIPTORS + 1, "CD001\x01", 6))
        return 0;
    uint8_t type = probe->head[DESCRIPTORS];
    return type <= 3 || type == 255 ? 48 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_iso9660};
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_iso9660 = {
    .name = "iso9660",
    .what = "image of an optical disc",
    .access = LS_ACCESS_RANDOM,
    .archive = true,
    .bid = bid,
    .run = run,
};
