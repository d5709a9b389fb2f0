/* SPDX-License-Identifier: Apache-2.0 */
/* PowerPoint presentations, shows and templates of 97 to 2003 ([MS-PPT]): formats/ppt.c. */
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ole_bid(probe, "PowerPoint Document");
}

const struct ls_format ls_format_ppt = {
    .name = "ppt",
    .what = "PowerPoint presentation (97-2003)",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
