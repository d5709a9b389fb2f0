/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};

static _Atomic(struct ls_job *) current;

static void set_all(void (*handler)(int))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof watched / sizeof *watched; i++) {
        struct sigaction old;
        sigaction(watched[i], NULL, &old);
        if (old.sa_handler != SIG_IGN) /* nohup, or a shell's background job */
            sigaction(watched[i], &action, NULL);
    }
}

static void on_signal(int number)
{
    struct ls_job *job = atomic_load(&current);
    set_all(SIG_DFL);
    if (job)
        ls_job_cancel(job, number);
}

void ls_signals_watch(struct ls_job *job)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigemptyset(&ignore.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
    atomic_store(&current, job);
    set_all(on_signal);
}

void ls_signals_release(void)
{
    set_all(SIG_DFL);
    atomic_store(&current, NULL);
}
