/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents of every format, cut off, with bits turned over and with numbers replaced: 10,000
 * variants. Nothing crashes, every scan ends with a verdict, and the verdict accounts for what the
 * callbacks were told. LEAKSCAN_VARIANTS=N makes another number, LEAKSCAN_SEED=N others.
 *
 * Every variant is a heap block of its exact size, so that a sanitizer sees the first byte too
 * many.
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/rng.h"
#include "generate/cells.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    DOCUMENTS_MAX = 2000,
    DOCUMENT_BYTES_MAX = 64 << 10, /* longer files are left out */
    VARIANTS = 10000,
};

struct document {
    char name[128];
    struct ls_buf bytes;
};

/* What the callbacks were told about one input. */
struct told {
    uint64_t hits, gaps;
};

static struct document documents[DOCUMENTS_MAX];
static size_t documents_n;
static struct leakscan_rules *rules;
static struct leakscan_scanner *scanner;

/* ---- the documents ---- */

static struct document *add_document(const char *group, const char *name)
{
    struct document *d = &documents[documents_n];
    assert_true(documents_n < DOCUMENTS_MAX);
    snprintf(d->name, sizeof d->name, "%s/%s", group, name);
    d->bytes.limit = 1 << 20;
    documents_n++;
    return d;
}

static void add_cells(void)
{
    size_t n;
    const struct ls_cell *const *cells = ls_cells(&n);
    for (size_t i = 0; i < n; i++)
        cells[i]->make(cells[i], &add_document(cells[i]->format, cells[i]->where)->bytes);
}

static void add_file(const char *folder, const char *group, const char *name)
{
    static char bytes[DOCUMENT_BYTES_MAX + 1];
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    size_t len = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    if (len <= DOCUMENT_BYTES_MAX)
        assert_false(ls_failed(ls_buf_add(&add_document(group, name)->bytes, bytes, len)));
}

static void add_folder(const char *group)
{
    char folder[512];
    snprintf(folder, sizeof folder, "%s/%s", LS_CORPORA, group);
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (e->d_type == DT_REG && !strstr(e->d_name, ".jsonl"))
            add_file(folder, group, e->d_name);
    closedir(dir);
}

static void add_corpora(void)
{
    DIR *dir = opendir(LS_CORPORA);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (e->d_type == DT_DIR && e->d_name[0] != '.' && strcmp(e->d_name, "generate") != 0)
            add_folder(e->d_name);
    closedir(dir);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct document *)a)->name, ((const struct document *)b)->name);
}

static int set_up(void **state)
{
    (void)state;
    add_cells();
    add_corpora();
    qsort(documents, documents_n, sizeof *documents, by_name);
    assert_true(documents_n > 100);
    if (leakscan_rules_open(NULL, &rules, NULL) != LEAKSCAN_OK)
        return -1;
    return leakscan_scanner_new(rules, NULL, &scanner) == LEAKSCAN_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    for (size_t i = 0; i < documents_n; i++)
        LS_VEC_FINI(&documents[i].bytes);
    return 0;
}

/* ---- one variant ---- */

/* What a field of a hostile file likes to hold. */
static uint32_t odd_number(uint64_t *rng)
{
    static const uint32_t numbers[] = {0,      1,          0x7F,       0xFF,       0x7FFF,
                                       0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF};
    uint32_t i = ls_rng_below(rng, sizeof numbers / sizeof *numbers + 2);
    return i < sizeof numbers / sizeof *numbers ? numbers[i] : ls_rng_below(rng, 1 << 20);
}

static void flip_bits(uint8_t *bytes, size_t len, uint64_t *rng)
{
    for (uint32_t n = 1 + ls_rng_below(rng, 8); n > 0; n--)
        bytes[ls_rng_below(rng, (uint32_t)len)] ^= (uint8_t)(1u << ls_rng_below(rng, 8));
}

static void replace_numbers(uint8_t *bytes, size_t len, uint64_t *rng)
{
    for (uint32_t n = 1 + ls_rng_below(rng, 4); n > 0; n--) {
        uint32_t number = odd_number(rng);
        size_t size = (size_t)1 << ls_rng_below(rng, 3), at = ls_rng_below(rng, (uint32_t)len);
        for (size_t i = 0; i < size && at + i < len; i++)
            bytes[at + i] = (uint8_t)(number >> 8 * i);
    }
}

/* Some bytes stand where others stood: tables that point at each other. */
static void copy_over(uint8_t *bytes, size_t len, uint64_t *rng)
{
    size_t n = 1 + ls_rng_below(rng, len < 512 ? (uint32_t)len : 512);
    size_t from = ls_rng_below(rng, (uint32_t)(len - n + 1));
    memmove(bytes + ls_rng_below(rng, (uint32_t)(len - n + 1)), bytes + from, n);
}

static uint8_t *vary(const struct document *d, uint64_t *rng, size_t *len)
{
    bool cut = ls_rng_below(rng, 4) == 0;
    *len = cut ? ls_rng_below(rng, (uint32_t)d->bytes.n) : d->bytes.n;
    uint8_t *bytes = malloc(*len ? *len : 1);
    assert_non_null(bytes);
    if (*len)
        memcpy(bytes, d->bytes.at, *len);
    if (*len == 0 || (cut && ls_rng_below(rng, 2)))
        return bytes;
    switch (ls_rng_below(rng, 3)) {
    case 0:
        flip_bits(bytes, *len, rng);
        break;
    case 1:
        replace_numbers(bytes, *len, rng);
        break;
    default:
        copy_over(bytes, *len, rng);
        break;
    }
    return bytes;
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    assert_true(hit->text.len > 0);
    told->hits++;
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    assert_non_null(gap->reason);
    told->gaps++;
    return 0;
}

static void scan(const uint8_t *bytes, size_t len)
{
    struct told told = {0};
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = &told};
    struct leakscan_verdict verdict;
    assert_int_equal(leakscan_scan_memory(scanner, len ? bytes : NULL, len, &callbacks, &verdict),
                     LEAKSCAN_OK);
    assert_int_equal(verdict.bytes, len);
    assert_int_equal(verdict.hits, told.hits);
    assert_int_equal(verdict.gaps, told.gaps);
    assert_true(verdict.state == LEAKSCAN_SCANNED ||
                (verdict.state == LEAKSCAN_DEGRADED && told.gaps > 0));
}

static uint64_t number_from(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text && *text ? strtoull(text, NULL, 10) : otherwise;
}

static void broken_documents_are_accounted_for(void **state)
{
    uint64_t variants = number_from("LEAKSCAN_VARIANTS", VARIANTS);
    uint64_t seed = number_from("LEAKSCAN_SEED", 1);
    const char *only = getenv("LEAKSCAN_ONLY"); /* what a name begins with: to find a culprit */
    (void)state;
    for (uint64_t i = 0; i < variants; i++) {
        const struct document *d = &documents[i % documents_n];
        uint64_t rng = seed * UINT64_C(0x9E3779B97F4A7C15) + i;
        size_t len;
        if (d->bytes.n == 0 || (only && strncmp(d->name, only, strlen(only)) != 0))
            continue;
        uint8_t *bytes = vary(d, &rng, &len);
        scan(bytes, len);
        free(bytes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(broken_documents_are_accounted_for),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
