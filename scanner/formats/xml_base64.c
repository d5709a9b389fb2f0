/* SPDX-License-Identifier: Apache-2.0 */
#include "formats/xml_base64.h"

#include "formats/base64_child.h"

#include <string.h>

enum {
    SHORT = 64,  /* bytes at the start of what is taken for base64 … */
    LONG = 1024, /* … where the name of the element does not say so */
    LINE = 60,   /* bytes of its lines, but for the last one */
};

void ls_xml_base64_call(struct ls_xml_base64 *base64, const struct ls_xml_tag *tag)
{
    struct ls_str name = ls_xml_attr(tag, "name");
    if (!name.len)
        name = ls_xml_attr(tag, "id");
    base64->name_n = name.len < LS_XML_BASE64_NAME_MAX ? name.len : 0;
    if (base64->name_n)
        memcpy(base64->name, name.at, base64->name_n);
}

bool ls_xml_base64_is(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned c = (unsigned char)text.at[i];
        bool letter = (c | 0x20) - 'a' < 26u || c - '0' < 10u;
        bool blank = c == ' ' || c == '\n' || c == '\t';
        if (!letter && c != '+' && c != '/' && c != '=' && !blank)
            return false;
    }
    return text.len >= SHORT;
}

bool ls_xml_base64_take(struct ls_xml_base64 *base64, struct ls_str text, const struct ls_map *map,
                        uint64_t base)
{
    uint64_t lo, hi;
    bool verbatim;
    if (!ls_map_find(map, base, base + text.len, &lo, &hi, &verbatim))
        return false;
    base64->lo = base64->hi ? base64->lo : lo;
    base64->hi = hi;
    return true;
}

static void forget(struct ls_xml_base64 *base64)
{
    base64->lo = base64->hi = 0;
    base64->upper = base64->lower = false;
}

struct ls_result ls_xml_base64_end(struct ls_xml_base64 *base64)
{
    uint64_t lo = base64->lo, hi = base64->hi;
    forget(base64);
    return ls_base64_child(base64->job, (struct ls_str){base64->name, base64->name_n}, lo, hi);
}

/*
 * Lines of base64 and nothing else, each but the first and the last as long as programs make them:
 * lists of names or numbers are not.
 */
static bool is_lines(struct ls_xml_base64 *base64, struct ls_str text)
{
    size_t line = 0, lines = 0;
    bool last = false; /* a short line is over */
    for (size_t i = 0; i < text.len; i++) {
        unsigned c = (unsigned char)text.at[i];
        bool upper = c - 'A' < 26u, lower = c - 'a' < 26u;
        if (c == '\n') {
            last |= line && lines++ && line < LINE;
            line = 0;
            continue;
        }
        if (line == 0 && (c == ' ' || c == '\t'))
            continue;
        if (last || (!upper && !lower && c - '0' >= 10u && c != '+' && c != '/' && c != '='))
            return false;
        line++;
        base64->upper |= upper;
        base64->lower |= lower;
    }
    return true;
}

struct ls_result ls_xml_base64_guess_end(struct ls_xml_base64 *base64)
{
    if (base64->hi - base64->lo >= LONG && base64->upper && base64->lower)
        return ls_xml_base64_end(base64);
    forget(base64);
    return ls_ok();
}

struct ls_result ls_xml_base64_guess(struct ls_xml_base64 *base64, struct ls_str text,
                                     const struct ls_map *map, uint64_t base)
{
    if (is_lines(base64, text) && ls_xml_base64_take(base64, text, map, base))
        return ls_ok();
    return ls_xml_base64_guess_end(base64);
}
