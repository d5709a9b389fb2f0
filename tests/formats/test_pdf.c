/* SPDX-License-Identifier: Apache-2.0 */
/* PDF: how characters become words, lines and cells, and what is said of broken files. */
#include "pdf_says.h"

#include "generate/wrap.h"

#include <stdio.h>

static void check(const char *content, const char *expected)
{
    check_document(&(struct ls_pdf_document){.content = content}, expected);
}

static void check_latin(const char *content, const char *expected)
{
    check_document(&(struct ls_pdf_document){.content = content, .font = LATIN}, expected);
}

#define FAR "9999999999999999999999 0 0 9999999999999999999999 0 0 cm "

static void test_words(void **state)
{
    (void)state;
    check_latin(BT "(one) Tj ET", TEXT("one\\n"));
    check_latin(BT "[(on) -20 (e) 30 (x)] TJ ET", TEXT("onex\\n"));
    check_latin(BT "[(one) -300 (two)] TJ ET", TEXT("one two\\n"));
    check_latin(BT "(one) Tj 22 0 Td (two) Tj ET", TEXT("one two\\n"));
    check_latin(BT "(one ) Tj 24 0 Td (two) Tj ET", TEXT("one two\\n"));
    check_latin(BT "(one) Tj ET BT /F1 10 Tf 118 700 Td (s) Tj ET", TEXT("ones\\n"));
    check_latin(BT "(one) Tj 0 -12 Td (two) Tj ET", TEXT("one\\ntwo\\n"));
    check_latin(BT "12 TL (one) Tj T* (two) Tj (three) ' 1 1 (four) \" ET",
                TEXT("one\\ntwo\\nthree\\nfour\\n"));
    check_latin(BT "100 Tz 5 Tw (a b) Tj ET", TEXT("a b\\n"));
    check_latin("BT /F1 1 Tf 10 0 0 10 100 700 Tm (one) Tj 2.2 0 Td (two) Tj ET",
                TEXT("one two\\n"));
    check_latin("10 0 0 10 0 0 cm BT /F1 1 Tf 10 70 Td (one) Tj ET", TEXT("one\\n"));
    /* Drawn twice to look bold, out of order, upside down. */
    check_latin(BT "(one) Tj 0.3 0 Td (one) Tj ET", TEXT("one\\n"));
    check_latin(BT "18 0 Td (two) Tj -18 0 Td (one) Tj ET", TEXT("onetwo\\n"));
    check_latin("BT /F1 10 Tf -1 0 0 -1 400 700 Tm (one) Tj 24 0 Td (two) Tj ET",
                TEXT("one two\\n"));
    /* Squeezed to a point, and too far away for numbers. */
    check_latin("BT /F1 10 Tf 0 0 0 0 9 9 Tm (one) Tj [( t) 9 (wo)] TJ ET",
                "part hidden page 1\ntext \"one two\\n\"\nend\n");
    check_latin(FAR FAR "BT /F1 10 Tf (one) Tj ET", "part hidden page 1\ntext \"one\\n\"\nend\n");
}

static void test_chinese(void **state)
{
    (void)state;
    check(BT "<673A5BC6> Tj ET", TEXT("机密\\n"));
    check(BT "3 Tc <673A5BC6> Tj ET", TEXT("机密\\n"));
    check(BT "[<673A> -900 <5BC6>] TJ ET", TEXT("机密\\n"));
    check(BT "[<673A> -3000 <5BC6>] TJ ET", TEXT("机\\t密\\n"));
    check(BT "[<59D3540D> -3000 <804C52A1>] TJ ET", TEXT("姓名|职务\\n"));
    check(BT "[<59D3540D> -200 <0041>] TJ ET", TEXT("姓名 A\\n"));
}

static void test_cells(void **state)
{
    (void)state;
    check_latin(BT "(one) Tj 60 0 Td (two) Tj 60 0 Td (three) Tj -120 -12 Td (four) Tj ET",
                TEXT("one|two|three\\nfour\\n"));
}

/* Lines between columns part what stands close together. */
static void test_ruled_cells(void **state)
{
    (void)state;
    check("0 0 9 9 re 133 690 m 133 720 l S " BT
          "<59D3540D> Tj 26 0 Td <75376027> Tj 26 0 Td <0041> Tj ET",
          TEXT("姓名男性 A\\n"));
    check("123 690 m 123 720 l S 148 690 0.5 30 re f " BT
          "<59D3540D> Tj 26 0 Td <75376027> Tj 26 0 Td <0041> Tj ET",
          TEXT("姓名|男性|A\\n"));
    check("110 690 m 110 720 l S " BT "<59D3540D> Tj ET", TEXT("姓名\\n"));
}

/* Lines of a page without text are not those of what comes after it. */
static void test_rules_without_text(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){
            .content = "133 690 m 133 720 l S",
            .page = "/Annots [<< /Type /Annot /Subtype /Stamp /Rect [10 10 90 90] /AP << /N 7 0 R "
                    ">> >>]",
            .more = {{7,
                      "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << "
                      "/F1 4 0 R >> >>",
                      BT "<59D3540D> Tj 26 0 Td <75376027> Tj ET"}}},
        "part annotation page 1\ntext \"姓名男性\\n\"\nend\n");
}

static void test_states(void **state)
{
    (void)state;
    check_latin(BT "(one) Tj ET q 1 0 0 1 0 -50 cm " BT "(two) Tj ET Q " BT "18 0 Td (three) Tj ET",
                TEXT("onethree\\ntwo\\n"));
    check_latin("Q Q q " BT "(one) Tj ET Q Q EMC EMC", TEXT("one\\n"));
    /* A form inside itself, and one that leaves its state to its page. */
    check_document(
        &(struct ls_pdf_document){
            .content = "/X Do " BT "(two) Tj ET",
            .font = LATIN,
            .resources = "/XObject << /X 7 0 R >>",
            .more = {{7,
                      "/Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 0 50] /Resources << "
                      "/XObject << /X 7 0 R >> /Font << /F1 4 0 R >> >>",
                      "/X Do q q /OC /none BDC " BT "(one) Tj ET"}}},
        TEXT("one\\ntwo\\n"));
}

#define SPAN(hex, shown) "/Span << /ActualText <FEFF" hex "> >> BDC " shown " Tj EMC "

static void test_actual_text(void **state)
{
    (void)state;
    check(BT SPAN("673A5BC6", "<673A5BC6>") "ET", TEXT("机密\\n"));
    check_latin(BT "(o) Tj " SPAN("00AD", "(-)") "ET", TEXT("o\xC2\xAD\\n"));
    /* Glyphs and text say two things: both. */
    check(BT "<673A> Tj " SPAN("5BB65EAD", "<5BC6>") "ET", TEXT("机家庭\\n机密\\n"));
    check(BT SPAN("0061", "<673A5BC6>") SPAN("0062", "<260500310030>") "ET",
          TEXT("ab\\n机密★10\\n"));
    check_latin(BT SPAN("007A", "(words)") "ET", TEXT("z\\nwords\\n"));
    check_latin(BT "/Span << /ActualText (whole) >> BDC " SPAN("0066006C", "(fl)") "(at) Tj EMC ET",
                "part body page 1\ntext \"whole\\n\"\n"
                "part alt-text page 1\ntext \"fl\\n\"\n"
                "part body page 1\ntext \"flat\\n\"\nend\n");
    /* One glyph for whatever is not in the font. */
    check(BT SPAN("673A", "<4E0A>") SPAN("5BC6", "<4E0A>") "ET", TEXT("机密\\n"));
    check(BT SPAN("673A000F", "<4E0A>") SPAN("5BC6001F", "<4E0A>") "ET", TEXT("机密\\n"));
    check_latin(BT "/Span << /E (long) >> BDC (one) Tj EMC ET",
                "part body page 1\ntext \"one\\n\"\npart alt-text page 1\ntext \"long\\n\"\nend\n");
    /* Nothing is shown. */
    check("/Figure << /ActualText <FEFF673A5BC6> >> BDC 0 0 9 9 re f EMC",
          "part alt-text page 1\ntext \"机密\\n\"\nend\n");
}

static void test_fonts_without_characters(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){.content = BT "<0001000200030004000500060007000800090001> Tj ET",
                                  .encoding = "Identity-H",
                                  .ordering = "Identity"},
        "part body page 1\ntext \"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
        "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\\n\"\n"
        "gap \"\" unsupported (fonts without characters, page 1)\nend\n");
}

/* A bullet here and there is no matter, two glyphs of a large font may be words. */
static void test_few_characters_without_font(void **state)
{
    (void)state;
    check_document(&(struct ls_pdf_document){.content = BT "<00010002> Tj ET",
                                             .encoding = "Identity-H",
                                             .ordering = "Identity"},
                   "part body page 1\ntext \"\xEF\xBF\xBD\xEF\xBF\xBD\\n\"\n"
                   "gap \"\" unsupported (fonts without characters, page 1)\nend\n");
    check_document(&(struct ls_pdf_document){.content = BT "<0001> Tj ET",
                                             .encoding = "Identity-H",
                                             .ordering = "Identity"},
                   "part body page 1\ntext \"\xEF\xBF\xBD\\n\"\nend\n");
    check_document(&(struct ls_pdf_document){.content = BT "(\001\002) Tj ET",
                                             .font =
                                                 "<< /Type /Font /Subtype /Type3 /FontBBox [0 "
                                                 "0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs "
                                                 "<< >> /Encoding << /Differences [1 /x1 /x2] "
                                                 ">> /FirstChar 1 /LastChar 2 /Widths [1 1] >>"},
                   "part body page 1\ntext \"\xEF\xBF\xBD\xEF\xBF\xBD\\n\"\nend\n");
}

static void test_pictures(void **state)
{
    (void)state;
    check_document(&(struct ls_pdf_document){.content = "/X Do",
                                             .resources = "/XObject << /X 7 0 R >>",
                                             .more = {{7,
                                                       "/Subtype /Image /Width 1 /Height 1 "
                                                       "/ColorSpace /DeviceGray /BitsPerComponent"
                                                       " 8 /Filter /JPXDecode",
                                                       "x"}}},
                   "gap \"\" image-only (page 1)\nend\n");
    check_latin("BI /W 1 /H 1 /CS /G /BPC 8 ID x EI", "gap \"\" image-only (page 1)\nend\n");
    check_latin("BI /W 1 /H 1 /CS /G /BPC 8 ID x EI " BT "(one) Tj ET", TEXT("one\\n"));
    check_latin("0 0 9 9 re f", "end\n");
    /* In the middle of a page, packed by what is not linked: it ends where it says. */
    check_latin(
        "BI /W 9 /H 9 /CS /G /BPC 8 /F [/AHx /DCT] ID FFD8FFE00004FFD9FFDA0002AAFF00FFD9> EI " BT
        "(one) Tj ET",
        TEXT("one\\n"));
    /* Such a stream says nothing. */
    check_document(&(struct ls_pdf_document){.content = "/X Do " BT "(one) Tj ET",
                                             .font = LATIN,
                                             .resources = "/XObject << /X 7 0 R >>",
                                             .more = {{7,
                                                       "/Subtype /Form /BBox [0 0 9 9] /Filter "
                                                       "[/ASCIIHexDecode /DCTDecode]",
                                                       "FFD8FFD9>"}}},
                   TEXT_ONE "gap \"\" malformed (not fully read: page 1)\nend\n");
}

/* A picture behind so many forms that nobody goes through all of them. */
static void test_picture_behind_forms(void **state)
{
    struct ls_buf resources = {.limit = 1 << 20};
    (void)state;
    assert_false(ls_failed(ls_buf_str(&resources, "<< /XObject <<")));
    for (int i = 0; i < 200; i++)
        assert_false(ls_failed(ls_buf_printf(&resources, " /A%03d 8 0 R", i)));
    assert_false(ls_failed(ls_buf_add(&resources, " /X 9 0 R >> >>", 16)));
    check_document(
        &(struct ls_pdf_document){.content = "/X Do",
                                  .page = "/Resources 7 0 R",
                                  .more = {{7, resources.at, NULL},
                                           {8, "/Subtype /Form /BBox [0 0 1 1]", ""},
                                           {9, "/Subtype /Image /Width 1 /Height 1", "x"}}},
        "gap \"\" image-only (page 1)\nend\n");
    LS_VEC_FINI(&resources);
}

/* Strings without a mark of their encoding: what programs write that know of none. */
static void test_strings(void **state)
{
    static const struct {
        const char *string, *text;
    } cases[] = {
        {"(plain \\(text\\))", "plain (text)"},
        {"<FEFF673A5BC6>", "机密"},
        {"<FFFE3A67C65B>", "机密"},
        {"<EFBBBFE69CBAE5AF86>", "\xEF\xBB\xBF机密"},
        {"<BBFAC3DCCEC4BCFE>", "机密文件"},
        {"<E69CBAE5AF86>", "机密"},
        {"<63616665E9>", "cafeé"},
        {"(one\\rtwo)", "one\\ntwo"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char info[256], expected[256];
        snprintf(info, sizeof info, "<< /Title %s /ModDate (D:20261102) >>", cases[i].string);
        snprintf(expected, sizeof expected, "part property\ntext \"%s\\n\"\nend\n", cases[i].text);
        check_document(
            &(struct ls_pdf_document){.trailer = "/Info 7 0 R", .more = {{7, info, NULL}}},
            expected);
    }
}

static void test_versions(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){.content = BT "(one) Tj 0 -12 Td (two) Tj 0 -12 Td (two) Tj ET",
                                  .font = LATIN,
                                  .trailer = "/Info 7 0 R",
                                  .more = {{7, "<< /Title (old) >>", NULL},
                                           {8,
                                            "<< /Type /Filespec /UF (a.txt) /EF << /F 9 0 R >> "
                                            ">>",
                                            NULL},
                                           {9, "/Type /EmbeddedFile", "hello"}},
                                  .later = {{5, "", BT "(one) Tj 0 -12 Td (three) Tj ET"},
                                            {7, "<< /Title (new) >>", NULL}}},
        "part property\ntext \"new\\n\"\npart body page 1\ntext \"one\\nthree\\n\"\n"
        "part name\ntext \"a.txt\\n\"\nchild \"a.txt\" 5 bytes \"hello\"\n"
        "part deletion\ntext \"old\\n\"\npart deletion page 1\ntext \"two\\n\"\nend\n");
}

/* A page that an earlier version has, and that holds nothing to read. */
static void test_lost_versions(void **state)
{
    const struct ls_pdf_document document = {
        .content = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI",
        .font = LATIN,
        .later = {{5, "", BT "(one) Tj ET"}},
    };
    struct ls_pdf_document other = document;
    (void)state;
    check_document(&document, TEXT_ONE "gap \"\" image-only (pages of earlier versions)\nend\n");
    other.later[0].stream = other.content;
    check_document(&other, "gap \"\" image-only (page 1)\nend\n");
    other.content = "(one";
    other.later[0].stream = document.later[0].stream;
    check_document(&other, TEXT_ONE "gap \"\" malformed (not fully read: earlier versions)\nend\n");
}

static void test_damage(void **state)
{
    const struct ls_pdf_document document = {.content = BT "(one) Tj ET", .font = LATIN};
    struct ls_buf bytes = {.limit = 1 << 20};
    (void)state;
    ls_pdf_document_make(&document, &bytes);
    /* The table leads nowhere: repaired, and nothing is missing. */
    char *xref = memmem(bytes.at, bytes.n, "startxref\n", 10);
    assert_non_null(xref);
    xref[10] = '9';
    struct ls_transcript t = {0};
    assert_string_equal(ls_transcript_run(&t, NULL, bytes.at, bytes.n), TEXT("one\\n"));
    /* Without its end: what is there, and a word. */
    size_t len = (size_t)((char *)memmem(bytes.at, bytes.n, "trailer", 7) - bytes.at);
    assert_string_equal(ls_transcript_run(&t, NULL, bytes.at, len),
                        "gap \"\" truncated\n" TEXT("one\\n"));
    assert_string_equal(ls_transcript_run(&t, NULL, bytes.at, 20), "gap \"\" truncated\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&bytes);
    /* A stream that is not what its filter says. */
    check_document(
        &(struct ls_pdf_document){
            .content = "/X Do " BT "(one) Tj ET",
            .font = LATIN,
            .resources = "/XObject << /X 7 0 R >>",
            .more = {{7, "/Subtype /Form /Filter /FlateDecode", "no such thing"}}},
        "part body page 1\ntext \"one\\n\"\ngap \"\" malformed (not fully read: page 1)\n"
        "end\n");
}

static void test_lost_objects(void **state)
{
    static char deep[3000];
    (void)state;
    memset(deep, '[', sizeof deep - 1); /* deeper than MuPDF follows */
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .more = {{7, deep, NULL}}},
                   TEXT_ONE "gap \"\" malformed (1 of its objects cannot be read)\nend\n");
    check_document(&(struct ls_pdf_document){.content = BT "(one) Tj ET",
                                             .font = LATIN,
                                             .trailer = "/Info 7 0 R",
                                             .more = {{7, deep, NULL}}},
                   TEXT_ONE "gap \"\" malformed (1 of its objects cannot be read)\nend\n");
}

static void test_archive_behind(void **state)
{
    const struct ls_pdf_document document = {.content = BT "(one) Tj ET", .font = LATIN};
    struct ls_buf bytes = {.limit = 1 << 20};
    (void)state;
    ls_pdf_document_make(&document, &bytes);
    ls_wrap_bytes(LS_WRAP_STORED, "a.txt", "hello", 5, &bytes);
    struct ls_transcript t = {0};
    const char *says = ls_transcript_run(&t, ls_format_find("pdf"), bytes.at, bytes.n);
    assert_non_null(strstr(says, "text \"one\\n\"\nchild \"\" "));
    ls_transcript_free(&t);
    LS_VEC_FINI(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_chinese),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_ruled_cells),
        cmocka_unit_test(test_rules_without_text),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_actual_text),
        cmocka_unit_test(test_fonts_without_characters),
        cmocka_unit_test(test_few_characters_without_font),
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_picture_behind_forms),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_versions),
        cmocka_unit_test(test_lost_versions),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_lost_objects),
        cmocka_unit_test(test_archive_behind),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
