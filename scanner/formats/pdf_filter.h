/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stands between a document and the engine, and knows what lines have gone through. First all of
 * them do; then only those that are news. White space and borders of cells do not matter.
 *
 * One thread at a time.
 */
#ifndef LS_FORMATS_PDF_FILTER_H
#define LS_FORMATS_PDF_FILTER_H

#include "base/buf.h"
#include "formats/format.h"
#include "formats/known.h"

struct ls_pdf_filter {
    struct ls_format_job job; /* what the document sees */
    struct ls_format_job *outer;
    struct ls_known known;
    bool only_news;
    enum ls_part as; /* the part of news; LS_PART_NONE: the one it is in */
    struct ls_part_info info;
    bool in_part;       /* the engine is in this part */
    struct ls_buf line; /* that may be news, with U+001F between cells */
    uint64_t hash;      /* of the line so far */
    bool has_text;
    bool memory_lost; /* by one of those who were heard */
    unsigned gaps;    /* that were not news: they are told of the first one heard only */
};

void ls_pdf_filter_init(struct ls_pdf_filter *filter, struct ls_format_job *outer);
void ls_pdf_filter_fini(struct ls_pdf_filter *filter);

/* From now on, only what is news. */
void ls_pdf_filter_begin(struct ls_pdf_filter *filter, enum ls_part as);

/* The line at hand is over. */
struct ls_result ls_pdf_filter_end_line(struct ls_pdf_filter *filter) LS_MUST_USE;

#endif
