/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The operators of a content stream that set text and show it (ISO 32000-2, 9.3 and 9.4), for which
 * MuPDF's interpreter calls back. Nothing is painted: no colours, no glyphs, no pictures.
 * So text is read whatever its colour, wherever it stands and whatever is painted over it.
 *
 *   /OC /layer BDC … EMC                    a layer, which may be switched off
 *   /Artifact <</Subtype /Header>> BDC      what is repeated on each page
 */
#include "formats/pdf_drawing.h"
#include "formats/pdf_plain.h"

#include "base/alloc.h"

#include <math.h>
#include <string.h>

enum { RULE_MIN = 6 }; /* points that a border of a cell has at least */

static struct ls_pdf *pdf_of(pdf_processor *proc)
{
    return ((struct ls_pdf_drawing *)proc)->pdf;
}

/* ---- showing text -------------------------------------------------------------------------- */

static void op_Tj(fz_context *ctx, pdf_processor *proc, char *bytes, size_t len)
{
    (void)ctx;
    ls_pdf_show((struct ls_pdf_drawing *)proc, bytes, len);
}

void ls_pdf_move(struct ls_pdf_drawing *d, float thousandths)
{
    if (!d->now.font)
        return;
    float by = -thousandths * 0.001F * d->now.size;
    d->tm = d->now.font->wmode ? fz_pre_translate(d->tm, 0, by)
                               : fz_pre_translate(d->tm, by * d->now.scale, 0);
}

static void op_TJ(fz_context *ctx, pdf_processor *proc, pdf_obj *array)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    int n = pdf_array_len(ctx, array);
    for (int i = 0; i < n; i++) {
        pdf_obj *item = pdf_array_get(ctx, array, i);
        if (pdf_is_string(ctx, item)) {
            size_t len;
            const char *bytes = pdf_to_string(ctx, item, &len);
            ls_pdf_show(d, bytes, len);
        } else {
            ls_pdf_move(d, pdf_to_real(ctx, item));
        }
        ls_pdf_tick(d->pdf);
    }
}

/* ---- text position and state --------------------------------------------------------------- */

static void op_BT(fz_context *ctx, pdf_processor *proc)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    d->tm = d->tlm = fz_identity;
    ls_pdf_tick(d->pdf);
}

static void op_Td(fz_context *ctx, pdf_processor *proc, float x, float y)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    d->tm = d->tlm = fz_pre_translate(d->tlm, x, y);
    ls_pdf_tick(d->pdf);
}

static void op_TD(fz_context *ctx, pdf_processor *proc, float x, float y)
{
    ((struct ls_pdf_drawing *)proc)->now.leading = -y;
    op_Td(ctx, proc, x, y);
}

static void op_Tm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e,
                  float f)
{
    struct ls_pdf_drawing *drawing = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    drawing->tm = drawing->tlm = fz_make_matrix(a, b, c, d, e, f);
    ls_pdf_tick(drawing->pdf);
}

static void op_Tstar(fz_context *ctx, pdf_processor *proc)
{
    op_Td(ctx, proc, 0, -((struct ls_pdf_drawing *)proc)->now.leading);
}

static void op_squote(fz_context *ctx, pdf_processor *proc, char *bytes, size_t len)
{
    op_Tstar(ctx, proc);
    op_Tj(ctx, proc, bytes, len);
}

static void op_dquote(fz_context *ctx, pdf_processor *proc, float word, float space, char *bytes,
                      size_t len)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    d->now.word_space = word;
    d->now.char_space = space;
    op_squote(ctx, proc, bytes, len);
}

static void op_Tc(fz_context *ctx, pdf_processor *proc, float space)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.char_space = space;
}

static void op_Tw(fz_context *ctx, pdf_processor *proc, float space)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.word_space = space;
}

static void op_Tz(fz_context *ctx, pdf_processor *proc, float scale)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.scale = scale / 100;
}

static void op_TL(fz_context *ctx, pdf_processor *proc, float leading)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.leading = leading;
}

static void op_Tr(fz_context *ctx, pdf_processor *proc, int render)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.render = render;
}

static void op_Ts(fz_context *ctx, pdf_processor *proc, float rise)
{
    (void)ctx;
    ((struct ls_pdf_drawing *)proc)->now.rise = rise;
}

/* Fonts live as long as the page: saved states point to them. */
void ls_pdf_set_font(struct ls_pdf_drawing *d, pdf_font_desc *font, float size)
{
    struct ls_pdf_content *content = d->content;
    ls_pdf_tick(d->pdf);
    d->now.size = size;
    for (size_t i = content->fonts.n; i > 0 && d->now.font != font; i--)
        if (content->fonts.at[i - 1] == font)
            d->now.font = font;
    if (d->now.font == font || !font)
        return;
    struct ls_result r = LS_VEC_RESERVE(&content->fonts, 1);
    if (r.code == LS_E_LIMIT) { /* what follows is set in the font before */
        content->lost = true;
        return;
    }
    ls_pdf_must(d->pdf, r);
    content->fonts.at[content->fonts.n++] = pdf_keep_font(d->pdf->ctx, font);
    d->now.font = font;
}

static void op_Tf(fz_context *ctx, pdf_processor *proc, const char *name, pdf_font_desc *font,
                  float size)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    ls_pdf_set_font(d, font, size);
    if (d->plain && font && d->now.font == font)
        ls_pdf_plain_font(d->plain, name, font);
}

/* ---- graphics state ------------------------------------------------------------------------ */

static void op_q(fz_context *ctx, pdf_processor *proc)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    struct ls_pdf_content *content = d->content;
    (void)ctx;
    ls_pdf_tick(d->pdf);
    if (content->states_n == LS_PDF_STATES_MAX)
        d->states_lost++;
    else
        content->states[content->states_n++] = d->now;
}

static void op_Q(fz_context *ctx, pdf_processor *proc)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    ls_pdf_tick(d->pdf);
    if (d->states_lost)
        d->states_lost--;
    else if (d->content->states_n > d->states_floor)
        d->now = d->content->states[--d->content->states_n];
}

static void op_cm(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d, float e,
                  float f)
{
    struct ls_pdf_drawing *drawing = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    ls_pdf_tick(drawing->pdf);
    drawing->now.ctm = fz_concat(fz_make_matrix(a, b, c, d, e, f), drawing->now.ctm);
}

/* ---- marked content ------------------------------------------------------------------------ */

static void push_mark(struct ls_pdf_drawing *d, const struct ls_pdf_mark *mark)
{
    struct ls_pdf_content *content = d->content;
    ls_pdf_tick(d->pdf);
    if (content->marks_n == LS_PDF_MARKS_MAX) {
        d->marks_lost++;
        return;
    }
    content->marks[content->marks_n++] = *mark;
    d->hidden += mark->hidden;
}

static bool is(struct ls_str name, const char *what)
{
    return name.len == strlen(what) && memcmp(name.at, what, name.len) == 0;
}

static enum ls_pdf_slot artifact_slot(struct ls_str kind)
{
    return is(kind, "Header")      ? LS_PDF_HEADER
           : is(kind, "Footer")    ? LS_PDF_FOOTER
           : is(kind, "Watermark") ? LS_PDF_WATERMARK
                                   : LS_PDF_USUAL;
}

static void say_beside(struct ls_pdf_drawing *d, struct ls_str string)
{
    if (string.at)
        ls_pdf_must(d->pdf,
                    ls_pdf_content_beside(d->pdf, ls_pdf_text_of(d->pdf, string.at, string.len)));
}

void ls_pdf_begin_mark(struct ls_pdf_drawing *d, struct ls_str tag, bool hidden,
                       const struct ls_pdf_entries *entries)
{
    struct ls_pdf_mark mark = {.slot = d->slot, .hidden = hidden};
    if (entries->actual_text.at && !d->content->span.open && !d->content->as_shown &&
        d->content->marks_n < LS_PDF_MARKS_MAX) {
        mark.actual = true;
        ls_pdf_span_begin(d, entries->actual_text);
    } else { /* within another, which says it all */
        say_beside(d, entries->actual_text);
    }
    if (d->slot == LS_PDF_USUAL && is(tag, "Artifact"))
        d->slot = artifact_slot(entries->subtype);
    say_beside(d, entries->alt);
    say_beside(d, entries->expansion);
    push_mark(d, &mark);
}

/* A string of a dictionary, if it is one. */
static struct ls_str string_of(fz_context *ctx, pdf_obj *dict, const char *key)
{
    struct ls_str string = {NULL, 0};
    pdf_obj *value = pdf_dict_gets(ctx, dict, key);
    if (pdf_is_string(ctx, value))
        string.at = pdf_to_string(ctx, value, &string.len);
    return string;
}

static void op_BDC(fz_context *ctx, pdf_processor *proc, const char *tag, pdf_obj *raw,
                   pdf_obj *properties)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    const struct ls_pdf_entries entries = {
        .actual_text = string_of(ctx, properties, "ActualText"),
        .alt = string_of(ctx, properties, "Alt"),
        .expansion = string_of(ctx, properties, "E"),
        .subtype = ls_str_of(pdf_dict_get_name(ctx, properties, PDF_NAME(Subtype))),
    };
    (void)raw;
    ls_pdf_begin_mark(d, ls_str_of(tag),
                      strcmp(tag, "OC") == 0 &&
                          pdf_is_ocg_hidden(ctx, d->pdf->doc, NULL, "View", properties),
                      &entries);
}

static void op_BMC(fz_context *ctx, pdf_processor *proc, const char *tag)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    struct ls_pdf_mark mark = {.slot = d->slot};
    (void)ctx;
    (void)tag;
    push_mark(d, &mark);
}

static void op_EMC(fz_context *ctx, pdf_processor *proc)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    if (d->marks_lost) {
        d->marks_lost--;
        return;
    }
    if (d->content->marks_n == d->marks_floor)
        return;
    const struct ls_pdf_mark *mark = &d->content->marks[--d->content->marks_n];
    d->hidden -= mark->hidden;
    d->slot = mark->slot;
    if (mark->actual)
        ls_pdf_span_end(d);
}

/* ---- forms and patterns -------------------------------------------------------------------- */

/* Draws another stream in this place; what it changes ends with it. */
static void draw_inside(struct ls_pdf_drawing *d, pdf_obj *stream, pdf_obj *resources,
                        fz_matrix matrix)
{
    struct ls_pdf *pdf = d->pdf;
    struct ls_pdf_content *content = d->content;
    struct ls_pdf_drawing before = *d;
    int number = pdf_to_num(pdf->ctx, stream);
    ls_pdf_must(pdf, ls_charge(pdf->job, 0, 0));
    for (unsigned i = 0; i < d->depth; i++)
        if (content->inside[i] == number)
            return;
    if (d->depth == LS_PDF_NESTING_MAX || content->forms++ > LS_PDF_FORMS_MAX) {
        content->lost = true;
        return;
    }
    ls_pdf_see(pdf, stream);
    ls_pdf_content_look_for_images(pdf, resources);
    content->inside[d->depth++] = number;
    d->states_floor = content->states_n;
    d->marks_floor = content->marks_n;
    d->states_lost = d->marks_lost = 0;
    d->now.ctm = fz_concat(matrix, d->now.ctm);
    fz_try(pdf->ctx)
    {
        ls_pdf_interpret(d, resources, stream);
    }
    fz_always(pdf->ctx)
    {
        content->states_n = d->states_floor;
        content->marks_n = d->marks_floor;
        before.super = d->super; /* the interpreter's own */
        *d = before;
    }
    fz_catch(pdf->ctx)
    {
        fz_rethrow(pdf->ctx);
    }
}

static void op_Do_form(fz_context *ctx, pdf_processor *proc, const char *name, pdf_obj *form,
                       pdf_obj *page_resources)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    pdf_obj *resources = pdf_xobject_resources(ctx, form);
    pdf_obj *layer = pdf_dict_get(ctx, form, PDF_NAME(OC));
    (void)name;
    unsigned off = layer && pdf_is_ocg_hidden(ctx, d->pdf->doc, NULL, "View", layer);
    d->hidden += off;
    draw_inside(d, form, resources ? resources : page_resources, pdf_xobject_matrix(ctx, form));
    d->hidden -= off;
}

static void op_gs_SMask(fz_context *ctx, pdf_processor *proc, pdf_obj *mask,
                        pdf_obj *page_resources, float *backdrop, int luminosity)
{
    (void)backdrop;
    (void)luminosity;
    if (mask)
        op_Do_form(ctx, proc, "", mask, page_resources);
}

/* The cell of a pattern, once on a page. */
static void draw_pattern(struct ls_pdf_drawing *d, pdf_pattern *pattern)
{
    struct ls_pdf_content *content = d->content;
    if (!pattern || !pattern->contents)
        return;
    int number = pdf_to_num(d->pdf->ctx, pattern->contents);
    for (size_t i = 0; i < content->patterns_n; i++)
        if (content->patterns[i] == number)
            return;
    if (content->patterns_n == LS_PDF_PATTERNS_MAX) {
        content->lost = true;
        return;
    }
    content->patterns[content->patterns_n++] = number;
    draw_inside(d, pattern->contents, pattern->resources, pattern->matrix);
}

static void op_sc_pattern(fz_context *ctx, pdf_processor *proc, const char *name,
                          pdf_pattern *pattern, int n, float *color)
{
    (void)ctx;
    (void)name;
    (void)n;
    (void)color;
    draw_pattern((struct ls_pdf_drawing *)proc, pattern);
}

static void op_BI(fz_context *ctx, pdf_processor *proc, fz_image *image, const char *space)
{
    (void)ctx;
    (void)image;
    (void)space;
    ((struct ls_pdf_drawing *)proc)->content->has_image = true;
    pdf_of(proc)->picture_lost = false; /* no more is wanted of it */
    ls_pdf_tick(pdf_of(proc));
}

/* ---- paths: borders of cells, else passed over
 * --------------------------------------------------- */

static void tick_0(fz_context *ctx, pdf_processor *proc)
{
    (void)ctx;
    ls_pdf_tick(pdf_of(proc));
}

/* A line from top to bottom of the page may be a border between cells. */
static void note_rule(struct ls_pdf_drawing *d, fz_point from, fz_point to)
{
    double across = fabs((double)to.x - from.x), down = fabs((double)to.y - from.y);
    if (across < 1 && down > RULE_MIN)
        ls_pdf_must(d->pdf,
                    ls_layout_rule(d->content->pieces.layouts[LS_PDF_USUAL], from.x, from.y, to.y));
}

static void op_m(fz_context *ctx, pdf_processor *proc, float x, float y)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    ls_pdf_tick(d->pdf);
    d->point = fz_transform_point_xy(x, y, d->now.ctm);
}

static void op_l(fz_context *ctx, pdf_processor *proc, float x, float y)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    fz_point from = d->point;
    op_m(ctx, proc, x, y);
    note_rule(d, from, d->point);
}

static void op_re(fz_context *ctx, pdf_processor *proc, float x, float y, float w, float h)
{
    struct ls_pdf_drawing *d = (struct ls_pdf_drawing *)proc;
    (void)ctx;
    ls_pdf_tick(d->pdf);
    note_rule(d, fz_transform_point_xy(x, y, d->now.ctm),
              fz_transform_point_xy(x, y + h, d->now.ctm));
    if (fabsf(w) > 1)
        note_rule(d, fz_transform_point_xy(x + w, y, d->now.ctm),
                  fz_transform_point_xy(x + w, y + h, d->now.ctm));
}

static void tick_4(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d)
{
    (void)ctx;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    ls_pdf_tick(pdf_of(proc));
}

static void tick_6(fz_context *ctx, pdf_processor *proc, float a, float b, float c, float d,
                   float e, float f)
{
    (void)ctx;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    (void)e;
    (void)f;
    ls_pdf_tick(pdf_of(proc));
}

static void set_operators(pdf_processor *p)
{
    p->op_BT = op_BT;
    p->op_Tc = op_Tc;
    p->op_Tw = op_Tw;
    p->op_Tz = op_Tz;
    p->op_TL = op_TL;
    p->op_Tf = op_Tf;
    p->op_Tr = op_Tr;
    p->op_Ts = op_Ts;
    p->op_Td = op_Td;
    p->op_TD = op_TD;
    p->op_Tm = op_Tm;
    p->op_Tstar = op_Tstar;
    p->op_TJ = op_TJ;
    p->op_Tj = op_Tj;
    p->op_squote = op_squote;
    p->op_dquote = op_dquote;
    p->op_q = op_q;
    p->op_Q = op_Q;
    p->op_cm = op_cm;
    p->op_BDC = op_BDC;
    p->op_BMC = op_BMC;
    p->op_EMC = op_EMC;
    p->op_Do_form = op_Do_form;
    p->op_gs_SMask = op_gs_SMask;
    p->op_sc_pattern = p->op_SC_pattern = op_sc_pattern;
    p->op_BI = op_BI;
    p->op_m = op_m;
    p->op_l = op_l;
    p->op_re = op_re;
    p->op_c = tick_6;
    p->op_v = p->op_y = tick_4;
    p->op_S = p->op_f = p->op_B = p->op_n = p->op_ET = tick_0;
}

/* A stream, or several that follow each other. */
static void see_content(struct ls_pdf *pdf, pdf_obj *stream)
{
    int n = pdf_array_len(pdf->ctx, stream);
    if (pdf_is_stream(pdf->ctx, stream))
        ls_pdf_see(pdf, stream);
    for (int i = 0; i < n; i++) {
        ls_pdf_tick(pdf);
        ls_pdf_see(pdf, pdf_array_get(pdf->ctx, stream, i));
    }
}

void ls_pdf_draw(struct ls_pdf *pdf, pdf_obj *resources, pdf_obj *stream)
{
    fz_context *ctx = pdf->ctx;
    struct ls_pdf_content *content = pdf->content;
    struct ls_pdf_drawing *d = pdf_new_processor(ctx, sizeof *d);
    set_operators(&d->super);
    d->pdf = pdf;
    d->content = content;
    d->now.ctm = fz_make_matrix(1, 0, 0, -1, 0, 0); /* y grows downwards */
    d->now.scale = 1;
    d->tm = d->tlm = fz_identity;
    content->states_n = content->marks_n = 0;
    content->span.open = false;
    memset(&pdf->cookie, 0, sizeof pdf->cookie);
    see_content(pdf, stream);
    ls_pdf_content_look_for_images(pdf, resources);
    ls_pdf_interpret(d, resources, stream);
    content->lost |= pdf->cookie.errors > 0;
    ls_pdf_span_end(d);
    pdf_close_processor(ctx, &d->super);
    pdf_drop_processor(ctx, &d->super);
}
