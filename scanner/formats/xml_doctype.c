/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Document type declarations (XML 1.0 §2.8): found to their end, never obeyed. What stands in them
 * goes to the comment handler, each quoted value by itself, so the value of an entity is no good
 * hiding place.
 *
 *   <!DOCTYPE a PUBLIC "…" "…" [ <!ENTITY b "…">  <!-- … -->  <?c … ?> ]>
 *     outside                  subset decl        comment     PI
 *
 * An element's tag inside says that the declaration is broken: the document goes on with it.
 */
#include "formats/xml_priv.h"

#include <string.h>

/* Whether p[0..len) begins with `what`; `*cut`: as far as it goes. */
static bool begins(const char *p, size_t len, const char *what, bool *cut)
{
    size_t n = strlen(what);
    size_t here = len < n ? len : n;
    bool same = memcmp(p, what, here) == 0;
    *cut = *cut || (same && here < n);
    return same && here == n;
}

/* What a '<' begins. False: it does not belong here. */
static bool open_inside(struct ls_xml *xml, const char *p, size_t len, bool *cut)
{
    if (xml->doctype != LS_XML_DT_SUBSET)
        return false;
    bool entity = begins(p, len, "<!ENTITY", cut);
    if (begins(p, len, "<!--", cut))
        xml->doctype = LS_XML_DT_COMMENT;
    else if (begins(p, len, "<?", cut))
        xml->doctype = LS_XML_DT_PI;
    else if (!*cut && len > 1 && p[1] == '!')
        xml->doctype = LS_XML_DT_DECL;
    else
        return *cut;
    xml->verdict.entities = xml->verdict.entities || entity;
    return true;
}

/* A byte that is not in a comment, a processing instruction or quotes. */
static void take(struct ls_xml *xml, char c)
{
    if ((c == '[' && xml->doctype == LS_XML_DT_OUTSIDE) ||
        (c == '>' && xml->doctype == LS_XML_DT_DECL))
        xml->doctype = LS_XML_DT_SUBSET;
    else if (c == ']' && xml->doctype == LS_XML_DT_SUBSET)
        xml->doctype = LS_XML_DT_OUTSIDE;
}

/* A quote that begins or ends a value. */
static bool is_quote(struct ls_xml *xml, char c)
{
    if (xml->doctype_quote ? c != xml->doctype_quote
                           : (c != '"' && c != '\'') || xml->doctype == LS_XML_DT_SUBSET)
        return false;
    xml->doctype_quote = xml->doctype_quote ? '\0' : c;
    return true;
}

enum stop { STOP_NOWHERE, STOP_QUOTE, STOP_END };

/* Up to where p[0..len) belongs to the piece at hand, and what ends that. */
static size_t scan(struct ls_xml *xml, const char *p, size_t len, bool last, enum stop *stop)
{
    *stop = STOP_NOWHERE;
    for (size_t i = 0; i < len; i++) {
        bool cut = false;
        if (xml->doctype == LS_XML_DT_COMMENT || xml->doctype == LS_XML_DT_PI) {
            const char *end = xml->doctype == LS_XML_DT_PI ? "?>" : "-->";
            if (p[i] == end[0] && begins(p + i, len - i, end, &cut)) {
                i += strlen(end) - 1;
                xml->doctype = LS_XML_DT_SUBSET;
            }
        } else if (is_quote(xml, p[i])) {
            *stop = STOP_QUOTE;
            return i;
        } else if (xml->doctype_quote) {
            continue;
        } else if (p[i] == '<') {
            if (!open_inside(xml, p + i, len - i, &cut)) {
                xml->verdict.malformed = true;
                *stop = STOP_END;
                return i;
            }
        } else if (p[i] == '>' && xml->doctype == LS_XML_DT_OUTSIDE) {
            *stop = STOP_END;
            return i;
        } else {
            take(xml, p[i]);
        }
        if (cut && !last)
            return i;
    }
    return len;
}

struct ls_result ls_xml_doctype(struct ls_xml *xml, const char *p, size_t len, bool last,
                                size_t *took)
{
    enum stop stop;
    size_t n = scan(xml, p, len, last, &stop);
    LS_TRY(ls_xml_chars(xml, LS_XML_KIND_COMMENT, p, n, stop != STOP_NOWHERE || last, took));
    if (stop == STOP_NOWHERE)
        return ls_ok();
    *took += n < len && (stop == STOP_QUOTE || p[n] == '>');
    if (stop == STOP_END)
        xml->state = LS_XML_TEXT;
    return ls_xml_comment_end(xml);
}
