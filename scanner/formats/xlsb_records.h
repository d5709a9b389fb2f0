/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The records of a binary workbook's part, and the strings in them ([MS-XLSB] 2.1.4, 2.5).
 */
#ifndef LS_FORMATS_XLSB_RECORDS_H
#define LS_FORMATS_XLSB_RECORDS_H

#include "base/blob.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "formats/ooxml.h"

enum { LS_XLSB_RECORD_MAX = 512 << 10 }; /* bytes of one; a larger one is passed over */

struct ls_xlsb_record {
    unsigned type;
    const uint8_t *content; /* until the next record; NULL: there is none */
    size_t len;
};

struct ls_xlsb_records {
    struct ls_format_job *job;
    struct ls_blob *blob;
    uint64_t off;    /* of the next byte of the blob */
    uint8_t *window; /* bytes [at, n) come next */
    size_t at, n;
    bool ended; /* the blob did */
    bool truncated, skipped;
};

void ls_xlsb_records_init(struct ls_xlsb_records *records, struct ls_format_job *job);
void ls_xlsb_records_fini(struct ls_xlsb_records *records);

/* To the first record of a part. */
struct ls_result ls_xlsb_rewind(struct ls_xlsb_records *records, struct ls_ooxml *package,
                                const struct ls_ooxml_part *part) LS_MUST_USE;

struct ls_result ls_xlsb_next(struct ls_xlsb_records *records,
                              struct ls_xlsb_record *record) LS_MUST_USE;

/* Where a string is decoded to. */
struct ls_xlsb_text {
    struct ls_buf utf8;
};

void ls_xlsb_text_init(struct ls_xlsb_text *text);
void ls_xlsb_text_fini(struct ls_xlsb_text *text);

/* XLWideString and XLNullableWideString (2.5.168, 2.5.166); valid until the next one. */
struct ls_result ls_xlsb_string(struct ls_xlsb_text *text, struct ls_cursor *c,
                                struct ls_str *string) LS_MUST_USE;

/* The next string in the tokens of a formula (2.5.98); at == NULL: no more, or they are unknown. */
struct ls_result ls_xlsb_literal(struct ls_xlsb_text *text, struct ls_cursor *tokens,
                                 struct ls_str *string) LS_MUST_USE;

#endif
