/* SPDX-License-Identifier: Apache-2.0 */
/* The ZIP archives of corpora/zip/, and small hostile ones that fuzzing starts from. */
#ifndef LS_GENERATE_ZIP_CASES_H
#define LS_GENERATE_ZIP_CASES_H

#include <stddef.h>

/* Hands over each archive with its file name. */
void ls_zip_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                  void *user);

#endif
