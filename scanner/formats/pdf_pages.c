/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "base/reason.h"

enum {
    FAILURES_MAX = 64, /* pages in a row that cannot be had: there are no more */
    REFS_MAX = 256,    /* of a page that make out what it is */
    UNMAPPED_MANY =
        8, /* characters that nobody knows, if they are a tenth of the page: no bullets */
    STRANGE_MANY = 2,
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

static uint64_t add_refs(struct ls_pdf *pdf, uint64_t hash, pdf_obj *object)
{
    fz_context *ctx = pdf->ctx;
    int n = pdf_is_array(ctx, object)  ? pdf_array_len(ctx, object)
            : pdf_is_dict(ctx, object) ? pdf_dict_len(ctx, object)
                                       : 0;
    if (pdf_is_indirect(ctx, object))
        hash = ls_fnv_word(hash, ls_pdf_identity(pdf, pdf_to_num(ctx, object)));
    for (int i = 0; i < n && i < REFS_MAX; i++) {
        pdf_obj *item = pdf_is_array(ctx, object) ? pdf_array_get(ctx, object, i)
                                                  : pdf_dict_get_val(ctx, object, i);
        if (pdf_is_indirect(ctx, item))
            hash = ls_fnv_word(hash, ls_pdf_identity(pdf, pdf_to_num(ctx, item)));
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
    uint64_t hash = ls_fnv_word(LS_FNV_START, ls_pdf_identity(pdf, number));
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, page, PDF_NAME(Contents)));
    hash = add_refs(pdf, hash, resources);
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, resources, PDF_NAME(XObject)));
    hash = add_refs(pdf, hash, pdf_dict_get(ctx, page, PDF_NAME(Annots)));
    ls_pdf_must(pdf, ls_known_add(pdf->known, hash, &news));
    return !news;
}

/* A page, and what has been made of it. */
struct reading {
    struct ls_pdf_page page;
    bool known;                 /* a later version has it */
    struct ls_pdf_drawn *drawn; /* by others; NULL: it is not */
};

static void find_page(struct ls_pdf *pdf, void *arg)
{
    struct reading *reading = arg;
    int number = ls_pdf_find_page(pdf, &reading->page);
    reading->known = is_known(pdf, reading->page.object, number);
    ls_pdf_see_number(pdf, number);
}

static void walk_page(struct ls_pdf *pdf, void *arg)
{
    const struct ls_pdf_page *page = arg;
    ls_pdf_walk(pdf, page->object, page->number, LS_PART_NONE);
}

/* The annotation of a page at an index. */
struct annot {
    const struct ls_pdf_page *page;
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

/* What is drawn, of a page or of an annotation on it. */
static struct ls_result judge_glyphs(struct ls_pdf *pdf, uint32_t number)
{
    const struct ls_pdf_count *count = &pdf->content->count;
    bool many = count->unmapped >= UNMAPPED_MANY && count->unmapped > count->chars / 10;
    return many || count->strange >= STRANGE_MANY ? add_page(&pdf->unmapped, number) : ls_ok();
}

static struct ls_result judge_page(struct ls_pdf *pdf, uint32_t number, bool lost)
{
    bool too_large = pdf->memory_lost;
    pdf->memory_lost = false;
    if (too_large)
        return add_page(&pdf->too_large, number);
    return lost ? add_page(&pdf->broken, number) : ls_ok();
}

/* What stands beside the content of a page; *lost: not all of it could be read. */
static struct ls_result read_beside(struct ls_pdf *pdf, ls_pdf_step *step, void *arg, bool *lost)
{
    struct ls_result r = ls_pdf_guard(pdf, step, arg);
    bool broken = r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ls_failed(pdf->failed);
    *lost |= broken || pdf->content->lost || ls_pdf_lost_data(pdf);
    return broken ? ls_ok() : r;
}

static struct ls_result read_page(struct ls_pdf *pdf, struct reading *reading)
{
    struct ls_pdf_page *page = &reading->page;
    struct annot annot = {.page = page};
    bool lost = false;
    LS_TRY(reading->drawn ? ls_pdf_tell_drawn(pdf, page, reading->drawn)
                          : ls_pdf_draw_page(pdf, page, &lost));
    if (pdf->content->count.chars == 0 && pdf->content->has_image)
        LS_TRY(add_page(&pdf->image_only, page->number));
    LS_TRY(judge_glyphs(pdf, page->number));
    LS_TRY(read_beside(pdf, count_annots, &annot, &lost));
    for (; annot.index < annot.n; annot.index++) {
        LS_TRY(ls_charge(pdf->job, 0, 0));
        LS_TRY(read_beside(pdf, read_annot, &annot, &lost));
        LS_TRY(judge_glyphs(pdf, page->number));
    }
    LS_TRY(read_beside(pdf, walk_page, page, &lost));
    return judge_page(pdf, page->number, lost);
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
    ls_pdf_count_pages(pdf, arg);
}

static struct ls_result find_and_read(struct ls_pdf *pdf, struct ls_pdf_ahead *ahead,
                                      struct reading *reading, int *failures)
{
    struct ls_result r = ls_pdf_guard(pdf, find_page, reading);
    if (ls_failed(r) && (r.reach != LS_BAD || r.code != LS_E_MALFORMED))
        return r;
    *failures = ls_failed(r) ? *failures + 1 : 0;
    if (ls_failed(r))
        return add_page(&pdf->broken, reading->page.number);
    if (reading->known)
        return ls_ok();
    if (!ls_pdf_ahead_holds(ahead)) {
        ls_pdf_drawn_free(reading->drawn);
        reading->drawn = NULL;
    }
    return read_page(pdf, reading);
}

static struct ls_result read_all(struct ls_pdf *pdf, struct ls_pdf_ahead *ahead, int n)
{
    int failures = 0;
    for (int i = 0; i < n && failures < FAILURES_MAX; i++) {
        struct reading reading = {.page = {.index = i, .number = (uint32_t)i + 1}};
        LS_TRY(ls_charge(pdf->job, 0, 0));
        LS_TRY(ls_pdf_ahead_take(ahead, i, &reading.drawn));
        struct ls_result r = find_and_read(pdf, ahead, &reading, &failures);
        ls_pdf_drawn_free(reading.drawn);
        LS_TRY(r);
    }
    return ls_ok();
}

struct ls_result ls_pdf_read_pages(struct ls_pdf *pdf)
{
    struct ls_pdf_ahead ahead;
    bool before = pdf->memory_lost; /* not by a page */
    int n = 0;
    LS_TRY(ls_pdf_try(pdf, count_pages, &n));
    pdf->memory_lost = false;
    struct ls_result r = ls_pdf_ahead_begin(&ahead, pdf, n);
    if (!ls_failed(r))
        r = read_all(pdf, &ahead, n);
    ls_pdf_ahead_end(&ahead);
    pdf->memory_lost |= before;
    LS_TRY(r);
    if (n <= 0 && !pdf->earlier)
        LS_TRY(ls_emit_gap(pdf->job, (struct ls_str){NULL, 0}, LS_REASON_MALFORMED,
                           "no pages were found"));
    return tell_all_pages(pdf);
}
