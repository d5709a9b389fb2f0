/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that was changed by appending (ISO 32000-2, 7.5.6) holds what it was before:
 *
 *   [ version 1 … %%EOF ][ changed objects, xref … %%EOF ][ … %%EOF ]
 *     ---- opened by itself ----
 *     ---------------- and this --------------------------
 *
 * The newest version is told as it is, and its lines are remembered. Each one before is read the
 * same way, but what reaches the engine goes through a filter: lines that a newer version has not,
 * as deletions, and attachments that it has not. Pages and objects that are the same bytes in both
 * are passed over. A file of one version pays one look for its end.
 */
#include "formats/pdf_filter.h"
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <string.h>

enum {
    VERSIONS_MAX = 64,
    CHUNK = 256 << 10,
};

struct ls_result ls_pdf_read_all(struct ls_pdf *pdf)
{
    LS_TRY(ls_pdf_read_info(pdf));
    LS_TRY(ls_pdf_read_pages(pdf));
    LS_TRY(ls_pdf_read_form_xml(pdf));
    LS_TRY(ls_pdf_read_objects(pdf));
    return ls_pdf_read_files(pdf);
}

/* ---- the versions ---------------------------------------------------------------------------- */

/* Where versions end, ascending. */
struct ends {
    uint64_t at[VERSIONS_MAX];
    size_t n;
    bool more;
};

static void note_end(struct ends *ends, uint64_t off)
{
    if (ends->n == VERSIONS_MAX) { /* the newest ones are kept */
        memmove(ends->at, ends->at + 1, (VERSIONS_MAX - 1) * sizeof *ends->at);
        ends->n--;
        ends->more = true;
    }
    ends->at[ends->n++] = off;
}

static struct ls_result find_ends(struct ls_format_job *job, struct ends *ends)
{
    static const char mark[] = "%%EOF";
    enum { N = sizeof mark - 1 };
    uint8_t *chunk = ls_reallocarray(NULL, CHUNK + N, 1);
    struct ls_result r = ls_ok();
    size_t kept = 0, got = CHUNK;
    if (!chunk)
        return ls_stop(LS_E_MEMORY);
    for (uint64_t off = 0; !ls_failed(r) && got == CHUNK; off += got) {
        r = ls_blob_read(job->blob, off, chunk + kept, CHUNK, &got);
        size_t n = kept + got;
        const uint8_t *at = chunk, *end = chunk + n;
        while (at < end && (at = memmem(at, (size_t)(end - at), mark, N))) {
            at += N;
            note_end(ends, off - kept + (uint64_t)(at - chunk));
        }
        kept = n < N - 1 ? n : N - 1;
        memmove(chunk, chunk + n - kept, kept);
        if (!ls_failed(r))
            r = ls_charge(job, 0, 0);
    }
    ls_free(chunk);
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED ? ls_ok() : r;
}

static void count_versions(struct ls_pdf *pdf, void *arg)
{
    int *n = arg;
    *n = pdf_was_repaired(pdf->ctx, pdf->doc) ? INT32_MAX : pdf_count_versions(pdf->ctx, pdf->doc);
}

static void can_be_read(struct ls_pdf *pdf, void *arg)
{
    bool *can = arg;
    *can = !pdf_was_repaired(pdf->ctx, pdf->doc) && !pdf_needs_password(pdf->ctx, pdf->doc);
}

/* What earlier versions hold that could not be read. */
struct lost {
    bool pictures, glyphs, broken;
};

static void add_lost(struct lost *lost, const struct ls_pdf *pdf)
{
    lost->pictures |= pdf->image_only.n > 0;
    lost->glyphs |= pdf->unmapped.n > 0;
    lost->broken |= pdf->broken.n > 0;
}

/* Of all of them at once, and unless the newest version is in the same state. */
static struct ls_result tell_lost(const struct ls_pdf *pdf, struct ls_format_job *job,
                                  const struct lost *lost)
{
    const struct {
        bool is;
        const char *reason, *detail;
    } all[] = {
        {lost->pictures && !pdf->image_only.n, LS_REASON_IMAGE_ONLY, "pages of earlier versions"},
        {lost->glyphs && !pdf->unmapped.n, LS_REASON_UNSUPPORTED,
         "fonts without characters, pages of earlier versions"},
        {lost->broken && !pdf->broken.n, LS_REASON_MALFORMED, "not fully read: earlier versions"},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (all[i].is)
            LS_TRY(ls_emit_gap(job, (struct ls_str){NULL, 0}, all[i].reason, all[i].detail));
    return ls_ok();
}

/* What cannot be opened without repair is no version: the first part of a linearized file. */
static struct ls_result read_version(struct ls_pdf_filter *filter, uint64_t size, struct lost *lost)
{
    struct ls_pdf pdf = {.known = &filter->known, .earlier = true};
    bool can = false;
    ls_pdf_filter_begin(filter, LS_PART_DELETION);
    struct ls_result r = ls_pdf_open(&pdf, &filter->job, size);
    if (!ls_failed(r))
        r = ls_pdf_guard(&pdf, can_be_read, &can);
    if (!ls_failed(r) && can)
        r = ls_pdf_read_all(&pdf);
    if (!ls_failed(r))
        r = ls_pdf_filter_end_line(filter);
    bool ours = ls_failed(pdf.failed);
    add_lost(lost, &pdf);
    filter->memory_lost |= pdf.memory_lost || ls_pdf_heap_was_short(&pdf);
    ls_pdf_close(&pdf);
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ours ? ls_ok() : r;
}

static struct ls_result read_earlier(struct ls_pdf *pdf, struct ls_pdf_filter *filter,
                                     const struct ends *ends)
{
    struct lost lost = {false, false, false};
    pdf->job = &filter->job;
    pdf->drawn = filter->job;
    pdf->known = &filter->known;
    LS_TRY(ls_pdf_read_all(pdf));
    LS_TRY(ls_pdf_filter_end_line(filter));
    for (size_t i = ends->n; i > 0; i--)
        LS_TRY(read_version(filter, ends->at[i - 1], &lost));
    lost.broken |= filter->gaps > 0;
    LS_TRY(tell_lost(pdf, filter->outer, &lost));
    return ends->more ? ls_emit_gap(filter->outer, (struct ls_str){NULL, 0}, LS_REASON_ENTRY_LIMIT,
                                    "more earlier versions than are read")
                      : ls_ok();
}

struct ls_result ls_pdf_read_versions(struct ls_pdf *pdf)
{
    struct ends ends = {.n = 0};
    struct ls_pdf_filter filter;
    struct ls_format_job *job = pdf->job;
    int n = 1;
    LS_TRY(ls_pdf_try(pdf, count_versions, &n));
    if (n > 1)
        LS_TRY(find_ends(job, &ends));
    ends.n -= ends.n > 0; /* the last one is this version's */
    if (ends.n == 0)
        return ls_pdf_read_all(pdf);
    ls_pdf_filter_init(&filter, job);
    struct ls_result r = read_earlier(pdf, &filter, &ends);
    pdf->job = job;
    pdf->memory_lost |= filter.memory_lost;
    ls_pdf_filter_fini(&filter);
    return r;
}
