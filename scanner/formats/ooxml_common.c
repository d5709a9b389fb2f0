/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts that documents, workbooks and presentations have in common (ECMA-376 Part 1, 14 and 15).
 */
#include "formats/ooxml.h"
#include "formats/ooxml_rels.h"
#include "formats/ooxml_text.h"
#include "formats/ooxml_values.h"

#include <string.h>

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* 15.2.12; custom properties (22.3) have their name in an attribute. */
static struct ls_result read_properties(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_value list[] = {
        {"property", {"name"}, false, LS_OOXML_END_ROW},
    };
    static const struct ls_ooxml_values values = {list, LENGTH(list), .all_text = true};
    return ls_ooxml_read_values(package, part, &values);
}

/* Authors of comments and changes, by all their names; tags of slides (19.3.1.47). */
static struct ls_result read_names(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_value list[] = {
        {"author", {"name", "userId"}, false, LS_OOXML_END_LINE},
        {"cmAuthor", {"name"}, false, LS_OOXML_END_LINE},
        {"person", {"author", "displayName", "userId"}, false, LS_OOXML_END_LINE},
        {"presenceInfo", {"userId"}, false, LS_OOXML_END_LINE},
        {"tag", {"name", "val"}, false, LS_OOXML_END_LINE},
    };
    static const struct ls_ooxml_values values = {list, LENGTH(list), .all_text = false};
    return ls_ooxml_read_values(package, part, &values);
}

/* A diagram as it was drawn last, for readers that cannot lay it out: mostly what its data says. */
static struct ls_result read_drawn(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    const struct ls_ooxml_text_options options = {.diagram = &package->diagrams, .drawn = true};
    return ls_ooxml_read_text(package, part, &options);
}

static struct ls_result read_diagram(struct ls_ooxml *package, const struct ls_ooxml_part *part)
{
    const struct ls_ooxml_text_options options = {.diagram = &package->diagrams};
    return ls_ooxml_read_text(package, part, &options);
}

const struct ls_ooxml_root ls_ooxml_common_roots[] = {
    {"Relationships", LS_PART_FIELD, ls_ooxml_read_rels},
    {"Types", LS_PART_NONE, NULL},
    {"coreProperties", LS_PART_PROPERTY, read_properties},
    {"Properties", LS_PART_PROPERTY, read_properties},
    {"people", LS_PART_PROPERTY, read_names},
    {"personList", LS_PART_PROPERTY, read_names},
    {"authorLst", LS_PART_PROPERTY, read_names},
    {"cmAuthorLst", LS_PART_PROPERTY, read_names},
    {"tagLst", LS_PART_PROPERTY, read_names},
    {"labelList", LS_PART_PROPERTY, ls_ooxml_read_everything},
    {"chartSpace", LS_PART_CHART, ls_ooxml_read_chart},
    {"userShapes", LS_PART_TEXT_BOX, ls_ooxml_read_drawing},
    {"dataModel", LS_PART_TEXT_BOX, read_diagram},
    {"drawing", LS_PART_TEXT_BOX, read_drawn},
    {"wsDr", LS_PART_TEXT_BOX, ls_ooxml_read_drawing},
    {"xml", LS_PART_TEXT_BOX, ls_ooxml_read_drawing}, /* VML in a part of its own */
    /* Fonts, colours and settings. They carry names of fonts in every script. */
    {"theme", LS_PART_NONE, NULL},
    {"themeOverride", LS_PART_NONE, NULL},
    {"colorsDef", LS_PART_NONE, NULL},
    {"styleDef", LS_PART_NONE, NULL},
    {"layoutDef", LS_PART_NONE, NULL},
    {"colorStyle", LS_PART_NONE, NULL},
    {"chartStyle", LS_PART_NONE, NULL},
    {"datastoreItem", LS_PART_NONE, NULL},
};
const size_t ls_ooxml_common_roots_n = LENGTH(ls_ooxml_common_roots);

const struct ls_ooxml_root ls_ooxml_custom_root = {"", LS_PART_PROPERTY, ls_ooxml_read_everything};
