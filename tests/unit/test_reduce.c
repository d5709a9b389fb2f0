/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reducer on candidates made by hand: each match once, bulk rules by their count, company for
 * numbers without a label; however the candidates come in blocks.
 */
#include "confirm/reduce.h"

#include "base/alloc.h"

#include <string.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { PLAIN, OTHER, BULK, TOGETHER, RULES };

enum {
    HITS_MAX = 64,
    DIGITS = 11,  /* characters of the numbers */
    ENOUGH = 3,   /* of them make a hit */
    WINDOW = 200, /* bytes to count in: two for each character of the rules */
};

static const struct ls_rule rule_list[RULES] = {
    [PLAIN] = {.info = {"plain", "t", LS_CAT_GRADE_MARK, LS_SEV_HIGH}, .number = PLAIN},
    [OTHER] = {.info = {"other", "t", LS_CAT_EXAM, LS_SEV_LOW}, .number = OTHER},
    [BULK] = {.info = {"bulk", "t", LS_CAT_IDENTIFIER, LS_SEV_LOW},
              .number = BULK,
              .kind = LS_RULE_DIGITS,
              .digits_min = DIGITS,
              .digits_max = DIGITS,
              .count_at_least = ENOUGH,
              .count_within = WINDOW / 2},
    [TOGETHER] = {.info = {"together", "t", LS_CAT_IDENTIFIER, LS_SEV_LOW},
                  .number = TOGETHER,
                  .kind = LS_RULE_DIGITS,
                  .digits_min = DIGITS,
                  .digits_max = DIGITS,
                  .near = {.or_count = ENOUGH},
                  .count_within = WINDOW / 2},
};

static const struct ls_rules rules = {.at = rule_list, .n = RULES};

/* What was emitted. */
struct told {
    struct ls_hit hits[HITS_MAX];
    char texts[HITS_MAX][256];
    size_t n;
    size_t refuse_at; /* the hit that is refused, counted from 1; 0: none */
};

static struct told told;
static struct ls_reducer *reducer;
static struct ls_found found;

static struct ls_result take(void *user, const struct ls_hit *hit)
{
    assert_ptr_equal(user, &told);
    assert_true(told.n < HITS_MAX);
    if (told.n + 1 == told.refuse_at)
        return ls_stop(LS_E_OUTPUT);
    assert_true(hit->text.len < sizeof told.texts[0]);
    memcpy(told.texts[told.n], hit->text.at, hit->text.len);
    told.texts[told.n][hit->text.len] = '\0';
    told.hits[told.n++] = *hit;
    return ls_ok();
}

static int set_up(void **state)
{
    (void)state;
    memset(&told, 0, sizeof told);
    ls_found_init(&found);
    return ls_failed(ls_reducer_new(&rules, &reducer)) ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    ls_reducer_free(reducer);
    ls_found_fini(&found);
    return 0;
}

static struct ls_span32 add_text(const char *text)
{
    struct ls_span32 span = {(uint32_t)found.strings.n, (uint32_t)strlen(text)};
    assert_false(ls_failed(ls_buf_add(&found.strings, text, span.len)));
    return span;
}

static struct ls_result push(struct ls_candidate c)
{
    LS_VEC_PUSH(&found.candidates, c);
    return ls_ok();
}

static void add_match(uint32_t rule, uint64_t off, uint32_t len, const char *text)
{
    struct ls_candidate c = {.off = off,
                             .len = len,
                             .rule = rule,
                             .enc = LS_ENC_GB18030,
                             .labelled = true,
                             .text = add_text(text)};
    c.folded = add_text("folded");
    c.grade = add_text("grade");
    c.term = add_text("term");
    assert_false(ls_failed(push(c)));
}

/* A number that is valid: the value-th of its kind. */
static void add_number(uint32_t rule, uint64_t off, uint64_t value, bool labelled)
{
    char text[] = "#0";
    text[1] = (char)('0' + value % 10);
    found.numbers[DIGITS]++;
    assert_false(ls_failed(push((struct ls_candidate){.off = off,
                                                      .len = DIGITS,
                                                      .rule = rule,
                                                      .value = value,
                                                      .numbers = found.numbers[DIGITS],
                                                      .labelled = labelled,
                                                      .text = add_text(text),
                                                      .folded = add_text(text)})));
}

/* The block is over. */
static void feed(void)
{
    assert_false(ls_failed(ls_reducer_feed(reducer, &found, take, &told)));
    ls_found_clear(&found);
}

static void end(void)
{
    assert_false(ls_failed(ls_reducer_end(reducer, take, &told)));
}

static void a_match_as_it_is(void **state)
{
    (void)state;
    add_match(PLAIN, UINT64_C(1) << 40, 7, "text");
    feed();
    end();
    assert_int_equal(told.n, 1);
    const struct ls_hit *hit = &told.hits[0];
    assert_ptr_equal(hit->rule, &rule_list[PLAIN].info);
    assert_int_equal(hit->severity, LS_SEV_HIGH);
    assert_int_equal(hit->off, UINT64_C(1) << 40);
    assert_int_equal(hit->len, 7);
    assert_int_equal(hit->enc, LS_ENC_GB18030);
    assert_int_equal(hit->exact, LS_EXACT_EXACT);
    assert_int_equal(hit->count, 0);
    assert_int_equal(hit->folded.len, 6);
    assert_int_equal(hit->grade.len, 5);
    assert_int_equal(hit->term.len, 4);
    assert_false(hit->masked);
    assert_string_equal(told.texts[0], "text");
}

/* The same match seen from several anchors, and what begins inside it, is told once. */
static void each_match_once(void **state)
{
    (void)state;
    add_match(PLAIN, 10, 5, "a");
    add_match(PLAIN, 10, 5, "b");
    add_match(OTHER, 10, 5, "c"); /* rules do not know of each other */
    add_match(PLAIN, 14, 9, "d");
    add_match(PLAIN, 15, 2, "e"); /* just behind */
    feed();
    assert_int_equal(told.n, 3);
    assert_string_equal(told.texts[0], "a");
    assert_string_equal(told.texts[1], "c");
    assert_string_equal(told.texts[2], "e");
}

/* Blocks do not matter; objects do. */
static void once_in_an_object(void **state)
{
    (void)state;
    add_match(PLAIN, 10, 5, "a");
    feed();
    add_match(PLAIN, 12, 5, "b");
    feed();
    feed(); /* a block without candidates */
    assert_int_equal(told.n, 1);
    end();
    add_match(PLAIN, 10, 5, "c");
    feed();
    assert_int_equal(told.n, 2);
    assert_string_equal(told.texts[1], "c");
}

static void too_few_are_nothing(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < ENOUGH - 1; i++) {
        add_number(BULK, 20 * i, i, true);
        add_number(TOGETHER, 20 * i, i, false);
    }
    for (uint64_t i = 0; i < 10; i++) { /* the same again and again is one */
        add_number(BULK, 100 + i, 1, true);
        add_number(TOGETHER, 100 + i, 1, false);
    }
    feed();
    end();
    assert_int_equal(told.n, 0);
    add_number(BULK, 0, 7, true); /* nothing is left of the last object */
    add_number(TOGETHER, 0, 7, false);
    feed();
    assert_int_equal(told.n, 0);
}

static void bulk_is_one_hit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 10; i++) {
        add_number(BULK, 1000 + 20 * i, i, false);
        if (i == 1) /* in two blocks */
            feed();
    }
    feed();
    end();
    assert_int_equal(told.n, 1);
    assert_int_equal(told.hits[0].off, 1000);
    assert_int_equal(told.hits[0].len, 20 * (ENOUGH - 1) + DIGITS);
    assert_int_equal(told.hits[0].count, ENOUGH);
    assert_string_equal(told.texts[0], "#0"); /* the first one stands for all */
}

/* Duplicates make the hit wider, not sooner. */
static void bulk_counts_distinct_values(void **state)
{
    (void)state;
    static const uint64_t values[] = {4, 4, 5, 4, 5, 6};
    for (uint64_t i = 0; i < 6; i++)
        add_number(BULK, 20 * i, values[i], false);
    feed();
    assert_int_equal(told.n, 1);
    assert_int_equal(told.hits[0].off, 0);
    assert_int_equal(told.hits[0].len, 100 + DIGITS);
    assert_int_equal(told.hits[0].count, ENOUGH);
}

static void bulk_looks_no_further_than_its_window(void **state)
{
    (void)state;
    add_number(BULK, 0, 1, false);
    add_number(BULK, WINDOW / 2, 2, false);
    add_number(BULK, WINDOW + 1, 3, false); /* the first one is too far */
    feed();
    assert_int_equal(told.n, 0);
    add_number(BULK, WINDOW + WINDOW / 2, 4, false); /* the second one is just near enough */
    feed();
    assert_int_equal(told.n, 1);
    assert_int_equal(told.hits[0].off, WINDOW / 2);
}

/* A table goes on silently; after a gap another one begins. */
static void bulk_tables_apart(void **state)
{
    (void)state;
    uint64_t off = 0;
    for (uint64_t i = 0; i < 50; i++, off += WINDOW)
        add_number(BULK, off, i, false);
    feed();
    assert_int_equal(told.n, 0); /* never three in one window … */
    end();
    off = 0;
    for (uint64_t i = 0; i < 50; i++, off += WINDOW / 2)
        add_number(BULK, off, i, false);
    feed();
    assert_int_equal(told.n, 1);
    off += WINDOW; /* the last one stands WINDOW / 2 before */
    for (uint64_t i = 0; i < ENOUGH; i++, off += 20)
        add_number(BULK, off, 60 + i, false);
    feed();
    assert_int_equal(told.n, 2);
    assert_int_equal(told.hits[1].len, 20 * (ENOUGH - 1) + DIGITS);
}

static void labelled_numbers_at_once(void **state)
{
    (void)state;
    add_number(TOGETHER, 0, 1, true);
    feed();
    assert_int_equal(told.n, 1);
    add_number(TOGETHER, 20, 2, false);
    add_number(TOGETHER, 40, 1, true); /* the same number at another place is another hit */
    feed();
    assert_int_equal(told.n, 2);
    assert_int_equal(told.hits[1].off, 40);
}

/* Enough together: those that waited are told, each once, then every further one. */
static void company_makes_hits(void **state)
{
    (void)state;
    add_number(TOGETHER, 0, 0, false);
    add_number(TOGETHER, 20, 1, true);
    feed();
    assert_int_equal(told.n, 1);
    add_number(TOGETHER, 40, 2, false);
    feed();
    assert_int_equal(told.n, 3);
    assert_string_equal(told.texts[0], "#1");
    assert_string_equal(told.texts[1], "#0");
    assert_int_equal(told.hits[1].off, 0);
    assert_int_equal(told.hits[1].len, DIGITS);
    assert_string_equal(told.texts[2], "#2");
    add_number(TOGETHER, 60, 3, false);
    add_number(TOGETHER, 80, 3, false);
    feed();
    assert_int_equal(told.n, 5);
    assert_int_equal(told.hits[4].off, 80);
    assert_int_equal(told.hits[4].count, 0);
}

static void company_must_be_close(void **state)
{
    (void)state;
    add_number(TOGETHER, 0, 0, false);
    add_number(TOGETHER, 50, 1, false);
    add_number(TOGETHER, WINDOW + 1, 2, false);
    feed();
    end();
    assert_int_equal(told.n, 0);
}

/* Picked out of a large table: as many others of that length stand among them that are no good. */
static void company_of_strangers(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < ENOUGH; i++) {
        found.numbers[DIGITS] += 3;
        add_number(TOGETHER, 20 * i, i, false);
    }
    feed();
    assert_int_equal(told.n, 0);
    end();
    for (uint64_t i = 0; i < ENOUGH; i++) { /* some are no harm, in other blocks neither */
        found.numbers[DIGITS] += i == 1;
        found.numbers[DIGITS - 1] += 100; /* of a length that the rule does not take */
        add_number(TOGETHER, 20 * i, i, false);
        feed();
    }
    assert_int_equal(told.n, ENOUGH);
}

/* Of long texts the beginning is kept while they wait. */
static void long_texts(void **state)
{
    (void)state;
    char text[200];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (uint64_t i = 0; i < ENOUGH; i++)
        assert_false(ls_failed(push((struct ls_candidate){
            .off = 200 * i / 4, .len = DIGITS, .rule = BULK, .value = i, .text = add_text(text)})));
    feed();
    assert_int_equal(told.n, 1);
    assert_int_equal(strlen(told.texts[0]), 128);
    assert_int_equal(strspn(told.texts[0], "x"), 128);
    assert_int_equal(told.hits[0].folded.len, 0);
}

static void a_refusal_is_passed_on(void **state)
{
    (void)state;
    static const uint32_t kinds[] = {PLAIN, BULK, TOGETHER};
    for (size_t k = 0; k < 3; k++) {
        memset(&told, 0, sizeof told);
        told.refuse_at = 1;
        for (uint64_t i = 0; i < ENOUGH; i++) {
            if (kinds[k] == PLAIN)
                add_match(PLAIN, 20 * i, 5, "a");
            else
                add_number(kinds[k], 20 * i, i, false);
        }
        struct ls_result r = ls_reducer_feed(reducer, &found, take, &told);
        assert_int_equal(r.reach, LS_STOP);
        assert_int_equal(r.code, LS_E_OUTPUT);
        assert_int_equal(told.n, 0);
        ls_found_clear(&found);
        end();
    }
    told.refuse_at = 0;
    add_match(PLAIN, 0, 5, "b"); /* and another object is as any */
    feed();
    assert_int_equal(told.n, 1);
}

static void out_of_memory(void **state)
{
    (void)state;
    struct ls_reducer *another = NULL;
    for (uint64_t nth = 1; !another; nth++) {
        ls_alloc_fail_nth(nth);
        struct ls_result r = ls_reducer_new(&rules, &another);
        ls_alloc_fail_nth(0);
        assert_int_equal(r.code, another ? LS_E_NONE : LS_E_MEMORY);
        assert_true(nth <= 5);
    }
    ls_reducer_free(another);
    ls_reducer_free(NULL);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_match_as_it_is),
        TEST(each_match_once),
        TEST(once_in_an_object),
        TEST(too_few_are_nothing),
        TEST(bulk_is_one_hit),
        TEST(bulk_counts_distinct_values),
        TEST(bulk_looks_no_further_than_its_window),
        TEST(bulk_tables_apart),
        TEST(labelled_numbers_at_once),
        TEST(company_makes_hits),
        TEST(company_must_be_close),
        TEST(company_of_strangers),
        TEST(long_texts),
        TEST(a_refusal_is_passed_on),
        TEST(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
