/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2: one stream or several, each with its blocks of up to 900 kB. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_unpack_begins(LS_UNPACK_BZIP2, probe->head, probe->head_len) ? 80 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_BZIP2);
}

const struct ls_format ls_format_bzip2 = {
    .name = "bzip2",
    .what = "bzip2 file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
