/* SPDX-License-Identifier: Apache-2.0 */
/* ar, of libraries and of Debian packages (deb(5)): System V, GNU and BSD names (ar(5)). */
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

static unsigned bid(const struct ls_probe *probe)
{
    return ls_probe_is(probe, 0, "!<arch>\n", 8) ? 64 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {
        .enable = archive_read_support_format_ar,
        .flags = LS_ARCHIVE_IN_ORDER | LS_ARCHIVE_STORED | LS_ARCHIVE_TAIL,
    };
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_ar = {
    .name = "ar",
    .what = "ar archive",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
