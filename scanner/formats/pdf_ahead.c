/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each thread that helps opens the document anew, in a heap of its own, over the same bytes, and
 * writes down what a page draws. So does the thread of the document when it has to wait: its own
 * reading of pages goes from the first to the last, with or without help.
 */
#include "formats/pdf_page.h"

#include "base/alloc.h"

enum {
    PAGES_MIN = 32,    /* a document with fewer is read sooner than others have opened it */
    PAGES_A_HAND = 16, /* so many make it worth while to open it once more */
    HANDS_MAX = 8,
    MEMORY_MAX = 64 << 20, /* bytes that MuPDF may have for a hand */
    STORE_MAX = 24 << 20,
    FORGET_EVERY = 64, /* pages, when memory runs short */
};

/* A thread that helps. */
struct hand {
    struct ls_pdf pdf;
    struct ls_recorder recorder;
    struct ls_pdf_numbers seen; /* on the page at hand */
    struct ls_pdf_page page;
    int pages;
    bool locked, repaired;
    uint64_t read;
};

void ls_pdf_drawn_free(struct ls_pdf_drawn *drawn)
{
    if (!drawn)
        return;
    ls_record_fini(&drawn->record);
    LS_VEC_FINI(&drawn->seen.at);
    ls_free(drawn);
}

static void drop(void *result)
{
    ls_pdf_drawn_free(result);
}

static void end(void *arg)
{
    struct hand *hand = arg;
    ls_pdf_close(&hand->pdf);
    LS_VEC_FINI(&hand->seen.at);
    ls_free(hand);
}

static void look(struct ls_pdf *pdf, void *arg)
{
    struct hand *hand = arg;
    hand->locked = pdf_needs_password(pdf->ctx, pdf->doc); /* gives the empty one */
}

static void count(struct ls_pdf *pdf, void *arg)
{
    struct hand *hand = arg;
    ls_pdf_count_pages(pdf, &hand->pages);
}

static void *begin(void *user, struct ls_helper *helper)
{
    const struct ls_pdf_ahead *ahead = user;
    struct hand *hand = ls_calloc(1, sizeof *hand);
    if (!hand)
        return NULL;
    hand->pdf.memory_max = MEMORY_MAX;
    hand->pdf.store_max = STORE_MAX;
    LS_VEC_INIT(&hand->seen.at, LS_PDF_NUMBERS_MAX);
    ls_recorder_init(&hand->recorder, ahead->blob, helper);
    struct ls_result r = ls_pdf_open(&hand->pdf, &hand->recorder.job, ahead->size);
    if (!ls_failed(r))
        r = ls_pdf_guard(&hand->pdf, look, hand);
    if (!ls_failed(r))
        r = ls_pdf_try(&hand->pdf, count, hand);
    hand->repaired = !ls_failed(r) && pdf_was_repaired(hand->pdf.ctx, hand->pdf.doc);
    if (!ls_failed(r) && !hand->locked && (uint64_t)hand->pages == ahead->work.n &&
        hand->repaired == ahead->repaired)
        return hand;
    end(hand);
    return NULL;
}

static void find(struct ls_pdf *pdf, void *arg)
{
    (void)ls_pdf_find_page(pdf, arg);
}

static void forget(struct ls_pdf *pdf, void *arg)
{
    (void)arg;
    pdf_clear_xref(pdf->ctx, pdf->doc);
}

/* Draws the page; true when there is nothing the matter with it. */
static bool draw(struct hand *hand)
{
    struct ls_pdf *pdf = &hand->pdf;
    bool lost = false;
    struct ls_result r = ls_ok();
    if (hand->read++ % FORGET_EVERY == 0 && ls_pdf_heap_is_half_full(pdf))
        r = ls_pdf_guard(pdf, forget, NULL);
    if (!ls_failed(r))
        r = ls_pdf_guard(pdf, find, &hand->page);
    if (!ls_failed(r))
        r = ls_pdf_draw_page(pdf, &hand->page, &lost);
    return !ls_failed(r) && !lost && pdf->caught == FZ_ERROR_NONE && !pdf->content->lost &&
           !ls_pdf_lost_data(pdf) && !pdf->memory_lost && !ls_pdf_heap_was_short(pdf) &&
           pdf_was_repaired(pdf->ctx, pdf->doc) == hand->repaired;
}

/* What the page has met is told with it, and again with the next page that meets it. */
static struct ls_result note_seen(struct hand *hand, struct ls_pdf_drawn *drawn)
{
    LS_TRY(LS_VEC_RESERVE(&drawn->seen.at, hand->seen.at.n));
    for (size_t i = 0; i < hand->seen.at.n; i++) {
        int number = hand->seen.at.at[i];
        drawn->seen.at.at[drawn->seen.at.n++] = number;
        ls_pdf_forget_number(&hand->pdf, number);
    }
    LS_VEC_CLEAR(&hand->seen.at);
    return ls_ok();
}

static void *piece(void *arg, uint64_t k)
{
    struct hand *hand = arg;
    struct ls_pdf *pdf = &hand->pdf;
    if (ls_pdf_heap_was_short(pdf) || pdf_was_repaired(pdf->ctx, pdf->doc) != hand->repaired)
        return NULL;
    struct ls_pdf_drawn *drawn = ls_calloc(1, sizeof *drawn);
    if (!drawn)
        return NULL;
    ls_record_init(&drawn->record);
    LS_VEC_INIT(&drawn->seen.at, LS_PDF_NUMBERS_MAX);
    hand->recorder.record = &drawn->record;
    hand->page = (struct ls_pdf_page){.index = (int)k, .number = (uint32_t)k + 1};
    pdf->noted = &hand->seen;
    pdf->failed = ls_ok();
    pdf->memory_lost = false;
    pdf->at_part = LS_PART_NONE;
    pdf->at_page = 0;
    bool good = draw(hand);
    if (ls_failed(note_seen(hand, drawn)) || !good) {
        ls_pdf_drawn_free(drawn);
        return NULL;
    }
    drawn->count = pdf->content->count;
    drawn->has_image = pdf->content->has_image;
    drawn->at_part = pdf->at_part;
    drawn->at_page = pdf->at_page;
    return drawn;
}

/* ---- the document --------------------------------------------------------------------------- */

bool ls_pdf_ahead_holds(const struct ls_pdf_ahead *ahead)
{
    return pdf_was_repaired(ahead->pdf->ctx, ahead->pdf->doc) == ahead->repaired;
}

struct ls_result ls_pdf_ahead_begin(struct ls_pdf_ahead *ahead, struct ls_pdf *pdf, int n)
{
    *ahead = (struct ls_pdf_ahead){.pdf = pdf, .blob = pdf->job->blob, .size = pdf->size};
    if (n < 1 || pdf->earlier || !ahead->blob->shared)
        return ls_ok();
    int hands = n / PAGES_A_HAND;
    ahead->repaired = pdf_was_repaired(pdf->ctx, pdf->doc);
    ahead->work = (struct ls_work){
        .n = (uint64_t)n,
        .least = PAGES_MIN,
        .hands = hands < 1           ? 1
                 : hands < HANDS_MAX ? (unsigned)hands
                                     : HANDS_MAX,
        .begin = begin,
        .end = end,
        .piece = piece,
        .drop = drop,
        .user = ahead,
    };
    return ls_help_call(pdf->job->hands, &ahead->work, &ahead->help);
}

void ls_pdf_ahead_end(struct ls_pdf_ahead *ahead)
{
    ls_help_dismiss(ahead->pdf->job->hands, ahead->help);
    ahead->help = NULL;
}

struct ls_result ls_pdf_ahead_take(struct ls_pdf_ahead *ahead, int index,
                                   struct ls_pdf_drawn **drawn)
{
    void *result = NULL;
    if (ahead->help && !ls_pdf_ahead_holds(ahead))
        ls_pdf_ahead_end(ahead);
    struct ls_result r =
        ls_help_take(ahead->pdf->job->hands, ahead->help, (uint64_t)index, &result);
    *drawn = result;
    return r;
}

static void see_all(struct ls_pdf *pdf, void *arg)
{
    const struct ls_pdf_numbers *seen = arg;
    for (size_t i = 0; i < seen->at.n; i++)
        ls_pdf_see_number(pdf, seen->at.at[i]);
}

struct ls_result ls_pdf_tell_drawn(struct ls_pdf *pdf, const struct ls_pdf_page *page,
                                   struct ls_pdf_drawn *drawn)
{
    struct ls_pdf_content *content = pdf->content;
    (void)ls_pdf_lost_data(pdf);
    ls_pdf_content_begin(pdf, LS_PART_BODY, page->number);
    LS_TRY(ls_pdf_guard(pdf, see_all, &drawn->seen));
    LS_TRY(ls_record_tell(&drawn->record, pdf->job));
    content->count = drawn->count;
    content->has_image = drawn->has_image;
    if (drawn->at_page) {
        pdf->at_part = drawn->at_part;
        pdf->at_page = drawn->at_page;
    }
    return ls_ok();
}
