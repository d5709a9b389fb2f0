/* SPDX-License-Identifier: Apache-2.0 */
/* LZ4 (LZ4 Frame Format 1.6.3): one frame or several; not the old format of kernels. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const uint8_t magic[4] = {0x04, 0x22, 0x4D, 0x18};
    return ls_packed_has_frame(probe, magic) ? 32 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_LZ4);
}

const struct ls_format ls_format_lz4 = {
    .name = "lz4",
    .what = "LZ4 file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
