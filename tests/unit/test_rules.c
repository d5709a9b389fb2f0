/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Packs: what a right one becomes, what a wrong one is told, spelling and self-check.
 */
#include "base/alloc.h"
#include "base/fold.h"
#include "rules/evidence.h"
#include "rules/rules.h"
#include "rules/selfcheck.h"
#include "rules/sources.h"
#include "rules/spell.h"
#include "rules/words.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define HEAD                                                                                       \
    "pack: test.a\n"                                                                               \
    "title: Test\n"                                                                                \
    "source: nowhere\n"                                                                            \
    "rules:\n"                                                                                     \
    "  - id: test.one\n"                                                                           \
    "    title: One\n"                                                                             \
    "    category: dictionary\n"                                                                   \
    "    severity: low\n"                                                                          \
    "    examples: {hit: [x]}\n"
#define MATCH                                                                                      \
    HEAD "    anchors: [海棠工程]\n"                                                           \
         "    match: 'x'\n"
#define DIGITS                                                                                     \
    HEAD "    digits: 18\n"                                                                        \
         "    check: some-check\n"
#define TERMS HEAD "    terms: {within: 100, groups: [{at_least: 2, words: [甲乙, 丙丁]}]}\n"

static struct ls_result load(const char *text, struct ls_rules **rules, struct ls_diag *diag)
{
    const struct ls_pack_text pack = {"p.yaml", text, strlen(text)};
    return ls_rules_load(&pack, 1, rules, diag);
}

static struct ls_rules *load_ok(const char *text)
{
    struct ls_rules *rules;
    struct ls_diag diag = {0};
    struct ls_result r = load(text, &rules, &diag);
    if (ls_failed(r))
        fail_msg("%s", diag.text);
    return rules;
}

static void match_rule(void **state)
{
    (void)state;
    struct ls_rules *rules = load_ok(MATCH "    gap: any\n"
                                           "    at: [line-start, cell]\n"
                                           "    lead: 3\n"
                                           "    unless: [a, b]\n"
                                           "    near: {any: [c], within: 9}\n"
                                           "    serves: [T1.a]\n");
    const struct ls_rule *rule = &rules->at[0];
    assert_int_equal(rules->n, 1);
    assert_int_equal(rules->packs_n, 1);
    assert_int_equal(rule->kind, LS_RULE_MATCH);
    assert_string_equal(rule->info.id, "test.one");
    assert_string_equal(rule->pack, "test.a");
    assert_string_equal(rule->source, "nowhere");
    assert_int_equal(rule->info.category, LS_CAT_DICTIONARY);
    assert_int_equal(rule->info.severity, LS_SEV_LOW);
    assert_int_equal(rule->line, 5);
    assert_int_equal(rule->gap, LS_GAP_ANY);
    assert_int_equal(rule->window, 64);
    assert_int_equal(rule->lead, 3);
    assert_int_equal(rule->at, LS_AT_LINE_START | LS_AT_CELL);
    assert_int_equal(rule->unless.n, 2);
    assert_int_equal(rule->near.any.n, 1);
    assert_int_equal(rule->near.within, 9);
    assert_int_equal(rule->anchors.n, 1);
    assert_int_equal(rule->anchors.at[0].folded_n, 4);
    assert_int_equal(rule->hit_examples.n, 1);
    assert_ptr_equal(ls_rules_find(rules, "test.one"), rule);
    assert_null(ls_rules_find(rules, "test.two"));
    ls_rules_free(rules);
}

static void match_defaults(void **state)
{
    (void)state;
    struct ls_rules *rules = load_ok(MATCH "    window: 30\n");
    assert_int_equal(rules->at[0].gap, LS_GAP_UNIFORM);
    assert_int_equal(rules->at[0].lead, 30);
    assert_int_equal(rules->at[0].at, 0);
    assert_int_equal(rules->at[0].encodings, 0);
    assert_false(rules->at[0].capitals);
    ls_rules_free(rules);
}

/* Of the rule, else of its pack. */
static void further_encodings(void **state)
{
    (void)state;
    struct ls_rules *rules =
        load_ok(MATCH "    encodings: [shift_jis, windows-1252]\n    capitals: true\n");
    assert_int_equal(rules->at[0].encodings, 1 << LS_ENC_SHIFT_JIS | 1 << LS_ENC_WINDOWS_1252);
    assert_true(rules->at[0].capitals);
    ls_rules_free(rules);
    rules = load_ok(MATCH "encodings: [koi8-r]\n");
    assert_int_equal(rules->at[0].encodings, 1 << LS_ENC_KOI8_R);
    ls_rules_free(rules);
    rules = load_ok(MATCH "    encodings: [euc-kr]\nencodings: [koi8-r]\n");
    assert_int_equal(rules->at[0].encodings, 1 << LS_ENC_EUC_KR);
    ls_rules_free(rules);
}

/* Every encoding that not all rules are searched in goes by its own name in packs. */
static void encodings_by_name(void **state)
{
    (void)state;
    for (enum ls_encoding enc = LS_ENC_COMMON; enc < LS_ENC_COUNT; enc++) {
        char text[1024];
        snprintf(text, sizeof text, MATCH "    encodings: [%s]\n", ls_encoding_name(enc));
        struct ls_rules *rules = load_ok(text);
        assert_int_equal(rules->at[0].encodings, 1U << enc);
        ls_rules_free(rules);
    }
}

static void digits_rule(void **state)
{
    (void)state;
    struct ls_rules *rules = load_ok(HEAD "    digits: 13-19\n"
                                          "    check: some-check\n"
                                          "    mask: \"12***********89\"\n"
                                          "    near: {any: [卡号], within: 40, or_count: 3}\n");
    const struct ls_rule *rule = &rules->at[0];
    assert_int_equal(rule->kind, LS_RULE_DIGITS);
    assert_int_equal(rule->digits_min, 13);
    assert_int_equal(rule->digits_max, 19);
    assert_string_equal(rule->check, "some-check");
    assert_int_equal(rule->near.labels.n, 1);
    assert_int_equal(rule->near.any.n, 0);
    assert_int_equal(rule->near.or_count, 3);
    assert_int_equal(rule->count_at_least, 0);
    assert_true(rule->count_within > 0);
    ls_rules_free(rules);
    rules = load_ok(DIGITS "    count: {at_least: 20, within: 400}\n");
    assert_int_equal(rules->at[0].digits_min, 18);
    assert_int_equal(rules->at[0].digits_max, 18);
    assert_int_equal(rules->at[0].count_at_least, 20);
    assert_int_equal(rules->at[0].count_within, 400);
    ls_rules_free(rules);
}

static void terms_rule(void **state)
{
    (void)state;
    struct ls_rules *rules = load_ok(
        HEAD "    terms:\n"
             "      within: 100\n"
             "      cells: true\n"
             "      groups: [{at_least: 1, words: [姓名]}, {at_least: 2, words: [性别, 民族]}]\n"
             "      rows: {at_least: 5, within: 900, columns: [{words: [姓名], check: c}]}\n");
    const struct ls_rule *rule = &rules->at[0];
    assert_int_equal(rule->kind, LS_RULE_TERMS);
    assert_int_equal(rule->groups_n, 2);
    assert_int_equal(rule->groups[1].at_least, 2);
    assert_int_equal(rule->groups[1].words.n, 2);
    assert_true(rule->cells);
    assert_int_equal(rule->rows_at_least, 5);
    assert_int_equal(rule->rows_within, 900);
    assert_int_equal(rule->columns_n, 1);
    assert_string_equal(rule->columns[0].check, "c");
    ls_rules_free(rules);
}

/* Each wrong pack with the line that it is told, up to the length given here. */
static const struct {
    const char *text;
    const char *line;
} wrong[] = {
    {"", "p.yaml:1: pack: expected a pack; the file is empty"},
    {"pack: [\n", "p.yaml:2: not YAML: "},
    {"pack: \xff\n", "p.yaml:1: not YAML: invalid leading UTF-8 octet"},
    {"- a\n",
     "p.yaml:1: pack: expected one of the keys pack, title, source, in_context, encodings, "
     "not_in, cues, rules"},
    {"title: b\nrules: [{id: a}]\n", "p.yaml:1: pack: is missing"},
    {"pack: b\nrules: [{id: a}]\n", "p.yaml:1: title: is missing"},
    {"pack: b\ntitle: c\n", "p.yaml:1: rules: is missing"},
    {"pack: b\ntitle: c\nrules: []\n", "p.yaml:3: rules: expected a list of 1 to 4096"},
    {MATCH "---\nx: y\n", "p.yaml:12: pack: expected one document"},
    {MATCH "    title: again\n", "p.yaml:12: title: expected each key once"},
    {MATCH "    source: *x\n", "p.yaml:12: source: expected the text itself, not an alias"},
    {MATCH "    source: \"a\\0b\"\n", "p.yaml:12: source: expected text without NUL"},
    {MATCH "    ? [a]\n    : b\n", "p.yaml:12: match: expected a key that is plain text"},
    {MATCH "    source: [[[[[[[[[[[[\n", "p.yaml:12: source.0.0.0"},
    {MATCH "    gapp: any\n", "p.yaml:12: gapp: unknown key, expected one of the keys id, "},
    {MATCH "    near: {all: [a]}\n",
     "p.yaml:12: near.all: unknown key, expected one of the keys any, within, or_count"},
    {MATCH "    gap: some\n", "p.yaml:12: gap: some is wrong, expected one of none, uniform, any"},
    {MATCH "    at: [line, top]\n", "p.yaml:12: at: expected a list of line-start, line, cell"},
    {MATCH "    encodings: [utf-8]\n",
     "p.yaml:12: encodings: expected a list of shift_jis, euc-jp"},
    {MATCH "encodings: [koi8-r, koi9]\n", "p.yaml:12: encodings: expected a list of shift_jis"},
    {MATCH "    capitals: yes\n", "p.yaml:12: capitals: yes is wrong, expected one of true, false"},
    {DIGITS "    capitals: true\n", "p.yaml:12: capitals: does not go with `digits`"},
    {MATCH "    window: wide\n", "p.yaml:12: window: 'wide' is wrong, expected a whole number"},
    {MATCH "    window: -1\n", "p.yaml:12: window: '-1' is wrong, expected a whole number"},
    {MATCH "    window: 4097\n", "p.yaml:12: window: 4097 is out of range, expected 1 to 4096"},
    {MATCH "    window: 0\n", "p.yaml:12: window: 0 is out of range"},
    {MATCH "    lead: 3\n", "p.yaml:12: lead: has no place to count from"},
    {MATCH "    beside: {behind: \"★Ａ\"}\n", "p.yaml:12: beside.behind: character 2 is changed"},
    {MATCH "    beside: {before: \" \"}\n", "p.yaml:12: beside.before: character 1 is changed"},
    {MATCH "    at: [line]\n    lead: 65\n", "p.yaml:13: lead: 65 is out of range"},
    {MATCH "    near: {any: [a]}\n", "p.yaml:12: near.within: 0 is out of range"},
    {MATCH "    near: {within: 3}\n", "p.yaml:12: near: nothing to look for, expected `any`"},
    {MATCH "    near: {any: [a], within: 3, or_count: 2}\n", "p.yaml:12: near.or_count: does"},
    {MATCH "    digits: 18\n", "p.yaml:11: match: does not go with `digits`"},
    {TERMS "    mask: '***'\n", "p.yaml:11: mask: does not go with `terms`"},
    {HEAD "    match: x\n", "p.yaml:10: match: no anchors, expected `anchors`"},
    {HEAD "    anchors: [ab]\n", "p.yaml:5: rule: nothing to look for, expected one of match"},
    {HEAD "    match: x\n    anchors: [ab, 密]\n", "p.yaml:11: anchors.1: \"密\" is too short"},
    {HEAD "    match: x\n    anchors: [機密,\n     机密]\n",
     "p.yaml:12: anchors.1: \"机密\" folds"},
    {HEAD "    match: x\n    anchors: ['ab ']\n", "p.yaml:11: anchors.0: \"ab \" cannot be"},
    {HEAD "    match: x\n    anchors: [\"a\\nb\"]\n", "p.yaml:11: anchors.0: \"a?b\" cannot be"},
    {HEAD "    match: x\n    anchors: [abcdefghijklmnopqrstuvwxyzabcdefg]\n",
     "p.yaml:11: anchors.0: \"abcdefghijklmnopqrstuvwxyzabcdefg\" cannot be a word, expected "
     "32"},
    {HEAD "    digits: 18\n", "p.yaml:10: digits: no validator, expected `check`"},
    {HEAD "    digits: 33\n    check: c\n", "p.yaml:10: digits: \"33\" is no length"},
    {HEAD "    digits: 9-3\n    check: c\n", "p.yaml:10: digits: \"9-3\" is no length"},
    {HEAD "    digits: 3-\n    check: c\n", "p.yaml:10: digits: \"3-\" is no length"},
    {HEAD "    digits: 3x\n    check: c\n", "p.yaml:10: digits: \"3x\" is no length"},
    {DIGITS "    mask: '1*9'\n", "p.yaml:12: mask: is 3 characters long"},
    {DIGITS "    count: {at_least: 1, within: 9}\n", "p.yaml:12: count.at_least: 1 is out of"},
    {DIGITS "    count: {at_least: 9}\n", "p.yaml:12: count.within: 0 is out of range"},
    {DIGITS "    near: {any: [ab], within: 5, or_count: 1}\n", "p.yaml:12: near.or_count: 1 is"},
    {TERMS "    gap: any\n", "p.yaml:11: gap: does not go with `terms`"},
    {HEAD "    terms: {within: 9}\n", "p.yaml:10: terms: no words, expected `groups`"},
    {HEAD "    terms: {groups: [{at_least: 3, words: [ab, cd]}], within: 9}\n",
     "p.yaml:10: terms.groups.0.at_least: 3 is out of range, expected 1 to 2"},
    {HEAD "    terms: {groups: [{at_least: 1, words: [ab]}], within: 9, cells: maybe}\n",
     "p.yaml:10: terms.cells: maybe is wrong, expected one of true, false"},
    {HEAD "    terms: {groups: [{at_least: 1, words: [ab]}], within: 9, rows: {at_least: 1}}\n",
     "p.yaml:10: terms.rows: needs cells"},
    {MATCH "  - id: test.one\n    title: x\n    category: exam\n    severity: low\n"
           "    anchors: [ab]\n    match: ab\n    examples: {hit: [ab]}\n",
     "p.yaml:12: id: \"test.one\" stands in p.yaml:5 already"},
    {"pack: a\ntitle: b\nrules:\n  - id: Test\n", "p.yaml:4: id: \"Test\" is no id"},
    {"pack: a\ntitle: b\nrules:\n  - id: t\n    title: x\n    category: y\n",
     "p.yaml:6: category: \"y\" is no category, expected one of grade-mark, foreign-mark"},
    {"pack: a\ntitle: b\nrules:\n  - id: t\n    title: x\n    category: exam\n    severity: "
     "y\n",
     "p.yaml:7: severity: \"y\" is no severity, expected one of critical, high"},
    {"pack: a\ntitle: b\nrules:\n  - id: t\n    title: x\n    category: exam\n"
     "    severity: low\n    match: x\n",
     "p.yaml:4: rule: nothing proves the rule, expected `examples`"},
};

#define NAMED "pack: a\ntitle: b\ncues:\n  - name: few\n    title: Few\n    match: ab\n"
#define NAMING                                                                                     \
    "rules:\n  - id: test.one\n    title: One\n    category: exam\n    severity: low\n"            \
    "    examples: {hit: [x]}\n"                                                                   \
    "    evidence:\n      within: 9\n      need: 1\n      cues:\n"

/* The same of packs with named cues. */
static const struct {
    const char *text;
    const char *line;
} wrong_cues[] = {
    {NAMED, "p.yaml:1: rules: there are none, expected some beside the cues"},
    {"pack: a\ntitle: b\ncues: []\n", "p.yaml:3: cues: expected a list of 1 to 64"},
    {"pack: a\ntitle: b\ncues:\n  - title: c\n", "p.yaml:4: cue: no name, expected `name`"},
    {"pack: a\ntitle: b\ncues:\n  - name: Few\n", "p.yaml:4: name: \"Few\" is no name, expected"},
    {"pack: a\ntitle: b\ncues:\n  - name: few\n", "p.yaml:4: cue: no title"},
    {"pack: a\ntitle: b\ncues:\n  - {name: few, title: c}\n",
     "p.yaml:4: cue: nothing to look for, expected `words` or `match`"},
    {"pack: a\ntitle: b\ncues:\n  - name: few\n    title: c\n    words: [ab, b]\n",
     "p.yaml:6: words.1: \"b\" is too short"},
    {"pack: a\ntitle: b\ncues:\n  - name: few\n    weight: 2\n",
     "p.yaml:5: weight: unknown key, expected one of the keys name, title, words, common"},
    {NAMED "  - name: few\n    title: Again\n    match: c\n",
     "p.yaml:7: name: \"few\" stands in p.yaml:4 already, expected a name of its own"},
    {NAMED NAMING "        - cue: many\n          words: [ab]\n",
     "p.yaml:17: evidence.cues.0.cue: there is no cue \"many\", expected one that a pack names"},
    {NAMED NAMING "        - weight: 1\n", "p.yaml:17: evidence.cues.0: nothing to look for"},
    {NAMED "  - {name: words, title: c, words: [ab]}\n" NAMING
           "        - {words: [cd, AB], cue: words}\n",
     "p.yaml:18: evidence.cues.0.cue: \"ab\" is among its own words, expected each once"},
    {NAMED "  - {name: words, title: c, words: [ab]}\n" NAMING
           "        - {cue: words}\n      lower: [{cues: [words], to: low}]\n",
     "p.yaml:19: evidence.lower.0.cues.0: \"words\" has words, expected a cue with `match` alone"},
    {NAMED NAMING "        - {words: [ab]}\n      lower: [{cues: [ab], to: low}]\n",
     "p.yaml:18: evidence.lower.0.cues.0: there is no cue \"ab\""},
    {NAMED NAMING "        - {words: [ab]}\n      lower: [{to: low}]\n",
     "p.yaml:18: evidence.lower.0: nothing to look for, expected `any` or `cues`"},
    {NAMED NAMING "        - {cue: few}\n",
     "p.yaml:16: evidence.cues: no words to search, expected `words` in a cue"},
    {NAMED NAMING "        - {words: [ab], common: [cd]}\n",
     "p.yaml:17: evidence.cues.0.common: one alone is never enough, expected two words or more"},
    {NAMED NAMING "        - {words: [ab], common: [cd, AB]}\n",
     "p.yaml:17: evidence.cues.0.common: \"AB\" is among its own words, expected each once"},
    {NAMED NAMING "        - {words: [ab], common: [cd, ef, gh], at_least: 3}\n",
     "p.yaml:17: evidence.cues.0.at_least: 3 is out of range, expected 1 to 2"},
    {"pack: a\ntitle: b\nnot_in:\n  - abc\n  - xyz\ncues:\n  - {name: few, title: c, words: "
     "[ab]}\n",
     "p.yaml:5: not_in.1: \"xyz\" holds no word of a cue, expected a longer word in which one "
     "does"},
    {"pack: a\ntitle: b\nnot_in: [ab]\ncues:\n  - {name: few, title: c, words: [ab]}\n",
     "p.yaml:3: not_in.0: \"ab\" holds no word of a cue"},
};

static void check_wrong(const char *text, const char *line)
{
    struct ls_rules *rules;
    struct ls_diag diag = {0};
    struct ls_result r = load(text, &rules, &diag);
    assert_int_equal(r.reach, LS_STOP);
    assert_int_equal(r.code, LS_E_RULES);
    assert_null(rules);
    if (strncmp(diag.text, line, strlen(line)) != 0)
        fail_msg("\"%s\", not \"%s\"", diag.text, line);
}

static void wrong_named_cues(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong_cues / sizeof *wrong_cues; i++)
        check_wrong(wrong_cues[i].text, wrong_cues[i].line);
}

/* Any pack may name them, before or after the one that says what they are. */
static void named_cues(void **state)
{
    (void)state;
    static const char naming[] =
        "pack: n\ntitle: b\n" NAMING "        - {words: [gh], cue: two, match: x, weight: 3}\n"
        "        - cue: few\n      lower: [{cues: [few], to: low}, {any: [y], to: mention}]\n";
    static const char defining[] =
        NAMED "  - name: two\n    title: Two\n    words: [cd, ef]\n    match: \"[cd]\"\n";
    const struct ls_pack_text packs[] = {{"n.yaml", naming, sizeof naming - 1},
                                         {"d.yaml", defining, sizeof defining - 1},
                                         {"n.yaml", naming, sizeof naming - 1}};
    for (int order = 0; order < 2; order++) {
        struct ls_rules *rules;
        struct ls_diag diag = {0};
        assert_int_equal(ls_rules_load(packs + order, 2, &rules, &diag).reach, LS_OK);
        assert_int_equal(rules->cues_n, 2);
        const struct ls_named_cue *few = &rules->cues[0], *two = &rules->cues[1];
        assert_string_equal(two->name, "two");
        assert_string_equal(two->title, "Two");
        assert_string_equal(two->file, "d.yaml");
        assert_int_equal(two->line, 7);
        assert_string_equal(two->match, "[cd]");
        assert_int_equal(two->words.n, 2);
        const struct ls_evidence *evidence = rules->at[0].evidence;
        assert_int_equal(evidence->cues[0].words.n, 3);
        assert_int_equal(evidence->cues[0].own_words_n, 1);
        assert_string_equal(evidence->cues[0].words.at[2].text, "ef");
        assert_ptr_equal(evidence->cues[0].named, two);
        assert_string_equal(evidence->cues[0].match, "x");
        assert_true(ls_cue_has_pattern(&evidence->cues[1]));
        assert_ptr_equal(evidence->cues[1].named, few);
        assert_int_equal(evidence->lower[0].named_n, 1);
        assert_ptr_equal(evidence->lower[0].named[0], few);
        assert_int_equal(evidence->lower[0].any.n, 0);
        assert_int_equal(evidence->lower[1].named_n, 0);
        assert_int_equal(rules->at[0].lists[0].n, 3); /* all of them are searched */
        ls_rules_free(rules);
    }
}

static void wrong_packs(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        check_wrong(wrong[i].text, wrong[i].line);
}

/* No truncation of a right pack may do anything but load or fail in words. */
static void truncations(void **state)
{
    (void)state;
    static const char text[] = MATCH "    near: {any: [a, b], within: 3}\n";
    for (size_t len = 0; len < sizeof text; len++) {
        struct ls_rules *rules;
        struct ls_diag diag = {0};
        char *copy = malloc(len + 1);
        memcpy(copy, text, len);
        const struct ls_pack_text pack = {"p.yaml", copy, len};
        struct ls_result r = ls_rules_load(&pack, 1, &rules, &diag);
        if (ls_failed(r))
            assert_memory_equal(diag.text, "p.yaml:", 7);
        ls_rules_free(rules);
        free(copy);
    }
}

static void later_pack_replaces(void **state)
{
    (void)state;
    static const char other[] =
        "pack: test.a\ntitle: New\nrules:\n  - id: test.two\n    title: Two\n    category: exam\n"
        "    severity: high\n    anchors: [ab]\n    match: ab\n    examples: {hit: [ab]}\n";
    static const char more[] =
        "pack: test.b\ntitle: New\nrules:\n  - id: test.two\n    title: Two\n    category: exam\n"
        "    severity: high\n    anchors: [ab]\n    match: ab\n    examples: {hit: [ab]}\n";
    const struct ls_pack_text packs[] = {{"a.yaml", MATCH, sizeof MATCH - 1},
                                         {"b.yaml", other, sizeof other - 1},
                                         {"c.yaml", more, sizeof more - 1}};
    struct ls_rules *rules, *alone;
    struct ls_diag diag = {0};
    assert_int_equal(ls_rules_load(packs, 2, &rules, &diag).reach, LS_OK);
    assert_int_equal(rules->packs_n, 1);
    assert_string_equal(rules->packs[0].file, "b.yaml");
    assert_int_equal(rules->n, 1);
    assert_string_equal(rules->at[0].info.id, "test.two");
    assert_int_equal(ls_rules_load(packs + 1, 1, &alone, &diag).reach, LS_OK);
    assert_string_equal(rules->digest, alone->digest);
    ls_rules_free(alone);
    ls_rules_free(rules);
    assert_int_equal(ls_rules_load(packs + 1, 2, &rules, &diag).code, LS_E_RULES);
    assert_string_equal(diag.text,
                        "c.yaml:4: id: \"test.two\" stands in b.yaml:4 already, expected "
                        "an id of its own");
    const struct ls_pack_text two[] = {packs[0], packs[2]};
    assert_int_equal(ls_rules_load(two, 2, &rules, &diag).reach, LS_OK);
    assert_int_equal(rules->n, 2);
    assert_int_equal(rules->at[1].number, 1);
    assert_int_equal(strlen(rules->digest), 64);
    ls_rules_free(rules);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

struct early {
    unsigned times;
    char digest[65];
};

static void note_early(void *user, const char *digest)
{
    struct early *early = user;
    early->times++;
    snprintf(early->digest, sizeof early->digest, "%s", digest);
}

/* Loads texts, of which the last `dictionaries_n` are dictionaries; what was told of them early. */
static struct early load_early(const struct ls_pack_text *texts, size_t packs_n,
                               size_t dictionaries_n)
{
    struct early early = {.times = 0};
    const struct ls_rules_listener listener = {note_early, &early};
    struct ls_rules *rules;
    struct ls_diag diag = {0};
    struct ls_result r =
        ls_rules_load_texts(texts, packs_n, dictionaries_n, &listener, &rules, &diag);
    if (ls_failed(r))
        fail_msg("%s", diag.text);
    assert_int_equal(early.times, 1);
    assert_string_equal(early.digest, rules->digest);
    ls_rules_free(rules);
    return early;
}

/* A pack that falls out does not count; where one text ends and the next begins does. */
static void known_before_they_are_checked(void **state)
{
    (void)state;
    static const char half[] = "pack: w\ntitle: t\nrules: [{id: no}]\n";
    static const char words[] = "海棠工程\n海棠计划\n";
    const size_t line = sizeof words / 2;
    struct ls_pack_text texts[] = {{"a.yaml", MATCH, sizeof MATCH - 1},
                                   {"b.yaml", DIGITS, sizeof DIGITS - 1}, /* in place of a */
                                   {"words.txt", words, sizeof words - 1},
                                   {"more.txt", words + line, 0}};
    struct early both = load_early(texts, 2, 1), one = load_early(texts + 1, 1, 1);
    assert_string_equal(both.digest, one.digest);
    struct early without = load_early(texts + 1, 1, 0);
    assert_string_not_equal(without.digest, one.digest);
    texts[3].len = texts[2].len - line;
    texts[2].len = line;
    struct early apart = load_early(texts + 1, 1, 2);
    assert_string_not_equal(apart.digest, one.digest);
    const struct ls_pack_text bad = {"w.yaml", half, sizeof half - 1};
    struct early early = {.times = 0};
    const struct ls_rules_listener listener = {note_early, &early};
    struct ls_rules *rules;
    struct ls_diag diag = {0};
    assert_int_equal(ls_rules_load_texts(&bad, 1, 0, &listener, &rules, &diag).code, LS_E_RULES);
    assert_int_equal(early.times, 1); /* and nothing comes of it */
    assert_null(rules);
}

static void paths(void **state)
{
    (void)state;
    char dir[] = "/tmp/leakscan-rules-XXXXXX";
    char file[128], inner[128], link[128], note[128], folder[128];
    struct ls_rules *rules;
    struct ls_diag diag = {0};
    assert_non_null(mkdtemp(dir));
    const char *root = dir;
    assert_int_equal(ls_rules_load_paths(false, &root, 1, &rules, &diag).code, LS_E_RULES);
    assert_non_null(strstr(diag.text, "no rules here"));
    snprintf(folder, sizeof folder, "%s/cn", dir);
    snprintf(file, sizeof file, "%s/a.yaml", dir);
    snprintf(inner, sizeof inner, "%s/cn/b.yaml", dir);
    snprintf(link, sizeof link, "%s/cn/loop", dir);
    snprintf(note, sizeof note, "%s/note.txt", dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(symlink(dir, link), 0);
    write_file(file, MATCH);
    write_file(note, "no pack");
    write_file(inner, "pack: test.b\ntitle: New\nrules:\n  - id: test.two\n    title: Two\n"
                      "    category: exam\n    severity: high\n    anchors: [ab]\n    match: ab\n"
                      "    examples: {hit: [ab]}\n");
    assert_int_equal(ls_rules_load_paths(false, &root, 1, &rules, &diag).reach, LS_OK);
    assert_int_equal(rules->packs_n, 2);
    assert_string_equal(rules->packs[0].file, file);
    ls_rules_free(rules);
    const char *one = inner;
    assert_int_equal(ls_rules_load_paths(true, &one, 1, &rules, &diag).reach, LS_OK);
    assert_non_null(ls_rules_find(rules, "test.two"));
    assert_non_null(ls_rules_find(rules, "cn.mark.star"));
    ls_rules_free(rules);
    const char *gone = "/nowhere/at/all.yaml";
    assert_int_equal(ls_rules_load_paths(false, &gone, 1, &rules, &diag).code, LS_E_RULES);
    assert_string_equal(diag.text,
                        "/nowhere/at/all.yaml: cannot be read as rules: No such file or directory");
    assert_null(rules);
    unlink(file);
    unlink(inner);
    unlink(link);
    unlink(note);
    rmdir(folder);
    rmdir(dir);
}

/* Every allocation of ours that fails must end in a clean refusal. */
static void out_of_memory(void **state)
{
    (void)state;
    bool loaded = false;
    for (uint64_t nth = 1; !loaded; nth++) {
        struct ls_rules *rules;
        struct ls_diag diag = {0};
        assert_true(nth < 10000);
        ls_alloc_fail_nth(nth);
        struct ls_result r = load(TERMS, &rules, &diag);
        ls_alloc_fail_nth(0);
        loaded = !ls_failed(r);
        if (!loaded)
            assert_int_equal(r.code, LS_E_MEMORY);
        ls_rules_free(rules);
    }
}

static bool spells(struct ls_speller *s, enum ls_encoding enc, enum ls_script script, size_t round,
                   const char *bytes)
{
    assert_true(ls_speller_spell(s, enc, script, round));
    return s->len == strlen(bytes) && memcmp(s->bytes, bytes, s->len) == 0;
}

static void spelling(void **state)
{
    (void)state;
    struct ls_speller *s = calloc(1, sizeof *s);
    assert_true(ls_speller_take(s, "绝密★1年"));
    assert_int_equal(s->n, 5);
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_WRITTEN, 0, "绝密★1年"));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_TRADITIONAL, 0, "絕密★1年"));
    assert_true(
        spells(s, LS_ENC_GB18030, LS_SCRIPT_WRITTEN, 0, "\xbe\xf8\xc3\xdc\xa1\xef\x31\xc4\xea"));
    assert_true(
        spells(s, LS_ENC_BIG5, LS_SCRIPT_WRITTEN, 0, "\xb5\xb4\xb1\x4b\xa1\xb9\x31\xa6\x7e"));
    assert_int_equal(ls_speller_char_at(s, 0), 0);
    assert_int_equal(ls_speller_char_at(s, 1), SIZE_MAX);
    assert_int_equal(ls_speller_char_at(s, 9), 5);
    assert_int_equal(ls_speller_rounds(s, LS_SCRIPT_VARIANTS), 1);
    s->vary[0] = true;
    assert_int_equal(ls_speller_rounds(s, LS_SCRIPT_VARIANTS), ls_speller_variants(s, 0));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_VARIANTS, 0, "绝密★1年"));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_VARIANTS, 1, "絕密★1年"));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_VARIANTS, 2, "絶密★1年"));
    assert_true(ls_speller_take(s, "毕业院校系及专业，参加工作时间"));
    assert_true(spells(s, LS_ENC_UTF16LE, LS_SCRIPT_WRITTEN, 0, "") == false);
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_TRADITIONAL, 0, "畢業院校系及專業，參加工作時間"));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_TRADITIONAL, 1, "畢業院校係及專業，參加工作時間"));
    assert_true(ls_speller_take(s, "學歷"));
    assert_true(spells(s, LS_ENC_UTF8, LS_SCRIPT_SIMPLIFIED, 0, "学历"));
    assert_true(ls_speller_take(s, "гриф"));
    assert_int_equal(ls_speller_rounds(s, LS_SCRIPT_TRADITIONAL), 1);
    assert_true(ls_speller_take(s, "€uro😀"));
    assert_false(ls_speller_spell(s, LS_ENC_BIG5, LS_SCRIPT_WRITTEN, 0));
    free(s);
}

/* A scan that knows one word in UTF-8 and GB18030 only, or is off by a byte. */
struct fake {
    size_t shift;
    size_t failures;
    bool seen[LS_ENC_COUNT];
};

static struct ls_result fake_scan(void *user, const struct ls_rule *rule, const uint8_t *bytes,
                                  size_t len, ls_selfcheck_span_fn span, void *collector)
{
    static const char *const words[] = {"绝密", "絕密", "\xbe\xf8\xc3\xdc", "\xbd\x5e\xc3\xdc"};
    const struct fake *fake = user;
    (void)rule;
    for (size_t i = 0; i < 4; i++) {
        size_t n = strlen(words[i]);
        for (size_t at = 0; at + n <= len; at++)
            if (memcmp(bytes + at, words[i], n) == 0)
                LS_TRY(span(collector, at + (i >= 2 ? fake->shift : 0), n));
    }
    return ls_ok();
}

static void fake_failed(void *user, const struct ls_selfcheck_failure *failure)
{
    struct fake *fake = user;
    fake->failures++;
    fake->seen[failure->enc] = true;
}

static void selfcheck_finds_faults(void **state)
{
    (void)state;
    struct fake fake = {0};
    const struct ls_selfcheck check = {fake_scan, fake_failed, &fake};
    struct ls_selfcheck_report report;
    struct ls_rules *rules =
        load_ok("pack: a\ntitle: b\nrules:\n  - id: t\n    title: x\n    category: exam\n"
                "    severity: low\n    anchors: [绝密]\n    match: x\n"
                "    examples: {hit: [\"a绝密\"], miss: [\"机密\", \"这是绝密\"]}\n");
    assert_int_equal(ls_selfcheck_rule(&check, rules->at, &report).reach, LS_OK);
    assert_int_equal(report.examples, 3);
    assert_true(fake.seen[LS_ENC_BIG5] && fake.seen[LS_ENC_UTF16LE] && fake.seen[LS_ENC_UTF16BE]);
    assert_true(fake.seen[LS_ENC_UTF8]); /* a third form of the word, and the last miss example */
    assert_int_equal(report.failures, fake.failures);
    size_t before = fake.failures;
    memset(&fake, 0, sizeof fake);
    fake.shift = 1;
    assert_int_equal(ls_selfcheck_rule(&check, rules->at, &report).reach, LS_OK);
    assert_true(fake.failures >= before);
    assert_true(fake.seen[LS_ENC_GB18030]);
    ls_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(match_rule),
        cmocka_unit_test(match_defaults),
        cmocka_unit_test(further_encodings),
        cmocka_unit_test(encodings_by_name),
        cmocka_unit_test(digits_rule),
        cmocka_unit_test(terms_rule),
        cmocka_unit_test(wrong_packs),
        cmocka_unit_test(wrong_named_cues),
        cmocka_unit_test(named_cues),
        cmocka_unit_test(truncations),
        cmocka_unit_test(later_pack_replaces),
        cmocka_unit_test(known_before_they_are_checked),
        cmocka_unit_test(paths),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(spelling),
        cmocka_unit_test(selfcheck_finds_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
