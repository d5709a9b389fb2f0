/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Containers and documents that are known and not read here (formats/kinds.h): each is a gap that
 * names its kind. Their raw bytes are scanned by the engine as those of any object.
 *
 * A bid of no more than 32 bits: as soon as there is a decoder for a kind, the bid of that format
 * is higher, or its name comes first, and nothing has to change here.
 */
#include "base/reason.h"
#include "formats/carve.h"
#include "formats/format.h"
#include "formats/kinds.h"

enum { BITS_MAX = 32 };

static unsigned bid(const struct ls_probe *probe)
{
    const struct ls_kind *kind = ls_kind_find(probe);
    if (!kind)
        return 0;
    size_t bits = 8 * kind->len;
    return bits < BITS_MAX && !kind->also ? (unsigned)bits : BITS_MAX;
}

/* A document with an archive behind it. The first byte is the document's. */
static struct ls_result look_behind(struct ls_format_job *job)
{
    struct ls_carve_range range = {1, UINT64_MAX};
    unsigned found;
    return ls_carve(job, &range, 1, LS_CARVE_ZIP, &found);
}

static struct ls_result run(struct ls_format_job *job)
{
    const struct ls_kind *kind = ls_kind_find(job->probe);
    if (!kind) /* somebody else said so */
        return ls_ok();
    const char *what = kind->what;
    bool encrypted = kind->flags & LS_KIND_ENCRYPTED;
    if (kind->flags & LS_KIND_PDF) {
        LS_TRY(ls_kind_look_pdf(job, &encrypted));
        if (encrypted)
            what = "PDF with a password";
    }
    LS_TRY(ls_emit_gap(job, (struct ls_str){NULL, 0},
                       encrypted ? LS_REASON_ENCRYPTED : LS_REASON_UNSUPPORTED, what));
    return job->blob->random && ls_carve_ends_as_archive(job->probe) ? look_behind(job) : ls_ok();
}

const struct ls_format ls_format_unsupported = {
    .name = "unsupported",
    .what = "a container or document that is not read",
    .access = LS_ACCESS_STREAM,
    .carves = true,
    .bid = bid,
    .run = run,
};
