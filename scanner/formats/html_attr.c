/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attributes (HTML Living Standard, 13.2.5.32 to 13.2.5.40) and character references.
 *
 * A value is collected on the level LS_HTML_PIECE; what becomes of it depends on the attribute:
 * kept as a part of its own, looked at and forgotten, or forgotten as it comes.
 */
#include "formats/html_priv.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "formats/html_entity.h"

#include <string.h>
#include <strings.h>

enum {
    VALUE_FULL = 16 << 10, /* bytes of a value that is then handed over in pieces */
    WHOLE_MAX = 1 << 20,   /* bytes of a value that is needed as a whole */
};

/* A value as it is read. */
struct value {
    enum ls_html_attr attr;
    bool uri;   /* it begins with data: and is needed as a whole */
    bool cut;   /* it was needed as a whole, and is too long */
    bool other; /* something in it is not ASCII */
};

/* ---- references ---------------------------------------------------------------------------- */

static int digit_value(char c, bool hex)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return hex && c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct ls_result put_reference(struct ls_html *html, uint32_t cp, bool white_space_counts,
                                      uint64_t lo, uint64_t hi)
{
    if (cp <= ' ' && ls_html_is_space((char)cp) && !white_space_counts) {
        ls_html_put_space(&html->text, false, lo, hi);
        return ls_ok();
    }
    return ls_html_put_char(&html->text, cp, lo, hi);
}

/* `&#` and at least one digit are there. */
static struct ls_result numeric(struct ls_html *html, bool hex, bool white_space_counts)
{
    struct ls_html_source *s = &html->source;
    uint64_t from = ls_html_offset(s), lo, hi;
    uint32_t number = 0;
    ls_html_span(s, from, from + 1, &lo, &hi);
    s->at += hex ? 3 : 2;
    while (ls_html_want(s, 1)) {
        int digit = digit_value(*ls_html_here(s), hex);
        if (digit < 0)
            break;
        number = number > 0x10FFFF ? number : number * (hex ? 16 : 10) + (uint32_t)digit;
        s->at++;
    }
    if (ls_html_want(s, 1) && *ls_html_here(s) == ';')
        s->at++;
    uint64_t to = ls_html_offset(s), last_lo;
    ls_html_span(s, to - 1, to, &last_lo, &hi);
    return put_reference(html, ls_html_numeric(number), white_space_counts, lo, hi);
}

struct ls_result ls_html_reference(struct ls_html *html, bool in_attribute, bool white_space_counts)
{
    struct ls_html_source *s = &html->source;
    ls_html_want(s, LS_HTML_ENTITY_MAX + 2);
    const char *here = ls_html_here(s);
    size_t left = ls_html_left(s), taken;
    if (left >= 3 && here[1] == '#') {
        bool hex = (here[2] | 0x20) == 'x';
        if (left >= 4 && hex && digit_value(here[3], true) >= 0)
            return numeric(html, true, white_space_counts);
        if (digit_value(here[2], false) >= 0)
            return numeric(html, false, white_space_counts);
    }
    const struct ls_html_entity *e = ls_html_entity_find(here + 1, left - 1, in_attribute, &taken);
    if (!e)
        return ls_html_put(&html->text, s, 1);
    uint64_t from = ls_html_offset(s), lo, hi;
    ls_html_span(s, from, from + 1 + taken, &lo, &hi);
    s->at += 1 + taken;
    LS_TRY(put_reference(html, e->cps[0], white_space_counts, lo, hi));
    return e->cps[1] ? ls_html_put_char(&html->text, e->cps[1], lo, hi) : ls_ok();
}

/* ---- values -------------------------------------------------------------------------------- */

static bool is_whole(const struct value *value)
{
    return value->attr == LS_HTML_ATTR_SRCDOC || value->uri;
}

static bool is_kept(const struct value *value)
{
    switch (value->attr) {
    case LS_HTML_ATTR_TEXT:
    case LS_HTML_ATTR_VALUE:
    case LS_HTML_ATTR_CONTENT:
        return true;
    case LS_HTML_ATTR_DATA:
    case LS_HTML_ATTR_SCRIPT:
        return value->other;
    case LS_HTML_ATTR_NONE:
    case LS_HTML_ATTR_TYPE:
    case LS_HTML_ATTR_NAME:
    case LS_HTML_ATTR_STYLE:
    case LS_HTML_ATTR_HIDDEN:
    case LS_HTML_ATTR_SRCDOC:
        break;
    }
    return false;
}

/* Where what is kept stands. LS_PART_NONE: that is decided at the end of the tag. */
static enum ls_part part_of(enum ls_html_attr attr)
{
    switch (attr) {
    case LS_HTML_ATTR_TEXT:
        return LS_PART_ALT_TEXT;
    case LS_HTML_ATTR_DATA:
        return LS_PART_HIDDEN;
    case LS_HTML_ATTR_SCRIPT:
        return LS_PART_SCRIPT;
    case LS_HTML_ATTR_NONE:
    case LS_HTML_ATTR_VALUE:
    case LS_HTML_ATTR_CONTENT:
    case LS_HTML_ATTR_TYPE:
    case LS_HTML_ATTR_NAME:
    case LS_HTML_ATTR_STYLE:
    case LS_HTML_ATTR_HIDDEN:
    case LS_HTML_ATTR_SRCDOC:
        break;
    }
    return LS_PART_NONE;
}

/* Looks at what was collected since the last time. */
static void look(const struct ls_html_line *line, size_t from, struct value *value)
{
    for (size_t i = from; i < line->text.n && !value->other; i++)
        value->other = (unsigned char)line->text.at[i] >= 0x80;
}

/* Keeps memory bounded while a value is read. */
static struct ls_result pass_on(struct ls_html *html, struct value *value)
{
    struct ls_html_line *line = ls_html_line(&html->text);
    if (line->text.n < (is_whole(value) ? WHOLE_MAX : VALUE_FULL))
        return ls_ok();
    if (is_kept(value))
        return ls_html_pass_on(&html->text);
    if (is_whole(value)) {
        value->cut = true;
    } else if (value->attr == LS_HTML_ATTR_STYLE) {
        html->text.lines[LS_HTML_PIECE].part = ls_html_style_part(line->text.at, line->text.n);
    }
    ls_html_drop(line);
    return ls_ok();
}

/* Reads up to the closing quote, or unquoted (quote 0) up to white space or `>`. */
static struct ls_result read_value(struct ls_html *html, char quote, struct value *value)
{
    static const bool double_stops[256] = {[0 ... 8] = true, [11 ... 31] = true, ['"'] = true,
                                           ['&'] = true,     [':'] = true,       [127] = true};
    static const bool single_stops[256] = {[0 ... 8] = true, [11 ... 31] = true, ['\''] = true,
                                           ['&'] = true,     [':'] = true,       [127] = true};
    static const bool bare_stops[256] = {
        [0 ... 32] = true, ['>'] = true, ['&'] = true, [':'] = true, [127] = true};
    const bool *stops = quote == '"' ? double_stops : quote ? single_stops : bare_stops;
    struct ls_html_source *s = &html->source;
    struct ls_html_line *line = ls_html_line(&html->text);
    for (;;) {
        if (!ls_html_want(s, 1))
            return ls_ok();
        size_t before = line->text.n;
        size_t n = ls_html_run(ls_html_here(s), ls_html_left(s), stops);
        if (n && value->attr == LS_HTML_ATTR_NONE && !value->uri) {
            s->at += n;
            continue;
        }
        if (n)
            LS_TRY(ls_html_put(&html->text, s, n));
        char c = ls_html_left(s) ? *ls_html_here(s) : 'a';
        bool was = false;
        if (n)
            ; /* the stop is for the next round */
        else if (quote ? c == quote : c == '>' || ls_html_is_space(c))
            return ls_ok();
        else if (c == '&')
            LS_TRY(ls_html_reference(html, true, true));
        else if (c != ':')
            s->at++; /* a control */
        else
            LS_TRY(ls_html_data(html, &was));
        if (n == 0 && c == ':' && !was)
            LS_TRY(ls_html_put(&html->text, s, 1));
        if (was)
            value->uri = false;
        look(line, before < line->text.n ? before : 0, value);
        LS_TRY(pass_on(html, value));
    }
}

/* ---- what becomes of them ------------------------------------------------------------------ */

static void copy_cut(char to[64], const struct ls_buf *from)
{
    size_t n = from->n < 63 ? from->n : 63;
    if (n)
        memcpy(to, from->at, n);
    to[n] = '\0';
}

static struct ls_result emit_srcdoc(struct ls_html *html, const struct ls_buf *text)
{
    struct ls_blob blob;
    ls_blob_memory(&blob, text->at, text->n);
    struct ls_child child = {
        .name = ls_str_of("srcdoc"),
        .blob = &blob,
        .off = LS_OFF_UNKNOWN,
        .as = "html",
        .charset = "utf-8",
        .part = ls_html_part_around(&html->text),
    };
    return text->n ? ls_emit_child(html->job, &child) : ls_ok();
}

static struct ls_result use_value(struct ls_html *html, struct ls_html_open_tag *tag,
                                  const struct value *value)
{
    struct ls_html_line *line = ls_html_line(&html->text);
    const struct ls_buf *text = &line->text;
    enum ls_part style;
    if (value->cut)
        LS_TRY(ls_emit_gap(html->job, ls_str_of(value->uri ? "data:" : "srcdoc"),
                           LS_REASON_SIZE_LIMIT, "an attribute of more than 1 MiB"));
    if (value->uri)
        return ls_html_data_plain(html, text->at, text->n);
    switch (value->attr) {
    case LS_HTML_ATTR_TYPE:
        copy_cut(tag->type, text);
        break;
    case LS_HTML_ATTR_NAME:
        copy_cut(tag->meta, text);
        break;
    case LS_HTML_ATTR_STYLE:
        style = line->part ? line->part : ls_html_style_part(text->at, text->n);
        if (style)
            tag->part = style;
        break;
    case LS_HTML_ATTR_HIDDEN:
        tag->part = LS_PART_HIDDEN;
        break;
    case LS_HTML_ATTR_SRCDOC:
        return emit_srcdoc(html, text);
    case LS_HTML_ATTR_NONE:
    case LS_HTML_ATTR_TEXT:
    case LS_HTML_ATTR_VALUE:
    case LS_HTML_ATTR_CONTENT:
    case LS_HTML_ATTR_DATA:
    case LS_HTML_ATTR_SCRIPT:
        break;
    }
    return ls_ok();
}

/* What cannot be told before all attributes of a tag are known. */
static void decide(struct ls_html *html, const struct ls_html_open_tag *tag)
{
    static const char *const technical[] = {
        "viewport",
        "robots",
        "googlebot",
        "theme-color",
        "format-detection",
        "referrer",
        "color-scheme",
        "renderer",
        "content-type",
        "refresh",
        "x-ua-compatible",
        "expires",
        "pragma",
        "cache-control",
        "content-style-type",
        "content-script-type",
        "content-language",
        "pics-label",
        "imagetoolbar",
        "set-cookie",
        "x-dns-prefetch-control",
    };
    enum ls_part part = LS_PART_FIELD;
    if (!html->text.undecided)
        return;
    if (ls_html_name_is(&tag->name, "meta")) {
        part = LS_PART_PROPERTY;
        for (size_t i = 0; i < sizeof technical / sizeof *technical; i++)
            if (strcasecmp(tag->meta, technical[i]) == 0)
                part = LS_PART_COUNT;
    } else if (strcasecmp(tag->type, "hidden") == 0) {
        part = LS_PART_HIDDEN;
    }
    ls_html_decide(&html->text, part);
}

static bool begins_with_data(struct ls_html_source *s)
{
    while (ls_html_want(s, 1) && ls_html_is_space(*ls_html_here(s)))
        s->at++;
    return ls_html_want(s, 5) && strncasecmp(ls_html_here(s), "data:", 5) == 0;
}

static struct ls_result read_attribute_value(struct ls_html *html, struct ls_html_open_tag *tag,
                                             const struct ls_html_name *name)
{
    struct ls_html_source *s = &html->source;
    struct value value = {.attr = ls_html_attr_find(&tag->name, name)};
    if (!ls_html_want(s, 1) || *ls_html_here(s) == '>')
        return ls_ok();
    char quote = *ls_html_here(s);
    if (quote == '"' || quote == '\'')
        s->at++;
    else
        quote = 0;
    value.uri = value.attr == LS_HTML_ATTR_NONE && begins_with_data(s);
    ls_html_open(&html->text, LS_HTML_PIECE, part_of(value.attr));
    struct ls_result r = read_value(html, quote, &value);
    if (!ls_failed(r) && quote && ls_html_want(s, 1))
        s->at++;
    if (!ls_failed(r) && !is_kept(&value)) {
        r = use_value(html, tag, &value);
        ls_html_drop(ls_html_line(&html->text));
    }
    LS_TRY(r);
    return ls_html_close(&html->text, LS_HTML_PIECE);
}

static void read_attribute_name(struct ls_html_source *s, struct ls_html_name *name)
{
    name->len = 0;
    name->at[0] = '\0';
    for (bool first = true; ls_html_want(s, 1); first = false) {
        char c = *ls_html_here(s);
        if (ls_html_is_space(c) || c == '/' || c == '>' || (c == '=' && !first))
            break;
        ls_html_name_add(name, c);
        s->at++;
    }
}

static void skip_space(struct ls_html_source *s)
{
    while (ls_html_want(s, 1) && ls_html_is_space(*ls_html_here(s)))
        s->at++;
}

struct ls_result ls_html_attributes(struct ls_html *html, struct ls_html_open_tag *tag)
{
    struct ls_html_source *s = &html->source;
    struct ls_html_name name;
    while (ls_html_want(s, 1)) {
        char c = *ls_html_here(s);
        if (c == '>') {
            s->at++;
            break;
        }
        tag->closed = c == '/';
        if (c == '/' || ls_html_is_space(c)) {
            s->at++;
            continue;
        }
        read_attribute_name(s, &name);
        skip_space(s);
        if (ls_html_want(s, 1) && *ls_html_here(s) == '=') {
            s->at++;
            skip_space(s);
            LS_TRY(read_attribute_value(html, tag, &name));
        } else if (ls_html_name_is(&name, "hidden")) {
            tag->part = LS_PART_HIDDEN;
        }
    }
    decide(html, tag);
    return ls_ok();
}
