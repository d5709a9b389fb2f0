/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images of optical discs: ISO 9660 (ECMA-119) with the long names of Joliet or of Rock Ridge, and
 * the packed files of zisofs. Of a disc that is UDF as well (ECMA-167) the ISO 9660 side is read,
 * which may hold all files of the other side, or no more than a note that there is one.
 */
#include "base/reason.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

enum {
    SECTOR = 2048,
    DESCRIPTORS = 16 * SECTOR, /* where volume descriptors begin (ECMA-119 6.2.1, 8.1) */
};

static unsigned bid(const struct ls_probe *probe)
{
    /* Type 0, 1, 2, 3 or 255, identifier "CD001", version 1. */
    if (!ls_probe_is(probe, DESCRIPTORS + 1, "CD001\x01", 6))
        return 0;
    uint8_t type = probe->head[DESCRIPTORS];
    return type <= 3 || type == 255 ? 48 : 0;
}

static bool is_udf_too(const struct ls_probe *probe)
{
    for (size_t off = DESCRIPTORS; off < probe->head_len; off += SECTOR)
        if (ls_probe_is(probe, off + 1, "NSR0", 4))
            return true;
    return false;
}

static struct ls_result run(struct ls_format_job *job)
{
    /* The library reads the list with the best names; nobody says that the others are the same. */
    static const char *const other_lists[] = {"iso9660:!joliet", "iso9660:!rockridge", NULL};
    static const struct ls_archive_way way = {
        .enable = archive_read_support_format_iso9660,
        .other_lists = other_lists,
    };
    LS_TRY(ls_archive_run(job, &way));
    return !is_udf_too(job->probe) ? ls_ok()
                                   : ls_emit_gap(job, (struct ls_str){NULL, 0},
                                                 LS_REASON_UNSUPPORTED, "the UDF side of the disc");
}

const struct ls_format ls_format_iso9660 = {
    .name = "iso9660",
    .what = "image of an optical disc",
    .access = LS_ACCESS_RANDOM,
    .archive = true,
    .bid = bid,
    .run = run,
};
