/* SPDX-License-Identifier: Apache-2.0 */
/* Where a linked object leads to ([MS-OLEDS] 2.3.3): the stream "\1Ole" of any storage. In place.
 */
#ifndef LS_FORMATS_OLE_LINK_H
#define LS_FORMATS_OLE_LINK_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_ole_link;

#endif
