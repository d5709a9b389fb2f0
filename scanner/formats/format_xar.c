/* SPDX-License-Identifier: Apache-2.0 */
/* xar, of macOS packages: a packed list in XML, then the heap of members. */
#include "base/cursor.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

/* Magic, length of the header, version 1; all big-endian. */
static unsigned bid(const struct ls_probe *probe)
{
    struct ls_cursor header;
    if (!ls_probe_is(probe, 0, "xar!", 4))
        return 0;
    ls_cursor_init(&header, probe->head, probe->head_len);
    ls_cursor_bytes(&header, 4);
    uint16_t len = ls_cursor_u16be(&header);
    uint16_t version = ls_cursor_u16be(&header);
    return !header.failed && len >= 28 && version == 1 ? 56 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_xar};
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_xar = {
    .name = "xar",
    .what = "xar archive",
    .access = LS_ACCESS_RANDOM,
    .archive = true,
    .bid = bid,
    .run = run,
};
