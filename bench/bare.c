/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench-bare [-m] CACHE FILE: the multi-pattern engine alone, over the database of the built-in
 * rules. What leakscan's speed is held against.
 *
 * It reads the file as leakscan does, in blocks of 1 MiB with pread(2) into one buffer, and calls
 * the scan with a callback that only counts. With -m the file is read before the clock starts, and
 * blocks are scanned where they lie in memory. CACHE is the folder of compiled databases (the same
 * that leakscan uses). Prints bytes, seconds of reading and scanning, and strings seen.
 */
#include "base/alloc.h"
#include "match/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 1 << 20 };

struct bare {
    struct ls_prepared made;
    struct ls_database_scratch *scratch;
    uint64_t seen;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int count(unsigned string, unsigned long long from, unsigned long long end, unsigned flags,
                 void *user)
{
    (void)string, (void)from, (void)end, (void)flags;
    ++*(uint64_t *)user;
    return 0;
}

static struct ls_result load_or_make(const struct ls_rules *rules, const char *cache,
                                     struct ls_prepared *made, struct ls_diag *diag)
{
    struct ls_cache_key key;
    LS_TRY(ls_cache_key(rules->digest, ls_lowering_version, &key));
    if (ls_cache_load(cache, &key, rules, made))
        return ls_ok();
    LS_TRY(ls_prepared_make(made, rules, diag));
    ls_cache_save(cache, &key, made);
    return ls_ok();
}

static struct ls_result prepare(const char *cache, struct bare *bare, struct ls_diag *diag)
{
    struct ls_rules *rules;
    LS_TRY(ls_rules_load_paths(true, NULL, 0, &rules, diag));
    struct ls_result r = load_or_make(rules, cache, &bare->made, diag);
    ls_rules_free(rules);
    if (!ls_failed(r))
        r = ls_database_scratch_new(bare->made.db, &bare->scratch);
    return r;
}

static struct ls_result scan(struct bare *bare, const uint8_t *bytes, size_t len)
{
    struct ls_database_listener listener = {.seen = count, .user = &bare->seen};
    return ls_database_scan(bare->made.db, LS_DATABASE_ALL, bare->scratch, bytes, len, &listener);
}

static struct ls_result scan_file(struct bare *bare, int fd, uint8_t *block)
{
    ssize_t n;
    for (off_t off = 0; (n = pread(fd, block, BLOCK, off)) > 0; off += n)
        LS_TRY(scan(bare, block, (size_t)n));
    return n < 0 ? ls_stop(LS_E_IO) : ls_ok();
}

static struct ls_result read_all(int fd, uint8_t *bytes, size_t size)
{
    size_t at = 0;
    ssize_t n = 0;
    while (at < size && (n = pread(fd, bytes + at, size - at, (off_t)at)) > 0)
        at += (size_t)n;
    return at < size ? ls_stop(LS_E_IO) : ls_ok();
}

static struct ls_result scan_memory(struct bare *bare, const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += BLOCK)
        LS_TRY(scan(bare, bytes + at, size - at < BLOCK ? size - at : BLOCK));
    return ls_ok();
}

/* Measures one file and prints the line. */
static struct ls_result measure(struct bare *bare, const char *path, bool memory)
{
    struct stat stat;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &stat) != 0)
        return ls_stop(LS_E_IO);
    size_t size = (size_t)stat.st_size;
    uint8_t *bytes = ls_alloc_aligned(BLOCK, (memory ? size : (size_t)BLOCK) + LS_MATCH_PAD);
    if (!bytes)
        return ls_stop(LS_E_MEMORY);
    struct ls_result r = memory ? read_all(fd, bytes, size) : ls_ok();
    double start = now();
    if (!ls_failed(r))
        r = memory ? scan_memory(bare, bytes, size) : scan_file(bare, fd, bytes);
    double end = now();
    ls_free(bytes);
    close(fd);
    if (!ls_failed(r))
        printf("%zu %.6f %" PRIu64 "\n", size, end - start, bare->seen);
    return r;
}

int main(int argc, char **argv)
{
    bool memory = argc > 1 && strcmp(argv[1], "-m") == 0;
    if (argc != (memory ? 4 : 3)) {
        fprintf(stderr, "usage: bench-bare [-m] CACHE FILE\n");
        return 2;
    }
    struct bare bare = {0};
    struct ls_diag diag = {"the file cannot be read, or memory is short"};
    struct ls_result r = prepare(argv[argc - 2], &bare, &diag);
    if (!ls_failed(r))
        r = measure(&bare, argv[argc - 1], memory);
    if (ls_failed(r))
        fprintf(stderr, "bench-bare: %s\n", diag.text);
    ls_database_scratch_free(bare.scratch);
    ls_prepared_fini(&bare.made);
    return ls_failed(r) ? 2 : 0;
}
