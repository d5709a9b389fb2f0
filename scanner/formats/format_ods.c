/* SPDX-License-Identifier: Apache-2.0 */
/* Spreadsheets and their templates (ODF 1.3). */
#include "formats/odf.h"

static unsigned bid(const struct ls_probe *probe)
{
    static const char *const kinds[] = {"spreadsheet", "calc", NULL};
    return ls_odf_bid(probe, kinds, false);
}

const struct ls_format ls_format_ods = {
    .name = "ods",
    .what = "OpenDocument spreadsheet",
    .access = LS_ACCESS_RANDOM,
    .bid = bid,
    .run = ls_odf_run,
};
