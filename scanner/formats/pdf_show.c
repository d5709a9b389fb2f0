/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings to characters and where they stand (ISO 32000-2, 9.4.4), and what they stand for:
 *
 *   /Span <</ActualText (…)>> BDC … EMC     what the glyphs in between stand for
 *
 * What ActualText says takes the place of what is shown. Where that is neither without characters
 * nor a hyphen or a ligature, the page is drawn once more for what it shows, since both are there
 * to be read.
 */
#include "formats/pdf_drawing.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/fnv.h"

#include <math.h>
#include <string.h>

enum { WORD = 4 }; /* glyphs; fewer, of a script with blanks, are a hyphen or a ligature */

/* ---- characters ---------------------------------------------------------------------------- */

static enum ls_pdf_slot slot_of(const struct ls_pdf_drawing *d)
{
    if (d->hidden)
        return LS_PDF_HIDDEN;
    if (d->slot != LS_PDF_USUAL)
        return d->slot;
    return d->now.render == 3 || d->now.render == 7 ? LS_PDF_UNPAINTED : LS_PDF_USUAL;
}

static void put(struct ls_pdf_drawing *d, enum ls_pdf_slot slot, const struct ls_pdf_char *c)
{
    ls_pdf_must(d->pdf, ls_pdf_content_put(d->pdf, slot, c));
}

/* What has been held back of the span, and then more, goes out as it is shown. */
static void release(struct ls_pdf_drawing *d)
{
    struct ls_pdf_span *span = &d->content->span;
    for (size_t i = 0; i < span->held_n; i++)
        put(d, span->slot, &span->held[i]);
    span->held_n = 0;
    span->released = true;
}

static void count_char(struct ls_pdf_count *count, bool mapped, bool of_many)
{
    count->chars++;
    count->unmapped += !mapped;
    count->strange += !mapped && of_many;
}

/* `of_many`: its font has more than 256 glyphs. */
static void show_char(struct ls_pdf_drawing *d, const struct ls_pdf_char *c, bool mapped,
                      bool of_many)
{
    struct ls_pdf_content *content = d->content;
    struct ls_pdf_span *span = &content->span;
    count_char(&content->count, mapped, of_many);
    if (!span->open) {
        put(d, slot_of(d), c);
        return;
    }
    count_char(&span->count, mapped, of_many);
    span->wide |= c->wide;
    if (mapped && span->shown.n + c->len <= LS_PDF_SPAN_MAX)
        ls_pdf_must(d->pdf, ls_buf_add(&span->shown, c->utf8, c->len));
    if (!span->released && (span->held_n == LS_PDF_SPAN_HELD || span->slot != slot_of(d)))
        release(d);
    if (span->released)
        put(d, span->slot = slot_of(d), c);
    else
        span->held[span->held_n++] = *c;
}

/* Whether two texts say the same, but for white space. */
static bool says_the_same(const struct ls_buf *a, const struct ls_buf *b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a->n && (unsigned char)a->at[i] <= ' ')
            i++;
        while (k < b->n && (unsigned char)b->at[k] <= ' ')
            k++;
        if (i == a->n || k == b->n)
            return i == a->n && k == b->n;
        if (a->at[i] != b->at[k])
            return false;
    }
}

/* The text in place of its glyphs, as if it were one. */
static void put_in_place(struct ls_pdf_drawing *d, struct ls_pdf_span *span)
{
    const struct ls_pdf_char *first = &span->held[0], *last = &span->held[span->held_n - 1];
    struct ls_pdf_char c = *first;
    double length = (last->x - first->x) * c.dx + (last->y - first->y) * c.dy + last->advance;
    size_t at = 0, pieces = span->said.n / (sizeof c.utf8 - 4) + 1;
    while (at < span->said.n) {
        size_t len = span->said.n - at < sizeof c.utf8 - 4 ? span->said.n - at : sizeof c.utf8 - 4;
        while (at + len < span->said.n && ((unsigned char)span->said.at[at + len] & 0xC0) == 0x80)
            len++; /* at most three */
        memcpy(c.utf8, span->said.at + at, len);
        c.len = (uint8_t)len;
        c.advance = length / (double)pieces;
        put(d, span->slot, &c);
        c.x += c.dx * c.advance;
        c.y += c.dy * c.advance;
        at += len;
    }
    span->held_n = 0;
}

/*
 * ActualText and glyphs say two things, unless it is always the same glyph for whatever it should
 * be: that is what fonts have for characters that they have not.
 */
static void note_difference(struct ls_pdf_content *content, const struct ls_pdf_span *span)
{
    uint64_t said = ls_fnv(LS_FNV_START, span->said.at, span->said.n);
    uint64_t shown = ls_fnv(LS_FNV_START, span->shown.at, span->shown.n);
    bool first = !content->differs;
    content->differs = true;
    content->other_said |= !first && content->said != said;
    content->other_shown |= !first && content->shown != shown;
    content->said = said;
    content->shown = shown;
}

void ls_pdf_span_end(struct ls_pdf_drawing *d)
{
    struct ls_pdf_content *content = d->content;
    struct ls_pdf_span *span = &content->span;
    struct ls_str said = {span->said.at, span->said.n};
    if (!span->open)
        return;
    span->open = false;
    bool same = says_the_same(&span->said, &span->shown),
         no_words = span->count.unmapped == span->count.chars;
    if (no_words) {
        content->count.unmapped -= span->count.unmapped;
        content->count.strange -= span->count.strange;
    }
    if (!same && !span->released && span->held_n) {
        if ((span->wide || span->count.chars >= WORD) && !no_words)
            note_difference(content, span);
        put_in_place(d, span);
        return;
    }
    release(d);
    if (!same)
        ls_pdf_must(d->pdf, ls_pdf_content_beside(d->pdf, said));
}

/* What is said in place of glyphs; control characters, which nobody sees, are left out. */
static void say(struct ls_pdf_drawing *d, struct ls_str text)
{
    struct ls_buf *said = &d->content->span.said;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && ((unsigned char)text.at[at] >= ' ' || text.at[at] == '\n') &&
               text.at[at] != 0x7F)
            at++;
        if (at > from)
            ls_pdf_must(d->pdf, ls_buf_add(said, text.at + from, at - from));
        at++;
    }
}

void ls_pdf_span_begin(struct ls_pdf_drawing *d, struct ls_str said)
{
    struct ls_pdf_span *span = &d->content->span;
    struct ls_str text = ls_pdf_text_of(d->pdf, said.at, said.len);
    span->open = true;
    span->released = span->wide = false;
    span->held_n = 0;
    span->count = (struct ls_pdf_count){0, 0, 0};
    span->slot = slot_of(d);
    LS_VEC_CLEAR(&span->said);
    LS_VEC_CLEAR(&span->shown);
    if (text.len <= LS_PDF_SPAN_MAX)
        say(d, text);
    else
        ls_pdf_must(d->pdf, ls_pdf_content_beside(d->pdf, text));
}

/* ---- showing text -------------------------------------------------------------------------- */

static bool is_wide(int cp)
{
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xAC00 && cp <= 0xD7A3) ||
           (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0xFE30 && cp <= 0xFE4F) ||
           (cp >= 0xFF00 && cp <= 0xFFEF) || cp >= 0x20000;
}

/* The characters of a code; false: nobody knows them. */
static bool find_text(pdf_font_desc *font, int cid, struct ls_pdf_char *c)
{
    int found[PDF_MRANGE_CAP] = {0}, n = 0;
    if (font->to_unicode)
        n = pdf_lookup_cmap_full(font->to_unicode, (unsigned)cid, found);
    if ((n == 0 || found[0] == 0) && (size_t)cid < font->cid_to_ucs_len) {
        found[0] = font->cid_to_ucs[cid];
        n = 1;
    }
    c->len = 0;
    c->wide = n > 0 && is_wide(found[0]);
    for (int i = 0; i < n && i < PDF_MRANGE_CAP; i++) {
        uint32_t cp = (uint32_t)found[i];
        if (cp >> 10 == 0xD800 >> 10 && i + 1 < n && (uint32_t)found[i + 1] >> 10 == 0xDC00 >> 10)
            cp = 0x10000 + ((cp & 0x3FF) << 10) + ((uint32_t)found[++i] & 0x3FF);
        if (cp < ' ' || cp == 0x7F || cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
            continue;
        c->len = (uint8_t)(c->len + ls_encode_char(LS_ENC_UTF8, cp, (uint8_t *)c->utf8 + c->len));
    }
    if (c->len && !(n == 1 && found[0] == 0xFFFD))
        return true;
    if (n > 0 && found[0] > 0 && found[0] < ' ') { /* a tab or line end is a blank */
        c->utf8[c->len++] = ' ';
        return true;
    }
    memcpy(c->utf8, "\xEF\xBF\xBD", 3);
    c->len = 3;
    return false;
}

/* What all characters of a string have in common. */
struct line {
    fz_matrix m; /* from text space to the page, without the font's size */
    double unit; /* length of one unit along the line on the page; its sign is the size's */
    bool vertical;
    bool flat; /* squeezed to a point, or farther away than numbers go: nobody sees it */
    struct ls_pdf_char c;
};

/* Its characters stand side by side, in the order of drawing. */
static void begin_flat_line(struct line *line)
{
    line->flat = true;
    line->c.dx = line->c.size = line->c.advance = 1;
}

static void begin_line(const struct ls_pdf_drawing *d, struct line *line)
{
    const struct ls_pdf_state *s = &d->now;
    fz_matrix m = fz_concat(d->tm, s->ctm);
    line->vertical = s->font->wmode;
    double x = line->vertical ? -(double)m.c : m.a, y = line->vertical ? -(double)m.d : m.b;
    double norm = hypot(x, y), other = line->vertical ? norm : hypot(m.c, m.d);
    double sign = (line->vertical ? s->size : s->size * s->scale) < 0 ? -1 : 1;
    if (!(norm > 1e-9) || !(norm < 1e9) || !isfinite(m.e) || !isfinite(m.f)) {
        begin_flat_line(line);
        return;
    }
    line->m = m;
    line->unit = sign * norm;
    line->c.dx = sign * x / norm;
    line->c.dy = sign * y / norm;
    line->c.size = fabs((double)s->size) * other;
    if (!(line->c.size > 1e-6) || !(line->c.size < 1e6))
        line->c.size = norm;
}

/* Fonts made of procedures may have any unit: twice the width of a character is a size as well. */
static void measure_type3(struct line *line, double advance)
{
    double size = 2 * fabs(advance * line->unit);
    if (size > 1.5 * line->c.size || (size > 0 && size < line->c.size / 4))
        line->c.size = size;
}

/* How far the next character stands behind this one, in text space. */
static double advance_of(const struct ls_pdf_drawing *d, const struct line *line, int cid,
                         bool blank)
{
    const struct ls_pdf_state *s = &d->now;
    fz_context *ctx = d->pdf->ctx;
    double space = s->char_space + (blank ? s->word_space : 0);
    if (line->vertical) /* downwards */
        return -(pdf_lookup_vmtx(ctx, s->font, cid).w * 0.001 * s->size + space);
    return (pdf_lookup_hmtx(ctx, s->font, cid).w * 0.001 * s->size + space) * s->scale;
}

/* Where the character stands. */
static void place(struct ls_pdf_drawing *d, struct line *line, double along, double advance)
{
    if (line->flat) {
        line->c.x = d->flat++;
        return;
    }
    fz_point from =
        fz_transform_point_xy(line->vertical ? 0 : (float)along,
                              d->now.rise - (line->vertical ? (float)along : 0), line->m);
    line->c.x = from.x;
    line->c.y = from.y;
    line->c.advance = advance * line->unit;
}

void ls_pdf_show(struct ls_pdf_drawing *d, const char *bytes, size_t len)
{
    struct ls_pdf *pdf = d->pdf;
    pdf_font_desc *font = d->now.font;
    struct line line = {.unit = 0};
    double along = 0; /* of the string, in text space */
    if (!font || !font->encoding)
        return;
    begin_line(d, &line);
    bool type3 = font->font && fz_font_t3_procs(pdf->ctx, font->font);
    d->hidden += line.flat;
    for (size_t at = 0, n; at < len; at += n) {
        unsigned char next[8]; /* the decoder asks for bytes that may be written */
        unsigned code = 0;
        size_t some = len - at < sizeof next ? len - at : sizeof next;
        memcpy(next, bytes + at, some);
        int taken = pdf_decode_cmap(font->encoding, next, next + some, &code);
        n = taken > 0 ? (size_t)taken : 1;
        ls_pdf_tick(pdf);
        int cid = pdf_lookup_cmap(font->encoding, code);
        cid = cid < 0 ? 0 : cid;
        bool mapped = find_text(font, cid, &line.c);
        double advance = advance_of(d, &line, cid, n == 1 && code == ' ');
        if (type3 && !line.flat)
            measure_type3(&line, advance);
        place(d, &line, along, advance);
        show_char(d, &line.c, mapped, n > 1 && cid > 0);
        along += advance;
    }
    d->hidden -= line.flat;
    d->tm = fz_pre_translate(d->tm, line.vertical ? 0 : (float)along,
                             line.vertical ? -(float)along : 0);
}
