/* SPDX-License-Identifier: Apache-2.0 */
/* The XML reader: what it says of a document, the same in pieces of any size. */
#include "formats/xml.h"

#include "base/alloc.h"
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/*
 * Events as text:  <name a=value>  </name>  {comment}  and text as it is, marked where it ends up
 * beside a tag; the verdict at the end as letters in brackets.
 */
struct record {
    struct ls_buf out;
    const char *bytes; /* the input: text that is verbatim must stand there */
    size_t len;
    uint64_t mapped_to; /* input bytes behind the text so far */
    bool in_order;
};

static void check_map(struct record *rec, struct ls_str text, const struct ls_map *map,
                      uint64_t base)
{
    for (size_t i = 0; i < text.len; i++) {
        uint64_t lo, hi;
        bool verbatim;
        assert_true(ls_map_find(map, base + i, base + i + 1, &lo, &hi, &verbatim));
        assert_true(lo <= hi && hi <= rec->len);
        assert_true(!verbatim || rec->bytes[lo] == text.at[i]);
        if (lo < rec->mapped_to && !(i > 0 && lo + 8 >= rec->mapped_to))
            rec->in_order = false;
        rec->mapped_to = lo;
    }
}

static struct ls_result on_start(void *user, const struct ls_xml_tag *tag)
{
    struct record *rec = user;
    assert_true(tag->off < rec->len);
    LS_TRY(ls_buf_printf(&rec->out, "<%.*s", (int)tag->name.len, tag->name.at));
    for (size_t i = 0; i < tag->attrs_n; i++) {
        const struct ls_xml_attr *attr = &tag->attrs[i];
        LS_TRY(ls_buf_printf(&rec->out, " %.*s=", (int)attr->name.len, attr->name.at));
        LS_TRY(ls_buf_add(&rec->out, attr->value.at, attr->value.len));
        if (attr->plain && attr->value.len) {
            assert_true(attr->off + attr->value.len <= rec->len);
            assert_memory_equal(rec->bytes + attr->off, attr->value.at, attr->value.len);
        }
    }
    return ls_buf_str(&rec->out, tag->empty ? "/>" : ">");
}

static struct ls_result on_end(void *user, const struct ls_xml_tag *tag)
{
    struct record *rec = user;
    return ls_buf_printf(&rec->out, "</%.*s>", (int)tag->name.len, tag->name.at);
}

static struct ls_result on_text(void *user, struct ls_str text, const struct ls_map *map,
                                uint64_t base)
{
    struct record *rec = user;
    assert_true(text.len > 0 && text.len <= LS_XML_TEXT_CHUNK);
    check_map(rec, text, map, base);
    return ls_buf_add(&rec->out, text.at, text.len);
}

static struct ls_result on_comment(void *user, struct ls_str text, const struct ls_map *map,
                                   uint64_t base)
{
    struct record *rec = user;
    if (text.len == 0)
        return ls_buf_char(&rec->out, '}');
    check_map(rec, text, map, base);
    return ls_buf_add(&rec->out, text.at, text.len);
}

static struct ls_result finish(struct record *rec, struct ls_xml *xml)
{
    struct ls_xml_verdict v;
    LS_TRY(ls_xml_end(xml, &v));
    return ls_buf_printf(&rec->out, " [%s%s%s%s%s]", v.not_xml ? "n" : "", v.doctype ? "d" : "",
                         v.entities ? "e" : "", v.malformed ? "m" : "", v.truncated ? "t" : "");
}

/* Reads bytes in pieces: `first` of them, then `step` at a time. */
static void read_in(struct record *rec, const void *bytes, size_t len, size_t first, size_t step,
                    const char *charset)
{
    const struct ls_xml_handler handler = {on_start, on_end, on_text, on_comment, rec};
    struct ls_xml *xml;
    size_t at = 0;
    *rec = (struct record){.out.limit = 64 << 20, .bytes = bytes, .len = len, .in_order = true};
    assert_false(ls_failed(ls_xml_new(&handler, charset, &xml)));
    while (at < len) {
        size_t n = at == 0 && first ? first : step;
        n = n < len - at ? n : len - at;
        /* In a block of its own, so that a reading past its end is seen. */
        char *piece = ls_calloc(1, n);
        assert_non_null(piece);
        memcpy(piece, rec->bytes + at, n);
        assert_false(ls_failed(ls_xml_feed(xml, piece, n)));
        ls_free(piece);
        at += n;
    }
    assert_false(ls_failed(finish(rec, xml)));
    ls_xml_free(xml);
    assert_false(ls_failed(ls_buf_char(&rec->out, '\0')));
    assert_true(rec->in_order);
}

static void check_bytes(const void *bytes, size_t len, const char *charset, const char *want)
{
    struct record rec;
    read_in(&rec, bytes, len, 0, len ? len : 1, charset);
    assert_string_equal(rec.out.at, want);
    LS_VEC_FINI(&rec.out);
    for (size_t first = 1; first < len; first++) {
        read_in(&rec, bytes, len, first, len, charset);
        assert_string_equal(rec.out.at, want);
        LS_VEC_FINI(&rec.out);
    }
    for (size_t step = 1; step < 4; step++) {
        read_in(&rec, bytes, len, 0, step, charset);
        assert_string_equal(rec.out.at, want);
        LS_VEC_FINI(&rec.out);
    }
}

static void check(const char *xml, const char *want)
{
    check_bytes(xml, strlen(xml), NULL, want);
}

static void test_elements(void **state)
{
    (void)state;
    check("<a/>", "<a/></a> []");
    check("<a></a>", "<a></a> []");
    check("<a b='1' c = \"2\"\n d='>'/>", "<a b=1 c=2 d=>/></a> []");
    check("<w:p w:id=\"7\"><w:t>机密</w:t></w:p>", "<w:p w:id=7><w:t>机密</w:t></w:p> []");
    check("<?xml version=\"1.0\"?>\n<a>b<c/>d</a>\n", "<a>b<c/></c>d</a> []");
    check("<a x='1'y='2'/>", "<a x=1 y=2/></a> []");
    check("<a x=1 y/>", "<a x=1 y=/></a> []");
    check("<a x=''/>", "<a x=/></a> []");
    check("<a/ >", "<a></a> [t]");
}

static void test_references(void **state)
{
    (void)state;
    check("<a>&lt;&amp;&gt;&quot;&apos;</a>", "<a><&>\"'</a> []");
    check("<a>&#26426;&#x5BC6;&#X5bc6;</a>", "<a>机密密</a> []");
    check(
        "<a>x&#0000000000000000000000000000000000000000000000000000000000000000000000000000026426;"
        "y</a>",
        "<a>x机y</a> []");
    check("<a>&#x1F600;&#xD800;&#x110000;&#99999999999999;</a>", "<a>😀���</a> []");
    check("<a>机&#1;&#0;&#x1f;&#127;密</a>", "<a>机密</a> []");
    check("<a>1&#9;2&#10;3&#13;4</a>", "<a>1\t2\n3\n4</a> []");
    check("<a>&nbsp;&foo;&;&#;&#x;&#xg;& &amp</a>", "<a>&nbsp;&foo;&;&#;&#x;&#xg;& &amp</a> []");
    check("<a>&#26426密</a>", "<a>机密</a> []");
    check("<a b='&#26426;&amp;&#0;&foo;&#00000000000000000000000000000000000000000026426;'/>",
          "<a b=机&&foo;机/></a> []");
    check("<a b='1\n2\r\n3\t4\r5&#10;6'/>", "<a b=1 2 3 4 5\n6/></a> []");
    check("<?xml encoding='utf-8'?><a b='\xB0\x01\xE5\xAF'/>", "<a b=���/></a> []");
}

static void test_characters(void **state)
{
    (void)state;
    check("<a>1\r\n2\r3\n4\r</a>", "<a>1\n2\n3\n4\n</a> []");
    check("<a>机\x01\x1E\x7F密</a>", "<a>机密</a> []");
    check_bytes("<a>\0b\0</a>", 10, NULL, "<a>b</a> []");
    check("<?xml encoding='utf-8'?><a>\xBB\xFA\xC3\xDC</a>", "<a>����</a> []");
    check("<?xml encoding='utf-8'?><a>\xE6\x9C</a>", "<a>��</a> []");
    check("<?xml encoding='utf-8'?><a>\xED\xA0\x80\xF4\x90\x80\x80\xC0\x80</a>",
          "<a>���������</a> []");
    check("<a>]]></a>", "<a>]]></a> []");
}

static void test_sections(void **state)
{
    (void)state;
    check("<a>机<![CDATA[密<b>&amp;]]]]>级</a>", "<a>机密<b>&amp;]]级</a> []");
    check("<a>机<!-- x -- > & -->密<?p q?></a>", "<a>机 x -- > & }密p q}</a> []");
    check("<a><!----><!---></a>--></a>", "<a>}-></a>}</a> []");
    check("<a><![CDATA[]]>b<![CDATA[]]]></a>", "<a>b]</a> []");
    check("<?xml version='1.0'?><?xml-stylesheet href='a'?><a/>",
          "xml-stylesheet href='a'}<a/></a> []");
    check("<!-- 机\r\n密 --><a/>", " 机\n密 }<a/></a> []");
}

static void test_doctype(void **state)
{
    (void)state;
    check("<!DOCTYPE a SYSTEM 'b>c'><a/>", " a SYSTEM }b>c}}<a/></a> [d]");
    check("<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", " a [<!ELEMENT a ANY>]}<a/></a> [d]");
    check("<!DOCTYPE a [<!-- ]> ' --><?p ]> \"?><!ENTITY b \"]>机'密\"> ] ><a>&b;</a>",
          " a [<!-- ]> ' --><?p ]> \"?><!ENTITY b }]>机'密}> ] }<a>&b;</a> [de]");
    check("<!DOCTYPE a [<!ENTITY % x 'y'> %x;]><a/>", " a [<!ENTITY % x }y}> %x;]}<a/></a> [de]");
    check("<!DOCTYPE a [ <a>机密</a>", " a [ }<a>机密</a> [dm]");
    check("<!DOCTYPE a <a>机密</a>", " a }<a>机密</a> [dm]");
    check("<!DOCTYPE a [<!ENTITY b \"机密", " a [<!ENTITY b }机密} [ndet]");
    check("<!DOCTYPE a [<!ENTIT", " a [<!ENTIT} [ndt]");
}

static void test_broken(void **state)
{
    (void)state;
    check("", " [n]");
    check("机密", "机密 [nm]");
    check("<", " [nt]");
    check("<a>1 < 2 <3</a>", "<a>1 < 2 <3</a> []");
    check("<a><b>机<c>密</b></a>", "<a><b>机<c>密</c></b></a> [m]");
    check("<a>机</b>密</a>", "<a>机密</a> [m]");
    check("<a>机", "<a>机</a> [t]");
    check("<a><b", "<a><b></b></a> [mt]");
    check("<a b='机密", "<a b=机密></a> [mt]");
    check("<a>机</a>密<b/>级", "<a>机</a>密<b/></b>级 [m]");
    check("<a></ a></></a>", "<a> a}}</a> [m]");
    check("<a><!foo 机密>b</a>", "<a>foo 机密}b</a> [m]");
    check("<a><!-- 机密", "<a> 机密}</a> [t]");
    check("<a><![CDATA[机密]]", "<a>机密]]</a> [t]");
    check("<a><?x 机密?", "<a>x 机密?}</a> [t]");
    check("<a>&#26426", "<a>机</a> [t]");
    /* A missing quote hides no text. */
    check("<a b='7>机<c/>密</a>", "<a b=7>机<c/></c>密</a> [m]");
    check("<a b='7>&#26426;&am<c>密</c></a>", "<a b=7>机&am<c>密</c></a> [m]");
    check("<a b='7>&#26426<c>密</c></a>", "<a b=7>机<c>密</c></a> [m]");
    check("<a b='7>机", "<a b=7>机</a> [mt]");
    check("<a b='7 <c>密</c></a>", "<a b=7 ><c>密</c></a> [m]");
    check("<a <b>机</b></a>", "<a><b>机</b></a> [m]");
}

static void test_encodings(void **state)
{
    static const char le[] = "\xFF\xFE<\0a\0>\0:\x67\xC6\x5B&\0#\0"
                             "2\0"
                             "6\0"
                             "4\0"
                             "2\0"
                             "6\0;\0"
                             "<\0/\0a\0>\0";
    static const char be[] = "\0<\0a\0 \0b\0=\0'\x67\x3A\0'\0>\xD8\x3D\xDE\0\0<\0/\0a\0>";
    (void)state;
    check("\xEF\xBB\xBF<a b='c'>机</a>", "<a b=c>机</a> []");
    check_bytes(le, sizeof le - 1, NULL, "<a>机密机</a> []");
    check_bytes(be, sizeof be - 1, NULL, "<a b=机>😀</a> []");
    check("<?xml version='1.0' encoding='GB2312'?><a b='\xBB\xFA'>\xC3\xDC</a>",
          "<a b=机>密</a> []");
    check("<?xml version='1.0' encoding='UTF-16'?><a>机</a>", "<a>机</a> []");
    check_bytes("<a>\xBB\xFA</a>", 9, "gbk", "<a>机</a> []");
    check("<?xml version='1.0' encoding='windows-1252'?><a>\xE9\x80</a>", "<a>é€</a> []");
    check_bytes("<\0\0\0a\0\0\0>\0\0\0:g\0\0", 16, NULL, "<a>机</a> [t]");
    /* Nobody says it, or a name that nobody knows: by the look of it. */
    check("<a>\xBB\xFA\xC3\xDC\xA1\xEF\x31\xC4\xEA</a>", "<a>机密★1年</a> []");
    check("<?xml encoding='x'?><a>\xBB\xFA\xC3\xDC</a>", "<a>机密</a> []");
    check_bytes("<a>\xE6\x9C\xBA</a>", 10, "utf-16", "<a>机</a> []");
    check("<?xml version='1.0' encoding='gbk'", " [nt]");
    check("<?xml", " [nt]");
    check("\xFF\xFE", " [n]");
    check("\xEF\xBB", "�� [nm]");
}

/* Nothing grows with the input, and nothing takes more than linear time. */
static void read_repeated(const char *piece, size_t times, const char *want_end)
{
    struct record rec;
    struct ls_buf all = {.limit = 64 << 20};
    for (size_t i = 0; i < times; i++)
        assert_false(ls_failed(ls_buf_str(&all, piece)));
    read_in(&rec, all.at, all.n, 0, 4096, NULL);
    size_t n = strlen(want_end);
    assert_true(rec.out.n > n);
    assert_string_equal(rec.out.at + rec.out.n - 1 - n, want_end);
    LS_VEC_FINI(&rec.out);
    LS_VEC_FINI(&all);
}

static void test_limits(void **state)
{
    struct record rec;
    struct ls_buf all = {.limit = 64 << 20};
    (void)state;
    read_repeated("<a>", 20000, "</a> [mt]");
    read_repeated("</a>", 20000, "<a></a> [nm]" + 7);
    read_repeated("<a \"> ", 20000, " [mt]");
    read_repeated("&#26426;", 20000, "机 [nm]");
    read_repeated("\xEF\xBB\xBF\xE5", 20000, "� [nm]");

    /* A long attribute is cut, the text behind it is not. */
    assert_false(ls_failed(ls_buf_str(&all, "<a b='")));
    for (size_t i = 0; i < 3 * LS_XML_TAG_MAX / 16; i++)
        assert_false(ls_failed(ls_buf_str(&all, "0123456789>bcdef")));
    assert_false(ls_failed(ls_buf_str(&all, "'>机密</a>")));
    read_in(&rec, all.at, all.n, 0, 65536, NULL);
    assert_non_null(strstr(rec.out.at, ">机密</a> [m]"));
    assert_true(rec.out.n < LS_XML_TAG_MAX + 100);
    LS_VEC_FINI(&rec.out);
    LS_VEC_FINI(&all);

    /* Many attributes, long names. */
    assert_false(ls_failed(ls_buf_str(&all, "<")));
    for (size_t i = 0; i < 5000; i++)
        assert_false(ls_failed(ls_buf_char(&all, 'n')));
    for (size_t i = 0; i < LS_XML_ATTRS_MAX + 9; i++)
        assert_false(ls_failed(ls_buf_str(&all, " a='机'")));
    assert_false(ls_failed(ls_buf_str(&all, ">机密")));
    read_in(&rec, all.at, all.n, 0, 65536, NULL);
    assert_non_null(strstr(rec.out.at, ">机密</n"));
    LS_VEC_FINI(&rec.out);
    LS_VEC_FINI(&all);
}

/* A blob that is broken somewhere ends the document there. */
static struct ls_result read_broken(struct ls_blob *blob, uint64_t off, void *out, size_t len,
                                    size_t *got)
{
    static const char xml[] = "<a>机密";
    (void)blob;
    size_t left = off < sizeof xml - 1 ? sizeof xml - 1 - (size_t)off : 0;
    *got = left < len ? left : len;
    memcpy(out, xml + off, *got);
    return off ? ls_bad(LS_E_MALFORMED) : ls_ok();
}

static void test_blobs(void **state)
{
    struct record rec = {.out.limit = 1 << 20, .bytes = "<a>机密", .len = 9, .in_order = true};
    const struct ls_xml_handler handler = {on_start, on_end, on_text, on_comment, &rec};
    struct ls_blob blob = {.size = LS_SIZE_UNKNOWN, .read = read_broken};
    struct ls_xml_verdict v;
    (void)state;
    assert_false(ls_failed(ls_xml_read(&blob, &handler, NULL, &v)));
    assert_true(v.truncated);
    ls_blob_memory(&blob, rec.bytes, rec.len);
    assert_false(ls_failed(ls_xml_read(&blob, &handler, NULL, &v)));
    assert_true(v.truncated);
    assert_false(ls_failed(ls_buf_char(&rec.out, '\0')));
    assert_string_equal(rec.out.at, "<a>机密</a><a>机密</a>");
    LS_VEC_FINI(&rec.out);
}

/* What a handler says ends the reading. */
static struct ls_result refuse(void *user, const struct ls_xml_tag *tag)
{
    (void)user;
    return ls_str_is(tag->local, "stop") ? ls_bad(LS_E_LIMIT) : ls_ok();
}

static void test_failures(void **state)
{
    struct ls_xml_handler handler = {.start = refuse};
    struct ls_blob blob;
    struct ls_xml_verdict v;
    (void)state;
    ls_blob_memory(&blob, "<a><x:stop/></a>", 16);
    struct ls_result r = ls_xml_read(&blob, &handler, NULL, &v);
    assert_int_equal(r.reach, LS_BAD);
    assert_int_equal(r.code, LS_E_LIMIT);
    handler = (struct ls_xml_handler){0};
    assert_false(ls_failed(ls_xml_read(&blob, &handler, NULL, &v)));
    assert_false(v.not_xml || v.malformed);
    for (uint64_t n = 1; n < 20; n++) {
        ls_alloc_fail_nth(n);
        r = ls_xml_read(&blob, &handler, "utf-16", &v);
        ls_alloc_fail_nth(0);
        assert_true(!ls_failed(r) || r.code == LS_E_MEMORY);
    }
}

static void test_attr(void **state)
{
    struct ls_xml_attr attrs[] = {
        {.name = {"r:id", 4}, .local = {"id", 2}, .value = {"x", 1}},
        {.name = {"id", 2}, .local = {"id", 2}, .value = {"y", 1}},
    };
    struct ls_xml_tag tag = {.attrs = attrs, .attrs_n = 2};
    (void)state;
    assert_true(ls_str_is(ls_xml_attr(&tag, "id"), "x"));
    assert_null(ls_xml_attr(&tag, "i").at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements),   cmocka_unit_test(test_references),
        cmocka_unit_test(test_characters), cmocka_unit_test(test_sections),
        cmocka_unit_test(test_doctype),    cmocka_unit_test(test_broken),
        cmocka_unit_test(test_encodings),  cmocka_unit_test(test_limits),
        cmocka_unit_test(test_blobs),      cmocka_unit_test(test_failures),
        cmocka_unit_test(test_attr),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
