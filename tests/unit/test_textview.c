/* SPDX-License-Identifier: Apache-2.0 */
/* Text of documents: places, the way back, breaks, and constant memory. */
#include "../engine.h"

#include "engine/textview.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static const char pack_text[] =
    "pack: t\ntitle: t\nrules:\n"
    "  - {id: t.word, title: w, category: dictionary, severity: low, gap: none,\n"
    "     anchors: [needle], match: needle, examples: {hit: [needle]}}\n"
    "  - {id: t.head, title: h, category: dictionary, severity: low, gap: none,\n"
    "     anchors: [banner], match: banner, at: [header], lead: 2, window: 8,\n"
    "     examples: {hit: [banner]}}\n"
    "  - {id: t.cell, title: c, category: dictionary, severity: low, gap: none,\n"
    "     anchors: [inside], match: inside, at: [cell], lead: 2, window: 8,\n"
    "     examples: {hit: [inside]}}\n";

struct fixture {
    struct ls_engine *engine;
    struct ls_scanner *scanner;
    struct ls_textview view;
    struct ls_told told;
    size_t hits;
    char encodings[64]; /* of each, with a blank behind it */
    char last[512];     /* "rule part sheet cell line off+len exact name" of each, joined by ';' */
};

static struct ls_result on_hit(void *user, const struct ls_hit *hit, const struct ls_link *link)
{
    struct fixture *f = user;
    char cell[LS_CELL_CHARS] = "-";
    size_t n = strlen(f->last);
    if (hit->place.row)
        ls_cell_name(hit->place.row, hit->place.column, cell);
    snprintf(f->last + n, sizeof f->last - n, "%s %s %.*s %s %llu %llu+%llu %s %.*s;",
             hit->rule->id, ls_part_name(hit->place.part), (int)hit->place.sheet.len,
             hit->place.sheet.len ? hit->place.sheet.at : "", cell,
             (unsigned long long)hit->place.line, (unsigned long long)hit->off,
             (unsigned long long)hit->len, ls_exact_name(hit->exact), (int)link->name.len,
             link->name.len ? link->name.at : "");
    n = strlen(f->encodings);
    snprintf(f->encodings + n, sizeof f->encodings - n, "%s ", hit->encoding);
    f->hits++;
    return ls_ok();
}

static void open_view(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    f->engine = test_engine_of(pack_text);
    assert_false(ls_failed(ls_scanner_new(f->engine, &f->scanner)));
    assert_false(ls_failed(ls_textview_init(&f->view, f->engine, f->scanner)));
    ls_told_init(&f->told);
    assert_false(ls_failed(ls_textview_begin(&f->view, &f->told, on_hit, f)));
}

static void close_view(struct fixture *f)
{
    ls_textview_fini(&f->view);
    ls_told_fini(&f->told);
    ls_scanner_free(f->scanner);
    ls_engine_free(f->engine);
}

static void put(struct fixture *f, const char *text)
{
    assert_false(
        ls_failed(ls_textview_text(&f->view, (struct ls_str){text, strlen(text)}, NULL, 0)));
}

static void put_part(struct fixture *f, enum ls_part part, const char *name, const char *sheet)
{
    struct ls_part_info info = {.part = part,
                                .name = {name, strlen(name)},
                                .sheet = {sheet, strlen(sheet)},
                                .raw_off = LS_OFF_UNKNOWN,
                                .link_off = LS_OFF_UNKNOWN};
    assert_false(ls_failed(ls_textview_part(&f->view, &info)));
}

static void put_break(struct fixture *f, enum ls_break what)
{
    assert_false(ls_failed(ls_textview_break(&f->view, what)));
}

static void put_cell(struct fixture *f, uint32_t row, uint32_t column)
{
    assert_false(ls_failed(ls_textview_cell(&f->view, row, column)));
}

static void expect(struct fixture *f, const char *hits)
{
    assert_false(ls_failed(ls_textview_end(&f->view)));
    assert_string_equal(f->last, hits);
}

static void places_of_people(void **state)
{
    struct fixture f;
    (void)state;
    open_view(&f);
    put_part(&f, LS_PART_HEADER, "h.xml", "");
    put(&f, "some banner here");
    put_part(&f, LS_PART_BODY, "d.xml", "");
    put(&f, "some banner here\nsecond line");
    put_break(&f, LS_BREAK_LINE);
    put_break(&f, LS_BREAK_LINE);
    put(&f, "nee");
    put(&f, "dle");
    put_part(&f, LS_PART_BODY, "s1.xml", "Sheet");
    put_cell(&f, 7, 2);
    put(&f, "inside");
    put_cell(&f, 7, 5);
    put(&f, "not inside");
    put_cell(&f, 8, 1);
    put(&f, "needle");
    expect(&f, "t.head header  - 1 5+6 object h.xml;"
               "t.word body  - 3 46+6 object d.xml;"
               "t.cell body Sheet B7 0 54+6 object s1.xml;"
               "t.word body Sheet A8 0 74+6 object s1.xml;");
    close_view(&f);
}

static void the_way_back(void **state)
{
    struct fixture f;
    struct ls_map map;
    (void)state;
    open_view(&f);
    ls_map_init(&map, 100);
    assert_false(ls_failed(ls_map_add(&map, 10, 1000, 1, 1)));
    assert_false(ls_failed(ls_map_add(&map, 1, 1010, 1, 6)));
    assert_false(ls_failed(ls_map_add(&map, 10, 1016, 1, 1)));
    /* "needle" whole in one segment, then across an entity */
    assert_false(ls_failed(
        ls_textview_text(&f.view, (struct ls_str){"a needle xyneedle abc", 21}, &map, 0)));
    expect(&f, "t.word body  - 1 1002+6 exact ;t.word body  - 1 1016+6 exact ;");
    assert_int_equal(f.told.seen.n, 1); /* all three segments touch */
    assert_int_equal(f.told.seen.at[0].lo, 1000);
    assert_int_equal(f.told.seen.at[0].hi, 1026);
    f.last[0] = '\0';
    ls_told_clear(&f.told);
    assert_false(ls_failed(ls_textview_begin(&f.view, &f.told, on_hit, &f)));
    assert_false(ls_failed(
        ls_textview_text(&f.view, (struct ls_str){"cutneedle", 9}, &map, 5))); /* 3rd: entity */
    expect(&f, "t.word body  - 1 1008+11 mapped ;");
    ls_map_fini(&map);
    close_view(&f);
}

static void outer_breaks_take_the_place_of_inner_ones(void **state)
{
    struct fixture f;
    (void)state;
    open_view(&f);
    put_break(&f, LS_BREAK_LINE); /* nothing to end */
    put(&f, "a");
    put_break(&f, LS_BREAK_LINE);
    put_break(&f, LS_BREAK_CELL);
    put_break(&f, LS_BREAK_CELL); /* an empty cell */
    put(&f, "b");
    put_break(&f, LS_BREAK_CELL);
    put_break(&f, LS_BREAK_ROW);
    put_break(&f, LS_BREAK_LINE);
    put_break(&f, LS_BREAK_CELL); /* an empty first cell */
    put(&f, "c");
    put_break(&f, LS_BREAK_PAGE);
    put_break(&f, LS_BREAK_PAGE);
    static const char expected[] = "a\x1f\x1f"
                                   "b\x1e\x1f"
                                   "c\f";
    assert_int_equal(f.view.n, sizeof expected - 1);
    assert_memory_equal(f.view.bytes, expected, sizeof expected - 1);
    expect(&f, "");
    close_view(&f);
}

/* Far longer than the buffer, in pieces of odd length, each needle found once and in its line. */
static void long_text(void **state)
{
    struct fixture f;
    char line[64];
    (void)state;
    open_view(&f);
    for (int i = 1; i <= 60000; i++) {
        int n = snprintf(line, sizeof line, "line %d has nothing in it at all, really\n", i);
        if (i % 5000 == 0)
            n = snprintf(line, sizeof line, "a needle in line %d\n", i);
        put(&f, line);
        assert_true(f.view.n <= f.view.cap);
        if (n < 0)
            fail();
        if (i % 5000 == 0)
            f.last[0] = '\0';
    }
    f.last[0] = '\0';
    assert_false(ls_failed(ls_textview_end(&f.view)));
    assert_int_equal(f.hits, 12);
    assert_non_null(strstr(f.last, " 60000 "));
    close_view(&f);
}

/* One piece that is scanned while it is appended: its lines are known by then. */
static void lines_of_a_long_piece(void **state)
{
    enum { LINES = 60000, LINE_BYTES = 10 };
    static char piece[LINES * LINE_BYTES + 1];
    struct fixture f;
    (void)state;
    open_view(&f);
    memset(piece, ' ', sizeof piece - 1);
    for (size_t i = 1; i <= LINES; i++)
        piece[i * LINE_BYTES - 1] = '\n';
    memcpy(piece + (30000 - 1) * LINE_BYTES, "needle", 6);
    put(&f, piece);
    expect(&f, "t.word body  - 30000 299990+6 object ;");
    close_view(&f);
}

/* A part in UTF-16 with a string of single bytes in it: both are known to the raw pass. */
static void strings_of_two_widths(void **state)
{
    struct fixture f;
    struct ls_map map;
    struct ls_rule_info rule = {.id = "t.word"};
    struct ls_hit seen = {
        .rule = &rule, .off = 100, .len = 6, .enc = LS_ENC_UTF8, .text = {"needle", 6}};
    struct ls_part_info info = {.part = LS_PART_BODY, .encoding = "utf-16le", .raw_off = 0};
    (void)state;
    open_view(&f);
    ls_map_init(&map, 100);
    assert_false(ls_failed(ls_map_add(&map, 6, 100, 1, 1)));
    assert_false(ls_failed(ls_map_add(&map, 1, 0, 1, 0)));
    assert_false(ls_failed(ls_map_add(&map, 6, 200, 1, 2)));
    assert_false(ls_failed(ls_textview_part(&f.view, &info)));
    assert_false(
        ls_failed(ls_textview_text(&f.view, (struct ls_str){"needle needle", 13}, &map, 0)));
    expect(&f, "t.word body  - 1 100+6 exact ;t.word body  - 1 200+12 mapped ;");
    assert_string_equal(f.encodings, "utf-8 utf-16le ");
    assert_true(ls_told_knows(&f.told, &seen));
    seen.enc = LS_ENC_UTF16LE;
    assert_false(ls_told_knows(&f.told, &seen));
    seen.off = 200;
    seen.len = 12;
    assert_true(ls_told_knows(&f.told, &seen));
    ls_map_fini(&map);
    close_view(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_of_people),
        cmocka_unit_test(the_way_back),
        cmocka_unit_test(outer_breaks_take_the_place_of_inner_ones),
        cmocka_unit_test(strings_of_two_widths),
        cmocka_unit_test(long_text),
        cmocka_unit_test(lines_of_a_long_piece),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
