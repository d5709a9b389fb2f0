/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lowering: which byte strings a word becomes. Each is read back with the decoders and the folding
 * that stage 2 uses, so what is searched for is what will be understood.
 */
#include "match/lower.h"

#include "base/alloc.h"
#include "base/escape.h"
#include "base/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum {
    PACK_BYTES_MAX = 1 << 16,
    UNIFORM = 17, /* separators that may stand between all characters */
    WRAPS = 2,    /* line breaks that may stand at one place */
    MIXED = 5,    /* separators that may be mixed, up to three of them */
};

#define HEAD                                                                                       \
    "pack: p\n"                                                                                    \
    "title: t\n"                                                                                   \
    "rules:\n"
#define RULE(id)                                                                                   \
    "  - id: " id "\n"                                                                             \
    "    title: t\n"                                                                               \
    "    category: dictionary\n"                                                                   \
    "    severity: low\n"                                                                          \
    "    examples: {hit: [x]}\n"
#define MATCH(id, gap, words) RULE(id) "    match: x\n    gap: " gap "\n    anchors: [" words "]\n"
#define TERMS(id, words)                                                                           \
    RULE(id) "    terms: {within: 50, groups: [{at_least: 1, words: [" words "]}]}\n"

struct lowered {
    struct ls_rules *rules;
    struct ls_lower lower;
    struct ls_diag diag;
    struct ls_result result;
};

static void lower(struct lowered *l, const char *text)
{
    const struct ls_pack_text pack = {"p.yaml", text, strlen(text)};
    *l = (struct lowered){.diag = {.text = ""}};
    if (ls_failed(ls_rules_load(&pack, 1, &l->rules, &l->diag)))
        fail_msg("%s", l->diag.text);
    ls_lower_init(&l->lower);
    l->result = ls_lower_rules(l->rules, &l->lower, &l->diag);
}

static void lower_ok(struct lowered *l, const char *text)
{
    lower(l, text);
    if (ls_failed(l->result))
        fail_msg("%s", l->diag.text);
}

static void done(struct lowered *l)
{
    ls_lower_fini(&l->lower);
    ls_rules_free(l->rules);
}

static const uint8_t *bytes_of(const struct lowered *l, size_t i)
{
    return (const uint8_t *)l->lower.bytes.at + l->lower.offsets.at[i];
}

/* How many strings are just these bytes in that encoding. */
static size_t times(const struct lowered *l, enum ls_encoding enc, const char *bytes, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < l->lower.strings.n; i++) {
        const struct ls_lowered *s = &l->lower.strings.at[i];
        n += s->enc == enc && s->len == len && memcmp(bytes_of(l, i), bytes, len) == 0;
    }
    return n;
}

#define HAS(l, enc, literal) (times(l, enc, literal, sizeof(literal) - 1) == 1)

static size_t strings_in(const struct lowered *l, enum ls_encoding enc)
{
    size_t n = 0;
    for (size_t i = 0; i < l->lower.strings.n; i++)
        n += l->lower.strings.at[i].enc == enc;
    return n;
}

/* The word that string i spells: decoded, folded, without separators. Returns its length. */
static size_t read_back(const struct lowered *l, size_t i, uint32_t *word, size_t max,
                        size_t *separators)
{
    const struct ls_lowered *s = &l->lower.strings.at[i];
    const uint8_t *bytes = bytes_of(l, i);
    size_t n = 0;
    *separators = 0;
    for (size_t at = 0; at < s->len;) {
        uint32_t cp, folded[LS_FOLD_MAX];
        at += ls_decode_char((enum ls_encoding)s->enc, bytes + at, s->len - at, &cp);
        assert_int_not_equal(cp, LS_CHAR_BAD);
        size_t folded_n = ls_fold_char(cp, folded);
        bool blank = folded_n == 0 || folded[0] == ' ' || folded[0] == '\n' || folded[0] == '\t';
        *separators += blank;
        for (size_t k = 0; k < folded_n && !blank; k++) {
            assert_true(n < max);
            word[n++] = folded[k];
        }
    }
    return n;
}

/* Every string spells the first anchor of its first use, and says truly whether it is gapped. */
static void check_spelling(const struct lowered *l)
{
    const struct ls_lower *lower = &l->lower;
    size_t longest = 0;
    assert_int_equal(lower->strings.n, lower->offsets.n);
    for (size_t i = 0; i < lower->strings.n; i++) {
        const struct ls_lowered *s = &lower->strings.at[i];
        const struct ls_word_use *use = &lower->uses.at[s->uses];
        const struct ls_word *word = &l->rules->at[use->rule].anchors.at[use->word];
        uint32_t back[LS_RULE_WORD_CHARS_MAX];
        size_t separators, n = read_back(l, i, back, LS_RULE_WORD_CHARS_MAX, &separators);
        assert_int_equal(use->role, LS_USE_ANCHOR);
        assert_true(s->uses_n >= 1 && s->uses + s->uses_n <= lower->uses.n);
        assert_true(lower->offsets.at[i] + s->len <= lower->bytes.n);
        assert_int_equal(n, word->folded_n);
        assert_memory_equal(back, word->folded, n * sizeof *back);
        assert_int_equal(s->gapped, separators > 0);
        longest = s->len > longest ? s->len : longest;
    }
    assert_int_equal(lower->longest, longest);
}

/* 车间: both characters have a traditional form, which Big5 has alone. */
static void every_encoding_and_script(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "车间"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "车间"));
    assert_true(HAS(&l, LS_ENC_UTF8, "車間"));
    assert_true(HAS(&l, LS_ENC_UTF8, "车間"));
    assert_true(HAS(&l, LS_ENC_UTF8, "車间"));
    assert_true(HAS(&l, LS_ENC_GB18030, "\xB3\xB5\xBC\xE4"));
    assert_true(HAS(&l, LS_ENC_GB18030, "\xDC\x87\xE9\x67"));
    assert_true(HAS(&l, LS_ENC_BIG5, "\xA8\xAE\xB6\xA1"));
    assert_true(HAS(&l, LS_ENC_UTF16LE, "\x66\x8F\xF4\x95"));
    assert_true(HAS(&l, LS_ENC_UTF16BE, "\x8F\x66\x95\xF4"));
    assert_int_equal(strings_in(&l, LS_ENC_UTF16LE), strings_in(&l, LS_ENC_UTF8));
    assert_true(strings_in(&l, LS_ENC_BIG5) < strings_in(&l, LS_ENC_UTF8));
    uint32_t variants[LS_LOWER_VARIANTS_MAX];
    size_t first = ls_fold_variants(U'车', variants, LS_LOWER_VARIANTS_MAX);
    size_t second = ls_fold_variants(U'间', variants, LS_LOWER_VARIANTS_MAX);
    assert_int_equal(strings_in(&l, LS_ENC_UTF8), first * second);
    for (size_t i = 0; i < l.lower.strings.n; i++) {
        assert_false(l.lower.strings.at[i].gapped);
        assert_false(l.lower.strings.at[i].caseless);
    }
    done(&l);
}

/* Letters are searched without regard to case; what stands beside them may be in any encoding. */
static void letters(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "Plan"));
    check_spelling(&l);
    assert_int_equal(l.lower.strings.n, 5);
    assert_true(HAS(&l, LS_ENC_UTF8, "plan"));
    assert_true(HAS(&l, LS_ENC_GB18030, "plan"));
    assert_true(HAS(&l, LS_ENC_BIG5, "plan"));
    assert_true(HAS(&l, LS_ENC_UTF16LE, "p\0l\0a\0n\0"));
    assert_true(HAS(&l, LS_ENC_UTF16BE, "\0p\0l\0a\0n"));
    for (size_t i = 0; i < 5; i++)
        assert_true(l.lower.strings.at[i].caseless);
    done(&l);
}

/* Beside other characters each letter stands in both cases; digits as they are. */
static void letters_among_others(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "k9甲"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "k9甲"));
    assert_true(HAS(&l, LS_ENC_UTF8, "K9甲"));
    assert_false(HAS(&l, LS_ENC_UTF8, "Ｋ9甲"));
    assert_true(HAS(&l, LS_ENC_GB18030, "K9\xBC\xD7"));
    for (size_t i = 0; i < l.lower.strings.n; i++)
        assert_false(l.lower.strings.at[i].caseless);
    done(&l);
}

#define CAPITALS(id, words) MATCH(id, "none", words) "    capitals: true\n"

/* Letters beyond ASCII: few in every mixture, many in the ways that people write. */
static void letters_with_capitals(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "très-privé"));
    check_spelling(&l);
    assert_int_equal(strings_in(&l, LS_ENC_UTF8), 4);
    assert_true(HAS(&l, LS_ENC_UTF8, "très-privé") && HAS(&l, LS_ENC_UTF8, "trÈs-privÉ"));
    for (size_t i = 0; i < l.lower.strings.n; i++)
        assert_true(l.lower.strings.at[i].caseless);
    done(&l);
    lower_ok(&l, HEAD MATCH("a", "none", "очень-важно"));
    check_spelling(&l);
    assert_int_equal(strings_in(&l, LS_ENC_UTF8), 4);
    assert_true(HAS(&l, LS_ENC_UTF8, "очень-важно") && HAS(&l, LS_ENC_UTF8, "ОЧЕНЬ-ВАЖНО"));
    assert_true(HAS(&l, LS_ENC_UTF8, "Очень-важно") && HAS(&l, LS_ENC_UTF8, "Очень-Важно"));
    assert_true(HAS(&l, LS_ENC_GB18030,
                    "\xA7\xB0\xA7\xE9\xA7\xD6\xA7\xDF\xA7\xEE-"
                    "\xA7\xD3\xA7\xD1\xA7\xD8\xA7\xDF\xA7\xE0"));
    for (size_t i = 0; i < l.lower.strings.n; i++)
        assert_false(l.lower.strings.at[i].caseless);
    done(&l);
}

/* What counts in capitals only is a string of its own, also beside another rule's. */
static void capitals_only(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD CAPITALS("a", "très-privé, plan, k9甲") MATCH("b", "none", "plan"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "TRÈS-PRIVÉ") && HAS(&l, LS_ENC_UTF8, "PLAN"));
    assert_true(HAS(&l, LS_ENC_UTF8, "K9甲") && HAS(&l, LS_ENC_UTF8, "plan"));
    assert_false(HAS(&l, LS_ENC_UTF8, "k9甲") || HAS(&l, LS_ENC_UTF8, "très-privé"));
    for (size_t i = 0; i < l.lower.strings.n; i++) {
        const struct ls_lowered *s = &l.lower.strings.at[i];
        assert_int_equal(s->caseless, l.lower.uses.at[s->uses].rule == 1);
        assert_int_equal(s->uses_n, 1);
    }
    done(&l);
}

/* Strings of a further encoding serve only the rules that ask for it; ASCII needs none. */
static void further_encodings(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "機材, plan")
                     MATCH("b", "none", "機材, plan") "    encodings: [shift_jis, euc-jp]\n" MATCH(
                         "c", "none", "план") "    encodings: [koi8-r]\n");
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_SHIFT_JIS, "\x8B\x40\x8D\xDE"));
    assert_true(HAS(&l, LS_ENC_EUC_JP, "\xB5\xA1\xBA\xE0"));
    assert_true(HAS(&l, LS_ENC_KOI8_R, "\xF0\xCC\xC1\xCE"));
    assert_int_equal(strings_in(&l, LS_ENC_EUC_KR), 0);
    assert_int_equal(strings_in(&l, LS_ENC_WINDOWS_1251), 0);
    for (size_t i = 0; i < l.lower.strings.n; i++) {
        const struct ls_lowered *s = &l.lower.strings.at[i];
        const struct ls_word_use *use = &l.lower.uses.at[s->uses];
        if (s->enc < LS_ENC_COMMON)
            continue;
        assert_int_equal(s->uses_n, 1);
        assert_int_equal(use->rule, s->enc == LS_ENC_KOI8_R ? 2 : 1);
        assert_true(use->rule == 2 || use->word == 0);
    }
    done(&l);
}

/* Strings of one spelling in UTF-8, which has all characters: those of the first variants. */
static size_t forms(size_t chars, enum ls_gap_policy gap)
{
    size_t n = 1;
    if (gap >= LS_GAP_UNIFORM)
        n += UNIFORM + (chars > 2 ? WRAPS * (chars - 1) : 0);
    if (gap == LS_GAP_ANY &&
        chars == 2) /* but five single ones, and two and three blanks, are uniform */
        n += MIXED + MIXED * MIXED + MIXED * MIXED * MIXED - 5 - 1 - 1;
    return n;
}

static void uniform_gaps(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "uniform", "甲乙丙"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "甲乙丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲 乙 丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲   乙   丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\t乙\t丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\u3000乙\u3000丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\u00A0乙\u00A0丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\u200B乙\u200B丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\n乙\n丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲\r\n乙丙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "甲乙\n丙"));
    assert_false(HAS(&l, LS_ENC_UTF8, "甲 乙丙"));
    assert_false(HAS(&l, LS_ENC_UTF8, "甲 乙\u3000丙"));
    assert_true(HAS(&l, LS_ENC_GB18030, "\xBC\xD7\xA1\xA1\xD2\xD2\xA1\xA1\xB1\xFB"));
    assert_true(HAS(&l, LS_ENC_BIG5, "\xA5\xD2\xA1\x40\xA4\x41\xA1\x40\xA4\xFE"));
    assert_true(HAS(&l, LS_ENC_UTF16LE, "\x32\x75 \0\x59\x4E \0\x19\x4E"));
    uint32_t variants[LS_LOWER_VARIANTS_MAX];
    size_t spellings = ls_fold_variants(U'甲', variants, LS_LOWER_VARIANTS_MAX) *
                       ls_fold_variants(U'乙', variants, LS_LOWER_VARIANTS_MAX) *
                       ls_fold_variants(U'丙', variants, LS_LOWER_VARIANTS_MAX);
    assert_int_equal(strings_in(&l, LS_ENC_UTF8), spellings * forms(3, LS_GAP_UNIFORM));
    assert_true(strings_in(&l, LS_ENC_BIG5) < strings_in(&l, LS_ENC_UTF8)); /* no U+200B */
    done(&l);
}

static void any_gaps(void **state)
{
    (void)state;
    struct lowered two, three;
    lower_ok(&two, HEAD MATCH("a", "any", "甲乙"));
    check_spelling(&two);
    assert_true(HAS(&two, LS_ENC_UTF8, "甲乙"));
    assert_true(HAS(&two, LS_ENC_UTF8, "甲 乙"));
    assert_true(HAS(&two, LS_ENC_UTF8, "甲\u3000 乙"));
    assert_true(HAS(&two, LS_ENC_UTF8, "甲 \u3000\u00A0乙"));
    assert_true(HAS(&two, LS_ENC_UTF8, "甲\n\n 乙"));
    assert_false(HAS(&two, LS_ENC_UTF8, "甲    乙"));
    uint32_t variants[LS_LOWER_VARIANTS_MAX];
    size_t spellings = ls_fold_variants(U'甲', variants, LS_LOWER_VARIANTS_MAX) *
                       ls_fold_variants(U'乙', variants, LS_LOWER_VARIANTS_MAX);
    assert_int_equal(strings_in(&two, LS_ENC_UTF8), spellings * forms(2, LS_GAP_ANY));
    for (size_t i = 0; i < two.lower.strings.n; i++) { /* nothing is searched for twice */
        const struct ls_lowered *s = &two.lower.strings.at[i];
        const char *bytes = (const char *)bytes_of(&two, i);
        assert_int_equal(times(&two, (enum ls_encoding)s->enc, bytes, s->len), 1);
    }
    done(&two);
    lower_ok(&three, HEAD MATCH("a", "any", "甲乙丙")); /* longer words: as uniform */
    assert_false(HAS(&three, LS_ENC_UTF8, "甲\u3000 乙丙"));
    assert_int_equal(strings_in(&three, LS_ENC_UTF8) % forms(3, LS_GAP_UNIFORM), 0);
    done(&three);
}

/* One word of two rules: the plain form serves both, the gapped ones the tolerant rule alone. */
static void shared_words(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "甲乙, 丙丁") MATCH("b", "uniform", "戊己, 甲乙"));
    bool plain = false, gapped = false;
    for (size_t i = 0; i < l.lower.strings.n; i++) {
        const struct ls_lowered *s = &l.lower.strings.at[i];
        const struct ls_word_use *use = &l.lower.uses.at[s->uses];
        if (s->enc != LS_ENC_UTF8 || memcmp(bytes_of(&l, i), "甲", 3) != 0)
            continue;
        assert_int_equal(s->uses_n, s->gapped ? 1 : 2);
        assert_int_equal(use[0].rule, 1);
        assert_int_equal(use[0].word, 1);
        if (!s->gapped) {
            assert_int_equal(use[1].rule, 0);
            assert_int_equal(use[1].word, 0);
        }
        plain = plain || !s->gapped;
        gapped = gapped || s->gapped;
    }
    assert_true(plain && gapped);
    assert_true(HAS(&l, LS_ENC_UTF8, "甲乙"));
    assert_true(HAS(&l, LS_ENC_UTF8, "戊 己"));
    assert_false(HAS(&l, LS_ENC_UTF8, "丙 丁"));
    done(&l);
}

/* Terms are numbered through all groups, and like labels they are searched only as written. */
static void terms_and_labels(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD RULE("a") "    terms:\n"
                                "      within: 9\n"
                                "      groups:\n"
                                "        - {at_least: 1, words: [甲乙, 丙丁]}\n"
                                "        - {at_least: 1, words: [戊己]}\n" RULE(
                                    "b") "    digits: 11\n"
                                         "    check: x\n"
                                         "    near: {any: [庚辛, 甲乙], within: 9}\n");
    static const struct {
        const char *word;
        struct ls_word_use use;
    } expected[] = {
        {"甲乙", {0, LS_USE_TERM, 0}},  {"丙丁", {0, LS_USE_TERM, 1}},
        {"戊己", {0, LS_USE_TERM, 2}},  {"庚辛", {1, LS_USE_LABEL, 0}},
        {"甲乙", {1, LS_USE_LABEL, 1}},
    };
    assert_int_equal(l.lower.uses.n, 5);
    for (size_t k = 0; k < 5; k++) {
        size_t found = 0;
        for (size_t i = 0; i < l.lower.strings.n; i++) {
            const struct ls_lowered *s = &l.lower.strings.at[i];
            assert_false(s->gapped);
            if (s->enc != LS_ENC_UTF8 || memcmp(bytes_of(&l, i), expected[k].word, s->len) != 0)
                continue;
            for (size_t u = 0; u < s->uses_n; u++)
                found += memcmp(&l.lower.uses.at[s->uses + u], &expected[k].use,
                                sizeof expected[k].use) == 0;
        }
        assert_int_equal(found, 1);
    }
    done(&l);
}

static void too_short(void **state)
{
    (void)state;
    struct lowered l;
    static const char *const short_words[] = {HEAD MATCH("a", "none", "ab"),
                                              HEAD MATCH("a", "none", "甲a")};
    for (size_t i = 0; i < 2; i++) {
        lower(&l, short_words[i]);
        assert_int_equal(l.result.reach, LS_STOP);
        assert_int_equal(l.result.code, LS_E_RULES);
        assert_non_null(strstr(l.diag.text, "too short"));
        assert_non_null(strstr(l.diag.text, "a"));
        done(&l);
    }
    lower_ok(&l, HEAD MATCH("a", "none", "abc, 甲乙"));
    done(&l);
}

/* A word with more spellings than anybody writes: in one script throughout, and not mixed. */
static void one_script_throughout(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "毕业院校系及专业"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "毕业院校系及专业"));
    assert_true(times(&l, LS_ENC_UTF8, "畢業院校系及專業", strlen("畢業院校系及專業")) >= 1);
    assert_false(HAS(&l, LS_ENC_UTF8, "畢业院校系及专业"));
    assert_true(strings_in(&l, LS_ENC_UTF8) <= 64 + 1);
    assert_true(strings_in(&l, LS_ENC_BIG5) >= 1);
    done(&l);
}

/* However many spellings a word has, its letters are found in either case, or as capitals. */
static void letters_among_many_spellings(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD MATCH("a", "none", "毕业院校U系及专业"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "毕业院校u系及专业"));
    assert_true(times(&l, LS_ENC_UTF8, "畢業院校u系及專業", strlen("畢業院校u系及專業")) >= 1);
    for (size_t i = 0; i < l.lower.strings.n; i++)
        assert_true(l.lower.strings.at[i].caseless && !l.lower.strings.at[i].paired);
    done(&l);
    lower_ok(&l, HEAD MATCH("a", "none", "毕业院校u系及专业") "    escapes: true\n");
    for (size_t i = 0; i < l.lower.strings.n; i++) /* in base64 a letter has another meaning */
        assert_int_equal(l.lower.strings.at[i].caseless,
                         !ls_escape_is_base64(l.lower.strings.at[i].enc));
    done(&l);
    lower_ok(&l, HEAD CAPITALS("a", "毕业院校u系及专业"));
    check_spelling(&l);
    assert_true(HAS(&l, LS_ENC_UTF8, "毕业院校U系及专业"));
    assert_true(times(&l, LS_ENC_UTF8, "畢業院校U系及專業", strlen("畢業院校U系及專業")) >= 1);
    for (size_t i = 0; i < l.lower.strings.n; i++)
        assert_false(l.lower.strings.at[i].caseless);
    done(&l);
}

/* Words that count only together are many: of a longer one not every mixture is worth its string.
 */
static void fewer_mixtures_together(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD TERMS("a", "任现职级时间, 学历"));
    assert_true(HAS(&l, LS_ENC_UTF8, "任现职级时间"));
    assert_true(HAS(&l, LS_ENC_UTF8, "任現職級時間"));
    assert_false(HAS(&l, LS_ENC_UTF8, "任现職级时间"));
    assert_true(HAS(&l, LS_ENC_UTF8, "學历"));
    done(&l);
    lower_ok(&l, HEAD TERMS("a", "保密工作") MATCH("b", "none", "绝对机密"));
    assert_true(HAS(&l, LS_ENC_UTF8, "絕对机密"));
    done(&l);
}

static void nothing_to_search_for(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD RULE("a") "    digits: 11\n    check: x\n");
    assert_int_equal(l.lower.strings.n, 0);
    assert_int_equal(l.lower.longest, 0);
    done(&l);
}

/* So many words with so many gaps that stage 1 would crawl: refused, with advice. */
/* Two characters of a long word have several traditional forms, and any may stand with any. */
static void every_traditional_form(void **state)
{
    (void)state;
    struct lowered l;
    lower_ok(&l, HEAD TERMS("a", "干部履历表"));
    assert_true(HAS(&l, LS_ENC_UTF8, "干部履历表"));
    assert_true(HAS(&l, LS_ENC_UTF8, "幹部履歷表"));
    assert_true(HAS(&l, LS_ENC_UTF8, "干部履歷表"));
    assert_true(HAS(&l, LS_ENC_BIG5, "\xB7\x46\xB3\xA1\xBC\x69\xBE\xFA\xAA\xED"));
    done(&l);
}

static void too_many_strings(void **state)
{
    (void)state;
    struct lowered l;
    char *text = malloc(PACK_BYTES_MAX);
    assert_non_null(text);
    size_t n = (size_t)snprintf(text, PACK_BYTES_MAX, "%s",
                                HEAD RULE("a") "    match: x\n    gap: any\n    anchors: [");
    for (unsigned i = 0; i < LS_RULE_WORDS_MAX; i++) /* Hangul: no variants */
        n += (size_t)snprintf(text + n, PACK_BYTES_MAX - n, "\xEA\xB0%c\xEA\xB1%c, ",
                              (char)(0x80 + i % 32), (char)(0x80 + i / 32));
    snprintf(text + n, PACK_BYTES_MAX - n, "]\n");
    lower(&l, text);
    assert_int_equal(l.result.reach, LS_STOP);
    assert_int_equal(l.result.code, LS_E_LIMIT);
    assert_non_null(strstr(l.diag.text, "gap: none"));
    assert_true(l.lower.strings.n <= LS_LOWER_STRINGS_MAX);
    done(&l);
    free(text);
}

static void out_of_memory(void **state)
{
    (void)state;
    static const char text[] = HEAD MATCH("a", "uniform", "甲乙") MATCH("b", "any", "丙丁");
    const struct ls_pack_text pack = {"p.yaml", text, sizeof text - 1};
    struct ls_rules *rules;
    struct ls_diag diag = {.text = ""};
    assert_false(ls_failed(ls_rules_load(&pack, 1, &rules, &diag)));
    bool failed = true;
    for (uint64_t nth = 1; failed; nth++) {
        struct ls_lower lower;
        ls_lower_init(&lower);
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_lower_rules(rules, &lower, &diag);
        ls_alloc_fail_nth(0);
        failed = ls_failed(r);
        if (failed)
            assert_int_equal(r.code, LS_E_MEMORY);
        ls_lower_fini(&lower);
        assert_true(nth < 1000);
    }
    ls_rules_free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_and_script),
        cmocka_unit_test(letters),
        cmocka_unit_test(letters_among_others),
        cmocka_unit_test(letters_with_capitals),
        cmocka_unit_test(capitals_only),
        cmocka_unit_test(further_encodings),
        cmocka_unit_test(uniform_gaps),
        cmocka_unit_test(any_gaps),
        cmocka_unit_test(shared_words),
        cmocka_unit_test(terms_and_labels),
        cmocka_unit_test(too_short),
        cmocka_unit_test(one_script_throughout),
        cmocka_unit_test(letters_among_many_spellings),
        cmocka_unit_test(fewer_mixtures_together),
        cmocka_unit_test(nothing_to_search_for),
        cmocka_unit_test(every_traditional_form),
        cmocka_unit_test(too_many_strings),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
