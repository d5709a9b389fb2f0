/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables follow the rendering section of the HTML Living Standard (15.3): what is a block there
 * ends a line here, everything else does not even end a word.
 */
#include "formats/html_tag.h"

#define BLOCK LS_HTML_BLOCK
#define LOOSE LS_HTML_LOOSE
#define FRAME LS_HTML_FRAME
#define VOID LS_HTML_VOID
#define ASIDE LS_HTML_ASIDE
#define PRE LS_HTML_PRE

/* Ascending. */
static const struct ls_html_tag tags[] = {
    {"a", 0, 0},
    {"abbr", 0, 0},
    {"address", BLOCK, 0},
    {"area", VOID, 0},
    {"article", BLOCK, 0},
    {"aside", BLOCK, 0},
    {"b", 0, 0},
    {"base", VOID, 0},
    {"bdi", 0, 0},
    {"bdo", 0, 0},
    {"big", 0, 0},
    {"blockquote", BLOCK, 0},
    {"body", BLOCK | FRAME, 0},
    {"br", LS_HTML_LINE | VOID, 0},
    {"button", 0, 0},
    {"caption", BLOCK, 0},
    {"center", BLOCK, 0},
    {"cite", 0, 0},
    {"code", 0, 0},
    {"col", VOID, 0},
    {"colgroup", 0, 0},
    {"dd", BLOCK | LOOSE, 0},
    {"del", ASIDE, LS_PART_DELETION},
    {"details", BLOCK, 0},
    {"dfn", 0, 0},
    {"dialog", BLOCK, 0},
    {"dir", BLOCK, 0},
    {"div", BLOCK, 0},
    {"dl", BLOCK, 0},
    {"dt", BLOCK | LOOSE, 0},
    {"em", 0, 0},
    {"embed", VOID, 0},
    {"fieldset", BLOCK, 0},
    {"figcaption", BLOCK, 0},
    {"figure", BLOCK, 0},
    {"font", 0, 0},
    {"footer", BLOCK, 0},
    {"form", BLOCK, 0},
    {"frame", VOID, 0},
    {"frameset", BLOCK | FRAME, 0},
    {"h1", BLOCK, 0},
    {"h2", BLOCK, 0},
    {"h3", BLOCK, 0},
    {"h4", BLOCK, 0},
    {"h5", BLOCK, 0},
    {"h6", BLOCK, 0},
    {"head", BLOCK | FRAME, 0},
    {"header", BLOCK, 0},
    {"hgroup", BLOCK, 0},
    {"hr", BLOCK | VOID, 0},
    {"html", BLOCK | FRAME, 0},
    {"i", 0, 0},
    {"iframe", LS_HTML_OPAQUE, LS_PART_HIDDEN},
    {"img", VOID, 0},
    {"input", VOID, 0},
    {"ins", 0, 0},
    {"kbd", 0, 0},
    {"label", 0, 0},
    {"legend", BLOCK, 0},
    {"li", BLOCK | LOOSE, 0},
    {"link", VOID, 0},
    {"listing", BLOCK | PRE, 0},
    {"main", BLOCK, 0},
    {"map", 0, 0},
    {"mark", 0, 0},
    {"menu", BLOCK, 0},
    {"meta", VOID, 0},
    {"nav", BLOCK, 0},
    {"noembed", LS_HTML_OPAQUE, LS_PART_HIDDEN},
    {"noframes", LS_HTML_OPAQUE, LS_PART_HIDDEN},
    {"noscript", LS_HTML_OPAQUE, LS_PART_HIDDEN},
    {"object", 0, 0},
    {"ol", BLOCK, 0},
    {"optgroup", BLOCK | LOOSE, 0},
    {"option", BLOCK | LOOSE, 0},
    {"p", BLOCK | LOOSE, 0},
    {"param", VOID, 0},
    {"plaintext", BLOCK | PRE, 0},
    {"pre", BLOCK | PRE, 0},
    {"q", 0, 0},
    {"rb", LOOSE, 0},
    {"rp", ASIDE | LOOSE, LS_PART_ANNOTATION},
    {"rt", ASIDE | LOOSE, LS_PART_ANNOTATION},
    {"rtc", ASIDE | LOOSE, LS_PART_ANNOTATION},
    {"ruby", 0, 0},
    {"s", 0, 0},
    {"samp", 0, 0},
    {"script", LS_HTML_RAW, LS_PART_SCRIPT},
    {"search", BLOCK, 0},
    {"section", BLOCK, 0},
    {"select", BLOCK, 0},
    {"small", 0, 0},
    {"source", VOID, 0},
    {"span", 0, 0},
    {"strike", 0, 0},
    {"strong", 0, 0},
    {"style", LS_HTML_RAW, LS_PART_WATERMARK},
    {"sub", 0, 0},
    {"summary", BLOCK, 0},
    {"sup", 0, 0},
    {"table", BLOCK | LS_HTML_TABLE, 0},
    {"tbody", BLOCK | LOOSE, 0},
    {"td", LS_HTML_CELL | LOOSE, 0},
    {"template", ASIDE, LS_PART_HIDDEN},
    {"textarea", LS_HTML_OPAQUE | PRE, LS_PART_FIELD},
    {"tfoot", BLOCK | LOOSE, 0},
    {"th", LS_HTML_CELL | LOOSE, 0},
    {"thead", BLOCK | LOOSE, 0},
    {"title", LS_HTML_OPAQUE | FRAME, LS_PART_PROPERTY},
    {"tr", LS_HTML_ROW | LOOSE, 0},
    {"track", VOID, 0},
    {"tt", 0, 0},
    {"u", 0, 0},
    {"ul", BLOCK, 0},
    {"var", 0, 0},
    {"video", 0, 0},
    {"wbr", VOID, 0},
    {"xmp", BLOCK | PRE, 0},
};

void ls_html_name_add(struct ls_html_name *name, char c)
{
    if (name->len == LS_HTML_NAME_MAX)
        return;
    name->at[name->len++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    name->at[name->len] = '\0';
}

bool ls_html_name_starts(const struct ls_html_name *name, const char *word)
{
    return strncmp(name->at, word, strlen(word)) == 0;
}

const struct ls_html_tag *ls_html_tag_find(const struct ls_html_name *name)
{
    size_t lo = 0, hi = sizeof tags / sizeof *tags;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        int order = tags[mid].name[0] - name->at[0];
        if (order == 0)
            order = strcmp(tags[mid].name, name->at);
        if (order == 0)
            return &tags[mid];
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static bool is_one_of(const struct ls_html_name *name, const char *const *words)
{
    for (; *words; words++)
        if (ls_html_name_is(name, *words))
            return true;
    return false;
}

enum ls_html_attr ls_html_attr_find(const struct ls_html_name *tag, const struct ls_html_name *attr)
{
    static const char *const texts[] = {
        "alt",     "title", "placeholder", "aria-label", "aria-description", "aria-roledescription",
        "summary", "label", "abbr",        "standby",    "aria-valuetext",   "aria-placeholder",
        NULL};
    static const char *const fields[] = {"input", "button", "option", "param", "data", NULL};
    static const struct {
        const char *name;
        enum ls_html_attr attr;
    } others[] = {
        {"type", LS_HTML_ATTR_TYPE},
        {"style", LS_HTML_ATTR_STYLE},
        {"hidden", LS_HTML_ATTR_HIDDEN},
        {"srcdoc", LS_HTML_ATTR_SRCDOC},
    };
    bool meta = ls_html_name_is(tag, "meta");
    if (is_one_of(attr, texts))
        return LS_HTML_ATTR_TEXT;
    if (ls_html_name_is(attr, "value"))
        return is_one_of(tag, fields) ? LS_HTML_ATTR_VALUE : LS_HTML_ATTR_NONE;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (ls_html_name_is(attr, others[i].name))
            return others[i].attr;
    if (meta && ls_html_name_is(attr, "content"))
        return LS_HTML_ATTR_CONTENT;
    if (meta && (ls_html_name_is(attr, "name") || ls_html_name_is(attr, "property") ||
                 ls_html_name_is(attr, "itemprop") || ls_html_name_is(attr, "http-equiv")))
        return LS_HTML_ATTR_NAME;
    if (ls_html_name_starts(attr, "data-"))
        return LS_HTML_ATTR_DATA;
    return ls_html_name_starts(attr, "on") ? LS_HTML_ATTR_SCRIPT : LS_HTML_ATTR_NONE;
}

/* A copy in lower case without white space, cut short at the room. */
static size_t squeeze(const char *from, size_t len, char *to, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n + 1 < room; i++) {
        char c = from[i];
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            continue;
        to[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    to[n] = '\0';
    return n;
}

enum ls_part ls_html_style_part(const char *style, size_t len)
{
    static const struct {
        const char *says;
        enum ls_part part;
    } styles[] = {
        {"display:none", LS_PART_HIDDEN},         {"visibility:hidden", LS_PART_HIDDEN},
        {"visibility:collapse", LS_PART_HIDDEN},  {"mso-hide:all", LS_PART_HIDDEN},
        {"mso-element:comment", LS_PART_COMMENT}, {"mso-element:header", LS_PART_HEADER},
        {"mso-element:footer", LS_PART_FOOTER},   {"mso-element:footnote", LS_PART_FOOTNOTE},
        {"mso-element:endnote", LS_PART_ENDNOTE},
    };
    char plain[2048];
    squeeze(style, len, plain, sizeof plain);
    for (const char *at = plain; *at; at = strchrnul(at, ';'), at += *at == ';') {
        if (*at != 'd' && *at != 'v' && *at != 'm')
            continue;
        for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
            if (strncmp(at, styles[i].says, strlen(styles[i].says)) == 0)
                return styles[i].part;
    }
    return LS_PART_NONE;
}

bool ls_html_is_template_type(const char *type, size_t len)
{
    char plain[64];
    squeeze(type, len, plain, sizeof plain);
    return strstr(plain, "template") || strstr(plain, "text/html") || strstr(plain, "handlebars") ||
           strstr(plain, "tmpl") || strstr(plain, "mustache");
}
