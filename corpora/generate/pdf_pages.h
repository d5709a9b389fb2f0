/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A PDF document of many pages, for what depends on their order or must not. Pages share fonts,
 * forms and annotations; among them are pages with a broken stream, with a font whose characters
 * break off, with pictures only, with two texts in one place, with lines and no text, and the same
 * page once more.
 */
#ifndef LS_GENERATE_PDF_PAGES_H
#define LS_GENERATE_PDF_PAGES_H

#include "base/buf.h"

#include <stdbool.h>

enum { LS_PDF_PAGES_MAX = 600 };

/* `later`: a second version of the file changes some pages and leaves out the last. */
void ls_pdf_pages_make(unsigned pages, bool later, struct ls_buf *out);

#endif
