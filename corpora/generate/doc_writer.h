/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes Word documents ([MS-DOC]), as small as they may be, with the things that no free program
 * writes: 8-bit pieces beside UTF-16, what was saved quickly, old versions.
 *
 *     static const struct ls_doc_run runs[] = {{LS_DOC_BODY, "text\r", 0}};
 *     struct ls_doc_spec spec = {.runs = runs, .runs_n = 1};
 *     ls_doc_write(&spec, &out);
 */
#ifndef LS_GENERATE_DOC_WRITER_H
#define LS_GENERATE_DOC_WRITER_H

#include "generate/cfb_writer.h"

/* Stories; runs come in this order. */
enum ls_doc_story {
    LS_DOC_BODY,
    LS_DOC_FOOTNOTE,
    LS_DOC_HEADER,
    LS_DOC_FOOTER,
    LS_DOC_COMMENT,
    LS_DOC_ENDNOTE,
    LS_DOC_BOX,
    LS_DOC_NO_STORY, /* characters behind those of all stories */
    LS_DOC_STORIES_N,
};

enum ls_doc_look {
    LS_DOC_NARROW = 1, /* bytes as they are, in an 8-bit piece */
    LS_DOC_DELETED = 2,
    LS_DOC_HIDDEN = 4,
    LS_DOC_HIDDEN_STYLE = 8,  /* by the style of its paragraph */
    LS_DOC_HIDDEN_PIECE = 16, /* by what its piece says */
    LS_DOC_SHOWN = 32,        /* whatever its style says */
    LS_DOC_ROW_END = 64,
    LS_DOC_STAR = 128,    /* a star of the font Wingdings */
    LS_DOC_FORM = 256,    /* the character leads to the form field */
    LS_DOC_PICTURE = 512, /* … to the picture */
    LS_DOC_GONE = 1024,   /* bytes that no piece has */
};

struct ls_doc_run {
    enum ls_doc_story story;
    const char *text; /* UTF-8, with the marks of Word: \r ends a paragraph, \a a cell */
    unsigned look;
};

struct ls_doc_spec {
    const struct ls_doc_run *runs;
    size_t runs_n;
    bool old;         /* Word 95: `text` is bytes in the charset of `lid` */
    unsigned lid;     /* 0: Chinese */
    unsigned flags;   /* of the FIB, beside those that must be */
    bool other_table; /* the lists are in the table that the FIB does not name */
    bool no_table;
    bool backwards; /* behind the last piece there is one that ends before it begins */
    uint32_t again; /* behind all pieces, so many times the document's first character as one */
    const char *bookmark, *title, *author, *variable, *picture_text, *form_help;
    const char *word_art, *shape_name;  /* in the headers */
    const char *list, *list_override;   /* around the number of its first level */
    const struct ls_doc_spec *glossary; /* AutoText entries */
};

/* The streams of a document, in a storage of a compound file. */
void ls_doc_streams(const struct ls_doc_spec *spec, struct ls_cfb_writer *file, uint32_t storage);

/* A file. */
void ls_doc_write(const struct ls_doc_spec *spec, struct ls_buf *out);

#endif
