/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shuts a process off from everything but what it holds already: open descriptors, memory, time.
 *
 *   privileges   it can gain none (prctl(2), PR_SET_NO_NEW_PRIVS)
 *   files        it can name none, nor connect anywhere (landlock(7))
 *   calls        of the system it can ask what scanning needs, and nothing else (seccomp(2))
 *   limits       it can write no file, dump no core, take no more memory than was given to it
 *
 * Each layer holds by itself where the system lacks another one. Nothing of it can be taken back.
 */
#ifndef LS_ENGINE_CONFINE_H
#define LS_ENGINE_CONFINE_H

#include "base/buf.h"
#include "base/result.h"

#include <stddef.h>

/* A set of layers. */
enum ls_layer {
    LS_LAYER_PRIVILEGES = 1 << 0,
    LS_LAYER_FILES = 1 << 1,
    LS_LAYER_CALLS = 1 << 2,
    LS_LAYER_LIMITS = 1 << 3,
    LS_LAYERS_ALL = (1 << 4) - 1,
};

/* What the user asked for. */
enum ls_sandbox {
    LS_SANDBOX_OFF,         /* scans in the threads of this process */
    LS_SANDBOX_BEST_EFFORT, /* in a process of its own, with the layers that can be had */
    LS_SANDBOX_REQUIRE,     /* with all of them, or not at all */
};

/*
 * Confines the calling process, which must have one thread only; threads that it starts later are
 * confined as well. `memory`: bytes of address space that it may have in all, 0: any number (also
 * under a sanitizer, which reserves terabytes). Returns the layers that are in force.
 */
unsigned ls_confine(size_t memory);

/* The layers that can be had here: tries them in a process that ends at once. One thread only. */
struct ls_result ls_confine_probe(unsigned *layers) LS_MUST_USE;

/* "no new privileges, no files (Landlock ABI 7), few system calls (seccomp), limits"; "none". */
struct ls_result ls_confine_words(struct ls_buf *out, unsigned layers) LS_MUST_USE;

#endif
