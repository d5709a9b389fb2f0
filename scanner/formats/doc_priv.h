/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the reader of Word documents. Source of all structures: [MS-DOC]; of those of Word 6 and
 * 95: Microsoft's "Word 6.0 Binary File Format".
 *
 *   WordDocument   FIB | text of pieces, in any order | pages of 512 bytes: looks of runs (FKP)
 *   0Table, 1Table lists: pieces, pages, headers, names … The FIB says which table, and where in it
 *   Data           pictures and form fields inside the text
 *
 *   piece table    characters 0..n of all stories, one behind the other -> runs of bytes
 *   stories        body | footnotes | headers | macros | comments | endnotes | boxes | boxes of
 *                  headers; the FIB has their lengths
 *
 * In Word 6 and 95 the lists are in WordDocument, too, and all text is in 8-bit pieces.
 */
#ifndef LS_FORMATS_DOC_PRIV_H
#define LS_FORMATS_DOC_PRIV_H

#include "decode/charset.h"
#include "formats/cfb.h"
#include "formats/doc_fib.h"
#include "formats/format.h"
#include "formats/office_crypt.h"
#include "formats/story.h"
#include "formats/word_eq.h"

enum {
    DOC_STREAM_MAX = 128 << 20, /* bytes of a stream that are held */
    DOC_PIECES_MAX = 1 << 20,
    DOC_RUNS_MAX = 1 << 20, /* runs of which there is something to say */
    DOC_STYLES_MAX = 4096,
    DOC_PICTURES_MAX = 1 << 14,
    DOC_PRCS_MAX = 1 << 15,
    DOC_PAGE = 512,
    DOC_FIELDS_MAX = 64,   /* nested */
    DOC_FONTS_MAX = 8,     /* Wingdings */
    DOC_STRINGS_KEPT = 64, /* that are told once */
};

/* A stream, held, and where it stands in the file. */
struct doc_stream {
    struct ls_buf bytes;
    uint64_t base;  /* offset of the first of them: 0 where all of it is held */
    bool decrypted; /* no way leads back to the bytes of the file */
    struct ls_cfb_stream place;
    uint32_t entry; /* LS_CFB_NONE: there is none */
    bool open;
};

/* Characters [cp, cp_end) are the bytes of WordDocument from `fc` on. */
struct doc_piece {
    uint32_t cp, cp_end, fc;
    uint16_t prm; /* 2.9.214 */
    bool wide;    /* UTF-16 */
};

/* What sprms say, as far as it counts here. */
enum { DOC_UNSET = 0xFF };
struct doc_props {
    uint8_t deleted; /* 0, 1; DOC_UNSET */
    uint8_t vanish;  /* 0, 1, 0x80: as the style has it, 0x81: the contrary; DOC_UNSET */
    bool row_end, inner_cell, inner_row;
    bool has_style, has_symbol, has_picture;
    uint16_t style;
    uint16_t symbol_font, symbol;
    uint32_t picture; /* offset in Data */
};

/* A run of bytes of WordDocument whose look is worth a word. */
enum {
    DOC_RUN_DELETED = 1,
    DOC_RUN_HIDDEN = 2,   /* by itself */
    DOC_RUN_SHOWN = 4,    /* by itself, whatever its style says */
    DOC_RUN_CONTRARY = 8, /* to its style */
    DOC_RUN_STYLE_HIDDEN = 16,
    DOC_RUN_SYMBOL = 32,
    DOC_RUN_ROW_END = 64,
    DOC_RUN_INNER_CELL = 128,
    DOC_RUN_INNER_ROW = 256,
};
struct doc_run {
    uint32_t lo, hi;
    uint16_t flags;
    uint16_t symbol_font, symbol;
};
struct doc_runs {
    LS_VEC(struct doc_run) list;
    bool unsorted;
};

/* Bytes of WordDocument that are known for what they are. */
struct doc_extent {
    uint32_t lo, hi;
};

struct doc {
    struct ls_format_job *job;
    struct ls_cfb *cfb;
    uint32_t storage;
    struct doc_stream main, table, data;
    struct doc_fib fib;
    struct ls_office_key key; /* of the streams, when `unlocked` */
    bool unlocked;
    bool glossary; /* it is that of the AutoText entries */
    LS_VEC(struct doc_piece) pieces;
    LS_VEC(struct ls_str) prcs; /* lists of sprms that pieces lead to */
    struct doc_runs characters, paragraphs;
    LS_VEC(uint32_t) pictures; /* offsets in Data */
    LS_VEC(struct doc_extent) known;
    uint8_t *styles; /* DOC_STYLES_MAX: whether one hides its text */
    uint16_t wingdings[DOC_FONTS_MAX];
    size_t wingdings_n;
    bool styles_hide;                /* any of them */
    const struct ls_charset *narrow; /* of 8-bit pieces */
    const struct ls_charset *wide;
    bool cut;       /* there were pieces that lead behind the stream … */
    bool disorder;  /* … or back to where others have been … */
    bool full;      /* … or more than are read, of pieces or pictures */
    bool data_told; /* text that stands in Data was told */
    struct ls_story *story;
    struct ls_part_info info;
    struct ls_buf text; /* what is decoded at a time, and the way back */
    struct ls_map map;
    uint64_t strings[DOC_STRINGS_KEPT]; /* hashes of those told last */
    size_t strings_n;
    /* Where the walk over the text is. */
    uint64_t fields; /* a bit for each open field: in its instruction */
    unsigned fields_n;
    bool in_field; /* something of an instruction was said */
    bool shown;    /* the character at hand is part of one, and read as text all the same */
    struct ls_word_eq eq;
    uint16_t before; /* the character before */
};

/* doc_fib.c */
bool doc_fib_read(struct doc *doc, size_t off); /* false: there is none that can be read */
/* A list of the FIB; empty: there is none where it should be. */
struct ls_str doc_list(const struct doc *doc, enum doc_list which);
const struct doc_stream *doc_lists_stream(const struct doc *doc);
/* The charset that 8-bit text of this language is in (LCID). */
const char *doc_charset_of_language(uint16_t lid);

/* doc_pieces.c: fills `pieces`; none: there is no table of pieces that could be read. */
struct ls_result doc_pieces_read(struct doc *doc) LS_MUST_USE;
/* As they were before: all text in one. */
struct ls_result doc_pieces_guess(struct doc *doc) LS_MUST_USE;
/* What a piece's own formatting says, over that of its runs. */
void doc_piece_props(const struct doc *doc, const struct doc_piece *piece, struct doc_props *props);

/* doc_crypt.c: is it encrypted with a password that everybody knows? Then it is `unlocked`. */
struct ls_result doc_unlock(struct doc *doc) LS_MUST_USE;
/* The bytes of a stream that was loaded, as they were before. */
void doc_decrypt(struct doc *doc, struct doc_stream *stream);

/* doc_sprm.c */
void doc_props_init(struct doc_props *props);
void doc_props_apply(struct doc_props *props, const uint8_t *sprms, size_t len, bool old);
void doc_props_apply_prm0(struct doc_props *props, uint16_t prm);

/* doc_looks.c */
struct ls_result doc_looks_read(struct doc *doc) LS_MUST_USE;
const struct doc_run *doc_run_at(const struct doc_runs *runs, uint32_t off, uint32_t *until);

/* doc_styles.c: which styles hide their text, and which fonts are Wingdings. */
void doc_styles_read(struct doc *doc);
void doc_fonts_read(struct doc *doc);
bool doc_is_wingdings(const struct doc *doc, uint16_t font);

/* doc_text.c */
/* Bytes of a stream as text of the story at hand. */
struct ls_result doc_say(struct doc *doc, const struct doc_stream *stream, uint64_t off,
                         uint64_t len, const struct ls_charset *charset,
                         enum ls_part aside) LS_MUST_USE;
/* A story of its own: what is said until doc_end() stands in this part. */
void doc_begin(struct doc *doc, enum ls_part part, const char *encoding);
struct ls_result doc_end(struct doc *doc) LS_MUST_USE;
/* Characters [lo, hi) of the document, as text of the story at hand. */
struct ls_result doc_walk(struct doc *doc, uint32_t lo, uint32_t hi) LS_MUST_USE;

/* doc_stories.c: all stories, each with its part. */
struct ls_result doc_stories_tell(struct doc *doc) LS_MUST_USE;
/* doc_strings.c: names, authors, variables. doc_lists.c: texts beside the numbers of lists. */
struct ls_result doc_strings_tell(struct doc *doc) LS_MUST_USE;
struct ls_result doc_lists_tell(struct doc *doc) LS_MUST_USE;
/* Whether these bytes were told before, in the part at hand; now they are. */
bool doc_string_is_known(struct doc *doc, struct ls_str string);
/* doc_shapes.c: texts in the properties of drawings; of all of them, or of one in Data. */
struct ls_result doc_drawings_tell(struct doc *doc) LS_MUST_USE;
struct ls_result doc_shape_tell(struct doc *doc, const struct doc_stream *stream, size_t off,
                                size_t end, enum ls_part art) LS_MUST_USE;

/* doc_data.c: form fields and pictures in the text. */
struct ls_result doc_data_tell(struct doc *doc) LS_MUST_USE;

/* doc_rest.c */
struct ls_result doc_know(struct doc *doc, uint64_t lo, uint64_t hi) LS_MUST_USE;
/* Text that no piece has; `part` for it. */
struct ls_result doc_rest_tell(struct doc *doc, enum ls_part part) LS_MUST_USE;

#endif
