/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder as a unit shares it: Office documents old and new, PDF, mail with attachments, archives,
 * pictures, plain text in several encodings, at the sizes they have in life. For measurements: how
 * long does it take to read all of that, and which of the marks in it are found?
 *
 *   plan (share.c) --how long, with a mark, with pictures--> content (content.c)
 *                                                               |
 *                          one writer for each kind of file <---+     writer(brief) -> bytes
 *
 * All is invented, and the same again for the same seed. A program that generates ends when there
 * is no memory. One thread at a time.
 */
#ifndef LS_GENERATE_SHARE_H
#define LS_GENERATE_SHARE_H

#include "base/buf.h"
#include "rules/reftext.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LS_SHARE_BYTES_MAX = 1 << 28 }; /* of one file */

struct ls_share {
    uint64_t rng;
    struct ls_reftext *prose;
};

void ls_share_init(struct ls_share *share, uint64_t seed);
void ls_share_fini(struct ls_share *share);

/* What a file is to hold. */
struct ls_share_brief {
    size_t bytes;     /* of text, in UTF-8 */
    size_t pictures;  /* bytes of pictures, in documents that can hold any */
    const char *mark; /* one line or cell with this in it; NULL: none */
};

/* A number in [min, max], the smaller the likelier: as sizes of files are. */
size_t ls_share_size(struct ls_share *share, size_t min, size_t max);
uint32_t ls_share_below(struct ls_share *share, uint32_t n);

/* Lines of UTF-8, paragraphs or rows of cells with tabs; a NUL stands behind them. */
void ls_share_prose(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out);
void ls_share_table(struct ls_share *share, const struct ls_share_brief *brief, struct ls_buf *out);

/* Bytes that look like a JPEG picture: its head, what cannot be packed, its end. */
void ls_share_picture(struct ls_share *share, size_t bytes, struct ls_buf *out);

/* The next line of a text that ends in NUL, without its line feed; false at its end. */
bool ls_share_line(const char **at, const char **line, size_t *len);
/* The next cell of such a line. */
bool ls_share_cell(const char **at, const char *end, const char **cell, size_t *len);

/* The next character of text[0..len), UTF-8; returns the bytes taken. */
size_t ls_share_char(const char *text, size_t len, uint32_t *cp);

typedef void ls_share_writer(struct ls_share *share, const struct ls_share_brief *brief,
                             struct ls_buf *out);

/* Append a file each. */
ls_share_writer ls_share_docx, ls_share_xlsx, ls_share_pptx, ls_share_odt, ls_share_ods;
ls_share_writer ls_share_doc, ls_share_xls, ls_share_ppt, ls_share_msg;
ls_share_writer ls_share_pdf, ls_share_rtf, ls_share_jpg;
ls_share_writer ls_share_txt, ls_share_csv, ls_share_html;
ls_share_writer ls_share_eml, ls_share_attached, ls_share_mbox, ls_share_zip, ls_share_7z;

/*
 * Fills `folder`, which is made, with a share of about `percent` hundredths of 400 MB; a line for
 * each file (path, kind, its mark or "-", with tabs between) goes to `labels`. False: errno says
 * why.
 */
bool ls_share_tree(const char *folder, uint64_t seed, unsigned percent, const char *labels);

/*
 * Writes an image of a disk of `bytes` bytes: texts, files of a share and random bytes at sectors
 * of 4096 bytes, and a quarter of it nothing at all (holes where the file system can have them).
 */
bool ls_share_image(const char *path, uint64_t seed, uint64_t bytes);

#endif
