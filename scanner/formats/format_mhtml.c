/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page of the web with its pictures, saved as a message (RFC 2557): multipart/related, written by
 * a program and never sent.
 */
#include "formats/mime.h"

#include "formats/format.h"

static unsigned bid(const struct ls_probe *probe)
{
    struct ls_mime_header_look look;
    if (probe->head_len == 0 || !ls_mime_may_begin(probe->head, probe->head_len))
        return 0;
    ls_mime_look_at_header(probe->head, probe->head_len, &look);
    bool page = look.related && look.mime && !look.sent && !look.postmark;
    return page && (look.saved || look.mail <= 1) && look.known >= 2 ? 42 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_mime_run(job, 0, LS_SIZE_UNKNOWN);
}

const struct ls_format ls_format_mhtml = {
    .name = "mhtml",
    .what = "saved web page (MHTML)",
    .access = LS_ACCESS_STREAM,
    .bid = bid,
    .run = run,
};
