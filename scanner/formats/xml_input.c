/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Input bytes to the document in UTF-8: which encoding (XML 1.0 appendix F), and the way back.
 *
 * A byte order mark wins, then zeros beside the first '<', then what the outside says, then the XML
 * declaration. A document in UTF-8 is its input, byte for byte, and is not copied.
 */
#include "formats/xml_priv.h"

#include "base/alloc.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_CHARACTER = LS_CHAR_BYTES_MAX };

static const struct {
    const char *name;
    enum ls_encoding enc;
} encodings[] = {
    {"utf-16be", LS_ENC_UTF16BE}, {"utf-16le", LS_ENC_UTF16LE}, {"gb2312", LS_ENC_GB18030},
    {"gbk", LS_ENC_GB18030},      {"gb18030", LS_ENC_GB18030},  {"cp936", LS_ENC_GB18030},
    {"big5", LS_ENC_BIG5},        {"big5-hkscs", LS_ENC_BIG5},
};

/* By its name; UTF-8 for names that are not known. */
static enum ls_encoding find_encoding(const char *name, size_t len)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (strlen(encodings[i].name) == len && strncasecmp(encodings[i].name, name, len) == 0)
            return encodings[i].enc;
    return LS_ENC_UTF8;
}

void ls_xml_input_init(struct ls_xml *xml, const char *charset)
{
    xml->head.limit = LS_XML_HEAD_MAX + LS_XML_DECODE_IN;
    xml->decoded.limit = 3 * (LS_XML_HEAD_MAX + LS_XML_DECODE_IN);
    ls_map_init(&xml->in_map, LS_XML_SEGS_MAX);
    xml->enc = LS_ENC_UTF8;
    if (charset) {
        xml->enc_given = true;
        xml->enc = find_encoding(charset, strlen(charset));
    }
}

void ls_xml_input_fini(struct ls_xml *xml)
{
    LS_VEC_FINI(&xml->head);
    LS_VEC_FINI(&xml->decoded);
    ls_map_fini(&xml->in_map);
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

/* The encoding that the declaration <?xml … encoding="…"?> in p[0..len) names. */
static enum ls_encoding declared(const char *p, size_t len)
{
    static const char word[] = "encoding";
    const char *end = memmem(p, len, "?>", 2);
    const char *at = memmem(p, end ? (size_t)(end - p) : len, word, sizeof word - 1);
    if (!end || !at)
        return LS_ENC_UTF8;
    at += sizeof word - 1;
    while (at < end && (ls_xml_is_blank(*at) || *at == '='))
        at++;
    const char *close = at < end ? memchr(at + 1, *at, (size_t)(end - at - 1)) : NULL;
    if (!close || (*at != '"' && *at != '\''))
        return LS_ENC_UTF8;
    enum ls_encoding enc = find_encoding(at + 1, (size_t)(close - at - 1));
    return ls_encoding_is_wide(enc) ? LS_ENC_UTF8 : enc; /* it could be read: it is not wide */
}

/* Chooses by the first bytes. False: more are needed. */
static bool choose(struct ls_xml *xml, const char *p, size_t len, bool last)
{
    static const char decl[] = "<?xml";
    size_t decl_n = len < sizeof decl - 1 ? len : sizeof decl - 1;
    if (len < 4 && !last)
        return false;
    if (len >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) {
        xml->enc = LS_ENC_UTF8;
        xml->doc_in = 3;
    } else if (len >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0)) {
        xml->enc = p[0] == '\xFF' ? LS_ENC_UTF16LE : LS_ENC_UTF16BE;
        xml->doc_in = 2;
    } else if (len >= 2 && p[1] == '\0' && (p[0] == '<' || ls_xml_is_blank(p[0]))) {
        xml->enc = LS_ENC_UTF16LE;
    } else if (len >= 2 && p[0] == '\0' && (p[1] == '<' || ls_xml_is_blank(p[1]))) {
        xml->enc = LS_ENC_UTF16BE;
    } else if (!xml->enc_given && memcmp(p, decl, decl_n) == 0) {
        if (!last && len < LS_XML_HEAD_MAX && !memmem(p, len, "?>", 2))
            return false;
        xml->enc = declared(p, len);
    } else if (ls_encoding_is_wide(xml->enc)) { /* said to be wide, and is not */
        xml->enc = LS_ENC_UTF8;
    }
    xml->chosen = true;
    xml->identity = xml->enc == LS_ENC_UTF8;
    return true;
}

/* Decodes what is in `head`; without `last` a character that may be cut off stays there. */
static struct ls_result decode_head(struct ls_xml *xml, bool last)
{
    enum { RUN = 512 };
    uint32_t cps[RUN], offs[RUN + 1];
    const uint8_t *p = (const uint8_t *)xml->head.at;
    size_t at = 0, n = xml->head.n;
    uint64_t in = xml->in - n;
    size_t whole = last ? n : n < LONGEST_CHARACTER ? 0 : n - (LONGEST_CHARACTER - 1);
    LS_VEC_CLEAR(&xml->decoded);
    while (at < whole) {
        size_t k = ls_decode_run(xml->enc, p + at, n - at, cps, offs, RUN);
        size_t i = 0;
        for (; i < k && at + offs[i] < whole; i++) {
            uint8_t bytes[LS_CHAR_BYTES_MAX];
            size_t len = ls_encode_char(LS_ENC_UTF8, cps[i], bytes);
            LS_TRY(ls_buf_add(&xml->decoded, bytes, len));
            LS_TRY(ls_map_add(&xml->in_map, len, in + at + offs[i], (uint16_t)len,
                              (uint16_t)(offs[i + 1] - offs[i])));
        }
        at += offs[i];
    }
    memmove(xml->head.at, xml->head.at + at, n - at);
    xml->head.n -= at;
    return ls_xml_document(xml, xml->decoded.at, xml->decoded.n);
}

/* Once the encoding is known: what has been waiting for it. */
static struct ls_result begin(struct ls_xml *xml)
{
    size_t n = xml->head.n < xml->doc_in ? xml->head.n : (size_t)xml->doc_in;
    if (xml->identity) {
        LS_TRY(ls_map_add(&xml->in_map, UINT64_MAX / 2, xml->doc_in, 1, 1));
        LS_TRY(ls_xml_document(xml, xml->head.at + n, xml->head.n - n));
        LS_VEC_CLEAR(&xml->head);
        return ls_ok();
    }
    memmove(xml->head.at, xml->head.at + n, xml->head.n - n);
    xml->head.n -= n;
    return decode_head(xml, false);
}

struct ls_result ls_xml_feed(struct ls_xml *xml, const void *bytes, size_t len)
{
    const char *p = bytes;
    while (len > 0) {
        size_t n = len;
        if (!xml->chosen) {
            size_t room = LS_XML_HEAD_MAX - xml->head.n;
            n = len < room ? len : room;
            LS_TRY(ls_buf_add(&xml->head, p, n));
            xml->in += n;
            if (choose(xml, xml->head.at, xml->head.n, false))
                LS_TRY(begin(xml));
        } else if (xml->identity) {
            LS_TRY(ls_xml_document(xml, p, n));
        } else {
            n = len < LS_XML_DECODE_IN ? len : LS_XML_DECODE_IN;
            LS_TRY(ls_buf_add(&xml->head, p, n));
            xml->in += n;
            LS_TRY(decode_head(xml, false));
        }
        p += n;
        len -= n;
    }
    return ls_ok();
}

struct ls_result ls_xml_input_end(struct ls_xml *xml)
{
    if (xml->in == 0) /* nothing ever came */
        return ls_ok();
    if (!xml->chosen) {
        choose(xml, xml->head.at, xml->head.n, true);
        LS_TRY(begin(xml));
    }
    return xml->identity ? ls_ok() : decode_head(xml, true);
}
