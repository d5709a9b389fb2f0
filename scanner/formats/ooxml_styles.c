/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_styles.h"

#include "base/alloc.h"
#include "base/fnv.h"

#include <stdlib.h>

enum { BASED_ON_MAX = 16 }; /* steps from a style to the one that says yes or no */

enum vanish { SAYS_NOTHING, SAYS_NO, SAYS_YES };

struct ls_ooxml_style {
    uint64_t id, based_on; /* hashes; based_on 0: nothing */
    uint8_t says;
    bool hides;
    bool fallback; /* of paragraphs without a style */
};

struct reading {
    struct ls_ooxml_styles *styles;
    bool in_style, in_defaults;
    unsigned in_marks; /* open elements that speak of parts of tables or of paragraphs' ends */
    uint8_t defaults;
};

void ls_ooxml_styles_init(struct ls_ooxml_styles *styles)
{
    LS_VEC_INIT(&styles->at, LS_OOXML_STYLES_MAX);
    styles->paragraphs_hidden = false;
}

void ls_ooxml_styles_fini(struct ls_ooxml_styles *styles)
{
    LS_VEC_FINI(&styles->at);
}

static bool is_mark(struct ls_str local)
{
    return ls_str_is(local, "tblStylePr") || ls_str_is(local, "pPr");
}

static struct ls_result begin_style(struct reading *reading, const struct ls_xml_tag *tag)
{
    struct ls_ooxml_styles *styles = reading->styles;
    struct ls_str fallback = ls_xml_attr(tag, "default");
    reading->in_style = styles->at.n < styles->at.limit;
    if (!reading->in_style)
        return ls_ok();
    LS_VEC_PUSH(&styles->at, ((struct ls_ooxml_style){
                                 .id = ls_fnv_str(ls_xml_attr(tag, "styleId")),
                                 .fallback = fallback.at && ls_ooxml_yes(fallback) &&
                                             ls_str_is(ls_xml_attr(tag, "type"), "paragraph"),
                             }));
    return ls_ok();
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reading *reading = user;
    struct ls_ooxml_styles *styles = reading->styles;
    struct ls_ooxml_style *style = reading->in_style ? &styles->at.at[styles->at.n - 1] : NULL;
    if (ls_str_is(tag->local, "style"))
        return begin_style(reading, tag);
    if (ls_str_is(tag->local, "rPrDefault"))
        reading->in_defaults = true;
    reading->in_marks += is_mark(tag->local);
    if (ls_str_is(tag->local, "basedOn") && style)
        style->based_on = ls_fnv_str(ls_xml_attr(tag, "val"));
    if (ls_str_is(tag->local, "vanish") && reading->in_marks == 0) {
        uint8_t says = ls_ooxml_yes(ls_xml_attr(tag, "val")) ? SAYS_YES : SAYS_NO;
        if (style)
            style->says = says;
        else if (reading->in_defaults)
            reading->defaults = says;
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reading *reading = user;
    if (ls_str_is(tag->local, "style"))
        reading->in_style = false;
    if (ls_str_is(tag->local, "rPrDefault"))
        reading->in_defaults = false;
    reading->in_marks -= is_mark(tag->local) && reading->in_marks > 0;
    return ls_ok();
}

static int by_id(const void *a, const void *b)
{
    const struct ls_ooxml_style *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static struct ls_ooxml_style *find(const struct ls_ooxml_styles *styles, uint64_t id)
{
    struct ls_ooxml_style wanted = {.id = id};
    return styles->at.n ? bsearch(&wanted, styles->at.at, styles->at.n, sizeof wanted, by_id)
                        : NULL;
}

struct ls_result ls_ooxml_styles_load(struct ls_ooxml *package, size_t index,
                                      struct ls_ooxml_styles *styles)
{
    struct reading reading = {.styles = styles};
    struct ls_xml_handler handler = {.start = on_start, .end = on_end, .user = &reading};
    const char *why, *detail;
    if (index == SIZE_MAX)
        return ls_ok();
    LS_TRY(
        ls_ooxml_read_quietly(package, ls_zip_entry(package->zip, index), &handler, &why, &detail));
    if (styles->at.n > 1)
        qsort(styles->at.at, styles->at.n, sizeof *styles->at.at, by_id);
    styles->paragraphs_hidden = reading.defaults == SAYS_YES;
    for (size_t i = 0; styles->at.at && i < styles->at.n; i++) {
        struct ls_ooxml_style *style = &styles->at.at[i];
        const struct ls_ooxml_style *at = style;
        for (unsigned n = 0; at && at->says == SAYS_NOTHING && at->based_on && n < BASED_ON_MAX;
             n++)
            at = find(styles, at->based_on);
        style->hides = at != NULL && at->says == SAYS_YES;
        if (style->fallback && style->hides)
            styles->paragraphs_hidden = true;
    }
    return ls_ok();
}

bool ls_ooxml_style_hides(const struct ls_ooxml_styles *styles, struct ls_str id)
{
    const struct ls_ooxml_style *style = find(styles, ls_fnv_str(id));
    return style && style->hides;
}
