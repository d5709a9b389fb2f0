/* SPDX-License-Identifier: Apache-2.0 */
/* A message (RFC 5322, MIME) in a file of its own; see mime.h. */
#include "formats/mime.h"

#include "formats/format.h"

static unsigned bid(const struct ls_probe *probe)
{
    struct ls_mime_header_look look;
    if (probe->head_len == 0 || !ls_mime_may_begin(probe->head, probe->head_len))
        return 0;
    ls_mime_look_at_header(probe->head, probe->head_len, &look);
    return look.postmark ? 0 : ls_mime_bid(&look);
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_mime_run(job, 0, LS_SIZE_UNKNOWN);
}

const struct ls_format ls_format_eml = {
    .name = "eml",
    .what = "message (RFC 5322, MIME)",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
