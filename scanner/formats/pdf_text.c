/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a page draws to parts of text. Invisible text is that of a scanned page where there is
 * a picture and no other text, and hidden everywhere else.
 */
#include "formats/pdf_content.h"

#include "base/alloc.h"

#include <stdlib.h>

enum { OBJECTS_LOOKED_AT = 4096 }; /* of the resources of a page; behind them may be a picture */

struct ls_result ls_pdf_content_new(struct ls_pdf *pdf)
{
    struct ls_pdf_content *content = pdf->content = ls_calloc(1, sizeof *content);
    if (!content)
        return ls_stop(LS_E_MEMORY);
    content->span.said.limit = content->span.shown.limit = LS_PDF_SPAN_MAX;
    content->beside.limit = LS_PDF_TEXT_MAX + 1;
    LS_VEC_INIT(&content->fonts, LS_PDF_FONTS_MAX);
    return ls_pdf_pieces_init(&content->pieces, &pdf->drawn);
}

static void drop_fonts(struct ls_pdf *pdf)
{
    struct ls_pdf_content *content = pdf->content;
    for (size_t i = 0; i < content->fonts.n; i++)
        pdf_drop_font(pdf->ctx, content->fonts.at[i]);
    LS_VEC_CLEAR(&content->fonts);
}

void ls_pdf_content_free(struct ls_pdf *pdf)
{
    struct ls_pdf_content *content = pdf->content;
    if (!content)
        return;
    ls_pdf_pieces_fini(&content->pieces);
    LS_VEC_FINI(&content->fonts);
    LS_VEC_FINI(&content->span.said);
    LS_VEC_FINI(&content->span.shown);
    LS_VEC_FINI(&content->beside);
    ls_free(content);
    pdf->content = NULL;
}

void ls_pdf_content_begin(struct ls_pdf *pdf, enum ls_part usual, uint32_t page)
{
    struct ls_pdf_content *content = pdf->content;
    drop_fonts(pdf);
    LS_VEC_CLEAR(&content->beside);
    ls_pdf_pieces_clear(&content->pieces); /* lines that no text came to, what a failure left */
    content->page = page;
    content->usual = usual;
    content->count = (struct ls_pdf_count){0, 0, 0};
    content->forms = 0;
    content->patterns_n = 0;
    content->painted = content->has_image = content->lost = false;
    content->differs = content->other_said = content->other_shown = false;
}

static enum ls_part part_of(const struct ls_pdf_content *content, enum ls_pdf_slot slot)
{
    switch (slot) {
    case LS_PDF_UNPAINTED:
        return content->has_image && !content->painted ? content->usual : LS_PART_HIDDEN;
    case LS_PDF_HIDDEN:
        return LS_PART_HIDDEN;
    case LS_PDF_HEADER:
        return LS_PART_HEADER;
    case LS_PDF_FOOTER:
        return LS_PART_FOOTER;
    case LS_PDF_WATERMARK:
        return LS_PART_WATERMARK;
    case LS_PDF_USUAL:
    case LS_PDF_SLOTS:
        break;
    }
    return content->usual;
}

static struct ls_result emit_slot(struct ls_pdf *pdf, enum ls_pdf_slot slot)
{
    struct ls_pdf_content *content = pdf->content;
    struct ls_layout *layout = content->pieces.layouts[slot];
    if (ls_layout_is_empty(layout))
        return ls_ok();
    LS_TRY(ls_pdf_part(pdf, part_of(content, slot), content->page));
    return ls_layout_emit(layout, slot == LS_PDF_WATERMARK);
}

struct ls_result ls_pdf_content_put(struct ls_pdf *pdf, enum ls_pdf_slot slot,
                                    const struct ls_pdf_char *c)
{
    struct ls_pdf_content *content = pdf->content;
    bool full;
    content->painted |= slot == LS_PDF_USUAL && (c->len > 1 || c->utf8[0] != ' ');
    LS_TRY(ls_pdf_pieces_put(&content->pieces, slot, c, &full));
    if (!full)
        return ls_ok();
    LS_TRY(emit_slot(pdf, slot));
    return ls_pdf_pieces_put(&content->pieces, slot, c, &full);
}

struct ls_result ls_pdf_content_beside(struct ls_pdf *pdf, struct ls_str text)
{
    struct ls_pdf_content *content = pdf->content;
    size_t blank = 0;
    if (content->as_shown) /* the first view has told it */
        return ls_ok();
    while (blank < text.len && (unsigned char)text.at[blank] <= ' ')
        blank++;
    if (blank == text.len)
        return ls_ok();
    if (content->beside.n + text.len >= LS_PDF_TEXT_MAX) {
        pdf->memory_lost = true;
        return ls_ok();
    }
    LS_TRY(ls_buf_add(&content->beside, text.at, text.len));
    return ls_buf_char(&content->beside, '\n');
}

struct ls_result ls_pdf_content_emit(struct ls_pdf *pdf)
{
    struct ls_pdf_content *content = pdf->content;
    LS_TRY(ls_pdf_pieces_cut(&content->pieces));
    for (unsigned i = 0; i < LS_PDF_SLOTS; i++)
        LS_TRY(emit_slot(pdf, (enum ls_pdf_slot)i));
    struct ls_str beside = {content->beside.at, content->beside.n};
    struct ls_result r = ls_pdf_tell(pdf, LS_PART_ALT_TEXT, content->page, beside);
    LS_VEC_CLEAR(&content->beside);
    return r;
}

/* ---- text that is compared before it is told ---------------------------------------------------
 */

static struct ls_result catch_text(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    (void)map;
    (void)base;
    return ls_buf_add(user, text.at, text.len);
}

static struct ls_result catch_break(void *user, enum ls_break what)
{
    return ls_buf_char(user, what == LS_BREAK_CELL ? '\t' : '\n');
}

struct ls_result ls_pdf_content_catch(struct ls_pdf *pdf, struct ls_buf *out)
{
    static const struct ls_emit catching = {.text = catch_text, .breaks = catch_break};
    struct ls_pdf_content *content = pdf->content;
    struct ls_format_job before = pdf->drawn;
    struct ls_result r = ls_pdf_pieces_cut(&content->pieces);
    pdf->drawn.emit = &catching;
    pdf->drawn.user = out;
    for (unsigned i = 0; i < LS_PDF_SLOTS && !ls_failed(r); i++)
        r = ls_layout_emit(content->pieces.layouts[i], false);
    if (!ls_failed(r))
        r = ls_buf_add(out, content->beside.at, content->beside.n);
    pdf->drawn = before;
    LS_VEC_CLEAR(&content->beside);
    return r;
}

void ls_pdf_content_look_for_images(struct ls_pdf *pdf, pdf_obj *resources)
{
    fz_context *ctx = pdf->ctx;
    struct ls_pdf_content *content = pdf->content;
    pdf_obj *objects = pdf_dict_get(ctx, resources, PDF_NAME(XObject));
    int n = pdf_dict_len(ctx, objects);
    for (int i = 0; i < n && !content->has_image; i++) {
        pdf_obj *object = pdf_dict_get_val(ctx, objects, i);
        ls_pdf_tick(pdf);
        content->has_image =
            i == OBJECTS_LOOKED_AT ||
            pdf_name_eq(ctx, pdf_dict_get(ctx, object, PDF_NAME(Subtype)), PDF_NAME(Image));
    }
}
