/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that the Object Packager put into a compound file: the stream \1Ole10Native ([MS-OLEDS]
 * 2.3.6) of an object, with the bytes of formats/ole1.h in it. The file becomes a child, under the
 * name it had.
 */
#ifndef LS_FORMATS_OLE_PACKAGE_H
#define LS_FORMATS_OLE_PACKAGE_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_ole_package;

#endif
