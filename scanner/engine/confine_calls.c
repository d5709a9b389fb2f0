/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls that scanning needs, by libseccomp. Everything else fails with EPERM, so that a library
 * that asks for something new is told no and goes on. What no library asks for and an intruder
 * would is a SIGSYS, which ends the process and names the object that was being read.
 *
 * Descriptors can be read, never opened; memory can be had, never made executable; threads can be
 * started, never processes.
 */
#include "engine/confine_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

static const int allowed[] = {
    /* reading and telling */
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(lseek),
    SCMP_SYS(fadvise64),
    SCMP_SYS(fstat),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(recvmsg),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(close),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* threads */
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    /* signals */
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    /* time and chance */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(nanosleep),
    SCMP_SYS(getrandom),
};

static const int refused[] = {
    SCMP_SYS(execve),           SCMP_SYS(execveat),          SCMP_SYS(fork), SCMP_SYS(vfork),
    SCMP_SYS(socket),           SCMP_SYS(connect),           SCMP_SYS(bind), SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
};

enum {
    ALLOWED_N = sizeof allowed / sizeof *allowed,
    REFUSED_N = sizeof refused / sizeof *refused,
    NAMESPACES = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                 CLONE_NEWPID | CLONE_NEWNET,
    THREAD = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND,
};

/* Calls that are needed in one form only. Comparisons of one rule must all hold. */
static int add_forms(scmp_filter_ctx filter)
{
    static const int readable[] = {F_GETFL, F_SETPIPE_SZ};
    int failed = 0;
    failed |= seccomp_rule_add(
        filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2,
        SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)PROT_EXEC, 0),
        SCMP_A3(SCMP_CMP_MASKED_EQ, (scmp_datum_t)MAP_ANONYMOUS, (scmp_datum_t)MAP_ANONYMOUS));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, (scmp_datum_t)PROT_EXEC, 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
                               SCMP_A3(SCMP_CMP_EQ, (scmp_datum_t)AT_EMPTY_PATH, 0));
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(fcntl), 1,
                                   SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)readable[i], 0));
    failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
                               SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
    /* clone3(2) hides its flags in memory; told that there is none, the library takes clone(2). */
    failed |= seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    failed |= seccomp_rule_add(
        filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
        SCMP_A0(SCMP_CMP_MASKED_EQ, (scmp_datum_t)(NAMESPACES | THREAD), (scmp_datum_t)THREAD));
    return failed;
}

static bool load(scmp_filter_ctx filter)
{
    int failed = 0;
    /* Without the detour around speculative stores: there is nobody's memory to spy on. */
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_SSB, 1);
    (void)seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
    failed |= seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; i < ALLOWED_N; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    for (size_t i = 0; i < REFUSED_N; i++)
        failed |= seccomp_rule_add(filter, SCMP_ACT_TRAP, refused[i], 0);
    failed |= add_forms(filter);
    return failed == 0 && seccomp_load(filter) == 0;
}

bool ls_confine_calls(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return false;
    bool done = load(filter);
    seccomp_release(filter);
    return done;
}
