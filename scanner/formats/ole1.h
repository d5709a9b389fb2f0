/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects as OLE 1 stores them ([MS-OLEDS] 2.2): in RTF, and in the streams of some older files.
 *
 *   version, 2, "Package", topic, item, size, native data, presentation …
 *                                              |
 *                                              2, "a.txt", "C:\a.txt", 3, "C:\TEMP\a.txt", size, …
 *
 * Pure functions over the first bytes; what they give points into these.
 */
#ifndef LS_FORMATS_OLE1_H
#define LS_FORMATS_OLE1_H

#include "base/place.h"

enum { LS_OLE1_NAME_MAX = 1024 }; /* bytes of each name; longer ones are none */

struct ls_ole1 {
    bool linked;
    struct ls_str class_name, topic, item; /* 8-bit */
    size_t native_off;                     /* of the embedded data … */
    uint32_t native_len;                   /* … and its length; linked: what follows, and 0 */
};

/* False: these are not its first bytes, or not enough of them. */
bool ls_ole1_read(const void *bytes, size_t len, struct ls_ole1 *object);

/* What the Object Packager made of a file: native data of the class Package. */
struct ls_ole1_package {
    struct ls_str label, path; /* 8-bit */
    size_t data_off;           /* of the file … */
    uint32_t data_len;
};

/* False: it is none, or holds no file but its name only. */
bool ls_ole1_package_read(const void *bytes, size_t len, struct ls_ole1_package *package);

#endif
