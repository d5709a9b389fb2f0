/* SPDX-License-Identifier: Apache-2.0 */
/* Outlook messages in compound files ([MS-OXMSG]). */
#ifndef LS_FORMATS_MSG_H
#define LS_FORMATS_MSG_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_msg_reader;

#endif
