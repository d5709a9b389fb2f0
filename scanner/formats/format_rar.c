/* SPDX-License-Identifier: Apache-2.0 */
/*
 * RAR, versions 1.5 to 4 and 5 (RARLAB, "RAR 5.0 archive format" and technote.txt of older
 * releases). Two readers of the library, one for each family.
 */
#include "formats/format.h"
#include "formats/libarchive_reader.h"
#include "formats/rar_watch.h"

#include <archive.h>

static const uint8_t rar4[] = {'R', 'a', 'r', '!', 0x1A, 0x07, 0x00};
static const uint8_t rar5[] = {'R', 'a', 'r', '!', 0x1A, 0x07, 0x01, 0x00};

static unsigned bid(const struct ls_probe *probe)
{
    if (ls_probe_is(probe, 0, rar5, sizeof rar5))
        return 8 * sizeof rar5;
    return ls_probe_is(probe, 0, rar4, sizeof rar4) ? 8 * sizeof rar4 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way old = {
        .enable = archive_read_support_format_rar,
        .flags = LS_ARCHIVE_IN_ORDER,
        .watch = &ls_rar4_watch,
    };
    static const struct ls_archive_way new = {
        .enable = archive_read_support_format_rar5,
        .flags = LS_ARCHIVE_IN_ORDER,
        .watch = &ls_rar5_watch,
    };
    return ls_archive_run(job, ls_probe_is(job->probe, 0, rar5, sizeof rar5) ? &new : &old);
}

const struct ls_format ls_format_rar = {
    .name = "rar",
    .what = "RAR archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
