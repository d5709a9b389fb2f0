/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 7z (7-Zip, "7zFormat.txt"): the list of members stands at the end, so it needs random access.
 * Members packed together ("solid") are unpacked one after the other; a broken one takes the rest
 * of its pack with it.
 */
#include "base/cursor.h"
#include "base/reason.h"
#include "formats/format.h"
#include "formats/libarchive_reader.h"

#include <archive.h>

enum { START = 32 }; /* bytes of the signature header */

static const uint8_t magic[] = {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C};

static unsigned bid(const struct ls_probe *probe)
{
    return ls_probe_is(probe, 0, magic, sizeof magic) ? 8 * sizeof magic : 0;
}

/* Where the archive ends: signature, version, CRC, then offset and size of the list behind them. */
static bool find_end(const struct ls_probe *probe, uint64_t *end)
{
    struct ls_cursor start;
    ls_cursor_init(&start, probe->head, probe->head_len);
    ls_cursor_bytes(&start, 12);
    uint64_t off = ls_cursor_u64le(&start), size = ls_cursor_u64le(&start);
    return !start.failed && !__builtin_add_overflow(off, size, end) &&
           !__builtin_add_overflow(*end, START, end);
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_7zip};
    struct ls_str archive = {NULL, 0};
    uint64_t end;
    bool known = find_end(job->probe, &end);
    if (known && end > job->blob->size)
        return ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "ends before its list of members");
    if (known && end < job->blob->size)
        LS_TRY(ls_emit_gap(job, archive, LS_REASON_MALFORMED,
                           "more bytes behind the end of the archive"));
    return ls_archive_run(job, &way);
}

const struct ls_format ls_format_7z = {
    .name = "7z",
    .what = "7z archive",
    .access = LS_ACCESS_RANDOM,
    .archive = true,
    .bid = bid,
    .run = run,
};
