/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is at a path: told apart without opening it, then opened without following anything.
 */
#include "source/walk_priv.h"

#include "base/alloc.h"
#include "base/reason.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

enum {
    DIRENT_BYTES = 1 << 16,
    PATH_BYTES_MAX = 2 * LS_WALK_PATH_MAX,
    NAMES_BYTES_MAX = 1 << 30, /* all names of one folder, when they are sorted */
    CHAIN_MAX = LS_WALK_PATH_MAX,
    FILE_FLAGS = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
    OPEN_TRIES = 2000,    /* times OPEN_WAIT_NS when no descriptor is free */
    PIPE_BYTES = 1 << 20, /* room asked for in a pipe; as much as anybody may ask for */
    OPEN_WAIT_NS = 1000000,
};

struct ls_result ls_walker_init(struct ls_walker *walker)
{
    walker->path.limit = PATH_BYTES_MAX;
    walker->names.limit = NAMES_BYTES_MAX;
    walker->order.limit = NAMES_BYTES_MAX / 2;
    walker->chain.limit = CHAIN_MAX;
    walker->found_end = &walker->found;
    walker->dirents = ls_alloc_aligned(64, DIRENT_BYTES);
    return walker->dirents ? ls_ok() : ls_stop(LS_E_MEMORY);
}

void ls_walker_fini(struct ls_walker *walker)
{
    LS_VEC_FINI(&walker->path);
    LS_VEC_FINI(&walker->names);
    LS_VEC_FINI(&walker->order);
    LS_VEC_FINI(&walker->chain);
    ls_free(walker->dirents);
}

static struct ls_result set_path(struct ls_walker *w, const char *name, size_t len)
{
    w->path.n = w->prefix_n;
    LS_TRY(LS_VEC_RESERVE(&w->path, len + 1));
    memcpy(w->path.at + w->path.n, name, len);
    w->path.n += len;
    w->path.at[w->path.n] = '\0';
    return ls_ok();
}

static struct ls_result emit(struct ls_walker *w, struct ls_walk_entry entry)
{
    entry.path = (struct ls_str){w->path.at, w->path.n};
    return w->emit(w->user, &entry);
}

static struct ls_result emit_none(struct ls_walker *w, enum ls_state state, const char *reason,
                                  int error)
{
    return emit(w, (struct ls_walk_entry){
                       .kind = LS_WALK_NONE,
                       .fd = -1,
                       .state = state,
                       .reason = reason,
                       .error = error,
                   });
}

/* Hands over what could not be opened, by errno value. */
static struct ls_result emit_refused(struct ls_walker *w, int error, bool named)
{
    const char *reason = LS_REASON_IO_ERROR;
    enum ls_state state = LS_STATE_NOT_SCANNED;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        reason = named ? LS_REASON_NOT_FOUND : LS_REASON_VANISHED;
        break;
    case EACCES:
    case EPERM:
        reason = LS_REASON_PERMISSION;
        break;
    case ELOOP: /* found: it became a symbolic link just now */
        reason = named ? LS_REASON_SYMLINK_LOOP : LS_REASON_SYMLINK;
        state = named ? LS_STATE_NOT_SCANNED : LS_STATE_EXCLUDED;
        break;
    case ENXIO:
    case ENODEV:
        reason = LS_REASON_SPECIAL_FILE;
        break;
    case EMFILE:
    case ENFILE:
        reason = LS_REASON_OPEN_FILES;
        break;
    case ENAMETOOLONG:
        reason = LS_REASON_PATH_TOO_LONG;
        break;
    default:
        break;
    }
    return emit_none(w, state, reason, error);
}

/* A pattern with a '/' is about whole paths, any other about names. */
static bool is_excluded(const struct ls_walker *w, const char *name)
{
    for (size_t i = 0; i < w->options->excludes_n; i++) {
        const char *pattern = w->options->excludes[i];
        if (fnmatch(pattern, strchr(pattern, '/') ? w->path.at : name, 0) == 0)
            return true;
    }
    return false;
}

static bool is_dot(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/* Descriptors come back as files are done: worth waiting for. */
static int open_file(const struct ls_walker *w, int at, const char *name, int flags)
{
    const struct timespec wait = {.tv_nsec = OPEN_WAIT_NS};
    for (int tries = 0;; tries++) {
        int fd = openat(at, name, FILE_FLAGS | flags);
        if (fd >= 0 || (errno != EMFILE && errno != ENFILE) || tries == OPEN_TRIES ||
            atomic_load_explicit(w->stop, memory_order_relaxed))
            return fd;
        nanosleep(&wait, NULL);
    }
}

/* Standard input that is a file from its start on is read like one; all else comes as it comes. */
static struct ls_result visit_stdin(struct ls_walker *w)
{
    struct stat st;
    struct ls_walk_entry entry = {.kind = LS_WALK_STREAM, .fd = STDIN_FILENO};
    if (fstat(STDIN_FILENO, &st) != 0)
        return emit_refused(w, errno, true);
    if (S_ISDIR(st.st_mode))
        return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_SPECIAL_FILE, EISDIR);
    if (S_ISREG(st.st_mode) && lseek(STDIN_FILENO, 0, SEEK_CUR) == 0) {
        entry.kind = LS_WALK_FILE;
        entry.size_known = true;
        entry.size = (uint64_t)st.st_size;
    }
    if (S_ISFIFO(st.st_mode)) /* a writer that gets ahead: fewer turns for both; no is no harm */
        (void)fcntl(STDIN_FILENO, F_SETPIPE_SZ, PIPE_BYTES);
    return emit(w, entry);
}

/* Opens and hands over. What is open may be another thing than what was listed. */
static struct ls_result visit_file(struct ls_walker *w, int at, const char *name, bool named)
{
    struct stat st;
    int fd = open_file(w, at, name, named ? 0 : O_NOFOLLOW);
    if (fd < 0)
        return emit_refused(w, errno, named);
    struct ls_walk_entry entry = {.kind = LS_WALK_FILE, .fd = fd};
    if (fstat(fd, &st) != 0) {
        int error = errno;
        close(fd);
        return emit_refused(w, error, named);
    }
    if (w->options->out_ino && st.st_ino == w->options->out_ino &&
        st.st_dev == w->options->out_dev) {
        close(fd);
        return emit_none(w, LS_STATE_EXCLUDED, LS_REASON_OUTPUT, 0);
    }
    off_t size = st.st_size;
    if (named && S_ISBLK(st.st_mode)) {
        entry.kind = LS_WALK_DEVICE;
        size = lseek(fd, 0, SEEK_END);
    } else if (!S_ISREG(st.st_mode)) {
        close(fd);
        return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_SPECIAL_FILE, 0);
    }
    entry.size_known = size >= 0;
    entry.size = size >= 0 ? (uint64_t)size : 0;
    return emit(w, entry);
}

static struct ls_result add_folder(struct ls_walker *w, struct ls_folder *parent, const char *name,
                                   size_t len)
{
    if (w->path.n > LS_WALK_PATH_MAX)
        return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_PATH_TOO_LONG, 0);
    if (w->room == 0)
        return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_FOLDER_LIMIT, 0);
    struct ls_folder *folder = ls_folder_new(parent, name, len);
    if (!folder)
        return ls_stop(LS_E_MEMORY);
    w->room--;
    *w->found_end = folder;
    w->found_end = &folder->next;
    return ls_ok();
}

struct ls_result ls_visit_named(struct ls_walker *w, const char *path)
{
    struct stat st;
    size_t len = strlen(path);
    w->prefix_n = 0;
    LS_TRY(set_path(w, path, len));
    if (strcmp(path, "-") == 0)
        return visit_stdin(w);
    const char *slash = strrchr(path, '/');
    const char *last = slash ? slash + 1 : path;
    if (!is_dot(last) && is_excluded(w, last)) /* ".*" means hidden files, not "." */
        return emit_none(w, LS_STATE_EXCLUDED, LS_REASON_EXCLUDED, 0);
    if (stat(path, &st) != 0)
        return emit_refused(w, errno, true);
    if (S_ISDIR(st.st_mode))
        return add_folder(w, NULL, path, len);
    if (S_ISREG(st.st_mode) || S_ISBLK(st.st_mode))
        return visit_file(w, AT_FDCWD, path, true);
    return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_SPECIAL_FILE, 0);
}

static unsigned char type_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? DT_REG : S_ISDIR(mode) ? DT_DIR : S_ISLNK(mode) ? DT_LNK : DT_FIFO;
}

static struct ls_result visit_entry(struct ls_walker *w, struct ls_folder *folder, const char *name,
                                    unsigned char type)
{
    size_t len = strlen(name);
    if (atomic_load_explicit(w->stop, memory_order_relaxed))
        return ls_stop(LS_E_CANCELLED);
    LS_TRY(set_path(w, name, len));
    if (is_excluded(w, name))
        return emit_none(w, LS_STATE_EXCLUDED, LS_REASON_EXCLUDED, 0);
    if (type == DT_UNKNOWN) { /* some file systems do not tell */
        struct stat st;
        if (fstatat(folder->fd, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            return emit_refused(w, errno, false);
        type = type_of_mode(st.st_mode);
    }
    switch (type) {
    case DT_REG:
        return visit_file(w, folder->fd, name, false);
    case DT_DIR:
        return add_folder(w, folder, name, len);
    case DT_LNK:
        return emit_none(w, LS_STATE_EXCLUDED, LS_REASON_SYMLINK, 0);
    default:
        return emit_none(w, LS_STATE_NOT_SCANNED, LS_REASON_SPECIAL_FILE, 0);
    }
}

/* Remembers an entry for later, or visits it at once. */
static struct ls_result take_entry(struct ls_walker *w, struct ls_folder *folder,
                                   const struct dirent64 *entry)
{
    if (is_dot(entry->d_name))
        return ls_ok();
    if (!w->options->sort)
        return visit_entry(w, folder, entry->d_name, entry->d_type);
    struct ls_listed listed = {.name = w->names.n, .type = entry->d_type};
    LS_TRY(ls_buf_add(&w->names, entry->d_name, strlen(entry->d_name) + 1));
    LS_VEC_PUSH(&w->order, listed);
    return ls_ok();
}

static int by_name(const void *a, const void *b, void *names)
{
    const struct ls_listed *x = a, *y = b;
    return strcmp((const char *)names + x->name, (const char *)names + y->name);
}

static struct ls_result visit_sorted(struct ls_walker *w, struct ls_folder *folder)
{
    if (w->order.n > 1)
        qsort_r(w->order.at, w->order.n, sizeof *w->order.at, by_name, w->names.at);
    for (size_t i = 0; i < w->order.n; i++)
        LS_TRY(visit_entry(w, folder, w->names.at + w->order.at[i].name, w->order.at[i].type));
    return ls_ok();
}

static struct ls_result list(struct ls_walker *w, struct ls_folder *folder)
{
    ssize_t n;
    LS_VEC_CLEAR(&w->names);
    LS_VEC_CLEAR(&w->order);
    while ((n = getdents64(folder->fd, w->dirents, DIRENT_BYTES)) > 0)
        for (size_t at = 0; at < (size_t)n;) {
            const struct dirent64 *entry = (const void *)(w->dirents + at);
            LS_TRY(take_entry(w, folder, entry));
            at += entry->d_reclen;
        }
    int error = errno;
    LS_TRY(visit_sorted(w, folder));
    w->path.n = folder->path_len;
    w->path.at[w->path.n] = '\0';
    return n < 0 ? emit_refused(w, error, false) : ls_ok();
}

/* File systems made of the kernel's own state: no documents, and reading may block or act. */
static bool is_pseudo(int fd)
{
    static const unsigned long magics[] = {
        PROC_SUPER_MAGIC,
        SYSFS_MAGIC,
        DEVPTS_SUPER_MAGIC,
        CGROUP_SUPER_MAGIC,
        DEBUGFS_MAGIC,
        TRACEFS_MAGIC,
        SECURITYFS_MAGIC,
        CGROUP2_SUPER_MAGIC,
        BPF_FS_MAGIC,
        PSTOREFS_MAGIC,
        SELINUX_MAGIC,
        EFIVARFS_MAGIC,
        NSFS_MAGIC,
        BINFMTFS_MAGIC,
        0x62656570 /* configfs */,
        0x65735543 /* fusectl */,
        0x19800202 /* mqueue */,
    };
    struct statfs fs;
    if (fstatfs(fd, &fs) != 0)
        return false;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if ((unsigned long)fs.f_type == magics[i])
            return true;
    return false;
}

/* Why an open folder is not to be entered, or NULL. Learns who it is. */
static const char *refusal(const struct ls_walker *w, struct ls_folder *folder)
{
    struct stat st;
    if (fstat(folder->fd, &st) != 0)
        return LS_REASON_IO_ERROR;
    folder->dev = st.st_dev;
    folder->ino = st.st_ino;
    folder->listed = true;
    if (ls_folder_is_loop(folder))
        return LS_REASON_LOOP;
    if (!folder->parent || folder->parent->dev == folder->dev)
        return NULL;
    if (w->options->one_file_system)
        return LS_REASON_OTHER_FILE_SYSTEM;
    return is_pseudo(folder->fd) ? LS_REASON_PSEUDO_FILE_SYSTEM : NULL;
}

/* The path of a folder, from the names up to its root. */
static struct ls_result set_folder_path(struct ls_walker *w, const struct ls_folder *folder)
{
    w->path.n = 0;
    LS_TRY(LS_VEC_RESERVE(&w->path, folder->path_len + 2));
    char *end = w->path.at + folder->path_len;
    *end = '\0';
    for (const struct ls_folder *f = folder; f; f = f->parent) {
        end -= f->name_len;
        memcpy(end, f->name, f->name_len);
        if (f->parent && ls_folder_slash(f->parent))
            *--end = '/';
    }
    w->path.n = w->prefix_n = folder->path_len;
    return ls_ok();
}

struct ls_result ls_visit_folder(struct ls_walker *w, struct ls_folder *folder)
{
    int error;
    LS_TRY(set_folder_path(w, folder));
    LS_TRY(ls_folder_open(w->folders, folder, &w->chain, &error));
    if (error)
        return emit_refused(w, error, !folder->parent);
    const char *reason = refusal(w, folder);
    if (reason)
        return emit_none(w, LS_STATE_EXCLUDED, reason, 0);
    if (ls_folder_slash(folder))
        w->path.at[w->prefix_n++] = '/';
    return list(w, folder);
}
