/* SPDX-License-Identifier: Apache-2.0 */
/* Files of compress(1) of old Unix: LZW. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    /* The first code is a byte: its ninth bit is not set. */
    return ls_unpack_begins(LS_UNPACK_COMPRESS, probe->head, probe->head_len) &&
                   probe->head_len > 4 && (probe->head[4] & 1) == 0
               ? 28
               : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_COMPRESS);
}

const struct ls_format ls_format_compress = {
    .name = "compress",
    .what = "compress (.Z) file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
