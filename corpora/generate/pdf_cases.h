/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of corpora/pdf that LibreOffice does not write. */
#ifndef LS_GENERATE_PDF_CASES_H
#define LS_GENERATE_PDF_CASES_H

#include <stddef.h>

/* Hands over each case with its file name. */
void ls_pdf_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                  void *user);

#endif
