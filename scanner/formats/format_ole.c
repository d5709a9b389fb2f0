/* SPDX-License-Identifier: Apache-2.0 */
/* Compound files of no kind that has a name of its own here. */
#include "formats/cfb.h"
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_probe_is(probe, 0, ls_cfb_magic, sizeof ls_cfb_magic) ? 8 * sizeof ls_cfb_magic : 0;
}

const struct ls_format ls_format_ole = {
    .name = "ole",
    .what = "OLE compound file",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
