/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The folders that a walk knows: a tree of nodes, few of them with an open descriptor.
 *
 *   root (fd) <- a (fd) <- b (closed) <- c (closed) <- d (being listed, fd)
 *
 * A node lives while it is being listed or has a child that lives; it keeps its descriptor while
 * children still wait to be opened through it, unless too many are open: then the one that was used
 * longest ago is closed and, when needed, opened again from the nearest ancestor that is still
 * open. So neither a deep nor a wide tree runs out of descriptors, and no path ever gets too long
 * for the system.
 *
 * Everything but the name is guarded by ls_folders.lock. Private to source/.
 */
#ifndef LS_SOURCE_FOLDER_PRIV_H
#define LS_SOURCE_FOLDER_PRIV_H

#include "base/buf.h"
#include "base/result.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ls_folder {
    struct ls_folder *parent;        /* NULL: named by the user */
    struct ls_folder *next;          /* in a list of folders that wait */
    struct ls_folder *newer, *older; /* in the list of those with a descriptor to spare */
    int fd;                          /* -1: closed */
    unsigned pins;                   /* threads that use fd right now */
    size_t alive;                    /* the listing of its own, and children */
    size_t unopened;                 /* children that will be opened through fd */
    bool listed;                     /* dev and ino are known */
    dev_t dev;
    ino_t ino;
    size_t path_len; /* bytes of its whole path */
    size_t name_len;
    char name[]; /* a root's is the path as given */
};

struct ls_folders {
    pthread_mutex_t lock;
    struct ls_folder *newest, *oldest; /* with a descriptor that may be closed */
    size_t open_n;                     /* how many of those */
};

/* From a folder up to its root: scratch of one thread. */
typedef LS_VEC(struct ls_folder *) ls_folder_chain;

/* A new folder that waits to be listed, below `parent` (NULL: a root); NULL when no memory. */
struct ls_folder *ls_folder_new(struct ls_folder *parent, const char *name, size_t len);

/* 1 when a '/' belongs between its path and a name; 0 when the user wrote one. */
size_t ls_folder_slash(const struct ls_folder *folder);

/* Links children (a list through `next`, all of one parent) into the tree. Caller holds no lock. */
void ls_folder_adopt(struct ls_folders *folders, struct ls_folder *children);

/*
 * Opens a folder for listing; *error is an errno value, ENOENT also when an ancestor is another
 * folder by now. The descriptor belongs to the node until ls_folder_listed().
 */
struct ls_result ls_folder_open(struct ls_folders *folders, struct ls_folder *folder,
                                ls_folder_chain *chain, int *error) LS_MUST_USE;

/* Whether an ancestor is the same folder: a loop, made by mounts. */
bool ls_folder_is_loop(const struct ls_folder *folder);

/* The listing is over, or was never begun: closes and frees what nobody needs any more. */
void ls_folder_listed(struct ls_folders *folders, struct ls_folder *folder);

#endif
