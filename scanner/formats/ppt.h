/* SPDX-License-Identifier: Apache-2.0 */
/* PowerPoint presentations, 97 to 2003 ([MS-PPT]), and those that WPS calls .dps. */
#ifndef LS_FORMATS_PPT_H
#define LS_FORMATS_PPT_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_ppt_reader;

#endif
