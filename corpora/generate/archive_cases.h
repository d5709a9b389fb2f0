/* SPDX-License-Identifier: Apache-2.0 */
/* The cases of the folders of corpora/ for archives and packed files. */
#ifndef LS_GENERATE_ARCHIVE_CASES_H
#define LS_GENERATE_ARCHIVE_CASES_H

#include <stddef.h>

/* Hands over each case with folder and file name: "tar/pax.tar". */
void ls_archive_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                      void *user);

#endif
