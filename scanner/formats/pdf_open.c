/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document and what it stands on: a stream over the object's bytes, and the border between the
 * two ways to fail.
 *
 * Nothing is written, nothing is fetched, nothing is said on standard error.
 */
#include "formats/pdf_page.h"

#include "base/alloc.h"
#include "base/fnv.h"

#include <string.h>

enum { READ_BYTES = 64 << 10 };

/* ---- failing ------------------------------------------------------------------------------- */

void ls_pdf_must(struct ls_pdf *pdf, struct ls_result r)
{
    if (!ls_failed(r))
        return;
    if (!ls_failed(pdf->failed))
        pdf->failed = r;
    pdf->cookie.abort = 1; /* it goes on after most failures */
    fz_throw(pdf->ctx, FZ_ERROR_ABORT, "stop");
}

struct ls_result ls_pdf_guard(struct ls_pdf *pdf, ls_pdf_step *step, void *arg)
{
    fz_context *ctx = pdf->ctx;
    if (ls_failed(pdf->failed))
        return pdf->failed;
    pdf->caught = FZ_ERROR_NONE;
    pdf->interpreted = NULL;
    fz_try(ctx)
    {
        step(pdf, arg);
    }
    fz_catch(ctx)
    {
        pdf->caught = fz_caught(ctx);
    }
    if (ls_failed(pdf->failed))
        return pdf->failed;
    if (pdf->caught == FZ_ERROR_MEMORY && !ls_pdf_heap_was_full(pdf))
        return ls_bad(LS_E_MEMORY);
    pdf->memory_lost |= pdf->caught == FZ_ERROR_MEMORY;
    return pdf->caught == FZ_ERROR_NONE ? ls_ok() : ls_bad(LS_E_MALFORMED);
}

struct ls_result ls_pdf_try(struct ls_pdf *pdf, ls_pdf_step *step, void *arg)
{
    struct ls_result r = ls_pdf_guard(pdf, step, arg);
    return r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ls_failed(pdf->failed) ? ls_ok() : r;
}

/* A stream that cannot be unpacked to its end is a warning, and ends there. */
static void on_warning(void *user, const char *message)
{
    struct ls_pdf *pdf = user;
    pdf->picture_lost |= strstr(message, "picture is passed over") != NULL;
    pdf->data_lost |= strstr(message, "treating as end of file") ||
                      strstr(message, "premature end") || strstr(message, "unknown filter");
}

static void on_error(void *user, const char *message)
{
    (void)user;
    (void)message;
}

bool ls_pdf_lost_data(struct ls_pdf *pdf)
{
    bool lost = pdf->data_lost || pdf->picture_lost;
    fz_flush_warnings(pdf->ctx); /* the same one is told again from now on */
    pdf->data_lost = pdf->picture_lost = false;
    return lost;
}

/* ---- the bytes ----------------------------------------------------------------------------- */

static int read_more(fz_context *ctx, fz_stream *stream, size_t max)
{
    struct ls_pdf *pdf = stream->state;
    size_t got, len = READ_BYTES;
    (void)ctx;
    (void)max;
    uint64_t off = (uint64_t)stream->pos;
    stream->rp = stream->wp = pdf->read;
    if (off >= pdf->size)
        return EOF;
    if (pdf->size - off < len)
        len = (size_t)(pdf->size - off);
    struct ls_result r = ls_blob_read(pdf->job->blob, off, pdf->read, len, &got);
    if (ls_failed(r) && !(r.reach == LS_BAD && r.code == LS_E_MALFORMED))
        ls_pdf_must(pdf, r);
    ls_pdf_must(pdf, ls_charge(pdf->job, 0, 0));
    if (got == 0)
        return EOF;
    stream->wp = pdf->read + got;
    stream->pos += (int64_t)got;
    return *stream->rp++;
}

static void seek(fz_context *ctx, fz_stream *stream, int64_t offset, int whence)
{
    struct ls_pdf *pdf = stream->state;
    int64_t size = (int64_t)pdf->size, to;
    (void)ctx;
    to = whence == SEEK_SET   ? offset
         : whence == SEEK_END ? size + offset
                              : stream->pos - (stream->wp - stream->rp) + offset;
    stream->pos = to < 0 ? 0 : to > size ? size : to;
    stream->rp = stream->wp = pdf->read;
}

static void drop_nothing(fz_context *ctx, void *state)
{
    (void)ctx;
    (void)state;
}

static void open_document(struct ls_pdf *pdf, void *arg)
{
    fz_stream **stream = arg;
    const uint8_t *memory = pdf->job->blob->memory;
    if (memory) {
        *stream = fz_open_memory(pdf->ctx, memory, (size_t)pdf->size);
    } else {
        *stream = fz_new_stream(pdf->ctx, pdf, read_more, drop_nothing);
        (*stream)->seek = seek;
    }
    pdf->doc = pdf_open_document_with_stream(pdf->ctx, *stream);
    /* Asked here so that the linker takes pdf_without.c before it looks into MuPDF's archive. */
    if (pdf_js_supported(pdf->ctx, pdf->doc))
        ls_pdf_must(pdf, ls_stop(LS_E_INTERNAL));
}

static struct ls_result make_context(struct ls_pdf *pdf)
{
    fz_alloc_context allocator;
    if (!ls_pdf_heap_new(pdf, &allocator))
        return ls_stop(LS_E_MEMORY);
    pdf->ctx = fz_new_context(&allocator, NULL, pdf->store_max ? pdf->store_max : LS_PDF_STORE_MAX);
    if (!pdf->ctx)
        return ls_bad(LS_E_MEMORY);
    fz_set_user_context(pdf->ctx, pdf);
    fz_set_warning_callback(pdf->ctx, on_warning, pdf);
    fz_set_error_callback(pdf->ctx, on_error, pdf);
    fz_disable_icc(pdf->ctx);
    return ls_pdf_make_common(pdf);
}

struct ls_result ls_pdf_open(struct ls_pdf *pdf, struct ls_format_job *job, uint64_t size)
{
    fz_stream *stream = NULL;
    pdf->job = job;
    pdf->size = size;
    pdf->drawn = *job;
    pdf->string.limit = pdf->room.limit = 4 * LS_PDF_TEXT_MAX;
    pdf->lines.limit = pdf->squeezed.limit = pdf->rich.limit = 4 * LS_PDF_TEXT_MAX;
    LS_VEC_INIT(&pdf->files, LS_PDF_FILES_MAX);
    pdf->names.limit = LS_PDF_NAMES_MAX;
    LS_VEC_INIT(&pdf->image_only.at, 2 * LS_PDF_PAGES_NAMED_MAX);
    LS_VEC_INIT(&pdf->unmapped.at, 2 * LS_PDF_PAGES_NAMED_MAX);
    LS_VEC_INIT(&pdf->broken.at, 2 * LS_PDF_PAGES_NAMED_MAX);
    LS_VEC_INIT(&pdf->too_large.at, 2 * LS_PDF_PAGES_NAMED_MAX);
    if (!job->blob->memory && !(pdf->read = ls_reallocarray(NULL, READ_BYTES, 1)))
        return ls_stop(LS_E_MEMORY);
    LS_TRY(make_context(pdf));
    struct ls_result r = ls_pdf_guard(pdf, open_document, &stream);
    fz_drop_stream(pdf->ctx, stream); /* the document has it */
    if (!ls_failed(r))
        r = ls_pdf_content_new(pdf);
    return r;
}

void ls_pdf_close(struct ls_pdf *pdf)
{
    ls_pdf_content_free(pdf);
    ls_pdf_heap_free(pdf->heap); /* the document, and all that MuPDF and FreeType have */
    LS_VEC_FINI(&pdf->string);
    LS_VEC_FINI(&pdf->room);
    LS_VEC_FINI(&pdf->lines);
    LS_VEC_FINI(&pdf->squeezed);
    LS_VEC_FINI(&pdf->rich);
    ls_known_fini(&pdf->values);
    LS_VEC_FINI(&pdf->files);
    LS_VEC_FINI(&pdf->names);
    LS_VEC_FINI(&pdf->image_only.at);
    LS_VEC_FINI(&pdf->unmapped.at);
    LS_VEC_FINI(&pdf->broken.at);
    LS_VEC_FINI(&pdf->too_large.at);
    ls_free(pdf->read);
    ls_free(pdf->seen);
    pdf->doc = NULL;
    pdf->ctx = NULL;
    pdf->heap = NULL;
}

/* ---- objects ------------------------------------------------------------------------------- */

bool ls_pdf_has_seen(const struct ls_pdf *pdf, int number)
{
    size_t n = (size_t)number;
    return number > 0 && n / 8 < pdf->seen_n && (pdf->seen[n / 8] >> n % 8 & 1);
}

bool ls_pdf_see_number(struct ls_pdf *pdf, int number)
{
    size_t n = (size_t)number;
    if (number <= 0 || number > LS_PDF_OBJECTS_MAX)
        return false;
    if (n / 8 >= pdf->seen_n) {
        size_t want = (n / 8 + 1) * 2;
        uint8_t *more = ls_reallocarray(pdf->seen, want, 1);
        if (!more)
            ls_pdf_must(pdf, ls_stop(LS_E_MEMORY));
        memset(more + pdf->seen_n, 0, want - pdf->seen_n);
        pdf->seen = more;
        pdf->seen_n = want;
    }
    bool before = pdf->seen[n / 8] >> n % 8 & 1;
    if (!before && pdf->noted) {
        ls_pdf_must(pdf, LS_VEC_RESERVE(&pdf->noted->at, 1));
        pdf->noted->at.at[pdf->noted->at.n++] = number;
    }
    pdf->seen[n / 8] |= (uint8_t)(1 << n % 8);
    return before;
}

void ls_pdf_forget_number(struct ls_pdf *pdf, int number)
{
    if (ls_pdf_has_seen(pdf, number))
        pdf->seen[number / 8] &= (uint8_t) ~(1U << number % 8);
}

bool ls_pdf_see(struct ls_pdf *pdf, pdf_obj *object)
{
    return pdf_is_indirect(pdf->ctx, object) &&
           ls_pdf_see_number(pdf, pdf_to_num(pdf->ctx, object));
}

uint64_t ls_pdf_identity(struct ls_pdf *pdf, int number)
{
    if (number <= 0 || number >= pdf_xref_len(pdf->ctx, pdf->doc))
        return 0;
    const pdf_xref_entry *entry = pdf_get_xref_entry_no_null(pdf->ctx, pdf->doc, number);
    uint64_t id = ls_fnv_word(ls_fnv_word(LS_FNV_START, (uint64_t)number), (uint64_t)entry->ofs);
    if (entry->type == 'o') { /* in an object stream, which stands somewhere itself */
        int holder = (int)entry->ofs;
        if (holder <= 0 || holder >= pdf_xref_len(pdf->ctx, pdf->doc))
            return 0;
        entry = pdf_get_xref_entry_no_null(pdf->ctx, pdf->doc, holder);
        id = ls_fnv_word(id, (uint64_t)entry->ofs);
    } else if (entry->type != 'n') {
        return 0;
    }
    return id;
}
