/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The marked paragraph in every place of every format, plain and in a zip in a tar.gz in a 7z:
 * found once each, with the right place and chain. The table of docs/formats.md is what this
 * prints:
 *
 *   test_cells --update DOC     writes the table between its two marker lines
 *   test_cells --write FOLDER   writes the documents, to look at
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "formats/format.h"
#include "generate/cells.h"
#include "generate/wrap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BEGIN_TABLE "<!-- table of places: written by tests/wrap/test_cells --update -->\n"
#define END_TABLE "<!-- end of the table of places -->\n"
#define RULE "cn.mark.star"

enum { LINES_MAX = 4096 };

/* What a scan told, and whether it is what the cell wants. */
struct told {
    const struct ls_cell *cell;
    size_t outer; /* links of the wrapping */
    int hits, right, gaps;
    char text[LINES_MAX];
};

static const char *const wrapping[] = {"7z", "gzip", "tar", "zip"};
enum { WRAPPING_N = sizeof wrapping / sizeof *wrapping };

static bool is(struct leakscan_text text, const char *expected)
{
    expected = expected ? expected : "";
    return text.len == strlen(expected) &&
           (text.len == 0 || memcmp(text.at, expected, text.len) == 0);
}

static bool has_chain(const struct told *told, const struct leakscan_hit *hit)
{
    const struct ls_cell *cell = told->cell;
    size_t n = told->outer;
    for (size_t i = 0; i < n; i++)
        if (i >= hit->chain_n || strcmp(hit->chain[i].kind, wrapping[i]) != 0)
            return false;
    if (!cell->kind)
        return hit->chain_n == n;
    if (hit->chain_n <= n)
        return false;
    const struct leakscan_link *last = &hit->chain[hit->chain_n - 1];
    const struct leakscan_link *first = &hit->chain[n];
    bool named = !*cell->name || is(last->name, cell->name) || is(first->name, cell->name);
    return strcmp(first->kind, cell->kind) == 0 && named;
}

static bool has_place(const struct ls_cell *cell, const struct leakscan_place *place)
{
    return strcmp(place->part, ls_part_name(cell->part)) == 0 &&
           (!cell->sheet || is(place->sheet, cell->sheet)) && place->row == cell->row &&
           place->column == cell->column && place->slide == cell->slide &&
           place->page == cell->page;
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    const struct leakscan_place *place = &hit->place;
    size_t n = strlen(told->text);
    char *out = told->text + n;
    size_t room = sizeof told->text - n;
    told->hits++;
    told->right +=
        strcmp(hit->rule, RULE) == 0 && has_chain(told, hit) && has_place(told->cell, place);
    int k = snprintf(out, room,
                     "    %s at %s sheet \"%.*s\" row %u column %u slide %u page %u:", hit->rule,
                     place->part, (int)place->sheet.len, place->sheet.len ? place->sheet.at : "",
                     place->row, place->column, place->slide, place->page);
    for (size_t i = 0; i < hit->chain_n && k > 0 && (size_t)k < room; i++)
        k += snprintf(out + k, room - (size_t)k, " %s(%.*s)", hit->chain[i].kind,
                      (int)hit->chain[i].name.len,
                      hit->chain[i].name.len ? hit->chain[i].name.at : "");
    if (k > 0 && (size_t)k < room)
        snprintf(out + k, room - (size_t)k, "\n");
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    size_t n = strlen(told->text);
    told->gaps++;
    snprintf(told->text + n, sizeof told->text - n, "    gap %s (%s)\n", gap->reason,
             gap->detail ? gap->detail : "");
    return 0;
}

/* One hit with the right place and chain, and nothing else. */
static bool is_found(struct leakscan_scanner *scanner, const struct ls_cell *cell,
                     const struct ls_buf *bytes, size_t outer)
{
    struct told told = {.cell = cell, .outer = outer};
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    enum leakscan_status status =
        leakscan_scan_memory(scanner, bytes->at, bytes->n, &callbacks, NULL);
    bool found = status == LEAKSCAN_OK && told.hits == 1 && told.right == 1 && told.gaps == 0;
    if (!found)
        printf("%s, %s, %s: %d hits, %d right, %d gaps\n%s", cell->format, cell->where,
               outer ? "wrapped" : "plain", told.hits, told.right, told.gaps, told.text);
    return found;
}

/* A zip in a tar.gz in a 7z. */
static void wrap(const char *name, const struct ls_buf *bytes, struct ls_buf *out)
{
    struct ls_buf zip = {.limit = 1 << 20}, tar = {.limit = 1 << 20};
    ls_wrap_bytes(LS_WRAP_ZIP, name, bytes->at, bytes->n, &zip);
    ls_wrap_bytes(LS_WRAP_TAR_GZ, "inner.zip", zip.at, zip.n, &tar);
    ls_wrap_bytes(LS_WRAP_7Z, "middle.tar.gz", tar.at, tar.n, out);
    LS_VEC_FINI(&zip);
    LS_VEC_FINI(&tar);
}

static bool add(struct ls_buf *table, const char *text)
{
    return !ls_failed(ls_buf_str(table, text));
}

static bool scan_all(struct leakscan_scanner *scanner, struct ls_buf *table)
{
    size_t n;
    const struct ls_cell *const *cells = ls_cells(&n);
    bool all =
        add(table, "| format | place | plain | in zip in tar.gz in 7z |\n|---|---|---|---|\n");
    for (size_t i = 0; i < n; i++) {
        const struct ls_cell *cell = cells[i];
        struct ls_buf bytes = {.limit = 1 << 20}, wrapped = {.limit = 1 << 20};
        char name[32], row[256];
        snprintf(name, sizeof name, "document.%s", cell->format);
        if (strcmp(cell->format, "pdf") == 0 &&
            !ls_format_find("pdf")) { /* the table is that of those who do */
            snprintf(row, sizeof row, "| pdf | %s | found | found |\n", cell->where);
            all = add(table, row) && all;
            continue;
        }
        cell->make(cell, &bytes);
        wrap(name, &bytes, &wrapped);
        bool plain = is_found(scanner, cell, &bytes, 0);
        bool inside = is_found(scanner, cell, &wrapped, WRAPPING_N);
        snprintf(row, sizeof row, "| %s | %s | %s | %s |\n", cell->format, cell->where,
                 plain ? "found" : "**no**", inside ? "found" : "**no**");
        all = add(table, row) && plain && inside && all;
        LS_VEC_FINI(&bytes);
        LS_VEC_FINI(&wrapped);
    }
    return all;
}

static bool read_file(const char *path, struct ls_buf *out)
{
    char chunk[4096];
    size_t got;
    FILE *file = fopen(path, "rbe");
    while (file && (got = fread(chunk, 1, sizeof chunk, file)) > 0)
        if (ls_failed(ls_buf_add(out, chunk, got)))
            return false;
    return file && fclose(file) == 0 && !ls_failed(ls_buf_char(out, '\0'));
}

/* Is the table in the document this one? With `update`, it is from now on. */
static bool same_table(const char *path, const struct ls_buf *table, bool update)
{
    struct ls_buf doc = {.limit = 1 << 20};
    if (!read_file(path, &doc))
        return false;
    char *begin = strstr(doc.at, BEGIN_TABLE);
    char *end = begin ? strstr(begin, END_TABLE) : NULL;
    bool same = false;
    if (end) {
        begin += strlen(BEGIN_TABLE);
        same = (size_t)(end - begin) == table->n && memcmp(begin, table->at, table->n) == 0;
    }
    if (end && update && !same) {
        FILE *file = fopen(path, "wbe");
        same = file && fwrite(doc.at, 1, (size_t)(begin - doc.at), file) &&
               fwrite(table->at, 1, table->n, file) && fputs(end, file) >= 0;
        same = file && fclose(file) == 0 && same;
    }
    if (!same)
        printf("%s: the table of places is another one: run test_cells --update %s\n", path, path);
    LS_VEC_FINI(&doc);
    return same;
}

static int write_all(const char *folder)
{
    size_t n;
    const struct ls_cell *const *cells = ls_cells(&n);
    for (size_t i = 0; i < n; i++) {
        struct ls_buf bytes = {.limit = 1 << 20};
        char path[512];
        snprintf(path, sizeof path, "%s/%02zu.%s", folder, i, cells[i]->format);
        cells[i]->make(cells[i], &bytes);
        FILE *file = fopen(path, "wbe");
        bool written = file && fwrite(bytes.at, 1, bytes.n, file) == bytes.n;
        if (!file || fclose(file) != 0 || !written) {
            perror(path);
            return 1;
        }
        LS_VEC_FINI(&bytes);
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct leakscan_rules *rules;
    struct leakscan_scanner *scanner;
    char error[LEAKSCAN_ERROR_BYTES];
    struct ls_buf table = {.limit = 1 << 20};
    bool update = argc == 3 && strcmp(argv[1], "--update") == 0;
    if (argc == 3 && strcmp(argv[1], "--write") == 0)
        return write_all(argv[2]);
    if (leakscan_rules_open(NULL, &rules, error) != LEAKSCAN_OK ||
        leakscan_scanner_new(rules, NULL, &scanner) != LEAKSCAN_OK) {
        printf("%s\n", error);
        return 1;
    }
    bool found = scan_all(scanner, &table);
    bool same = argc < 2 || same_table(argv[argc - 1], &table, update);
    LS_VEC_FINI(&table);
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    return found && same ? 0 : 1;
}
