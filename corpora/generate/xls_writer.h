/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes the records of Excel workbooks up to 2003 ([MS-XLS] 2.1.4), one value after the other.
 *
 *     ls_xls_record(&w, 0x204);          LABEL
 *     ls_xls_put(&w, "222", 0, 0, 0);    row, column, style: a digit for the bytes of each
 *     ls_xls_text(&w, 2, "abc");         a string with a length of two bytes
 *
 * A record ends where the next one begins, or with ls_xls_end().
 */
#ifndef LS_GENERATE_XLS_WRITER_H
#define LS_GENERATE_XLS_WRITER_H

#include "base/buf.h"

#include <stdbool.h>

struct ls_xls_writer {
    struct ls_buf out; /* NOT freed by the writer's functions */
    size_t record;     /* where the one at hand begins; SIZE_MAX: none is open */
    bool bytes;        /* strings are bytes, as before Excel 97 */
};

void ls_xls_writer_init(struct ls_xls_writer *w);
void ls_xls_record(struct ls_xls_writer *w, unsigned type);
void ls_xls_end(struct ls_xls_writer *w);

/* Numbers of so many bytes each ('1', '2', '4', '8'); they are given as uint64_t or int. */
void ls_xls_put(struct ls_xls_writer *w, const char *sizes, ...);
void ls_xls_double_put(struct ls_xls_writer *w, double number);
void ls_xls_bytes_put(struct ls_xls_writer *w, const void *bytes, size_t len);

/* UTF-8, as Latin-1 where that can say it, else as UTF-16; its length in `size` bytes, 0: none. */
void ls_xls_text(struct ls_xls_writer *w, size_t size, const char *text);
/* Its characters alone, as UTF-16. Returns their number. */
size_t ls_xls_units_put(struct ls_xls_writer *w, const char *text);

/* The four records that most streams have: BOF of version 8 or 5 of a kind, EOF; BOUNDSHEET. */
void ls_xls_bof(struct ls_xls_writer *w, unsigned version, unsigned kind);
void ls_xls_eof(struct ls_xls_writer *w);

/* A sheet in the list; *patch is for ls_xls_sheet_here(), when its BOF comes. */
void ls_xls_sheet(struct ls_xls_writer *w, const char *name, unsigned state, size_t *patch);
void ls_xls_sheet_here(struct ls_xls_writer *w, size_t patch);

#endif
