/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of objects: chains, limits, and nothing told twice. Archives are made by hand. */
#include "api_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <unistd.h>
#include <cmocka.h>

enum { BLOCK = 512, ARCHIVE_MAX = 1000 * BLOCK, LEVELS = 5, LARGE = 400000 };

/* What the callbacks were told, one line each. */
struct told {
    char text[4096];
};

static void add(struct told *told, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct told *told, const char *format, ...)
{
    size_t n = strlen(told->text);
    va_list args;
    va_start(args, format);
    vsnprintf(told->text + n, sizeof told->text - n, format, args);
    va_end(args);
}

static void add_chain(struct told *told, const struct leakscan_link *chain, size_t n)
{
    for (size_t i = 0; i < n; i++)
        add(told, "%s:%.*s>", chain[i].kind, (int)chain[i].name.len, chain[i].name.at);
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    add_chain(user, hit->chain, hit->chain_n);
    add(user, "%llu+%llu %s\n", (unsigned long long)hit->offset, (unsigned long long)hit->length,
        hit->exact);
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    add_chain(user, gap->chain, gap->chain_n);
    add(user, "%s\n", gap->reason);
    return 0;
}

struct archive {
    uint8_t bytes[ARCHIVE_MAX];
    size_t n;
};

/* A member of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"). */
static void add_member(struct archive *a, const char *name, const void *bytes, size_t len)
{
    char *header = (char *)a->bytes + a->n;
    unsigned sum = 0;
    assert_true(a->n + 4 * BLOCK + len <= sizeof a->bytes);
    memset(header, 0, BLOCK);
    snprintf(header, 100, "%s", name);
    snprintf(header + 100, 8, "%07o", 0600);
    snprintf(header + 108, 8, "%07o", 0);
    snprintf(header + 116, 8, "%07o", 0);
    snprintf(header + 124, 12, "%011zo", len);
    snprintf(header + 136, 12, "%011o", 0);
    memset(header + 148, ' ', 8);
    header[156] = '0';
    memcpy(header + 257, "ustar\00000", 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (uint8_t)header[i];
    snprintf(header + 148, 8, "%06o", sum);
    memcpy(header + BLOCK, bytes, len);
    a->n += BLOCK + (len + BLOCK - 1) / BLOCK * BLOCK;
    memset(a->bytes + a->n, 0, 2 * (size_t)BLOCK); /* the end, until another comes */
}

static size_t size_of(const struct archive *a)
{
    return a->n + 2 * (size_t)BLOCK;
}

/* outer.tar holds a.txt and inner.tar, which holds b.txt. */
static void make_nested(struct archive *outer)
{
    static struct archive inner;
    memset(&inner, 0, sizeof inner);
    memset(outer, 0, sizeof *outer);
    add_member(&inner, "b.txt", "xx" TEST_WORD, 2 + strlen(TEST_WORD));
    add_member(outer, "a.txt", TEST_WORD, strlen(TEST_WORD));
    add_member(outer, "inner.tar", inner.bytes, size_of(&inner));
}

static const char *scan(const struct leakscan_scanner_options *options, const void *bytes,
                        size_t len, struct told *told, struct leakscan_verdict *verdict)
{
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = told};
    struct leakscan_scanner *scanner;
    told->text[0] = '\0';
    assert_int_equal(leakscan_scanner_new(rules, options, &scanner), LEAKSCAN_OK);
    assert_int_equal(leakscan_scan_memory(scanner, bytes, len, &callbacks, verdict), LEAKSCAN_OK);
    leakscan_scanner_free(scanner);
    return told->text;
}

#define OPTIONS(...)                                                                               \
    ((struct leakscan_scanner_options){.size = sizeof(struct leakscan_scanner_options),            \
                                       .min_severity = LEAKSCAN_LOW,                               \
                                       __VA_ARGS__})

static void chains_lead_to_members(void **state)
{
    struct archive outer;
    struct told told;
    struct leakscan_verdict verdict;
    struct leakscan_scanner_options options = OPTIONS(.raw_only = 0);
    char expected[256];
    (void)state;
    make_nested(&outer);
    snprintf(expected, sizeof expected,
             "tar:a.txt>0+%zu exact\ntar:inner.tar>tar:b.txt>2+%zu exact\n", strlen(TEST_WORD),
             strlen(TEST_WORD));
    assert_string_equal(scan(&options, outer.bytes, size_of(&outer), &told, &verdict), expected);
    assert_int_equal(verdict.state, LEAKSCAN_SCANNED);
    assert_int_equal(verdict.hits, 2);
}

static void raw_only_tells_raw_offsets(void **state)
{
    struct archive outer;
    struct told told;
    struct leakscan_verdict verdict;
    struct leakscan_scanner_options options = OPTIONS(.raw_only = 1);
    char expected[256];
    (void)state;
    make_nested(&outer);
    snprintf(expected, sizeof expected, "%d+%zu exact\n%d+%zu exact\n", BLOCK, strlen(TEST_WORD),
             4 * BLOCK + 2, strlen(TEST_WORD));
    assert_string_equal(scan(&options, outer.bytes, size_of(&outer), &told, &verdict), expected);
}

/* What a limit keeps from being opened is a gap, and its bytes are scanned all the same. */
static void limits_are_gaps(void **state)
{
    struct archive outer;
    struct told told;
    struct leakscan_verdict verdict;
    struct leakscan_scanner_options depth = OPTIONS(.max_depth = 0, .max_entries = 1);
    char expected[256];
    (void)state;
    make_nested(&outer);
    snprintf(expected, sizeof expected, "tar:a.txt>0+%zu exact\nentry_limit\n%d+%zu exact\n",
             strlen(TEST_WORD), 4 * BLOCK + 2, strlen(TEST_WORD));
    assert_string_equal(scan(&depth, outer.bytes, size_of(&outer), &told, &verdict), expected);
    assert_int_equal(verdict.state, LEAKSCAN_DEGRADED);
}

static void depth_is_limited(void **state)
{
    static struct archive nested[LEVELS];
    struct told told;
    struct leakscan_verdict verdict;
    struct leakscan_scanner_options options = OPTIONS(.max_depth = 2);
    char expected[256];
    (void)state;
    memset(nested, 0, sizeof nested);
    add_member(&nested[0], "x", TEST_WORD, strlen(TEST_WORD));
    for (size_t i = 1; i < LEVELS; i++)
        add_member(&nested[i], "x", nested[i - 1].bytes, size_of(&nested[i - 1]));
    const struct archive *top = &nested[LEVELS - 1];
    /* levels 0, 1 and 2 are opened; of the fourth only the bytes are looked at */
    snprintf(expected, sizeof expected,
             "tar:x>tar:x>tar:x>depth_limit\ntar:x>tar:x>tar:x>%d+%zu exact\n", 2 * BLOCK,
             strlen(TEST_WORD));
    assert_string_equal(scan(&options, top->bytes, size_of(top), &told, &verdict), expected);
    assert_int_equal(verdict.state, LEAKSCAN_DEGRADED);
}

static void a_pipe_is_like_memory(void **state)
{
    struct archive outer;
    struct told told = {.text = ""}, whole;
    struct leakscan_verdict verdict;
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    struct leakscan_scanner *scanner;
    int fds[2];
    (void)state;
    make_nested(&outer);
    assert_int_equal(pipe(fds), 0);
    assert_int_equal(write(fds[1], outer.bytes, size_of(&outer)), (ssize_t)size_of(&outer));
    close(fds[1]);
    assert_int_equal(leakscan_scanner_new(rules, NULL, &scanner), LEAKSCAN_OK);
    assert_int_equal(leakscan_scan_fd(scanner, fds[0], &callbacks, &verdict), LEAKSCAN_OK);
    close(fds[0]);
    assert_int_equal(verdict.bytes, size_of(&outer));
    assert_string_equal(told.text, scan(NULL, outer.bytes, size_of(&outer), &whole, &verdict));
    leakscan_scanner_free(scanner);
}

/* More than may be held: a document is read by its format alone, and that is said. */
static void large_members_hide_nothing(void **state)
{
    static struct archive outer;
    static char document[LARGE];
    static const unsigned char compound[] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    struct told told;
    struct leakscan_verdict verdict;
    struct leakscan_scanner_options options = OPTIONS(.max_memory = 200000);
    (void)state;
    memset(document, 'x', LARGE);
    memcpy(document, "<!DOCTYPE html><html><body>", 27);
    memcpy(document + LARGE - 100, TEST_WORD, strlen(TEST_WORD));
    memset(&outer, 0, sizeof outer);
    add_member(&outer, "a.html", document, LARGE);
    scan(&options, outer.bytes, size_of(&outer), &told, &verdict);
    assert_non_null(strstr(told.text, "tar:a.html>memory_limit\n"));
    /* One that cannot be read forward only: its bytes are. */
    memcpy(document, compound, sizeof compound);
    memset(&outer, 0, sizeof outer);
    add_member(&outer, "a.doc", document, LARGE);
    scan(&options, outer.bytes, size_of(&outer), &told, &verdict);
    assert_non_null(strstr(told.text, "tar:a.doc>memory_limit\n"));
    assert_int_equal(verdict.hits, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_lead_to_members), cmocka_unit_test(raw_only_tells_raw_offsets),
        cmocka_unit_test(limits_are_gaps),        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(a_pipe_is_like_memory),  cmocka_unit_test(large_members_hide_nothing),
    };
    return cmocka_run_group_tests(tests, open_rules, close_rules);
}
