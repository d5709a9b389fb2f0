/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects in documents that are nothing but a file:
 *
 *   \1Ole10Native   ([MS-OLEDS] 2.3.6) what the Object Packager made of it: the bytes of
 *                   formats/ole1.h; it becomes a child under the name it had
 *   Package         a document of Office Open XML
 *   MsoDataStore    XML that belongs to the document
 *   CONTENTS        of Acrobat: a PDF file
 *
 * The streams of the others become children as they are.
 */
#ifndef LS_FORMATS_OLE_PACKAGE_H
#define LS_FORMATS_OLE_PACKAGE_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_ole_package;

#endif
