/* SPDX-License-Identifier: Apache-2.0 */
#include "source/folder_priv.h"

#include "base/alloc.h"
#include "source/walk.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };

size_t ls_folder_slash(const struct ls_folder *folder)
{
    return folder->name[folder->name_len - 1] != '/'; /* names are never empty */
}

struct ls_folder *ls_folder_new(struct ls_folder *parent, const char *name, size_t len)
{
    struct ls_folder *folder = ls_calloc(1, sizeof *folder + len + 1);
    if (!folder)
        return NULL;
    folder->parent = parent;
    folder->fd = -1;
    folder->alive = 1;
    folder->path_len = len + (parent ? parent->path_len + ls_folder_slash(parent) : 0);
    folder->name_len = len;
    memcpy(folder->name, name, len);
    return folder;
}

void ls_folder_adopt(struct ls_folders *folders, struct ls_folder *children)
{
    pthread_mutex_lock(&folders->lock);
    for (struct ls_folder *child = children; child; child = child->next)
        if (child->parent) {
            child->parent->alive++;
            child->parent->unopened++;
        }
    pthread_mutex_unlock(&folders->lock);
}

static void unlink_open(struct ls_folders *folders, struct ls_folder *folder)
{
    /* the analyzer cannot know that a folder with no neighbours is the only one in the list */
    *(folder->newer ? &folder->newer->older : &folders->newest) =
        folder->older; // NOLINT(clang-analyzer-core.NullDereference)
    *(folder->older ? &folder->older->newer : &folders->oldest) = folder->newer;
    folder->newer = folder->older = NULL;
    folders->open_n--;
}

static void link_open(struct ls_folders *folders, struct ls_folder *folder)
{
    folder->older = folders->newest;
    *(folders->newest ? &folders->newest->newer : &folders->oldest) = folder;
    folders->newest = folder;
    folders->open_n++;
}

static void close_fd(struct ls_folder *folder)
{
    close(folder->fd);
    folder->fd = -1;
}

/* A pinned folder is not in the list of those that may be closed. Called with the lock held. */
static void pin(struct ls_folders *folders, struct ls_folder *folder)
{
    if (folder->pins++ == 0 && (folder->newer || folder->older || folders->newest == folder))
        unlink_open(folders, folder);
}

static void unpin(struct ls_folders *folders, struct ls_folder *folder)
{
    if (--folder->pins > 0 || folder->fd < 0)
        return;
    if (folder->unopened == 0) {
        close_fd(folder);
        return;
    }
    link_open(folders, folder);
    while (folders->open_n > LS_WALK_DESCRIPTORS) {
        struct ls_folder *victim = folders->oldest;
        unlink_open(folders, victim);
        close_fd(victim);
    }
}

/* The same folder as when it was listed? Somebody may have moved another one into its place. */
static bool same_folder(const struct ls_folder *folder, int fd)
{
    struct stat st;
    return !folder->listed ||
           (fstat(fd, &st) == 0 && st.st_dev == folder->dev && st.st_ino == folder->ino);
}

/* Opens one step; at < 0 starts at a root, whose symbolic links count. */
static int open_step(const struct ls_folder *folder, int at, int *error)
{
    int fd = at < 0 ? open(folder->name, FOLDER_FLAGS)
                    : openat(at, folder->name, FOLDER_FLAGS | O_NOFOLLOW);
    if (fd < 0) {
        *error = errno;
        return -1;
    }
    if (same_folder(folder, fd))
        return fd;
    close(fd);
    *error = ENOENT;
    return -1;
}

/* Gives the node a descriptor; another thread may have been faster. Pins it in any case. */
static void install(struct ls_folders *folders, struct ls_folder *folder, int fd)
{
    pthread_mutex_lock(&folders->lock);
    pin(folders, folder);
    if (folder->fd < 0)
        folder->fd = fd;
    else
        close(fd);
    pthread_mutex_unlock(&folders->lock);
}

static void release(struct ls_folders *folders, struct ls_folder *folder)
{
    pthread_mutex_lock(&folders->lock);
    unpin(folders, folder);
    pthread_mutex_unlock(&folders->lock);
}

/* Fills the chain from `folder` up to below the nearest open ancestor, which is pinned. */
static struct ls_result find_open_ancestor(struct ls_folders *folders, struct ls_folder *folder,
                                           ls_folder_chain *chain, struct ls_folder **ancestor)
{
    struct ls_result r = ls_ok();
    LS_VEC_CLEAR(chain);
    pthread_mutex_lock(&folders->lock);
    struct ls_folder *f = folder;
    for (; f && f->fd < 0 && !ls_failed(r); f = f->parent) {
        r = LS_VEC_RESERVE(chain, 1);
        if (!ls_failed(r))
            chain->at[chain->n++] = f;
    }
    if (!ls_failed(r) && f)
        pin(folders, f);
    *ancestor = f;
    pthread_mutex_unlock(&folders->lock);
    return r;
}

struct ls_result ls_folder_open(struct ls_folders *folders, struct ls_folder *folder,
                                ls_folder_chain *chain, int *error)
{
    struct ls_folder *above;
    *error = 0;
    LS_TRY(find_open_ancestor(folders, folder, chain, &above));
    while (chain->n > 0 && *error == 0) {
        struct ls_folder *f = chain->at[--chain->n];
        int fd = open_step(f, above ? above->fd : -1, error);
        if (fd >= 0)
            install(folders, f, fd);
        if (above)
            release(folders, above);
        above = fd >= 0 ? f : NULL;
    }
    return ls_ok();
}

bool ls_folder_is_loop(const struct ls_folder *folder)
{
    for (const struct ls_folder *up = folder->parent; up; up = up->parent)
        if (up->dev == folder->dev && up->ino == folder->ino)
            return true;
    return false;
}

void ls_folder_listed(struct ls_folders *folders, struct ls_folder *folder)
{
    pthread_mutex_lock(&folders->lock);
    struct ls_folder *parent = folder->parent;
    if (parent && --parent->unopened == 0 && parent->pins == 0 && parent->fd >= 0) {
        unlink_open(folders, parent);
        close_fd(parent);
    }
    if (folder->pins > 0)
        unpin(folders, folder);
    while (folder && --folder->alive == 0) { /* so all children are gone, and fd is closed */
        parent = folder->parent;
        ls_free(folder);
        folder = parent;
    }
    pthread_mutex_unlock(&folders->lock);
}
