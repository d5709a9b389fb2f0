/* SPDX-License-Identifier: Apache-2.0 */
/* Zstandard (RFC 8878): one frame or several, without a dictionary. */
#include "formats/format.h"
#include "formats/packed.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const uint8_t magic[4] = {0x28, 0xB5, 0x2F, 0xFD};
    return ls_packed_has_frame(probe, magic) ? 32 : 0;
}

static struct ls_result run(struct ls_format_job *job)
{
    return ls_packed_run(job, LS_UNPACK_ZSTD);
}

const struct ls_format ls_format_zstd = {
    .name = "zstd",
    .what = "Zstandard file",
    .access = LS_ACCESS_STREAM,
    .archive = true,
    .bid = bid,
    .run = run,
};
