/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Characters of XML: text, CDATA, comments, values of attributes.
 *
 * What stands in the document as it should be is handed over where it stands, without a copy. The
 * rest is made in `pend` (with short runs between two pieces of the rest): line ends as XML 1.0
 * §2.11 wants them, references (§4.1, §4.6) of the five predefined names and of numbers, U+FFFD for
 * bytes that are no character, and nothing for control characters.
 */
#include "formats/xml_priv.h"

#include <string.h>

enum { SHORT_RUN = 48 };

static const struct {
    const char *name;
    char is;
} predefined[] = {{"amp;", '&'}, {"lt;", '<'}, {"gt;", '>'}, {"quot;", '"'}, {"apos;", '\''}};

enum { PREDEFINED_N = sizeof predefined / sizeof *predefined };

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Some bit for every byte of eight that is no character by itself, a control character or '&'. */
static inline uint64_t special_bytes(uint64_t w)
{
    uint64_t amp = w ^ EACH_BYTE('&'), del = w ^ EACH_BYTE(0x7F);
    uint64_t found = (w - EACH_BYTE(0x20)) & ~w;
    found |= (amp - EACH_BYTE(1)) & ~amp;
    found |= (del - EACH_BYTE(1)) & ~del;
    return (found | w) & EACH_BYTE(0x80);
}

static inline bool is_tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Bytes of the character at p[0] >= 0x80; 0: there is none; SIZE_MAX: cut off by the end. */
static size_t character_len(const unsigned char *p, size_t len)
{
    unsigned char c = p[0];
    size_t want = c < 0xC2 ? 0 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : c < 0xF5 ? 4 : 0;
    if (want == 0)
        return 0;
    if (len > 1) {
        unsigned char lo = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
        unsigned char hi = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
        if (p[1] < lo || p[1] > hi)
            return 0;
    }
    for (size_t i = 2; i < want && i < len; i++)
        if (!is_tail(p[i]))
            return 0;
    return want <= len ? want : SIZE_MAX;
}

static inline bool is_stop(unsigned char c, unsigned stops)
{
    if (c == '\n' || c == '\t')
        return stops & LS_XML_STOP_LINE;
    return c < 0x20 || c == 0x7F || (c == '&' && (stops & LS_XML_STOP_REF));
}

size_t ls_xml_plain(const char *p, size_t len, unsigned stops)
{
    const unsigned char *u = (const unsigned char *)p;
    size_t at = 0;
    while (at < len) {
        uint64_t w;
        while (len - at >= sizeof w) {
            memcpy(&w, u + at, sizeof w);
            if (special_bytes(w))
                break;
            at += sizeof w;
        }
        /* Characters of three bytes follow each other in most of what is read. */
        while (len - at >= 3 && u[at] > 0xE0 && u[at] < 0xF0 && u[at] != 0xED &&
               is_tail(u[at + 1]) && is_tail(u[at + 2]))
            at += 3;
        if (at == len)
            break;
        unsigned char c = u[at];
        if (c >= 0x80) {
            size_t n = character_len(u + at, len - at);
            if (n == 0 || n == SIZE_MAX)
                return at;
            at += n;
        } else if (is_stop(c, stops)) {
            return at;
        } else {
            at++;
        }
    }
    return at;
}

static struct ls_result hand_over(struct ls_xml *xml, enum ls_xml_kind kind, struct ls_str text,
                                  const struct ls_map *map, uint64_t base)
{
    if (kind == LS_XML_KIND_COMMENT)
        return xml->handler.comment ? xml->handler.comment(xml->handler.user, text, map, base)
                                    : ls_ok();
    return xml->handler.text ? xml->handler.text(xml->handler.user, text, map, base) : ls_ok();
}

static bool is_wanted(const struct ls_xml *xml, enum ls_xml_kind kind)
{
    return kind == LS_XML_KIND_COMMENT ? xml->handler.comment != NULL : xml->handler.text != NULL;
}

struct ls_result ls_xml_flush(struct ls_xml *xml)
{
    if (xml->pend.n == 0)
        return ls_ok();
    struct ls_str text = {xml->pend.at, xml->pend.n};
    struct ls_result r = hand_over(xml, xml->pend_kind, text, &xml->pend_map, 0);
    LS_VEC_CLEAR(&xml->pend);
    ls_map_clear(&xml->pend_map);
    return r;
}

struct ls_result ls_xml_comment_end(struct ls_xml *xml)
{
    LS_TRY(ls_xml_flush(xml));
    return hand_over(xml, LS_XML_KIND_COMMENT, (struct ls_str){"", 0}, NULL, 0);
}

/* Makes room for `more` pending bytes of a kind. */
static struct ls_result begin_pend(struct ls_xml *xml, enum ls_xml_kind kind, size_t more)
{
    if (xml->pend_kind != kind || xml->pend.n + more > LS_XML_TEXT_CHUNK)
        LS_TRY(ls_xml_flush(xml));
    xml->pend_kind = kind;
    return ls_ok();
}

/* Characters that the document bytes [from, to) stand for. */
static struct ls_result add_made(struct ls_xml *xml, enum ls_xml_kind kind, const void *bytes,
                                 size_t n, uint64_t from, uint64_t to)
{
    uint64_t lo = 0, hi = 0;
    LS_TRY(begin_pend(xml, kind, n));
    LS_TRY(ls_buf_add(&xml->pend, bytes, n));
    if (!ls_xml_doc_span(xml, from, to, &lo, &hi))
        lo = hi = 0;
    uint16_t in_step = hi - lo < UINT16_MAX ? (uint16_t)(hi - lo) : UINT16_MAX;
    if (n == 1 && in_step == 1) /* a step of 1:1 would say that it is the same byte */
        in_step = 0;
    return ls_map_add(&xml->pend_map, n, lo, (uint16_t)n, in_step);
}

/* Characters as they stand in the document, from `doc` on. */
static struct ls_result add_run(struct ls_xml *xml, enum ls_xml_kind kind, const char *p, size_t n,
                                uint64_t doc)
{
    if (n == 0)
        return ls_ok();
    if (xml->identity && xml->pend.n && n <= SHORT_RUN) {
        LS_TRY(begin_pend(xml, kind, n));
        LS_TRY(ls_buf_add(&xml->pend, p, n));
        return ls_map_add(&xml->pend_map, n, doc + xml->doc_in, 1, 1);
    }
    LS_TRY(ls_xml_flush(xml));
    while (n > 0) {
        size_t piece = n < LS_XML_TEXT_CHUNK ? n : LS_XML_TEXT_CHUNK;
        while (piece < n && is_tail((unsigned char)p[piece]))
            piece--;
        LS_TRY(hand_over(xml, kind, (struct ls_str){p, piece}, &xml->in_map, doc));
        p += piece;
        doc += piece;
        n -= piece;
    }
    return ls_ok();
}

static uint32_t digit_value(char c, uint32_t base)
{
    uint32_t u = (unsigned char)c;
    if (u - '0' < 10u)
        return u - '0';
    return base == 16 && (u | 0x20) - 'a' < 6u ? (u | 0x20) - 'a' + 10 : UINT32_MAX;
}

static uint32_t next_value(uint32_t value, uint32_t base, uint32_t digit)
{
    return value > 0x10FFFF ? value : value * base + digit;
}

/* The UTF-8 of a numeric reference: none for control characters. */
static size_t spell(uint32_t cp, uint8_t out[LS_CHAR_BYTES_MAX])
{
    if (cp == '\r')
        cp = '\n';
    if ((cp < 0x20 && cp != '\n' && cp != '\t') || cp == 0x7F)
        return 0;
    size_t n = ls_encode_char(LS_ENC_UTF8, cp, out);
    return n ? n : ls_encode_char(LS_ENC_UTF8, LS_CHAR_BAD, out);
}

static struct ls_result end_ref(struct ls_xml *xml, uint64_t end)
{
    uint8_t bytes[LS_CHAR_BYTES_MAX];
    size_t n = spell(xml->ref_value, bytes);
    xml->state = LS_XML_TEXT;
    return n ? add_made(xml, LS_XML_KIND_TEXT, bytes, n, xml->ref_doc, end) : ls_ok();
}

struct ls_result ls_xml_ref(struct ls_xml *xml, const char *p, size_t len, size_t *took)
{
    for (size_t i = 0; i < len; i++) {
        uint32_t digit = digit_value(p[i], xml->ref_base);
        if (digit == UINT32_MAX) {
            *took = i + (p[i] == ';');
            return end_ref(xml, xml->doc + *took);
        }
        xml->ref_value = next_value(xml->ref_value, xml->ref_base, digit);
    }
    *took = len;
    return ls_ok();
}

struct ls_result ls_xml_ref_end(struct ls_xml *xml)
{
    return end_ref(xml, xml->doc);
}

/*
 * How the reference at p[0] == '&' begins: the bytes before the first digit of a number, with its
 * base; 0: with a predefined name or not at all; SIZE_MAX: cut off by the end.
 */
static size_t number_start(const char *p, size_t len, uint32_t *base)
{
    if (len < 2)
        return SIZE_MAX;
    if (p[1] != '#')
        return 0;
    if (len < 3)
        return SIZE_MAX;
    bool hex = p[2] == 'x' || p[2] == 'X';
    size_t start = hex ? 3 : 2;
    *base = hex ? 16 : 10;
    if (len <= start)
        return SIZE_MAX;
    return digit_value(p[start], *base) == UINT32_MAX ? 0 : start;
}

/* The index of a predefined entity at p[0] == '&', or PREDEFINED_N; `*cut`: cut off by the end. */
static size_t find_predefined(const char *p, size_t len, bool *cut)
{
    *cut = false;
    for (size_t i = 0; i < PREDEFINED_N; i++) {
        size_t n = strlen(predefined[i].name);
        size_t here = len - 1 < n ? len - 1 : n;
        if (memcmp(p + 1, predefined[i].name, here) != 0)
            continue;
        if (here == n)
            return i;
        *cut = true;
    }
    return PREDEFINED_N;
}

/* A reference in text, or an '&' that is none. `*took` 0: more is needed. */
static struct ls_result reference(struct ls_xml *xml, const char *p, size_t len, bool closed,
                                  uint64_t doc, size_t *took)
{
    uint32_t base = 10;
    bool cut;
    size_t start = number_start(p, len, &base);
    size_t named = find_predefined(p, len, &cut);
    *took = 0;
    if (start != 0 && start != SIZE_MAX) {
        xml->state = LS_XML_REF;
        xml->ref_base = base;
        xml->ref_value = 0;
        xml->ref_doc = doc;
        *took = start;
        return ls_ok();
    }
    if (named < PREDEFINED_N) {
        *took = 1 + strlen(predefined[named].name);
        return add_made(xml, LS_XML_KIND_TEXT, &predefined[named].is, 1, doc, doc + *took);
    }
    if ((cut || start == SIZE_MAX) && !closed)
        return ls_ok();
    *took = 1;
    return add_run(xml, LS_XML_KIND_TEXT, p, 1, doc);
}

/* One character that is not as it should be. `*took` 0: more is needed. */
static struct ls_result odd_character(struct ls_xml *xml, enum ls_xml_kind kind, const char *p,
                                      size_t len, bool closed, uint64_t doc, size_t *took)
{
    unsigned char c = (unsigned char)p[0];
    *took = 0;
    if (c == '&')
        return reference(xml, p, len, closed, doc, took);
    if (c == '\r') {
        if (len == 1 && !closed)
            return ls_ok();
        *took = 1;
        bool pair = len > 1 && p[1] == '\n';
        return pair ? ls_ok() : add_made(xml, kind, "\n", 1, doc, doc + 1);
    }
    if (c < 0x80) { /* a control character */
        *took = 1;
        return ls_ok();
    }
    if (!closed && character_len((const unsigned char *)p, len) == SIZE_MAX)
        return ls_ok();
    *took = 1;
    return add_made(xml, kind, "\xEF\xBF\xBD", 3, doc, doc + 1);
}

/* Blanks before the first and behind the last element; other text there is broken, but read. */
static size_t outer_blanks(struct ls_xml *xml, const char *p, size_t len)
{
    size_t n = 0;
    while (n < len && ls_xml_is_blank(p[n]))
        n++;
    if (n < len)
        xml->verdict.malformed = xml->outer_text = true;
    return n;
}

struct ls_result ls_xml_chars(struct ls_xml *xml, enum ls_xml_kind kind, const char *p, size_t len,
                              bool closed, size_t *took)
{
    size_t at = 0;
    unsigned stops = kind == LS_XML_KIND_TEXT ? LS_XML_STOP_REF : 0;
    if (!is_wanted(xml, kind)) {
        *took = len;
        return ls_ok();
    }
    if (kind == LS_XML_KIND_TEXT && xml->open.n == 0 && !xml->outer_text)
        at = outer_blanks(xml, p, len);
    while (at < len) {
        size_t run = ls_xml_plain(p + at, len - at, stops), more = 0;
        LS_TRY(add_run(xml, kind, p + at, run, xml->doc + at));
        at += run;
        if (at == len)
            break;
        LS_TRY(odd_character(xml, kind, p + at, len - at, closed, xml->doc + at, &more));
        at += more;
        if (more == 0 || xml->state == LS_XML_REF)
            break;
    }
    *took = at;
    return ls_ok();
}

/* A reference in an attribute's value: the bytes that it takes. */
static struct ls_result value_reference(struct ls_buf *out, const char *p, size_t len, size_t *took)
{
    uint32_t base = 10, value = 0, digit;
    bool cut;
    size_t start = number_start(p, len, &base), named = find_predefined(p, len, &cut);
    *took = 1;
    if (start != 0 && start != SIZE_MAX) {
        uint8_t bytes[LS_CHAR_BYTES_MAX];
        size_t at = start;
        for (; at < len && (digit = digit_value(p[at], base)) != UINT32_MAX; at++)
            value = next_value(value, base, digit);
        *took = at + (at < len && p[at] == ';');
        return ls_buf_add(out, bytes, spell(value, bytes));
    }
    if (named < PREDEFINED_N) {
        *took = 1 + strlen(predefined[named].name);
        return ls_buf_char(out, predefined[named].is);
    }
    return ls_buf_char(out, '&');
}

struct ls_result ls_xml_value(struct ls_buf *out, const char *p, size_t len)
{
    size_t at = 0;
    while (at < len) {
        size_t run = ls_xml_plain(p + at, len - at, LS_XML_STOP_REF), took = 1;
        LS_TRY(ls_buf_add(out, p + at, run));
        for (size_t i = out->n - run; i < out->n; i++)
            if (ls_xml_is_blank(out->at[i]))
                out->at[i] = ' ';
        at += run;
        if (at == len)
            break;
        unsigned char c = (unsigned char)p[at];
        if (c == '&')
            LS_TRY(value_reference(out, p + at, len - at, &took));
        else if (c == '\r' && !(at + 1 < len && p[at + 1] == '\n'))
            LS_TRY(ls_buf_char(out, ' '));
        else if (c >= 0x80)
            LS_TRY(ls_buf_str(out, "\xEF\xBF\xBD"));
        at += took;
    }
    return ls_ok();
}
