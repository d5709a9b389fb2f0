/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looks at the headers of a RAR archive while it goes by, for what the library that unpacks it does
 * not tell: which members are encrypted (RAR 5), whether there is an end mark, what stands behind
 * it, and whether more volumes belong to it.
 */
#ifndef LS_FORMATS_RAR_WATCH_H
#define LS_FORMATS_RAR_WATCH_H

#include "formats/libarchive_reader.h"

extern const struct ls_archive_watch ls_rar4_watch, ls_rar5_watch;

#endif
