/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Landlock without a single rule: whatever a version of it can govern is denied. Descriptors that
 * are open already keep working, which is all that the scanning process needs.
 *
 * The header of the system may be older than its kernel, so the structure and the bits stand here
 * (Documentation/userspace-api/landlock.rst). A bit that is not known makes the whole call fail, so
 * each version gets its own; a kernel that promises more than it keeps is asked for less.
 */
#include "engine/confine_priv.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The same numbers on every architecture. */
enum {
    CALL_CREATE_RULESET = 444,
    CALL_RESTRICT_SELF = 446,
    CREATE_RULESET_VERSION = 1 << 0,
};

struct ruleset {
    uint64_t files;
    uint64_t net;   /* from version 4 on */
    uint64_t scope; /* from version 6 on */
};

static const struct version {
    struct ruleset denied;
    size_t size; /* of the structure at that time */
} versions[] = {
    {{(1 << 13) - 1, 0, 0}, offsetof(struct ruleset, net)},   /* 1 */
    {{(1 << 14) - 1, 0, 0}, offsetof(struct ruleset, net)},   /* 2: moving to another folder */
    {{(1 << 15) - 1, 0, 0}, offsetof(struct ruleset, net)},   /* 3: truncating */
    {{(1 << 15) - 1, 3, 0}, offsetof(struct ruleset, scope)}, /* 4: TCP */
    {{(1 << 16) - 1, 3, 0}, offsetof(struct ruleset, scope)}, /* 5: ioctl on devices */
    {{(1 << 16) - 1, 3, 3}, sizeof(struct ruleset)}, /* 6: abstract sockets, signals to others */
};

enum { VERSIONS_N = sizeof versions / sizeof *versions };

int ls_confine_files_version(void)
{
    long version = syscall(CALL_CREATE_RULESET, NULL, 0, CREATE_RULESET_VERSION);
    return version > 0 ? (int)version : 0;
}

bool ls_confine_files(void)
{
    int version = ls_confine_files_version();
    int fd = -1;
    for (version = version < VERSIONS_N ? version : VERSIONS_N; fd < 0 && version > 0; version--) {
        const struct version *v = &versions[version - 1];
        fd = (int)syscall(CALL_CREATE_RULESET, &v->denied, v->size, 0);
    }
    if (fd < 0)
        return false;
    bool done = syscall(CALL_RESTRICT_SELF, fd, 0) == 0;
    close(fd);
    return done;
}
