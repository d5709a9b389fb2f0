/* SPDX-License-Identifier: Apache-2.0 */
/* What a confined process can still do, and what it cannot. Each case runs in a process of its own,
 * whose exit status is the answer.
 */
#include "../tree.h"

#include "engine/confine.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { YES = 11, NO = 12 };

static unsigned reachable; /* layers that can be had here */
static int file;           /* open for reading and writing */

/* How a process that is confined and then does this ends: as waitpid(2) says. */
static int end_of(int (*act)(void))
{
    int status;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        signal(SIGSYS, SIG_DFL); /* cmocka's own would print */
        if (ls_confine(0) != reachable)
            _exit(1);
        _exit(act());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void assert_refused(int (*act)(void))
{
    int status = end_of(act);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), NO);
}

static void assert_granted(int (*act)(void))
{
    int status = end_of(act);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), YES);
}

static void assert_killed(int (*act)(void))
{
    int status = end_of(act);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSYS);
}

static int answer(bool yes)
{
    return yes ? YES : NO;
}

static int open_a_file(void)
{
    return answer(open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0);
}

static int make_a_file(void)
{
    return answer(open("made", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0);
}

static int list_a_folder(void)
{
    return answer(open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0);
}

static int remove_a_file(void)
{
    return answer(unlink("file") == 0);
}

static int write_a_file(void)
{
    signal(SIGXFSZ, SIG_IGN);
    return answer(write(file, "x", 1) == 1);
}

static int signal_the_parent(void)
{
    return answer(kill(getppid(), 0) == 0);
}

static int run_a_program(void)
{
    char path[] = "/bin/true";
    char *argv[] = {path, NULL};
    return answer(execve(path, argv, NULL) == 0);
}

static int start_a_process(void)
{
    return answer(fork() >= 0);
}

static int make_a_socket(void)
{
    return answer(socket(AF_UNIX, SOCK_STREAM, 0) >= 0);
}

static int trace_the_parent(void)
{
    return answer(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) == 0);
}

static int run_memory(void)
{
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return answer(p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0);
}

static int read_a_file(void)
{
    char bytes[8];
    struct stat st;
    return answer(pread(file, bytes, 4, 0) == 4 && fstat(file, &st) == 0 && st.st_size == 4);
}

static int take_memory(void)
{
    char *p = ls_calloc(8 << 20, 1);
    if (p)
        p = ls_reallocarray(p, 64 << 20, 1);
    if (p)
        memset(p, 1, 64 << 20);
    return answer(p != NULL);
}

static void *come_and_go(void *user)
{
    *(bool *)user = open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0;
    return NULL;
}

/* Threads can be started, and what holds for one holds for all. */
static int start_a_thread(void)
{
    pthread_t thread;
    bool refused = false;
    if (pthread_create(&thread, NULL, come_and_go, &refused) != 0)
        return NO;
    pthread_join(thread, NULL);
    return answer(refused);
}

static void what_is_refused(void **state)
{
    (void)state;
    if (!(reachable & LS_LAYER_FILES) && !(reachable & LS_LAYER_CALLS))
        skip();
    assert_refused(open_a_file);
    assert_refused(make_a_file);
    assert_refused(list_a_folder);
    assert_refused(remove_a_file);
    assert_int_equal(access("file", F_OK), 0);
}

static void what_the_limits_refuse(void **state)
{
    (void)state;
    assert_true(reachable & LS_LAYER_LIMITS);
    int status = end_of(write_a_file);
    /* SIGXFSZ cannot be ignored any more where calls are confined. */
    assert_true((WIFEXITED(status) && WEXITSTATUS(status) == NO) ||
                (WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ));
    struct stat st;
    assert_int_equal(fstat(file, &st), 0);
    assert_int_equal(st.st_size, 4);
}

static void what_ends_the_process(void **state)
{
    (void)state;
    if (!(reachable & LS_LAYER_CALLS))
        skip();
    assert_killed(run_a_program);
    assert_killed(make_a_socket);
    assert_killed(trace_the_parent);
    assert_refused(start_a_process); /* the library asks clone(2) for it */
    assert_refused(signal_the_parent);
    assert_refused(run_memory);
}

static void what_still_works(void **state)
{
    (void)state;
    assert_granted(read_a_file);
    assert_granted(take_memory);
    if (reachable & LS_LAYER_CALLS)
        assert_granted(start_a_thread);
}

/* Not under a sanitizer, which has memory of its own. */
static void memory_is_limited(void **state)
{
    int status;
    (void)state;
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        struct rlimit now;
        ls_confine((size_t)1 << 30);
        getrlimit(RLIMIT_AS, &now);
        if (now.rlim_cur != (rlim_t)1 << 30)
            _exit(YES);
        void *p = ls_calloc((size_t)2 << 30, 1);
        _exit(answer(p == NULL));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), YES);
}

static void words_for_people(void **state)
{
    struct ls_buf out = {.limit = 1000};
    (void)state;
    assert_false(ls_failed(ls_confine_words(&out, 0)));
    assert_int_equal(out.n, 4);
    assert_memory_equal(out.at, "none", 4);
    LS_VEC_CLEAR(&out);
    assert_false(ls_failed(ls_confine_words(&out, LS_LAYER_PRIVILEGES | LS_LAYER_LIMITS)));
    assert_int_equal(out.n, strlen("no new privileges, limits"));
    assert_memory_equal(out.at, "no new privileges, limits", out.n);
    LS_VEC_FINI(&out);
}

static int set_up(void **state)
{
    tree_setup(state);
    tree_text("file", "1234");
    file = open("file", O_RDWR | O_APPEND | O_CLOEXEC);
    return file < 0 || ls_failed(ls_confine_probe(&reachable)) ? -1 : 0;
}

static int tear_down(void **state)
{
    close(file);
    return tree_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_refused),       cmocka_unit_test(what_the_limits_refuse),
        cmocka_unit_test(what_ends_the_process), cmocka_unit_test(what_still_works),
        cmocka_unit_test(memory_is_limited),     cmocka_unit_test(words_for_people),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
