/* SPDX-License-Identifier: Apache-2.0 */
/* Excel workbooks up to 2003: cells with their places, and all that is not a cell. */
#include "generate/cfb_writer.h"
#include "generate/must.h"
#include "generate/xls_writer.h"

#include "base/alloc.h"
#include "says.h"

enum { GLOBALS = 5, SHEET = 0x10, CHART = 0x20 };

/* Records alone: their offsets are those of the object. */
static void assert_bare(struct ls_xls_writer *w, const char *expected)
{
    for (int away = 0; away < 2; away++) {
        struct ls_transcript t = {.away = away, .check_verbatim = true};
        assert_string_equal(ls_transcript_run(&t, NULL, w->out.at, w->out.n), expected);
        ls_transcript_free(&t);
    }
    LS_VEC_FINI(&w->out);
}

static void assert_bare_has(struct ls_xls_writer *w, const char *lines)
{
    struct ls_transcript t = {.check_verbatim = true};
    const char *text = ls_transcript_run(&t, NULL, w->out.at, w->out.n);
    if (!strstr(text, lines))
        print_error("not found:\n%s\nin:\n%s", lines, text);
    assert_non_null(strstr(text, lines));
    ls_transcript_free(&t);
    LS_VEC_FINI(&w->out);
}

/* A workbook of one sheet: what goes into it follows, then an EOF. */
static void begin_sheet(struct ls_xls_writer *w)
{
    size_t patch;
    ls_xls_writer_init(w);
    ls_xls_bof(w, 8, GLOBALS);
    ls_xls_sheet(w, "表", 0, &patch);
    ls_xls_eof(w);
    ls_xls_sheet_here(w, patch);
    ls_xls_bof(w, 8, SHEET);
}

#define NAME "part name utf-16le\ntext \"表\"\n"
#define ON_SHEET " sheet \"表\" utf-16le\n"
#define ALT_TEXT_PART "part alt-text" ON_SHEET
#define BODY_PART "part body" ON_SHEET
#define CHART_PART "part chart" ON_SHEET
#define COMMENT_PART "part comment" ON_SHEET
#define FIELD_PART "part field" ON_SHEET
#define FOOTER_PART "part footer" ON_SHEET
#define FORMULA_PART "part formula" ON_SHEET
#define HEADER_PART "part header" ON_SHEET
#define HIDDEN_PART "part hidden" ON_SHEET
#define PROPERTY_PART "part property" ON_SHEET
#define TEXT_BOX_PART "part text-box" ON_SHEET

static void put_cell(struct ls_xls_writer *w, unsigned type, unsigned row, unsigned column,
                     unsigned style)
{
    ls_xls_record(w, type);
    ls_xls_put(w, "222", row, column, style);
}

/* A formula with these tokens; the value is a string. */
static void put_formula(struct ls_xls_writer *w, unsigned row, unsigned column, const void *tokens,
                        size_t len)
{
    put_cell(w, 0x006, row, column, 0);
    ls_xls_put(w, "224", 0, 0, 0xFFFF0000u);
    ls_xls_put(w, "242", 0, 0, (unsigned)len);
    ls_xls_bytes_put(w, tokens, len);
}

static void cells(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    put_cell(&w, 0x204, 1, 0, 0); /* LABEL */
    ls_xls_text(&w, 2, "plain");
    put_cell(&w, 0x0D6, 1, 1, 0); /* RSTRING, with a run of formats */
    ls_xls_text(&w, 2, "机密★10年");
    ls_xls_put(&w, "222", 1, 1, 5);
    put_cell(&w, 0x27E, 1, 2, 0); /* RK */
    ls_xls_put(&w, "4", 1234u << 2 | 3);
    ls_xls_record(&w, 0x0BD); /* MULRK */
    ls_xls_put(&w, "2224242", 2, 0, 0, 7u << 2 | 2, 0, (unsigned)-5 << 2 | 2, 1);
    put_cell(&w, 0x203, 3, 0, 0); /* NUMBER */
    ls_xls_double_put(&w, 110105194912310000.0);
    put_cell(&w, 0x203, 3, 1, 0);
    ls_xls_double_put(&w, 0.1);
    put_cell(&w, 0x205, 3, 2, 0); /* BOOLERR */
    ls_xls_put(&w, "11", 1, 0);
    put_formula(&w, 4, 0, "\x17\x01\x01\x3a\x67\x17\x01\x01\xc6\x5b\x08", 11);
    ls_xls_record(&w, 0x207); /* STRING: its value */
    ls_xls_text(&w, 2, "机密");
    ls_xls_eof(&w);
    assert_bare(&w, NAME BODY_PART "cell A2\n"
                                   "text \"plain\"\n"
                                   "cell B2\n"
                                   "text \"机密★10年\"\n"
                                   "cell C2\n"
                                   "text \"12.34\"\n"
                                   "cell A3\n"
                                   "text \"7\"\n"
                                   "cell B3\n"
                                   "text \"-5\"\n"
                                   "cell A4\n"
                                   "text \"110105194912310000\"\n"
                                   "cell B4\n"
                                   "text \"0.1\"\n"
                                   "cell A5\n"
                                   "text \"机密\"\n" FORMULA_PART "cell A5\n"
                                   "text \"机密\"\n"
                                   "end\n");
}

/* A string that changes its width where a CONTINUE cuts it; formats and sounds behind strings. */
static void shared_strings(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_sheet(&w, "表", 0, &patch);
    ls_xls_record(&w, 0x0FC); /* SST */
    ls_xls_put(&w, "44", 9, 6);
    ls_xls_text(&w, 2, "one");
    ls_xls_put(&w, "2124", 2, 0x0D, 1, 22); /* rich, with sounds */
    ls_xls_units_put(&w, "豊田");
    ls_xls_put(&w, "22", 0, 0);
    ls_xls_put(&w, "2222222", 1, 18, 0, 0, 1, 3, 3);
    ls_xls_units_put(&w, "とよた");
    ls_xls_put(&w, "2", 0);
    ls_xls_put(&w, "21", 9, 0);
    ls_xls_bytes_put(&w, "AB", 2);
    ls_xls_record(&w, 0x03C);
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "机密★");
    ls_xls_record(&w, 0x03C);
    ls_xls_put(&w, "1", 0);
    ls_xls_bytes_put(&w, "10yr", 4);
    ls_xls_text(&w, 2, "没有用");
    ls_xls_put(&w, "21", 4, 1); /* its characters are all in what follows */
    ls_xls_record(&w, 0x03C);
    ls_xls_put(&w, "1", 0);
    ls_xls_bytes_put(&w, "last", 4);
    ls_xls_text(&w, 2, "");
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 8, SHEET);
    for (unsigned i = 0; i < 5; i++) {
        put_cell(&w, 0x0FD, 0, i, 0);
        ls_xls_put(&w, "4", i < 3 ? i : i + 1);
    }
    ls_xls_eof(&w);
    assert_bare(&w, "part body utf-16le\n"
                    "text \"とよた\"\n" NAME BODY_PART "cell A1\n"
                    "text \"one\"\n"
                    "cell B1\n"
                    "text \"豊田\"\n"
                    "cell C1\n"
                    "text \"AB机密★10yr\"\n"
                    "cell D1\n"
                    "text \"last\"\n"
                    "part hidden utf-16le\n"
                    "text \"没有用\"\n"
                    "end\n");
}

/* The table may say that it has fewer strings than there are. */
static void more_strings_than_are_counted(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_record(&w, 0x0FC);
    ls_xls_put(&w, "44", 2, 1);
    ls_xls_text(&w, 2, "one");
    ls_xls_text(&w, 2, "two");
    ls_xls_record(&w, 0x0FC); /* another table, of which no cell knows */
    ls_xls_put(&w, "44", 1, 1);
    ls_xls_text(&w, 2, "three");
    ls_xls_eof(&w);
    ls_xls_bof(&w, 8, SHEET);
    put_cell(&w, 0x0FD, 0, 0, 0);
    ls_xls_put(&w, "4", 1);
    ls_xls_eof(&w);
    assert_bare(&w, "part hidden utf-16le\ntext \"three\"\n"
                    "part body utf-16le\ncell A1\ntext \"two\"\n"
                    "part hidden utf-16le\ntext \"one\"\nend\n");
}

/* Each character of a string leads to its bytes, wherever a CONTINUE cuts it. */
static void the_way_back(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_sheet(&w, "s", 0, &patch);
    ls_xls_record(&w, 0x0FC);
    ls_xls_put(&w, "4421", 1, 1, 4, 0);
    ls_xls_bytes_put(&w, "ab", 2); /* at 48 */
    ls_xls_record(&w, 0x03C);
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "机密"); /* from 55 on */
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 8, SHEET);
    put_cell(&w, 0x0FD, 0, 0, 0);
    ls_xls_put(&w, "4", 0);
    ls_xls_eof(&w);
    struct ls_transcript t = {.with_offsets = true, .check_verbatim = true};
    const char *text = ls_transcript_run(&t, NULL, w.out.at, w.out.n);
    assert_non_null(strstr(text, "cell A1\ntext \"ab机密\"\n  @48..59\n"));
    ls_transcript_free(&t);
    LS_VEC_FINI(&w.out);
}

static void dates(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_record(&w, 0x41E); /* FORMAT */
    ls_xls_put(&w, "2", 176);
    ls_xls_text(&w, 2, "yyyy\"年\"m\"月\"");
    ls_xls_record(&w, 0x41E);
    ls_xls_put(&w, "2", 177);
    ls_xls_text(&w, 2, "0\"秘密文件\"");
    static const unsigned formats[] = {0, 176, 14, 177};
    for (size_t i = 0; i < 4; i++) {
        ls_xls_record(&w, 0x0E0); /* XF */
        ls_xls_put(&w, "2288", 0, formats[i], UINT64_C(0), UINT64_C(0));
    }
    ls_xls_sheet(&w, "表", 0, &patch);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 8, SHEET);
    for (unsigned i = 0; i < 4; i++) {
        put_cell(&w, 0x203, 0, i, i);
        ls_xls_double_put(&w, 27453);
    }
    ls_xls_eof(&w);
    assert_bare(&w, "part formula utf-16le\n"
                    "text \"秘密文件\\n\"\n" NAME BODY_PART "cell A1\n"
                    "text \"27453\"\n"
                    "cell B1\n"
                    "text \"1975-02-28\"\n"
                    "cell C1\n"
                    "text \"1975-02-28\"\n"
                    "cell D1\n"
                    "text \"27453\"\n"
                    "end\n");
}

static void put_label(struct ls_xls_writer *w, unsigned row, unsigned column, const char *text)
{
    put_cell(w, 0x204, row, column, 0);
    ls_xls_text(w, 2, text);
}

static void hidden(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch[2];
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_sheet(&w, "表", 0, &patch[0]);
    ls_xls_sheet(&w, "暗", 2, &patch[1]);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch[0]);
    ls_xls_bof(&w, 8, SHEET);
    ls_xls_record(&w, 0x07D); /* COLINFO */
    ls_xls_put(&w, "22222", 1, 2, 2340, 0, 1);
    ls_xls_record(&w, 0x208); /* ROW, of no height */
    ls_xls_put(&w, "2222224", 1, 0, 3, 255, 0, 0, 0x20);
    put_label(&w, 0, 0, "a");
    put_label(&w, 0, 1, "b");
    put_label(&w, 0, 3, "c");
    put_label(&w, 1, 0, "d");
    put_label(&w, 2, 0, "e");
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch[1]);
    ls_xls_bof(&w, 8, SHEET);
    put_label(&w, 0, 0, "f");
    ls_xls_eof(&w);
    ls_xls_bytes_put(&w, "\0\0\0\0\0", 5); /* a sheet that the workbook does not list */
    ls_xls_bof(&w, 8, SHEET);
    put_label(&w, 0, 0, "g");
    ls_xls_eof(&w);
    assert_bare(&w, "part name utf-16le\n"
                    "text \"表\\n暗\"\n" BODY_PART "cell A1\n"
                    "text \"a\"\n"
                    "cell D1\n"
                    "text \"c\"\n"
                    "cell A3\n"
                    "text \"e\"\n" HIDDEN_PART "cell B1\n"
                    "text \"b\"\n"
                    "cell A2\n"
                    "text \"d\"\n"
                    "part hidden sheet \"暗\" utf-16le\n"
                    "cell A1\n"
                    "text \"f\"\n"
                    "part hidden utf-16le\n"
                    "cell A1\n"
                    "text \"g\"\n"
                    "end\n");
}

static void put_object(struct ls_xls_writer *w, unsigned kind, unsigned id, const char *text)
{
    ls_xls_record(w, 0x05D); /* OBJ */
    ls_xls_put(w, "2222", 0x15, 0x12, kind, id);
    ls_xls_put(w, "884", UINT64_C(0), UINT64_C(0), 0);
    ls_xls_record(w, 0x1B6); /* TXO */
    size_t lens = w->out.n + 10;
    ls_xls_put(w, "28222", 0x212, UINT64_C(0), 0, 16, 0);
    ls_xls_put(w, "2", 0);
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "1", 1);
    size_t n = ls_xls_units_put(w, text);
    w->out.at[lens] = (char)n;
    ls_xls_record(w, 0x03C);
    ls_xls_put(w, "88", UINT64_C(0), UINT64_C(0));
}

/* Texts of comments come before the cells they belong to are known. */
static void comments_and_boxes(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    put_object(&w, 0x19, 1, "批注一");
    put_object(&w, 6, 2, "框");
    put_object(&w, 0x19, 3, "批注二");
    put_object(&w, 0x19, 9, "没有格");
    for (unsigned i = 0; i < 2; i++) {
        ls_xls_record(&w, 0x01C); /* NOTE */
        ls_xls_put(&w, "2222", 4 - i, 1, 0, i ? 3 : 1);
        ls_xls_text(&w, 2, "某人");
        ls_xls_put(&w, "1", 0);
    }
    ls_xls_eof(&w);
    assert_bare(&w, NAME TEXT_BOX_PART "text \"框\"\n" COMMENT_PART "cell B5\n"
                                       "text \"批注一\"\n"
                                       "cell B4\n"
                                       "text \"批注二\"\n" PROPERTY_PART
                                       "text \"某人\"\n" COMMENT_PART "text \"没有格\"\n"
                                       "end\n");
}

static void put_art(struct ls_xls_writer *w, unsigned instance, unsigned type, size_t len)
{
    ls_xls_put(w, "224", instance << 4 | (type < 0xF00A ? 0xF : 3), type, (unsigned)len);
}

static void drawings(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    ls_xls_record(&w, 0x0EC); /* MSODRAWING */
    put_art(&w, 0, 0xF002, 999);
    put_art(&w, 0, 0xF008 + 2, 8);
    ls_xls_put(&w, "8", UINT64_C(0));
    put_art(&w, 3, 0xF00B, 3 * 6 + 6 + 8);
    ls_xls_put(&w, "242424", 0x80C0, 6, 0x0004, 77, 0x8381, 8);
    ls_xls_units_put(&w, "艺术");
    ls_xls_put(&w, "2", 0);
    ls_xls_units_put(&w, "图说");
    ls_xls_put(&w, "22", 0, 0);
    ls_xls_eof(&w);
    assert_bare(&w, NAME TEXT_BOX_PART "text \"艺术\"\n" ALT_TEXT_PART "text \"图说\"\n"
                                       "end\n");
}

/* What is longer than a record goes on behind the text of a shape, as it does elsewhere. */
static void a_drawing_that_goes_on_behind_a_text(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    put_object(&w, 6, 1, "框");
    ls_xls_record(&w, 0x03C); /* CONTINUE: runs of formats … */
    ls_xls_put(&w, "2224", 0, 0, 0, 0);
    ls_xls_record(&w, 0x03C); /* … and the drawing */
    put_art(&w, 0, 0xF004, 99);
    put_art(&w, 1, 0xF00B, 6 + 6);
    ls_xls_put(&w, "24", 0x80C0, 6);
    ls_xls_units_put(&w, "艺术");
    ls_xls_put(&w, "2", 0);
    ls_xls_eof(&w);
    assert_bare(&w, NAME TEXT_BOX_PART "text \"框\\n艺术\"\nend\n");
}

static void put_link(struct ls_xls_writer *w)
{
    static const uint8_t address[] = {0xE0, 0xC9, 0xEA, 0x79, 0xF9, 0xBA, 0xCE, 0x11,
                                      0x8C, 0x82, 0x00, 0xAA, 0x00, 0x4B, 0xA9, 0x0B};
    ls_xls_record(w, 0x1B8); /* HLINK */
    ls_xls_put(w, "2222", 0, 0, 0, 0);
    ls_xls_put(w, "88", UINT64_C(0), UINT64_C(0));
    ls_xls_put(w, "444", 2, 0x1F, 3);
    ls_xls_units_put(w, "看这");
    ls_xls_put(w, "2", 0);
    ls_xls_bytes_put(w, address, sizeof address);
    ls_xls_put(w, "4", 10);
    ls_xls_units_put(w, "x:别处");
    ls_xls_put(w, "2", 0);
    ls_xls_put(w, "4", 3);
    ls_xls_units_put(w, "格乙");
    ls_xls_put(w, "2", 0);
}

static void beside_the_cells(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    ls_xls_record(&w, 0x014); /* HEADER */
    ls_xls_text(&w, 2, "&L机密★1年&C&\"宋体,常规\"&12页&P&R&&B");
    ls_xls_record(&w, 0x015);
    ls_xls_text(&w, 2, "尾");
    ls_xls_record(&w, 0x89C); /* HEADERFOOTER: of even pages */
    ls_xls_put(&w, "84882", UINT64_C(0x89C), 0, UINT64_C(0), UINT64_C(0), 0);
    ls_xls_put(&w, "2222", 1, 0, 0, 0);
    ls_xls_text(&w, 2, "偶");
    put_link(&w);
    ls_xls_record(&w, 0x1BE); /* DV */
    ls_xls_put(&w, "4", 0);
    ls_xls_text(&w, 2, "提示");
    ls_xls_put(&w, "211", 1, 0, 0);
    ls_xls_text(&w, 2, "填");
    ls_xls_put(&w, "211", 1, 0, 0);
    ls_xls_put(&w, "22", 11, 0);
    ls_xls_bytes_put(&w, "\x17\x04\x01\x6c\x51\0\0\x85\x51\x8e\x7f\0\0", 11);
    ls_xls_put(&w, "22", 0, 0);
    ls_xls_record(&w, 0x1B1); /* CF */
    ls_xls_put(&w, "11224", 1, 3, 5, 0, 77);
    ls_xls_bytes_put(&w, "\x17\x01\x01\x8e\x7f", 5);
    ls_xls_record(&w, 0x09E); /* AutoFilter */
    ls_xls_put(&w, "22", 0, 0);
    ls_xls_put(&w, "114112", 6, 2, 0, 2, 0, 0);
    ls_xls_put(&w, "114112", 0, 0, 0, 0, 0, 0);
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "筛选");
    ls_xls_record(&w, 0x0AF); /* SCENARIO */
    ls_xls_put(&w, "2111111", 0, 0, 0, 2, 2, 1, 1);
    ls_xls_units_put(&w, "方案");
    ls_xls_text(&w, 2, "u");
    ls_xls_text(&w, 2, "说明");
    ls_xls_bof(&w, 8, CHART);
    ls_xls_record(&w, 0x100D); /* SeriesText */
    ls_xls_put(&w, "2", 0);
    ls_xls_text(&w, 1, "图题");
    put_label(&w, 0, 0, "点");
    ls_xls_eof(&w);
    put_label(&w, 0, 0, "格");
    ls_xls_eof(&w);
    assert_bare(&w, NAME BODY_PART
                "cell A1\n"
                "text \"格\"\n" HEADER_PART "text \"机密★1年\\n页\\n&B\\n偶\\n\"\n" FOOTER_PART
                "text \"尾\\n\"\n" PROPERTY_PART "text \"u\"\n" CHART_PART
                "text \"图题\\n点\"\n" FIELD_PART
                "text \"看这\\nx:别处\\n格乙\\n提示\\n填\\n公\\n内美\\n美\\n筛选\\n方案\\n说明\"\n"
                "end\n");
}

/* Records of newer versions, and rare ones: of these the strings are looked for. */
static void strings_of_rare_records(void **state)
{
    static const unsigned types[] = {0x0DC, 0x1A9, 0x801, 0x803, 0x805, 0x80D, 0x810, 0x812, 0x813,
                                     0x864, 0x868, 0x86B, 0x875, 0x877, 0x87F, 0x895, 0x898};
    (void)state;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct ls_xls_writer w;
        begin_sheet(&w);
        ls_xls_record(&w, types[i]);
        ls_xls_put(&w, "844", UINT64_C(0), 0, 0);
        ls_xls_text(&w, 2, "区域");
        ls_xls_put(&w, "4", 0);
        ls_xls_text(&w, 2, "words");
        ls_xls_eof(&w);
        assert_bare(&w, NAME FIELD_PART "text \"区域\\nwords\"\nend\n");
    }
}

/* Texts of pivot tables; a length of 0xFFFF says that there is none. */
static void texts_of_pivot_tables(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    ls_xls_record(&w, 0x100); /* SXVDEx */
    ls_xls_put(&w, "422228", 0, 0, 0, 0, 2, UINT64_C(0));
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "小计");
    ls_xls_record(&w, 0x100);
    ls_xls_put(&w, "422228", 0, 0, 0, 0, 0xFFFF, UINT64_C(0));
    ls_xls_record(&w, 0x0F1); /* SXEx */
    ls_xls_put(&w, "22222224222", 0, 2, 0xFFFF, 1, 0, 0, 0, 0, 0xFFFF, 2, 0xFFFF);
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "错误");
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "注");
    ls_xls_put(&w, "1", 1);
    ls_xls_units_put(&w, "表格");
    ls_xls_eof(&w);
    assert_bare(&w, NAME "part name" ON_SHEET "text \"小计\\n错误\\n注\\n表格\"\nend\n");
}

/* CF12 (2.4.43): as it looks, then its formulas. */
static void conditions_of_newer_versions(void **state)
{
    (void)state;
    for (unsigned look = 0; look <= 6; look += 6) {
        struct ls_xls_writer w;
        begin_sheet(&w);
        ls_xls_record(&w, 0x87A);
        ls_xls_put(&w, "84112242", UINT64_C(0x87A), 0, 1, 3, 5, 5, look, 0);
        if (look)
            ls_xls_put(&w, "4", 0);
        ls_xls_bytes_put(&w, "\x17\x01\x01\x8e\x7f", 5);
        ls_xls_bytes_put(&w, "\x17\x01\x01\xfd\x56", 5);
        ls_xls_put(&w, "2", 0);
        ls_xls_eof(&w);
        assert_bare(&w, NAME FIELD_PART "text \"美\\n国\"\nend\n");
    }
}

/* The items of a list that stands on a sheet (FtLbsData, 2.5.147). */
static void items_of_a_list(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    ls_xls_record(&w, 0x05D);
    ls_xls_put(&w, "22222444", 0x15, 0x12, 0x12, 7, 0, 0, 0, 0);
    ls_xls_put(&w, "2222222222", 0x13, 0x1FEE, 0, 2, 1, 0x302, 0, 2, 20, 0);
    ls_xls_text(&w, 2, "甲项");
    ls_xls_text(&w, 2, "乙项");
    ls_xls_eof(&w);
    assert_bare(&w, NAME TEXT_BOX_PART "text \"甲项\\n乙项\"\nend\n");
}

static void the_workbook(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_record(&w, 0x05C); /* WRITEACCESS */
    ls_xls_text(&w, 2, "某人   ");
    ls_xls_record(&w, 0x018); /* Lbl */
    ls_xls_put(&w, "21122241", 0, 0, 2, 7, 0, 0, 0, 1);
    ls_xls_units_put(&w, "名字");
    ls_xls_bytes_put(&w, "\x17\x02\x01\xd8\x79\xc6\x5b", 7);
    ls_xls_record(&w, 0x1AE); /* SupBook */
    ls_xls_put(&w, "2", 1);
    ls_xls_text(&w, 2, "\001C\003别的.xls");
    ls_xls_text(&w, 2, "外");
    ls_xls_record(&w, 0x05A); /* CRN */
    ls_xls_put(&w, "112", 2, 1, 4);
    ls_xls_put(&w, "1", 2);
    ls_xls_text(&w, 2, "值");
    ls_xls_put(&w, "1", 1);
    ls_xls_double_put(&w, 5);
    ls_xls_eof(&w);
    assert_bare(&w, "part hidden utf-16le\n"
                    "cell B5\n"
                    "text \"值\"\n"
                    "cell C5\n"
                    "text \"5\"\n"
                    "part property utf-16le\n"
                    "text \"某人\"\n"
                    "part formula utf-16le\n"
                    "text \"秘密\"\n"
                    "part field utf-16le\n"
                    "text \"C/别的.xls\"\n"
                    "part name utf-16le\n"
                    "text \"名字\\n外\"\n"
                    "end\n");
}

static void code_pages(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 5, GLOBALS);
    ls_xls_record(&w, 0x042);
    ls_xls_put(&w, "2", 936);
    ls_xls_sheet(&w, "\xb1\xed", 0, &patch);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 5, SHEET);
    ls_xls_record(&w, 0x014);
    ls_xls_text(&w, 1, "&L\xd2\xb3\xc3\xbc");
    put_label(&w, 1, 1, "\xbb\xfa\xc3\xdc");
    ls_xls_record(&w, 0x01C); /* NOTE: its text is in it */
    ls_xls_put(&w, "222", 1, 1, 4);
    ls_xls_bytes_put(&w, "\xc5\xfa\xd7\xa2", 4);
    ls_xls_eof(&w);
    assert_bare(&w, "part name gb18030\n"
                    "text \"表\"\n"
                    "part body sheet \"表\" gb18030\n"
                    "cell B2\n"
                    "text \"机密\"\n"
                    "part header sheet \"表\" gb18030\n"
                    "text \"页眉\\n\"\n"
                    "part comment sheet \"表\" gb18030\n"
                    "cell B2\n"
                    "text \"批注\"\n"
                    "end\n");
}

/* What cells of another workbook said last. */
static void cells_of_others_in_a_code_page(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 5, SHEET);
    ls_xls_record(&w, 0x042);
    ls_xls_put(&w, "2", 936);
    ls_xls_record(&w, 0x05A); /* CRN */
    ls_xls_put(&w, "1121", 1, 1, 4, 2);
    ls_xls_text(&w, 1, "\xbb\xfa\xc3\xdc");
    ls_xls_eof(&w);
    assert_bare(&w, "part hidden gb18030\ncell B5\ntext \"机密\"\nend\n");
}

/* Sheets from before there were workbooks. */
static void the_oldest(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    ls_xls_writer_init(&w);
    w.bytes = true;
    ls_xls_record(&w, 0x009);
    ls_xls_put(&w, "22", 2, SHEET);
    ls_xls_record(&w, 0x004); /* LABEL of BIFF2 */
    ls_xls_put(&w, "2212", 0, 0, 0, 0);
    ls_xls_text(&w, 1, "label");
    ls_xls_record(&w, 0x002); /* INTEGER */
    ls_xls_put(&w, "22122", 0, 1, 0, 0, 42);
    ls_xls_record(&w, 0x003); /* NUMBER */
    ls_xls_put(&w, "2212", 0, 2, 0, 0);
    ls_xls_double_put(&w, 2.5);
    ls_xls_record(&w, 0x006); /* FORMULA */
    ls_xls_put(&w, "2212", 1, 0, 0, 0);
    ls_xls_put(&w, "44", 0, 0xFFFF0000u);
    ls_xls_put(&w, "1111111", 0, 5, 0x17, 3, 'a', 'b', 'c');
    ls_xls_record(&w, 0x007); /* STRING */
    ls_xls_text(&w, 1, "abc");
    ls_xls_eof(&w);
    assert_bare(&w, "part body windows-1252\n"
                    "cell A1\n"
                    "text \"label\"\n"
                    "cell B1\n"
                    "text \"42\"\n"
                    "cell C1\n"
                    "text \"2.5\"\n"
                    "cell A2\n"
                    "text \"abc\"\n"
                    "part formula windows-1252\n"
                    "cell A2\n"
                    "text \"abc\"\n"
                    "end\n");
}

/* ---- compound files -------------------------------------------------------------------------- */

static void make_file(struct ls_xls_writer *book, bool scattered, struct ls_buf *file)
{
    struct ls_cfb_writer w;
    ls_cfb_begin(&w);
    w.scattered = scattered;
    ls_cfb_stream(&w, 0, "Workbook", book->out.at, book->out.n);
    uint32_t caches = ls_cfb_storage(&w, 0, "_SX_DB_CUR");
    struct ls_xls_writer cache;
    ls_xls_writer_init(&cache);
    ls_xls_record(&cache, 0x0C7); /* SXFDB */
    ls_xls_put(&cache, "842", UINT64_C(0), 0, 0);
    ls_xls_text(&cache, 2, "栏目");
    ls_xls_record(&cache, 0x0CD); /* SXString */
    ls_xls_text(&cache, 2, "缓存");
    ls_xls_record(&cache, 0x0CC);
    ls_xls_put(&cache, "2", 2024);
    ls_xls_eof(&cache);
    ls_cfb_stream(&w, caches, "0001", cache.out.at, cache.out.n);
    LS_VEC_FINI(&cache.out);
    ls_xls_writer_init(&cache);
    ls_xls_record(&cache, 0x13B);
    ls_xls_put(&cache, "88", UINT64_C(0x1234567800000001), UINT64_C(0x0100));
    ls_xls_text(&cache, 2, "旧的内容");
    ls_xls_put(&cache, "2", 0);
    ls_xls_text(&cache, 2, "old words");
    ls_xls_eof(&cache);
    ls_cfb_stream(&w, 0, "Revision Log", cache.out.at, cache.out.n);
    LS_VEC_FINI(&cache.out);
    ls_cfb_end(&w, file);
}

#define BESIDE                                                                                     \
    "part hidden \"_SX_DB_CUR/0001\" utf-16le\ntext \"栏目\\n缓存\\n2024\"\n"                  \
    "part deletion \"Revision Log\" utf-16le\ntext \"旧的内容\\nold words\"\nend\n"

static void in_one_piece_or_many(void **state)
{
    (void)state;
    for (int scattered = 0; scattered < 2; scattered++) {
        struct ls_buf file = {.limit = 1 << 20};
        struct ls_xls_writer w;
        begin_sheet(&w);
        for (unsigned i = 0; i < 500; i++)
            put_label(&w, i, 0, "in the file");
        put_label(&w, 500, 1, "机密★10年");
        ls_xls_eof(&w);
        make_file(&w, scattered, &file);
        struct ls_transcript t = {.check_verbatim = true};
        const char *text = ls_transcript_run(&t, NULL, file.at, file.n);
        assert_true(t.pieces_mapped > 500);
        const char *end = strstr(text, "cell B501\ntext \"机密★10年\"\n");
        assert_non_null(end);
        assert_string_equal(end + strlen("cell B501\ntext \"机密★10年\"\n"), BESIDE);
        assert_true((strstr(text, "part body \"Workbook\" sheet \"表\"") != NULL) != scattered);
        ls_transcript_free(&t);
        LS_VEC_FINI(&file);
        LS_VEC_FINI(&w.out);
    }
}

static void encrypted(void **state)
{
    (void)state;
    struct ls_buf file = {.limit = 1 << 20};
    struct ls_xls_writer w;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_record(&w, 0x02F); /* FILEPASS */
    ls_xls_put(&w, "222", 0, 1, 1);
    put_label(&w, 0, 0, "noise");
    ls_xls_eof(&w);
    make_file(&w, false, &file);
    assert_true(file.n > 0);
    struct ls_transcript t = {0};
    assert_string_equal(ls_transcript_run(&t, NULL, file.at, file.n),
                        "gap \"\" encrypted (Excel workbook (97-2003))\nend\n");
    ls_transcript_free(&t);
    LS_VEC_FINI(&file);
    LS_VEC_FINI(&w.out);
}

/* ---- broken files ---------------------------------------------------------------------------- */

static void cut_short(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    put_label(&w, 0, 0, "whole");
    put_label(&w, 0, 1, "half of it");
    ls_xls_end(&w);
    w.out.n -= 5;
    assert_bare(&w, NAME BODY_PART "cell A1\n"
                                   "text \"whole\"\n"
                                   "cell B1\n"
                                   "text \"half \"\n"
                                   "gap \"\" truncated\n"
                                   "end\n");
}

static void a_sheet_that_is_not_there(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch[2];
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_sheet(&w, "a", 0, &patch[0]);
    ls_xls_sheet(&w, "b", 0, &patch[1]);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch[1]);
    ls_xls_bof(&w, 8, SHEET);
    put_label(&w, 0, 0, "words");
    ls_xls_eof(&w);
    assert_bare_has(&w, "gap \"\" malformed (a sheet that is not where the workbook says)\n");
}

/* No sheet has a name: there is nothing that names could point into. */
static void without_names(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    size_t patch;
    ls_xls_writer_init(&w);
    ls_xls_bof(&w, 8, GLOBALS);
    ls_xls_sheet(&w, "", 0, &patch);
    ls_xls_eof(&w);
    ls_xls_sheet_here(&w, patch);
    ls_xls_bof(&w, 8, SHEET);
    put_label(&w, 0, 0, "words");
    ls_xls_eof(&w);
    assert_bare(&w, "part body utf-16le\ncell A1\ntext \"words\"\nend\n");
}

/* Without its EOF a sheet ends where the next one begins. */
static void without_an_end(void **state)
{
    (void)state;
    struct ls_xls_writer w;
    begin_sheet(&w);
    put_label(&w, 0, 0, "one");
    ls_xls_bof(&w, 8, SHEET);
    put_label(&w, 0, 0, "two");
    ls_xls_eof(&w);
    assert_bare(&w, NAME BODY_PART "cell A1\n"
                                   "text \"one\"\n"
                                   "part hidden utf-16le\n"
                                   "cell A1\n"
                                   "text \"two\"\n"
                                   "end\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells),
        cmocka_unit_test(shared_strings),
        cmocka_unit_test(more_strings_than_are_counted),
        cmocka_unit_test(the_way_back),
        cmocka_unit_test(dates),
        cmocka_unit_test(hidden),
        cmocka_unit_test(comments_and_boxes),
        cmocka_unit_test(drawings),
        cmocka_unit_test(a_drawing_that_goes_on_behind_a_text),
        cmocka_unit_test(beside_the_cells),
        cmocka_unit_test(strings_of_rare_records),
        cmocka_unit_test(texts_of_pivot_tables),
        cmocka_unit_test(conditions_of_newer_versions),
        cmocka_unit_test(items_of_a_list),
        cmocka_unit_test(the_workbook),
        cmocka_unit_test(code_pages),
        cmocka_unit_test(cells_of_others_in_a_code_page),
        cmocka_unit_test(the_oldest),
        cmocka_unit_test(in_one_piece_or_many),
        cmocka_unit_test(encrypted),
        cmocka_unit_test(cut_short),
        cmocka_unit_test(a_sheet_that_is_not_there),
        cmocka_unit_test(without_names),
        cmocka_unit_test(without_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
