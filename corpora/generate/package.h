/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that are ZIP archives, written down as text:
 *
 *   === [Content_Types].xml
 *   <Types/>
 *   === word/document.xml
 *   <w:document>…
 *
 * Each line "=== NAME" begins a member, which reaches to the line end before the next one.
 */
#ifndef LS_GENERATE_PACKAGE_H
#define LS_GENERATE_PACKAGE_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

/* Appends the archive; `method`: 0 stored, 8 deflated. What stands before the first member is left
 * out. */
void ls_package_zip(const char *text, size_t len, uint16_t method, struct ls_buf *out);

#endif
