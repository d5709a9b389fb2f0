/* SPDX-License-Identifier: Apache-2.0 */
/* The public interface, with a rule pack of its own. */
#include "api_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

enum { LARGE = 3 << 20 };

/* What the callbacks were told. */
struct told {
    int hits, gaps;
    int stop_after; /* hits; 0: never */
    uint64_t offset, length, line;
    char text[64];
};

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    told->hits++;
    told->offset = hit->offset;
    told->length = hit->length;
    told->line = hit->line;
    snprintf(told->text, sizeof told->text, "%.*s", (int)hit->text.len, hit->text.at);
    assert_string_equal(hit->rule, "test.word");
    assert_string_equal(hit->encoding, "utf-8");
    return told->stop_after && told->hits >= told->stop_after;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    assert_non_null(gap->reason);
    told->gaps++;
    return 0;
}

static struct leakscan_scanner *new_scanner(enum leakscan_masking masking)
{
    struct leakscan_scanner *scanner;
    struct leakscan_scanner_options options = {
        .size = sizeof options, .min_severity = LEAKSCAN_LOW, .masking = masking};
    assert_int_equal(leakscan_scanner_new(rules, &options, &scanner), LEAKSCAN_OK);
    return scanner;
}

static void memory_and_descriptor_agree(void **state)
{
    (void)state;
    struct told told = {.hits = 0};
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    struct leakscan_scanner *scanner = new_scanner(LEAKSCAN_MASK_BY_RULE);
    struct leakscan_verdict verdict;
    char *large = calloc(1, LARGE);
    assert_non_null(large);
    memset(large, '\n', LARGE);
    memcpy(large + LARGE - TEST_WORD_BYTES, TEST_WORD, TEST_WORD_BYTES);
    tree_write("large", large, LARGE);
    int fd = open("large", O_RDONLY | O_CLOEXEC);
    for (int round = 0; round < 2; round++) {
        enum leakscan_status status =
            round ? leakscan_scan_fd(scanner, fd, &callbacks, &verdict)
                  : leakscan_scan_memory(scanner, large, LARGE, &callbacks, &verdict);
        assert_int_equal(status, LEAKSCAN_OK);
        assert_int_equal(verdict.state, LEAKSCAN_SCANNED);
        assert_int_equal(verdict.hits, 1);
        assert_int_equal(verdict.bytes, LARGE);
        assert_int_equal(told.hits, round + 1);
        assert_int_equal(told.offset, LARGE - TEST_WORD_BYTES);
        assert_int_equal(told.length, TEST_WORD_BYTES);
        assert_int_equal(told.line, told.offset + 1);
        assert_string_equal(told.text, TEST_WORD);
    }
    close(fd);
    free(large);
    leakscan_scanner_free(scanner);
}

static void nothing_is_clean(void **state)
{
    (void)state;
    struct leakscan_verdict verdict;
    struct leakscan_scanner *scanner = new_scanner(LEAKSCAN_MASK_BY_RULE);
    assert_int_equal(leakscan_scan_memory(scanner, NULL, 0, NULL, &verdict), LEAKSCAN_OK);
    assert_int_equal(verdict.state, LEAKSCAN_SCANNED);
    assert_int_equal(verdict.hits, 0);
    assert_int_equal(leakscan_scan_memory(scanner, NULL, 1, NULL, &verdict), LEAKSCAN_ARGUMENT);
    assert_int_equal(leakscan_scan_fd(scanner, -1, NULL, &verdict), LEAKSCAN_ARGUMENT);
    leakscan_scanner_free(scanner);
}

static void a_callback_stops_and_a_scanner_goes_on(void **state)
{
    static const char two[] = TEST_WORD " " TEST_WORD;
    (void)state;
    struct told told = {.stop_after = 1};
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    struct leakscan_scanner *scanner = new_scanner(LEAKSCAN_MASK_ALL);
    struct leakscan_verdict verdict;
    assert_int_equal(leakscan_scan_memory(scanner, two, sizeof two - 1, &callbacks, &verdict),
                     LEAKSCAN_STOPPED);
    assert_int_equal(told.hits, 1);
    assert_true(verdict.state != LEAKSCAN_SCANNED);
    assert_string_equal(told.text, "*****");
    told = (struct told){.hits = 0};
    assert_int_equal(leakscan_scan_memory(scanner, two, sizeof two - 1, &callbacks, &verdict),
                     LEAKSCAN_OK);
    assert_int_equal(told.hits, 2);
    assert_int_equal(told.gaps, 0);
    assert_int_equal(verdict.hits, 2);
    leakscan_scanner_free(scanner);
}

static int stop_at_once(void *user, const struct leakscan_hit *hit)
{
    (void)hit;
    ++*(int *)user;
    return 1;
}

static int count_hit(void *user, const struct leakscan_hit *hit)
{
    (void)hit;
    ++*(int *)user;
    return 0;
}

/* Hits of the text of a document, hits that wait for a context, both: none is told of the next. */
static void a_stop_leaves_nothing_behind(void **state)
{
    static const char pack[] =
        "pack: s\ntitle: s\nrules:\n"
        "  - {id: s.now, title: t, category: dictionary, severity: high,\n"
        "     anchors: [needle], match: needle, examples: {hit: [needle]}}\n"
        "  - {id: s.waits, title: t, category: dictionary, severity: high,\n"
        "     in_context: [{context: c, to: mention}],\n"
        "     anchors: [thread], match: thread, examples: {hit: [thread]}}\n"
        "  - {id: s.context, title: t, context: c,\n"
        "     anchors: [sewing], match: sewing, examples: {hit: [sewing]}}\n";
    static const char *const first[] = {
        "far far away a needle a needle\n",
        "far far away a thread a thread\n",
        "<html><body><p>far far away a needle a needle</p></body></html>",
        "<html><body><p>far far away a thread a thread</p></body></html>",
    };
    static const struct {
        const char *text;
        int hits;
    } next[] = {
        {"clean\n", 0},
        {"needle thread\n", 2},
        {"<html><body><p>clean</p></body></html>", 0},
        {"<html><body><p>needle thread</p></body></html>", 2},
    };
    static const char *const paths[] = {"stop.yaml"};
    struct leakscan_rules_options options = {
        .size = sizeof options, .without_builtin = 1, .paths = paths, .paths_n = 1};
    struct leakscan_rules *own;
    struct leakscan_scanner *scanner;
    struct leakscan_verdict verdict;
    char error[LEAKSCAN_ERROR_BYTES];
    (void)state;
    tree_text("stop.yaml", pack);
    assert_int_equal(leakscan_rules_open(&options, &own, error), LEAKSCAN_OK);
    assert_int_equal(leakscan_scanner_new(own, NULL, &scanner), LEAKSCAN_OK);
    for (size_t i = 0; i < sizeof first / sizeof *first; i++)
        for (size_t k = 0; k < sizeof next / sizeof *next; k++) {
            int hits = 0;
            struct leakscan_callbacks callbacks = {.hit = stop_at_once, .user = &hits};
            assert_int_equal(
                leakscan_scan_memory(scanner, first[i], strlen(first[i]), &callbacks, &verdict),
                LEAKSCAN_STOPPED);
            assert_int_equal(hits, 1);
            hits = 0;
            callbacks.hit = count_hit;
            assert_int_equal(leakscan_scan_memory(scanner, next[k].text, strlen(next[k].text),
                                                  &callbacks, &verdict),
                             LEAKSCAN_OK);
            assert_int_equal(hits, next[k].hits);
            assert_int_equal(verdict.hits, next[k].hits);
        }
    leakscan_scanner_free(scanner);
    leakscan_rules_close(own);
}

static void wrong_rules_are_told(void **state)
{
    static const char *const paths[] = {"missing.yaml"};
    (void)state;
    struct leakscan_rules *none;
    struct leakscan_rules_options options = {
        .size = sizeof options, .without_builtin = 1, .paths = paths, .paths_n = 1};
    char error[LEAKSCAN_ERROR_BYTES];
    assert_int_equal(leakscan_rules_open(&options, &none, error), LEAKSCAN_RULES);
    assert_null(none);
    assert_non_null(strstr(error, "missing.yaml"));
    options.size = 0;
    assert_int_equal(leakscan_rules_open(&options, &none, error), LEAKSCAN_ARGUMENT);
    leakscan_rules_close(NULL);
    leakscan_scanner_free(NULL);
}

static void dictionaries_are_rules(void **state)
{
    static const char *const files[] = {"words.txt"};
    static const char text[] = "一\n" TEST_WORD "\n";
    struct leakscan_rules *words, *none;
    struct leakscan_rules_options options = {
        .size = sizeof options, .without_builtin = 1, .dictionaries = files, .dictionaries_n = 1};
    struct leakscan_verdict verdict;
    struct leakscan_scanner *scanner;
    char error[LEAKSCAN_ERROR_BYTES];
    (void)state;
    tree_text("words.txt", "# ours\r\n" TEST_WORD "\r\n");
    assert_int_equal(leakscan_rules_open(&options, &words, error), LEAKSCAN_OK);
    assert_int_equal(leakscan_scanner_new(words, NULL, &scanner), LEAKSCAN_OK);
    assert_int_equal(leakscan_scan_memory(scanner, text, sizeof text - 1, NULL, &verdict),
                     LEAKSCAN_OK);
    assert_int_equal(verdict.hits, 1);
    leakscan_scanner_free(scanner);
    leakscan_rules_close(words);
    tree_text("words.txt", "# ours\nab\n");
    assert_int_equal(leakscan_rules_open(&options, &none, error), LEAKSCAN_RULES);
    assert_non_null(strstr(error, "words.txt:2: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_and_descriptor_agree),
        cmocka_unit_test(nothing_is_clean),
        cmocka_unit_test(a_callback_stops_and_a_scanner_goes_on),
        cmocka_unit_test(a_stop_leaves_nothing_behind),
        cmocka_unit_test(wrong_rules_are_told),
        cmocka_unit_test(dictionaries_are_rules),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
