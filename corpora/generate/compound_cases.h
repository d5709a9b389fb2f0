/* SPDX-License-Identifier: Apache-2.0 */
/* The documents of corpora/ that are compound files and that LibreOffice cannot write. */
#ifndef LS_GENERATE_COMPOUND_CASES_H
#define LS_GENERATE_COMPOUND_CASES_H

#include <stddef.h>

/* Hands over each with its name, "ppt/everywhere.ppt". */
void ls_compound_cases(void (*take)(void *user, const char *name, const void *bytes, size_t len),
                       void *user);

#endif
