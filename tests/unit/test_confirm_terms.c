/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `terms` rules on words made by hand: enough of each group, close together, as cells of one row,
 * with rows under it that hold what the heads say. Persons and dates are invented.
 */
#include "confirm_block.h"

#define WORDS                                                                                      \
    PACK RULE("a") "    terms:\n"                                                                  \
                   "      within: 10\n"                                                            \
                   "      groups:\n"                                                               \
                   "        - {at_least: 2, words: [甲乙, 丙丁, 戊己]}\n"                    \
                   "        - {at_least: 1, words: [庚辛, 壬癸]}\n"
#define CELLS WORDS "      cells: true\n"
#define ROWS                                                                                       \
    PACK RULE("a") "    terms:\n"                                                                  \
                   "      within: 40\n"                                                            \
                   "      cells: true\n"                                                           \
                   "      groups:\n"                                                               \
                   "        - {at_least: 3, words: [姓名, 性别, 出生年月, 备注]}\n"      \
                   "      rows:\n"                                                                 \
                   "        at_least: 2\n"                                                         \
                   "        within: 60\n"                                                          \
                   "        columns:\n"                                                            \
                   "          - {words: [姓名], check: cn-person-name}\n"                        \
                   "          - {words: [性别], check: cn-sex}\n"                                \
                   "          - {words: [出生年月], check: year-month}\n"

static struct stage2 s;

/* Every word of the rule where it stands in the text is an event. */
static void see_words(enum ls_encoding enc, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct ls_event e = {.role = LS_EVENT_TERM, .word = (uint16_t)i, .enc = (uint8_t)enc};
        size_t len = strlen(words[i]);
        if (words[i][0] && memmem(s.block.bytes, s.block.len, words[i], len))
            stage2_see(&s, e, words[i], len);
    }
}

static const char *const five[] = {"甲乙", "丙丁", "戊己", "庚辛", "壬癸"};
static const char *const heads[] = {"姓名", "性别", "出生年月", "备注"};

/* Candidates in text where the words of WORDS were seen. */
static size_t in(const char *text)
{
    stage2_bytes(&s, text, strlen(text));
    see_words(LS_ENC_UTF8, five, 5);
    return stage2_run(&s);
}

static size_t table(const char *text)
{
    stage2_bytes(&s, text, strlen(text));
    see_words(LS_ENC_UTF8, heads, 4);
    return stage2_run(&s);
}

static void enough_of_each_group(void **state)
{
    (void)state;
    stage2_open(&s, WORDS);
    assert_int_equal(in("甲乙丙丁庚辛"), 1);
    assert_true(stage2_is(&s, 0, 0, 18, "甲乙丙丁庚辛"));
    assert_int_equal(s.found.candidates.at[0].rule, 0);
    assert_true(stage2_span_is(&s, s.found.candidates.at[0].folded, "甲乙丙丁庚辛"));
    assert_int_equal(in("庚辛戊己，甲乙。"), 1);
    assert_true(stage2_is(&s, 0, 0, 21, "庚辛戊己，甲乙"));
    assert_int_equal(in("甲乙丙丁"), 0);         /* nothing of the second group */
    assert_int_equal(in("甲乙甲乙庚辛"), 0);     /* the same word twice is one */
    assert_int_equal(in("甲乙庚辛壬癸"), 0);     /* one group does not stand in for the other */
    assert_int_equal(in("甲乙丙丁戊己庚辛"), 1); /* more than enough */
    stage2_close(&s);
}

static void close_together(void **state)
{
    (void)state;
    stage2_open(&s, WORDS);
    assert_int_equal(in("甲乙__丙丁__庚辛"), 1);
    assert_int_equal(in("甲乙___丙丁__庚辛"), 0);
    assert_int_equal(in("甲乙\n\n丙丁\n\n庚辛"), 1); /* lines do not part them */
    /* a word further on makes it full again; the first candidate begins earlier */
    assert_int_equal(in("甲乙丙丁庚辛__壬癸"), 2);
    assert_true(stage2_is(&s, 0, 0, 18, "甲乙丙丁庚辛"));
    assert_true(stage2_is(&s, 1, 0, 26, "甲乙丙丁庚辛__壬癸"));
    stage2_close(&s);
}

/* Words of another rule, another encoding or another role do not count. */
static void only_its_own_words(void **state)
{
    (void)state;
    static const char gb[] = "甲乙丙丁\xB8\xFD\xD0\xC1"; /* 庚辛 in GB18030 */
    stage2_open(&s, WORDS);
    stage2_bytes(&s, gb, sizeof gb - 1);
    see_words(LS_ENC_UTF8, five, 3);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_TERM, .word = 3, .enc = LS_ENC_GB18030},
               "\xB8\xFD\xD0\xC1", 4);
    assert_int_equal(stage2_run(&s), 0);
    stage2_bytes(&s, "甲乙丙丁庚辛", 18);
    see_words(LS_ENC_UTF8, five, 3);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_LABEL, .word = 3}, "庚辛", 6);
    assert_int_equal(stage2_run(&s), 0);
    stage2_close(&s);
}

static void other_encodings(void **state)
{
    (void)state;
    static const char gb[] = "\xBC\xD7\xD2\xD2\xB1\xFB\xB6\xA1\xB8\xFD\xD0\xC1";
    static const char *const gb_words[] = {"\xBC\xD7\xD2\xD2", "\xB1\xFB\xB6\xA1", "",
                                           "\xB8\xFD\xD0\xC1"};
    stage2_open(&s, WORDS);
    stage2_bytes(&s, gb, sizeof gb - 1);
    see_words(LS_ENC_GB18030, gb_words, 4);
    assert_int_equal(stage2_run(&s), 1);
    assert_true(stage2_is(&s, 0, 0, 12, "甲乙丙丁庚辛"));
    assert_int_equal(s.found.candidates.at[0].enc, LS_ENC_GB18030);
    stage2_close(&s);
}

/* Each word fills a cell of one row. */
static void cells_of_one_row(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"甲乙,丙丁,庚辛", 1},           {"甲乙\t丙丁\t庚辛", 1},
        {"甲乙|丙丁|庚辛\n", 1},         {"甲乙;丙丁;庚辛\n", 1},
        {"甲乙\x1F丙丁\x1F庚辛\x1E", 1}, {"\"甲乙\",\"丙丁\",\"庚辛\"", 1},
        {" 甲乙 , 丙 丁 , 庚辛 ", 0}, /* the word was not seen in two pieces */
        {" 甲乙 , 丙丁 ,庚辛 ", 1},      {"x,甲乙,丙丁,庚辛,y", 1},
        {"甲乙,丙丁,x庚辛", 0},          {"甲乙,丙丁,庚辛x", 0},
        {"甲乙,丙丁\n庚辛,x", 0},        {"甲乙，丙丁，庚辛", 0}, /* a sentence */
        {"甲乙、丙丁、庚辛", 0},         {"甲乙 丙丁 庚辛", 0},
        {"甲乙,丙丁;庚辛", 0}, /* one separator, twice at least */
        {"│甲乙│丙丁│庚辛│", 1},         {"┃甲乙│丙丁│庚辛┃\n", 1},
        {"║ 甲乙 ║ 丙丁 ║ 庚辛 ║\n", 1}, {"｜甲乙｜丙丁｜庚辛｜", 1},
        {"甲乙  丙丁  庚辛", 0}, /* blanks part cells only where rows follow */
        {"x\n甲乙,丙丁,庚辛\ny", 1},
    };
    stage2_open(&s, CELLS);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (in(cases[i].text) != cases[i].n)
            fail_msg("\"%s\": %zu", cases[i].text, s.found.candidates.n);
    assert_int_equal(in("x\n甲乙,丙丁,庚辛\ny"), 1);
    assert_true(stage2_is(&s, 0, 2, 20, "甲乙,丙丁,庚辛")); /* the row */
    assert_int_equal(in("甲乙,丙丁,庚辛,壬癸"), 1);         /* told once, not for each word */
    assert_int_equal(in("甲乙,丙丁,庚辛\n甲乙,丙丁,庚辛\n"), 2);
    stage2_close(&s);
}

static void rows_under_the_head(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } cases[] = {
        {"姓名,性别,出生年月\n张三丰,男,1975.03\n李四海,女,1981.11\n", 1},
        {"姓名,性别,出生年月\n张三丰,男,1975.03\n李四海,女,1981.11", 1}, /* no line end */
        {"姓名,性别,出生年月\r\n张三丰,男,1975.03\r\n李四海,女,1981.11\r\n", 1},
        {"姓名|性别|出生年月\n张三丰|男|1975.03\n李四海|女|1981.11\n", 1},
        {"姓名,性别,出生年月\n张三丰,男,1975.03\n", 0},     /* one is not enough */
        {"姓名,性别,出生年月\n张三丰,男,1975.03\n,,\n", 0}, /* a form */
        {"姓名,性别,出生年月\n张三丰,男,1975.03\n甲,乙,丙\n", 0},
        {"姓名,性别,出生年月\n张三丰,男,？\n李四海,女,\n", 1}, /* two cells of three */
        {"姓名,性别,出生年月\n张三丰,？,？\n李四海,？,？\n", 0},
        {"姓名,性别,出生年月\n张三丰\t男\t1975.03\n李四海\t女\t1981.11\n", 0},
        {"x\n\n姓名,性别,出生年月\n-\n-\n张三丰,男,1975.03\n李四海,女,1981.11\n", 1},
        {"姓名,性别,备注\n张三丰,男,x\n李四海,女,x\n", 1}, /* a column without a check */
        {"性别,出生年月,姓名\n男,1975.03,张三丰\n女,1981.11,李四海\n", 1},
        {"│姓名│性别│出生年月│\n├──┼──┼──┤\n│张三丰│男│1975.03│\n│李四海│女│1981.11│\n", 1},
        /* set apart by blanks: two of them, or one of the ideographic kind */
        {"姓名    性别  出生年月\n张三丰  男    1975.03\n李四海  女    1981.11\n", 1},
        {"  姓名  性别  出生年月  \n张　三  男  1975.03\n李　四  女  1981.11\n", 1},
        {"姓名　性别　出生年月\n张三丰　男　1975.03\n李四海　女　1981.11\n", 1},
        {"姓名 性别 出生年月\n张三丰 男 1975.03\n李四海 女 1981.11\n", 0},
        {"姓名  性别  出生年月\n张三丰 男 1975.03\n李四海 女 1981.11\n", 0},
        {"姓名  性别  出生年月  备注\n张三丰  男  1975.03\n李四海  女  1981.11\n", 1},
        {"备注  姓名  性别  出生年月\n张三丰  男  1975.03\n李四海  女  1981.11\n", 0},
        {"姓名  性别  出生年月\n1  张三丰  男  1975.03\n2  李四海  女  1981.11\n", 0},
        {"姓名  性别  出生年月\n张三丰  男  1975.03\n", 0},
    };
    stage2_open(&s, ROWS);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (table(cases[i].text) != cases[i].n)
            fail_msg("\"%s\": %zu", cases[i].text, s.found.candidates.n);
    assert_int_equal(table(cases[0].text), 1);
    assert_true(stage2_is(&s, 0, 0, strlen("姓名,性别,出生年月"), "姓名,性别,出生年月"));
    stage2_close(&s);
}

/* Rows are looked for so far and no further. */
static void rows_within(void **state)
{
    (void)state;
    char text[512];
    stage2_open(&s, ROWS);
    for (size_t gap = 1; gap < 80; gap++) {
        size_t n = strlen(strcpy(text, "姓名,性别,出生年月\n张三丰,男,1975.03\n"));
        memset(text + n, '\n', gap);
        strcpy(text + n + gap, "李四海,女,1981.11\n");
        /* the head's line end, a row of 13 with its line end, the gap: less than 60 */
        size_t before = 1 + 14 + gap;
        assert_int_equal(table(text), before < 60);
    }
    stage2_close(&s);
}

/* More cells than anybody writes: the first ones count. Fewer than three: no table. */
static void wide_and_narrow_tables(void **state)
{
    (void)state;
    enum { COLUMNS = 200 };
    char text[8 * COLUMNS];
    stage2_open(&s, PACK RULE("a") "    terms: {within: 4096, cells: true, groups: [{at_least: 2, "
                                   "words: [甲乙, 丙丁]}]}\n");
    for (size_t at = 0; at < COLUMNS; at++) {
        size_t n = strlen(strcpy(text, "甲乙"));
        for (size_t i = 0; i < COLUMNS; i++) {
            text[n++] = ',';
            if (i == at) {
                memcpy(text + n, "丙丁", 6);
                n += 6;
            }
        }
        text[n] = '\0';
        stage2_bytes(&s, text, n);
        see_words(LS_ENC_UTF8, five, 2);
        assert_int_equal(stage2_run(&s), at + 1 < 64);
    }
    static const char *const narrow[] = {"甲乙,丙丁", "甲乙,丙丁,"};
    for (size_t i = 0; i < 2; i++) { /* one separator does not make a table */
        stage2_bytes(&s, narrow[i], strlen(narrow[i]));
        see_words(LS_ENC_UTF8, five, 2);
        assert_int_equal(stage2_run(&s), i);
    }
    stage2_close(&s);
}

/* The block that owns the end of the word that makes it full decides; all see the margins. */
static void ownership(void **state)
{
    (void)state;
    static const char text[] = "甲乙丙丁庚辛__壬癸";
    size_t len = sizeof text - 1;
    stage2_open(&s, WORDS);
    for (size_t cut = 0; cut <= len; cut++) {
        size_t n = 0;
        for (int half = 0; half < 2; half++) {
            size_t base = stage2_inside(&s, text, len, 1 << 20);
            s.block.own_lo = base + (half ? cut : 0);
            s.block.own_hi = base + (half ? len : cut);
            see_words(LS_ENC_UTF8, five, 5);
            n += stage2_run(&s);
            for (size_t i = 0; i < s.found.candidates.n; i++)
                assert_int_equal(s.found.candidates.at[i].off, 1 << 20);
        }
        assert_int_equal(n, 2);
    }
    stage2_close(&s);
}

/* An event for a word that the rule does not have is a fault of the caller. */
static void unknown_word(void **state)
{
    (void)state;
    stage2_open(&s, WORDS);
    stage2_bytes(&s, "甲乙", 6);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_TERM, .word = 5}, "甲乙", 6);
    assert_int_equal(stage2_try(&s).code, LS_E_INTERNAL);
    stage2_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_of_each_group),
        cmocka_unit_test(close_together),
        cmocka_unit_test(only_its_own_words),
        cmocka_unit_test(other_encodings),
        cmocka_unit_test(cells_of_one_row),
        cmocka_unit_test(rows_under_the_head),
        cmocka_unit_test(rows_within),
        cmocka_unit_test(wide_and_narrow_tables),
        cmocka_unit_test(ownership),
        cmocka_unit_test(unknown_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
