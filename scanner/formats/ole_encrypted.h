/* SPDX-License-Identifier: Apache-2.0 */
/* Documents of Office 2007 and later that are encrypted as a whole ([MS-OFFCRYPTO]). */
#ifndef LS_FORMATS_OLE_ENCRYPTED_H
#define LS_FORMATS_OLE_ENCRYPTED_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_ole_encrypted;

#endif
