/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/last_words.h"

#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP};

enum { DEADLY_N = sizeof deadly / sizeof *deadly };

/* Found without a call: a handler may not make one. */
static _Thread_local struct ls_slot *own __attribute__((tls_model("initial-exec")));

static void note(uint32_t what)
{
    uint32_t nothing = 0;
    if (own && atomic_load(&own->object))
        atomic_compare_exchange_strong(&own->died, &nothing, what);
}

/*
 * The handler is gone already (SA_RESETHAND) and the signal held while we are here: sent once more,
 * it ends the process as soon as we return. So a refused system call does not go on either.
 */
static void on_signal(int number, siginfo_t *info, void *context)
{
    bool sent_by_others =
        (info->si_code == SI_USER || info->si_code == SI_QUEUE) && info->si_pid != getpid();
    (void)context;
    if (!sent_by_others)
        note((uint32_t)number);
    syscall(SYS_tgkill, getpid(), (pid_t)syscall(SYS_gettid), number);
}

bool ls_last_words_prepare(void)
{
    struct sigaction action = {
        .sa_sigaction = on_signal,
        .sa_flags = (int)(SA_SIGINFO | SA_ONSTACK | SA_RESETHAND),
    };
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < DEADLY_N; i++)
        if (sigaction(deadly[i], &action, NULL) != 0)
            return false;
    return true;
}

bool ls_last_words_listen(struct ls_slot *slot, void *stack)
{
    own = slot;
    return sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = LS_LAST_WORDS_STACK}, NULL) == 0;
}

void ls_last_words_fail(struct ls_result why)
{
    note((uint32_t)LS_DIED_CODE + why.code);
}

void ls_last_words_spare(sigset_t *set)
{
    for (int i = 0; i < DEADLY_N; i++)
        sigdelset(set, deadly[i]);
}
