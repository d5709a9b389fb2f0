/* SPDX-License-Identifier: Apache-2.0 */
/* Property sets ([MS-OLEPS]): title, author, and what people call their own properties. */
#ifndef LS_FORMATS_OLE_PROPS_H
#define LS_FORMATS_OLE_PROPS_H

#include "formats/ole.h"

/* Reads all streams of a storage whose names say that they are property sets. In place. */
extern const struct ls_ole_reader ls_ole_props;

#endif
