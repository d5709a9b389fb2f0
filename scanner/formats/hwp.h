/* SPDX-License-Identifier: Apache-2.0 */
/* Hangul documents, version 5 (Hancom, "Hwp Document File Formats 5.0"). */
#ifndef LS_FORMATS_HWP_H
#define LS_FORMATS_HWP_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_hwp_reader;

#endif
