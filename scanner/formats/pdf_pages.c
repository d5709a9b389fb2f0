/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pdf_content.h"
#include "formats/pdf_filter.h"

#include "base/alloc.h"
#include "base/reason.h"

enum {
    FAILURES_MAX = 64, /* pages in a row that cannot be had: there are no more */
    REFS_MAX = 256,    /* of a page that make out what it is */
};

/* ---- pages that something is the matter with ------------------------------------------------ */

static struct ls_result add_page(struct ls_pdf_pages *pages, uint32_t page)
{
    size_t n = pages->at.n;
    if (n && pages->at.at[n - 1] == page)
        return ls_ok();
    pages->n++;
    if (n && pages->at.at[n - 1] + 1 == page) {
        pages->at.at[n - 1] = page;
        return ls_ok();
    }
    if (n == pages->at.limit) /* "and more" */
        return ls_ok();
    LS_TRY(LS_VEC_RESERVE(&pages->at, 2));
    pages->at.at[pages->at.n++] = page;
    pages->at.at[pages->at.n++] = page;
    return ls_ok();
}

static struct ls_result say_pages(struct ls_buf *out, const struct ls_pdf_pages *pages)
{
    size_t listed = 0;
    LS_TRY(ls_buf_printf(out, pages->n == 1 ? "page " : "pages "));
    for (size_t i = 0; i < pages->at.n; i += 2) {
        uint32_t from = pages->at.at[i], to = pages->at.at[i + 1];
        LS_TRY(ls_buf_printf(out, from == to ? "%s%u" : "%s%u-%u", i ? ", " : "", from, to));
        listed += to - from + 1;
    }
    return listed < pages->n ? ls_buf_str(out, " and more") : ls_buf_add(out, "", 0);
}

static struct ls_result tell_pages(struct ls_pdf *pdf, const struct ls_pdf_pages *pages,
                                   const char *reason, const char *what)
{
    struct ls_buf detail = {.limit = 1024};
    if (pages->n == 0 || pdf->earlier)
        return ls_ok();
    struct ls_result r = ls_buf_printf(&detail, "%s", what);
    if (!ls_failed(r))
        r = say_pages(&detail, pages);
    if (!ls_failed(r))
        r = ls_buf_char(&detail, '\0');
    if (!ls_failed(r))
        r = ls_emit_gap(pdf->job, (struct ls_str){NULL, 0}, reason, detail.at);
    LS_VEC_FINI(&detail);
    return r;
}

static struct ls_result tell_all_pages(struct ls_pdf *pdf)
{
    LS_TRY(tell_pages(pdf, &pdf->image_only, LS_REASON_IMAGE_ONLY, ""));
    LS_TRY(tell_pages(pdf, &pdf->unmapped, LS_REASON_UNSUPPORTED, "fonts without characters, "));
    LS_TRY(tell_pages(pdf, &pdf->too_large, LS_REASON_MEMORY_LIMIT, ""));
    return tell_pages(pdf, &pdf->broken, LS_REASON_MALFORMED, "not fully read: ");
}

/* ---- one page ------------------------------------------------------------------------------- */

/* The page at hand. Its objects are the document's. */
struct page {
    int index;
    uint32_t number;
    pdf_obj *object;
    bool known; /* a later version has it */
};

static uint64_t add_refs(struct ls_pdf *pdf, uint64_t hash, pdf_obj *object)
{
    fz_context *ctx = pdf->ctx;
    int n = pdf_is_array(ctx, object)  ? pdf_array_len(ctx, object)
            : pdf_is_dict(ctx, object) ? pdf_dict_len(ctx, object)
                                       : 0;
    if (pdf_is_indirect(ctx, object))
        hash = ls_pdf_hash_word(hash, ls_pdf_identity(pdf, pdf_to_num(ctx, object)));
    for (int i = 0; i < n && i < REFS_MAX; i++) {
        pdf_obj *item = pdf_is_array(ctx, object) ? pdf_array_get(ctx, object, i)
                                                  : pdf_dict_get_val(ctx, object, i);
        if (pdf_is_indirect(ctx, item))
            hash = ls_pdf_hash_word(hash, ls_pdf_identity(pdf, pdf_to_num(ctx, item)));
    }
    return hash;
}

/* Whether a later version has the page with all that it is made of. */
static bool is_known(struct ls_pdf *pdf, pdf_obj *page, int number)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *resources = pdf_dict_get_inheritable(ctx, page, PDF_NAME(Resources));
    bool news;
    if (!pdf->known)
        return false;
    uint64_t hash = ls_pdf_hash_word(LS_PDF_HASH_START, ls_pdf_identity(pdf, number));
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
    hash = add_refs(pdf, hash, resources);
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, resources, PDF_NAME(XObject)));
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, page, PDF_NAME(Annots)));
    ls_pdf_must(pdf, ls_pdf_known_add(pdf->known, hash, &news));
    return !news;
}

static void find_page(struct ls_pdf *pdf, void *arg)
{
    struct page *page = arg;
    page->object = NULL;
    page->object = pdf_lookup_page_obj(pdf->ctx, pdf->doc, page->index);
    int number = pdf_is_indirect(pdf->ctx, page->object)
                     ? pdf_to_num(pdf->ctx, page->object)
                     : pdf_obj_parent_num(pdf->ctx, page->object);
    page->known = is_known(pdf, page->object, number);
    ls_pdf_see_number(pdf, number);
}

static void draw_page(struct ls_pdf *pdf, void *arg)
{
    const struct page *page = arg;
    fz_context *ctx = pdf->ctx;
    pdf_obj *resources = pdf_dict_get_inheritable(ctx, page->object, PDF_NAME(Resources));
    ls_pdf_draw(pdf, resources, pdf_dict_get(ctx, page->object, PDF_NAME(Contents)));
}

static void walk_page(struct ls_pdf *pdf, void *arg)
{
    const struct page *page = arg;
    ls_pdf_walk(pdf, page->object, page->number, LS_PART_NONE);
}

/* The annotation of a page at an index. */
struct annot {
    const struct page *page;
    int index, n;
};

static void count_annots(struct ls_pdf *pdf, void *arg)
{
    struct annot *annot = arg;
    annot->n =
        pdf_array_len(pdf->ctx, pdf_dict_get(pdf->ctx, annot->page->object, PDF_NAME(Annots)));
}

static void read_annot(struct ls_pdf *pdf, void *arg)
{
    const struct annot *annot = arg;
    pdf_obj *all = pdf_dict_get(pdf->ctx, annot->page->object, PDF_NAME(Annots));
    ls_pdf_read_annot(pdf, pdf_array_get(pdf->ctx, all, annot->index), annot->page->number);
}

/* Tells what has been drawn, then what the page shows and has not been told yet. */
static struct ls_result tell_both(struct ls_pdf *pdf, struct page *page, enum ls_part usual)
{
    struct ls_pdf_filter filter;
    struct ls_format_job before = pdf->drawn;
    uint32_t chars = pdf->content->chars, unmapped = pdf->content->unmapped;
    ls_pdf_filter_init(&filter, &before);
    pdf->drawn = filter.job;
    struct ls_result r = ls_pdf_content_emit(pdf);
    if (!ls_failed(r)) {
        ls_pdf_filter_begin(&filter, LS_PART_NONE);
        ls_pdf_content_begin(pdf, usual, page->number);
        pdf->content->as_shown = true;
        r = ls_pdf_try(pdf, draw_page, page);
        pdf->content->as_shown = false;
    }
    if (!ls_failed(r))
        r = ls_pdf_content_emit(pdf);
    pdf->drawn = before;
    pdf->content->chars = chars;
    pdf->content->unmapped = unmapped;
    ls_pdf_filter_fini(&filter);
    return r;
}

/* Draws it and tells what it says; *lost: not all of it could be read. */
static struct ls_result draw_and_tell(struct ls_pdf *pdf, struct page *page, enum ls_part usual,
                                      bool *lost)
{
    struct ls_pdf_content *content = pdf->content;
    (void)ls_pdf_lost_data(pdf);
    ls_pdf_content_begin(pdf, usual, page->number);
    struct ls_result r = ls_pdf_guard(pdf, draw_page, page);
    *lost = ls_failed(r) || content->lost || ls_pdf_lost_data(pdf);
    if (ls_failed(r) && (r.reach != LS_BAD || r.code != LS_E_MALFORMED))
        return r;
    bool both = content->differs && (content->other_shown || !content->other_said);
    return both ? tell_both(pdf, page, usual) : ls_pdf_content_emit(pdf);
}

static struct ls_result judge_page(struct ls_pdf *pdf, uint32_t number, bool lost)
{
    const struct ls_pdf_content *content = pdf->content;
    if (content->chars == 0 && content->has_image)
        LS_TRY(add_page(&pdf->image_only, number));
    if (content->unmapped >= 8 && content->unmapped > content->chars / 10)
        LS_TRY(add_page(&pdf->unmapped, number));
    if (pdf->memory_lost)
        LS_TRY(add_page(&pdf->too_large, number));
    else if (lost)
        LS_TRY(add_page(&pdf->broken, number));
    pdf->memory_lost = false;
    return ls_ok();
}

static struct ls_result read_page(struct ls_pdf *pdf, struct page *page)
{
    bool lost;
    struct annot annot = {.page = page};
    LS_TRY(draw_and_tell(pdf, page, LS_PART_BODY, &lost));
    LS_TRY(judge_page(pdf, page->number, lost));
    LS_TRY(ls_pdf_try(pdf, count_annots, &annot));
    for (; annot.index < annot.n; annot.index++) {
        LS_TRY(ls_charge(pdf->job, 0, 0));
        LS_TRY(ls_pdf_try(pdf, read_annot, &annot));
    }
    return ls_pdf_try(pdf, walk_page, page);
}

/* A page that no list of pages names. */
void ls_pdf_draw_stray(struct ls_pdf *pdf, pdf_obj *object)
{
    fz_context *ctx = pdf->ctx;
    bool is_page = pdf_name_eq(ctx, pdf_dict_get(ctx, object, PDF_NAME(Type)), PDF_NAME(Page));
    pdf_obj *resources = is_page ? pdf_dict_get_inheritable(ctx, object, PDF_NAME(Resources))
                                 : pdf_xobject_resources(ctx, object);
    ls_pdf_content_begin(pdf, LS_PART_HIDDEN, 0);
    ls_pdf_draw(pdf, resources, is_page ? pdf_dict_get(ctx, object, PDF_NAME(Contents)) : object);
    ls_pdf_must(pdf, ls_pdf_content_emit(pdf));
}

/* ---- all pages ------------------------------------------------------------------------------ */

static void count_pages(struct ls_pdf *pdf, void *arg)
{
    int *n = arg;
    *n = pdf_count_pages(pdf->ctx, pdf->doc);
    pdf_load_page_tree(pdf->ctx, pdf->doc); /* finds the n-th page at once */
}

struct ls_result ls_pdf_read_pages(struct ls_pdf *pdf)
{
    struct page page = {.index = 0};
    int n = 0, failures = 0;
    LS_TRY(ls_pdf_try(pdf, count_pages, &n));
    for (; page.index < n && failures < FAILURES_MAX; page.index++) {
        page.number = (uint32_t)page.index + 1;
        LS_TRY(ls_charge(pdf->job, 0, 0));
        struct ls_result r = ls_pdf_guard(pdf, find_page, &page);
        if (ls_failed(r) && (r.reach != LS_BAD || r.code != LS_E_MALFORMED))
            return r;
        failures = ls_failed(r) ? failures + 1 : 0;
        if (ls_failed(r))
            LS_TRY(add_page(&pdf->broken, page.number));
        else if (!page.known)
            LS_TRY(read_page(pdf, &page));
    }
    if (n <= 0 && !pdf->earlier)
        LS_TRY(ls_emit_gap(pdf->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                           "no pages were found"));
    return tell_all_pages(pdf);
}
