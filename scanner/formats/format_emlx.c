/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message of Apple Mail: a line with a number of bytes, so many bytes of message, a property
 * list.
 *
 *   1795 \n From: … \n \n body <?xml version="1.0" … <plist …
 */
#include "formats/mime.h"

#include "formats/format.h"

#include "base/reason.h"

#include <string.h>

/* Behind the line with the number; 0 when there is none. */
static size_t parse(const uint8_t *at, size_t n, uint64_t *bytes)
{
    size_t i = 0;
    *bytes = 0;
    for (; i < n && i < 12 && at[i] >= '0' && at[i] <= '9'; i++)
        *bytes = *bytes * 10 + (uint64_t)(at[i] - '0');
    if (i == 0)
        return 0;
    while (i < n && i < 32 && at[i] == ' ')
        i++;
    size_t end = i < n ? ls_mime_line_end(at + i, n - i) : 0;
    return end ? i + end : 0;
}

static unsigned bid(const struct ls_probe *probe)
{
    struct ls_mime_header_look look;
    uint64_t bytes;
    size_t off = parse(probe->head, probe->head_len, &bytes);
    if (off == 0)
        return 0;
    ls_mime_look_at_header(probe->head + off, probe->head_len - off, &look);
    unsigned bits = ls_mime_bid(&look);
    return bits ? bits + 8 : 0;
}

/* Bytes of the object from an offset on, for a child. */
struct rest {
    struct ls_blob blob;
    struct ls_blob *inner;
    uint64_t off;
};

static struct ls_result read_rest(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct rest *rest = LS_CONTAINER(blob, struct rest, blob);
    return rest->inner->read(rest->inner, rest->off + off, out, len, got);
}

static struct ls_result run(struct ls_format_job *job)
{
    static const char mark[] = "<?xml";
    uint64_t bytes, size = job->probe->size;
    char found[sizeof mark - 1];
    size_t off = parse(job->probe->head, job->probe->head_len, &bytes), got = 0;
    uint64_t end = off + bytes;
    if (size == LS_SIZE_UNKNOWN || end >= size || !job->blob->random)
        return ls_mime_run(job, off, LS_SIZE_UNKNOWN);
    LS_TRY(ls_blob_read(job->blob, end, found, sizeof found, &got));
    if (got < sizeof found || memcmp(found, mark, sizeof found) != 0) {
        LS_TRY(ls_emit_ambiguous(job, "the number of bytes is not that of the message"));
        return ls_mime_run(job, off, LS_SIZE_UNKNOWN);
    }
    LS_TRY(ls_mime_run(job, off, end));
    struct rest rest = {
        .blob = {.size = size - end, .read = read_rest}, .inner = job->blob, .off = end};
    struct ls_child child = {
        .name = ls_str_of("plist"),
        .blob = &rest.blob,
        .off = end,
        .raw_lo = end,
        .raw_hi = size,
        .verbatim = true,
        .as = "xml",
        .part = LS_PART_PROPERTY,
    };
    return ls_emit_child(job, &child);
}

const struct ls_format ls_format_emlx = {
    .name = "emlx",
    .what = "message of Apple Mail",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
