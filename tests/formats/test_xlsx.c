/* SPDX-License-Identifier: Apache-2.0 */
/* Excel workbooks: cells with their places, and all that is not a cell. */
#include "parts.h"

#include "formats/xlsx_text.h"

#define TYPES                                                                                      \
    {                                                                                              \
        "[Content_Types].xml", "<Types/>"                                                          \
    }
#define RELS                                                                                       \
    {                                                                                              \
        "_rels/.rels", "<Relationships><Relationship Id=\"r1\" Type=\"x/officeDocument\" "         \
                       "Target=\"xl/workbook.xml\"/></Relationships>"                              \
    }
#define REL(id, type, target)                                                                      \
    "<Relationship Id=\"" id "\" Type=\"x/" type "\" Target=\"" target "\"/>"
#define BOOK(sheets)                                                                               \
    {                                                                                              \
        "xl/workbook.xml", "<workbook>" sheets "</workbook>"                                       \
    }
#define SHEET(id, name, more) "<sheet name=\"" name "\" sheetId=\"1\" r:id=\"" id "\" " more "/>"
#define BOOK_RELS(rels)                                                                            \
    {                                                                                              \
        "xl/_rels/workbook.xml.rels", "<Relationships>" rels "</Relationships>"                    \
    }
#define ONE_SHEET                                                                                  \
    TYPES, RELS, BOOK(SHEET("r1", "表", "")),                                                      \
        BOOK_RELS(REL("r1", "worksheet", "worksheets/sheet1.xml"))
#define CELLS(rows)                                                                                \
    {                                                                                              \
        "xl/worksheets/sheet1.xml", "<worksheet><sheetData>" rows "</sheetData></worksheet>"       \
    }
#define NAMES "part name \"xl/workbook.xml\"\ntext \"表\"\n"
#define PART(part) "part " part " \"xl/worksheets/sheet1.xml\" sheet \"表\"\n"

static void test_cells(void **state)
{
    (void)state;
    const struct part parts[] = {
        ONE_SHEET,
        CELLS(
            "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"inlineStr\"><is><r><t>内"
            "</t></r><r><t>联</t></r></is></c><c r=\"D2\"><v>3.5</v></c><c t=\"b\"><v>1</v></c>"
            "<c><v>1.1010519491231E+17</v></c></row><row><c t=\"str\"><f>\"机\"&amp;\"密\"</f>"
            "<v>机密</v></c><c t=\"s\"><v>0</v></c><c t=\"s\"><v>99</v></c><c "
            "t=\"e\"><v>#N/A</v></c>"
            "</row>"),
        {"xl/sharedStrings.xml", "<sst><si><t>单</t></si><si><r><t>机</t></r><r><t>密_x2605_10年</"
                                 "t></r><rPh><t>ji</t></rPh>"
                                 "</si><si><t>没有用</t></si></sst>"},
        {0},
    };
    assert_reads(parts, NAMES "part body \"xl/sharedStrings.xml\"\ntext \"ji\"\n" PART(
                            "body") "cell B2\ntext \"机密★10年\"\ncell C2\ntext \"内联\"\n"
                                    "cell D2\ntext \"3.5\"\n"
                                    "cell F2\ntext \"110105194912310000\"\n"
                                    "cell A3\ntext \"机密\"\ncell B3\ntext \"单\"\n" PART(
                                        "formula") "cell A3\ntext \"机密\"\n"
                                                   "part hidden \"xl/sharedStrings.xml\"\n"
                                                   "text \"没有用\"\nend\n");
}

static void test_hidden(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        RELS,
        BOOK(SHEET("r1", "表", "") SHEET("r2", "暗", "state=\"veryHidden\"")),
        BOOK_RELS(REL("r1", "worksheet", "worksheets/sheet1.xml")
                      REL("r2", "worksheet", "worksheets/sheet2.xml")),
        {"xl/worksheets/sheet1.xml",
         "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>"
         "<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"B1\"><v>2</v></c><c "
         "r=\"D1\"><v>3</v></c></row>"
         "<row r=\"2\" hidden=\"true\"><c r=\"A2\"><v>4</v></c></row>"
         "<row r=\"3\" hidden=\"0\"><c r=\"A3\"><v>5</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/sheet2.xml", "<worksheet><sheetData><row r=\"1\"><c "
                                     "r=\"A1\"><v>6</v></c></row></sheetData></worksheet>"},
        {"xl/worksheets/sheet3.xml", "<worksheet><sheetData><row r=\"1\"><c "
                                     "r=\"A1\"><v>7</v></c></row></sheetData></worksheet>"},
        {0},
    };
    assert_reads(parts, "part name \"xl/workbook.xml\"\ntext \"表\\n暗\"\n" PART(
                            "body") "cell A1\ntext \"1\"\ncell D1\ntext \"3\"\ncell A3\ntext "
                                    "\"5\"\n" PART("hidden") "cell B1\ntext \"2\"\ncell A2\ntext "
                                                             "\"4\"\n"
                                                             "part hidden "
                                                             "\"xl/worksheets/sheet2.xml\" sheet "
                                                             "\"暗\"\n"
                                                             "cell A1\ntext \"6\"\n"
                                                             "part hidden "
                                                             "\"xl/worksheets/sheet3.xml\"\n"
                                                             "cell A1\ntext \"7\"\nend\n");
}

static void test_beside_the_cells(void **state)
{
    (void)state;
    const struct part parts[] = {
        ONE_SHEET,
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData/><dataValidations><dataValidation promptTitle=\"提示\" "
         "prompt=\"填\">"
         "<formula1>\"公开,内部\"</formula1></dataValidation></"
         "dataValidations><hyperlinks><hyperlink "
         "location=\"别处\" tooltip=\"看\"/></hyperlinks><headerFooter><oddHeader>&amp;L机密★1年"
         "&amp;C&amp;\"宋体,常规\"&amp;12页&amp;P&amp;R&amp;K01+034A&amp;&amp;B</oddHeader>"
         "<oddFooter>尾</oddFooter></headerFooter></worksheet>"},
        {"xl/worksheets/_rels/sheet1.xml.rels",
         "<Relationships>" REL("r1", "drawing", "../drawings/drawing1.xml") "</Relationships>"},
        {"xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp><xdr:nvSpPr><xdr:cNvPr "
                                     "descr=\"图\"/></xdr:nvSpPr><xdr:txBody><a:p><a:r>"
                                     "<a:t>框</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>"},
        {"xl/styles.xml",
         "<styleSheet><numFmts><numFmt formatCode=\"0&quot;秘密&quot;\"/></numFmts>"
         "<fonts><font><name val=\"宋体\"/></font></fonts></styleSheet>"},
        {"xl/tables/table1.xml", "<table displayName=\"表1\"><tableColumn name=\"列\"/></table>"},
        {"xl/pivotCache/pivotCacheDefinition1.xml",
         "<pivotCacheDefinition><cacheField name=\"栏\"><sharedItems><s v=\"一\"/><s v=\"二\"/>"
         "</sharedItems></cacheField></pivotCacheDefinition>"},
        {"xl/externalLinks/externalLink1.xml",
         "<externalLink><sheetNames><sheetName val=\"外\"/></sheetNames><sheetData><row><cell><v>值"
         "</v></cell></row></sheetData></externalLink>"},
        {0},
    };
    assert_reads(
        parts,
        NAMES PART("header") "text \"机密★1年\\n页\\nA&B\\n\"\n" PART(
            "footer") "text \"尾\\n\"\n" PART("field") "text "
                                                       "\"提示\\n填\\n公开,内部\\n别处\\n看\"\n"
                                                       "part text-box \"xl/drawings/drawing1.xml\" "
                                                       "sheet \"表\"\ntext \"框\"\n"
                                                       "part alt-text \"xl/drawings/drawing1.xml\" "
                                                       "sheet \"表\"\ntext \"图\"\n"
                                                       "part formula \"xl/styles.xml\"\ntext "
                                                       "\"秘密\\n\"\n"
                                                       "part name \"xl/tables/table1.xml\"\ntext "
                                                       "\"表1|列\"\n"
                                                       "part hidden "
                                                       "\"xl/pivotCache/"
                                                       "pivotCacheDefinition1.xml\"\ntext "
                                                       "\"栏|一|二\"\n"
                                                       "part hidden "
                                                       "\"xl/externalLinks/"
                                                       "externalLink1.xml\"\ntext "
                                                       "\"外|值\"\nend\n");
}

#define COMMENTS(more)                                                                             \
    {                                                                                              \
        "xl/worksheets/_rels/sheet1.xml.rels",                                                     \
            "<Relationships>" REL("r1", "comments", "../comments1.xml") more "</Relationships>"    \
    }

static void test_comments(void **state)
{
    (void)state;
    const struct part plain[] = {
        ONE_SHEET,
        CELLS(""),
        COMMENTS(""),
        {"xl/comments1.xml",
         "<comments><authors><author>甲</author></authors><commentList><comment ref=\"B7\" "
         "authorId=\"0\"><text><r><t>机</t></r><r><t>密</t></r></text></comment></commentList>"
         "</comments>"},
        {0},
    };
    assert_reads(plain,
                 NAMES "part comment \"xl/comments1.xml\" sheet \"表\"\ncell B7\n"
                       "text \"机密\"\n"
                       "part property \"xl/comments1.xml\" sheet \"表\"\ntext \"甲\"\nend\n");
    /* A thread, and the comment that repeats it for older programs; another that does not. */
    const struct part threads[] = {
        ONE_SHEET,
        CELLS(""),
        COMMENTS(REL("r2", "threadedComment", "../threadedComments/threadedComment1.xml")),
        {"xl/comments1.xml",
         "<comments><authors><author>tc={1}</author></authors><commentList><comment ref=\"B7\" "
         "authorId=\"0\"><text><t>[线程批注] 批注: 机密</t></text></comment><comment ref=\"B8\" "
         "authorId=\"0\"><text><t>别的</t></text></comment></commentList></comments>"},
        {"xl/threadedComments/threadedComment1.xml",
         "<ThreadedComments><threadedComment ref=\"B7\"><text>机密</text></threadedComment>"
         "<threadedComment ref=\"B8\"><text>绝密</text></threadedComment></ThreadedComments>"},
        {0},
    };
    assert_reads(threads,
                 NAMES "part comment \"xl/threadedComments/threadedComment1.xml\" sheet \"表\"\n"
                       "cell B7\ntext \"机密\"\ncell B8\ntext \"绝密\"\n"
                       "part comment \"xl/comments1.xml\" sheet \"表\"\ncell B8\ntext \"别的\"\n"
                       "part property \"xl/comments1.xml\" sheet \"表\"\ntext \"tc={1}\"\nend\n");
}

static void test_names(void **state)
{
    (void)state;
    const struct part parts[] = {
        TYPES,
        RELS,
        BOOK("<definedNames><definedName name=\"_xlnm.Print_Area\">A1</definedName><definedName "
             "name=\"密级\">\"机密\"</definedName></definedNames>"),
        {0},
    };
    assert_reads(parts, "part formula \"xl/workbook.xml\"\ntext \"机密\\n\"\n"
                        "part name \"xl/workbook.xml\"\ntext \"密级\"\nend\n");
}

/* A value longer than what is held goes out in pieces, and is whole. */
static void test_long_value(void **state)
{
    (void)state;
    enum { LONG = 300000 };
    static char sheet[LONG + 200];
    int n = snprintf(sheet, sizeof sheet, "<worksheet><sheetData><row r=\"1\"><c r=\"C1\"><v>");
    memset(sheet + n, '7', LONG);
    snprintf(sheet + n + LONG, sizeof sheet - (size_t)n - LONG,
             "</v></c></row></sheetData></worksheet>");
    const struct part parts[] = {ONE_SHEET, {"xl/worksheets/sheet1.xml", sheet}, {0}};
    struct ls_transcript t = {0};
    const char *text = strstr(parts_read(&t, parts), "cell C1\ntext \"");
    assert_non_null(text);
    assert_int_equal(strspn(text + strlen("cell C1\ntext \""), "7"), LONG);
    ls_transcript_free(&t);
}

static void check_whole(const char *number, const char *expected)
{
    char out[LS_XLSX_DIGITS_MAX + 1];
    size_t n = ls_xlsx_whole(ls_str_of(number), out);
    assert_int_equal(n, strlen(expected));
    assert_memory_equal(out, expected, n);
}

static void test_numbers(void **state)
{
    (void)state;
    check_whole("1.1010519491231E+17", "110105194912310000");
    check_whole("1.380013800E10", "13800138000");
    check_whole("1e3", "1000");
    check_whole("-1.5E1", "-15");
    check_whole("0.5E1", "5");
    check_whole("1E18", ""); /* 19 digits */
    check_whole("1.25E1", "");
    check_whole("1E-3", "");
    check_whole("15", "");
    check_whole("0E5", "");
    check_whole("E5", "");
    check_whole("1E", "");
    check_whole("1E+", "");
    check_whole("1E999999999999", "");
    check_whole("1.2.3E5", "");
    check_whole("", "");
    check_whole("123456789012345678", "");
    check_whole("1234567890123456789E0", "");
}

static void check_unescaped(const char *text, const char *expected)
{
    char copy[64];
    snprintf(copy, sizeof copy, "%s", text);
    size_t n = ls_xlsx_unescape(copy, strlen(copy));
    assert_int_equal(n, strlen(expected));
    assert_memory_equal(copy, expected, n);
}

static void test_escapes(void **state)
{
    (void)state;
    check_unescaped("a_x000a_b_x0009_c_x000D_d", "a\nb\tcd");
    check_unescaped("_x673A__x5BC6_", "机密");
    check_unescaped("_x005F_x0041_", "_x0041_");
    check_unescaped("_xD83D__xDE00_", "\xF0\x9F\x98\x80");
    check_unescaped("_xD83D__x0041_", "\xEF\xBF\xBD"
                                      "A");
    check_unescaped("_x00e9__x12G4__x123_", "é_x12G4__x123_");
    check_unescaped("", "");
    check_unescaped("_x", "_x");
}

static void test_cell_names(void **state)
{
    uint32_t row = 9, column = 9;
    (void)state;
    assert_true(ls_xlsx_cell(ls_str_of("XFD1048576"), &row, &column));
    assert_int_equal(row, 1048576);
    assert_int_equal(column, 16384);
    assert_true(ls_xlsx_cell(ls_str_of("a1"), &row, &column));
    assert_int_equal(column, 1);
    assert_false(ls_xlsx_cell(ls_str_of("XFE1"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of("ABCD1"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of("A0"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of("A"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of("7"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of("A99999999999"), &row, &column));
    assert_false(ls_xlsx_cell(ls_str_of(""), &row, &column));
}

/* The strings of a formula, which comes in pieces of `step` bytes. */
static void check_literals(const char *formula, const char *expected)
{
    for (size_t step = 1; step < 40; step++) {
        char sheet[1024], all[256];
        size_t n = 0;
        for (size_t at = 0; at < strlen(formula); at += step) /* comments cut the text */
            n += (size_t)snprintf(sheet + n, sizeof sheet - n, "%.*s<!---->", (int)step,
                                  formula + at);
        char xml[2048];
        snprintf(
            xml, sizeof xml,
            "<worksheet><sheetData><row><c r=\"A1\"><f>%s</f></c></row></sheetData></worksheet>",
            sheet);
        snprintf(all, sizeof all, PART("formula") "cell A1\ntext \"%s\"\nend\n", expected);
        const struct part parts[] = {ONE_SHEET, {"xl/worksheets/sheet1.xml", xml}, {0}};
        assert_says(parts, all);
        if (strlen(formula) < step)
            break;
    }
}

static void test_formulas(void **state)
{
    (void)state;
    check_literals("IF(A1,\"ab\",\"cd\")", "ab\\ncd");
    check_literals("\"a\"\"b\"", "a\"b");
    check_literals("'it''s \"no\"'!A1 \"yes\"", "yes");
    check_literals("\"a\" + \"b\"", "a\\nb");
}

/* Records of a binary workbook ([MS-XLSB] 2.1.4). */
struct records {
    char at[2048];
    size_t n;
};

static void add_bytes(struct records *r, const void *bytes, size_t len)
{
    assert_true(len <= sizeof r->at - r->n);
    if (len)
        memcpy(r->at + r->n, bytes, len);
    r->n += len;
}

static void add_u32(struct records *r, uint32_t number)
{
    uint8_t bytes[] = {(uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16),
                       (uint8_t)(number >> 24)};
    add_bytes(r, bytes, sizeof bytes);
}

static void add_units(struct records *r, const char *ascii)
{
    for (; *ascii; ascii++)
        add_bytes(r, (char[]){*ascii, '\0'}, 2);
}

static void add_wide(struct records *r, const char *ascii)
{
    add_u32(r, (uint32_t)strlen(ascii));
    add_units(r, ascii);
}

static void add_record(struct records *out, unsigned type, const struct records *content)
{
    uint8_t head[4];
    size_t n = 0;
    head[n++] = (uint8_t)(type < 128 ? type : (type & 0x7F) | 0x80);
    if (type >= 128)
        head[n++] = (uint8_t)(type >> 7);
    head[n++] = (uint8_t)((content->n & 0x7F) | 0x80);
    head[n++] = (uint8_t)(content->n >> 7);
    add_bytes(out, head, n);
    add_bytes(out, content->at, content->n);
}

static void begin_cell(struct records *cell, uint32_t column)
{
    cell->n = 0;
    add_u32(cell, column);
    add_u32(cell, 0);
}

static void make_binary_sheet(struct records *sheet)
{
    static const uint8_t row_end[] = {0, 0, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0};
    struct records c = {.n = 0}, none = {.n = 0};
    double real = 110105194912310000.0;
    add_record(sheet, 129, &none);
    add_u32(&c, 2); /* columns C to D are hidden */
    add_u32(&c, 3);
    add_bytes(&c, row_end, 8);
    add_bytes(&c, "\1", 2);
    add_record(sheet, 60, &c);
    c.n = 0;
    add_u32(&c, 6); /* row 7 */
    add_bytes(&c, "\0\0\0\0\0\0\0\0\0\0\0\0", 13);
    add_record(sheet, 0, &c);
    begin_cell(&c, 0);
    add_u32(&c, 0);
    add_record(sheet, 7, &c); /* a shared string */
    begin_cell(&c, 1);
    add_bytes(&c, &real, sizeof real);
    add_record(sheet, 5, &c);
    begin_cell(&c, 2);
    add_wide(&c, "hidden");
    add_record(sheet, 6, &c);
    begin_cell(&c, 4);
    add_u32(&c, 12345 << 2 | 3); /* 123.45 as hundredths */
    add_record(sheet, 2, &c);
    begin_cell(&c, 5);
    add_wide(&c, "result");
    add_bytes(&c, "\0", 2); /* flags */
    add_u32(&c, 6 + 3 + 7);
    add_bytes(&c, "\x44\0\0\0\0\0\0", 7); /* a cell, then "lit" & */
    add_bytes(&c, "\x17\3", 3);
    add_units(&c, "lit");
    add_record(sheet, 8, &c);
    c.n = 0;
    add_u32(&c, 7); /* row 8, hidden */
    add_bytes(&c, row_end, 13);
    add_record(sheet, 0, &c);
    begin_cell(&c, 0);
    add_wide(&c, "row");
    add_record(sheet, 6, &c);
    add_record(sheet, 130, &none);
}

static void test_binary(void **state)
{
    (void)state;
    struct records book = {.n = 0}, sheet = {.n = 0}, strings = {.n = 0}, c = {.n = 0};
    struct records none = {.n = 0};
    add_record(&book, 131, &none);
    add_u32(&c, 0);
    add_u32(&c, 1);
    add_wide(&c, "r1");
    add_wide(&c, "One");
    add_record(&book, 156, &c);
    add_record(&strings, 159, &none);
    c.n = 0;
    add_bytes(&c, "", 1);
    add_wide(&c, "shared");
    add_record(&strings, 19, &c);
    make_binary_sheet(&sheet);
    struct ls_zip_writer zip;
    struct ls_transcript t = {0};
    static const char rels[] = "<Relationships>" REL("r1", "worksheet", "worksheets/sheet1.bin")
        REL("r2", "sharedStrings", "sharedStrings.bin") "</Relationships>";
    const struct {
        const char *name;
        const void *bytes;
        size_t len;
    } parts[] = {
        {"[Content_Types].xml", "<Types/>", 8},
        {"xl/worksheets/sheet1.bin", sheet.at, sheet.n},
        {"xl/sharedStrings.bin", strings.at, strings.n},
        {"xl/workbook.bin", book.at, book.n},
        {"xl/_rels/workbook.bin.rels", rels, sizeof rels - 1},
    };
    ls_zip_writer_init(&zip);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct ls_zip_record record = {.name = parts[i].name};
        ls_zip_writer_add(&zip, &record, parts[i].bytes, parts[i].len);
    }
    ls_zip_writer_end(&zip, NULL);
    assert_string_equal(ls_transcript_run(&t, NULL, zip.out.at, zip.out.n),
                        "part name \"xl/workbook.bin\"\ntext \"One\"\n"
                        "part body \"xl/worksheets/sheet1.bin\" sheet \"One\"\n"
                        "cell A7\ntext \"shared\"\ncell B7\ntext \"110105194912310000\"\n"
                        "cell E7\ntext \"123.45\"\ncell F7\ntext \"result\"\n"
                        "part hidden \"xl/worksheets/sheet1.bin\" sheet \"One\"\n"
                        "cell C7\ntext \"hidden\"\ncell A8\ntext \"row\"\n"
                        "part formula \"xl/worksheets/sheet1.bin\" sheet \"One\"\n"
                        "cell F7\ntext \"lit\\n\"\nend\n");
    ls_transcript_free(&t);
    ls_zip_writer_fini(&zip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_beside_the_cells),
        cmocka_unit_test(test_comments),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_long_value),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_escapes),
        cmocka_unit_test(test_cell_names),
        cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_binary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
