/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content types (ECMA-376 Part 2, 10.1.2): by part, else by the end of the part's name. They are
 * asked for where the content of a part may not say what it is.
 */
#include "formats/ooxml.h"

struct asking {
    struct ls_str name;
    struct ls_str end;        /* of the name, behind its last dot */
    bool by_part, by_end;     /* one of this kind has been found … */
    bool part_html, end_html; /* … and is HTML */
};

/* ASCII letters in either case. */
static bool is_same(struct ls_str a, struct ls_str b)
{
    for (size_t i = 0; a.len == b.len && i < a.len; i++) {
        unsigned char x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
        if (x != y && ((x ^ y) != 0x20 || (unsigned)((x | 0x20) - 'a') > 25))
            return false;
    }
    return a.len == b.len;
}

static bool is_html(struct ls_str type)
{
    return is_same(type, ls_str_of("text/html")) ||
           is_same(type, ls_str_of("application/xhtml+xml"));
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct asking *a = user;
    struct ls_str part = ls_xml_attr(tag, "PartName"), end = ls_xml_attr(tag, "Extension");
    bool html = is_html(ls_xml_attr(tag, "ContentType"));
    if (part.len && (part.at[0] == '/' || part.at[0] == '\\'))
        part = (struct ls_str){part.at + 1, part.len - 1};
    if (ls_str_is(tag->local, "Override") && is_same(part, a->name)) {
        a->by_part = true;
        a->part_html = html;
    } else if (ls_str_is(tag->local, "Default") && is_same(end, a->end)) {
        a->by_end = true;
        a->end_html = html;
    }
    return ls_ok();
}

struct ls_result ls_ooxml_is_html(struct ls_ooxml *package, struct ls_str name, bool *html)
{
    struct asking a = {.name = name};
    struct ls_xml_handler handler = {.start = on_start, .user = &a};
    const char *why, *detail;
    size_t index = ls_ooxml_find(package, ls_str_of("[Content_Types].xml"));
    size_t dot = name.len;
    *html = false;
    while (dot > 0 && name.at[dot - 1] != '.' && name.at[dot - 1] != '/')
        dot--;
    if (dot > 0 && name.at[dot - 1] == '.')
        a.end = (struct ls_str){name.at + dot, name.len - dot};
    if (index == SIZE_MAX)
        return ls_ok();
    LS_TRY(
        ls_ooxml_read_quietly(package, ls_zip_entry(package->zip, index), &handler, &why, &detail));
    *html = a.by_part ? a.part_html : a.by_end && a.end_html;
    return ls_ok();
}
