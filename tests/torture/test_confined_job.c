/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scanning process that dies, hangs, runs wild or is killed, at any object: all other objects are
 * scanned, nothing is told twice, the sums add up, and nobody is left behind.
 */
#include "../job_program.h"

#include "base/reason.h"

#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

enum {
    SMALL_FILES = 20,
    BIG_MARKS = 2000, /* records that go out in many parts */
    OBJECTS = SMALL_FILES + 2,
    BIG_AT = 1, /* sorted, it is the first one */
    HANG_MS = 200,
    MANY_FILES = 10000,
    KILLS = 50,
    RUNS_MAX = 50,
    GONE_TRIES = 500, /* of 10 ms */
    CRASHES_BORNE = 10,
};

static void make_tree(void)
{
    char path[32], text[64];
    mkdir("t", 0700);
    FILE *big = fopen("t/big", "wb");
    assert_non_null(big);
    for (int i = 0; i < BIG_MARKS; i++)
        fputs(TEST_WORD "\n", big);
    assert_int_equal(fclose(big), 0);
    for (int i = 0; i < SMALL_FILES; i++) {
        snprintf(path, sizeof path, "t/c%02d", i);
        snprintf(text, sizeof text, "%s number %d\n", i % 3 ? TEST_WORD : "nothing", i);
        tree_text(path, text);
    }
    assert_int_equal(symlink("big", "t/link"), 0);
}

/* ---- what a run said ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a report without its summary, sorted; they stay in the report's memory. */
struct lines {
    char **at;
    size_t n;
};

static struct lines lines_of(struct job_run *run)
{
    struct lines lines = {NULL, 0};
    cut_summary(run);
    for (char *p = run->out; *p; lines.n++)
        p = strchr(p, '\n') + 1;
    lines.at = calloc(lines.n + 1, sizeof *lines.at);
    assert_non_null(lines.at);
    char *rest = run->out;
    for (size_t i = 0; i < lines.n; i++)
        lines.at[i] = strsep(&rest, "\n");
    qsort(lines.at, lines.n, sizeof *lines.at, by_text);
    return lines;
}

/* Replaces the only place of `old` in the text by something that is not longer. */
static void replace(char *text, const char *old, const char *new)
{
    char *at = strstr(text, old);
    assert_non_null(at);
    memmove(at + strlen(new), at + strlen(old), strlen(at + strlen(old)) + 1);
    memcpy(at, new, strlen(new));
}

/*
 * Takes the gap with this reason, and what it did to its object, out of the report, which then must
 * be that of an undisturbed run.
 */
static void undo_gap(struct job_run *run, const char *reason)
{
    char key[64], *line = NULL, *object;
    snprintf(key, sizeof key, "\"reason\":\"%s\"", reason);
    char *gap = strstr(run->out, key);
    assert_non_null(gap);
    assert_null(strstr(gap + 1, key));
    for (line = gap; line > run->out && line[-1] != '\n'; line--)
        ;
    assert_memory_equal(line, "{\"type\":\"gap\"", 13);
    object = strchr(line, '\n') + 1;
    memmove(line, object, strlen(object) + 1);
    assert_memory_equal(line, "{\"type\":\"object\"", 16); /* nothing comes between */
    char *end = strchr(line, '\n');
    *end = '\0';
    size_t len = strlen(line);
    replace(line, "\"state\":\"degraded\"", "\"state\":\"scanned\"");
    replace(line, "\"gaps\":1", "\"gaps\":0");
    size_t now = strlen(line);
    line[now] = '\n';
    memmove(line + now + 1, line + len + 1, strlen(line + len + 1) + 1);
}

static void assert_same(struct job_run *run, const struct lines *wanted, const char *what)
{
    struct lines got = lines_of(run);
    for (size_t i = 0; i < got.n && i < wanted->n; i++)
        if (strcmp(got.at[i], wanted->at[i]) != 0)
            fail_msg("%s:\n%s\ninstead of\n%s", what, got.at[i], wanted->at[i]);
    if (got.n != wanted->n)
        fail_msg("%s: %zu records instead of %zu", what, got.n, wanted->n);
    free(got.at);
}

/* ---- one injection ---- */

static const struct case_ {
    enum ls_injection what;
    const char *name;
    const char *reason; /* NULL: nothing is to be seen of it */
} cases[] = {
    {LS_INJECT_CRASH, "crash", LS_REASON_CRASHED},
    {LS_INJECT_CRASH_LATE, "crash-late", LS_REASON_CRASHED},
    {LS_INJECT_MEMORY, "memory", LS_REASON_MEMORY_LIMIT},
    {LS_INJECT_EXIT, "exit", LS_REASON_CRASHED},
    {LS_INJECT_LIES, "lies", LS_REASON_CRASHED},
    {LS_INJECT_HANG, "hang", LS_REASON_TIME_LIMIT},
    {LS_INJECT_OPEN, "open", NULL},
    {LS_INJECT_SIGNAL, "signal", NULL},
    {LS_INJECT_SOCKET, "socket", LS_REASON_CRASHED},
    {LS_INJECT_EXEC, "exec", LS_REASON_CRASHED},
};

enum { CASES_N = sizeof cases / sizeof *cases };

static bool is_intrusion(enum ls_injection what)
{
    return what == LS_INJECT_OPEN || what == LS_INJECT_SIGNAL || what == LS_INJECT_SOCKET ||
           what == LS_INJECT_EXEC;
}

/* What objects do by themselves, everywhere; what takes an intruder, once. */
static bool is_worth_trying(const struct case_ *c, unsigned layers, unsigned threads)
{
    bool natural = c->what == LS_INJECT_CRASH || c->what == LS_INJECT_CRASH_LATE ||
                   c->what == LS_INJECT_HANG || c->what == LS_INJECT_MEMORY;
    return natural || (threads == 2 && (layers == LS_LAYERS_ALL || !is_intrusion(c->what)));
}

static void inject(const struct case_ *c, uint64_t at, unsigned threads, const struct lines *wanted)
{
    char what[64];
    snprintf(what, sizeof what, "%s at %d with %u threads", c->name, (int)at, threads);
    struct job_run run = run_job(engine, (struct ls_job_options){
                                             PATHS("t"),
                                             .threads = threads,
                                             .sort = true,
                                             .hang_ms = HANG_MS,
                                             .inject = c->what,
                                             .inject_at = at,
                                         });
    assert_int_equal(run.result.reach, LS_OK);
    assert_true(balances(&run.summary));
    assert_true(is_whole(&run));
    assert_int_equal(run.summary.objects_seen, OBJECTS);
    assert_int_equal(run.summary.objects[LS_STATE_DEGRADED], c->reason ? 1 : 0);
    assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 0);
    assert_int_equal(run.summary.exit_status, 1);
    if (c->reason)
        undo_gap(&run, c->reason);
    assert_same(&run, wanted, what);
    free(run.out);
}

static void whatever_goes_wrong_with_one_spares_the_others(void **state)
{
    static const unsigned threads[] = {1, 2, 8};
    static const uint64_t at[] = {BIG_AT, OBJECTS / 2, OBJECTS - 1};
    unsigned layers;
    (void)state;
    make_tree();
    assert_false(ls_failed(ls_confine_probe(&layers)));
    struct job_run quiet = run_job(engine, (struct ls_job_options){PATHS("t"), .threads = 2});
    assert_int_equal(quiet.result.reach, LS_OK);
    struct lines wanted = lines_of(&quiet);
    for (size_t c = 0; c < CASES_N; c++)
        for (size_t t = 0; t < 3; t++)
            for (size_t i = 0; i < sizeof at / sizeof *at; i++)
                if (is_worth_trying(&cases[c], layers, threads[t]))
                    inject(&cases[c], at[i], threads[t], &wanted);
    free(wanted.at);
    free(quiet.out);
}

/* A helper that dies was at the object that it helped with. */
static void who_dies_of_helping_died_of_the_object(void **state)
{
    static const char start[] = "{\"type\":\"gap\",\"v\":1,\"path\":\"t/big\"";
    (void)state;
    make_tree();
    for (unsigned threads = 2; threads <= 8; threads *= 4) {
        struct job_run run = run_job(engine, (struct ls_job_options){
                                                 PATHS("t"),
                                                 .threads = threads,
                                                 .block_bytes = 2048,
                                                 .sort = true,
                                                 .inject = LS_INJECT_CRASH_HELP,
                                                 .inject_at = BIG_AT,
                                             });
        assert_int_equal(run.result.reach, LS_OK);
        assert_true(balances(&run.summary));
        assert_int_equal(run.summary.objects[LS_STATE_DEGRADED], 1);
        assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 0);
        char *gap = strstr(run.out, "\"reason\":\"crashed\"");
        assert_non_null(gap);
        while (gap > run.out && gap[-1] != '\n')
            gap--;
        assert_int_equal(strncmp(gap, start, sizeof start - 1), 0);
        free(run.out);
    }
}

/* A message is told by its format until it dies, and by its bytes from there on. */
static void what_a_format_told_is_not_told_again(void **state)
{
    (void)state;
    FILE *mail = fopen("mail", "wb");
    assert_non_null(mail);
    fputs("From: a@example.com\nSubject: x\nMIME-Version: 1.0\n"
          "Content-Type: text/plain; charset=utf-8\n\n",
          mail);
    for (int i = 0; i < BIG_MARKS; i++)
        fputs(TEST_WORD "\n", mail);
    assert_int_equal(fclose(mail), 0);
    struct job_run run = run_job(engine, (struct ls_job_options){
                                             PATHS("mail"),
                                             .threads = 1,
                                             .inject = LS_INJECT_CRASH_LATE,
                                             .inject_at = 1,
                                         });
    assert_int_equal(run.result.reach, LS_OK);
    assert_int_equal(run.summary.objects[LS_STATE_DEGRADED], 1);
    assert_int_equal(run.summary.hits[LS_SEV_HIGH], BIG_MARKS);
    assert_non_null(strstr(run.out, "\"place\":{\"part\":\"body\",\"line\":1}"));
    assert_non_null(strstr(run.out, "\"place\":{\"line\":"));
    free(run.out);
}

static void what_kills_twice_is_given_up(void **state)
{
    (void)state;
    make_tree();
    for (unsigned threads = 1; threads <= 2; threads++) {
        struct job_run run = run_job(engine, (struct ls_job_options){
                                                 PATHS("t"),
                                                 .threads = threads,
                                                 .inject = LS_INJECT_CRASH_RAW,
                                                 .inject_at = OBJECTS / 2,
                                             });
        assert_int_equal(run.result.reach, LS_OK);
        assert_true(balances(&run.summary));
        assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 1);
        assert_int_equal(run.summary.objects[LS_STATE_SCANNED], OBJECTS - 2);
        assert_non_null(strstr(run.out, "\"reason\":\"crashed\""));
        free(run.out);
    }
}

static void too_many_crashes_end_the_run(void **state)
{
    (void)state;
    make_tree();
    struct job_run run = run_job(engine, (struct ls_job_options){
                                             PATHS("t"),
                                             .threads = 2,
                                             .inject = LS_INJECT_CRASH,
                                             .inject_at = 0,
                                         });
    assert_int_equal(run.result.code, LS_E_INTERNAL);
    assert_int_equal(run.summary.exit_status, 2);
    assert_true(balances(&run.summary));
    assert_true(is_whole(&run));
    assert_int_equal(run.summary.objects_seen, OBJECTS);
    assert_in_range(run.summary.objects[LS_STATE_DEGRADED], 1, CRASHES_BORNE + 1);
    assert_true(run.summary.objects[LS_STATE_NOT_SCANNED] > 0);
    assert_non_null(strstr(run.diag.text, "crash"));
    free(run.out);
}

/* ---- killed from outside ---- */

/* The first child of a process, by proc(5); 0: none, or none to be seen. */
static pid_t child_of(pid_t pid)
{
    char path[64];
    long child = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *tasks = opendir(path);
    if (!tasks)
        return 0;
    for (struct dirent *e; child == 0 && (e = readdir(tasks)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        char file[400];
        snprintf(file, sizeof file, "%s/%s/children", path, e->d_name);
        FILE *in = fopen(file, "re");
        if (in && fscanf(in, "%ld", &child) != 1)
            child = 0;
        if (in)
            fclose(in);
    }
    closedir(tasks);
    return (pid_t)child;
}

struct killer {
    struct beside beside;
    int kills;
};

static void kill_on(struct beside *beside)
{
    struct killer *killer = (struct killer *)beside;
    uint64_t seed = 7;
    while (!atomic_load(&beside->over) && killer->kills < KILLS) {
        nap(1 + ls_rng_below(&seed, 12));
        pid_t starter = child_of(getpid());
        pid_t scanning = starter ? child_of(starter) : 0;
        if (scanning && kill(scanning, SIGKILL) == 0)
            killer->kills++;
    }
}

static void make_many(void)
{
    char path[32], text[3000];
    mkdir("many", 0700);
    memset(text, '.', sizeof text);
    for (int i = 0; i < MANY_FILES; i++) {
        int n = snprintf(text, 64, "%d %s\n", i, i % 7 ? "nothing" : TEST_WORD);
        text[n] = '.';
        snprintf(path, sizeof path, "many/%d", i);
        tree_write(path, text, sizeof text);
    }
}

static void fifty_kills_change_nothing(void **state)
{
    struct killer killer = {.beside.act = kill_on};
    (void)state;
    make_many();
    struct job_run quiet = run_job(engine, (struct ls_job_options){PATHS("many"), .threads = 2});
    assert_int_equal(quiet.summary.objects[LS_STATE_SCANNED], MANY_FILES);
    struct lines wanted = lines_of(&quiet);
    int runs = 0;
    for (; killer.kills < KILLS && runs < RUNS_MAX; runs++) {
        struct ls_job_options options = {PATHS("many"), .threads = 1 + (unsigned)runs % 3};
        struct job_run run = run_job_beside(engine, options, &killer.beside);
        if (run.result.reach != LS_OK)
            fail_msg("after %d kills: %s", killer.kills, run.diag.text);
        assert_same(&run, &wanted, "killed again and again");
        free(run.out);
        if (child_of(getpid()) == 0 && killer.kills == 0)
            break; /* children cannot be seen here */
    }
    assert_true(killer.kills == KILLS || killer.kills == 0);
    free(wanted.at);
    free(quiet.out);
}

/* ---- the end ---- */

static bool is_gone(pid_t pid)
{
    char path[64], state = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *in = fopen(path, "re");
    if (!in)
        return true;
    bool read = fscanf(in, "%*d (%*[^)]) %c", &state) == 1;
    fclose(in);
    return !read || state == 'Z' || state == 'X';
}

static void wait_until_gone(pid_t pid)
{
    for (int i = 0; i < GONE_TRIES && !is_gone(pid); i++)
        nap(10);
    assert_true(is_gone(pid));
}

static void nobody_outlives_the_supervisor(void **state)
{
    (void)state;
    make_tree();
    fflush(NULL);
    pid_t supervisor = fork(), starter = 0, scanning = 0;
    if (supervisor == 0) {
        (void)run_job(engine, (struct ls_job_options){PATHS("t"), .inject = LS_INJECT_HANG_RAW,
                                                      .inject_at = 1});
        _exit(0);
    }
    for (int i = 0; i < GONE_TRIES && !scanning; i++) {
        nap(10);
        starter = child_of(supervisor);
        scanning = starter ? child_of(starter) : 0;
    }
    kill(supervisor, SIGKILL);
    assert_int_equal(waitpid(supervisor, NULL, 0), supervisor);
    if (!scanning)
        skip(); /* children cannot be seen here */
    wait_until_gone(starter);
    wait_until_gone(scanning);
}

/* What hangs does not hear that it is to stop. */
static void cancelling_does_not_wait_for_ever(void **state)
{
    (void)state;
    make_tree();
    struct job_run run = run_cancelled(engine,
                                       (struct ls_job_options){
                                           PATHS("t"),
                                           .threads = 2,
                                           .hang_ms = HANG_MS,
                                           .inject = LS_INJECT_HANG_RAW,
                                           .inject_at = OBJECTS / 2,
                                       },
                                       100, SIGTERM);
    assert_int_equal(run.result.code, LS_E_CANCELLED);
    assert_int_equal(run.summary.exit_status, 128 + SIGTERM);
    assert_int_equal(run.summary.objects_seen, OBJECTS);
    assert_true(balances(&run.summary));
    assert_true(run.summary.objects[LS_STATE_NOT_SCANNED] >= 1);
    free(run.out);
}

/* What a stream has given cannot be read again. */
static void a_stream_is_lost_with_its_process(void **state)
{
    static const enum ls_injection what[] = {LS_INJECT_CRASH, LS_INJECT_CRASH_LATE, LS_INJECT_EXIT};
    (void)state;
    tree_text("text", "one " TEST_WORD "\n");
    for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
        int pipes[2], saved = dup(STDIN_FILENO);
        assert_int_equal(pipe(pipes), 0);
        assert_int_equal(write(pipes[1], TEST_WORD, TEST_WORD_BYTES), TEST_WORD_BYTES);
        close(pipes[1]);
        assert_int_equal(dup2(pipes[0], STDIN_FILENO), STDIN_FILENO);
        close(pipes[0]);
        struct job_run run = run_job(engine, (struct ls_job_options){
                                                 PATHS("-", "text"),
                                                 .threads = 1,
                                                 .sort = true,
                                                 .inject = what[i],
                                                 .inject_at = 1,
                                             });
        assert_int_equal(dup2(saved, STDIN_FILENO), STDIN_FILENO);
        close(saved);
        assert_int_equal(run.result.reach, LS_OK);
        assert_int_equal(run.summary.objects[LS_STATE_NOT_SCANNED], 1);
        assert_int_equal(run.summary.objects[LS_STATE_SCANNED], 1);
        assert_int_equal(run.summary.exit_status, 1);
        assert_non_null(strstr(run.out, "{\"type\":\"gap\",\"v\":1,\"path\":\"-\",\"chain\":[],"
                                        "\"state\":\"not_scanned\",\"reason\":\"crashed\""));
        free(run.out);
    }
}

/* ---- a system that lacks something ---- */

/* Makes a system call fail, as on a kernel that does not know it. For good: in a process of its own
 * only. */
static bool forget_call(int number, int error)
{
    struct sock_filter steps[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)number, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {.len = sizeof steps / sizeof *steps, .filter = steps};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* What comes of it: 0 when all is well. */
static int scan_without(int number, unsigned layer)
{
    unsigned layers;
    if (!forget_call(number, ENOSYS))
        return 77;
    if (ls_failed(ls_confine_probe(&layers)) || layers & layer)
        return 1;
    run_sandbox = LS_SANDBOX_BEST_EFFORT;
    struct job_run run = run_job(engine, (struct ls_job_options){PATHS("t"), .threads = 2});
    if (ls_failed(run.result) || run.summary.objects[LS_STATE_SCANNED] != OBJECTS - 1)
        return 2;
    free(run.out);
    run_sandbox = LS_SANDBOX_REQUIRE;
    run = run_job(engine, (struct ls_job_options){PATHS("t"), .threads = 2});
    if (run.result.code != LS_E_USAGE || run.summary.exit_status != 2 || !balances(&run.summary) ||
        !strstr(run.diag.text, "--sandbox"))
        return 3;
    free(run.out);
    return 0;
}

static void an_old_system_gives_what_it_has(void **state)
{
    static const struct {
        int number;
        unsigned layer;
    } calls[] = {{SYS_landlock_create_ruleset, LS_LAYER_FILES}, {SYS_seccomp, LS_LAYER_CALLS}};
    (void)state;
    make_tree();
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        int status;
        fflush(NULL);
        pid_t pid = fork();
        if (pid == 0)
            _exit(scan_without(calls[i].number, calls[i].layer));
        assert_int_equal(waitpid(pid, &status, 0), pid);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == 77)
            skip();
        assert_int_equal(WEXITSTATUS(status), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_TREE(whatever_goes_wrong_with_one_spares_the_others),
        IN_TREE(who_dies_of_helping_died_of_the_object),
        IN_TREE(what_a_format_told_is_not_told_again),
        IN_TREE(what_kills_twice_is_given_up),
        IN_TREE(too_many_crashes_end_the_run),
        IN_TREE(fifty_kills_change_nothing),
        IN_TREE(nobody_outlives_the_supervisor),
        IN_TREE(cancelling_does_not_wait_for_ever),
        IN_TREE(a_stream_is_lost_with_its_process),
        IN_TREE(an_old_system_gives_what_it_has),
    };
    return cmocka_run_group_tests(tests, engine_confined, engine_free);
}
