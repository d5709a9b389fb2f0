/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache keeps the databases that were used last: every other set of rules and every update
 * leaves one behind that nobody will ask for again. Only files that have such a name are touched.
 */
#include "match/cache.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME = LS_SHA256_HEX - 1, LOOKED_AT_MAX = 1 << 16, STALE_SECONDS = 3600 };

struct cached {
    char name[NAME + 8]; /* 64 digits and ".db", or what stands for it while it is written */
    struct timespec used;
};

/* "0123…ef.db", or with six characters in place of "db". */
static bool is_cached(const char *name, bool *written)
{
    size_t digits = strspn(name, "0123456789abcdef");
    if (digits != NAME || name[NAME] != '.')
        return false;
    *written = strcmp(name + NAME + 1, "db") == 0;
    return *written || strlen(name + NAME + 1) == 6;
}

static int by_use(const void *a, const void *b)
{
    const struct timespec *x = &((const struct cached *)a)->used;
    const struct timespec *y = &((const struct cached *)b)->used;
    if (x->tv_sec != y->tv_sec)
        return x->tv_sec > y->tv_sec ? -1 : 1;
    return x->tv_nsec > y->tv_nsec ? -1 : x->tv_nsec < y->tv_nsec;
}

void ls_cache_prune(const char *dir)
{
    LS_VEC(struct cached) files;
    struct timespec now;
    DIR *folder = opendir(dir);
    if (!folder)
        return;
    LS_VEC_INIT(&files, LOOKED_AT_MAX);
    clock_gettime(CLOCK_REALTIME, &now);
    for (struct dirent *entry; (entry = readdir(folder));) {
        struct stat st;
        bool written;
        if (!is_cached(entry->d_name, &written) ||
            fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
            !S_ISREG(st.st_mode))
            continue;
        if (!written) { /* a program died over it */
            if (now.tv_sec - st.st_mtim.tv_sec > STALE_SECONDS)
                (void)!unlinkat(dirfd(folder), entry->d_name, 0);
            continue;
        }
        if (ls_failed(LS_VEC_RESERVE(&files, 1)))
            break;
        struct cached *file = &files.at[files.n++];
        memcpy(file->name, entry->d_name,
               strlen(entry->d_name) + 1); /* is_cached() knows how long */
        file->used = st.st_mtim;
    }
    if (files.n > LS_CACHE_FILES_MAX)
        qsort(files.at, files.n, sizeof *files.at, by_use);
    for (size_t i = LS_CACHE_FILES_MAX; i < files.n; i++)
        (void)!unlinkat(dirfd(folder), files.at[i].name, 0);
    LS_VEC_FINI(&files);
    closedir(folder);
}
