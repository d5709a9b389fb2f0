/* SPDX-License-Identifier: Apache-2.0 */
/*
 *   file = magic, key, sum of the payload, payload (the serialised database)
 *
 * The sum tells damage, and no more: whoever could write the file could write that too. The key in
 * the file tells a database of other rules under a wrong name, which would be believed else.
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
    HEAD_BYTES = MAGIC_BYTES + KEY_BYTES + sizeof(uint64_t),
    FILE_BYTES_MAX = 1 << 28,
};

static const char magic[MAGIC_BYTES] = "leakscan db 4\n";

struct ls_result ls_cache_key(const struct ls_lower *lower, struct ls_cache_key *key)
{
    struct ls_buf platform = {.limit = 4096};
    struct ls_result r = ls_database_platform(&platform);
    struct ls_sha256 *hash = ls_failed(r) ? NULL : ls_sha256_new();
    if (!ls_failed(r) && !hash)
        r = ls_stop(LS_E_MEMORY);
    if (hash) {
        ls_sha256_update(hash, magic, sizeof magic);
        ls_sha256_update(hash, platform.at, platform.n);
        for (size_t i = 0; i < lower->strings.n; i++) {
            const struct ls_lowered *s = &lower->strings.at[i];
            uint8_t shape[] = {(uint8_t)s->len, (uint8_t)(s->len >> 8), s->caseless, s->in_utf8,
                               s->paired};
            ls_sha256_update(hash, shape, sizeof shape);
        }
        ls_sha256_update(hash, lower->bytes.at, lower->bytes.n);
        ls_sha256_final_hex(hash, key->hex);
    }
    ls_sha256_free(hash);
    LS_VEC_FINI(&platform);
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

static void make_head(const struct ls_cache_key *key, const char *payload, size_t len,
                      char head[HEAD_BYTES])
{
    uint64_t sum = ls_cache_sum(payload, len);
    memcpy(head, magic, MAGIC_BYTES);
    memcpy(head + MAGIC_BYTES, key->hex, KEY_BYTES);
    memcpy(head + MAGIC_BYTES + KEY_BYTES, &sum, sizeof sum);
}

static bool good(const struct ls_cache_key *key, const char *file, size_t len)
{
    char head[HEAD_BYTES];
    make_head(key, file + HEAD_BYTES, len - HEAD_BYTES, head);
    return memcmp(file, head, HEAD_BYTES) == 0;
}

/* A file that somebody else could have written is none. */
static bool ours(int fd, size_t *len)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() ||
        (st.st_mode & (S_IWGRP | S_IWOTH)) || st.st_size < HEAD_BYTES ||
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

struct ls_database *ls_cache_load(const char *dir, const struct ls_cache_key *key)
{
    char path[PATH_MAX];
    if (!path_of(dir, key->hex, ".db", path))
        return NULL;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return NULL;
    struct ls_database *db = NULL;
    size_t len;
    char *file = ours(fd, &len) ? ls_alloc_touched(len) : NULL;
    if (file && read_all(fd, file, len) && good(key, file, len))
        if (ls_failed(ls_database_load(file + HEAD_BYTES, len - HEAD_BYTES, &db)))
            db = NULL;
    if (db)
        (void)!futimens(fd, NULL); /* the time of its last use, for ls_cache_prune() */
    ls_free(file);
    close(fd);
    return db;
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

static bool write_file(const char *dir, const struct ls_cache_key *key, const struct ls_buf *db)
{
    char head[HEAD_BYTES], from[PATH_MAX], to[PATH_MAX];
    make_head(key, db->at, db->n, head);
    if (!path_of(dir, key->hex, ".XXXXXX", from) || !path_of(dir, key->hex, ".db", to))
        return false;
    int fd = mkostemp(from, O_CLOEXEC); /* mode 0600 */
    if (fd < 0)
        return false;
    bool written = write_all(fd, head, sizeof head) && write_all(fd, db->at, db->n);
    written = close(fd) == 0 && written && rename(from, to) == 0;
    if (!written)
        unlink(from);
    return written;
}

bool ls_cache_save(const char *dir, const struct ls_cache_key *key, const struct ls_database *db)
{
    struct ls_buf bytes = {.limit = FILE_BYTES_MAX - HEAD_BYTES};
    bool written = false;
    if (!ls_failed(ls_database_save(db, &bytes))) {
        make_dir(dir);
        written = write_file(dir, key, &bytes);
        if (written)
            ls_cache_prune(dir);
    }
    LS_VEC_FINI(&bytes);
    return written;
}
