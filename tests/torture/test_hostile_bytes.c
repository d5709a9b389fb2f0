/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inputs of corpora/raw cut off at every byte, and with bits turned over: nothing crashes, the
 * verdict accounts for what the callbacks were told, every hit lies within the input and says what
 * stands there, and what stands well before the cut is still found.
 *
 * Every input is a heap block of its exact size, so that a sanitizer sees the first byte too many.
 */
#include "leakscan.h"

#include "base/alloc.h"
#include "base/encoding.h"
#include "base/rng.h"
#include "base/utf8.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    FILES_MAX = 64,
    FILE_BYTES_MAX = 4096, /* longer ones are left out */
    CUT_BYTES_MAX = 1200,  /* longer ones are cut at every CUT_STEP-th byte only */
    CUT_STEP = 7,
    FLIPS = 4000, /* rounds */
    HITS_MAX = 256,
    /* Bytes behind a mark that its rule may look at: 48 characters, and some more. */
    CONTEXT_BYTES = 256,
};

struct file {
    char name[256];
    uint8_t bytes[FILE_BYTES_MAX];
    size_t len;
};

struct found {
    char rule[32];
    uint64_t off, len;
};

/* What the callbacks were told about one input. */
struct told {
    const char *name;
    const uint8_t *bytes;
    size_t len;
    struct found hits[HITS_MAX];
    size_t n;
    uint64_t gaps;
};

static struct file files[FILES_MAX];
static size_t files_n;
static struct leakscan_rules *rules;
static struct leakscan_scanner *scanner;

/* ---- the inputs ---- */

static void read_file(const char *folder, const char *name)
{
    char path[1024];
    struct file *f = &files[files_n];
    uint8_t more;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(f->name, sizeof f->name, "%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    f->len = fread(f->bytes, 1, sizeof f->bytes, in);
    bool whole = fread(&more, 1, 1, in) == 0;
    fclose(in);
    files_n += whole;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

static void read_files(void)
{
    static const char folder[] = LS_CORPORA "/raw";
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; files_n < FILES_MAX && (e = readdir(dir)) != NULL;)
        if (e->d_type == DT_REG && !strstr(e->d_name, ".jsonl"))
            read_file(folder, e->d_name);
    closedir(dir);
    qsort(files, files_n, sizeof *files, by_name);
    assert_in_range(files_n, 10, FILES_MAX - 1);
}

static int set_up(void **state)
{
    const struct leakscan_scanner_options options = {
        .size = sizeof options, .min_severity = LEAKSCAN_LOW, .masking = LEAKSCAN_MASK_NOTHING};
    (void)state;
    read_files();
    if (leakscan_rules_open(NULL, &rules, NULL) != LEAKSCAN_OK)
        return -1;
    return leakscan_scanner_new(rules, &options, &scanner) == LEAKSCAN_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    leakscan_scanner_free(scanner);
    leakscan_rules_close(rules);
    return 0;
}

/* ---- one scan ---- */

static enum ls_encoding encoding_of(const char *name)
{
    for (int enc = 0; enc < LS_ENC_COUNT; enc++)
        if (strcmp(name, ls_encoding_name((enum ls_encoding)enc)) == 0)
            return (enum ls_encoding)enc;
    fail_msg("no encoding: %s", name);
    return LS_ENC_COUNT;
}

/* The text of a hit is what its bytes say in its encoding. */
static void check_text(const struct told *told, const struct leakscan_hit *hit)
{
    struct ls_buf text = {.limit = 4 * FILE_BYTES_MAX};
    size_t end = (size_t)(hit->offset + hit->length);
    for (size_t at = (size_t)hit->offset; at < end;) {
        uint32_t cp;
        at += ls_decode_char(encoding_of(hit->encoding), told->bytes + at, end - at, &cp);
        assert_false(ls_failed(ls_utf8_add(&text, cp)));
    }
    if (text.n != hit->text.len || memcmp(text.at, hit->text.at, text.n) != 0)
        fail_msg("%s: %s at %llu: says \"%.*s\"", told->name, hit->rule,
                 (unsigned long long)hit->offset, (int)hit->text.len, hit->text.at);
    LS_VEC_FINI(&text);
}

static int on_hit(void *user, const struct leakscan_hit *hit)
{
    struct told *told = user;
    assert_in_range(told->n, 0, HITS_MAX - 1);
    if (hit->length == 0 || hit->offset > told->len || hit->length > told->len - hit->offset)
        fail_msg("%s: %s: %llu bytes at %llu, where only %zu are", told->name, hit->rule,
                 (unsigned long long)hit->length, (unsigned long long)hit->offset, told->len);
    assert_true(hit->line >= 1);
    assert_true(hit->text.len > 0);
    if (hit->count == 0)
        check_text(told, hit);
    struct found *f = &told->hits[told->n++];
    snprintf(f->rule, sizeof f->rule, "%s", hit->rule);
    f->off = hit->offset;
    f->len = hit->length;
    return 0;
}

static int on_gap(void *user, const struct leakscan_gap *gap)
{
    struct told *told = user;
    assert_non_null(gap->reason);
    told->gaps++;
    return 0;
}

/* Scans a copy of bytes[0..len) that ends where its heap block ends. */
static void scan(const char *name, const uint8_t *bytes, size_t len, struct told *told)
{
    struct leakscan_callbacks callbacks = {.hit = on_hit, .gap = on_gap, .user = told};
    struct leakscan_verdict verdict;
    uint8_t *copy = malloc(len ? len : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    told->name = name;
    told->bytes = copy;
    told->len = len;
    told->n = 0;
    told->gaps = 0;
    assert_int_equal(leakscan_scan_memory(scanner, len ? copy : NULL, len, &callbacks, &verdict),
                     LEAKSCAN_OK);
    assert_int_equal(verdict.bytes, len);
    assert_int_equal(verdict.hits, told->n);
    assert_int_equal(verdict.gaps, told->gaps);
    assert_int_equal(verdict.state, told->gaps ? LEAKSCAN_DEGRADED : LEAKSCAN_SCANNED);
    free(copy);
}

/* ---- cut off ---- */

/* Only the marks that need nothing but what stands beside them. */
static bool is_local(const struct found *f)
{
    return strcmp(f->rule, "cn.mark.star") == 0 || strcmp(f->rule, "cn.mark.field") == 0;
}

static bool holds(const struct told *told, const struct found *f)
{
    for (size_t i = 0; i < told->n; i++)
        if (told->hits[i].off == f->off && told->hits[i].len == f->len &&
            strcmp(told->hits[i].rule, f->rule) == 0)
            return true;
    return false;
}

/* Whatever ends well before `cut` in `a` must be in `b`. */
static void check_kept(const struct told *a, const struct told *b, size_t cut)
{
    for (size_t i = 0; i < a->n; i++) {
        const struct found *f = &a->hits[i];
        if (is_local(f) && f->off + f->len + CONTEXT_BYTES <= cut && !holds(b, f))
            fail_msg("%s cut at %zu: %s at %llu is in one and not in the other", a->name, cut,
                     f->rule, (unsigned long long)f->off);
    }
}

static void every_truncation(void **state)
{
    static struct told whole, part;
    size_t hits = 0;
    (void)state;
    for (size_t i = 0; i < files_n; i++) {
        const struct file *f = &files[i];
        size_t step = f->len <= CUT_BYTES_MAX ? 1 : CUT_STEP;
        scan(f->name, f->bytes, f->len, &whole);
        hits += whole.n;
        for (size_t cut = 0; cut < f->len; cut += step) {
            scan(f->name, f->bytes, cut, &part);
            check_kept(&whole, &part, cut);
            check_kept(&part, &whole, cut);
        }
        /* And without its beginning: the bytes are read from the middle of a character. */
        for (size_t cut = 1; cut < f->len; cut += step)
            scan(f->name, f->bytes + cut, f->len - cut, &part);
    }
    assert_true(hits > 50);
}

/* ---- bits turned over ---- */

static void many_flips(void **state)
{
    static uint8_t bytes[FILE_BYTES_MAX];
    static struct told told;
    uint64_t seed = 20240607;
    size_t hits = 0;
    (void)state;
    for (int round = 0; round < FLIPS; round++) {
        const struct file *f = &files[ls_rng_below(&seed, (uint32_t)files_n)];
        uint32_t flips = 1 + ls_rng_below(&seed, 12);
        memcpy(bytes, f->bytes, f->len);
        for (uint32_t k = 0; f->len && k < flips; k++)
            bytes[ls_rng_below(&seed, (uint32_t)f->len)] ^= (uint8_t)(1u << ls_rng_below(&seed, 8));
        scan(f->name, bytes, f->len, &told);
        hits += told.n;
    }
    assert_true(hits > FLIPS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_truncation),
        cmocka_unit_test(many_flips),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
