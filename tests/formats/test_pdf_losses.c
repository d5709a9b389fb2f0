/* SPDX-License-Identifier: Apache-2.0 */
/* PDF: what stands beside the pages is read to its end, and what cannot be is told. */
#include "pdf_says.h"

#include "generate/pdf_writer.h"

#define BROKEN "/Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode", "no such thing"
#define NOT_FULLY "gap \"\" malformed (not fully read: page 1)\n"
#define LOST "gap \"\" malformed (1 of its objects cannot be read)\n"

/* A page that says "one", and one object more. */
static void check_object(const char *body, const char *stream, const char *expected)
{
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .more = {{7, body, stream}}},
                   expected);
}

static void check_page(const char *page, const struct ls_pdf_object *more, const char *expected)
{
    check_document(
        &(struct ls_pdf_document){
            .content = BT "(one) Tj ET", .font = LATIN, .page = page, .more = {*more}},
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

static void broken_metadata_is_a_gap(void **state)
{
    (void)state;
    check_object("/Type /Metadata /Filter /FlateDecode", "no such thing", TEXT_ONE LOST "end\n");
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

/* ---- objects ---- */

/* A key that names a cipher's strings elsewhere is an action's here. */
static void actions_of_the_mouse_are_told(void **state)
{
    (void)state;
    check_object("<< /AA << /U << /S /JavaScript /JS (up) >> /O << /JS (open) >> >> >>", NULL,
                 TEXT_ONE "part script\ntext \"up\\nopen\\n\"\nend\n");
    check_object("<< /U (cipher) /O (cipher) /AC (caption) >>", NULL,
                 TEXT_ONE "part field\ntext \"caption\\n\"\nend\n");
}

static void long_lists_are_whole(void **state)
{
    struct ls_buf list = {.limit = 1 << 20};
    (void)state;
    put(&list, "<< /Opt [");
    for (int i = 0; i < 70000; i++)
        put(&list, "()");
    put(&list, "(last)] >>");
    assert_false(ls_failed(ls_buf_char(&list, '\0')));
    check_object(list.at, NULL, TEXT_ONE "part field\ntext \"last\\n\"\nend\n");
    LS_VEC_FINI(&list);
}

/* Deeper than objects are followed. */
static void deep_objects_are_a_gap(void **state)
{
    char deep[400];
    (void)state;
    memset(deep, '[', 100);
    memcpy(deep + 100, "<FEFF673A5BC6>", 14);
    memset(deep + 114, ']', 100);
    deep[214] = '\0';
    check_object(deep, NULL, TEXT_ONE LOST "end\n");
}

static void a_form_that_no_page_has_may_be_broken(void **state)
{
    (void)state;
    check_object(BROKEN, TEXT_ONE LOST "end\n");
}

/* ---- annotations ---- */

static void a_broken_stamp_is_a_gap(void **state)
{
    (void)state;
    check_page("/Annots [<< /Subtype /Stamp /Contents (words) /AP << /N 7 0 R >> >>]",
               &(struct ls_pdf_object){7, BROKEN},
               TEXT_ONE "part annotation page 1\ntext \"words\\n\"\n" NOT_FULLY "end\n");
}

static void a_stamp_without_characters_is_a_gap(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){
            .encoding = "Identity-H",
            .ordering = "Identity",
            .page = "/Annots [<< /Subtype /Stamp /AP << /N 7 0 R >> >>]",
            .more = {{7, "/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 4 0 R >> >>",
                      BT "<00010002000300040005000600070008> Tj ET"}}},
        "part annotation page 1\ntext "
        "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\\n\"\n"
        "gap \"\" unsupported (fonts without characters, page 1)\nend\n");
}

static void values_of_a_field_are_whole(void **state)
{
    struct ls_buf page = {.limit = 1 << 20};
    (void)state;
    put(&page, "<< /Subtype /Widget /FT /Ch /V [");
    for (int i = 0; i < 5000; i++)
        put(&page, "(a)");
    put(&page, "(last)] >>");
    assert_false(ls_failed(ls_buf_char(&page, '\0')));
    struct ls_buf bytes = {.limit = 1 << 20};
    ls_pdf_document_make(
        &(struct ls_pdf_document){.page = "/Annots [7 0 R]", .more = {{7, page.at, NULL}}}, &bytes);
    struct ls_transcript t = {0};
    assert_non_null(strstr(ls_transcript_run(&t, NULL, bytes.at, bytes.n), "\\nlast\\n\"\nend\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&page);
    LS_VEC_FINI(&bytes);
}

/* ---- pages ---- */

/* More patterns than are drawn on a page. */
static void patterns_left_out_are_a_gap(void **state)
{
    struct ls_buf content = {.limit = 1 << 20}, patterns = {.limit = 1 << 20};
    struct ls_buf bytes = {.limit = 1 << 20};
    struct ls_pdf_writer w;
    (void)state;
    put(&patterns, "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Pattern <<");
    put(&content, "/Pattern cs ");
    for (unsigned i = 0; i < 300; i++) {
        assert_false(ls_failed(ls_buf_printf(&content, "/P%u scn ", i)));
        assert_false(ls_failed(ls_buf_printf(&patterns, " /P%u %u 0 R", i, 10 + i)));
    }
    put(&patterns, " >> >> >>");
    assert_false(ls_failed(ls_buf_char(&patterns, '\0')));
    ls_pdf_writer_begin(&w, &bytes);
    ls_pdf_writer_object(&w, 1, "<< /Type /Catalog /Pages 2 0 R >>");
    ls_pdf_writer_object(&w, 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
    ls_pdf_writer_object(&w, 3, patterns.at);
    ls_pdf_writer_stream(&w, 4, "", content.at, content.n);
    for (unsigned i = 0; i < 300; i++)
        ls_pdf_writer_stream(
            &w, 10 + i,
            "/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 "
            "9] /XStep 9 /YStep 9 /Resources << >>",
            "", 0);
    ls_pdf_writer_end(&w, "");
    struct ls_transcript t = {0};
    assert_string_equal(ls_transcript_run(&t, NULL, bytes.at, bytes.n), NOT_FULLY "end\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&content);
    LS_VEC_FINI(&patterns);
    LS_VEC_FINI(&bytes);
}

/* ---- attachments and forms ---- */

/* Not those that something in the file is made of. */
static void streams_of_nobody_are_objects(void **state)
{
    (void)state;
    check_object("", "words", TEXT_ONE "child \"object 7\" 5 bytes \"words\"\nend\n");
    check_object("/Subtype /Image /Width 1 /Height 1", "words", TEXT_ONE "end\n");
    check_object("/Length1 5", "words", TEXT_ONE "end\n");
    check_document(
        &(struct ls_pdf_document){
            .content = BT "(one) Tj ET",
            .font = "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 7 0 R "
                    "/CharProcs << /a 8 0 R >> >>",
            .catalog = "/OpenAction << /S /JavaScript /JS 9 0 R >>",
            .more = {{7, "", "not a map"}, {8, "", "0 0 d0"}, {9, "", "script"}}},
        "part body page 1\ntext \"one\\n\"\npart script\ntext \"script\\n\"\nend\n");
    check_document(&(struct ls_pdf_document){.page = "/Contents [7 0 R 8 0 R]",
                                             .font = LATIN,
                                             .more = {{7, "", BT "(one)"}, {8, "", "Tj ET"}}},
                   TEXT_ONE "child \"object 5\" 0 bytes \"\"\nend\n");
}

/* Also what stands in the dictionary of a form that was drawn. */
static void dictionaries_of_forms_are_gone_through(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){
            .content = "/X Do",
            .resources = "/XObject << /X 7 0 R >>",
            .more =
                {{7,
                  "/Subtype /Form /BBox [0 0 9 9] /PieceInfo << /P << /Private (\xFE\xFF\x67\x3A) "
                  ">> >> "
                  "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier "
                  "/ToUnicode 8 0 R >> >> >>",
                  BT "(one) Tj ET"},
                 {8, "", "not a map"}}},
        TEXT_ONE "part property\ntext \"机\\n\"\nend\n");
}

static void an_attachment_that_is_not_there_is_a_gap(void **state)
{
    (void)state;
    check_object("<< /Type /Filespec /UF (a.txt) /EF << /F 9 0 R >> >>", NULL,
                 TEXT_ONE "part name\ntext \"a.txt\\n\"\n"
                          "gap \"a.txt\" malformed (an attachment that cannot be read)\nend\n");
}

static void a_broken_form_in_xml_is_a_gap(void **state)
{
    (void)state;
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .catalog = "/AcroForm << /XFA 7 0 R >>",
                                             .more = {{7, BROKEN}}},
                   TEXT_ONE "gap \"XFA\" malformed\nend\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_metadata_is_whole),
        cmocka_unit_test(numbers_in_metadata_are_told),
        cmocka_unit_test(metadata_that_is_no_xml_is_told),
        cmocka_unit_test(broken_metadata_is_a_gap),
        cmocka_unit_test(lists_in_the_information_are_told),
        cmocka_unit_test(actions_of_the_mouse_are_told),
        cmocka_unit_test(long_lists_are_whole),
        cmocka_unit_test(deep_objects_are_a_gap),
        cmocka_unit_test(a_form_that_no_page_has_may_be_broken),
        cmocka_unit_test(a_broken_stamp_is_a_gap),
        cmocka_unit_test(a_stamp_without_characters_is_a_gap),
        cmocka_unit_test(values_of_a_field_are_whole),
        cmocka_unit_test(patterns_left_out_are_a_gap),
        cmocka_unit_test(streams_of_nobody_are_objects),
        cmocka_unit_test(dictionaries_of_forms_are_gone_through),
        cmocka_unit_test(an_attachment_that_is_not_there_is_a_gap),
        cmocka_unit_test(a_broken_form_in_xml_is_a_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
