/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary workbooks, xlsb ([MS-XLSB]): packages as xlsx, but workbook, sheets, strings and comments
 * are records (2.1.4) and not XML. Their other binary parts are children.
 */
#ifndef LS_FORMATS_XLSB_H
#define LS_FORMATS_XLSB_H

#include "formats/xlsx.h"

/* Reads a part of records; *taken is false when it is none, or of a kind that is not read here. */
struct ls_result ls_xlsb_read(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                              bool *taken) LS_MUST_USE;

#endif
