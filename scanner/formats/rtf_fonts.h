/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the bytes of an RTF document are in: the charset of the font at hand, else of the document.
 *
 *   \ansi \ansicpg936 … {\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}}
 *   \f1 \'bb\'fa  GB18030      \f0 \'e9  windows-1252, but \f0 \'bb\'fa may well be GB18030
 *
 * One thread at a time.
 */
#ifndef LS_FORMATS_RTF_FONTS_H
#define LS_FORMATS_RTF_FONTS_H

#include "base/buf.h"
#include "decode/charset.h"

enum {
    LS_RTF_FONTS_MAX = 16 << 10, /* of a document; what is beyond is in the document's charset */
    LS_RTF_FONT_NONE = -1,       /* that of \deff */
};

/* What some bytes are said to be. */
struct ls_rtf_charset {
    const struct ls_charset *said;
    const struct ls_charset *other; /* of two bytes, if they fit there: NULL: none */
    bool guess;                     /* nobody really said so */
};

struct ls_rtf_font {
    int32_t id;
    const struct ls_charset *said; /* NULL: nothing was, or nothing that is known */
    bool named;                    /* by a code page */
    bool special;                  /* a charset other than that of Western or any text */
};

struct ls_rtf_fonts {
    LS_VEC(struct ls_rtf_font) at;      /* ascending */
    const struct ls_charset *code_page; /* of the document, by \ansicpg; NULL: nothing was said */
    const struct ls_charset *latin;     /* of a document that says nothing */
    const struct ls_charset *kind;      /* by \ansi \mac \pc \pca */
    int32_t standard;                   /* \deff */
    int32_t open;                       /* the font that is being defined */
};

void ls_rtf_fonts_init(struct ls_rtf_fonts *fonts);
void ls_rtf_fonts_fini(struct ls_rtf_fonts *fonts);

/* Font `id` is being defined; its charset or code page. */
struct ls_result ls_rtf_fonts_define(struct ls_rtf_fonts *fonts, int32_t id) LS_MUST_USE;
void ls_rtf_fonts_set_charset(struct ls_rtf_fonts *fonts, int32_t charset);
void ls_rtf_fonts_set_code_page(struct ls_rtf_fonts *fonts, int32_t code_page);

/* \ansicpg, and \ansi and its kind, as code pages. */
void ls_rtf_fonts_set_document(struct ls_rtf_fonts *fonts, int32_t code_page);
void ls_rtf_fonts_set_kind(struct ls_rtf_fonts *fonts, int32_t code_page);

/* The charset of bytes in a font; `wide`: the font of double-byte characters beside it. */
struct ls_rtf_charset ls_rtf_fonts_charset(const struct ls_rtf_fonts *fonts, int32_t font,
                                           int32_t wide);

/* The document's. */
const struct ls_charset *ls_rtf_fonts_document(const struct ls_rtf_fonts *fonts);

/* Whether it has characters of two bytes. */
bool ls_rtf_is_wide(const struct ls_charset *charset);

#endif
