/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archives of many members, whole, broken and hostile, with any number of threads: the same report
 * and the same sums, whoever looks at which member, whatever limit is reached where; and nothing is
 * left or lost when the job is cancelled, or when somebody dies of a member.
 */
#include "../job_program.h"

#include "base/alloc.h"
#include "base/reason.h"
#include "engine/inject.h"
#include "generate/cells.h"
#include "generate/wrap.h"
#include "generate/zip_writer.h"

enum {
    MEMBERS = 70,
    VARIANTS = 6,
    TEXT_MAX = 48 << 10,
    NOISE = 40 << 10, /* bytes that cannot be packed, so that it pays to help */
    FILE_MAX = 64 << 20,
    ZEROS = 20 << 20, /* more than a helper may spend for a member so small */
    ENTRIES = 9000,   /* the same in members */
};

/* Marks as everybody may have them, and those of the documents made elsewhere. */
static const char pack_text[] =
    TEST_PACK_OF(TEST_WORD ", " LS_CELL_MARK, TEST_WORD "|" LS_CELL_MARK);

/* ---- archives ---- */

struct archive {
    struct ls_zip_writer zip;
    uint64_t rng;
    char names[2 * MEMBERS][24];
    size_t n;
};

static void archive_init(struct archive *a, uint64_t seed)
{
    ls_zip_writer_init(&a->zip);
    a->rng = UINT64_C(0x9E3779B97F4A7C15) * (seed + 1);
    a->n = 0;
}

static void add(struct archive *a, const char *ending, uint16_t method, const struct ls_buf *bytes)
{
    char *name = a->names[a->n];
    snprintf(name, sizeof a->names[0], "%03zu.%s", a->n, ending);
    a->n++;
    ls_zip_writer_add(&a->zip, &(struct ls_zip_record){.name = name, .method = method}, bytes->at,
                      bytes->n);
}

static void add_named(struct archive *a, const char *name, const char *text)
{
    ls_zip_writer_add(&a->zip, &(struct ls_zip_record){.name = name, .method = 8}, text,
                      strlen(text));
}

static void put(struct ls_buf *out, const char *text)
{
    assert_false(ls_failed(ls_buf_str(out, text)));
}

/* Lines, with a mark in some of them. */
static void make_text(struct archive *a, struct ls_buf *out)
{
    uint32_t len = ls_rng_below(&a->rng, TEXT_MAX);
    while (out->n < len) {
        char line[96];
        snprintf(line, sizeof line, "%u %s %u\n", ls_rng_below(&a->rng, 1000),
                 ls_rng_below(&a->rng, 40) ? "nothing to see in this line" : TEST_WORD,
                 ls_rng_below(&a->rng, 1000));
        put(out, line);
    }
}

static void make_noise(struct archive *a, size_t n, struct ls_buf *out)
{
    for (size_t i = 0; i < n; i++)
        assert_false(ls_failed(ls_buf_char(out, (char)ls_rng_below(&a->rng, 256))));
}

/* Some bytes, and a document, a text or an archive around them. */
static void make_any(struct archive *a, struct ls_buf *out, const char **ending)
{
    struct ls_buf inner = {.limit = FILE_MAX};
    size_t cells_n;
    const struct ls_cell *const *cells = ls_cells(&cells_n);
    const struct ls_cell *cell = cells[ls_rng_below(&a->rng, (uint32_t)cells_n)];
    enum ls_wrap wrap = (enum ls_wrap)ls_rng_below(&a->rng, LS_WRAPS);
    *ending = "txt";
    switch (ls_rng_below(&a->rng, 4)) {
    case 0:
        make_text(a, out);
        break;
    case 1:
        cell->make(cell, out);
        *ending = cell->format;
        break;
    case 2:
        make_text(a, &inner);
        ls_wrap_bytes(wrap, "inner.txt", inner.at, inner.n, out);
        *ending = ls_wrap_name(wrap);
        break;
    default:
        cell->make(cell, &inner);
        ls_wrap_bytes(wrap, cell->where, inner.at, inner.n, out);
        *ending = ls_wrap_name(wrap);
        break;
    }
    LS_VEC_FINI(&inner);
}

static void add_noise(struct archive *a)
{
    struct ls_buf bytes = {.limit = FILE_MAX};
    make_noise(a, NOISE, &bytes);
    add(a, "bin", 8, &bytes);
    LS_VEC_FINI(&bytes);
}

static void add_any(struct archive *a)
{
    struct ls_buf bytes = {.limit = FILE_MAX};
    const char *ending;
    if (ls_rng_below(&a->rng, 3) == 0) {
        add_noise(a);
        return;
    }
    make_any(a, &bytes, &ending);
    add(a, ending, ls_rng_below(&a->rng, 4) ? 8 : 0, &bytes);
    LS_VEC_FINI(&bytes);
}

/* An archive in the archive that costs more than anybody is allotted, and has a mark behind that.
 */
static void add_glutton(struct archive *a, bool entries)
{
    struct ls_zip_writer inner;
    char(*names)[16] = calloc(ENTRIES, sizeof *names);
    assert_non_null(names);
    ls_zip_writer_init(&inner);
    for (int i = 0; entries && i < ENTRIES; i++) {
        snprintf(names[i], sizeof names[i], "%d", i);
        ls_zip_writer_add(&inner, &(struct ls_zip_record){.name = names[i]}, "", 0);
    }
    if (!entries) {
        struct ls_buf packed = {.limit = FILE_MAX};
        struct ls_zip_record zeros = {.name = "zeros", .method = 8, .size = ZEROS};
        ls_deflate_run(&packed, 0, ZEROS, &zeros.crc);
        ls_zip_writer_add_packed(&inner, &zeros, packed.at, packed.n);
        LS_VEC_FINI(&packed);
    }
    ls_zip_writer_add(&inner, &(struct ls_zip_record){.name = "last"}, TEST_WORD, TEST_WORD_BYTES);
    ls_zip_writer_end(&inner, NULL);
    struct ls_buf outer = {.limit = FILE_MAX};
    ls_wrap_bytes(LS_WRAP_ZIP, "inner.zip", inner.out.at, inner.out.n, &outer);
    add(a, "zip", 0, &outer);
    LS_VEC_FINI(&outer);
    ls_zip_writer_fini(&inner);
    free(names);
    for (int i = 0; i < 4; i++) /* that others are at when its turn comes */
        add_noise(a);
}

/* What a reader has to say something about, between members that are in order. */
static void add_trouble(struct archive *a)
{
    struct ls_buf text = {.limit = FILE_MAX};
    make_text(a, &text);
    switch (ls_rng_below(&a->rng, 4)) {
    case 0: /* encrypted, or so it says */
        ls_zip_writer_add(
            &a->zip,
            &(struct ls_zip_record){.name = "locked", .method = 8, .flags = LS_ZIP_FLAG_ENCRYPTED},
            text.at, text.n);
        break;
    case 1: /* a method that nobody knows */
        ls_zip_writer_add_packed(
            &a->zip, &(struct ls_zip_record){.name = "strange", .method = 18, .size = text.n},
            text.at, text.n);
        break;
    case 2: /* no deflated data */
        ls_zip_writer_add_packed(
            &a->zip, &(struct ls_zip_record){.name = "broken", .method = 8, .size = text.n},
            text.at, text.n);
        break;
    default: /* the directory does not name it */
        ls_zip_writer_add(&a->zip,
                          &(struct ls_zip_record){.name = "hidden", .method = 8, .omitted = true},
                          text.at, text.n);
        break;
    }
    LS_VEC_FINI(&text);
}

static void archive_write(struct archive *a, const char *path)
{
    ls_zip_writer_end(&a->zip, NULL);
    tree_write(path, a->zip.out.at, a->zip.out.n);
    ls_zip_writer_fini(&a->zip);
}

/* One variant in three is whole, one has bits flipped, one ends early. */
static void write_variant(const char *path, int i)
{
    struct archive *a = calloc(1, sizeof *a);
    assert_non_null(a);
    archive_init(a, (uint64_t)i);
    for (int k = 0; k < MEMBERS; k++) {
        add_any(a);
        if (ls_rng_below(&a->rng, 12) == 0)
            add_trouble(a);
    }
    ls_zip_writer_end(&a->zip, NULL);
    struct ls_buf *out = &a->zip.out;
    uint32_t n = (uint32_t)out->n;
    for (int k = 0; i % 3 == 1 && k < 60; k++)
        out->at[ls_rng_below(&a->rng, n)] ^= (char)(1U << ls_rng_below(&a->rng, 7));
    if (i % 3 == 2)
        out->n = n / 2 + ls_rng_below(&a->rng, n / 2);
    tree_write(path, out->at, out->n);
    ls_zip_writer_fini(&a->zip);
    free(a);
}

/* ---- runs ---- */

static struct job_run run_with(const char *path, unsigned threads, const struct ls_limits *limits)
{
    struct ls_job_options options = {PATHS(path), .threads = threads, .sort = true};
    if (limits)
        options.limits = *limits;
    struct job_run run = run_job(engine, options);
    assert_int_equal(run.result.reach, LS_OK);
    assert_true(balances(&run.summary));
    cut_summary(&run);
    return run;
}

static void assert_same(const struct job_run *run, const struct job_run *wanted)
{
    assert_string_equal(run->out, wanted->out);
    assert_int_equal(run->summary.bytes_decoded, wanted->summary.bytes_decoded);
    assert_int_equal(run->summary.exit_status, wanted->summary.exit_status);
    for (int i = 0; i < LS_STATE_COUNT; i++)
        assert_int_equal(run->summary.members[i], wanted->summary.members[i]);
    for (int i = 0; i < LS_SEV_COUNT; i++)
        assert_int_equal(run->summary.hits[i], wanted->summary.hits[i]);
}

static struct ls_summary compare(const char *path, const struct ls_limits *limits)
{
    static const unsigned threads[] = {3, 2, 8};
    struct job_run wanted = run_with(path, 1, limits);
    struct ls_summary summary = wanted.summary;
    size_t n = limits ? 1 : sizeof threads / sizeof *threads;
    for (size_t i = 0; i < n; i++) {
        struct job_run run = run_with(path, threads[i], limits);
        assert_same(&run, &wanted);
        free(run.out);
    }
    free(wanted.out);
    return summary;
}

/* Each by itself, so that all others are idle, and then all at once. */
static void threads_change_nothing(void **state)
{
    char path[32];
    (void)state;
    mkdir("t", 0700);
    for (int i = 0; i < VARIANTS; i++) {
        snprintf(path, sizeof path, "t/%02d.zip", i);
        write_variant(path, i);
        struct ls_summary summary = compare(path, NULL);
        if (i % 3 == 0)
            assert_true(summary.hits[LS_SEV_HIGH] > MEMBERS / 2);
    }
    compare("t", NULL);
}

/* The same archive in others, one of which is read forward only. */
static void archives_in_archives(void **state)
{
    static const enum ls_wrap wraps[] = {LS_WRAP_ZIP, LS_WRAP_TAR_GZ, LS_WRAP_MAIL};
    const struct ls_limits small = {.decoded = UINT64_C(1) << 30,
                                    .entries = 100000,
                                    .ratio = 250,
                                    .memory = 2 << 20,
                                    .depth = 16};
    struct archive *a = calloc(1, sizeof *a);
    (void)state;
    assert_non_null(a);
    archive_init(a, 77);
    for (int k = 0; k < MEMBERS; k++)
        add_any(a);
    ls_zip_writer_end(&a->zip, NULL);
    for (size_t i = 0; i < sizeof wraps / sizeof *wraps; i++) {
        struct ls_buf bytes = {.limit = FILE_MAX};
        ls_wrap_bytes(wraps[i], "inner.zip", a->zip.out.at, a->zip.out.n, &bytes);
        tree_write("wrapped", bytes.at, bytes.n);
        LS_VEC_FINI(&bytes);
        struct ls_summary summary = compare("wrapped", NULL);
        assert_true(summary.hits[LS_SEV_HIGH] > MEMBERS / 2);
        compare("wrapped", &small);
    }
    ls_zip_writer_fini(&a->zip);
    free(a);
}

/* The limits are reached in one member or the other, by who looks ahead or by the owner. */
static void limits_are_reached_where_they_are_reached(void **state)
{
    static const uint64_t decoded_mb[] = {18, 30, 45, 60};
    static const uint64_t entries[] = {20, 2050, 8000, 10500, 17500, 18800};
    (void)state;
    if (run_sandbox != LS_SANDBOX_OFF)
        return;
    struct archive *a = calloc(1, sizeof *a);
    assert_non_null(a);
    archive_init(a, 99);
    for (int k = 0; k < MEMBERS; k++) {
        if (k % 60 == 21)
            add_glutton(a, false);
        if (k % 30 == 13)
            add_glutton(a, true);
        add_any(a);
    }
    archive_write(a, "gluttons.zip");
    free(a);
    struct ls_limits limits = ls_limits_default;
    uint64_t last = 0;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        limits.entries = entries[i];
        struct ls_summary summary = compare("gluttons.zip", &limits);
        assert_true(summary.hits[LS_SEV_HIGH] >= last);
        last = summary.hits[LS_SEV_HIGH];
    }
    limits = ls_limits_default;
    for (size_t i = 0; i < sizeof decoded_mb / sizeof *decoded_mb; i++) {
        limits.decoded = decoded_mb[i] << 20;
        compare("gluttons.zip", &limits);
    }
    limits = ls_limits_default;
    for (unsigned i = 0; i < 3; i++) {
        limits.memory = (uint64_t)4096 << (6 * i);
        limits.depth = i;
        limits.ratio = i;
        compare("gluttons.zip", &limits);
    }
    limits.not_archives = true;
    compare("gluttons.zip", &limits);
}

/* ---- ends before the end ---- */

static void a_job_is_cancelled_at_any_time(void **state)
{
    (void)state;
    write_variant("cancelled.zip", 0);
    cancel_at_any_time((struct ls_job_options){PATHS("cancelled.zip"), .threads = 4}, 40);
}

/* Somebody did help, and died of it; one thread alone can do it all. */
static void a_helper_dies(void **state)
{
    (void)state;
    if (run_sandbox == LS_SANDBOX_OFF)
        return;
    write_variant("helped.zip", 0);
    struct job_run wanted = run_with("helped.zip", 1, NULL);
    struct job_run run = run_job(engine, (struct ls_job_options){
                                             PATHS("helped.zip"),
                                             .threads = 2,
                                             .inject = LS_INJECT_CRASH_HELP,
                                             .inject_at = 1,
                                         });
    assert_int_equal(run.result.reach, LS_OK);
    cut_summary(&run);
    assert_same(&run, &wanted);
    free(run.out);
    free(wanted.out);
}

/* Whoever dies of a member, all that stands before it is told, and the raw bytes of the archive. */
static void somebody_dies_of_a_member(void **state)
{
    struct job_run runs[4];
    (void)state;
    if (run_sandbox == LS_SANDBOX_OFF)
        return;
    struct archive *a = calloc(1, sizeof *a);
    assert_non_null(a);
    archive_init(a, 55);
    for (int k = 0; k < MEMBERS; k++) {
        if (k == MEMBERS / 2)
            add_named(a, "deadly", TEST_WORD);
        add_any(a);
    }
    archive_write(a, "deadly.zip");
    free(a);
    for (unsigned threads = 1; threads <= 4; threads++) {
        struct job_run *run = &runs[threads - 1];
        *run = run_job(engine, (struct ls_job_options){PATHS("deadly.zip"), .threads = threads,
                                                       .inject = LS_INJECT_CRASH_MEMBER});
        assert_int_equal(run->result.reach, LS_OK);
        assert_int_equal(run->summary.objects[LS_STATE_DEGRADED], 1);
        assert_true(run->summary.hits[LS_SEV_HIGH] > MEMBERS / 4);
        assert_non_null(strstr(run->out, "\"reason\":\"" LS_REASON_CRASHED "\""));
        cut_summary(run);
        assert_same(run, &runs[0]);
    }
    for (unsigned i = 0; i < 4; i++)
        free(runs[i].out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TREE(threads_change_nothing),
        IN_TREE(archives_in_archives),
        IN_TREE(limits_are_reached_where_they_are_reached),
        IN_TREE(a_job_is_cancelled_at_any_time),
        IN_TREE(a_helper_dies),
        IN_TREE(somebody_dies_of_a_member),
    };
    engine_pack = pack_text;
    int failed = cmocka_run_group_tests_name("in threads", tests, engine_in_threads, engine_free);
    return failed + cmocka_run_group_tests_name("in a confined process", tests, engine_confined,
                                                engine_free);
}
