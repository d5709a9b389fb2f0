/* SPDX-License-Identifier: Apache-2.0 */
/*
 * MuPDF opens a content stream by itself, so the linker has it come by here for that (--wrap in
 * CMakeLists.txt).
 *
 * Done here is what sets text and shows it, paths, and what changes nothing of text (colours,
 * widths of lines). MuPDF's are operators whose operands name resources, those that its interpreter
 * counts (q, Q, BT, ET), and any with other operands than it should have.
 */
#include "formats/pdf_plain.h"

#include "formats/pdf_operator.h"

#include <string.h>

enum {
    WINDOW = 32 << 10, /* bytes of content that are at hand */
    FONTS = 8,         /* of a stream that are known by name; further ones in place of the first */
    FONT_NAME = 32,
};

struct font {
    char name[FONT_NAME];
    pdf_font_desc *font;
};

struct ls_pdf_plain {
    struct ls_pdf_drawing *drawing;
    fz_stream *inner;
    size_t at, end; /* of the window */
    bool last;      /* nothing follows it */
    bool passive;   /* it is MuPDF's from here on */
    struct font fonts[FONTS];
    unsigned fonts_n;
    struct ls_pdf_operator op;
    unsigned char passed[LS_PDF_OPERATOR_MAX + 1]; /* what MuPDF has at hand */
    char window[WINDOW];
};

/* ---- fonts ---------------------------------------------------------------------------------- */

static pdf_font_desc *find_font(const struct ls_pdf_plain *plain, struct ls_str name)
{
    for (unsigned i = 0; i < FONTS && name.len < FONT_NAME; i++) {
        const struct font *font = &plain->fonts[i];
        if (font->font && memcmp(font->name, name.at, name.len) == 0 && !font->name[name.len])
            return font->font;
    }
    return NULL;
}

void ls_pdf_plain_font(struct ls_pdf_plain *plain, const char *name, pdf_font_desc *font)
{
    size_t len = strlen(name);
    if (len >= FONT_NAME || strcmp(name, "ExtGState") == 0) /* not a name of the resources */
        return;
    struct font *to = &plain->fonts[plain->fonts_n++ % FONTS];
    memcpy(to->name, name, len + 1);
    to->font = font;
}

/* ---- operators ------------------------------------------------------------------------------ */

/* Whether these are all its operands. */
static bool has(const struct ls_pdf_operator *op, unsigned numbers, unsigned names,
                unsigned strings)
{
    return op->numbers_n == numbers && op->names_n == names && op->strings_n == strings &&
           op->arrays_n == 0 && op->dicts_n == 0;
}

static bool set_font(struct ls_pdf_plain *plain)
{
    const struct ls_pdf_operator *op = &plain->op;
    struct ls_pdf_drawing *d = plain->drawing;
    pdf_font_desc *font = has(op, 1, 1, 0) ? find_font(plain, op->name) : NULL;
    if (font)
        ls_pdf_set_font(d, font, op->numbers[0]);
    return font;
}

static bool show_items(struct ls_pdf_drawing *d, const struct ls_pdf_operator *op)
{
    if (op->numbers_n || op->names_n || op->strings_n || op->arrays_n != 1 || op->dicts_n)
        return false;
    for (size_t i = 0; i < op->items_n; i++) {
        const struct ls_pdf_item *item = &op->items[i];
        if (item->string.at)
            ls_pdf_show(d, item->string.at, item->string.len);
        else
            ls_pdf_move(d, item->number);
        ls_pdf_tick(d->pdf);
    }
    return true;
}

static bool begin_mark(struct ls_pdf_drawing *d, const struct ls_pdf_operator *op)
{
    if (op->numbers_n || op->names_n != 1 || op->strings_n || op->arrays_n || op->dicts_n != 1 ||
        (op->name.len == 2 && memcmp(op->name.at, "OC", 2) == 0)) /* a layer */
        return false;
    ls_pdf_begin_mark(d, op->name, false, &op->entries);
    return true;
}

/* One that has numbers for operands, or none. */
static bool do_numbers(struct ls_pdf_drawing *d, const struct ls_pdf_operator *op)
{
    pdf_processor *p = &d->super;
    fz_context *ctx = d->pdf->ctx;
    const float *v = op->numbers;
#define DO(key, n, call)                                                                           \
    case key:                                                                                      \
        if (op->numbers_n != (n))                                                                  \
            return false;                                                                          \
        p->call;                                                                                   \
        return true
    switch (op->key) {
        DO(LS_PDF_OP('T', 'm', 0), 6, op_Tm(ctx, p, v[0], v[1], v[2], v[3], v[4], v[5]));
        DO(LS_PDF_OP('T', 'd', 0), 2, op_Td(ctx, p, v[0], v[1]));
        DO(LS_PDF_OP('T', 'D', 0), 2, op_TD(ctx, p, v[0], v[1]));
        DO(LS_PDF_OP('T', '*', 0), 0, op_Tstar(ctx, p));
        DO(LS_PDF_OP('T', 'c', 0), 1, op_Tc(ctx, p, v[0]));
        DO(LS_PDF_OP('T', 'w', 0), 1, op_Tw(ctx, p, v[0]));
        DO(LS_PDF_OP('T', 'z', 0), 1, op_Tz(ctx, p, v[0]));
        DO(LS_PDF_OP('T', 'L', 0), 1, op_TL(ctx, p, v[0]));
        DO(LS_PDF_OP('T', 's', 0), 1, op_Ts(ctx, p, v[0]));
        DO(LS_PDF_OP('c', 'm', 0), 6, op_cm(ctx, p, v[0], v[1], v[2], v[3], v[4], v[5]));
        DO(LS_PDF_OP('E', 'M', 'C'), 0, op_EMC(ctx, p));
        DO(LS_PDF_OP('m', 0, 0), 2, op_m(ctx, p, v[0], v[1]));
        DO(LS_PDF_OP('l', 0, 0), 2, op_l(ctx, p, v[0], v[1]));
        DO(LS_PDF_OP('r', 'e', 0), 4, op_re(ctx, p, v[0], v[1], v[2], v[3]));
        /* What changes nothing of text. */
    case LS_PDF_OP('c', 0, 0):
    case LS_PDF_OP('v', 0, 0):
    case LS_PDF_OP('y', 0, 0):
    case LS_PDF_OP('h', 0, 0):
    case LS_PDF_OP('S', 0, 0):
    case LS_PDF_OP('s', 0, 0):
    case LS_PDF_OP('f', 0, 0):
    case LS_PDF_OP('F', 0, 0):
    case LS_PDF_OP('f', '*', 0):
    case LS_PDF_OP('B', 0, 0):
    case LS_PDF_OP('B', '*', 0):
    case LS_PDF_OP('b', 0, 0):
    case LS_PDF_OP('b', '*', 0):
    case LS_PDF_OP('n', 0, 0):
    case LS_PDF_OP('W', 0, 0):
    case LS_PDF_OP('W', '*', 0):
    case LS_PDF_OP('w', 0, 0):
    case LS_PDF_OP('j', 0, 0):
    case LS_PDF_OP('J', 0, 0):
    case LS_PDF_OP('M', 0, 0):
    case LS_PDF_OP('i', 0, 0):
    case LS_PDF_OP('g', 0, 0):
    case LS_PDF_OP('G', 0, 0):
    case LS_PDF_OP('k', 0, 0):
    case LS_PDF_OP('K', 0, 0):
    case LS_PDF_OP('r', 'g', 0):
    case LS_PDF_OP('R', 'G', 0):
    case LS_PDF_OP('s', 'c', 0):
    case LS_PDF_OP('S', 'C', 0):
    case LS_PDF_OP('s', 'c', 'n'):
    case LS_PDF_OP('S', 'C', 'N'):
        ls_pdf_tick(d->pdf);
        return true;
    default:
        return false;
    }
#undef DO
}

/* Does it; false: it is MuPDF's. */
static bool do_operator(struct ls_pdf_plain *plain)
{
    const struct ls_pdf_operator *op = &plain->op;
    struct ls_pdf_drawing *d = plain->drawing;
    if (op->partial)
        return false;
    switch (op->key) {
    case LS_PDF_OP('T', 'f', 0):
        return set_font(plain);
    case LS_PDF_OP('T', 'J', 0):
        return show_items(d, op);
    case LS_PDF_OP('B', 'D', 'C'):
        return begin_mark(d, op);
    case LS_PDF_OP('B', 'M', 'C'):
        if (!has(op, 0, 1, 0))
            return false;
        d->super.op_BMC(d->pdf->ctx, &d->super, "");
        return true;
    case LS_PDF_OP('T', 'j', 0):
        if (!has(op, 0, 0, 1))
            return false;
        ls_pdf_show(d, op->string.at, op->string.len);
        return true;
    default:
        return has(op, op->numbers_n, 0, 0) && do_numbers(d, op);
    }
}

/* Operators that leave MuPDF at the beginning of another; BI does not. */
static bool is_known(uint32_t key)
{
    static const char names[][4] = {
        "q",  "Q",  "cm", "BT", "ET", "Tc", "Tw",  "Tz",  "TL",  "Tf", "Tr", "Ts", "Td", "TD",
        "Tm", "T*", "Tj", "TJ", "'",  "\"", "BMC", "BDC", "EMC", "MP", "DP", "Do", "gs", "sh",
        "ri", "cs", "CS", "sc", "SC", "d",  "scn", "SCN", "BX",  "EX", "m",  "l",  "re"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (LS_PDF_OP(names[i][0], names[i][1], names[i][2]) == key)
            return true;
    return false;
}

/* ---- the stream ----------------------------------------------------------------------------- */

static void read_more(fz_context *ctx, struct ls_pdf_plain *plain)
{
    size_t had = plain->end - plain->at;
    memmove(plain->window, plain->window + plain->at, had);
    plain->at = 0;
    size_t got = fz_read(ctx, plain->inner, (unsigned char *)plain->window + had, WINDOW - had);
    plain->end = had + got;
    plain->last = plain->end < WINDOW;
    ls_pdf_must(plain->drawing->pdf, ls_charge(plain->drawing->pdf->job, 0, 0));
}

/* MuPDF gets these bytes. */
static int give(fz_stream *stream, unsigned char *bytes, size_t len)
{
    stream->rp = bytes;
    stream->wp = bytes + len;
    stream->pos += (int64_t)len;
    return *stream->rp++;
}

/* All that is left, as it comes. */
static int give_rest(fz_context *ctx, fz_stream *stream, struct ls_pdf_plain *plain)
{
    plain->passive = true;
    if (plain->at == plain->end && !plain->last)
        read_more(ctx, plain);
    if (plain->at == plain->end)
        return EOF;
    size_t from = plain->at;
    plain->at = plain->end;
    return give(stream, (unsigned char *)plain->window + from, plain->end - from);
}

static int give_operator(fz_stream *stream, struct ls_pdf_plain *plain, const char *from,
                         size_t len)
{
    memcpy(plain->passed, from, len);
    plain->passed[len] = '\n'; /* it ends there, and nothing of the next one is looked at */
    return give(stream, plain->passed, len + 1);
}

/* Does operators up to one that is MuPDF's. */
static int next(fz_context *ctx, fz_stream *stream, size_t max)
{
    struct ls_pdf_plain *plain = stream->state;
    (void)max;
    while (!plain->passive) {
        size_t used;
        while (plain->at < plain->end && ls_pdf_is_white(plain->window[plain->at]))
            plain->at++;
        const char *from = plain->window + plain->at;
        enum ls_pdf_reading r =
            ls_pdf_read_operator(&plain->op, from, plain->window + plain->end, plain->last, &used);
        if (r == LS_PDF_SHORT && plain->end - plain->at < WINDOW) {
            read_more(ctx, plain);
            continue;
        }
        if (r != LS_PDF_READ || used > LS_PDF_OPERATOR_MAX)
            break;
        plain->at += used;
        if (do_operator(plain))
            continue;
        if (is_known(plain->op.key))
            return give_operator(stream, plain, from, used);
        plain->at -= used;
        break;
    }
    return give_rest(ctx, stream, plain);
}

static void drop(fz_context *ctx, void *state)
{
    struct ls_pdf_plain *plain = state;
    fz_drop_stream(ctx, plain->inner);
    fz_free(ctx, plain);
}

/* ---- opening it ----------------------------------------------------------------------------- */

fz_stream *__real_pdf_open_contents_stream(fz_context *ctx, pdf_document *doc, pdf_obj *stream);
fz_stream *__wrap_pdf_open_contents_stream(fz_context *ctx, pdf_document *doc, pdf_obj *stream);

fz_stream *__wrap_pdf_open_contents_stream(fz_context *ctx, pdf_document *doc, pdf_obj *stream)
{
    struct ls_pdf *pdf = fz_user_context(ctx);
    struct ls_pdf_drawing *d = pdf->interpreted;
    pdf->interpreted = NULL;
    fz_stream *inner = __real_pdf_open_contents_stream(ctx, doc, stream);
    if (!d)
        return inner;
    struct ls_pdf_plain *plain = fz_malloc(ctx, sizeof *plain); /* what is lost is the heap's */
    memset(plain, 0, offsetof(struct ls_pdf_plain, op));
    plain->drawing = d;
    plain->inner = inner;
    d->plain = plain;
    return fz_new_stream(ctx, plain, next, drop);
}

void ls_pdf_interpret(struct ls_pdf_drawing *d, pdf_obj *resources, pdf_obj *stream)
{
    struct ls_pdf *pdf = d->pdf;
    pdf->interpreted = d;
    pdf_process_contents(pdf->ctx, &d->super, pdf->doc, resources, stream, &pdf->cookie);
    pdf->interpreted = NULL;
}
