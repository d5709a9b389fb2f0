/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects of their own: attachments, whoever names them (EmbeddedFiles, FileAttachment, AF, a
 * collection; ISO 32000-2, 7.11.4), streams that nothing in the document uses, and the XML of a
 * form (XFA; 12.7.8), whose pieces are put together.
 */
#include "formats/pdf.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <stdio.h>
#include <string.h>

enum { NAME_MAX_BYTES = 4096, FORM_MAX = 4 * LS_PDF_TEXT_MAX };

/* The same file for several systems, the best name first. */
static const char *const keys[] = {"UF", "F", "Unix", "DOS", "Mac"};
enum { KEYS_N = sizeof keys / sizeof *keys };

static void note(struct ls_pdf *pdf, int number, struct ls_str name, bool stray)
{
    if (name.len > NAME_MAX_BYTES || name.len > pdf->names.limit - pdf->names.n)
        name.len = 0;
    if (number <= 0 || pdf->files.n == LS_PDF_FILES_MAX)
        return;
    struct ls_pdf_file file = {number, stray, pdf->names.n, name.len};
    ls_pdf_must(pdf, ls_buf_add(&pdf->names, name.at, name.len));
    ls_pdf_must(pdf, LS_VEC_RESERVE(&pdf->files, 1));
    pdf->files.at[pdf->files.n++] = file;
}

void ls_pdf_note_file(struct ls_pdf *pdf, pdf_obj *dict)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *files = pdf_dict_get(ctx, dict, PDF_NAME(EF));
    struct ls_str name = {NULL, 0};
    if (!files) {
        if (pdf_is_indirect(ctx, dict) && pdf_is_stream(ctx, dict) &&
            pdf_name_eq(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Type)), PDF_NAME(EmbeddedFile)))
            note(pdf, pdf_to_num(ctx, dict), name, false);
        return;
    }
    for (size_t i = 0; i < KEYS_N && name.len == 0; i++)
        name = ls_pdf_text(pdf, pdf_dict_gets(ctx, dict, keys[i]));
    for (size_t i = 0; i < KEYS_N; i++)
        note(pdf, pdf_to_num(ctx, pdf_dict_gets(ctx, files, keys[i])), name, false);
}

/* Streams that say what they are, or whose keys do: not for people to read. */
static bool has_a_kind(fz_context *ctx, pdf_obj *dict)
{
    static const char *const marks[] = {"FunctionType", "HalftoneType", "Length1", "N",
                                        "ShadingType",  "Type",         "Width"};
    static const char *const kinds[] = {"CIDFontType0C", "Form", "Image", "OpenType", "Type1C"};
    const char *kind = pdf_dict_get_name(ctx, dict, PDF_NAME(Subtype));
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (pdf_dict_gets(ctx, dict, marks[i]))
            return true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return pdf_is_int(ctx, pdf_dict_gets(ctx, dict, "S")); /* of a linearized file (Annex F) */
}

void ls_pdf_note_stream(struct ls_pdf *pdf, pdf_obj *stream)
{
    char name[32];
    int number = pdf_to_num(pdf->ctx, stream);
    if (!pdf_is_stream(pdf->ctx, stream) || has_a_kind(pdf->ctx, stream))
        return;
    int n = snprintf(name, sizeof name, "object %d", number);
    note(pdf, number, (struct ls_str){name, n > 0 ? (size_t)n : 0}, true);
}

/* The document itself, as LibreOffice puts it into a "hybrid" file: pairs of type and stream. */
static void note_source(struct ls_pdf *pdf, void *arg)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *streams = pdf_dict_gets(ctx, pdf_trailer(ctx, pdf->doc), "AdditionalStreams");
    int n = pdf_array_len(ctx, streams);
    (void)arg;
    for (int i = 0; i + 1 < n; i += 2)
        note(pdf, pdf_to_num(ctx, pdf_array_get(ctx, streams, i + 1)),
             ls_str_of(pdf_array_get_name(ctx, streams, i)), false);
}

/* An attachment that is being read. */
struct file {
    struct ls_blob blob;
    struct ls_pdf *pdf;
    int number;
    fz_stream *stream;
    uint64_t lo, hi; /* where it is packed */
    uint8_t *out;    /* the reading at hand */
    size_t len, got;
};

static void open_file(struct ls_pdf *pdf, void *arg)
{
    struct file *file = arg;
    fz_context *ctx = pdf->ctx;
    if (ls_pdf_see_number(pdf, file->number))
        return;
    if (!pdf_obj_num_is_stream(ctx, pdf->doc, file->number))
        fz_throw(ctx, FZ_ERROR_GENERIC, "there is no such stream");
    pdf_obj *dict = pdf_load_object(ctx, pdf->doc, file->number);
    int64_t packed = pdf_to_int64(ctx, pdf_dict_get(ctx, dict, PDF_NAME(Length)));
    pdf_drop_obj(ctx, dict);
    const pdf_xref_entry *entry = pdf_get_xref_entry_no_null(ctx, pdf->doc, file->number);
    if (entry->stm_ofs > 0 && packed > 0 && (uint64_t)entry->stm_ofs < pdf->size) {
        file->lo = (uint64_t)entry->stm_ofs;
        file->hi =
            (uint64_t)packed < pdf->size - file->lo ? file->lo + (uint64_t)packed : pdf->size;
    }
    (void)ls_pdf_lost_data(pdf);
    file->stream = pdf_open_stream_number(ctx, pdf->doc, file->number);
}

static void read_some(struct ls_pdf *pdf, void *arg)
{
    struct file *file = arg;
    file->got = fz_read(pdf->ctx, file->stream, file->out, file->len);
}

static struct ls_result read_file(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                  size_t *got)
{
    struct file *file = LS_CONTAINER(blob, struct file, blob);
    (void)off;
    file->out = out;
    file->len = len;
    file->got = 0;
    struct ls_result r = ls_pdf_guard(file->pdf, read_some, file);
    *got = file->got;
    if (!ls_failed(r) && *got < len && ls_pdf_lost_data(file->pdf))
        return ls_bad(LS_E_MALFORMED);
    return r;
}

static struct ls_result tell_file(struct ls_pdf *pdf, const struct ls_pdf_file *noted)
{
    struct file file = {
        .blob = {.size = LS_SIZE_UNKNOWN, .read = read_file}, .pdf = pdf, .number = noted->number};
    struct ls_str name = {noted->len ? pdf->names.at + noted->name : NULL, noted->len};
    struct ls_result r = ls_pdf_guard(pdf, open_file, &file);
    if (!ls_failed(r) && file.stream) {
        const struct ls_child child = {
            .name = name,
            .blob = &file.blob,
            .off = file.lo ? file.lo : LS_OFF_UNKNOWN,
            .raw_lo = file.lo,
            .raw_hi = file.hi,
        };
        r = ls_emit_child(pdf->job, &child);
    } else if (r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ls_failed(pdf->failed)) {
        r = ls_emit_gap(pdf->job, name, LS_REASON_MALFORMED, "an attachment that cannot be read");
    }
    fz_drop_stream(pdf->ctx, file.stream);
    return r;
}

/* Those with names, those without, those of nobody: once somebody has read a stream, others do not.
 */
static int order_of(const struct ls_pdf_file *file)
{
    return file->stray ? 2 : file->len == 0;
}

struct ls_result ls_pdf_read_files(struct ls_pdf *pdf)
{
    LS_TRY(ls_pdf_try(pdf, note_source, NULL));
    for (int turn = 0; turn < 3; turn++)
        for (size_t i = 0; i < pdf->files.n; i++)
            if (order_of(&pdf->files.at[i]) == turn)
                LS_TRY(tell_file(pdf, &pdf->files.at[i]));
    if (pdf->files.n < LS_PDF_FILES_MAX)
        return ls_ok();
    return ls_emit_gap(pdf->job, (struct ls_str){NULL, 0}, LS_REASON_ENTRY_LIMIT,
                       "more attachments than are read");
}

/* ---- forms in XML ---------------------------------------------------------------------------- */

static void add_xml(struct ls_pdf *pdf, pdf_obj *piece)
{
    if (!pdf_is_stream(pdf->ctx, piece))
        return;
    ls_pdf_see(pdf, piece);
    ls_pdf_long_text(pdf, piece);
    if (pdf->room.n > FORM_MAX - pdf->rich.n)
        pdf->memory_lost = true;
    else
        ls_pdf_must(pdf, ls_buf_add(&pdf->rich, pdf->room.at, pdf->room.n));
}

/* Puts the pieces together in pdf->rich. */
static void collect_xml(struct ls_pdf *pdf, void *arg)
{
    fz_context *ctx = pdf->ctx;
    pdf_obj *root = pdf_dict_get(ctx, pdf_trailer(ctx, pdf->doc), PDF_NAME(Root));
    pdf_obj *xfa = pdf_dict_getp(ctx, root, "AcroForm/XFA");
    int n = pdf_array_len(ctx, xfa);
    (void)arg;
    LS_VEC_CLEAR(&pdf->rich);
    for (int i = 0; i < n; i++)
        add_xml(pdf, pdf_array_get(ctx, xfa, i));
    add_xml(pdf, xfa);
}

struct ls_result ls_pdf_read_form_xml(struct ls_pdf *pdf)
{
    struct ls_blob blob;
    (void)ls_pdf_lost_data(pdf);
    LS_VEC_CLEAR(&pdf->rich);
    struct ls_result r = ls_pdf_guard(pdf, collect_xml, NULL);
    bool broken = r.reach == LS_BAD && r.code == LS_E_MALFORMED && !ls_failed(pdf->failed);
    if (ls_failed(r) && !broken)
        return r;
    if (broken || ls_pdf_lost_data(pdf))
        LS_TRY(ls_emit_gap(pdf->job, ls_str_of("XFA"), LS_REASON_MALFORMED, NULL));
    if (pdf->rich.n == 0)
        return ls_ok();
    ls_blob_memory(&blob, pdf->rich.at, pdf->rich.n);
    struct ls_child child = {
        .name = ls_str_of("XFA"),
        .blob = &blob,
        .off = LS_OFF_UNKNOWN,
        .as = "xml",
        .part = LS_PART_FIELD,
    };
    return ls_emit_child(pdf->job, &child);
}
