/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The graphics of OFD (GB/T 33190-2016): pages (7.7), page templates, annotations (clause 15) and
 * vector graphics among the resources. What they show as text is put into lines by where it stands
 * (formats/layout.h), for writers draw single characters in any order.
 */
#ifndef LS_FORMATS_OFD_PAGE_H
#define LS_FORMATS_OFD_PAGE_H

#include "formats/package.h"

struct ls_ofd_page;

struct ls_result ls_ofd_page_new(struct ls_package *package, struct ls_ofd_page **page) LS_MUST_USE;
void ls_ofd_page_free(struct ls_ofd_page *page);

/* Reads one part with graphics. Text of annotations goes to parts of its own. */
struct ls_result ls_ofd_page_read(struct ls_ofd_page *page, size_t index, enum ls_part part,
                                  uint32_t number) LS_MUST_USE;

#endif
