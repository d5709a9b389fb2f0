/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The XML reader against libxml2: where that finds a document well-formed, both say the same of it,
 * and ours says that nothing was wrong. Documents are made by chance from pieces, some of which do
 * not fit together; `oracle_test_xml FILE...` compares files.
 */
#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "formats/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>
#include <libxml/xmlreader.h>

enum { OUT_MAX = 256 << 20, DOCUMENTS = 40000 };

/* Ours has no carriage returns and no deletes; libxml2 keeps those written as references. */
static void add_text(struct ls_buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char c = s[i] == '\r' ? '\n' : s[i];
        if (c != 0x7F)
            assert_false(ls_failed(ls_buf_char(out, c)));
    }
}

/* libxml2's reader leaves line ends in CDATA as they are. */
static void add_section(struct ls_buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (s[i] != '\r' || i + 1 == len || s[i + 1] != '\n')
            add_text(out, s + i, 1);
}

static void add_mark(struct ls_buf *out, char mark, const char *s, size_t len)
{
    assert_false(ls_failed(ls_buf_char(out, mark)));
    add_text(out, s, len);
}

static void add_attrs(struct ls_buf *out, xmlTextReaderPtr reader)
{
    while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
        const char *name = (const char *)xmlTextReaderConstName(reader);
        const char *value = (const char *)xmlTextReaderConstValue(reader);
        add_mark(out, '\x02', name, strlen(name));
        add_mark(out, '\x03', value ? value : "", value ? strlen(value) : 0);
    }
    xmlTextReaderMoveToElement(reader);
}

static void add_node(struct ls_buf *out, xmlTextReaderPtr reader)
{
    int type = xmlTextReaderNodeType(reader);
    const char *name = (const char *)xmlTextReaderConstName(reader);
    const char *value = (const char *)xmlTextReaderConstValue(reader);
    if (type == XML_READER_TYPE_ELEMENT) {
        bool empty = xmlTextReaderIsEmptyElement(reader) == 1;
        add_mark(out, '\x01', name, strlen(name));
        add_attrs(out, reader);
        if (empty)
            add_mark(out, '\x04', name, strlen(name));
    } else if (type == XML_READER_TYPE_END_ELEMENT) {
        add_mark(out, '\x04', name, strlen(name));
    } else if (type == XML_READER_TYPE_CDATA) {
        add_section(out, value, strlen(value));
    } else if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_WHITESPACE ||
               type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE) {
        add_text(out, value, strlen(value));
    }
}

/* What libxml2 says; false: that the document is not well-formed, or has a type declaration. */
static bool read_theirs(struct ls_buf *out, const char *bytes, size_t len)
{
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE;
    xmlTextReaderPtr reader = xmlReaderForMemory(bytes, (int)len, NULL, NULL, options);
    assert_non_null(reader);
    int got;
    bool doctype = false;
    while ((got = xmlTextReaderRead(reader)) == 1) {
        doctype = doctype || xmlTextReaderNodeType(reader) == XML_READER_TYPE_DOCUMENT_TYPE;
        add_node(out, reader);
    }
    xmlFreeTextReader(reader);
    return got == 0 && !doctype;
}

/* libxml2 tells declarations of namespaces before the other attributes. */
static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct ls_buf *out = user;
    add_mark(out, '\x01', tag->name.at, tag->name.len);
    for (size_t i = 0; i < 2 * tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i % tag->attrs_n];
        bool declares = attr->name.len >= 5 && memcmp(attr->name.at, "xmlns", 5) == 0;
        if (declares != (i < tag->attrs_n))
            continue;
        add_mark(out, '\x02', attr->name.at, attr->name.len);
        add_mark(out, '\x03', attr->value.at, attr->value.len);
    }
    return ls_ok();
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    add_mark(user, '\x04', tag->name.at, tag->name.len);
    return ls_ok();
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    (void)map;
    (void)base;
    add_text(user, text.at, text.len);
    return ls_ok();
}

static void read_ours(struct ls_buf *out, const char *bytes, size_t len,
                      struct ls_xml_verdict *verdict)
{
    const struct ls_xml_handler handler = {on_start, on_end, on_text, NULL, out};
    struct ls_blob blob;
    ls_blob_memory(&blob, bytes, len);
    assert_false(ls_failed(ls_xml_read(&blob, &handler, NULL, verdict)));
}

static void show(const char *what, const char *bytes, size_t len)
{
    fprintf(stderr, "%s:\n%.*s\n", what, (int)len, bytes);
}

/* False: libxml2 does not take it. */
static bool compare(const char *bytes, size_t len)
{
    struct ls_buf theirs = {.limit = OUT_MAX}, ours = {.limit = OUT_MAX};
    struct ls_xml_verdict verdict;
    bool formed = read_theirs(&theirs, bytes, len);
    if (formed) {
        read_ours(&ours, bytes, len, &verdict);
        bool same = ours.n == theirs.n && memcmp(ours.at, theirs.at, ours.n) == 0;
        if (!same || verdict.malformed || verdict.truncated || verdict.not_xml) {
            show("document", bytes, len);
            show("ours", ours.at, ours.n);
            show("theirs", theirs.at, theirs.n);
            fail_msg("malformed %d, truncated %d", verdict.malformed, verdict.truncated);
        }
    }
    LS_VEC_FINI(&theirs);
    LS_VEC_FINI(&ours);
    return formed;
}

/* Documents by chance: elements nest, most of the rest is right, too. */
static const char *const inline_pieces[] = {
    "机密",  "x",     " ",          "\n",       "\r\n",       "\r",       "\t",     "&amp;",
    "&lt;",  "&gt;",  "&quot;",     "&apos;",   "&#26426;",   "&#x5bc6;", "&#X41;", "&#9;",
    "&#13;", "&#10;", "&#0000065;", "&#xD800;", "&#x10FFFF;", "&#1;",     "&nbsp;", "&",
    ">",     "]]",    "--",         "\"",       "'",          "\xC2\x85", "😀",      "\x7F",
    "\xE6",  "\x01",  "=",          "&#x7f;",
};
static const char *const between_pieces[] = {
    "<![CDATA[",      "<![CDATA[机<b>&amp;]]>",
    "<![CDATA[]]]]>", "<!-- x > & -->",
    "<!---->",        "<?p?>",
    "<?p q='>'?>",    "]]>",
    "<!-- -- -->",    "<",
};
static const char *const names[] = {"a", "w:p", "b-1", "机", "_", "a.b", "x:y:z"};
static const char *const heads[] = {
    "",
    "",
    "<?xml version='1.0'?>",
    "\xEF\xBB\xBF",
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes' ?>\r\n",
    "<!-- 机 -->",
    "\n",
};

#define PICK(rng, list) (list)[ls_rng_below((rng), (uint32_t)(sizeof(list) / sizeof *(list)))]

static void add(struct ls_buf *doc, const char *s)
{
    assert_false(ls_failed(ls_buf_str(doc, s)));
}

/* Pieces that are always right are picked more often. */
static const char *pick_inline(uint64_t *rng)
{
    return ls_rng_below(rng, 30) ? inline_pieces[ls_rng_below(rng, 19)] : PICK(rng, inline_pieces);
}

static void add_tag(struct ls_buf *doc, uint64_t *rng, const char *name)
{
    static const char *const attrs[] = {"a", "b", "x:c", "c", "xml:space", "d"};
    static const char *const gaps[] = {" ", "\n", "  ", "\t", "\r\n"};
    add(doc, "<");
    add(doc, name);
    for (size_t i = 0; i < sizeof attrs / sizeof *attrs; i++) {
        if (ls_rng_below(rng, 4))
            continue;
        bool twice = ls_rng_below(rng, 2);
        add(doc, PICK(rng, gaps));
        add(doc, attrs[i]);
        add(doc, ls_rng_below(rng, 4) ? "=" : " = ");
        add(doc, twice ? "\"" : "'");
        for (uint32_t n = ls_rng_below(rng, 5); n > 0; n--) {
            const char *piece = pick_inline(rng);
            if (*piece != (twice ? '"' : '\''))
                add(doc, piece);
        }
        add(doc, twice ? "\"" : "'");
    }
    if (ls_rng_below(rng, 5) == 0)
        add(doc, PICK(rng, gaps));
}

static void make(struct ls_buf *doc, uint64_t *rng)
{
    const char *open[16];
    size_t depth = 0;
    LS_VEC_CLEAR(doc);
    add(doc, PICK(rng, heads));
    for (uint32_t n = ls_rng_below(rng, 60) + 1; n > 0; n--) {
        uint32_t what = depth ? ls_rng_below(rng, 10) : 0;
        if (what < 2 && depth < 16) {
            open[depth] = PICK(rng, names);
            add_tag(doc, rng, open[depth]);
            bool empty = depth > 0 && ls_rng_below(rng, 4) == 0;
            add(doc, empty ? "/>" : ">");
            depth += !empty;
        } else if (what < 4 && depth > 1) {
            add(doc, "</");
            add(doc, open[--depth]);
            add(doc, ls_rng_below(rng, 5) ? ">" : " >");
        } else if (what < 5) {
            bool right = ls_rng_below(rng, 20);
            add(doc, right ? between_pieces[1 + ls_rng_below(rng, 6)] : PICK(rng, between_pieces));
        } else {
            add(doc, pick_inline(rng));
        }
    }
    while (depth > 0) {
        add(doc, "</");
        add(doc, open[--depth]);
        add(doc, ">");
    }
    add(doc, ls_rng_below(rng, 4) ? "" : "\n<!-- x -->");
}

static void test_made(void **state)
{
    uint64_t rng = 20;
    struct ls_buf doc = {.limit = 1 << 20};
    size_t formed = 0;
    (void)state;
    for (size_t i = 0; i < DOCUMENTS; i++) {
        make(&doc, &rng);
        formed += compare(doc.at, doc.n);
    }
    LS_VEC_FINI(&doc);
    assert_true(formed > DOCUMENTS / 5);
}

static int compare_file(const char *path)
{
    struct ls_buf bytes = {.limit = OUT_MAX};
    char piece[4096];
    size_t got;
    FILE *file = fopen(path, "rbe");
    if (!file) {
        perror(path);
        return 1;
    }
    while ((got = fread(piece, 1, sizeof piece, file)) > 0)
        assert_false(ls_failed(ls_buf_add(&bytes, piece, got)));
    fclose(file);
    bool formed = bytes.n > 0 && compare(bytes.at, bytes.n);
    printf("%s: %s\n", path, formed ? "the same" : "not well-formed, or typed");
    LS_VEC_FINI(&bytes);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made),
    };
    int failed = 0;
    for (int i = 1; i < argc; i++)
        failed |= compare_file(argv[i]);
    if (argc == 1)
        failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
