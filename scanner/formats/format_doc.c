/* SPDX-License-Identifier: Apache-2.0 */
/* Word documents (formats/doc.c). */
#include "formats/ole.h"

static unsigned bid(const struct ls_probe *probe)
{
    return ls_ole_bid(probe, "WordDocument");
}

const struct ls_format ls_format_doc = {
    .name = "doc",
    .what = "Word document (97-2003)",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = ls_ole_run,
};
