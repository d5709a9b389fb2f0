/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Three texts grow while a part is read: what is shown, what is marked as invisible, and remarks
 * that are not drawn at all. They go out when an annotation or the part ends.
 *
 *   <TextObject Boundary="10 20 50 6" Size="4" CTM="…">      place and size
 *     <TextCode X="0" Y="4" DeltaX="4 g 2 2">机密★</TextCode>     start on the baseline, advances
 *   </TextObject>
 */
#include "formats/ofd_page.h"

#include "base/alloc.h"
#include "formats/layout.h"

#include <math.h>
#include <string.h>

enum text { SHOWN, INVISIBLE, REMARKS, TEXTS_N };

enum { DIGITS_MIN = 11 }; /* in a row, that may be somebody's number */

struct matrix {
    double a, b, c, d, e, f;
};

static const struct matrix identity = {1, 0, 0, 1, 0, 0};

struct ls_ofd_page {
    struct ls_package *package;
    struct ls_layout *texts[TEXTS_N];
    struct ls_part_info info;
    enum ls_part part; /* of what is shown now */

    uint32_t depth, object_depth, code_depth; /* open elements; of the object and code at hand */
    uint32_t skip_depth;
    bool in_object, in_code, in_skip, in_remark;
    bool invisible;
    double origin_x, origin_y; /* of an annotation's appearance */
    double box_x, box_y, size;
    double read_x, read_y; /* direction of writing */
    struct matrix ctm;
    double x, y; /* of the code at hand: kept for one that does not say */
    double sum_x, sum_y;
    bool has_deltas;
    uint32_t remarks_n;
    bool telling;    /* the remark at hand has more than short numbers in it */
    unsigned digits; /* … at its end */
};

struct ls_result ls_ofd_page_new(struct ls_package *package, struct ls_ofd_page **page)
{
    *page = ls_calloc(1, sizeof **page);
    if (!*page)
        return ls_stop(LS_E_MEMORY);
    (*page)->package = package;
    for (size_t i = 0; i < TEXTS_N; i++)
        LS_TRY(ls_layout_new(package->job, &(*page)->texts[i]));
    return ls_ok();
}

void ls_ofd_page_free(struct ls_ofd_page *page)
{
    if (!page)
        return;
    for (size_t i = 0; i < TEXTS_N; i++)
        ls_layout_free(page->texts[i]);
    ls_free(page);
}

static struct ls_result flush_text(struct ls_ofd_page *page, enum text text, enum ls_part part)
{
    struct ls_part_info info = page->info;
    info.part = part;
    if (ls_layout_is_empty(page->texts[text]))
        return ls_ok();
    LS_TRY(ls_emit_part(page->package->job, &info));
    /* A watermark covers its page many times over. */
    return ls_layout_emit(page->texts[text], part == LS_PART_WATERMARK);
}

static struct ls_result flush(struct ls_ofd_page *page)
{
    LS_TRY(flush_text(page, SHOWN, page->part));
    LS_TRY(flush_text(page, INVISIBLE, LS_PART_HIDDEN));
    return flush_text(page, REMARKS, LS_PART_ANNOTATION);
}

/* The exponent at p, "e-16", if there is one; where it ends. */
static const char *exponent(const char *p, const char *end, double *factor)
{
    const char *q = p + 1;
    int value = 0;
    *factor = 1;
    if (p == end || (*p | 0x20) != 'e')
        return p;
    bool minus = q < end && *q == '-';
    if (q < end && (*q == '-' || *q == '+'))
        q++;
    if (q == end || *q < '0' || *q > '9')
        return p;
    for (; q < end && *q >= '0' && *q <= '9'; q++)
        value = value < 40 ? value * 10 + (*q - '0') : value;
    for (; value > 0; value--)
        *factor = minus ? *factor / 10 : *factor * 10;
    return q;
}

/* Takes the next number of a list, "12.5 0 -3e2". False: there is none. */
static bool next_number(struct ls_str *list, double *number)
{
    const char *p = list->at, *end = list->at + list->len;
    double value = 0, scale = 1, factor;
    bool point = false;
    while (p < end && !((*p >= '0' && *p <= '9') || *p == '.' || *p == '-'))
        p++;
    bool any = p < end;
    bool minus = any && *p == '-';
    for (p += minus; p < end && ((*p >= '0' && *p <= '9') || (*p == '.' && !point)); p++) {
        point = point || *p == '.';
        if (*p != '.') {
            value = value * 10 + (*p - '0');
            scale = point ? scale * 10 : scale;
        }
    }
    p = exponent(p, end, &factor);
    list->at = p;
    list->len = (size_t)(end - p);
    *number = (minus ? -value : value) / scale * factor;
    return any;
}

static size_t numbers(struct ls_str list, double *out, size_t n)
{
    size_t got = 0;
    while (got < n && list.len && next_number(&list, &out[got]))
        got++;
    return got;
}

/* "5 g 3 4 2": 5, then three times 4, then 2 (GB/T 33190 11.3). */
static double sum_of(struct ls_str list)
{
    double sum = 0, number, times;
    while (list.len) {
        const char *g = list.at;
        while (list.len && (*list.at == ' ' || *list.at == '\t'))
            list.at++, list.len--;
        bool repeated = list.len && (*list.at == 'g' || *list.at == 'G');
        if (!next_number(&list, &number))
            break;
        if (repeated) {
            times = number < 0 ? 0 : number;
            if (!next_number(&list, &number))
                break;
            number *= times;
        }
        sum += number;
        if (list.at == g)
            break;
    }
    return sum;
}

/* TextObject (11.2): its box, matrix and size. */
static void begin_object(struct ls_ofd_page *page, const struct ls_xml_tag *tag)
{
    static const double steps[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    double box[2] = {0, 0}, m[6], number = 0;
    page->in_object = true;
    page->object_depth = page->depth;
    numbers(ls_xml_attr(tag, "Boundary"), box, 2);
    page->box_x = box[0] + page->origin_x;
    page->box_y = box[1] + page->origin_y;
    page->ctm = identity;
    if (numbers(ls_xml_attr(tag, "CTM"), m, 6) == 6)
        page->ctm = (struct matrix){m[0], m[1], m[2], m[3], m[4], m[5]};
    page->size = numbers(ls_xml_attr(tag, "Size"), &number, 1) && number > 0 ? number : 1;
    number = 0;
    numbers(ls_xml_attr(tag, "ReadDirection"), &number, 1);
    const double *step = steps[number == 90 ? 1 : number == 180 ? 2 : number == 270 ? 3 : 0];
    page->read_x = step[0];
    page->read_y = step[1];
    page->x = page->y = 0;
    page->invisible = ls_str_is(ls_xml_attr(tag, "Visible"), "false");
}

static struct ls_layout *code_text(const struct ls_ofd_page *page)
{
    return page->texts[page->invisible ? INVISIBLE : SHOWN];
}

static struct ls_result begin_code(struct ls_ofd_page *page, const struct ls_xml_tag *tag)
{
    struct ls_str dx = ls_xml_attr(tag, "DeltaX"), dy = ls_xml_attr(tag, "DeltaY");
    double number;
    page->in_code = true;
    page->code_depth = page->depth;
    if (numbers(ls_xml_attr(tag, "X"), &number, 1))
        page->x = number;
    if (numbers(ls_xml_attr(tag, "Y"), &number, 1))
        page->y = number;
    page->sum_x = sum_of(dx);
    page->sum_y = sum_of(dy);
    if (ls_layout_is_full(code_text(page)))
        LS_TRY(flush(page));
    page->has_deltas = page->sum_x < 0 || page->sum_x > 0 || page->sum_y < 0 || page->sum_y > 0;
    return ls_layout_begin(code_text(page));
}

/* Where the code stands on the page. */
static struct ls_layout_piece place(const struct ls_ofd_page *page)
{
    const struct matrix *m = &page->ctm;
    double dx = page->read_x, dy = page->read_y, advance = 0;
    if (page->has_deltas) {
        bool along = fabs(page->sum_x) >= fabs(page->sum_y);
        dx = along ? (page->sum_x < 0 ? -1 : 1) : 0;
        dy = along ? 0 : (page->sum_y < 0 ? -1 : 1);
        advance = fabs(along ? page->sum_x : page->sum_y) + page->size;
    } else {
        advance = ls_layout_width(code_text(page), page->size);
    }
    double x = dx * m->a + dy * m->c, y = dx * m->b + dy * m->d, scale = hypot(x, y);
    return (struct ls_layout_piece){
        .x = page->x * m->a + page->y * m->c + m->e + page->box_x,
        .y = page->x * m->b + page->y * m->d + m->f + page->box_y,
        .dx = x,
        .dy = y,
        .length = advance * scale,
        .size = page->size * scale,
    };
}

static struct ls_result end_code(struct ls_ofd_page *page)
{
    struct ls_layout_piece piece = place(page);
    page->in_code = false;
    return ls_layout_end(code_text(page), &piece);
}

/* Text that is not drawn: each a line of its own. */
static struct ls_result remark(struct ls_ofd_page *page, struct ls_str text,
                               const struct ls_map *map, uint64_t base)
{
    if (!page->in_remark) {
        page->in_remark = true;
        page->telling = false;
        page->digits = 0;
        if (ls_layout_is_full(page->texts[REMARKS]))
            LS_TRY(flush(page));
        LS_TRY(ls_layout_begin(page->texts[REMARKS]));
    }
    for (size_t i = 0; i < text.len && !page->telling; i++) {
        unsigned char c = (unsigned char)text.at[i];
        page->digits = (unsigned)(c - '0') < 10 ? page->digits + 1 : 0;
        page->telling = c >= 0x80 || (c | 0x20u) - 'a' < 26u || page->digits == DIGITS_MIN;
    }
    return ls_layout_text(page->texts[REMARKS], text, map, base);
}

static struct ls_result end_remark(struct ls_ofd_page *page)
{
    struct ls_layout_piece line = {.y = 10.0 * page->remarks_n, .size = 1};
    if (!page->in_remark)
        return ls_ok();
    page->in_remark = false;
    if (!page->telling) {
        ls_layout_drop(page->texts[REMARKS]);
        return ls_ok();
    }
    page->remarks_n++;
    return ls_layout_end(page->texts[REMARKS], &line);
}

static struct ls_result remark_attr(struct ls_ofd_page *page, const struct ls_xml_tag *tag,
                                    const char *name)
{
    struct ls_str value = ls_xml_attr(tag, name);
    if (value.len == 0)
        return ls_ok();
    LS_TRY(remark(page, value, NULL, 0));
    return end_remark(page);
}

static struct ls_result begin_annot(struct ls_ofd_page *page, const struct ls_xml_tag *tag)
{
    bool watermark = ls_str_is(ls_xml_attr(tag, "Type"), "Watermark") ||
                     ls_str_is(ls_xml_attr(tag, "Subtype"), "Watermark");
    enum ls_part part = watermark ? LS_PART_WATERMARK : LS_PART_ANNOTATION;
    if (part != page->part)
        LS_TRY(flush(page));
    page->part = part;
    page->origin_x = page->origin_y = 0;
    return remark_attr(page, tag, "Creator");
}

/* What holds numbers or drawing orders. */
static bool is_silent(struct ls_str local)
{
    static const char *const names[] = {
        "AbbreviatedData", "Glyphs",  "PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox",
        "MaxUnitID",       "PageRes", "DrawParam",   "MediaFile",      "FontFile",   "Thumbnail",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (ls_str_is(local, names[i]))
            return true;
    return false;
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct ls_ofd_page *page = user;
    double box[2] = {0, 0};
    page->depth++;
    if (page->in_skip || page->in_code)
        return ls_ok();
    LS_TRY(end_remark(page));
    if (ls_str_is(tag->local, "TextCode"))
        return begin_code(page, tag);
    if (ls_str_is(tag->local, "TextObject")) {
        begin_object(page, tag);
    } else if (ls_str_is(tag->local, "Annot")) {
        return begin_annot(page, tag);
    } else if (ls_str_is(tag->local, "URI")) {
        return remark_attr(page, tag, "URI");
    } else if (ls_str_is(tag->local, "Appearance")) {
        numbers(ls_xml_attr(tag, "Boundary"), box, 2);
        page->origin_x = box[0];
        page->origin_y = box[1];
    } else if (is_silent(tag->local)) {
        page->in_skip = true;
        page->skip_depth = page->depth;
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct ls_ofd_page *page = user;
    uint32_t depth = page->depth--;
    (void)tag;
    if (page->in_skip)
        page->in_skip = depth != page->skip_depth;
    if (page->in_code && depth == page->code_depth)
        return end_code(page);
    if (page->in_object && depth == page->object_depth)
        page->in_object = page->invisible = false;
    return end_remark(page);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct ls_ofd_page *page = user;
    if (page->in_skip)
        return ls_ok();
    if (!page->in_code)
        return remark(page, text, map, base);
    return ls_layout_text(code_text(page), text, map, base);
}

struct ls_result ls_ofd_page_read(struct ls_ofd_page *page, size_t index, enum ls_part part,
                                  uint32_t number)
{
    const struct ls_xml_handler handler = {
        .start = on_start, .end = on_end, .text = on_text, .user = page};
    page->part = part;
    ls_package_info(page->package, index, part, &page->info);
    page->info.page = number;
    page->depth = 0;
    page->in_object = page->in_code = page->in_skip = page->in_remark = false;
    page->invisible = false;
    page->origin_x = page->origin_y = page->box_x = page->box_y = page->x = page->y = 0;
    page->read_x = page->size = 1;
    page->read_y = 0;
    page->ctm = identity;
    page->remarks_n = 0;
    LS_TRY(ls_package_read(page->package, index, &handler));
    return flush(page);
}
