/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One operator of a content stream with its operands (ISO 32000-2, 7.8.2), read from memory:
 *
 *   /Span <</ActualText <FEFF6B8B>>> BDC      name, entries of a dictionary
 *   1 0 0 1 62.8 764.189 Tm                   numbers
 *   [(ab) -120 (c)] TJ                        items
 *
 * Only what most files are made of is understood, and that as MuPDF understands it. Whatever else
 * comes is told to be strange, and MuPDF's to read.
 */
#ifndef LS_FORMATS_PDF_OPERATOR_H
#define LS_FORMATS_PDF_OPERATOR_H

#include "base/place.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LS_PDF_NUMBERS_OF_ONE = 16,    /* operands; more are strange */
    LS_PDF_ITEMS_MAX = 256,        /* of an array */
    LS_PDF_OPERATOR_MAX = 8 << 10, /* bytes of it */
};

/* The name of an operator as a number, the first character lowest; at most three characters. */
#define LS_PDF_OP(a, b, c) ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16)

/* Of an array: a string, or where its `at` is NULL a number. */
struct ls_pdf_item {
    struct ls_str string;
    float number;
};

/* An entry of a dictionary, where it is there and of the kind it should be; else at is NULL. */
struct ls_pdf_entries {
    struct ls_str actual_text, alt, expansion; /* strings */
    struct ls_str subtype;                     /* a name */
};

/* Everything points into the bytes that were read, or into `room`. */
struct ls_pdf_operator {
    uint32_t key; /* LS_PDF_OP() */
    /* Operands, each kind in order; what is not there is not counted. */
    unsigned numbers_n, names_n, strings_n, arrays_n, dicts_n;
    float numbers[LS_PDF_NUMBERS_OF_ONE];
    struct ls_str name;   /* the last, without its slash */
    struct ls_str string; /* the last */
    struct ls_pdf_entries entries;
    struct ls_pdf_item items[LS_PDF_ITEMS_MAX];
    size_t items_n;
    bool partial; /* where it ends is known, not all of what it says */
    size_t room_n;
    char room[LS_PDF_OPERATOR_MAX]; /* strings that do not stand there as they are */
};

enum ls_pdf_reading {
    LS_PDF_READ,    /* *used: its bytes, without what follows its name */
    LS_PDF_SHORT,   /* it may go on behind the end of the bytes */
    LS_PDF_STRANGE, /* it is none of these */
};

/* Reads the operator that begins at `at`, which is no white space; `last`: nothing follows `end`.
 * Strings of a partial one may be missing. */
enum ls_pdf_reading ls_pdf_read_operator(struct ls_pdf_operator *op, const char *at,
                                         const char *end, bool last, size_t *used);

/* White space of PDF (7.2.3). */
bool ls_pdf_is_white(char c);

#endif
