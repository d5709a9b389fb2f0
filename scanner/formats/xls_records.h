/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records of an Excel workbook up to 2003 ([MS-XLS] 2.1.4), and the strings in them (2.5).
 *
 *   type (2 bytes)  size (2 bytes)  content        CONTINUE goes on with the record before it
 *
 * What is read past the end of a record goes on in the CONTINUE behind it, and fails when there is
 * none: like a cursor, that takes nothing, gives zeros, and sets `failed`, which stays until the
 * next record. In the middle of a string a CONTINUE begins with the width of what follows.
 *
 * One thread at a time; the blob can be read at random.
 */
#ifndef LS_FORMATS_XLS_RECORDS_H
#define LS_FORMATS_XLS_RECORDS_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/place.h"
#include "decode/charset.h"
#include "decode/map.h"
#include "formats/format.h"

enum {
    LS_XLS_TEXT_MAX = 512 << 10, /* bytes of one string: 65,535 characters have fewer */
    LS_XLS_CONTINUE = 0x3C,
};

struct ls_xls_records {
    struct ls_format_job *job;
    struct ls_blob *blob;
    uint8_t *window;
    uint64_t from; /* bytes [from, from + n) of the blob are in it */
    size_t n;
    uint64_t furthest; /* byte of the blob that was read */

    unsigned type;     /* of the record at hand */
    uint64_t start;    /* where it begins */
    const uint8_t *at; /* what is left of it, up to the next CONTINUE … */
    size_t left;
    uint64_t off;  /* … and where that stands */
    uint64_t next; /* where the next record begins */
    bool failed;
    bool truncated;          /* a record was longer than the blob */
    struct ls_result result; /* of reading the blob; told by ls_xls_next() */
};

struct ls_result ls_xls_records_init(struct ls_xls_records *records, struct ls_format_job *job,
                                     struct ls_blob *blob) LS_MUST_USE;
void ls_xls_records_fini(struct ls_xls_records *records);

/* To the next record, or none: the end of the blob. */
struct ls_result ls_xls_next(struct ls_xls_records *records, bool *any) LS_MUST_USE;

/* The next record is to be the one that begins there. */
void ls_xls_seek(struct ls_xls_records *records, uint64_t off);

/* Up to `len` bytes of the blob from `off` on, fewer at its end; until something else is read. */
struct ls_result ls_xls_peek(struct ls_xls_records *records, uint64_t off, size_t len,
                             const uint8_t **bytes, size_t *got) LS_MUST_USE;

uint8_t ls_xls_u8(struct ls_xls_records *records);
uint16_t ls_xls_u16(struct ls_xls_records *records);
uint32_t ls_xls_u32(struct ls_xls_records *records);
double ls_xls_double(struct ls_xls_records *records);
void ls_xls_skip(struct ls_xls_records *records, uint64_t len);

/* `len` bytes in one piece; NULL when a CONTINUE cuts them. Until something else is read. */
const uint8_t *ls_xls_bytes(struct ls_xls_records *records, size_t len);

/* Is there another byte of this record? Goes into the next CONTINUE. */
bool ls_xls_more(struct ls_xls_records *records);

/* A string as it was read last: UTF-8, and the way back to the bytes of the blob. */
struct ls_xls_text {
    const struct ls_charset *charset; /* of strings of bytes; NULL: those of Excel 97 and later */
    const struct ls_charset *narrow_wide[2]; /* what these are in, once it was asked for */
    struct ls_buf utf8;
    struct ls_map map;
    uint64_t off;       /* where its characters begin, */
    bool wide;          /* in UTF-16, */
    bool cut;           /* and go on elsewhere: a CONTINUE is between them */
    uint16_t runs;      /* what stands behind them: of formats, 4 bytes each, */
    uint32_t extension; /* and bytes of phonetic data */
};

void ls_xls_text_init(struct ls_xls_text *text);
void ls_xls_text_fini(struct ls_xls_text *text);
struct ls_str ls_xls_str(const struct ls_xls_text *text);

/*
 * A string with its length in front, of `size` bytes (1 or 2), flags behind that where there are
 * flags (XLUnicodeString, ShortXLUnicodeString, XLUnicodeRichExtendedString; 2.5.240, 2.5.293,
 * 2.5.294). *text is empty when the record ends too early.
 */
struct ls_result ls_xls_string(struct ls_xls_records *records, size_t size,
                               struct ls_xls_text *text) LS_MUST_USE;

/* A string whose length stood somewhere else (XLUnicodeStringNoCch, 2.5.296). */
struct ls_result ls_xls_chars(struct ls_xls_records *records, size_t n,
                              struct ls_xls_text *text) LS_MUST_USE;

/* `n` characters of UTF-16 without flags. */
struct ls_result ls_xls_units(struct ls_xls_records *records, size_t n,
                              struct ls_xls_text *text) LS_MUST_USE;

/* Bytes that stand at `off` of the blob; `charset` NULL: UTF-16, or single bytes if not `wide`. */
struct ls_result ls_xls_decode(struct ls_xls_text *text, const uint8_t *bytes, size_t len,
                               uint64_t off, bool wide) LS_MUST_USE;

#endif
