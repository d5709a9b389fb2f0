/* SPDX-License-Identifier: Apache-2.0 */
/* PDF: what stands beside the pages is read to its end, and what cannot be is told. */
#include "pdf_says.h"

/* A page that says "one", and one object more. */
static void check_object(const char *body, const char *stream, const char *expected)
{
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .more = {{7, body, stream}}},
                   expected);
}

/* ---- metadata ---- */

static void check_xmp(const char *stream, const char *expected)
{
    check_object("/Type /Metadata /Subtype /XML", stream, expected);
}

static void put(struct ls_buf *buf, const char *s)
{
    assert_false(ls_failed(ls_buf_add(buf, s, strlen(s))));
}

#define XMP "<x:xmpmeta xmlns:x='a'><r:RDF xmlns:r='b'><r:Description><dc:v>"
#define XMP_END "</dc:v></r:Description></r:RDF></x:xmpmeta>"

static void long_metadata_is_whole(void **state)
{
    struct ls_buf xmp = {.limit = 1 << 20}, expected = {.limit = 1 << 20};
    (void)state;
    put(&xmp, XMP);
    put(&expected, TEXT_ONE "part property\ntext \"");
    for (int i = 0; i < 20000; i++) {
        put(&xmp, "words");
        put(&expected, "words");
    }
    put(&xmp, "last" XMP_END);
    put(&expected, "last\\n\"\nend\n");
    assert_false(ls_failed(ls_buf_char(&xmp, '\0')));
    assert_false(ls_failed(ls_buf_char(&expected, '\0')));
    check_xmp(xmp.at, expected.at);
    LS_VEC_FINI(&xmp);
    LS_VEC_FINI(&expected);
}

static void numbers_in_metadata_are_told(void **state)
{
    (void)state;
    check_xmp(XMP "11010519491231002" XMP_END,
              TEXT_ONE "part property\ntext \"11010519491231002\\n\"\nend\n");
    check_xmp(XMP "2026-11-02T08:00:00" XMP_END, TEXT_ONE "end\n");
    check_xmp(XMP "1.4" XMP_END, TEXT_ONE "end\n");
}

static void metadata_that_is_no_xml_is_told(void **state)
{
    (void)state;
    check_xmp("no tags", TEXT_ONE "part property\ntext \"no tags\\n\"\nend\n");
}

static void lists_in_the_information_are_told(void **state)
{
    (void)state;
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .trailer = "/Info 7 0 R",
                                             .more = {{7, "<< /More [<FEFF673A5BC6>] >>", NULL}}},
                   "part name\ntext \"机密\\n\"\n" TEXT_ONE "end\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_metadata_is_whole),
        cmocka_unit_test(numbers_in_metadata_are_told),
        cmocka_unit_test(metadata_that_is_no_xml_is_told),
        cmocka_unit_test(lists_in_the_information_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
