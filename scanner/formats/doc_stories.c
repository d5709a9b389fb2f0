/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All stories of a document, one behind the other: the body, then what belongs to it. The headers
 * are cut once more ([MS-DOC] 2.8.22 Plcfhdd): six separators of notes, then six stories for each
 * section.
 */
#include "formats/doc_priv.h"

enum { SEPARATORS = 6, PER_SECTION = 6 };

static const enum ls_part parts[DOC_STORIES] = {
    [DOC_BODY] = LS_PART_BODY,        [DOC_FOOTNOTES] = LS_PART_FOOTNOTE,
    [DOC_HEADERS] = LS_PART_HEADER,   [DOC_MACROS] = LS_PART_SCRIPT,
    [DOC_COMMENTS] = LS_PART_COMMENT, [DOC_ENDNOTES] = LS_PART_ENDNOTE,
    [DOC_BOXES] = LS_PART_TEXT_BOX,   [DOC_HEADER_BOXES] = LS_PART_TEXT_BOX,
};

/* What hits say of the bytes of text: those of mixed documents are mostly UTF-16. */
static const char *encoding_of(const struct doc *doc)
{
    for (size_t i = 0; i < doc->pieces.n; i++)
        if (doc->pieces.at[i].wide)
            return ls_charset_name(doc->wide);
    return doc->fib.old ? doc_charset_of_language(doc->fib.lid) : ls_charset_name(doc->narrow);
}

static struct ls_result tell(struct doc *doc, enum ls_part part, uint32_t lo, uint32_t hi,
                             const char *encoding)
{
    if (lo >= hi)
        return ls_ok();
    LS_TRY(ls_charge(doc->job, 1, 0));
    doc_begin(doc, part, encoding);
    LS_TRY(doc_walk(doc, lo, hi));
    return doc_end(doc);
}

static enum ls_part part_of_header(const struct doc *doc, size_t i)
{
    static const bool footer[PER_SECTION] = {false, false, true, true, false, true};
    if (doc->fib.old) /* there, only those that are not empty are counted */
        return LS_PART_HEADER;
    if (i < SEPARATORS)
        return i < SEPARATORS / 2 ? LS_PART_FOOTNOTE : LS_PART_ENDNOTE;
    return footer[(i - SEPARATORS) % PER_SECTION] ? LS_PART_FOOTER : LS_PART_HEADER;
}

static struct ls_result tell_headers(struct doc *doc, uint32_t lo, uint32_t hi,
                                     const char *encoding)
{
    struct ls_str plc = doc_list(doc, DOC_PLC_HEADERS);
    uint32_t at = lo;
    for (size_t i = 0; (i + 2) * 4 <= plc.len && at < hi; i++) {
        uint64_t from = lo + (uint64_t)doc_u32(plc.at + i * 4);
        uint64_t to = lo + (uint64_t)doc_u32(plc.at + i * 4 + 4);
        to = to < hi ? to : hi;
        if (from >= to || to <= at)
            continue;
        if (from > at)
            LS_TRY(tell(doc, LS_PART_HEADER, at, (uint32_t)from, encoding));
        from = from > at ? from : at;
        LS_TRY(tell(doc, part_of_header(doc, i), (uint32_t)from, (uint32_t)to, encoding));
        at = (uint32_t)to;
    }
    return tell(doc, LS_PART_HEADER, at, hi, encoding);
}

struct ls_result doc_stories_tell(struct doc *doc)
{
    uint32_t behind = doc->pieces.n ? doc->pieces.at[doc->pieces.n - 1].cp_end : 0, at = 0;
    const char *encoding = encoding_of(doc);
    for (int i = 0; i < DOC_STORIES; i++) {
        uint32_t left = behind - at, n = doc->fib.ccp[i] < left ? doc->fib.ccp[i] : left;
        enum ls_part part = i == DOC_BODY && doc->glossary ? LS_PART_TEMPLATE : parts[i];
        LS_TRY(i == DOC_HEADERS ? tell_headers(doc, at, at + n, encoding)
                                : tell(doc, part, at, at + n, encoding));
        at += n;
    }
    return tell(doc, LS_PART_HIDDEN, at, behind, encoding); /* that no story has */
}
