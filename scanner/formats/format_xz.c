/* SPDX-License-Identifier: Apache-2.0 */
/* xz (The .xz File Format, 1.1.0): streams with padding between them. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_unpack_begins(LS_UNPACK_XZ, probe->head, probe->head_len) ? 48 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_XZ);
}

const struct ls_format ls_format_xz = {
    .name = "xz",
    .what = "xz file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
