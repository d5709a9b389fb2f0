/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Latin words in UTF-16 of both byte orders, at even and odd offsets, with all kinds of text around
 * them, in blocks of several sizes: one hit each, in the byte order they were written in.
 */
#include "../engine.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "engine/object.h"

#include <uchar.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define RULE(id)                                                                                   \
    "  - id: " id "\n    title: t\n    category: dictionary\n    severity: low\n"                  \
    "    examples: {hit: [x]}\n"

static const char pack_text[] =
    "pack: p\ntitle: t\nrules:\n" RULE("t.anywhere") /* a match, and one that fills its line */
    "    anchors: [red panda]\n    match: red panda\n" RULE("t.line") "    anchors: [red panda]\n  "
                                                                      "  match: red panda\n    at: "
                                                                      "[line]\n" RULE(
                                                                          "t.terms") "    terms: "
                                                                                     "{within: 60, "
                                                                                     "groups: "
                                                                                     "[{at_least: "
                                                                                     "2, words: "
                                                                                     "[north sea, "
                                                                                     "south "
                                                                                     "hill]}]}\n";

enum { BYTES_MAX = 1024, PAD = 64, SIZES = 3, HITS_MAX = 16 };
static const size_t block_bytes[SIZES] = {2, 6, 4096};
static struct ls_engine *engine;
static struct ls_object_scanner *scanners[SIZES];

struct bytes {
    uint8_t at[BYTES_MAX + PAD];
    size_t n;
};

struct hits {
    struct {
        const char *rule;
        uint64_t off, len;
        enum ls_encoding enc;
    } at[HITS_MAX];
    size_t n;
};

static int open_scanners(void **state)
{
    (void)state;
    engine = test_engine_of(pack_text);
    for (size_t i = 0; i < SIZES; i++) {
        struct ls_object_options object = {.block_bytes = block_bytes[i], .reveal = true};
        assert_false(ls_failed(ls_object_scanner_new(engine, &object, &scanners[i])));
    }
    return 0;
}

static int close_scanners(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZES; i++)
        ls_object_scanner_free(scanners[i]);
    ls_engine_free(engine);
    return 0;
}

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct hits *hits = user;
    assert_in_range(hits->n, 0, HITS_MAX - 1);
    hits->at[hits->n].rule = hit->rule->id;
    hits->at[hits->n].off = hit->off;
    hits->at[hits->n].len = hit->len;
    hits->at[hits->n++].enc = hit->enc;
    return ls_ok();
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    (void)user;
    fail_msg("a gap: %s", gap->reason);
    return ls_ok();
}

static void add(struct bytes *b, enum ls_encoding enc, const char32_t *text)
{
    for (; *text; text++)
        b->n += ls_encode_char(enc, *text, b->at + b->n);
}

static size_t times(const struct hits *hits, const char *rule, enum ls_encoding enc, size_t from,
                    size_t to)
{
    size_t n = 0;
    for (size_t i = 0; i < hits->n; i++)
        if (strcmp(hits->at[i].rule, rule) == 0) {
            assert_int_equal(hits->at[i].enc, enc);
            assert_int_equal(hits->at[i].off, from);
            assert_int_equal(hits->at[i].len, to - from);
            n++;
        }
    return n;
}

/* `word` between two texts, `shift` bytes into the object: found `hits` times by the rule. */
static void check(const char *rule, enum ls_encoding enc, size_t shift,
                  const char32_t *const parts[3], size_t expected)
{
    for (size_t size = 0; size < SIZES; size++) {
        struct bytes b = {.n = shift};
        struct hits hits = {.n = 0};
        memset(b.at, 0xFF, shift);
        add(&b, enc, parts[0]);
        size_t from = b.n;
        add(&b, enc, parts[1]);
        size_t to = b.n;
        add(&b, enc, parts[2]);
        const struct ls_report report = {.hit = on_hit, .gap = on_gap, .user = &hits};
        const struct ls_input input = {
            .raw_only = true, .kind = LS_INPUT_MEMORY, .fd = -1, .memory = b.at, .size = b.n};
        struct ls_outcome outcome;
        assert_false(ls_failed(ls_object_scan(scanners[size], &input, NULL, &report, &outcome)));
        assert_int_equal(times(&hits, rule, enc, from, to), expected);
    }
}

static const enum ls_encoding wide[] = {LS_ENC_UTF16LE, LS_ENC_UTF16BE};

/* Chinese text beside the word tells the byte order at any offset. */
static void beside_other_text(void **state)
{
    (void)state;
    static const char32_t *const texts[] = {U"熊猫", U"熊猫: ", U"小熊猫 (", U"。\n"};
    for (size_t e = 0; e < 2; e++)
        for (size_t shift = 0; shift < 4; shift++)
            for (size_t i = 0; i < 4; i++)
                for (size_t k = 0; k < 4; k++) {
                    const char32_t *const parts[] = {texts[i], U"Red Panda", texts[k]};
                    check("t.anywhere", wide[e], shift, parts, 1);
                }
}

/* Where all is ASCII, text begins at an even offset. */
static void in_ascii(void **state)
{
    (void)state;
    static const char32_t *const texts[] = {U"", U"\n", U"the ", U"(", U"a long line of words\n"};
    for (size_t e = 0; e < 2; e++)
        for (size_t shift = 0; shift < 4; shift += 2)
            for (size_t i = 0; i < 5; i++)
                for (size_t k = 0; k < 5; k++) {
                    const char32_t *const parts[] = {texts[i], U"RED PANDA", texts[k]};
                    bool line = (i < 2 || i == 4) && k < 2 && (i > 0 || shift == 0);
                    check("t.anywhere", wide[e], shift, parts, 1);
                    check("t.line", wide[e], shift, parts, line);
                }
}

static void words_together(void **state)
{
    (void)state;
    const char32_t *const parts[] = {U"between the ", U"North Sea and the South Hill", U", ..."};
    for (size_t e = 0; e < 2; e++)
        check("t.terms", wide[e], 0, parts, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beside_other_text),
        cmocka_unit_test(in_ascii),
        cmocka_unit_test(words_together),
    };
    return cmocka_run_group_tests(tests, open_scanners, close_scanners);
}
