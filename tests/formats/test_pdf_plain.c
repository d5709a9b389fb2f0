/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done of a content stream before MuPDF sees it comes to what MuPDF makes of it: the same
 * page is read once as it is, and once behind an operator that is MuPDF's, with all that follows.
 */
#include "pdf_says.h"

#include "base/rng.h"

/* An operator that nobody knows, where that is allowed (ISO 32000-2, 7.8.2). */
#define ALL_MUPDF "BX none EX "

enum { PAGES = 400, PIECES_MAX = 60, LONG = 3000, DAMAGE_MAX = 3 };

static const char *const pieces[] = {
    "1 0 0 1 100 %u Tm ",
    "%u 0 Td ",
    "0 -%u TD ",
    "T* ",
    "100 %u Td\r\n",
    "0 0 Td ",
    "/F1 %u Tf ",
    "/F2 10 Tf ",
    "/None 10 Tf ",
    "/X#20y 9 Tf ",
    "(one)Tj ",
    "(two \\(2\\)) Tj\n",
    "(\\101\\7\\0) Tj ",
    "(a\rb) Tj ",
    "(a\\\nb) Tj ",
    "<41 4> Tj ",
    "() Tj ",
    "(three)' ",
    "1 2 (four)\" ",
    "[(a)-%u(b) 3<63>]TJ ",
    "[(a) 2 Tc (b)] TJ ",
    "[] TJ ",
    "[(a) [1]] TJ ",
    "(five) (six) Tj ",
    "1 (seven) Tj ",
    "/Span<</ActualText<FEFF6B8B>>>BDC ",
    "/Span <</ActualText (said) /E (long)>> BDC ",
    "/Artifact <</Subtype /Footer /BBox [0 0 1 1]>> BDC ",
    "/Artifact BMC ",
    "/P <</MCID %u>> BDC ",
    "/P /Props BDC ",
    "/OC /Off BDC ",
    "/A <</B <</Alt (deep)>>>> BDC ",
    "EMC ",
    "EMC ",
    "q ",
    "Q ",
    "BT ",
    "ET ",
    "2 0 0 2 %u 0 cm ",
    "3 Tr ",
    "0 Tr ",
    "0.5 Tc ",
    "2 Tw ",
    "80 Tz ",
    "12 TL ",
    "3 Ts ",
    "0 0 %u 9 re f ",
    "133 690 m 133 720 l S ",
    "1 2 3 4 5 6 c h B* ",
    "W n ",
    "1 0 0 rg ",
    ".5 g ",
    "/Form Do ",
    "/Picture Do ",
    "/None Do ",
    "/State gs ",
    "[3 2] 0 d ",
    "BX odd EX ",
    "% words\n",
    "odd ",
    "BI /W 1 /H 1 /BPC 8 /CS /G ID a EI ",
    "1 2 3 4 5 6 7 Tm ",
    "5 Td ",
    "--5 0 Td ",
    "1.2.3 0 Td ",
};

static const struct ls_pdf_document rest = {
    .font = LATIN,
    .catalog = "/OCProperties << /OCGs [10 0 R] /D << /OFF [10 0 R] >> >>",
    .resources =
        "/XObject << /Form 7 0 R /Picture 8 0 R >> /ExtGState << /State << /Font [4 0 R 7] >> >> "
        "/Properties << /Props 9 0 R /Off 10 0 R >>",
    .more = {{7, "/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 4 0 R >> >>",
              "q BT /F1 9 Tf 3 700 Td (form) Tj 1 0 0 1 9 9 Tm (more) Tj EMC Q Q"},
             {8, "/Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray",
              "a"},
             {9, "<< /ActualText (props) /Alt (beside) >>", NULL},
             {10, "<< /Type /OCG /Name (off) >>", NULL}},
};

static void put(struct ls_buf *buf, const char *s)
{
    assert_false(ls_failed(ls_buf_str(buf, s)));
}

static void make_content(struct ls_buf *content, uint64_t seed)
{
    uint64_t rng = seed;
    uint32_t n = seed % 50 == 0 ? LONG : ls_rng_below(&rng, PIECES_MAX);
    LS_VEC_CLEAR(content);
    put(content, BT);
    for (uint32_t i = 0; i < n; i++) {
        /* What damages a stream is rare in long ones. */
        uint32_t which = ls_rng_below(&rng, sizeof pieces / sizeof *pieces);
        const char *piece = pieces[n == LONG && which >= 57 ? 0 : which],
                   *number = strstr(piece, "%u");
        size_t len = number ? (size_t)(number - piece) : strlen(piece);
        assert_false(ls_failed(ls_buf_add(content, piece, len)));
        if (number) {
            assert_false(ls_failed(ls_buf_u64(content, ls_rng_below(&rng, 800))));
            put(content, number + 2);
        }
    }
    for (uint32_t i = ls_rng_below(&rng, DAMAGE_MAX + 1); i > 0 && seed % 2; i--) {
        char c = (char)(1 + ls_rng_below(&rng, 255));
        content->at[ls_rng_below(&rng, (uint32_t)content->n)] = c;
    }
    assert_false(ls_failed(ls_buf_char(content, '\0')));
}

/* What is said of it, in memory; `before` comes before the content. */
static void run(struct ls_transcript *t, const char *before, const struct ls_buf *content)
{
    struct ls_buf all = {.limit = 1 << 24}, bytes = {.limit = 1 << 24};
    struct ls_pdf_document document = rest;
    put(&all, before);
    put(&all, content->at);
    assert_false(ls_failed(ls_buf_char(&all, '\0')));
    document.content = all.at;
    ls_pdf_document_make(&document, &bytes);
    (void)ls_transcript_run(t, NULL, bytes.at, bytes.n);
    LS_VEC_FINI(&bytes);
    LS_VEC_FINI(&all);
}

static void mupdf_says_the_same(void **state)
{
    struct ls_buf content = {.limit = 1 << 20};
    (void)state;
    for (uint64_t seed = 1; seed <= PAGES; seed++) {
        struct ls_transcript ours = {.away = seed % 2}, theirs = {.away = false};
        make_content(&content, seed);
        run(&ours, "", &content);
        run(&theirs, ALL_MUPDF, &content);
        if (strcmp(ours.out.at, theirs.out.at) != 0)
            print_message("page %llu: %s\n", (unsigned long long)seed, content.at);
        assert_string_equal(ours.out.at, theirs.out.at);
        ls_transcript_free(&ours);
        ls_transcript_free(&theirs);
    }
    LS_VEC_FINI(&content);
}

/* A font is found by its name, in the resources of the stream at hand only. */
static void fonts_are_those_of_the_stream(void **state)
{
    (void)state;
    check_document(
        &(struct ls_pdf_document){
            .content = BT "(one) Tj ET /X Do BT /F1 10 Tf 100 680 Td (two) Tj ET",
            .font = LATIN,
            .resources = "/XObject << /X 7 0 R >>",
            .more = {{7, "/Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 8 0 R >> >>",
                      "BT /F1 10 Tf 100 690 Td (ab) Tj 12 0 Td /F1 10 Tf (a) Tj ET"},
                     {8,
                      "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << "
                      "/Differences [97 /x /y] >> >>",
                      NULL}}},
        TEXT("one\\nxyx\\ntwo\\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mupdf_says_the_same),
        cmocka_unit_test(fonts_are_those_of_the_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
