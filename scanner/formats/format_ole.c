/* SPDX-License-Identifier: Apache-2.0 */
/* Compound files of no kind that has a name of its own here. */
#include "formats/cfb.h"
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const uint8_t magic[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    return ls_probe_is(probe, 0, magic, sizeof magic) ? 8 * sizeof magic : 0;
}

const struct ls_format ls_format_ole = {
    .name = "ole",
    .what = "OLE compound file",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
