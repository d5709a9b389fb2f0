/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages that are read ahead by others: the same is told, word for word, whoever has read which
 * page, of whole documents and of broken ones. The others are here one after the other; threads
 * come in tests/torture/test_pages_ahead.c.
 */
#include "says.h"

#include "base/alloc.h"
#include "base/rng.h"
#include "generate/cells.h"
#include "generate/pdf_pages.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

enum { OTHERS = 3, SEEDS = 3, PAGES = 60, VARIANTS = 150, FILE_MAX = 4 << 20 };

/* ---- others, as seed and numbers of pages want ---- */

struct ls_help {
    const struct ls_work *work;
    struct ls_helper helper;
    void *others[OTHERS];
    uint64_t rng;
};

struct others {
    uint64_t seed;
    unsigned read, left; /* pages that they did, and that they left to the document */
};

static bool never(struct ls_helper *helper)
{
    (void)helper;
    return false;
}

static struct others others;

static struct ls_result on_call(void *user, const struct ls_work *work, struct ls_help **help)
{
    struct others *o = user;
    struct ls_help *h = *help = calloc(1, sizeof *h);
    assert_non_null(h);
    h->work = work;
    h->helper.is_over = never;
    h->rng = o->seed;
    for (int i = 0; i < OTHERS; i++)
        h->others[i] = work->begin(work->user, &h->helper);
    return ls_ok();
}

static struct ls_result on_take(struct ls_help *h, uint64_t k, void **result)
{
    uint32_t who = ls_rng_below(&h->rng, OTHERS + 1);
    *result = who < OTHERS && h->others[who] ? h->work->piece(h->others[who], k) : NULL;
    if (ls_rng_below(&h->rng, 20) == 0 && *result) { /* one that was not there in time */
        h->work->drop(*result);
        *result = NULL;
    }
    others.read += *result != NULL;
    others.left += *result == NULL;
    return ls_ok();
}

static void on_dismiss(struct ls_help *h)
{
    for (int i = 0; i < OTHERS; i++)
        if (h->others[i])
            h->work->end(h->others[i]);
    free(h);
}

static const struct ls_hands hands = {on_call, on_take, on_dismiss, &others};

/* The first line that differs. */
static void tell_difference(const char *name, uint64_t seed, const char *got, const char *wanted)
{
    size_t line = 0;
    for (size_t i = 0; got[i] && got[i] == wanted[i]; i++)
        if (got[i] == '\n')
            line = i + 1;
    fail_msg("%s, seed %d: %.*s instead of %.*s", name, (int)seed, (int)strcspn(got + line, "\n"),
             got + line, (int)strcspn(wanted + line, "\n"), wanted + line);
}

static void check(const char *name, const void *bytes, size_t len)
{
    struct ls_transcript alone = {.with_offsets = true};
    const char *wanted = ls_transcript_run(&alone, ls_format_find("pdf"), bytes, len);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct ls_transcript t = {.with_offsets = true, .hands = &hands};
        others.seed = seed;
        const char *got = ls_transcript_run(&t, ls_format_find("pdf"), bytes, len);
        if (strcmp(got, wanted) != 0)
            tell_difference(name, seed, got, wanted);
        ls_transcript_free(&t);
    }
    ls_transcript_free(&alone);
}

/* ---- whole documents ---- */

static void test_many_pages(void **state)
{
    (void)state;
    for (int later = 0; later < 2; later++) {
        struct ls_buf bytes = {.limit = FILE_MAX};
        ls_pdf_pages_make(PAGES, later, &bytes);
        others.read = others.left = 0;
        check("many pages", bytes.at, bytes.n);
        assert_true(others.read > SEEDS * PAGES / 3); /* the others did something, … */
        assert_true(others.left > SEEDS * PAGES / 6); /* … and left what was broken */
        LS_VEC_FINI(&bytes);
    }
}

static void test_cells(void **state)
{
    size_t n;
    const struct ls_cell *const *cells = ls_cells(&n);
    (void)state;
    for (size_t i = 0; i < n; i++) {
        struct ls_buf bytes = {.limit = 1 << 20};
        if (strcmp(cells[i]->format, "pdf") != 0)
            continue;
        cells[i]->make(cells[i], &bytes);
        check(cells[i]->where, bytes.at, bytes.n);
        LS_VEC_FINI(&bytes);
    }
}

static void test_corpus(void **state)
{
    static const char folder[] = LS_CORPORA "/pdf";
    char path[600], *bytes = malloc(FILE_MAX);
    unsigned files = 0;
    (void)state;
    assert_non_null(bytes);
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.' || strstr(e->d_name, ".jsonl"))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        FILE *in = fopen(path, "rb");
        assert_non_null(in);
        check(e->d_name, bytes, fread(bytes, 1, FILE_MAX, in));
        fclose(in);
        files++;
    }
    closedir(dir);
    free(bytes);
    assert_true(files > 5);
}

/* ---- broken ones ---- */

static void vary(char *bytes, size_t *len, uint64_t *rng)
{
    uint32_t n = (uint32_t)*len;
    switch (ls_rng_below(rng, 4)) {
    case 0: /* cut off */
        *len = ls_rng_below(rng, n);
        break;
    case 1: /* a hole */
        n -= 3000;
        memset(bytes + ls_rng_below(rng, n), 0, 1 + ls_rng_below(rng, 3000));
        break;
    case 2: /* a digit is another one: offsets, lengths, references */
        for (int left = 20, tries = 0; left > 0 && tries < 10000; tries++) {
            char *at = bytes + ls_rng_below(rng, n);
            if (*at < '0' || *at > '9')
                continue;
            *at = (char)('0' + ls_rng_below(rng, 10));
            left--;
        }
        break;
    default:
        for (uint32_t i = ls_rng_below(rng, 60); i > 0; i--)
            bytes[ls_rng_below(rng, n)] ^= (char)(1U << ls_rng_below(rng, 7));
        break;
    }
}

static void test_broken_documents(void **state)
{
    const char *more = getenv("LEAKSCAN_VARIANTS");
    int variants = more ? atoi(more) : VARIANTS;
    (void)state;
    for (int i = 0; i < variants; i++) {
        char name[64];
        struct ls_buf bytes = {.limit = FILE_MAX};
        uint64_t rng = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
        ls_pdf_pages_make(PAGES, i % 2, &bytes);
        vary(bytes.at, &bytes.n, &rng);
        snprintf(name, sizeof name, "variant %d", i);
        check(name, bytes.at, bytes.n);
        LS_VEC_FINI(&bytes);
    }
}

/* Bytes that only one thread may read: nobody is called. */
static void test_bytes_of_one_thread(void **state)
{
    struct ls_buf bytes = {.limit = FILE_MAX};
    (void)state;
    ls_pdf_pages_make(PAGES, false, &bytes);
    struct ls_transcript t = {.away = true, .hands = &hands};
    others.read = others.left = 0;
    ls_transcript_run(&t, ls_format_find("pdf"), bytes.at, bytes.n);
    assert_int_equal(others.read + others.left, 0);
    ls_transcript_free(&t);
    LS_VEC_FINI(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_many_pages),
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_broken_documents),
        cmocka_unit_test(test_bytes_of_one_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
