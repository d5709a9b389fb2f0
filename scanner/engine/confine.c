/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/confine.h"

#include "base/sanitized.h"
#include "engine/confine_priv.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static bool limit(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit((__rlimit_resource_t)what, &now) != 0)
        return false;
    if (now.rlim_max < most)
        most = now.rlim_max;
    return setrlimit((__rlimit_resource_t)what, &(struct rlimit){most, most}) == 0;
}

/*
 * The number of processes is not limited: it is counted by user, threads and other programs
 * included. That none is started is a matter of the calls.
 */
static bool confine_limits(size_t memory)
{
    bool done = limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0);
    if (memory && !LS_SANITIZED)
        done &= limit(RLIMIT_AS, memory);
    return done && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

unsigned ls_confine(size_t memory)
{
    unsigned layers = 0;
    if (confine_limits(memory))
        layers |= LS_LAYER_LIMITS;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return layers; /* the other two demand it */
    layers |= LS_LAYER_PRIVILEGES;
    if (ls_confine_files())
        layers |= LS_LAYER_FILES;
    if (ls_confine_calls())
        layers |= LS_LAYER_CALLS;
    return layers;
}

struct ls_result ls_confine_probe(unsigned *layers)
{
    int status;
    pid_t pid = fork();
    *layers = 0;
    if (pid < 0)
        return ls_stop(LS_E_MEMORY);
    if (pid == 0)
        _exit((int)ls_confine(0));
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return ls_stop(LS_E_INTERNAL);
    if (!WIFEXITED(status))
        return ls_stop(LS_E_INTERNAL);
    *layers = (unsigned)WEXITSTATUS(status) & LS_LAYERS_ALL;
    return ls_ok();
}

static struct ls_result add_layer(struct ls_buf *out, size_t start, const char *words)
{
    if (out->n > start)
        LS_TRY(ls_buf_str(out, ", "));
    return ls_buf_str(out, words);
}

struct ls_result ls_confine_words(struct ls_buf *out, unsigned layers)
{
    size_t start = out->n;
    if (layers & LS_LAYER_PRIVILEGES)
        LS_TRY(add_layer(out, start, "no new privileges"));
    if (layers & LS_LAYER_FILES) {
        LS_TRY(add_layer(out, start, "no files (Landlock ABI "));
        LS_TRY(ls_buf_u64(out, (uint64_t)ls_confine_files_version()));
        LS_TRY(ls_buf_char(out, ')'));
    }
    if (layers & LS_LAYER_CALLS)
        LS_TRY(add_layer(out, start, "few system calls (seccomp)"));
    if (layers & LS_LAYER_LIMITS)
        LS_TRY(add_layer(out, start, "limits"));
    return out->n > start ? ls_ok() : ls_buf_str(out, "none");
}
