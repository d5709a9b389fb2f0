/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was made of rules, kept on disk between runs. A convenience that can only help: every
 * failure to read or write means "not cached", and a file that is not exactly what was written is
 * ignored.
 *
 *   <dir>/<key>.db   key = SHA-256 of the library's version, the processor's features, the code
 *                    that lowers (ls_lowering_version), and the rules
 *
 * Written to a new file of mode 0600 and renamed; read only when it belongs to this user and nobody
 * else may write it. Any number of processes may use one folder.
 */
#ifndef LS_MATCH_CACHE_H
#define LS_MATCH_CACHE_H

#include "match/prepared.h"

struct ls_cache_key {
    char hex[65];
};

/* `digest`: of the rules; `lowering`: ls_lowering_version, or another program's. */
struct ls_result ls_cache_key(const char *digest, const char *lowering,
                              struct ls_cache_key *key) LS_MUST_USE;

/*
 * What is kept under that key, which is that of the rules. False when there is nothing good. In two
 * steps: reading, which asks the rules nothing, and NULL when there is nothing good; and taking it,
 * which frees the rest in any case.
 */
bool ls_cache_load(const char *dir, const struct ls_cache_key *key, const struct ls_rules *rules,
                   struct ls_prepared *p);
struct ls_cached;
struct ls_cached *ls_cache_read(const char *dir, const struct ls_cache_key *key);
bool ls_cache_take(struct ls_cached *cached, const struct ls_rules *rules, struct ls_prepared *p);
void ls_cached_free(struct ls_cached *cached);

/* Keeps it; true when it was written. Makes `dir` (mode 0700) and its parent if needed. */
bool ls_cache_save(const char *dir, const struct ls_cache_key *key, const struct ls_prepared *p);

/*
 * Removes what was used longest ago, until LS_CACHE_FILES_MAX files are left, and what a
 * program left behind that died while it wrote. Saving does so. Failures change nothing.
 */
enum { LS_CACHE_FILES_MAX = 32 };
void ls_cache_prune(const char *dir);

/*
 * The sum of a part that stands in its file: it is sure to change when bytes do that stand in the
 * same eight of it.
 */
uint64_t ls_cache_sum(const char *bytes, size_t len);

#endif
