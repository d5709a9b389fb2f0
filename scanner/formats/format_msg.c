/* SPDX-License-Identifier: Apache-2.0 */
/* Outlook messages and templates (msg, oft): see msg.c. */
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ole_bid(probe, "__properties_version1.0");
}

const struct ls_format ls_format_msg = {
    .name = "msg",
    .what = "Outlook message",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
