/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which styles of a WordprocessingML document hide text: w:vanish (ECMA-376 Part 1, 17.3.2.41) in
 * them or in a style that they are based on (17.7.4.3). One thread at a time; const once read.
 */
#ifndef LS_FORMATS_OOXML_STYLES_H
#define LS_FORMATS_OOXML_STYLES_H

#include "formats/ooxml.h"

enum { LS_OOXML_STYLES_MAX = 16 << 10 }; /* further ones hide nothing */

struct ls_ooxml_style;

struct ls_ooxml_styles {
    LS_VEC(struct ls_ooxml_style) at; /* ascending by id */
    bool paragraphs_hidden;           /* those without a style */
};

void ls_ooxml_styles_init(struct ls_ooxml_styles *styles);
void ls_ooxml_styles_fini(struct ls_ooxml_styles *styles);

/* Those of part `index`; SIZE_MAX: none. What is wrong with it does not matter. */
struct ls_result ls_ooxml_styles_load(struct ls_ooxml *package, size_t index,
                                      struct ls_ooxml_styles *styles) LS_MUST_USE;

bool ls_ooxml_style_hides(const struct ls_ooxml_styles *styles, struct ls_str id);

#endif
