/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An annotation (ISO 32000-2, 12.5) says the same several times: as plain text, as rich text, as
 * the value of a field and as it is drawn. What one of them says and an earlier one does not is
 * told.
 */
#include "formats/pdf_content.h"

#include "base/alloc.h"

#include <string.h>

enum {
    STATES_MAX = 16,     /* appearances of one annotation */
    COMPARED_MAX = 4096, /* values of a field; further ones are told as they are */
};

/* The annotation at hand. */
struct annot {
    enum ls_part part;
    uint32_t page;
};

/* Whether `all` has the characters of `text` in a row, white space aside. Both are short. */
static bool has_said(const struct ls_buf *all, const struct ls_buf *text)
{
    return text->n == 0 || (all->n >= text->n && memmem(all->at, all->n, text->at, text->n));
}

static struct ls_result squeeze(struct ls_str text, struct ls_buf *out)
{
    LS_VEC_CLEAR(out);
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.at[i] > ' ')
            LS_TRY(ls_buf_char(out, text.at[i]));
    return ls_ok();
}

/* Tells what has not been told of this annotation. `text` is not pdf->squeezed. */
static void say(struct ls_pdf *pdf, const struct annot *annot, struct ls_str text)
{
    ls_pdf_must(pdf, squeeze(text, &pdf->squeezed));
    if (has_said(&pdf->lines, &pdf->squeezed))
        return;
    ls_pdf_must(pdf, ls_pdf_tell(pdf, annot->part, annot->page, text));
    if (pdf->lines.limit - pdf->lines.n <= pdf->squeezed.n) /* it may be told again */
        return;
    ls_pdf_must(pdf, ls_buf_char(&pdf->lines, '\n'));
    ls_pdf_must(pdf, ls_buf_add(&pdf->lines, pdf->squeezed.at, pdf->squeezed.n));
}

static void say_rich(struct ls_pdf *pdf, const struct annot *annot, pdf_obj *object)
{
    if (pdf_is_stream(pdf->ctx, object))
        ls_pdf_see(pdf, object);
    struct ls_str rich = ls_pdf_long_text(pdf, object);
    LS_VEC_CLEAR(&pdf->rich);
    ls_pdf_must(pdf, ls_pdf_rich(rich, &pdf->rich));
    say(pdf, annot, (struct ls_str){pdf->rich.at, pdf->rich.n});
}

/* A string, a stream, or several strings. */
static void say_value(struct ls_pdf *pdf, const struct annot *annot, pdf_obj *value)
{
    int n = pdf_array_len(pdf->ctx, value);
    if (!pdf_is_array(pdf->ctx, value)) {
        if (pdf_is_stream(pdf->ctx, value))
            ls_pdf_see(pdf, value);
        say(pdf, annot, ls_pdf_long_text(pdf, value));
    }
    for (int i = 0; i < n; i++) {
        struct ls_str text = ls_pdf_text(pdf, pdf_array_get(pdf->ctx, value, i));
        ls_pdf_tick(pdf);
        if (i < COMPARED_MAX)
            say(pdf, annot, text);
        else
            ls_pdf_must(pdf, ls_pdf_tell(pdf, annot->part, annot->page, text));
    }
}

/* Draws an appearance, and tells its text. */
static void say_drawn(struct ls_pdf *pdf, const struct annot *annot, pdf_obj *stream)
{
    if (!pdf_is_stream(pdf->ctx, stream))
        return;
    ls_pdf_see(pdf, stream);
    ls_pdf_content_begin(pdf, annot->part, annot->page);
    ls_pdf_draw(pdf, pdf_xobject_resources(pdf->ctx, stream), stream);
    LS_VEC_CLEAR(&pdf->rich);
    ls_pdf_must(pdf, ls_pdf_content_catch(pdf, &pdf->rich));
    say(pdf, annot, (struct ls_str){pdf->rich.at, pdf->rich.n});
}

/* Normal, rollover and down appearance; each is a stream, or one for each state. */
static void say_appearances(struct ls_pdf *pdf, const struct annot *annot, pdf_obj *appearances)
{
    fz_context *ctx = pdf->ctx;
    int kinds = pdf_dict_len(ctx, appearances), drawn = 0;
    for (int i = 0; i < kinds && drawn < STATES_MAX; i++) {
        pdf_obj *kind = pdf_dict_get_val(ctx, appearances, i);
        int states = pdf_is_stream(ctx, kind) ? 0 : pdf_dict_len(ctx, kind);
        if (pdf_is_stream(ctx, kind)) {
            say_drawn(pdf, annot, kind);
            drawn++;
        }
        for (int k = 0; k < states && drawn < STATES_MAX; k++, drawn++)
            say_drawn(pdf, annot, pdf_dict_get_val(ctx, kind, k));
    }
}

static enum ls_part part_of(fz_context *ctx, pdf_obj *annot)
{
    pdf_obj *kind = pdf_dict_get(ctx, annot, PDF_NAME(Subtype));
    return pdf_name_eq(ctx, kind, PDF_NAME(Widget)) || pdf_name_eq(ctx, kind, PDF_NAME(Link))
               ? LS_PART_FIELD
           : pdf_name_eq(ctx, kind, PDF_NAME(Watermark)) ? LS_PART_WATERMARK
                                                         : LS_PART_ANNOTATION;
}

void ls_pdf_read_annot(struct ls_pdf *pdf, pdf_obj *object, uint32_t page)
{
    static const char *const values[] = {"V", "DV"};
    fz_context *ctx = pdf->ctx;
    struct annot annot = {part_of(ctx, object), page};
    if (!pdf_is_dict(ctx, object) || ls_pdf_see(pdf, object))
        return;
    LS_VEC_CLEAR(&pdf->lines);
    say(pdf, &annot, ls_pdf_text(pdf, pdf_dict_get(ctx, object, PDF_NAME(Contents))));
    say_rich(pdf, &annot, pdf_dict_gets(ctx, object, "RC"));
    for (size_t i = 0; annot.part == LS_PART_FIELD && i < sizeof values / sizeof *values; i++)
        say_value(pdf, &annot, pdf_dict_getp_inheritable(ctx, object, values[i]));
    say_rich(pdf, &annot, pdf_dict_gets(ctx, object, "RV"));
    say_appearances(pdf, &annot, pdf_dict_get(ctx, object, PDF_NAME(AP)));
    ls_pdf_walk(pdf, object, page, annot.part);
}
