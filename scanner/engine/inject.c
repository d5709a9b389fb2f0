/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/inject.h"

#include "base/alloc.h"
#include "base/sanitized.h"
#include "engine/window.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const names[LS_INJECT_COUNT] = {
    [LS_INJECT_NOTHING] = "nothing",
    [LS_INJECT_CRASH] = "crash",
    [LS_INJECT_CRASH_LATE] = "crash-late",
    [LS_INJECT_CRASH_RAW] = "crash-raw",
    [LS_INJECT_CRASH_HELP] = "crash-help",
    [LS_INJECT_CRASH_MEMBER] = "crash-member",
    [LS_INJECT_HANG] = "hang",
    [LS_INJECT_HANG_RAW] = "hang-raw",
    [LS_INJECT_MEMORY] = "memory",
    [LS_INJECT_EXIT] = "exit",
    [LS_INJECT_OPEN] = "open",
    [LS_INJECT_SIGNAL] = "signal",
    [LS_INJECT_SOCKET] = "socket",
    [LS_INJECT_EXEC] = "exec",
    [LS_INJECT_LIES] = "lies",
};

bool ls_inject_parse(const char *name, enum ls_injection *what)
{
    for (int i = 0; i < LS_INJECT_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *what = (enum ls_injection)i;
            return true;
        }
    return false;
}

void ls_inject_crash(void)
{
    volatile uintptr_t nowhere = 4096; /* never mapped; and no null, which a sanitizer would see */
    *(volatile int *)nowhere = 1;
}

void ls_inject_member(enum ls_injection what, struct ls_str name)
{
    static const char deadly[] = "deadly";
    if (what == LS_INJECT_CRASH_MEMBER && name.len == sizeof deadly - 1 &&
        memcmp(name.at, deadly, sizeof deadly - 1) == 0)
        ls_inject_crash();
}

void ls_inject_hang(void)
{
    for (;;)
        (void)poll(NULL, 0, 1000);
}

/* Takes all the memory that there is, and gives it back; where it is not limited, pretends to. */
static struct ls_result run_out_of_memory(void)
{
    enum { CHUNK = 64 << 20, CHUNKS_MAX = 1024 };
    void *chunks[CHUNKS_MAX];
    size_t n = 0;
    while (!LS_SANITIZED && n < CHUNKS_MAX && (chunks[n] = ls_calloc(1, CHUNK)) != NULL)
        n++;
    while (n > 0)
        ls_free(chunks[--n]);
    return ls_stop(LS_E_MEMORY);
}

static bool opens_files(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 ||
           open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0 ||
           open("/proc/self/mem", O_RDWR | O_CLOEXEC) >= 0 ||
           open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) >= 0 ||
           access("/etc/passwd", F_OK) == 0;
}

static bool runs_program(void)
{
    char path[] = "/bin/true";
    char *argv[] = {path, NULL};
    return syscall(SYS_execve, path, argv, NULL) == 0;
}

static void lie(int records)
{
    static const char lies[] = "\x09\x00\x00\x00\x03 no rule\xff\xff\xff\xff";
    (void)!write(records, lies, sizeof lies);
}

/* What an intruder in the place of a format tries. */
static void intrude(enum ls_injection what, int records)
{
    if ((what == LS_INJECT_OPEN && opens_files()) ||
        (what == LS_INJECT_SIGNAL && kill(getppid(), 0) == 0) ||
        (what == LS_INJECT_SOCKET && socket(AF_UNIX, SOCK_STREAM, 0) >= 0) ||
        (what == LS_INJECT_EXEC && runs_program()))
        ls_inject_crash();
    if (what == LS_INJECT_LIES)
        lie(records);
}

static struct ls_result in_a_format(enum ls_injection what, int records)
{
    if (what == LS_INJECT_CRASH)
        ls_inject_crash();
    if (what == LS_INJECT_HANG)
        ls_inject_hang();
    if (what == LS_INJECT_EXIT)
        syscall(SYS_exit_group, 7);
    intrude(what, records);
    return what == LS_INJECT_MEMORY ? run_out_of_memory() : ls_ok();
}

struct ls_result ls_inject(enum ls_injection what, bool late, bool raw_only,
                           _Atomic uint32_t *phase, int records)
{
    if (late) {
        if (what == LS_INJECT_CRASH_LATE && !raw_only)
            ls_inject_crash();
        return ls_ok();
    }
    if (what == LS_INJECT_CRASH_RAW)
        ls_inject_crash();
    if (what == LS_INJECT_HANG_RAW)
        ls_inject_hang();
    if (raw_only)
        return ls_ok();
    if (phase)
        atomic_store(phase, LS_PHASE_FORMAT);
    struct ls_result r = in_a_format(what, records);
    if (phase)
        atomic_store(phase, LS_PHASE_RAW);
    return r;
}
