/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wrap RULES-CACHE FOLDER: each case of a folder, in each container, and in several of them: what
 * is told must be what is told of the case alone, with a longer chain, once.
 *
 *   alone      docx:word/header1.xml> cn.mark.star 1042+12 …
 *   in a zip   zip:b.docx>docx:word/header1.xml> cn.mark.star 1042+12 …
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "generate/must.h"
#include "generate/wrap.h"

#include <dirent.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

enum { FILE_MAX = 64 << 20, LINES_MAX = 100000, PATH_BYTES = 4096, WRAPS_MAX = 3, KINDS_MAX = 4 };

/* Containers around a case, outermost last, and how the links to it begin with them. */
struct around {
    const char *name;
    enum ls_wrap wraps[WRAPS_MAX];
    size_t n;
    const char *kinds[KINDS_MAX + 1]; /* outermost first, NULL last */
};

static const struct around all[] = {
    {"zip", {LS_WRAP_ZIP}, 1, {"zip"}},
    {"stored", {LS_WRAP_STORED}, 1, {"zip"}},
    {"tar", {LS_WRAP_TAR}, 1, {"tar"}},
    {"tar.gz", {LS_WRAP_TAR_GZ}, 1, {"gzip", "tar"}},
    {"7z", {LS_WRAP_7Z}, 1, {"7z"}},
    {"gz", {LS_WRAP_GZIP}, 1, {"gzip"}},
    {"eml", {LS_WRAP_MAIL}, 1, {"eml"}},
    {"zip in tar.gz in 7z",
     {LS_WRAP_ZIP, LS_WRAP_TAR_GZ, LS_WRAP_7Z},
     3,
     {"7z", "gzip", "tar", "zip"}},
    {"zip in eml", {LS_WRAP_ZIP, LS_WRAP_MAIL}, 2, {"eml", "zip"}},
};

/* What was told, one line each, without the first `skip` links of chains. */
struct told {
    struct ls_buf text;
    LS_VEC(char *) lines;
    const char *const *kinds; /* that these links must have */
    size_t skip;
    const char *wrong; /* a link that is not there, or another */
};

static void add(struct told *told, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(struct told *told, const char *format, ...)
{
    char piece[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(piece, sizeof piece, format, args);
    va_end(args);
    must(ls_buf_str(&told->text, piece));
}

static void begin_line(struct told *told, const struct leakscan_link *chain, size_t n)
{
    LS_VEC_CLEAR(&told->text);
    if (n < told->skip)
        told->wrong = "a chain that does not begin in the containers";
    for (size_t i = 0; i < n && i < told->skip; i++)
        if (strcmp(chain[i].kind, told->kinds[i]) != 0)
            told->wrong = chain[i].kind;
    for (size_t i = told->skip; i < n; i++) {
        add(told, "%s:%.*s", chain[i].kind, (int)chain[i].name.len, chain[i].name.at);
        if (chain[i].offset != LEAKSCAN_UNKNOWN)
            add(told, "@%llu", (unsigned long long)chain[i].offset);
        add(told, "> ");
    }
}

static void end_line(struct told *told)
{
    must(ls_buf_char(&told->text, '\0'));
    char *line = ls_strdup(told->text.at);
    MUST(line && told->lines.n < told->lines.limit);
    must(LS_VEC_RESERVE(&told->lines, 1));
    told->lines.at[told->lines.n++] = line;
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    const struct leakscan_place *place = &hit->place;
    begin_line(told, hit->chain, hit->chain_n);
    add(told, "%s %d %llu+%llu %s %s ", hit->rule, hit->severity, (unsigned long long)hit->offset,
        (unsigned long long)hit->length, hit->exact, hit->encoding);
    add(told, "%s page %u slide %u sheet %.*s %u,%u line %llu count %llu: %.*s", place->part,
        place->page, place->slide, (int)place->sheet.len, place->sheet.at, place->row,
        place->column, (unsigned long long)place->line, (unsigned long long)hit->count,
        (int)hit->text.len, hit->text.at);
    end_line(told);
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    begin_line(told, gap->chain, gap->chain_n);
    add(told, "gap %d %s %s", gap->state, gap->reason, gap->detail ? gap->detail : "");
    end_line(told);
    return 0;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void scan(struct leakscan_scanner *scanner, const void *bytes, size_t len, struct told *told)
{
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = told};
    told->text.limit = FILE_MAX;
    LS_VEC_INIT(&told->lines, LINES_MAX);
    MUST(leakscan_scan_memory(scanner, bytes, len, &callbacks, NULL) == LEAKSCAN_OK);
    if (told->lines.n > 1)
        qsort(told->lines.at, told->lines.n, sizeof *told->lines.at, by_text);
}

static void forget(struct told *told)
{
    for (size_t i = 0; i < told->lines.n; i++)
        ls_free(told->lines.at[i]);
    LS_VEC_FINI(&told->lines);
    LS_VEC_FINI(&told->text);
}

/* Prints what only one of the two says; whether there is any. */
static bool differ(const struct told *alone, const struct told *inside)
{
    size_t i = 0, k = 0;
    bool any = false;
    while (i < alone->lines.n || k < inside->lines.n) {
        int order = i == alone->lines.n    ? 1
                    : k == inside->lines.n ? -1
                                           : strcmp(alone->lines.at[i], inside->lines.at[k]);
        if (order < 0)
            printf("  missing  %s\n", alone->lines.at[i]);
        if (order > 0)
            printf("  news     %s\n", inside->lines.at[k]);
        any |= order != 0;
        i += order <= 0;
        k += order >= 0;
    }
    return any;
}

static bool check_around(struct leakscan_scanner *scanner, const struct around *around,
                         const char *name, const struct ls_buf *bytes, const struct told *alone)
{
    struct ls_buf now = {.limit = FILE_MAX}, next = {.limit = FILE_MAX};
    struct told inside = {.kinds = around->kinds};
    char names[WRAPS_MAX + 1][PATH_BYTES];
    while (around->kinds[inside.skip])
        inside.skip++;
    must(ls_buf_add(&now, bytes->at, bytes->n));
    snprintf(names[0], PATH_BYTES, "%s", name);
    for (size_t i = 0; i < around->n; i++) {
        LS_VEC_CLEAR(&next);
        ls_wrap_bytes(around->wraps[i], names[i], now.at, now.n, &next);
        snprintf(names[i + 1], PATH_BYTES, "inner.%s", ls_wrap_name(around->wraps[i]));
        struct ls_buf swap = now;
        now = next;
        next = swap;
    }
    scan(scanner, now.at, now.n, &inside);
    bool wrong = differ(alone, &inside) || inside.wrong;
    if (wrong)
        printf("^ %s in %s%s%s\n", name, around->name, inside.wrong ? ": " : "",
               inside.wrong ? inside.wrong : "");
    forget(&inside);
    LS_VEC_FINI(&now);
    LS_VEC_FINI(&next);
    return !wrong;
}

static void read_file(const char *path, struct ls_buf *bytes)
{
    char chunk[1 << 16];
    size_t got;
    FILE *in = fopen(path, "rbe");
    MUST(in);
    while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
        must(ls_buf_add(bytes, chunk, got));
    fclose(in);
}

static bool check_case(struct leakscan_scanner *scanner, const char *folder, const char *name)
{
    char path[PATH_BYTES];
    struct ls_buf bytes = {.limit = FILE_MAX};
    struct told alone = {.skip = 0};
    struct stat st;
    bool ok = true;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return true;
    read_file(path, &bytes);
    scan(scanner, bytes.at, bytes.n, &alone);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        ok &= check_around(scanner, &all[i], name, &bytes, &alone);
    forget(&alone);
    LS_VEC_FINI(&bytes);
    return ok;
}

static bool is_case(const char *name)
{
    size_t n = strlen(name);
    return name[0] != '.' && !(n > 6 && strcmp(name + n - 6, ".jsonl") == 0) &&
           strcmp(name, "README.md") != 0;
}

int main(int argc, char **argv)
{
    struct leakscan_rules_options rules_options = {.size = sizeof rules_options};
    struct leakscan_scanner_options options = {.size = sizeof options};
    struct leakscan_rules *rules;
    struct leakscan_scanner *scanner;
    char error[LEAKSCAN_ERROR_BYTES];
    bool ok = true;
    MUST(argc == 3);
    rules_options.cache_dir = argv[1];
    if (leakscan_rules_open(&rules_options, &rules, error) != LEAKSCAN_OK) {
        printf("%s\n", error);
        return 1;
    }
    MUST(leakscan_scanner_new(rules, &options, &scanner) == LEAKSCAN_OK);
    DIR *dir = opendir(argv[2]);
    MUST(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (is_case(entry->d_name))
            ok &= check_case(scanner, argv[2], entry->d_name);
    closedir(dir);
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    return ok ? 0 : 1;
}
