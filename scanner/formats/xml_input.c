/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input bytes to the document in UTF-8: which encoding (XML 1.0 appendix F), and the way back.
 *
 * A byte order mark wins, then zeros beside the first '<', then what the outside says, then the XML
 * declaration; where nobody says anything and the first bytes are no UTF-8, it is guessed. A
 * document in UTF-8 is its input, byte for byte, and is not copied.
 */
#include "formats/xml_priv.h"

#include "base/alloc.h"

#include "base/utf8.h"

#include <string.h>

enum { DECODED_MAX = 64 << 10 };

static bool is_called(const struct ls_charset *charset, const char *name)
{
    return strncmp(ls_charset_name(charset), name, strlen(name)) == 0;
}

/* The charset of this name if the document, which could be read as ASCII so far, can be in it. */
static const struct ls_charset *find_narrow(const char *name, size_t len)
{
    const struct ls_charset *charset = ls_charset_find(name, len);
    if (charset && (is_called(charset, "utf-16") || is_called(charset, "utf-32")))
        return ls_charset_find("utf-8", 5);
    return charset;
}

void ls_xml_input_init(struct ls_xml *xml, const char *charset)
{
    xml->head.limit = LS_XML_HEAD_MAX;
    xml->decoded.limit = DECODED_MAX;
    ls_map_init(&xml->in_map, LS_XML_SEGS_MAX);
    xml->given = charset ? find_narrow(charset, strlen(charset)) : NULL;
}

void ls_xml_input_fini(struct ls_xml *xml)
{
    LS_VEC_FINI(&xml->head);
    LS_VEC_FINI(&xml->decoded);
    ls_map_fini(&xml->in_map);
}

const char *ls_xml_charset(const struct ls_xml *xml)
{
    return xml->chosen && !xml->identity ? ls_charset_name(xml->reader.charset) : "utf-8";
}

bool ls_xml_doc_span(const struct ls_xml *xml, uint64_t from, uint64_t to, uint64_t *lo,
                     uint64_t *hi)
{
    bool verbatim;
    if (!xml->identity)
        return ls_map_find(&xml->in_map, from, to, lo, hi, &verbatim);
    *lo = from + xml->doc_in;
    *hi = to + xml->doc_in;
    return true;
}

/*
 * The charset that the declaration <?xml … encoding="…"?> in p[0..len) names; NULL: none that is
 * known. `*cut`: it may go on behind p[len].
 */
static const struct ls_charset *declared(const char *p, size_t len, bool *cut)
{
    static const char begin[] = "<?xml", word[] = "encoding";
    size_t n = len < sizeof begin - 1 ? len : sizeof begin - 1;
    *cut = false;
    if (memcmp(p, begin, n) != 0)
        return NULL;
    const char *end = memmem(p, len, "?>", 2);
    const char *at = memmem(p, end ? (size_t)(end - p) : len, word, sizeof word - 1);
    *cut = !end;
    if (!end || !at)
        return NULL;
    at += sizeof word - 1;
    while (at < end && (ls_xml_is_blank(*at) || *at == '='))
        at++;
    const char *close = at < end ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    if (!close || (*at != '"' && *at != '\''))
        return NULL;
    return find_narrow(at + 1, (size_t)(close - at - 1));
}

/* UTF-8, the last character of which may be cut off. */
static bool fits_utf8(const char *p, size_t len)
{
    for (size_t cut = 0; cut < LS_CHAR_BYTES_MAX && cut <= len; cut++)
        if (ls_utf8_valid(p, len - cut))
            return true;
    return false;
}

/* The charset that the first bytes show without a doubt, or NULL. */
static const struct ls_charset *by_shape(const char *p, size_t len)
{
    static const struct {
        const char *begin;
        size_t n;
        const char *charset;
    } shapes[] = {
        {"\xEF\xBB\xBF", 3, "utf-8"},    {"\xFF\xFE\0\0", 4, "utf-32le"},
        {"\0\0\xFE\xFF", 4, "utf-32be"}, {"\xFF\xFE", 2, "utf-16le"},
        {"\xFE\xFF", 2, "utf-16be"},     {"<\0\0\0", 4, "utf-32le"},
        {"\0\0\0<", 4, "utf-32be"},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (len >= shapes[i].n && memcmp(p, shapes[i].begin, shapes[i].n) == 0)
            return ls_charset_find(shapes[i].charset, strlen(shapes[i].charset));
    if (len >= 2 && p[1] == '\0' && (p[0] == '<' || ls_xml_is_blank(p[0])))
        return ls_charset_find("utf-16le", 8);
    if (len >= 2 && p[0] == '\0' && (p[1] == '<' || ls_xml_is_blank(p[1])))
        return ls_charset_find("utf-16be", 8);
    return NULL;
}

/* Chooses by the first bytes. NULL: more are needed. */
static const struct ls_charset *choose(const struct ls_xml *xml, const char *p, size_t len,
                                       bool last)
{
    bool cut;
    const struct ls_charset *charset;
    last = last || len == LS_XML_HEAD_MAX;
    if (len < 4 && !last)
        return NULL;
    if ((charset = by_shape(p, len)) || (charset = xml->given) ||
        (charset = declared(p, len, &cut)))
        return charset;
    if (!last)
        return NULL;
    return fits_utf8(p, len) ? ls_charset_find("utf-8", 5) : ls_charset_guess(p, len);
}

/* A run of input in a charset that is not UTF-8. */
static struct ls_result decode(struct ls_xml *xml, const char *p, size_t len, bool last)
{
    do {
        size_t n = len < LS_XML_DECODE_IN ? len : LS_XML_DECODE_IN;
        LS_VEC_CLEAR(&xml->decoded);
        LS_TRY(ls_charset_feed(&xml->reader, p, n, last && n == len, &xml->decoded, &xml->in_map));
        LS_TRY(ls_xml_document(xml, xml->decoded.at, xml->decoded.n));
        p += n;
        len -= n;
    } while (len > 0);
    return ls_ok();
}

static struct ls_result take(struct ls_xml *xml, const char *p, size_t len)
{
    return xml->identity ? ls_xml_document(xml, p, len) : decode(xml, p, len, false);
}

/* Now that the charset is known: what has been waiting for it. */
static struct ls_result begin(struct ls_xml *xml, const struct ls_charset *charset)
{
    const char *p = xml->head.at;
    size_t len = xml->head.n;
    xml->chosen = true;
    xml->identity = strcmp(ls_charset_name(charset), "utf-8") == 0;
    if (xml->identity) {
        xml->doc_in = len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
        p += xml->doc_in;
        len -= (size_t)xml->doc_in;
        LS_TRY(ls_map_add(&xml->in_map, UINT64_MAX / 2, xml->doc_in, 1, 1));
    } else {
        ls_charset_begin(&xml->reader, charset, 0);
    }
    LS_TRY(take(xml, p, len));
    LS_VEC_FINI(&xml->head);
    return ls_ok();
}

struct ls_result ls_xml_feed(struct ls_xml *xml, const void *bytes, size_t len)
{
    const char *p = bytes;
    if (!xml->chosen && len > 0) {
        size_t room = LS_XML_HEAD_MAX - xml->head.n;
        size_t n = len < room ? len : room;
        LS_TRY(ls_buf_add(&xml->head, p, n));
        const struct ls_charset *charset = choose(xml, xml->head.at, xml->head.n, false);
        if (!charset)
            return ls_ok();
        LS_TRY(begin(xml, charset));
        p += n;
        len -= n;
    }
    return len ? take(xml, p, len) : ls_ok();
}

struct ls_result ls_xml_input_end(struct ls_xml *xml)
{
    if (!xml->chosen && xml->head.n == 0)
        return ls_ok();
    if (!xml->chosen)
        LS_TRY(begin(xml, choose(xml, xml->head.at, xml->head.n, true)));
    return xml->identity ? ls_ok() : decode(xml, "", 0, true);
}
