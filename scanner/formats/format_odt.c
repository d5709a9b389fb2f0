/* SPDX-License-Identifier: Apache-2.0 */
/* Text documents, their templates and masters (ODF 1.3), and packages that do not say what they
 * are. */
#include "formats/odf.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const char *const kinds[] = {"text", "writer", NULL};
    return ls_odf_bid(probe, kinds, true);
}

const struct ls_format ls_format_odt = {
    .name = "odt",
    .what = "OpenDocument text",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = ls_odf_run,
};
