/* SPDX-License-Identifier: Apache-2.0 */
/* Whole jobs: every object accounted for, every hit where it is, whatever the threads and blocks.
 */
#include "../job_program.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum {
    BIG_BYTES = 300000,
    BIG_STEP = 1021, /* a prime: marks fall on every kind of block border */
    MANY_FILES = 6,
    MANY_MARKS = 2000,    /* records far beyond LS_OUTPUT_PART */
    MANY_BYTES = 5 << 20, /* enough for a batch of its own */
    SPARSE_AT = 70 << 20,
    SPARSE_BYTES = 100 << 20,
};

static char big[BIG_BYTES]; /* what write_big() wrote */

/* Lines of 80 bytes with a mark every BIG_STEP bytes, the last one at the very end. */
static size_t write_big(const char *path)
{
    size_t marks = 0;
    for (size_t i = 0; i < BIG_BYTES; i++)
        big[i] = i % 80 == 79 ? '\n' : '.';
    for (size_t at = 0; at + TEST_WORD_BYTES <= BIG_BYTES; at += BIG_STEP, marks++)
        memcpy(big + at, TEST_WORD, TEST_WORD_BYTES);
    memcpy(big + BIG_BYTES - TEST_WORD_BYTES, TEST_WORD, TEST_WORD_BYTES);
    tree_write(path, big, BIG_BYTES);
    return marks + 1;
}

static void make_tree(void)
{
    mkdir("t", 0700);
    mkdir("t/b", 0700);
    tree_text("t/clean", "nothing here\n");
    tree_text("t/empty", "");
    tree_text("t/small", "one\ntwo " TEST_WORD "\n" TEST_WORD TEST_WORD "\n");
    tree_text("t/b/only", TEST_WORD);
    assert_int_equal(symlink("small", "t/link"), 0);
    assert_int_equal(mkfifo("t/fifo", 0600), 0);
}

static size_t count(const char *text, const char *what)
{
    size_t n = 0;
    for (; (text = strstr(text, what)); text += strlen(what))
        n++;
    return n;
}

static void run_free(struct job_run *run)
{
    free(run->out);
}

static void every_object_ends_once(void **state)
{
    (void)state;
    make_tree();
    struct job_run run = run_job(engine, (struct ls_job_options){PATHS("t", "none"), .threads = 2});
    assert_int_equal(run.result.reach, LS_OK);
    assert_int_equal(run.summary.exit_status, 1);
    assert_int_equal(run.summary.objects_seen, 7);
    assert_int_equal(run.summary.objects[LS_STATE_SCANNED], 4);
    assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 2);
    assert_int_equal(run.summary.objects[LS_STATE_EXCLUDED], 1);
    assert_int_equal(run.summary.hits[LS_SEV_HIGH], 4);
    assert_int_equal(run.summary.objects_with_hits, 2);
    assert_int_equal(count(run.out, "{\"type\":\"object\""), 7);
    assert_int_equal(count(run.out, "{\"type\":\"hit\""), 4);
    assert_int_equal(count(run.out, "\"reason\":\"symlink\""), 1);
    assert_int_equal(count(run.out, "\"reason\":\"special_file\""), 1);
    assert_int_equal(count(run.out, "\"reason\":\"not_found\""), 1);
    assert_non_null(strstr(run.out, "\"offset\":8,\"length\":15,"));
    assert_non_null(strstr(run.out, "\"line\":2"));
    assert_non_null(strstr(run.out, "\"offset\":39,\"length\":15,"));
    assert_non_null(strstr(run.out, "\"line\":3"));
    run_free(&run);
}

static void exit_status_of_the_clean_and_the_open(void **state)
{
    (void)state;
    tree_text("clean", "nothing");
    tree_text("empty", "");
    struct job_run run = run_job(engine, (struct ls_job_options){PATHS("clean", "empty")});
    assert_int_equal(run.summary.exit_status, 0);
    run_free(&run);
    run = run_job(engine, (struct ls_job_options){PATHS("clean", "none")});
    assert_int_equal(run.summary.exit_status, 3);
    run_free(&run);
}

/* The number that stands behind `key` in the next record that has it. */
static uint64_t next_number(const char **out, const char *key)
{
    *out = strstr(*out, key);
    assert_non_null(*out);
    *out += strlen(key);
    return strtoull(*out, NULL, 10);
}

/* Offsets and lines in the records of the big file are those of its marks, in order. */
static void check_places(const char *out, size_t marks)
{
    uint64_t line = 1, at = 0;
    for (size_t i = 0; i < marks; i++) {
        uint64_t off = i + 1 < marks ? i * BIG_STEP : BIG_BYTES - TEST_WORD_BYTES;
        for (; at < off; at++)
            line += big[at] == '\n';
        assert_int_equal(next_number(&out, "\"offset\":"), off);
        assert_int_equal(next_number(&out, "\"line\":"), line);
    }
}

static void threads_and_blocks_change_nothing(void **state)
{
    static const unsigned threads[] = {1, 2, 8};
    static const size_t blocks[] = {0, 512, 4096, 65536};
    char *first = NULL;
    (void)state;
    make_tree();
    size_t marks = write_big("t/big");
    for (size_t t = 0; t < 3; t++)
        for (size_t b = 0; b < 4; b++) {
            if (blocks[b] == 512 && threads[t] == 2)
                continue; /* slow, and nothing of its own */
            struct job_run run = run_job(engine, (struct ls_job_options){
                                                     PATHS("t"),
                                                     .threads = threads[t],
                                                     .block_bytes = blocks[b],
                                                     .sort = true,
                                                 });
            assert_int_equal(run.result.reach, LS_OK);
            assert_int_equal(run.summary.hits[LS_SEV_HIGH], marks + 4);
            cut_summary(&run);
            if (!first) {
                check_places(strstr(run.out, "\"path\":\"t/big\""), marks);
                first = strdup(run.out);
            }
            assert_string_equal(run.out, first);
            run_free(&run);
        }
    free(first);
}

/* Every file with so many hits that its records go out in parts. */
static void write_many(void)
{
    char path[32];
    mkdir("many", 0700);
    for (int i = 0; i < MANY_FILES; i++) {
        snprintf(path, sizeof path, "many/%d", i);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        for (int j = 0; j < MANY_MARKS; j++)
            fputs(TEST_WORD "\n", file);
        assert_int_equal(fclose(file), 0);
        assert_int_equal(truncate(path, MANY_BYTES), 0);
    }
}

static void records_of_an_object_stay_together(void **state)
{
    (void)state;
    write_many();
    for (int sort = 0; sort <= 1; sort++) {
        struct job_run run =
            run_job(engine, (struct ls_job_options){PATHS("many"), .threads = 4, .sort = sort});
        assert_int_equal(run.result.reach, LS_OK);
        assert_true(is_whole(&run));
        int changes = 0, last = -1;
        for (const char *p = run.out; (p = strstr(p, "\"path\":\"many/")); p++) {
            int file = p[13] - '0';
            assert_in_range(file, 0, MANY_FILES - 1);
            changes += file != last;
            assert_true(!sort || file >= last);
            last = file;
        }
        assert_int_equal(changes, MANY_FILES);
        assert_int_equal(run.summary.hits[LS_SEV_HIGH], MANY_FILES * MANY_MARKS);
        run_free(&run);
    }
}

/* A process that writes a file into our standard input; a thread may not be there yet. */
static pid_t feed(int to, const char *path)
{
    char chunk[1000];
    ssize_t n;
    fflush(NULL);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    int in = open(path, O_RDONLY | O_CLOEXEC);
    while ((n = read(in, chunk, sizeof chunk)) > 0)
        if (write(to, chunk, (size_t)n) != n)
            _exit(1);
    _exit(0);
}

/* Standard input is a pipe for as long as a test lasts. */
static int replace_stdin(int *to)
{
    int pipes[2], saved = dup(STDIN_FILENO);
    assert_int_equal(pipe(pipes), 0);
    assert_int_equal(dup2(pipes[0], STDIN_FILENO), STDIN_FILENO);
    close(pipes[0]);
    *to = pipes[1];
    return saved;
}

static void restore_stdin(int saved)
{
    assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
    close(saved);
}

static void a_stream_is_like_a_file(void **state)
{
    static const size_t blocks[] = {0, 512, 4096};
    (void)state;
    size_t marks = write_big("big");
    struct job_run file = run_job(engine, (struct ls_job_options){PATHS("big"), .sha256 = true});
    cut_summary(&file);
    char *tail = strstr(file.out, "{\"type\":\"object\"");
    for (size_t b = 0; b < 3; b++) {
        int to, saved = replace_stdin(&to);
        pid_t pid = feed(to, "big");
        close(to);
        struct job_run run = run_job(engine, (struct ls_job_options){
                                                 PATHS("-"),
                                                 .block_bytes = blocks[b],
                                                 .sha256 = true,
                                             });
        assert_int_equal(waitpid(pid, NULL, 0), pid);
        restore_stdin(saved);
        assert_int_equal(run.result.reach, LS_OK);
        assert_int_equal(run.summary.hits[LS_SEV_HIGH], marks);
        cut_summary(&run);
        check_places(run.out, marks);
        assert_string_equal(strstr(strstr(run.out, "{\"type\":\"object\""), "\"size\""),
                            strstr(tail, "\"size\""));
        run_free(&run);
    }
    run_free(&file);
}

static void cancelling_ends_a_silent_stream(void **state)
{
    (void)state;
    int to, saved = replace_stdin(&to);
    struct job_run run =
        run_cancelled(engine, (struct ls_job_options){PATHS("-"), .threads = 1}, 30, SIGINT);
    close(to);
    restore_stdin(saved);
    assert_int_equal(run.result.code, LS_E_CANCELLED);
    assert_int_equal(run.summary.exit_status, 128 + SIGINT);
    assert_int_equal(run.summary.objects_seen, 1);
    assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 1);
    run_free(&run);
}

static void a_hole_is_zeros(void **state)
{
    (void)state;
    int fd = open("sparse", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(ftruncate(fd, SPARSE_BYTES), 0);
    assert_int_equal(pwrite(fd, "\n\n" TEST_WORD, 2 + TEST_WORD_BYTES, SPARSE_AT - 9),
                     2 + TEST_WORD_BYTES);
    close(fd);
    for (unsigned threads = 1; threads <= 2; threads++) {
        struct job_run run =
            run_job(engine, (struct ls_job_options){PATHS("sparse"), .threads = threads});
        assert_int_equal(run.summary.hits[LS_SEV_HIGH], 1);
        assert_int_equal(run.summary.bytes_read, SPARSE_BYTES);
        assert_non_null(strstr(run.out, "\"offset\":73400313,"));
        assert_non_null(strstr(run.out, "\"line\":3"));
        run_free(&run);
    }
}

static void what_is_reported_and_how(void **state)
{
    (void)state;
    tree_text("a", TEST_WORD);
    struct job_run run =
        run_job(engine, (struct ls_job_options){PATHS("a"), .min_severity = LS_SEV_CRITICAL});
    assert_int_equal(run.summary.exit_status, 0);
    assert_int_equal(run.summary.hits[LS_SEV_HIGH], 0);
    run_free(&run);
    run =
        run_job(engine, (struct ls_job_options){PATHS("a"), .categories = 1U << LS_CAT_GRADE_MARK});
    assert_int_equal(run.summary.exit_status, 0);
    run_free(&run);
    run = run_job(engine, (struct ls_job_options){PATHS("a"), .redact = true, .sha256 = true});
    assert_int_equal(run.summary.exit_status, 1);
    assert_non_null(strstr(run.out, "\"text\":\"*****\",\"masked\":true"));
    assert_null(strstr(run.out, TEST_WORD));
    assert_int_equal(count(run.out, "\"sha256\":\""), 1);
    run_free(&run);
}

/* A job that writes to `out`, which takes less than all. */
static struct job_run run_into(int out, unsigned threads)
{
    return run_job_into(
        engine, (struct ls_job_options){PATHS("t"), .out_fd = out, .threads = threads}, NULL);
}

static void a_full_output_stops_the_job(void **state)
{
    (void)state;
    make_tree();
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct job_run run = run_into(full, 2);
    close(full);
    assert_int_equal(run.result.code, LS_E_OUTPUT);
    assert_int_equal(run.summary.exit_status, 75);
    assert_true(balances(&run.summary));
    assert_non_null(strstr(run.diag.text, strerror(ENOSPC)));
}

static void a_reader_that_left_stops_the_job(void **state)
{
    (void)state;
    int pipes[2];
    make_tree();
    assert_int_equal(pipe(pipes), 0);
    close(pipes[0]);
    struct job_run run = run_into(pipes[1], 2); /* SIGPIPE would kill us here */
    close(pipes[1]);
    assert_int_equal(run.result.code, LS_E_OUTPUT);
    assert_int_equal(run.summary.exit_status, 128 + SIGPIPE);
    assert_true(balances(&run.summary));
}

static void what_was_written_stays_whole(void **state)
{
    (void)state;
    struct rlimit old;
    struct stat st;
    char last;
    make_tree();
    write_big("t/big");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_IGN);
    int out = open("out", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){.rlim_cur = 30001, .rlim_max = old.rlim_max});
    struct job_run run = run_into(out, 1);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(run.result.code, LS_E_OUTPUT);
    assert_int_equal(run.summary.exit_status, 75);
    assert_true(balances(&run.summary));
    assert_int_equal(fstat(out, &st), 0);
    assert_in_range(st.st_size, 29000, 30000);
    assert_int_equal(pread(out, &last, 1, st.st_size - 1), 1);
    assert_int_equal(last, '\n');
    close(out);
}

/* A format that cuts the file off when its first hit is found. */
static struct ls_result cut_and_put(struct ls_buf *out, const struct ls_sink_style *style,
                                    const struct ls_object *object, const struct ls_hit *hit)
{
    if (truncate("big", BIG_BYTES / 2) != 0)
        abort();
    return ls_sink_find("jsonl")->hit(out, style, object, hit);
}

static void a_file_that_shrinks_is_degraded(void **state)
{
    (void)state;
    struct ls_sink_format format = *ls_sink_find("jsonl");
    format.hit = cut_and_put;
    if (run_sandbox != LS_SANDBOX_OFF) /* records are written when all of them are there */
        skip();
    for (unsigned threads = 1; threads <= 2; threads++) {
        write_big("big");
        struct job_run run = run_job(engine, (struct ls_job_options){
                                                 PATHS("big"),
                                                 .format = &format,
                                                 .block_bytes = 4096,
                                                 .threads = threads,
                                             });
        assert_int_equal(run.result.reach, LS_OK);
        assert_int_equal(run.summary.objects[LS_STATE_DEGRADED], 1);
        assert_int_equal(run.summary.exit_status, 1);
        assert_int_equal(count(run.out, "\"reason\":\"changed\""), 1);
        run_free(&run);
    }
}

static void progress_ends_at_the_sums(void **state)
{
    (void)state;
    struct ls_job_progress progress;
    struct ls_summary sum;
    struct ls_diag diag;
    struct ls_job *job;
    make_tree();
    size_t marks = write_big("t/big");
    int out = open("/dev/null", O_WRONLY | O_CLOEXEC);
    struct ls_job_options options = {PATHS("t"), .out_fd = out, .format = ls_sink_find("jsonl"),
                                     .sandbox = run_sandbox, .threads = 2};
    assert_int_equal(ls_job_new(engine, &options, &job, &diag).reach, LS_OK);
    assert_int_equal(ls_job_run(job, &sum, &diag).reach, LS_OK);
    ls_job_get_progress(job, &progress);
    ls_job_free(job);
    close(out);
    assert_true(progress.walk_done);
    assert_int_equal(progress.objects_seen, 7);
    assert_int_equal(progress.objects_done, 7);
    assert_int_equal(progress.bytes_done, progress.bytes_seen);
    assert_int_equal(progress.bytes_done, sum.bytes_read);
    assert_int_equal(progress.hits, marks + 4);
    assert_int_equal(progress.gaps, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TREE(every_object_ends_once),
        IN_TREE(exit_status_of_the_clean_and_the_open),
        IN_TREE(threads_and_blocks_change_nothing),
        IN_TREE(records_of_an_object_stay_together),
        IN_TREE(a_stream_is_like_a_file),
        IN_TREE(cancelling_ends_a_silent_stream),
        IN_TREE(a_hole_is_zeros),
        IN_TREE(what_is_reported_and_how),
        IN_TREE(a_full_output_stops_the_job),
        IN_TREE(a_reader_that_left_stops_the_job),
        IN_TREE(what_was_written_stays_whole),
        IN_TREE(a_file_that_shrinks_is_degraded),
        IN_TREE(progress_ends_at_the_sums),
    };
    int failed = cmocka_run_group_tests_name("in threads", tests, engine_in_threads, engine_free);
    return failed + cmocka_run_group_tests_name("in a confined process", tests, engine_confined,
                                                engine_free);
}
