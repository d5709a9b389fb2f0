/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pdf_page.h"
#include "formats/pdf_filter.h"

/*
 * A tree with fewer pages than it says leaves the end of MuPDF's list of pages unwritten: as zeros,
 * these are pages that cannot be found.
 */
void ls_pdf_count_pages(struct ls_pdf *pdf, int *n)
{
    fz_context *ctx = pdf->ctx;
    *n = pdf_count_pages(ctx, pdf->doc);
    ls_pdf_heap_zero(pdf, true);
    fz_try(ctx)
    {
        pdf_load_page_tree(ctx, pdf->doc); /* finds the n-th page at once */
    }
    fz_always(ctx)
    {
        ls_pdf_heap_zero(pdf, false);
    }
    fz_catch(ctx)
    {
        fz_rethrow(ctx);
    }
}

int ls_pdf_find_page(struct ls_pdf *pdf, struct ls_pdf_page *page)
{
    page->object = NULL;
    page->object = pdf_lookup_page_obj(pdf->ctx, pdf->doc, page->index);
    return pdf_is_indirect(pdf->ctx, page->object) ? pdf_to_num(pdf->ctx, page->object)
                                                   : pdf_obj_parent_num(pdf->ctx, page->object);
}

static void draw(struct ls_pdf *pdf, void *arg)
{
    const struct ls_pdf_page *page = arg;
    fz_context *ctx = pdf->ctx;
    pdf_obj *resources = pdf_dict_get_inheritable(ctx, page->object, PDF_NAME(Resources));
    ls_pdf_draw(pdf, resources, pdf_dict_get(ctx, page->object, PDF_NAME(Contents)));
}

/* Tells what has been drawn, then what the page shows and has not been told yet. */
static struct ls_result tell_both(struct ls_pdf *pdf, struct ls_pdf_page *page)
{
    struct ls_pdf_filter filter;
    struct ls_format_job before = pdf->drawn;
    struct ls_pdf_count count = pdf->content->count;
    ls_pdf_filter_init(&filter, &before);
    pdf->drawn = filter.job;
    struct ls_result r = ls_pdf_content_emit(pdf);
    if (!ls_failed(r)) {
        ls_pdf_filter_begin(&filter, LS_PART_NONE);
        ls_pdf_content_begin(pdf, LS_PART_BODY, page->number);
        pdf->content->as_shown = true;
        r = ls_pdf_try(pdf, draw, page);
        pdf->content->as_shown = false;
    }
    if (!ls_failed(r))
        r = ls_pdf_content_emit(pdf);
    pdf->drawn = before;
    pdf->content->count = count;
    ls_pdf_filter_fini(&filter);
    return r;
}

struct ls_result ls_pdf_draw_page(struct ls_pdf *pdf, struct ls_pdf_page *page, bool *lost)
{
    struct ls_pdf_content *content = pdf->content;
    (void)ls_pdf_lost_data(pdf);
    ls_pdf_content_begin(pdf, LS_PART_BODY, page->number);
    struct ls_result r = ls_pdf_guard(pdf, draw, page);
    *lost = ls_failed(r) || content->lost || ls_pdf_lost_data(pdf);
    if (ls_failed(r) && (r.reach != LS_BAD || r.code != LS_E_MALFORMED))
        return r;
    bool both = content->differs && (content->other_shown || !content->other_said);
    return both ? tell_both(pdf, page) : ls_pdf_content_emit(pdf);
}
