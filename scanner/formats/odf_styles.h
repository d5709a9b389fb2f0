/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Styles that hide (ODF 1.3 part 3, 20.250 text:display, 20.396 table:display, 20.292
 * presentation:visibility), by name and family. A style hides as well when its parent does, which
 * has to be told first. One thread at a time.
 */
#ifndef LS_FORMATS_ODF_STYLES_H
#define LS_FORMATS_ODF_STYLES_H

#include "base/buf.h"
#include "formats/xml.h"

enum { LS_ODF_STYLES_MAX = 1024 }; /* hiding ones; text in further ones is taken for visible */

struct ls_odf_styles {
    LS_VEC(uint64_t) hiding; /* hash of family and name */
    uint64_t at_hand;        /* the style that is being told, or 0 */
};

void ls_odf_styles_init(struct ls_odf_styles *styles);
void ls_odf_styles_fini(struct ls_odf_styles *styles);

/* A start tag, whatever it is; an end tag. */
struct ls_result ls_odf_styles_start(struct ls_odf_styles *styles,
                                     const struct ls_xml_tag *tag) LS_MUST_USE;
void ls_odf_styles_end(struct ls_odf_styles *styles, const struct ls_xml_tag *tag);

/* `family`: "text", "paragraph", "table" or "drawing-page". */
bool ls_odf_styles_hide(const struct ls_odf_styles *styles, const char *family, struct ls_str name);

#endif
