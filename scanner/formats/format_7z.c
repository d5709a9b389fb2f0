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

/* Signature header: signature, version, CRC, then offset and size of the list behind itself. */
static struct ls_result check_end(struct ls_format_job *job)
{
    struct ls_str archive = {NULL, 0};
    struct ls_cursor start;
    uint64_t off, size, end;
    ls_cursor_init(&start, job->probe->head, job->probe->head_len);
    ls_cursor_bytes(&start, 12);
    off = ls_cursor_u64le(&start);
    size = ls_cursor_u64le(&start);
    if (start.failed || __builtin_add_overflow(off, size, &end) ||
        __builtin_add_overflow(end, START, &end))
        return ls_ok(); /* the reader says so */
    if (end > job->blob->size)
        return ls_emit_gap(job, archive, LS_REASON_TRUNCATED, "ends before its list of members");
    if (end < job->blob->size)
        return ls_emit_gap(job, archive, LS_REASON_MALFORMED,
                           "more bytes behind the end of the archive");
    return ls_ok();
}

static struct ls_result run(struct ls_format_job *job)
{
    static const struct ls_archive_way way = {.enable = archive_read_support_format_7zip};
    LS_TRY(check_end(job));
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
