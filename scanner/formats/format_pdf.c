/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PDF (ISO 32000), read through MuPDF; formats/pdf.h has the map. Only in programs that are built
 * with it (LEAKSCAN_PDF): without, PDF is a kind of formats/kinds.h that is `unsupported`.
 */
#include "formats/pdf.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/carve.h"
#include "formats/kinds.h"

#include <string.h>

static struct ls_result tell(struct ls_format_job *job, const char *reason, const char *detail)
{
    return ls_emit_gap(job, (struct ls_str){NULL, 0}, reason, detail);
}

/* A document with an archive behind it. The first byte is the document's. */
static struct ls_result look_behind(struct ls_format_job *job)
{
    struct ls_carve_range range = {1, UINT64_MAX};
    unsigned found;
    return ls_carve(job, &range, 1, LS_CARVE_ZIP, &found);
}

static bool has_end(const struct ls_probe *probe)
{
    return probe->tail_len == 0 || memmem(probe->tail, probe->tail_len, "%%EOF", 5) ||
           memmem(probe->tail, probe->tail_len, "startxref", 9);
}

struct state {
    bool locked, repaired;
};

static void look(struct ls_pdf *pdf, void *arg)
{
    struct state *state = arg;
    state->locked = pdf_needs_password(pdf->ctx, pdf->doc);
    state->repaired = pdf_was_repaired(pdf->ctx, pdf->doc);
}

/* What could not be opened. */
static struct ls_result explain(struct ls_pdf *pdf, struct ls_format_job *job)
{
    bool encrypted = false;
    LS_TRY(ls_kind_look_pdf(job, &encrypted));
    if (encrypted)
        return tell(job, LS_REASON_ENCRYPTED, "PDF with encryption that is not known");
    if (ls_pdf_heap_was_short(pdf))
        return tell(job, LS_REASON_MEMORY_LIMIT, "out of memory");
    return tell(job, has_end(job->probe) ? LS_REASON_MALFORMED : LS_REASON_TRUNCATED, NULL);
}

static struct ls_result read_document(struct ls_pdf *pdf, struct ls_format_job *job)
{
    struct state state = {false, false};
    struct ls_result r = ls_pdf_open(pdf, job, job->blob->size);
    if (!ls_failed(r))
        r = ls_pdf_guard(pdf, look, &state);
    if (ls_failed(r))
        return r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ls_failed(pdf->failed)
                   ? explain(pdf, job)
                   : r;
    if (state.locked)
        return tell(job, LS_REASON_ENCRYPTED, "PDF with a password");
    if (state.repaired && !has_end(job->probe))
        LS_TRY(tell(job, LS_REASON_TRUNCATED, NULL));
    LS_TRY(ls_pdf_read_versions(pdf));
    bool of_a_page = pdf->too_large.n > 0; /* and told with its number */
    if (!pdf->memory_lost && (of_a_page || !ls_pdf_heap_was_short(pdf)))
        return ls_ok();
    return tell(job, LS_REASON_MEMORY_LIMIT, "something in it is too large");
}

static struct ls_result run(struct ls_format_job *job)
{
    struct ls_pdf pdf = {.doc = NULL};
    struct ls_result r = read_document(&pdf, job);
    ls_pdf_close(&pdf);
    if (ls_failed(r))
        return r;
    return ls_carve_ends_as_archive(job->probe) ? look_behind(job) : ls_ok();
}

static unsigned bid(const struct ls_probe *probe)
{
    return ls_kind_bid_pdf(probe);
}

const struct ls_format ls_format_pdf = {
    .name = "pdf",
    .what = "PDF document (ISO 32000)",
    .access = LS_ACCESS_RANDOM,
    .carves = true,
    .bid = bid,
    .run = run,
};
