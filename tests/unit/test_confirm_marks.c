/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `match` rules on anchors made by hand: what the pattern covers, where it may stand, what must
 * not stand before it and what must be close by.
 */
#include "confirm_block.h"

#define MATCH(rest) PACK RULE("a") "    anchors: [甲乙]\n" rest

static struct stage2 s;

/* Candidates in `text` (UTF-8), where each 甲乙 was seen for rule 0. */
static size_t in(const char *text)
{
    stage2_bytes(&s, text, strlen(text));
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR}, "甲乙", 6);
    return stage2_run(&s);
}

static void pattern_covers_the_anchor(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    match: 'x?(?<hit>(?<grade>甲乙)级?)(?<term>\\d年)?'\n"));
    assert_int_equal(in("——x甲乙级3年。"), 1);
    assert_true(stage2_is(&s, 0, 7, 9, "甲乙级"));
    const struct ls_candidate *c = &s.found.candidates.at[0];
    assert_int_equal(c->rule, 0);
    assert_int_equal(c->enc, LS_ENC_UTF8);
    assert_true(c->labelled);
    assert_true(stage2_span_is(&s, c->folded, "甲乙级"));
    assert_true(stage2_span_is(&s, c->grade, "甲乙"));
    assert_true(stage2_span_is(&s, c->term, "3年"));
    assert_int_equal(in("甲乙"), 1);
    assert_true(stage2_is(&s, 0, 0, 6, "甲乙"));
    assert_true(stage2_span_is(&s, s.found.candidates.at[0].term, ""));
    assert_int_equal(in("甲乙甲乙"), 2);
    assert_true(stage2_is(&s, 1, 6, 6, "甲乙"));
    stage2_close(&s);
}

/* A match beside the anchor, or over half of it, is none. */
static void pattern_beside_the_anchor(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    match: '甲(?!乙)|x|(?<=甲)乙|丙甲乙'\n"));
    assert_int_equal(in("x甲乙x"), 0);
    assert_int_equal(in("丙甲乙"), 1);
    assert_true(stage2_is(&s, 0, 0, 9, "丙甲乙"));
    stage2_close(&s);
}

static void window_each_way(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    window: 3\n    match: '(?:p.*)?甲乙(?:.*q)?'\n"));
    assert_int_equal(in("p__甲乙__q"), 1);
    assert_true(stage2_is(&s, 0, 0, 12, "p__甲乙__q"));
    assert_int_equal(in("p___甲乙___q"), 1);
    assert_true(stage2_is(&s, 0, 4, 6, "甲乙"));
    stage2_close(&s);
}

/* The text as it stands there is told, and what folding makes of it beside. */
static void original_and_folded_text(void **state)
{
    (void)state;
    static const char wide[] = "\x32\x75\x00\x30\x59\x4E\x01\xFF";
    stage2_open(&s, MATCH("    gap: any\n    match: '甲乙[A-Za-z]?!'\n"));
    stage2_bytes(&s, "甲\u3000乙Ａ！", 15);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .gapped = true}, "甲\u3000乙", 9);
    assert_int_equal(stage2_run(&s), 1);
    assert_true(stage2_is(&s, 0, 0, 15, "甲\u3000乙Ａ！"));
    assert_true(stage2_span_is(&s, s.found.candidates.at[0].folded, "甲乙a!"));
    stage2_bytes(&s, wide, sizeof wide - 1);
    stage2_see(&s,
               (struct ls_event){.role = LS_EVENT_ANCHOR, .gapped = true, .enc = LS_ENC_UTF16LE},
               wide, 6);
    assert_int_equal(stage2_run(&s), 1);
    assert_true(stage2_is(&s, 0, 0, 8, "甲\u3000乙！"));
    assert_true(stage2_span_is(&s, s.found.candidates.at[0].folded, "甲乙!"));
    assert_int_equal(s.found.candidates.at[0].enc, LS_ENC_UTF16LE);
    stage2_close(&s);
}

/* An anchor whose bytes are halves of two characters is no word. */
static void halves_of_characters(void **state)
{
    (void)state;
    static const char bytes[] = "\n\xB0\xBC\xD7\xD2\xD2\xB0\n"; /* B0BC D7D2 D2B0 */
    stage2_open(&s, MATCH("    match: '.*'\n"));
    stage2_bytes(&s, bytes, sizeof bytes - 1);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .enc = LS_ENC_GB18030},
               "\xBC\xD7\xD2\xD2", 4);
    assert_int_equal(stage2_run(&s), 0);
    stage2_bytes(&s, bytes + 2, sizeof bytes - 3);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .enc = LS_ENC_GB18030},
               "\xBC\xD7\xD2\xD2", 4);
    assert_int_equal(stage2_run(&s), 1);
    stage2_close(&s);
}

struct place {
    const char *text;
    bool line_start, line, cell;
};

/* The text in that encoding; 0 when it lacks a character. */
static size_t spell(const char *utf8, enum ls_encoding enc, uint8_t *out)
{
    size_t n = 0, len = strlen(utf8);
    for (size_t at = 0; at < len;) {
        uint32_t cp;
        at += ls_decode_char(LS_ENC_UTF8, (const uint8_t *)utf8 + at, len - at, &cp);
        size_t taken = ls_encode_char(enc, cp, out + n);
        if (taken == 0)
            return 0;
        n += taken;
    }
    return n;
}

struct beside_case {
    const char *text;
    size_t before, behind, either; /* matches of the three rules below */
};

/* In every encoding, also at the ends of the text, over blanks, line breaks and what folds away. */
static void a_character_beside_it(void **state)
{
    (void)state;
    static const struct beside_case cases[] = {
        {"★甲乙", 1, 1, 1},
        {"甲乙★", 0, 1, 1},
        {"甲乙", 0, 1, 0},
        {"甲乙丙", 0, 0, 0},
        {"★ \n　甲乙丙", 1, 0, 1},
        {"甲乙 \n　★", 0, 1, 1},
        {"甲乙 \r\n丙", 0, 1, 0},
        {"甲乙\t丙", 0, 1, 0},
        {"★丙甲乙丙★", 0, 0, 0},
        {"☆甲乙☆", 0, 0, 0},
        {"＊甲乙丙", 1, 0, 1},
        {"丙甲乙＊", 0, 1, 1},
        {"甲乙                    丙", 0, 1, 1}, /* too far to look */
        {"一二三四五六七八九十一二三四五六七八九十★ 甲乙丙", 1, 0, 1},
        {"一二三四五六七八九十一二三四五六七八九十 甲乙丙", 0, 0, 0},
    };
    stage2_open(&s, MATCH("    match: '甲乙'\n    beside: {before: '★*'}\n")
                        RULE("b") "    anchors: [甲乙]\n    match: '甲乙'\n"
                                  "    beside: {behind: \"★*\\n\"}\n" RULE(
                                      "c") "    anchors: [甲乙]\n    match: '甲乙'\n"
                                           "    beside: {before: '★*', behind: '★*'}\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int enc = 0; enc < LS_ENC_COUNT; enc++) {
            uint8_t text[256], word[16];
            size_t len = spell(cases[i].text, (enum ls_encoding)enc, text);
            size_t word_len = spell("甲乙", (enum ls_encoding)enc, word);
            const size_t expected[] = {cases[i].before, cases[i].behind, cases[i].either};
            for (uint32_t rule = 0; rule < 3 && len; rule++) {
                stage2_bytes(&s, text, len);
                stage2_see(
                    &s,
                    (struct ls_event){.role = LS_EVENT_ANCHOR, .rule = rule, .enc = (uint8_t)enc},
                    word, word_len);
                if (stage2_run(&s) != expected[rule])
                    fail_msg("%s, %s, rule %u: expected %zu", cases[i].text,
                             ls_encoding_name((enum ls_encoding)enc), (unsigned)rule,
                             expected[rule]);
            }
        }
    stage2_close(&s);
}

/*
 * Whether 甲乙 is found in the text, in that encoding; `expected` where that is not possible. Texts
 * that begin with an x get many more in front, so that the beginning of the object is far away.
 */
static size_t in_encoding(const char *utf8, enum ls_encoding enc, bool expected)
{
    enum { FAR = 400 };
    uint8_t bytes[2 * FAR + 64], word[8];
    size_t len = 0, word_len = spell("甲乙", enc, word);
    for (size_t i = 0; i < FAR && utf8[0] == 'x'; i++)
        len += spell("x", enc, bytes + len);
    size_t text_len = spell(utf8, enc, bytes + len);
    if (text_len == 0)
        return expected;
    stage2_bytes(&s, bytes, len + text_len);
    stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .enc = (uint8_t)enc}, word, word_len);
    return stage2_run(&s);
}

/* Where 甲乙 stands in these texts. */
static const struct place places[] = {
    {"甲乙", true, true, true},
    {"  甲乙  ", true, true, true},
    {"甲乙。", true, false, false},
    {"x甲乙", false, false, false},
    {"x\n甲乙\ny", true, true, true},
    {"x\u2028甲乙\xC2\x85y", true, true, true},
    {"x\xC2\x85甲乙\u2029y", true, true, true},
    {"x\u2029甲乙\u2028y", true, true, true},
    {"x\u2026甲乙\u2026y", false, false, false},
    {"x\n\u3000甲乙 y", true, false, false},
    {"x\f甲乙\x1Ey", true, true, true},
    {"x\t甲乙\ty", true, true, true},
    {"x\x1F甲乙\x1Fy", true, true, true},
    {"x,甲乙,y", false, false, true},
    {"x;甲乙|y", false, false, true},
    {"x,\"甲乙\",y", false, false, true},
    {"x,\"甲乙,y", false, false, false},
    {"\"甲乙\"", false, false, true},
    {"x，甲乙，y", false, false, false},
    {"x, 甲乙 ,y", false, false, true},
    {"x,甲乙y,", false, false, false},
};

static void check_places(const char *pack, size_t column)
{
    stage2_open(&s, pack);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const bool expected[] = {places[i].line_start,
                                 places[i].line,
                                 places[i].cell,
                                 places[i].line || places[i].cell,
                                 false,
                                 true};
        for (enum ls_encoding enc = LS_ENC_UTF8; enc < LS_ENC_COUNT; enc++)
            if (in_encoding(places[i].text, enc, expected[column]) != expected[column])
                fail_msg("column %zu, %s: \"%s\"", column, ls_encoding_name(enc), places[i].text);
    }
    stage2_close(&s);
}

static void where_it_may_stand(void **state)
{
    (void)state;
    check_places(MATCH("    match: 甲乙\n    at: [line-start]\n"), 0);
    check_places(MATCH("    match: 甲乙\n    at: [line]\n"), 1);
    check_places(MATCH("    match: 甲乙\n    at: [cell]\n"), 2);
    check_places(MATCH("    match: 甲乙\n    at: [line, cell]\n"), 3);
    check_places(MATCH("    match: 甲乙\n    at: [header, watermark]\n"), 4);
    check_places(MATCH("    match: 甲乙\n"), 5);
}

/* The whole match has to stand there, only the hit is reported. */
static void lead_before_the_anchor(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    match: '.{0,9}(?<hit>甲乙)'\n    at: [line-start]\n    lead: 4\n"));
    assert_int_equal(in("----\n一二三四甲乙"), 1);
    assert_true(stage2_is(&s, 0, 17, 6, "甲乙"));
    assert_int_equal(in("----\n一二三四五甲乙"), 0);
    assert_int_equal(in("一二三四甲乙"), 1); /* the object begins like a line */
    assert_int_equal(in("一二三四五甲乙"), 0);
    /* a run of blanks counts as one: what stands at the right of its line */
    assert_int_equal(in("----\n　　　　　　　　　　　　甲乙"), 1);
    assert_int_equal(in("----\n                一二三甲乙"), 1);
    assert_int_equal(in("----\n                一二三四甲乙"), 0);
    assert_int_equal(in("----\n一 二 三甲乙"), 0);
    stage2_close(&s);
    stage2_open(&s, MATCH("    match: '甲乙'\n    at: [line-start]\n    lead: 4\n"));
    assert_int_equal(in("\n一甲乙"), 0);
    assert_int_equal(in("\n    甲乙"), 1);
    stage2_close(&s);
}

static void unless_before_the_hit(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    match: '[xy]?(?<hit>甲乙)'\n    window: 5\n"
                          "    unless: ['例如$', '^no']\n"));
    assert_int_equal(in("例如甲乙"), 0);
    assert_int_equal(in("例如x甲乙"), 1); /* `$` is the place where the hit begins */
    assert_int_equal(in("例如，甲乙"), 1);
    assert_int_equal(in("no__甲乙"), 0);
    assert_int_equal(in("no____甲乙"), 1); /* out of the window */
    assert_int_equal(in("例如\n甲乙"), 1);
    assert_int_equal(in("x\nno甲乙"), 1); /* `^` is where the window begins */
    assert_int_equal(in("xno甲乙"), 1);
    stage2_close(&s);
}

static void near_on_either_side(void **state)
{
    (void)state;
    stage2_open(&s, MATCH("    match: '甲乙'\n    window: 2\n    near: {any: [丙+, 丁], "
                          "within: 6}\n"));
    assert_int_equal(in("甲乙"), 0);
    assert_int_equal(in("丙_____甲乙"), 1);
    assert_int_equal(in("丙______甲乙"), 0);
    assert_int_equal(in("甲乙_____丁"), 1);
    assert_int_equal(in("甲乙______丁"), 0);
    stage2_close(&s);
    stage2_open(&s, MATCH("    match: '甲乙'\n    near: {any: [乙], within: 9}\n"));
    assert_int_equal(in("甲乙"), 0); /* the hit itself is no company */
    stage2_close(&s);
}

/* What ends in the margins belongs to the neighbours, and is seen all the same. */
/* What was read for another anchor, if there is one in the block, does not count. */
static void others_make_no_difference(void **state)
{
    static const char *const texts[] = {
        "丙丁\n甲乙                              \n",
        "丙丁\n甲乙\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B末\n",
    };
    (void)state;
    stage2_open(&s, MATCH("    at: [line]\n    lead: 2\n    window: 5\n    match: 甲乙末?\n")
                        RULE("b") "    anchors: [丙丁]\n    window: 200\n    match: 丙丁\n");
    for (size_t i = 0; i < 2 * sizeof texts / sizeof *texts; i++) {
        stage2_bytes(&s, texts[i / 2], strlen(texts[i / 2]));
        stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR}, "甲乙", 6);
        stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .rule = 1}, "丙丁", 6);
        s.block.own_lo = i & 1 ? 7 : 0;
        assert_int_equal(stage2_run(&s), i & 1 ? 0 : 1);
    }
    stage2_close(&s);
}

static void ownership(void **state)
{
    (void)state;
    static const char text[] = "甲乙丙甲乙";
    stage2_open(&s, MATCH("    match: '甲乙丙?'\n"));
    for (size_t lo = 0; lo <= 15; lo++)
        for (size_t hi = lo; hi <= 15; hi++) {
            size_t base = stage2_inside(&s, text, 15, 1 << 20);
            s.block.own_lo = base + lo;
            s.block.own_hi = base + hi;
            stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR}, "甲乙", 6);
            size_t first = lo < 6 && 6 <= hi, second = lo < 15 && 15 <= hi;
            assert_int_equal(stage2_run(&s), first + second);
            if (first)
                assert_true(stage2_is(&s, 0, 1 << 20, 9, "甲乙丙"));
            if (second)
                assert_true(stage2_is(&s, first, (1 << 20) + 9, 6, "甲乙"));
        }
    stage2_close(&s);
}

/* Two rules on one anchor; the candidates come by offset, then by rule. */
static void order_of_candidates(void **state)
{
    (void)state;
    stage2_open(&s, PACK RULE("a") "    anchors: [甲乙]\n    match: 甲乙\n" RULE(
                        "b") "    anchors: [甲乙]\n    match: x*甲乙\n");
    stage2_bytes(&s, "xx甲乙甲乙", 14);
    for (uint32_t rule = 0; rule < 2; rule++)
        stage2_see(&s, (struct ls_event){.role = LS_EVENT_ANCHOR, .rule = rule}, "甲乙", 6);
    assert_int_equal(stage2_run(&s), 4);
    static const struct {
        uint64_t off;
        uint32_t rule;
    } expected[] = {{0, 1}, {2, 0}, {8, 0}, {8, 1}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(s.found.candidates.at[i].off, expected[i].off);
        assert_int_equal(s.found.candidates.at[i].rule, expected[i].rule);
    }
    stage2_close(&s);
}

/* A pattern that gives up says so: not a hit, and not clean either. */
static void limits_are_counted(void **state)
{
    (void)state;
    static char text[4 * 4000 + 7];
    memset(text, 'a', sizeof text - 1);
    memcpy(text + sizeof text - 7, "甲乙", 6);
    stage2_open(&s, MATCH("    window: 4000\n    match: '(?:a|a|aa)*[cd]甲乙'\n"));
    assert_int_equal(in(text), 0);
    assert_int_equal(s.found.limits_hit, 1);
    ls_found_clear(&s.found);
    assert_int_equal(s.found.limits_hit, 0);
    stage2_close(&s);
    stage2_open(&s, MATCH("    window: 4000\n    match: 甲乙\n    unless: ['(?:a|a|aa)*[cd]']\n"));
    assert_int_equal(in(text), 1);
    assert_int_equal(s.found.limits_hit, 1);
    stage2_close(&s);
}

static void wrong_rules_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *pack, *message;
    } cases[] = {
        {MATCH("    match: '('\n"), "p.yaml:4: match: "},
        {MATCH("    match: x\n    unless: ['a', '(']\n"), "p.yaml:4: unless: "},
        {MATCH("    match: x\n    near: {any: ['['], within: 3}\n"), "p.yaml:4: near: "},
        {PACK RULE("a") "    digits: 3\n    check: no-such\n", "p.yaml:4: check: there is no"},
        {PACK RULE("a") "    digits: 3\n    check: cn-sex\n",
         "p.yaml:4: check: there is no number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ls_pack_text pack = {"p.yaml", cases[i].pack, strlen(cases[i].pack)};
        struct ls_rules *rules;
        struct ls_confirm *confirm;
        struct ls_diag diag = {.text = ""};
        assert_false(ls_failed(ls_rules_load(&pack, 1, &rules, &diag)));
        struct ls_result r = ls_confirm_new(rules, &confirm, &diag);
        assert_int_equal(r.reach, LS_STOP);
        assert_int_equal(r.code, LS_E_RULES);
        assert_null(confirm);
        if (strncmp(diag.text, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("%s", diag.text);
        assert_int_equal(ls_confirm_new(rules, &confirm, NULL).code, LS_E_RULES);
        ls_rules_free(rules);
    }
}

static void out_of_memory(void **state)
{
    (void)state;
    struct ls_confirm *confirm = NULL;
    struct ls_confirm_ctx *ctx = NULL;
    stage2_open(&s, MATCH("    match: x\n    unless: [y]\n    near: {any: [z], within: 3}\n"));
    for (uint64_t nth = 1; !confirm; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_confirm_new(s.rules, &confirm, NULL);
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, confirm ? LS_E_NONE : LS_E_MEMORY);
        assert_true(nth < 500);
    }
    for (uint64_t nth = 1; !ctx; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_confirm_ctx_new(confirm, &ctx);
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, ctx ? LS_E_NONE : LS_E_MEMORY);
        assert_true(nth < 50);
    }
    ls_confirm_ctx_free(ctx);
    ls_confirm_free(confirm);
    ls_confirm_ctx_free(NULL);
    ls_confirm_free(NULL);
    stage2_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pattern_covers_the_anchor), cmocka_unit_test(pattern_beside_the_anchor),
        cmocka_unit_test(window_each_way),           cmocka_unit_test(original_and_folded_text),
        cmocka_unit_test(halves_of_characters),      cmocka_unit_test(a_character_beside_it),
        cmocka_unit_test(where_it_may_stand),        cmocka_unit_test(lead_before_the_anchor),
        cmocka_unit_test(unless_before_the_hit),     cmocka_unit_test(near_on_either_side),
        cmocka_unit_test(others_make_no_difference), cmocka_unit_test(ownership),
        cmocka_unit_test(order_of_candidates),       cmocka_unit_test(limits_are_counted),
        cmocka_unit_test(wrong_rules_are_refused),   cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
