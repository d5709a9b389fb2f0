/* SPDX-License-Identifier: Apache-2.0 */
/* Word documents in compound files: Word 6, 95 and 97-2003, and what WPS Writer saves as .wps. */
#ifndef LS_FORMATS_DOC_H
#define LS_FORMATS_DOC_H

#include "formats/ole.h"

extern const struct ls_ole_reader ls_doc_reader;

#endif
