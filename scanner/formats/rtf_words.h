/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control words of RTF that matter for text (Rich Text Format Specification 1.9.1). The rest
 * says how it looks.
 */
#ifndef LS_FORMATS_RTF_WORDS_H
#define LS_FORMATS_RTF_WORDS_H

#include "base/place.h"

enum ls_rtf_act {
    /* Destinations: what the group holds from here on. */
    LS_RTF_FLOW,    /* text of its own, of a part; `arg`: enum ls_rtf_keep */
    LS_RTF_SKIP,    /* nothing for people, but for destinations in it */
    LS_RTF_NEUTRAL, /* more of what is around it */
    LS_RTF_DATA,    /* bytes in hexadecimal; `arg`: enum ls_rtf_data_kind */
    LS_RTF_FONTS,
    LS_RTF_SHAPE_NAME, /* of a property */
    LS_RTF_SHAPE_VALUE,
    LS_RTF_SHAPE, /* holds … */
    LS_RTF_SHAPE_TEXT,
    LS_RTF_SHAPE_RESULT, /* … and the same once more for older readers */
    LS_RTF_TWICE,        /* text, and then … */
    LS_RTF_UNICODE,      /* … the same in Unicode */
    LS_RTF_CLASS,        /* name of an object's program */
    LS_RTF_HTML_TAG,
    LS_RTF_LAST_DESTINATION = LS_RTF_HTML_TAG,
    /* In the text. */
    LS_RTF_CHAR,  /* `arg`: code point */
    LS_RTF_BREAK, /* `arg`: enum ls_break */
    LS_RTF_U,
    LS_RTF_UC,
    LS_RTF_BINARY,
    LS_RTF_ENDNOTE,
    /* How it looks, as far as that matters. */
    LS_RTF_FONT,
    LS_RTF_FONT_BESIDE, /* \af */
    LS_RTF_FONT_WHERE,  /* what \af and \f are for; `arg`: for double-byte characters */
    LS_RTF_VANISH,
    LS_RTF_DELETED,
    LS_RTF_PLAIN,
    /* The document. */
    LS_RTF_CHARSET,
    LS_RTF_CODE_PAGE,
    LS_RTF_DOCUMENT_CODE_PAGE,
    LS_RTF_DOCUMENT_KIND, /* `arg`: code page */
    LS_RTF_STANDARD_FONT,
    LS_RTF_FROM_HTML,
    LS_RTF_NOT_HTML,
    LS_RTF_PICTURE_TYPE, /* `arg`: enum ls_rtf_picture */
};

/* Which text of a flow is told. */
enum ls_rtf_keep {
    LS_RTF_KEEP_ALL,
    LS_RTF_KEEP_TWO,     /* of two characters and more: no bullets */
    LS_RTF_KEEP_LETTERS, /* with a letter in it */
    LS_RTF_KEEP_LINES,   /* all, and each group in it is a line */
};

enum ls_rtf_data_kind {
    LS_RTF_DATA_OTHER,
    LS_RTF_DATA_OBJECT,
    LS_RTF_DATA_PICTURE,
};

enum ls_rtf_picture {
    LS_RTF_PICTURE_UNKNOWN,
    LS_RTF_PICTURE_BMP,
    LS_RTF_PICTURE_DIB,
    LS_RTF_PICTURE_EMF,
    LS_RTF_PICTURE_JPEG,
    LS_RTF_PICTURE_PICT,
    LS_RTF_PICTURE_PNG,
    LS_RTF_PICTURE_WMF,
};

struct ls_rtf_word {
    struct ls_str name;
    enum ls_rtf_act act;
    int32_t arg;
    enum ls_part part;
};

/* NULL: not one of them. */
const struct ls_rtf_word *ls_rtf_word(struct ls_str name);

/* What a property of a shape holds ([MS-ODRAW] 2.3), by its name; LS_PART_NONE: nothing. */
enum ls_part ls_rtf_shape_part(struct ls_str name);

#endif
