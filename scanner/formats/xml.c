/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which construct of XML a run of the document is in, and where it ends.
 *
 * Runs come in pieces of any size. What cannot be decided in one (`<!DOC`, half a character) waits
 * in `hold`, and is read again together with the beginning of the next one.
 */
#include "formats/xml_priv.h"

#include "base/alloc.h"

#include <string.h>

enum { READ_PIECE = 64 << 10, MEMORY_PIECE = 1 << 20 };

/* Characters up to an end such as "-->", `mark` being '-' and `marks` 2. */
struct until {
    enum ls_xml_kind kind;
    bool silent;
    char mark;
    size_t marks;
};

static struct ls_result read_until(struct ls_xml *xml, struct until until, const char *p,
                                   size_t len, bool last, size_t *took)
{
    const char *end = p + len, *gt = p;
    while ((gt = memchr(gt, '>', (size_t)(end - gt)))) {
        size_t n = 0;
        while (n < until.marks && (size_t)(gt - p) > n && gt[-1 - (ptrdiff_t)n] == until.mark)
            n++;
        if (n == until.marks)
            break;
        gt++;
    }
    size_t n = gt ? (size_t)(gt - p) - until.marks : len;
    for (size_t k = 0; !gt && !last && k < until.marks && n > 0 && p[n - 1] == until.mark; k++)
        n--;
    *took = n;
    if (!until.silent)
        LS_TRY(ls_xml_chars(xml, until.kind, p, n, gt || last, took));
    if (!gt)
        return ls_ok();
    *took = n + until.marks + 1;
    xml->state = LS_XML_TEXT;
    return until.kind == LS_XML_KIND_COMMENT && !until.silent ? ls_xml_comment_end(xml) : ls_ok();
}

struct markup {
    const char *begin;
    enum ls_xml_state state;
};

/* `<!` and `<?`, the longest first where one begins another. */
static const struct markup markups[] = {
    {"<!--", LS_XML_COMMENT},      {"<![CDATA[", LS_XML_CDATA}, {"<!DOCTYPE", LS_XML_DOCTYPE},
    {"<!doctype", LS_XML_DOCTYPE}, {"<?xml ", LS_XML_DECL},     {"<?xml\t", LS_XML_DECL},
    {"<?xml\n", LS_XML_DECL},      {"<?xml\r", LS_XML_DECL},    {"<?xml?", LS_XML_DECL},
};

/* The markup that the '<' at p[0] begins. Takes nothing when that cannot be known yet. */
static struct ls_result begin_markup(struct ls_xml *xml, const char *p, size_t len, bool last,
                                     size_t *took)
{
    bool cut = len < 2;
    size_t name = len > 2 && p[1] == '/' ? 2 : 1;
    if (len > name && ls_xml_is_name_start(p[name])) {
        xml->state = LS_XML_TAG;
        return ls_xml_tag(xml, p, len, took);
    }
    for (size_t i = 0; i < sizeof markups / sizeof *markups; i++) {
        size_t n = strlen(markups[i].begin);
        if (memcmp(p, markups[i].begin, len < n ? len : n) != 0)
            continue;
        if (len < n) {
            cut = true;
            continue;
        }
        xml->state = markups[i].state;
        *took = xml->state == LS_XML_DECL ? n - 1 : n;
        if (xml->state == LS_XML_DOCTYPE)
            xml->verdict.doctype = true;
        return ls_ok();
    }
    cut = cut || (len < 3 && p[1] == '/');
    if (cut && last)
        xml->verdict.truncated = true;
    if (cut)
        return ls_ok();
    if (p[1] == '?') {
        xml->state = LS_XML_PI;
        *took = 2;
    } else if (p[1] == '!' || p[1] == '/') {
        xml->verdict.malformed = true;
        xml->state = LS_XML_SKIP;
        *took = 2;
    } else {
        return ls_xml_chars(xml, LS_XML_KIND_TEXT, p, 1, true, took);
    }
    return ls_ok();
}

static struct ls_result read_text(struct ls_xml *xml, const char *p, size_t len, bool last,
                                  size_t *took)
{
    if (*p == '<')
        return begin_markup(xml, p, len, last, took);
    const char *lt = memchr(p, '<', len);
    size_t n = lt ? (size_t)(lt - p) : len;
    return ls_xml_chars(xml, LS_XML_KIND_TEXT, p, n, lt || last, took);
}

static struct ls_result read_some(struct ls_xml *xml, const char *p, size_t len, bool last,
                                  size_t *took)
{
    static const struct until cdata = {LS_XML_KIND_CDATA, false, ']', 2};
    static const struct until comment = {LS_XML_KIND_COMMENT, false, '-', 2};
    static const struct until pi = {LS_XML_KIND_COMMENT, false, '?', 1};
    static const struct until decl = {LS_XML_KIND_COMMENT, true, '?', 1};
    static const struct until skip = {LS_XML_KIND_COMMENT, false, 0, 0};
    switch (xml->state) {
    case LS_XML_TEXT:
        return read_text(xml, p, len, last, took);
    case LS_XML_REF:
        return ls_xml_ref(xml, p, len, took);
    case LS_XML_TAG:
        return ls_xml_tag(xml, p, len, took);
    case LS_XML_CDATA:
        return read_until(xml, cdata, p, len, last, took);
    case LS_XML_COMMENT:
        return read_until(xml, comment, p, len, last, took);
    case LS_XML_PI:
        return read_until(xml, pi, p, len, last, took);
    case LS_XML_DECL:
        return read_until(xml, decl, p, len, last, took);
    case LS_XML_DOCTYPE:
        return ls_xml_doctype(xml, p, len, last, took);
    case LS_XML_SKIP:
        return read_until(xml, skip, p, len, last, took);
    }
    return ls_stop(LS_E_INTERNAL);
}

/* Reads a run as far as it can be understood. */
static struct ls_result read_run(struct ls_xml *xml, const char *p, size_t len, bool last,
                                 size_t *took)
{
    *took = 0;
    while (*took < len) {
        size_t more = 0;
        enum ls_xml_state before = xml->state;
        LS_TRY(read_some(xml, p + *took, len - *took, last, &more));
        *took += more;
        xml->doc += more;
        if (more == 0 && xml->state == before)
            break;
    }
    return ls_ok();
}

/* Puts the beginning of p[0..len) behind what is held; the bytes of p that this settled. */
static struct ls_result read_stitched(struct ls_xml *xml, const char *p, size_t len,
                                      size_t *settled)
{
    size_t old = xml->hold_n, took;
    size_t more = len < sizeof xml->hold - old ? len : sizeof xml->hold - old;
    memcpy(xml->hold + old, p, more);
    LS_TRY(read_run(xml, xml->hold, old + more, false, &took));
    if (took >= old) {
        xml->hold_n = 0;
        *settled = took - old;
        return ls_ok();
    }
    xml->hold_n = old + more - took;
    memmove(xml->hold, xml->hold + took, xml->hold_n);
    *settled = more;
    return more == 0 ? ls_stop(LS_E_INTERNAL) : ls_ok();
}

struct ls_result ls_xml_document(struct ls_xml *xml, const char *p, size_t len)
{
    while (len > 0) {
        size_t took;
        if (xml->hold_n) {
            LS_TRY(read_stitched(xml, p, len, &took));
        } else {
            LS_TRY(read_run(xml, p, len, false, &took));
            size_t rest = len - took;
            if (rest > LS_XML_HOLD_MAX)
                return ls_stop(LS_E_INTERNAL);
            memcpy(xml->hold, p + took, rest);
            xml->hold_n = rest;
            took = len;
        }
        p += took;
        len -= took;
    }
    return ls_ok();
}

struct ls_result ls_xml_new(const struct ls_xml_handler *handler, const char *charset,
                            struct ls_xml **out)
{
    struct ls_xml *xml = ls_calloc(1, sizeof *xml);
    *out = xml;
    if (!xml)
        return ls_stop(LS_E_MEMORY);
    xml->handler = *handler;
    xml->verdict.not_xml = true;
    xml->pend.limit = LS_XML_TEXT_CHUNK;
    ls_map_init(&xml->pend_map, LS_XML_TEXT_CHUNK);
    xml->tag.limit = LS_XML_TAG_MAX;
    xml->values.limit = 3 * LS_XML_TAG_MAX;
    LS_VEC_INIT(&xml->attrs, LS_XML_ATTRS_MAX);
    LS_VEC_INIT(&xml->open, LS_XML_DEPTH_MAX);
    xml->names.limit = LS_XML_DEPTH_MAX * LS_XML_NAME_MAX;
    ls_xml_input_init(xml, charset);
    return ls_ok();
}

void ls_xml_free(struct ls_xml *xml)
{
    if (!xml)
        return;
    LS_VEC_FINI(&xml->pend);
    ls_map_fini(&xml->pend_map);
    LS_VEC_FINI(&xml->tag);
    LS_VEC_FINI(&xml->values);
    LS_VEC_FINI(&xml->attrs);
    LS_VEC_FINI(&xml->open);
    LS_VEC_FINI(&xml->names);
    ls_xml_input_fini(xml);
    ls_free(xml);
}

struct ls_result ls_xml_end(struct ls_xml *xml, struct ls_xml_verdict *verdict)
{
    size_t took;
    LS_TRY(ls_xml_input_end(xml));
    LS_TRY(read_run(xml, xml->hold, xml->hold_n, true, &took));
    xml->hold_n = 0;
    if (xml->state != LS_XML_TEXT && xml->state != LS_XML_REF)
        xml->verdict.truncated = true;
    if (xml->state == LS_XML_COMMENT || xml->state == LS_XML_PI || xml->state == LS_XML_DOCTYPE ||
        xml->state == LS_XML_SKIP)
        LS_TRY(ls_xml_comment_end(xml));
    LS_TRY(ls_xml_tag_end(xml));
    *verdict = xml->verdict;
    return ls_ok();
}

static struct ls_result feed_blob(struct ls_xml *xml, struct ls_blob *blob)
{
    uint64_t off = 0;
    if (blob->memory) {
        while (off < blob->size) {
            uint64_t left = blob->size - off;
            size_t len = left < MEMORY_PIECE ? (size_t)left : MEMORY_PIECE;
            LS_TRY(ls_xml_feed(xml, blob->memory + off, len));
            off += len;
        }
        return ls_ok();
    }
    char *piece = ls_calloc(1, READ_PIECE);
    if (!piece)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r;
    size_t got;
    bool broken = false;
    do {
        r = ls_blob_read(blob, off, piece, READ_PIECE, &got);
        off += got;
        if (r.code == LS_E_MALFORMED) {
            xml->verdict.truncated = broken = true;
            r = ls_ok();
        }
        if (!ls_failed(r))
            r = ls_xml_feed(xml, piece, got);
    } while (!ls_failed(r) && got == READ_PIECE && !broken);
    ls_free(piece);
    return r;
}

struct ls_result ls_xml_read(struct ls_blob *blob, const struct ls_xml_handler *handler,
                             const char *charset, struct ls_xml_verdict *verdict)
{
    struct ls_xml *xml;
    struct ls_result r = ls_xml_new(handler, charset, &xml);
    if (!ls_failed(r))
        r = feed_blob(xml, blob);
    if (!ls_failed(r))
        r = ls_xml_end(xml, verdict);
    ls_xml_free(xml);
    return r;
}

uint32_t ls_xml_number(struct ls_str value, uint32_t otherwise)
{
    uint32_t number = 0;
    for (size_t i = 0; i < value.len; i++) {
        unsigned digit = (unsigned)(unsigned char)value.at[i] - '0';
        if (digit > 9 || __builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, digit, &number))
            return otherwise;
    }
    return value.len ? number : otherwise;
}
