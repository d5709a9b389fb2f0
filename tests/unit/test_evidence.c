/* SPDX-License-Identifier: Apache-2.0 */
/* Weighing what stands together, and what the text around it makes of it. */
#include "blocks.h"

#include "confirm/context.h"

#include <stdio.h>

enum { TEXT_MAX = 400000 };

static const char pack_text[] =
    "pack: t\ntitle: t\nrules:\n"
    "  - id: t.paper\n"
    "    title: paper\n"
    "    category: exam\n"
    "    severity: high\n"
    "    in_context: [{context: about, to: mention}]\n"
    "    evidence:\n"
    "      within: 300\n"
    "      need: 5\n"
    "      unless: [practice]\n"
    "      lower: [{any: [mock], to: low}]\n"
    "      cues:\n"
    "        - {words: [full marks], match: 'full marks \\d+', weight: 2, told: true}\n"
    "        - {words: [answers, solutions], at_least: 2, weight: 2}\n"
    "        - {match: '^\\d+[.]', at_least: 3, weight: 1}\n"
    "        - {words: [sealed], needed: true, weight: 1}\n"
    "    examples: {hit: [x]}\n"
    "  - id: t.about\n"
    "    title: about\n"
    "    context: about\n"
    "    match: regulation\n"
    "    anchors: [regulation]\n"
    "    examples: {hit: [x]}\n"
    "  - id: t.plain\n"
    "    title: plain\n"
    "    category: exam\n"
    "    severity: high\n"
    "    match: needle\n"
    "    anchors: [needle]\n"
    "    examples: {hit: [x]}\n";

#define PAPER "sealed\n1. a\n2. b\n3. c\nanswers and solutions\nfull marks 100\n"

struct fixture {
    struct blocks blocks;
    char told[4096];
};

static char text[TEXT_MAX + LS_MATCH_PAD];

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct fixture *f = user;
    size_t n = strlen(f->told);
    snprintf(f->told + n, sizeof f->told - n, "%s %llu %s \"%.*s\";", hit->rule->id,
             (unsigned long long)hit->off, ls_severity_name(hit->severity), (int)hit->text.len,
             hit->text.at);
    return ls_ok();
}

static void open_pack(struct fixture *f, const char *own_text)
{
    memset(f, 0, sizeof *f);
    blocks_open(&f->blocks, own_text);
}

static void open_fixture(struct fixture *f)
{
    open_pack(f, pack_text);
}

static void close_fixture(struct fixture *f)
{
    blocks_close(&f->blocks);
}

/* Scans text[0..len) in blocks that own `own` bytes. */
static const char *scan(struct fixture *f, size_t len, size_t own)
{
    f->told[0] = '\0';
    blocks_scan(&f->blocks, text, len, own, on_hit, f);
    return f->told;
}

static size_t put(size_t at, const char *s)
{
    memcpy(text + at, s, strlen(s));
    return at + strlen(s);
}

static const char *scan_text(struct fixture *f, const char *s)
{
    memset(text, 0, sizeof text);
    return scan(f, put(0, s), TEXT_MAX);
}

static void weights_add_up(void **state)
{
    struct fixture f;
    (void)state;
    open_fixture(&f);
    assert_string_equal(scan_text(&f, PAPER), "t.paper 44 high \"full marks 100\";");
    /* two of two words missing; the needed cue missing; too few numbers */
    assert_string_equal(scan_text(&f, "sealed\n1. a\n2. b\n3. c\nanswers\nfull marks 100\n"), "");
    assert_string_equal(scan_text(&f, "1. a\n2. b\n3. c\nanswers, solutions\nfull marks 100"), "");
    assert_string_equal(scan_text(&f, "sealed\n1. a\n2. b\nanswers, solutions\nfull marks x"), "");
    assert_string_equal(scan_text(&f, PAPER "practice"), "");
    assert_string_equal(scan_text(&f, "mock\n" PAPER), "t.paper 49 low \"full marks 100\";");
    close_fixture(&f);
}

static void too_far_apart_is_not_together(void **state)
{
    struct fixture f;
    (void)state;
    open_fixture(&f);
    memset(text, 0, sizeof text);
    memset(text, ' ', 20000);
    put(0, "sealed\n1. a\n2. b\n3. c\nanswers and solutions\n");
    put(10000, "full marks 100\n");
    assert_string_equal(scan(&f, 20000, TEXT_MAX), "");
    close_fixture(&f);
}

/* One hit for what goes on, another for what comes later; the same wherever blocks end. */
static void blocks_do_not_matter(void **state)
{
    static const size_t owns[] = {TEXT_MAX, 64, 500, 2048, 2050, 7000, 100000};
    struct fixture f;
    size_t len = 200000;
    (void)state;
    open_fixture(&f);
    memset(text, 0, sizeof text);
    memset(text, '\n', len);
    for (size_t at = 1900; at < 9000; at += 400)
        put(at, PAPER);
    put(150000, PAPER);
    put(150700, "needle");
    char expected[sizeof f.told];
    snprintf(expected, sizeof expected, "%s", scan(&f, len, TEXT_MAX));
    assert_string_equal(expected, "t.paper 1944 high \"full marks 100\";"
                                  "t.paper 150044 high \"full marks 100\";"
                                  "t.plain 150700 high \"needle\";");
    for (size_t i = 0; i < sizeof owns / sizeof *owns; i++)
        assert_string_equal(scan(&f, len, owns[i]), expected);
    close_fixture(&f);
}

/* Before and behind, as far as it reaches; who asks for no context keeps its severity. */
static void context_lowers(void **state)
{
    static const size_t owns[] = {TEXT_MAX, 1000, 65536};
    struct fixture f;
    size_t len = 390000;
    (void)state;
    open_fixture(&f);
    memset(text, 0, sizeof text);
    memset(text, '\n', len);
    put(100, PAPER);
    put(60000, PAPER);
    put(60700, "needle");
    put(120000, "a regulation");
    put(180000, PAPER);
    put(250000, PAPER);
    for (size_t i = 0; i < sizeof owns / sizeof *owns; i++)
        assert_string_equal(scan(&f, len, owns[i]), "t.paper 144 high \"full marks 100\";"
                                                    "t.paper 60044 mention \"full marks 100\";"
                                                    "t.plain 60700 high \"needle\";"
                                                    "t.paper 180044 mention \"full marks 100\";"
                                                    "t.paper 250044 high \"full marks 100\";");
    close_fixture(&f);
}

/* The last byte that is named, and the first that is not, before and behind a cell. */
static void context_reaches_from_cell_to_cell(void **state)
{
    enum { CELL = 16384, REACH = 65536, AT = 9 * CELL };
    static const struct {
        size_t off;
        const char *severity;
    } cases[] = {{AT - REACH - 1, "high"},
                 {AT - REACH, "mention"},
                 {AT + CELL + REACH - 1, "mention"},
                 {AT + CELL + REACH, "high"}};
    static const size_t owns[] = {TEXT_MAX, 5000, 100000, 131072};
    struct fixture f;
    (void)state;
    open_fixture(&f);
    for (size_t i = 0; i < 2 * sizeof owns / sizeof *owns; i++)
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            char expected[64];
            memset(text, 0, sizeof text);
            memset(text, '\n', 390000);
            put(i & 1 ? AT + CELL - 12 : AT + 1, "regulation"); /* in the cell, wherever */
            put(cases[c].off - 44, PAPER);
            snprintf(expected, sizeof expected, "t.paper %zu %s \"full marks 100\";", cases[c].off,
                     cases[c].severity);
            assert_string_equal(scan(&f, 390000, owns[i / 2]), expected);
        }
    close_fixture(&f);
}

static struct ls_result count_mentions(void *user, const struct ls_hit *hit)
{
    *(size_t *)user += hit->severity == LS_SEV_MENTION && hit->text.at[0] == 't';
    return ls_ok();
}

/* However many have gone: those that wait go when their time has come. */
static void many_hits_wait(void **state)
{
    enum { HITS = 3 * LS_CONTEXT_WAITING, APART = 1024 };
    struct ls_context context;
    struct fixture f;
    size_t mentions = 0;
    (void)state;
    open_fixture(&f);
    const struct ls_rule *rule = &ls_engine_rules(f.blocks.engine)->at[0];
    struct ls_hit hit = {.rule = &rule->info, .severity = LS_SEV_HIGH, .text = {"t", 1}};
    ls_context_init(&context);
    for (uint64_t i = 0; i < HITS; i++) {
        hit.off = i * APART;
        assert_false(ls_failed(ls_context_pass(&context, hit.off, count_mentions, &mentions)));
        assert_false(ls_failed(ls_context_put(&context, rule, &hit, count_mentions, &mentions)));
        if (i == LS_CONTEXT_WAITING)
            ls_context_name(&context, "about", hit.off);
    }
    assert_false(ls_failed(ls_context_pass(&context, UINT64_MAX, count_mentions, &mentions)));
    assert_int_equal(mentions, (2 * LS_CONTEXT_REACH + LS_CONTEXT_CELL) / APART);
    ls_context_fini(&context);
    close_fixture(&f);
}

/* What begins too early is too far away, also where a character may be one byte or two. */
static void as_far_in_every_encoding(void **state)
{
    struct fixture f;
    (void)state;
    open_fixture(&f);
    memset(text, 0, sizeof text);
    memset(text, ' ', 4096);
    put(1600, "sealed\n1. a\n2. b\n3. c\nanswers and solutions\n");
    put(2100, "full marks 100\n");
    assert_string_equal(scan(&f, 4096, TEXT_MAX), "");
    put(1900, "sealed\n1. a\n2. b\n3. c\nanswers and solutions\n");
    assert_string_equal(scan(&f, 4096, TEXT_MAX), "t.paper 2100 high \"full marks 100\";");
    close_fixture(&f);
}

/*
 * Double-byte text with nothing that tells where its characters begin, and a word that two halves
 * make: it is the last one, and does not hide the others.
 */
static void halves_hide_no_words(void **state)
{
    static const char pack[] = "pack: t\ntitle: t\nrules:\n"
                               "  - id: t.words\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 3, cues: [\n"
                               "      {words: [海棠]}, {words: [银杏], told: true},\n"
                               "      {words: [秘密, 白杨]}]}\n";
    static const char words[] = "\xBA\xA3\xCC\xC4\xB5\xC4\xD2\xF8\xD0\xD3\xB5\xC4\xB0\xD7\xD1\xEE";
    static const char halves[] = "\xB5\xC3\xD8\xC3\xDC\xB5";
    struct fixture f;
    (void)state;
    open_pack(&f, pack);
    for (size_t i = 0; i < 8000; i += 2)
        memcpy(text + i, "\xB5\xC4", 2);
    memset(text + 8000, 0, LS_MATCH_PAD);
    put(4200, words);
    assert_string_equal(scan(&f, 8000, TEXT_MAX), "t.words 4206 high \"银杏\";");
    put(4230, halves);
    assert_string_equal(scan(&f, 8000, TEXT_MAX), "t.words 4206 high \"银杏\";");
    close_fixture(&f);
}

/* What a pack names is there by its own words and patterns too, and many cues may be it. */
static void named_cues(void **state)
{
    static const char pack[] = "pack: t\ntitle: t\ncues:\n"
                               "  - {name: few, title: t, match: 'secret|hidden'}\n"
                               "  - {name: words, title: t, words: [whisper, murmur]}\n"
                               "  - {name: calm, title: t, match: 'lesson|course'}\n"
                               "rules:\n"
                               "  - id: t.one\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 3, cues: [\n"
                               "      {words: [paper], cue: words, needed: true},\n"
                               "      {cue: few, match: '\\d+', weight: 2, told: true}],\n"
                               "      lower: [{cues: [calm], any: [school], to: low}]}\n"
                               "  - id: t.two\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 1, cues: [\n"
                               "      {words: [report]},\n"
                               "      {cue: few, match: '\\d+', at_least: 3, needed: true}]}\n";
    struct fixture f;
    (void)state;
    open_pack(&f, pack);
    assert_string_equal(scan_text(&f, "paper secret"), "t.one 6 high \"secret\";");
    assert_string_equal(scan_text(&f, "paper 17"), "t.one 6 high \"17\";");
    assert_string_equal(scan_text(&f, "hidden 17 murmur"), "t.one 7 high \"17\";");
    assert_string_equal(scan_text(&f, "paper murmur"), "");
    assert_string_equal(scan_text(&f, "17 hidden"), "");
    assert_string_equal(scan_text(&f, "paper 17 school"), "t.one 6 low \"17\";");
    assert_string_equal(scan_text(&f, "paper 17 lesson"), "t.one 6 low \"17\";");
    assert_string_equal(scan_text(&f, "report 1 2 secret"), "t.two 7 high \"1\";");
    assert_string_equal(scan_text(&f, "report hidden secret"), "");
    assert_string_equal(scan_text(&f, "report hidden secret hidden"), "t.two 7 high \"hidden\";");
    close_fixture(&f);
}

/* Two common words are as good as one that is rare, a cue's own and those of a named one together.
 */
static void common_words(void **state)
{
    static const char pack[] = "pack: t\ntitle: t\ncues:\n"
                               "  - {name: more, title: t, words: [whisper], common: [hum, sigh]}\n"
                               "rules:\n"
                               "  - id: t.one\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 3, cues: [\n"
                               "      {words: [ledger], common: [paper, report], cue: more,\n"
                               "       needed: true},\n"
                               "      {match: '\\d+', weight: 2, told: true}]}\n"
                               "  - id: t.two\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 1, cues: [\n"
                               "      {words: [copper], common: [iron, zinc, lead],\n"
                               "       at_least: 2}]}\n";
    struct fixture f;
    (void)state;
    open_pack(&f, pack);
    assert_string_equal(scan_text(&f, "ledger 17"), "t.one 7 high \"17\";");
    assert_string_equal(scan_text(&f, "whisper 17"), "t.one 8 high \"17\";");
    assert_string_equal(scan_text(&f, "paper 17 paper"), "");
    assert_string_equal(scan_text(&f, "hum 17 hum"), "");
    assert_string_equal(scan_text(&f, "paper 17 report"), "t.one 6 high \"17\";");
    assert_string_equal(scan_text(&f, "paper 17 hum"), "t.one 6 high \"17\";");
    assert_string_equal(scan_text(&f, "sigh 17 hum"), "t.one 5 high \"17\";");
    assert_string_equal(scan_text(&f, "copper iron"), "");
    assert_string_equal(scan_text(&f, "iron zinc lead"), "");
    assert_string_equal(scan_text(&f, "copper iron zinc"), "t.two 0 high \"copper\";");
    close_fixture(&f);
}

/* The same text in an encoding of two bytes a character, the lower one first or last. */
static size_t put_cjk(size_t at, const char *utf8, bool big)
{
    for (const unsigned char *s = (const unsigned char *)utf8; *s; s += 3) {
        unsigned cp = (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        text[at++] = (char)(big ? cp >> 8 : cp & 0xFF);
        text[at++] = (char)(big ? cp & 0xFF : cp >> 8);
    }
    return at;
}

/* A word inside a longer one of its pack is none, in whatever bytes and script. */
static void words_in_longer_ones(void **state)
{
    static const char pack[] = "pack: t\ntitle: t\nnot_in: [自主审, 主审批, 银杏树叶]\nrules:\n"
                               "  - id: t.words\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 1, cues: [\n"
                               "      {words: [主审, 银杏]}]}\n";
    static const struct {
        const char *text;
        int at; /* of the word that is told, in characters; or -1 */
    } cases[] = {{"由主审签字", 1}, {"可自主审查", -1},    {"主审批准", -1},
                 {"得自由主审", 3}, {"自主审又主审的", 4}, {"銀杏樹葉黃了", -1},
                 {"銀杏樹下", 0},   {"由自主審批", -1},    {"主審簽字", 0},
                 {"的树叶银杏", 3}, {"银杏树叶主审", 4},   {"主审", 0}};
    struct fixture f;
    (void)state;
    open_pack(&f, pack);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int wide = 0; wide < 3; wide++) {
            memset(text, 0, 200);
            size_t len = wide ? put_cjk(0, cases[i].text, wide == 2) : put(0, cases[i].text);
            const char *told = scan(&f, len, TEXT_MAX);
            char expected[64] = "";
            if (cases[i].at >= 0)
                snprintf(expected, sizeof expected, "t.words %d high ",
                         cases[i].at * (wide ? 2 : 3));
            assert_memory_equal(told, expected, strlen(expected) + (cases[i].at < 0));
        }
    close_fixture(&f);
}

/* Before a word, bytes of GB18030 are read as the character that the longer word has there. */
static void words_in_longer_ones_of_double_bytes(void **state)
{
    static const char pack[] = "pack: t\ntitle: t\nnot_in: [自主审]\nrules:\n"
                               "  - id: t.words\n    title: t\n    category: exam\n"
                               "    severity: high\n    examples: {hit: [x]}\n"
                               "    evidence: {within: 200, need: 1, cues: [{words: [主审]}]}\n";
    struct fixture f;
    (void)state;
    open_pack(&f, pack);
    assert_string_equal(scan_text(&f, "\xBF\xC9\xD7\xD4\xD6\xF7\xC9\xF3\xB5\xC4"), "");
    assert_string_equal(scan_text(&f, "\xBF\xC9\xD3\xC9\xD6\xF7\xC9\xF3\xB5\xC4"),
                        "t.words 4 high \"主审\";");
    assert_string_equal(scan_text(&f, "\xD6\xF7\xC9\xF3\xB5\xC4"), "t.words 0 high \"主审\";");
    close_fixture(&f);
}

static size_t put_wide(size_t at, const char *s)
{
    for (; *s; s++) {
        text[at++] = *s;
        text[at++] = '\0';
    }
    return at;
}

/* A word between the characters of UTF-16 belongs to another text. */
static void wide_words_of_another_text(void **state)
{
    struct fixture f;
    (void)state;
    open_fixture(&f);
    memset(text, 0, sizeof text);
    size_t at = put_wide(0, PAPER "the end ");
    assert_string_equal(scan(&f, at, TEXT_MAX), "t.paper 88 high \"full marks 100\";");
    text[at++] = 'x';
    at = put_wide(at, "sealed");
    assert_string_equal(scan(&f, at, TEXT_MAX), "t.paper 88 high \"full marks 100\";");
    close_fixture(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weights_add_up),
        cmocka_unit_test(too_far_apart_is_not_together),
        cmocka_unit_test(blocks_do_not_matter),
        cmocka_unit_test(context_lowers),
        cmocka_unit_test(context_reaches_from_cell_to_cell),
        cmocka_unit_test(many_hits_wait),
        cmocka_unit_test(as_far_in_every_encoding),
        cmocka_unit_test(wide_words_of_another_text),
        cmocka_unit_test(halves_hide_no_words),
        cmocka_unit_test(named_cues),
        cmocka_unit_test(common_words),
        cmocka_unit_test(words_in_longer_ones),
        cmocka_unit_test(words_in_longer_ones_of_double_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
