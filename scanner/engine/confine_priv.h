/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layers that have a file of their own. Each says whether it is in force. Private to engine/.
 */
#ifndef LS_ENGINE_CONFINE_PRIV_H
#define LS_ENGINE_CONFINE_PRIV_H

#include <stdbool.h>

/* confine_files.c; the version of Landlock that the system has, 0: none. */
bool ls_confine_files(void);
int ls_confine_files_version(void);

/* confine_calls.c; a call of the refused kind is a SIGSYS, any other one fails with EPERM. */
bool ls_confine_calls(void);

#endif
