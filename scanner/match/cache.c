/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   file = magic, key, length of the first part, sums of both, first part, second part
 *
 * The first part is match/prepared.h's and stays in memory as it is; the second is the database,
 * which the library takes a copy of. The sums tell damage, and no more: whoever could write the
 * file could write them too. The key in the file tells what was made of other rules under a wrong
 * name, which would be believed else.
 */
#include "match/cache.h"

#include "base/alloc.h"
#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MAGIC_BYTES = 16,
    KEY_BYTES = LS_SHA256_HEX - 1,
    FILE_BYTES_MAX = 1 << 28,
};

static const char magic[MAGIC_BYTES] = "leakscan db 5\n";

struct head {
    char magic[MAGIC_BYTES], key[KEY_BYTES];
    uint64_t kept_len, kept_sum, db_sum;
};

/* Two parts in memory, or in a file that is to be. */
struct parts {
    char *kept, *db;
    size_t kept_len, db_len;
};

/* Read and found whole. */
struct ls_cached {
    struct ls_database *db;
    char *kept;
    size_t kept_len;
};

struct ls_result ls_cache_key(const char *digest, const char *lowering, struct ls_cache_key *key)
{
    struct ls_buf in = {.limit = 4096};
    struct ls_result r = ls_buf_add(&in, magic, sizeof magic);
    if (!ls_failed(r))
        r = ls_database_platform(&in);
    if (!ls_failed(r))
        r = ls_buf_printf(&in, " lowering=%s rules=%s", lowering, digest);
    struct ls_sha256 *hash = ls_failed(r) ? NULL : ls_sha256_new();
    if (!ls_failed(r) && !hash)
        r = ls_stop(LS_E_MEMORY);
    if (hash) {
        ls_sha256_update(hash, in.at, in.n);
        ls_sha256_final_hex(hash, key->hex);
    }
    ls_sha256_free(hash);
    LS_VEC_FINI(&in);
    return r;
}

static bool read_all(int fd, char *bytes, size_t len)
{
    for (size_t have = 0; have < len;) {
        ssize_t got = read(fd, bytes + have, len - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        have += (size_t)got;
    }
    return true;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    for (size_t done = 0; done < len;) {
        ssize_t put = write(fd, bytes + done, len - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

static uint64_t mix(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return sum ^ sum >> 32;
}

uint64_t ls_cache_sum(const char *bytes, size_t len)
{
    enum { LANES = 4, WORD = sizeof(uint64_t) };
    uint64_t lanes[LANES] = {1, 2, 3, 4}, words[LANES], sum = len;
    size_t at = 0;
    for (; len - at >= sizeof words; at += sizeof words) {
        memcpy(words, bytes + at, sizeof words);
        for (int i = 0; i < LANES; i++)
            lanes[i] = mix(lanes[i], words[i]);
    }
    for (int i = 0; i < LANES; i++)
        sum = mix(sum, lanes[i]);
    for (; at < len; at++)
        sum = mix(sum, (unsigned char)bytes[at]);
    return sum;
}

static struct head make_head(const struct ls_cache_key *key, const struct parts *parts)
{
    struct head head;
    memcpy(head.magic, magic, MAGIC_BYTES);
    memcpy(head.key, key->hex, KEY_BYTES);
    head.kept_len = parts->kept_len;
    head.kept_sum = ls_cache_sum(parts->kept, parts->kept_len);
    head.db_sum = ls_cache_sum(parts->db, parts->db_len);
    return head;
}

static bool read_parts(int fd, size_t len, const struct ls_cache_key *key, struct parts *parts)
{
    struct head head, due;
    if (!read_all(fd, (char *)&head, sizeof head) || head.kept_len > len - sizeof head)
        return false;
    parts->kept_len = (size_t)head.kept_len;
    parts->db_len = len - sizeof head - parts->kept_len;
    parts->kept = ls_alloc_touched(parts->kept_len);
    parts->db = parts->kept ? ls_alloc_touched(parts->db_len) : NULL;
    if (!parts->db || !read_all(fd, parts->kept, parts->kept_len) ||
        !read_all(fd, parts->db, parts->db_len))
        return false;
    due = make_head(key, parts);
    return memcmp(&head, &due, sizeof head) == 0;
}

/* A file that somebody else could have written is none. */
static bool ours(int fd, size_t *len)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & (S_IWGRP | S_IWOTH)) || st.st_size < (off_t)sizeof(struct head) ||
        st.st_size > FILE_BYTES_MAX)
        return false;
    *len = (size_t)st.st_size;
    return true;
}

static bool path_of(const char *dir, const char *name, const char *suffix, char path[PATH_MAX])
{
    int n = snprintf(path, PATH_MAX, "%s/%s%s", dir, name, suffix);
    return n > 0 && n < PATH_MAX;
}

struct ls_cached *ls_cache_read(const char *dir, const struct ls_cache_key *key)
{
    char path[PATH_MAX];
    if (!path_of(dir, key->hex, ".db", path))
        return NULL;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    size_t len;
    struct ls_cached *cached = ls_calloc(1, sizeof *cached);
    struct parts parts = {NULL, NULL, 0, 0};
    bool good = cached && ours(fd, &len) && read_parts(fd, len, key, &parts) &&
                !ls_failed(ls_database_load(parts.db, parts.db_len, &cached->db));
    ls_free(parts.db);
    if (good) {
        (void)!futimens(fd, NULL); /* the time of its last use, for ls_cache_prune() */
        cached->kept = parts.kept;
        cached->kept_len = parts.kept_len;
    } else {
        ls_free(parts.kept);
        ls_free(cached);
    }
    close(fd);
    return good ? cached : NULL;
}

bool ls_cache_take(struct ls_cached *cached, const struct ls_rules *rules, struct ls_prepared *p)
{
    if (!cached)
        return false;
    struct ls_result r = ls_prepared_take(p, rules, cached->db, cached->kept, cached->kept_len);
    ls_free(cached);
    if (ls_failed(r))
        ls_prepared_fini(p);
    return !ls_failed(r);
}

void ls_cached_free(struct ls_cached *cached)
{
    if (!cached)
        return;
    ls_database_free(cached->db);
    ls_free(cached->kept);
    ls_free(cached);
}

bool ls_cache_load(const char *dir, const struct ls_cache_key *key, const struct ls_rules *rules,
                   struct ls_prepared *p)
{
    return ls_cache_take(ls_cache_read(dir, key), rules, p);
}

/* The folder and the one it lies in; what is there already is taken as it is. */
static void make_dir(const char *dir)
{
    char parent[PATH_MAX];
    const char *slash = strrchr(dir, '/');
    if (slash && slash != dir && (size_t)(slash - dir) < sizeof parent) {
        memcpy(parent, dir, (size_t)(slash - dir));
        parent[slash - dir] = '\0';
        (void)!mkdir(parent, 0700);
    }
    (void)!mkdir(dir, 0700);
}

static bool write_file(const char *dir, const struct ls_cache_key *key, const struct parts *parts)
{
    char from[PATH_MAX], to[PATH_MAX];
    struct head head = make_head(key, parts);
    if (!path_of(dir, key->hex, ".XXXXXX", from) || !path_of(dir, key->hex, ".db", to))
        return false;
    int fd = mkostemp(from, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return false;
    bool written = write_all(fd, (const char *)&head, sizeof head) &&
                   write_all(fd, parts->kept, parts->kept_len) &&
                   write_all(fd, parts->db, parts->db_len);
    written = close(fd) == 0 && written && rename(from, to) == 0;
    if (!written)
        unlink(from);
    return written;
}

bool ls_cache_save(const char *dir, const struct ls_cache_key *key, const struct ls_prepared *p)
{
    struct ls_buf kept = {.limit = FILE_BYTES_MAX / 2}, db = {.limit = FILE_BYTES_MAX / 4};
    bool written = false;
    if (!ls_failed(ls_prepared_save(p, &kept)) && !ls_failed(ls_database_save(p->db, &db))) {
        make_dir(dir);
        written = write_file(dir, key, &(struct parts){kept.at, db.at, kept.n, db.n});
        if (written)
            ls_cache_prune(dir);
    }
    LS_VEC_FINI(&kept);
    LS_VEC_FINI(&db);
    return written;
}
