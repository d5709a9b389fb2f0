/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/pdf_pieces.h"

#include "base/alloc.h"

#include <math.h>

enum { PIECE_MAX = 32 << 10 }; /* bytes, then another piece begins */

static const double back = 0.3;       /* sizes that a character may stand before the end, … */
static const double ahead = 0.5;      /* … and behind it, in one piece */
static const double ahead_wide = 0.3; /* … between characters of which both are wide, or one */
static const double ahead_mixed = 0.2;
static const double blank_gap = 0.15; /* a word ends here, where words have blanks */
static const double off_line = 0.1;   /* … and beside the baseline */

struct ls_result ls_pdf_pieces_init(struct ls_pdf_pieces *pieces, struct ls_format_job *job)
{
    pieces->text.limit = PIECE_MAX + sizeof((struct ls_pdf_char *)NULL)->utf8 + 1;
    for (size_t i = 0; i < LS_PDF_SLOTS; i++) {
        LS_TRY(ls_layout_new(job, &pieces->layouts[i]));
        ls_layout_words(pieces->layouts[i]);
    }
    return ls_ok();
}

void ls_pdf_pieces_fini(struct ls_pdf_pieces *pieces)
{
    for (size_t i = 0; i < LS_PDF_SLOTS; i++)
        ls_layout_free(pieces->layouts[i]);
    LS_VEC_FINI(&pieces->text);
}

void ls_pdf_pieces_clear(struct ls_pdf_pieces *pieces)
{
    for (size_t i = 0; i < LS_PDF_SLOTS; i++)
        ls_layout_clear(pieces->layouts[i]);
    LS_VEC_CLEAR(&pieces->text);
    pieces->open = false;
}

struct ls_result ls_pdf_pieces_cut(struct ls_pdf_pieces *p)
{
    struct ls_layout *layout = p->layouts[p->slot];
    if (!p->open)
        return ls_ok();
    p->open = false;
    struct ls_layout_piece piece = {p->x, p->y, p->dx, p->dy, p->end, p->size};
    LS_TRY(ls_layout_begin(layout));
    LS_TRY(ls_layout_text(layout, (struct ls_str){p->text.at, p->text.n}, NULL, 0));
    LS_VEC_CLEAR(&p->text);
    return ls_layout_end(layout, &piece);
}

/* Whether a character goes on where the piece ends; *gap: the sizes between them. */
static bool goes_on(const struct ls_pdf_pieces *p, enum ls_pdf_slot slot,
                    const struct ls_pdf_char *c, double *along, double *gap)
{
    double x = c->x - p->x, y = c->y - p->y;
    if (!p->open || p->slot != slot || p->text.n >= PIECE_MAX || fabs(p->dx - c->dx) > 0.01 ||
        fabs(p->dy - c->dy) > 0.01)
        return false;
    if (c->size > 1.2 * p->size || p->size > 1.2 * c->size)
        return false;
    double across = fabs(y * c->dx - x * c->dy), most = ahead;
    if (p->wide || c->wide)
        most = p->wide && c->wide ? ahead_wide : ahead_mixed;
    *along = x * c->dx + y * c->dy;
    *gap = (*along - p->end) / c->size;
    return across<off_line * c->size && * gap> - back && *gap < most;
}

struct ls_result ls_pdf_pieces_put(struct ls_pdf_pieces *p, enum ls_pdf_slot slot,
                                   const struct ls_pdf_char *c, bool *full)
{
    double along = 0, gap;
    bool blank = c->len == 1 && c->utf8[0] == ' ';
    *full = false;
    if (goes_on(p, slot, c, &along, &gap)) {
        if (gap > blank_gap && !p->blank && !blank && !(p->wide && c->wide))
            LS_TRY(ls_buf_char(&p->text, ' '));
    } else {
        LS_TRY(ls_pdf_pieces_cut(p));
        if (ls_layout_is_full(p->layouts[slot])) {
            *full = true;
            return ls_ok();
        }
        if (blank) /* no piece begins with one */
            return ls_ok();
        p->open = true;
        p->slot = slot;
        p->x = c->x;
        p->y = c->y;
        p->dx = c->dx;
        p->dy = c->dy;
        p->size = c->size;
        along = 0;
    }
    p->end = along + c->advance;
    p->wide = c->wide;
    p->blank = blank;
    return ls_buf_add(&p->text, c->utf8, c->len);
}
