/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenDocument packages (ODF 1.3 part 2) for format_odt.c, format_ods.c, format_odp.c and
 * format_odg.c, and those of OpenOffice.org 1 before them, which had other names for the same.
 *
 *   content.xml    the body          META-INF/manifest.xml   what is encrypted
 *   styles.xml     headers, masters  Object 1/content.xml    embedded documents
 *   meta.xml       properties        all else                children
 */
#ifndef LS_FORMATS_ODF_H
#define LS_FORMATS_ODF_H

#include "formats/format.h"

/* Takes a package apart. */
struct ls_result ls_odf_run(struct ls_format_job *job) LS_MUST_USE;

/*
 * How many bits speak for a package whose media type goes on with one of `kinds`, NULL at the end:
 * "text", "writer" … `rest`: takes those without a word about their kind.
 */
unsigned ls_odf_bid(const struct ls_probe *probe, const char *const *kinds, bool rest);

#endif
