/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that depend on what else their object holds: told at its end, or not at all. */
#include "engine/object.h"

#include "../tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static const char pack_text[] =
    "pack: t\ntitle: t\nrules:\n"
    "  - {id: t.head, title: head, category: internal-mark, severity: medium, anchors: "
    "[红头暗号],\n"
    "     gap: none, match: '红头暗号\\d', provided: {found: [exam, audit], missing: "
    "[grade-mark]},\n"
    "     examples: {hit: [红头暗号1]}}\n"
    "  - {id: t.lone, title: lone, category: internal-mark, severity: low, anchors: [独行暗号],\n"
    "     gap: none, match: 独行暗号, provided: {missing: [grade-mark, exam]}, examples: {hit: "
    "[独行暗号]}}\n"
    "  - {id: t.exam, title: exam, category: exam, severity: high, anchors: [考卷暗号], gap: "
    "none,\n"
    "     match: 考卷暗号, in_context: [{context: past, to: mention}], examples: {hit: "
    "[考卷暗号]}}\n"
    "  - {id: t.mark, title: mark, category: grade-mark, severity: mention, anchors: [标志暗号],\n"
    "     gap: none, match: 标志暗号, examples: {hit: [标志暗号]}}\n"
    "  - {id: t.past, title: past, context: past, anchors: [往年暗号], gap: none, match: "
    "往年暗号,\n"
    "     examples: {hit: [往年暗号]}}\n";

#define HEAD "红头暗号"
#define LONE "独行暗号"
#define EXAM "考卷暗号"
#define MARK "标志暗号"
#define PAST "往年暗号"

enum { BLOCK = 512, LARGE = 17 << 20 };

struct fixture {
    struct ls_engine *engine;
    struct ls_object_options options;
    char told[2048];
};

static struct ls_result on_hit(void *user, const struct ls_hit *hit)
{
    struct fixture *f = user;
    size_t n = strlen(f->told);
    for (size_t i = 0; i < hit->chain.n; i++)
        n += (size_t)snprintf(f->told + n, sizeof f->told - n, "%.*s>",
                              (int)hit->chain.at[i].name.len, hit->chain.at[i].name.at);
    snprintf(f->told + n, sizeof f->told - n, "%s@%llu:%.*s;", hit->rule->id + 2,
             (unsigned long long)hit->place.line, (int)hit->text.len, hit->text.at);
    return ls_ok();
}

static struct ls_result on_gap(void *user, const struct ls_gap *gap)
{
    struct fixture *f = user;
    size_t n = strlen(f->told);
    snprintf(f->told + n, sizeof f->told - n, "gap %s;", gap->reason);
    return ls_ok();
}

static int open_fixture(void **state)
{
    static struct fixture f;
    f = (struct fixture){.options = {.min_severity = LS_SEV_LOW}};
    f.engine = test_engine_of(pack_text);
    *state = &f;
    return 0;
}

static int close_fixture(void **state)
{
    ls_engine_free(((struct fixture *)*state)->engine);
    return 0;
}

static const char *scan_bytes(struct fixture *f, const void *bytes, size_t len)
{
    struct ls_input input = {.kind = LS_INPUT_MEMORY, .fd = -1, .memory = bytes, .size = len};
    struct ls_report report = {.hit = on_hit, .gap = on_gap, .user = f};
    struct ls_object_scanner *scanner;
    struct ls_outcome outcome;
    f->told[0] = '\0';
    assert_false(ls_failed(ls_object_scanner_new(f->engine, &f->options, &scanner)));
    assert_false(ls_failed(ls_object_scan(scanner, &input, NULL, &report, &outcome)));
    ls_object_scanner_free(scanner);
    return f->told;
}

static const char *scan(struct fixture *f, const char *text)
{
    return scan_bytes(f, text, strlen(text));
}

static void it_is_told_when_nothing_is_marked(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(scan(f, "一\n" HEAD "1\n" EXAM "\n"), "exam@3:" EXAM ";head@2:" HEAD "1;");
    /* before and behind; only the first of them */
    assert_string_equal(scan(f, EXAM "\n" HEAD "1\n" HEAD "2\n"),
                        "exam@1:" EXAM ";head@2:" HEAD "1;");
    assert_string_equal(scan(f, HEAD "1\n"), "");
    assert_string_equal(scan(f, LONE "\n" HEAD "1\n"), "lone@1:" LONE ";");
    assert_string_equal(scan(f, LONE "\n" EXAM), "exam@2:" EXAM ";");
}

static void a_mark_anywhere_silences_it(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(scan(f, MARK "\n" HEAD "1\n" EXAM "\n"), "exam@3:" EXAM ";");
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n" MARK), "exam@2:" EXAM ";");
    /* and leaves the next object alone */
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n"), "exam@2:" EXAM ";head@1:" HEAD "1;");
}

static void a_mention_is_no_find(void **state)
{
    struct fixture *f = *state;
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n" PAST "\n"), "");
}

/* What is left out of the report counts all the same. */
static void filters_do_not_decide(void **state)
{
    struct fixture *f = *state;
    f->options.categories = 1u << LS_CAT_INTERNAL_MARK;
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n"), "head@1:" HEAD "1;");
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n" MARK "\n"), "");
    f->options.categories = 0;
    f->options.min_severity = LS_SEV_MEDIUM;
    assert_string_equal(scan(f, LONE "\n"), "");
    assert_string_equal(scan(f, HEAD "1\n" EXAM "\n"), "exam@2:" EXAM ";head@1:" HEAD "1;");
    f->options.min_severity = LS_SEV_LOW;
}

/* Wherever blocks end, and however far the three stand apart. */
static void blocks_do_not_decide(void **state)
{
    struct fixture *f = *state;
    enum { FAR = 300000 };
    static char text[FAR + 256];
    static const size_t sizes[] = {2, 64, 4096, 0};
    for (int marked = 0; marked < 2; marked++) {
        memset(text, '\n', FAR);
        memcpy(text, HEAD "1", sizeof HEAD);
        memcpy(text + FAR / 2, EXAM, sizeof EXAM - 1);
        strcpy(text + FAR, marked ? MARK "\n" : "\n");
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            f->options.block_bytes = sizes[i];
            scan(f, text);
            assert_int_equal(strstr(f->told, "head@1:" HEAD "1;") != NULL, !marked);
            assert_non_null(strstr(f->told, ":" EXAM ";"));
        }
    }
    f->options.block_bytes = 0;
}

/* A member of a tar archive (POSIX.1-2017, pax, "ustar Interchange Format"). */
static size_t put_member(char *out, const char *name, const char *text)
{
    unsigned sum = 0;
    size_t len = strlen(text);
    memset(out, 0, BLOCK + (len + BLOCK - 1) / BLOCK * BLOCK);
    snprintf(out, 100, "%s", name);
    snprintf(out + 100, 8, "%07o", 0600);
    snprintf(out + 108, 8, "%07o", 0);
    snprintf(out + 116, 8, "%07o", 0);
    snprintf(out + 124, 12, "%011o", (unsigned)len);
    snprintf(out + 136, 12, "%011o", 0);
    memset(out + 148, ' ', 8);
    out[156] = '0';
    memcpy(out + 257, "ustar\00000", 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)out[i];
    snprintf(out + 148, 8, "%06o", sum);
    memcpy(out + BLOCK, text, len);
    return BLOCK + (len + BLOCK - 1) / BLOCK * BLOCK;
}

/* Each member is an object of its own: a mark in one is none of the other. */
static void members_are_objects(void **state)
{
    struct fixture *f = *state;
    static char tar[16 * BLOCK];
    memset(tar, 0, sizeof tar);
    size_t n = put_member(tar, "a", HEAD "1\n" EXAM "\n");
    n += put_member(tar + n, "b", MARK "\n" HEAD "2\n" EXAM "\n");
    n += put_member(tar + n, "c", HEAD "3\n");
    assert_string_equal(scan_bytes(f, tar, n + 2 * (size_t)BLOCK),
                        "a>exam@2:" EXAM ";a>head@1:" HEAD "1;b>exam@3:" EXAM ";");
}

/* Bytes that no format knows, in two encodings: one object. Very many of them: not one document. */
static void raw_bytes_are_one_document_at_most(void **state)
{
    struct fixture *f = *state;
    static const char gb_mark[] = "\xb1\xea\xd6\xbe\xb0\xb5\xba\xc5"; /* 标志暗号 */
    char *bytes = calloc(LARGE, 1);
    assert_non_null(bytes);
    memset(bytes, 0x01, LARGE);
    memcpy(bytes + 100, HEAD "1", sizeof HEAD);
    memcpy(bytes + 200, EXAM, sizeof EXAM - 1);
    scan_bytes(f, bytes, 4096);
    assert_non_null(strstr(f->told, "head@"));
    scan_bytes(f, bytes, LARGE);
    assert_null(strstr(f->told, "head@"));
    assert_non_null(strstr(f->told, "exam@"));
    memcpy(bytes + 300, gb_mark, sizeof gb_mark - 1);
    scan_bytes(f, bytes, 4096);
    assert_null(strstr(f->told, "head@"));
    free(bytes);
}

static void assert_wrong(const char *provided, const char *expected)
{
    char text[1024];
    struct ls_diag diag = {.text = ""};
    struct ls_rules *rules;
    snprintf(text, sizeof text,
             "pack: t\ntitle: t\nrules:\n  - id: t.a\n    title: a\n    category: exam\n"
             "    severity: low\n    anchors: [暗号]\n    match: 暗号\n    provided: %s\n"
             "    examples: {hit: [暗号]}\n",
             provided);
    struct ls_pack_text pack = {"p.yaml", text, strlen(text)};
    assert_true(ls_failed(ls_rules_load(&pack, 1, &rules, &diag)));
    if (!strstr(diag.text, expected))
        fail_msg("%s", diag.text);
}

static void nonsense_is_refused(void **state)
{
    (void)state;
    assert_wrong("{found: [nonsense]}", "p.yaml:10: provided.found");
    assert_wrong("{found: []}", "p.yaml:10: provided: asks for nothing");
    assert_wrong("{found: [exam], missing: [exam]}", "p.yaml:10: provided.missing: has a category");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_told_when_nothing_is_marked),
        cmocka_unit_test(a_mark_anywhere_silences_it),
        cmocka_unit_test(a_mention_is_no_find),
        cmocka_unit_test(filters_do_not_decide),
        cmocka_unit_test(blocks_do_not_decide),
        cmocka_unit_test(members_are_objects),
        cmocka_unit_test(raw_bytes_are_one_document_at_most),
        cmocka_unit_test(nonsense_is_refused),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
