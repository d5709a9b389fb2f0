/* SPDX-License-Identifier: Apache-2.0 */
/* Hangul documents, version 5: formats/hwp.c. */
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ole_bid(probe, "BodyText");
}

const struct ls_format ls_format_hwp = {
    .name = "hwp",
    .what = "Hangul document (HWP 5)",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
