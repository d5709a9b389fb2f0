/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From paths to open files: the walk over folders, by any number of threads at once.
 *
 * Whatever is found is handed over exactly once: a file opened for reading, or the reason why there
 * is nothing to read. Nothing is dropped in silence. Folders themselves are handed over only when
 * they could not be (fully) listed or were not entered.
 *
 *   found in a folder                   named by the user
 *   -----------------                   -----------------
 *   regular file      opened            opened
 *   folder            entered           entered
 *   symbolic link     `symlink`         followed
 *   block device      `special_file`    opened
 *   FIFO, socket, …   `special_file`    `special_file`
 *
 * What is found in folders is opened relative to its folder and never through a symbolic link, so a
 * tree that changes meanwhile cannot lead the walk astray. Devices and FIFOs are never opened to
 * find out what they are. Depth costs memory, not descriptors.
 */
#ifndef LS_SOURCE_WALK_H
#define LS_SOURCE_WALK_H

#include "base/diag.h"
#include "base/hit.h"
#include "base/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
    LS_WALK_PATH_MAX = 1 << 16,    /* bytes in the path of a folder that is still entered */
    LS_WALK_FOLDERS_MAX = 1 << 24, /* folders known and not yet listed */
    LS_WALK_DESCRIPTORS = 64,      /* descriptors that the walk itself keeps at most, about */
};

struct ls_walk_options {
    const char *const *paths; /* "-" is standard input */
    size_t paths_n;
    const char *files_from0;     /* file with NUL-separated paths ("-": standard input), or NULL */
    const char *const *excludes; /* fnmatch(3): with a '/' for whole paths, else for last parts */
    size_t excludes_n;
    bool sort; /* files of a folder before its folders, both by bytes; one thread only */
    bool one_file_system;
    dev_t out_dev; /* the file that the records go to is passed over as `output` */
    ino_t out_ino; /* 0: there is none */
};

enum ls_walk_kind {
    LS_WALK_FILE,   /* regular file */
    LS_WALK_DEVICE, /* block device */
    LS_WALK_STREAM, /* standard input, unless it is a file that nobody has read from */
    LS_WALK_NONE,   /* nothing to read: `state` and `reason` say why */
};

struct ls_walk_entry {
    enum ls_walk_kind kind;
    struct ls_str path; /* valid during the call, NUL-terminated */
    int fd;             /* the taker closes it, but for STDIN_FILENO; -1 for LS_WALK_NONE */
    bool size_known;
    uint64_t size; /* bytes, when it was opened */
    enum ls_state state;
    const char *reason; /* a word of base/reason.h */
    int error;          /* errno value behind it, or 0 */
};

/* Takes an entry and, whatever the result, its descriptor. A failure ends the walk. */
typedef struct ls_result (*ls_walk_fn)(void *user, const struct ls_walk_entry *entry);

struct ls_walk;

/* `options` and what it points to must live as long as the walk. Wrong options are LS_E_USAGE. */
struct ls_result ls_walk_new(const struct ls_walk_options *options, struct ls_walk **walk,
                             struct ls_diag *diag) LS_MUST_USE;
void ls_walk_free(struct ls_walk *walk);

/*
 * Walks until nothing is left. Several threads may be in here for one walk, each with its own
 * `user`; each returns when the whole walk is over. Gives what `emit` failed with, or
 * STOP/LS_E_MEMORY, or STOP/LS_E_CANCELLED after ls_walk_stop().
 */
struct ls_result ls_walk_run(struct ls_walk *walk, ls_walk_fn emit, void *user) LS_MUST_USE;

/* Ends the walk soon. Async-signal-safe, any thread. */
void ls_walk_stop(struct ls_walk *walk);

#endif
