/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One page, and pages that are read ahead by threads that help (formats/help.h).
 *
 * Only what a page draws is read ahead: nothing of it depends on other pages. Annotations, which
 * pages may share, what earlier versions have, and all words about pages that could not be read are
 * the matter of the document itself. A page of which something is the matter is left to it as well,
 * so what is said of it does not depend on who had met a broken font before.
 */
#ifndef LS_FORMATS_PDF_PAGE_H
#define LS_FORMATS_PDF_PAGE_H

#include "formats/pdf_content.h"
#include "formats/record.h"

/* The page at hand. Its objects are the document's. */
struct ls_pdf_page {
    int index;
    uint32_t number;
    pdf_obj *object;
};

/* pdf_heap.c. The heap of a document; false: no memory. */
bool ls_pdf_heap_new(struct ls_pdf *pdf, fz_alloc_context *allocator) LS_MUST_USE;
void ls_pdf_heap_free(struct ls_pdf_heap *heap);
/* More was asked for than there may be. */
bool ls_pdf_heap_was_full(const struct ls_pdf *pdf);
/* From now on (or no longer), what MuPDF gets is zeroed: where it reads what it has not written. */
void ls_pdf_heap_zero(struct ls_pdf *pdf, bool on);

/* pdf_open.c. This object has not been looked at. */
void ls_pdf_forget_number(struct ls_pdf *pdf, int number);

/* pdf_common.c. Once for all documents, however often it is called; any thread. */
struct ls_result ls_pdf_make_common(struct ls_pdf *pdf) LS_MUST_USE;

/* pdf_page.c. In a step, which may fail when *n is known: the pages of the document. */
void ls_pdf_count_pages(struct ls_pdf *pdf, int *n);
/* In a step: the object at page->index; returns its number, or that of what it stands in. */
int ls_pdf_find_page(struct ls_pdf *pdf, struct ls_pdf_page *page);
/* Draws it and tells what it says; *lost: not all of it could be read. */
struct ls_result ls_pdf_draw_page(struct ls_pdf *pdf, struct ls_pdf_page *page,
                                  bool *lost) LS_MUST_USE;

/* What a page draws, by a thread that helps. */
struct ls_pdf_drawn {
    struct ls_record record;
    struct ls_pdf_count count;
    bool has_image;
    enum ls_part at_part; /* where its text ends; at_page 0: there is none */
    uint32_t at_page;
    struct ls_pdf_numbers seen;
};

/* pdf_ahead.c. All of a document's pages. */
struct ls_pdf_ahead {
    struct ls_pdf *pdf;
    struct ls_blob *blob;
    uint64_t size;
    struct ls_work work;
    struct ls_help *help;
    bool repaired; /* the document was, before its first page */
};

/* Calls for help with n pages. End it in any case. */
struct ls_result ls_pdf_ahead_begin(struct ls_pdf_ahead *ahead, struct ls_pdf *pdf,
                                    int n) LS_MUST_USE;
void ls_pdf_ahead_end(struct ls_pdf_ahead *ahead);

/* The next page, from 0 on; NULL: it is to be drawn. Free it. */
struct ls_result ls_pdf_ahead_take(struct ls_pdf_ahead *ahead, int index,
                                   struct ls_pdf_drawn **drawn) LS_MUST_USE;
void ls_pdf_drawn_free(struct ls_pdf_drawn *drawn);

/* Whether the document is still what others have opened. */
bool ls_pdf_ahead_holds(const struct ls_pdf_ahead *ahead);

/* Does what ls_pdf_draw_page() would have done. */
struct ls_result ls_pdf_tell_drawn(struct ls_pdf *pdf, const struct ls_pdf_page *page,
                                   struct ls_pdf_drawn *drawn) LS_MUST_USE;

/* pdf_pages.c */
struct ls_result ls_pdf_read_pages(struct ls_pdf *pdf) LS_MUST_USE;
/* In a step: draws a page or form that no page has led to. */
void ls_pdf_draw_stray(struct ls_pdf *pdf, pdf_obj *object);

#endif
