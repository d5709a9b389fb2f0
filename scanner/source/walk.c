/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who goes where next: a stack of folders that wait, and behind it the paths of the user.
 *
 * A thread takes the top of the stack, visits it, and puts what folders it found on top; so the
 * walk goes deep before it goes wide, and few folders wait. The walk is over when nothing waits and
 * no thread is visiting.
 */
#include "source/walk_priv.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMED_PATH_BYTES_MAX = LS_WALK_PATH_MAX };

struct ls_walk {
    const struct ls_walk_options *options;
    struct ls_folders folders;
    atomic_bool stop;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t change;
    struct ls_folder *waiting; /* stack through `next` */
    size_t waiting_n;
    unsigned active;         /* threads that visit something */
    size_t next_path;        /* index in options->paths */
    FILE *list;              /* files_from0, until its end */
    struct ls_result failed; /* the first failure of any thread */
};

/* NULL with errno. A folder could be opened, but not read. */
static FILE *open_list(const char *path)
{
    if (strcmp(path, "-") == 0)
        return stdin;
    FILE *list = fopen(path, "rbe");
    struct stat st;
    if (list && fstat(fileno(list), &st) == 0 && S_ISDIR(st.st_mode)) {
        fclose(list);
        errno = EISDIR;
        return NULL;
    }
    return list;
}

struct ls_result ls_walk_new(const struct ls_walk_options *options, struct ls_walk **walk,
                             struct ls_diag *diag)
{
    *walk = NULL;
    struct ls_walk *w = ls_calloc(1, sizeof *w);
    if (!w)
        return ls_diag_stop(diag, LS_E_MEMORY, "out of memory");
    w->options = options;
    pthread_mutex_init(&w->folders.lock, NULL);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->change, NULL);
    const char *list = options->files_from0;
    if (list)
        w->list = open_list(list);
    if (list && !w->list) {
        struct ls_result r = ls_diag_stop(diag, LS_E_USAGE, "%s: cannot read the list of paths: %s",
                                          list, strerror(errno));
        ls_walk_free(w);
        return r;
    }
    *walk = w;
    return ls_ok();
}

void ls_walk_free(struct ls_walk *w)
{
    if (!w)
        return;
    while (w->waiting) { /* only after a failure */
        struct ls_folder *folder = w->waiting;
        w->waiting = folder->next;
        ls_folder_listed(&w->folders, folder);
    }
    if (w->list && w->list != stdin)
        fclose(w->list);
    pthread_cond_destroy(&w->change);
    pthread_mutex_destroy(&w->lock);
    pthread_mutex_destroy(&w->folders.lock);
    ls_free(w);
}

void ls_walk_stop(struct ls_walk *w)
{
    atomic_store(&w->stop, true);
}

/* The next path of the list file into `name`, NUL-terminated; false at its end. */
static struct ls_result read_list(struct ls_walk *w, struct ls_buf *name, bool *got)
{
    int c;
    *got = false;
    LS_VEC_CLEAR(name);
    while ((c = getc(w->list)) != EOF) {
        if (c == '\0' && name->n == 0)
            continue;
        LS_TRY(ls_buf_char(name, (char)c));
        *got = true;
        if (c == '\0')
            return ls_ok();
    }
    if (ferror(w->list))
        return ls_stop(LS_E_IO);
    return *got ? ls_buf_char(name, '\0') : ls_ok();
}

/* The next path of the user, or *path = NULL. Called with the lock held. */
static struct ls_result next_named(struct ls_walk *w, struct ls_buf *name, const char **path)
{
    bool got = false;
    *path = NULL;
    if (w->next_path < w->options->paths_n) {
        *path = w->options->paths[w->next_path++];
        return ls_ok();
    }
    if (w->list)
        LS_TRY(read_list(w, name, &got));
    if (got)
        *path = name->at;
    return ls_ok();
}

/* What a thread is to do next: visit a folder or a path, or go home when both are NULL. */
struct task {
    struct ls_folder *folder;
    const char *path;
    size_t room;
};

static struct ls_result next_task(struct ls_walk *w, struct ls_buf *name, struct task *task)
{
    struct ls_result r = ls_ok();
    *task = (struct task){.folder = NULL};
    pthread_mutex_lock(&w->lock);
    while (!ls_failed(w->failed)) {
        task->folder = w->waiting;
        if (task->folder) {
            w->waiting = task->folder->next;
            task->folder->next = NULL;
            w->waiting_n--;
            break;
        }
        r = next_named(w, name, &task->path);
        if (task->path || ls_failed(r) || w->active == 0)
            break;
        pthread_cond_wait(&w->change, &w->lock);
    }
    bool something = task->folder || task->path;
    w->active += something;
    task->room = LS_WALK_FOLDERS_MAX > w->waiting_n ? LS_WALK_FOLDERS_MAX - w->waiting_n : 0;
    if (!something)
        pthread_cond_broadcast(&w->change);
    pthread_mutex_unlock(&w->lock);
    return r;
}

/* Puts what was found on top of the stack; the thread is free again. */
static void finish_task(struct ls_walk *w, struct ls_walker *walker, const struct task *task,
                        struct ls_result r)
{
    ls_folder_adopt(&w->folders, walker->found);
    pthread_mutex_lock(&w->lock);
    for (struct ls_folder *f = walker->found; f; f = f->next)
        w->waiting_n++;
    *walker->found_end = w->waiting;
    w->waiting = walker->found;
    w->active--;
    if (ls_failed(r) && !ls_failed(w->failed))
        w->failed = r;
    pthread_cond_broadcast(&w->change);
    pthread_mutex_unlock(&w->lock);
    walker->found = NULL;
    walker->found_end = &walker->found;
    if (task->folder)
        ls_folder_listed(&w->folders, task->folder);
}

static void fail(struct ls_walk *w, struct ls_result r)
{
    pthread_mutex_lock(&w->lock);
    if (!ls_failed(w->failed))
        w->failed = r;
    pthread_cond_broadcast(&w->change);
    pthread_mutex_unlock(&w->lock);
}

static struct ls_result walk_on(struct ls_walk *w, struct ls_walker *walker, struct ls_buf *name)
{
    struct task task;
    LS_TRY(ls_walker_init(walker));
    for (;;) {
        if (atomic_load_explicit(&w->stop, memory_order_relaxed))
            return ls_stop(LS_E_CANCELLED);
        LS_TRY(next_task(w, name, &task));
        if (!task.folder && !task.path)
            return ls_ok();
        walker->room = task.room;
        finish_task(w, walker, &task,
                    task.folder ? ls_visit_folder(walker, task.folder)
                                : ls_visit_named(walker, task.path));
    }
}

struct ls_result ls_walk_run(struct ls_walk *w, ls_walk_fn emit, void *user)
{
    struct ls_walker walker = {
        .options = w->options,
        .folders = &w->folders,
        .stop = &w->stop,
        .emit = emit,
        .user = user,
    };
    struct ls_buf name = {.limit = NAMED_PATH_BYTES_MAX};
    struct ls_result r = walk_on(w, &walker, &name);
    if (ls_failed(r))
        fail(w, r);
    LS_VEC_FINI(&name);
    ls_walker_fini(&walker);
    pthread_mutex_lock(&w->lock);
    r = w->failed;
    pthread_mutex_unlock(&w->lock);
    return r;
}
