/* SPDX-License-Identifier: Apache-2.0 */
/* Word documents: where each kind of text goes, and that it stays whole. */
#include "parts.h"

#define TYPES                                                                                      \
    {                                                                                              \
        "[Content_Types].xml", "<Types/>"                                                          \
    }
#define RELS                                                                                       \
    {                                                                                              \
        "_rels/.rels", "<Relationships><Relationship Id=\"r1\" "                                   \
                       "Type=\"http://example.com/officeDocument\" Target=\"word/document.xml\"/>" \
                       "</Relationships>"                                                          \
    }
#define DOC(body)                                                                                  \
    {                                                                                              \
        "word/document.xml", "<w:document><w:body>" body "</w:body></w:document>"                  \
    }
#define P(runs) "<w:p>" runs "</w:p>"
#define R(text) "<w:r><w:t>" text "</w:t></w:r>"
#define BODY "part body \"word/document.xml\"\n"

/* The body of a document and what is read of it. */
static void check(const char *body, const char *expected)
{
    char document[4096], all[4096];
    snprintf(document, sizeof document, "<w:document><w:body>%s</w:body></w:document>", body);
    snprintf(all, sizeof all, "%send\n", expected);
    const struct part parts[] = {TYPES, RELS, {"word/document.xml", document}, {0}};
    assert_reads(parts, all);
}

static void test_runs_are_joined(void **state)
{
    (void)state;
    check(P(R("机") R("密") "<w:proofErr/>" R("★10年")) P(R("二")),
          BODY "text \"机密★10年\\n二\"\n");
    check(P(R("a") "<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"),
          BODY "text \"a\\tb\\nc\\nd\"\n");
    check(P("<w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>" R("a") "<w:hyperlink>" R(
              "b") "</w:hyperlink><w:sdt><w:sdtContent>" R("c") "</w:sdtContent></w:sdt>"),
          BODY "text \"abc\"\n");
    check(P("<w:r><w:t>机密</w:t><w:sym w:font=\"Wingdings\" w:char=\"F0AB\"/><w:t>1</w:t>"
            "<w:noBreakHyphen/><w:t>2年</w:t><w:softHyphen/></w:r>"),
          BODY "text \"机密★1-2年\"\n");
    check(P("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"), BODY "text \"x=1\"\n");
}

static void test_tables(void **state)
{
    (void)state;
    check("<w:tbl><w:tr><w:tc>" P(R("姓名")) "</w:tc><w:tc>" P("") "</w:tc><w:tc>" P(R("职务"))
              P(R("级别")) "</w:tc></w:tr><w:tr><w:tc>" P(R("甲")) "</w:tc><w:tc>" P(
                  R("乙")) "</w:tc></w:tr></w:tbl>" P(R("后")),
          BODY "text \"姓名||职务\\n级别\\r甲|乙\\r后\"\n");
    /* A table in a cell has rows of its own. */
    check(
        "<w:tbl><w:tr><w:tc>" P(R("外")) "</w:tc><w:tc><w:tbl><w:tr><w:tc>" P(R(
            "a")) "</w:tc><w:tc>" P(R("b")) "</w:tc></w:tr></w:tbl>" P("") "</w:tc></w:tr></w:tbl>",
        BODY "text \"外|a|b\"\n");
}

#define INSTR(text)                                                                                \
    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>" text "</w:instrText></"    \
    "w:r>"

static void test_interruptions(void **state)
{
    (void)state;
    /* A text box in the middle of a word, in both forms that programs write. */
    check(P(R("机") "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>" P(
              R("内") R("部"))
                P(R("资料")) "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
                             "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" P(R("内部"))
                                 P(R("资料")) "</w:txbxContent></v:textbox></w:pict></"
                                              "mc:Fallback></mc:AlternateContent></w:r>" R("密")),
          BODY "text \"机密\"\n"
               "part text-box \"word/document.xml\"\ntext \"内部\\n资料\"\n");
    /* The second form counts when the first one says nothing. */
    check(P("<w:r><mc:AlternateContent><mc:Choice><w:drawing/></mc:Choice><mc:Fallback>"
            "<w:pict><v:textbox><div>机<font>密</font></div></v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r>"),
          "part text-box \"word/document.xml\"\ntext \"机密\"\n");
    check(
        P(R("一") "<w:del w:author=\"甲\"><w:r><w:delText>机</w:delText></w:r><w:r>"
                  "<w:delText>密</w:delText></w:r></w:del><w:ins w:author=\"甲\">" R(
                      "二") "</w:ins><w:moveFrom w:author=\"乙\">" R("三") "</w:moveFrom>" R("四")),
        BODY "text \"一二四\"\n"
             "part deletion \"word/document.xml\"\ntext \"机密\\n三\"\n"
             "part property \"word/document.xml\"\ntext \"甲\\n乙\"\n");
    check(
        P("<w:ruby><w:rt>" R("ji") "</w:rt><w:rubyBase>" R(
            "机") "</w:rubyBase></w:ruby>"
                  "<w:ruby><w:rt>" R("mi") "</w:rt><w:rubyBase>" R("密") "</w:rubyBase></w:ruby>"),
        BODY "text \"机密\"\n" BODY "text \"ji\\nmi\"\n");
    check(P(R("见") "<w:r><w:fldChar/></w:r><w:r><w:instrText>HYPER</w:instrText></w:r><w:r>"
                    "<w:instrText>LINK \"x\"</w:instrText></w:r>" R("此")),
          BODY "text \"见此\"\npart field \"word/document.xml\"\ntext \"HYPERLINK \"x\"\"\n");
    /* In a ring, and over each other, letters are read in the line. */
    check(P(INSTR("XE \"y\"")
                INSTR("eq \\o\\ac(○,") "<w:r><w:instrText>机)</w:instrText></w:r>" INSTR(
                    "eq \\o(\\s\\up 5(密),\\s\\do 3(★))") R("1年")),
          BODY "text \"机密★1年\"\npart field \"word/document.xml\"\n"
               "text \"XE \"y\"eq \\o\\ac(○,\\n)eq \\o(\\s\\up 5(\\n),\\s\\do 3(\\n))\"\n");
}

#define ALTERNATE(choices, fallback)                                                               \
    "<mc:AlternateContent>" choices "<mc:Fallback>" fallback "</mc:Fallback></"                    \
    "mc:AlternateContent>"
#define CHOICE(text) "<mc:Choice>" text "</mc:Choice>"

static void test_alternates(void **state)
{
    (void)state;
    /* What is there twice is told once, what is not is hidden: no program shows both. */
    check(P(R("一") ALTERNATE(CHOICE(R("二")) CHOICE(R(" 二")), R("三")) R("四")),
          BODY "text \"一二四\"\npart hidden \"word/document.xml\"\ntext \"三\"\n");
    check(P(ALTERNATE(CHOICE("") CHOICE(R("二")), R("二"))), BODY "text \"二\"\n");
    check(P(ALTERNATE(CHOICE(R("一") ALTERNATE(CHOICE(R("二")), R("二")) R("三")),
                      "<w:r><w:br/></w:r>" R("一") R("二") R("三"))),
          BODY "text \"一二三\"\n");
    check(P(ALTERNATE(CHOICE("<wp:docPr descr=\"图\"/>"), "<v:shape alt=\"图\"/>" R("文"))),
          BODY "text \"文\"\npart alt-text \"word/document.xml\"\ntext \"图\"\n");
    check(ALTERNATE(CHOICE(P(R("一")) P(R("二"))), P(R("一")) P(R("别"))),
          BODY "text \"一\\n二\"\npart hidden \"word/document.xml\"\ntext \"一\\n别\\n\"\n");
}

static void test_nested_boxes(void **state)
{
    (void)state;
    check(P(R("一") "<w:r><v:textbox><w:txbxContent>" P(R("二") "<w:r><v:textbox><w:txbxContent>" P(
              R("三")) "</w:txbxContent></v:textbox></w:r>" R("四")) "</w:txbxContent></"
                                                                     "v:textbox></w:r>" R("五")),
          BODY "text \"一五\"\n"
               "part text-box \"word/document.xml\"\ntext \"三\\n二四\"\n");
}

#define HIDDEN(text) "<w:r><w:rPr><w:vanish/></w:rPr><w:t>" text "</w:t></w:r>"

static void test_hidden(void **state)
{
    (void)state;
    check(P(R("明") HIDDEN("机") HIDDEN("密") R("白") HIDDEN("其他")),
          BODY "text \"明白\"\npart hidden \"word/document.xml\"\ntext \"机密\\n其他\"\n");
    check(P("<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>看</w:t></w:r>"
            "<w:r><w:rPr><w:webHidden/></w:rPr><w:t>不</w:t></w:r>" R("见")),
          BODY "text \"看见\"\npart hidden \"word/document.xml\"\ntext \"不\"\n");
    /* The mark of a paragraph may be hidden, its runs are not. */
    check(P("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" R("见")), BODY "text \"见\"\n");
    check(P("<w:r><w:drawing><wp:inline><wp:docPr name=\"x\" hidden=\"1\"/><wps:txbx>"
            "<w:txbxContent>" P(
                R("藏")) "</w:txbxContent></wps:txbx></wp:inline></w:drawing></w:r>" R("见")),
          BODY "text \"见\"\npart hidden \"word/document.xml\"\ntext \"藏\"\n");
    check(P(R("见") "<!--机密-->"),
          BODY "text \"见\"\npart hidden \"word/document.xml\"\ntext \"机密\"\n");
}

static void test_hiding_styles(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        RELS,
        DOC(P("<w:pPr><w:pStyle w:val=\"Deep\"/></w:pPr>" R("甲"))
                P("<w:r><w:rPr><w:rStyle w:val=\"Char\"/></w:rPr><w:t>乙</w:t></w:r>" R("丙"))
            /* Both at once undo each other. */
            P("<w:pPr><w:pStyle w:val=\"Deep\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"Char\"/>"
              "</w:rPr><w:t>丁</w:t></w:r>")),
        {"word/styles.xml",
         "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"Base\"><w:rPr><w:vanish/></w:rPr>"
         "</w:style><w:style w:type=\"paragraph\" w:styleId=\"Deep\"><w:basedOn w:val=\"Base\"/>"
         "</w:style><w:style w:type=\"character\" w:styleId=\"Char\"><w:rPr><w:vanish/></w:rPr>"
         "<w:rFonts w:eastAsia=\"宋体\"/></w:style></w:styles>"},
        {0},
    };
    assert_reads(parts, BODY "text \"丙\\n丁\"\n"
                             "part hidden \"word/document.xml\"\ntext \"甲\\n乙\"\nend\n");
}

static void test_watermarks(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        RELS,
        DOC(P("<v:shape alt=\"图\"><v:textpath string=\"艺术字\"/></v:shape>")),
        {"word/header1.xml",
         "<w:hdr>" P("<v:shape id=\"PowerPlusWaterMarkObject1\"><v:textpath string=\"机密\"/>"
                     "</v:shape>" R("页眉")) "</w:hdr>"},
        {"word/footer1.xml", "<w:ftr>" P("<wp:anchor behindDoc=\"1\"><wps:txbx><w:txbxContent>" P(
                                 R("机密")) "</w:txbxContent></wps:txbx></wp:anchor>") "</w:ftr>"},
        {0},
    };
    assert_reads(parts, "part text-box \"word/document.xml\"\ntext \"艺术字\"\n"
                        "part alt-text \"word/document.xml\"\ntext \"图\"\n"
                        "part header \"word/header1.xml\"\ntext \"页眉\"\n"
                        "part watermark \"word/header1.xml\"\ntext \"机密\"\n"
                        "part watermark \"word/footer1.xml\"\ntext \"机密\"\nend\n");
}

static void test_parts(void **state)
{
    (void)state;
    const struct part parts[] = {
        {"docProps/core.xml", "<cp:coreProperties><dc:title>题</dc:title></cp:coreProperties>"},
        {"docProps/custom.xml", "<Properties><property fmtid=\"{}\" pid=\"2\" name=\"密级\">"
                                "<vt:lpwstr>机密</vt:lpwstr></property></Properties>"},
        {"customXml/item1.xml", "<root a=\"甲\"><b>乙</b></root>"},
        TYPES,
        RELS,
        DOC(P(R("文"))),
        {"word/footnotes.xml",
         "<w:footnotes><w:footnote>" P(R("注")) "</w:footnote></w:footnotes>"},
        {"word/endnotes.xml", "<w:endnotes><w:endnote>" P(R("尾")) "</w:endnote></w:endnotes>"},
        {"word/comments.xml",
         "<w:comments><w:comment w:author=\"丙\">" P(R("批")) "</w:comment></w:comments>"},
        {"word/people.xml", "<w15:people><w15:person w15:author=\"丁\"/></w15:people>"},
        {"word/glossary/document.xml", "<w:glossaryDocument>" P(R("词")) "</w:glossaryDocument>"},
        {"word/theme/theme1.xml", "<a:theme><a:ea typeface=\"宋体\"/></a:theme>"},
        {"word/fontTable.xml", "<w:fonts><w:font w:name=\"宋体\"/></w:fonts>"},
        {"word/embeddings/oleObject1.bin", "D0CF"},
        {"word/unheard.xml", "<unheard>话</unheard>"},
        {"word/diagrams/data1.xml",
         "<dgm:dataModel><dgm:pt><dgm:t>\n <a:p><a:r><a:t>图示</a:t></a:r></a:p></dgm:t></dgm:pt>"
         "</dgm:dataModel>"},
        {"word/diagrams/drawing1.xml",
         "<dsp:drawing><a:p><a:r><a:t>图示</a:t></a:r></a:p><a:p><a:r><a:t>旧</a:t></a:r></a:p>"
         "</dsp:drawing>"},
        {"word/charts/chart1.xml", "<c:chartSpace><a:p><a:r><a:t>标题</a:t></a:r></"
                                   "a:p><c:strCache>\n<c:pt><c:v>一</c:v></c:pt>"
                                   "<c:pt><c:v>二</c:v></c:pt></c:strCache></c:chartSpace>"},
        {0},
    };
    assert_reads(parts, BODY "text \"文\"\n"
                             "part property \"docProps/core.xml\"\ntext \"题\"\n"
                             "part property \"docProps/custom.xml\"\ntext \"密级|机密\"\n"
                             "part property \"customXml/item1.xml\"\ntext \"甲|乙\"\n"
                             "part footnote \"word/footnotes.xml\"\ntext \"注\"\n"
                             "part endnote \"word/endnotes.xml\"\ntext \"尾\"\n"
                             "part comment \"word/comments.xml\"\ntext \"批\"\n"
                             "part property \"word/comments.xml\"\ntext \"丙\"\n"
                             "part property \"word/people.xml\"\ntext \"丁\"\n"
                             "part template \"word/glossary/document.xml\"\ntext \"词\"\n"
                             "child \"word/embeddings/oleObject1.bin\" 4 bytes \"D0CF\"\n"
                             "child \"word/unheard.xml\" 22 bytes \"<unheard>话</unheard>\"\n"
                             "part text-box \"word/diagrams/data1.xml\"\ntext \"图示\"\n"
                             "part text-box \"word/diagrams/drawing1.xml\"\ntext \"旧\"\n"
                             "part chart \"word/charts/chart1.xml\"\ntext \"标题\\n一|二\"\nend\n");
}

static void test_notes(void **state)
{
    (void)state;
    check(
        P("<wp:docPr descr=\"一\" title=\"二\"/><pic:cNvPr descr=\"二\"/><w:fldSimple "
          "w:instr=\"PAGE\"/><w:bookmarkStart w:name=\"_Toc1\"/><w:bookmarkStart w:name=\"书签\"/>"
          "<w:ffData><w:helpText w:val=\"帮助\"/><w:textInput><w:default w:val=\"默认\"/>"
          "</w:textInput></w:ffData><w:sdt><w:sdtPr><w:alias w:val=\"密级\"/><w:listItem "
          "w:displayText=\"机密\" w:value=\"机密\"/></w:sdtPr></w:sdt>"),
        "part alt-text \"word/document.xml\"\ntext \"一\\n二\"\n"
        "part field \"word/document.xml\"\ntext \"PAGE\\n帮助\\n默认\\n密级\\n机密\"\n"
        "part name \"word/document.xml\"\ntext \"书签\"\n");
}

static void test_outside(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        RELS,
        DOC(P(R("文"))),
        {"word/_rels/document.xml.rels",
         "<Relationships><Relationship Id=\"r1\" Type=\"x/hyperlink\" TargetMode=\"External\" "
         "Target=\"http://example.com/机密\"/></Relationships>"},
        {0},
    };
    assert_reads(parts, BODY "text \"文\"\npart field \"word/_rels/document.xml.rels\"\n"
                             "text \"http://example.com/机密\"\nend\n");
}

static void test_alternative_chunks(void **state)
{
    (void)state;
    const struct part parts[] = {
        {"[Content_Types].xml", "<Types><Default Extension=\"htm\" ContentType=\"text/html\"/>"
                                "<Override PartName=\"/word/b.dat\" ContentType=\"text/html\"/>"
                                "</Types>"},
        RELS,
        DOC(P(R("文"))),
        {"word/_rels/document.xml.rels",
         "<Relationships><Relationship Id=\"r1\" Type=\"x/aFChunk\" Target=\"a.htm\"/>"
         "<Relationship Id=\"r2\" Type=\"x/aFChunk\" Target=\"/word/b.dat\"/></Relationships>"},
        {"word/a.htm", "<p>机密</p>"},
        {"word/b.dat", "机密"},
        {"word/c.htm", "机密"},
        {0},
    };
    assert_reads(parts, BODY "text \"文\"\n"
                             "child \"word/a.htm\" 13 bytes \"<p>机密</p>\" as html\n"
                             "child \"word/b.dat\" 6 bytes \"机密\" as html\n"
                             "child \"word/c.htm\" 6 bytes \"机密\"\nend\n");
}

static void test_odd_packages(void **state)
{
    (void)state;
    /* Prefixes do not matter, nor whether a relationship names the main part. */
    const struct part plain[] = {
        TYPES,
        {"word/document.xml", "<document><body><p><r><t>机密</t></r></p></body></document>"},
        {0}};
    assert_reads(plain, BODY "text \"机密\"\nend\n");
    const struct part elsewhere[] = {
        TYPES,
        {"_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" "
                        "Target=\"/a/../word/%64ocument2.xml\"/></Relationships>"},
        {"word/document2.xml", "<w:document>" P(R("机密")) "</w:document>"},
        {0}};
    assert_reads(elsewhere, "part body \"word/document2.xml\"\ntext \"机密\"\nend\n");
    const struct part nothing[] = {TYPES, {"word/media/a.png", "PNG"}, {0}};
    assert_reads(nothing, "gap \"\" malformed (its main part is missing)\n"
                          "child \"word/media/a.png\" 3 bytes \"PNG\"\nend\n");
    const struct part cut[] = {TYPES, {"word/document.xml", "<w:document>" P(R("机密"))}, {0}};
    assert_reads(cut, BODY "text \"机密\"\ngap \"word/document.xml\" truncated\nend\n");
    const struct part no_xml[] = {TYPES, {"word/document.xml", "%PDF-1.4"}, {0}};
    assert_reads(no_xml, "child \"word/document.xml\" 8 bytes \"%PDF-1.4\"\nend\n");
    const struct part entities[] = {
        TYPES,
        {"word/document.xml",
         "<!DOCTYPE d [<!ENTITY e \"机密\">]><w:document>" P(R("甲&e;乙")) "</w:document>"},
        {0}};
    assert_says(entities, "gap \"word/document.xml\" malformed (entities");
}

/* More text aside than is held: it goes out before the end, and nothing of it is lost. */
/* The root says what a part is, however far behind, and its namespace whether it may say so. */
static void test_roots(void **state)
{
    enum { COMMENT = 80 << 10 };
    static char document[COMMENT + 200];
    (void)state;
    snprintf(document, sizeof document, "<!--%0*d--><x:document xmlns:x=\"%s\"><x:p>%s</x:p>%s",
             COMMENT, 0, "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
             "<x:r><x:t>机</x:t></x:r><x:r><x:t>密</x:t></x:r>", "</x:document>");
    const struct part far[] = {TYPES, RELS, {"word/document.xml", document}, {0}};
    assert_says(far, BODY "text \"机密\"\n");
    static const char *const texts[] = {
        "<styles xmlns=\"urn:x\">机密</styles>",
        "<y:document xmlns:y=\"urn:x\">机密</y:document>",
        "<theme>机密</theme>",
        "<drawing xmlns=\"urn:x\">机密</drawing>",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char child[200];
        const struct part foreign[] = {TYPES, DOC(P(R("a"))), {"data/a.xml", texts[i]}, {0}};
        snprintf(child, sizeof child, "child \"data/a.xml\" %zu bytes \"%s\"\n", strlen(texts[i]),
                 texts[i]);
        assert_says(foreign, child);
    }
}

static void test_much_aside(void **state)
{
    (void)state;
    enum { RUNS = 9000 };
    static char document[RUNS * 300 + 200];
    size_t n = (size_t)snprintf(document, sizeof document, "<w:document><w:p>");
    for (int i = 0; i < RUNS; i++)
        n += (size_t)snprintf(document + n, sizeof document - n,
                              R("a") "<w:r><w:rPr><w:vanish/></w:rPr><w:t>%0150d</w:t></w:r>", i);
    snprintf(document + n, sizeof document - n, "</w:p></w:document>");
    const struct part parts[] = {TYPES, {"word/document.xml", document}, {0}};
    struct ls_transcript t = {0};
    const char *text = parts_read(&t, parts);
    for (int i = 0; i < RUNS; i++) {
        char number[160];
        snprintf(number, sizeof number, "%0150d", i);
        text = strstr(text, number);
        assert_non_null(text);
    }
    ls_transcript_free(&t);
}

static void test_offsets(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    struct ls_transcript t = {.with_offsets = true};
    const struct part parts[] = {TYPES, DOC(P(R("一") HIDDEN("二") R("&amp;"))), {0}};
    parts_write(&zip, parts);
    assert_string_equal(ls_transcript_run(&t, NULL, zip.out.at, zip.out.n),
                        BODY "text \"一\"\n  @35..38 verbatim\n"
                             "text \"&\"\n  @111..116\n"
                             "part hidden \"word/document.xml\"\n"
                             "text \"二\"\n  @86..89 verbatim\nend\n");
    ls_transcript_free(&t);
    ls_zip_writer_fini(&zip);
}

static void test_bids(void **state)
{
    (void)state;
    struct ls_zip_writer zip;
    const struct part docx[] = {TYPES, {"word/x.xml", "<x/>"}, {0}}, plain[] = {TYPES, {0}};
    parts_write(&zip, docx);
    assert_string_equal(ls_transcript_bid(zip.out.at, zip.out.n)->name, "docx");
    ls_zip_writer_fini(&zip);
    parts_write(&zip, plain);
    assert_string_equal(ls_transcript_bid(zip.out.at, zip.out.n)->name, "zip");
    ls_zip_writer_fini(&zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs_are_joined),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_interruptions),
        cmocka_unit_test(test_nested_boxes),
        cmocka_unit_test(test_alternates),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_hiding_styles),
        cmocka_unit_test(test_watermarks),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_notes),
        cmocka_unit_test(test_outside),
        cmocka_unit_test(test_alternative_chunks),
        cmocka_unit_test(test_odd_packages),
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_much_aside),
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_bids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
