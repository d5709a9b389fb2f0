/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/odf_styles.h"

#include "base/alloc.h"
#include "base/fnv.h"
#include "formats/format.h"

static uint64_t key(struct ls_str family, struct ls_str name)
{
    uint64_t h = ls_fnv(ls_fnv_add(ls_fnv_str(family), 0), name.at, name.len);
    return h ? h : 1;
}

void ls_odf_styles_init(struct ls_odf_styles *styles)
{
    LS_VEC_INIT(&styles->hiding, LS_ODF_STYLES_MAX);
    styles->at_hand = 0;
}

void ls_odf_styles_fini(struct ls_odf_styles *styles)
{
    LS_VEC_FINI(&styles->hiding);
}

static bool has(const struct ls_odf_styles *styles, uint64_t wanted)
{
    for (size_t i = 0; i < styles->hiding.n; i++)
        if (styles->hiding.at[i] == wanted)
            return true;
    return false;
}

static struct ls_result add_at_hand(struct ls_odf_styles *styles)
{
    if (styles->at_hand == 0 || styles->hiding.n == LS_ODF_STYLES_MAX ||
        has(styles, styles->at_hand))
        return ls_ok();
    LS_VEC_PUSH(&styles->hiding, styles->at_hand);
    return ls_ok();
}

struct ls_result ls_odf_styles_start(struct ls_odf_styles *styles, const struct ls_xml_tag *tag)
{
    if (ls_str_is(tag->local, "style")) {
        struct ls_str family = ls_xml_attr(tag, "family");
        struct ls_str parent = ls_xml_attr(tag, "parent-style-name");
        styles->at_hand = key(family, ls_xml_attr(tag, "name"));
        return parent.len && has(styles, key(family, parent)) ? add_at_hand(styles) : ls_ok();
    }
    if (styles->at_hand == 0)
        return ls_ok();
    bool hides = (ls_str_is(tag->local, "text-properties") &&
                  ls_str_is(ls_xml_attr(tag, "display"), "none")) ||
                 (ls_str_is(tag->local, "table-properties") &&
                  ls_str_is(ls_xml_attr(tag, "display"), "false")) ||
                 (ls_str_is(tag->local, "drawing-page-properties") &&
                  ls_str_is(ls_xml_attr(tag, "visibility"), "hidden"));
    return hides ? add_at_hand(styles) : ls_ok();
}

void ls_odf_styles_end(struct ls_odf_styles *styles, const struct ls_xml_tag *tag)
{
    if (ls_str_is(tag->local, "style"))
        styles->at_hand = 0;
}

bool ls_odf_styles_hide(const struct ls_odf_styles *styles, const char *family, struct ls_str name)
{
    if (styles->hiding.n == 0 || name.len == 0)
        return false;
    return has(styles, key(ls_str_of(family), name));
}
