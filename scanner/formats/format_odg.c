/* SPDX-License-Identifier: Apache-2.0 */
/* Drawings, charts, formulas, images and databases (ODF 1.3). */
#include "formats/odf.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const char *const kinds[] = {"graphics", "chart", "formula", "image", "database",
                                        "base",     "draw",  "math",    NULL};
    return ls_odf_bid(probe, kinds, false);
}

const struct ls_format ls_format_odg = {
    .name = "odg",
    .what = "OpenDocument drawing, chart, formula, image or database",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = ls_odf_run,
};
