/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/starter.h"

#include "base/alloc.h"
#include "base/sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

struct ls_starter {
    pid_t pid;
    int control;
};

enum request {
    REQUEST_SPAWN, /* with two descriptors */
    REQUEST_REAP,  /* answered by a struct ls_starter_end */
};

enum {
    SIGNALS_END = 32,         /* one past the last that has a name */
    KEPT = STDERR_FILENO + 1, /* the starter's end of the socket */
};

/* What a terminal or an administrator sends to all of us is for the supervisor to act upon. */
static const int ignored[] = {SIGINT,  SIGTERM, SIGHUP,  SIGQUIT,   SIGPIPE, SIGALRM,
                              SIGUSR1, SIGUSR2, SIGXFSZ, SIGVTALRM, SIGPROF};

/* ---- in the starter and what it starts ---- */

static void settle_signals(void)
{
    sigset_t none;
    for (int i = 1; i < SIGNALS_END; i++)
        if (i != SIGKILL && i != SIGSTOP)
            (void)sigaction(i, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        (void)sigaction(ignored[i], &(struct sigaction){.sa_handler = SIG_IGN}, NULL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Closes all descriptors from `first` on. */
static void close_from(int first)
{
    long most = sysconf(_SC_OPEN_MAX);
#ifdef SYS_close_range
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0)
        return;
#endif
    for (long fd = first; fd < most; fd++)
        close((int)fd);
}

/*
 * Keeps one descriptor, as number 3; the first three lead nowhere: nothing of the user's is held
 * open, and nothing that goes wrong in here shows up on a terminal.
 */
static bool settle_descriptors(int keep)
{
    int nowhere[2]; /* a pipe that nobody writes to; there need not be a /dev/null */
    if (pipe2(nowhere, O_CLOEXEC) != 0)
        return false;
    int end = fcntl(nowhere[0], F_DUPFD_CLOEXEC, KEPT + 1);
    if (end < 0 || (keep != KEPT && dup2(keep, KEPT) < 0))
        return false;
    for (int fd = STDIN_FILENO; fd <= (LS_SANITIZED ? STDOUT_FILENO : STDERR_FILENO); fd++)
        if (dup2(end, fd) < 0)
            return false;
    close_from(KEPT + 1);
    return true;
}

/* Dies with its parent, also when that has died already. */
static bool tie_to(pid_t parent)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == parent;
}

struct nest {
    ls_starter_run run;
    void *user;
    int control;
    pid_t child; /* 0: there is none */
};

static void spawn(struct nest *nest, const int fds[2])
{
    pid_t self = getpid();
    pid_t pid = fork();
    if (pid == 0) {
        close(nest->control);
        if (tie_to(self))
            nest->run(nest->user, fds[0], fds[1]);
        _exit(0);
    }
    nest->child = pid > 0 ? pid : 0;
}

static struct ls_starter_end reap(struct nest *nest)
{
    int status = 0;
    struct ls_starter_end end = {.started = nest->child != 0};
    if (!end.started)
        return end;
    /* A process that is on its way out keeps the end that it has. */
    if (waitpid(nest->child, &status, WNOHANG) == 0) {
        kill(nest->child, SIGKILL);
        while (waitpid(nest->child, &status, 0) < 0 && errno == EINTR)
            ;
    }
    nest->child = 0;
    end.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return end;
}

/* The next request; false when the supervisor is gone. */
static bool listen_to(int control, enum request *request, int fds[2])
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(2 * sizeof(int))];
    } rights;
    uint8_t what;
    ssize_t got;
    struct iovec bytes = {.iov_base = &what, .iov_len = sizeof what};
    struct msghdr envelope = {.msg_iov = &bytes,
                              .msg_iovlen = 1,
                              .msg_control = &rights,
                              .msg_controllen = sizeof rights};
    do {
        got = recvmsg(control, &envelope, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got != sizeof what)
        return false;
    *request = (enum request)what;
    if (*request == REQUEST_SPAWN) {
        struct cmsghdr *attached = CMSG_FIRSTHDR(&envelope);
        if (!attached || attached->cmsg_len != CMSG_LEN(2 * sizeof(int)))
            return false;
        memcpy(fds, CMSG_DATA(attached), 2 * sizeof(int));
    }
    return true;
}

static void serve(struct nest *nest)
{
    enum request request;
    int fds[2];
    while (listen_to(nest->control, &request, fds)) {
        if (request == REQUEST_SPAWN) {
            spawn(nest, fds);
            close(fds[0]);
            close(fds[1]);
        } else {
            struct ls_starter_end end = reap(nest);
            (void)send(nest->control, &end, sizeof end, MSG_NOSIGNAL);
        }
    }
    (void)reap(nest);
}

/* ---- in the supervisor ---- */

static pid_t start(struct nest *nest)
{
    sigset_t all, old;
    pid_t self = getpid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &old); /* no signal may find the copy with our handlers */
    pid_t pid = fork();
    if (pid == 0) {
        settle_signals();
        if (tie_to(self) && settle_descriptors(nest->control)) {
            nest->control = KEPT;
            serve(nest);
        }
        _exit(0);
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    return pid;
}

struct ls_result ls_starter_new(ls_starter_run run, void *user, struct ls_starter **starter)
{
    int ends[2];
    *starter = NULL;
    struct ls_starter *s = ls_calloc(1, sizeof *s);
    if (!s)
        return ls_stop(LS_E_MEMORY);
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        ls_free(s);
        return ls_stop(LS_E_MEMORY);
    }
    struct nest nest = {.run = run, .user = user, .control = ends[1]};
    s->control = ends[0];
    s->pid = start(&nest);
    close(ends[1]);
    if (s->pid < 0) {
        close(s->control);
        ls_free(s);
        return ls_stop(LS_E_MEMORY);
    }
    *starter = s;
    return ls_ok();
}

void ls_starter_free(struct ls_starter *s)
{
    if (!s)
        return;
    close(s->control);
    while (waitpid(s->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    ls_free(s);
}

static bool ask(struct ls_starter *s, enum request request, const int *fds)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(2 * sizeof(int))];
    } rights = {.bytes = {0}};
    uint8_t what = (uint8_t)request;
    ssize_t sent;
    struct iovec bytes = {.iov_base = &what, .iov_len = sizeof what};
    struct msghdr envelope = {.msg_iov = &bytes, .msg_iovlen = 1};
    if (fds) {
        envelope.msg_control = &rights;
        envelope.msg_controllen = sizeof rights;
        struct cmsghdr *attached = CMSG_FIRSTHDR(&envelope);
        attached->cmsg_level = SOL_SOCKET;
        attached->cmsg_type = SCM_RIGHTS;
        attached->cmsg_len = CMSG_LEN(2 * sizeof *fds);
        memcpy(CMSG_DATA(attached), fds, 2 * sizeof *fds);
    }
    do {
        sent = sendmsg(s->control, &envelope, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == sizeof what;
}

static void close_pair(const int pair[2])
{
    close(pair[0]);
    close(pair[1]);
}

struct ls_result ls_starter_spawn(struct ls_starter *s, int *parcels, int *records)
{
    int down[2], up[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, down) != 0)
        return ls_stop(LS_E_MEMORY);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, up) != 0) {
        close_pair(down);
        return ls_stop(LS_E_MEMORY);
    }
    bool asked = ask(s, REQUEST_SPAWN, (const int[2]){down[1], up[1]});
    close(down[1]);
    close(up[1]);
    if (!asked) {
        close(down[0]);
        close(up[0]);
        return ls_stop(LS_E_INTERNAL);
    }
    *parcels = down[0];
    *records = up[0];
    return ls_ok();
}

struct ls_result ls_starter_reap(struct ls_starter *s, struct ls_starter_end *end)
{
    ssize_t got;
    *end = (struct ls_starter_end){.started = false};
    if (!ask(s, REQUEST_REAP, NULL))
        return ls_stop(LS_E_INTERNAL);
    do {
        got = recv(s->control, end, sizeof *end, 0);
    } while (got < 0 && errno == EINTR);
    return got == sizeof *end ? ls_ok() : ls_stop(LS_E_INTERNAL);
}
