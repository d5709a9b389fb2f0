/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Document type declarations (XML 1.0 §2.8): found to their end, never obeyed. What stands in them
 * goes to the comment handler, so a text in the value of an entity is no good hiding place.
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
    if (c == '[' && xml->doctype == LS_XML_DT_OUTSIDE)
        xml->doctype = LS_XML_DT_SUBSET;
    else if (c == ']' && xml->doctype == LS_XML_DT_SUBSET)
        xml->doctype = LS_XML_DT_OUTSIDE;
    else if (c == '>' && xml->doctype == LS_XML_DT_DECL)
        xml->doctype = LS_XML_DT_SUBSET;
    else if ((c == '"' || c == '\'') && xml->doctype != LS_XML_DT_SUBSET)
        xml->doctype_quote = c;
}

/* Up to where p[0..len) belongs to the declaration; ends with *done. */
static size_t scan(struct ls_xml *xml, const char *p, size_t len, bool last, bool *done)
{
    for (size_t i = 0; i < len; i++) {
        bool cut = false;
        if (xml->doctype == LS_XML_DT_COMMENT || xml->doctype == LS_XML_DT_PI) {
            const char *end = xml->doctype == LS_XML_DT_PI ? "?>" : "-->";
            if (p[i] == end[0] && begins(p + i, len - i, end, &cut)) {
                i += strlen(end) - 1;
                xml->doctype = LS_XML_DT_SUBSET;
            }
        } else if (xml->doctype_quote) {
            if (p[i] == xml->doctype_quote)
                xml->doctype_quote = '\0';
        } else if (p[i] == '<') {
            if (!open_inside(xml, p + i, len - i, &cut)) {
                xml->verdict.malformed = true;
                *done = true;
                return i;
            }
        } else if (p[i] == '>' && xml->doctype == LS_XML_DT_OUTSIDE) {
            *done = true;
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
    bool done = false;
    size_t n = scan(xml, p, len, last, &done);
    LS_TRY(ls_xml_chars(xml, LS_XML_KIND_COMMENT, p, n, done || last, took));
    if (!done)
        return ls_ok();
    *took += n < len && p[n] == '>';
    xml->state = LS_XML_TEXT;
    return ls_xml_comment_end(xml);
}
