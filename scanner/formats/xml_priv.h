/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of the XML reader.
 *
 *   input bytes --xml_input.c--> the document: UTF-8, with a map --xml.c--> which construct?
 *                                          xml_tag.c <--+--> xml_chars.c       xml_doctype.c
 *                                   names, attributes,  |    text, CDATA,      skipped, but its
 *                                   open elements       |    comments          words are told
 *
 * "Document" offsets count the UTF-8 bytes of the document; ls_xml_doc_span() leads from them to
 * the input. Each reading function gets a run of the document, which begins at offset xml->doc, and
 * says how much of it it took. It may leave up to LS_XML_HOLD_MAX bytes, and has to be called again
 * with these and more behind them; `closed` says that nothing of the same kind follows the run.
 */
#ifndef LS_FORMATS_XML_PRIV_H
#define LS_FORMATS_XML_PRIV_H

#include "base/buf.h"
#include "base/encoding.h"
#include "decode/charset.h"
#include "formats/xml.h"

enum {
    LS_XML_HOLD_MAX = 64,           /* what a reader may leave when a run ends inside something */
    LS_XML_STITCH = 128,            /* such leftovers with the beginning of the next run */
    LS_XML_HEAD_MAX = 4096,         /* bytes by which the charset is chosen */
    LS_XML_NAME_MAX = 1024,         /* longer names of open elements are compared up to here */
    LS_XML_DECODE_IN = 4 << 10,     /* input bytes decoded at a time */
    LS_XML_SEGS_MAX = 64 << 10,     /* of the map of a document that is not in UTF-8 */
    LS_XML_TAG_SEEN_MAX = 16 << 10, /* memory kept for tags after a long one */
};

enum ls_xml_state {
    LS_XML_TEXT,
    LS_XML_REF, /* in a character reference, after its first digit */
    LS_XML_TAG,
    LS_XML_CDATA,
    LS_XML_COMMENT,
    LS_XML_PI,
    LS_XML_DECL, /* <?xml …?> */
    LS_XML_DOCTYPE,
    LS_XML_SKIP, /* in `<!` of no known kind, up to '>' */
};

/* What characters belong to. */
enum ls_xml_kind {
    LS_XML_KIND_TEXT,    /* references are resolved */
    LS_XML_KIND_CDATA,   /* … are not */
    LS_XML_KIND_COMMENT, /* … and they go to the other handler */
};

/* What stops ls_xml_plain() as well. */
enum {
    LS_XML_STOP_REF = 1,  /* '&' */
    LS_XML_STOP_LINE = 2, /* line feeds and tabs, which are blanks in a value */
};

/* Where in a document type declaration. */
enum ls_xml_doctype_state {
    LS_XML_DT_OUTSIDE, /* of the internal subset */
    LS_XML_DT_SUBSET,
    LS_XML_DT_DECL, /* in it, in <!ENTITY …> or its like */
    LS_XML_DT_COMMENT,
    LS_XML_DT_PI,
};

struct ls_xml_open {
    uint64_t value; /* of its name */
    uint32_t name_off, name_len;
};

/* How far the search for the end of a tag has come. */
struct ls_xml_tag_scan {
    char quote;    /* the open one, or 0 */
    bool has_gt;   /* a '>' stands inside the open quotes … */
    size_t gt_off; /* … at this byte of the tag */
    bool odd;      /* a byte that may have to be read otherwise than as it stands */
};

struct ls_xml {
    struct ls_xml_handler handler;
    struct ls_xml_verdict verdict;
    enum ls_xml_state state;
    uint64_t doc; /* document offset of the run at hand */

    /* xml_input.c */
    const struct ls_charset *given; /* by the outside, or NULL */
    bool chosen;                    /* the charset is known */
    bool identity;                  /* the document is the input, from its offset doc_in on */
    uint64_t doc_in;                /* length of a byte order mark */
    struct ls_map in_map;           /* document -> input */
    struct ls_buf head;             /* input bytes waiting for the charset */
    struct ls_charset_reader reader;
    struct ls_buf decoded;

    /* xml.c */
    char hold[LS_XML_STITCH];
    size_t hold_n;

    /* xml_chars.c */
    struct ls_buf pend; /* characters that are not as they stand in the document */
    struct ls_map pend_map;
    enum ls_xml_kind pend_kind;
    bool outer_text; /* outside the elements, and more than blanks */
    uint32_t ref_base, ref_value;
    uint64_t ref_doc;

    /* xml_tag.c */
    bool tag_open; /* `tag` holds the beginning of a tag */
    struct ls_buf tag;
    bool tag_cut; /* it was too long */
    uint64_t tag_doc;
    struct ls_xml_tag_scan tag_scan;
    LS_VEC(struct ls_xml_attr) attrs;
    struct ls_buf values; /* of attributes that do not stand there as they are */
    LS_VEC(struct ls_xml_open) open;
    struct ls_buf names; /* of open elements */
    uint64_t too_deep;   /* open elements beyond LS_XML_DEPTH_MAX */

    /* xml_doctype.c */
    enum ls_xml_doctype_state doctype;
    char doctype_quote;
};

/* xml.c: reads what it can of a run of the document, and keeps the rest for the next one. */
struct ls_result ls_xml_document(struct ls_xml *xml, const char *p, size_t len) LS_MUST_USE;

/* xml_input.c */
void ls_xml_input_init(struct ls_xml *xml, const char *charset);
void ls_xml_input_fini(struct ls_xml *xml);
struct ls_result ls_xml_input_end(struct ls_xml *xml) LS_MUST_USE;
/* The input bytes of the document bytes [from, to); false: no longer known. */
bool ls_xml_doc_span(const struct ls_xml *xml, uint64_t from, uint64_t to, uint64_t *lo,
                     uint64_t *hi);

/* xml_chars.c */
struct ls_result ls_xml_chars(struct ls_xml *xml, enum ls_xml_kind kind, const char *p, size_t len,
                              bool closed, size_t *took) LS_MUST_USE;
struct ls_result ls_xml_ref(struct ls_xml *xml, const char *p, size_t len,
                            size_t *took) LS_MUST_USE;
/* Ends a character reference that the document ended in. */
struct ls_result ls_xml_ref_end(struct ls_xml *xml) LS_MUST_USE;
/* Hands over what is pending; before anything but more characters of the same kind. */
struct ls_result ls_xml_flush(struct ls_xml *xml) LS_MUST_USE;
/* Tells the comment handler that this was all. */
struct ls_result ls_xml_comment_end(struct ls_xml *xml) LS_MUST_USE;
/* Bytes at the front that are characters as they should be, and none of `stops`. */
size_t ls_xml_plain(const char *p, size_t len, unsigned stops);
/* Appends an attribute's value: references resolved, line ends as blanks. */
struct ls_result ls_xml_value(struct ls_buf *out, const char *p, size_t len) LS_MUST_USE;

/* xml_tag.c */
struct ls_result ls_xml_tag(struct ls_xml *xml, const char *p, size_t len,
                            size_t *took) LS_MUST_USE;
/* Ends a tag that the document ended in, and all open elements. */
struct ls_result ls_xml_tag_end(struct ls_xml *xml) LS_MUST_USE;

/* xml_doctype.c */
struct ls_result ls_xml_doctype(struct ls_xml *xml, const char *p, size_t len, bool last,
                                size_t *took) LS_MUST_USE;

static inline bool ls_xml_is_name_start(char c)
{
    unsigned u = (unsigned char)c;
    return u >= 0x80 || (u | 0x20) - 'a' < 26u || u == '_' || u == ':';
}

#endif
