/* SPDX-License-Identifier: Apache-2.0 */
/* Macros: the text of VBA projects ([MS-OVBA]), in Word, Excel, PowerPoint and vbaProject.bin. */
#ifndef LS_FORMATS_VBA_H
#define LS_FORMATS_VBA_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_vba_reader;

#endif
