/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tags of XML: where they end, what they say, and which elements are open.
 *
 * A tag ends with the first '>' outside quotes. In XML no '<' may stand in a tag, not even inside
 * quotes; so one shows that a quote is missing, and the tag ended with the first '>' after the last
 * quote, or right here. What was taken for a value from there on is text, and is read as such:
 *
 *   <w:p w:id="7><w:t>机密        start(w:p)  start(w:t) …
 *
 * Each start has one end, also where the document has not.
 */
#include "formats/xml_priv.h"

#include "base/alloc.h"
#include "formats/xml_look.h"

#include <string.h>

static struct ls_str local_of(struct ls_str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.at[i - 1] == ':')
            return (struct ls_str){name.at + i, name.len - i};
    return name;
}

/* A number for a name: the name itself where it is short, of others alike only by chance. */
static uint64_t value_of(struct ls_str name)
{
    uint64_t h = name.len;
    if (name.len <= sizeof h)
        return ls_str_head(name);
    for (; name.len > sizeof h; name.at += sizeof h, name.len -= sizeof h)
        h = (h ^ ls_str_head(name)) * UINT64_C(0x9E3779B97F4A7C15);
    h = (h ^ ls_str_head(name)) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 32;
}

static struct ls_str stack_name(struct ls_str name)
{
    if (name.len > LS_XML_NAME_MAX)
        name.len = LS_XML_NAME_MAX;
    return name;
}

static struct ls_result call_end(struct ls_xml *xml, struct ls_str name, uint64_t off)
{
    struct ls_xml_tag tag = {.name = name, .local = local_of(name), .off = off};
    return xml->handler.end ? xml->handler.end(xml->handler.user, &tag) : ls_ok();
}

/* Ends the innermost open element. */
static struct ls_result pop(struct ls_xml *xml, uint64_t off)
{
    struct ls_xml_open *open = &xml->open.at[xml->open.n - 1];
    struct ls_str name = {xml->names.at + open->name_off, open->name_len};
    struct ls_result r = call_end(xml, name, off);
    xml->names.n = open->name_off;
    xml->open.n--;
    return r;
}

static struct ls_result push(struct ls_xml *xml, struct ls_str name)
{
    if (xml->open.n == LS_XML_DEPTH_MAX) {
        xml->verdict.malformed = true;
        xml->too_deep++;
        return ls_ok();
    }
    name = stack_name(name);
    struct ls_xml_open open = {
        .value = value_of(name),
        .name_off = (uint32_t)xml->names.n,
        .name_len = (uint32_t)name.len,
    };
    LS_TRY(ls_buf_add(&xml->names, name.at, name.len));
    LS_VEC_PUSH(&xml->open, open);
    return ls_ok();
}

/* How many open elements end with this name: 0 when none has it. */
static size_t ends_n(const struct ls_xml *xml, struct ls_str name)
{
    uint64_t value = value_of(name);
    for (size_t i = xml->open.n; i > 0; i--) {
        const struct ls_xml_open *open = &xml->open.at[i - 1];
        if (open->value == value && open->name_len == name.len &&
            memcmp(xml->names.at + open->name_off, name.at, name.len) == 0)
            return xml->open.n - i + 1;
    }
    return 0;
}

/*
 * Bytes of the end tag at p[0..len) when it is just that of the innermost element, as nearly all
 * are; else 0.
 */
static size_t ends_innermost(const struct ls_xml *xml, const char *p, size_t len)
{
    uint64_t begins;
    if (xml->open.n == 0 || xml->too_deep > 0)
        return 0;
    const struct ls_xml_open *open = &xml->open.at[xml->open.n - 1];
    size_t n = open->name_len;
    if (len < n + 3 || len < 2 + sizeof begins || n == 0 || p[1] != '/' || p[2 + n] != '>')
        return 0;
    if (n > sizeof begins)
        return memcmp(xml->names.at + open->name_off, p + 2, n) == 0 ? n + 3 : 0;
    memcpy(&begins, p + 2, sizeof begins);
    return le64toh(begins) << 8 * (sizeof begins - n) == open->value << 8 * (sizeof begins - n)
               ? n + 3
               : 0;
}

static struct ls_result end_tag(struct ls_xml *xml, struct ls_str name, uint64_t off)
{
    if (xml->too_deep > 0) {
        xml->too_deep--;
        return call_end(xml, name, off);
    }
    size_t n = ends_n(xml, stack_name(name));
    if (n != 1)
        xml->verdict.malformed = true;
    for (; n > 0; n--)
        LS_TRY(pop(xml, off));
    return ls_ok();
}

static const bool ends_name[256] = {
    [' '] = true, ['\t'] = true, ['\n'] = true, ['\r'] = true,
    ['/'] = true, ['='] = true,  ['"'] = true,  ['\''] = true,
};

static struct ls_str name_at(const char *p, size_t at, size_t n)
{
    size_t end = at;
    while (end < n && !ends_name[(unsigned char)p[end]])
        end++;
    return (struct ls_str){p + at, end - at};
}

/* A tag, from its '<' to before its '>'. */
struct source {
    const char *at;
    size_t n;
    bool odd; /* bytes in it may stand for something else */
};

/* Input offset of a document byte. */
static uint64_t input_off(const struct ls_xml *xml, uint64_t doc)
{
    uint64_t lo, hi;
    if (xml->identity)
        return doc + xml->doc_in;
    return ls_xml_doc_span(xml, doc, doc + 1, &lo, &hi) ? lo : LS_OFF_UNKNOWN;
}

static struct ls_result add_attr(struct ls_xml *xml, const struct source *tag, struct ls_str name,
                                 struct ls_str raw)
{
    struct ls_xml_attr attr = {.name = name, .local = local_of(name), .value = raw};
    uint64_t doc = xml->tag_doc + (uint64_t)(raw.at - tag->at);
    attr.off = raw.len ? input_off(xml, doc) : LS_OFF_UNKNOWN;
    bool same =
        !tag->odd || ls_xml_plain(raw.at, raw.len, LS_XML_STOP_REF | LS_XML_STOP_LINE) == raw.len;
    attr.plain = same && xml->identity;
    if (!same) {
        /* The values of one tag never move: a byte makes three at most. */
        LS_TRY(LS_VEC_RESERVE(&xml->values, 3 * tag->n - xml->values.n));
        size_t from = xml->values.n;
        LS_TRY(ls_xml_value(&xml->values, raw.at, raw.len));
        attr.value = (struct ls_str){xml->values.at + from, xml->values.n - from};
    }
    if (xml->attrs.n == LS_XML_ATTRS_MAX) {
        xml->verdict.malformed = true;
        return ls_ok();
    }
    LS_VEC_PUSH(&xml->attrs, attr);
    return ls_ok();
}

/* Where the value that begins at p[at] ends; without quotes it does so at a blank. */
static size_t value_end(const char *p, size_t at, size_t n, char quote)
{
    if (quote) {
        size_t end = ls_xml_find_near(p + at, n - at, quote);
        return at + end;
    }
    while (at < n && !ls_xml_is_blank(p[at]))
        at++;
    return at;
}

/* The attributes in the bytes [at, n) of a tag. */
static struct ls_result read_attrs(struct ls_xml *xml, const struct source *tag, size_t at,
                                   size_t n)
{
    const char *p = tag->at;
    while (at < n) {
        if (ls_xml_is_blank(p[at]) || p[at] == '/') {
            at++;
            continue;
        }
        struct ls_str name = name_at(p, at, n);
        struct ls_str value = {p + at, 0};
        at += name.len;
        while (at < n && ls_xml_is_blank(p[at]))
            at++;
        bool valued = at < n && (p[at] == '=' || name.len == 0);
        if (valued && p[at] == '=') {
            at++;
            while (at < n && ls_xml_is_blank(p[at]))
                at++;
        }
        if (valued && at < n) {
            char quote = p[at] == '"' || p[at] == '\'' ? p[at] : '\0';
            size_t from = at + (quote != '\0');
            size_t end = value_end(p, from, n, quote);
            value = (struct ls_str){p + from, end - from};
            at = end + (quote != '\0' && end < n);
        }
        LS_TRY(add_attr(xml, tag, name, value));
    }
    return ls_ok();
}

static struct ls_result read_tag(struct ls_xml *xml, const struct source *source)
{
    const char *p = source->at;
    size_t n = source->n;
    uint64_t off = input_off(xml, xml->tag_doc);
    LS_TRY(ls_xml_flush(xml));
    xml->outer_text = false;
    if (n > 1 && p[1] == '/')
        return end_tag(xml, name_at(p, 2, n), off);
    struct ls_str name = name_at(p, 1, n);
    struct ls_xml_tag tag = {.name = name, .local = local_of(name), .off = off};
    LS_VEC_CLEAR(&xml->attrs);
    LS_VEC_CLEAR(&xml->values);
    tag.empty = n > 1 && p[n - 1] == '/';
    if (1 + name.len < n)
        LS_TRY(read_attrs(xml, source, 1 + name.len, n - tag.empty));
    tag.attrs = xml->attrs.at;
    tag.attrs_n = xml->attrs.n;
    xml->verdict.not_xml = false;
    if (xml->handler.start)
        LS_TRY(xml->handler.start(xml->handler.user, &tag));
    if (tag.empty)
        return call_end(xml, name, off);
    return push(xml, name);
}

/* What a '<', '>' or quote means for where the tag ends; true: here, at byte `off` of the tag. */
static bool ends_here(struct ls_xml_tag_scan *scan, char c, size_t off)
{
    if (c == '<')
        return true;
    if (!scan->quote) {
        scan->quote = c;
        return c == '>';
    }
    if (c == scan->quote) {
        scan->quote = '\0';
        scan->has_gt = false;
    } else if (c == '>' && !scan->has_gt) {
        scan->has_gt = true;
        scan->gt_off = off;
    }
    return false;
}

/* Whether the tag ends within a few bytes, as one without attributes does: at p[*end] == '>'. */
static bool ends_soon(struct ls_xml_tag_scan *scan, const char *p, size_t len, size_t *end)
{
    struct ls_xml_marks marks = ls_xml_look(p, len < LS_XML_GLANCE ? len : LS_XML_GLANCE);
    if (scan->quote || !marks.ends)
        return false;
    *end = (size_t)__builtin_ctzll(marks.ends);
    scan->odd |= (marks.odd & ((UINT64_C(1) << *end) - 1)) != 0;
    return p[*end] == '>';
}

/* The place in p[0..len) that ends the tag, a '>' or '<'; len: none yet. `had`: bytes before. */
static size_t find_end(struct ls_xml_tag_scan *scan, const char *p, size_t len, size_t had)
{
    size_t soon;
    if (ends_soon(scan, p, len, &soon))
        return soon;
    for (size_t at = 0; at < len; at += LS_XML_LOOK) {
        struct ls_xml_marks marks = ls_xml_look(p + at, len - at);
        for (uint64_t m = marks.ends; m; m &= m - 1) {
            size_t i = at + (size_t)__builtin_ctzll(m);
            if (!ends_here(scan, p[i], had + i))
                continue;
            scan->odd |= (marks.odd & ((m & -m) - 1)) != 0;
            return i;
        }
        scan->odd |= marks.odd != 0;
    }
    return len;
}

/* Keeps bytes of a tag that is not yet whole. */
static struct ls_result keep(struct ls_xml *xml, const char *p, size_t len)
{
    size_t room = LS_XML_TAG_MAX - xml->tag.n;
    if (len > room) {
        xml->verdict.malformed = xml->tag_cut = true;
        len = room;
    }
    return ls_buf_add(&xml->tag, p, len);
}

static void forget_tag(struct ls_xml *xml)
{
    if (xml->tag.cap > LS_XML_TAG_SEEN_MAX)
        LS_VEC_FINI(&xml->tag);
    if (xml->values.cap > LS_XML_TAG_SEEN_MAX)
        LS_VEC_FINI(&xml->values);
    LS_VEC_CLEAR(&xml->tag);
    xml->tag_open = xml->tag_cut = false;
    xml->tag_scan = (struct ls_xml_tag_scan){0};
}

/* Text from byte `at` of the tag on, which was taken for a part of it. */
static struct ls_result text_in_tag(struct ls_xml *xml, const char *p, size_t at, size_t n)
{
    while (at < n) {
        size_t took;
        xml->doc = xml->tag_doc + at;
        if (xml->state == LS_XML_REF)
            LS_TRY(ls_xml_ref(xml, p + at, n - at, &took));
        else
            LS_TRY(ls_xml_chars(xml, LS_XML_KIND_TEXT, p + at, n - at, true, &took));
        at += took;
    }
    xml->doc = xml->tag_doc + n;
    return xml->state == LS_XML_REF ? ls_xml_ref_end(xml) : ls_ok();
}

/* The tag p[0..n) was ended by a '<' or the end of the document. */
static struct ls_result broken_tag(struct ls_xml *xml, const char *p, size_t n)
{
    uint64_t doc = xml->doc;
    bool has_text = xml->tag_scan.has_gt && xml->tag_scan.gt_off < n;
    size_t end = has_text ? xml->tag_scan.gt_off : n;
    xml->verdict.malformed = true;
    xml->state = LS_XML_TEXT;
    LS_TRY(read_tag(xml, &(struct source){p, end, xml->tag_scan.odd}));
    if (has_text)
        LS_TRY(text_in_tag(xml, p, end + 1, n));
    xml->doc = doc;
    return ls_ok();
}

struct ls_result ls_xml_tag(struct ls_xml *xml, const char *p, size_t len, size_t *took)
{
    size_t from = 0;
    if (!xml->tag_open) {
        xml->tag_doc = xml->doc;
        *took = ends_innermost(xml, p, len);
        if (*took) {
            xml->state = LS_XML_TEXT;
            LS_TRY(ls_xml_flush(xml));
            return pop(xml, input_off(xml, xml->tag_doc));
        }
        xml->tag_open = true;
        from = 1; /* its own '<' */
    }
    size_t had = xml->tag_cut ? LS_XML_TAG_MAX : xml->tag.n;
    size_t end = from + find_end(&xml->tag_scan, p + from, len - from, had + from);
    if (end == len) {
        *took = len;
        return keep(xml, p, len);
    }
    const char *tag = p;
    size_t n = end;
    if (xml->tag.n) {
        LS_TRY(keep(xml, p, end));
        tag = xml->tag.at;
        n = xml->tag.n;
    }
    xml->state = LS_XML_TEXT;
    *took = end + (p[end] == '>');
    LS_TRY(p[end] == '>' ? read_tag(xml, &(struct source){tag, n, xml->tag_scan.odd})
                         : broken_tag(xml, tag, n));
    forget_tag(xml);
    return ls_ok();
}

struct ls_result ls_xml_tag_end(struct ls_xml *xml)
{
    if (xml->tag_open) {
        xml->verdict.truncated = true;
        LS_TRY(broken_tag(xml, xml->tag.at, xml->tag.n));
        forget_tag(xml);
    }
    if (xml->state == LS_XML_REF)
        LS_TRY(ls_xml_ref_end(xml));
    LS_TRY(ls_xml_flush(xml));
    if (xml->open.n > 0)
        xml->verdict.truncated = true;
    for (; xml->too_deep > 0; xml->too_deep--)
        LS_TRY(call_end(xml, (struct ls_str){"", 0}, LS_OFF_UNKNOWN));
    while (xml->open.n > 0)
        LS_TRY(pop(xml, LS_OFF_UNKNOWN));
    return ls_ok();
}
