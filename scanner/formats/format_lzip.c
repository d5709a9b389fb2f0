/* SPDX-License-Identifier: Apache-2.0 */
/* lzip (draft-diaz-lzip): one member or several. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    /* The sixth byte is the size of the dictionary: 2^12 to 2^29, less some sixteenths of it. */
    if (!ls_unpack_begins(LS_UNPACK_LZIP, probe->head, probe->head_len))
        return 0;
    unsigned log = probe->head[5] & 0x1F;
    return log >= 12 && log <= 29 ? 40 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_LZIP);
}

const struct ls_format ls_format_lzip = {
    .name = "lzip",
    .what = "lzip file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
