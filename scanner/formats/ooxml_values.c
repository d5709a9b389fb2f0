/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/ooxml_values.h"

#include "base/alloc.h"
#include "formats/ooxml_table.h"

#include <string.h>

struct reader {
    struct ls_ooxml_table words;
    struct ls_story *story;
    const struct ls_ooxml_values *values;
    const struct ls_ooxml_value *frames[LS_XML_DEPTH_MAX]; /* NULL: not listed */
    size_t depth;
    uint64_t too_deep;
};

static struct ls_result put_attr(struct reader *r, const struct ls_xml_attr *attr)
{
    struct ls_map map;
    if (ls_xml_all_blank(attr->value))
        return ls_ok();
    ls_map_init(&map, 1);
    struct ls_result put = ls_ok();
    if (attr->plain)
        put = ls_map_add(&map, attr->value.len, attr->off, 1, 1);
    if (!ls_failed(put))
        put = ls_story_text(r->story, LS_PART_NONE, attr->value, attr->plain ? &map : NULL, 0);
    ls_map_fini(&map);
    LS_TRY(put);
    return ls_story_break(r->story, LS_BREAK_CELL);
}

/* Declarations of names, which nobody means to say. */
static bool is_declaration(const struct ls_xml_attr *attr)
{
    return ls_str_is(attr->name, "xmlns") || ls_str_is(attr->local, "schemaLocation") ||
           (attr->name.len > 6 && memcmp(attr->name.at, "xmlns:", 6) == 0);
}

static bool is_listed(const struct ls_ooxml_value *value, struct ls_str local)
{
    for (size_t i = 0; value && i < 3 && value->attrs[i]; i++)
        if (ls_str_is(local, value->attrs[i]))
            return true;
    return false;
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    const struct ls_ooxml_values *values = r->values;
    const struct ls_ooxml_value *value = ls_ooxml_table_find(&r->words, tag->local);
    if (r->depth < LS_XML_DEPTH_MAX)
        r->frames[r->depth++] = value;
    else
        r->too_deep++;
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        if ((values->all_attrs && !is_declaration(attr)) || is_listed(value, attr->local))
            LS_TRY(put_attr(r, attr));
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct reader *r = user;
    (void)tag;
    if (r->too_deep) {
        r->too_deep--;
        return ls_ok();
    }
    const struct ls_ooxml_value *value = r->depth ? r->frames[--r->depth] : NULL;
    enum ls_ooxml_value_end end = value ? value->end : LS_OOXML_END_LINE;
    switch (end) {
    case LS_OOXML_END_NONE:
        return ls_ok();
    case LS_OOXML_END_LINE:
        return ls_story_break(r->story, LS_BREAK_LINE);
    case LS_OOXML_END_CELL:
        return ls_story_break(r->story, LS_BREAK_CELL);
    case LS_OOXML_END_ROW:
        return ls_story_break(r->story, LS_BREAK_ROW);
    }
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct reader *r = user;
    const struct ls_ooxml_value *value = r->depth ? r->frames[r->depth - 1] : NULL;
    bool wanted = value ? value->text : r->values->all_text;
    if (!wanted || ls_xml_all_blank(text))
        return ls_ok();
    return ls_story_text(r->story, LS_PART_NONE, text, map, base);
}

struct ls_result ls_ooxml_read_values(struct ls_ooxml *package, const struct ls_ooxml_part *part,
                                      const struct ls_ooxml_values *values)
{
    struct reader *r = ls_calloc(1, sizeof *r);
    if (!r)
        return ls_stop(LS_E_MEMORY);
    r->story = package->story;
    r->values = values;
    ls_ooxml_table_init(&r->words, values->at, values->n, sizeof *values->at);
    struct ls_xml_handler handler = {.start = on_start, .end = on_end, .text = on_text, .user = r};
    ls_story_begin(package->story, &part->info);
    struct ls_result result = ls_ooxml_read(package, part, &handler);
    ls_free(r);
    LS_TRY(result);
    return ls_story_end(package->story);
}

struct ls_result ls_ooxml_read_everything(struct ls_ooxml *package,
                                          const struct ls_ooxml_part *part)
{
    static const struct ls_ooxml_values everything = {.all_text = true, .all_attrs = true};
    return ls_ooxml_read_values(package, part, &everything);
}
