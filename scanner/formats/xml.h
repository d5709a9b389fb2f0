/* SPDX-License-Identifier: Apache-2.0 */
/*
 * XML as a stream of tags and text, for the documents of today. Reads XML 1.0 (W3C, fifth edition)
 * as it is found, not as it should be: never loads anything, never expands an entity but the five
 * predefined ones and character references, never recurses, needs no more memory than its limits,
 * and goes on after what is broken.
 *
 *   <w:t xml:space="preserve">机&#23494;</w:t>
 *   start(w:t, attributes)  text("机密", map to the bytes)  end(w:t)
 *
 * Encodings: UTF-8 and UTF-16 by byte order mark or by the look of `<`, others by the XML
 * declaration, as far as decode/charset.h knows them; all callbacks get UTF-8, and the map leads to
 * the bytes that came in. A document type declaration is skipped and remembered.
 *
 * One thread at a time. Names and values are valid during a callback.
 */
#ifndef LS_FORMATS_XML_H
#define LS_FORMATS_XML_H

#include "base/blob.h"
#include "base/place.h"
#include "base/result.h"
#include "decode/map.h"

#include <endian.h>
#include <string.h>

enum {
    LS_XML_DEPTH_MAX = 1024,      /* open elements; deeper ones are read but have no parents */
    LS_XML_ATTRS_MAX = 256,       /* of one element; further ones are dropped */
    LS_XML_TAG_MAX = 1 << 20,     /* bytes of one tag; a longer one is skipped */
    LS_XML_TEXT_CHUNK = 16 << 10, /* bytes of text in one callback at most */
};

/* Names are qualified as written ("w:t") and not checked; `local` is the part behind the colon. */
struct ls_xml_attr {
    struct ls_str name, local, value; /* value: references resolved, UTF-8 */
    uint64_t off; /* first byte of the raw value in the input, or LS_OFF_UNKNOWN */
    bool plain;   /* the value stands at `off` as it is */
};

struct ls_xml_tag {
    struct ls_str name, local;
    const struct ls_xml_attr *attrs; /* of a start tag */
    size_t attrs_n;
    bool empty;   /* <a/>: an end follows by itself */
    uint64_t off; /* of '<' in the input */
};

/*
 * Any may be NULL. Failures are handed up by ls_xml_feed(), which is not to be called again then.
 * Text comes in pieces, cut between characters; line ends are "\n", control characters are dropped.
 * Each start has its end, in order, also where the document has none; an end without a start is
 * dropped.
 */
struct ls_xml_handler {
    struct ls_result (*start)(void *user, const struct ls_xml_tag *tag);
    struct ls_result (*end)(void *user, const struct ls_xml_tag *tag);
    /* Character data and CDATA. `base`: the map's output offset of text[0]. */
    struct ls_result (*text)(void *user, struct ls_str text, const struct ls_map *map,
                             uint64_t base);
    /* Comments, processing instructions, document type declarations, in pieces; an empty one ends
       each. */
    struct ls_result (*comment)(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base);
    void *user;
};

struct ls_xml;

/* `charset`: what the outside says (MIME), or NULL. */
struct ls_result ls_xml_new(const struct ls_xml_handler *handler, const char *charset,
                            struct ls_xml **xml) LS_MUST_USE;
void ls_xml_free(struct ls_xml *xml);

/* The next bytes, in pieces of any size. */
struct ls_result ls_xml_feed(struct ls_xml *xml, const void *bytes, size_t len) LS_MUST_USE;

/* The charset of the input, in the words of records; "utf-8" as long as it is not known. */
const char *ls_xml_charset(const struct ls_xml *xml);

/* How it ended; what was wrong has not kept the rest from being read. */
struct ls_xml_verdict {
    bool not_xml;   /* no element ever began */
    bool doctype;   /* there was a document type declaration */
    bool entities;  /* … with entities of its own, which were not expanded */
    bool malformed; /* tags do not nest, or something was skipped */
    bool truncated; /* ended inside a tag or with elements open */
};

struct ls_result ls_xml_end(struct ls_xml *xml, struct ls_xml_verdict *verdict) LS_MUST_USE;

/* Feeds a whole blob and ends. A broken blob (BAD/LS_E_MALFORMED) ends it early as `truncated`. */
struct ls_result ls_xml_read(struct ls_blob *blob, const struct ls_xml_handler *handler,
                             const char *charset, struct ls_xml_verdict *verdict) LS_MUST_USE;

/* Name or value against a literal. Here, so that the compiler knows how long it is. */
static inline bool ls_str_is(struct ls_str s, const char *literal)
{
    size_t n = strlen(literal);
    return s.len == n && (n == 0 || memcmp(s.at, literal, n) == 0);
}

/*
 * The first eight bytes as a number, zeros behind a shorter one: of names that long and no longer,
 * it and the length are all there is to compare.
 */
static inline uint64_t ls_str_head(struct ls_str s)
{
    uint64_t all;
    uint32_t four, last_four;
    uint16_t two, last_two;
    if (s.len >= sizeof all) {
        memcpy(&all, s.at, sizeof all);
        return le64toh(all);
    }
    if (s.len >= sizeof four) {
        memcpy(&four, s.at, sizeof four);
        memcpy(&last_four, s.at + s.len - sizeof four, sizeof four);
        return le32toh(four) | (uint64_t)le32toh(last_four) << 8 * (s.len - sizeof four);
    }
    if (s.len >= sizeof two) {
        memcpy(&two, s.at, sizeof two);
        memcpy(&last_two, s.at + s.len - sizeof two, sizeof two);
        return le16toh(two) | (uint64_t)le16toh(last_two) << 8 * (s.len - sizeof two);
    }
    return s.len ? (unsigned char)s.at[0] : 0;
}

/* White space (XML 1.0, 2.3). */
static inline bool ls_xml_is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Text of nothing else, or of nothing. */
static inline bool ls_xml_all_blank(struct ls_str text)
{
    size_t n = 0;
    while (n < text.len && ls_xml_is_blank(text.at[n]))
        n++;
    return n == text.len;
}

/* The first attribute of this local name, or NULL. */
static inline const struct ls_xml_attr *ls_xml_find_attr(const struct ls_xml_tag *tag,
                                                         const char *local)
{
    for (size_t i = 0; i < tag->attrs_n; i++)
        if (ls_str_is(tag->attrs[i].local, local))
            return &tag->attrs[i];
    return NULL;
}

/* Its value, or an empty string with at == NULL. */
static inline struct ls_str ls_xml_attr(const struct ls_xml_tag *tag, const char *local)
{
    const struct ls_xml_attr *attr = ls_xml_find_attr(tag, local);
    return attr ? attr->value : (struct ls_str){NULL, 0};
}

/* A whole decimal number; `otherwise` for anything else, and what is larger than 32 bits. */
uint32_t ls_xml_number(struct ls_str value, uint32_t otherwise);

#endif
